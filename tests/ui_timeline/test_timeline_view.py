"""The timeline widget under pointer and keyboard."""

from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from bpo_desk.models.times import to_micros
from bpo_desk.ui.case.case_view import CaseView, prepare_case
from bpo_desk.ui.timeline.timeline_view import TimelineView
from tests.ui_case import stories
from tests.work_counted import calls_of


@pytest.fixture
def case() -> CaseView:
    return prepare_case(stories.replaced_card(), stories.NOW)


@pytest.fixture
def timeline(qtbot: QtBot, case: CaseView) -> TimelineView:
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.show_case(case.timeline, case.time, case.words.sentence)
    made.show()
    qtbot.waitExposed(made)
    return made


def _click(timeline: TimelineView, qtbot: QtBot, x: float, y: float) -> None:
    qtbot.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))


def _wheel(timeline: TimelineView, x: float, turn: int, modifiers: Qt.KeyboardModifier) -> None:
    at = QPointF(x, 150)
    QApplication.sendEvent(
        timeline.viewport(),
        QWheelEvent(
            at,
            timeline.viewport().mapToGlobal(at),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_a_click_on_a_mark_chooses_its_event(timeline: TimelineView, case: CaseView, qtbot: QtBot) -> None:
    row = int(np.flatnonzero(case.file.events.kind == 50)[0])
    mark = int(case.timeline.mark_of_row[row])
    geometry = timeline.geometry_now()
    with qtbot.waitSignal(timeline.event_chosen) as told:
        _click(
            timeline,
            qtbot,
            geometry.x(int(case.timeline.marks.time[mark])),
            geometry.y(int(case.timeline.marks.line[mark]) + 0.5),
        )
    assert told.args == [row]
    assert timeline.selected == row


def test_a_click_on_the_axis_chooses_the_moment(timeline: TimelineView, qtbot: QtBot) -> None:
    geometry = timeline.geometry_now()
    with qtbot.waitSignal(timeline.moment_chosen) as told:
        _click(timeline, qtbot, geometry.left + 300, 10)
    assert told.args[0] == pytest.approx(geometry.micros(geometry.left + 300), abs=1)


def test_arrow_keys_walk_through_all_events_in_time(timeline: TimelineView, case: CaseView, qtbot: QtBot) -> None:
    seen = []
    timeline.event_chosen.connect(seen.append)
    for _ in range(len(case.timeline.marks) + 3):
        qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert seen == case.timeline.marks.row.tolist()
    qtbot.keyClick(timeline, Qt.Key.Key_Left)
    assert seen[-1] == int(case.timeline.marks.row[-2])
    qtbot.keyClick(timeline, Qt.Key.Key_Home)
    assert seen[-1] == int(case.timeline.marks.row[0])
    qtbot.keyClick(timeline, Qt.Key.Key_End)
    assert seen[-1] == int(case.timeline.marks.row[-1])


def test_control_and_arrows_go_from_handover_to_handover(timeline: TimelineView, case: CaseView, qtbot: QtBot) -> None:
    seen = []
    timeline.event_chosen.connect(seen.append)
    for _ in range(len(case.timeline.handovers)):
        qtbot.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert sorted(seen) == sorted(case.timeline.handovers.to_row.tolist())


def test_the_wheel_with_control_zooms_at_the_pointer(timeline: TimelineView) -> None:
    geometry = timeline.geometry_now()
    x = geometry.left + 400
    at = geometry.micros(x)
    for _ in range(6):
        _wheel(timeline, x, 120, Qt.KeyboardModifier.ControlModifier)
    zoomed = timeline.geometry_now()
    assert zoomed.last - zoomed.first < (geometry.last - geometry.first) / 3
    assert zoomed.x(at) == pytest.approx(x, abs=0.5)
    before = timeline.view
    _wheel(timeline, x, -120, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.view[0] > before[0]
    assert timeline.horizontalScrollBar().maximum() > 0


def test_zoom_keys_and_fit(timeline: TimelineView, qtbot: QtBot) -> None:
    whole = timeline.view
    qtbot.keyClick(timeline, Qt.Key.Key_Plus)
    assert timeline.view[1] - timeline.view[0] < whole[1] - whole[0]
    qtbot.keyClick(timeline, Qt.Key.Key_0)
    assert timeline.view == whole


def test_dragging_pans_and_chooses_nothing(timeline: TimelineView, qtbot: QtBot) -> None:
    timeline.zoom(8.0)
    before = timeline.view
    seen = []
    timeline.event_chosen.connect(seen.append)
    viewport = timeline.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(600, 200))
    qtbot.mouseMove(viewport, QPoint(560, 200))
    qtbot.mouseMove(viewport, QPoint(500, 200))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(500, 200))
    assert timeline.view[0] > before[0]
    assert seen == []


def test_a_selected_event_is_brought_into_view(timeline: TimelineView, case: CaseView) -> None:
    timeline.zoom(30.0, float(case.timeline.first))
    last = int(case.timeline.marks.row[-1])
    timeline.select(last)
    assert timeline.view[0] <= int(case.file.events.occurred_at[last]) <= timeline.view[1]


def test_go_to_a_typed_time(timeline: TimelineView, case: CaseView, qtbot: QtBot) -> None:
    qtbot.keyClick(timeline, Qt.Key.Key_G)
    field = timeline.findChild(QLineEdit)
    assert field is not None
    assert field.isVisible()
    qtbot.keyClicks(field, "no time")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    field.clear()
    qtbot.keyClicks(field, "2026-10-23 03:24")
    with qtbot.waitSignal(timeline.event_chosen) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert case.file.events.kind[told.args[0]] == 50
    assert not field.isVisible()
    qtbot.keyClick(timeline, Qt.Key.Key_G)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()


def test_the_selected_event_is_said_to_screen_readers(timeline: TimelineView, case: CaseView) -> None:
    timeline.select(3)
    assert timeline.accessibleDescription() == case.words.sentence(3)


def test_a_moment_lets_later_marks_step_back(timeline: TimelineView, case: CaseView) -> None:
    live = timeline.grab().toImage()
    timeline.show_moment(int(case.file.events.occurred_at[20]))
    past = timeline.grab().toImage()
    assert live != past
    timeline.show_moment(None)
    assert timeline.grab().toImage() == live


def test_an_empty_timeline_takes_every_key_and_wheel(qtbot: QtBot) -> None:
    view = prepare_case(stories.almost_empty(), stories.NOW)
    timeline = TimelineView()
    qtbot.addWidget(timeline)
    timeline.resize(600, 200)
    timeline.show()
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Plus, Qt.Key.Key_0)
    for shown in (False, True):
        if shown:
            timeline.show_case(view.timeline, view.time, view.words.sentence)
        for key in keys:
            qtbot.keyClick(timeline, key)
        _wheel(timeline, 300, 120, Qt.KeyboardModifier.ControlModifier)
        timeline.select(0)
        assert not timeline.grab().isNull()


