"""Copying for others: links to cases and queues, rows in one line, and cells that stay in their columns."""

from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from bpo_desk.models.desk_link import DeskLink, read_link
from bpo_desk.ui.queue.copying import row_line
from bpo_desk.ui.queue.row_selection import select_rows
from tests.ui_queue.synthetic import synthetic


def clipboard():
    return QGuiApplication.clipboard().text()


def test_the_link_of_the_case_in_front_leads_back_to_it(window, qtbot):
    window.places.open_case(42)
    qtbot.waitUntil(lambda: window.places.at_case)
    window.actions_by_name["copy_link"].trigger()
    assert clipboard() == "bpodesk://case/NWB/INC0000042"
    window.places.show_queue()
    window.bring_up(clipboard())
    qtbot.waitUntil(lambda: window.places.at_case)
    assert window.places.case_shown == 42


def test_chosen_rows_give_one_link_each_and_none_the_filtered_queue(window):
    table = window.queue.table
    select_rows(table, [0, 2], [0])
    window.actions_by_name["copy_link"].trigger()
    rows = table.queue_model.rows
    assert [read_link(line).case for line in clipboard().splitlines()] == [
        f"INC{rows.case(row):07d}" for row in (0, 2)
    ]  # fmt: skip
    assert "<a href=" in QGuiApplication.clipboard().mimeData().html()
    window.queue.chips.choose({"overdue"})
    window.queue.filter_by("side:client OR side:provider")
    table.clearSelection()
    window.actions_by_name["copy_link"].trigger()
    found = read_link(clipboard())
    assert found == DeskLink("NWB", where="(side:client OR side:provider) is:overdue")
    before = len(table.queue_model.rows)
    window.queue.clear_filter()
    window.queue.filter_by(found.where)
    assert len(table.queue_model.rows) == before


def test_a_list_of_cases_has_no_link_and_says_so(window):
    said: list[str] = []
    window.whole.jumps.list_numbers(["INC0000007"])
    window.queue.table.clearSelection()
    window.queue.status_changed.connect(said.append)
    window.actions_by_name["copy_link"].trigger()
    assert "has no link" in said[-1]


def test_a_row_in_one_line_says_whose_hands_and_as_of_when(window, desk, qtbot):
    select_rows(window.queue.table, [0, 1], [0])
    QGuiApplication.clipboard().clear()
    window.actions_by_name["copy_lines"].trigger()
    qtbot.waitUntil(lambda: clipboard() != "")
    assert [(len(numbers), form, what) for _code, numbers, form, what in desk.noted_copies] == [
        (2, "clipboard", "lines")
    ]
    lines = clipboard().splitlines()
    assert len(lines) == 2
    rows = window.queue.table.queue_model.rows
    assert lines[0] == row_line(rows, 0)
    assert lines[0].startswith(f"INC{rows.case(0):07d}: ")
    assert "in whose hands: " in lines[0]
    assert "data as of 2026-11-21" in lines[0]


def test_a_tab_or_line_break_of_a_title_shifts_no_cell(open_window, desk, qtbot):
    queue = synthetic(20)
    values = [text.replace(" ", "\t", 1) + "\nmore" if text else text for text in queue.dictionaries.values]
    desk.queues = [replace(queue, dictionaries=replace(queue.dictionaries, values=values))]
    window = open_window()
    window.queue.table.selectAll()
    QGuiApplication.clipboard().clear()
    window.queue.copy()
    qtbot.waitUntil(lambda: clipboard() != "")
    lines = clipboard().rstrip("\n").split("\n")
    assert len(lines) == 21
    assert len({line.count("\t") for line in lines}) == 1


def test_a_title_that_begins_a_formula_is_none_where_the_rows_are_pasted(open_window, desk, qtbot):
    queue = synthetic(20)
    values = [f"=cmd|'/C calc'!A{number}" if text else text for number, text in enumerate(queue.dictionaries.values)]
    desk.queues = [replace(queue, dictionaries=replace(queue.dictionaries, values=values))]
    window = open_window()
    window.queue.table.selectAll()
    QGuiApplication.clipboard().clear()
    window.queue.copy()
    qtbot.waitUntil(lambda: clipboard() != "")
    cells = [cell for line in clipboard().splitlines() for cell in line.split("\t")]
    assert [cell for cell in cells if cell.startswith("'=cmd|")]
    assert not [cell for cell in cells if cell.startswith("=")]
    html = QGuiApplication.clipboard().mimeData().html()
    assert "cmd|" in html
    assert "<td>=" not in html


def test_walking_with_j_and_k_goes_along_the_rows_as_they_stand(window, qtbot):
    window.queue.sort_by("number")
    window.queue.table.selectRow(0)
    rows = window.queue.table.queue_model.rows
    wanted = [rows.case(row) for row in range(4)]
    window.queue.open_current()
    qtbot.waitUntil(lambda: window.places.case_shown == wanted[0])
    for case in wanted[1:]:
        window.actions_by_name["next"].trigger()
        qtbot.waitUntil(lambda case=case: window.places.case_shown == case)
    window.actions_by_name["previous"].trigger()
    qtbot.waitUntil(lambda: window.places.case_shown == wanted[2])
