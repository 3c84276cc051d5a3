"""What leaves by the clipboard or as a picture is noted in the access log first: per case, or once for a long list;
what cannot be noted does not leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.models.mutation import Exported, ListExported
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.workspace import desk as desk_module
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.ui_client_view.test_looking import make_shared


@pytest.fixture
def window(desk: Installation, tmp_path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[MainWindow]:  # type: ignore[no-untyped-def]
    url, _acme = make_shared(tmp_path / "shared.db")
    desk.sync(url)
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    workspace = Workspace.open()
    made, background = new_window(new_application([]), workspace, None, case_screen)
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.queue.is_read, timeout=20_000)
    QGuiApplication.clipboard().clear()
    yield made
    made.close()
    background.shutdown()
    workspace.close()


def noted() -> list[Exported | ListExported]:
    workspace = Workspace.open()
    try:
        found = [entry.mutation.payload for entry in workspace.written()]
    finally:
        workspace.close()
    return [each for each in found if isinstance(each, (Exported, ListExported))]


def text() -> str:
    return QGuiApplication.clipboard().text()


def test_rows_lines_and_a_case_are_noted_before_they_are_on_the_clipboard(window: MainWindow, qtbot: QtBot) -> None:
    window.queue.table.selectAll()
    window.actions_by_name["copy"].trigger()
    qtbot.waitUntil(lambda: "C-1" in text(), timeout=20_000)
    assert [(each.format, each.what, each.cases) for each in noted()] == [("clipboard", "rows", 1)]
    window.actions_by_name["copy"].trigger()  # the same again within a minute is one copy
    window.actions_by_name["copy_lines"].trigger()
    qtbot.waitUntil(lambda: text().startswith("C-1: "), timeout=20_000)
    assert [each.what for each in noted()] == ["rows", "lines"]
    window.places.open_case(1)
    qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)
    screen = window.findChild(CaseScreen)
    assert screen is not None
    qtbot.waitUntil(lambda: screen.view is not None, timeout=20_000)
    window.actions_by_name["copy_line"].trigger()
    qtbot.waitUntil(lambda: [each.what for each in noted()][2:] == ["line"], timeout=20_000)
    panel = screen._timeline
    QGuiApplication.clipboard().clear()
    panel._picture("copy")
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=20_000)
    assert [each.what for each in noted()][3:] == ["timeline"]
    assert {each.cases for each in noted()} == {1}


def test_a_long_list_is_noted_once_with_how_many_cases(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "NOTED_EACH", 0)
    window.queue.table.selectAll()
    window.actions_by_name["copy"].trigger()
    qtbot.waitUntil(lambda: "C-1" in text(), timeout=20_000)
    [told] = noted()
    assert isinstance(told, ListExported)
    assert (told.format, told.what, told.cases, len(told.population), len(told.digest)) == (
        "clipboard",
        "rows",
        1,
        64,
        64,
    )


def let_nothing_be_noted(window: MainWindow) -> Path:
    """A folder stands where the outbox was: this one."""
    workspace = Workspace.open()
    outbox = workspace.places.outbox_file("default")
    workspace.close()
    window.overlays.leaving._desk._writing.close()  # type: ignore[attr-defined]
    outbox.unlink(missing_ok=True)
    outbox.mkdir()
    return outbox


def test_what_cannot_be_noted_does_not_leave(window: MainWindow, qtbot: QtBot) -> None:
    outbox = let_nothing_be_noted(window)
    window.queue.table.selectAll()
    with qtbot.waitSignal(window.overlays.leaving.failed, timeout=20_000):
        window.actions_by_name["copy"].trigger()
    assert text() == ""
    assert window.notice.isVisible()
    outbox.rmdir()


def test_a_link_and_the_process_hold_nothing_of_a_case(window: MainWindow, qtbot: QtBot) -> None:
    window.queue.table.selectAll()
    window.actions_by_name["copy_link"].trigger()
    assert text().startswith("bpodesk://")
    assert noted() == []


def marked(window: MainWindow, qtbot: QtBot) -> QLabel:
    """A text of the case in front, marked with the mouse."""
    window.places.open_case(1)
    qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)
    screen = window.findChild(CaseScreen)
    assert screen is not None
    qtbot.waitUntil(lambda: screen.view is not None, timeout=20_000)
    screen.choose_event(0)
    can = Qt.TextInteractionFlag.TextSelectableByMouse
    labels = [each for each in screen.findChildren(QLabel) if each.isVisible() and each.textInteractionFlags() & can]
    label = next(each for each in labels if len(each.text()) > 3)
    label.setFocus()
    label.setSelection(0, 3)
    return label


def test_a_text_marked_by_hand_in_a_case_is_noted(window: MainWindow, qtbot: QtBot) -> None:
    label = marked(window, qtbot)
    QTest.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert text() == label.text()[:3]
    qtbot.waitUntil(lambda: len(noted()) == 1, timeout=20_000)
    assert [(each.format, each.what, each.cases) for each in noted()] == [("clipboard", "marked text", 1)]
    label.setSelection(0, 0)
    QGuiApplication.clipboard().setText(label.text()[:3])  # nothing is marked: another part of the desk put it there
    window.places.show_queue()
    window.queue.filter_by("nobody has this")
    window.notice.say("C-1 is named here")
    window.notice._label.setSelection(0, 3)
    QTest.keyClick(window.notice._label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(50)
    assert not window._background.is_busy("leaving 2")
    assert len(noted()) == 1  # a notice tells of no case


def test_a_marked_text_that_cannot_be_noted_is_taken_off_the_clipboard(window: MainWindow, qtbot: QtBot) -> None:
    label = marked(window, qtbot)
    outbox = let_nothing_be_noted(window)
    with qtbot.waitSignal(window.overlays.leaving.failed, timeout=20_000):
        QTest.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert text() == ""
    outbox.rmdir()
