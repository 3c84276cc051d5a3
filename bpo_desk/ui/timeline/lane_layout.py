"""Lanes, bars, marks, handovers and gaps of a timeline, from event columns. Pure numpy; pixels are the view's.

Lanes stand in a fixed order: the clock, then by side, in a side persons, queues and what names nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from heapq import heappop, heappush
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.ui.timeline.handovers import Handovers, handovers
from bpo_desk.ui.timeline.raster import in_order
from bpo_desk.ui.timeline.work_spans import (
    Pauses,
    SpanKind,
    WorkSpans,
    clock_pauses,
    whole_cases,
    work_spans,
)

HOUR: Final = 3_600_000_000
SIDE_ORDER: Final = (Side.PROVIDER, Side.CLIENT, Side.CUSTOMER, Side.THIRD_PARTY, Side.SYSTEM, Side.UNKNOWN)
MOST_SUB_ROWS: Final = 4
PACKED_UP_TO: Final = 5_000
"""Work items of a timeline up to which parallel work of one lane is drawn in rows of its own."""
_PIECE: Final = 1 << 16
"""Events that are worked on at a time."""


class LaneKind(IntEnum):
    """What a lane stands for."""

    CLOCK = 0  # pauses of the clock
    PERSON = 1
    QUEUE = 2
    UNNAMED = 3  # events and work of a side of which nobody is named
    UNKNOWN = 4  # the source left the name blank


class MarkKind(IntEnum):
    """How an event is marked: which glyph, and how heavy."""

    QUIET = 0  # field changes, notes, views
    CASE = 1  # opened, closed, re-opened, cancelled, linked
    CLOCK = 2
    WORK = 3  # a transition within a bar
    DONE = 4  # a completion
    DROPPED = 5  # skipped, withdrawn, aborted
    CONTACT = 6
    COMMENT = 7
    DOCUMENT = 8
    FEEDBACK = 9
    EXIT = 10
    REVIEW = 11


_K = EventKind
_MARKS: Final[dict[MarkKind, tuple[EventKind, ...]]] = {
    MarkKind.CASE: (_K.OPENED, _K.CLOSED, _K.REOPENED, _K.CANCELLED, _K.LINKED),
    MarkKind.CLOCK: (_K.CLOCK_PAUSED, _K.CLOCK_RESUMED),
    MarkKind.WORK: (_K.SCHEDULED, _K.ASSIGNED, _K.REASSIGNED, _K.STARTED, _K.SUSPENDED, _K.RESUMED),
    MarkKind.DONE: (_K.COMPLETED,),
    MarkKind.DROPPED: (_K.SKIPPED, _K.WITHDRAWN, _K.ABORTED),
    MarkKind.CONTACT: (_K.CONTACT_RECEIVED,),
    MarkKind.COMMENT: (_K.COMMENT_ADDED,),
    MarkKind.DOCUMENT: (_K.DOCUMENT_ADDED,),
    MarkKind.FEEDBACK: (_K.FEEDBACK_RECEIVED, _K.FEEDBACK_ANSWERED),
    MarkKind.EXIT: (_K.EXIT_RECORDED, _K.EXIT_ACCEPTED),
    MarkKind.REVIEW: (_K.SAMPLE_DRAWN, _K.REVIEW_SUBMITTED, _K.REVIEW_REVISED, _K.DISPUTE_RAISED, _K.DISPUTE_SETTLED),
}
_MARK_OF_KIND = np.zeros(1 << 15, dtype=np.int8)
for _mark, _kinds in _MARKS.items():
    for _kind in _kinds:
        _MARK_OF_KIND[_kind] = _mark


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its first row of rows among all lanes and how many rows it takes; `code` is the key of the person or
    queue, 0 where nobody is named."""

    kind: LaneKind
    side: Side
    code: int
    name: str
    top: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Marks:
    """One mark an event of known time, in order of time: `time`, `line` (row among all rows of lanes), `kind`
    MarkKind, `row` the event."""

    time: NDArray[np.int64]
    line: NDArray[np.int32]
    kind: NDArray[np.int8]
    row: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True, slots=True)
