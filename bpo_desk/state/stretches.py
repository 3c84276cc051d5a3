"""`stretches`: from ordered events, who had each case when, as stretches of time for measures/explained_time.py.

At every instant the answer is that of `states` as of that instant: over, paused, suspended for a side, in the hands of
the work item started last. What the stretches add up to is not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.measures.explained_time import PAUSED, Cause, Stretches
from bpo_desk.models.capability import Capability
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.lifecycle import WorkItemState
from bpo_desk.models.sides import Side
from bpo_desk.state.case_facts import WORK_BELOW
from bpo_desk.state.case_rows import CaseRows, Positions, grouping, work_mask
from bpo_desk.state.context import StateContext, has_any, known_side
from bpo_desk.state.hands import UNKNOWN_KEY, NamedHands, hand_key, hand_side
from bpo_desk.state.items import fold
from bpo_desk.state.transitions import FIRST_KIND

_AT_ONCE: Final = 1 << 22
"""How many cells (events times open work items) are looked at in one go: bounds the memory, not the answer."""


@dataclass(frozen=True, slots=True)
class HandSigns:
    """Signs of known hands of people in order: `row` of the case, `at`, `hand` (a key), `side` (NONE: not known)."""

    row: NDArray[np.int64]
    at: NDArray[np.int64]
    hand: NDArray[np.int32]
    side: NDArray[np.int8]


def hand_signs(events: EventColumns, context: StateContext) -> HandSigns:
    """Every event of WORK_KINDS that shows a hand, systems left out: what handover_figures counts. Raises ValueError
    for events out of order."""
    _check(events)
    rows = CaseRows.of(events.case)
    named = NamedHands.of(events, np.flatnonzero(work_mask(events)))
    side = hand_side(named.person, named.queue, context)
    human = np.flatnonzero((named.key > UNKNOWN_KEY) & (side != Side.SYSTEM))
    at_event = named.work[human]
    known = np.where(side[human] == Side.UNKNOWN, np.int8(NONE), side[human])
    return HandSigns(rows.row[at_event], events.occurred_at[at_event], named.key[human], known)


def stretches(events: EventColumns, context: StateContext, until: int) -> Stretches:
    """The stretches of all cases from their opening to their end, or to `until` (microseconds UTC) where they are not
    over. Events after `until` are not looked at; nor are cases all of whose events are later. Raises ValueError for
    events out of order."""
    _check(events)
    if (events.occurred_at > until).any():
        events = events.as_of(until)
    rows = CaseRows.of(events.case)
    window = _Window.of(events, rows, until)
    cause, person, queue, working = _after_each(events, rows, context, window.over_after)
    start = np.maximum(events.occurred_at, window.opened_at[rows.row])
    following = np.append(events.occurred_at[1:], 0)[: len(events)]
    following[rows.end - 1] = window.until
    end = np.minimum(following, window.until[rows.row])
    keep = np.flatnonzero((end > start) & (window.opened_at[rows.row] != TIME_UNKNOWN))
    return Stretches(
        case=events.case[rows.start],
        opened_at=window.opened_at,
        until=window.until,
        ended=window.ended,
        end_known=window.ended | _end_known(events, rows, context),
        starts_known=_starts_known(events, rows, context),
        row=rows.row[keep].astype(np.int64),
        start=start[keep],
        end=end[keep],
        cause=cause[keep],
        person=person[keep],
        queue=queue[keep],
        working=working[keep],
    ).joined()


def _check(events: EventColumns) -> None:
    if not events.is_ordered():
        raise ValueError("events are not in the order of the desk")


@dataclass(frozen=True, slots=True)
class _Window:
    """Per case the window that is explained; per event whether the case is over after it."""

    opened_at: NDArray[np.int64]
    until: NDArray[np.int64]
    ended: NDArray[np.bool_]
    over_after: NDArray[np.bool_]

    @classmethod
    def of(cls, events: EventColumns, rows: CaseRows, until: int) -> _Window:
        kind, time = events.kind, events.occurred_at
        opening_or_end = (EventKind.OPENED, EventKind.REOPENED, EventKind.CLOSED, EventKind.CANCELLED)
        deciding = _last_so_far(np.isin(kind, opening_or_end), rows.start[rows.row])
        decided = kind[deciding]
        over = (deciding >= 0) & ((decided == EventKind.CLOSED) | (decided == EventKind.CANCELLED))
        opened = rows.first(np.flatnonzero(kind == EventKind.OPENED))
        known = rows.first(np.flatnonzero(time != TIME_UNKNOWN))
        opening = np.where(opened >= 0, opened, known)
        opened_at = np.where(opening >= 0, time[opening], TIME_UNKNOWN)
        last = rows.end - 1
        ended = over[last]
        end = np.where(ended, time[deciding[last]], np.int64(until))
        end = np.where(end == TIME_UNKNOWN, TIME_UNKNOWN, np.maximum(end, opened_at))
        unknown = (opened_at == TIME_UNKNOWN) | (end == TIME_UNKNOWN)
        return cls(np.where(unknown, TIME_UNKNOWN, opened_at), np.where(unknown, TIME_UNKNOWN, end), ended, over)


def _after_each(
    events: EventColumns, rows: CaseRows, context: StateContext, over: NDArray[np.bool_]
) -> tuple[NDArray[np.int8], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Cause, person, queue and number of items in progress after each event of its case."""
    items = _ItemHistory.of(events, rows, context)
    lead, any_awake, working = items.leading(rows)
    held = lead >= 0
    cause = np.where(_completions_only(events, rows, context), np.int8(Cause.UNKNOWN), np.int8(Cause.NOBODY))
    cause[held] = np.where(any_awake[held], items.cause[lead[held]], items.suspended_for[lead[held]])
    clock = (EventKind.CLOCK_PAUSED, EventKind.CLOCK_RESUMED, EventKind.CLOSED, EventKind.CANCELLED)
    told = _last_so_far(np.isin(events.kind, clock), rows.start[rows.row])
    paused = (told >= 0) & (events.kind[told] == EventKind.CLOCK_PAUSED)
    cause[paused] = known_side(events.side[told[paused]]) + np.int8(PAUSED)
    cause[over] = Cause.OVER
    person, queue = (np.full(len(events), NONE, dtype=np.int32) for _ in range(2))
    person[held], queue[held] = items.person[lead[held]], items.queue[lead[held]]
    return cause, person, queue, working


