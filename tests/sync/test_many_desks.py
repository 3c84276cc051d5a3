"""A thousand desks on a virtual clock: what one server is asked at rest, and when it comes back after an outage.

The pace is the product's own; sessions and the lines that listen for hints are simulated.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from bpo_desk.sync.pace import FIRST_RETRY_OF_HINTS, Pace, retry_pause

DESKS = 1_000
TOOK = 0.01
FAILS_AFTER = 0.1
DOWN_AT = 120.0
AT_REST = DESKS / 30.0
"""Contacts a second of desks that poll every 30 s."""


@dataclass
class _Desk:
    chance: random.Random
    pace: Pace
    line_failures: int = 0
    next_session: float = 0.0
    last_good: float = -1.0


@dataclass
class _Office:
    """All desks and one server that is not there from DOWN_AT for so many seconds."""

    outage: float
    case_open: bool = False
    desks: list[_Desk] = field(default_factory=list)
    sessions: Counter[int] = field(default_factory=Counter)
    lines: Counter[int] = field(default_factory=Counter)

    def run(self, until: float, seed: int = 1) -> None:
        chance = random.Random(seed)
        events: list[tuple[float, int, str]] = []
        for number in range(DESKS):
            desk = _Desk(random.Random(number), Pace(30.0, random.Random(DESKS + number), self.case_open))
            self.desks.append(desk)
            desk.next_session = chance.uniform(0.0, 30.0)
            events += [(desk.next_session, number, "session"), (DOWN_AT, number, "line breaks")]
        heapq.heapify(events)
        while events and events[0][0] < until:
            now, number, what = heapq.heappop(events)
            desk = self.desks[number]
            there = not DOWN_AT <= now < DOWN_AT + self.outage
            if what == "session":
                if now == desk.next_session:  # an earlier one was asked for meanwhile otherwise
                    self._session(desk, now, there=there)
                    heapq.heappush(events, (desk.next_session, number, "session"))
                continue
            if what == "line" and there:
                self.lines[int(now)] += 1
                desk.line_failures = 0
                desk.next_session = now  # whoever begins to listen looks once for what it may have missed
                heapq.heappush(events, (now, number, "session"))
                continue
            desk.line_failures += 1
            again = now + retry_pause(desk.line_failures, desk.chance, FIRST_RETRY_OF_HINTS)
            heapq.heappush(events, (again, number, "line"))

    def _session(self, desk: _Desk, now: float, *, there: bool) -> None:
        self.sessions[int(now)] += there
        if there:
            desk.last_good = now
            desk.pace.session_over(now + TOOK, TOOK)
        else:
            desk.pace.session_failed(now + FAILS_AFTER, FAILS_AFTER)
        desk.next_session = desk.pace.next_at(now + TOOK)

    def busiest(self) -> int:
        """The most contacts of any second since the server is back: sessions and lines that begin to listen."""
        back = int(DOWN_AT + self.outage)
        return max(self.sessions[second] + self.lines[second] for second in range(back, back + 400))


def test_desks_at_rest_ask_evenly() -> None:
    office = _Office(outage=0.0)
    office.run(DOWN_AT)
    asked = [office.sessions[second] for second in range(30, int(DOWN_AT))]
    assert sum(asked) / len(asked) == pytest.approx(AT_REST, rel=0.1)
    assert max(asked) < 2 * AT_REST


@pytest.mark.parametrize("outage", [0.5, 5.0, 20.0, 60.0, 600.0])
def test_a_server_that_comes_back_is_not_overrun(outage: float) -> None:
    office = _Office(outage)
    office.run(DOWN_AT + outage + 450.0)
    assert office.busiest() < 8 * AT_REST
    assert not [desk for desk in office.desks if desk.last_good < DOWN_AT + outage]


def test_desks_with_an_open_case_come_back_little_faster_than_they_poll() -> None:
    office = _Office(10.0, case_open=True)
    office.run(DOWN_AT + 400)
    at_rest = DESKS / 5.0
    assert office.busiest() < 3 * at_rest
    assert all(desk.last_good > DOWN_AT + 10.0 for desk in office.desks)


def test_without_spreading_the_lines_for_hints_a_restart_would_be_a_herd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.sync.test_many_desks.FIRST_RETRY_OF_HINTS", 2.0)
    office = _Office(0.5)
    office.run(DOWN_AT + 400)
    assert office.busiest() > 10 * AT_REST
