"""One case of a shared database as a puller sees it, whether or not it has left the local copies by the rule of its
engagement (retention.py): for who wants to read it without keeping it. Nothing is written through it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bpo_desk.errors import NotFound, WrongCredentials, WrongUsage
from bpo_desk.shared import feed_postgresql, tables
from bpo_desk.shared.looking_feed import LookingFeed
from bpo_desk.shared.requests import HelloAnswer, LoadAnswer, LoadBlock, Pull, PullAnswer, Rows


class OneCaseFeed(LookingFeed):
    """Answers a puller as if the engagement with this code held the case of this number and no other. Raises NotFound
    where there is no such engagement or case, WrongCredentials for clients: they get what their copies get."""

    def __init__(self, engine: Engine, code: str, number: str) -> None:
        super().__init__(engine, code)
        self._number = number

    def _unwritten(self) -> WrongUsage:
        return WrongUsage("Nothing is written through one case that is only read.", "Write at your desk.")

    def _not_for_clients(self) -> WrongCredentials:
        return WrongCredentials(
            f"Clients read the cases of {self._code} that are in their copies.", "Ask your provider for this one."
        )

    def _hello(self, connection: Connection) -> HelloAnswer:
        found = super()._hello(connection)
        self._key(connection, int(found.engagements[0].engagement_id))
        return found

    def _key(self, connection: Connection, one: int) -> int:
        case = tables.case_.c
        found = connection.execute(
            select(case.case_id).where(case.engagement_id == one, case.number == self._number)
        ).scalar()
        if found is None:
            raise NotFound(f"There is no case {self._number} in {self._code}.", "Check the number and the engagement.")
        return int(found)

    def _place(self, connection: Connection, engagement_id: int) -> Any:
        only = f" AND case_id = {self._key(connection, engagement_id)}"
        return only if connection.dialect.name == "sqlite" else feed_postgresql.of_tables(only)

    def _load(self, connection: Connection, request: LoadBlock) -> LoadAnswer:
        """All of it at once: it would be looked for in every range."""
        one = request.engagement_id
        place = self._place(connection, one)
        _events, last = self._side.count(connection, one, place)
        block = self._side.load(connection, one, request.after_seq, last, place)
        return LoadAnswer(block, max(last, request.after_seq + request.span))

    def _pull(self, connection: Connection, request: Pull) -> PullAnswer:
        found = super()._pull(connection, request)
        one, key = request.engagement_id, self._key(connection, request.engagement_id)
        events = [] if request.tables_only else self._side.changed_events(
            connection, one, request.cursor, self._place(connection, one)
        )  # fmt: skip
        return replace(found, tables=[_only(each, key) for each in found.tables], events=events, back=[])


def _only(rows: Rows, key: int) -> Rows:
    """Of the cases that one, as if it had never left."""
    if rows.table != "case":
        return rows
    told = [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
    kept = [{**row, "left_at": None, "back_at": None} for row in told if row["case_id"] == key]
    return replace(rows, rows=[tuple(row.values()) for row in kept])
