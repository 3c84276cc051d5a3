"""Random stories of desks that write while requests and answers get lost, processes are killed and servers crash or
are restored: every note ends in one final state, takes effect exactly once, and is seen exactly once at any time.

The product's own session runs here; the planted bugs show that the stories would notice. More of them in `bugs.py`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bpo_desk.cache import read
from bpo_desk.cache.outbox import Entry, Outbox
from bpo_desk.errors import DatabaseUnreachable, DeskError, NotFound
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, MutationResult, Outcome, new_mutation_id
from bpo_desk.models.mutation_effects import effects
from bpo_desk.shared.requests import Answer, ApplyMutation, Request
from bpo_desk.sync import push as pushing
from bpo_desk.sync.driver import Stopped
from bpo_desk.sync.run import sync_once
from tests.faults.copy import agrees
from tests.faults.disk import Disk, FilesOnDisk, InMemory
from tests.faults.server import Server

ROUNDS = 3
"""Sessions without faults after which everything must be settled."""


class Wrong(AssertionError):
    """A promise was broken."""


@dataclass
class Line:
    """The connection of one session: loses some requests and some answers, and fails at some mutations."""

    server: Server
    chance: random.Random
    faults: float
    between: Callable[[], None]

    def answer(self, request: Request) -> Answer:
        if self.chance.random() < 0.3:
            self.between()
        what = self.chance.random()
        if what < self.faults:
            raise DatabaseUnreachable("The request was lost.", "Wait.")
        if isinstance(request, ApplyMutation) and what < 1.5 * self.faults:
            raise DatabaseUnreachable("It takes too long.", "Wait.", code="database_busy")
        answer = self.server.answer(request)
        if what > 1 - self.faults:
            raise DatabaseUnreachable("The answer was lost.", "Wait.")
        return answer


@dataclass
class Desk:
    """One desk with what it ever wrote."""

    disk: Disk
    name: str
    written: list[Mutation] = field(default_factory=list)

    def open(self) -> None:
        self.cache, self.outbox = self.disk.opened()

    def close(self) -> None:
        self.disk.closed(self.cache, self.outbox)

    def write(self, chance: random.Random) -> None:
        at = 1_000 + len(self.written)
        text = chance.choice(("note", "note", "note", "bad", f"race {chance.randrange(4)}"))
        case = f"C-{chance.randint(1, 2)}-{chance.randint(1, 3)}"
        mutation = Mutation(
            new_mutation_id(at), f"E{case[2]}", case, CommentAdded(text), at, Actor(self.name, self.name)
        )
        self.outbox.add(mutation)
        self.written.append(mutation)

    def session(self, server: Server, chance: random.Random, faults: float, steps: int) -> None:
        """A session that may end at any step; a killed process starts again from its files."""
        left = iter(range(steps))

        def stopped() -> bool:
            return next(left, None) is None

        try:
            sync_once(self.cache, Line(server, chance, faults, self.look), outbox=self.outbox, stopped=stopped)
        except Stopped:
            self.close()
            self.open()
        except DatabaseUnreachable:
            pass

    def look(self) -> None:
        """Every note that is not refused is seen exactly once."""
        refused = {entry.mutation.mutation_id for entry in self.outbox.needing_attention()}
        for case in {mutation.case for mutation in self.written}:
            try:
                key = read.find_case(self.cache, int(case[2]), case)
                events = read.open_case(self.cache, int(case[2]), key, outbox=self.outbox).events
            except NotFound:
                continue  # the copy is being made anew
            seen = Counter(zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True))
            for mutation in self.written:
                if mutation.case == case and mutation.mutation_id not in refused:
                    for effect in effects(mutation):
                        times = seen[int(effect.event_id[:16], 16), int(effect.event_id[16:], 16)]
                        if times != 1:
                            raise Wrong(f"a note of {self.name} is seen {times} times")


def story(folder: Path, seed: int, server: Server) -> None:  # noqa: PLR0912 - one story, told in one place
    """Two desks write; anything may fail; then nothing fails any more and everything must be settled. One story in four
    is told on encrypted files."""
    chance = random.Random(seed)
    for number in (1, 2):
        server.engage(number)
        first = server.begin()
        for case in range(1, 4):
            first.insert(number, (number, case), case)
        first.commit()
    backup = server.saved()
    restores = 0
    desks = [Desk(InMemory() if seed % 4 else FilesOnDisk(folder / name), name) for name in ("ada", "bo")]
    for desk in desks:
        desk.open()
    try:
        for _ in range(24):
            desk = chance.choice(desks)
            what = chance.random()
            if what < 0.45:
                desk.write(chance)
            elif what < 0.85:
                desk.session(server, chance, chance.choice((0.0, 0.05, 0.3)), chance.choice((4, 12, 40, 400)))
            elif what < 0.9:
                backup = server.saved()
            elif what < 0.95 and seed % 2:
                server.restore(backup)
                restores += 1
            else:
                server.crash()
            desk.look()
        for _ in range(ROUNDS):
            for desk in desks:
                desk.session(server, chance, 0.0, 10_000)
        _settled(desks, server, ordered=not restores)
    finally:
        for desk in desks:
            desk.close()
            desk.disk.thrown_away()


def _settled(desks: list[Desk], server: Server, *, ordered: bool) -> None:
    effect_count = Counter(row.columns["source_record"] for row in server.now.events.values())
    for desk in desks:
        kept = {row[0]: row[1] for row in desk.outbox.rows("select mutation_id, state from entry")}
        for mutation in desk.written:
            own = mutation.mutation_id
            if own not in kept:
                raise Wrong("a note is gone from the outbox")
            if own in server.now.applied:
                if kept[own] != server.now.applied[own][1].outcome.value:
                    raise Wrong("the desk and the server differ about the outcome")
            elif ordered or kept[own] in ("pending", "sent", "ok"):  # a restored server may have forgotten a refusal
                raise Wrong("a note never arrived")
            if effect_count[own] != (kept[own] == "ok"):
                raise Wrong("a note did not take effect exactly once")
        desk.look()
        for engagement in (1, 2):
            agrees(desk.cache, engagement, server.contents(engagement))
        if ordered:
            position = {mutation.mutation_id: index for index, mutation in enumerate(desk.written)}
            for case in {mutation.case for mutation in desk.written}:
                own_case = {m.mutation_id for m in desk.written if m.case == case}
                order = [position[each] for each in server.now.log if each in own_case]
                if order != sorted(order):
                    raise Wrong("the notes of a case arrived in another order than they were written")


@pytest.mark.parametrize("seed", range(8))
def test_every_note_ends_in_one_state_with_one_effect(tmp_path: Path, seed: int) -> None:
    story(tmp_path, seed, Server())


def _failure_drops(patch: pytest.MonkeyPatch) -> None:
    def failed(self: Outbox, mutation_id: str, _error: str) -> None:
        with self.write() as connection:
            connection.execute("delete from entry where mutation_id = ?", (mutation_id,))

    patch.setattr(Outbox, "failed", failed)


def _any_order(patch: pytest.MonkeyPatch) -> None:
    whole = Outbox.to_send
    patch.setattr(Outbox, "to_send", lambda self: whole(self)[::-1])


def _refusal_is_success(patch: pytest.MonkeyPatch) -> None:
    whole = Outbox.answered
    good = MutationResult(Outcome.OK)
    patch.setattr(Outbox, "answered", lambda self, own, _result, *rest: whole(self, own, good, *rest))


def _refusal_blocks(patch: pytest.MonkeyPatch) -> None:
    whole = Outbox.answered

    def answered(self: Outbox, own: str, result: MutationResult, *rest: Any) -> None:
        if result.outcome is not Outcome.OK:
            raise DeskError("Refused.", "Wait.")
        whole(self, own, result, *rest)

    patch.setattr(Outbox, "answered", answered)


def _shown_twice(patch: pytest.MonkeyPatch) -> None:
    whole = read.with_pending
    patch.setattr(read, "with_pending", lambda case, stored, entries, _held, **given: whole(
        case, stored, entries, set(), **given))  # fmt: skip


def _hidden_when_acknowledged(patch: pytest.MonkeyPatch) -> None:
    whole = Outbox.shown_in

    def shown_in(self: Outbox, engagement: str, case: str) -> list[Entry]:
        return [entry for entry in whole(self, engagement, case) if entry.state != "ok"]

    patch.setattr(Outbox, "shown_in", shown_in)


def _sent_is_not_sent_again(patch: pytest.MonkeyPatch) -> None:
    whole = Outbox.to_send
    patch.setattr(Outbox, "to_send", lambda self: [entry for entry in whole(self) if entry.state != "sent"])


def _holds_up_nothing(patch: pytest.MonkeyPatch) -> None:
    """After a failure the later entries of the same case are sent all the same."""
    patch.setattr(pushing, "MANY_TRIES", 0)
    patch.setattr(pushing, "_nobody_there", lambda _failed: False)
    patch.setattr("bpo_desk.sync.push.set", _NeverFull, raising=False)


class _NeverFull(set[Any]):
    def add(self, _each: object) -> None:
        """Forget it."""


_BUGS: dict[str, tuple[Callable[[], Server], Callable[[pytest.MonkeyPatch], None]]] = {
    "a failure drops the entry": (Server, _failure_drops),
    "entries are sent in any order": (Server, _any_order),
    "a refusal counts as success": (Server, _refusal_is_success),
    "a refusal blocks the queue": (Server, _refusal_blocks),
    "what was sent once is not sent again": (Server, _sent_is_not_sent_again),
    "a failure does not hold up its case": (Server, _holds_up_nothing),
    "an event that came back is shown twice": (Server, _shown_twice),
    "an acknowledged note is hidden before it comes back": (Server, _hidden_when_acknowledged),
}


@pytest.mark.parametrize("bug", _BUGS)
def test_the_stories_catch_a_planted_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    kind, plant = _BUGS[bug]
    plant(monkeypatch)
    for seed in range(200):
        try:
            story(tmp_path / str(seed), seed, kind())
        except Wrong:
            return
    pytest.fail("no story noticed")
