"""ClockHands: what many clocks show, and how one mark moves them. Whole columns at a time; no order of marks here.

`counter` is the time that counts (open time or wall time), `at` the instant; both int64 microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.measures.open_hours import OpenHours
from bpo_desk.models.ids import TIME_UNKNOWN

Micros = NDArray[np.int64]


class Phase(IntEnum):
    """What a clock does now. UNKNOWN: one of its marks has no known time."""

    UNKNOWN = 0
    NOT_STARTED = 1
    RUNNING = 2
    PAUSED = 3
    STOPPED = 4
    CANCELLED = 5

    @property
    def word(self) -> str:
        """The lower-case words of the phase."""
        return self.name.lower().replace("_", " ")


_RUNNING: Final = np.int8(Phase.RUNNING)
_PAUSED: Final = np.int8(Phase.PAUSED)


@dataclass(frozen=True, slots=True)
class TimeBase:
    """The time that counts for a clock: open time of a calendar, or the clock on the wall (None)."""

    hours: OpenHours | None

    def counter(self, at: Micros) -> Micros:
        """The counter at each instant, TIME_UNKNOWN where that is unknown."""
        return at if self.hours is None else self.hours.counter(at)

    def reached(self, counter: Micros) -> Micros:
        """The earliest instant at which the counter stands at each value."""
        return counter if self.hours is None else self.hours.reached(counter)


def _times(cases: int) -> Micros:
    return np.full(cases, TIME_UNKNOWN, dtype=np.int64)


@dataclass(slots=True)
class ClockHands:
    """One row a case. `base`: the counter at which nothing would be used (the start plus all that did not count), so
    that the time used is counter - base; `since`: when the clock was last set running; `due_at`: TIME_UNKNOWN until a
    breach settles it; `pausing`: a pause is in force, whether or not the clock has started."""

    cases: int
    target: int
    time: TimeBase
    phase: NDArray[np.int8] = field(init=False)
    pausing: NDArray[np.bool_] = field(init=False)
    base: Micros = field(init=False)
    since: Micros = field(init=False)
    started_at: Micros = field(init=False)
    stopped_at: Micros = field(init=False)
    stopped_count: Micros = field(init=False)
    pause_at: Micros = field(init=False)
    pause_count: Micros = field(init=False)
    paused: Micros = field(init=False)
    paused_wall: Micros = field(init=False)
    pauses: NDArray[np.int32] = field(init=False)
    due_at: Micros = field(init=False)

    def __post_init__(self) -> None:
        n = self.cases
        self.phase = np.full(n, Phase.NOT_STARTED, dtype=np.int8)
        self.pausing = np.zeros(n, dtype=bool)
        self.pauses = np.zeros(n, dtype=np.int32)
        self.since, self.started_at, self.stopped_at, self.due_at = (_times(n) for _ in range(4))
        self.base, self.stopped_count, self.pause_at, self.pause_count = (np.zeros(n, np.int64) for _ in range(4))
        self.paused, self.paused_wall = np.zeros(n, np.int64), np.zeros(n, np.int64)

    def due(self, row: Micros) -> Micros:
        """When the target is used up if nothing stops the clock any more; not before it was last set running."""
        return np.maximum(self.time.reached(self.base[row] + self.target), self.since[row])

    def note_breaches(self, row: Micros, at: Micros, count: Micros) -> None:
        """Settle the due date of running clocks that have passed it before `at`."""
        may = (self.phase[row] == _RUNNING) & (count - self.base[row] >= self.target)
        may &= self.due_at[row] == TIME_UNKNOWN
        row, at = row[may], at[may]
        if len(row):
            due = self.due(row)
            over = due < at
            self.due_at[row[over]] = due[over]

    def begin(self, row: Micros, at: Micros, count: Micros) -> None:
        """A new clock at nothing; paused at once where a pause is in force."""
        self.started_at[row], self.base[row] = at, count
        self.stopped_at[row] = self.due_at[row] = TIME_UNKNOWN
        self.paused[row] = self.paused_wall[row] = 0
        self.pauses[row] = 0
        self.run_on(row, at, count)

    def begin_as(self, other: ClockHands, row: Micros) -> None:
        """The clock of `other`, with all that it has seen."""
        for name in ("started_at", "base", "since", "due_at", "paused", "paused_wall", "pauses", "phase"):
            getattr(self, name)[row] = getattr(other, name)[row]
        self.pause_at[row], self.pause_count[row] = other.pause_at[row], other.pause_count[row]
        self.stopped_at[row] = TIME_UNKNOWN

    def run_on(self, row: Micros, at: Micros, count: Micros) -> None:
        """Running from here; paused where a pause is in force."""
        on = self.pausing[row]
        self.since[row] = at
        self.phase[row] = np.where(on, _PAUSED, _RUNNING)
        self.pauses[row] += on
        self.pause_at[row], self.pause_count[row] = at, count

    def take_up(self, row: Micros, at: Micros, count: Micros) -> None:
        """A stopped clock goes on; the time since it stopped does not count."""
        self.base[row] += count - self.stopped_count[row]
        self.stopped_at[row] = TIME_UNKNOWN
        self.run_on(row, at, count)

    def pause(self, row: Micros, at: Micros, count: Micros) -> None:
        """A pause comes into force, where none is."""
        fresh = ~self.pausing[row]
        row, at, count = row[fresh], at[fresh], count[fresh]
        running = row[self.phase[row] == _RUNNING]
        self.pausing[row] = True
        self.pause_at[row], self.pause_count[row] = at, count
        self.phase[running] = _PAUSED
        self.pauses[running] += 1

    def count_pauses(self, row: Micros, at: Micros, count: Micros) -> None:
        """Count pauses in force up to `at`; they stay in force."""
        on = self.phase[row] == _PAUSED
        row, at, count = row[on], at[on], count[on]
        spent = count - self.pause_count[row]
        self.base[row] += spent
        self.paused[row] += spent
        self.paused_wall[row] += at - self.pause_at[row]
        self.pause_at[row], self.pause_count[row] = at, count

    def resume(self, row: Micros, at: Micros, count: Micros) -> None:
        """No pause is in force any more."""
        self.count_pauses(row, at, count)
        self.pausing[row] = False
        on = self.phase[row] == _PAUSED
        self.phase[row[on]] = _RUNNING
        self.since[row[on]] = at[on]

    def end(self, row: Micros, at: Micros, count: Micros, phase: Phase) -> None:
        """Stop or cancel the clocks that go; a pause ends with its clock."""
        self.resume(row, at, count)
        going = (self.phase[row] == _RUNNING) | (self.phase[row] == _PAUSED)
        row = row[going]
        self.phase[row] = phase
        self.stopped_at[row], self.stopped_count[row] = at[going], count[going]