class Gaps:
    """Times in which nobody worked and nothing happened: `start`, `end` microseconds UTC, in order."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TimelineLayout:
    """All that a timeline draws. `span_line` is the row of each span, `first`..`last` the extent in microseconds UTC
    (first < last), `rows` how many rows all lanes take, `without_time` how many events cannot be placed,
    `events` how many events there are, with a mark or without, `now` the horizon of what still runs; `mark_kinds`,
    `span_kinds` which kinds there are; `one_case` whether all of it is of one case; `find_handovers` finds the
    handovers, the first time it is asked; `kept` holds by name what has been worked out of this layout, and begins
    empty where another is made of it."""

    lanes: tuple[Lane, ...]
    rows: int
    spans: WorkSpans
    span_line: NDArray[np.int32]
    marks: Marks
    events: int
    pauses: Pauses
    find_handovers: Callable[[], Handovers]
    gaps: Gaps
    first: int
    last: int
    now: int
    without_time: int
    mark_kinds: frozenset[int]
    span_kinds: frozenset[int]
    one_case: bool = True
    kept: dict[str, object] = field(init=False, default_factory=dict, repr=False, compare=False)

    @property
    def mark_of_row(self) -> NDArray[np.int64]:
        """int64[events]: the mark of an event, -1 where it has none; worked out when it is first asked for."""
        found = self.kept.get("mark_of_row")
        if not isinstance(found, np.ndarray):
            found = self.kept["mark_of_row"] = np.full(self.events, -1, dtype=np.int64)
            found[self.marks.row] = np.arange(len(self.marks))
        return found

    @property
    def handovers(self) -> Handovers:
        """The handovers, found when they are first asked for: a timeline of many cases seldom shows them."""
        return self.find_handovers()

    @property
    def size(self) -> int:
        """How many bars and marks there are to draw."""
        return len(self.spans) + len(self.marks)


def lane_layout(events: EventColumns, dictionaries: Dictionaries, horizon: int) -> TimelineLayout:
    """Lay out the events (ordered) of a case; what still runs is drawn up to `horizon` (microseconds UTC).

    The extent reaches from the first to the last known instant; open work stretches it to the horizon. Pauses and gaps
    are those of one case: events of several have none.
    """
    known = np.flatnonzero(events.occurred_at != TIME_UNKNOWN)
    times, without_time = _at(events.occurred_at, known), len(events) - len(known)
    horizon = max(horizon, int(times.max()) if len(times) else horizon)
    one_case = len(events) == 0 or bool((events.case == events.case[0]).all())
    pauses = clock_pauses(events if one_case else events.take(np.zeros(0, np.int64)), horizon)
    sides = _Sides(dictionaries)
    spans, event_keys, span_keys, kinds = _worked_out(events, sides, horizon)
    event_keys, kinds = _at(event_keys, known), _at(kinds, known)
    if len(pauses):
        # Marks of the clock stand in its own lane and need no other.
        of_clock = kinds == MarkKind.CLOCK
        event_keys = np.where(of_clock, event_keys[np.argmin(of_clock)], event_keys)
    lanes, lane_of_key = _lanes((event_keys, span_keys), sides.codes, dictionaries, len(pauses) > 0)
    sub, sub_rows = _sub_rows(spans, lane_of_key, span_keys, len(lanes))
    placed = _stacked(lanes, sub_rows)
    line_of_key = np.array([lane.top for lane in placed] or [0], dtype=np.int32).take(lane_of_key)
    line, span_line = line_of_key.take(event_keys), line_of_key.take(span_keys)
    if sub.any():
        span_line += sub
        line += _sub_of_events(events, known, lane_of_key.take(event_keys), spans, lane_of_key.take(span_keys), sub)
    if len(pauses):
        line[kinds == MarkKind.CLOCK] = 0
    sorted_times, by_time = in_order(times)
    first, last = _extent(sorted_times, spans, pauses, horizon)
    row = known.take(by_time) if without_time else by_time
    return TimelineLayout(
        lanes=tuple(placed),
        rows=sum(lane.rows for lane in placed),
        spans=spans,
        span_line=span_line,
        marks=Marks(sorted_times, line.take(by_time), kinds.take(by_time), row),
        events=len(events),
        pauses=pauses,
        find_handovers=cache(lambda: handovers(events, _starts_recorded(events, dictionaries))),
        gaps=_gaps(times, spans, HOUR) if one_case else Gaps(np.zeros(0, np.int64), np.zeros(0, np.int64)),
        first=first,
        last=last,
        now=horizon,
        without_time=without_time,
        mark_kinds=kinds_among(kinds, len(MarkKind)),
        span_kinds=kinds_among(spans.kind, len(SpanKind)),
        one_case=one_case,
    )


def kinds_among(kinds: NDArray[np.int8], count: int) -> frozenset[int]:
    """Which of `count` kinds a column holds."""
    return frozenset(kind for kind in range(count) if bool((kinds == kind).any()))


def _worked_out(
    events: EventColumns, sides: _Sides, horizon: int
) -> tuple[WorkSpans, NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]:
    """The spans, the lane keys of events and spans, and the mark kinds of events. A piece at a time: many cases are
    worked through several times faster where the columns of a step lie in the processor's cache."""
    n, done = len(events), 0
    event_keys, span_keys, kinds = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int8)
    room: dict[str, NDArray[np.generic]] = {}  # for as many spans as there are events: what is not used costs nothing
    for rows in whole_cases(events, _PIECE):
        piece = events if rows.stop - rows.start == n else events.take(rows)
        found = work_spans(piece, horizon)
        found.row[:] += rows.start
        into = slice(done, done + len(found))
        room = room or {name: np.empty(n, getattr(found, name).dtype) for name in WorkSpans.__slots__}
        for name, column in room.items():
            column[into] = getattr(found, name)
        event_keys[rows] = _event_keys(piece, sides)
        span_keys[into] = sides.keys(found.person, found.queue, found.side)
        kinds[rows] = _MARK_OF_KIND.take(piece.kind, mode="clip")
        done = into.stop
    spans = WorkSpans(**{name: column[:done] for name, column in room.items()})  # type: ignore[arg-type]
    return spans, event_keys, span_keys[:done], kinds


