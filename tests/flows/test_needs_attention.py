"""A review that two desks edit offline: from the conflict through the tray of the window to what everybody has."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from bpo_desk.errors import NotFound
from bpo_desk.models.mutation import Actor, CommentAdded, MutationResult, new_mutation_id
from bpo_desk.models.review import Review, ReviewKept
from bpo_desk.models.row_seen import NOTHING_SEEN, RowSeen
from bpo_desk.shared.engine import open_engine
from bpo_desk.shared.mutations import apply_once
from bpo_desk.workspace.attention import Refused
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.windows import opened_window

MINE, THEIRS = ReviewKept("Ada", score="3", text="mine"), ReviewKept("Ada", score="4", text="theirs")


def write(
    workspace: Workspace, said: ReviewKept | CommentAdded, seen: RowSeen | None = NOTHING_SEEN, case: str = "C-1"
) -> str:
    """Ada writes; the id."""
    code = workspace.engagements()[0].code
    mutation = workspace.new_mutation(code, case, said, seen)
    workspace.write(mutation)
    return mutation.mutation_id


def from_elsewhere(workspace: Workspace, url: str, said: ReviewKept, seen: RowSeen = NOTHING_SEEN) -> MutationResult:
    """Bo writes at another desk, and it arrives at once."""
    code = workspace.engagements()[0].code
    mutation = replace(workspace.new_mutation(code, "C-1", said, seen), actor=Actor("bo", "Bo"))
    engine = open_engine(url)
    try:
        return apply_once(engine, replace(mutation, mutation_id=new_mutation_id(mutation.created_at)))
    finally:
        engine.dispose()


def the_refused(workspace: Workspace) -> Refused:
    (found,) = workspace.attention.tray().refused
    return found


@pytest.fixture
def conflict(workspace: Workspace, desk: Installation, shared_url: str) -> str:
    """Bo's version came first; the id of Ada's."""
    from_elsewhere(workspace, shared_url, THEIRS)
    own = write(workspace, MINE)
    desk.sync(shared_url)
    return own


def test_the_tray_has_theirs_and_mine_and_mine_can_be_sent_on_top(
    workspace: Workspace, desk: Installation, shared_url: str, conflict: str
) -> None:
    found = the_refused(workspace)
    assert found.may_send
    assert found.entry.mutation.payload == MINE
    assert found.held is not None
    assert (found.held.who, dict(found.held.fields)) == ("Bo", THEIRS.said())
    again = workspace.attention.send_again(conflict)
    assert workspace.attention.tray().refused == ()
    desk.sync(shared_url)
    states = {each.mutation.mutation_id: each.state.value for each in workspace.written()}
    assert states == {conflict: "discarded", again.mutation_id: "ok"}
    (decision, entry) = workspace.attention.tray().decided[0]
    assert (decision.again, entry.mutation.payload) == (again.mutation_id, MINE)


def test_theirs_that_changed_once_more_is_what_the_tray_shows_and_what_mine_goes_on_top_of(
    workspace: Workspace, desk: Installation, shared_url: str, conflict: str
) -> None:
    latest = replace(THEIRS, text="theirs, corrected")
    from_elsewhere(workspace, shared_url, latest, Review(THEIRS, row_ver=1).seen)
    desk.sync(shared_url)
    held = the_refused(workspace).held
    assert held is not None
    assert (held.fields["text"], held.row_ver) == ("theirs, corrected", 2)
    workspace.attention.send_again(conflict, {"text": "both of us"})
    desk.sync(shared_url)
    assert workspace.attention.tray().refused == ()
    assert workspace.attention.tray().decided[0][0].what.value == "edited"
    stored = from_elsewhere(workspace, shared_url, replace(MINE, text="both of us"), RowSeen(99))
    assert stored.outcome.value == "ok", "it says the same as what is stored"


def test_what_somebody_decided_is_not_decided_twice(workspace: Workspace, conflict: str) -> None:
    workspace.attention.keep_theirs(conflict)
    with pytest.raises(NotFound, match="decided already"):
        workspace.attention.send_again(conflict)
    (decision, entry) = workspace.attention.tray().decided[0]
    assert (decision.what.value, decision.again, entry.mutation.payload) == ("left", "", MINE)


def test_the_outbox_on_the_terminal_says_what_the_tray_says(
    workspace: Workspace, desk: Installation, shared_url: str, conflict: str
) -> None:
    write(workspace, CommentAdded("waits"), None)
    found = json.loads(desk.done("outbox", "--json").out)
    assert (found["waiting"], found["attention"]) == (1, 1)
    refused, pending = found["entries"]
    assert (refused["id"], refused["state"], refused["refusal"]) == (conflict, "conflict", "conflict")
    assert (refused["said"]["text"], refused["theirs"]["said"]["text"]) == ("mine", "theirs")
    assert refused["theirs"]["by"] == "Bo"
    assert (pending["state"], pending["said"]["text"]) == ("pending", "waits")
    only = json.loads(desk.done("outbox", "--json", "--state", "pending").out)
    assert [each["id"] for each in only["entries"]] == [pending["id"]]
    told = desk.done("outbox").out
    assert "mine 'mine', theirs 'theirs'" in told
    after = json.loads(desk.done("outbox", "--json", "--keep-theirs", conflict).out)
    assert after["attention"] == 0
    assert after["entries"][0]["decided"]["what"] == "left"


def test_the_badge_opens_the_tray_and_its_keys_send_mine(
    workspace: Workspace, desk: Installation, shared_url: str, conflict: str, qtbot: QtBot
) -> None:
    def until(true: Callable[[], bool]) -> None:
        qtbot.waitUntil(true, timeout=20_000)

    with opened_window(workspace, qtbot) as window:
        until(lambda: "1 needs attention" in window.status.words())
        badge = next(b for b in window.status.findChildren(QToolButton) if b.text() == "1 needs attention")
        qtbot.mouseClick(badge, Qt.MouseButton.LeftButton)
        panel = window.overlays.attention.panel
        until(lambda: panel.chosen() is not None)
        panel.copy.click()
        until(lambda: "mine" in QGuiApplication.clipboard().text())
        until(lambda: "exported" in [each.mutation.kind.value for each in workspace.written()])
        qtbot.keyClick(panel.send, Qt.Key.Key_Space)
        until(lambda: panel.chosen() is None)
        until(lambda: "needs attention" not in window.status.words())
        assert "Nothing needs attention" in panel.heading.text()
        assert "1 waiting since" in window.status.words()
        panel.close()
    desk.sync(shared_url)
    assert [each.state.value for each in workspace.written()] == ["discarded", "ok", "ok"]
