"""Locking the desk: no case is left in a widget or model, the local files are closed, and one comes back."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.app.locking import Locking
from bpo_desk.cache.key import PassphraseKey, passphrase_file
from bpo_desk.errors import WrongKey
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import write_csv

CONTROL = Qt.KeyboardModifier.ControlModifier
NUMBERS = ("C-1", "C-2", "C-3")


@pytest.fixture
def desk(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "home")


@pytest.fixture
def workspace(desk: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A running desk over three synced cases."""
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    desk.done("admin", "init", "--to", url)
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    desk.sync(url)
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    opened = Workspace.open()
    yield opened
    opened.close()


@pytest.fixture
def locking(workspace: Workspace, qtbot: QtBot) -> Iterator[Locking]:
    """The real window, with its cases."""
    application = new_application([])
    file = workspace.places.window_file(workspace.profile)
    found = Locking(workspace, lambda: new_window(application, workspace, file, case_screen))
    assert found.window is not None
    found.window.show()
    found.window.start()
    found.begin()
    qtbot.waitUntil(lambda: bool(found.window and found.window.queue.is_read), timeout=20_000)
    yield found
    if found.window is not None:
        found.window.case.take_drafts()
        found.window.close()
        found.window.deleteLater()
    found.close()
    if found.screen is not None:
        found.screen.deleteLater()


def _window(locking: Locking) -> MainWindow:
    assert locking.window is not None
    return locking.window


def _open_case(locking: Locking, qtbot: QtBot) -> None:
    window = _window(locking)
    window.jump("C-1")
    qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)


def _shown_texts() -> list[str]:
    """Every text that a widget or a model of this process has."""
    texts = []
    for widget in QApplication.allWidgets():
        for name in ("text", "toPlainText", "windowTitle", "toolTip", "accessibleName", "accessibleDescription"):
            found = getattr(widget, name, None)
            texts += [str(found())] if callable(found) else []
    for model in [each for each in gc.get_objects() if isinstance(each, QAbstractItemModel) and isValid(each)]:
        texts += [
            str(model.index(row, column).data())
            for row in range(min(model.rowCount(), 50))
            for column in range(model.columnCount())
        ]
    return texts


def _files_open(folder: Path) -> list[str]:
    links = Path("/proc/self/fd")
    if not links.is_dir():
        pytest.skip("this system does not list the open files of a process")
    found = []
    for each in links.iterdir():
        try:
            found.append(os.readlink(each))
        except OSError:
            continue  # the listing's own handle
    return [each for each in found if each.startswith(str(folder)) and "db" in Path(each).name]


def _live_case_data() -> list[str]:
    return [type(each).__name__ for each in gc.get_objects() if type(each) in (CaseFile, QueueColumns)]


def _has_case(texts: list[str]) -> list[str]:
    return [each for each in texts if any(number in each for number in NUMBERS)]


def test_no_widget_and_no_model_has_a_case_while_locked(locking: Locking, qtbot: QtBot) -> None:
    _open_case(locking, qtbot)
    assert _has_case(_shown_texts()), "what is looked for is there before"
    locking.lock()
    assert _has_case(_shown_texts()) == []
    qtbot.waitUntil(lambda: _live_case_data() == [], timeout=10_000)
    assert locking.screen is not None
    assert locking.screen.isVisible()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [locking.screen]


def test_the_local_files_are_closed_and_nothing_is_read_while_locked(
    locking: Locking, workspace: Workspace, qtbot: QtBot
) -> None:
    _open_case(locking, qtbot)
    folder = workspace.places.profile_folder(workspace.profile)
    assert _files_open(folder)
    locking.lock()
    assert _files_open(folder) == []
    for ask in (workspace.copies, workspace.outbox_entries, workspace.own_outbox, workspace.writable_copy):
        with pytest.raises(WrongKey, match="locked"):
            ask() if ask != workspace.outbox_entries else workspace.own_outbox()
    assert _files_open(folder) == []


