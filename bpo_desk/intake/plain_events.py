"""Logs whose records are about work items: one record, one event. (Row-change logs: flow_events.py.)"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.intake.event_parts import EventParts
from bpo_desk.intake.mapping import STANDARD_LIFECYCLE, Mapping
from bpo_desk.intake.records import Coded, RecordColumns
from bpo_desk.intake.work_items import number_work_items
from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import NONE, UNKNOWN

_TAKES_HAND: Final = (EventKind.STARTED, EventKind.RESUMED, EventKind.COMPLETED)


def record_kinds(records: RecordColumns, mapping: Mapping) -> NDArray[np.int16]:
    """The kind of each record: by activity where the mapping says so, else by lifecycle, else completed."""
    lifecycle = records.column(mapping.columns.lifecycle)
    table = [int(_lifecycle_kind(value, mapping)) for value in lifecycle.values]
    kinds = np.array([*table, int(EventKind.COMPLETED)], np.int16)[lifecycle.codes]
    if mapping.activity:
        activity = records.column(mapping.columns.activity)
        by_activity = np.array([*(_activity_kind(value, mapping) for value in activity.values), 0], np.int16)
        chosen = by_activity[activity.codes]
        kinds = np.where(chosen > 0, chosen, kinds)
    return kinds


def _lifecycle_kind(value: str, mapping: Mapping) -> EventKind:
    word = value.strip().lower()
    return mapping.lifecycle.get(word) or STANDARD_LIFECYCLE.get(word, EventKind.NOTED)


def _activity_kind(value: str, mapping: Mapping) -> int:
    return next((int(kind) for pattern, kind in mapping.activity if fnmatchcase(value, pattern)), 0)


def add_plain_events(parts: EventParts, data: list[str | None] | None, left_out: NDArray[np.bool_]) -> None:
    """One event a record, but for the records in `left_out`; a start and a ready time of the record are events too."""
    records, mapping = parts.records, parts.mapping
    names = mapping.columns
    kinds = record_kinds(records, mapping)
    step = parts.steps.codes(records.column(names.activity))
    step[step == NONE] = UNKNOWN  # a record without a name still is a record of some step
    actor = parts.persons.codes(records.column(names.actor))
    holder = parts.persons.codes(records.column(names.holder))
    queue = parts.queues.codes(records.column(names.queue))
    if names.holder != names.actor:
        # Whoever works on an item has it: without this a known queue would hide the person who acted.
        takes = np.isin(kinds, _TAKES_HAND) & (actor > 0) & (queue != NONE) & (holder == NONE)
        takes &= ~np.isin(actor, [parts.persons.code(name) for name in mapping.anonymous])
        holder = np.where(takes, actor, holder)
    instance = _plain_codes(records.column(names.instance), mapping)
    kinds[left_out] = 0
    item = number_work_items(
        order=records.order(),
        case=records.case,
        activity=step,
        instance=instance,
        hand=np.where(holder > 0, holder, actor),
        kind=kinds,
    )
    rows = np.flatnonzero(~left_out)
    columns: dict[str, NDArray[np.generic]] = {
        "actor": actor[rows],
        "holder": holder[rows],
        "queue": queue[rows],
        "step": step[rows],
        "work_item": item[rows],
    }
    kept = data if data is None or not left_out.any() else [data[row] for row in rows.tolist()]
    parts.add(rows, kinds[rows], place=8, data=kept, more=columns)
    for column, kind, place in ((names.ready, EventKind.SCHEDULED, 6), (names.start, EventKind.STARTED, 7)):
        if column in records.columns:
            _add_earlier(parts, column, kind, place, rows, columns)


def _add_earlier(
    parts: EventParts,
    column: str,
    kind: EventKind,
    place: int,
    rows: NDArray[np.int64],
    columns: dict[str, NDArray[np.generic]],
) -> None:
    """Events at another instant of the same record, such as its start."""
    from bpo_desk.intake.case_events import instants_of

    micros, known = instants_of(parts.records.column(column), parts.mapping)
    there = known[rows]
    kept = {name: values[there] for name, values in columns.items()}
    if kind == EventKind.SCHEDULED:  # nobody has acted yet
        kept["actor"] = kept["holder"] = np.full(int(there.sum()), NONE, np.int32)
    parts.add(rows[there], kind, place=place, occurred_at=micros[rows][there], more=kept)


def _plain_codes(column: Coded, mapping: Mapping) -> NDArray[np.int32]:
    """The codes of a column, NONE for placeholders too."""
    table = [NONE if mapping.is_placeholder(value) else code for code, value in enumerate(column.values)]
    return np.array([*table, NONE], np.int32)[column.codes]
