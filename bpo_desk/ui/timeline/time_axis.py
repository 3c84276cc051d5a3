"""Ticks of a time axis in a local zone: what to write at which instant, in two levels (days and hours, months and
days, years and months). Pure; pixels are the painter's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from bpo_desk.models.times import to_datetime, to_micros
from bpo_desk.ui.time_words import calendar_name, span, weekday_words

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

# Steps within a day divide it evenly, so that every day has the same ticks.
_WITHIN_DAY: Final = (
    SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE,
    HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
)  # fmt: skip
_DAYS: Final = (1, 2, 5, 10)
_MONTHS: Final = (1, 3, 6)
_YEARS: Final = (1, 2, 5, 10, 20, 50)
_MONTH: Final = 30 * DAY
_YEAR: Final = 365 * DAY


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark of the axis at `micros` UTC. A major one starts a new day, month or year and carries its name."""

    micros: int
    text: str
    major: bool


@dataclass(frozen=True, slots=True)
class Ticks:
    """All ticks in view, the name of the unit that stretches from before the left edge ("Tue 3 Nov 2026"), and the
    zone's name ("CET", "CEST/CET" where the clocks change in view)."""

    ticks: list[Tick]
    context: str
    zone: str


def time_ticks(first: int, last: int, width: float, zone: tzinfo, min_pixels: float = 64.0) -> Ticks:
    """Ticks between two instants (microseconds UTC, first < last) drawn over `width` pixels, at least `min_pixels`
    apart where the calendar allows. Wall times that a change of the clock skips have no tick."""
    need = (last - first) / max(width, 1.0) * min_pixels
    begin, end = _local(first, zone), _local(last, zone)
    zone_name = "/".join(dict.fromkeys(wall.tzname() or "UTC" for wall in (begin, end)))
    if need <= _WITHIN_DAY[-1]:
        step = next(s for s in _WITHIN_DAY if s >= need)
        form = "%H:%M:%S" if step < MINUTE else "%H:%M"
        ticks = _ticks(_walls_within_days(begin, end, step), first, last, form, _day_text, _starts_day)
        return Ticks(ticks, _day_text(begin), zone_name)
    if need <= _DAYS[-1] * DAY:
        step = next(d for d in _DAYS if d * DAY >= need)
        ticks = _ticks(_walls_of_days(begin, end, step), first, last, "%d", _month_text, _starts_month)
        return Ticks(ticks, _month_text(begin), zone_name)
    if need <= _MONTHS[-1] * _MONTH:
        step = next(m for m in _MONTHS if m * _MONTH >= need)
        ticks = _ticks(_walls_of_months(begin, end, step), first, last, "%b", _year_text, _starts_year)
        return Ticks(ticks, _year_text(begin), zone_name)
    step = next((y for y in _YEARS if y * _YEAR >= need), _YEARS[-1])
    years = range(max(begin.year // step * step, 1), end.year + 1, step)
    walls = (datetime(year, 1, 1, tzinfo=zone) for year in years)
    return Ticks(_ticks(walls, first, last, "%Y", _year_text, lambda _: False), "", zone_name)


_RELATIVE: Final = (*_WITHIN_DAY, DAY, 2 * DAY, 5 * DAY, 10 * DAY, 30 * DAY, 90 * DAY, _YEAR, 5 * _YEAR)


def relative_ticks(
    first: int, last: int, width: float, zero: int, zero_text: str, min_pixels: float = 64.0,
    amount: Callable[[int], str] = span,
) -> Ticks:  # fmt: skip
    """Ticks counted from an instant ("T+3 h", "T-2 d"), at least `min_pixels` apart; the major one is the instant
    itself. All in the unit of the axis, so that working time is counted where it shows working time."""
    need = (last - first) / max(width, 1.0) * min_pixels
    step = next((each for each in _RELATIVE if each >= need), _RELATIVE[-1])
    ticks = []
    for k in range(-((zero - first) // step), (last - zero) // step + 1):
        sign = "+" if k > 0 else "-"
        ticks.append(Tick(zero + k * step, f"T{sign}{amount(k * step)}" if k else zero_text, k == 0))
    return Ticks(ticks, "", "")


def _local(micros: int, zone: tzinfo) -> datetime:
    moment = to_datetime(micros)
    assert moment is not None, "an axis has no unknown ends"
    return moment.astimezone(zone)


def _day_text(wall: datetime) -> str:
    return weekday_words(wall)


def _month_text(wall: datetime) -> str:
    return f"{calendar_name(wall.month, '%B')} {wall.year:04}"


def _year_text(wall: datetime) -> str:
    return f"{wall.year}"


def _written(wall: datetime, form: str) -> str:
    """A wall time in one of the forms of ticks: as strftime, which is slow enough to be felt in every frame."""
    match form:
        case "%H:%M":
            return f"{wall.hour:02}:{wall.minute:02}"
        case "%H:%M:%S":
            return f"{wall.hour:02}:{wall.minute:02}:{wall.second:02}"
        case "%d":
            return f"{wall.day:02}"
        case "%b":
            return calendar_name(wall.month, form)
        case _:
            return wall.strftime(form)


def _starts_day(wall: datetime) -> bool:
    return (wall.hour, wall.minute, wall.second) == (0, 0, 0)


def _starts_month(wall: datetime) -> bool:
    return wall.day == 1


def _starts_year(wall: datetime) -> bool:
    return wall.month == 1


def _ticks(
    walls: Iterable[datetime],
    first: int,
    last: int,
    form: str,
    major_text: Callable[[datetime], str],
    is_major: Callable[[datetime], bool],
) -> list[Tick]:
    out = []
    for wall in walls:
        micros = to_micros(wall.astimezone(UTC))
        if first <= micros <= last:
            major = is_major(wall)
            out.append(Tick(micros, major_text(wall) if major else _written(wall, form), major))
    return out


def _walls_within_days(begin: datetime, end: datetime, step: int) -> Iterator[datetime]:
    day = begin.date()
    while day <= end.date():
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall time; the zone follows
        first = _into_day(begin) // step if day == begin.date() else 0
        stop = _into_day(end) // step + 1 if day == end.date() else DAY // step
        for k in range(first, min(stop, DAY // step)):
            wall = (midnight + timedelta(microseconds=k * step)).replace(tzinfo=begin.tzinfo)
            if wall.astimezone(UTC).astimezone(wall.tzinfo).replace(fold=0) == wall:
                yield wall
        day += timedelta(days=1)


def _into_day(wall: datetime) -> int:
    return (wall.hour * 3600 + wall.minute * 60 + wall.second) * SECOND + wall.microsecond


def _walls_of_days(begin: datetime, end: datetime, step: int) -> Iterator[datetime]:
    day = begin.date()
    while day <= end.date():
        # Days are counted from the first of the month, so that panning does not move the ticks.
        if (day.day - 1) % step == 0 and (step < 2 or day.day <= 31 - step // 2):
            yield datetime(day.year, day.month, day.day, tzinfo=begin.tzinfo)
        day += timedelta(days=1)


def _walls_of_months(begin: datetime, end: datetime, step: int) -> Iterator[datetime]:
    year, month = begin.year, (begin.month - 1) // step * step + 1
    while (year, month) <= (end.year, end.month):
        yield datetime(year, month, 1, tzinfo=begin.tzinfo)
        month += step
        if month > 12:
            year, month = year + 1, month - 12
