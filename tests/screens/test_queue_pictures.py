"""Pictures of the queue: light, dark, empty, large text, long texts, a source that tells little."""

import time

import pytest
from PySide6.QtTest import QTest

from bpo_desk.models.capability import Capability
from tests.screens.pictures import check_picture
from tests.ui_queue.conftest import SyntheticDesk, desk, open_window  # noqa: F401  # fixtures
from tests.ui_queue.synthetic import DAY, NOW, synthetic

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
        act(window)
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
