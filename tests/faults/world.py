"""One seeded schedule of everything that can happen to desks and their shared database, and what must hold at its end.

The product's own sessions run here; only the server, the line and the clocks are simulated. What one schedule has of
what costs time (`Kind`: files, encryption, states of cases, comparing with the digest) follows from its seed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpo_desk.cache import read
from bpo_desk.cache.outbox_overlay import id_halves, not_held
from bpo_desk.errors import DatabaseUnreachable, NotFound
from bpo_desk.models.event import EventKind
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, Payload
from bpo_desk.models.mutation_effects import effects
from bpo_desk.models.row_seen import RowSeen
from bpo_desk.shared.requests import Answer, ApplyMutation, Request
from bpo_desk.sync import pull as pulling
from bpo_desk.sync import push as pushing
from bpo_desk.sync.run import silently, sync_changes, sync_once
from tests.faults import people
from tests.faults.copy import agrees
from tests.faults.desk import Desk, Killed
from tests.faults.disk import Disk, FilesOnDisk, InMemory, without_encryption
from tests.faults.people import Wrong
from tests.faults.server import EventId, Server, Transaction
from tests.faults.surroundings import CLOCK, believed, small, without_states

ROUNDS = 3
"""Sessions without faults after which everything must be settled."""
ACTIONS = 20
TEN_YEARS = 3652 * 24 * 3600 * 1_000_000
_LOOK_AFTER = 7
_BEGINNINGS = 4
"""How many different beginnings there are."""
_TEXTS = ("open", "closed", "", "a longer text than the others", None)


@dataclass(frozen=True)
class Kind:
    """What a schedule has that others do without. `empty`: desks that have loaded nothing; `files`: on the disk, else
    in memory; `encrypted` ones; `whole`: states of cases, full text, first page and the looking over of answers;
    `verified`: copies are compared with the digest of the server, which would repair them; `goes_on` when all is
    settled; `turns`: after a restore desks wait for their turn to load."""

    empty: bool = False
    files: bool = False
    encrypted: bool = False
    whole: bool = False
    verified: bool = False
    goes_on: bool = False
    turns: bool = False

    @classmethod
    def of(cls, seed: int) -> Kind:
        """What follows from a seed, each independent of the others."""
        drawn = random.Random(f"kind {seed}").random
        files = drawn() < 1 / 8
        return cls(
            empty=drawn() < 1 / 5, files=files, encrypted=files and drawn() < 1 / 3, whole=drawn() < 1 / 8,
            verified=drawn() < 1 / 4, goes_on=drawn() < 1 / 8, turns=drawn() < 1 / 3,
        )  # fmt: skip


@dataclass
class World:
    """A server, writers beside the desks, and one or two desks; `tally` counts what happened."""

    folder: Path
    seed: int
    server: Server
    tally: Counter[str]

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.kind = Kind.of(self.seed)
        self.writers: list[Transaction] = []
        self.ids: list[EventId] = []
        self.erased: set[str] = set()
        self.faults = 0.0
        self.restores = self.hidden = 0
        self.calm = False
        self.desks: list[Desk] = []

    def begin(self) -> None:
        """Two engagements with events, and desks that hold nothing."""
        for number in (1, 2):
            self.server.engage(number, cases=6)
            self._write_events(14, self.server.begin()).commit()
            people.rows_of_before(self.server, number)
        self._open_desks(None)

    def go_on(self, beginning: Beginning) -> None:
        """Begin where another world has come to."""
        self.server.go_on(beginning.server)
        self.ids = list(beginning.ids)
        self._open_desks(beginning.disk)

    def _open_desks(self, image: Any) -> None:
        self.backup = self.server.saved()
        for name in ("ada", "bo")[: 1 + self.seed % 2]:
            disk: Disk = FilesOnDisk(self.folder / name, image) if self.kind.files else InMemory(image)
            self.desks.append(Desk(disk, name))
            self.desks[-1].open()
            disk.remember()

    def close(self) -> None:
        """Nobody needs it any more."""
        for desk in self.desks:
            desk.close()
            desk.disk.thrown_away()

    # what happens on the server

    def _write_events(self, count: int, writer: Transaction) -> Transaction:
        chance = self.chance
        for _ in range(count):
            engagement, choice = chance.choice((1, 2)), chance.random()
            if not self.ids or choice < 0.5:
                event = (chance.getrandbits(64), chance.getrandbits(64))
                writer.insert(
                    engagement, event, chance.randint(1, 6), kind=chance.choice((1, 2, 7, 23, 26)), field=1,
                    occurred_at=chance.randint(0, 50), new_value=chance.choice(_TEXTS), data=chance.choice(_TEXTS),
                )  # fmt: skip
                self.ids.append(event)
                continue
            event = chance.choice(self.ids)
            for one in (1, 2):
                if (one, event) in self.server.now.events and writer.lock(one, event):
                    self._change(writer, one, event, choice)
                    break
        return writer

    def _change(self, writer: Transaction, one: int, event: EventId, choice: float) -> None:
        if choice < 0.65:
            writer.change(one, event, new_value=self.chance.choice(_TEXTS))
        elif choice < 0.72:
            self.tally["erasures"] += 1
            writer.change(one, event, "erased", new_value="", data=None, reason=None)
        elif choice < 0.92:
            self.tally["moves"] += 1
            writer.move(one, event, 3 - one, self.chance.randint(1, 6))
        else:
            writer.delete(one, event)

    def meanwhile(self) -> None:
        """One step of some writer beside the desks."""
        what = self.chance.random()
        if what < 0.6 or not self.writers:
            if len(self.writers) < 3 and (not self.writers or what < 0.3):
                self.writers.append(self.server.begin())
            self._write_events(self.chance.randint(1, 3), self.chance.choice(self.writers))
            return
        writer = self.writers.pop(self.chance.randrange(len(self.writers)))
        if what < 0.92:
            self.tally["commits"] += 1
            writer.commit()
        else:
            writer.roll_back()

    def _erase_note(self) -> None:
        notes = [
            (key, row) for key, row in self.server.now.events.items()
            if row.columns["source_record"] and row.columns["kind"] == EventKind.COMMENT_ADDED
        ]  # fmt: skip
        if notes:
            key, row = self.chance.choice(notes)
            writer = self.server.begin()
            writer.change(*key, "erased", new_value="", data=None)
            writer.commit()
            self.erased.add(row.columns["source_record"])
            self.tally["erasures"] += 1

    def _access(self) -> None:
        self.tally["access changes"] += 1
        self.hidden += 1
        if len(self.server.now.engagements) == 2:
            self.server.hide(self.chance.choice((1, 2)))
        else:
            self.server.show_all()

    def _restore(self) -> None:
        """People write until the server goes, and others as soon as it is back."""
        self.tally["restores"] += 1
        self.restores += 1
        for desk in self.desks:
            people.change_a_row(self, desk)
        self.server.restore(self.backup)
        self.writers.clear()
        people.others_write_what_waits(self)

    def _crash(self) -> None:
        self.tally["server crashes"] += 1
        self.server.crash()
        self.writers.clear()

    def _jump(self, desk: Desk) -> None:
        """Clocks of the server in every second pair of schedules, of the desks in the others."""
        self.tally["clock jumps"] += 1
        years = self.chance.choice((-TEN_YEARS, TEN_YEARS))
        if self.seed & 2:
            self.server.clock += years
        else:
            desk.clock += years

    # what happens at a desk

    def answer(self, request: Request) -> Answer:
        """The line: what is asked may get lost on its way, or its answer."""
        if self.calm:
            return self.server.answer(request)
        if self.chance.random() < 0.6:
            self.meanwhile()
        what = self.chance.random()
        if what < self.faults:
            self.tally["lost requests"] += 1
            raise DatabaseUnreachable("The request was lost.", "Wait.")
        if isinstance(request, ApplyMutation) and what < 1.5 * self.faults:
            self.tally["busy"] += 1
            raise DatabaseUnreachable("It takes too long.", "Wait.", code="database_busy")
        answer = self.server.answer(request)
        if what > 1 - self.faults:
            self.tally["lost replies"] += 1
            raise DatabaseUnreachable("The answer was lost.", "Wait.")
        return answer

    def new_mutation(
        self, desk: Desk, engagement: str, case: str, payload: Payload, seen: RowSeen | None = None
    ) -> Mutation:
        """As a desk makes it, written a little after the one before."""
        desk.clock += 1_000
        who = Actor(desk.name, desk.name)
        base, said = (None, "") if seen is None else (seen.row_ver, seen.said)
        return Mutation(self._new_id(desk), engagement, case, payload, desk.clock, who, base, seen=said)

    def _note(self, desk: Desk) -> None:
        text = self.chance.choice(("note", "note", "note", "bad", f"race {self.chance.randrange(3)}"))
        case = f"C-{self.chance.randint(1, 2)}-{self.chance.randint(1, 3)}"
        mutation = self.new_mutation(desk, f"E{case[2]}", case, CommentAdded(text))
        desk.outbox.add(mutation)
        desk.written.append(mutation)
        self.tally["notes"] += 1

    def _new_id(self, desk: Desk) -> str:
        """As the product's ids are, but the same in each run of the schedule."""
        millis = (desk.clock // 1000) & (2**48 - 1)
        return f"{millis:012x}7{self.chance.getrandbits(12):03x}8{self.chance.getrandbits(60):015x}"

    def session(self, desk: Desk, steps: int, *, fuse: int | None = None) -> None:
        """A session that may end between two steps, inside a transaction, or with the line; every third of a desk is
        the small pull that answers a hint."""
        left = iter(range(steps))

        def stopped() -> bool:
            if next(left, None) is None:
                raise Killed
            return False

        desk.fuse = fuse
        desk.sessions += 1
        CLOCK.desk = desk
        try:
            if desk.sessions % 3 == 0 and not self.calm:
                self.tally["small pulls"] += 1
                sync_changes(desk.cache, self, (1, 2), silently, desk.keeper, stopped)
            else:
                turns = desk.turns if self.kind.turns and not self.calm else None
                sync_once(
                    desk.cache, self, outbox=desk.outbox, stopped=stopped, pages=desk.pages, keeper=desk.keeper,
                    turns=turns,
                )  # fmt: skip
                self.tally["waits for a turn"] += bool(turns and turns.waiting)
        except Killed:
            self.tally["kills"] += 1
            desk.close()
            desk.open()
        except DatabaseUnreachable:
            pass
        desk.fuse = None

    def act(self) -> None:
        """One thing of all that can happen."""
        desk, what = self.chance.choice(self.desks), self.chance.random()
        rare: tuple[Callable[[], None], ...] = (
            self._crash, lambda: self._jump(desk), self._erase_note, self._access, lambda: desk.lose_power(),
        )  # fmt: skip
        if what < 0.16:
            self._note(desk)
        elif what < 0.26:
            people.change_a_row(self, desk)
        elif what < 0.30:
            people.decide(self, desk)
        elif what < 0.36:
            self.meanwhile()
        elif what < 0.43:
            people.somebody_elsewhere(self)
        elif what < 0.78:
            self.faults = self.chance.choice((0.0, 0.05, 0.25))
            self.session(
                desk, self.chance.choice((3, 8, 20, 400, 400)), fuse=self.chance.choice((None, None, 0, 2, 6, 15))
            )  # fmt: skip
            self.faults = 0.0
            if self.chance.random() < 0.3:
                desk.disk.remember()
        elif what < 0.83:
            self.backup = self.server.saved()
        elif what < 0.88:
            if self.seed % 3 == 0:
                self._restore()
        else:
            happening = self.chance.choice(rare)
            self.tally["power cuts"] += happening is rare[-1]
            happening()

    # what must hold

    def look(self, desk: Desk, most: int = 6) -> None:
        """Every note that is neither refused nor erased is seen exactly once; in so many cases at most."""
        people.look_at_rows(desk)
        passed = {entry.mutation.mutation_id for entry in desk.outbox.needing_attention()} | self.erased | desk.decided
        cases = sorted({mutation.case for mutation in desk.written} - {""})
        for case in self.chance.sample(cases, min(most, len(cases))):
            try:
                key = read.find_case(desk.cache, int(case[2]), case)
                seen = (_shown if self.kind.whole else _read)(desk, int(case[2]), case, key)
            except NotFound:
                continue  # the copy is being made anew, or nobody here may see it
            for mutation in desk.written:
                if mutation.case == case and mutation.mutation_id not in passed:
                    for effect in effects(mutation):
                        times = seen[int(effect.event_id[:16], 16), int(effect.event_id[16:], 16)]
                        if times != 1:
                            raise Wrong(f"a note of {desk.name} is seen {times} times")

    def settled(self) -> None:
        """Nobody is in the way any more: after ROUNDS at most everything is where it belongs, and stays there."""
        for writer in self.writers:
            writer.commit()
        self.writers.clear()
        self.calm = self.server.calm = True
        for turn in range(1, ROUNDS + 1):
            for desk in self.desks:
                self.session(desk, 10_000)
                if turn == 1 and desk.outbox.needing_attention():
                    people.decide(self, desk)
                last = turn == ROUNDS and desk is self.desks[-1]
                # The first desk has seen what the second sent only after its own second session.
                if last or (turn == len(self.desks) and desk is self.desks[0] and not self.kind.goes_on):
                    try:
                        self._where_it_belongs()
                    except AssertionError:
                        if last:
                            raise
                        self.tally["further rounds"] += 1
                    else:
                        return

    def _where_it_belongs(self) -> None:
        effect_count = Counter(row.columns["source_record"] for row in self.server.now.events.values())
        for desk in self.desks:
            self._notes_settled(desk, effect_count)
            people.rows_settled(self, desk)
            self.look(desk)
            for one in (1, 2):
                agrees(desk.cache, one, self.expected(one), derived_too=self.kind.whole)

    def expected(self, one: int) -> dict[EventId, dict[str, Any]]:
        """What a copy must hold of an engagement."""
        visible = {int(each.engagement_id) for each in self.server.now.engagements}
        return self.server.contents(one) if one in visible else {}

    def _notes_settled(self, desk: Desk, effect_count: Counter[str]) -> None:
        kept = dict(desk.outbox.rows("select mutation_id, state from entry"))
        for mutation in desk.written:
            own = mutation.mutation_id
            if own in self.erased:
                continue
            if own not in kept:
                raise Wrong("a note is gone from the outbox")
            if own in self.server.now.applied:
                if not people.final_state(desk, own, self.server.now.applied[own][1].outcome, kept[own]):
                    raise Wrong("the desk and the server differ about the outcome")
            elif not self.restores or kept[own] in ("pending", "sent", "ok"):  # a refusal may be forgotten
                raise Wrong("a note never arrived")
            if effect_count[own] != (kept[own] == "ok" and bool(effects(mutation))):
                raise Wrong("a note did not take effect exactly once")
        if not self.restores:
            position = {mutation.mutation_id: index for index, mutation in enumerate(desk.written)}
            for case in {mutation.case for mutation in desk.written}:
                own_case = {mutation.mutation_id for mutation in desk.written if mutation.case == case}
                order = [position[each] for each in self.server.now.log if each in own_case]
                if order != sorted(order):
                    raise Wrong("the notes of a case arrived in another order than they were written")


def _shown(desk: Desk, one: int, _case: str, key: int) -> Counter[EventId]:
    """The events that a case shows when it is opened, with what waits."""
    events = read.open_case(desk.cache, one, key, outbox=desk.outbox).events
    return Counter(zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True))


