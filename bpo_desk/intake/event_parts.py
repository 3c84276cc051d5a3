"""Collects the events made from records, part by part, and puts them together as one EventBatch."""

from __future__ import annotations

import json
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.intake.event_ids import Lanes, tagged, text_hashes, uuid7_halves
from bpo_desk.intake.mapping import STANDARD_LIFECYCLE, Mapping
from bpo_desk.intake.records import Coded, Coder, RecordColumns
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import LAYOUT, EventColumns
from bpo_desk.models.ids import NONE, UNKNOWN

_BLOCK: Final = 1 << 17
ROOM: Final = 64
"""Positions of source_seq that each record takes: the events of one record keep their order."""

Rows = NDArray[np.int64]
Codes = NDArray[np.int32]


@dataclass(slots=True)
class Names:
    """Codes of one dictionary of the batch: "" and placeholders are 0 (unknown)."""

    mapping: Mapping
    coder: Coder = field(default_factory=lambda: Coder({"": 0}))

    def code(self, text: str) -> int:
        """The code of one text."""
        return UNKNOWN if self.mapping.is_placeholder(text) else self.coder[text]

    def codes(self, column: Coded) -> Codes:
        """The codes of a column: NONE stays NONE."""
        table = np.array([*(self.code(value) for value in column.values), NONE], np.int32)
        return table[column.codes]  # NONE = -1 picks the last entry

    def list(self) -> list[str]:
        """Code -> text."""
        return list(self.coder)


@dataclass(slots=True)
class Part:
    """Some events: `row` the record each is from, `place` its position within the record; other columns by name."""

    row: Rows
    place: NDArray[np.int64]
    case: Codes
    occurred_at: NDArray[np.int64]
    kind: NDArray[np.int16]
    tag: NDArray[np.int32]
    columns: dict[str, NDArray[np.generic]]
    data: list[str | None] | None
    of_case: bool


@dataclass(slots=True)
class EventParts:
    """What is being made from one file. `lanes` is the hash of each record, `case_lanes` that of each case."""

    records: RecordColumns
    mapping: Mapping
    lanes: Lanes
    case_lanes: Lanes
    persons: Names = field(init=False)
    queues: Names = field(init=False)
    steps: Names = field(init=False)
    fields: Names = field(init=False)
    values: Names = field(init=False)
    parts: list[Part] = field(default_factory=list)
    tags: Coder = field(default_factory=Coder)

    def __post_init__(self) -> None:
        for name in ("persons", "queues", "steps", "fields", "values"):
            setattr(self, name, Names(self.mapping))

    def add(
        self,
        row: Rows,
        kind: EventKind | NDArray[np.int16],
        *,
        place: int | NDArray[np.int64] = 0,
        occurred_at: NDArray[np.int64] | None = None,
        tag: str = "",
        tags: Codes | None = None,
        of_case: bool = False,
        data: list[str | None] | None = None,
        more: Table[str, NDArray[np.generic]] | None = None,
        **columns: int | NDArray[np.generic],
    ) -> None:
        """Add one event per entry of `row`. `tag` names the event within its record (kind and field are part of the
        name anyway); `tags` gives one code of `self.tags` an event instead. `of_case`: the event belongs to the case,
        and the record that it hangs on may be another in a longer file, so its id is made without the record.
        `columns` and `more`: columns of EventColumns, one value for all or an array."""
        count = len(row)
        if not count:
            return
        kinds = np.full(count, kind, np.int16) if isinstance(kind, EventKind) else kind.astype(np.int16)
        if tags is None:
            tags = np.full(count, self.tags[tag], np.int32)
        filled = {
            name: np.full(count, value) if isinstance(value, int) else np.asarray(value)
            for name, value in {**columns, **(more or {})}.items()
        }
        self.parts.append(
            Part(
                row=row.astype(np.int64),
                place=np.broadcast_to(np.asarray(place, np.int64), (count,)),
                case=self.records.case[row],
                occurred_at=self.records.time[row] if occurred_at is None else occurred_at,
                kind=kinds,
                tag=tags,
                columns=filled,
                data=data,
                of_case=of_case,
            )
        )

    def columns(self) -> tuple[EventColumns, list[str | None], Rows]:
        """(the events in the order of the desk, their data, the record of each)."""
        if not self.parts:
            return EventColumns.empty(), [], np.empty(0, np.int64)
        row = np.concatenate([part.row for part in self.parts])
        place = np.concatenate([part.place for part in self.parts])
        given: dict[str, object] = {
            "case": np.concatenate([part.case for part in self.parts]),
            "occurred_at": np.concatenate([part.occurred_at for part in self.parts]),
            "kind": np.concatenate([part.kind for part in self.parts]),
            "source_seq": row * ROOM + np.minimum(place, ROOM - 1),
        }
        for name in sorted({name for part in self.parts for name in part.columns} | {"source"}):
            given[name] = self._column(name, len(row))
        given["id_hi"], given["id_lo"] = self._ids(row, given)
        columns = EventColumns.of(given)
        data: list[str | None] = []
        if any(part.data is not None for part in self.parts):
            for part in self.parts:
                data += part.data if part.data is not None else [None] * len(part.row)
        self.parts.clear()
        given.clear()
        if not columns.is_ordered():
            order = columns.order()
            columns, row = columns.take(order), row[order]
            data = [data[at] for at in order.tolist()] if data else data
        return columns, data, row

    def _column(self, name: str, length: int) -> NDArray[np.generic]:
        """One column of all parts, of the type that events have; "nothing said" where a part does not have it."""
        column = np.full(length, {"side": 0, "source": 1}.get(name, NONE), LAYOUT[name])
        at = 0
        for part in self.parts:
            if name in part.columns:
                column[at : at + len(part.row)] = part.columns.pop(name)
            at += len(part.row)
        return column

    def _ids(self, row: Rows, given: dict[str, object]) -> Lanes:
        """The id of each event: from the hash of its record (or case), its kind, its field and its tag."""
        kind = np.asarray(given["kind"])
        occurred_at = np.asarray(given["occurred_at"])
        fields = np.asarray(given.get("field", np.broadcast_to(np.int32(NONE), row.shape)))
        tag = np.concatenate([part.tag for part in self.parts])
        of_case = np.concatenate([np.full(len(part.row), part.of_case) for part in self.parts])
        field_names, tag_names = self.fields.list(), list(self.tags)

        def word(code: int) -> str:
            number = (code >> 16) & 0xFFFFFF
            return f"{tag_names[code >> 40]}\x00{field_names[number - 1] if number else ''}\x00{code & 0xFFFF}"

        high, low = np.empty(len(row), np.uint64), np.empty(len(row), np.uint64)
        for start in range(0, len(row), _BLOCK):  # block by block: the arrays in between are large
            some = slice(start, start + _BLOCK)
            code = (tag[some].astype(np.int64) << 40) | ((fields[some].astype(np.int64) + 1) << 16) | kind[some]
            distinct, back = np.unique(code, return_inverse=True)
            first, second = text_hashes(word(one) for one in distinct.tolist())
            case = self.records.case[row[some]]
            base = [
                np.where(of_case[some], self.case_lanes[lane][case], self.lanes[lane][row[some]]) for lane in (0, 1)
            ]
            lanes = tagged((base[0], base[1]), (first[back], second[back]))
            high[some], low[some] = uuid7_halves(lanes, occurred_at[some])
        return high, low


