"""One hard case of the demo: a claim that went from hand to hand for weeks, some three hundred events. Deterministic.

The many ordinary cases are world.py's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from bpo_desk.demo import processes
from bpo_desk.demo.people import TEAMS
from bpo_desk.demo.processes import MOTOR_CLAIM
from bpo_desk.demo.shifts import MINUTE
from bpo_desk.demo.story import K, StepPlan, Story
from bpo_desk.demo.world import STANDS_AT, DemoCase, DemoEngagement, mark_breach, numbered, team_hours
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_iso, to_micros

EVENTS: Final = 300
"""What the case has at least, unless the anchor comes first."""
DAY: Final = 24 * 60 * MINUTE
_ARRIVED: Final = 32 * DAY  # microseconds before the anchor
_ROUND: Final = (processes.DOCUMENTS, processes.ASSESS, processes.CALCULATE, processes.APPROVE_CLAIM)


def long_cases(engagement: DemoEngagement, seed: int, index: int, anchor: date) -> Iterator[DemoCase]:
    """The case with the given index, of the engagement whose processes have it; else none."""
    if all(process is not MOTOR_CLAIM for process, _ in engagement.processes):
        return
    hours = team_hours(anchor)
    now = to_micros(datetime.combine(anchor, datetime.min.time(), UTC) + STANDS_AT)
    arrival = hours["service"].next_open(now - _ARRIVED)
    story = Story(index, random.Random(f"{seed}/{engagement.code}/long"), hours, arrival, [])
    customer, due = _opened(story)
    story.work(processes.REGISTER)
    story.work(processes.CHECK_COVER)
    turn = 0
    while len(story.rows) < EVENTS:
        plan = _ROUND[turn % len(_ROUND)]
        who = story.work(replace(plan, wait=plan.wait * 0.15, work=plan.work * 0.25))
        _said(story, turn, plan, who, customer)
        turn += 1
    # It waits for the client's next answer.
    plan, item = processes.APPROVE_CLAIM, story.items[0] + 1
    story.add(K.SCHEDULED, side=Side.SYSTEM, step=plan, item=item, queue=TEAMS[plan.team].queue)
    mark_breach(story, due, now)
    rows = sorted((row for row in story.rows if row.at <= now), key=lambda row: row.at)
    yield DemoCase(numbered(MOTOR_CLAIM, anchor, index), MOTOR_CLAIM, rows)


def _opened(story: Story) -> tuple[str, int]:
    customer = "E. Petrov"
    story.add(K.OPENED, side=Side.SYSTEM, actor="Case desk")
    for name, value in (
        ("Title", "Chain collision with five cars, Transit"), ("Priority", "High"), ("Client reference", "4477120"),
        ("Status", "In progress"), ("SLA", "on track"),
    ):  # fmt: skip
        story.set_field(name, value)
    story.contact(customer, "Broker")
    due = story.hours["service"].after(story.now, 2 * DAY)
    story.add(K.DUE_CHANGED, side=Side.SYSTEM, actor="Case clock", new=to_iso(due))
    return customer, due


def _said(story: Story, turn: int, plan: StepPlan, who: str, customer: str) -> None:
    """What came with a turn: answers, questions, exits, some of each."""
    if turn % 9 == 2:
        story.wait_for(Side.CUSTOMER, "Waiting for documents of the third car", 0.3 * 24 * 60, "Documents received")
        story.add(K.DOCUMENT_ADDED, side=TEAMS[plan.team].side, actor=who, new=f"Statement {turn // 9 + 1}.pdf")
    if turn % 5 == 3:
        story.comment(who, TEAMS[plan.team].side, "Liability share disputed, calculate again.")
    if turn % 11 == 6:
        story.contact(customer, "Phone")
    if turn % 13 == 7:
        story.leave_path(plan, who, "Paid in part before approval", TEAMS["client_claims"].members[turn % 3])
