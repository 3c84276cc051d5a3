"""Who looked at the cases of an engagement, or let them leave the desk: the access events of the copy, and the lists
that were too long to be noted in each case, latest first.

They are written by `workspace/view_log.py` and the exports; both sides have them, under the names that each may see.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from bpo_desk.cache import cases, read, records
from bpo_desk.cache.dictionaries import read_texts
from bpo_desk.cache.store import Cache
from bpo_desk.cache.whole_log import whole_log
from bpo_desk.models.event import EventKind, kind_word
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.sides import Side

ACCESS: Final = (EventKind.VIEWED, EventKind.EXPORTED, EventKind.UNMASKED, EventKind.PROOF_ISSUED)
_TOLD: Final = ("format", "what", "recipient", "reason", "cases", "digest", "filter")
MOST: Final = 2_000
"""Entries that one answer holds; `AccessLog.found` counts all."""


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody's access to a case: `at` by the clock of the shared database when it was told, and `done` by the desk's
    when it was done (microseconds UTC; earlier where the desk was offline); `what` the word of the kind; `details` what
    is said of an export (format, what, recipient, cases, digest, filter). Of a list, and of cases that left together,
    there is one entry: `case` is NONE and `number` "" for a list, else those of one of the `together` cases."""

    at: int
    done: int
    who: str
    side: Side
    what: str
    case: int
    number: str
    reason: str
    details: dict[str, Any]
    together: int = 1


@dataclass(frozen=True, slots=True)
class AccessLog:
    """The latest entries, at most MOST, of `found` in all."""

    entries: tuple[Access, ...]
    found: int


def access_log(cache: Cache, engagement_id: int, case: int | None = None) -> AccessLog:
    """The access to an engagement, or to one of its cases (its key). Raises NotFound."""
    with cache.read() as connection:
        if case is None:
            events = whole_log(cache, engagement_id)
        else:
            events = read.case_rows(connection, engagement_id, np.array([case], dtype=np.int64)).events
        events = events.take(np.isin(events.kind, ACCESS))
        lists = _lists(connection, engagement_id) if case is None else []
        found = len(events) + len(lists)
        latest = np.lexsort((events.id_lo, events.recorded_at))[::-1][:MOST]
        entries = [*_together(_entries(connection, engagement_id, events.take(latest))), *lists]
    return AccessLog(tuple(sorted(entries, key=lambda each: -each.at)[:MOST]), found)


def _lists(connection: Any, one: int) -> list[Access]:
    """Lists of many cases, each noted once for the engagement."""
    persons = records.dictionaries(connection, one, [""]).persons
    known = {int(side) for side in Side}
    found = []
    for row in records.read(connection, one, "list_export").values():
        who, side, said = int(row["actor_id"]), int(row["side"]), _details(row["said"])
        found.append(
            Access(
                int(row["at"]), int(row["done"]), persons[who].name if 0 <= who < len(persons) else "",
                Side(side) if side in known else Side.UNKNOWN, EventKind.EXPORTED.word, NONE, "",
                str(said.pop("reason", "")), said, int(said.get("cases") or 1),
            )
        )  # fmt: skip
    return found


def _together(entries: list[Access]) -> list[Access]:
    """One entry of those cases that left in one file or copy: the same person, file and moment of the desk."""
    found: dict[tuple[object, ...], Access] = {}
    for place, each in enumerate(entries):
        one_file = each.what == EventKind.EXPORTED.word and int(each.details.get("cases") or 1) > 1
        digest = each.details.get("digest") if one_file else None
        key = (each.who, digest, each.details.get("format"), each.reason) if digest else (place,)
        before = found.get(key)
        found[key] = each if before is None else replace(before, together=before.together + 1)
    return list(found.values())


def _entries(connection: Any, one: int, events: EventColumns) -> list[Access]:
    if not len(events):
        return []
    keys = np.unique(events.case).astype(np.int64)
    told = read.case_rows(connection, one, keys)
    said = {
        (hi, lo): (data, reason)
        for hi, lo, kind, data, reason in zip(
            told.events.id_hi.tolist(), told.events.id_lo.tolist(), told.events.kind.tolist(),
            told.texts["data"].texts(), told.events.reason.tolist(), strict=True,
        )
        if kind in ACCESS
    }  # fmt: skip
    codes = np.array(sorted({reason for _data, reason in said.values() if reason >= 0}), dtype=np.int32)
    reasons = dict(zip(codes.tolist(), read_texts(connection, one, codes), strict=True))
    persons = records.dictionaries(connection, one, [""]).persons
    numbers = _numbers(connection, one, keys)
    return [
        Access(
            at, done, persons[who].name if 0 <= who < len(persons) else "", Side(side), kind_word(kind), case,
            numbers[case], reasons.get(said[hi, lo][1], ""), _details(said[hi, lo][0]),
        )
        for at, done, who, side, kind, case, hi, lo in zip(
            events.recorded_at.tolist(), events.occurred_at.tolist(), events.actor.tolist(), events.side.tolist(),
            events.kind.tolist(), events.case.tolist(), events.id_hi.tolist(), events.id_lo.tolist(), strict=True,
        )
    ]  # fmt: skip


def _numbers(connection: Any, one: int, keys: np.ndarray) -> dict[int, str]:
    found = cases.read_all(connection, one)
    rows = np.flatnonzero(np.isin(found.case, keys))
    starts, ends = found.offset[rows].tolist(), found.offset[rows + 1].tolist()
    numbers = [found.data[a:b].decode("utf-8") for a, b in zip(starts, ends, strict=True)]
    return {int(key): "" for key in keys} | dict(zip(found.case[rows].tolist(), numbers, strict=True))


def _details(data: str | None) -> dict[str, Any]:
    try:
        said = json.loads(data or "{}")
    except ValueError:
        return {}
    if not isinstance(said, dict):
        return {}
    return {name: said[name] for name in _TOLD if said.get(name)}
