"""Pictures of the tray of what needs attention: a review edited at two desks, dark, empty, edited, with large text."""

from datetime import UTC

import pytest
from PySide6.QtWidgets import QApplication

from bpo_desk.models.review import Review
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.attention.attention_panel import AttentionPanel
from bpo_desk.ui.review.review_panel import ReviewPanel
from bpo_desk.workspace.attention import Tray
from tests.outbox.desks import NOW
from tests.screens.pictures import check_picture
from tests.screens.test_queue_pictures import a_cursor_that_stands_still  # noqa: F401
from tests.ui_attention.stories import HOUR, MINE, a_tray


@pytest.fixture
def panel(qtbot):
    """A function that opens the tray."""
    application = QApplication.instance()
    before = application.palette(), application.font()

    def take(tray, dark=False, percent=100):
        Appearance(application, dark, percent).ensure_font()
        found = AttentionPanel(UTC, lambda: NOW)
        qtbot.addWidget(found)
        found.begin()
        found.show_tray(tray)
        found.shut.setFocus()
        return found

    yield take
    application.setPalette(before[0])
    application.setFont(before[1])


def finish(found, qtbot, width, height, name):
    found.setFixedSize(width, height)
    qtbot.wait(150)
    check_picture(found, name)


@pytest.mark.parametrize("dark", [False, True])
def test_a_review_edited_at_two_desks_offline(panel, qtbot, dark):
    finish(panel(a_tray(), dark), qtbot, 980, 560, f"attention-review{'-dark' if dark else ''}")


def test_an_empty_tray(panel, qtbot):
    finish(panel(Tray()), qtbot, 980, 200, "attention-empty")


def test_with_large_text(panel, qtbot):
    finish(panel(a_tray(), percent=200), qtbot, 1300, 1000, "attention-review-200")


def test_editing_before_it_is_sent(panel, qtbot):
    found = panel(a_tray())
    found.change.click()
    found.shut.setFocus()
    finish(found, qtbot, 980, 560, "attention-edit")


def test_what_was_decided(panel, qtbot):
    found = panel(Tray((), a_tray().decided))
    found.log.click()
    found.shut.setFocus()
    finish(found, qtbot, 980, 260, "attention-decided")


def test_the_review_that_the_conflict_is_about(panel, qtbot):
    panel(Tray()).close()
    found = ReviewPanel(UTC)
    qtbot.addWidget(found)
    found.show_review("INC0042", Review(MINE, "Ada", NOW - HOUR, 2, pending=True))
    found.shut.setFocus()
    finish(found, qtbot, 720, 380, "review-draft")
