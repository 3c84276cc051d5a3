"""The real desk and its real window over what was synced."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.app.desktop import case_screen
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.background import Background
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.ui.window_memory import WindowMemory
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation


@contextmanager
def opened_desk(desk: Installation, monkeypatch: pytest.MonkeyPatch, **settings: object) -> Iterator[Workspace]:
    """The workspace of an installation that has synced, with these settings."""
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    opened = Workspace.open()
    opened.with_settings(**settings)
    yield opened
    opened.close()


@contextmanager
def opened_window(workspace: Workspace, qtbot: QtBot, case: str = "") -> Iterator[MainWindow]:
    """Its window, started, with a case if one is named."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    background = Background()
    window = MainWindow(workspace, background, Appearance(application, False), WindowMemory(None), case_screen)
    qtbot.addWidget(window)
    window.show()
    window.start(case)
    yield window
    background.shutdown()