def _own_transition(value: str) -> bool:
    return value.strip().lower() not in STANDARD_LIFECYCLE


def json_text(value: object) -> str:
    """Compact JSON, text as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def record_data(records: RecordColumns, used: frozenset[str], mapping: Mapping) -> list[str | None] | None:
    """JSON of what a record says beyond the typed columns: columns that no mapping uses, placeholders and transitions
    that are no standard ones as they stood, unreadable times, nested attributes. None where no record says more.
    Columns that hold what became known later stand in no record: even a placeholder there tells of the future."""
    pieces: list[Sequence[str]] = []
    left_out = mapping.final_columns() | set(mapping.ignore)
    for key, column in records.columns.items():
        if key in left_out or not column.values:
            continue
        name = json_text(key)
        raw_too = _own_transition if key == mapping.columns.lifecycle else mapping.is_placeholder
        kept = [
            f"{name}:{json_text(value)}" if key not in used or (value and raw_too(value)) else ""
            for value in column.values
        ]
        if any(kept):
            kept.append("")
            pieces.append([kept[code] for code in column.codes.tolist()])
    if not pieces and not records.nested and not records.time_raw:
        return None
    lines = _joined(pieces) if pieces else [""] * len(records)
    for row, raw in records.time_raw.items():
        piece = f'"raw time":{json_text(raw)}'
        lines[row] = f"{lines[row]},{piece}" if lines[row] else piece
    for row, nested in records.nested.items():
        piece = f'"nested":{nested}'
        lines[row] = f"{lines[row]},{piece}" if lines[row] else piece
    known: dict[str, str | None] = {"": None}
    return [known.get(line) or known.setdefault(line, f"{{{line}}}" if line else None) for line in lines]


def _joined(pieces: list[Sequence[str]]) -> list[str]:
    """The pieces of each record with commas between. Records that say the same share one text."""
    if len(pieces) == 1:
        return list(pieces[0])
    known: dict[tuple[str, ...], str] = {}
    lines: list[str] = []
    for one in zip(*pieces, strict=True):
        line = known.get(one)
        if line is None:
            line = known[one] = ",".join(filter(None, one))
        lines.append(line)
    return lines
