"""One SLA clock the slow and obvious way: whole quarters of an hour, one after the other, in plain Python.

Shares no code with bpo_desk.measures beyond the words of the rule. Times are numbers of quarters.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bpo_desk.measures.sla_rule import Mark, Reopening, StartFrom


@dataclass
class Clock:
    """What one clock shows. `quarters` says which quarters count (open hours)."""

    quarters: list[bool]
    target: int
    phase: str = "not started"
    used: int = 0
    paused: int = 0
    paused_wall: int = 0
    pauses: int = 0
    started: int | None = None
    stopped: int | None = None
    due: int | None = None  # once it has passed
    since: int = 0

    def start(self, now: int, pausing: bool) -> None:
        self.phase = "paused" if pausing else "running"
        self.used = self.paused = self.paused_wall = 0
        self.pauses = int(pausing)
        self.started = self.since = now
        self.stopped = self.due = None

    def run_quarter(self, now: int) -> None:
        """The quarter from now to now + 1 passes. The due date has passed when one moment after it passes."""
        if self.phase == "running":
            if self.due is None and self.used >= self.target:
                self.due = self.due_if_left_alone()
            self.used += self.quarters[now]
        elif self.phase == "paused":
            self.paused += self.quarters[now]
            self.paused_wall += 1

    def due_if_left_alone(self) -> int | None:
        """When `used` reaches the target, looked for from the last time the clock was set running; None: later than
        all quarters."""
        used, now = self.used_when_set_running, self.since
        while used < self.target:
            if now == len(self.quarters):
                return None
            used += self.quarters[now]
            now += 1
        return now

    used_when_set_running: int = 0


@dataclass
class SlowRun:
    """All marks of one case, then what the clock shows at `now`."""

    quarters: list[bool]
    target: int
    start_from: StartFrom
    pauses_before_start: bool
    reopening: Reopening
    opened: int
    marks: list[tuple[int, Mark]]
    now: int
    clock: Clock = field(init=False)

    def play(self) -> Clock:
        self.clock = Clock(self.quarters, self.target)
        shadow = Clock(self.quarters, self.target)  # as if the clock had run since the opening
        pausing = False
        due = [mark for mark in self.marks if mark[0] <= self.now]
        for quarter in range(self.now + 1):
            if quarter == self.opened:
                shadow.start(quarter, pausing)
            for at, mark in due:
                if at == quarter:
                    pausing = self.apply(mark, quarter, pausing, shadow)
            if quarter < self.now:
                self.clock.run_quarter(quarter)
                shadow.run_quarter(quarter)
        return self.clock

    def apply(self, mark: Mark, now: int, pausing: bool, shadow: Clock) -> bool:
        clock = self.clock
        if mark is Mark.PAUSE and not pausing:
            for one in (clock, shadow):
                if one.phase == "running":
                    one.phase = "paused"
                    one.pauses += 1
            return True
        if mark in {Mark.RESUME, Mark.STOP, Mark.CANCEL}:
            going = clock.phase in {"running", "paused"}
            for one in (clock, shadow):
                if one.phase == "paused":
                    one.phase, one.since, one.used_when_set_running = "running", now, one.used
            if mark is not Mark.RESUME and going:
                clock.phase, clock.stopped = ("stopped" if mark is Mark.STOP else "cancelled"), now
            return False
        if mark is Mark.RESET and clock.phase in {"running", "paused", "stopped"}:
            clock.start(now, pausing)
            clock.used_when_set_running = 0
        if mark is Mark.START:
            self.start(now, pausing, shadow)
        return pausing

    def start(self, now: int, pausing: bool, shadow: Clock) -> None:
        clock = self.clock
        if clock.phase == "stopped" and self.reopening is Reopening.SAME_CLOCK:
            clock.phase, clock.since, clock.used_when_set_running = (
                ("paused" if pausing else "running"),
                now,
                clock.used,
            )
            clock.pauses += pausing
            clock.stopped = None
            return
        fresh = clock.phase in {"not started", "cancelled"}
        if not (fresh or (clock.phase == "stopped" and self.reopening is Reopening.NEW_CLOCK)):
            return
        clock.start(now, pausing)
        clock.used_when_set_running = 0
        if self.start_from is StartFrom.OPENED and self.opened < now:
            if self.pauses_before_start:
                for name in ("phase", "used", "paused", "paused_wall", "pauses", "started", "due", "since"):
                    setattr(clock, name, getattr(shadow, name))
                clock.used_when_set_running = shadow.used_when_set_running
                return
            clock.start(self.opened, False)
            for quarter in range(self.opened, now):
                clock.run_quarter(quarter)
            if pausing:
                clock.phase, clock.pauses = "paused", 1
