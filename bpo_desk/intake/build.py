"""Puts a reading together: records and their mapping -> EventBatch with dictionaries, sides and capability."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.intake.case_events import CaseRows, add_case_events, add_marks, mapping_columns
from bpo_desk.intake.event_ids import case_hashes, record_hashes, text_hashes
from bpo_desk.intake.event_parts import EventParts, record_data
from bpo_desk.intake.flow_events import add_flow_events
from bpo_desk.intake.mapping import Mapping
from bpo_desk.intake.plain_events import add_plain_events
from bpo_desk.intake.records import RecordColumns
from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.sides import Side

COMPLETIONS_ONLY: Final = "completions only"
"""Added to the name of a source for those of its steps that it only ever completes, while it starts others: what it
can tell of them is less, and nothing is missing."""


def build_batch(records: RecordColumns, mapping: Mapping, source: str) -> EventBatch:
    """The events of all records. Codes index the batch's own dictionaries."""
    cases = text_hashes(records.case_numbers)
    left_out = mapping.final_columns() | set(mapping.ignore)
    hashes = record_hashes(records, cases, source, left_out, mapping.columns.record_id)
    parts = EventParts(records, mapping, hashes, case_hashes(cases, source))
    data = record_data(records, frozenset(_told_columns(mapping)), mapping)
    rows = CaseRows(records)
    if records.case_nested:
        data = _with_nested(data or [None] * len(records), records, rows)
    only = add_marks(parts, data)
    if mapping.flow is not None:
        rest = record_data(records, frozenset(mapping_columns(mapping)), mapping)
        add_flow_events(parts, rows, data, rest)
    else:
        add_plain_events(parts, data, only)
    add_case_events(parts, rows)
    events, texts, row = parts.columns()
    capability = found_capability(events, mapping)
    sources = [Source(""), Source(source, capability, mapping.description)]
    if mapping.flow is None:
        events, other = _apart(events, capability, sources[1])
        sources += other
    dictionaries = Dictionaries(
        persons=_persons(parts),
        queues=[Queue(name, _side(name, mapping.queue_sides)) for name in parts.queues.list()],
        steps=[Step(name) for name in parts.steps.list()],
        fields=_fields(parts),
        sources=sources,
        values=parts.values.list(),
    )
    return EventBatch(
        columns=_with_sides(events, dictionaries),
        dictionaries=dictionaries,
        case_numbers=records.case_numbers,
        data=texts,
        source_record=_record_names(records, mapping, row),
        case_process=[mapping.process] * len(records.case_numbers) if mapping.process else [],
    )


def _with_nested(data: list[str | None], records: RecordColumns, rows: CaseRows) -> list[str | None]:
    """The data with the nested attributes of each case at its first record."""
    for case, row in zip(rows.cases.tolist(), rows.first.tolist(), strict=True):
        nested = records.case_nested.get(case)
        if nested is not None:
            before = data[row]
            data[row] = f'{before[:-1]},"case":{nested}}}' if before else f'{{"case":{nested}}}'
    return data


def _told_columns(mapping: Mapping) -> set[str]:
    """Columns that need not stand in `data` because typed columns or events of their own tell them."""
    silent = {rule.column for rule in mapping.fields if rule.when == "change" and rule.role is None}
    silent |= {mapping.columns.role, mapping.columns.instance}
    return mapping_columns(mapping) - silent


def found_capability(events: EventColumns, mapping: Mapping) -> Capability:
    """What the source can record, by what it did record and what the mapping says."""
    found = Capability(0)
    kinds = set(np.unique(events.kind).tolist())
    for bit, of in _KINDS_OF.items():
        if kinds & of:
            found |= bit
    if np.any(events.occurred_at != TIME_UNKNOWN):
        found |= Capability.TIMES
    if np.any(events.actor > 0):
        found |= Capability.RESOURCES
    if np.any(events.queue > 0):
        found |= Capability.QUEUES
    if _share_of_items(events, EventKind.SCHEDULED) >= 0.9:
        found |= Capability.SCHEDULES
    if mapping.columns.holder or _share_of_items(events, EventKind.ASSIGNED) >= 0.9:
        found |= Capability.HAND_OFFS
    if mapping.person_sides or mapping.queue_sides or mapping.role_sides:
        found |= Capability.SIDES
    roles = {rule.role for rule in mapping.fields}
    found |= Capability.SLA_STATE if FieldRole.SLA in roles else Capability(0)
    found |= Capability.DUE_DATES if FieldRole.DUE in roles else Capability(0)
    found |= Capability.OUTCOMES if FieldRole.OUTCOME in roles else Capability(0)
    if any(rule.when == "change" for rule in mapping.fields):
        found |= Capability.OLD_VALUES
    return (found | mapping.adds) & ~mapping.lacks


