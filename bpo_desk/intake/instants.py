"""Reads instants: ISO 8601 texts by whole columns, other date formats value by value. Zones of texts without offset."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import TIME_UNKNOWN

_SECOND: Final = 1_000_000
_DAY: Final = 86_400 * _SECOND
_QUARTER: Final = 900 * _SECOND
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock times are kept apart from instants here
_MICRO: Final = timedelta(microseconds=1)
_MONTH_DAYS: Final = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

Readings = tuple[NDArray[np.int64], NDArray[np.bool_]]
"""(wall-clock or UTC microseconds int64[n], TIME_UNKNOWN where unreadable; bool[n]: the text had an offset)."""


def days_from_civil(year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant, chrono-compatible algorithms)."""
    y = year - (month <= 2)
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    days: NDArray[np.int64] = era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
    return days


def iso_matrix(letters: NDArray[np.uint8]) -> Readings:
    """ISO 8601 texts of one length, uint8[n, length]. A row whose shape differs from that of the first is unreadable
    here (TIME_UNKNOWN), as is any other than `YYYY-MM-DD[(T| )HH:MM[:SS[.fraction]][Z|(+|-)HH[:]MM]]`."""
    n, length = letters.shape
    unknown = np.full(n, TIME_UNKNOWN, np.int64), np.zeros(n, bool)
    shape = _SHAPE.fullmatch(letters[0].tobytes()) if n else None
    if shape is None:
        return unknown
    wanted = letters[0]
    digit = (wanted >= 48) & (wanted <= 57)
    loose = [10] if length > 10 else []
    sign_at = shape.start("zone") if shape["zone"] and shape["zone"] != b"Z" else -1
    fixed = ~digit
    for at in (*loose, sign_at):
        if at >= 0:
            fixed[at] = False
    ok = np.all((letters[:, digit] >= 48) & (letters[:, digit] <= 57), axis=1)
    ok &= np.all(letters[:, fixed] == wanted[fixed], axis=1)
    if loose:
        ok &= (letters[:, 10] == 84) | (letters[:, 10] == 32)
    if sign_at >= 0:
        ok &= (letters[:, sign_at] == 43) | (letters[:, sign_at] == 45)

    def number(start: int, stop: int) -> NDArray[np.int64]:
        total = np.zeros(n, np.int64)
        for at in range(start, stop):
            total = total * 10 + (letters[:, at].astype(np.int64) - 48)
        return total

    year, month, day = number(0, 4), number(5, 7), number(8, 10)
    hour, minute, second, micro = (np.zeros(n, np.int64) for _ in range(4))
    if length > 10:
        hour, minute = number(11, 13), number(14, 16)
    if shape["second"]:
        second = number(17, 19)
    if shape["fraction"]:
        start, stop = shape.span("fraction")
        stop = min(stop, start + 6)
        micro = number(start, stop) * 10 ** (6 - (stop - start))
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    month_ok = (month >= 1) & (month <= 12)
    last = _MONTH_DAYS[np.where(month_ok, month, 0)] - ((month == 2) & ~leap)
    ok &= (year >= 1) & month_ok & (day >= 1) & (day <= last) & (hour < 24) & (minute < 60) & (second < 60)
    micros = days_from_civil(year, month, day) * _DAY + ((hour * 60 + minute) * 60 + second) * _SECOND + micro
    if sign_at >= 0:
        colon = 1 if length - sign_at == 6 else 0
        hours = number(sign_at + 1, sign_at + 3)
        minutes = number(sign_at + 3 + colon, length) if length - sign_at > 3 else np.zeros(n, np.int64)
        ok &= (hours < 24) & (minutes < 60)
        offset = (hours * 60 + minutes) * 60 * _SECOND
        micros = np.where(letters[:, sign_at] == 45, micros + offset, micros - offset)
    with_offset = np.full(n, bool(shape["zone"]))
    return np.where(ok, micros, TIME_UNKNOWN), with_offset & ok


_SHAPE: Final = re.compile(
    rb"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?P<second>:\d\d(?:[.,](?P<fraction>\d{1,9}))?)?"
    rb"(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?"
)


def iso_texts(texts: Sequence[str]) -> Readings:
    """ISO 8601 texts of any length; what the columns cannot read is tried one by one."""
    n = len(texts)
    micros, with_offset = np.full(n, TIME_UNKNOWN, np.int64), np.zeros(n, bool)
    if not n:
        return micros, with_offset
    lengths = np.fromiter(map(len, texts), np.int64, n)
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        if not 10 <= length <= 40:
            continue
        raw = "".join([texts[row] for row in rows.tolist()]).encode("ascii", "replace")
        letters = np.frombuffer(raw, np.uint8).reshape(len(rows), int(length))
        micros[rows], with_offset[rows] = iso_matrix(letters)
    for row in np.flatnonzero(micros == TIME_UNKNOWN).tolist():
        micros[row], with_offset[row] = iso_one(texts[row])
    return micros, with_offset


