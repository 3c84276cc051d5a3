"""One engagement of a shared database as its client gets it, for somebody who may read all of it ("see as client").

On PostgreSQL the answers come from the very functions that clients call; a SQLite file has none, so the same rules are
applied here (client_rows.py). Nothing is written through it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from bpo_desk.errors import WrongCredentials, WrongUsage
from bpo_desk.shared import feed_sqlite
from bpo_desk.shared.client_rows import ClientRules, client_block, client_rules, client_stones, client_table
from bpo_desk.shared.feed import OfClients, OfTables
from bpo_desk.shared.looking_feed import LookingFeed
from bpo_desk.shared.requests import HelloAnswer, LoadAnswer, LoadBlock, Pull, PullAnswer, Rows
from bpo_desk.shared.shown import known_keys

_OF_RULES: Final = ("engagement", "field", "person", "source", "step")
_OWN: Final = ("membership", "saved_view", "review")
"""What the functions for clients give of the login itself: the client's own, so not that of who only looks."""


class ClientFeed(LookingFeed):
    """Answers a puller as the database would answer a client of the engagement with this code. Raises WrongCredentials
    where the login is itself no more than a client there, NotFound where there is no such engagement."""

    def __init__(self, engine: Engine, code: str) -> None:
        super().__init__(engine, code)
        self._in_database = engine.dialect.name == "postgresql"

    def _unwritten(self) -> WrongUsage:
        return WrongUsage("Nothing is written while you look as the client.", "Go back to your own desk first.")

    def _not_for_clients(self) -> WrongCredentials:
        return WrongCredentials(
            f"This login is a client of {self._code}: what it sees is what clients see.", "Look at your own desk."
        )

    def _hello(self, connection: Connection) -> HelloAnswer:
        found = super()._hello(connection)
        one = int(found.engagements[0].engagement_id)
        rules = self._small(connection, one).rows("engagement")
        row = dict(zip(rules.columns, rules.rows[0], strict=True))
        said = json.dumps([row["masked"], row["pseudonyms"], row["client_epoch"]])
        scope = f"client/as/{hashlib.sha256(said.encode()).hexdigest()[:16]}"
        return replace(found, scopes={one: scope})

    def _small(self, connection: Connection, one: int, cursor: int = 0) -> OfTables | OfClients:
        if self._in_database:
            return OfClients(connection, one, cursor)
        return OfTables(connection, one, cursor, self._side)

    def _as_client(self, connection: Connection, engagement_id: int) -> bool:
        return self._in_database

    def _place(self, connection: Connection, engagement_id: int) -> Any:
        return super()._place(connection, engagement_id) if self._in_database else feed_sqlite.OF_CLIENTS

    def _pull(self, connection: Connection, request: Pull) -> PullAnswer:
        found = super()._pull(connection, request)
        if self._in_database:
            return replace(found, tables=[_none(each) if each.table in _OWN else each for each in found.tables])
        rules = self._rules(connection, request.engagement_id)
        # whole: a step that becomes known is new in them
        mapped = self._small(connection, request.engagement_id).rows("mapping")
        tables = [mapped if each.table == "mapping" else each for each in found.tables]
        return replace(
            found,
            tables=[client_table(each, rules) for each in tables],
            tombstones=client_stones(found.tombstones, rules),
            events=[client_block(each, rules) for each in found.events],
            back=[client_block(each, rules) for each in found.back],
        )

    def _load(self, connection: Connection, request: LoadBlock) -> LoadAnswer:
        found = super()._load(connection, request)
        if self._in_database:
            return found
        return replace(found, block=client_block(found.block, self._rules(connection, request.engagement_id)))

    def _rules(self, connection: Connection, one: int) -> ClientRules:
        small = OfTables(connection, one, 0, self._side)
        identity = str(connection.execute(text("SELECT db_uuid FROM sync_meta")).scalar_one())
        # Whoever opens a SQLite file reads the names in it anyway: here pseudonyms need to be stable, not secret.
        key = hashlib.sha256(f"bpo_desk pseudonyms of {identity}, {one}".encode("ascii")).digest()
        return client_rules({name: small.rows(name) for name in _OF_RULES}, key, known_keys(connection, one))


def _none(rows: Rows) -> Rows:
    return replace(rows, rows=[])
