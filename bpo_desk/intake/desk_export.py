"""Reads back what the desk itself exported as XES (reports/xes.py): the same events with the same ids, nothing guessed.

Other XES logs are read by a mapping; see build.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.errors import RefusedFile
from bpo_desk.intake.event_parts import json_text, record_data
from bpo_desk.intake.mapping import Columns, Mapping
from bpo_desk.intake.records import Coded, Coder, RecordColumns
from bpo_desk.models.capability import Capability
from bpo_desk.models.desk_xes import RESERVED_KEYS, kind_of, side_code
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.event import WORK_KINDS
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.sides import Side

MAPPING: Final = "bpo_desk_export"
"""Name of the ready-made mapping that fits the desk's own logs."""
_AS_WRITTEN: Final = Mapping(columns=Columns(lifecycle=""), placeholders=("",))

Codes = NDArray[np.int32]


def desk_batch(records: RecordColumns, file: str) -> EventBatch:
    """The events of a log that the desk wrote. Raises RefusedFile where a record lacks what the desk writes, or says
    what it never does."""
    try:
        return _batch(_unescaped(records))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedFile(
            f"{file} is not as the desk wrote it: {error}.",
            "Export the cases again. Nothing of it was taken.",
            code="desk_export",
        ) from error


class _Names:
    """Codes of one dictionary, shared by all columns that are named by it; "" is 0."""

    def __init__(self) -> None:
        self.coder = Coder({"": 0})

    def codes(self, column: Coded) -> Codes:
        table = np.array([*(self.coder[text] for text in column.values), NONE], np.int32)
        return table[column.codes]


def _batch(records: RecordColumns) -> EventBatch:
    persons, queues, steps, fields, sources, values = (_Names() for _ in range(6))
    column = records.column
    kind = _numbers(column("desk:kind"), kind_of, None)
    high, low = _ids(column("identity:id"))
    named = steps.codes(column("concept:name"))
    step = steps.codes(column("desk:step"))
    is_work = (kind >= WORK_KINDS.start) & (kind < WORK_KINDS.stop)
    events = EventColumns.of(
        {
            "case": records.case,
            "occurred_at": records.time,
            "id_hi": high,
            "id_lo": low,
            "source_seq": _numbers(column("desk:seq"), int, None),
            "kind": kind,
            "side": _numbers(column("desk:side"), side_code, Side.UNKNOWN),
            "actor": persons.codes(column("org:resource")),
            "holder": persons.codes(column("desk:holder")),
            "on_behalf_of": persons.codes(column("desk:on_behalf_of")),
            "queue": queues.codes(column("org:group")),
            "step": np.where(is_work & (step == NONE) & (column("desk:no_step").codes == NONE), named, step),
            "work_item": _numbers(column("concept:instance"), int, NONE),
            "ad_hoc": (column("desk:ad_hoc").codes >= 0).astype(np.int8),
            "field": fields.codes(column("desk:field")),
            "old_value": values.codes(column("desk:old")),
            "new_value": values.codes(column("desk:new")),
            "reason": values.codes(column("desk:reason")),
            "visibility": _numbers(column("desk:visibility"), int, 1),
            "source": sources.codes(column("desk:source")),
        }
    )
    order = events.order()
    told: dict[str, dict[str, list[Any]]] = json.loads(records.detected.dictionaries)
    return EventBatch(
        events.take(order),
        _dictionaries(told, persons, queues, steps, fields, sources, values),
        records.case_numbers,
        data=_in_order(_data(records), order),
        source_record=_in_order(_texts(column("desk:source_record")), order),
        case_process=_processes(records),
    )


def _numbers(column: Coded, read: Callable[[str], int], absent: int | None) -> NDArray[np.int64]:
    """The numbers that a column writes as texts. Raises ValueError for another text, and for a record without one
    where `absent` is None."""
    if absent is None and (column.codes < 0).any():
        raise ValueError(f"the event {int(np.argmax(column.codes < 0)) + 1} lacks what every event has")
    table = np.array([*(read(text) for text in column.values), absent or 0], np.int64)
    return np.where(column.codes < 0, np.int64(absent or 0), table[column.codes])


