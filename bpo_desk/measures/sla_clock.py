"""The SLA clock: from the marks of many cases to time used, time left, due date and breach, exact to the microsecond.

Which events are marks is sla_rule.py's. A clock runs from its start to its stop, except while a pause is in force;
pauses before the start or after the stop do not count, whatever their order of arrival.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.measures.clock_hands import ClockHands, Micros, Phase, TimeBase
from bpo_desk.measures.open_hours import is_known, open_hours
from bpo_desk.measures.sla_rule import ClockMarks, Mark, Reopening, SlaRule, StartFrom
from bpo_desk.models.ids import TIME_UNKNOWN


class ClockState(IntEnum):
    """What a clock says. BREACHED from the moment the due date has passed, stopped or not."""

    UNKNOWN = 0
    NOT_STARTED = 1
    RUNNING = 2
    PAUSED = 3
    MET = 4
    BREACHED = 5
    CANCELLED = 6

    @property
    def word(self) -> str:
        """The lower-case words of the state."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True)
class SlaClocks:
    """One row a case; times microseconds UTC, amounts microseconds, TIME_UNKNOWN where there is none.

    `used`, `left`, `paused` are open time of the rule's calendar (wall time without one); `left` is negative after a
    breach, `paused_wall` is the pauses on the wall clock. `due_at` of a paused clock: as if it resumed now; of a
    breached one: what it was when it passed, which is the instant of the breach. A cancelled clock keeps what it had
    used.
    """

    state: NDArray[np.int8]
    phase: NDArray[np.int8]
    started_at: Micros
    stopped_at: Micros
    used: Micros
    left: Micros
    paused: Micros
    paused_wall: Micros
    pauses: NDArray[np.int32]
    due_at: Micros
    breached_at: Micros

    def __len__(self) -> int:
        return len(self.state)


def sla_clocks(marks: ClockMarks, rule: SlaRule, now: int) -> SlaClocks:
    """The clocks of all cases as of `now` (microseconds UTC); marks after `now` do not count. Met means stopped at the
    due instant or before. Raises ValueError for marks out of order or an unknown `now`."""
    if not is_known(np.array([now]))[0]:
        raise ValueError("the clock needs to know what time it is")
    _check_order(marks)
    told = marks.at <= now
    row, at, mark = marks.row[told], marks.at[told], marks.mark[told]
    lost = ~is_known(at)
    unknown = np.zeros(len(marks), dtype=bool)
    unknown[row[lost]] = True
    if rule.start_from is StartFrom.OPENED:
        begun = row[(mark == Mark.START) | (mark == Mark.RESET)]
        unknown[begun[~is_known(marks.opened_at[begun])]] = True
    keep = np.flatnonzero(~unknown[row])
    run = _Run(rule, marks.opened_at)
    run.play(row[keep], at[keep], mark[keep])
    return run.answer(unknown, now)


def _check_order(marks: ClockMarks) -> None:
    row, at = marks.row, marks.at
    if not ((row[1:] > row[:-1]) | ((row[1:] == row[:-1]) & (at[1:] >= at[:-1]))).all():
        raise ValueError("marks are sorted by case and time")


