"""What records tell of the case as a whole: opened, closed, reopened, contacts, fields; each at its own time only."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from bpo_desk.intake.event_parts import EventParts, json_text
from bpo_desk.intake.instants import detect_format, read_texts, to_utc
from bpo_desk.intake.mapping import FieldRule, Mapping, MomentRule
from bpo_desk.intake.records import Coded, RecordColumns
from bpo_desk.models.dictionaries import FieldRole
from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, UNKNOWN
from bpo_desk.models.times import to_iso

_BEFORE, _AFTER = 0, 40  # places within a record: what opens a case, and what follows from the record
Rows = NDArray[np.int64]


def instants_of(column: Coded, mapping: Mapping) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(microseconds UTC of a column of dates, which are known). The mapping's zone holds for texts without offset."""
    date_format = mapping.date_format
    if not date_format:
        date_format = detect_format([value for value in column.values if not mapping.is_placeholder(value)])[0]
    micros, with_offset = read_texts(column.values, date_format)
    wall = ~with_offset & (micros != TIME_UNKNOWN)
    if wall.any():
        local = to_utc(np.where(wall, micros, TIME_UNKNOWN), mapping.times().zone)[0]
        micros = np.where(wall, local, micros)
    table = np.concatenate((micros, [TIME_UNKNOWN]))
    out = table[column.codes]
    return out, out != TIME_UNKNOWN


class CaseRows:
    """The first and the last record of each case that has records, and the records in order."""

    def __init__(self, records: RecordColumns) -> None:
        self.order = records.order()
        cases = records.case[self.order]
        begins = np.flatnonzero(np.concatenate((np.ones(min(len(cases), 1), bool), cases[1:] != cases[:-1])))
        ends = np.concatenate((begins[1:], [len(cases)])) - 1 if len(begins) else begins
        self.cases = cases[begins]
        self.first = self.order[begins]
        self.last = self.order[ends]
        self.begins = np.zeros(len(cases), bool)
        self.begins[begins] = True
        # The first known time of each case: where a case with unknown times begins cannot be said from its first row.
        self.first_known = _first_known(records, self.first, self.last, self.order, begins)


def _first_known(records: RecordColumns, first: Rows, last: Rows, order: Rows, begins: Rows) -> NDArray[np.int64]:
    time = records.time[order]
    masked = np.where(time == TIME_UNKNOWN, np.iinfo(np.int64).max, time)
    lowest = np.minimum.reduceat(masked, begins) if len(begins) else np.empty(0, np.int64)
    return np.where(lowest == np.iinfo(np.int64).max, TIME_UNKNOWN, lowest)


def per_case(records: RecordColumns, column: str, rows: CaseRows, *, last: bool = False) -> Coded | None:
    """One value a case (in the order of `rows.cases`): the case attribute, or the first (last) value that a record of
    the case has. None where the source has no such column."""
    if column in records.case_columns:
        return records.case_columns[column].take(rows.cases)
    found = records.columns.get(column)
    if found is None:
        return None
    return Coded(found.codes[rows.last if last else rows.first], found.values)


def add_case_events(parts: EventParts, rows: CaseRows) -> None:
    """All events about cases that the mapping asks for."""
    opened = np.full(len(rows.cases), TIME_UNKNOWN, np.int64)
    for rule in parts.mapping.moments:
        at = _add_moment(parts, rows, rule)
        if rule.kind == EventKind.OPENED and at is not None:
            opened = at
    begin = np.where(opened != TIME_UNKNOWN, opened, rows.first_known)
    for number, field in enumerate(parts.mapping.fields):
        if field.when == "opening":
            _add_opening_field(parts, rows, field, begin)
        elif field.when == "at":
            _add_late_field(parts, rows, field)
        else:
            _add_changes(parts, rows, field, number)
    for counter in parts.mapping.counters:
        _add_counts(parts, rows, counter.column, counter.kind)
    _add_unmapped(parts, rows, begin)


def _add_moment(parts: EventParts, rows: CaseRows, rule: MomentRule) -> NDArray[np.int64] | None:
    """The event of one rule: at the instant in its column, which other records must not know before."""
    column = per_case(parts.records, rule.column, rows, last=rule.kind != EventKind.OPENED)
    if column is None:
        return None
    micros, there = instants_of(column, parts.mapping)
    for name, wanted in rule.only_if.items():
        there &= _case_has(parts.records, rows, name, wanted)
    value = np.full(len(there), NONE, np.int32)
    if rule.value:
        values = per_case(parts.records, rule.value, rows, last=True)
        if values is not None:
            value = parts.values.codes(values)
    opening = rule.kind == EventKind.OPENED
    anchor = rows.first if opening or rule.kind == EventKind.CONTACT_RECEIVED else rows.last
    parts.add(
        anchor[there],
        rule.kind,
        place=_BEFORE if anchor is rows.first else _AFTER + 20,
        occurred_at=micros[there],
        of_case=True,
        tags=_case_tags(parts, rule.column, column, there),
        new_value=value[there],
    )
    return np.where(there, micros, TIME_UNKNOWN)


