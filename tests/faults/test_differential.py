"""The same deeds on SQLite and on PostgreSQL: the same answers, and the same copy, key for key and version for version.

Every kind of mutation is among them, with replays, other contents under a known id, and versions that are too old; and
rules by which closed cases leave the copies, cases that are held, and such that are brought back.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Connection, Engine

from bpo_desk.cache import cases
from bpo_desk.cache.cases import CaseRow
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.mutation import (
    PAYLOADS,
    Actor,
    EventTagged,
    Exported,
    ListExported,
    Mutation,
    MutationResult,
    Outcome,
    Payload,
    Requested,
    RequestKind,
    StepMapped,
    TaskAssigned,
    TaskCompleted,
    TaskScheduled,
    row_said,
)
from bpo_desk.models.mutation_kinds import ENGAGEMENT_KINDS, MutationKind
from bpo_desk.models.review import ReviewKept, ReviewState
from bpo_desk.models.row_seen import RowSeen
from bpo_desk.models.sample_payloads import SampleDrawn
from bpo_desk.models.shared_view import ViewShared
from bpo_desk.shared import admin
from bpo_desk.shared.append import append
from bpo_desk.shared.changes import Deed, erase_events, move_case
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.mutations import apply_mutation
from bpo_desk.shared.retention import bring_back, hold, let_go, set_rule
from bpo_desk.sync.run import sync_once
from tests.faults.copy import agrees, contents
from tests.faults.disk import KEY
from tests.faults.shared_rows import shared_rows
from tests.sync.conftest import AT
from tests.sync.logs import log

CODES = ("ONE", "TWO")
CASES = 16
WRITTEN_IN = 9
"""The first of them, about which people write: such cases come back and stay."""
DEEDS = 120


@dataclass
class Plan:
    """Deeds that follow from a seed. What a deed names was made by one before it, or never was."""

    seed: int
    logs: list[tuple[str, EventBatch]] = field(default_factory=list)
    written: list[Mutation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        for number, (code, events) in enumerate((("ONE", 240), ("TWO", 120), ("ONE", 60))):
            batch = log(events, CASES, self.seed + number, offset=1_000 * number)
            self.logs.append((code, replace(batch, case_numbers=[f"{code}-{case}" for case in range(CASES)])))
        kinds = list(PAYLOADS)
        self.deeds = [self._deed(kinds[number % len(kinds)], number) for number in range(DEEDS)]

    def _deed(self, kind: MutationKind, number: int) -> Mutation | str:
        """A mutation, or what an administrator does."""
        chance = self.chance
        if number % 6 == 5:
            return chance.choice(("erase", "move", "rule", "rule", "hold", "back"))
        if self.written and number % 11 == 7:
            again = chance.choice(self.written)
            return again if chance.random() < 0.5 else replace(again, created_at=again.created_at + 1)
        code, at = chance.choice(CODES), AT + 1_000_000 * number
        own = f"{at // 1000 & (2**48 - 1):012x}7{chance.getrandbits(12):03x}8{chance.getrandbits(60):015x}"
        case = (
            "" if kind in ENGAGEMENT_KINDS else f"{code}-{chance.choice((*range(WRITTEN_IN), CASES))}"
        )  # the last is not there
        payload = self._payload(kind)
        seen = RowSeen(chance.choice((0, 0, 1)))
        if same := [row_said(each.payload) for each in self.written if isinstance(each.payload, type(payload))]:
            seen = chance.choice((seen, *(RowSeen.of(1, said) for said in same[-3:])))
        base, said = (seen.row_ver, seen.said) if row_said(payload) else (None, "")
        self.written.append(Mutation(own, code, case, payload, at, Actor("ada", "Ada"), base, seen=said))
        return self.written[-1]

    def _event(self) -> str:
        columns = self.chance.choice(self.logs)[1].columns
        row = self.chance.randrange(len(columns))
        return f"{int(columns.id_hi[row]):016x}{int(columns.id_lo[row]):016x}"

    def _payload(self, kind: MutationKind) -> Payload:
        """What may be written of a kind; texts of the payloads without rules of their own are taken from the form."""
        chance = self.chance
        work = chance.choice([m for m in self.written if isinstance(m.payload, TaskScheduled)] or [None])  # type: ignore[list-item]
        item = 1 if work is None else chance.choice((1, 394_147_644))
        made: dict[MutationKind, Callable[[], Payload]] = {
            MutationKind.EVENT_TAGGED: lambda: EventTagged(self._event(), chance.choice(("follow", "late")), "seen"),
            MutationKind.TASK_SCHEDULED: lambda: TaskScheduled("Call back", "soon", "Bo", due="2026-11-24T16:00:00Z"),
            MutationKind.TASK_ASSIGNED: lambda: TaskAssigned("Check", item, "Cy"),
            MutationKind.TASK_COMPLETED: lambda: TaskCompleted("Check", item, "done"),
            MutationKind.EXPORTED: lambda: Exported("pdf", "the auditor"),
            MutationKind.LIST_EXPORTED: lambda: ListExported("csv", 3, "ab" * 32),
            MutationKind.STEP_MAPPED: lambda: StepMapped("p", "1", "Check", chance.choice(("task_1", "task_2"))),
            MutationKind.REQUESTED: lambda: Requested(chance.choice(list(RequestKind)), "Bo", "the ticket system"),
            MutationKind.SAMPLE_DRAWN: lambda: SampleDrawn("s1", "ab" * 32, "seed", population=9, size=2, drawn=2),
            MutationKind.VIEW_SHARED: lambda: ViewShared(chance.choice(("late", "mine")), '{"at": 1}'),
            MutationKind.REVIEW_KEPT: lambda: ReviewKept("Ada", state=chance.choice(list(ReviewState)), score="4"),
        }
        if kind in made:
            return made[kind]()
        texts = {"event_id": self._event(), "text": "a note", "sample": "s1", "reason": "because"}
        asked = fields(PAYLOADS[kind])
        said = {each.name: texts.get(each.name, "title") for each in asked if each.name in texts or _required(each)}
        return PAYLOADS[kind](**said)


def _required(of_payload: Field[Any]) -> bool:
    return of_payload.default is MISSING


def _done(engine: Engine, plan: Plan, sync: Callable[[], object]) -> list[MutationResult | str]:
    """Every deed in turn, with a sync now and then: what was answered."""
    admin.init(engine)
    ones = {code: admin.create_engagement(engine, code, code) for code in CODES}
    answers: list[MutationResult | str] = []
    for code, batch in plan.logs[:2]:
        with writing(engine) as connection:
            append(connection, ones[code], batch, AT)
    chance = random.Random(plan.seed)
    for number, deed in enumerate(plan.deeds):
        with writing(engine) as connection:
            if isinstance(deed, Mutation):
                answers.append(apply_mutation(connection, deed, AT + number))
            else:
                answers.append(_administered(connection, deed, ones, plan, chance))
        if deed == "rule":
            answers.append(f"left: {[let_go(engine, int(ones[code].engagement_id)) for code in CODES]}")
        if number == DEEDS // 2:
            with writing(engine) as connection:
                append(connection, ones[plan.logs[2][0]], plan.logs[2][1], AT + number)
        if number % 50 == 0:
            sync()
    sync()
    return answers


def _administered(
    connection: Connection, what: str, ones: dict[str, Engagement], plan: Plan, chance: random.Random
) -> str:  # fmt: skip
    code = chance.choice(CODES)
    other = CODES[1 - CODES.index(code)]
    columns = next(batch for each, batch in plan.logs if each == code).columns
    row, deed = chance.randrange(len(columns)), Deed("Root", "asked for", AT)
    try:
        with connection.begin_nested():
            if what == "erase":
                doomed = f"{int(columns.id_hi[row]):016x}{int(columns.id_lo[row]):016x}"
                erase_events(connection, ones[code], [doomed], deed)
            elif what == "rule":
                for each in CODES:
                    set_rule(connection, ones[each], chance.choice((0, 30, 30, 2_000)))
            elif what == "hold":
                hold(connection, ones[code], _numbers(code, chance), keep=chance.random() < 0.7)
            elif what == "back":
                return f"back: {bring_back(connection, ones[code], _numbers(code, chance))}"
            else:
                move_case(connection, ones[code], f"{code}-{chance.randrange(CASES)}", ones[other], deed)
    except DeskError as refused:
        return refused.code
    return what


def _numbers(code: str, chance: random.Random) -> list[str]:
    return [f"{code}-{case}" for case in chance.sample(range(CASES), 2)]


def _case_rows(cache: Cache, one: int) -> list[CaseRow]:
    """What the copy knows of each case; when it left is by the clock of the day."""
    with cache.read() as connection:
        found = [cases.read_case(connection, one, int(key)) for key in cases.read_all(connection, one).case]
    return [replace(each, left_at=min(each.left_at, 1)) for each in found if each is not None]


def _small_rows(cache: Cache, one: int) -> list[tuple[str, str, int, dict[str, Any]]]:
    """The rows of all small tables, without what each database gives itself."""
    found = cache.rows("select tbl, key, row_ver, body from record where engagement_id = ? order by tbl, key", (one,))
    rows = [(table, key, version, json.loads(body)) for table, key, version, body in found]
    for *_, body in rows:  # when a rule was applied is by the clock of the day
        body.update({name: body[name] is not None for name in ("let_go_at", "left_before") if name in body})
    return rows


@pytest.mark.parametrize("seed", [2])
def test_the_same_deeds_on_sqlite_and_postgresql_have_the_same_answers_and_copy(
    tmp_path: Path, pg_url: str, seed: int
) -> None:
    plan = Plan(seed)
    assert {each.kind for each in plan.written} == set(MutationKind)
    answers, copies, small, known = [], [], [], []
    for name, url in (("lite", f"sqlite:///{(tmp_path / 'shared.db').as_posix()}"), ("pg", pg_url)):
        engine = open_engine(url)
        cache = Cache.create(tmp_path / f"{name}.db", KEY)
        answers.append(_done(engine, plan, lambda cache=cache, engine=engine: sync_once(cache, Feed(engine))))  # type: ignore[misc]
        for one in (1, 2):
            expected = shared_rows(engine, one, held=True)
            agrees(cache, one, expected)
            assert len(expected) < len(shared_rows(engine, one)), "no case has left by a rule"
        copies.append([contents(cache, one) for one in (1, 2)])
        small.append([_small_rows(cache, one) for one in (1, 2)])
        known.append([_case_rows(cache, one) for one in (1, 2)])
        cache.close()
        engine.dispose()
    assert answers[0] == answers[1]
    told = [each for each in answers[0] if isinstance(each, MutationResult)]
    assert {each.outcome for each in told} == set(Outcome)
    assert known[0] == known[1]
    assert {"erase", "move", "rule", "hold"} <= {each for each in answers[0] if isinstance(each, str)}
    assert small[0] == small[1]
    for lite, pg in zip(*copies, strict=True):
        both = lite.keys() & pg.keys()
        assert len(both) > 60
        assert {each: lite[each] for each in both} == {each: pg[each] for each in both}
        # What a deed logs about itself has a fresh id each time.
        own, others = ([copy[each] for each in copy.keys() - both] for copy in (lite, pg))
        assert sorted(own, key=str) == sorted(others, key=str)