_T = TypeVar("_T", bound=np.generic)


def _at(column: NDArray[_T], rows: NDArray[np.int64]) -> NDArray[_T]:
    """A column at distinct rows in order; itself where that is all of it."""
    return column if len(rows) == len(column) else column[rows]


class _Sides:
    """Lane keys: side, kind of lane and code (one of `codes`) in one small integer, with the side that the
    dictionaries or the event name."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        self.person = np.array([p.side for p in dictionaries.persons], dtype=np.int64)
        self.queue = np.array([q.side for q in dictionaries.queues], dtype=np.int64)
        self.codes = max(len(self.person), len(self.queue), 1)
        # The key of each person by code; none for the unknown one (0) and for nobody (-1, the last).
        codes = np.arange(len(self.person))
        self.key_of_person = np.append(self._key(LaneKind.PERSON, np.maximum(self.person, 0), codes), -1).astype("i4")
        self.key_of_person[0] = -1

    def _key(self, kind: LaneKind, side: NDArray[np.int64], code: NDArray[np.signedinteger] | int) -> NDArray[np.int64]:
        keys: NDArray[np.int64] = ((_SIDE_RANK[side] << 4) | int(kind)) * self.codes + code
        return keys

    def keys(self, person: NDArray[np.int32], queue: NDArray[np.int32], side: NDArray[np.int8]) -> NDArray[np.int32]:
        """Lane key of each (person, queue, side): person if named, else queue, else the unknown one, else the side."""
        keys = self.key_of_person.take(person, mode="wrap")  # nobody is -1
        unnamed = np.flatnonzero(keys < 0)
        if len(unnamed):
            keys[unnamed] = self._without_person(person[unnamed], queue[unnamed], side[unnamed].astype(np.int64))
        return keys

    def _without_person(
        self, person: NDArray[np.int32], queue: NDArray[np.int32], said: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        queue_side = self.queue[np.maximum(queue, 0)]
        return np.select(
            [queue > 0, (person == 0) | (queue == 0)],
            [self._key(LaneKind.QUEUE, queue_side, queue), self._key(LaneKind.UNKNOWN, said, 0)],
            self._key(LaneKind.UNNAMED, said, 0),
        )


_SIDE_RANK = np.zeros(len(Side), dtype=np.int64)
for _rank, _side in enumerate(SIDE_ORDER):
    _SIDE_RANK[_side] = _rank


def _event_keys(events: EventColumns, sides: _Sides) -> NDArray[np.int32]:
    """The lane of each event: of the hand that it puts work into, else of its actor."""
    # Who takes work in hand is its actor: the same lane whether as hand or as actor.
    is_hand = (events.work_item > 0) & ((events.holder > 0) | (events.queue > 0))
    person = np.where(is_hand, events.holder, events.actor)
    queue = np.where(is_hand | (events.actor <= 0), events.queue, np.int32(-1))
    return sides.keys(person, queue, events.side)


def _lanes(
    keys: tuple[NDArray[np.int32], ...], codes: int, dictionaries: Dictionaries, with_clock: bool
) -> tuple[list[Lane], NDArray[np.int64]]:
    """The lanes that keys need, in their fixed order, and the lane of each key that is used: by key, 0 for others."""
    # Keys are small: they are looked up in a table, not sorted.
    is_used = np.zeros(max(int(part.max(initial=0)) for part in keys) + 1, dtype=bool)
    for part in keys:
        is_used[part] = True
    used = np.flatnonzero(is_used)
    lanes = []
    for key in used.tolist():
        side_and_kind, code = divmod(key, codes)
        side, kind = SIDE_ORDER[side_and_kind >> 4], LaneKind(side_and_kind & 15)
        name = ""
        if kind is LaneKind.PERSON:
            name = dictionaries.persons[code].name
        elif kind is LaneKind.QUEUE:
            name = dictionaries.queues[code].name
        lanes.append(Lane(kind, side, code, name, 0))
    order = sorted(range(len(lanes)), key=lambda i: (used[i] // codes, lanes[i].name.casefold(), lanes[i].code))
    place = np.zeros(len(is_used), dtype=np.int64)
    place[used[order]] = np.arange(len(lanes)) + int(with_clock)
    sorted_lanes = [lanes[i] for i in order]
    if with_clock:
        sorted_lanes.insert(0, Lane(LaneKind.CLOCK, Side.UNKNOWN, 0, "", 0))
    return sorted_lanes, place


def _stacked(lanes: list[Lane], sub_rows: NDArray[np.int64]) -> list[Lane]:
    tops = np.concatenate(([0], np.cumsum(sub_rows)))
    return [
        Lane(lane.kind, lane.side, lane.code, lane.name, int(tops[i]), int(sub_rows[i])) for i, lane in enumerate(lanes)
    ]


def _item_stays(spans: WorkSpans, lane: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Spans grouped into stays, one a (lane, case, work item): the key of each stay's lane-item pair and the stay of
    each span."""
    pairs = np.stack((lane, spans.case.astype(np.int64), spans.item.astype(np.int64)), axis=1)
    distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
    return distinct, inverse.ravel()


