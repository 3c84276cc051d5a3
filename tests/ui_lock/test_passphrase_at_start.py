"""A desk whose key waits for a passphrase: it begins with a screen of its own and reads nothing before."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.app.locking import Locking
from bpo_desk.cache.key import passphrase_file
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError, WrongKey, WrongUsage
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.lock_screen import LockScreen
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.small_logs import write_csv

WORDS, NEW = "correct horse battery", "staple paper clip box"


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A desk over three synced cases, with its key under a passphrase."""
    desk = Installation(tmp_path / "home")
    url = sqlite_url(tmp_path / "shared.db")
    desk.done("admin", "init", "--to", url)
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    desk.sync(url)
    desk.done("admin", "rotate-key", "--keep", "passphrase", "--secrets-stdin", stdin=f"{WORDS}\n")
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.delenv("BPO_DESK_KEY", raising=False)
    return Installation(desk.home, None)


@pytest.fixture
def begun(closed: Installation) -> Iterator[Workspace]:
    workspace = Workspace.begun()
    yield workspace
    workspace.close()


@pytest.fixture
def locking(begun: Workspace, qtbot: QtBot) -> Iterator[Locking]:
    """As the desktop begins with it."""
    application = new_application([])
    file = begun.places.window_file(begun.profile)
    found = Locking(begun, lambda: new_window(application, begun, file, case_screen))
    found.begin_locked("C-2")
    yield found
    if found.window is not None:
        found.window.close()
        found.window.deleteLater()
    found.close()
    if found.screen is not None:
        found.screen.deleteLater()


def screen_of(locking: Locking) -> LockScreen:
    assert locking.screen is not None
    return locking.screen


def say(screen: LockScreen, words: str) -> None:
    QTest.keyClicks(screen.passphrase, words)
    QTest.keyClick(screen.passphrase, Qt.Key.Key_Return)


def test_nothing_of_the_copy_is_read_before_the_passphrase(locking: Locking, begun: Workspace, qtbot: QtBot) -> None:
    screen = screen_of(locking)
    assert locking.window is None
    assert screen.passphrase.isVisible()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [screen]
    folder = begun.places.profile_folder(begun.profile)
    links = Path("/proc/self/fd")
    if links.is_dir():
        opened = [os.path.realpath(each) for each in links.iterdir()]
        assert not [each for each in opened if each.startswith(str(folder))]
    for ask in (begun.first_page, begun.engagements, begun.own_outbox, begun.writable_copy):
        with pytest.raises(WrongKey, match="locked"):
            ask()
    say(screen, WORDS)
    qtbot.waitUntil(lambda: locking.window is not None and locking.window.places.at_case, timeout=20_000)
    assert locking.screen is None


def test_a_wrong_passphrase_is_told_and_the_right_one_opens(locking: Locking, qtbot: QtBot) -> None:
    screen = screen_of(locking)
    say(screen, "wrong horse")
    assert locking.window is None
    assert "does not open" in screen._problem.text()
    assert screen.passphrase.text() == ""
    say(screen, WORDS)
    assert locking.window is not None
    qtbot.waitUntil(lambda: locking.window is not None and locking.window.queue.is_read, timeout=20_000)


def test_it_can_be_locked_and_unlocked_afterwards(locking: Locking, qtbot: QtBot) -> None:
    say(screen_of(locking), WORDS)
    qtbot.waitUntil(lambda: locking.window is not None and locking.window.queue.is_read, timeout=20_000)
    locking.lock()
    assert screen_of(locking).passphrase.isVisible()
    say(screen_of(locking), WORDS)
    assert locking.window is not None


def test_a_forgotten_passphrase_puts_the_files_aside_and_begins_anew(
    locking: Locking, begun: Workspace, qtbot: QtBot
) -> None:
    panel = screen_of(locking).forgotten
    folder = begun.places.profile_folder(begun.profile)
    before = {name: (folder / name).read_bytes() for name in ("cache.db", "outbox.db", "key.json")}
    QTest.mouseClick(panel.unfold, Qt.MouseButton.LeftButton)
    assert not panel.anew.isEnabled()
    QTest.keyClicks(panel.first, NEW)
    QTest.keyClicks(panel.second, NEW)
    QTest.keyClick(panel.second, Qt.Key.Key_Return)
    assert "not ticked" in screen_of(locking)._problem.text()
    panel.known.setChecked(True)
    QTest.keyClicks(panel.second, "x")
    QTest.mouseClick(panel.anew, Qt.MouseButton.LeftButton)
    assert "differ" in screen_of(locking)._problem.text()
    assert {name: (folder / name).read_bytes() for name in before} == before
    QTest.keyClicks(panel.second, NEW)
    QTest.mouseClick(panel.anew, Qt.MouseButton.LeftButton)
    assert locking.window is not None
    aside = folder / "set-aside-1"
    assert {name: (aside / name).read_bytes() for name in before} == before
    assert begun.engagements() == []
    lines: list[str] = []
    begun.start_sync(lines.append)
    qtbot.waitUntil(lambda: any('"synced"' in line for line in lines), timeout=60_000)
    assert [each.code for each in begun.engagements()] == ["acme"]
    begun.stop_sync()


def test_a_short_new_passphrase_moves_nothing(begun: Workspace) -> None:
    folder = begun.places.profile_folder(begun.profile)
    before = sorted(path.name for path in folder.rglob("*"))
    with pytest.raises(WrongUsage, match="5 characters"):
        begun.start_anew("short")
    assert sorted(path.name for path in folder.rglob("*")) == before
    assert begun.is_locked


def test_files_that_cannot_be_moved_are_all_where_they_were(begun: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = begun.places.profile_folder(begun.profile)
    before = sorted(path.name for path in folder.iterdir())
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name.startswith("outbox.db") and "set-aside" in str(target):
            raise PermissionError(13, "in use")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        with pytest.raises(DeskError, match="cannot be put aside") as found:
            begun.start_anew(NEW)
    assert found.value.code == "in_use"
    assert sorted(path.name for path in folder.iterdir()) == before
    begun.unlock(WORDS)


def test_files_put_back_open_with_the_old_passphrase(begun: Workspace) -> None:
    begun.start_anew(NEW)
    begun.lock()
    folder = begun.places.profile_folder(begun.profile)
    for path in (folder / "set-aside-1").iterdir():
        path.replace(folder / path.name)
    begun.unlock(WORDS)
    assert [each.code for each in begun.engagements()] == ["acme"]
    Cache.open(begun.places.cache_file(begun.profile), begun.key).close()
    Outbox.open_or_create(begun.places.outbox_file(begun.profile), begun.key).close()
    assert passphrase_file(folder).is_file()


def test_a_text_size_is_not_put_on_twice_by_locking(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    first = Appearance(application, dark=False, percent=150)
    size = application.font().pointSizeF()
    again = Appearance(application, dark=False, percent=150)
    assert application.font().pointSizeF() == size
    for each in (first, again):
        each.set_percent(100)
    assert application.font().pointSizeF() == pytest.approx(size / 1.5, abs=0.5)
