"""Work on what is selected, from the keys of the window to the outbox, with the result per case."""

import threading
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QWidget

from bpo_desk.cache.outbox import EntryState
from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.deeds import Deed, DeedKind
from bpo_desk.models.mutation import CommentAdded, EventTagged, Requested, TaskScheduled
from bpo_desk.models.times import typed_moment
from bpo_desk.ui.work.deed_form import DeedForm
from bpo_desk.workspace import selected_work
from tests.patience import PATIENCE
from tests.ui_queue.conftest import desk, open_window, window  # noqa: F401  # fixtures
from tests.ui_queue.synthetic import synthetic
from tests.work_counted import calls_of


def select(window, count):  # noqa: F811
    """Select the first rows of the queue."""
    table = window.queue.table
    table.selectRow(0)
    chosen = table.selectionModel()
    last = table.queue_model.index(count - 1, 0)
    chosen.select(last, chosen.SelectionFlag.Clear)
    from bpo_desk.ui.queue.row_selection import select_rows

    select_rows(table, list(range(count)), [0])
    table.setFocus()


def panel_of(window, qtbot, key):  # noqa: F811
    qtbot.keyClick(window.queue.table, key)
    panel = window.overlays.work.panel
    qtbot.waitUntil(lambda: panel._basis is not None)
    return panel


def shown_cases(window):  # noqa: F811
    rows = window.queue.table.queue_model.rows
    return [rows.case(row) for row in range(len(rows))]


def test_a_note_on_thirty_cases_from_the_keyboard(window, desk, qtbot):  # noqa: F811
    select(window, 30)
    panel = panel_of(window, qtbot, Qt.Key.Key_N)
    assert panel.isVisible()
    assert not panel.isModal()
    assert "30 cases" in panel.heading.text()
    assert not panel.go.isEnabled(), "there is nothing to write yet"
    qtbot.keyClicks(panel.form.text, "call them back")
    assert "All 30 cases get it" in panel.effects.text()
    qtbot.keyClick(panel.form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(panel.results.results.entries) == 30)
    assert [each.payload for each in desk.written] == [CommentAdded("call them back")] * 30
    numbers = [f"INC{case:07d}" for case in shown_cases(window)[:30]]
    assert [each.case for each in desk.written] == numbers
    assert panel.outcome.text() == "30 written: 30 to be sent"


def test_what_is_typed_into_a_note_does_not_plan_for_all_cases_anew(window, desk, qtbot):  # noqa: F811
    select(window, 30)
    panel = panel_of(window, qtbot, Qt.Key.Key_N)
    cases = panel._plan.cases
    qtbot.keyClicks(panel.form.text, "call them")
    assert panel._plan.cases is cases
    assert panel._plan.deed.text == "call them"


def test_a_panel_that_is_closed_no_longer_looks_at_the_cases(window, desk, qtbot):  # noqa: F811
    select(window, 30)
    qtbot.keyClick(window.queue.table, Qt.Key.Key_N)
    panel = window.overlays.work.panel
    panel.close()
    qtbot.waitUntil(lambda: not window._background.is_busy("work basis"))
    assert panel._basis is None


def test_the_result_per_case_follows_what_becomes_of_it(window, desk, qtbot):  # noqa: F811
    select(window, 3)
    panel = panel_of(window, qtbot, Qt.Key.Key_F)
    panel.go.click()
    qtbot.waitUntil(lambda: len(panel.results.results.entries) == 3)
    desk.entries[0] = replace(desk.entries[0], state=EntryState.OK)
    desk.entries[1] = replace(desk.entries[1], state=EntryState.REJECTED, words="The case is not in the engagement.")
    window.sync.read_outbox()
    qtbot.waitUntil(lambda: "refused" in panel.outcome.text())
    assert panel.outcome.text() == "3 written: 1 acknowledged, 1 to be sent, 1 refused"
    model = panel.results.results
    assert model.index(1, 2).data() == "The case is not in the engagement."
    assert model.index(0, 1).data() == "acknowledged"


def test_closed_cases_are_left_out_by_number_and_reason(window, desk, qtbot):  # noqa: F811
    select(window, 300)
    panel = panel_of(window, qtbot, Qt.Key.Key_T)
    queue = desk.queues[0]
    over = int((queue.cases["status"] >= CaseStatus.CLOSED).sum())
    assert f"{300 - over} of 300 cases get it" in panel.effects.text()
    assert f"Left out: {over} closed or cancelled (INC" in panel.effects.text()
    panel.form.step.setText("Call back")
    panel.form.to.setEditText("Back office")
    panel.form.has_due.setChecked(True)
    panel.form.due.setDateTime(QDateTime(2026, 11, 24, 17, 0, 0))
    panel.go.click()
    qtbot.waitUntil(lambda: len(desk.written) == 300 - over)
    first = desk.written[0].payload
    assert isinstance(first, TaskScheduled)
    assert (first.step, first.holder, first.queue) == ("Call back", "", "Back office")
    assert first.due.startswith("2026-11-24T17:00:00")


