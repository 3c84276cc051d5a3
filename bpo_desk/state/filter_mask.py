"""From a filter to the rows that it keeps: searches in dictionaries and columns, never row by row."""

from __future__ import annotations

import operator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import HolderKind
from bpo_desk.models.filters import (
    ANY,
    CHOICES,
    ELSEWHERE,
    FIELDS,
    LEFT_UNKNOWN,
    NOTHING,
    TODAY,
    And,
    Chip,
    Compare,
    FieldIn,
    FieldIs,
    FieldKind,
    Filter,
    FilterError,
    Moment,
    Not,
    Or,
    Span,
    Word,
)
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, UNKNOWN
from bpo_desk.state.case_rows import places_where, taken
from bpo_desk.state.chips import chip_mask
from bpo_desk.state.filter_lookup import FilterLookup, ages
from bpo_desk.state.members import Members
from bpo_desk.state.text_search import TextSearch
from bpo_desk.state.value_search import ValueSearch

Mask = NDArray[np.bool_]

_CHOICE_COLUMNS: Final = {"status": "status", "side": "holder_side", "waiting": "waiting_for", "sla": "sla"}
_TIME_COLUMNS: Final = {
    "due": "due_at",
    "opened": "opened_at",
    "closed": "closed_at",
    "since": "holder_since",
    "last": "last_activity_at",
    "age": "opened_at",
}
_COUNT_COLUMNS: Final = {
    "exits": "exits",
    "adhoc": "ad_hoc_open",
    "contacts": "contacts",
    "handovers": "handovers",
    "reopened": "reopenings",
}
_FEW: Final = 12
_SECOND: Final = 1_000_000
_OPERATORS: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def filter_mask(wanted: Filter, lookup: FilterLookup, now: int) -> Mask:
    """bool[n]: the rows that a filter keeps at an instant (microseconds UTC).

    A field that is unknown keeps no row, so `-due<2d` keeps the cases without a due date. Raises FilterError for a
    field or a value that does not exist.
    """
    if isinstance(wanted, And):
        out = np.ones(len(lookup), dtype=bool)
        for part in wanted.parts:
            out &= filter_mask(part, lookup, now)
            if not out.any():
                break
        return out
    if isinstance(wanted, Or):
        out = np.zeros(len(lookup), dtype=bool)
        for part in wanted.parts:
            out |= filter_mask(part, lookup, now)
        return out
    if isinstance(wanted, Not):
        return ~filter_mask(wanted.part, lookup, now)
    if isinstance(wanted, Word):
        return lookup.text_answer(wanted, lambda: _word(wanted.text, lookup))
    if isinstance(wanted, Compare):
        return lookup.text_answer((wanted, now), lambda: _compare(wanted, lookup, now))
    values = wanted.values if isinstance(wanted, FieldIn) else (wanted.value,)
    out = _is(FieldIs(wanted.field, values[0], wanted.exact), lookup, now)
    for value in values[1:]:
        out |= _is(FieldIs(wanted.field, value, wanted.exact), lookup, now)
    return out


def _word(text: str, lookup: FilterLookup) -> Mask:
    out = lookup.numbers.contains(text)
    values = lookup.values.contains(text)
    for column in ("title", "client", "reference"):
        out |= lookup.saying(values, column)
    holders = np.concatenate((lookup.persons.contains(text), lookup.queues.contains(text)))
    _and_members(out, _but_unknown(holders, len(lookup.persons)), lookup.holder_names)
    _and_members(out, _but_unknown(lookup.steps.contains(text)), lookup.current_steps)
    return out


def _and_members(out: Mask, found: Mask, members: Members) -> None:
    """Mark the rows with a member among the found codes; where few are not marked yet, only these are looked at."""
    if (len(out) - np.count_nonzero(out)) * _FEW < len(out):
        left = places_where(~out)
        out[left] = members.at(left, found)
    elif found.any():
        out |= members.among(found)


def _is(asked: FieldIs, lookup: FilterLookup, now: int) -> Mask:
    kind = FIELDS.get(asked.field)
    if kind is None:
        raise FilterError(f'There is no field "{asked.field}".', f"Fields: {', '.join(FIELDS)}.")
    if kind in ELSEWHERE:
        told = lookup.told(asked)
        if told is None:
            raise FilterError(f"{asked.field} cannot be asked here.", "Leave it out.")
        return told.copy()
    if kind is FieldKind.CHOICE:
        return _choice(asked, lookup, now)
    if kind is FieldKind.TIME:
        return _time_is(asked, lookup, now)
    if kind is FieldKind.COUNT:
        return _count_is(asked, lookup)
    if not asked.exact and asked.value in {ANY, NOTHING, LEFT_UNKNOWN}:
        return _presence(asked, lookup)
    return lookup.text_answer(asked, lambda: _text(asked, lookup))


def _choice(asked: FieldIs, lookup: FilterLookup, now: int) -> Mask:
    if asked.value not in CHOICES[asked.field]:
        raise FilterError(f'{asked.field} is never "{asked.value}".', f"Use one of: {', '.join(CHOICES[asked.field])}.")
    if asked.field == "is":
        return chip_mask(Chip(asked.value), lookup, now)
    code = CHOICES[asked.field].index(asked.value)
    found: Mask = lookup.cases[_CHOICE_COLUMNS[asked.field]] == np.int8(code)
    return found