class _Run:
    """All clocks, moved on together: the k-th marks of all cases that have so many are one step on whole columns.

    `since_opening` are the clocks as they would be if every case's had run since its opening, never stopped: what a
    retroactive start with retroactive pauses takes over.
    """

    def __init__(self, rule: SlaRule, opened_at: Micros) -> None:
        self.rule = rule
        self.time = TimeBase(open_hours(rule.calendar) if rule.calendar is not None else None)
        self.opened_at = opened_at
        self.hands = ClockHands(len(opened_at), rule.target, self.time)
        self.since_opening: ClockHands | None = None
        self.opened_count = opened_at
        if rule.start_from is StartFrom.OPENED:
            self.opened_count = self.time.counter(opened_at)
            self.since_opening = ClockHands(len(opened_at), rule.target, self.time)

    def play(self, row: Micros, at: Micros, mark: NDArray[np.int8]) -> None:
        """Move the clocks by marks sorted by case and time."""
        count = self.time.counter(at)
        first = np.flatnonzero(np.append(True, row[1:] != row[:-1])[: len(row)])
        length = np.diff(np.append(first, len(row)))
        longest = np.argsort(-length, kind="stable")
        first, length = first[longest], length[longest]
        for step in range(int(length[0]) if len(length) else 0):
            place = first[: np.searchsorted(-length, -step, side="left")] + step
            self._move(row[place], at[place], count[place], mark[place])

    def _move(self, row: Micros, at: Micros, count: Micros, mark: NDArray[np.int8]) -> None:
        of_mark = {kind: np.flatnonzero(mark == kind) for kind in Mark}
        if self.since_opening is not None:
            opening = row[(self.since_opening.phase[row] == Phase.NOT_STARTED) & (self.opened_at[row] <= at)]
            self.since_opening.begin(opening, self.opened_at[opening], self.opened_count[opening])
            self.since_opening.note_breaches(row, at, count)
            _pause_and_resume(self.since_opening, row, at, count, of_mark)
            ending = np.concatenate((of_mark[Mark.STOP], of_mark[Mark.CANCEL]))
            self.since_opening.resume(row[ending], at[ending], count[ending])
        hands = self.hands
        hands.note_breaches(row, at, count)
        _pause_and_resume(hands, row, at, count, of_mark)
        for kind, phase in ((Mark.STOP, Phase.STOPPED), (Mark.CANCEL, Phase.CANCELLED)):
            some = of_mark[kind]
            hands.end(row[some], at[some], count[some], phase)
        some = of_mark[Mark.RESET]
        some = some[(hands.phase[row[some]] != Phase.NOT_STARTED) & (hands.phase[row[some]] != Phase.CANCELLED)]
        hands.begin(row[some], at[some], count[some])
        some = of_mark[Mark.START]
        self._start(row[some], at[some], count[some])

    def _start(self, row: Micros, at: Micros, count: Micros) -> None:
        phase = self.hands.phase[row]
        new = (phase == Phase.NOT_STARTED) | (phase == Phase.CANCELLED)
        stopped = phase == Phase.STOPPED
        if self.rule.reopening is Reopening.NEW_CLOCK:
            new |= stopped
        elif self.rule.reopening is Reopening.SAME_CLOCK:
            self.hands.take_up(row[stopped], at[stopped], count[stopped])
        row, at, count = row[new], at[new], count[new]
        if self.since_opening is None:
            self.hands.begin(row, at, count)
            return
        back = self.opened_at[row] < at
        self.hands.begin(row[~back], at[~back], count[~back])
        self._start_from_opening(row[back], at[back], count[back], self.since_opening)

    def _start_from_opening(self, row: Micros, at: Micros, count: Micros, since_opening: ClockHands) -> None:
        hands = self.hands
        if self.rule.pauses_before_start:
            hands.begin_as(since_opening, row)
            return
        pausing = hands.pausing[row]
        hands.pausing[row] = False
        hands.begin(row, self.opened_at[row], self.opened_count[row])
        hands.note_breaches(row, at, count)
        hands.pause(row[pausing], at[pausing], count[pausing])

    def answer(self, unknown: NDArray[np.bool_], now: int) -> SlaClocks:
        """What the clocks show at `now`."""
        hands, every = self.hands, np.arange(len(unknown))
        at = np.full(len(unknown), now, dtype=np.int64)
        count = np.full(len(unknown), self.time.counter(at[:1])[0]) if len(at) else at
        hands.note_breaches(every, at, count)
        hands.count_pauses(every, at, count)
        began = (hands.phase != Phase.NOT_STARTED) & ~unknown
        ended = (hands.phase == Phase.STOPPED) | (hands.phase == Phase.CANCELLED)
        used = np.where(ended, hands.stopped_count, count) - hands.base
        breached = hands.due_at != TIME_UNKNOWN
        due = hands.due_at.copy()
        not_passed = np.flatnonzero(began & ~breached)
        due[not_passed] = hands.due(not_passed)
        due = np.where(began & ~breached & (hands.phase == Phase.PAUSED), np.maximum(due, now), due)
        phase = np.where(unknown, np.int8(Phase.UNKNOWN), hands.phase)
        return SlaClocks(
            state=_STATE_OF[phase, breached.astype(np.int8)],
            phase=phase,
            started_at=_where(began, hands.started_at),
            stopped_at=_where(began & ended, hands.stopped_at),
            used=_where(began, used),
            left=_where(began, self.rule.target - used),
            paused=_where(began, hands.paused),
            paused_wall=_where(began, hands.paused_wall),
            pauses=np.where(began, hands.pauses, np.int32(0)),
            due_at=_where(began, due),
            breached_at=_where(began, hands.due_at),
        )


def _pause_and_resume(
    hands: ClockHands, row: Micros, at: Micros, count: Micros, of_mark: dict[Mark, NDArray[np.int64]]
) -> None:
    for kind, act in ((Mark.PAUSE, hands.pause), (Mark.RESUME, hands.resume)):
        some = of_mark[kind]
        act(row[some], at[some], count[some])


def _where(some: NDArray[np.bool_], values: Micros) -> Micros:
    return np.where(some, values, TIME_UNKNOWN)


_STATE_OF: Final = np.array(
    [
        [ClockState.UNKNOWN, ClockState.UNKNOWN],
        [ClockState.NOT_STARTED, ClockState.NOT_STARTED],
        [ClockState.RUNNING, ClockState.BREACHED],
        [ClockState.PAUSED, ClockState.BREACHED],
        [ClockState.MET, ClockState.BREACHED],
        [ClockState.CANCELLED, ClockState.CANCELLED],
    ],
    dtype=np.int8,
)
"""Phase, whether the due date has passed -> state."""
