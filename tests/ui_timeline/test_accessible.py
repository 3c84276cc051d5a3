"""The timeline as a screen reader meets it: lanes and what stands on them in view, with their state."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpo_desk.models.times import to_micros
from bpo_desk.state.event_filter import EventFilter, Topic
from bpo_desk.ui.case.case_view import CaseView, prepare_case, told_by
from bpo_desk.ui.timeline.accessible import AccessiblePart
from bpo_desk.ui.timeline.outline import MOST_READ, lanes_in_view
from bpo_desk.ui.timeline.timeline_panel import TimelinePanel
from tests.accessible_walk import NAME, root_of, somebody_listening, walked
from tests.screens.timeline_stories import noted_case
from tests.ui_case import stories

DESCRIPTION = QAccessible.Text.Description


@pytest.fixture(autouse=True)
def somebody_listens(qapp: object) -> Iterator[None]:
    with somebody_listening():
        yield


@pytest.fixture
def case() -> CaseView:
    return prepare_case(noted_case(), stories.NOW)


@pytest.fixture
def panel(qtbot: QtBot, case: CaseView) -> TimelinePanel:
    made = TimelinePanel()
    qtbot.addWidget(made)
    made.resize(1100, 500)
    made.show_case(told_by(case))
    made.show()
    qtbot.waitExposed(made)
    return made


def root(panel: TimelinePanel) -> QAccessibleInterface:
    return root_of(panel.view)


def test_lanes_hold_their_events_in_order_and_every_event_with_a_time_is_read_once(
    panel: TimelinePanel, case: CaseView
) -> None:
    tree = walked(root(panel))
    lanes = [name for depth, name in tree if depth == 0]
    assert any(name.startswith("Ben Okafor, Provider: ") and name.endswith(" events in view") for name in lanes)
    assert len(lanes) == len(case.timeline.lanes)
    events = [name for depth, name in tree if depth == 1]
    assert len(events) == len(case.timeline.marks)
    assert root(panel).role() == QAccessible.Role.Tree


def test_a_bar_says_who_worked_on_what_from_when_to_when_and_a_mark_its_state(panel: TimelinePanel) -> None:
    names = [name for _, name in walked(root(panel))]
    done = [name for name in names if "work on" in name and "still so" not in name]
    assert any(name.startswith("Ann Berger, Provider: work on ") and " Oct 2026 " in name for name in done)
    assert all(" to " in name for name in done)
    assert any(name.endswith("still so") for name in names)
    assert any(name.startswith("pending, ") and "Call them on Monday." in name for name in names)
    assert any("pinned" in name for name in names)


def test_zooming_and_filtering_leave_what_is_in_view(panel: TimelinePanel, case: CaseView) -> None:
    tree = root(panel)
    whole = walked(tree)
    kept = tree.child(1)
    start = to_micros(stories.START)
    panel.view.show_between(start, start + 3 * 3_600_000_000)
    part = walked(tree)
    assert 0 < len(part) < len(whole)
    panel.view.fit()
    panel.bar._want(topics=frozenset({Topic.EXIT}))
    names = [name for depth, name in walked(tree) if depth == 1]
    assert len(names) == 2
    assert all("process" in name or "accepted" in name for name in names)
    panel.bar.clear_filter()
    assert walked(tree) == whole
    assert panel.bar.wanted == EventFilter()
    assert not shiboken6.isValid(kept) or kept.isValid()


def test_the_keyboard_moves_the_focus_that_readers_follow(panel: TimelinePanel, case: CaseView) -> None:
    panel.activateWindow()
    panel.view.setFocus()
    tree = root(panel)
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    for mark in range(4):
        focused = tree.focusChild()
        assert isinstance(focused, AccessiblePart)
        assert focused.row == int(case.timeline.marks.row[mark])
        assert focused.state().focused
        assert focused.state().selected
        assert focused.text(DESCRIPTION) == case.words.sentence(focused.row)
        QTest.keyClick(panel.view, Qt.Key.Key_Right)


def test_an_event_is_where_it_is_painted(panel: TimelinePanel) -> None:
    tree = root(panel)
    for number in range(tree.childCount()):
        lane = tree.child(number)
        assert lane is not None
        for place in range(lane.childCount()):
            event = lane.child(place)
            assert isinstance(event, AccessiblePart)
            assert lane.rect().contains(event.rect().center())
    (opened,) = [part for part in _parts(tree) if ", opened" in part.text(NAME)]
    middle = opened.rect().center()
    assert tree.childAt(middle.x(), middle.y()) is opened


def _parts(tree: QAccessibleInterface) -> list[AccessiblePart]:
    lanes = [tree.child(number) for number in range(tree.childCount())]
    return [lane.child(place) for lane in lanes if lane for place in range(lane.childCount())]  # type: ignore[misc]


def test_a_large_log_is_read_by_lane_until_one_zooms_in(panel: TimelinePanel, qtbot: QtBot) -> None:
    view = prepare_case(stories.many_events(10_000), stories.NOW)
    panel.show_case(told_by(view))
    tree = walked(root(panel))
    assert {depth for depth, _ in tree if "zoom in" in _} == {0}
    assert len(tree) <= len(view.timeline.lanes) * (MOST_READ + 1)
    places = view.timeline.marks.time
    panel.view.show_between(float(places[5000]), float(places[5020]))
    assert 10 <= len([name for depth, name in walked(root(panel)) if depth == 1]) < 100
    read = lanes_in_view(view.timeline, panel.view.geometry_now())
    assert sum(each.events for each in read) >= 10


def test_timelines_that_go_away_while_they_are_read_do_no_harm(qapp: object, case: CaseView) -> None:
    for number in range(20):
        box = QWidget()
        panel = TimelinePanel(box)
        panel.resize(900, 400)
        panel.show_case(told_by(case))
        tree = root(panel)
        assert len(walked(tree)) > 10
        panel.view.select(number)
        panel.view.show_between(to_micros(stories.START), to_micros(stories.START + timedelta(days=1 + number % 3)))
        assert len(walked(tree)) > 0
        known = [QAccessible.uniqueId(child) for n in range(tree.childCount()) if (child := tree.child(n))]
        if number % 2:
            shiboken6.delete(box)
        else:
            box.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for each in known:
            gone = QAccessible.accessibleInterface(each)
            assert gone is None or not gone.isValid()
