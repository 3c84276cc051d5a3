"""The change feed of a SQLite database: plain rows, fetched in batches and turned into column blocks."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from bpo_desk.models.event_block import BLOCK_COLUMNS, TEXT_COLUMNS, EventBlock, TextColumn
from bpo_desk.models.event_columns import LAYOUT
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.shared.engine import driver_connection
from bpo_desk.shared.requests import Mark
from bpo_desk.shared.tables import COLUMN_OF

"""The condition that a row was written at or above a cursor."""

_BATCH: Final = 65_536
_INTEGERS: Final = tuple(name for name in BLOCK_COLUMNS if name not in ("id_hi", "id_lo"))
_ABSENT: Final = {"occurred_at": TIME_UNKNOWN}
# The plus sign keeps the planner from the index by event id: rows are read in the order in which they lie.
_SELECT: Final = (
    "SELECT sync_seq, event_id, "
    + ", ".join(
        # the smallest integer cannot be written as a plain literal in an expression
        f"coalesce({COLUMN_OF.get(name, name)}, {'-9223372036854775807 - 1' if name in _ABSENT else NONE})"
        for name in _INTEGERS
    )
    + ", "
    + ", ".join(f"CAST({name} AS BLOB)" for name in TEXT_COLUMNS)
    + " FROM event WHERE +engagement_id = ? AND sync_seq > ? AND sync_seq <= ?"
)
_IN_ORDER: Final = " ORDER BY sync_seq"
_END: Final = 2**63 - 1

ALL: Final = ""
"""A place: all events of an engagement."""
KEPT: Final = (
    " AND NOT EXISTS (SELECT 1 FROM case_ c WHERE c.engagement_id = event.engagement_id AND c.case_id = event.case_id"
    " AND c.left_at IS NOT NULL)"
)
"""A place: without those of cases that left the local copies."""
OF_CLIENTS: Final = f"{KEPT} AND visibility = 1"
"""A place: what of these is shared, with the places of events that clients get (shown.py)."""
_IN_SOURCE: Final = f"coalesce(source_seq, {NONE})"


def _select(place: str) -> str:
    return (_SELECT.replace(_IN_SOURCE, "coalesce(shared_seq, 0)") if place == OF_CLIENTS else _SELECT) + place


def mark(connection: Connection) -> Mark:
    """Where the database stands: its change counter is its clock."""
    row = connection.exec_driver_sql("SELECT db_uuid, epoch, v FROM sync_meta").one()
    return Mark(f"{row[0]}/{row[1]}", row[0], int(row[2]) + 1, 0, 0, time.time_ns() // 1000)


def changed_since(table: Table, cursor: int) -> ColumnElement[bool]:
    """Rows written at or above the cursor; the position in the feed is the number of the change."""
    return table.c.sync_seq >= cursor


def changed_tables(_connection: Connection, _engagement_id: int, _cursor: int) -> frozenset[str] | None:
    """Not looked for: a query costs no more than to look whether it finds anything. None: all of them."""
    return None


def count(connection: Connection, engagement_id: int, place: str = ALL) -> tuple[int, int]:
    """(events, last position) of an engagement."""
    row = connection.exec_driver_sql(
        f"SELECT count(*), coalesce(max(sync_seq), 0) FROM event WHERE engagement_id = ?{place}", (engagement_id,)
    ).one()
    return int(row[0]), int(row[1])


def load(connection: Connection, engagement_id: int, after: int, end: int, place: str = ALL) -> EventBlock:
    """The events with after < position <= end, in that order."""
    query = _select(place) + _IN_ORDER
    rows = driver_connection(connection).execute(query, (engagement_id, after, min(end, _END))).fetchall()
    return _block(rows)


def before_next(connection: Connection, engagement_id: int, after: int, place: str = ALL) -> int:
    """The position just before the next event of the engagement, 0 where none follows."""
    row = connection.exec_driver_sql(
        f"SELECT sync_seq FROM event WHERE +engagement_id = ? AND sync_seq > ?{place} ORDER BY sync_seq LIMIT 1",
        (engagement_id, after),
    ).first()
    return 0 if row is None else int(row[0]) - 1


def changed_events(connection: Connection, engagement_id: int, cursor: int, place: str = ALL) -> list[EventBlock]:
    """The events written at or above a cursor, in blocks."""
    found = driver_connection(connection).execute(_select(place) + _IN_ORDER, (engagement_id, cursor - 1, _END))
    return [_block(rows) for rows in _batches(found)]


def events_below(
    connection: Connection, engagement_id: int, cases: Sequence[int], cursor: int, place: str = ALL
) -> list[EventBlock]:
    """The events of some cases written below a cursor, in blocks."""
    query = _select(place) + " AND case_id IN (SELECT value FROM json_each(?))" + _IN_ORDER
    given = (engagement_id, -1, cursor - 1, json.dumps(list(cases)))
    return [_block(rows) for rows in _batches(driver_connection(connection).execute(query, given))]


def digest(connection: Connection, engagement_id: int, place: str = ALL) -> tuple[int, int, int, int]:
    """(events, sum of row_ver, xor of the upper, xor of the lower id halves) of an engagement."""
    events = versions = 0
    xor = np.zeros(2, dtype=np.uint64)
    found = driver_connection(connection).execute(
        f"SELECT event_id, row_ver FROM event WHERE +engagement_id = ?{place}", (engagement_id,)
    )
    for rows in _batches(found):
        ids, vers = zip(*rows, strict=True)
        events += len(rows)
        versions += sum(vers)
        xor ^= np.bitwise_xor.reduce(_halves(ids), axis=0)
    return events, versions, int(xor[0]), int(xor[1])


def _batches(cursor: Any) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_BATCH):
        yield rows


def _halves(ids: tuple[bytes, ...]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(ids), dtype=">u8").reshape(-1, 2).astype(np.uint64)


def _block(rows: list[tuple[Any, ...]]) -> EventBlock:
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True)) or [()] * (2 + len(_INTEGERS) + len(TEXT_COLUMNS))
    halves = _halves(columns[1])
    ints: dict[str, NDArray[np.generic]] = {
        name: np.array(values, dtype=LAYOUT[name])
        for name, values in zip(_INTEGERS, columns[2 : 2 + len(_INTEGERS)], strict=True)
    }
    ints["id_hi"], ints["id_lo"] = halves[:, 0].copy(), halves[:, 1].copy()
    texts = {
        name: _text_column(values) for name, values in zip(TEXT_COLUMNS, columns[2 + len(_INTEGERS) :], strict=True)
    }
    ordered = {name: ints[name] for name in BLOCK_COLUMNS}
    return EventBlock(ordered, texts, np.array(columns[0], dtype=np.int64))


def _text_column(values: tuple[bytes | None, ...]) -> TextColumn:
    lengths = np.fromiter((-1 if v is None else len(v) for v in values), dtype=np.int32, count=len(values))
    return TextColumn(lengths, b"".join([v for v in values if v is not None]))
