"""What the desk and the commands read from the cache: the queue, one case, the state of the copy.

Each question is answered from one snapshot. Nothing is written here; the first page is in `cache/first_page.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks, cases, definitions, derived, records, segments, tail
from bpo_desk.cache.dictionaries import Values, localise, read_texts
from bpo_desk.cache.first_page import Cell
from bpo_desk.cache.segments import EventRows
from bpo_desk.cache.store import Cache
from bpo_desk.errors import NotFound
from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, StepRelation, WaitingFor
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.queue_columns import CaseNumbers, QueueColumns
from bpo_desk.models.sides import Side
from bpo_desk.state.context import StateContext
from bpo_desk.state.states import states


@dataclass(frozen=True, slots=True)
class CopyStatus:
    """How the copy of one engagement stands. Times: microseconds UTC of the server, None = never."""

    engagement: Engagement
    stage: bookmarks.Stage
    partial: bool
    data_as_of: int | None
    verified_at: int | None
    events: int
    cases: int
    in_tail: int
    loaded: int
    to_load: int


def status(cache: Cache, engagement_id: int) -> CopyStatus:
    """The state of the copy of one engagement. Raises NotFound."""
    with cache.read() as connection:
        who = bookmarks.engagement(cache, engagement_id)
        mark = bookmarks.bookmark(cache, engagement_id)
        settled = segments.count(connection, segments.places(connection, engagement_id))
        known = connection.execute(
            "select coalesce(sum(cases), 0) from derived where engagement_id = ?", (engagement_id,)
        ).fetchone()[0]
        in_tail = tail.count(connection, engagement_id)
    return CopyStatus(
        who, mark.stage, mark.partial, mark.data_as_of, mark.verified_at,
        settled + in_tail, known, in_tail, mark.load_events, mark.load_total,
    )  # fmt: skip


def queue(cache: Cache, engagement_id: int) -> QueueColumns:
    """The work queue of one engagement: every case that has events. Raises NotFound."""
    with cache.read() as connection:
        who = bookmarks.engagement(cache, engagement_id)
        mark = bookmarks.bookmark(cache, engagement_id)
        columns = derived.read_all(connection, engagement_id)
        identities = cases.read_all(connection, engagement_id)
        texts = Values.load(connection, engagement_id).all_texts()
        words = records.dictionaries(connection, engagement_id, texts)
    numbers, process = _beside(columns["case"].astype(np.int64), identities)
    return QueueColumns(
        who, columns, numbers, process, identities.process_keys, words, mark.data_as_of, mark.partial
    )  # fmt: skip


def _beside(wanted: NDArray[np.int64], identities: cases.CaseIdentities) -> tuple[CaseNumbers, NDArray[np.int32]]:
    """Numbers and processes in the rows of the wanted case keys; "" and NONE for a case without an identity row."""
    if np.array_equal(identities.case, wanted):
        return CaseNumbers(identities.data, identities.offset), identities.process
    have = identities.case
    at = np.minimum(np.searchsorted(have, wanted), max(len(have) - 1, 0))
    known = have[at] == wanted if len(have) else np.zeros(len(wanted), dtype=bool)
    process = np.full(len(wanted), NONE, dtype=np.int32)
    process[known] = identities.process[at[known]]
    starts, ends = identities.offset[:-1], identities.offset[1:]
    lengths = np.zeros(len(wanted), dtype=np.int64)
    lengths[known] = (ends - starts)[at[known]]
    offset = np.zeros(len(wanted) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offset[1:])
    rows = at[known]
    pieces = [identities.data[a:b] for a, b in zip(starts[rows].tolist(), ends[rows].tolist(), strict=True)]
    return CaseNumbers(b"".join(pieces), offset), process


def find_case(cache: Cache, engagement_id: int, number: str) -> int:
    """The key of the case with exactly this number. Raises NotFound."""
    with cache.read() as connection:
        found = cases.find_number(connection, engagement_id, number)
    if found is None:
        raise NotFound(f"The local copy has no case {number!r}.", "Check the number, or sync first.")
    return found


def case_rows(connection: Any, engagement_id: int, keys: NDArray[np.integer], *, with_texts: bool = True) -> EventRows:
    """All events of the given sorted case keys, in the order of the desk. An event is either in the tail or in one
    segment, never in both."""
    late = tail.read_cases(connection, engagement_id, keys)
    settled = segments.read_cases(connection, segments.places(connection, engagement_id), keys, with_texts=with_texts)
    if not with_texts:
        late = EventRows(late.events, segments.no_texts(len(late)))
    return EventRows.concat([*settled, late]).ordered()


def open_case(
    cache: Cache, engagement_id: int, case: int, *, as_of: int | None = None, known_at: int | None = None
) -> CaseFile:
    """All of one case; `as_of` leaves out what occurred later, `known_at` what was recorded later (microseconds UTC,
    both inclusive; events of unknown time always belong). The state is that of the events left, empty where none is.

    Value codes of events and state are those of the file's own `dictionaries.values`. Raises NotFound.
    """
    with cache.read() as connection:
        who = bookmarks.engagement(cache, engagement_id)
        mark = bookmarks.bookmark(cache, engagement_id)
        rows = case_rows(connection, engagement_id, np.array([case], dtype=np.int64))
        identity = cases.read_case(connection, engagement_id, case)
        if identity is None and not len(rows):
            raise NotFound(f"The local copy has no case with the key {case}.", "It may have been moved; sync again.")
        identity = identity or cases.CaseRow(case, "")
        rows = _until(rows, as_of, known_at)
        events, used = localise(rows.events)
        words = replace(_words(cache, connection, engagement_id), values=read_texts(connection, engagement_id, used))
        definition = _definition(connection, engagement_id, identity)
    return CaseFile(
        engagement=who,
        case=case,
        number=identity.number,
        events=events,
        data=rows.texts["data"].texts(),
        source_record=rows.texts["source_record"].texts(),
        state=states(events, StateContext.of(words)),
        dictionaries=words,
        process_key=identity.process_key or (definition.process_key if definition else ""),
        process_version=definition.version if definition else "",
        definition_xml=definition.xml if definition else None,
        data_as_of=mark.data_as_of,
        partial=mark.partial,
    )


def _words(cache: Cache, connection: Any, engagement_id: int) -> Dictionaries:
    """The dictionaries without value texts, read again only after one of them was written."""
    counter = bookmarks.change_of(cache, engagement_id)[1]
    kept = cache.remembered.get(engagement_id)
    if kept is None or kept[0] != counter:
        kept = (counter, records.dictionaries(connection, engagement_id, [""]))
        cache.remembered[engagement_id] = kept
    words: Dictionaries = kept[1]
    return words


def _definition(connection: Any, engagement_id: int, identity: cases.CaseRow) -> definitions.StoredDefinition | None:
    if identity.definition != NONE:
        return definitions.read(connection, engagement_id, identity.definition)
    if identity.process_key:
        return definitions.latest(connection, engagement_id, identity.process_key)
    return None


def _until(rows: EventRows, as_of: int | None, known_at: int | None) -> EventRows:
    keep = np.ones(len(rows), dtype=bool)
    if as_of is not None:
        keep &= rows.events.occurred_at <= as_of
    if known_at is not None:
        keep &= rows.events.recorded_at <= known_at
    return rows if keep.all() else rows.take(keep)


def queue_row(queue: QueueColumns, row: int) -> dict[str, Cell]:
    """What one row of the queue says, in plain values by name: for the first page and for JSON. Times are
    microseconds UTC, None = unknown; texts are as the source has them, "" = unknown, None = nothing said."""
    columns, words = queue.cases, queue.dictionaries

    def number(name: str) -> int:
        return int(columns[name][row])

    def moment(name: str) -> int | None:
        return None if number(name) == TIME_UNKNOWN else number(name)

    def entry(entries: Sequence[Any], code: int) -> str | None:
        return entries[code].name if 0 <= code < len(entries) else None

    def value(name: str) -> str | None:
        code = number(name)
        return words.values[code] if 0 <= code < len(words.values) else None

    return {
        "case": number("case"),
        "number": queue.numbers.text(row),
        "title": value("title"),
        "client": value("client"),
        "reference": value("reference"),
        "priority": value("priority"),
        "source_status": value("source_status"),
        "status": CaseStatus(number("status")).word,
        "step": entry(words.steps, number("step")),
        "step_relation": StepRelation(number("step_relation")).word,
        "step_since": moment("step_since"),
        "holder_kind": HolderKind(number("holder_kind")).word,
        "holder": entry(words.persons, number("holder")),
        "holder_queue": entry(words.queues, number("holder_queue")),
        "holder_side": Side(number("holder_side")).word,
        "holder_since": moment("holder_since"),
        "holders": number("holders"),
        "waiting_for": WaitingFor(number("waiting_for")).word,
        "opened_at": moment("opened_at"),
        "closed_at": moment("closed_at"),
        "last_activity_at": moment("last_activity_at"),
        "due_at": moment("due_at"),
        "sla": SlaState(number("sla")).word,
        "handovers": None if number("handovers") == NONE else number("handovers"),
        "exits_open": number("exits_open"),
        "ad_hoc_open": number("ad_hoc_open"),
        "feedback_open": number("feedback_open"),
    }


def dictionaries(cache: Cache, engagement_id: int) -> Dictionaries:
    """All dictionaries of an engagement, value texts included."""
    with cache.read() as connection:
        return records.dictionaries(
            connection, engagement_id, Values.load(connection, engagement_id).all_texts()
        )  # fmt: skip
