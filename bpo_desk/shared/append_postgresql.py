"""Rows of events into PostgreSQL: whole columns as binary arrays, unnested by one INSERT a chunk.

No object is made for an integer; a text is encoded once however often it stands in the batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection as Raw
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format
from sqlalchemy.engine import Connection

from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, UNKNOWN
from bpo_desk.shared.engine import driver_connection
from bpo_desk.shared.shown import places
from bpo_desk.shared.tables import COLUMN_OF

_CHUNK: Final = 65_536
_VALUES: Final = ("old_value", "new_value", "reason")
_Columns = dict[str, NDArray[np.int32]]

# element type -> (oid of the element, oid of the array, numpy type on the wire, its bytes); from pg_type
_WIRE: Final = {
    "int2": (21, 1005, ">i2", 2),
    "int4": (23, 1007, ">i4", 4),
    "int8": (20, 1016, ">i8", 8),
    "uuid": (2950, 2951, ">u8", 16),
    "text": (25, 1009, "", 0),
}
_NULL: Final = b"\xff\xff\xff\xff"
_ENTERING: Final = "SELECT set_config('bpo_desk.entering', %s, true)"
"""Whether the rows of this transaction come in by `append`, which sees itself to what a trigger does for others."""


class _Array:
    """A one-dimensional array in the binary form of the server, of one element type."""

    kind = ""

    def __init__(self, count: int, elements: bytes) -> None:
        element = _WIRE[self.kind][0]
        may_hold_nulls = 1 if self.kind == "text" else 0
        head = [1, may_hold_nulls, element, count, 1] if count else [0, 0, element]
        self.binary = np.array(head, dtype=">i4").tobytes() + elements


class _ArrayDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Any) -> Buffer:
        binary: bytes = obj.binary
        return binary


_TYPES: Final[dict[str, type[_Array]]] = {name: type(f"_{name}_array", (_Array,), {"kind": name}) for name in _WIRE}
_DUMPERS: Final = {name: type(f"_{name}_dumper", (_ArrayDumper,), {"oid": wire[1]}) for name, wire in _WIRE.items()}


def _array(kind: str, values: NDArray[Any]) -> _Array:
    """Integers, or ids as (n, 2) halves."""
    _, _, number, size = _WIRE[kind]
    body = np.empty(len(values), dtype=np.dtype([("length", ">i4"), ("value", number, values.shape[1:])]))
    body["length"] = size
    body["value"] = values
    return _TYPES[kind](len(values), body.tobytes())


def _text_array(elements: list[bytes]) -> _Array:
    return _TYPES["text"](len(elements), b"".join(elements))


def _element(text: str | None) -> bytes:
    if text is None:
        return _NULL
    raw = text.encode("utf-8")
    return len(raw).to_bytes(4, "big") + raw


_INTEGERS: Final = {
    "case": "int4",
    "occurred_at": "int8",
    "source_seq": "int8",
    "kind": "int2",
    "side": "int2",
    "actor": "int4",
    "holder": "int4",
    "on_behalf_of": "int4",
    "queue": "int4",
    "step": "int4",
    "work_item": "int4",
    "ad_hoc": "int2",
    "field": "int4",
    "visibility": "int2",
    "source": "int4",
}
_NULLABLE: Final = frozenset({"actor", "holder", "on_behalf_of", "queue", "step", "work_item", "field"})


def insert_events(
    connection: Connection,
    engagement_id: int,
    batch: EventBatch,
    keyed: _Columns,
    *,
    recorded_at: int,
    rows: NDArray[np.int64],
) -> int:
    """Insert the given rows of a batch, unless their ids are there; how many that were."""
    raw: Raw[Any] = driver_connection(connection)
    # the entry after the last, which NONE indexes, is NULL
    values = [*map(_element, batch.dictionaries.values), _NULL]
    inserted = 0
    shared = places(batch.columns)
    with raw.cursor() as cursor:
        for name, kind in _TYPES.items():
            cursor.adapters.register_dumper(kind, _DUMPERS[name])
        cursor.execute(_ENTERING, ("on",))
        for start in range(0, len(rows), _CHUNK):
            piece = _arrays(batch, keyed, values, shared, rows[start : start + _CHUNK])
            statement, arrays = _statement(engagement_id, recorded_at, piece)
            # planned for the values at hand: a plan for arrays of any length expects ten rows
            cursor.execute(statement.encode(), arrays, prepare=False)
            inserted += cursor.rowcount
        cursor.execute(_ENTERING, ("",))
    return inserted


def stored_ids(connection: Connection, engagement_id: int, lowest: int, highest: int) -> NDArray[np.uint64]:
    """Ids of the stored events with lowest <= upper half <= highest, as (n, 2) halves in no order."""
    raw: Raw[Any] = driver_connection(connection)
    with raw.cursor(binary=True) as cursor:
        cursor.execute(
            "SELECT string_agg(uuid_send(event_id), '') FROM event"
            " WHERE engagement_id = %s AND event_id BETWEEN %s::uuid AND %s::uuid GROUP BY sync_seq >> 20",
            (engagement_id, f"{lowest:016x}" + "0" * 16, f"{highest:016x}" + "f" * 16),
        )
        parts = [row[0] for row in cursor]
    return np.frombuffer(b"".join(parts), dtype=">u8").reshape(-1, 2).astype(np.uint64)


def known_positions(
    connection: Connection, engagement_id: int, source_id: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int32]]:
    """(id_hi, id_lo, work_item) of the stored events of a source, in no order."""
    ids: list[bytes] = [b""]
    items: list[bytes] = [b""]
    raw: Raw[Any] = driver_connection(connection)
    with raw.cursor(binary=True) as cursor:
        cursor.execute(
            "SELECT string_agg(uuid_send(event_id), ''), string_agg(int4send(coalesce(work_item, -1)), '') FROM event"
            " WHERE engagement_id = %s AND source_id = %s GROUP BY sync_seq >> 20",
            (engagement_id, source_id),
        )
        for some_ids, some_items in cursor:
            ids.append(some_ids)
            items.append(some_items)
    halves = np.frombuffer(b"".join(ids), dtype=">u8").reshape(-1, 2).astype(np.uint64)
    return halves[:, 0], halves[:, 1], np.frombuffer(b"".join(items), dtype=">i4").astype(np.int32)


def _arrays(
    batch: EventBatch, keyed: _Columns, values: list[bytes], shared: NDArray[np.int32], rows: NDArray[np.int64]
) -> Iterator[tuple[str, str, _Array]]:
    """(column of the table, what is selected for it, array) for some rows; columns that say nothing are left out."""
    columns = batch.columns
    yield "event_id", "x.event_id", _array("uuid", np.column_stack((columns.id_hi[rows], columns.id_lo[rows])))
    for name, kind in _INTEGERS.items():
        array = (keyed[name] if name in keyed else getattr(columns, name))[rows]
        target = COLUMN_OF.get(name, name)
        chosen = f"x.{target}"
        if name == "occurred_at":
            chosen = f"nullif({chosen}, '{TIME_UNKNOWN}'::bigint)"
        elif name == "source":
            array = np.maximum(array, UNKNOWN)
        elif name in _NULLABLE:
            if array.max() == NONE:
                continue
            chosen = f"nullif({chosen}, {NONE})"
        yield target, chosen, _array(kind, array)
    if shared[rows].any():
        yield "shared_seq", "nullif(x.shared_seq, 0)", _array("int4", shared[rows])
    for name in _VALUES:
        codes = getattr(columns, name)[rows]
        if codes.max() != NONE:
            yield name, f"x.{name}", _text_array([values[code] for code in codes.tolist()])
    if batch.data:
        yield "data", "x.data::json", _text_array([_element(batch.data[row]) for row in rows.tolist()])
    if batch.source_record:
        records = [_element(batch.source_record[row]) for row in rows.tolist()]
        yield "source_record", "x.source_record", _text_array(records)


def _statement(
    engagement_id: int, recorded_at: int, columns: Iterable[tuple[str, str, _Array]]
) -> tuple[str, list[_Array]]:
    """The INSERT of some rows and its parameters."""
    targets, chosen, arrays = zip(*columns, strict=True)
    statement = (
        f"INSERT INTO event (engagement_id, recorded_at, {', '.join(targets)})"
        f" SELECT {int(engagement_id)}, {int(recorded_at)}, {', '.join(chosen)}"
        f" FROM unnest({', '.join(['%b'] * len(arrays))}) x({', '.join(targets)})"
        " ON CONFLICT (engagement_id, event_id) DO NOTHING"
    )
    return statement, list(arrays)
