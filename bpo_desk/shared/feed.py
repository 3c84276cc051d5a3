"""Answers the requests of sync (requests.py) from a shared database.

Each answer is read in one snapshot. How event blocks are read is in feed_postgresql.py and feed_sqlite.py, how a
mutation is written in mutations.py.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bpo_desk.models.event_block import EventBlock
from bpo_desk.shared import admin, feed_postgresql, feed_sqlite, mutations, tables
from bpo_desk.shared.engine import reading
from bpo_desk.shared.failures import in_words
from bpo_desk.shared.requests import (
    Answer,
    ApplyMutation,
    CountAnswer,
    CountEvents,
    Digest,
    DigestAnswer,
    Hello,
    HelloAnswer,
    LoadAnswer,
    LoadBlock,
    Mark,
    MutationAnswer,
    Pull,
    PullAnswer,
    Request,
    Rows,
    Tombstone,
)

_NOT_SENT: Final = ("engagement_id", "sync_txid", "sync_seq")


class Feed:
    """The shared database as a puller sees it. Raises DeskError kinds; may be used again after any of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._side = feed_postgresql if engine.dialect.name == "postgresql" else feed_sqlite

    def answer(self, request: Request) -> Answer:
        """The answer to one request, read (or written) in one transaction of its own."""
        if isinstance(request, ApplyMutation):
            return MutationAnswer(mutations.apply_once(self._engine, request.mutation))
        with in_words(self._engine), reading(self._engine) as connection:
            match request:
                case Hello():
                    return self._hello(connection)
                case CountEvents():
                    return self._count(connection, request)
                case LoadBlock():
                    return self._load(connection, request)
                case Pull():
                    return self._pull(connection, request)
                case Digest():
                    return self._digest(connection, request)

    def _hello(self, connection: Connection) -> HelloAnswer:
        version = admin.require_schema(connection)
        return HelloAnswer(self._mark(connection), version, connection.dialect.name, admin.engagements(connection))

    def _mark(self, connection: Connection) -> Mark:
        found: Mark = self._side.mark(connection)
        return found

    def _count(self, connection: Connection, request: CountEvents) -> CountAnswer:
        events, last = self._side.count(connection, request.engagement_id)
        return CountAnswer(self._mark(connection), events, last)

    def _load(self, connection: Connection, request: LoadBlock) -> LoadAnswer:
        end = request.after_seq + request.span
        block = self._side.load(connection, request.engagement_id, request.after_seq, end)
        if not len(block):
            end = max(end, self._side.before_next(connection, request.engagement_id, end))
        return LoadAnswer(block, end)

    def _pull(self, connection: Connection, request: Pull) -> PullAnswer:
        admin.require_schema(connection)
        mark = self._mark(connection)
        rows = [_rows(connection, name, request, self._side.changed_since) for name in tables.SMALL_TABLES]
        if request.tables_only:
            return PullAnswer(mark, rows, [])
        events: list[EventBlock] = self._side.changed_events(connection, request.engagement_id, request.cursor)
        return PullAnswer(mark, rows, _tombstones(connection, request, self._side.changed_since), events)

    def _digest(self, connection: Connection, request: Digest) -> DigestAnswer:
        return DigestAnswer(self._mark(connection), *self._side.digest(connection, request.engagement_id))


def _rows(connection: Connection, name: str, request: Pull, changed_since: feed_sqlite.ChangedSince) -> Rows:
    table = tables.SMALL_TABLES[name]
    columns = [c for c in table.c if c.name not in _NOT_SENT or (name == "engagement" and c.name == "engagement_id")]
    query = select(*columns).where(table.c.engagement_id == request.engagement_id)
    if request.cursor > 0:
        query = query.where(changed_since(table, request.cursor))
    found = connection.execute(query.order_by(*table.primary_key.columns))
    # from the driver's own cursor: a row object of the library for each of a million cases costs more than all the rest
    return Rows(name, tuple(c.name for c in columns), list(found.cursor.fetchall()))


def _tombstones(connection: Connection, request: Pull, changed_since: feed_sqlite.ChangedSince) -> list[Tombstone]:
    table = tables.sync_tombstone
    query = select(table.c.table_name, table.c.key, table.c.case_id, table.c.row_ver, table.c.reason).where(
        table.c.engagement_id == request.engagement_id
    )
    if request.cursor > 0:
        query = query.where(changed_since(table, request.cursor))
    return [Tombstone(*row) for row in connection.execute(query.order_by(table.c.sync_seq))]