def _sub_rows(
    spans: WorkSpans, lane_of_key: NDArray[np.int64], keys: NDArray[np.int32], lanes: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Which row of its lane each span takes so that parallel work does not cover itself, and the rows of each lane."""
    rows = np.ones(lanes, dtype=np.int64)
    if len(spans) == 0 or len(spans) > PACKED_UP_TO:
        return np.zeros(0, np.int32), rows
    lane = lane_of_key.take(keys)
    stays, stay_of_span = _item_stays(spans, lane)
    start = np.full(len(stays), np.iinfo(np.int64).max)
    end = np.full(len(stays), np.iinfo(np.int64).min)
    np.minimum.at(start, stay_of_span, spans.start)
    np.maximum.at(end, stay_of_span, spans.end)
    sub = np.zeros(len(stays), dtype=np.int32)
    free: dict[int, list[tuple[int, int]]] = {}  # lane -> (end of the last stay, row)
    for stay in np.lexsort((start, stays[:, 0])).tolist():
        taken = free.setdefault(int(stays[stay, 0]), [])
        is_free = bool(taken) and taken[0][0] <= start[stay]
        row = heappop(taken)[1] if is_free or len(taken) >= MOST_SUB_ROWS else len(taken)
        heappush(taken, (int(end[stay]), row))
        sub[stay] = row
    for at, taken in free.items():
        rows[at] = len(taken)
    return sub[stay_of_span], rows


def _sub_of_events(
    events: EventColumns,
    known: NDArray[np.int64],
    event_lane: NDArray[np.int64],
    spans: WorkSpans,
    span_lane: NDArray[np.int64],
    sub: NDArray[np.int32],
) -> NDArray[np.int32]:
    """The row within its lane of each event: that of its work item's bar there, else the first."""
    out = np.zeros(len(known), dtype=np.int32)
    row_of = {
        (lane, case, item): row
        for lane, case, item, row in zip(
            span_lane.tolist(), spans.case.tolist(), spans.item.tolist(), sub.tolist(), strict=True
        )
    }
    triples = zip(event_lane.tolist(), events.case[known].tolist(), events.work_item[known].tolist(), strict=True)
    out[:] = [row_of.get(triple, 0) for triple in triples]
    return out


def _starts_recorded(events: EventColumns, dictionaries: Dictionaries) -> NDArray[np.bool_]:
    """For each event whether its source tells when work started."""
    tells = np.array([bool(s.capability & Capability.START_TIMES) for s in dictionaries.sources], dtype=bool)
    recorded: NDArray[np.bool_] = tells[np.clip(events.source, 0, None)]
    return recorded


def _gaps(times: NDArray[np.int64], spans: WorkSpans, threshold: int) -> Gaps:
    """Times longer than `threshold` microseconds between events in which no work item was worked on."""
    work = spans.kind == SpanKind.WORK
    start = np.concatenate((times, spans.start[work]))
    end = np.concatenate((times, spans.end[work]))
    order = np.argsort(start, kind="stable")
    start, end = start[order], np.maximum.accumulate(end[order]) if len(end) else end
    wide = np.flatnonzero(start[1:] - end[:-1] > threshold)
    return Gaps(end[:-1][wide], start[1:][wide])


def _extent(times: NDArray[np.int64], spans: WorkSpans, pauses: Pauses, horizon: int) -> tuple[int, int]:
    """First and last instant to show, a minute apart at least; `times` in order."""
    if not len(times):
        return horizon - HOUR, horizon
    first, last = int(times[0]), int(times[-1])
    if bool(spans.running.any()) or bool(pauses.running.any()):
        last = max(last, horizon)
    return first, max(last, first + 60_000_000)
