"""After a restore every desk has to load everything anew: a thousand of them on a virtual clock, one after the other.

The pace of the sessions and the turns are the product's own; loads are simulated.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from bpo_desk.cache.store import Cache
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.pace import EVERY, Pace
from bpo_desk.sync.run import silently, sync_changes, sync_once
from bpo_desk.sync.turns import LONGEST_TURN, SECONDS_FOR_AN_EVENT, Turns
from tests.faults.copy import agrees
from tests.faults.server import Server

DESKS = 1_000
TOOK = 0.01
LOAD_TAKES = 15.0
AS_PLANNED = DESKS / SECONDS_FOR_AN_EVENT
"""Events a second that a server sends to all desks together."""


@dataclass
class _Restored:
    """Desks that find, each at its next session, that the server is of another history."""

    events: int
    desks: int = DESKS
    spread: bool = True
    now: float = 0.0
    begun: list[float] = field(default_factory=list)

    def run(self, until: float) -> None:
        """Until then, or everybody has begun to load."""
        sessions: list[tuple[float, int]] = []
        paces, turns = [], []
        for number in range(self.desks):
            paces.append(Pace(EVERY, random.Random(number)))
            turns.append(Turns(random.Random(self.desks + number), lambda: self.now))
            heapq.heappush(sessions, (random.Random(-number).uniform(0.0, 1.5 * EVERY), number))
        while sessions and sessions[0][0] < until:
            self.now, number = heapq.heappop(sessions)
            if not self.spread or not turns[number].asked("later", {1: self.events}):
                self.begun.append(self.now)
                continue
            paces[number].session_over(self.now + TOOK, TOOK)
            paces[number].has_turn(self.now + TOOK + turns[number].waiting[1])
            heapq.heappush(sessions, (paces[number].next_at(self.now + TOOK), number))

    def most(self, seconds: int) -> float:
        """Events a second, of all loads that begin within so many seconds, at the busiest time."""
        return max(Counter(int(at / seconds) for at in self.begun).values()) * self.events / seconds

    def at_once(self) -> int:
        """The most loads that go on at the same time."""
        changes = sorted([(at, 1) for at in self.begun] + [(at + LOAD_TAKES, -1) for at in self.begun])
        running = most = 0
        for _, change in changes:
            running += change
            most = max(most, running)
        return most


def test_a_thousand_desks_load_a_million_events_one_after_the_other() -> None:
    office = _Restored(events=1_000_000)
    office.run(2 * LONGEST_TURN)
    assert len(office.begun) == DESKS
    assert office.most(60) < 1.6 * AS_PLANNED
    assert office.at_once() < 40
    assert max(office.begun) < office.events * SECONDS_FOR_AN_EVENT + 2 * EVERY


def test_without_turns_they_would_all_load_at_the_same_time() -> None:
    office = _Restored(events=1_000_000, spread=False)
    office.run(LONGEST_TURN)
    assert office.most(60) > 10 * AS_PLANNED
    assert office.at_once() > 250


@pytest.mark.parametrize("events", [0, 20_000])
def test_small_copies_hardly_wait(events: int) -> None:
    office = _Restored(events)
    office.run(LONGEST_TURN)
    assert len(office.begun) == DESKS
    assert max(office.begun) < 2.5 * EVERY
    assert office.most(10) < AS_PLANNED


def test_nobody_waits_longer_than_the_longest_turn() -> None:
    office = _Restored(events=100_000_000)
    office.run(2 * LONGEST_TURN)
    assert len(office.begun) == DESKS
    assert max(office.begun) < LONGEST_TURN + 2 * EVERY


def test_a_place_is_kept_from_session_to_session_and_drawn_anew_for_another_history() -> None:
    now = 0.0
    turns = Turns(random.Random(1), lambda: now)
    turns.asked("two", {1: 500_000, 2: 500_000})
    first = turns.waiting[1]
    now = 10.0
    assert turns.asked("two", {1: 500_000, 2: 500_000}) == {1, 2}
    assert turns.waiting[1] == turns.waiting[2] == pytest.approx(first - 10.0)
    turns.asked("three", {1: 1_000_000})
    assert turns.waiting[1] != pytest.approx(first - 10.0)
    assert not turns.asked("three", {})
    assert not turns.waiting


def test_a_restored_copy_waits_for_its_turn_and_is_shown_meanwhile(tmp_path: Path) -> None:
    now, lines = 0.0, list[dict[str, object]]()
    server = Server()
    for number in (1, 2):
        server.engage(number)
    writer = server.begin()
    for event in range(40):
        writer.insert(1, (event, event), 1, new_value="before")
    writer.commit()
    cache = Cache.create(tmp_path / "cache.db", bytes(range(32)))
    turns = Turns(random.Random(1), lambda: now)
    session = partial(sync_once, cache, server, lambda line: lines.append(dict(line)), turns=turns)
    backup = server.saved()
    session()
    shown = server.contents(1)
    late = server.begin()
    late.insert(1, (99, 99), 1, new_value="lost by the restore")
    late.commit()
    session()
    kept = server.contents(1)
    server.restore(backup)
    lines.clear()
    session()
    sync_changes(cache, server, (1, 2), lambda line: lines.append(dict(line)), Keeper(cache, silently), turns=turns)
    assert {line["event"] for line in lines} == {"waiting"}
    agrees(cache, 1, kept)
    now = 1.0
    session()
    assert [line["reason"] for line in lines if line["event"] == "cleared"] == ["epoch", "epoch"]
    agrees(cache, 1, shown)
    assert not turns.waiting
    cache.close()


def test_a_desk_that_waits_for_its_turn_begins_when_it_comes() -> None:
    pace = Pace(EVERY, random.Random(1))
    pace.session_over(100.0, TOOK)
    pace.has_turn(103.0)
    assert pace.next_at(101.0) == 103.0
    pace.session_over(103.0, TOOK)
    assert pace.next_at(104.0) >= 103.0 + EVERY / 2