_KINDS_OF: Final[dict[Capability, set[int]]] = {
    Capability.START_TIMES: {EventKind.STARTED},
    Capability.SUSPENSIONS: {EventKind.SUSPENDED, EventKind.RESUMED},
    Capability.CASE_END: {EventKind.CLOSED, EventKind.CANCELLED},
    Capability.PAUSES: {EventKind.CLOCK_PAUSED, EventKind.CLOCK_RESUMED},
    Capability.CONTACTS: {EventKind.CONTACT_RECEIVED},
    Capability.FEEDBACK: {EventKind.FEEDBACK_RECEIVED},
    Capability.EXITS: {EventKind.EXIT_RECORDED, EventKind.EXIT_ACCEPTED},
    Capability.DUE_DATES: {EventKind.DUE_CHANGED},
}


def _item_keys(events: EventColumns, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.unique((events.case[mask].astype(np.int64) << 32) | events.work_item[mask])


def _share_of_items(events: EventColumns, kind: EventKind) -> float:
    """The share of work items, of those that have more than a completion, that have an event of this kind."""
    of_item = events.work_item > 0
    fuller = of_item & (events.kind != EventKind.COMPLETED) & (events.kind != EventKind.NOTED)
    items = _item_keys(events, fuller)
    return len(_item_keys(events, of_item & (events.kind == kind))) / len(items) if len(items) else 0.0


def _apart(events: EventColumns, capability: Capability, source: Source) -> tuple[EventColumns, list[Source]]:
    """Give steps that are only ever completed, in a source that starts others, a source of their own."""
    lesser = Capability.START_TIMES | Capability.SCHEDULES | Capability.HAND_OFFS | Capability.SUSPENSIONS
    if not capability & lesser:
        return events, []
    work = events.work_item > 0
    fuller = work & ~np.isin(events.kind, (EventKind.COMPLETED, EventKind.NOTED))
    apart = work & ~np.isin(events.step, np.unique(events.step[fuller]))
    if not apart.any():
        return events, []
    other = Source(f"{source.name}: {COMPLETIONS_ONLY}", capability & ~lesser, source.description)
    return replace(events, source=np.where(apart, 2, events.source).astype(np.int32)), [other]


def _side(name: str, patterns: tuple[tuple[str, Side], ...]) -> Side:
    return next((side for pattern, side in patterns if name and fnmatchcase(name, pattern)), Side.UNKNOWN)


def _persons(parts: EventParts) -> list[Person]:
    """The persons with side and role; a role only where somebody always has the same one."""
    records, mapping = parts.records, parts.mapping
    names = parts.persons.list()
    roles = records.column(mapping.columns.role)
    actors = parts.persons.codes(records.column(mapping.columns.actor))
    role_of = [""] * len(names)
    both = (actors > 0) & (roles.codes >= 0)
    if both.any():
        pairs = np.unique((actors[both].astype(np.int64) << 32) | roles.codes[both])
        persons, first, counts = np.unique(pairs >> 32, return_index=True, return_counts=True)
        for person, at, count in zip(persons.tolist(), first.tolist(), counts.tolist(), strict=True):
            role = roles.values[int(pairs[at] & 0xFFFFFFFF)]
            if count == 1 and not mapping.is_placeholder(role):
                role_of[person] = role
    return [
        Person(name, _side(name, mapping.person_sides) or _side(role, mapping.role_sides), role)
        for name, role in zip(names, role_of, strict=True)
    ]


def _fields(parts: EventParts) -> list[Field]:
    roles = {rule.name: rule.role for rule in parts.mapping.fields}
    return [Field(name, roles.get(name)) for name in parts.fields.list()]


def _with_sides(events: EventColumns, dictionaries: Dictionaries) -> EventColumns:
    """Each event stands on the side of who acted, unless it names a side itself."""
    table = np.array([*(int(person.side) for person in dictionaries.persons), int(Side.UNKNOWN)], np.int8)
    own = (events.side != Side.UNKNOWN) | (events.kind == EventKind.SUSPENDED)
    return replace(events, side=np.where(own, events.side, table[events.actor]).astype(np.int8))


def _record_names(records: RecordColumns, mapping: Mapping, row: NDArray[np.int64]) -> list[str | None]:
    """The id that the source gives each record, where it gives one."""
    column = records.columns.get(mapping.columns.record_id) if mapping.columns.record_id else None
    if column is None:
        return []
    table: list[str | None] = [*column.values, None]
    return [table[code] for code in column.codes[row].tolist()]
