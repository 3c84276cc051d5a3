"""Explain the time: who had each case how long from its opening to its end or to now, in parts that sum exactly.

It adds up stretches of time; what events say of who had a case when is state/stretches.py's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bpo_desk.measures.open_hours import OpenHours, is_known
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.sides import Side

Micros = NDArray[np.int64]


class Cause(IntEnum):
    """What a stretch of time is put down to. UNKNOWN to SYSTEM are the codes of Side: work lay with that side (UNKNOWN:
    the source cannot tell or left it blank). PAUSED_...: the clock was paused for that side (SYSTEM: a timer)."""

    UNKNOWN = 0
    PROVIDER = 1
    CLIENT = 2
    CUSTOMER = 3
    THIRD_PARTY = 4
    SYSTEM = 5
    NOBODY = 6
    SIDE_UNKNOWN = 7  # somebody had it, and nothing says for whom they work
    PAUSED_UNKNOWN = 8
    PAUSED_PROVIDER = 9
    PAUSED_CLIENT = 10
    PAUSED_CUSTOMER = 11
    PAUSED_THIRD_PARTY = 12
    PAUSED_SYSTEM = 13
    CLOSED_HOURS = 14  # outside business hours, whoever had it
    OVER = 15  # closed, before it was reopened

    @property
    def word(self) -> str:
        """The lower-case words ("paused for third party")."""
        return _WORDS.get(self, self.name.lower().replace("paused_", "paused for ").replace("_", " "))

    @property
    def is_pause(self) -> bool:
        """Whether the clock was paused."""
        return Cause.PAUSED_UNKNOWN <= self <= Cause.PAUSED_SYSTEM


_WORDS: Final = {
    Cause.SIDE_UNKNOWN: "held, side unknown",
    Cause.PAUSED_UNKNOWN: "paused, nobody said for whom",
    Cause.PAUSED_SYSTEM: "paused for a timer",
    Cause.OVER: "closed before it was reopened",
}

PAUSED: Final = int(Cause.PAUSED_UNKNOWN)
"""Added to a Side: the cause of a pause for it."""

CAUSES: Final = len(Cause)


def paused_for(side: Side) -> Cause:
    """The cause of a pause for a side."""
    return Cause(PAUSED + side)


@dataclass(frozen=True, slots=True)
class Stretches:
    """k stretches of n cases. Per case (key `case`, ascending): `opened_at`, `until` (its end, or the instant of the
    question), TIME_UNKNOWN both where the opening is not known; `ended` whether it is over; `end_known` whether its
    sources record that at all; `starts_known` whether they record when work started. Per stretch: `row` of the case,
    `start`, `end` (> start), `cause`; `person` and `queue` who had it (NONE: nobody or not said); `working` how many
    work items were in progress.

    The stretches of a case are in order, without gap or overlap, and cover it from opened_at to until.
    """

    case: NDArray[np.int32]
    opened_at: Micros
    until: Micros
    ended: NDArray[np.bool_]
    end_known: NDArray[np.bool_]
    starts_known: NDArray[np.bool_]
    row: NDArray[np.int64]
    start: Micros
    end: Micros
    cause: NDArray[np.int8]
    person: NDArray[np.int32]
    queue: NDArray[np.int32]
    working: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.case)

    def of(self, case_row: int) -> Self:
        """The same of one case."""
        one = slice(case_row, case_row + 1)
        mine = slice(*np.searchsorted(self.row, [case_row, case_row + 1]).tolist())
        return type(self)(
            self.case[one],
            self.opened_at[one],
            self.until[one],
            self.ended[one],
            self.end_known[one],
            self.starts_known[one],
            self.row[mine] - case_row,
            self.start[mine],
            self.end[mine],
            self.cause[mine],
            self.person[mine],
            self.queue[mine],
            self.working[mine],
        )

    def with_closed_hours(self, hours: OpenHours) -> Self:
        """The stretches cut at openings and closings, the closed pieces put down to CLOSED_HOURS; who had the case and
        what was in progress stays said. What is OVER stays so; what lies beyond the calendar's years is UNKNOWN."""
        inside = is_known(self.start) & is_known(self.end)
        within, beyond = np.flatnonzero(inside), np.flatnonzero(~inside)
        pieces = hours.cut(self.start[within], self.end[within])
        cause = self.cause[within][pieces.row]
        cause = np.where(pieces.open | (cause == Cause.OVER), cause, np.int8(Cause.CLOSED_HOURS))
        of = np.concatenate((within[pieces.row], beyond))
        start = np.concatenate((pieces.start, self.start[beyond]))
        order = np.lexsort((start, of))
        cut = replace(
            self._taking(of[order]),
            start=start[order],
            end=np.concatenate((pieces.end, self.end[beyond]))[order],
            cause=np.concatenate((cause, _beyond(self.cause[beyond])))[order],
        )
        return cut.joined()

    def put_down_to(self, cause: Cause) -> Self:
        """The stretches of one cause."""
        return self._taking(np.flatnonzero(self.cause == cause))

    def joined(self) -> Self:
        """Neighbours that say the same made one."""
        first = np.ones(len(self.row), dtype=bool)
        first[1:] = self.row[1:] != self.row[:-1]
        for column in (self.cause, self.person, self.queue, self.working):
            first[1:] |= column[1:] != column[:-1]
        last = np.append(first[1:], True)[: len(first)]
        return replace(self._taking(np.flatnonzero(first)), end=self.end[last])

    def _taking(self, which: NDArray[np.integer]) -> Self:
        """The same cases with the given stretches."""
        return replace(
            self,
            row=self.row[which],
            start=self.start[which],
            end=self.end[which],
            cause=self.cause[which],
            person=self.person[which],
            queue=self.queue[which],
            working=self.working[which],
        )


