"""Answers the requests of sync (requests.py) from a shared database.

Each answer is read in one snapshot. How event blocks are read is in feed_postgresql.py and feed_sqlite.py, how a
mutation is written in mutations.py. Who is a client in an engagement gets what the functions for clients give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bpo_desk.errors import DeskError
from bpo_desk.logs import channel
from bpo_desk.models.event_block import EventBlock
from bpo_desk.shared import admin, feed_postgresql, feed_sqlite, guarded, mutations, retention, tables
from bpo_desk.shared.client_functions import PREFIX
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
    LetGo,
    LetGoAnswer,
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
from bpo_desk.shared.retention_rules import AT_ONCE

_log = channel("shared")
_NOT_SENT: Final = ("engagement_id", "sync_txid", "sync_seq", "client_key")


class Feed:
    """The shared database as a puller sees it. Raises DeskError kinds; may be used again after any of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._side = feed_postgresql if engine.dialect.name == "postgresql" else feed_sqlite

    def answer(self, request: Request) -> Answer:
        """The answer to one request, read (or written) in one transaction of its own."""
        if isinstance(request, ApplyMutation):
            return MutationAnswer(mutations.apply_once(self._engine, request.mutation))
        if isinstance(request, LetGo):
            if self._engine.dialect.name == "sqlite":
                return LetGoAnswer(0)  # it has no clock but the desk's: its administrator applies the rule
            return self._let_go(request)
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

    def _let_go(self, request: LetGo) -> LetGoAnswer:
        """Nobody waits for it: what hinders it now is no reason for a session to fail."""
        try:
            gone = retention.let_go(self._engine, request.engagement_id)
        except DeskError as error:
            _log.warning("cases could not leave: %s", error.code, extra={"ids": {"engagement": request.engagement_id}})
            return LetGoAnswer(-1)
        return LetGoAnswer(gone, more=gone >= AT_ONCE)

    def _hello(self, connection: Connection) -> HelloAnswer:
        version = admin.require_schema(connection)
        mark = self._mark(connection)
        if not guarded.is_guarded(connection):
            return HelloAnswer(mark, version, connection.dialect.name, admin.engagements(connection))
        found = guarded.open_engagements(connection)
        scopes = {int(each.engagement_id): scope for each, scope in found}
        engagements = [each for each, _ in found]
        return HelloAnswer(mark, version, connection.dialect.name, engagements, guarded=True, scopes=scopes)

    def _mark(self, connection: Connection) -> Mark:
        found: Mark = self._side.mark(connection)
        return found

    def _as_client(self, connection: Connection, engagement_id: int) -> bool:
        """Whether the engagement is read through the functions for clients."""
        return guarded.reads_as_client(connection, engagement_id)

    def _place(self, connection: Connection, engagement_id: int) -> Any:
        """From where the events of an engagement are read: a place of `_side`."""
        if self._as_client(connection, engagement_id):
            return feed_postgresql.OF_CLIENTS
        return self._side.KEPT if retention.some_left(connection, engagement_id) else self._side.ALL

    def _count(self, connection: Connection, request: CountEvents) -> CountAnswer:
        if self._as_client(connection, request.engagement_id):
            return CountAnswer(
                self._mark(connection), *feed_postgresql.size_for_clients(connection, request.engagement_id)
            )
        place = self._place(connection, request.engagement_id)
        events, last = self._side.count(connection, request.engagement_id, place)
        return CountAnswer(self._mark(connection), events, last)

    def _load(self, connection: Connection, request: LoadBlock) -> LoadAnswer:
        place = self._place(connection, request.engagement_id)
        end = request.after_seq + request.span
        block = self._side.load(connection, request.engagement_id, request.after_seq, end, place)
        if not len(block) and place is not feed_postgresql.OF_CLIENTS:  # theirs have no gaps
            end = max(end, self._side.before_next(connection, request.engagement_id, end, place))
        return LoadAnswer(block, end)

    def _pull(self, connection: Connection, request: Pull) -> PullAnswer:
        admin.require_schema(connection)
        mark = self._mark(connection)
        one, cursor = request.engagement_id, request.cursor
        clients = self._as_client(connection, one)
        small = OfClients(connection, one, cursor) if clients else OfTables(connection, one, cursor, self._side)
        # Most pulls bring events alone: one look says which of the other tables have anything.
        some = None if request.tables_only or clients else self._side.changed_tables(connection, one, cursor)
        rows = [small.rows(name) for name in tables.SMALL_TABLES if some is None or name in some]
        if request.tables_only:
            return PullAnswer(mark, rows, [])
        if some is None:
            place = self._place(connection, one)
        else:
            place = self._side.KEPT if feed_postgresql.SOME_LEFT in some else self._side.ALL
        events: list[EventBlock] = self._side.changed_events(connection, one, cursor, place)
        gone = small.tombstones() if some is None or tables.sync_tombstone.name in some else []
        returned = came_back(rows) if cursor > 0 else []
        if not returned:
            return PullAnswer(mark, rows, gone, events)
        rows += small.reviews_of(returned)
        return PullAnswer(mark, rows, gone, events, self._side.events_below(connection, one, returned, cursor, place))

    def _digest(self, connection: Connection, request: Digest) -> DigestAnswer:
        place = self._place(connection, request.engagement_id)
        return DigestAnswer(self._mark(connection), *self._side.digest(connection, request.engagement_id, place))


