"""Hears the hints that PostgreSQL sends after changes (migration "hints"): a connection of its own that listens.

A hint says that something of an engagement may have changed, nothing else; any of them may be lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, Self

from psycopg import Connection, sql
from sqlalchemy.engine import Engine

from bpo_desk.shared.failures import in_words

_ASK: Final = (
    ("desk_hint_channel", "SELECT desk_hint_channel(%s)"),
    ("hint_channel", "SELECT hint_channel(%s)"),  # no roles put up: the login owns the tables
    (None, "SELECT 'bpo_desk_' || %s"),  # schemas before 11
)
"""How the channel of an engagement is asked for: by the first function that is there."""


def may_hint(engine: Engine) -> bool:
    """Whether this kind of database sends hints."""
    return engine.dialect.name == "postgresql"


class HintLine:
    """One connection that listens. To be used in one thread, as a context manager; raises DeskError kinds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with in_words(engine):
            pooled = engine.raw_connection()
            raw: Any = pooled.driver_connection
            pooled.detach()  # the pool of the session keeps its own number of connections
            self._raw: Connection[Any] = raw
            self._raw.autocommit = True
        self._engagements: dict[str, int] = {}  # by channel

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.close()

    def listen(self, engagements: Iterable[int]) -> None:
        """Hear of these engagements too. One that is not open to the login stays silent."""
        with in_words(self._engine):
            for each in engagements:
                row = self._raw.execute(self._question(), (int(each),)).fetchone()
                if row is not None and row[0] is not None:
                    self._engagements[row[0]] = int(each)
                    self._raw.execute(sql.SQL("LISTEN {}").format(sql.Identifier(row[0])))

    def _question(self) -> str:
        for function, question in _ASK:
            there = "SELECT to_regprocedure(%s) IS NOT NULL"
            if function is None or self._raw.execute(there, (f"public.{function}(integer)",)).fetchone() == (True,):
                return question
        raise AssertionError("the last way asks nothing of the database")

    def wait(self, seconds: float) -> frozenset[int]:
        """Until a hint comes, but not longer; the engagements of those that came, together."""
        with in_words(self._engine):
            heard = self._raw.notifies(timeout=seconds, stop_after=1)
            return frozenset(self._engagements[each.channel] for each in heard)
