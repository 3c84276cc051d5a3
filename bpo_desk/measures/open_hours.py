"""OpenHours: the arithmetic of open time on whole columns, for one business calendar.

All times are int64 microseconds UTC, exact. Rules in local time are calendar.py's, the compiled table open_table.py's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bpo_desk.measures.calendar import BusinessCalendar
from bpo_desk.measures.open_table import ZERO_YEAR, Micros, OpenTable, compiled, year_start
from bpo_desk.models.ids import TIME_UNKNOWN

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
"""Times outside these years (UTC) are bad data or stand for "never": answers about them are TIME_UNKNOWN."""

_LOWEST: Final = year_start(FIRST_YEAR)
_HIGHEST: Final = year_start(LAST_YEAR + 1)


class Pieces(NamedTuple):
    """Parts of stretches, each wholly open or wholly closed, in order: `row` of the stretch, `start`, `end`, `open`."""

    row: NDArray[np.int64]
    start: Micros
    end: Micros
    open: NDArray[np.bool_]


class OpenHours:
    """The open time of one calendar, compiled for the years that have been asked for; `open_hours` keeps them.

    Columns in, columns out; a single number counts as a column of one.

    Safe to ask from several threads: a table is never changed, only replaced by a longer one.
    """

    def __init__(self, calendar: BusinessCalendar) -> None:
        self.calendar = calendar
        self._table = compiled(calendar, ZERO_YEAR, ZERO_YEAR + 10)

    def counter(self, at: ArrayLike) -> Micros:
        """A counter that runs while the calendar is open: microseconds of open time since 2020 began (UTC), negative
        before. Differences of it are open time. TIME_UNKNOWN for times unknown or outside FIRST_YEAR..LAST_YEAR."""
        times = np.atleast_1d(np.asarray(at, dtype=np.int64))
        known = is_known(times)
        if known.all():
            return self._covering(times).counter(times)
        out = np.full(times.shape, TIME_UNKNOWN, dtype=np.int64)
        out[known] = self._covering(times[known]).counter(times[known])
        return out

    def reached(self, counter: ArrayLike) -> Micros:
        """The earliest instant at which the counter stands at each value. TIME_UNKNOWN where it never does in these
        years, or where the value is TIME_UNKNOWN."""
        values = np.atleast_1d(np.asarray(counter, dtype=np.int64))
        table = self._table
        known = values != TIME_UNKNOWN
        if not known.any():
            return np.full(values.shape, TIME_UNKNOWN, dtype=np.int64)
        low, high = int(values[known].min()), int(values[known].max())
        while low <= table.lowest and table.first_year > FIRST_YEAR:
            table = self._grown(table.first_year - _more(table), table.last_year)
        while high > table.highest and table.last_year < LAST_YEAR:
            table = self._grown(table.first_year, table.last_year + _more(table))
        known &= (values > table.lowest) & (values <= table.highest)
        out = np.full(values.shape, TIME_UNKNOWN, dtype=np.int64)
        out[known] = table.first_at(values[known])
        return out

    def open_time(self, start: ArrayLike, end: ArrayLike) -> Micros:
        """Open time between two instants; negative where the end is before the start, so that parts add up.

        TIME_UNKNOWN where one of them is unknown.
        """
        begin, finish = self.counter(start), self.counter(end)
        unknown = (begin == TIME_UNKNOWN) | (finish == TIME_UNKNOWN)
        return np.where(unknown, TIME_UNKNOWN, finish - begin)

    def add_open_time(self, start: ArrayLike, amount: ArrayLike) -> Micros:
        """The earliest instant at which `amount` of open time has passed since `start`; amount 0: `start` itself.

        So it falls on a closing, never on the next opening. TIME_UNKNOWN where either is unknown or it is not reached
        in these years. Raises ValueError for a negative amount.
        """
        begin, more = np.broadcast_arrays(np.atleast_1d(np.asarray(start, np.int64)), np.asarray(amount, np.int64))
        said = more != TIME_UNKNOWN
        if (more[said] < 0).any():
            raise ValueError("open time is added, not taken away")
        known = said & is_known(begin)
        target = self.counter(np.where(known, begin, 0)) + np.clip(more, 0, _HIGHEST - _LOWEST)
        due = self.reached(np.where(known & (more > 0), target, TIME_UNKNOWN))
        return np.where(known & (more == 0), begin, due)

    def next_open(self, at: ArrayLike) -> Micros:
        """The time itself where the calendar is open (openings are, closings are not), else the next opening.

        TIME_UNKNOWN where the time is unknown or the calendar does not open again in these years.
        """
        times = np.atleast_1d(np.asarray(at, dtype=np.int64))
        known = is_known(times)
        out = np.full(times.shape, TIME_UNKNOWN, dtype=np.int64)
        some = times[known]
        table = self._covering(some)
        while (never := table.interval(some) == len(table.opens) - 1).any() and table.last_year < LAST_YEAR:
            table = self._grown(table.first_year, table.last_year + _more(table))
        found = np.maximum(some, table.opens[table.interval(some)])
        out[known] = np.where(never, TIME_UNKNOWN, found)
        return out

    def intervals(self, start: int, end: int) -> tuple[Micros, Micros]:
        """Openings and closings of the open intervals between two known instants, cut to them. ValueError for
        instants outside FIRST_YEAR..LAST_YEAR."""
        pieces = self.cut(np.array([start], dtype=np.int64), np.array([max(start, end)], dtype=np.int64))
        return pieces.start[pieces.open], pieces.end[pieces.open]

    def cut(self, start: Micros, end: Micros) -> Pieces:
        """The open and closed pieces of n stretches of known times, end >= start. ValueError for times outside
        FIRST_YEAR..LAST_YEAR."""
        if not (is_known(start).all() and is_known(end).all()):
            raise ValueError("open hours are told between known times only")
        table = self._covering(np.concatenate((start, end)))
        first = table.interval(start)
        touched = table.interval(end) - first + 1
        row = np.repeat(np.arange(len(start)), touched)
        place = np.arange(len(row)) - np.repeat(np.cumsum(touched) - touched, touched)
        which = first[row] + place
        opens = np.clip(table.opens[which], start[row], end[row])
        closes = np.clip(table.closes[which], start[row], end[row])
        closed_from = np.where(place == 0, start[row], np.roll(closes, 1))
        starts = np.stack((closed_from, opens), axis=1).ravel()
        ends = np.stack((opens, closes), axis=1).ravel()
        keep = ends > starts
        is_open = np.tile(np.array([False, True]), len(row))
        return Pieces(np.repeat(row, 2)[keep], starts[keep], ends[keep], is_open[keep])

    def _covering(self, times: Micros) -> OpenTable:
        """A table with the years of all the given known times."""
        table = self._table
        if not times.size:
            return table
        low, high = _year(int(times.min())), _year(int(times.max()))
        if low >= table.first_year and high <= table.last_year:
            return table
        return self._grown(min(low - 1, table.first_year), max(high + 1, table.last_year))

    def _grown(self, first_year: int, last_year: int) -> OpenTable:
        self._table = compiled(self.calendar, max(first_year, FIRST_YEAR), min(last_year, LAST_YEAR))
        return self._table


@lru_cache(maxsize=64)
def open_hours(calendar: BusinessCalendar) -> OpenHours:
    """The compiled form of a calendar, made once. ValueError for a calendar with an unknown holiday set."""
    return OpenHours(calendar)


def is_known(at: Micros) -> NDArray[np.bool_]:
    """Which times are instants of FIRST_YEAR..LAST_YEAR."""
    found: NDArray[np.bool_] = (at >= _LOWEST) & (at < _HIGHEST)
    return found


def _more(table: OpenTable) -> int:
    """How many years to compile beyond a table that is too short: as many again."""
    return table.last_year - table.first_year + 1


def _year(micros: int) -> int:
    return 1970 + int(np.datetime64(micros, "us").astype("datetime64[Y]").astype(np.int64))
