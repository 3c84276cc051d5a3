"""Between int64 microseconds UTC (columns, files) and aware UTC datetimes (dataclasses, JSON)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bpo_desk.models.ids import FIRST_TIME, LAST_TIME, TIME_UNKNOWN

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_datetime(micros: int) -> datetime | None:
    """The aware UTC datetime of int64 microseconds; None for TIME_UNKNOWN, and for what lies in no year from 1 to 9999:
    a shared database may hold it, whoever put it there, and no calendar can say it."""
    return _EPOCH + timedelta(microseconds=int(micros)) if FIRST_TIME <= micros <= LAST_TIME else None


def to_micros(moment: datetime | None) -> int:
    """int64 microseconds UTC of an aware datetime; TIME_UNKNOWN for None. Raises ValueError for a naive one."""
    if moment is None:
        return TIME_UNKNOWN
    if moment.tzinfo is None:
        raise ValueError("a time without a zone has no place on the UTC line")
    return (moment - _EPOCH) // _MICROSECOND


def typed_moment(text: str) -> int:
    """Microseconds UTC of a typed ISO 8601 time: a date is its last microsecond, a time without offset is UTC.

    Raises ValueError for any other text, with what to type."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no ISO 8601 time, such as 2026-11-21T17:00:00Z") from None
    if len(text.strip()) == 10:
        found = found.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return to_micros(found if found.tzinfo else found.replace(tzinfo=UTC))


def to_iso(micros: int) -> str | None:
    """ISO 8601 UTC text with a trailing Z ("2026-11-21T14:05:00Z", microseconds only where there are any)."""
    moment = to_datetime(micros)
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
