"""When each work item waited, was worked on or lay suspended, and in whose hands, as spans from event columns.

Pure numpy. The states of whole cases are `state`'s; lanes and pixels are lane_layout's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import WORK_KINDS, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.lifecycle import TARGET_STATE, WorkItemState
from bpo_desk.ui.timeline.raster import in_order


class SpanKind(IntEnum):
    """What a work item did in a span of time."""

    WAITING = 0  # ready or assigned
    WORK = 1
    SUSPENDED = 2


@dataclass(frozen=True, slots=True)
class WorkSpans:
    """n spans: `start`, `end` microseconds UTC (end > start), `kind` SpanKind, `person` and `queue` in whose hands
    (NONE = nobody named), `side` as the event said, `row` the event that began the span, `case`, `item` the work
    item, `running` where it had not ended at the horizon, `ad_hoc`."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    kind: NDArray[np.int8]
    person: NDArray[np.int32]
    queue: NDArray[np.int32]
    side: NDArray[np.int8]
    row: NDArray[np.int64]
    case: NDArray[np.int32]
    item: NDArray[np.int32]
    running: NDArray[np.bool_]
    ad_hoc: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.start)


def no_spans() -> WorkSpans:
    """No work at all."""
    return work_spans(EventColumns.empty(), 0)


@dataclass(frozen=True, slots=True)
class Hands:
    """The hand of every event, -1 where it tells of none: `person`, `queue`, both after the event."""

    person: NDArray[np.int32]
    queue: NDArray[np.int32]


_MOST_KIND: Final = 127
_ASSIGNS: Final = (EventKind.ASSIGNED, EventKind.REASSIGNED)
_TAKES_IN_HAND: Final = (EventKind.STARTED, EventKind.RESUMED, EventKind.COMPLETED)
_SPAN_OF_STATE: Final[dict[WorkItemState, SpanKind]] = {
    WorkItemState.READY: SpanKind.WAITING,
    WorkItemState.ASSIGNED: SpanKind.WAITING,
    WorkItemState.IN_PROGRESS: SpanKind.WORK,
    WorkItemState.SUSPENDED: SpanKind.SUSPENDED,
}


def kind_table(kinds: Iterable[int]) -> NDArray[np.bool_]:
    """Looks kinds up by code: bool[_MOST_KIND + 1]; much faster on columns than a search in a set."""
    table = np.zeros(_MOST_KIND + 1, dtype=bool)
    table[list(kinds)] = True
    return table


