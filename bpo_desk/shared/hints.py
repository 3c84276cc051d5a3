"""Hears of changes in PostgreSQL: a connection of its own that listens and, where nobody else does for an engagement,
looks for what has been committed and notifies the others (migration "looking for changes").

A hint says that something of an engagement may have changed, nothing else; any of them may be lost.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, LiteralString, Self

from psycopg import Connection, sql
from sqlalchemy.engine import Engine

from bpo_desk.shared.failures import in_words

_ASK: Final[tuple[tuple[str | None, LiteralString], ...]] = (
    ("desk_hint_channel", "SELECT desk_hint_channel(%s)"),
    ("hint_channel", "SELECT hint_channel(%s)"),  # no roles put up: the login owns the tables
    (None, "SELECT 'bpo_desk_' || %s"),  # schemas before 11
)
"""How the channel of an engagement is asked for: by the first function that is there and may be called."""
_LOOK: Final[tuple[tuple[str, LiteralString], ...]] = (
    ("desk_hint_look", "SELECT seen, looking, changed FROM desk_hint_look(%s, %s, %s, %s)"),
    ("hint_look", "SELECT seen, looking, changed FROM hint_look(%s, %s, %s, %s)"),
)
"""How a turn of looking is taken, in the same way; schemas before 12 had triggers, whose hints are only listened to."""
_TRY_AGAIN: Final = 2.0
"""Seconds, give or take half, after which somebody who only listens tries whether it is to look: whoever looked may be
gone. What was committed since the last try and came with no hint is found by the try itself."""
_EVERY_MS: Final = 10
"""Between two looks for as long as something changes."""
_EVERY_MS_IDLE: Final = 40
_IDLE: Final = 10.0
"""Seconds without a change, after which looks are further apart."""


def may_hint(engine: Engine) -> bool:
    """Whether this kind of database sends hints."""
    return engine.dialect.name == "postgresql"


class HintLine:
    """One connection that listens, and looks when it is its turn. To be used in one thread, as a context manager;
    raises DeskError kinds. `try_again`: seconds between two tries of who only listens, give or take half."""

    def __init__(self, engine: Engine, try_again: float = _TRY_AGAIN) -> None:
        self._engine, self._try_again = engine, try_again
        with in_words(engine):
            pooled = engine.raw_connection()
            raw: Any = pooled.driver_connection
            pooled.detach()  # the pool of the session keeps its own number of connections
            self._raw: Connection[Any] = raw
            self._raw.autocommit = True
        self._engagements: dict[str, int] = {}  # by channel
        self._look: LiteralString | None = None
        self._since: str | None = None  # the state of the database that the last look saw
        self._next_try = 0.0
        self._changed_at = 0.0
        self._told: frozenset[int] = frozenset()  # of which hints came since the last try
        self.looking = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.close()

    def listen(self, engagements: Iterable[int]) -> None:
        """Hear of these engagements too. One that is not open to the login stays silent."""
        with in_words(self._engine):
            ask = self._first_there(_ASK)
            self._look = self._first_there(_LOOK)
            for each in engagements:
                row = None if ask is None else self._raw.execute(ask, (int(each),)).fetchone()
                if row is not None and row[0] is not None:
                    self._engagements[row[0]] = int(each)
                    self._raw.execute(sql.SQL("LISTEN {}").format(sql.Identifier(row[0])))
        self._next_try = 0.0

    def _first_there(self, ways: Iterable[tuple[str | None, LiteralString]]) -> LiteralString | None:
        there = (
            "SELECT EXISTS (SELECT FROM pg_proc WHERE proname = %s AND pronamespace = 'public'::regnamespace"
            " AND has_function_privilege(oid, 'EXECUTE'))"
        )
        for function, question in ways:
            if function is None or self._raw.execute(there, (function,)).fetchone() == (True,):
                return question
        return None

    def wait(self, seconds: float) -> frozenset[int]:
        """Until something changed, but not longer; the engagements in which it did. Who looks does so in the server,
        which answers when it has found something."""
        with in_words(self._engine):
            now = time.monotonic()
            if self._look is None or not self._engagements:
                return self._heard(seconds)
            if now < self._next_try:
                told = self._heard(min(seconds, self._next_try - now))
                self._told |= told
                return told
            found = self._looked(self._look, seconds, now)
            return found | self._heard(0.0)

    def _heard(self, seconds: float) -> frozenset[int]:
        told = self._raw.notifies(timeout=seconds, stop_after=1)
        own = self._raw.info.backend_pid  # what this connection has found itself
        return frozenset(self._engagements[each.channel] for each in told if each.pid != own)

    def _looked(self, look: LiteralString, seconds: float, now: float) -> frozenset[int]:
        every = _EVERY_MS if now < self._changed_at + _IDLE else _EVERY_MS_IDLE
        given = (sorted(self._engagements.values()), self._since, int(seconds * 1000), every)
        row = self._raw.execute(look, given).fetchone()
        if row is None:
            return frozenset()
        self._since, self.looking, changed = row
        found = frozenset(changed)
        if found:
            self._changed_at = time.monotonic()
        if not self.looking:
            self._next_try = time.monotonic() + self._try_again * random.uniform(0.5, 1.5)
            found -= self._told
        self._told = frozenset()
        return found
