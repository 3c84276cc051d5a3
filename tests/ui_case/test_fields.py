"""The Fields tab: value at a moment, history of one field, what is not known, and cases with the same value."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from bpo_desk.models.capability import Capability
from bpo_desk.models.event import EventKind as K
from bpo_desk.state.field_history import FieldKey
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.case_view import CaseView, prepare_case
from bpo_desk.ui.case.facts_panel import FactsPanel
from bpo_desk.ui.case.field_panel import SameValue
from bpo_desk.ui.case.field_rows import field_rows, history_rows, history_words
from tests.ui_case import stories
from tests.ui_queue.conftest import desk, open_window, window  # noqa: F401  # fixtures


@pytest.fixture(scope="module")
def view() -> CaseView:
    return prepare_case(stories.replaced_card(), stories.NOW)


def _history(view: CaseView, name: str):  # type: ignore[no-untyped-def]
    rows = field_rows(view, view.live, view.fields).rows
    return view.fields[[row.cells[0] for row in rows].index(name)]


def test_every_field_is_listed_with_its_value_at_the_moment(view: CaseView) -> None:
    rows = {row.cells[0]: row for row in field_rows(view, view.live, view.fields).rows}
    assert rows["Ticket state"].cells[1:] == ("Card ordered", "25 Oct 2026 14:13:50", "Ann Berger", "3")
    assert rows["Card limit"].cells[1] == "unknown"
    assert rows["Card limit"].weak
    early = {row.cells[0]: row for row in field_rows(view, view.moment(10), view.fields).rows}
    assert early["Delivery address"].cells[1] == "not set yet"
    assert early["Ticket state"].cells[1] == "New"


def test_the_history_says_when_who_from_what_to_what_and_where(view: CaseView) -> None:
    rows = history_rows(view, view.moment(20), _history(view, "Ticket state")).rows
    assert [row.cells[1:] for row in rows] == [
        ("Mail gateway", "nothing", "New", ""),
        ("Ann Berger", "New", "In work", "Register request"),
        ("Ann Berger", "In work", "Card ordered", "Order card"),
    ]
    assert [row.weak for row in rows] == [False, False, True]
    assert view.words.what(rows[2].event) == "Ticket state changed"
    said = history_words(view, _history(view, "Ticket state"))
    assert said.startswith("Ticket state: created 19 Oct 2026 09:02:40 by Mail gateway; last changed 25 Oct")
    address = history_words(view, _history(view, "Delivery address"))
    assert "created before the first record" in address


def test_a_source_that_does_not_record_old_values_says_so() -> None:
    file = stories.replaced_card()
    names = file.dictionaries
    names.sources[1] = replace(names.sources[1], capability=stories.ALL & ~Capability.OLD_VALUES)
    view = prepare_case(file, stories.NOW)
    words = history_words(view, _history(view, "Bank reference"))
    assert "the source does not record the value before" in words
    assert history_rows(view, view.live, _history(view, "Bank reference")).rows[0].cells[2] == "not recorded"


def test_a_missing_change_is_pointed_at() -> None:
    story = stories.Story()
    amount = story.field("Amount")
    for old, new in ((None, "1"), ("5", "6")):
        story.add(stories.START, K.FIELD_CHANGED, field=amount, old_value=story.value(old), new_value=story.value(new))
    view = prepare_case(story.file(), stories.NOW)
    assert "a change is missing in 1 places" in history_words(view, view.fields[0])
    row = history_rows(view, view.live, view.fields[0]).rows[1]
    assert row.cells[2] == "5 (!)"
    assert "a change between them is missing" in row.tip


def test_a_chosen_field_shows_its_history_and_leads_to_its_events(qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW))
    panel = screen.findChild(FactsPanel).fields
    assert panel.history.isHidden() or not panel.history.isVisibleTo(panel)
    panel.fields.row_chosen.emit(0)
    assert panel.chosen is not None
    assert panel.chosen.key == FieldKey(K.PRIORITY_CHANGED)
    assert panel.history.isVisibleTo(panel)
    row = panel.chosen.changes[-1].row
    panel.history.event_chosen.emit(row)
    assert screen.selection.row == row
    tabs = screen.findChild(FactsPanel)
    assert tabs.name(1) == "Fields 8"
    screen.choose_step(0)
    assert tabs.name(1) == "Fields"


def test_cases_with_the_same_value_are_asked_for_as_the_moment_shows_it(qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW))
    asked: list[SameValue] = []
    screen.same_wanted.connect(asked.append)
    panel = screen.findChild(FactsPanel).fields
    panel.fields.row_chosen.emit(0)
    panel.same.click()
    screen.choose_step(20)
    panel.same.click()
    key = FieldKey(K.PRIORITY_CHANGED)
    assert asked == [SameValue(1, key, "2 - high", "Priority: 2 - high"),
                     SameValue(1, key, "3 - normal", "Priority: 3 - normal")]  # fmt: skip
    screen.choose_step(0)
    assert not panel.same.isEnabled()


def test_the_queue_lists_the_cases_that_were_found(window, qtbot: QtBot) -> None:  # noqa: F811
    window.queue.table.selectRow(2)
    window.queue.open_current()
    qtbot.waitUntil(lambda: window.places.at_case)
    screen = window.screens.currentWidget()
    screen.same_wanted.emit(SameValue(1, FieldKey(K.PRIORITY_CHANGED), "2 - high", "Priority: 2 - high"))
    qtbot.waitUntil(lambda: window.screens.currentWidget() is window.queue)
    assert len(window.queue.table.queue_model.rows) == 2
