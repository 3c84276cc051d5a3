"""Samples of a running desk: drawn from the real copy, kept as events, noted, synced, and performed again."""

from __future__ import annotations

from bpo_desk.models.sample_payloads import SampleNoted
from bpo_desk.quality.frames import By, drawn
from bpo_desk.quality.sampling import Method
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation

SEED = "2026-11-22 lottery 4711"


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
