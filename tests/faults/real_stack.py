"""Seeded schedules on the real stack: the product's sync processes, a real PostgreSQL, a line that misbehaves, writers.

The plan of a schedule follows from its seed; what happens between two of its steps is up to the machine. At the end
nothing is in the way any more, and everything must be where it belongs within a minute.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bpo_desk.errors import DeskError, NotFound, WrongUsage
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.mutation import Mutation
from bpo_desk.models.mutation_effects import effects
from bpo_desk.shared import admin, tables
from bpo_desk.shared.append import append
from bpo_desk.shared.changes import Deed, erase_events, move_case
from bpo_desk.shared.engine import open_engine, reading, writing
from bpo_desk.shared.retention import bring_back, hold, let_go, set_rule
from tests.faults.proxy import Proxy
from tests.faults.real_desk import RealDesk
from tests.faults.shared_rows import event_id, shared_rows
from tests.postgres_server import PostgresServer
from tests.shared.batches import batch_of, one_event
from tests.sync.logs import log

SEEDS = range(50)
"""The schedules that the benchmark plays."""
STEPS = 8
RECOVERY = 60.0
"""Seconds without faults after which everything must be settled."""
AWAKE = 15.0
"""Seconds that a schedule waits at most until a process that was started says something."""
CASES = 12
UNTOUCHED = 250
"""Events of each engagement that are compared in every schedule, however many cases leave."""
_FAULTS = ("cut", "stall", "slow", "cut after", "away", "kill", "no room", "server crash")
_INSERT = (
    "INSERT INTO event (engagement_id, event_id, case_id, occurred_at, recorded_at, kind, side, source_id, new_value)"
    " VALUES (%s, gen_random_uuid(), %s, %s, %s, 41, 1, 1, %s)"
)


class Wrong(AssertionError):
    """A promise was broken."""


def plan(seed: int, steps: int = STEPS) -> list[tuple[str, float]]:
    """(what, seconds until the next): each schedule has notes, kills and cuts, one in two a crash of the server."""
    chance = random.Random(seed)
    crash = seed % 2 == 0
    kinds = [each for each in _FAULTS if each != "server crash"]
    chosen = ["kill", "cut", *(chance.choice(kinds) for _ in range(steps - 2 - crash)), *["server crash"] * crash]
    chance.shuffle(chosen)
    return [(what, chance.uniform(0.1, 0.7)) for what in chosen]


@dataclass
class _Writers:
    """Threads that write straight into the database, several transactions open at a time."""

    server: PostgresServer
    database: str
    engagements: list[Engagement]
    seed: int
    tally: Counter[str]
    ended: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for number, work in enumerate((self._insert, self._insert, self._change)):
            self.threads.append(threading.Thread(target=work, args=(random.Random(self.seed * 10 + number),)))
            self.threads[-1].start()

    def stop(self) -> None:
        self.ended.set()
        for each in self.threads:
            each.join()

    def _insert(self, chance: random.Random) -> None:
        """Short and long transactions whose numbers and commits come in different orders; some are rolled back."""
        while not self.ended.is_set():
            try:
                with psycopg.connect(self.server.conninfo(self.database), connect_timeout=5) as connection:
                    while not self.ended.is_set():
                        for _ in range(chance.randint(1, 4)):
                            one, now = chance.choice(self.engagements), time.time_ns() // 1000
                            case = chance.randint(1, CASES)
                            connection.execute(_INSERT, (one.engagement_id, case, now, now, f"w {chance.random()}"))
                            time.sleep(chance.choice((0.0, 0.0, 0.01, 0.15)))
                        rolled_back = chance.random() < 0.1
                        connection.rollback() if rolled_back else connection.commit()
                        self.tally["rolled back" if rolled_back else "commits"] += 1
            except psycopg.Error:  # the server was stopped, or the case has gone to the other engagement
                self.ended.wait(0.1)

    def _change(self, chance: random.Random) -> None:
        """Batches, erasures, moves of cases; rules by which closed ones leave the copies, and such that come back."""
        engine = open_engine(self.server.url(self.database))
        number = 10_000
        while not self.ended.is_set():
            what, one = chance.random(), chance.choice(self.engagements)
            other = next(each for each in self.engagements if each is not one)
            deed = Deed("Root", "a schedule", time.time_ns() // 1000)
            try:
                with writing(engine) as connection:
                    if what < 0.45:
                        number += 100
                        append(connection, one, _batch(one, chance.randint(1, 30), number, number), deed.at)
                        self.tally["batches"] += 1
                    elif what < 0.6:
                        erase_events(connection, one, [_some_event(connection, one, chance)], deed)
                        self.tally["erasures"] += 1
                    elif what < 0.7:
                        set_rule(connection, one, chance.choice((0, 30, 30, 30, 2_000)))
                        self.tally["rules"] += 1
                    elif what < 0.8:
                        hold(connection, one, [_number(one, chance)], keep=chance.random() < 0.3)
                        self.tally["brought back"] += bring_back(connection, one, [_number(one, chance)])
                    else:
                        move_case(connection, one, _number(one, chance), other, deed)
                        self.tally["moves"] += 1
                self.tally["left"] += max(let_go(engine, int(one.engagement_id)), 0)
            except (NotFound, WrongUsage):
                pass  # such a case is not here, or there already
            except DeskError:
                self.ended.wait(0.1)
            self.ended.wait(chance.uniform(0.02, 0.15))
        engine.dispose()


def _batch(one: Engagement, events: int, seed: int, offset: int) -> EventBatch:
    """Random events of cases that begin with the code of their engagement."""
    batch = log(events, CASES, seed, offset=offset)
    return replace(batch, case_numbers=[f"{one.code}-{case}" for case in range(CASES)])


def _number(one: Engagement, chance: random.Random) -> str:
    return f"{one.code}-{chance.randrange(CASES)}"


def _some_event(connection: Any, one: Engagement, chance: random.Random) -> str:
    columns = tables.event.c
    mine = columns.engagement_id == one.engagement_id
    count = connection.execute(select(func.count()).where(mine)).scalar()
    found = connection.execute(
        select(columns.event_id).where(mine).order_by(columns.event_id).offset(chance.randrange(count or 1)).limit(1)
    ).scalar()
    if found is None:
        raise NotFound("There is no event.", "Wait.")
    hi, lo = event_id(found)
    return f"{hi:016x}{lo:016x}"


def _untouched(one: Engagement, number: int) -> EventBatch:
    """Two cases that no writer touches: one stays in the copies, whatever happens, one is over and leaves them."""
    stays = [one_event(number + n, occurred_at=10**15 + n, kind=EventKind.COMMENT_ADDED) for n in range(UNTOUCHED)]
    leaves = [one_event(number + UNTOUCHED, case=1, occurred_at=10**15, kind=EventKind.CLOSED)]
    return batch_of([*stays, *leaves], [f"{one.code}-stays", f"{one.code}-leaves"])


def prepared(server: PostgresServer) -> str:
    """A database with two engagements and their first events, to be copied for each schedule; its name."""
    name = server.create_database()
    engine = open_engine(server.url(name))
    admin.init(engine)
    for number, code in enumerate(("ONE", "TWO")):
        one = admin.create_engagement(engine, code, code)
        with writing(engine) as connection:
            append(connection, one, _batch(one, 400, number, 1_000 * number), time.time_ns() // 1000)
            append(connection, one, _untouched(one, 5_000 * (number + 1)), time.time_ns() // 1000)
    engine.dispose()
    return name


@dataclass
class Schedule:
    """One schedule with its database (a copy of `template`), its line and its desks."""

    server: PostgresServer
    template: str
    folder: Path
    seed: int
    tally: Counter[str]
    steps: int = STEPS

    def play(self) -> float:
        """Play it; seconds until everything was settled after the last fault. Raises Wrong where it never was."""
        self.chance = random.Random(self.seed)
        self.database = self.server.create_database(self.template)
        self.engine = open_engine(self.server.url(self.database))
        try:
            with reading(self.engine) as connection:
                self.engagements = admin.engagements(connection)
            return self._played()
        finally:
            self.engine.dispose()
            self.server.drop_database(self.database)

    def _played(self) -> float:
        writers = _Writers(self.server, self.database, self.engagements, self.seed, self.tally)
        with ExitStack() as stack:
            self.proxy = stack.enter_context(Proxy(self.server.port))
            url = f"postgresql+psycopg://postgres@127.0.0.1:{self.proxy.port}/{self.database}"
            names = ("ada", "bo")[: 1 + self.seed % 2]
            self.desks = [stack.enter_context(RealDesk(self.folder / name, name, url)) for name in names]
            stack.callback(writers.stop)
            writers.start()
            if self.seed % 4:  # else faults begin while the processes start
                for desk in self.desks:
                    desk.told.wait(AWAKE)
            for what, pause in plan(self.seed, self.steps):
                self._happen(what)
                for desk in self.desks:
                    self._note(desk)
                time.sleep(pause)
            writers.stop()
            self._let_go()
            self.proxy.behave()
            for desk in self.desks:
                desk.no_room(full=False)
            self.tally["schedules"] += 1
            try:
                return self._settled()
            finally:
                for desk in self.desks:
                    self.tally.update({f"told: {code}": count for code, count in desk.errors.items()})

    def _let_go(self) -> None:
        """Closed cases leave the copies at last, also where the server was away whenever a writer made a rule of it."""
        for one in self.engagements:
            with writing(self.engine) as connection:
                set_rule(connection, one, 30)
            while (left := let_go(self.engine, int(one.engagement_id))) < 0:  # a desk is about it
                time.sleep(0.1)
            self.tally["left"] += left
        cases = tables.case_.c
        with reading(self.engine) as connection:
            found = connection.execute(select(func.count()).where(cases.left_at.is_not(None))).scalar_one()
        self.tally["left at the end"] += found

    def _happen(self, what: str) -> None:
        self.tally[what] += 1
        chance, proxy = self.chance, self.proxy
        desk = chance.choice(self.desks)
        if what == "cut":
            proxy.cut()
        elif what == "cut after":
            proxy.cut_after = chance.choice((200, 2_000, 20_000))
        elif what == "slow":
            proxy.per_second = 40_000
            time.sleep(chance.uniform(0.3, 1.0))
            proxy.per_second = None
        elif what in ("stall", "away"):
            setattr(proxy, {"stall": "stalled", "away": "down"}[what], True)
            proxy.cut() if what == "away" else None
            time.sleep(chance.uniform(0.3, 1.2))
            proxy.stalled = proxy.down = False
        elif what == "kill":
            desk.kill()
            desk.start()
            if chance.random() < 0.7:
                desk.told.wait(AWAKE)
        elif what == "no room":
            desk.no_room(full=True)
            time.sleep(chance.uniform(0.3, 1.5))
            desk.no_room(full=False)
        else:
            self.server.stop(immediately=True)
            time.sleep(chance.uniform(0.0, 0.5))
            self.server.start()
        for each in self.desks:
            self.tally["ended by itself"] += each.revive()

    def _note(self, desk: RealDesk) -> None:
        one = self.chance.choice(self.engagements)
        desk.write_note(one.code, _number(one, self.chance), time.time_ns() // 1000)
        self.tally["notes"] += 1

    def _settled(self) -> float:
        begun = time.monotonic()
        while why := self._wrong():
            if time.monotonic() - begun > RECOVERY:
                raise Wrong(f"after {RECOVERY:.0f} s without faults: {why}")
            for desk in self.desks:
                self.tally["ended by itself"] += desk.revive()
            time.sleep(0.2)
        return time.monotonic() - begun

    def _wrong(self) -> str:
        """What is not where it belongs; "" where everything is. Raises Wrong for what no further time can mend."""
        for desk in self.desks:
            states = desk.states()
            gone = [each for each in desk.written if each.mutation_id not in states]
            if gone and not self._were_changed(gone):
                raise Wrong(f"{len(gone)} notes of {desk.name} are gone from the outbox")
            waiting = [own for own, state in states.items() if state in ("pending", "sent")]
            if waiting:
                return f"{len(waiting)} notes of {desk.name} wait"
            self._effects_once(desk, states)
        for one in self.engagements:
            expected = shared_rows(self.engine, one.engagement_id, held=True)
            for desk in self.desks:
                if why := desk.differs(one.engagement_id, expected, self._kept_for_a_person(desk, one)):
                    return f"{one.code}: {why}"
            self.tally["rows compared"] += len(expected) * len(self.desks)
        return ""

    def _kept_for_a_person(self, desk: RealDesk, one: Engagement) -> set[int]:
        """The cases that left, of which a note was refused: who decides about it needs the case."""
        states, columns = desk.states(), tables.case_.c
        refused = {each.case for each in desk.written if states.get(each.mutation_id, "ok") != "ok"}
        mine = columns.engagement_id == one.engagement_id, columns.left_at.is_not(None), columns.number.in_(refused)
        with reading(self.engine) as connection:
            return set(connection.execute(select(columns.case_id).where(*mine)).scalars())

    def _were_changed(self, notes: Sequence[Mutation]) -> bool:
        """Whether somebody erased or moved the events of all these: an outbox keeps no text that was erased."""
        version = {
            event: int(row["row_ver"])
            for one in self.engagements
            for event, row in shared_rows(self.engine, one.engagement_id).items()
        }
        events = [effect.event_id for note in notes for effect in effects(note)]
        return all(version.get((int(own[:16], 16), int(own[16:], 16)), 0) > 1 for own in events)

    def _effects_once(self, desk: RealDesk, states: dict[str, str]) -> None:
        kept = _outcomes(self.engine)
        times = Counter(
            each for one in self.engagements for each in shared_rows(self.engine, one.engagement_id)
        )  # fmt: skip
        for mutation in desk.written:
            own = mutation.mutation_id
            said = states.get(own, "ok")  # forgotten: it had taken effect, and was erased
            if said != kept.get(own):
                raise Wrong(f"the desk says {said} where the database says {kept.get(own)}")
            for effect in effects(mutation):
                seen = times[int(effect.event_id[:16], 16), int(effect.event_id[16:], 16)]
                if seen != (said == "ok"):
                    raise Wrong(f"a note that is {said} took effect {seen} times")


def _outcomes(engine: Engine) -> dict[str, str]:
    columns = tables.applied_mutation.c
    with reading(engine) as connection:
        found = connection.execute(select(columns.mutation_id, columns.outcome)).fetchall()
    return {"{:016x}{:016x}".format(*event_id(own)): outcome for own, outcome in found}
