"""While cases change, rows are renewed where they stand; what is to come in or to move waits until it is asked for."""

import json
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt

from bpo_desk.cache.queue_changes import QueueChange
from bpo_desk.settings import Settings
from bpo_desk.ui.queue.live_rows import Listing, Waiting, read_again, renewed
from bpo_desk.ui.queue.queue_view import Question, QueueView
from bpo_desk.ui.queue.row_marks import FLASH_MS, STANDS_MS
from tests.state.queues import NOW as THEN
from tests.ui_queue.synthetic import HOUR, NOW, synthetic
from tests.ui_queue.test_patched_view import CHIPS, SORTS, a_queue, changes


def listed(window) -> list[int]:
    """The cases in the table, from the top."""
    rows = window.queue.table.queue_model.rows
    return [rows.case(row) for row in range(len(rows))]


def tell(window, desk, cases: list[int] | None, qtbot) -> None:
    """A line of the sync process, and until what it says is on the screen."""
    if not desk.syncs:
        window.sync.start()
        qtbot.waitUntil(lambda: bool(desk.syncs))
    desk.syncs[0](json.dumps({"event": "changed", "engagement": 1, "cases": cases}))
    qtbot.waitUntil(lambda: window.sync._gather.isActive())
    qtbot.waitUntil(lambda: not (window._background.is_busy("queue") or window._background.is_busy("queue rows")))


def change(desk, cases: list[int], **columns: object) -> None:
    """Other values in some columns of some cases."""
    queue = desk.queues[0]
    rows = np.searchsorted(queue.cases["case"], cases)
    new = dict(queue.cases.columns)
    for name, value in columns.items():
        new[name] = new[name].copy()
        new[name][rows] = value
    desk.queues[0] = replace(queue, cases=replace(queue.cases, columns=new))