def test_a_hundred_thousand_marks_are_painted_at_once(qtbot: QtBot) -> None:
    from bpo_desk.models.dictionaries import Dictionaries, Person
    from bpo_desk.models.event_columns import EventColumns
    from bpo_desk.ui.timeline.lane_layout import lane_layout

    n = 100_000
    names = Dictionaries()
    names.persons += [Person(f"Agent {i}") for i in range(40)]
    events = EventColumns.of(
        {
            "case": np.arange(n) // 10,
            "occurred_at": 1_700_000_000_000_000 + np.arange(n) * 60_000_000,
            "kind": np.where(np.arange(n) % 2, 26, 23),
            "work_item": np.arange(n) // 2 % 5 + 1,
            "actor": np.arange(n) // 2 % 40 + 1,
        }
    )
    layout = lane_layout(events, names, int(events.occurred_at[-1]))
    timeline = TimelineView()
    qtbot.addWidget(timeline)
    timeline.resize(1200, 700)
    timeline.show_case(layout, prepare_case(stories.almost_empty(), stories.NOW).time, str)
    timeline.grab()
    assert calls_of(timeline.grab) < 10_000, "something is done for each mark"


def test_a_case_left_open_long_ago_is_shown_while_it_was_active(qtbot: QtBot) -> None:
    story = stories.Story()
    who = story.person("Ann")
    for day in range(5):
        story.add(stories.START + timedelta(days=day), 23, actor=who, work_item=day + 1, step=story.step("A"))
    now = to_micros(stories.START + timedelta(days=4000))
    view = prepare_case(story.file(), now)
    timeline = TimelineView()
    qtbot.addWidget(timeline)
    timeline.resize(900, 300)
    timeline.show_case(view.timeline, view.time, view.words.sentence)
    assert timeline.view[1] - timeline.view[0] < 8 * 86_400_000_000
    assert timeline.horizontalScrollBar().maximum() > 0
    timeline.zoom(1e-6)
    assert timeline.view[1] > now
