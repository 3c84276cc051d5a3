"""Times and spans of time in words. Spans take int64 microseconds; instants are shown local with their zone, which is
the same on every screen: `display_zone` of the settings.

Imported before the first paint: no numpy, and of Qt only what says another language.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import Final

from bpo_desk.models.times import to_datetime

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
YEAR: Final = 365 * DAY

_UNKNOWN: Final = "unknown"
_DATE: Final = "{day} {month} {year}"
_WEEKDAY_DATE: Final = "{weekday} {day} {month} {year}"
SAID: Final[dict[str, str]] = {text: text for text in ("s", "min", "h", "m", "d", "y", _UNKNOWN, _DATE, _WEEKDAY_DATE)}
"""What units, days (also {number}, the month as a number) and an unknown time are called, in the language in use: asked
for each time, they would be felt in every table."""


def speak(translate: Callable[[str, str], str]) -> None:
    """Say spans, days, months and weekdays in another language from now on. `translate`: context and text to words."""
    SAID.update({text: translate("time", text) for text in SAID})
    calendar_name.cache_clear()


def span(micros: int) -> str:
    """A length of time in its two largest units: "45 s", "12 min", "3 h 10 m", "2 d 4 h", "40 d", "2 y 35 d"."""
    micros = abs(micros)
    if micros < MINUTE:
        return f"{micros // SECOND} {SAID['s']}"
    if micros < HOUR:
        return f"{micros // MINUTE} {SAID['min']}"
    if micros < DAY:
        return _two(micros, HOUR, "h", MINUTE, "m")
    if micros < 10 * DAY:
        return _two(micros, DAY, "d", HOUR, "h")
    if micros < YEAR:
        return f"{micros // DAY} {SAID['d']}"
    return _two(micros, YEAR, "y", DAY, "d")


def working_span(micros: int) -> str:
    """The same of working time, in hours and minutes: "25 h", "7 h 30 m". A day of it would be no day of a calendar."""
    micros = abs(micros)
    if micros < DAY:
        return span(micros)
    from bpo_desk.ui.number_words import number  # not before the first paint

    return f"{number(micros // HOUR)} {SAID['h']}"


def _two(micros: int, large: int, large_word: str, small: int, small_word: str) -> str:
    first, rest = divmod(micros, large)
    second = rest // small
    words = f"{first} {SAID[large_word]}"
    return f"{words} {second} {SAID[small_word]}" if second else words


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
def calendar_name(place: int, form: str) -> str:
    """The name of a month (1..12; %b short, %B whole) or, with %a, of a weekday (1 = Monday): in the language in use
    where that is another than the source's, else in this machine's. Asked once, it costs more than all the rest of a
    time in words."""
    if SAID[_DATE] != _DATE:
        from PySide6.QtCore import QLocale

        form_of_name = QLocale.FormatType.LongFormat if form == "%B" else QLocale.FormatType.ShortFormat
        names = QLocale().standaloneDayName if form == "%a" else QLocale().standaloneMonthName
        return names(place, form_of_name)
    return f"{date(2024, 1, place) if form == '%a' else date(2024, place, 1):{form}}"


def date_words(day: date, digits: int = 1) -> str:
    """A day: "3 Nov 2026"; with so many digits at least for the day of the month."""
    if SAID[_DATE] == _DATE:
        return f"{day.day:0{digits}} {calendar_name(day.month, '%b')} {day.year}"
    return SAID[_DATE].format(
        day=f"{day.day:0{digits}}", number=f"{day.month:02}", month=calendar_name(day.month, "%b"), year=day.year
    )


def weekday_words(day: date) -> str:
    """A day with its weekday: "Tue 3 Nov 2026"."""
    names = calendar_name(day.isoweekday(), "%a"), calendar_name(day.month, "%b")
    return SAID[_WEEKDAY_DATE].format(weekday=names[0], day=day.day, month=names[1], year=f"{day.year:04}")


def local(micros: int, zone: tzinfo | None = None) -> str:
    """An instant in a zone (None: this machine's), with the zone's name: "21 Nov 2026 14:05 CET"."""
    moment = to_datetime(micros)
    if moment is None:
        return SAID[_UNKNOWN]
    there = moment.astimezone(zone)
    words = f"{date_words(there)} {there.hour:02}:{there.minute:02}"
    return f"{words} {there.tzname() or ''}".rstrip()


def utc(micros: int) -> str:
    """An instant in UTC, to the second: "2026-11-21 13:05:00 UTC"."""
    moment = to_datetime(micros)
    return SAID[_UNKNOWN] if moment is None else f"{moment.replace(microsecond=0, tzinfo=None).isoformat(' ')} UTC"


def both(micros: int, zone: tzinfo | None = None) -> str:
    """An instant for a tooltip: local with its zone, and UTC under it."""
    return f"{local(micros, zone)}\n{utc(micros)}"


def now_micros() -> int:
    """This moment in microseconds UTC."""
    return int(datetime.now(UTC).timestamp() * 1_000_000)
