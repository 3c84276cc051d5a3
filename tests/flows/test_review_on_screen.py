"""A review, from the keys of the real window to the row and the log of the shared database."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bpo_desk.shared.engine import open_engine, reading
from bpo_desk.ui.main_window import MainWindow
from tests.flows.desk_commands import Installation


def stored(url: str) -> list[tuple[object, ...]]:
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            return [tuple(row) for row in connection.exec_driver_sql("SELECT reviewer, state, row_ver FROM review")]
    finally:
        engine.dispose()


def test_a_draft_is_kept_then_submitted_then_revised(
    window: MainWindow, desk: Installation, shared_url: str, qtbot: QtBot
) -> None:
    def until(true: Callable[[], bool]) -> None:
        qtbot.waitUntil(true, timeout=20_000)

    window.actions_by_name["review"].trigger()
    panel = window.overlays.review.panel
    until(panel.isVisible)
    assert panel.heading.text() == "C-1: review by Ada, round 1"
    qtbot.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "first" in panel.told.text(), "an empty review is not submitted"
    qtbot.keyClicks(panel.score, "3 of 5")
    qtbot.keyClicks(panel.findings, "late")
    panel.draft.click()
    until(lambda: "waits to be sent" in panel.told.text())
    qtbot.keyClicks(panel.text, "no reason was given")
    panel.close()
    assert panel.isVisible(), "what is typed is not lost by one key"
    panel._submit()
    until(lambda: panel.told.text().startswith("Submitted"))
    desk.sync(shared_url)
    assert stored(shared_url) == [("Ada", "submitted", 2)]
    panel.score.setText("4 of 5")
    panel._submit()
    until(lambda: panel.told.text().startswith("Revised"))
    panel.close()
    assert not panel.isVisible()
    desk.sync(shared_url)
    assert stored(shared_url) == [("Ada", "revised", 3)]
    kinds = [event["kind"] for event in desk.case("C-1")["events"] if event["kind"].startswith("review")]
    assert kinds == ["review_submitted", "review_revised"]