def _time_is(asked: FieldIs, lookup: FilterLookup, now: int) -> Mask:
    times = lookup.times(_TIME_COLUMNS[asked.field])
    none: Mask = times == TIME_UNKNOWN
    if asked.value in {NOTHING, ANY}:
        return none if asked.value == NOTHING else ~none
    if asked.value == TODAY:
        begin, end = lookup.day(now)
        return (times >= begin) & (times < end)
    raise FilterError(f'{asked.field} is never "{asked.value}".', f"Use {ANY}, {NOTHING} or {TODAY}.")


def _count_is(asked: FieldIs, lookup: FilterLookup) -> Mask:
    counts = lookup.codes(_COUNT_COLUMNS[asked.field])
    if asked.value != LEFT_UNKNOWN and not asked.value.isdecimal():
        raise FilterError(f'{asked.field} is a number, not "{asked.value}".', "Use a whole number.")
    found: Mask = counts < 0 if asked.value == LEFT_UNKNOWN else counts == int(asked.value)
    return found


def _presence(asked: FieldIs, lookup: FilterLookup) -> Mask:
    """Rows with nothing said, with what the source left unknown, or with anything known."""
    if asked.field == "holder":
        none, unknown = lookup.held(HolderKind.NOBODY), lookup.held(HolderKind.UNKNOWN)
    elif asked.field == "number":
        none = unknown = np.zeros(len(lookup), dtype=bool)
    else:
        codes = _text_codes(asked.field, lookup)
        none, unknown = codes == NONE, codes == UNKNOWN
        if asked.field == "process":
            unknown = np.zeros(len(lookup), dtype=bool)
        elif asked.field == "version":
            unknown = _among(codes, lookup.versions.equals(""))
        elif asked.field not in {"step", "queue"}:
            unknown = lookup.values.blank.take(codes)
    if asked.value == ANY:
        return ~(none | unknown)
    return none if asked.value == NOTHING else unknown


def _text_codes(field: str, lookup: FilterLookup) -> NDArray[np.signedinteger]:
    if field == "process":
        return lookup.queue.process
    if field == "version":
        return lookup.definitions
    return lookup.codes({"step": "step", "queue": "holder_queue"}.get(field, field))


def _text(asked: FieldIs, lookup: FilterLookup) -> Mask:
    def found(texts: TextSearch | ValueSearch) -> Mask:
        return texts.equals(asked.value) if asked.exact else texts.contains(asked.value)

    if asked.field == "number":
        return found(lookup.numbers)
    if asked.field == "holder":
        return _holder(found(lookup.persons), found(lookup.queues), lookup)
    if asked.field == "queue":
        return _members(found(lookup.queues), lookup.holder_queues)
    if asked.field == "step":
        return _members(found(lookup.steps), lookup.current_steps)
    if asked.field == "process":
        by_key = found(lookup.processes)
        if not asked.exact or not by_key.any():
            by_key = by_key | found(lookup.process_names)
        return _among(lookup.queue.process, by_key)
    if asked.field == "version":
        return _among(lookup.definitions, found(lookup.versions))
    return lookup.saying(found(lookup.values), asked.field)


def _among(codes: NDArray[np.signedinteger], found: Mask) -> Mask:
    """Which codes are among the found ones; NONE never is."""
    return taken(np.append(found, False), codes)  # NONE reads the last entry


def _holder(persons: Mask, queues: Mask, lookup: FilterLookup) -> Mask:
    """Rows with a holder among persons, or among queues where no person is known."""
    return lookup.holder_names.among(_but_unknown(np.concatenate((persons, queues)), len(persons)))


def _members(found: Mask, members: Members) -> Mask:
    """Rows with a member among the found codes."""
    return members.among(_but_unknown(found))


def _but_unknown(found: Mask, second: int = 0) -> Mask:
    """Found codes without those that begin a dictionary, which are the unknown ones; where there are two dictionaries,
    the second one begins at `second`."""
    found[:1] = False
    found[second : second + 1] = False
    return found


def _compare(asked: Compare, lookup: FilterLookup, now: int) -> Mask:
    if isinstance(asked.value, int):
        if asked.field not in _COUNT_COLUMNS:
            raise FilterError(f"{asked.field} is no number.", f"Numbers: {', '.join(_COUNT_COLUMNS)}.")
        counts = lookup.codes(_COUNT_COLUMNS[asked.field])
        return _ordered(counts, asked.op, asked.value) & _ordered(counts, ">=", 0)
    if asked.field not in _TIME_COLUMNS or (asked.field == "age" and isinstance(asked.value, Moment)):
        raise FilterError(f"{asked.field} is no time.", f"Times: {', '.join(_TIME_COLUMNS)}.")
    times = lookup.times(_TIME_COLUMNS[asked.field])
    if isinstance(asked.value, Moment):
        out = _ordered(times, asked.op, asked.value.micros)
    elif asked.field == "age":
        out = _ordered(ages(lookup, now), asked.op, asked.value.seconds * _SECOND)
    else:
        out = _distance(times, asked.op, asked.value, now, ahead=asked.field == "due")
    out &= times != TIME_UNKNOWN
    return out


def _distance(times: NDArray[np.int64], op: str, span: Span, now: int, *, ahead: bool) -> Mask:
    """Compare times at a distance from now: ahead, time left; else time passed, which runs against the clock."""
    if ahead:
        return _ordered(times, op, now + span.seconds * _SECOND)
    return _ordered(times, _TURNED.get(op, op), now - span.seconds * _SECOND)


def _ordered(column: NDArray[np.signedinteger], op: str, value: int) -> Mask:
    if op not in _OPERATORS:
        raise FilterError(f'"{op}" compares nothing.', f"Use one of {' '.join(_OPERATORS)}.")
    found: Mask = _OPERATORS[op](column, value)
    return found
