"""From a step on the Process screen to the queue: the count on the step is the count of the rows it opens."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from bpo_desk.app.demo import demo_workspace
from bpo_desk.app.desktop import case_screen, new_window
from bpo_desk.cache.key import KEY_VARIABLE
from bpo_desk.ui.main_window import MainWindow
from tests.conftest import TEST_KEY


@pytest.fixture
def window(qapp: QApplication, qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window on a real demo of 120 cases: shared database, sync, encrypted copy."""
    monkeypatch.setenv(KEY_VARIABLE, TEST_KEY)
    workspace = demo_workspace(1, 120, date(2026, 11, 20))
    made, background = new_window(qapp, workspace, None, case_screen)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.queue.is_read, timeout=20_000)
    yield made
    made.close()
    background.shutdown()
    workspace.close()
    made.deleteLater()
    qapp.sendPostedEvents()


def test_every_step_opens_as_many_rows_as_it_counts(window: MainWindow, qtbot) -> None:
    window.actions_by_name["process"].trigger()
    qtbot.waitUntil(lambda: window.places.at_process, timeout=20_000)
    screen = window.process.screen
    assert screen is not None
    assert screen.view is not None
    figures = [one for one in screen.view.figures if one.cases]
    assert figures
    for one in figures:
        screen.step_chosen.emit(one.filter_text)
        assert window.places.name == "queue"
        qtbot.waitUntil(lambda one=one: len(window.queue.table.queue_model.rows) == one.cases, timeout=5_000)
    window.actions_by_name["back"].trigger()
    qtbot.waitUntil(lambda: window.places.at_process, timeout=20_000)