def _read(desk: Desk, one: int, case: str, key: int) -> Counter[EventId]:
    """The same without making states of them."""
    with desk.cache.read() as connection:
        events = read.case_rows(connection, one, np.array([key]), with_texts=False).events
    stored = list(zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True))
    waiting = not_held(desk.outbox.shown_in(f"E{one}", case), set(stored))
    return Counter([*stored, *(id_halves(effect.event_id) for *_, effect in waiting)])


@dataclass(frozen=True)
class Beginning:
    """A server and the disk of a desk that has loaded everything from it."""

    server: Server
    ids: list[EventId]
    disk: Any


_BEGINNINGS_MADE: dict[tuple[object, ...], Beginning] = {}


def _beginning(folder: Path, seed: int, server: Server, bug: str) -> Beginning:
    """Made once for each kind of server, of disk and of seeded bug: a bug may leave its traces here already."""
    kind, number = Kind.of(seed), seed % _BEGINNINGS
    name = (number, kind.files, kind.encrypted, kind.whole, kind.verified, type(server), bug)
    if name not in _BEGINNINGS_MADE:
        world = World(folder / "beginning", 2 * number, type(server)(), Counter())
        world.kind = kind
        world.begin()
        world.calm = True
        desk = world.desks[0]
        world.session(desk, 10_000)
        desk.close()
        _BEGINNINGS_MADE[name] = Beginning(world.server, world.ids, desk.disk.image())
        desk.disk.thrown_away()
    return _BEGINNINGS_MADE[name]


def play(folder: Path, seed: int, server: Server, tally: Counter[str], bug: str = "") -> None:
    """Play one schedule; raises Wrong, or what the product raises, where a promise is broken."""
    kind = Kind.of(seed)
    with pytest.MonkeyPatch.context() as patch:
        small(patch.setattr)
        patch.setattr(pushing, "time", CLOCK)
        if kind.files and not kind.encrypted:
            without_encryption(patch)
        if not kind.whole:
            without_states(patch.setattr)
        if not kind.verified:
            patch.setattr(pulling, "_verified", believed)
        world = World(folder, seed, server, tally)
        server.meanwhile = world.meanwhile
        tally["schedules"] += 1
        try:
            if kind.empty:
                world.begin()
            else:
                world.go_on(_beginning(folder, seed, server, bug))
            for number in range(1, ACTIONS + 1):
                world.act()
                if number % _LOOK_AFTER == 0:
                    for desk in world.desks:
                        world.look(desk, most=1)
            world.settled()
        finally:
            world.close()