def _case_has(records: RecordColumns, rows: CaseRows, name: str, wanted: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which cases have a record (or an attribute) with one of the wanted values."""
    if name in records.case_columns:
        column = records.case_columns[name].take(rows.cases)
        return fitting(column, wanted)
    cases = np.unique(records.case[fitting(records.column(name), wanted)])
    return np.isin(rows.cases, cases)


def fitting(column: Coded, patterns: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which records have a value that fits one of the patterns."""
    table = [any(fnmatchcase(value, pattern) for pattern in patterns) for value in column.values]
    return np.array([*table, False], bool)[column.codes]


def _case_tags(parts: EventParts, name: str, column: Coded, there: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Tags that make an event of the case independent of the record it hangs on: what, and with which value."""
    codes = [parts.tags[f"{name}\x00{value}"] for value in column.values]
    return np.array([*codes, parts.tags[name]], np.int32)[column.codes][there]


def _field_value(parts: EventParts, rule: FieldRule, column: Coded) -> NDArray[np.int32]:
    """The value codes of a field, translated and, for due dates, as ISO instants."""
    texts = [rule.values.get(value, value) for value in column.values]
    if rule.role == FieldRole.DUE:
        # Due dates travel as ISO instants UTC whatever the source wrote.
        plain = Coded(np.arange(len(column.values), dtype=np.int32), column.values)
        micros, known = instants_of(plain, parts.mapping)
        texts = [
            to_iso(at) or text if ok else text
            for text, at, ok in zip(texts, micros.tolist(), known.tolist(), strict=True)
        ]
    return parts.values.codes(Coded(column.codes, texts))


def _raw_data(
    rule: FieldRule, column: Coded, rows: NDArray[np.int64], placeholder: Callable[[str], bool]
) -> list[str | None] | None:
    """What the source wrote, where the value was translated or is a placeholder."""
    table = [json_text({"raw": v}) if v in rule.values or placeholder(v) else None for v in column.values]
    if not any(table):
        return None
    table.append(None)
    return [table[code] for code in column.codes[rows].tolist()]


def _add_opening_field(parts: EventParts, rows: CaseRows, rule: FieldRule, begin: NDArray[np.int64]) -> None:
    column = per_case(parts.records, rule.column, rows)
    if column is None:
        return
    value = _field_value(parts, rule, column)
    there = np.flatnonzero(value > 0)
    kind = EventKind.DUE_CHANGED if rule.role == FieldRole.DUE else EventKind.FIELD_CHANGED
    parts.add(
        rows.first[there],
        kind,
        place=_BEFORE + 1,
        occurred_at=begin[there],
        of_case=True,
        tags=_case_tags(parts, f"opening {rule.name}", column, value > 0),
        field=parts.fields.code(rule.name),
        new_value=value[there],
        data=_raw_data(rule, column, there, parts.mapping.is_placeholder),
    )


def _add_late_field(parts: EventParts, rows: CaseRows, rule: FieldRule) -> None:
    column = per_case(parts.records, rule.column, rows, last=True)
    when = per_case(parts.records, rule.at, rows, last=True)
    if column is None or when is None:
        return
    micros, known = instants_of(when, parts.mapping)
    value = _field_value(parts, rule, column)
    if rule.column == rule.at:
        value = parts.values.codes(_iso_column(micros, known))
    there = known & (value != NONE)
    parts.add(
        rows.last[there],
        EventKind.FIELD_CHANGED,
        place=_AFTER + 10,
        occurred_at=micros[there],
        of_case=True,
        tags=_case_tags(parts, f"late {rule.name}", column, there),
        field=parts.fields.code(rule.name),
        new_value=value[there],
        data=_raw_data(rule, column, np.flatnonzero(there), parts.mapping.is_placeholder),
    )


def _iso_column(micros: NDArray[np.int64], known: NDArray[np.bool_]) -> Coded:
    """Instants as ISO texts."""
    distinct, back = np.unique(micros[known], return_inverse=True)
    codes = np.full(len(micros), NONE, np.int32)
    codes[known] = back
    return Coded(codes, [to_iso(at) or "" for at in distinct.tolist()])


def _add_changes(parts: EventParts, rows: CaseRows, rule: FieldRule, number: int) -> None:
    """A field that differs from the record before it. Its first value is known from the first record on, and an event
    where the field has a role; else it stands in that record's data."""
    records = parts.records
    column = records.columns.get(rule.column)
    if column is None:
        return
    if rule.role is not None:
        _add_opening_field(parts, rows, rule, records.time[rows.first])
    values = _field_value(parts, rule, column)[rows.order]
    raw = column.codes[rows.order]
    differs = np.zeros(len(values), bool)
    differs[1:] = (raw[1:] != raw[:-1]) & ~rows.begins[1:]
    at = np.flatnonzero(differs)
    kind = EventKind.DUE_CHANGED if rule.role == FieldRole.DUE else EventKind.FIELD_CHANGED
    parts.add(
        rows.order[at],
        kind,
        place=min(_AFTER - 1, 12 + number),
        field=parts.fields.code(rule.name),
        old_value=np.where(values[at - 1] == NONE, UNKNOWN, values[at - 1]),
        new_value=np.where(values[at] == NONE, UNKNOWN, values[at]),
        actor=parts.persons.codes(records.column(parts.mapping.columns.actor))[rows.order[at]],
        data=_raw_data(rule, column, rows.order[at], parts.mapping.is_placeholder),
    )


def _add_counts(parts: EventParts, rows: CaseRows, name: str, kind: EventKind) -> None:
    """An event wherever a counter of the case goes up; a case that begins above zero says nothing of when."""
    column = parts.records.columns.get(name)
    if column is None:
        return
    numbers = [int(value) if value.strip().isdigit() else 0 for value in column.values]
    counts = np.array([*numbers, 0], np.int64)[column.codes][rows.order]
    steps = np.zeros(len(counts), bool)
    steps[1:] = (counts[1:] > counts[:-1]) & ~rows.begins[1:]
    at = rows.order[steps]
    parts.add(
        at,
        kind,
        place=2,
        actor=parts.persons.codes(parts.records.column(parts.mapping.columns.actor))[at],
    )


def add_marks(parts: EventParts, data: list[str | None] | None) -> NDArray[np.bool_]:
    """Events of the case that single records tell of. Returns the records that are nothing else."""
    records, mapping = parts.records, parts.mapping
    only = np.zeros(len(records), bool)
    for number, rule in enumerate(mapping.marks):
        there = np.ones(len(records), bool)
        for name, patterns in rule.when.items():
            there &= fitting(records.column(name), patterns)
        at = np.flatnonzero(there)
        if rule.instead:
            only |= there
        value = parts.values.codes(records.column(rule.value))[at] if rule.value else np.full(len(at), NONE, np.int32)
        parts.add(
            at,
            rule.kind,
            place=_BEFORE + 2 if rule.kind in (EventKind.OPENED, EventKind.REOPENED) else _AFTER + number % 8,
            new_value=value,
            actor=parts.persons.codes(records.column(mapping.columns.actor))[at],
            data=[data[row] for row in at.tolist()] if rule.instead and data is not None else None,
        )
    return only


def _add_unmapped(parts: EventParts, rows: CaseRows, begin: NDArray[np.int64]) -> None:
    """Attributes of cases that no mapping speaks of: dates after the opening apply at their own time, the rest from
    the first record on (the log does not say when they became known)."""
    records, mapping = parts.records, parts.mapping
    used = mapping_columns(mapping) | set(mapping.ignore)
    for name, column in records.case_columns.items():
        if name in used:
            continue
        taken = column.take(rows.cases)
        value = parts.values.codes(taken)
        when = begin.copy()
        if records.case_types.get(name) == "date":
            micros, known = instants_of(taken, mapping)
            when = np.where(known & (micros > begin), micros, begin)
            value = np.where(known, parts.values.codes(_iso_column(micros, known)), value)
        there = value > 0
        parts.add(
            rows.first[there],
            EventKind.FIELD_CHANGED,
            place=_BEFORE + 3,
            occurred_at=when[there],
            of_case=True,
            tags=_case_tags(parts, f"attribute {name}", taken, there),
            field=parts.fields.code(name),
            new_value=value[there],
        )


def mapping_columns(mapping: Mapping) -> set[str]:
    """Every column that the mapping speaks of."""
    named = set(mapping.columns.named().values())
    named |= {rule.column for rule in mapping.fields} | {rule.at for rule in mapping.fields if rule.at}
    named |= {rule.column for rule in mapping.moments} | {rule.value for rule in mapping.moments if rule.value}
    named |= {rule.column for rule in mapping.counters}
    return named
