"""A day, a week or a month of a calendar: from when to when it lasts in a zone, and its neighbours. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.times import to_datetime, to_micros

translate = QCoreApplication.translate


class PeriodKind(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its kind and its first day."""

    kind: PeriodKind
    first: date

    @classmethod
    def around(cls, kind: PeriodKind, micros: int, zone: tzinfo) -> Period:
        """The period that an instant (microseconds UTC) lies in; weeks begin on Monday."""
        earliest, latest = to_micros(datetime(1900, 1, 1, tzinfo=UTC)), to_micros(datetime(2199, 12, 1, tzinfo=UTC))
        moment = to_datetime(min(max(micros, earliest), latest))  # what lies outside is bad data, or means "never"
        assert moment is not None  # a bounded one is known
        day = moment.astimezone(zone).date()
        if kind is PeriodKind.WEEK:
            day -= timedelta(days=day.weekday())
        elif kind is PeriodKind.MONTH:
            day = day.replace(day=1)
        return cls(kind, day)

    @property
    def next(self) -> Period:
        """The one after."""
        if self.kind is PeriodKind.MONTH:
            return Period(self.kind, (self.first + timedelta(days=31)).replace(day=1))
        return Period(self.kind, self.first + timedelta(days=7 if self.kind is PeriodKind.WEEK else 1))

    @property
    def previous(self) -> Period:
        """The one before."""
        if self.kind is PeriodKind.MONTH:
            return Period(self.kind, (self.first - timedelta(days=1)).replace(day=1))
        return Period(self.kind, self.first - timedelta(days=7 if self.kind is PeriodKind.WEEK else 1))

    def bounds(self, zone: tzinfo) -> tuple[int, int]:
        """Its first instant and that of the next period (microseconds UTC): local midnights, so a day on which the
        clocks change is shorter or longer than others."""
        return _midnight(self.first, zone), _midnight(self.next.first, zone)

    def words(self) -> str:
        """ "November 2026", "Week of 16 Nov 2026", "Mon 16 Nov 2026"."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.first:%B %Y}"
        day = f"{self.first.day} {self.first:%b %Y}"
        return (
            translate("team", "Week of {day}").format(day=day)
            if self.kind is PeriodKind.WEEK
            else f"{self.first:%a} {day}"
        )


def _midnight(day: date, zone: tzinfo) -> int:
    return to_micros(datetime.combine(day, time(), zone))
