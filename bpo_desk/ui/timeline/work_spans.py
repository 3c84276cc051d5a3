"""When each work item waited, was worked on or lay suspended, and in whose hands, as spans from event columns.

Pure numpy. The states of whole cases are `state`'s; lanes and pixels are lane_layout's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import WORK_KINDS, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.lifecycle import TARGET_STATE, WorkItemState
from bpo_desk.ui.timeline.raster import stable_order


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
    return table[np.clip(kind, 0, _MOST_KIND)]


_IS_ASSIGN = kind_table(_ASSIGNS)
_IS_IN_HAND = kind_table(_TAKES_IN_HAND)
_TARGET = np.full(128, -1, dtype=np.int8)
for _kind, _state in TARGET_STATE.items():
    if _kind not in _ASSIGNS:
        _TARGET[_kind] = _state
_SPAN = np.full(len(WorkItemState), -1, dtype=np.int8)
for _state, _span in _SPAN_OF_STATE.items():
    _SPAN[_state] = _span


def last_where(mask: NDArray[np.bool_], first: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each position the last position at or before it where the mask holds, -1 if there is none since `first`,
    the position at which the position's group begins."""
    at = np.where(mask, np.arange(len(mask), dtype=np.int32), np.int32(-1))
    last: NDArray[np.int32] = np.maximum.accumulate(at) if len(at) else at
    return np.where(last >= first, last, np.int32(-1))


def work_spans(events: EventColumns, horizon: int) -> WorkSpans:
    """The spans of all work items; those still open end at `horizon` (microseconds UTC).

    A span begins with an event of known time and lasts until the item's next event. The state between is the fold of
    the standard lifecycle (models/lifecycle.py): NOTED changes nothing, ASSIGNED and REASSIGNED keep work that has
    started or lies suspended. Spans without length are left out; their events still have marks.
    """
    kind = events.kind
    rows = np.flatnonzero((events.work_item > 0) & (kind >= WORK_KINDS.start) & (kind < WORK_KINDS.stop))
    grouped = (events.case[rows].astype(np.int64) << 31) | events.work_item[rows]
    if bool((grouped[1:] < grouped[:-1]).any()):
        rows = rows[stable_order(grouped)]
    case, item, kind = events.case[rows], events.work_item[rows], kind[rows]
    n = len(rows)
    begins = np.ones(n, dtype=bool)
    begins[1:] = (case[1:] != case[:-1]) | (item[1:] != item[:-1])
    at = np.where(begins, np.arange(n, dtype=np.int32), np.int32(0))
    first = np.maximum.accumulate(at) if n else at

    state = _states(kind, first)
    person, queue = _hands(events, rows, kind, first)
    start = events.occurred_at[rows]
    last = np.ones(n, dtype=bool)
    last[:-1] = begins[1:]
    end = np.empty(n, dtype=np.int64)
    end[:-1] = start[1:]
    end[last] = horizon
    span = _SPAN[state]
    keep = np.flatnonzero((span >= 0) & (start != TIME_UNKNOWN) & (end > start))
    return WorkSpans(
        start=start[keep],
        end=end[keep],
        kind=span[keep],
        person=person[keep],
        queue=queue[keep],
        side=events.side[rows[keep]],
        row=rows[keep],
        case=case[keep],
        item=item[keep],
        running=last[keep],
        ad_hoc=events.ad_hoc[rows[keep]] > 0,
    )


def _states(kind: NDArray[np.int16], first: NDArray[np.int32]) -> NDArray[np.int8]:
    """The state after each event of items grouped together (WorkItemState codes)."""
    target = _TARGET[np.clip(kind, 0, len(_TARGET) - 1)]
    moved = last_where(target >= 0, first)
    assigned = last_where(of_kinds(kind, _IS_ASSIGN), first)
    base = np.where(moved >= 0, target[moved], WorkItemState.NOT_STARTED).astype(np.int8)
    held = (base == WorkItemState.IN_PROGRESS) | (base == WorkItemState.SUSPENDED)
    return np.where((assigned > moved) & ~held, np.int8(WorkItemState.ASSIGNED), base)


def hand_of(events: EventColumns) -> Hands:
    """The hand that each event names: its holder or queue; else, where it takes work in hand, its actor."""
    return _hand(events.kind, events.actor, events.holder, events.queue)


def _hand(
    kind: NDArray[np.int16], actor: NDArray[np.int32], holder: NDArray[np.int32], queue: NDArray[np.int32]
) -> Hands:
    takes = (holder == NONE) & (queue == NONE) & (actor > 0) & of_kinds(kind, _IS_IN_HAND)
    return Hands(np.where(takes, actor, holder), np.where(takes, np.int32(NONE), queue))


def _hands(
    events: EventColumns, rows: NDArray[np.int64], kind: NDArray[np.int16], first: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """In whose hands the item is after each event: what the last event that named a hand said."""
    hands = _hand(events.kind[rows], events.actor[rows], events.holder[rows], events.queue[rows])
    last = last_where((hands.person != NONE) | (hands.queue != NONE), first)
    person = np.where(last >= 0, hands.person[last], NONE).astype(np.int32)
    queue = np.where(last >= 0, hands.queue[last], NONE).astype(np.int32)
    return person, queue


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
