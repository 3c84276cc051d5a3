"""Rows of events into PostgreSQL: whole columns as binary arrays, unnested by one INSERT a chunk.

No object is made for an integer. Texts travel once a chunk for each distinct value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection as Raw
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format
from sqlalchemy.engine import Connection

from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.shared.engine import driver_connection
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
}


class _Array:
    """A one-dimensional array without NULLs in the binary form of the server, of one element type."""

    array_oid = 0

    def __init__(self, values: NDArray[Any]) -> None:
        self.values = values


def _array_type(name: str) -> type[_Array]:
    element, array_oid, _, _ = _WIRE[name]
    return type(f"_{name}_array", (_Array,), {"kind": name, "array_oid": array_oid, "element": element})


_TYPES: Final = {name: _array_type(name) for name in _WIRE}


class _ArrayDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Any) -> Buffer:
        element, _, kind, size = _WIRE[obj.kind]
        count = len(obj.values)
        head = np.array([1 if count else 0, 0, element], dtype=">i4").tobytes()
        if not count:
            return head
        layout = (
            [("length", ">i4"), ("value", kind, (2,))] if obj.kind == "uuid" else [("length", ">i4"), ("value", kind)]
        )
        body = np.empty(count, dtype=np.dtype(layout))
        body["length"] = size
        body["value"] = obj.values
        return head + np.array([count, 1], dtype=">i4").tobytes() + body.tobytes()


def _dumper(name: str) -> type[_ArrayDumper]:
    return type(f"_{name}_dumper", (_ArrayDumper,), {"oid": _WIRE[name][1]})


_DUMPERS: Final = {name: _dumper(name) for name in _WIRE}

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
    connection: Connection, engagement_id: int, batch: EventBatch, keyed: _Columns, recorded_at: int
) -> int:
    """Insert the events of a batch whose ids are not there yet; how many that were."""
    raw: Raw[Any] = driver_connection(connection)
    inserted = 0
    with raw.cursor() as cursor:
        for name, kind in _TYPES.items():
            cursor.adapters.register_dumper(kind, _DUMPERS[name])
        for start in range(0, len(batch.columns), _CHUNK):
            rows = slice(start, min(start + _CHUNK, len(batch.columns)))
            statement, values = _statement(engagement_id, batch, keyed, recorded_at, rows)
            # planned for the values at hand: a plan for arrays of any length expects ten rows
            cursor.execute(statement.encode(), values, prepare=False)
            inserted += cursor.rowcount
    return inserted


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


def _statement(
    engagement_id: int, batch: EventBatch, keyed: _Columns, recorded_at: int, rows: slice
) -> tuple[str, list[Any]]:
    """The INSERT for some rows and its array parameters."""
    columns = batch.columns
    targets = ["engagement_id", "recorded_at", "event_id"]
    chosen = [str(int(engagement_id)), str(int(recorded_at)), "x.event_id"]
    names, values = ["event_id"], [_TYPES["uuid"](np.column_stack((columns.id_hi[rows], columns.id_lo[rows])))]

    def take(name: str, kind: str, array: NDArray[Any]) -> None:
        names.append(name)
        values.append(_TYPES[kind](array))

    for name, kind in _INTEGERS.items():
        array = (keyed[name] if name in keyed else getattr(columns, name))[rows]
        target = COLUMN_OF.get(name, name)
        targets.append(target)
        if name == "occurred_at":
            chosen.append(f"nullif(x.{target}, '{TIME_UNKNOWN}'::bigint)")
        elif name in _NULLABLE:
            if array.max() == NONE:
                chosen.append("NULL::integer")
                continue
            chosen.append(f"nullif(x.{target}, {NONE})")
        else:
            chosen.append(f"x.{target}")
        take(target, kind, np.maximum(array, 0) if name == "source" else array)

    texts: list[Any] = []
    joins = ""
    for name in _VALUES:
        codes = getattr(columns, name)[rows]
        if codes.max() == NONE:
            continue
        distinct, at = np.unique(codes, return_inverse=True)
        known = [batch.dictionaries.values[code] for code in distinct.tolist() if code != NONE]
        missing = len(distinct) - len(known)  # NONE sorts first
        take(f"{name}_at", "int4", at - missing + 1)
        texts.append(known)
        joins += f" LEFT JOIN unnest(%s::text[]) WITH ORDINALITY {name}_t(v, n) ON {name}_t.n = x.{name}_at"
        targets.append(name)
        chosen.append(f"{name}_t.v")
    plain: list[Sequence[str | None]] = []
    for name, given in (("data", batch.data), ("source_record", batch.source_record)):
        if given:
            names.append(name)
            plain.append(given[rows])
            targets.append(name)
            chosen.append(f"x.{name}::json" if name == "data" else f"x.{name}")
    # values hold the arrays in the order of names, the plain texts last
    marks = ", ".join(["%b"] * len(values) + ["%s::text[]"] * len(plain))
    source = f"unnest({marks}) x({', '.join(names)})"
    statement = (
        f"INSERT INTO event ({', '.join(targets)}) SELECT {', '.join(chosen)} FROM {source}{joins}"
        " ON CONFLICT (engagement_id, event_id) DO NOTHING"
    )
    return statement, [*values, *plain, *texts]