def _ids(column: Coded) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The halves of the ids of events."""
    if (column.codes < 0).any() or len(column.values) != len(column.codes):
        raise ValueError("not every event has an id of its own")
    raw = b"".join(bytes.fromhex(text.replace("-", "")) for text in column.values)
    halves = np.frombuffer(raw, ">u8").reshape(-1, 2)[column.codes].astype(np.uint64)
    return np.ascontiguousarray(halves[:, 0]), np.ascontiguousarray(halves[:, 1])


def _dictionaries(
    told: dict[str, dict[str, list[Any]]],
    persons: _Names,
    queues: _Names,
    steps: _Names,
    fields: _Names,
    sources: _Names,
    values: _Names,
) -> Dictionaries:
    """The names with what the head of the log says of them."""

    def made(part: str, names: _Names, make: Callable[..., Any]) -> list[Any]:
        return [make(name, *told.get(part, {}).get(name, ())) for name in names.coder]

    return Dictionaries(
        persons=made("persons", persons, lambda name, side=0, role="": Person(name, Side(side), role)),
        queues=made("queues", queues, lambda name, side=0: Queue(name, Side(side))),
        steps=made("steps", steps, lambda name, element="": Step(name, element)),
        fields=made("fields", fields, lambda name, role=None: Field(name, None if role is None else FieldRole(role))),
        sources=made("sources", sources, lambda name, bits=0, said="": Source(name, Capability(bits), said)),
        values=list(values.coder),
    )


def _data(records: RecordColumns) -> list[str | None]:
    """The data of each event as JSON: the keys that are not the desk's own, and `desk:data`."""
    others = {
        key: column
        for key, column in records.columns.items()
        if key not in RESERVED_KEYS and not key.startswith("desk:")
    }
    flat = record_data(replace(records, columns=others, time_raw={}), frozenset(), _AS_WRITTEN)
    flat = flat or [None] * len(records)
    rest = records.column("desk:data")
    for row in np.flatnonzero(rest.codes >= 0).tolist():
        found = json.loads(rest.text(row) or "null")
        if not isinstance(found, dict):
            flat[row] = found  # what was no JSON object is kept as it came
        else:
            before = flat[row]
            flat[row] = json_text({**(json.loads(before) if before else {}), **found})
    return flat


def _texts(column: Coded) -> list[str | None]:
    table: list[str | None] = [*column.values, None]
    return [table[code] for code in column.codes.tolist()]


def _in_order(texts: Sequence[str | None], order: NDArray[np.int64]) -> list[str | None]:
    return [texts[at] for at in order.tolist()] if any(text is not None for text in texts) else []


def _processes(records: RecordColumns) -> list[str]:
    found = _texts(records.case_column("desk:process"))
    return [text or "" for text in found] if any(found) else []


def _unescaped(records: RecordColumns) -> RecordColumns:
    """The records with the JSON escapes of texts that XML cannot hold taken back."""
    marked = np.flatnonzero(records.column("desk:escaped").codes >= 0)
    columns = records.columns if not len(marked) else {
        key: column if key in _NO_TEXTS else _plain(column, marked) for key, column in records.columns.items()
    }  # fmt: skip
    cases = set(np.flatnonzero(records.case_column("desk:escaped").codes >= 0).tolist())
    numbers = [_plain_text(text) if case in cases else text for case, text in enumerate(records.case_numbers)]
    return replace(records, columns=columns, case_numbers=numbers)


_NO_TEXTS: Final = frozenset({"desk:data", "desk:seq", "desk:recorded", "desk:ad_hoc", "desk:escaped", "identity:id"})


def _plain(column: Coded, rows: NDArray[np.int64]) -> Coded:
    codes, values = column.codes.copy(), Coder({text: code for code, text in enumerate(column.values)})
    for row in rows[codes[rows] >= 0].tolist():
        codes[row] = values[_plain_text(column.values[codes[row]])]
    return Coded(codes, list(values))


def _plain_text(text: str) -> str:
    return str(json.loads(f'"{text}"'))
