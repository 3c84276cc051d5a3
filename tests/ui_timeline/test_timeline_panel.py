"""The timeline with its filter bar and overview: filters, axes and pictures through the widgets."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bpo_desk.measures.calendar import Shift, weekly_calendar
from bpo_desk.measures.open_hours import OpenHours
from bpo_desk.state.event_filter import EventFilter, Topic
from bpo_desk.ui.case.case_view import CaseView, prepare_case, told_by
from bpo_desk.ui.timeline.axis_kinds import AxisKind
from bpo_desk.ui.timeline.content import Content
from bpo_desk.ui.timeline.lane_layout import HOUR
from bpo_desk.ui.timeline.timeline_panel import TimelinePanel
from tests.ui_case import stories


@pytest.fixture
def case() -> CaseView:
    return prepare_case(stories.replaced_card(), stories.NOW)


@pytest.fixture
def panel(qtbot: QtBot, case: CaseView) -> TimelinePanel:
    made = TimelinePanel()
    qtbot.addWidget(made)
    made.resize(1100, 420)
    made.show_case(told_by(case))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_typing_filters_the_marks_tells_the_mask_and_states_the_counts(
    panel: TimelinePanel, case: CaseView, qtbot: QtBot
) -> None:
    field = panel.bar.findChild(QLineEdit)
    assert field is not None
    told = []
    panel.events_shown.connect(told.append)
    qtbot.keyClicks(field, "passport")
    assert panel.view.drawn is not None
    assert panel.view.drawn.marks.row.tolist() == np.flatnonzero(told[-1]).tolist()
    n = int(told[-1].sum())
    assert 0 < n < len(case.file.events)
    assert panel.bar.state_words()[0] == f"{n} of {len(case.file.events)} events"
    panel.bar.clear_filter()
    assert told[-1] is None
    assert len(panel.view.drawn.marks) == len(case.timeline.marks)


def test_a_refresh_keeps_the_filter_and_another_case_does_not(panel: TimelinePanel, case: CaseView) -> None:
    panel.bar.filter_wanted.emit(EventFilter(topics=frozenset({Topic.EXIT})))
    panel.bar._want(topics=frozenset({Topic.EXIT}))
    panel.refresh_case(told_by(case))
    assert panel.view.drawn is not None
    assert len(panel.view.drawn.marks) == 2
    panel.show_case(told_by(case))
    assert len(panel.view.drawn.marks) == len(case.timeline.marks)


def test_a_filter_worked_out_elsewhere_leaves_what_is_shown_until_its_answer_and_only_the_last_counts(
    panel: TimelinePanel, case: CaseView
) -> None:
    jobs: list[tuple[Callable[[], Content], Callable[[Content], None]]] = []
    panel.elsewhere = lambda work, done: jobs.append((work, done))
    every = len(case.timeline.marks)
    panel.bar._want(topics=frozenset({Topic.EXIT}))
    panel.bar._want(topics=frozenset({Topic.EXIT, Topic.CONTACT}))
    assert panel.view.drawn is not None
    assert len(panel.view.drawn.marks) == every
    (exits, show_exits), (contacts, show_contacts) = jobs
    found = contacts()
    show_contacts(found)
    assert panel.view.drawn is found.drawn
    assert 2 < len(panel.view.drawn.marks) < every
    show_exits(exits())
    assert panel.view.drawn is found.drawn
    panel.bar.clear_filter()
    show_contacts(found)
    assert len(panel.view.drawn.marks) == every


def test_an_axis_worked_out_elsewhere_keeps_the_filter_and_follows_hours_that_came_meanwhile(
    panel: TimelinePanel, case: CaseView
) -> None:
    hours = OpenHours(weekly_calendar("Office", "Europe/Berlin", range(5), Shift(9 * 3600, 17 * 3600)))
    panel.bar._want(topics=frozenset({Topic.EXIT}))
    jobs: list[tuple[Callable[[], Content], Callable[[Content], None]]] = []
    panel.elsewhere = lambda work, done: jobs.append((work, done))
    panel.bar.axis_wanted.emit(AxisKind.BUSINESS)
    assert panel.view.axis_kind is AxisKind.CALENDAR
    panel.show_hours(hours)
    work, done = jobs[-1]
    done(work())
    assert panel.view.axis_kind is AxisKind.BUSINESS
    assert panel.view.drawn is not None
    assert len(panel.view.drawn.marks) == 2
    first, last = panel.view.bounds
    assert last - first < (case.timeline.last - case.timeline.first) * 0.4


def test_business_time_is_offered_with_hours_and_keeps_what_is_in_view(panel: TimelinePanel, case: CaseView) -> None:
    panel.bar.axis_wanted.emit(AxisKind.BUSINESS)
    assert panel.view.axis_kind is AxisKind.CALENDAR
    plain = panel.view.grab().toImage()
    panel.show_hours(OpenHours(weekly_calendar("Office", "Europe/Berlin", range(5), Shift(9 * 3600, 17 * 3600))))
    assert panel.view.grab().toImage() != plain  # closed hours are shaded
    panel.bar.axis_wanted.emit(AxisKind.BUSINESS)
    assert panel.view.axis_kind is AxisKind.BUSINESS
    first, last = panel.view.bounds
    assert last - first < (case.timeline.last - case.timeline.first) * 0.4
    assert "business time" in panel.picture_caption()
    assert [panel.view.scene().amount(hours * HOUR) for hours in (7, 25)] == ["7 h", "25 h"]
    panel.show_hours(None)
    assert panel.view.axis_kind is AxisKind.CALENDAR


def test_r_tells_times_from_the_selected_event_and_back(panel: TimelinePanel, case: CaseView, qtbot: QtBot) -> None:
    panel.view.select(10)
    qtbot.keyClick(panel.view, Qt.Key.Key_R)
    assert panel.view.zero == int(case.file.events.occurred_at[10])
    qtbot.keyClick(panel.view, Qt.Key.Key_R)
    assert panel.view.zero is None


def test_x_goes_from_exit_to_exit(panel: TimelinePanel, case: CaseView, qtbot: QtBot) -> None:
    seen: list[int] = []
    panel.event_chosen.connect(seen.append)
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        qtbot.keyClick(panel.view, Qt.Key.Key_X, modifier)
    assert case.file.events.kind[seen].tolist() == [50, 51, 50]


def test_the_brush_is_drawn_moved_and_resized_by_mouse_and_keys(panel: TimelinePanel, qtbot: QtBot) -> None:
    strip, view = panel.overview, panel.view
    geometry = view.geometry_now()
    left, width = geometry.left, geometry.width

    def drag(begin: float, end: float) -> None:
        qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(round(begin), 8))
        qtbot.mouseMove(strip, QPoint(round((begin + end) / 2), 8))
        qtbot.mouseMove(strip, QPoint(round(end), 8))
        qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(round(end), 8))

    drag(left + width * 0.25, left + width * 0.5)
    low, high = view.bounds
    assert view.view == pytest.approx((low + (high - low) * 0.25, low + (high - low) * 0.5), abs=(high - low) * 0.01)
    drag(left + width * 0.4, left + width * 0.6)
    assert view.view[0] == pytest.approx(low + (high - low) * 0.45, abs=(high - low) * 0.01)
    drag(left + width * 0.7, left + width * 0.9)
    assert view.view[1] == pytest.approx(low + (high - low) * 0.9, abs=(high - low) * 0.01)
    before = view.view
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert view.view[0] < before[0]
    qtbot.keyClick(strip, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.view[1] - view.view[0] < before[1] - before[0]
    qtbot.keyClick(strip, Qt.Key.Key_0)
    assert not strip.grab().isNull()
    assert view.view[1] - view.view[0] > before[1] - before[0]


def test_pictures_go_to_the_clipboard_to_png_and_to_svg(panel: TimelinePanel, tmp_path: Path, qtbot: QtBot) -> None:
    panel.bar.picture_wanted.emit("copy")
    assert QGuiApplication.clipboard().image().width() == panel.view.viewport().width() * 2
    panel.save_picture(tmp_path / "line.png")
    assert QImage(str(tmp_path / "line.png")).width() == panel.view.viewport().width() * 2
    panel.save_picture(tmp_path / "line.svg")
    text = (tmp_path / "line.svg").read_text(encoding="utf-8")
    assert "Ann Berger" in text
    assert "CARD-2026-004711" in text
    with qtbot.waitSignal(panel.failed):
        panel.save_picture(tmp_path / "no folder" / "line.svg")


def test_everything_that_takes_the_focus_has_a_name(panel: TimelinePanel) -> None:
    for widget in panel.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName(), widget


def test_a_low_panel_gives_the_room_of_the_overview_to_the_lanes(panel: TimelinePanel) -> None:
    assert panel.overview.isVisible()
    panel.resize(1100, 180)
    assert not panel.overview.isVisible()
    panel.resize(1100, 420)
    assert panel.overview.isVisible()