def test_a_reassignment_is_asked_for_and_says_who_must_act(window, desk, qtbot):  # noqa: F811
    select(window, 1)
    panel = panel_of(window, qtbot, Qt.Key.Key_R)
    panel.form.to.setEditText("Bilal Rahman")
    assert not panel.go.isEnabled()
    assert "Give the reason" in panel.effects.text()
    panel.form.reason.setText("Ann is away")
    assert "crm must act: the desk asks, and changes nothing of the case itself." in panel.effects.text()
    panel.go.click()
    qtbot.waitUntil(lambda: len(panel.results.results.entries) == 1)
    assert desk.written[0].payload == Requested("reassign", "Bilal Rahman", "crm", "Ann is away")
    assert panel.results.results.index(0, 3).data() == "asked crm: reassign to Bilal Rahman"


def test_an_escalation_offers_the_levels_of_the_path_alone(window, desk, qtbot):  # noqa: F811
    select(window, 1)
    panel = panel_of(window, qtbot, Qt.Key.Key_E)
    assert [panel.form.level.itemText(i) for i in range(panel.form.level.count())] == list(desk.path)
    desk.path = ()
    window.actions_by_name["work_escalate"].trigger()
    qtbot.waitUntil(lambda: "No escalation path" in panel.effects.text())
    panel.form.reason.setText("late")
    assert not panel.go.isEnabled()


def test_the_case_in_front_is_meant_and_not_the_selected_rows(window, desk, qtbot):  # noqa: F811
    select(window, 5)
    window.places.open_case(42)
    qtbot.waitUntil(lambda: window.places.at_case)
    window.actions_by_name["work_follow"].trigger()
    panel = window.overlays.work.panel
    qtbot.waitUntil(lambda: panel._basis is not None)
    assert panel.heading.text().endswith("INC0000042")
    panel.go.click()
    qtbot.waitUntil(lambda: len(desk.written) == 1)
    assert desk.written[0].case == "INC0000042"
    assert isinstance(desk.written[0].payload, EventTagged)


def test_nothing_selected_is_said(window):  # noqa: F811
    said: list[str] = []
    window.queue.table.clearSelection()
    window.queue.status_changed.connect(said.append)
    window.actions_by_name["work_note"].trigger()
    assert "No case is chosen" in said[-1]


def test_ten_thousand_selected_cases_are_written_beside_the_window(open_window, desk, qtbot):  # noqa: F811
    desk.queues = [synthetic(10_000)]
    window = open_window()  # noqa: F811
    window.queue.table.selectAll()
    window.actions_by_name["work_note"].trigger()
    panel = window.overlays.work.panel
    qtbot.waitUntil(lambda: panel._basis is not None)
    panel.form.text.setPlainText("x")
    seen: list[int] = []
    panel.progress.valueChanged.connect(seen.append)
    panel.go.click()
    assert len(desk.written) < 10_000, "it is not written on the thread of the window"
    assert panel.progress.isVisible()
    qtbot.waitUntil(lambda: len(desk.written) == 10_000, timeout=20_000)
    qtbot.waitUntil(lambda: len(panel.results.results.entries) == 10_000, timeout=20_000)
    assert len(set(seen) - {0}) == 10_000 // selected_work.BATCH


def test_too_many_cases_are_refused_in_words(window, desk, qtbot, monkeypatch):  # noqa: F811
    monkeypatch.setattr(selected_work, "MOST_CASES", 10)
    monkeypatch.setattr("bpo_desk.ui.work.work_panel.MOST_CASES", 10)
    window.queue.table.selectAll()
    window.actions_by_name["work_note"].trigger()
    panel = window.overlays.work.panel
    assert "Narrow the filter" in panel.heading.text()
    assert not panel.go.isEnabled()


def test_a_failure_to_write_is_said_and_what_was_typed_stays(window, desk, qtbot):  # noqa: F811
    select(window, 2)
    panel = panel_of(window, qtbot, Qt.Key.Key_N)
    panel.form.text.setPlainText("important")
    desk.full = True
    panel.go.click()
    qtbot.waitUntil(lambda: "disk is full" in panel.effects.text())
    assert panel.form.text.toPlainText() == "important"
    assert panel.form.isEnabled()


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_a_due_time_is_of_the_zone_of_the_desk(qtbot, zone):
    holder = QWidget()
    qtbot.addWidget(holder)
    form = DeedForm(ZoneInfo(zone), holder)
    form.choose(DeedKind.TASK)
    form.has_due.setChecked(True)
    form.due.setDateTime(QDateTime(2026, 7, 1, 17, 0, 0))
    wanted = datetime(2026, 7, 1, 17, 0, tzinfo=ZoneInfo(zone))
    assert typed_moment(form.deed().due) == int(wanted.timestamp() * 1_000_000)


