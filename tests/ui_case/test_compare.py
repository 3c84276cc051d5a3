"""Comparing two moments of a case, and two cases side by side; which visit of which step a moment stands at."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from bpo_desk.models.event import EventKind as K
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.case_view import CaseView, prepare_case
from bpo_desk.ui.case.compare_panel import ComparePanel
from bpo_desk.ui.case.compare_rows import case_rows, moment_rows, visit_words
from bpo_desk.ui.case.elided_label import ElidedLabel
from bpo_desk.ui.case.facts_panel import FactsPanel
from bpo_desk.ui.case.moment_slider import MomentSlider
from tests.ui_case import stories
from tests.ui_queue.conftest import SyntheticDesk, desk, open_window, window  # noqa: F401  # fixtures


@pytest.fixture(scope="module")
def view() -> CaseView:
    return prepare_case(stories.replaced_card(), stories.NOW)


def _row_after(view: CaseView, kind: K) -> int:
    return int((view.file.events.kind == kind).nonzero()[0][0]) + 1


def _cells(rows) -> dict[str, tuple[str, str]]:  # type: ignore[no-untyped-def]
    return {row.cells[0]: row.cells[1:] for row in rows.rows}


def test_what_differs_between_two_moments_is_listed_and_the_rest_named(view: CaseView) -> None:
    before, after = view.moment(_row_after(view, K.OPENED)), view.moment(_row_after(view, K.CLOCK_PAUSED))
    found = _cells(moment_rows(view, before, after, None))
    assert found["In whose hands"] == ("nobody", "Ben Okafor")
    assert found["Step"][1] == "Verify identity"
    assert found["Waiting for"][1] == "the customer"
    assert found["Ticket state"] == ("", "In work")
    assert found["Clock pauses"] == ("0", "1")
    assert "Status" in found["The same"][0]
    assert "Status" not in found


def test_the_clock_between_two_moments_is_told_part_by_part(view: CaseView) -> None:
    before, after = view.moment(20), view.moment(45)
    found = _cells(moment_rows(view, before, after, (view.explained(before), view.explained(after))))
    assert found["Elapsed"][0] != found["Elapsed"][1]
    assert found["client"] == ("0 s", "22 h 07 m 00 s")


def test_a_changed_field_shows_both_values(view: CaseView) -> None:
    row = int((view.file.events.field == len(view.file.dictionaries.fields) - 2).nonzero()[0][0])
    assert view.words.what(row) == "Delivery address changed"
    found = _cells(moment_rows(view, view.moment(row), view.moment(row + 1), None))
    assert found["Delivery address"] == ("", "Elbchaussee 120, 22763 Hamburg")
    last = next(i for i in range(len(view.file.events) - 1, 0, -1) if view.words.what(i) == "Ticket state changed")
    found = _cells(moment_rows(view, view.moment(last), view.moment(last + 1), None))
    assert found["Ticket state"] == ("In work", "Card ordered")


def test_a_moment_beside_itself_differs_in_nothing(view: CaseView) -> None:
    rows = moment_rows(view, view.moment(20), view.moment(20), None)
    assert rows.rows == ()
    assert "Nothing differs" in rows.empty


def test_before_the_first_event_nothing_was_known(view: CaseView) -> None:
    found = _cells(moment_rows(view, view.moment(0), view.live, None))
    assert found["Status"] == ("", "Open")
    assert found["Task: Call the branch"][0] == ""


def test_two_cases_stand_side_by_side_step_by_step(view: CaseView) -> None:
    story = stories.Story("OTHER-1")
    ann = story.person("Ann Berger")
    register, order = story.step("Register request"), story.step("Order card")
    at = stories.START
    for item, step in ((1, register), (2, order), (3, order)):
        story.add(at, K.STARTED, actor=ann, work_item=item, step=step)
        at += stories.timedelta(hours=2)
        story.add(at, K.COMPLETED, actor=ann, work_item=item, step=step)
    other = prepare_case(replace(story.file(), case=8), stories.NOW)
    rows = case_rows(view, other, (view.explained(view.live), other.explained(other.live)))
    assert rows.headers == ("What", "CARD-2026-004711", "OTHER-1")
    found = _cells(rows)
    assert found["Register request"][1] == "after 0 s, took 2 h, Ann Berger"
    assert found["Check for fraud, visit 2"][1] == "not taken"
    assert found["Order card, visit 2"] == ("not taken", "after 4 h, took 2 h, Ann Berger")
    assert found["Inform customer"] == ("after 12 d, not ended, Ben Okafor", "not taken")
    assert found["Elapsed"][0].startswith("12 d")
    first = next(row for row in rows.rows if row.cells[0] == "Register request")
    assert view.words.step(first.event) == "Register request"


def test_the_slider_names_the_visit_of_a_step_that_came_again(qtbot: QtBot, view: CaseView) -> None:
    assert visit_words(view, view.moment(0)) == ""
    assert visit_words(view, view.live) == "Inform customer"
    again = view.steps[4]
    assert visit_words(view, view.moment(again.row + 1)) == "Check for fraud, visit 2 of 2"
    assert visit_words(view, view.moment(again.row)) == "Approve replacement"
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    screen.choose_step(again.row + 1)
    assert screen.findChild(MomentSlider).findChild(ElidedLabel).text == "Check for fraud, visit 2 of 2"


def test_a_marked_moment_is_compared_with_wherever_the_slider_stands(qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.time_wanted.connect(lambda view, moment: screen.show_time(moment, view.explained(moment)))
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW))
    screen.choose_step(20)
    screen.mark_moment()
    panel = screen.findChild(ComparePanel)
    assert screen.findChild(FactsPanel).current() is panel
    screen.choose_step(45)
    assert panel.table.headers() == ("What", "step 20: 19 Oct 13:16", "step 45: 23 Oct 08:30")
    screen.choose_step(10)
    assert panel.table.headers()[1].startswith("step 10"), "the earlier moment stands first"
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW + 60_000_000))
    assert "step 20" in panel.table.headers()[2], "a refresh keeps the mark"
    screen.show_view(prepare_case(replace(stories.closed_case(), case=8), stories.NOW))
    assert panel.table.headers() == ()


def test_another_case_is_asked_for_by_its_number_and_shown_or_explained(qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.time_wanted.connect(lambda view, moment: screen.show_time(moment, view.explained(moment)))
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW))
    asked: list[tuple[str, str]] = []
    screen.other_wanted.connect(lambda engagement, number: asked.append((engagement.code, number)))
    panel = screen.findChild(ComparePanel)
    line = panel.findChild(QLineEdit)
    qtbot.keyClicks(line, " INC-7 ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked == [("NORD", "INC-7")]
    screen.show_no_other("The local copy has no case 'INC-7'.")
    assert "no case 'INC-7'" in panel.findChildren(QLabel)[0].text()
    other = prepare_case(replace(stories.closed_case(), case=8), stories.NOW)
    screen.show_other(other, other.explained(other.live))
    assert panel.table.headers() == ("What", "CARD-2026-004711", "INC-7")


def test_the_desk_finds_the_other_case_in_the_background(window, desk: SyntheticDesk, qtbot: QtBot) -> None:  # noqa: F811
    window.queue.table.selectRow(2)
    qtbot.keyClick(window.queue.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.places.at_case)
    screen = window.screens.currentWidget()
    engagement = desk.queues[0].engagement
    screen.other_wanted.emit(engagement, "INC0000042")
    qtbot.waitUntil(lambda: screen.others == ["INC0000042"])
    screen.other_wanted.emit(engagement, "NOPE")
    qtbot.waitUntil(lambda: len(screen.others) == 2)
    assert "no case 'NOPE'" in screen.others[1]
