"""What was asked of the source systems, in the queue: filter, column, sort, and the minute."""

import pytest
from PySide6.QtCore import Qt

from bpo_desk.ui.queue.cell import COLUMN_INDEX
from tests.ui_queue.conftest import SyntheticDesk, desk, open_window, window  # noqa: F401  # fixtures

ASKED = COLUMN_INDEX["asked"]


@pytest.fixture
def queue(window, desk):  # noqa: F811
    keys = desk.queues[0].cases["case"].tolist()
    desk.asked = {keys[3]: "pending", keys[5]: "pending", keys[7]: "done", keys[9]: "over", keys[11]: "taken_back"}
    return window.queue


def listed(queue):
    rows = queue.table.queue_model.rows
    return [rows.case(row) for row in range(len(rows))]


def states(queue):
    rows = queue.table.queue_model.rows
    return {rows.case(row): rows.cells(row)[ASKED].text for row in range(len(rows))}


def show_column(queue, qtbot):
    queue.choose_columns()
    menu = [child for child in queue.children() if child.inherits("QMenu")][-1]
    next(action for action in menu.actions() if action.text() == "Asked for").trigger()
    qtbot.waitUntil(lambda: set(states(queue).values()) > {"pending"})


def test_the_filter_lists_what_is_pending_done_or_taken_back(queue, desk, qtbot):  # noqa: F811
    keys = desk.queues[0].cases["case"].tolist()
    for text, wanted in (
        ("asked:pending", {keys[3], keys[5]}),
        ("asked:done,taken_back", {keys[7], keys[11]}),
        ("asked:over", {keys[9]}),
    ):
        queue.filter_by(text)
        qtbot.waitUntil(lambda wanted=wanted: set(listed(queue)) == wanted)
    queue.filter_by("asked:perhaps")
    assert "asked is never" in queue.filter_line.error


def test_the_column_says_how_it_stands_and_the_rows_stay_in_their_order(queue, desk, qtbot):  # noqa: F811
    before = listed(queue)
    assert queue.table.isColumnHidden(ASKED)
    show_column(queue, qtbot)
    assert listed(queue) == before
    said = {case: text for case, text in states(queue).items() if text != "\N{EN DASH}"}
    words = {"pending": "pending", "done": "done", "over": "case over", "taken_back": "taken back"}
    assert said == {case: words[state] for case, state in desk.asked.items()}


def test_a_minute_later_the_column_says_what_has_become_of_it(queue, desk, qtbot):  # noqa: F811
    show_column(queue, qtbot)
    before, case = listed(queue), next(iter(desk.asked))
    desk.asked[case] = "done"
    queue.look_at_clock()
    qtbot.waitUntil(lambda: states(queue)[case] == "done")
    assert listed(queue) == before


def test_when_cases_change_the_column_says_within_seconds_what_others_asked_for(queue, window, desk, qtbot):  # noqa: F811
    show_column(queue, qtbot)
    before, case = listed(queue), next(iter(desk.asked))
    desk.asked[case] = "done"
    window.reading.read_changes([case])
    qtbot.waitUntil(lambda: states(queue)[case] == "done", timeout=20_000)
    assert listed(queue) == before


def test_a_sort_by_it_puts_what_is_pending_on_top(queue, desk, qtbot):  # noqa: F811
    show_column(queue, qtbot)
    queue.sort_by("asked")
    qtbot.waitUntil(lambda: [desk.asked.get(case) for case in listed(queue)[:5]] ==
                    ["pending", "pending", "done", "over", "taken_back"])  # fmt: skip
    assert queue.table.queue_model.headerData(ASKED, Qt.Orientation.Horizontal).startswith("Asked for ")


def test_a_minute_in_which_no_case_moves_lists_nothing_anew(queue, monkeypatch):
    queue.sort_by("age")
    asked = []
    monkeypatch.setattr(queue, "ask", lambda: asked.append(1))
    now = queue._clock()
    queue._clock = lambda: now + 60_000_000
    queue.look_at_clock()
    assert not asked
    queue.filter_line.set_text("age<2000d")
    monkeypatch.undo()
    queue.ask()
    queue._clock = lambda: now + 3_000 * 86_400_000_000
    queue.look_at_clock()
    assert not any(queue.view.wanted(queue.question)) or len(listed(queue)) < 300
