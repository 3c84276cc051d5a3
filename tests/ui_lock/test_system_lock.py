"""The desk locks as the system does: by real messages on a bus of one's own, at the real window; what is decoded of
Windows and macOS, where those systems are not needed for it."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from bpo_desk.app.locking import Locking
from bpo_desk.ui.system_lock import windows
from bpo_desk.ui.system_lock.macos import AWAY, CAN_SLEEP, WILL_SLEEP, MacLock, power_meaning
from bpo_desk.ui.system_lock.this_system import system_lock
from bpo_desk.ui.system_lock.watching import SystemLock
from bpo_desk.workspace.desk import Workspace
from tests.ui_lock.system_bus import Players, own_bus, playing
from tests.ui_lock.test_lock import (  # noqa: F401  # fixtures
    NUMBERS,
    _has_case,
    _shown_texts,
    desk,
    locking,
    workspace,
)


@contextmanager
def buses(monkeypatch: pytest.MonkeyPatch, without: str = "") -> Iterator[Players]:
    """Both buses, with who plays on them."""
    monkeypatch.delenv("XDG_SESSION_ID", raising=False)
    with own_bus("system") as system, own_bus("session") as session:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", system)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session)
        with playing(system, session, without=without) as players:
            yield players


@pytest.fixture
def players(monkeypatch: pytest.MonkeyPatch) -> Iterator[Players]:
    with buses(monkeypatch) as found:
        yield found


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without any bus."""
    monkeypatch.delenv("DBUS_SYSTEM_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr("bpo_desk.ui.system_lock.linux._SYSTEM_SOCKETS", ())


def told(locking: Locking, qtbot: QtBot) -> str:  # noqa: F811
    """What the button says of the system, once that is known."""
    assert locking.window is not None
    window = locking.window

    def words() -> str:
        found = [each.toolTip() for each in window.statusBar().findChildren(QToolButton)]
        return "".join(each.splitlines()[-1] for each in found if "Locks with the system" in each)

    qtbot.waitUntil(lambda: bool(words()), timeout=10_000)
    return words()


@pytest.mark.parametrize("what", ["lock", "hint", "saver"])
def test_the_systems_lock_takes_the_window_away(
    players: Players,
    locking: Locking,  # noqa: F811
    qtbot: QtBot,
    what: str,
) -> None:
    assert told(locking, qtbot) == "Locks with the system: yes"
    for harmless in ("no hint", "saver ends", "wake"):
        players.happens(harmless)
    qtbot.wait(100)
    assert locking.window is not None
    players.happens(what)
    qtbot.waitUntil(lambda: locking.window is None, timeout=10_000)
    assert locking.screen is not None
    assert _has_case(_shown_texts()) == []
    players.happens(what)  # again, while it is locked
    qtbot.wait(100)
    locking.unlock()
    assert told(locking, qtbot) == "Locks with the system: yes"  # the new window's button
    players.happens("lock")
    qtbot.waitUntil(lambda: locking.window is None, timeout=10_000)


def test_sleep_waits_until_the_desk_has_locked(
    players: Players,
    locking: Locking,  # noqa: F811
    workspace: Workspace,  # noqa: F811
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told(locking, qtbot)
    qtbot.waitUntil(lambda: players.happens("") == "held", timeout=10_000)
    real, seen = workspace.lock, []

    def lock() -> None:
        real()
        seen.append(players.happens(""))  # the key is forgotten now

    monkeypatch.setattr(workspace, "lock", lock)
    players.happens("sleep")
    qtbot.waitUntil(lambda: locking.window is None, timeout=10_000)
    assert seen == ["held"]
    qtbot.waitUntil(lambda: players.happens("") in ("let go", "nobody holds"), timeout=10_000)
    players.happens("wake")
    qtbot.waitUntil(lambda: players.happens("") == "held", timeout=10_000)
    locking.close()
    qtbot.waitUntil(lambda: players.happens("") != "held", timeout=10_000)


@pytest.mark.parametrize(("without", "happens"), [("logind", "saver"), ("saver", "lock"), ("holding", "sleep")])
def test_what_the_system_lacks_leaves_the_rest(
    qapp: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, without: str, happens: str
) -> None:
    with buses(monkeypatch, without) as found:
        lock, heard, lacks = system_lock(qapp), [], []
        lock.went_away.connect(heard.append)
        lock.told.connect(lacks.append)
        lock.begin()
        qtbot.waitUntil(lambda: lacks == [""], timeout=10_000)
        found.happens(happens)
        qtbot.waitUntil(lambda: len(heard) == 1, timeout=10_000)
        lock.stop()
        lock.deleteLater()


def test_without_a_bus_only_idle_minutes_lock_and_the_button_says_why(
    silence: None,
    locking: Locking,  # noqa: F811
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", logger="bpo_desk.lock")
    why = "there is no system bus and there is no session bus"
    assert told(locking, qtbot) == f"Locks with the system: no, because {why}"
    locking.lock()
    locking.unlock()
    assert told(locking, qtbot).endswith(why)
    said = [each.getMessage() for each in caplog.records if "with the system" in each.getMessage()]
    assert said == [f"locks with the system: no, because {why}; idle minutes only"]  # once


def test_a_setting_turns_it_off_and_never_is_never(
    silence: None,
    locking: Locking,  # noqa: F811
    workspace: Workspace,  # noqa: F811
    qtbot: QtBot,
) -> None:
    for changed, words in (
        ({"lock_with_system": False}, "Locks with the system: no, lock_with_system is off"),
        ({"lock_after_minutes": 0}, "It never locks by itself: lock_after_minutes is 0"),
    ):
        workspace.settings = workspace.settings._replace(lock_after_minutes=10, lock_with_system=True)
        workspace.settings = workspace.settings._replace(**changed)
        locking.lock()
        locking.unlock()
        assert locking.window is not None
        tips = [each.toolTip().rpartition("\n")[2] for each in locking.window.statusBar().findChildren(QToolButton)]
        assert words in tips
    qtbot.wait(10)


@pytest.mark.parametrize(
    ("message", "word", "what"),
    [
        (windows.WM_WTSSESSION_CHANGE, 7, "lock"),
        (windows.WM_WTSSESSION_CHANGE, 8, ""),  # unlocked
        (windows.WM_WTSSESSION_CHANGE, 5, ""),  # somebody logged on
        (windows.WM_WTSSESSION_CHANGE, 2, "disconnect"),
        (windows.WM_WTSSESSION_CHANGE, 4, "disconnect"),
        (windows.WM_POWERBROADCAST, 4, "sleep"),
        (windows.WM_POWERBROADCAST, 7, ""),  # awake again
        (0x0200, 7, ""),  # the mouse
    ],
)
def test_messages_of_windows_are_read_from_their_memory(qtbot: QtBot, message: int, word: int, what: str) -> None:
    ears, heard = windows.Ears(), []
    ears.heard.connect(heard.append)
    said = wintypes.MSG(message=message, wParam=word)
    assert ears.nativeEvent(b"windows_generic_MSG", ctypes.addressof(said)) == (False, 0)
    assert heard == ([what] if what else [])
    ears.deleteLater()


def test_macos_lets_sleep_go_on_after_the_desk_has_locked(qapp: QObject) -> None:
    lock, order = MacLock(qapp), []

    class Kit:
        """Stands for the system's library, which is not on this machine."""

        def IOAllowPowerChange(self, root: int, argument: int) -> None:
            order.append(f"go on {root} {argument}")

    lock._kit, lock._root = Kit(), 0
    lock.went_away.connect(order.append)
    for message in (CAN_SLEEP, WILL_SLEEP, 0xE0000300):
        lock._power(None, 0, message, message & 0xFF)
    assert order == ["go on 0 112", "sleep", "go on 0 128"]
    assert power_meaning(0xE0000300) == ("", False)
    assert AWAY["com.apple.screenIsLocked"] == "lock"
    lock.deleteLater()


def test_a_system_without_its_libraries_is_said_not_raised(qapp: QObject) -> None:
    if os.name == "nt" or os.uname().sysname == "Darwin":
        pytest.skip("this is a system with them")
    for system, words in (("darwin", "the frameworks of macOS"), ("plan9", "does not know how plan9 says it")):
        lock, told = system_lock(qapp, system) if system == "darwin" else SystemLock(qapp), []
        lock.told.connect(told.append)
        lock.begin()
        lock.stop()
        assert len(told) == 1
        assert words in told[0] or system == "plan9"
        lock.deleteLater()
