"""Samples of a running desk: drawn from the real copy, kept as events, noted, synced, and performed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bpo_desk.models.sample_payloads import SampleNoted
from bpo_desk.quality.frames import By, drawn
from bpo_desk.quality.sampling import Method
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import THREE_CASES, write_csv

SEED = "2026-11-22 lottery 4711"


@pytest.fixture
def desk(tmp_path: Path, shared_url: str) -> Installation:
    """A desk with a copy of a small log."""
    desk = Installation(tmp_path / "home")
    desk.done("admin", "init", "--to", shared_url)
    desk.import_json(shared_url, write_csv(tmp_path / "log.csv", THREE_CASES))
    desk.sync(shared_url)
    return desk


@pytest.fixture
def workspace(desk: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    for name, value in desk._variables().items():
        monkeypatch.setenv(name, value)
    workspace = Workspace.open()
    yield workspace
    workspace.close()


def test_a_sample_is_drawn_kept_noted_and_performed_again(desk: Installation, workspace: Workspace) -> None:
    here, samples = workspace.engagement(None), workspace.samples
    frame = samples.freeze(here, "")
    made = drawn(frame, SEED, Method.SIMPLE, By.NOTHING, 2)
    samples.keep(made)
    (kept,) = samples.kept(here)
    assert (kept.drawn, kept.missing, len(kept.cases)) == (made, 0, 2)
    assert samples.noted(here, kept) == frozenset()
    note = SampleNoted(made.statement.sample, "address checked")
    workspace.write(workspace.new_mutation(here.code, made.picks[1].number, note))
    assert samples.noted(here, kept) == {kept.cases[1]}, "what waits to be sent counts"
    other = SampleNoted("0" * 16, "of another sample")
    workspace.write(workspace.new_mutation(here.code, made.picks[0].number, other))
    desk.done("sync", "--json")
    (arrived,) = samples.kept(here)
    assert (arrived.drawn, arrived.cases) == (kept.drawn, kept.cases)
    assert samples.noted(here, arrived) == {kept.cases[1]}, "a note of another sample is none of this one"
    assert samples.check(here, made).differs == (), "what was written since is not in the frame"
