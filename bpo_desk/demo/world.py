"""The demo's world: when cases arrive, how each is opened, lived, closed, and what comes after. Deterministic."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bpo_desk.demo.people import TEAMS
from bpo_desk.demo.processes import CARD_SERVICE, MOTOR_CLAIM, SUPPLIER_INVOICE, DemoProcess
from bpo_desk.demo.shifts import MINUTE, WorkingTime, working_time
from bpo_desk.demo.story import K, Row, Story
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_iso, to_micros

DAYS_BACK: Final = 75
"""Cases arrive over this many days before the anchor."""

STANDS_AT: Final = timedelta(hours=16)
"""The time of the anchor day (UTC) at which the cases stand."""


@dataclass(frozen=True, slots=True)
class DemoEngagement:
    """One contract of the demo: code, names, zone, the processes its cases run on with their shares, and its business
    calendar in text form ("" = none was agreed)."""

    code: str
    name: str
    client: str
    provider: str
    zone: str
    processes: tuple[tuple[DemoProcess, float], ...]
    share: float  # of all cases
    calendar: str = ""


_SERVICE_HOURS: Final = """
name = "Service hours"
zone = "America/Chicago"

[[versions]]
holidays = ["US"]
hours.mon = ["07:00-19:00"]
hours.tue = ["07:00-19:00"]
hours.wed = ["07:00-19:00"]
hours.thu = ["07:00-19:00"]
hours.fri = ["07:00-19:00"]
"""

ENGAGEMENTS: Final = (
    DemoEngagement(
        "NORTHWIND", "Northwind claims and invoices", "Northwind Insurance", "Wawel Services", "America/Chicago",
        ((MOTOR_CLAIM, 0.6), (SUPPLIER_INVOICE, 0.4)), 0.65, _SERVICE_HOURS,
    ),
    DemoEngagement(
        "HARBOR", "Harbor Bank card service", "Harbor Bank", "Wawel Services", "America/Chicago",
        ((CARD_SERVICE, 1.0),), 0.35,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One case: its number, its process, and everything that happened to it up to the anchor, in order."""

    number: str
    process: DemoProcess
    rows: list[Row]


def team_hours(anchor: date) -> dict[str, WorkingTime]:
    """Team key -> its working time around the demo's days."""
    first, last = anchor - timedelta(days=DAYS_BACK + 7), anchor + timedelta(days=90)
    return {key: working_time(team.shift, first, last) for key, team in TEAMS.items()}


def engagement_cases(engagement: DemoEngagement, seed: int, count: int, anchor: date) -> Iterator[DemoCase]:
    """`count` cases of one engagement as they stand at `STANDS_AT` of the anchor day. Same arguments, same cases."""
    hours = team_hours(anchor)
    now = to_micros(datetime.combine(anchor, datetime.min.time(), UTC) + STANDS_AT)
    for index in range(count):
        dice = random.Random(f"{seed}/{engagement.code}/{index}")
        process = dice.choices([p for p, _ in engagement.processes], [share for _, share in engagement.processes])[0]
        # more cases lately, so that the queue is full of work at every step
        days = DAYS_BACK * dice.random() ** 1.8
        arrival = hours["service"].next_open(now - int(days * 24 * 60 * MINUTE) - 5 * MINUTE)
        story = Story(index, dice, hours, min(arrival, now - MINUTE), [])
        _live(story, process, now)
        rows = [row for row in story.rows if row.at <= now]
        rows.sort(key=lambda row: row.at)
        yield DemoCase(numbered(process, anchor, index), process, rows)


def numbered(process: DemoProcess, anchor: date, index: int) -> str:
    """The number of a case."""
    return f"{process.prefix}-{anchor.year % 100:02d}{index + 1:06d}"


def _live(story: Story, process: DemoProcess, now: int) -> None:
    customer = process.open_case(story)
    factor = 0.5 if story.fields["Priority"] == "High" else 1.0
    dues = [_promise(story, process, factor)]
    _status(story, "In progress")
    if story.chance(0.02):
        story.now += story.minutes(600)
        story.add(K.CANCELLED, side=Side.CUSTOMER, actor=customer, reason="Withdrawn by the customer")
        _status(story, "Cancelled")
        return
    _close(story, process, process.live(story), dues[-1])
    if story.chance(0.05):
        dues.append(_come_back(story, process, customer, factor))
    if story.chance(0.3):
        _feedback(story, process, customer, dues[-1])
    for due in dues:
        mark_breach(story, due, now)


def _promise(story: Story, process: DemoProcess, factor: float) -> int:
    """The due time is set, in working time of the team that closes; from here the SLA is on track."""
    due = story.hours[process.closing_team].after(story.now, int(process.due_hours * factor * 30 * MINUTE))
    story.add(K.DUE_CHANGED, side=Side.SYSTEM, actor="Case clock", new=to_iso(due))
    story.set_field("SLA", "on track", actor="Case clock")
    return due


def _close(story: Story, process: DemoProcess, outcome: str, due: int) -> None:
    who = story.last_hand.get(process.closing_team, TEAMS[process.closing_team].members[0])
    story.add(K.CLOSED, side=Side.PROVIDER, actor=who, new=outcome)
    _status(story, "Closed")
    if story.now <= due:
        story.set_field("SLA", "met", actor="Case clock")


def _status(story: Story, status: str) -> None:
    story.set_field("Status", status, actor="Case desk")


def _come_back(story: Story, process: DemoProcess, customer: str, factor: float) -> int:
    story.now += story.minutes(2.5 * 24 * 60)
    story.contact(customer, "Phone")
    story.add(K.REOPENED, side=Side.PROVIDER, actor="Case desk", reason="Customer disagrees with the outcome")
    _status(story, "In progress")
    due = _promise(story, process, factor)
    _close(story, process, process.live(story), due)
    return due


def _feedback(story: Story, process: DemoProcess, customer: str, due: int) -> None:
    story.now += story.minutes(14 * 60)
    late = story.now > due
    unhappy = story.chance(0.6 if late else 0.15)
    text = "2 of 5: had to call three times" if unhappy else story.dice.choice(("5 of 5", "4 of 5: friendly", "4 of 5"))
    story.add(K.FEEDBACK_RECEIVED, side=Side.CUSTOMER, actor=customer, new=text)
    if unhappy and story.chance(0.65):
        who = story.dice.choice(TEAMS[process.closing_team].members)
        story.now = story.hours[process.closing_team].after(story.now, story.minutes(200))
        story.add(K.FEEDBACK_ANSWERED, side=Side.PROVIDER, actor=who, new="Called back, apologised, cause noted.")


def mark_breach(story: Story, due: int, now: int) -> None:
    """The case clock notices a missed due time at that time, if the work promised for it was not over by then."""
    promised = max(row.at for row in story.rows if row.kind is K.DUE_CHANGED and row.new == to_iso(due))
    over = [row.at for row in story.rows if row.kind in (K.CLOSED, K.CANCELLED) and promised <= row.at <= due]
    if due <= now and not over:
        columns = {"field": "SLA", "old": "on track", "new": "breached"}
        story.rows.append(Row(story.case, due, K.FIELD_CHANGED, Side.SYSTEM, "Case clock", **columns))  # type: ignore[arg-type]
