"""From the case screen to the outbox: notes survive failures and the end of the desk; the status bar and the sync panel
say what waits."""

import json
from dataclasses import replace
from datetime import UTC

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QToolButton

from bpo_desk.cache.outbox import Entry, EntryState, OutboxStatus
from bpo_desk.errors import DeskError
from bpo_desk.models.mutation import PAYLOADS, Actor, CommentAdded, Mutation
from bpo_desk.ui.background import Background
from bpo_desk.ui.status_bar import attention_words, outbox_words
from bpo_desk.ui.sync_words import entry_words, own_text, state_look, why_words
from tests.ui_queue.conftest import NumberScreen, SyntheticDesk, desk, open_window, window  # noqa: F401  # fixtures
from tests.ui_queue.synthetic import NOW

MINUTE = 60_000_000
CONTROL = Qt.KeyboardModifier.ControlModifier


def _entry(state=EntryState.PENDING, **given):
    mutation = Mutation("0" * 32, "acme", "INC0000007", CommentAdded("call them"), NOW - 5 * MINUTE, Actor("a", "Ada"))
    return Entry(1, mutation, state, **given)


def _at_a_case(window, qtbot):  # noqa: F811
    window.queue.table.selectRow(2)
    qtbot.keyClick(window.queue.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.places.at_case)
    screen = window.screens.currentWidget()
    qtbot.waitUntil(lambda: screen.notes.writer == "Ada")
    return screen


def _typed(window, qtbot, text="a note"):  # noqa: F811
    screen = _at_a_case(window, qtbot)
    window.actions_by_name["note"].trigger()
    edit = screen.findChild(QPlainTextEdit)
    qtbot.keyClicks(edit, text)
    return edit


def test_a_kept_note_is_in_the_outbox_and_said_in_the_status_bar(window, desk: SyntheticDesk, qtbot):  # noqa: F811
    edit = _typed(window, qtbot)
    qtbot.keyClick(edit, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "1 waiting since" in window.status.words())
    assert [entry.mutation.payload for entry in desk.entries] == [CommentAdded("a note")]


def test_a_full_disk_leaves_the_note_typed(window, desk: SyntheticDesk, qtbot):  # noqa: F811
    desk.full = True
    edit = _typed(window, qtbot)
    qtbot.keyClick(edit, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: edit.isEnabled() and edit.hasFocus())
    assert edit.toPlainText() == "a note"
    desk.full = False
    qtbot.keyClick(edit, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(desk.entries) == 1)


def test_closing_with_a_typed_note_says_so_once(window, desk: SyntheticDesk, qtbot):  # noqa: F811
    edit = _typed(window, qtbot)
    assert not window.close()
    assert "not kept yet" in window.notice.words()
    qtbot.keyClick(edit, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(desk.entries) == 1)
    assert window.close()


def test_who_closes_twice_drops_what_is_typed(window, qtbot):  # noqa: F811
    _typed(window, qtbot)
    assert not window.close()
    assert window.close()


def test_actions_on_a_case_are_offered_only_in_front_of_one(window, qtbot):  # noqa: F811
    assert not window.actions_by_name["note"].isEnabled()
    _at_a_case(window, qtbot)
    assert window.actions_by_name["note"].isEnabled()
    window.places.show_queue()
    assert not window.actions_by_name["note"].isEnabled()


def test_work_that_must_be_done_is_done_though_the_desk_ends(qapp):
    done = []
    background = Background(threads=1)
    for number in range(5):
        background.ask(f"write {number}", lambda n=number: done.append(n), lambda _: None, lambda _: None, always=True)
        background.ask("read", lambda: done.append(-1), lambda _: None, lambda _: None)
    background.shutdown()
    assert sorted(n for n in done if n >= 0) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (OutboxStatus(), ""),
        (OutboxStatus(access=3, oldest=NOW), ""),
        (OutboxStatus(unsent=2, oldest=NOW), "2 waiting since "),
        (OutboxStatus(unsent=1, oldest=NOW - 40 * 24 * 60 * MINUTE), "1 waiting since "),
        (OutboxStatus(attention=1), "1 needs attention"),
        (OutboxStatus(unsent=1, oldest=NOW, attention=2), "2 need attention"),
    ],
)
def test_the_status_bar_says_what_waits(status, words):
    said, refused = outbox_words(status, NOW, UTC), attention_words(status)
    assert words in f"{refused} {said}"
    assert bool(said + refused) == bool(words)
    assert ("20" in said.partition("since")[2]) == (status.oldest is not None and status.oldest < NOW and bool(words))


