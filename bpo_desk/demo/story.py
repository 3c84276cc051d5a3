"""Story: one demo case being lived through. It moves a clock and writes down what happens as event rows.

The processes (bpo_desk/demo/processes.py) say what is done in which order; here stands how work is done at all.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bpo_desk.demo.people import TEAMS, Team
from bpo_desk.demo.shifts import MINUTE, WorkingTime
from bpo_desk.models.event import EventKind, Visibility
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_iso

K = EventKind
_TASK_TIME = 8 * 60 * MINUTE  # working time until an ad-hoc task is due


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step as the demo lives it: name, element id in the BPMN file, team, medians of waiting and working time in
    minutes of the team's working time."""

    name: str
    element: str
    team: str
    wait: float
    work: float


@dataclass(frozen=True, slots=True)
class Row:
    """One event, by name; `demo.batch` codes it."""

    case: int
    at: int
    kind: EventKind
    side: Side = Side.UNKNOWN
    actor: str | None = None
    holder: str | None = None
    queue: str | None = None
    step: StepPlan | None = None
    item: int = -1
    ad_hoc: bool = False
    field: str | None = None
    old: str | None = None
    new: str | None = None
    reason: str | None = None
    shared: bool = True

    @property
    def visibility(self) -> Visibility:
        """Shared with the client unless written for the own side only."""
        return Visibility.SHARED if self.shared else Visibility.INTERNAL


