"""SlaRule: what a contract says of one clock, and which events are its marks.

The clock itself is sla_clock.py's; nothing here knows of time that has passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.measures.calendar import BusinessCalendar
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.sides import Side

_FAR: Final = int(np.iinfo(np.int64).max)


class Mark(IntEnum):
    """What an event does to a clock. Where one event is several marks, the first in CANCEL, STOP, RESET, START, PAUSE,
    RESUME counts. A RESET starts a clock that has been started again at nothing; a pause in force stays in force."""

    START = 0
    PAUSE = 1
    RESUME = 2
    STOP = 3
    CANCEL = 4
    RESET = 5


_PRECEDENCE: Final = (Mark.CANCEL, Mark.STOP, Mark.RESET, Mark.START, Mark.PAUSE, Mark.RESUME)


class StartFrom(IntEnum):
    """From when a started clock counts."""

    EVENT = 0  # from the event that starts it
    OPENED = 1  # retroactively from the opening of the case


class Reopening(IntEnum):
    """What a start does to a clock that was stopped: the contract's choice."""

    SAME_CLOCK = 0  # it runs on with the time used so far; the time between does not count
    NEW_CLOCK = 1  # it starts at nothing
    STAYS = 2  # what was met or breached stays so


@dataclass(frozen=True, slots=True)
class Condition:
    """Events of a kind; of one of these steps, sides, new values or reasons where some are named (by their texts),
    and of none of `except_values`."""

    kind: EventKind
    steps: frozenset[str] = frozenset()
    sides: frozenset[Side] = frozenset()
    values: frozenset[str] = frozenset()
    except_values: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()


Conditions = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class SlaRule:
    """One clock of a contract: `target` in microseconds, of open time of `calendar`, or of the clock on the wall where
    there is none. The six conditions say which events are its marks; the usual ones are the default.

    `pauses_before_start`: with StartFrom.OPENED, pauses since the opening count as pauses of this clock (retroactive
    pause). Raises ValueError for a negative target.
    """

    name: str
    target: int
    calendar: BusinessCalendar | None = None
    starts: Conditions = (Condition(EventKind.OPENED), Condition(EventKind.REOPENED))
    pauses: Conditions = (Condition(EventKind.CLOCK_PAUSED),)
    resumes: Conditions = (Condition(EventKind.CLOCK_RESUMED),)
    stops: Conditions = (Condition(EventKind.CLOSED),)
    cancels: Conditions = (Condition(EventKind.CANCELLED),)
    resets: Conditions = ()
    start_from: StartFrom = StartFrom.EVENT
    pauses_before_start: bool = True
    reopening: Reopening = Reopening.SAME_CLOCK

    def __post_init__(self) -> None:
        if self.target < 0:
            raise ValueError("a target is no negative time")

    def conditions(self, mark: Mark) -> Conditions:
        """The conditions under which an event is this mark."""
        return {
            Mark.START: self.starts,
            Mark.PAUSE: self.pauses,
            Mark.RESUME: self.resumes,
            Mark.STOP: self.stops,
            Mark.CANCEL: self.cancels,
            Mark.RESET: self.resets,
        }[mark]


@dataclass(frozen=True, slots=True)
class ClockMarks:
    """What happened to one clock in n cases: `row` (ascending, 0..n-1), `at` (microseconds UTC, ascending in a row),
    `mark`; per case `opened_at`. TIME_UNKNOWN where a time is not known."""

    row: NDArray[np.int64]
    at: NDArray[np.int64]
    mark: NDArray[np.int8]
    opened_at: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.opened_at)


def marks_of(
    events: EventColumns, rule: SlaRule, dictionaries: Dictionaries, opened_at: NDArray[np.int64]
) -> ClockMarks:
    """The marks of a rule in ordered events; `opened_at`: one instant a case of the events, in order of case keys.

    Where any opening is a start (Condition(OPENED)), a case without such an event starts at its opened_at: sources that
    record no opening still have a first event. Raises ValueError for events out of order or another number of cases.
    """
    if not events.is_ordered():
        raise ValueError("events are not in the order of the desk")
    mark = np.full(len(events), NONE, dtype=np.int8)
    for kind in reversed(_PRECEDENCE):
        for condition in rule.conditions(kind):
            mark[_matching(events, condition, dictionaries)] = kind
    changes = np.append(True, events.case[1:] != events.case[:-1])[: len(events)]
    row = np.cumsum(changes) - 1
    if (int(row[-1]) + 1 if len(row) else 0) != len(opened_at):
        raise ValueError("one opening a case is needed")
    found = np.flatnonzero(mark >= 0)
    rows, at, marks = row[found], events.occurred_at[found], mark[found]
    if Condition(EventKind.OPENED) in rule.starts:
        said = np.zeros(len(opened_at), dtype=bool)
        said[row[events.kind == EventKind.OPENED]] = True
        silent = np.flatnonzero(~said)
        rows, at = np.concatenate((silent, rows)), np.concatenate((opened_at[silent], at))
        marks = np.concatenate((np.full(len(silent), Mark.START, np.int8), marks))
        order = np.lexsort((at, rows))  # stable: a start goes before what happened at the same instant
        rows, at, marks = rows[order], at[order], marks[order]
    return ClockMarks(rows, at, marks, opened_at)


