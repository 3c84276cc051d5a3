"""Cases for pictures of the timeline: one of 300 events with many handovers, one over Easter and the change of clocks,
and the cases of a team over a month. Names and numbers are invented; the same each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bpo_desk.cache.period_events import PeriodEvents, Wanted
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.engagement import StoredCalendar
from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import LAYOUT, EventColumns
from bpo_desk.models.mutation import CommentAdded, EventPinned
from bpo_desk.models.queue_columns import CaseNumbers, QueueColumns
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_micros
from bpo_desk.state.context import StateContext
from bpo_desk.state.event_notes import event_ids
from bpo_desk.state.states import states
from bpo_desk.ui.team.period import Period, PeriodKind
from bpo_desk.ui.team.team_view import TeamScope, TeamView, prepare_team
from tests.ui_case import stories
from tests.ui_case.test_case_notes import noted

OFFICE = StoredCalendar("Office", "Europe/Berlin", """
[[versions]]
holidays = ["DE"]
hours.mon = ["09:00-17:00"]
hours.tue = ["09:00-17:00"]
hours.wed = ["09:00-17:00"]
hours.thu = ["09:00-17:00"]
hours.fri = ["09:00-17:00"]
""")  # fmt: skip
BERLIN = ZoneInfo("Europe/Berlin")
TEAM_NOW = to_micros(datetime(2026, 3, 27, 15, 30, tzinfo=UTC))
_TEAM = (
    ("Ann Berger", Side.PROVIDER), ("Bartholomew Lindqvist-Achterberg", Side.PROVIDER), ("Chiara Conti", Side.PROVIDER),
    ("Dmitri Volkov", Side.PROVIDER), ("Femi Adeyemi", Side.PROVIDER), ("Grace Lim", Side.CLIENT),
    ("Hugo Marchetti", Side.CLIENT), ("Case clock", Side.SYSTEM),
)  # fmt: skip
_STEPS = ("Register", "Verify identity", "Check documents", "Assess risk", "Approve", "Send letter")


def calm() -> CaseFile:
    """A few events in office hours, closed."""
    return replace(stories.closed_case(), calendar=OFFICE)


def noted_case() -> CaseFile:
    """With pinned events, and a comment and a pin that are not acknowledged yet."""
    file = stories.replaced_card()
    ids = event_ids(file.events)
    changed = noted(file, EventPinned(ids[12]), EventPinned(ids[40]), CommentAdded("Call them on Monday.", 0, ids[30]))
    unsent = [name for name in event_ids(changed.events) if name not in ids][-2:]
    return replace(changed, pending=frozenset(unsent), calendar=OFFICE)


def many_handovers() -> CaseFile:
    """300 events of fifty work items that go from hand to hand between three teams and the client."""
    s = stories.Story("CLM-2026-000300")
    random = np.random.default_rng(11)
    people = [s.person(name, side) for name, side in _TEAM[:7]]
    teams = [s.queue("Intake", Side.PROVIDER), s.queue("Back office", Side.PROVIDER)]
    at = stories.START
    s.add(at, K.OPENED, actor=people[0], side=int(Side.PROVIDER), queue=teams[0])
    for item in range(1, 51):
        step = s.step(_STEPS[item % len(_STEPS)])
        one, two = (people[int(i)] for i in random.choice(len(people), 2, replace=False))
        about = {"step": step, "work_item": item, "side": int(Side.PROVIDER)}
        at += timedelta(minutes=int(random.integers(20, 300)))
        s.add(at, K.SCHEDULED, queue=teams[item % 2], **about)
        at += timedelta(minutes=int(random.integers(5, 90)))
        s.add(at, K.ASSIGNED, actor=one, holder=one, **about)
        s.add(at + timedelta(minutes=10), K.STARTED, actor=one, holder=one, **about)
        at += timedelta(minutes=int(random.integers(30, 200)))
        s.add(at, K.REASSIGNED, actor=one, holder=two, **about)
        if item % 7 == 0:
            s.add(at, K.EXIT_RECORDED, actor=two, step=step, reason=s.value("skipped the second check"))
        else:
            s.add(at, K.COMMENT_ADDED, actor=two, new_value=s.value(f"note {item}"))
        at += timedelta(minutes=int(random.integers(30, 400)))
        s.add(at, K.COMPLETED, actor=two, holder=two, **about)
    s.columns["kind"].pop()
    for name, column in s.columns.items():
        if name != "kind":
            column.pop()
    s.data.pop()
    s.records.pop()
    return replace(s.file(), calendar=OFFICE)


def over_easter() -> CaseFile:
    """From the Friday before the clocks change (29 March 2026) to the Wednesday after Easter Monday (6 April)."""
    s = stories.Story("CARD-2026-000406")
    ann, grace = s.person("Ann Berger", Side.PROVIDER), s.person("Grace Lim", Side.CLIENT)
    check, approve = s.step("Check documents"), s.step("Approve")
    start = datetime(2026, 3, 27, 8, 10, tzinfo=UTC)

    def after(days: int, hours: float) -> datetime:
        return start + timedelta(days=days, hours=hours)

    s.add(start, K.OPENED, actor=ann, side=int(Side.PROVIDER))
    s.add(after(0, 1), K.STARTED, actor=ann, holder=ann, step=check, work_item=1)
    s.add(after(3, 2), K.COMPLETED, actor=ann, holder=ann, step=check, work_item=1)
    s.add(after(3, 3), K.CLOCK_PAUSED, side=int(Side.CUSTOMER), reason=s.value("identity card missing"))
    s.add(after(6, 4), K.CLOCK_RESUMED, reason=s.value("identity card received"))
    s.add(after(6, 4.5), K.ASSIGNED, actor=ann, holder=grace, step=approve, work_item=2)
    s.add(after(11, 1), K.STARTED, actor=grace, holder=grace, step=approve, work_item=2)
    s.add(after(12, 2), K.COMPLETED, actor=grace, holder=grace, step=approve, work_item=2)
    s.add(after(12, 2.5), K.CLOSED, actor=grace, new_value=s.value("approved"))
    return replace(s.file(), calendar=OFFICE)


def team_month(cases: int = 60, period: Period | None = None) -> TeamView:
    """March 2026 of a team: about ten events a case."""
    s = stories.Story()
    random = np.random.default_rng(5)
    people = [s.person(name, side) for name, side in _TEAM]
    steps = [s.step(name) for name in _STEPS]
    queue = s.queue("Correspondence", Side.PROVIDER)
    for case in range(1, cases + 1):
        at = datetime(2026, 2, 24, 7, 0, tzinfo=UTC) + timedelta(hours=float(random.integers(0, 30 * 24)))
        s.add(at, K.OPENED, case=case, actor=people[7], side=int(Side.SYSTEM), queue=queue)
        for item in range(1, int(random.integers(2, 5))):
            who, about = people[int(random.integers(0, 7))], {"case": case, "step": steps[item], "work_item": item}
            at += timedelta(hours=float(random.integers(1, 30)))
            s.add(at, K.ASSIGNED, actor=people[7], holder=who, **about)
            at += timedelta(hours=float(random.integers(1, 20)))
            s.add(at, K.STARTED, actor=who, holder=who, **about)
            at += timedelta(hours=float(random.integers(1, 9)))
            if at < datetime(2026, 3, 27, 15, tzinfo=UTC):
                s.add(at, K.COMPLETED, actor=who, holder=who, **about)
        if case % 9 == 0:
            s.add(at, K.EXIT_RECORDED, case=case, actor=people[1], step=steps[2], reason=s.value("no second check"))
    events = EventColumns.of({name: s.columns[name] for name in LAYOUT}, len(s.data)).ordered()
    events = events.as_of(TEAM_NOW)
    columns = states(events, StateContext.of(s.names))
    numbers = CaseNumbers.of([f"CLM-26{case:06}" for case in columns["case"].tolist()])
    n = len(columns)
    shown = QueueColumns(s.file().engagement, columns, numbers, np.zeros(n, np.int32), ["claims"], s.names, TEAM_NOW)

    def read(wanted: Wanted) -> PeriodEvents:
        mine = events.take(np.isin(events.case, wanted.shown))
        times = mine.occurred_at
        before, after = times[times < wanted.start], times[times >= wanted.end]
        return PeriodEvents(
            mine,
            s.names,
            int(before.max()) if len(before) else None,
            int(after.min()) if len(after) else None,
            0,
            OFFICE,
        )

    scope = TeamScope(shown, np.arange(n), "process:claims -status:closed")
    first = period or Period(PeriodKind.MONTH, date(2026, 3, 1))
    return prepare_team(scope, PeriodKind.MONTH, first, read, BERLIN, TEAM_NOW)