def iso_one(text: str) -> tuple[int, bool]:
    """One ISO 8601 text: (microseconds, had an offset); (TIME_UNKNOWN, False) where it is none."""
    text = text.strip()
    if len(text) < 8 or not text[0].isdigit():
        return TIME_UNKNOWN, False
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return TIME_UNKNOWN, False
    if moment.tzinfo is None:
        return (moment - _EPOCH) // _MICRO, False
    return (moment - _EPOCH.replace(tzinfo=UTC)) // _MICRO, True


_NUMERIC: Final = re.compile(
    r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})"
    r"(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(?: ?([AaPp])\.?[Mm]\.?)?"
)
_ORDERS: Final[dict[str, tuple[int, int, int]]] = {  # groups of year, month, day in _NUMERIC
    "year/month/day": (1, 3, 4),
    "day/month/year": (4, 3, 1),
    "month/day/year": (4, 1, 3),
}


def _numeric_reader(order: str) -> Callable[[str], int]:
    year_at, month_at, day_at = _ORDERS[order]

    def one(text: str) -> int:
        found = _NUMERIC.fullmatch(text.strip())
        if found is None or len(found[year_at]) != 4:
            return TIME_UNKNOWN
        hour = int(found[5] or 0)
        if found[9]:
            if not 1 <= hour <= 12:
                return TIME_UNKNOWN
            hour = hour % 12 + (12 if found[9] in "pP" else 0)
        fraction = int((found[8] or "0")[:6].ljust(6, "0"))
        try:
            moment = datetime(  # noqa: DTZ001 - a wall-clock time
                int(found[year_at]),
                int(found[month_at]),
                int(found[day_at]),
                hour,
                int(found[6] or 0),
                int(found[7] or 0),
                fraction,
            )
        except ValueError:
            return TIME_UNKNOWN
        return (moment - _EPOCH) // _MICRO

    return one


def _pattern_reader(pattern: str) -> Callable[[str], tuple[int, bool]]:
    def one(text: str) -> tuple[int, bool]:
        try:
            moment = datetime.strptime(text.strip(), pattern)  # noqa: DTZ007 - the offset, if any, is handled below
        except ValueError:
            return TIME_UNKNOWN, False
        if moment.tzinfo is None:
            return (moment - _EPOCH) // _MICRO, False
        return (moment - _EPOCH.replace(tzinfo=UTC)) // _MICRO, True

    return one


def read_texts(texts: Sequence[str], date_format: str) -> Readings:
    """Distinct texts in a named format: "iso", one of DATE_FORMATS, or a strptime pattern."""
    if date_format == "iso":
        return iso_texts(texts)
    if date_format in _ORDERS:
        one = _numeric_reader(date_format)
        return np.array([one(text) for text in texts], np.int64).reshape(-1), np.zeros(len(texts), bool)
    read = _pattern_reader(date_format)
    pairs = [read(text) for text in texts]
    return np.array([p[0] for p in pairs], np.int64).reshape(-1), np.array([p[1] for p in pairs], bool).reshape(-1)


DATE_FORMATS: Final = ("iso", *_ORDERS)


def detect_format(texts: Sequence[str]) -> tuple[str, bool]:
    """(the format that reads most of the given distinct texts, whether another reads as many).

    Day before month wins a tie, and the caller says that it was one. "iso" where nothing can be read.
    """
    if not texts:
        return "iso", False
    step = max(1, len(texts) // 20_000)
    sample = texts[::step]
    counts = {name: int(np.count_nonzero(read_texts(sample, name)[0] != TIME_UNKNOWN)) for name in DATE_FORMATS}
    best = max(DATE_FORMATS, key=lambda name: counts[name])
    if counts[best] == 0:
        return "iso", False
    if step > 1 and best != "iso":
        counts = {name: int(np.count_nonzero(read_texts(texts, name)[0] != TIME_UNKNOWN)) for name in DATE_FORMATS}
        best = max(DATE_FORMATS, key=lambda name: counts[name])
    return best, best != "iso" and sum(count == counts[best] for count in counts.values()) > 1


def to_utc(wall: NDArray[np.int64], zone: ZoneInfo) -> tuple[NDArray[np.int64], int]:
    """Wall-clock microseconds of a zone as UTC, and how many of them the zone's clock shows twice or never (the
    earlier reading is taken). TIME_UNKNOWN stays. Offsets change at whole quarters of an hour."""
    known = wall != TIME_UNKNOWN
    quarters, back = np.unique(wall[known] // _QUARTER, return_inverse=True)
    offsets = np.zeros(len(quarters), np.int64)
    doubtful = np.zeros(len(quarters), bool)
    for at, quarter in enumerate(quarters.tolist()):
        moment = (_EPOCH + timedelta(seconds=quarter * 900)).replace(tzinfo=zone)
        offset = moment.utcoffset() or timedelta(0)
        offsets[at] = offset // _MICRO
        doubtful[at] = moment.replace(fold=1).utcoffset() != offset
    out = wall.copy()
    out[known] -= offsets[back]
    return out, int(np.count_nonzero(doubtful[back]))