@dataclass(slots=True)
class Story:
    """The life of one case. `now` is its clock (microseconds UTC), `rows` what has happened so far, unordered where
    branches ran side by side."""

    case: int
    dice: random.Random
    hours: dict[str, WorkingTime]
    now: int
    rows: list[Row]
    items: list[int] = field(default_factory=lambda: [0])  # shared by parallel branches: the last number given
    fields: dict[str, str] = field(default_factory=dict)
    last_hand: dict[str, str] = field(default_factory=dict)  # team -> who had it last: work tends to go back

    def chance(self, share: float) -> bool:
        """True with the given probability."""
        return self.dice.random() < share

    def minutes(self, median: float, spread: float = 0.7) -> int:
        """A log-normal time in microseconds around a median in minutes."""
        return int(self.dice.lognormvariate(0.0, spread) * median * MINUTE)

    def add(self, kind: EventKind, **columns: object) -> None:
        """Write down an event at the story's clock."""
        self.rows.append(Row(self.case, self.now, kind, **columns))  # type: ignore[arg-type]

    def set_field(self, name: str, value: str, side: Side = Side.SYSTEM, actor: str | None = None) -> None:
        """A field changes, with the value before."""
        old = self.fields.get(name)
        if old != value:
            self.fields[name] = value
            self.add(K.FIELD_CHANGED, side=side, actor=actor, field=name, old=old, new=value)

    def member(self, team: Team, key: str) -> str:
        """Who takes the work: often whoever had it before, else anybody of the team."""
        if key not in self.last_hand or self.chance(0.35):
            self.last_hand[key] = self.dice.choice(team.members)
        return self.last_hand[key]

    def work(
        self, step: StepPlan, skipped_by: str | None = None, halfway: Callable[[Story, str], None] | None = None
    ) -> str:
        """One step from queue to completion; returns who completed it. `halfway` is lived in the middle of the work,
        by the one who does it: asking the customer, an ad-hoc task."""
        team, hours = TEAMS[step.team], self.hours[step.team]
        item = self._next_item()
        self.add(K.SCHEDULED, side=Side.SYSTEM, step=step, item=item, queue=team.queue)
        if skipped_by is not None:
            self.now = hours.after(self.now, self.minutes(5))
            self.add(K.SKIPPED, side=team.side, actor=skipped_by, step=step, item=item)
            return skipped_by
        self.now = hours.after(self.now, self.minutes(step.wait * 0.6))
        who = self.member(team, step.team)
        self._assign(step, item, team, who)
        if len(team.members) > 1 and self.chance(0.12):  # the wrong hands: passed on, sometimes back
            self.now = hours.after(self.now, self.minutes(25))
            other = self.dice.choice([name for name in team.members if name != who])
            self._assign(step, item, team, other, by=who)
            if self.chance(0.3):
                self.now = hours.after(self.now, self.minutes(20))
                self._assign(step, item, team, who, by=other)
            else:
                who = other
        self.now = hours.after(self.now, self.minutes(step.wait * 0.4))
        self.add(K.STARTED, side=team.side, actor=who, step=step, item=item)
        if self.chance(0.15):
            self._put_down(step, item, team, who, hours)
        self.now = hours.after(self.now, self.minutes(step.work * 0.5))
        if halfway is not None:
            halfway(self, who)
        self.now = hours.after(self.now, self.minutes(step.work * 0.5))
        self.add(K.COMPLETED, side=team.side, actor=who, step=step, item=item)
        return who

    def _next_item(self) -> int:
        self.items[0] += 1
        return self.items[0]

    def _assign(self, step: StepPlan, item: int, team: Team, who: str, by: str | None = None) -> None:
        kind = K.ASSIGNED if by is None else K.REASSIGNED
        side = Side.SYSTEM if by is None else team.side
        self.add(kind, side=side, actor=by, holder=who, queue=team.queue, step=step, item=item)

    def _put_down(self, step: StepPlan, item: int, team: Team, who: str, hours: WorkingTime) -> None:
        self.now = hours.after(self.now, self.minutes(step.work * 0.4))
        self.add(K.SUSPENDED, side=team.side, actor=who, step=step, item=item, reason="Put down for urgent work")
        self.now = hours.after(self.now, self.minutes(90))
        self.add(K.RESUMED, side=team.side, actor=who, step=step, item=item)

    def together(self, *branches: Callable[[Story], None]) -> None:
        """Branches that run side by side; the story goes on when the last one is done."""
        ends = []
        for branch in branches:
            part = Story(self.case, self.dice, self.hours, self.now, self.rows, self.items, self.fields)
            part.last_hand = self.last_hand
            branch(part)
            ends.append(part.now)
        self.now = max(ends)

    def wait_for(self, side: Side, reason: str, median_minutes: float, resumed: str) -> None:
        """The clock stops for somebody else, and goes on when they answer."""
        self.add(K.CLOCK_PAUSED, side=side, actor="Case clock", reason=reason)
        self.now += self.minutes(median_minutes, 0.9)
        self.add(K.CLOCK_RESUMED, side=side, actor="Case clock", reason=resumed)

    def comment(self, who: str, side: Side, text: str, shared: bool = True) -> None:
        """A comment; not shared means for the own side only."""
        self.now += self.minutes(3)
        self.add(K.COMMENT_ADDED, side=side, actor=who, new=text, shared=shared)

    def contact(self, customer: str, channel: str) -> None:
        """The customer gets in touch."""
        self.add(K.CONTACT_RECEIVED, side=Side.CUSTOMER, actor=customer, new=channel)

    def ad_hoc(self, name: str, team_key: str, owner: str | None, done_share: float = 0.85) -> None:
        """A supporting task beside the process; it runs on its own clock and may stay open."""
        team, hours = TEAMS[team_key], self.hours[team_key]
        step = StepPlan(name, "", team_key, 60, 25)
        item = self._next_item()
        who = owner or self.dice.choice(team.members)
        part = Story(self.case, self.dice, self.hours, self.now, self.rows, self.items, self.fields)
        columns = {"step": step, "item": item, "ad_hoc": True, "side": team.side}
        part.add(K.SCHEDULED, **columns, queue=team.queue)
        if item % 3:  # people do not always say by when
            part.add(K.DUE_CHANGED, **columns, new=to_iso(hours.after(part.now, _TASK_TIME)))
        part.now += part.minutes(2)
        part.add(K.ASSIGNED, **columns, holder=who, queue=team.queue)
        part.now = hours.after(part.now, part.minutes(240))
        part.add(K.STARTED, **columns, actor=who)
        if part.chance(done_share):
            part.now = hours.after(part.now, part.minutes(30))
            part.add(K.COMPLETED, **columns, actor=who)

    def leave_path(self, step: StepPlan, who: str, reason: str, accepted_by: str | None) -> None:
        """The case leaves the defined process at a step; somebody may accept it later."""
        self.add(K.EXIT_RECORDED, side=TEAMS[step.team].side, actor=who, step=step, reason=reason)
        if accepted_by is not None:
            later = Story(self.case, self.dice, self.hours, self.now, self.rows, self.items, self.fields)
            later.now = self.hours["client_claims"].after(self.now, self.minutes(300))
            later.add(K.EXIT_ACCEPTED, side=Side.CLIENT, actor=accepted_by, step=step, reason="Accepted once")
