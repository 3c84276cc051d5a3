"""An installation of its own for each test, and a running desk over a small log with its window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bpo_desk.ui.main_window import MainWindow
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import write_csv
from tests.flows.windows import opened_desk, opened_window


@pytest.fixture
def desk(tmp_path: Path) -> Installation:
    """A desk with nothing in it yet."""
    return Installation(tmp_path / "home")


@pytest.fixture
def workspace(
    desk: Installation, shared_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    """A running desk over three synced cases; its writer is called Ada."""
    desk.import_json(shared_url, write_csv(tmp_path / "log.csv"))
    desk.sync(shared_url)
    with opened_desk(desk, monkeypatch, display_name="Ada") as opened:
        yield opened


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> Iterator[MainWindow]:
    """The real window on case C-1."""
    with opened_window(workspace, qtbot, "C-1") as window:
        qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)
        yield window
