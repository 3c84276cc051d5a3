"""The case screen as a person uses it: one selection, the slider, the keyboard, the states without a case."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.process.ad_hoc import task_element_id
from bpo_desk.state.context import StateContext
from bpo_desk.state.states import states
from bpo_desk.ui import theme
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.case_view import prepare_case
from bpo_desk.ui.case.event_detail import EventDetail
from bpo_desk.ui.case.event_table import EventTable
from bpo_desk.ui.case.event_table_model import CHANGE, COMMENT, ICON, WHAT, WHEN, EventTableModel
from bpo_desk.ui.case.fact_flow import FactFlow
from bpo_desk.ui.case.fact_label import FactLabel
from bpo_desk.ui.case.fact_table import FactTableModel
from bpo_desk.ui.case.facts_panel import FactsPanel
from bpo_desk.ui.case.moment_slider import MomentSlider
from bpo_desk.ui.diagram import DiagramView
from bpo_desk.ui.timeline.timeline_panel import TimelinePanel
from bpo_desk.ui.timeline.timeline_view import TimelineView
from tests.ui_case import stories
from tests.work_counted import calls_of

T = TypeVar("T", bound=QObject)


@pytest.fixture
def screen(qtbot: QtBot) -> CaseScreen:
    """A case screen with the card case, shown."""
    made = CaseScreen()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show_view(prepare_case(stories.replaced_card(), stories.NOW))
    made.show()
    qtbot.waitExposed(made)
    return made


def _part(screen: CaseScreen, kind: type[T]) -> T:
    found = screen.findChild(kind)
    assert found is not None
    return found


def _row(screen: CaseScreen, kind: K, **given: int) -> int:
    assert screen.view is not None
    events = screen.view.file.events
    mask = events.kind == kind
    for name, value in given.items():
        mask &= getattr(events, name) == value
    return int(np.flatnonzero(mask)[0])


def _selected(screen: CaseScreen) -> tuple[int, int, str]:
    """Selected row of the table, of the timeline, and element of the diagram."""
    return (
        _part(screen, EventTable).currentIndex().row(),
        _part(screen, TimelineView).selected,
        _part(screen, DiagramView).selected,
    )


def test_a_row_chosen_in_the_table_is_selected_in_timeline_and_diagram(screen: CaseScreen, qtbot: QtBot) -> None:
    row = _row(screen, K.STARTED, work_item=4)
    table = _part(screen, EventTable)
    with qtbot.waitSignal(screen.event_chosen) as told:
        table.setCurrentIndex(table.model().index(row, 2))
    assert told.args == [row]
    assert _selected(screen) == (row, row, "T_fraud")


def test_a_mark_chosen_in_the_timeline_is_selected_in_table_and_diagram(screen: CaseScreen, qtbot: QtBot) -> None:
    row = _row(screen, K.EXIT_RECORDED)
    with qtbot.waitSignal(screen.event_chosen) as told:
        _part(screen, TimelineView).choose(row)
    assert told.args == [row]
    assert _selected(screen) == (row, row, "T_approve")


def test_an_element_chosen_in_the_diagram_selects_its_last_event_and_then_the_visit_before(screen: CaseScreen) -> None:
    first, second = _row(screen, K.COMPLETED, work_item=4), _row(screen, K.COMPLETED, work_item=7)
    diagram = _part(screen, DiagramView)
    diagram.element_chosen.emit("T_fraud")
    assert _selected(screen) == (second, second, "T_fraud")
    diagram.element_chosen.emit("T_fraud")
    assert _selected(screen) == (first, first, "T_fraud")
    diagram.element_chosen.emit("T_fraud")
    assert _selected(screen) == (second, second, "T_fraud")


def test_an_element_that_the_case_never_reached_is_selected_without_an_event(screen: CaseScreen) -> None:
    screen.choose_event(5)
    screen.choose_element("T_block")
    assert _selected(screen) == (-1, -1, "T_block")
    assert not _part(screen, EventTable).selectionModel().hasSelection()


def test_an_ad_hoc_task_is_selected_in_its_lane_of_the_diagram(screen: CaseScreen) -> None:
    row = _row(screen, K.COMPLETED, work_item=3)
    screen.choose_event(row)
    assert _selected(screen) == (row, row, task_element_id("3"))
    screen.choose_event(0)
    screen.choose_element(task_element_id("3"))
    assert _selected(screen)[0] == row


def test_an_event_about_the_case_selects_no_element(screen: CaseScreen) -> None:
    row = _row(screen, K.PRIORITY_CHANGED)
    screen.choose_event(row)
    assert _selected(screen) == (row, row, "")


def test_the_slider_shows_the_log_up_to_that_step_everywhere(screen: CaseScreen, qtbot: QtBot) -> None:
    row = _row(screen, K.CLOCK_PAUSED)
    with qtbot.waitSignal(screen.moment_chosen) as told:
        _part(screen, MomentSlider).step_wanted.emit(row + 1)
    assert screen.view is not None
    assert told.args == [int(screen.view.file.events.occurred_at[row])]
    assert screen.moment is not None
    assert screen.moment.state["events"].tolist() == [row + 1]
    assert _selected(screen)[:2] == (row, row)
    table = _part(screen, EventTable)
    later = table.model().index(row + 1, 0).data(Qt.ItemDataRole.ForegroundRole)
    assert later is not None
    assert table.model().index(row, 0).data(Qt.ItemDataRole.ForegroundRole) is None
    assert "Exits" in [_part(screen, FactsPanel).name(i) for i in range(5)]


def test_brackets_step_through_the_case_and_back_to_live(screen: CaseScreen, qtbot: QtBot) -> None:
    table = _part(screen, EventTable)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_BracketLeft)
    assert screen.moment is not None
    assert (screen.moment.step, screen.moment.live) == (screen.moment.steps - 1, False)
    with qtbot.waitSignal(screen.moment_chosen) as told:
        qtbot.keyClick(table, Qt.Key.Key_BracketRight)
    assert told.args == [None]
    assert screen.moment.live


def test_a_click_on_the_time_axis_shows_that_moment(screen: CaseScreen) -> None:
    timeline = _part(screen, TimelineView)
    assert screen.view is not None
    micros = int(screen.view.file.events.occurred_at[20])
    timeline.moment_chosen.emit(micros)
    assert screen.moment is not None
    assert screen.moment.step == screen.view.step_at(micros)


def test_escape_goes_back(screen: CaseScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.back_wanted):
        qtbot.keyClick(_part(screen, EventTable), Qt.Key.Key_Escape)


def test_every_part_is_reached_by_tab(screen: CaseScreen, qtbot: QtBot) -> None:
    wanted = {"Process diagram", "As of", "Timeline", "Events", "Facts"}
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.setFocus()
    reached = set()
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget() or screen, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus.accessibleName())
    assert wanted <= reached


def test_the_same_case_again_keeps_selection_moment_and_zoom(screen: CaseScreen) -> None:
    assert screen.view is not None
    file = screen.view.file
    timeline = _part(screen, TimelineView)
    screen.choose_step(20)
    screen.choose_event(10)
    timeline.zoom(4.0)
    seen = timeline.view
    grown = EventColumns.concat([file.events, file.events.take(slice(-1, None))])
    grown.id_lo[-1] = 9_999
    state = states(grown, StateContext.of(file.dictionaries))
    longer = replace(file, events=grown, data=[*file.data, None], source_record=[*file.source_record, None])
    screen.show_view(prepare_case(replace(longer, state=state), stories.NOW))
    assert screen.selection.row == 10
    assert screen.moment is not None
    assert (screen.moment.step, screen.moment.live, screen.moment.steps) == (20, False, len(grown))
    assert timeline.view == pytest.approx(seen, rel=1e-6)
    screen.choose_step(len(grown))
    assert screen.moment.live


def test_another_case_begins_live_and_without_a_selection(screen: CaseScreen) -> None:
    screen.choose_event(10)
    screen.choose_step(20)
    other = replace(stories.closed_case(), case=8)
    screen.show_view(prepare_case(other, stories.NOW))
    assert screen.selection.row == -1
    assert screen.moment is not None
    assert screen.moment.live
    assert _selected(screen) == (-1, -1, "")


def test_loading_leaves_the_old_case_until_patience_ends(screen: CaseScreen, qtbot: QtBot) -> None:
    screen.show_loading("CARD-9")
    assert _part(screen, EventTable).isVisible()
    qtbot.waitUntil(lambda: not _part(screen, EventTable).isVisible())
    assert any("Opening case CARD-9" in label.text() for label in screen.findChildren(QLabel) if label.isVisible())
    screen.show_view(prepare_case(stories.closed_case(), stories.NOW))
    assert _part(screen, EventTable).isVisible()


def test_without_a_case_the_screen_says_what_to_do(screen: CaseScreen) -> None:
    screen.clear()
    shown = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    assert any("No case is open" in text for text in shown)
    assert screen.view is None
    screen.show_message("Case CARD-1 cannot be opened: it is not in the local copy. Sync again.")
    assert any("cannot be opened" in label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_texts_from_data_are_plain_everywhere(qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.show_view(prepare_case(stories.long_texts(), stories.NOW))
    screen.choose_event(4)
    for label in screen.findChildren(QLabel):
        if "<b>" in label.text():
            assert label.textFormat() is Qt.TextFormat.PlainText
    table = _part(screen, EventTable)
    cell = table.model().index(4, COMMENT)
    assert "\n" not in cell.data()
    assert len(cell.data()) <= 400
    assert "&lt;b&gt;" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert len(_part(screen, EventDetail).findChildren(QLabel)) > 10


def test_long_texts_do_not_widen_the_window(qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.show_view(prepare_case(stories.long_texts(), stories.NOW))
    screen.choose_event(4)
    assert screen.minimumSizeHint().width() < 1100


@pytest.mark.parametrize("width", [700, 1000, 1440])
def test_all_facts_of_the_header_are_in_sight_at_any_width(width: int, qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.resize(width, 900)
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW))
    screen.show()
    qtbot.waitExposed(screen)
    flow = _part(screen, FactFlow)
    facts = [fact for fact in flow.findChildren(FactLabel) if not fact.isHidden()]
    assert len(facts) == 4
    for fact in facts:
        assert flow.rect().contains(fact.geometry()), (fact.fact.text, fact.geometry(), flow.rect())
    for a in facts:
        assert not any(a is not b and a.geometry().intersects(b.geometry()) for b in facts)


def test_the_detail_shows_both_times_and_all_that_is_known(screen: CaseScreen) -> None:
    assert screen.view is not None
    events = screen.view.file.events
    address = next(i for i, f in enumerate(screen.view.file.dictionaries.fields) if f.name == "Delivery address")
    row = int(np.flatnonzero(events.field == address)[0])
    screen.choose_event(row)
    texts = [label.text() for label in _part(screen, EventDetail).findChildren(QLabel) if not label.isHidden()]
    for wanted in (
        "Delivery address changed",
        "Hafenstrasse 4, 20457 Hamburg",
        "Elbchaussee 120, 22763 Hamburg",
        "confirmed with the branch",
        "AUD-991",
        'form: B-12\npages: 3\nchecked: ["name", "seal"]',
        "both sides",
        "Case desk export",
        screen.view.time.zoned(int(events.occurred_at[row])),
        screen.view.time.zoned(int(events.recorded_at[row])),
    ):
        assert wanted in texts, wanted


def test_an_event_not_yet_acknowledged_is_marked(qtbot: QtBot) -> None:
    file = stories.closed_case()
    event_id = f"{int(file.events.id_hi[1]):016x}{int(file.events.id_lo[1]):016x}"
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.show_view(prepare_case(replace(file, pending=frozenset({event_id})), stories.NOW))
    screen.choose_event(1)
    states = [fact.fact.text for fact in _part(screen, EventDetail).findChildren(FactLabel) if not fact.isHidden()]
    assert states == ["pending: not yet acknowledged"]
    cell = _part(screen, EventTable).model().index(1, WHAT)
    assert cell.data() == "pending: due date changed"
    assert cell.data(ICON) == ("hourglass", theme.Status.WAITING)


@pytest.mark.parametrize("make", [stories.replaced_card, stories.completions_only, stories.almost_empty])
def test_the_tables_keep_the_rules_of_item_models(make, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    view = prepare_case(make(), stories.NOW)
    model = EventTableModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_events(view.words)
    model.show_step(1)
    assert model.rowCount() == len(view.file.events)
    assert model.index(0, WHEN).data() == view.words.when(0)
    assert model.index(0, CHANGE).data() == view.words.change(0)
    model.show_events(None)
    assert model.rowCount() == 0


def test_the_fact_lists_keep_the_rules_of_item_models(qtbot: QtBot) -> None:
    from bpo_desk.ui.case import fact_rows

    view = prepare_case(stories.replaced_card(), stories.NOW)
    model = FactTableModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    for rows in (fact_rows.facts, fact_rows.fields, fact_rows.tasks, fact_rows.exits, fact_rows.feedback):
        model.show_rows(rows(view, view.live))
        assert model.rowCount() == len(rows(view, view.live).rows)


def test_a_fact_that_comes_from_an_event_leads_to_it(screen: CaseScreen) -> None:
    row = _row(screen, K.FEEDBACK_RECEIVED)
    _part(screen, FactsPanel).event_chosen.emit(row)
    assert _selected(screen)[:2] == (row, row)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "make",
    [stories.replaced_card, stories.completions_only, stories.almost_empty, stories.long_texts, stories.closed_case],
)
def test_every_case_is_painted_in_light_and_dark(make, dark, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.palette()
    app.setPalette(theme.palette(dark))
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.resize(1000, 700)
    screen.show_view(prepare_case(make(), stories.NOW))
    for step in (0, 1, len(screen.view.file.events)):
        screen.choose_step(step)
        assert not screen.grab().isNull()
    app.setPalette(before)


def test_a_case_of_ten_thousand_events_stays_quick(qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    screen.show_view(prepare_case(stories.many_events(), stories.NOW))
    screen.show()
    qtbot.waitExposed(screen)
    screen.choose_event(4_000)
    assert _selected(screen)[:2] == (4_000, 4_000)

    def choose_and_paint() -> None:
        screen.choose_step(5_000)
        screen.grab()

    assert calls_of(choose_and_paint) < 250_000, "more than a few calls for each event"
    assert screen.moment is not None
    assert screen.moment.state["events"].tolist() == [5_000]


def test_a_case_of_which_nothing_was_there_yet_is_shown_without_events(screen: CaseScreen, qtbot: QtBot) -> None:
    file = stories.replaced_card()
    nothing = file.events.take(slice(0, 0))
    none = states(nothing, StateContext.of(file.dictionaries))
    screen.show_view(prepare_case(replace(file, events=nothing, data=[], source_record=[], state=none), stories.NOW))
    qtbot.wait(10)
    assert not screen.grab().isNull()
    assert screen.view is not None
    assert len(screen.view.live.state) == 0
    assert _part(screen, EventTable).model().rowCount() == 0


def test_a_filter_leaves_the_events_it_keeps_in_the_table_and_the_selection_with_its_event(screen: CaseScreen) -> None:
    table = _part(screen, EventTable)
    assert screen.view is not None
    events = screen.view.file.events
    screen.choose_event(_row(screen, K.CLOCK_PAUSED))
    kept = np.isin(events.kind, (K.CLOCK_PAUSED, K.CLOCK_RESUMED, K.COMMENT_ADDED))
    screen.show_only(kept)
    rows = np.flatnonzero(kept).tolist()
    assert table.shown_count == len(rows)
    assert [table.model().index(i, WHAT).data() for i in range(len(rows))] == [screen.view.words.what(r) for r in rows]
    assert rows[table.currentIndex().row()] == _row(screen, K.CLOCK_PAUSED)
    assert any(f"{len(rows)} of {len(events)} events" in label.text() for label in screen.findChildren(QLabel))
    table.setCurrentIndex(table.model().index(len(rows) - 1, 0))
    assert screen.selection.row == rows[-1]
    screen.choose_event(0)  # one that is hidden: chosen all the same, in the others
    assert screen.selection.row == 0
    assert not table.currentIndex().isValid()
    screen.choose_step(rows[1])
    assert table.model().index(0, WHEN).data(Qt.ItemDataRole.ForegroundRole) is None
    assert table.model().index(1, WHEN).data(Qt.ItemDataRole.ForegroundRole) is not None
    screen.show_only(None)
    assert table.shown_count == len(events)


def test_a_refresh_keeps_the_step_among_events_of_one_instant(screen: CaseScreen) -> None:
    assert screen.view is not None
    times = screen.view.file.events.occurred_at
    step = int(np.flatnonzero(times[1:] == times[:-1])[0]) + 1  # the event after it has the same time
    screen.choose_step(step)
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW + 60_000_000))
    assert screen.moment is not None
    assert screen.moment.step == step


def test_the_timeline_offers_the_menu_of_the_selected_event(screen: CaseScreen) -> None:
    screen.choose_event(5)
    timeline = _part(screen, TimelineView)
    timeline.customContextMenuRequested.emit(timeline.viewport().rect().center())
    menus = [menu for menu in screen.findChildren(QMenu) if menu.actions()]
    assert [action.text() for action in menus[0].actions()][:2] == ["Comment on this event", "Pin this event"]
    menus[0].close()


def test_timeline_and_table_show_the_same_events_and_say_the_same_counts(screen: CaseScreen, qtbot: QtBot) -> None:
    panel, table = _part(screen, TimelinePanel), _part(screen, EventTable)
    told: list[object] = []
    panel.events_shown.connect(told.append)
    qtbot.keyClicks(panel.bar.findChild(QLineEdit), "passport")
    shown = told[-1]
    assert isinstance(shown, np.ndarray)
    assert 0 < table.shown_count == int(shown.sum()) < len(shown)
    assert panel.bar.state_words()[0] == f"{table.shown_count} of {len(shown)} events"
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW + 60_000_000))
    assert table.shown_count == int(shown.sum()), "a refresh keeps the filter in both"
    screen.show_view(prepare_case(replace(stories.closed_case(), case=8), stories.NOW))
    assert table.shown_count == 5, "another case begins without one"


def test_a_picture_of_the_timeline_that_cannot_be_written_is_told(
    screen: CaseScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(screen.failed) as told:
        _part(screen, TimelinePanel).save_picture(tmp_path / "no folder" / "line.svg")
    assert "line.svg" in str(told.args[0])
