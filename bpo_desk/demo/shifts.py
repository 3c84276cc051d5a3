"""Working time of the demo's teams: open intervals on the UTC line, and moving along them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from bpo_desk.models.times import to_micros

MINUTE = 60_000_000
"""Microseconds in a minute."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of one team: a zone, the weekdays (0 = Monday) and the local opening and closing time."""

    zone: str
    weekdays: tuple[int, ...]
    opens: time
    closes: time
    holidays_of: str  # country code


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The open intervals of a shift, as microseconds UTC: starts[i] < ends[i] <= starts[i + 1]."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def next_open(self, at: int) -> int:
        """The first open instant at or after `at`; `at` itself beyond the last interval."""
        i = bisect_right(self.starts, at) - 1
        if i >= 0 and at < self.ends[i]:
            return at
        return self.starts[i + 1] if i + 1 < len(self.starts) else at

    def after(self, at: int, work: int) -> int:
        """The instant at which `work` microseconds of open time have passed since `at`."""
        at = self.next_open(at)
        i = bisect_right(self.starts, at) - 1
        while i < len(self.ends):
            room = self.ends[i] - at
            if work <= room:
                return at + work
            work -= room
            i += 1
            if i < len(self.starts):
                at = self.starts[i]
        return at + work


def working_time(shift: Shift, first: date, last: date) -> WorkingTime:
    """The open intervals of a shift on the local days first..last, public holidays left out."""
    zone = ZoneInfo(shift.zone)
    closed = holidays.country_holidays(shift.holidays_of, years=range(first.year, last.year + 1))
    starts, ends = [], []
    day = first
    while day <= last:
        if day.weekday() in shift.weekdays and day not in closed:
            starts.append(_micros(day, shift.opens, zone))
            ends.append(_micros(day, shift.closes, zone))
        day += timedelta(days=1)
    return WorkingTime(tuple(starts), tuple(ends))


def _micros(day: date, hour: time, zone: ZoneInfo) -> int:
    return to_micros(datetime.combine(day, hour, zone).astimezone(UTC))
