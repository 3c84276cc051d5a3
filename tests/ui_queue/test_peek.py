"""The peek beside the queue, and walking its rows."""

from PySide6.QtCore import Qt

from bpo_desk.ui.jump_box import listed
from tests.ui_queue.synthetic import DAY, NOW


def peeked(qtbot, window):
    """Wait until the peek shows the current case; its words."""
    place = window.places.peek
    table = window.queue.table
    number = table.queue_model.index(table.currentIndex().row(), 0).data()
    qtbot.waitUntil(lambda: place.is_open and place._pane.words().startswith(number))
    return place._pane.words()


def test_space_peeks_into_the_current_row_follows_the_cursor_and_closes(window, qtbot):
    table = window.queue.table
    table.selectRow(2)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert "INC" in peeked(qtbot, window)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 3
    peeked(qtbot, window)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert not window.places.peek.is_open


def test_esc_closes_the_peek_before_it_takes_a_filter_away(window, qtbot):
    window.queue.filter_by("sla:met")
    window.queue.table.selectRow(0)
    window.places.peek.toggle()
    peeked(qtbot, window)
    window.places.up()
    assert not window.places.peek.is_open
    assert window.queue.filter_line.text() == "sla:met"
    window.places.up()
    assert window.queue.filter_line.text() == ""


def test_the_peek_in_a_past_queue_is_of_that_moment(window, desk, qtbot):
    window.queue.sides.moment_wanted.emit(NOW - DAY)
    qtbot.waitUntil(lambda: window.queue.as_of is not None)
    window.queue.table.selectRow(0)
    window.places.peek.toggle()
    peeked(qtbot, window)
    assert desk.opened_as_of[-1] == NOW - DAY


def test_walking_on_the_case_screen_follows_order_and_filter_of_the_queue(window, qtbot):
    window.queue.filter_by("holder:ann")
    window.queue.sort_by("age")
    rows = window.queue.table.queue_model.rows
    listed = [rows.case(row) for row in range(4)]
    window.queue.table.selectRow(0)
    window.queue.open_current()
    qtbot.waitUntil(lambda: window.places.case_shown == listed[0])
    for case in listed[1:]:
        window.actions_by_name["next"].trigger()
        qtbot.waitUntil(lambda case=case: window.places.case_shown == case)
    window.actions_by_name["previous"].trigger()
    qtbot.waitUntil(lambda: window.places.case_shown == listed[2])


def test_a_list_is_pasted_in_any_of_the_usual_forms():
    assert listed("INC1\r\n INC2,\n\nINC1") == ["INC1", "INC2"]
    assert listed("INC1, INC2;INC3\tINC4") == ["INC1", "INC2", "INC3", "INC4"]
    assert listed("card lost, abroad") == ["card lost, abroad"]


def test_numbers_not_found_are_named_with_the_nearest_one(window):
    window.whole.jumps.list_numbers(["INC0000012", "INC000013", "INC9999999"])
    assert len(window.queue.rows) == 2
    assert "1 of 3 numbers are of no case here: INC9999999" in window.whole.jumps._notice.words()
    window.whole.jumps.list_numbers(["INC0000012", "INC0000913"])
    assert "INC0000913 (nearest: INC0000013)" in window.whole.jumps._notice.words()


def test_a_mistyped_number_in_the_jump_box_says_which_ones_are_like_it(window):
    window.jump("INC0000913")
    assert "INC0000013" in window.queue.empty.words()
