"""Calendars and instants that the tests of measures share."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from bpo_desk.measures.calendar import (
    BusinessCalendar,
    CalendarVersion,
    DatedHours,
    HolidaySet,
    Shift,
    always_open,
    weekly_calendar,
)
from bpo_desk.models.times import to_micros

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

ENGLAND = HolidaySet("GB", "ENG")
OFFICE = Shift(9 * 3600, 17 * 3600 + 1800)
LONDON = BusinessCalendar(
    "London", "Europe/London", (CalendarVersion(((OFFICE,),) * 5 + ((), ()), holidays=(ENGLAND,)),)
)
NEW_YORK = always_open("America/New_York")
NEW_YORK_DAYS = weekly_calendar("days", "America/New_York", range(7), Shift(8 * 3600, 20 * 3600))
MANILA = weekly_calendar("night", "Asia/Manila", range(5), Shift(21 * 3600, 30 * 3600))


def at(text: str) -> int:
    """Microseconds UTC of an ISO 8601 text with an offset."""
    return to_micros(datetime.fromisoformat(text).astimezone(UTC))


ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC", "America/Sao_Paulo")
QUARTER = 900
_opens = st.integers(0, 95)


@st.composite
def shifts(draw: st.DrawFn) -> tuple[Shift, ...]:
    """Up to three shifts on quarters of an hour, overlapping, touching and running over midnight."""
    out = []
    for _ in range(draw(st.integers(0, 3))):
        opens = draw(_opens)
        out.append(Shift(opens * QUARTER, (opens + draw(st.integers(1, 96))) * QUARTER))
    return tuple(out)


@st.composite
def calendars(draw: st.DrawFn, first: datetime, days: int) -> BusinessCalendar:
    """A calendar of one or two versions with exceptions in the given days."""
    dates = st.integers(0, days).map(lambda place: first.date().fromordinal(first.date().toordinal() + place))
    versions = []
    for since in (None, draw(st.one_of(st.none(), dates))):
        if versions and since is None:
            continue
        exceptions = {day: DatedHours(day, draw(shifts())) for day in draw(st.lists(dates, max_size=3))}
        weekly = tuple(draw(shifts()) for _ in range(7))
        versions.append(CalendarVersion(weekly, since, tuple(exceptions.values())))
    return BusinessCalendar("any", draw(st.sampled_from(ZONES)), tuple(versions))