def test_a_changed_row_says_so_where_it_stands_and_order_selection_and_scroll_stay(window, desk, qtbot):
    table, before = window.queue.table, listed(window)
    table.verticalScrollBar().setValue(20)
    table.setCurrentIndex(table.queue_model.index(25, 0))
    table.selectionModel().select(table.queue_model.index(27, 0), QItemSelectionModel.SelectionFlag.Select)
    spans, place, reads = table.selected_spans(), 23, len(desk.asked_as_of)
    change(desk, [before[place]], due_at=NOW + HOUR // 2 + 5_000_000, events=77)
    tell(window, desk, [before[place]], qtbot)
    assert listed(window) == before
    assert table.selected_spans() == spans
    assert (table.currentIndex().row(), table.verticalScrollBar().value()) == (25, 20)
    row = window.queue.view.queue.cases.row_of(before[place])
    assert window.queue.view.queue.cases["events"][row] == 77
    assert any("30 min" in cell.text for cell in table.queue_model.rows.cells(place))
    assert set(table.marks) == {place}
    assert window.queue.live.chip.text() == "1 moved \N{EN DASH} show"
    assert len(desk.asked_as_of) - reads == 1  # by the stand-in for the local copy, which hands out the changed case


def test_the_chip_lists_anew_and_marks_what_came_in(window, desk, qtbot):
    window.queue.chips.choose({"overdue"})
    window.queue.ask()
    before = listed(window)
    others = [int(case) for case in desk.queues[0].cases["case"] if int(case) not in before]
    over = window.queue.view.queue.cases["status"]
    new = next(case for case in others if over[window.queue.view.queue.cases.row_of(case)] == 1)
    change(desk, [new], due_at=NOW - HOUR)
    change(desk, [before[3]], due_at=NOW + 90 * HOUR)
    tell(window, desk, [new, before[3]], qtbot)
    assert listed(window) == before
    chip = window.queue.live.chip
    assert chip.text() == "1 new \N{MIDDLE DOT} 1 moved \N{EN DASH} show"
    assert chip.accessibleName() == chip.text()
    assert window.queue.chips._chips["overdue"].count == len(before)  # one came in, one left
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert set(listed(window)) == {new, *before} - {before[3]}
    assert chip.isHidden()
    assert set(window.queue.table.marks) == {listed(window).index(new)}


def test_a_new_case_waits_behind_the_chip_and_is_found_meanwhile(window, desk, qtbot):
    before = listed(window)
    desk.queues[0] = synthetic(301)
    change(desk, [], events=0)
    tell(window, desk, [301], qtbot)
    qtbot.waitUntil(lambda: len(window.queue.view.queue) == 301)
    assert listed(window) == before
    assert "1 new" in window.queue.live.chip.text()
    assert window.queue.view.case_of_number("INC0000301") == 301
    window.actions_by_name["sync"].trigger()
    qtbot.waitUntil(lambda: sorted(listed(window)) == list(range(1, 302)))
    assert window.queue.live.chip.isHidden()


def test_cases_that_are_gone_leave_and_the_others_keep_their_places(window, desk, qtbot):
    table, before = window.queue.table, listed(window)
    table.setCurrentIndex(table.queue_model.index(9, 0))
    table.selectRow(9)
    gone = {before[2], before[40]}
    queue = desk.queues[0]
    desk.queues[0] = queue.take(np.flatnonzero(~np.isin(queue.cases["case"], list(gone))))
    tell(window, desk, None, qtbot)
    qtbot.waitUntil(lambda: len(listed(window)) == 298)
    assert listed(window) == [case for case in before if case not in gone]
    assert [window.queue.table.queue_model.rows.case(top) for top, _ in table.selected_spans()] == [before[9]]
    assert table.currentIndex().row() == 8


def test_news_that_come_while_the_queue_is_read_are_read_after_it(window, desk, qtbot):
    tell(window, desk, [1], qtbot)
    for number in range(1, 30):
        change(desk, [number], events=1_000 + number)
        desk.syncs[0](json.dumps({"event": "changed", "engagement": 1, "cases": None if number % 7 == 0 else [number]}))
        qtbot.wait(2)
    qtbot.waitUntil(lambda: window.queue.view.queue.cases["events"][:29].tolist() == list(range(1_001, 1_030)))


def test_marks_fade_or_stand_still_and_go(window, desk, qtbot):
    marks = window.queue.live.marks
    marks.mark([3])
    first = window.queue.table.marks[3]
    assert first.tint > 0
    assert first.corner == 1
    later = marks._look(FLASH_MS + 10)
    assert (later.tint, later.corner) == (0, 1)
    assert 0 < marks._look(STANDS_MS - 100).corner < 1
    marks._since[3] -= STANDS_MS + 1
    marks._tick()
    assert not window.queue.table.marks
    assert not marks._ticks.isActive()


@pytest.fixture
def calm(desk):
    desk.settings = Settings(reduced_motion=True)


def test_without_motion_a_corner_stands_and_nothing_fades(calm, window):
    marks = window.queue.live.marks
    assert {marks._look(age) for age in (0, 500, STANDS_MS - 1)} == {(0.0, 1.0)}


@given(
    st.integers(0, 9), CHIPS, st.sampled_from(SORTS), st.booleans(), st.randoms(use_true_random=False),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_what_waits_is_what_listing_anew_would_change(seed, chips, sort, whole, random: Random):
    queue = a_queue(seed)
    view, question = QueueView(queue, THEN, Settings()), Question("", chips, sort)
    listing = Listing(question, view.answer(question).listed, len(queue))
    first = listing.listed.all().tolist()
    for _ in range(2):
        rows, changed = changes(queue, random)
        queue = replace(queue, cases=queue.cases.replaced(changed))
        if whole:
            found = read_again(view, QueueView(queue, THEN, Settings()), listing)
        else:
            after = QueueChange(replace(queue, cases=view.queue.cases.patched(rows, changed)), rows, others=False)
            given_back = renewed(view, listing, lambda _queue, after=after: after)
            assert given_back is not None
            found = given_back
        listing, view = found.kept, found.view
        listing.changed = np.union1d(listing.changed, found.rows)
        now = QueueView(queue, THEN, Settings()).answer(question).listed.all().tolist()
        assert listing.listed.all().tolist() == first
        waiting = found.waiting
        assert waiting.new == len(set(now) - set(first))
        stay = [row for row in first if row in now]
        assert (waiting == Waiting()) == (now == first)
        gone = len(first) - len(stay)
        assert gone <= waiting.moved <= gone + len(listing.changed)
