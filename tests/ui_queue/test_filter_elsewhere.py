"""What no column answers: words that somebody said and cases that I follow, asked in the filter line."""

from bpo_desk.models.filter_text import parse
from bpo_desk.models.filters import FieldIs, asked_elsewhere, depends_on_clock
from tests.ui_queue.test_queue_screen import cases


def ask(window, qtbot, text):
    window.queue.filter_by(text)
    qtbot.waitUntil(lambda: not window._background.is_busy("elsewhere"))


def test_words_that_somebody_said_keep_the_cases_that_have_them(window, desk, qtbot):
    desk.said = {7: "sent to the wrong address", 9: "address is right", 11: "lost"}
    ask(window, qtbot, "text:address")
    assert set(cases(window.queue)) == {7, 9}
    ask(window, qtbot, "text:address -text:wrong")
    assert set(cases(window.queue)) == {9}
    asked = len(desk.searches)
    ask(window, qtbot, "text:wrong")
    assert set(cases(window.queue)) == {7}
    assert len(desk.searches) == asked  # what was told before is not searched again


def test_the_cases_that_i_follow_are_found_with_other_words(window, desk, qtbot):
    desk.followed = {3, 4, 5}
    ask(window, qtbot, "followed:me")
    assert set(cases(window.queue)) == {3, 4, 5}
    ask(window, qtbot, "followed:me -INC0000004")
    assert set(cases(window.queue)) == {3, 5}


def test_half_an_index_is_said(window, desk, qtbot):
    desk.said, desk.searched_all = {7: "address"}, False
    ask(window, qtbot, "text:address")
    assert "indexed so far" in window.queue.filter_line.note
    ask(window, qtbot, "lost")
    assert not window.queue.filter_line.note


def test_after_new_data_the_words_are_searched_again(window, desk, qtbot):
    desk.said = {7: "address"}
    ask(window, qtbot, "text:address")
    desk.said = {7: "address", 8: "another address"}
    window.reading.read_again()
    qtbot.waitUntil(lambda: set(cases(window.queue)) == {7, 8})


def test_a_past_moment_has_no_words_to_search(window, desk, qtbot):
    window.reading.show_moment(1_795_000_000_000_000)
    qtbot.waitUntil(lambda: window.queue.as_of is not None)
    window.queue.filter_by("text:address")
    assert "past moment" in window.queue.filter_line.error


def test_the_fault_in_a_filter_is_said_and_underlined(window):
    window.queue.filter_by("lost colour:red")
    assert "colour" in window.queue.filter_line.error
    assert window.queue.filter_line.edit._fault == 5
    window.queue.filter_by("lost")
    assert window.queue.filter_line.edit._fault is None
    assert not window.queue.filter_line.error


def test_a_filter_knows_what_is_asked_elsewhere_and_what_the_clock_changes():
    wanted = parse('(text:"wrong addr",lost OR -followed:me) text="a phrase"')
    assert asked_elsewhere(wanted) == [
        FieldIs("text", "wrong addr"), FieldIs("text", "lost"), FieldIs("followed", "me"),
        FieldIs("text", "a phrase", exact=True),
    ]  # fmt: skip
    for text, moves in (("due<2d", True), ("-(x OR age>3d)", True), ("is:overdue", True), ("due:today", True),
                        ("due<2026-05-01", False), ("is:reopened lost", False)):  # fmt: skip
        assert depends_on_clock(parse(text)) is moves


def test_who_follows_a_case_now_finds_it_though_nobody_did_when_it_was_asked_before(window, desk, qtbot):
    window.queue.filter_by("followed:me")
    qtbot.waitUntil(lambda: len(window.queue.rows) == 0)
    window.queue.clear_filter()
    window.queue.table.selectRow(3)
    case = window.queue.rows.case(3)
    window.actions_by_name["work_follow"].trigger()
    panel = window.overlays.work.panel
    qtbot.waitUntil(lambda: panel._basis is not None)
    panel.go.click()
    qtbot.waitUntil(lambda: len(panel.results.results.entries) == 1)
    desk.followed = {case}
    window.queue.filter_by("followed:me")
    qtbot.waitUntil(lambda: len(window.queue.rows) == 1)
    desk.followed = {case, case + 1}  # followed in the case itself, while the list is shown
    window.whole.case.written.emit()
    qtbot.waitUntil(lambda: len(window.queue.rows) == 2)


def test_processes_are_offered_by_the_name_that_is_shown(window):
    offered = window.queue.view.values_like("process", "disp")
    assert offered
    assert all("disp" in name.casefold() for name in offered)