def test_the_badge_opens_the_tray_and_the_sync_panel_lists_it(window, desk: SyntheticDesk, qtbot):  # noqa: F811
    refused = replace(_entry(EntryState.REJECTED), words="The case was erased.")
    desk.entries = [refused]
    window.sync.read_outbox()
    qtbot.waitUntil(lambda: "attention" in window.status.words())
    next(each for each in window.status.findChildren(QToolButton) if "attention" in each.text()).click()
    tray = window.overlays.attention.panel
    qtbot.waitUntil(lambda: tray.entries.topLevelItemCount() == 1)
    tray.close()
    panel = window.overlays.show_sync()
    qtbot.waitUntil(lambda: panel.entries.topLevelItemCount() == 1)
    assert [panel.entries.topLevelItem(0).text(c) for c in (0, 2, 3, 4)] == [
        "refused", "INC0000007", "note: call them", "The case was erased.",
    ]  # fmt: skip
    qtbot.keyClick(panel.entries, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_the_panel_opens_the_case_of_an_entry(window, desk: SyntheticDesk, qtbot):  # noqa: F811
    desk.entries = [replace(_entry(), mutation=replace(_entry().mutation, engagement=desk.queues[0].engagement.code))]
    panel = window.overlays.show_sync()
    qtbot.waitUntil(lambda: panel.entries.topLevelItemCount() == 1)
    panel.entries.setCurrentItem(panel.entries.topLevelItem(0))
    panel._open_case()
    qtbot.waitUntil(lambda: window.places.case_shown == 7)


def test_a_failure_of_the_sync_stays_on_the_panel_until_a_sync_is_done(window, desk, qtbot):  # noqa: F811
    window.sync.start()
    qtbot.waitUntil(lambda: len(desk.syncs) == 1)
    panel = window.overlays.show_sync()
    line = {"event": "error", "code": "x", "message": "The server does not answer.", "next_step": "Check the network."}
    desk.syncs[0](json.dumps(line))
    qtbot.waitUntil(lambda: panel.problem.isVisible())
    assert panel.problem.words() == "The server does not answer.\nCheck the network."
    desk.syncs[0](json.dumps({"event": "synced", "engagement": 99}))
    qtbot.waitUntil(lambda: not panel.problem.isVisible())
    panel.close_panel()


def test_a_refusal_is_said_when_it_happens(window, desk, qtbot):  # noqa: F811
    window.sync.start()
    qtbot.waitUntil(lambda: len(desk.syncs) == 1)
    desk.syncs[0](json.dumps({"event": "pushed", "outcome": "rejected", "message": "You may not write here."}))
    qtbot.waitUntil(lambda: "You may not write here." in window.notice.words())


def test_every_kind_of_write_has_words():
    asked = {"text", "tag", "step", "event_id", "format", "reason", "work_item", "process", "version",
             "what", "to", "system", "sample", "digest", "seed", "name", "reviewer",
                 "cases"}  # fmt: skip
    for form in PAYLOADS.values():
        fields = {
            name: 1 << 28 if name in ("work_item", "cases") else "x" for name in form.__match_args__ if name in asked
        }
        mutation = replace(_entry().mutation, payload=form(**fields))
        assert entry_words(mutation)
        assert own_text(mutation)
    for state in EntryState:
        assert all(state_look(_entry(state)))
    assert "tried 3x: no server" in why_words(_entry(tries=3, last_error="no server"))


def test_what_a_case_screen_cannot_do_is_said_with_what_to_do(window, qtbot):  # noqa: F811
    _at_a_case(window, qtbot).failed.emit(DeskError("The picture cannot be written.", "Choose another folder."))
    assert window.notice.isVisible()
    assert "Choose another folder." in " ".join(label.text() for label in window.notice.findChildren(QLabel))