def test_unlocking_leads_back_to_the_case_with_what_was_typed(locking: Locking, qtbot: QtBot) -> None:
    _open_case(locking, qtbot)
    window = _window(locking)
    window.case.does()["note"]()
    text = window.screens.currentWidget().findChild(QPlainTextEdit)
    qtbot.keyClicks(text, "half a thought about C-1")
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert locking.window is None
    assert locking.screen is not None
    assert _has_case(_shown_texts()) == []
    locking.screen.button.click()
    qtbot.waitUntil(lambda: _window(locking).places.at_case, timeout=20_000)
    restored = _window(locking).screens.currentWidget().findChild(QPlainTextEdit)
    assert restored.isVisible()
    assert restored.toPlainText() == "half a thought about C-1"
    assert locking.screen is None


def test_unlocking_leads_back_to_the_queue_as_it_was_filtered(locking: Locking, qtbot: QtBot) -> None:
    _window(locking).queue.filter_by("C-2")
    locking.lock()
    locking.unlock()
    qtbot.waitUntil(lambda: _window(locking).queue.is_read, timeout=20_000)
    assert _window(locking).queue.state().text == "C-2"
    assert not _window(locking).places.at_case


def test_another_key_leaves_it_locked_and_says_so(
    locking: Locking, desk: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    locking.lock()
    monkeypatch.setenv("BPO_DESK_KEY", "ab" * 32)
    locking.unlock()
    assert locking.window is None
    assert locking.screen is not None
    assert "key" in locking.screen._problem.text()
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    locking.unlock()
    assert locking.screen is None


def test_a_passphrase_is_asked_for_where_one_wraps_the_key(
    locking: Locking, workspace: Workspace, desk: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrap = passphrase_file(workspace.places.profile_folder(workspace.profile))
    raw = bytes.fromhex(str(desk.key))
    monkeypatch.setattr("secrets.token_bytes", lambda count: raw[:count])
    PassphraseKey(wrap, lambda: "correct horse").key(create=True)
    monkeypatch.delenv("BPO_DESK_KEY")
    locking.lock()
    screen = locking.screen
    assert screen is not None
    assert screen.passphrase.isVisible()
    QTest.keyClicks(screen.passphrase, "wrong horse")
    QTest.keyClick(screen.passphrase, Qt.Key.Key_Return)
    assert locking.screen is screen
    assert "passphrase" in screen._problem.text()
    assert screen.passphrase.text() == ""
    QTest.keyClicks(screen.passphrase, "correct horse")
    QTest.keyClick(screen.passphrase, Qt.Key.Key_Return)
    assert locking.screen is None


def test_idle_minutes_lock_and_a_key_or_the_mouse_begins_them_anew(locking: Locking) -> None:
    place = _window(locking).overlays.lock
    now = [0.0]
    place.elapsed = lambda: now[0]
    place._active_at = 0.0
    now[0] = 599.0
    place.look()
    assert locking.screen is None
    handle = _window(locking).windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    now[0] = 1_190.0
    place.look()
    assert locking.screen is None
    now[0] = 1_199.5
    place.look()
    assert locking.screen is not None


def test_a_machine_that_slept_is_locked_and_one_that_was_only_slow_is_not(locking: Locking) -> None:
    place = _window(locking).overlays.lock
    moment = [place._clock()]
    place._clock = lambda: moment[0]
    place.look()
    moment[0] += 50_000_000
    place.look()
    assert locking.screen is None
    moment[0] += 120_000_000
    place.look()
    assert locking.screen is not None


def test_never_is_never_unless_one_asks(locking: Locking, qtbot: QtBot) -> None:
    place = _window(locking).overlays.lock
    place._minutes = 0
    place.elapsed = lambda: 1e9
    place.look()
    assert locking.screen is None
    locking.bring_up()
    locking.lock()
    locking.bring_up("C-3")
    locking.unlock()
    qtbot.waitUntil(lambda: _window(locking).places.at_case, timeout=20_000)
