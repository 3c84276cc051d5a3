"""Schedules of `world.py` on a server from which cases leave by a rule: a copy is the server without them, in the end
and in every state that a kill, a lost line, a restore or a change of access leaves behind."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bpo_desk.shared.requests import Pull, PullAnswer
from bpo_desk.sync import dispose
from bpo_desk.sync import pull as pulling
from tests.faults.retention import RetentiveServer
from tests.faults.world import play

SCHEDULES = 24


def played(folder: Path, seed: int, kind: type[RetentiveServer], tally: Counter[str]) -> RetentiveServer:
    server = kind()
    server.luck = random.Random(seed)
    play(folder / str(seed), seed, server, tally)
    shutil.rmtree(folder / str(seed), ignore_errors=True)
    return server


@pytest.mark.parametrize("first", range(0, SCHEDULES, 12))
def test_a_copy_is_the_server_without_the_cases_that_left(tmp_path: Path, first: int) -> None:
    tally: Counter[str] = Counter()
    for seed in range(first, first + 12):
        server = played(tmp_path, seed, RetentiveServer, tally)
        tally.update(lets=server.lets, backs=server.backs)
    assert tally["lets"] > 20
    assert tally["backs"] > 10
    assert not [fault for fault in ("kills", "restores", "lost replies", "power cuts") if not tally[fault]]


class KeepsOldEvents(RetentiveServer):
    """Brings cases back with their news alone."""

    def _pull(self, request: Pull) -> PullAnswer:
        return replace(super()._pull(request), back=[])


def _caught(folder: Path, kind: type[RetentiveServer]) -> bool:
    for seed in range(1, 40, 4):
        try:
            played(folder, seed, kind, Counter())
        except AssertionError:
            return True
    return False


def test_a_case_that_comes_back_without_its_old_events_is_noticed(tmp_path: Path) -> None:
    assert _caught(tmp_path, KeepsOldEvents)


def test_a_desk_that_keeps_what_left_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "_some_left", lambda _tables: False)
    assert _caught(tmp_path, RetentiveServer)


def test_a_desk_that_leaves_in_the_segments_what_left_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispose.segments, "rewrite", lambda *_: None)
    assert _caught(tmp_path, RetentiveServer)
