"""Pins among the events of a period, and what waits in the outbox among them, until it has come with the feed.

What people noted of one case stands in outbox_overlay.py and state/event_notes.py; here it is found for many at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks, cases, read
from bpo_desk.cache.outbox import Entry, Outbox
from bpo_desk.cache.outbox_overlay import Waiting, id_halves, not_held, own_words, waiting_columns
from bpo_desk.cache.period_events import PeriodEvents, Wanted
from bpo_desk.cache.store import Cache
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.event_data import data_object


def with_notes(
    cache: Cache, engagement_id: int, wanted: Wanted, found: PeriodEvents, outbox: Outbox | None
) -> PeriodEvents:
    """The events of a period with those that wait in the outbox for one of the shown cases, and which are pinned."""
    entries = [] if outbox is None else outbox.all_shown(bookmarks.engagement(cache, engagement_id).code)
    if wanted.as_of is not None:
        entries = [each for each in entries if each.mutation.created_at <= wanted.as_of]
    said: list[tuple[str, bool]] = []
    with cache.read() as connection:
        waiting = _of_shown_cases(connection, engagement_id, wanted, entries, found.events)
        if bool((found.events.kind == EventKind.PINNED).any()):
            said = _stored_pins(connection, engagement_id, wanted, found.events)
    if waiting:
        found = _among(found, waiting)
    said += [_pin(effect.data) for _, shown in waiting for *_, effect in shown if effect.kind is EventKind.PINNED]
    pinned = {event for event, is_pinned in dict(said).items() if is_pinned}
    pending = {effect.event_id for _, shown in waiting for *_, effect in shown}
    return replace(found, pinned=_rows(found.events, pinned), pending=_rows(found.events, pending))


def _of_shown_cases(
    connection: Any, engagement_id: int, wanted: Wanted, entries: list[Entry], events: EventColumns
) -> list[tuple[int, list[Waiting]]]:
    """What no event stands for yet and is of the period, or of a case that is there, by the key of its case."""
    lows = np.array([id_halves(each.event_id)[1] for *_, each in not_held(entries, ())], dtype=np.uint64)
    near = np.flatnonzero(np.isin(events.id_lo, lows)) if len(lows) else np.zeros(0, np.int64)
    held = set(zip(events.id_hi[near].tolist(), events.id_lo[near].tolist(), strict=True))
    by_number: dict[str, list[Entry]] = {}
    for entry in entries:
        by_number.setdefault(entry.mutation.case, []).append(entry)
    found = []
    for number, mine in by_number.items():
        shown = not_held(mine, held)
        key = cases.find_number(connection, engagement_id, number) if shown else None
        if key is None or not bool(np.isin(key, wanted.shown)):
            continue
        if not bool(np.isin(key, events.case)):
            shown = [each for each in shown if wanted.start <= each[0].created_at < wanted.end]
        if shown:
            found.append((key, shown))
    return found


def _among(found: PeriodEvents, waiting: list[tuple[int, list[Waiting]]]) -> PeriodEvents:
    """The events with those that wait, in order: only the cases that they are about are sorted anew."""
    words, events = own_words(found.dictionaries), found.events
    parts, done = [], 0
    for case, shown in sorted(waiting, key=lambda each: each[0]):
        begin, end = np.searchsorted(events.case, [case, case + 1]).tolist()
        own = (events.take(slice(begin, end)), waiting_columns(case, shown, words))
        parts += [events.take(slice(done, begin)), EventColumns.concat(own).ordered()]
        done = end
    whole = EventColumns.concat((*parts, events.take(slice(done, len(events)))))
    return replace(found, events=whole, dictionaries=words)


def _stored_pins(connection: Any, engagement_id: int, wanted: Wanted, events: EventColumns) -> list[tuple[str, bool]]:
    """What pins of the cases say, in order: the event, and whether it is pinned."""
    keys = np.unique(events.case[events.kind == EventKind.PINNED])
    rows = read.case_rows(connection, engagement_id, keys)
    texts = rows.texts["data"].texts()
    pins = np.flatnonzero(rows.events.kind == EventKind.PINNED).tolist()
    at = rows.events.occurred_at
    return [_pin(texts[row]) for row in pins if wanted.as_of is None or at[row] <= wanted.as_of]


def _pin(data: str | None) -> tuple[str, bool]:
    said = data_object(data)
    return str(said.get("event_id", "")).replace("-", "").lower(), not said.get("removed")


def _rows(events: EventColumns, ids: Iterable[str]) -> NDArray[np.int64]:
    """The rows of the events with these ids (32 hex digits), ascending."""
    halves = {id_halves(each) for each in ids if len(each) == 32}
    lows = np.array([low for _, low in halves], dtype=np.uint64)
    near = np.flatnonzero(np.isin(events.id_lo, lows)) if len(lows) else np.zeros(0, np.int64)
    high = events.id_hi[near].tolist()
    both = zip(high, events.id_lo[near].tolist(), strict=True)
    rows: NDArray[np.int64] = near[np.array([pair in halves for pair in both], dtype=bool)]
    return rows
