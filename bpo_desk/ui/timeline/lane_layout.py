"""Lanes, bars, marks, handovers and gaps of a timeline, from event columns. Pure numpy; pixels are the view's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.ui.timeline.handovers import Handovers, handovers, no_handovers
from bpo_desk.ui.timeline.lanes import Lane, LaneKeys, event_keys, lanes_of, stacked
from bpo_desk.ui.timeline.parallel_rows import PACKED_UP_TO, sub_of_events, sub_rows
from bpo_desk.ui.timeline.raster import in_order
from bpo_desk.ui.timeline.work_spans import (
    Pauses,
    SpanKind,
    WorkSpans,
    clock_pauses,
    no_spans,
    whole_cases,
    work_spans,
)

HOUR: Final = 3_600_000_000
_PIECE: Final = 1 << 16
"""Events that are worked on at a time."""


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
    handovers, the first time it is asked; `is_sketch` where bars and handovers are still to be worked out
    (`completed`); `kept` holds by name what has been worked out of this layout, and begins empty where another is made
    of it."""

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
    is_sketch: bool = False
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


def lane_layout(
    events: EventColumns, dictionaries: Dictionaries, horizon: int, *, sketch: bool = False
) -> TimelineLayout:
    """Lay out the events (ordered) of a case; what still runs is drawn up to `horizon` (microseconds UTC).

    The extent reaches from the first to the last known instant; open work stretches it to the horizon. Pauses and gaps
    are those of one case: events of several have none. A `sketch` has the marks only and the lanes that they need;
    `completed` makes a layout of it.
    """
    known = np.flatnonzero(events.occurred_at != TIME_UNKNOWN)
    times, without_time = _at(events.occurred_at, known), len(events) - len(known)
    horizon = max(horizon, int(times.max()) if len(times) else horizon)
    one_case = len(events) == 0 or bool((events.case == events.case[0]).all())
    pauses = clock_pauses(events if one_case else events.take(np.zeros(0, np.int64)), horizon)
    keys = LaneKeys(dictionaries)
    mark_keys, kinds = _marked(events, keys)
    mark_keys, kinds = _at(mark_keys, known), _at(kinds, known)
    spans, span_keys = _worked(events, keys, horizon) if not sketch else (no_spans(), np.zeros(0, np.int32))
    if len(pauses):
        # Marks of the clock stand in its own lane and need no other.
        of_clock = kinds == MarkKind.CLOCK
        mark_keys = np.where(of_clock, mark_keys[np.argmin(of_clock)], mark_keys)
    lanes, lane_of_key = lanes_of((mark_keys, span_keys), keys.codes, dictionaries, len(pauses) > 0)
    sub, rows_of_lanes = sub_rows(spans, lane_of_key, span_keys, len(lanes))
    placed = stacked(lanes, rows_of_lanes)
    line_of_key = np.array([lane.top for lane in placed] or [0], dtype=np.int32).take(lane_of_key)
    line, span_line = line_of_key.take(mark_keys), line_of_key.take(span_keys)
    if sub.any():
        span_line += sub
        line += sub_of_events(events, known, lane_of_key.take(mark_keys), spans, lane_of_key.take(span_keys), sub)
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
        find_handovers=no_handovers if sketch else _finds_handovers(events, dictionaries),
        gaps=_gaps(times, spans, HOUR) if one_case else Gaps(np.zeros(0, np.int64), np.zeros(0, np.int64)),
        first=first,
        last=last,
        now=horizon,
        without_time=without_time,
        mark_kinds=kinds_among(kinds, len(MarkKind)),
        span_kinds=kinds_among(spans.kind, len(SpanKind)),
        one_case=one_case,
        is_sketch=sketch,
    )


def completed(sketch: TimelineLayout, events: EventColumns, dictionaries: Dictionaries) -> TimelineLayout:
    """The layout of the events of many cases of which `sketch` has the marks."""
    keys = LaneKeys(dictionaries)
    spans, span_keys = _worked(events, keys, sketch.now)
    if sketch.one_case or len(spans) <= PACKED_UP_TO:
        return lane_layout(events, dictionaries, sketch.now)  # it has more than one row a lane
    # Work may need a lane that no mark stands on: the rows of all others move.
    known = keys.of_lanes(sketch.lanes)
    lanes, lane_of_key = lanes_of((known, span_keys), keys.codes, dictionaries, with_clock=False)
    marks, line_of_key = sketch.marks, lane_of_key.astype(np.int32)
    if len(lanes) > len(sketch.lanes):
        marks = replace(marks, line=line_of_key.take(known).take(marks.line))
    first, last = _extent(sketch.marks.time, spans, sketch.pauses, sketch.now)
    return replace(
        sketch,
        lanes=tuple(stacked(lanes, np.ones(len(lanes), np.int64))),
        rows=len(lanes),
        marks=marks,
        spans=spans,
        span_line=line_of_key.take(span_keys),
        find_handovers=_finds_handovers(events, dictionaries),
        first=first,
        last=last,
        span_kinds=kinds_among(spans.kind, len(SpanKind)),
        is_sketch=False,
    )


def _finds_handovers(events: EventColumns, dictionaries: Dictionaries) -> Callable[[], Handovers]:
    return cache(lambda: handovers(events, _starts_recorded(events, dictionaries)))


def kinds_among(kinds: NDArray[np.int8], count: int) -> frozenset[int]:
    """Which of `count` kinds a column holds."""
    return frozenset(kind for kind in range(count) if bool((kinds == kind).any()))


def _marked(events: EventColumns, keys: LaneKeys) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """The lane keys and the mark kinds of events. A piece at a time, as the work: many cases are worked through several
    times faster where the columns of a step lie in the processor's cache."""
    n = len(events)
    lane_keys, kinds = np.empty(n, np.int32), np.empty(n, np.int8)
    for begin in range(0, n, _PIECE):
        rows = slice(begin, min(begin + _PIECE, n))
        lane_keys[rows] = event_keys(events, rows, keys)
        kinds[rows] = _MARK_OF_KIND.take(events.kind[rows], mode="clip")
    return lane_keys, kinds


def _worked(events: EventColumns, keys: LaneKeys, horizon: int) -> tuple[WorkSpans, NDArray[np.int32]]:
    """The spans of work and their lane keys."""
    n, done = len(events), 0
    span_keys = np.empty(n, np.int32)
    room: dict[str, NDArray[np.generic]] = {}  # for as many spans as there are events: what is not used costs nothing
    for rows in whole_cases(events, _PIECE):
        piece = events if rows.stop - rows.start == n else events.take(rows)
        found = work_spans(piece, horizon)
        found.row[:] += rows.start
        into = slice(done, done + len(found))
        room = room or {name: np.empty(n, getattr(found, name).dtype) for name in WorkSpans.__slots__}
        for name, column in room.items():
            column[into] = getattr(found, name)
        span_keys[into] = keys.keys(found.person, found.queue, found.side)
        done = into.stop
    spans = WorkSpans(**{name: column[:done] for name, column in room.items()})  # type: ignore[arg-type]
    return spans, span_keys[:done]


_T = TypeVar("_T", bound=np.generic)


def _at(column: NDArray[_T], rows: NDArray[np.int64]) -> NDArray[_T]:
    """A column at distinct rows in order; itself where that is all of it."""
    return column if len(rows) == len(column) else column[rows]


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