_STONE: Final = ("table_name", "key", "case_id", "row_ver", "reason")


def _sent(name: str) -> list[Any]:
    """The columns of a small table that travel."""
    columns = tables.SMALL_TABLES[name].c
    return [c for c in columns if c.name not in _NOT_SENT or (name == "engagement" and c.name == "engagement_id")]


def came_back(tables_told: Sequence[Rows]) -> list[int]:
    """The keys of the told cases that once left the local copies and are to be there."""
    found: list[int] = []
    for table in tables_told:
        if table.table == "case":
            key, left, back = (table.columns.index(name) for name in ("case_id", "left_at", "back_at"))
            found += [int(row[key]) for row in table.rows if row[left] is None and row[back] is not None]  # type: ignore[call-overload]
    return found


@dataclass(frozen=True, slots=True)
class OfTables:
    """The small tables of an engagement as they are."""

    connection: Connection
    engagement_id: int
    cursor: int
    side: Any

    def rows(self, name: str) -> Rows:
        table, columns = tables.SMALL_TABLES[name], _sent(name)
        query = select(*columns).where(table.c.engagement_id == self.engagement_id)
        if self.cursor > 0:
            query = query.where(self.side.changed_since(table, self.cursor))
        if name == "review":
            query = query.where(_of_case_that_is_here())
        return self._rows(name, query)

    def reviews_of(self, cases: Sequence[int]) -> list[Rows]:
        """The reviews of some cases."""
        table = tables.review
        mine = table.c.engagement_id == self.engagement_id
        return [self._rows("review", select(*_sent("review")).where(mine, table.c.case_id.in_(cases)))]

    def _rows(self, name: str, query: Any) -> Rows:
        table = tables.SMALL_TABLES[name]
        found = self.connection.execute(query.order_by(*table.primary_key.columns))
        # from the driver's own cursor: a row object of the library for each of a million cases costs more than the rest
        return Rows(name, tuple(c.name for c in _sent(name)), list(found.cursor.fetchall()))

    def tombstones(self) -> list[Tombstone]:
        table = tables.sync_tombstone
        query = select(*(table.c[name] for name in _STONE)).where(table.c.engagement_id == self.engagement_id)
        if self.cursor > 0:
            query = query.where(self.side.changed_since(table, self.cursor))
        return [Tombstone(*row) for row in self.connection.execute(query.order_by(table.c.sync_seq))]


@dataclass(frozen=True, slots=True)
class OfClients:
    """The same as clients get them; a client has no right on the tables themselves."""

    connection: Connection
    engagement_id: int
    cursor: int

    def rows(self, name: str) -> Rows:
        table, columns = tables.SMALL_TABLES[name], [c.name for c in _sent(name)]
        keys = ", ".join(f"x.{c.name}" for c in table.primary_key.columns)
        found = self._of(table.name, columns, keys)
        return Rows(name, tuple(columns), list(found.cursor.fetchall()))

    def reviews_of(self, _cases: Sequence[int]) -> list[Rows]:
        """None: they are not for clients."""
        return []

    def tombstones(self) -> list[Tombstone]:
        return [Tombstone(*row) for row in self._of(tables.sync_tombstone.name, _STONE, "x.sync_seq")]

    def _of(self, table: str, columns: Sequence[str], order: str) -> Any:
        names = ", ".join(f"x.{name}" for name in columns)
        return self.connection.exec_driver_sql(
            f"SELECT {names} FROM {PREFIX}{table}(%s, %s) x ORDER BY {order}", (self.engagement_id, self.cursor)
        )


def _of_case_that_is_here() -> Any:
    review, case = tables.review.c, tables.case_.c
    left = select(case.case_id).where(
        case.engagement_id == review.engagement_id, case.case_id == review.case_id, case.left_at.is_not(None)
    )
    return ~left.exists()
