"""Pictures of the lock screen: the key in the key store, from the environment, a passphrase that was wrong; before the
start, and where the passphrase is forgotten."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.ui import theme
from bpo_desk.ui.lock_screen import LockScreen
from tests.screens.pictures import check_picture


@pytest.mark.parametrize(
    ("name", "dark", "percent", "passphrase", "note"),
    [
        ("lock-light", False, 100, False, ""),
        ("lock-dark", True, 100, False, "cache key from BPO_DESK_KEY"),
        ("lock-200", False, 200, True, ""),
    ],
)
def test_the_lock_screen(qtbot: QtBot, name: str, dark: bool, percent: int, passphrase: bool, note: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setPalette(theme.palette(dark))
    application.setFont(theme.sized(application.font(), percent))
    screen = LockScreen(passphrase, note)
    qtbot.addWidget(screen)
    screen.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if passphrase:
        screen.say("The passphrase does not open the local copy.", "Type it again.")
    screen.resize(760, 520)
    screen.show()
    qtbot.waitExposed(screen)
    screen.setFocus()
    QApplication.sendPostedEvents()
    check_picture(screen, name)


@pytest.mark.parametrize(("name", "dark"), [("lock-start", False), ("lock-forgotten", True)])
def test_the_screen_before_the_start(qtbot: QtBot, name: str, dark: bool) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setPalette(theme.palette(dark))
    screen = LockScreen(True, starting=True)
    qtbot.addWidget(screen)
    screen.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    screen.resize(760, 640)
    screen.show()
    qtbot.waitExposed(screen)
    if name == "lock-forgotten":
        screen.forgotten.unfold.click()
    screen.setFocus()
    QApplication.sendPostedEvents()
    check_picture(screen, name)