def test_a_million_selected_rows_are_counted_without_a_walk(window, desk):  # noqa: F811
    window.queue.table.selectAll()
    queue, rows = window.overlays.work.chosen()
    assert queue is desk.queues[0]
    assert np.array_equal(np.sort(rows), np.arange(300))


def begun_on_all(window):  # noqa: F811
    window.queue.table.selectAll()
    window.actions_by_name["work_note"].trigger()
    return window.overlays.work.panel


def test_looking_at_many_cases_says_how_far_it_is_and_can_be_ended(open_window, desk, qtbot):  # noqa: F811
    desk.queues = [synthetic(2_000)]
    told_to_go_on: list[bool] = []
    seen, go = threading.Event(), threading.Event()

    def looked(told):
        told(0.25)
        seen.set()
        go.wait(PATIENCE)
        told_to_go_on.append(told(0.5))

    desk.looked = looked
    window = open_window()  # noqa: F811
    panel = begun_on_all(window)
    qtbot.waitUntil(seen.is_set)
    qtbot.waitUntil(lambda: panel.progress.value() == 25)
    assert panel.progress.isVisible()
    assert panel.progress.text() == "25 %"
    assert panel.stop.isVisible()
    panel.stop.click()
    assert not panel.isVisible()
    go.set()
    qtbot.waitUntil(lambda: bool(told_to_go_on))
    assert told_to_go_on == [False], "nobody goes on looking at what nobody waits for"


def test_stopping_says_how_many_got_it_and_that_these_stay(open_window, desk, qtbot):  # noqa: F811
    desk.queues = [synthetic(5_000)]
    window = open_window()  # noqa: F811
    panel = begun_on_all(window)
    qtbot.waitUntil(lambda: panel._basis is not None)
    panel.form.text.setPlainText("x")
    write, first, go = desk.write, threading.Event(), threading.Event()

    def slow(mutation):
        write(mutation)
        if len(desk.written) == selected_work.BATCH:
            first.set()
            go.wait(PATIENCE)

    desk.write = slow
    panel.go.click()
    qtbot.waitUntil(first.is_set)
    panel.stop.click()
    assert not panel.stop.isEnabled()
    go.set()
    qtbot.waitUntil(lambda: not panel.is_writing)
    assert len(desk.written) < 5_000
    assert f"Stopped: {len(desk.written):,} of 5,000 cases got it. That stays written" in panel.effects.text()
    assert panel.effects.isVisible()
    qtbot.waitUntil(lambda: len(panel.results.results.entries) == len(desk.written))
    window.actions_by_name["work_note"].trigger()
    qtbot.waitUntil(lambda: panel._basis is not None)
    assert "All 5,000 cases get it" in panel.effects.text(), "the next work begins anew"


def test_planning_for_very_many_cases_does_not_hold_the_window(desk):  # noqa: F811
    queue = synthetic(100_000)
    basis = desk.work_basis(queue, np.arange(100_000))
    for deed in (Deed(DeedKind.REASSIGN, to="Ann Okafor", reason="x"), Deed(DeedKind.FOLLOW), Deed(DeedKind.TASK)):
        plans: list[selected_work.Plan] = []
        calls = calls_of(lambda deed=deed, plans=plans: plans.append(selected_work.plan(basis, deed)))
        assert calls < 300_000, "more than one or two calls for each case"
        found = plans[0]
        assert len(found.cases) + sum(map(len, found.left.values())) == 100_000
    over = {each.number for each in basis.chosen if each.over}
    assert {each.number for each in found.left[selected_work.LeftOut.OVER]} == over


def test_an_answer_that_comes_while_results_are_read_is_read_as_well(window, desk, qtbot):  # noqa: F811
    select(window, 3)
    panel = panel_of(window, qtbot, Qt.Key.Key_F)
    panel.go.click()
    qtbot.waitUntil(lambda: len(panel.results.results.entries) == 3)
    entries_of, reading, go = desk.entries_of, threading.Event(), threading.Event()

    def slow(mutations):
        found = entries_of(mutations)
        reading.set()
        go.wait(PATIENCE)
        return found

    desk.entries_of = slow
    window.sync.moved.emit()
    qtbot.waitUntil(reading.is_set)
    desk.entries[0] = replace(desk.entries[0], state=EntryState.OK)
    window.sync.moved.emit()
    go.set()
    qtbot.waitUntil(lambda: "1 acknowledged" in panel.outcome.text())
