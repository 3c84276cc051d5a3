"""Open hours the slow and obvious way: look at the local clock every quarter of an hour. No code of bpo_desk.measures
beyond the fields of the rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bpo_desk.measures.calendar import BusinessCalendar, Shift

STEP = 900 * 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def shifts_of(calendar: BusinessCalendar, day: date) -> tuple[Shift, ...]:
    """The shifts that begin on a date; holidays are not looked at here."""
    version = [v for v in calendar.versions if v.since is None or v.since <= day][-1]
    for dated in version.exceptions:
        if dated.day == day:
            return dated.shifts
    return version.weekly[day.weekday()]


def open_quarters(calendar: BusinessCalendar, first: datetime, quarters: int) -> list[bool]:
    """Whether the calendar is open in each of the quarters of an hour from `first` on. A local reading that comes twice
    counts the first time: the clock is taken to stand at the latest reading that it has shown."""
    zone = ZoneInfo(calendar.zone)
    shown = datetime.min  # noqa: DTZ901 - a reading of a wall clock
    out = []
    for place in range(-4 * 4 * 24, quarters):
        reading = (first + place * timedelta(seconds=900)).astimezone(zone).replace(tzinfo=None)
        shown = max(shown, reading)
        seconds = shown.hour * 3600 + shown.minute * 60 + shown.second
        today = any(s.opens <= seconds < s.closes for s in shifts_of(calendar, shown.date()))
        yesterday = shifts_of(calendar, shown.date() - timedelta(days=1))
        out.append(today or any(s.opens <= seconds + 86_400 < s.closes for s in yesterday))
    return out[4 * 4 * 24 :]


def quarter(first: datetime, place: int) -> int:
    """The beginning of a quarter in microseconds UTC."""
    return (first - EPOCH) // timedelta(microseconds=1) + place * STEP
