"""Desks that write: a shared database with a few cases, and any number of desks with a copy and an outbox each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Engine

from bpo_desk.cache import read
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.mutation import Actor, Mutation, MutationResult, Payload, new_mutation_id
from bpo_desk.models.row_seen import RowSeen
from bpo_desk.shared.admin import create_engagement
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, reading, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import ApplyMutation, MutationAnswer
from bpo_desk.sync.run import sync_once
from bpo_desk.sync.steps import Answerer
from tests.shared.batches import batch_of, one_event, small_dictionaries

KEY = bytes(range(32))
NOW = 1_760_000_000_000_000


def note(payload: Payload, case: str = "C-1", who: str = "Ada", at: int = NOW, engagement: str = "acme") -> Mutation:
    """A mutation as a desk makes it."""
    return Mutation(new_mutation_id(at), engagement, case, payload, at, Actor(who.lower(), who))


def on(mutation: Mutation, seen: RowSeen) -> Mutation:
    """The same, written on what was seen of its row."""
    return replace(mutation, base_row_ver=seen.row_ver, seen=seen.said)


def event_key(number: int) -> str:
    """The id of `one_event(number)` as 32 hex digits."""
    return f"{number:016x}{number * 7 + 1:016x}"


@dataclass
class Desk:
    """One desk: its copy and its outbox."""

    cache: Cache
    outbox: Outbox
    answerer: Answerer
    lines: list[dict[str, Any]] = field(default_factory=list)

    def write(self, payload: Payload, **given: Any) -> Mutation:
        mutation = note(payload, **given)
        self.outbox.add(mutation)
        return mutation

    def sync(self, answerer: Answerer | None = None) -> list[dict[str, Any]]:
        """One session; its lines."""
        self.lines = []
        sync_once(self.cache, answerer or self.answerer, lambda line: self.lines.append(dict(line)), outbox=self.outbox)
        return self.lines

    def case(self, number: str = "C-1", **given: Any) -> CaseFile:
        return read.open_case(
            self.cache, 1, read.find_case(self.cache, 1, number), outbox=self.outbox, **given
        )  # fmt: skip

    def states(self) -> dict[str, str]:
        return dict(self.outbox.rows("select mutation_id, state from entry order by position"))

    def close(self) -> None:
        self.cache.close()
        self.outbox.close()


@dataclass
class Office:
    """A shared database and the desks at it."""

    engine: Engine
    engagement: Engagement
    folder: Path
    desks: list[Desk] = field(default_factory=list)

    @classmethod
    def open(cls, url: str, folder: Path) -> Office:
        """In a database with its tables: three cases of two events each; event 5 is an exit, event 6 feedback, both
        in C-3."""
        engine = open_engine(url)
        engagement = create_engagement(engine, "acme", "Acme")
        events = [one_event(n, case=(n - 1) // 2, occurred_at=NOW - 10**9 + n, source=1, actor=1) for n in range(1, 7)]
        events[4] |= {"kind": 50, "step": 1, "reason": 1}
        events[5] |= {"kind": 43, "new_value": 2}
        with writing(engine) as connection:
            append(connection, engagement, batch_of(events, ["C-1", "C-2", "C-3"], dictionaries=small_dictionaries()),
                   NOW)  # fmt: skip
        return cls(engine, engagement, folder)

    @property
    def feed(self) -> Feed:
        return Feed(self.engine)

    def desk(self) -> Desk:
        number = len(self.desks) + 1
        self.desks.append(
            Desk(
                Cache.create(self.folder / f"desk{number}" / "cache.db", KEY),
                Outbox.open_or_create(self.folder / f"desk{number}" / "outbox.db", KEY),
                self.feed,
            )
        )
        return self.desks[-1]

    def apply(self, mutation: Mutation) -> MutationResult:
        answer = self.feed.answer(ApplyMutation(mutation))
        assert isinstance(answer, MutationAnswer)
        return answer.result

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with reading(self.engine) as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def said(self) -> list[str]:
        """The texts of all comments at the shared database."""
        return sorted(row[0] for row in self.rows("SELECT new_value FROM event WHERE kind = 41"))

    def change(self, *statements: str) -> None:
        with writing(self.engine) as connection:
            for statement in statements:
                connection.execute(text(statement))

    def close(self) -> None:
        for each in self.desks:
            each.close()
        self.engine.dispose()
