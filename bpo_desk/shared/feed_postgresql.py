"""The change feed of PostgreSQL: the server joins the columns of a block into runs of bytes (sent_columns.py).

No object is made for a row or a value. Nothing has to be installed on the server; row-level security applies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from psycopg import Connection as Raw
from sqlalchemy import String, Table, Text, bindparam, cast, literal_column
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement
from sqlalchemy.types import UserDefinedType

from bpo_desk.models.event_block import EventBlock
from bpo_desk.shared import tables
from bpo_desk.shared.engine import driver_connection
from bpo_desk.shared.requests import Mark
from bpo_desk.shared.sent_columns import Learnt, SentColumns, halves

_BATCH: Final = 65_536
_LAST: Final = 2**63 - 1
# Where the server stands, all of it readable for a plain client role (a standby ships only what is flushed).
_MARK: Final = """
SELECT s.system_identifier || '/' || CASE WHEN pg_is_in_recovery() THEN upper(lpad(to_hex(c.timeline_id), 8, '0'))
    ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END || '/' || m.db_uuid || '/' || m.epoch,
  extract(epoch FROM pg_postmaster_start_time())::text,
  pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
  CASE WHEN pg_is_in_recovery() THEN 0 ELSE pg_current_wal_insert_lsn() - '0/0'::pg_lsn END::bigint,
  CASE WHEN pg_is_in_recovery() THEN 0 ELSE pg_current_wal_flush_lsn() - '0/0'::pg_lsn END::bigint,
  (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
FROM pg_control_system() s, pg_control_checkpoint() c, sync_meta m
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where events are read: `events` between two positions (parameters: engagement, after, end), `ids` of all of an
    engagement, `changed` those of a transaction or later ones, `below` those of some cases of transactions before it.
    Each stands after FROM. `part`: what the ids are grouped by, so that not all of them are joined at once."""

    events: str
    ids: str
    changed: str
    below: str
    part: str = "x.sync_seq >> 20"


def of_tables(only: str) -> Place:
    """The tables themselves, narrowed by a condition on events (" AND ...")."""
    after = (
        f"{only} AND (sync_txid, sync_seq) > (%(txid)s::text::xid8, %(seq)s::bigint)"
        " ORDER BY sync_txid, sync_seq LIMIT %(limit)s) x"
    )
    changed = "(SELECT * FROM event WHERE engagement_id = %(e)s"
    return Place(
        f"(SELECT * FROM event WHERE engagement_id = %s AND sync_seq > %s AND sync_seq <= %s{only}) x",
        f"(SELECT event_id, row_ver, sync_seq FROM event WHERE engagement_id = %s{only}) x",
        f"{changed} AND sync_txid >= %(cursor)s::text::xid8{after}",
        f"{changed} AND case_id = ANY (%(cases)s::integer[]) AND sync_txid < %(cursor)s::text::xid8{after}",
    )


ALL: Final = of_tables("")
"""Everything, as the tables hold it."""
KEPT: Final = of_tables(
    " AND NOT EXISTS (SELECT FROM case_ c WHERE c.engagement_id = event.engagement_id AND c.case_id = event.case_id"
    " AND c.left_at IS NOT NULL)"
)
"""The same without the events of cases that left the local copies."""
OF_CLIENTS: Final = Place(
    "client_events(%s, %s, %s) x",
    "client_ids(%s) x",
    "client_changed(%(e)s, %(cursor)s::text::bigint, %(skip)s::bigint, %(limit)s::integer) x",
    "client_below(%(e)s, %(cases)s::integer[], %(cursor)s::text::bigint, %(skip)s::bigint, %(limit)s::integer) x",
    "x.part",
)
"""What clients get (client_functions.py): never of cases that left the local copies. Their positions are the keys of
their cases: those of the change feed would tell how much was written in between."""
_LOAD: Final = "SELECT {} FROM {}"
SOME_LEFT: Final = "cases that left"
"""In the answer of `changed_tables`: there are cases that left the local copies."""
_LOOKED_AT: Final = (*tables.SMALL_TABLES, tables.sync_tombstone.name, SOME_LEFT)
_CHANGED: Final = (
    "SELECT "
    + ", ".join(
        f'EXISTS (SELECT FROM "{table.name}" WHERE engagement_id = %(e)s AND sync_txid >= %(cursor)s::text::xid8)'
        for table in (*tables.SMALL_TABLES.values(), tables.sync_tombstone)
    )
    + ", EXISTS (SELECT FROM case_ WHERE engagement_id = %(e)s AND left_at IS NOT NULL)"
)
_EVERYTHING: Final = SentColumns({})


class _Xid8(UserDefinedType[str]):
    """Transaction ids of the server, as text."""

    cache_ok = True

    def get_col_spec(self, **_given: object) -> str:
        return "xid8"


_LEARNT: Final = "bpo_desk: learnt by engagement"


def mark(connection: Connection) -> Mark:
    """Where the server stands in this snapshot (sync design: epoch, oldest open transaction, write-ahead log)."""
    row = connection.exec_driver_sql(_MARK).one()
    return Mark(row[0], row[1], int(row[2]), int(row[3]), int(row[4]), int(row[5]))


def changed_since(table: Table, cursor: int) -> ColumnElement[bool]:
    """Rows written by the transaction of the cursor or a later one. A parameter: the statement is then compiled once,
    not for each pull."""
    stamp: ColumnElement[Any] = literal_column(f"{table.name}.sync_txid")
    return stamp >= cast(cast(bindparam(None, str(cursor), String), Text), _Xid8)


def changed_tables(connection: Connection, engagement_id: int, cursor: int) -> frozenset[str] | None:
    """Which of the small tables (by their names in the protocol), and the tombstones, have rows that the transaction of
    the cursor or a later one wrote, and SOME_LEFT. None: all, where there is no cursor."""
    if cursor <= 0:
        return None
    found = connection.exec_driver_sql(_CHANGED, {"e": engagement_id, "cursor": str(cursor)}).one()
    return frozenset(name for name, some in zip(_LOOKED_AT, found, strict=True) if some)


def count(connection: Connection, engagement_id: int, place: Place = ALL) -> tuple[int, int]:
    """(events, last position) of an engagement."""
    row = connection.exec_driver_sql(
        f"SELECT count(*), coalesce(max(x.sync_seq), 0) FROM {place.ids}", (engagement_id,)
    ).one()
    return int(row[0]), int(row[1])


def size_for_clients(connection: Connection, engagement_id: int) -> tuple[int, int, int]:
    """(events, last position, positions that one block should cover) as clients get them."""
    found = connection.exec_driver_sql("SELECT events, cases FROM client_size(%s)", (engagement_id,)).one()
    events, cases = int(found[0] or 0), int(found[1] or 0)
    return events, cases, max(1, _BATCH * cases // max(events, 1))


def load(connection: Connection, engagement_id: int, after: int, end: int, place: Place = ALL) -> EventBlock:
    """The events with after < position <= end, as they lie (sorting them would cost the server a third more)."""
    raw: Raw[Any] = driver_connection(connection)
    by_engagement: dict[int, Learnt] = connection.info.setdefault(_LEARNT, {})  # lives as long as the connection
    learnt = by_engagement.setdefault(engagement_id, Learnt())
    sent = SentColumns(learnt.values)
    missed: Mapping[str, int] = {}
    with raw.cursor(binary=True) as cursor:
        block = _asked(cursor, place, sent, (engagement_id, after, min(end, _LAST)))
        if block is None:
            missed, sent = sent.guessed, _EVERYTHING
            block = _asked(cursor, place, sent, (engagement_id, after, min(end, _LAST)))
    if block is None:
        raise TypeError("the server denied a guess that was not made")
    learnt.learn(block, missed)
    return block


def _asked(cursor: Any, place: Place, sent: SentColumns, parameters: tuple[int, int, int]) -> EventBlock | None:
    cursor.execute(_LOAD.format(sent.sql, place.events), parameters)
    return sent.block(cursor.fetchone())


def before_next(connection: Connection, engagement_id: int, after: int, place: Place = ALL) -> int:
    """The position just before the next event of the engagement, 0 where none follows."""
    row = connection.exec_driver_sql(
        f"SELECT min(x.sync_seq) FROM {place.ids} WHERE x.sync_seq > %s", (engagement_id, after)
    ).one()
    return 0 if row[0] is None else int(row[0]) - 1


def changed_events(connection: Connection, engagement_id: int, cursor: int, place: Place = ALL) -> list[EventBlock]:
    """The events written by the transaction of the cursor or a later one, in blocks."""
    return _paged(connection, place.changed, {"e": engagement_id, "cursor": str(cursor), "txid": str(cursor)})


def events_below(
    connection: Connection, engagement_id: int, cases: Sequence[int], cursor: int, place: Place = ALL
) -> list[EventBlock]:
    """The events of some cases written by transactions before that of the cursor, in blocks."""
    given = {"e": engagement_id, "cases": list(cases), "cursor": str(cursor), "txid": "0"}
    return _paged(connection, place.below, given)


def _paged(connection: Connection, place: str, given: dict[str, Any]) -> list[EventBlock]:
    raw: Raw[Any] = driver_connection(connection)
    blocks: list[EventBlock] = []
    at: dict[str, Any] = {**given, "seq": -1, "skip": 0, "limit": _BATCH}
    with raw.cursor(binary=True) as client:
        while True:
            client.execute(f"SELECT {_EVERYTHING.sql}, max(x.sync_txid)::text FROM {place}", at)
            row = client.fetchone()
            block = _EVERYTHING.block(row)
            if block is None or not len(block):
                return blocks
            blocks.append(block)
            if len(block) < at["limit"] or row is None:
                return blocks
            at.update(txid=row[-1], seq=int(block.sync_seq[-1]), skip=at["skip"] + len(block))


def digest(connection: Connection, engagement_id: int, place: Place = ALL) -> tuple[int, int, int, int]:
    """(events, sum of row_ver, xor of the upper, xor of the lower id halves) of an engagement."""
    raw: Raw[Any] = driver_connection(connection)
    events = versions = 0
    xor = np.zeros(2, dtype=np.uint64)
    with raw.cursor(binary=True) as cursor:
        # ids travel and are folded here: 16 bytes an event cost less than cutting each uuid in two on the server
        cursor.execute(
            "SELECT count(*), sum(x.row_ver)::bigint, string_agg(uuid_send(x.event_id), '')"
            f" FROM {place.ids} GROUP BY {place.part}",
            (engagement_id,),
        )
        for number, summed, ids in cursor:
            events += number
            versions += summed
            xor ^= np.bitwise_xor.reduce(halves(ids), axis=0)
    return events, versions, int(xor[0]), int(xor[1])
