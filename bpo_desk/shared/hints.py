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

_CHANNEL: Final = "bpo_desk_"


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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.close()

    def listen(self, engagements: Iterable[int]) -> None:
        """Hear of these engagements too."""
        with in_words(self._engine):
            for each in engagements:
                self._raw.execute(sql.SQL("LISTEN {}").format(sql.Identifier(f"{_CHANNEL}{int(each)}")))

    def wait(self, seconds: float) -> frozenset[int]:
        """Until a hint comes, but not longer; the engagements of those that came, together."""
        with in_words(self._engine):
            heard = self._raw.notifies(timeout=seconds, stop_after=1)
            return frozenset(int(each.channel.removeprefix(_CHANNEL)) for each in heard)
