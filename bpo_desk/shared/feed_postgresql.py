"""The change feed of PostgreSQL: the server joins each column of a block into one run of bytes ("sendagg").

No object is made for a row or a value. Nothing has to be installed on the server; row-level security applies.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection as Raw
from sqlalchemy import Table, literal_column
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from bpo_desk.models.event_block import BLOCK_COLUMNS, TEXT_COLUMNS, EventBlock, TextColumn
from bpo_desk.models.event_columns import LAYOUT
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.shared.engine import driver_connection
from bpo_desk.shared.requests import Mark
from bpo_desk.shared.tables import COLUMN_OF

_BATCH: Final = 65_536
_INTEGERS: Final = tuple(name for name in BLOCK_COLUMNS if name not in ("id_hi", "id_lo"))
# numpy type of the column layout -> (send function, type of what it sends): smallest integer types are smallint there
_SENT: Final = {
    "i8": ("int8send", ">i8"),
    "i4": ("int4send", ">i4"),
    "i2": ("int2send", ">i2"),
    "i1": ("int2send", ">i2"),
}
_NOT_NULL: Final = frozenset(
    {"case", "recorded_at", "source_seq", "kind", "side", "ad_hoc", "visibility", "source", "row_ver"}
)
# Where the server stands, all of it readable for a plain client role (a standby ships only what is flushed).
_MARK: Final = """
SELECT s.system_identifier || '/' || CASE WHEN pg_is_in_recovery() THEN upper(lpad(to_hex(c.timeline_id), 8, '0'))
    ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END || '/' || m.db_uuid || '/' || m.epoch,
  pg_postmaster_start_time()::text,
  pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
  CASE WHEN pg_is_in_recovery() THEN 0 ELSE pg_current_wal_insert_lsn() - '0/0'::pg_lsn END::bigint,
  CASE WHEN pg_is_in_recovery() THEN 0 ELSE pg_current_wal_flush_lsn() - '0/0'::pg_lsn END::bigint,
  (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
FROM pg_control_system() s, pg_control_checkpoint() c, sync_meta m
"""


def _integer(name: str) -> str:
    column = f"x.{COLUMN_OF.get(name, name)}"
    if name not in _NOT_NULL:
        column = f"coalesce({column}, '{TIME_UNKNOWN}'::bigint)" if name == "occurred_at" else f"coalesce({column}, -1)"
    return f"string_agg({_SENT[LAYOUT[name]][0]}({column}), '')"


def _lengths(name: str) -> str:
    return f"string_agg(int4send(coalesce(octet_length(x.{name}::text), -1)), '')"


def _bytes(name: str) -> str:
    return f"convert_to(string_agg(x.{name}::text, ''), 'UTF8')"


_AGGREGATES: Final = ", ".join(
    (
        "string_agg(int8send(x.sync_seq), '')",
        "string_agg(uuid_send(x.event_id), '')",
        *map(_integer, _INTEGERS),
        *map(_lengths, TEXT_COLUMNS),
        *map(_bytes, TEXT_COLUMNS),
    )
)
_LOAD: Final = (
    f"SELECT {_AGGREGATES} FROM (SELECT * FROM event"
    " WHERE engagement_id = %s AND sync_seq > %s AND sync_seq <= %s ORDER BY sync_seq) x"
)
_CHANGED: Final = (
    f"SELECT {_AGGREGATES}, max(x.sync_txid)::text FROM (SELECT * FROM event"
    " WHERE engagement_id = %(e)s AND sync_txid >= %(cursor)s::text::xid8"
    " AND (sync_txid, sync_seq) > (%(txid)s::text::xid8, %(seq)s::bigint)"
    " ORDER BY sync_txid, sync_seq LIMIT %(limit)s) x"
)


def mark(connection: Connection) -> Mark:
    """Where the server stands in this snapshot (sync design: epoch, oldest open transaction, write-ahead log)."""
    row = connection.exec_driver_sql(_MARK).one()
    return Mark(row[0], row[1], int(row[2]), int(row[3]), int(row[4]), int(row[5]))


def changed_since(table: Table, cursor: int) -> ColumnElement[bool]:
    """Rows written by the transaction of the cursor or a later one. The cursor is a number, never text of others."""
    return literal_column(f"{table.name}.sync_txid >= '{int(cursor)}'::xid8")


def count(connection: Connection, engagement_id: int) -> tuple[int, int]:
    """(events, last position) of an engagement."""
    row = connection.exec_driver_sql(
        "SELECT count(*), coalesce(max(sync_seq), 0) FROM event WHERE engagement_id = %s", (engagement_id,)
    ).one()
    return int(row[0]), int(row[1])


def load(connection: Connection, engagement_id: int, after: int, end: int) -> EventBlock:
    """The events with after < position <= end, in that order."""
    raw: Raw[Any] = driver_connection(connection)
    with raw.cursor(binary=True) as cursor:
        cursor.execute(_LOAD, (engagement_id, after, min(end, 2**63 - 1)))
        return _block(cursor.fetchone())


def before_next(connection: Connection, engagement_id: int, after: int) -> int:
    """The position just before the next event of the engagement, 0 where none follows."""
    row = connection.exec_driver_sql(
        "SELECT min(sync_seq) FROM event WHERE engagement_id = %s AND sync_seq > %s", (engagement_id, after)
    ).one()
    return 0 if row[0] is None else int(row[0]) - 1


def changed_events(connection: Connection, engagement_id: int, cursor: int) -> list[EventBlock]:
    """The events written by the transaction of the cursor or a later one, in blocks."""
    raw: Raw[Any] = driver_connection(connection)
    blocks: list[EventBlock] = []
    at: dict[str, Any] = {"e": engagement_id, "cursor": str(cursor), "txid": str(cursor), "seq": -1, "limit": _BATCH}
    with raw.cursor(binary=True) as client:
        while True:
            client.execute(_CHANGED, at)
            row = client.fetchone()
            block = _block(row)
            if not len(block):
                return blocks
            blocks.append(block)
            if len(block) < at["limit"] or row is None:
                return blocks
            at.update(txid=row[-1], seq=int(block.sync_seq[-1]))


def digest(connection: Connection, engagement_id: int) -> tuple[int, int, int, int]:
    """(events, sum of row_ver, xor of the upper, xor of the lower id halves) of an engagement."""
    raw: Raw[Any] = driver_connection(connection)
    events = versions = 0
    xor = np.zeros(2, dtype=np.uint64)
    with raw.cursor(binary=True) as cursor:
        # ids travel and are folded here: 16 bytes an event cost less than cutting each uuid in two on the server
        cursor.execute(
            "SELECT count(*), sum(row_ver)::bigint, string_agg(uuid_send(event_id), '') FROM event"
            " WHERE engagement_id = %s GROUP BY sync_seq >> 20",
            (engagement_id,),
        )
        for number, summed, ids in cursor:
            events += number
            versions += summed
            xor ^= np.bitwise_xor.reduce(_halves(ids), axis=0)
    return events, versions, int(xor[0]), int(xor[1])


def _halves(ids: bytes | None) -> NDArray[np.uint64]:
    return np.frombuffer(ids or b"", dtype=">u8").reshape(-1, 2).astype(np.uint64)


def _block(row: tuple[Any, ...] | None) -> EventBlock:
    parts = iter(row or ())
    sync_seq = np.frombuffer(next(parts) or b"", dtype=">i8").astype(np.int64)
    halves = _halves(next(parts))
    ints: dict[str, NDArray[np.generic]] = {
        name: np.frombuffer(next(parts) or b"", dtype=_SENT[LAYOUT[name]][1]).astype(LAYOUT[name]) for name in _INTEGERS
    }
    ints["id_hi"], ints["id_lo"] = halves[:, 0].copy(), halves[:, 1].copy()
    lengths = [np.frombuffer(next(parts) or b"", dtype=">i4").astype(np.int32) for _ in TEXT_COLUMNS]
    texts = {name: TextColumn(lengths[index], bytes(next(parts) or b"")) for index, name in enumerate(TEXT_COLUMNS)}
    return EventBlock({name: ints[name] for name in BLOCK_COLUMNS}, texts, sync_seq)
