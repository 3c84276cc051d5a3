"""Times and spans of time in words. Spans take int64 microseconds; instants are shown local with their zone, which is
the same on every screen: `display_zone` of the settings.

Imported before the first paint: no numpy, no Qt.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import Final

from bpo_desk.models.times import to_datetime

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
YEAR: Final = 365 * DAY


def span(micros: int) -> str:
    """A length of time in its two largest units: "45 s", "12 min", "3 h 10 m", "2 d 4 h", "40 d", "2 y 35 d"."""
    micros = abs(micros)
    if micros < MINUTE:
        return f"{micros // SECOND} s"
    if micros < HOUR:
        return f"{micros // MINUTE} min"
    if micros < DAY:
        return _two(micros, HOUR, "h", MINUTE, "m")
    if micros < 10 * DAY:
        return _two(micros, DAY, "d", HOUR, "h")
    if micros < YEAR:
        return f"{micros // DAY} d"
    return _two(micros, YEAR, "y", DAY, "d")


def working_span(micros: int) -> str:
    """The same of working time, in hours and minutes: "25 h", "7 h 30 m". A day of it would be no day of a calendar."""
    micros = abs(micros)
    return span(micros) if micros < DAY else f"{micros // HOUR:,} h"


def _two(micros: int, large: int, large_word: str, small: int, small_word: str) -> str:
    first, rest = divmod(micros, large)
    second = rest // small
    return f"{first} {large_word} {second} {small_word}" if second else f"{first} {large_word}"


def display_zone(name: str) -> tzinfo:
    """The zone in which the desk shows times: the one that the settings name (IANA), else this machine's. Where the
    machine does not know that name, its own; where it does not know its own by name, UTC's distance of today."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # these two are for after the first paint

    from PySide6.QtCore import QTimeZone

    for known in (name, QTimeZone.systemTimeZoneId().toStdString()):
        try:
            return ZoneInfo(known)
        except (ZoneInfoNotFoundError, ValueError):  # ValueError: "", or a name that is a path
            continue
    return datetime.now(UTC).astimezone().tzinfo or UTC


@cache
def month(number: int) -> str:
    """The short name of a month (1..12) in this machine's language: asked once, it costs more than all the rest of a
    time in words."""
    return f"{date(2000, number, 1):%b}"


def local(micros: int, zone: tzinfo | None = None) -> str:
    """An instant in a zone (None: this machine's), with the zone's name: "21 Nov 2026 14:05 CET"."""
    moment = to_datetime(micros)
    if moment is None:
        return "unknown"
    there = moment.astimezone(zone)
    words = f"{there.day} {month(there.month)} {there.year} {there.hour:02}:{there.minute:02}"
    return f"{words} {there.tzname() or ''}".rstrip()


def utc(micros: int) -> str:
    """An instant in UTC, to the second: "2026-11-21 13:05:00 UTC"."""
    moment = to_datetime(micros)
    return "unknown" if moment is None else f"{moment.replace(microsecond=0, tzinfo=None).isoformat(' ')} UTC"


def both(micros: int, zone: tzinfo | None = None) -> str:
    """An instant for a tooltip: local with its zone, and UTC under it."""
    return f"{local(micros, zone)}\n{utc(micros)}"


def now_micros() -> int:
    """This moment in microseconds UTC."""
    return int(datetime.now(UTC).timestamp() * 1_000_000)
