"""Each seeded bug fails in the schedules of `world.py` that are kept for it, and the product as it is does not.

`python -m benchmarks.faults` plays as many as fit; `--find` keeps other seeds, should the product need others one day.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bpo_desk.cache.outbox import KEEP_ACKNOWLEDGED, Outbox
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, MutationResult, Outcome, new_mutation_id
from bpo_desk.models.mutation_kinds import MutationKind
from bpo_desk.sync.push import Postman
from bpo_desk.sync.run import silently
from bpo_desk.sync.steps import KeepAnswer, RenewOutbox
from tests.faults.bugs import ALL_BUGS, BUGS, caught
from tests.faults.server import Server
from tests.faults.world import TEN_YEARS, play

FAILING: dict[str, list[int]] = json.loads(Path(__file__).with_name("failing_schedules.json").read_text("utf-8"))
NOW = 1_800_000_000_000_000


def test_schedules_are_kept_for_every_seeded_bug() -> None:
    assert list(FAILING) == list(ALL_BUGS)
    assert len(BUGS) == 13
    assert len(ALL_BUGS) == 20
    assert all(len(seeds) == 5 for seeds in FAILING.values())


@pytest.mark.slow
@pytest.mark.parametrize("bug", ALL_BUGS)
def test_every_kept_schedule_fails_with_its_bug_and_passes_without(folder: Path, bug: str) -> None:
    tally: Counter[str] = Counter()
    deaf = [seed for seed in FAILING[bug] if not caught(folder / f"bug-{seed}", seed, ALL_BUGS[bug], tally, bug)]
    assert not deaf, "Schedules no longer notice the bug: find others with `python -m benchmarks.faults --find`."
    for seed in FAILING[bug]:
        play(folder / str(seed), seed, Server(), tally)


@pytest.mark.parametrize("desk_ahead", [True, False])
def test_a_clock_that_jumps_ten_years_ahead_does_not_drop_acknowledged_notes(
    tmp_path: Path, *, desk_ahead: bool
) -> None:
    outbox = Outbox.open_or_create(tmp_path / "outbox.db", bytes(range(32)))
    own = new_mutation_id(NOW)
    outbox.add(Mutation(own, "E1", "C-1-1", CommentAdded("kept"), NOW, Actor("ada", "Ada")))
    times = iter((NOW, NOW + desk_ahead * TEN_YEARS))
    postman = Postman(outbox, silently, lambda: next(times))
    postman.do(KeepAnswer(own, MutationKind.COMMENT_ADDED, MutationResult(Outcome.OK, recorded_at=NOW), "one"))
    postman.do(RenewOutbox("two", NOW + (not desk_ahead) * TEN_YEARS))
    assert [entry.mutation.mutation_id for entry in outbox.to_send()] == [own]  # a restored server needs it again
    outbox.close()


def test_an_acknowledged_note_goes_when_both_clocks_say_that_it_is_old(tmp_path: Path) -> None:
    outbox = Outbox.open_or_create(tmp_path / "outbox.db", bytes(range(32)))
    own = new_mutation_id(NOW)
    outbox.add(Mutation(own, "E1", "C-1-1", CommentAdded("old"), NOW, Actor("ada", "Ada")))
    later = NOW + KEEP_ACKNOWLEDGED + 1
    times = iter((NOW, later))
    postman = Postman(outbox, silently, lambda: next(times))
    postman.do(KeepAnswer(own, MutationKind.COMMENT_ADDED, MutationResult(Outcome.OK, recorded_at=NOW), "one"))
    postman.do(RenewOutbox("one", later))
    assert outbox.is_empty()
    outbox.close()
