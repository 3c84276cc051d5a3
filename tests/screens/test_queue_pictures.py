"""Pictures of the queue: light, dark, empty, large text, long texts, a source that tells little."""

import json
import time

import pytest
from PySide6.QtTest import QTest

from bpo_desk.models.capability import Capability
from bpo_desk.ui.queue.cell import COLUMN_INDEX
from tests.screens.pictures import check_picture
from tests.ui_queue.conftest import Status, SyntheticDesk, desk, open_window  # noqa: F401  # fixtures
from tests.ui_queue.synthetic import DAY, HOUR, NOW, synthetic

SIZE = (1440, 900)


@pytest.fixture(autouse=True)
def zone_of_the_pictures(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture(autouse=True)
def a_cursor_that_stands_still(qapp):
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(before)


@pytest.fixture
def picture(qtbot, desk: SyntheticDesk, open_window):  # noqa: F811
    """A function that opens the window, does something in it, and compares what it looks like."""

    def take(name: str, act=lambda window: None, **look) -> None:
        window = open_window(**look)
        window.resize(*SIZE)
        qtbot.waitUntil(lambda: not window._background.is_busy("sync status"))
        if len(window.queue.table.queue_model.rows):
            window.queue.table.selectRow(3)
        window.grab()  # lays out: large text asks for a larger window
        qtbot.wait(50)
        act(window)
        qtbot.waitUntil(lambda: not window._background.is_busy("sync panel"))
        qtbot.wait(300)  # a clear button fades in
        check_picture(window, name)

    return take


def test_queue_light(picture):
    picture("queue-light")


def test_queue_dark(picture):
    picture("queue-dark", dark=True)


def test_queue_with_large_text(picture):
    picture("queue-200", percent=200)


def test_queue_with_german_texts(picture, desk):  # noqa: F811
    desk.queues = [synthetic(300, german=True)]
    picture("queue-german")


def test_queue_of_a_source_that_tells_little(picture, desk):  # noqa: F811
    desk.queues = [synthetic(300, capability=int(Capability.TIMES | Capability.RESOURCES))]
    picture("queue-unknown", dark=True)


def test_empty_queue(picture, desk):  # noqa: F811
    desk.queues = [synthetic(0)]
    picture("queue-empty")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_million_cases(picture, desk):  # noqa: F811
    desk.queues = [synthetic(1_000_000)]

    def act(window):
        window.queue.table.verticalScrollBar().setValue(500_000)

    picture("queue-million", act)


def sync_says(window, desk, **line):  # noqa: F811
    """One line of the sync process."""
    QTest.qWait(200)
    window.sync.start()
    while not desk.syncs:
        QTest.qWait(10)
    desk.syncs[0](json.dumps(line))
    QTest.qWait(50)


@pytest.mark.parametrize("dark", [False, True])
def test_the_queue_offline_says_how_old_it_is(picture, desk, dark):  # noqa: F811
    desk.status = Status(NOW - 26 * HOUR)
    words = {"message": "The shared database does not answer.", "next_step": "The desk tries again by itself."}

    def act(window):
        sync_says(window, desk, event="error", **words)

    picture("queue-offline-dark" if dark else "queue-offline", act, dark=dark)


def test_a_login_without_any_right_sees_why_there_may_be_nothing(picture, desk):  # noqa: F811
    desk.queues = []
    picture("queue-no-rights", lambda window: QTest.qWait(200), wait=False)


def test_a_login_whose_right_was_taken_away(picture, desk):  # noqa: F811
    desk.queues = []
    words = {
        "message": "This login has no right to read the shared database.",
        "next_step": "Ask whoever administers it for a role in the engagement.",
    }
    picture("queue-refused", lambda window: sync_says(window, desk, event="error", **words), dark=True, wait=False)


def test_what_was_asked_for_as_a_column(picture, desk):  # noqa: F811
    def act(window):
        first = [window.queue.rows.case(row) for row in range(8)]
        words = ["pending", "pending", "done", "taken_back", "over"]
        desk.asked = dict(zip(first[1:], words, strict=False))
        header = window.queue.table.horizontalHeader()
        window.queue.table.setColumnHidden(COLUMN_INDEX["asked"], False)
        header.moveSection(header.visualIndex(COLUMN_INDEX["asked"]), 4)
        window.queue.ask()
        while window._background.is_busy("elsewhere"):
            QTest.qWait(10)

    picture("queue-asked", act)


def test_a_filter_that_hides_everything(picture):
    picture("queue-filtered-away", lambda window: window.queue.filter_by("no such words"))


def test_a_filter_that_is_wrong(picture):
    picture("queue-wrong-filter", lambda window: window.queue.filter_by("due<soon"))


def test_chips_and_filter_together(picture):
    def act(window):
        window.queue.chips.choose({"overdue"})
        window.queue.filter_by("holder:ann,bilal")

    picture("queue-chips", act)


def counted(window):
    """Open the groups by step and wait until they are counted."""
    window.queue.toggle_groups()
    window.queue.sides.groups.choose("step")
    window.queue.sides.groups_wanted.emit()
    while window._background.is_busy("groups"):
        QTest.qWait(10)


def test_groups_beside_the_queue(picture):
    picture("queue-groups", counted)


def test_groups_with_large_text_in_dark(picture):
    picture("queue-groups-200", counted, dark=True, percent=200)


def test_the_queue_of_another_moment(picture):
    picture("queue-as-of", lambda window: window.queue.sides._want(NOW - 3 * DAY), dark=True)


def test_a_number_that_no_case_has(picture):
    picture("queue-nearest", lambda window: window.jump("INC0000913"))


def test_the_command_palette(picture):
    picture("palette", lambda window: window.actions_by_name["commands"].trigger(), dark=True)


@pytest.mark.parametrize("look", ["", "-dark", "-200"])
def test_what_the_jump_box_offers(qtbot, open_window, look):  # noqa: F811
    window = open_window(dark=look == "-dark", percent=200 if look == "-200" else 100)
    window.resize(*SIZE)
    window.show()
    qtbot.waitUntil(lambda: window.queue.is_read)
    jump = window.top.jump
    jump.setFocus()
    QTest.keyClicks(jump, "an")
    qtbot.waitUntil(lambda: len(jump.offered()) > 1 and not any("Searching" in words for words in jump.offered()))
    check_picture(jump._offers.popup(), f"jump-offers{look}")
