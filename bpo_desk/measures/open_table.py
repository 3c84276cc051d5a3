"""OpenTable: the open intervals of a business calendar over some years, as instants with sums and a direct index.

How long-lived users of it ask is open_hours.py's; rules in local time are calendar.py's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bpo_desk.measures.calendar import DAY_SECONDS, BusinessCalendar

Micros = NDArray[np.int64]

SECOND: Final = 1_000_000
DAY: Final = DAY_SECONDS * SECOND
_BUCKET: Final = 36  # 2**36 us are 19 h: few intervals begin in one bucket
_FAR: Final = int(np.iinfo(np.int64).max)
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_LOCAL_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - a reading of a wall clock, not an instant
ZERO_YEAR: Final = 2020
"""The counter of open time stands at 0 when this year begins (UTC), whatever years are compiled."""


def year_start(year: int) -> int:
    """The beginning of a year in UTC."""
    return (date(year, 1, 1).toordinal() - _EPOCH_DAY) * DAY


@dataclass(frozen=True, slots=True)
class OpenTable:
    """m open intervals, disjoint, ascending and complete from `first_year` to `last_year` (UTC): `opens`, `closes`
    int64[m + 1] (the last one a guard far away), `before` int64[m + 1] the counter at each opening. `index`: for each
    bucket of 2**36 us since `origin` the first interval that closes after its beginning; the interval of a time is at
    most `steps` further on."""

    first_year: int
    last_year: int
    opens: Micros
    closes: Micros
    before: Micros
    origin: int
    index: NDArray[np.int64]
    steps: int

    def interval(self, at: Micros) -> NDArray[np.int64]:
        """The first interval that closes after each time of these years; the guard where none does."""
        found: NDArray[np.int64] = self.index[(at - self.origin) >> _BUCKET]
        for _ in range(self.steps):
            found += self.closes[found] <= at
        return found

    def counter(self, at: Micros) -> Micros:
        """Open time from the beginning of 2020 to each time of these years, negative before."""
        found = self.interval(at)
        spent = at - self.opens[found]
        np.maximum(spent, 0, out=spent)
        spent += self.before[found]
        return spent

    @property
    def lowest(self) -> int:
        """The counter at the beginning of the first year."""
        return int(self.counter(np.array([year_start(self.first_year)]))[0])

    @property
    def highest(self) -> int:
        """The counter at the end of the last year."""
        return int(self.counter(np.array([year_start(self.last_year + 1)]))[0])

    def first_at(self, counter: Micros) -> Micros:
        """The earliest instant at which the counter stands at each value, which must be above `lowest`."""
        found = np.searchsorted(self.before, counter, side="left") - 1
        return self.opens[found] + (counter - self.before[found])

    def last_at(self, counter: Micros) -> Micros:
        """The latest instant at which the counter stands at each value, which must be below `highest`."""
        found = np.searchsorted(self.before, counter, side="right") - 1
        return self.opens[found] + (counter - self.before[found])


def compiled(calendar: BusinessCalendar, first_year: int, last_year: int) -> OpenTable:
    """The table of a calendar for years around ZERO_YEAR. ValueError for other years, and where a holiday set of the
    calendar is not known."""
    if not first_year <= ZERO_YEAR <= last_year:
        raise ValueError(f"open hours are compiled around {ZERO_YEAR}")
    first = date(first_year, 1, 1) - timedelta(days=3)  # shifts over midnight, zones far from UTC
    last = date(last_year, 12, 31) + timedelta(days=3)
    opens, closes = _local_shifts(calendar, first, last)
    local = np.unique(np.concatenate((opens, closes)))
    instants = instants_of(local, ZoneInfo(calendar.zone))
    begins, ends = _united(instants[np.searchsorted(local, opens)], instants[np.searchsorted(local, closes)])
    sums = np.zeros(len(begins) + 1, dtype=np.int64)
    np.cumsum(ends - begins, out=sums[1:])
    begins, ends = np.append(begins, _FAR), np.append(ends, _FAR)
    origin = year_start(first_year)
    buckets = origin + (np.arange(((year_start(last_year + 1) - origin) >> _BUCKET) + 2) << _BUCKET)
    index = np.searchsorted(ends, buckets, side="right")
    steps = int(np.diff(index).max(initial=0))
    raw = OpenTable(first_year, last_year, begins, ends, sums, origin, index[:-1], steps)
    zero = int(raw.counter(np.array([year_start(ZERO_YEAR)]))[0])
    return OpenTable(first_year, last_year, begins, ends, sums - zero, origin, index[:-1], steps)


def instants_of(local: NDArray[np.int64], zone: ZoneInfo) -> Micros:
    """Microseconds UTC of readings of a local clock (seconds since 1970 on that clock): the first instant at which it
    shows that reading or a later one. So a reading that comes twice is its first time, one that the clock jumps over
    is the jump, and later readings are never earlier instants."""
    out = np.empty(len(local), dtype=np.int64)
    for place, seconds in enumerate(local.tolist()):
        reading = (_LOCAL_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=zone)
        offset = _offset(reading)
        later = _offset(reading.replace(fold=1))
        out[place] = seconds - offset if later <= offset else _jump(zone, seconds - later, seconds - offset)
    return out * SECOND


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    return 0 if offset is None else offset.days * DAY_SECONDS + offset.seconds


def _jump(zone: ZoneInfo, low: int, high: int) -> int:
    """The first second of (low, high] with the offset of `high`: PEP 495 says that the clock jumped between them."""
    after = _offset(datetime.fromtimestamp(high, UTC).astimezone(zone))
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(datetime.fromtimestamp(middle, UTC).astimezone(zone)) == after:
            high = middle
        else:
            low = middle
    return high


def _local_shifts(calendar: BusinessCalendar, first: date, last: date) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Openings and closings in seconds since 1970 on the local clock."""
    midnight = (first.toordinal() - _EPOCH_DAY) * DAY_SECONDS
    opens, closes = [], []
    for day in calendar.days(first, last):
        for shift in day.shifts:
            opens.append(midnight + shift.opens)
            closes.append(midnight + shift.closes)
        midnight += DAY_SECONDS
    return np.array(opens, dtype=np.int64), np.array(closes, dtype=np.int64)


def _united(opens: Micros, closes: Micros) -> tuple[Micros, Micros]:
    """The union of intervals as disjoint ones that do not touch."""
    some = closes > opens
    opens, closes = opens[some], closes[some]
    order = np.argsort(opens, kind="stable")
    opens, closes = opens[order], np.maximum.accumulate(closes[order])
    if not len(opens):
        return opens, closes
    begins = np.append(True, opens[1:] > closes[:-1])
    return opens[begins], closes[np.append(begins[1:], True)]
