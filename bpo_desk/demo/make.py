"""Puts the demo's world into a shared database, once; the same arguments add nothing a second time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import chain

from bpo_desk.demo.batch import batch, repeated
from bpo_desk.demo.long_case import long_cases
from bpo_desk.demo.processes import DemoProcess
from bpo_desk.demo.world import ENGAGEMENTS, STANDS_AT, DemoEngagement, engagement_cases
from bpo_desk.measures.calendar_text import calendar_from_text
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.times import to_micros
from bpo_desk.resources_path import resource
from bpo_desk.shared.admin import create_engagement, engagements, init
from bpo_desk.shared.append import append
from bpo_desk.shared.calendars import store_calendar
from bpo_desk.shared.definitions import store_definition
from bpo_desk.shared.engine import Engine, reading, writing
from bpo_desk.shared.escalation import store_path

LIVED_CASES = 20_000
"""Beyond this many cases of an engagement, lived cases are replayed with own numbers and earlier times."""
LONG_CASE_FROM = 1_000
"""From so many cases on there is one more, of some three hundred events."""
ESCALATION = ("Team lead", "Operations manager", "Client governance lead")
"""To whom a case of the demo is taken, level after level."""

_WEEKS_BETWEEN_COPIES = 11 * 7 * 24 * 3_600_000_000  # microseconds; a little more than the demo's days


@dataclass(frozen=True, slots=True)
class Made:
    """What the demo put in."""

    engagements: list[Engagement]
    cases: int
    events: int


def make_demo(engine: Engine, *, seed: int = 1, cases: int = 2_000, anchor: date) -> Made:
    """Make tables, engagements, definitions, cases and events of the demo; `anchor` is the day it is made for."""
    init(engine)
    recorded_at = to_micros(datetime.combine(anchor, time(), UTC) + STANDS_AT)
    made, stored, events = [], 0, 0
    for plan in ENGAGEMENTS:
        engagement = _engagement(engine, plan)
        made.append(engagement)
        count = max(1, round(cases * plan.share))
        every = [engagement_cases(plan, seed, min(count, LIVED_CASES), anchor)]
        if cases >= LONG_CASE_FROM and count <= LIVED_CASES:
            every.append(long_cases(plan, seed, count, anchor))
        lived = batch(chain(*every), plan.code)
        copies = -(-count // LIVED_CASES)
        whole = lived if copies == 1 else repeated(lived, copies, _WEEKS_BETWEEN_COPIES)
        stored += len(whole.case_numbers)
        with writing(engine) as connection:
            events += append(connection, engagement, whole, recorded_at).events
            if plan.calendar:
                store_calendar(connection, engagement, calendar_from_text(plan.calendar))
            store_path(connection, engagement, ESCALATION)
            for process, _ in plan.processes:
                store_definition(connection, engagement, process.key, process.version, process.name, drawing(process))
    return Made(made, stored, events)


def drawing(process: DemoProcess) -> bytes:
    """The BPMN text of a process."""
    return resource("processes", f"{process.key}.bpmn").read_bytes()


def _engagement(engine: Engine, plan: DemoEngagement) -> Engagement:
    with reading(engine) as connection:
        for known in engagements(connection):
            if known.code == plan.code:
                return known
    return create_engagement(engine, plan.code, plan.name, client=plan.client, provider=plan.provider, zone=plan.zone)
