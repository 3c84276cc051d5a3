"""BusinessCalendar: when work is done, as rules in local time: weekly hours, dated exceptions, holidays, versions.

What the rules say of one day is here; instants and sums are in open_hours.py, the text form in calendar_text.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_SECONDS: Final = 86_400


class Shift(NamedTuple):
    """Opening hours that begin on one local day: seconds of the local clock since its midnight. 0 <= opens < 86400,
    opens < closes <= opens + 86400; closes beyond 86400 is on the next day."""

    opens: int
    closes: int


Shifts = tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """The public holidays of a country (ISO 3166 code), or of one of its subdivisions, as the `holidays` package has
    them, days in lieu included."""

    country: str
    subdivision: str = ""

    @property
    def word(self) -> str:
        """ "GB-ENG", as in files."""
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country


@dataclass(frozen=True, slots=True)
class DatedHours:
    """The hours of one date whatever week and holidays say; no shift: closed. `reason` is shown to people."""

    day: date
    shifts: Shifts = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """The rules for shifts that begin on `since` or later (None: from the beginning), until the next version.

    `weekly` has seven entries, Monday first. A holiday closes its day, an exception decides over both. Shifts belong
    to the day on which they begin: one that runs over midnight into a holiday is worked to its end.
    """

    weekly: tuple[Shifts, ...]
    since: date | None = None
    exceptions: tuple[DatedHours, ...] = ()
    holidays: tuple[HolidaySet, ...] = ()


class Day(NamedTuple):
    """What the rules say of one date: its shifts, and why they are not those of the week ("" where they are)."""

    shifts: Shifts
    reason: str


@dataclass(frozen=True, slots=True)
class Applies:
    """Which cases a calendar is for: each condition that is given must hold, with any of its values, whatever their
    case. `process`: keys or names; `client`: names; `fields`: (name of a field, values that it has now), such as the
    service level that was agreed. Without conditions it is for cases that no other calendar is meant for."""

    process: tuple[str, ...] = ()
    client: tuple[str, ...] = ()
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def conditions(self) -> int:
        """How many conditions there are."""
        return bool(self.process) + bool(self.client) + len(self.fields)


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """A named calendar in an IANA zone; versions in the order of their dates, the first one without a date.

    Raises ValueError for rules that cannot be: an unknown zone, shifts out of range, weeks that have not seven days,
    versions out of order, two exceptions for one date. Unknown holiday sets raise ValueError when days are asked for.
    """

    name: str
    zone: str
    versions: tuple[CalendarVersion, ...] = field(default_factory=tuple)
    applies: Applies = field(default_factory=Applies)

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {self.zone!r}") from error
        if not self.versions or self.versions[0].since is not None:
            raise ValueError("the first version of a calendar holds from the beginning and has no date")
        dates = [version.since for version in self.versions[1:]]
        known = [day for day in dates if day is not None]
        if len(known) < len(dates) or known != sorted(set(known)):
            raise ValueError("every version after the first needs a date later than the one before")
        for version in self.versions:
            _check(version)

    def days(self, first: date, last: date) -> list[Day]:
        """What the rules say of each date from `first` to `last`, both included."""
        out: list[Day] = []
        ends = [*(version.since for version in self.versions[1:]), None]
        begin = first
        for version, end in zip(self.versions, ends, strict=True):
            until = last if end is None else min(last, end - timedelta(days=1))
            if begin <= until:
                out += _days_of(version, begin, until)
                begin = until + timedelta(days=1)
        return out

    def day(self, which: date) -> Day:
        """What the rules say of one date."""
        return self.days(which, which)[0]


def always_open(zone: str = "UTC", name: str = "24x7") -> BusinessCalendar:
    """A calendar that never closes."""
    return weekly_calendar(name, zone, range(7), Shift(0, DAY_SECONDS))


def weekly_calendar(name: str, zone: str, weekdays: range | tuple[int, ...], *shifts: Shift) -> BusinessCalendar:
    """A calendar with the same shifts on the given weekdays (Monday is 0) and nothing else."""
    weekly = tuple(tuple(shifts) if weekday in weekdays else () for weekday in range(7))
    return BusinessCalendar(name, zone, (CalendarVersion(weekly),))


def holiday_names(which: HolidaySet, first_year: int, last_year: int) -> dict[date, str]:
    """Date -> name of the holidays of a set in the given years. ValueError where the set is not known."""
    import holidays

    try:
        found = holidays.country_holidays(
            which.country, subdiv=which.subdivision or None, years=range(first_year, last_year + 1)
        )
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known for {which.word!r}") from error
    return dict(found.items())


def _days_of(version: CalendarVersion, first: date, last: date) -> list[Day]:
    closed: dict[date, str] = {}
    for which in version.holidays:
        for day, name in holiday_names(which, first.year, last.year).items():
            closed.setdefault(day, name)
    special = {dated.day: Day(dated.shifts, dated.reason or "other hours") for dated in version.exceptions}
    special = {**{day: Day((), name) for day, name in closed.items()}, **special}
    week = [Day(shifts, "") for shifts in version.weekly]
    start = first.toordinal()
    out = [week[(ordinal - 1) % 7] for ordinal in range(start, last.toordinal() + 1)]
    for day, rules in special.items():
        if first <= day <= last:
            out[day.toordinal() - start] = rules
    return out


def _check(version: CalendarVersion) -> None:
    if len(version.weekly) != 7:
        raise ValueError("the hours of a week are seven days, Monday first")
    dates = [dated.day for dated in version.exceptions]
    if len(set(dates)) < len(dates):
        raise ValueError("a date can have one exception only")
    for shifts in (*version.weekly, *(dated.shifts for dated in version.exceptions)):
        for shift in shifts:
            if not (0 <= shift.opens < DAY_SECONDS and shift.opens < shift.closes <= shift.opens + DAY_SECONDS):
                raise ValueError(f"hours from {shift.opens} s to {shift.closes} s after midnight are no shift")