def _beyond(cause: NDArray[np.int8]) -> NDArray[np.int8]:
    """The cause of stretches about which a calendar cannot tell."""
    return np.where(cause == Cause.OVER, cause, np.int8(Cause.UNKNOWN))


@dataclass(frozen=True, slots=True)
class ExplainedTime:
    """One row a case, amounts in microseconds. `elapsed`: from opening to end or now, TIME_UNKNOWN without a known
    opening; `parts` int64[n, len(Cause)] sums to it exactly in each row (0 where it is unknown).

    `business`: elapsed without closed hours and without what was over. `touch`: time in which at least one work item
    was in progress, `effort`: the same summed over items; `waiting`: business - touch. All three count business time
    where a calendar was given, and are TIME_UNKNOWN where the sources do not record when work started. Where
    `end_known` is false, a case that looks open may long be over: what follows its last event is shown with that said.
    """

    case: NDArray[np.int32]
    elapsed: Micros
    parts: Micros
    business: Micros
    touch: Micros
    effort: Micros
    waiting: Micros
    ended: NDArray[np.bool_]
    end_known: NDArray[np.bool_]
    starts_known: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.case)

    def part(self, cause: Cause) -> Micros:
        """The time put down to one cause, one value a case."""
        return self.parts[:, cause]

    @property
    def paused(self) -> Micros:
        """The time paused, for whomever."""
        total: Micros = self.parts[:, PAUSED : PAUSED + len(Side)].sum(axis=1)
        return total

    def parts_of(self, case_row: int) -> list[tuple[Cause, int]]:
        """The parts of one case that are not nothing, in the order of Cause."""
        return [(cause, int(self.parts[case_row, cause])) for cause in Cause if self.parts[case_row, cause]]


