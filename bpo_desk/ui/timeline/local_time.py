"""Writes instants in one zone, with and without seconds and zone, and reads typed ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.times import to_datetime, to_micros
from bpo_desk.ui.time_words import date_words

translate = QCoreApplication.translate


def zone_named(name: str) -> tzinfo:
    """The IANA zone of that name; UTC where this machine does not know it (each time is shown with its zone)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


@dataclass(frozen=True, slots=True)
class LocalTime:
    """Writes instants (microseconds UTC) in one zone."""

    zone: tzinfo

    def local(self, micros: int) -> datetime | None:
        """The wall time, None for an unknown one."""
        moment = to_datetime(micros)
        return None if moment is None else moment.astimezone(self.zone)

    def minute(self, micros: int) -> str:
        """ "21 Nov 2026 14:05", without zone: for columns whose header names it."""
        wall = self.local(micros)
        return _unknown() if wall is None else _minute(wall)

    def second(self, micros: int) -> str:
        """ "21 Nov 2026 14:05:09"."""
        wall = self.local(micros)
        return _unknown() if wall is None else f"{_minute(wall)}:{wall.second:02}"

    def zoned(self, micros: int) -> str:
        """ "21 Nov 2026 14:05:09 CET"."""
        wall = self.local(micros)
        return _unknown() if wall is None else f"{_minute(wall)}:{wall.second:02} {_abbreviation(wall)}"

    def zoned_minute(self, micros: int) -> str:
        """ "21 Nov 2026 14:05 CET"."""
        wall = self.local(micros)
        return _unknown() if wall is None else f"{_minute(wall)} {_abbreviation(wall)}"

    def abbreviation(self, micros: int) -> str:
        """The zone's short name at an instant ("CET", "CEST")."""
        wall = self.local(micros)
        return "UTC" if wall is None else _abbreviation(wall)

    def micros_of(self, text: str) -> int | None:
        """The instant of a typed local time (ISO 8601, or "21 Nov 2026 14:05"), None where it is no time."""
        text = " ".join(text.split())
        for form in (
            None,
            "%d %b %Y %H:%M:%S",
            "%d %b %Y %H:%M",
            "%d %b %Y",
            "%d.%m.%Y %H:%M:%S",
            "%d.%m.%Y %H:%M",
            "%d.%m.%Y",
        ):
            try:
                typed = datetime.fromisoformat(text) if form is None else datetime.strptime(text, form)  # noqa: DTZ007
            except ValueError:
                continue
            return to_micros(typed if typed.tzinfo else typed.replace(tzinfo=self.zone))
        return None


def _minute(wall: datetime) -> str:
    return f"{date_words(wall, 2)} {wall.hour:02}:{wall.minute:02}"


def _abbreviation(wall: datetime) -> str:
    return wall.tzname() or "UTC"


def _unknown() -> str:
    return translate("time", "time unknown")