@dataclass(frozen=True, slots=True)
class _ItemHistory:
    """What each work event says of its item from then on, one row a work event of an item, grouped by item: `begin` and
    `end` the positions of events in between which it holds, `start` position of the item's start as known then."""

    begin: Positions
    end: Positions
    start: Positions
    state: NDArray[np.int8]
    ad_hoc: NDArray[np.bool_]
    person: NDArray[np.int32]
    queue: NDArray[np.int32]
    cause: NDArray[np.int8]
    suspended_for: NDArray[np.int8]

    @classmethod
    def of(cls, events: EventColumns, rows: CaseRows, context: StateContext) -> _ItemHistory:
        """The history of all items."""
        work = np.flatnonzero(work_mask(events) & (events.work_item > 0))
        order = grouping(rows.row[work], events.work_item[work])
        at = work[order]
        first = np.ones(len(at), dtype=bool)
        row, number = rows.row[at], events.work_item[at]
        first[1:] = (row[1:] != row[:-1]) | (number[1:] != number[:-1])
        begins = np.maximum.accumulate(np.where(first, np.arange(len(at)), 0))
        state, setter = fold(events.kind[at].astype(np.int64) - FIRST_KIND, first)
        end = np.append(at[1:], 0)[: len(at)]
        last = np.append(first[1:], True)[: len(at)]
        end[last] = rows.end[row[last]]
        started = _first_so_far(events.kind[at] == EventKind.STARTED, begins)
        named = NamedHands.of(events, work)
        is_hand = np.zeros(len(at), dtype=bool)
        is_hand[named.hand_events(events)] = True
        hand = _last_so_far(is_hand[order], begins)
        silent = hand < 0
        person = np.where(silent, np.int32(NONE), named.person[order][hand])
        queue = np.where(silent, np.int32(NONE), named.queue[order][hand])
        can_tell = has_any(context.capability, Capability.HAND_OFFS | Capability.RESOURCES)[events.source[at]]
        cause = _held_cause(person, queue, context)
        cause[silent] = np.where(can_tell[silent], np.int8(Cause.NOBODY), np.int8(Cause.UNKNOWN))
        return cls(
            begin=at,
            end=end,
            start=at[np.where(started >= 0, started, begins)],
            state=state,
            ad_hoc=_last_so_far(events.ad_hoc[at] == 1, begins) >= 0,
            person=person,
            queue=queue,
            cause=cause,
            suspended_for=known_side(events.side[at[setter]]),
        )

    def leading(self, rows: CaseRows) -> tuple[Positions, NDArray[np.bool_], NDArray[np.int32]]:
        """After each event: the row here of the item that leads (open, no ad-hoc one unless all are, started last),
        NONE without one; whether a leading item is not suspended; how many items are in progress."""
        events = len(rows.row)
        working = np.zeros(events + 1, dtype=np.int64)
        busy = self.state == WorkItemState.IN_PROGRESS
        np.add.at(working, self.begin[busy], 1)
        np.add.at(working, self.end[busy], -1)
        is_open = (self.state != WorkItemState.NOT_STARTED) & (self.state != WorkItemState.CLOSED)
        some = np.flatnonzero(is_open)
        best = np.full(events, NONE, dtype=np.int64)
        awake = np.full(events, -2, dtype=np.int64)
        place = self.start * 2 + np.where(self.ad_hoc, 0, 2 * events)  # process work before ad-hoc work
        for piece, cell in self._cells(some):
            np.maximum.at(best, cell, place[piece])
            up = self.state[piece] != WorkItemState.SUSPENDED
            np.maximum.at(awake, cell[up], place[piece[up]])
        lead = np.full(events, NONE, dtype=np.int64)
        for piece, cell in self._cells(some):
            mine = best[cell] == place[piece]
            lead[cell[mine]] = piece[mine]
        same_kind = (awake >= 2 * events) == (best >= 2 * events)
        return lead, (awake >= 0) & same_kind, np.cumsum(working[:-1]).astype(np.int32)

    def _cells(self, some: Positions) -> list[tuple[Positions, Positions]]:
        """The given rows, each repeated for every event while it holds, in portions of bounded size."""
        length = self.end[some] - self.begin[some]
        portion = np.cumsum(length) // _AT_ONCE
        out = []
        for part in np.split(some, np.flatnonzero(np.diff(portion)) + 1):
            count = self.end[part] - self.begin[part]
            piece = np.repeat(part, count)
            inside = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
            out.append((piece, self.begin[piece] + inside))
        return out


