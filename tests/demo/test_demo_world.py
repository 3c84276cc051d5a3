"""The demo's world is deterministic, believable, and agrees with the processes that are drawn for it."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from bpo_desk.app.demo import last_full_day
from bpo_desk.demo import make, processes
from bpo_desk.demo.batch import batch, repeated
from bpo_desk.demo.long_case import long_cases
from bpo_desk.demo.story import StepPlan
from bpo_desk.demo.world import ENGAGEMENTS, DemoEngagement, engagement_cases
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_micros
from bpo_desk.resources_path import resource
from bpo_desk.shared.engine import open_engine
from bpo_desk.state.context import StateContext
from bpo_desk.state.states import states

ANCHOR = date(2026, 11, 20)
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def _batch(engagement: DemoEngagement, seed: int = 1, cases: int = 150) -> EventBatch:
    return batch(engagement_cases(engagement, seed, cases, ANCHOR), engagement.code)


def _same(one: EventColumns, other: EventColumns) -> bool:
    return all(np.array_equal(column, other.columns()[name]) for name, column in one.columns().items())


@pytest.mark.parametrize("engagement", ENGAGEMENTS, ids=lambda e: e.code)
def test_the_same_seed_makes_the_same_events_and_another_seed_does_not(engagement: DemoEngagement) -> None:
    assert _same(_batch(engagement).columns, _batch(engagement).columns)
    assert not _same(_batch(engagement).columns, _batch(engagement, seed=2).columns)


@pytest.mark.parametrize("engagement", ENGAGEMENTS, ids=lambda e: e.code)
def test_event_ids_are_unique_and_events_are_in_order_and_none_lies_in_the_future(engagement: DemoEngagement) -> None:
    events = _batch(engagement).columns
    assert events.is_ordered()
    assert len(set(zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True))) == len(events)
    assert events.occurred_at.max() <= to_micros(datetime(2026, 11, 20, 16, tzinfo=UTC))


@pytest.mark.parametrize("process", [processes.MOTOR_CLAIM, processes.SUPPLIER_INVOICE, processes.CARD_SERVICE])
def test_every_step_of_a_process_is_an_element_of_its_drawing(process: processes.DemoProcess) -> None:
    root = etree.parse(resource("processes", f"{process.key}.bpmn")).getroot()
    drawn = {node.get("id"): node.get("name") for node in root.iter(f"{BPMN}*")}
    lived = {
        plan.element: plan.name for plan in vars(processes).values() if isinstance(plan, StepPlan) and plan.element
    }
    tasks = {key: name for key, name in drawn.items() if key and key.startswith("Task_")}
    assert tasks
    assert {key: lived.get(key) for key in tasks} == tasks


def test_the_demo_shows_everything_a_desk_must_show() -> None:
    kinds = set()
    for engagement in ENGAGEMENTS:
        events = _batch(engagement, cases=600).columns
        kinds |= set(events.kind.tolist())
        assert (events.ad_hoc == 1).any()
    wanted = {
        EventKind.OPENED, EventKind.CLOSED, EventKind.CANCELLED, EventKind.REOPENED, EventKind.CLOCK_PAUSED,
        EventKind.REASSIGNED, EventKind.SUSPENDED, EventKind.SKIPPED, EventKind.EXIT_RECORDED,
        EventKind.EXIT_ACCEPTED, EventKind.FEEDBACK_RECEIVED, EventKind.FEEDBACK_ANSWERED, EventKind.COMMENT_ADDED,
    }  # fmt: skip
    assert wanted <= kinds


def test_a_repeated_batch_has_its_own_case_numbers_and_ids() -> None:
    base = _batch(ENGAGEMENTS[1], cases=20)
    large = repeated(base, 3, 7 * 24 * 3_600_000_000)
    assert len(large.columns) == 3 * len(base.columns)
    assert len(set(large.case_numbers)) == 60
    ids = set(zip(large.columns.id_hi.tolist(), large.columns.id_lo.tolist(), strict=True))
    assert len(ids) == len(large.columns)
    assert NONE not in large.columns.case


@pytest.mark.parametrize(("hour", "day"), [(0, 21), (15, 21), (16, 22), (23, 22)])
def test_a_demo_made_at_any_hour_has_no_event_that_is_yet_to_come(hour: int, day: int) -> None:
    now = datetime(2026, 11, 22, hour, 30, tzinfo=UTC)
    assert last_full_day(now) == date(2026, 11, day)
    for engagement in ENGAGEMENTS:
        made = batch(engagement_cases(engagement, 1, 40, last_full_day(now)), engagement.code)
        assert int(made.columns.occurred_at.max()) <= to_micros(now)


@pytest.mark.parametrize("anchor", [ANCHOR, date(2026, 4, 10), date(2027, 1, 5)])
def test_one_claim_went_from_hand_to_hand_through_some_three_hundred_events(anchor: date) -> None:
    northwind, harbor = ENGAGEMENTS
    assert not list(long_cases(harbor, 1, 700, anchor))
    (claim,) = long_cases(northwind, 1, 1_300, anchor)
    assert claim == next(long_cases(northwind, 1, 1_300, anchor))
    made = batch([claim], northwind.code)
    assert 300 <= len(made.columns) <= 310
    stands = states(made.columns, StateContext.of(made.dictionaries))
    assert stands["handovers"].tolist()[0] > 50
    assert Side(stands["holder_side"].tolist()[0]) is Side.CLIENT
    kinds = set(made.columns.kind.tolist())
    assert kinds >= {EventKind.EXIT_RECORDED, EventKind.EXIT_ACCEPTED, EventKind.CLOCK_PAUSED, EventKind.SUSPENDED}


def test_only_a_demo_of_many_cases_has_the_long_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "LONG_CASE_FROM", 21)
    for cases, stored in ((20, 20), (21, 22)):
        engine = open_engine(f"sqlite:///{(tmp_path / f'{cases}.db').as_posix()}")
        assert make.make_demo(engine, cases=cases, anchor=ANCHOR).cases == stored
        engine.dispose()