def explain(stretches: Stretches, hours: OpenHours | None = None) -> ExplainedTime:
    """Add up stretches; with open hours, the closed ones are a part of their own (stretches must not be cut yet), and
    what lies beyond the years of the calendar is UNKNOWN."""
    n = len(stretches)
    length = stretches.end - stretches.start
    over = stretches.cause == Cause.OVER
    counted = length if hours is None else hours.open_time(stretches.start, stretches.end)
    beyond = counted == TIME_UNKNOWN
    cause = np.where(beyond, _beyond(stretches.cause), stretches.cause)
    counted = np.where(over | beyond, length, counted)
    parts = np.zeros((n, CAUSES), dtype=np.int64)
    flat = parts.reshape(-1)
    cell = stretches.row * CAUSES
    np.add.at(flat, cell + cause, counted)
    np.add.at(flat, cell + Cause.CLOSED_HOURS, length - counted)
    known = stretches.opened_at != TIME_UNKNOWN
    elapsed = np.where(known, stretches.until - stretches.opened_at, TIME_UNKNOWN)
    business = parts.sum(axis=1) - parts[:, Cause.CLOSED_HOURS] - parts[:, Cause.OVER]
    working = np.where(over, 0, stretches.working)
    touch = _sums(n, stretches.row, np.where(working > 0, counted, 0))
    effort = _sums(n, stretches.row, counted * working)
    told = known & stretches.starts_known
    return ExplainedTime(
        case=stretches.case,
        elapsed=elapsed,
        parts=parts,
        business=np.where(known, business, TIME_UNKNOWN),
        touch=np.where(told, touch, TIME_UNKNOWN),
        effort=np.where(told, effort, TIME_UNKNOWN),
        waiting=np.where(told, business - touch, TIME_UNKNOWN),
        ended=stretches.ended,
        end_known=stretches.end_known,
        starts_known=stretches.starts_known,
    )


def _sums(cases: int, row: NDArray[np.integer], amount: Micros) -> Micros:
    """Exact sums a case (floats would round)."""
    out = np.zeros(cases, dtype=np.int64)
    np.add.at(out, row, amount)
    return out


@dataclass(frozen=True, slots=True)
class HandoverFigures:
    """One row a case: `persons` changes between consecutive hands, `sides` changes of side, `ping_pong` how often the
    case came straight back (A, B, A); NONE where no hand is known. `waited`: microseconds from the last sign of the
    hand before to the first sign of the hand after, over all changes; TIME_UNKNOWN where one of them has no time."""

    persons: NDArray[np.int64]
    sides: NDArray[np.int64]
    ping_pong: NDArray[np.int64]
    waited: Micros


def handover_figures(
    cases: int,
    row: NDArray[np.integer],
    at: Micros,
    hand: NDArray[np.integer],
    side: NDArray[np.integer],
    hours: OpenHours | None = None,
) -> HandoverFigures:
    """Handovers from signs of hands in order: `row` of the case (ascending), `hand` a key (equal for equal hands), and
    the side or organisation of the hand, negative where there is none to tell. Signs of systems must be left out
    before: a handover is between people (formula: changes of actor between consecutive human events)."""
    first = np.ones(len(row), dtype=bool)
    first[1:] = row[1:] != row[:-1]
    changed = ~first
    changed[1:] &= hand[1:] != hand[:-1]
    later = np.flatnonzero(changed)
    waits = np.zeros(len(later), dtype=np.int64)
    if len(later):
        waits = at[later] - at[later - 1] if hours is None else hours.open_time(at[later - 1], at[later])
    timeless = (at[later] == TIME_UNKNOWN) | (at[later - 1] == TIME_UNKNOWN) if len(later) else waits < 0
    waited = _sums(cases, row[later], np.where(timeless, 0, waits))
    waited[row[later[timeless]]] = TIME_UNKNOWN
    told = np.flatnonzero(np.asarray(side) >= 0)
    crossed = (row[told][1:] == row[told][:-1]) & (side[told][1:] != side[told][:-1])
    runs = np.flatnonzero(first | changed)
    back = np.flatnonzero((row[runs][2:] == row[runs][:-2]) & (hand[runs][2:] == hand[runs][:-2]))
    seen = np.zeros(cases, dtype=bool)
    seen[row] = True

    def counted(rows: NDArray[np.integer]) -> NDArray[np.int64]:
        return np.where(seen, np.bincount(rows, minlength=cases), NONE)

    return HandoverFigures(
        persons=counted(row[later]),
        sides=counted(row[told][1:][crossed]),
        ping_pong=counted(row[runs][2:][back]),
        waited=np.where(seen, waited, TIME_UNKNOWN),
    )
