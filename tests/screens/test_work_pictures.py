"""Pictures of the panel of work on chosen cases: light, dark, narrow with large text, with results."""

from dataclasses import replace

import pytest

from bpo_desk.cache.outbox import EntryState
from bpo_desk.models.deeds import DeedKind
from bpo_desk.ui.queue.row_selection import select_rows
from tests.screens.pictures import check_picture
from tests.screens.test_queue_pictures import a_cursor_that_stands_still, zone_of_the_pictures  # noqa: F401
from tests.ui_queue.conftest import desk, open_window  # noqa: F401  # fixtures

KEPT = "Call the customer back before noon; the address on the card is the old one."


@pytest.fixture
def panel(qtbot, open_window):  # noqa: F811
    """A function that opens the panel on thirty cases and lets `fill` fill its form."""

    def take(deed, fill=lambda form: None, count=30, **look):
        window = open_window(**look)
        select_rows(window.queue.table, list(range(count)), [0])
        window.overlays.work.begin(deed)
        found = window.overlays.work.panel
        qtbot.waitUntil(lambda: found._basis is not None)
        fill(found.form)
        found.leave.setFocus()
        qtbot.wait(150)  # a label that wraps gets its height in the next turn
        return window, found

    return take


def a_request(form):
    form.to.setEditText("Bilal Rahman")
    form.reason.setText("Ann is away until Thursday")


def test_asking_for_reassignment(panel, qtbot):
    found = panel("reassign", a_request)[1]
    found.setFixedSize(720, 300)
    qtbot.wait(150)
    check_picture(found, "work-reassign")


def test_a_note_in_dark(panel, qtbot):
    def fill(form):
        form.step.setText("Call back")
        form.to.setEditText("Back office")
        form.text.setPlainText(KEPT)

    found = panel("task", fill, dark=True)[1]
    found.form.choose(DeedKind.NOTE)
    found.setFixedSize(720, 340)
    qtbot.wait(150)
    check_picture(found, "work-note-dark")


def test_narrow_with_large_text(panel, qtbot):
    found = panel("reassign", a_request, percent=200)[1]
    found.setFixedSize(560, 640)
    qtbot.wait(150)
    check_picture(found, "work-reassign-narrow-200")


@pytest.mark.parametrize("dark", [False, True])
def test_the_results(panel, desk, qtbot, dark):  # noqa: F811
    window, found = panel("reassign", a_request, count=14, dark=dark)
    found.go.click()
    qtbot.waitUntil(lambda: bool(found.results.results.entries))
    desk.entries[0] = replace(desk.entries[0], state=EntryState.OK)
    words = "ann, as viewer, may not write this in NWB."
    desk.entries[2] = replace(desk.entries[2], state=EntryState.REJECTED, words=words)
    window.sync.read_outbox()
    qtbot.waitUntil(lambda: "refused" in found.outcome.text())
    found.setFixedSize(860, 620)
    qtbot.wait(150)
    check_picture(found, f"work-results{'-dark' if dark else ''}")