def _held_cause(person: NDArray[np.int32], queue: NDArray[np.int32], context: StateContext) -> NDArray[np.int8]:
    """The side of a hand as a cause: UNKNOWN where the hand is not known, SIDE_UNKNOWN where only its side is not."""
    side = hand_side(person, queue, context)
    named = np.where(side == Side.UNKNOWN, np.int8(Cause.SIDE_UNKNOWN), side)
    return np.where(hand_key(person, queue) == UNKNOWN_KEY, np.int8(Cause.UNKNOWN), named)


def _completions_only(events: EventColumns, rows: CaseRows, context: StateContext) -> NDArray[np.bool_]:
    """After each event, whether one of the sources that told of the case so far records completions only."""
    timing = Capability.START_TIMES | Capability.HAND_OFFS | Capability.SCHEDULES
    silent = ~has_any(context.capability, timing)[events.source] & (events.kind < WORK_BELOW)
    return _last_so_far(silent, rows.start[rows.row]) >= 0


def _end_known(events: EventColumns, rows: CaseRows, context: StateContext) -> NDArray[np.bool_]:
    """Whether one of the sources of each case records that a case is over."""
    tells = has_any(context.capability, Capability.CASE_END)[events.source]
    return rows.count(np.flatnonzero(tells)) > 0


def _starts_known(events: EventColumns, rows: CaseRows, context: StateContext) -> NDArray[np.bool_]:
    """Whether every source that tells of work on the case records when work started; no work, no answer."""
    work = np.flatnonzero(work_mask(events))
    tells = has_any(context.capability, Capability.START_TIMES)[events.source[work]]
    some, silent = (rows.count(positions) > 0 for positions in (work, work[~tells]))
    return some & ~silent


def _last_so_far(mask: NDArray[np.bool_], begins: Positions) -> Positions:
    """For each place the last one up to it where the mask holds, NONE where there is none since `begins`, the place
    at which its group begins."""
    last = np.maximum.accumulate(np.where(mask, np.arange(len(mask)), NONE))
    return np.where(last >= begins, last, NONE)


def _first_so_far(mask: NDArray[np.bool_], begins: Positions) -> Positions:
    """The same for the first one."""
    count = np.cumsum(mask)
    nth = count - count[begins] + mask[begins]
    return _last_so_far(mask & (nth == 1), begins)
