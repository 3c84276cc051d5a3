"""The queue screen on synthetic queues: what it shows, what stays when it changes, what the keys do."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from bpo_desk.models.capability import Capability
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.settings import Settings
from bpo_desk.ui.queue.cell import COLUMN_INDEX, COLUMNS
from bpo_desk.ui.queue.queue_screen import QueueScreen
from tests.ui_queue.synthetic import DAY, HOUR, NOW, synthetic
from tests.work_counted import calls_of


@pytest.fixture
def screen(qtbot):
    made = QueueScreen(Settings(), lambda: NOW)
    qtbot.addWidget(made)
    made.resize(1400, 600)
    made.show()
    return made


def texts(screen: QueueScreen, column: str) -> list[str]:
    """What a column says, row by row."""
    model, at = screen.table.queue_model, COLUMN_INDEX[column]
    return [model.index(row, at).data() for row in range(model.rowCount())]


def cases(screen: QueueScreen) -> list[int]:
    """The case keys in the order shown."""
    rows = screen.table.queue_model.rows
    return [rows.case(row) for row in range(len(rows))]


def test_every_case_is_shown_once(screen):
    queue = synthetic(500)
    screen.show_queue(queue)
    assert sorted(cases(screen)) == list(range(1, 501))


def test_open_cases_come_first_by_time_left_and_cases_without_a_due_date_are_still_there(screen):
    queue = synthetic(400)
    screen.show_queue(queue)
    due = {case: int(queue.cases["due_at"][case - 1]) for case in cases(screen)}
    known = [due[case] for case in cases(screen) if due[case] > 0 and queue.cases["status"][case - 1] == 1]
    assert known == sorted(known)
    assert any(text == "none" for text in texts(screen, "due"))


def test_the_model_keeps_the_rules_of_qt_through_resets_and_sorts(screen):
    tester = QAbstractItemModelTester(screen.table.queue_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    screen.show_queue(synthetic(50))
    screen.sort_by("holder")
    screen.show_queue(synthetic(0))
    assert tester.model().rowCount(QModelIndex()) == 0


def test_what_the_source_cannot_tell_is_unknown_and_never_zero(screen):
    screen.show_queue(synthetic(60, capability=int(Capability.TIMES)))
    for column in ("sla", "due"):
        assert set(texts(screen, column)) <= {"unknown", "closed", "closed late"}
    assert "0" not in texts(screen, "exits")
    assert "unknown" in texts(screen, "exits")
    assert "0" not in texts(screen, "adhoc")


def test_an_unknown_cell_has_the_unknown_tone_and_icon(screen):
    screen.show_queue(synthetic(60, capability=int(Capability.TIMES)))
    cell = screen.table.queue_model.rows.cells(0)[COLUMN_INDEX["sla"]]
    assert (cell.icon, cell.tone) == ("question-mark", "unknown")


def test_selection_and_current_row_stay_with_their_cases_through_a_sort(screen):
    screen.show_queue(synthetic(200))
    screen.table.selectRow(7)
    chosen = cases(screen)[7]
    screen.sort_by("age")
    assert [cases(screen)[top] for top, _bottom in screen.table.selected_spans()] == [chosen]
    assert cases(screen)[screen.table.currentIndex().row()] == chosen


def test_a_refresh_keeps_selection_sort_and_scroll(screen):
    screen.show_queue(synthetic(300))
    screen.sort_by("number")
    screen.table.selectRow(120)
    screen.table.verticalScrollBar().setValue(115)
    before = cases(screen)[120]
    screen.show_queue(synthetic(320))
    assert cases(screen)[screen.table.currentIndex().row()] == before
    assert screen.table.verticalScrollBar().value() == 115
    assert texts(screen, "number") == sorted(texts(screen, "number"))


def test_clicking_a_header_sorts_and_clicking_again_turns_it_round(screen, qtbot):
    screen.show_queue(synthetic(80))
    header = screen.table.horizontalHeader()
    at = header.sectionViewportPosition(COLUMN_INDEX["number"]) + 20
    for descending in (False, True):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.viewport().rect().topLeft() + _at(at))
        assert texts(screen, "number") == sorted(texts(screen, "number"), reverse=descending)


def _at(x: int):
    from PySide6.QtCore import QPoint

    return QPoint(x, 8)


def test_shift_click_adds_a_second_sort(screen):
    queue = synthetic(200)
    screen.show_queue(queue)
    screen.sort_by("client")
    screen.sort_by("number", add=True)
    screen.sort_by("number", add=True)
    pairs = list(zip(texts(screen, "client"), texts(screen, "number"), strict=True))
    expected = sorted(sorted(pairs, key=lambda pair: pair[1], reverse=True), key=lambda pair: pair[0])
    assert pairs == expected
    titles = [screen.table.queue_model.headerData(i, Qt.Orientation.Horizontal) for i in range(len(COLUMNS))]
    assert titles[COLUMN_INDEX["client"]].endswith("1")
    assert titles[COLUMN_INDEX["number"]].endswith("2")


def test_enter_opens_the_current_case(screen, qtbot):
    screen.show_queue(synthetic(20))
    screen.table.selectRow(4)
    with qtbot.waitSignal(screen.case_chosen) as chosen:
        qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert chosen.args == [cases(screen)[4]]


def test_copy_gives_tabs_and_html_with_the_columns_that_are_shown(screen):
    screen.show_queue(synthetic(30))
    screen.table.setColumnHidden(COLUMN_INDEX["title"], True)
    screen.table.selectAll()
    screen.copy()
    copied = QGuiApplication.clipboard().mimeData()
    lines = copied.text().splitlines()
    assert len(lines) == 31
    assert lines[0].split("\t")[:2] == ["Case", "Client"]
    assert [line.split("\t")[0] for line in lines[1:]] == texts(screen, "number")
    assert "<td>Case</td><td>Client</td>" in copied.html()


def test_selecting_and_deselecting_a_hundred_thousand_rows_takes_no_time(screen):
    screen.show_queue(synthetic(100_000))

    def select_and_deselect():
        screen.table.selectAll()
        screen.grab()
        screen.table.clearSelection()

    assert calls_of(select_and_deselect) < 100_000, "something is done for each row"
    assert len(screen.table.queue_model.rows) == 100_000


def test_typed_letters_do_not_walk_through_a_large_queue(screen, qtbot):
    screen.show_queue(synthetic(100_000))
    screen.table.selectRow(0)
    assert calls_of(lambda: qtbot.keyClicks(screen.table, "zzz")) < 1_000
    assert screen.table.currentIndex().row() == 0


def test_an_empty_engagement_says_why_it_is_empty(screen):
    screen.show_queue(synthetic(0))
    assert screen.empty.isVisible()
    assert "no cases" in screen.empty.words()


def test_a_partial_copy_says_that_the_load_is_running(screen):
    queue = synthetic(0)
    loading = QueueColumns(
        queue.engagement, queue.cases, queue.numbers, queue.process, queue.process_keys, queue.dictionaries, None, True
    )
    screen.show_queue(loading)
    assert "still running" in screen.empty.words()


def test_stored_rows_look_like_the_rows_they_were_stored_from(screen):
    screen.show_queue(synthetic(100))
    expected = [screen.table.queue_model.rows.cells(row) for row in range(20)]
    facts = screen.first_facts()
    assert len(facts) == 64
    screen.show_stored([case for case, _facts in facts], [row for _case, row in facts])
    assert [tuple(screen.table.queue_model.rows.cells(row)) for row in range(20)] == [tuple(row) for row in expected]


def test_an_overdue_case_shows_how_long_and_a_case_due_soon_is_at_risk(screen):
    queue = synthetic(3)
    queue.cases["status"][:] = 1
    queue.cases["due_at"][:] = [NOW - 2 * DAY - 3 * HOUR, NOW + HOUR, NOW + 5 * DAY]
    screen.show_queue(queue)
    cells = [screen.table.queue_model.rows.cells(row)[COLUMN_INDEX["due"]] for row in range(3)]
    assert [cell.text for cell in cells] == ["\N{MINUS SIGN}2 d 3 h", "1 h", "5 d"]
    assert [cell.tone for cell in cells] == ["overdue", "at risk", ""]


def test_a_text_that_was_laid_out_before_looks_the_same_as_a_new_one(screen):
    screen.show_queue(synthetic(60))
    screen.grab()
    later = screen.table.grab().toImage()
    screen.table._kept.clear()
    assert screen.table.grab().toImage() == later


def test_columns_of_a_view_that_knew_fewer_of_them_come_back_without_the_new_ones(screen):
    screen.show_queue(synthetic(20))
    screen.table.setColumnWidth(0, 77)
    old = screen.table.header_state().partition(":")[2]
    screen.table.setColumnHidden(COLUMN_INDEX["contacts"], False)
    new = screen.table.header_state()
    screen.table.restore_header(old)
    assert screen.table.columnWidth(0) == 77
    assert screen.table.isColumnHidden(COLUMN_INDEX["contacts"])
    screen.table.restore_header(new)
    assert not screen.table.isColumnHidden(COLUMN_INDEX["contacts"])
