"""The text form of a business calendar, TOML or JSON, both ways: what the `calendar` table keeps and people edit."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from bpo_desk.errors import WrongUsage
from bpo_desk.measures.calendar import (
    DAY_SECONDS,
    Applies,
    BusinessCalendar,
    CalendarVersion,
    DatedHours,
    HolidaySet,
    Shift,
    Shifts,
)

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHIFT: Final = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?\s*-\s*(\d\d):(\d\d)(?::(\d\d))?")
_HOLIDAYS: Final = re.compile(r"([A-Z]{2})(?:-([A-Za-z0-9 ]{1,40}))?")
_CALENDAR_KEYS: Final = {"name", "zone", "applies", "versions"}
_APPLIES_KEYS: Final = {"process", "client", "fields"}
_VERSION_KEYS: Final = {"since", "hours", "exceptions", "holidays"}


def calendar_from_text(text: str, *, name: str = "", zone: str = "") -> BusinessCalendar:
    """The calendar of a TOML or JSON text (JSON begins with a brace). `name` and `zone` are for a text without them.

    Form: name, zone, and a list `versions`, each with `since` (a date; not in the first), `hours` (mon..sun: a list of
    "09:00-17:30"; a closing at or before the opening is on the next day, "00:00-24:00" the whole day), `exceptions`
    (date: a list of hours, or a table with `hours` and `reason`) and `holidays` ("GB-ENG"). A calendar that is not for
    every case has a table `applies` before: `process`, `client` (lists of names), `fields` (a table of field names with
    lists of values). Raises WrongUsage that names the place of what is wrong.
    """
    try:
        content = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        return _calendar(content, name, zone)
    except (ValueError, RecursionError) as error:
        title = f"calendar {name!r}" if name else "the calendar"
        raise WrongUsage(
            f"{title} cannot be read: {error}.", "Correct the text; the message names the place."
        ) from error


def to_text(calendar: BusinessCalendar, form: Literal["toml", "json"] = "toml") -> str:
    """The text of a calendar; reading it again gives an equal calendar."""
    if form == "json":
        return json.dumps(_content(calendar), ensure_ascii=False, indent=1)
    lines = [f"name = {_quoted(calendar.name)}", f"zone = {_quoted(calendar.zone)}"]
    applies = calendar.applies
    if applies.conditions:
        lines += ["", "[applies]"]
        lines += [
            f"{key} = {_list(list(names))}"
            for key, names in (("process", applies.process), ("client", applies.client))
            if names
        ]
        if applies.fields:
            pairs = ", ".join(f"{_quoted(name)} = {_list(list(values))}" for name, values in applies.fields)
            lines.append(f"fields = {{ {pairs} }}")
    for version in calendar.versions:
        lines += ["", "[[versions]]"]
        if version.since is not None:
            lines.append(f"since = {version.since.isoformat()}")
        if version.holidays:
            lines.append(f"holidays = {_list([which.word for which in version.holidays])}")
        lines += ["", "[versions.hours]"]
        lines += [f"{day} = {_list(_words(shifts))}" for day, shifts in zip(WEEKDAYS, version.weekly, strict=True)]
        if version.exceptions:
            lines += ["", "[versions.exceptions]"]
            for dated in version.exceptions:
                hours = _list(_words(dated.shifts))
                lines.append(f"{dated.day.isoformat()} = {{ hours = {hours}, reason = {_quoted(dated.reason)} }}")
    return "\n".join(lines) + "\n"


def _content(calendar: BusinessCalendar) -> dict[str, object]:
    versions = []
    for version in calendar.versions:
        one: dict[str, object] = {} if version.since is None else {"since": version.since.isoformat()}
        one["hours"] = {day: _words(shifts) for day, shifts in zip(WEEKDAYS, version.weekly, strict=True)}
        one["exceptions"] = {
            dated.day.isoformat(): {"hours": _words(dated.shifts), "reason": dated.reason}
            for dated in version.exceptions
        }
        one["holidays"] = [which.word for which in version.holidays]
        versions.append(one)
    content: dict[str, object] = {"name": calendar.name, "zone": calendar.zone, "versions": versions}
    applies = calendar.applies
    if applies.conditions:
        fields = {name: list(values) for name, values in applies.fields}
        content["applies"] = {"process": list(applies.process), "client": list(applies.client), "fields": fields}
    return content


def _calendar(content: object, name: str, zone: str) -> BusinessCalendar:
    table = _table(content, "the calendar", _CALENDAR_KEYS)
    versions = _items(table.get("versions"), "versions")
    return BusinessCalendar(
        _text(table.get("name", name), "name"),
        _text(table.get("zone", zone), "zone"),
        tuple(_version(one, f"version {number}") for number, one in enumerate(versions, start=1)),
        _applies(_table(table.get("applies", {}), "applies", _APPLIES_KEYS)),
    )


def _applies(table: Mapping[str, object]) -> Applies:
    fields = _table(table.get("fields", {}), "fields of applies", None)
    return Applies(
        _names(table.get("process", []), "process of applies"),
        _names(table.get("client", []), "client of applies"),
        tuple((name, _names(values, f"{name} of applies")) for name, values in fields.items()),
    )


def _names(content: object, place: str) -> tuple[str, ...]:
    return tuple(_text(word, place) for word in _items(content, place))


def _version(content: object, place: str) -> CalendarVersion:
    table = _table(content, place, _VERSION_KEYS)
    hours = _table(table.get("hours", {}), f"hours of {place}", set(WEEKDAYS))
    exceptions = _table(table.get("exceptions", {}), f"exceptions of {place}", None)
    return CalendarVersion(
        weekly=tuple(_shifts(hours.get(day, []), f"{day} of {place}") for day in WEEKDAYS),
        since=_date(table["since"], f"since of {place}") if "since" in table else None,
        exceptions=tuple(_dated(day, rules, place) for day, rules in exceptions.items()),
        holidays=tuple(_holidays(word, place) for word in _items(table.get("holidays", []), f"holidays of {place}")),
    )


def _dated(day: str, rules: object, place: str) -> DatedHours:
    where = f"exception {day} of {place}"
    if isinstance(rules, list):
        return DatedHours(_date(day, where), _shifts(rules, where))
    table = _table(rules, where, {"hours", "reason"})
    return DatedHours(
        _date(day, where), _shifts(table.get("hours", []), where), _text(table.get("reason", ""), f"reason of {where}")
    )


def _shifts(content: object, place: str) -> Shifts:
    return tuple(_shift(_text(word, place), place) for word in _items(content, place))


def _shift(word: str, place: str) -> Shift:
    found = _SHIFT.fullmatch(word.strip())
    numbers = [int(digits or 0) for digits in found.groups()] if found else []
    if not numbers or any(numbers[i] > 59 for i in (1, 2, 4, 5)):
        raise ValueError(f'{place}: {word!r} is not of the form "09:00-17:30"')
    opens = numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
    closes = numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
    if opens >= DAY_SECONDS or closes > DAY_SECONDS:
        raise ValueError(f"{place}: {word!r} is beyond the day")
    return Shift(opens, closes if closes > opens else closes + DAY_SECONDS)


def _holidays(word: object, place: str) -> HolidaySet:
    found = _HOLIDAYS.fullmatch(word) if isinstance(word, str) else None
    if found is None:
        raise ValueError(f'holidays of {place}: {word!r} is not of the form "GB" or "GB-ENG"')
    return HolidaySet(found[1], found[2] or "")


def _date(content: object, place: str) -> date:
    if type(content) is date:
        return content
    if not isinstance(content, str):
        raise ValueError(f"{place} is no date")
    return date.fromisoformat(content)


def _table(content: object, place: str, keys: set[str] | None) -> Mapping[str, object]:
    if not isinstance(content, dict):
        raise ValueError(f"{place} must be a table")
    strange = set(content) - keys if keys is not None else set()
    if strange:
        raise ValueError(f"{place} has an unknown entry {sorted(strange)[0]!r}")
    return content


def _items(content: object, place: str) -> list[object]:
    if not isinstance(content, list):
        raise ValueError(f"{place} must be a list")
    return content


def _text(content: object, place: str) -> str:
    if not isinstance(content, str):
        raise ValueError(f"{place} must be a text")
    return content


def _words(shifts: Shifts) -> list[str]:
    return [f"{_clock(shift.opens)}-{_clock(shift.closes)}" for shift in shifts]


def _clock(seconds: int) -> str:
    """A reading of the clock; 24:00 for the end of the day, readings of the next day without their 24 hours."""
    inside = seconds if seconds <= DAY_SECONDS else seconds - DAY_SECONDS
    hour, rest = divmod(inside, 3600)
    minute, second = divmod(rest, 60)
    return f"{hour:02d}:{minute:02d}" + (f":{second:02d}" if second else "")


def _list(words: list[str]) -> str:
    return "[" + ", ".join(_quoted(word) for word in words) + "]"


def _quoted(text: str) -> str:
    """A basic string of TOML: the escapes of JSON are among its own, except that it also wants DEL escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
