"""Groups beside the queue, the queue of another moment, and the way back from both."""

import pytest
from PySide6.QtCore import Qt

from bpo_desk.ui.queue.group_panel import BY
from tests.ui_queue.synthetic import DAY, NOW


def counted(qtbot, window, by="holder"):
    """Open the groups, and wait until they are counted."""
    sides = window.queue.sides
    if not sides.groups_shown:
        window.queue.toggle_groups()
    sides.groups.choose(by)
    sides.groups_wanted.emit()
    qtbot.waitUntil(lambda: not window._background.is_busy("groups"))
    return sides.groups


@pytest.mark.parametrize("by", [key for key, _words in BY])
def test_each_group_opens_as_many_rows_as_it_says(window, qtbot, by):
    window.queue.filter_by("-status:closed OR sla:met")
    panel = counted(qtbot, window, by)
    everything = [panel.groups.group(row) for row in range(panel.groups.rowCount())]
    assert everything
    for group in everything:
        panel.group_chosen.emit(group)
        assert window.queue.filter_line.error == ""
        assert len(window.queue.table.queue_model.rows) == group.count
        window.places.back()
        assert window.queue.filter_line.text() == "-status:closed OR sla:met"


def test_back_takes_a_group_away_and_forward_brings_it_again(window, qtbot):
    panel = counted(qtbot, window)
    all_rows = len(window.queue.table.queue_model.rows)
    index = panel.groups.index(0, 0)
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=panel.table.visualRect(index).center())
    narrowed = len(window.queue.table.queue_model.rows)
    assert narrowed < all_rows
    window.actions_by_name["back"].trigger()
    assert len(window.queue.table.queue_model.rows) == all_rows
    window.actions_by_name["forward"].trigger()
    assert len(window.queue.table.queue_model.rows) == narrowed


def test_a_filter_changed_after_a_group_survives_the_way_into_a_case_and_back(window, qtbot):
    panel = counted(qtbot, window)
    panel.group_chosen.emit(panel.groups.group(0))
    window.queue.filter_by("sla:met")
    window.queue.table.selectRow(0)
    window.queue.open_current()
    qtbot.waitUntil(lambda: window.places.at_case)
    window.actions_by_name["back"].trigger()
    assert window.queue.filter_line.text() == "sla:met"


def test_groups_follow_the_filter(window, qtbot):
    panel = counted(qtbot, window, "side")
    window.queue.filter_by("side:client")
    qtbot.waitUntil(lambda: not window._background.is_busy("groups"))
    assert [panel.groups.group(row).name for row in range(panel.groups.rowCount())] == ["client"]


def test_the_queue_of_a_moment_is_seen_as_then_until_back_to_now(window, desk, qtbot):
    then = NOW - 3 * DAY
    window.queue.ask_moment()
    window.queue.sides._want(then)
    assert "Making" in window.queue.sides.bar_words()
    qtbot.waitUntil(lambda: "As of 18 Nov 2026" in window.queue.sides.bar_words())
    assert desk.asked_as_of[-1] == then
    window.queue.look_at_clock()
    assert window.queue._view.now == then
    assert "as of 18 Nov 2026" in window.queue.shown().filter
    window.sync.changed.emit(None)
    assert desk.asked_as_of[-1] == then
    window.queue.sides._back_to_now()
    qtbot.waitUntil(lambda: window.queue._view.as_of is None)
    assert window.queue.sides.bar_words() == ""
    assert window.queue._view.now == NOW


def test_a_past_queue_is_never_stored_as_the_first_page_of_the_next_start(window, desk, qtbot):
    desk.page = None
    window.queue.sides.moment_wanted.emit(NOW - DAY)
    qtbot.waitUntil(lambda: window.queue._view.as_of is not None)
    window.reading._save_first_page()
    qtbot.waitUntil(lambda: not window._background.is_busy("first page"))
    assert desk.page is None


def test_the_field_reads_the_moment_in_the_zone_that_is_shown(window):
    window.queue.ask_moment()
    bar = window.queue.sides._made_bar()
    bar.set_moment(NOW - 5 * DAY)
    assert bar.moment() == NOW - 5 * DAY