def marks_of_intervals(
    start: NDArray[np.int64],
    stop: NDArray[np.int64],
    pause_row: NDArray[np.integer],
    pause_from: NDArray[np.int64],
    pause_to: NDArray[np.int64],
) -> ClockMarks:
    """The marks of n cases with one start, one stop (TIME_UNKNOWN: not stopped) and any pauses (row, from, to; to
    TIME_UNKNOWN: not resumed), in any order. Overlapping pauses are united; what lies before the start or after the
    stop is left out, and so is a stop before the start. A pause from an unknown time makes its clock unknown."""
    end = np.where((stop == TIME_UNKNOWN) | (stop < start), _FAR, stop)
    until = np.where(pause_to == TIME_UNKNOWN, _FAR, pause_to)
    row, begins, ends = united_by_row(
        pause_row, np.maximum(pause_from, start[pause_row]), np.minimum(until, end[pause_row])
    )
    begin = start.copy()
    begin[pause_row[pause_from == TIME_UNKNOWN]] = TIME_UNKNOWN
    resumed, stopped = ends < _FAR, end < _FAR
    pauses = np.bincount(row, minlength=len(start))
    last = np.append(row[1:] != row[:-1], True)[: len(row)]  # only the last pause of a row can have no resumption
    in_all = 1 + 2 * pauses + stopped
    in_all[row[last & ~resumed]] -= 1
    first = np.cumsum(in_all) - in_all
    nth = np.arange(len(row)) - np.repeat(np.cumsum(pauses) - pauses, pauses)
    at, mark = np.empty(int(in_all.sum()), np.int64), np.empty(int(in_all.sum()), np.int8)
    for place, time, kind in (
        (first, begin, Mark.START),
        (first[row] + 1 + 2 * nth, begins, Mark.PAUSE),
        ((first[row] + 2 + 2 * nth)[resumed], ends[resumed], Mark.RESUME),
        ((first + in_all - 1)[stopped], end[stopped], Mark.STOP),
    ):
        at[place], mark[place] = time, kind
    return ClockMarks(np.repeat(np.arange(len(start)), in_all), at, mark, start)


def united_by_row(
    row: NDArray[np.integer], start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The union of the intervals of each row: rows, starts and ends of disjoint ones that do not touch, in order.
    Intervals without length or with their end before their start are left out."""
    some = np.flatnonzero(end > start)
    some = some[_by_row_and_start(row[some], start[some])]
    rows, start, end = row[some].astype(np.int64), start[some], end[some]
    if not len(rows):
        return rows, start, end
    first = np.append(True, rows[1:] != rows[:-1])
    if (first[1:] | (start[1:] > end[:-1])).all():
        return rows, start, end
    reach = _running_max(end, first)
    begins = first.copy()
    begins[1:] |= start[1:] > reach[:-1]
    return rows[begins], start[begins], reach[np.append(begins[1:], True)]


def _by_row_and_start(row: NDArray[np.integer], start: NDArray[np.int64]) -> NDArray[np.int64]:
    """The permutation that sorts by row, then start; equal ones in any order. One integer holds both where 63 bits are
    enough: plain integers sort several times faster than keys."""
    if not len(row):
        return np.empty(0, dtype=np.int64)
    low, high = int(start.min()), int(start.max())
    if (int(row.max()) + 1) * (high - low + 1) < _FAR:
        return np.argsort(row.astype(np.int64) * (high - low + 1) + (start - low))
    return np.lexsort((start, row))


def _running_max(values: NDArray[np.int64], first: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The largest value so far in each run; runs begin where `first`. Ranks keep every run above the one before."""
    run = np.cumsum(first)
    order = np.lexsort((values, run))
    rank = np.empty(len(values), dtype=np.int64)
    rank[order] = np.arange(len(values))
    return values[order[np.maximum.accumulate(rank)]]


def _matching(events: EventColumns, condition: Condition, dictionaries: Dictionaries) -> NDArray[np.bool_]:
    match: NDArray[np.bool_] = events.kind == condition.kind
    if condition.steps:
        match &= _named(events.step, [step.name for step in dictionaries.steps], condition.steps)
    if condition.sides:
        match &= np.isin(events.side, [int(side) for side in condition.sides])
    if condition.values:
        match &= _named(events.new_value, dictionaries.values, condition.values)
    if condition.except_values:
        match &= ~_named(events.new_value, dictionaries.values, condition.except_values)
    if condition.reasons:
        match &= _named(events.reason, dictionaries.values, condition.reasons)
    return match


def _named(codes: NDArray[np.int32], texts: Sequence[str], wanted: frozenset[str]) -> NDArray[np.bool_]:
    """Which codes stand for one of the wanted texts; unknown ones (NONE, code 0) never do."""
    return np.isin(codes, [code for code, text in enumerate(texts) if code > 0 and text in wanted])
