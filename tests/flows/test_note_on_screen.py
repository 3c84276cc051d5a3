"""A note, from the keys of the real window to the shared database and back, offline in between."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.event_table import EventTable
from bpo_desk.ui.case.event_table_model import ICON, WHAT
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.raw_database import stored_events

CONTROL = Qt.KeyboardModifier.ControlModifier


def _screen(window: MainWindow) -> CaseScreen:
    found = window.screens.currentWidget()
    assert isinstance(found, CaseScreen)
    return found


def _until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=20_000)


def _rows(window: MainWindow) -> list[tuple[str, bool]]:
    """What each event is, and whether it has the hour-glass."""
    model = _screen(window).findChild(EventTable).model()
    return [
        (model.index(row, WHAT).data(), model.index(row, WHAT).data(ICON) is not None)
        for row in range(model.rowCount())
    ]


def test_a_note_is_pending_on_the_screen_until_the_shared_database_has_it(
    window: MainWindow, workspace: Workspace, desk: Installation, shared_url: str, qtbot: QtBot
) -> None:
    before = _rows(window)
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    text = _screen(window).findChild(QPlainTextEdit)
    _until(qtbot, text.isVisible)
    qtbot.keyClicks(text, "The branch called; the card went to Elm Road")
    qtbot.keyClick(text, Qt.Key.Key_Return, CONTROL)
    _until(qtbot, lambda: len(_rows(window)) == len(before) + 1)
    assert _rows(window) == [*before, ("pending: comment", True)]
    assert not text.isVisible()
    _until(qtbot, lambda: "1 waiting since " in window.status.words())
    assert len(stored_events(shared_url, number="C-1")) == len(before), "nothing was sent yet"

    pushed = [line for line in desk.sync(shared_url) if line["event"] == "pushed"]
    assert [line["outcome"] for line in pushed] == ["ok"]
    window.places.read_again()
    window.sync.read_outbox()
    _until(qtbot, lambda: _rows(window)[-1] == ("comment", False))
    _until(qtbot, lambda: "unsent" not in window.status.words())
    last = stored_events(shared_url, number="C-1")[-1]
    assert (last["actor"], last["new_value"]) == ("Ada", "The branch called; the card went to Elm Road")


def test_pin_and_tag_of_an_event_go_the_same_way(
    window: MainWindow, desk: Installation, shared_url: str, qtbot: QtBot
) -> None:
    _screen(window).choose_event(1)
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    _until(qtbot, lambda: _rows(window)[1][1])
    desk.sync(shared_url)
    window.places.read_again()
    _until(qtbot, lambda: not any("pending" in words for words, _ in _rows(window)))
    assert _rows(window)[1][1], "the pin itself stays"
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    _until(qtbot, lambda: not _rows(window)[1][1])


def test_a_note_that_the_shared_database_refuses_is_listed_with_its_reason(
    window: MainWindow, desk: Installation, shared_url: str, qtbot: QtBot
) -> None:
    from sqlalchemy import create_engine, text

    _screen(window).notes.note()
    editor = _screen(window).findChild(QPlainTextEdit)
    qtbot.keyClicks(editor, "too late")
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    _until(qtbot, lambda: "1 waiting" in window.status.words())
    engine = create_engine(shared_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE case_ SET number = 'C-99' WHERE number = 'C-1'"))
    engine.dispose()
    desk.sync(shared_url)
    window.sync.read_outbox()
    _until(qtbot, lambda: "1 needs attention" in window.status.words())
    panel = window.overlays.show_sync()
    _until(qtbot, lambda: panel.entries.topLevelItemCount() == 1)
    item = panel.entries.topLevelItem(0)
    assert item is not None
    assert item.text(0) == "refused"
    assert (item.text(2), item.text(3)) == ("C-1", "note: too late")
    assert "C-1" in item.text(4)
    assert panel.copies.topLevelItemCount() == 1
    panel.entries.setCurrentItem(item)
    panel._copy_text()
    _until(qtbot, lambda: QApplication.clipboard().text() == "too late")
    _until(qtbot, lambda: panel.entries.topLevelItemCount() == 2)  # that it left is noted, and waits to be sent
    panel.entries.setCurrentItem(panel.entries.topLevelItem(0))
    panel._discard_entry()
    _until(qtbot, lambda: panel.entries.topLevelItemCount() == 1)
    _until(qtbot, lambda: "attention" not in window.status.words())
    panel.close_panel()