def of_kinds(kind: NDArray[np.int16], table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a column holds one of the kinds of a table."""
    return table.take(kind, mode="clip")


_IS_IN_HAND = kind_table(_TAKES_IN_HAND)
_NOTHING, _ASSIGN = 255, 254
_MOVES = bytearray([_NOTHING] * 256)
"""What an event of a kind does to its work item: the state that it moves it to, or _ASSIGN, or _NOTHING. Bytes, because
translating them is the fastest way to look many up."""
for _kind, _state in TARGET_STATE.items():
    _MOVES[_kind] = _ASSIGN if _kind in _ASSIGNS else _state
_NO_SPAN: Final = 255
_SPANS = bytearray([_NO_SPAN] * 256)
for _state, _span in _SPAN_OF_STATE.items():
    _SPANS[_state] = _span


def work_spans(events: EventColumns, horizon: int) -> WorkSpans:
    """The spans of all work items; those still open end at `horizon` (microseconds UTC).

    A span begins with an event of known time and lasts until the item's next event. The state between is the fold of
    the standard lifecycle (models/lifecycle.py): NOTED changes nothing, ASSIGNED and REASSIGNED keep work that has
    started or lies suspended. Spans without length are left out; their events still have marks.
    """
    kind = events.kind
    rows = np.flatnonzero((events.work_item > 0) & (kind >= WORK_KINDS.start) & (kind < WORK_KINDS.stop))
    grouped = events.case.take(rows).astype(np.int64)
    grouped <<= 31
    grouped |= events.work_item.take(rows)
    grouped, by_item = in_order(grouped)
    rows = rows.take(by_item)
    kind, n = kind.take(rows), len(rows)
    begins = np.ones(n, dtype=bool)
    np.not_equal(grouped[1:], grouped[:-1], out=begins[1:])
    start = events.occurred_at.take(rows)
    end = np.empty(n, dtype=np.int64)
    end[:-1] = start[1:]
    last = np.ones(n, dtype=bool)
    last[:-1] = begins[1:]
    end[np.flatnonzero(last)] = horizon
    span = _looked_up(_states(kind, begins), _SPANS).view(np.int8)
    keep = np.flatnonzero((span >= 0) & (start != TIME_UNKNOWN) & (end > start))
    hands = _hand(kind, events.actor.take(rows), events.holder.take(rows), events.queue.take(rows))
    # In whose hands the item is: what the last of its events that named a hand said, else nobody.
    said = _last_at((hands.person != NONE) | (hands.queue != NONE) | begins).take(keep)
    row = rows.take(keep)
    return WorkSpans(
        start=start.take(keep),
        end=end.take(keep),
        kind=span.take(keep),
        person=hands.person.take(said),
        queue=hands.queue.take(said),
        side=events.side.take(row),
        row=row,
        case=events.case.take(row),
        item=events.work_item.take(row),
        running=last.take(keep),
        ad_hoc=events.ad_hoc.take(row) > 0,
    )


def _last_at(mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    """For each position the last one at or before it where the mask holds; 0 where there is none."""
    at = np.arange(len(mask), dtype=np.int32)
    at *= mask
    last: NDArray[np.int32] = np.maximum.accumulate(at) if len(at) else at
    return last


def whole_cases(events: EventColumns, size: int) -> list[slice]:
    """Events (ordered) in pieces of about `size` that cut through no case."""
    case = events.case
    if len(case) <= size or bool((case[1:] < case[:-1]).any()):
        return [slice(0, len(case))]
    at = np.searchsorted(case, case[size::size])
    cuts = np.unique(np.concatenate(([0], at, [len(case)]))).tolist()
    return [slice(begin, end) for begin, end in pairwise(cuts)]


def _looked_up(codes: NDArray[np.uint8], table: bytes | bytearray) -> NDArray[np.uint8]:
    """The table's entry of each code."""
    return np.frombuffer(codes.tobytes().translate(table), np.uint8)


def _states(kind: NDArray[np.int16], begins: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The state after each event of items grouped together (WorkItemState codes) for kinds of work; `begins` where an
    item does."""
    moves = _looked_up(kind.astype(np.uint8), _MOVES)
    moved = _last_at((moves < _ASSIGN) | begins)
    # Where an item begins without such a transition nothing has moved it yet: NOT_STARTED is 0. Reckoned, because
    # choosing byte by byte takes ten times as long.
    base = (moves * (moves < _ASSIGN)).take(moved)
    is_assign = moves == _ASSIGN
    if not bool(is_assign.any()):
        return base
    assigned = _last_at(is_assign) >= moved
    assigned[: int(is_assign.argmax())] = False
    assigned &= (base != WorkItemState.IN_PROGRESS) & (base != WorkItemState.SUSPENDED)
    base += (np.uint8(WorkItemState.ASSIGNED) - base) * assigned
    return base


def hand_of(events: EventColumns) -> Hands:
    """The hand that each event names: its holder or queue; else, where it takes work in hand, its actor."""
    return _hand(events.kind, events.actor, events.holder, events.queue)


def _hand(
    kind: NDArray[np.int16], actor: NDArray[np.int32], holder: NDArray[np.int32], queue: NDArray[np.int32]
) -> Hands:
    takes = (holder == NONE) & (queue == NONE)
    takes &= actor > 0
    takes &= of_kinds(kind, _IS_IN_HAND)
    return Hands(np.where(takes, actor, holder), queue)


@dataclass(frozen=True, slots=True)
class Pauses:
    """n pauses of the clock: `start`, `end` microseconds UTC, `side` the clock waited for, `row` of the event that
    paused it, `running` where it had not been resumed."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    side: NDArray[np.int8]
    row: NDArray[np.int64]
    running: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.start)


def clock_pauses(events: EventColumns, horizon: int) -> Pauses:
    """The pauses of the clock of one case, in order: each until the next resumption, next pause, or end of the case."""
    stops = (EventKind.CLOCK_PAUSED, EventKind.CLOCK_RESUMED, EventKind.CLOSED, EventKind.CANCELLED)
    rows = np.flatnonzero(np.isin(events.kind, stops) & (events.occurred_at != TIME_UNKNOWN))
    at = events.occurred_at[rows]
    after = np.append(at[1:], horizon)
    running = np.zeros(len(rows), dtype=bool)
    running[-1:] = True
    keep = (events.kind[rows] == EventKind.CLOCK_PAUSED) & (after > at)
    return Pauses(at[keep], after[keep], events.side[rows][keep], rows[keep], running[keep])
