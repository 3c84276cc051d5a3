"""Pictures of the timeline: a calm case, one of 300 events, one over Easter and the change of clocks, signs of pins and
of what is pending, a month of a team; light, dark and with large text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from bpo_desk.state.case_time import hours_of
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.case.case_view import prepare_case, told_by
from bpo_desk.ui.team.period import Period, PeriodKind
from bpo_desk.ui.team.team_screen import TeamScreen
from bpo_desk.ui.timeline.axis_kinds import AxisKind
from bpo_desk.ui.timeline.timeline_panel import TimelinePanel
from tests.screens import timeline_stories
from tests.screens.pictures import check_picture
from tests.ui_case import stories


@pytest.fixture
def framed(qtbot, qapp: QApplication) -> Iterator[Callable[..., QWidget]]:
    """A function that shows a widget in a theme and text size, without the focus."""
    before = qapp.palette(), qapp.font()

    def show(
        part: Callable[[], QWidget], size: tuple[int, int], *, dark: bool = False, percent: int = 100
    ) -> QWidget:  # fmt: skip
        Appearance(qapp, dark, percent)
        whole = QWidget()
        whole.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(part())
        qtbot.addWidget(whole)
        whole.resize(*size)
        whole.show()
        whole.setFocus()
        qtbot.wait(50)
        return whole

    yield show
    qapp.setPalette(before[0])
    qapp.setFont(before[1])


def _panel(file) -> TimelinePanel:
    panel = TimelinePanel()
    panel.show_case(told_by(prepare_case(file, stories.NOW)))
    panel.show_hours(hours_of(file.calendar)[0])
    return panel


def _team(period: Period | None = None) -> TeamScreen:
    screen = TeamScreen()
    screen.show_view(timeline_stories.team_month(period=period))
    return screen


@pytest.mark.parametrize(("name", "dark", "percent"), [("light", False, 100), ("dark", True, 100), ("200", False, 200)])
def test_a_calm_case(framed, name, dark, percent) -> None:
    size = (1000, 330) if percent == 100 else (1360, 560)
    whole = framed(lambda: _panel(timeline_stories.calm()), size, dark=dark, percent=percent)
    check_picture(whole, f"timeline-calm-{name}")


@pytest.mark.parametrize(("name", "dark", "percent"), [("light", False, 100), ("dark", True, 100), ("200", False, 200)])
def test_300_events_with_many_handovers(framed, name, dark, percent) -> None:
    size = (1360, 400) if percent == 100 else (1360, 680)
    whole = framed(lambda: _panel(timeline_stories.many_handovers()), size, dark=dark, percent=percent)
    check_picture(whole, f"timeline-300-{name}")


@pytest.mark.parametrize(("name", "dark"), [("light", False), ("dark", True)])
def test_easter_and_the_change_of_clocks(framed, name, dark) -> None:
    whole = framed(lambda: _panel(timeline_stories.over_easter()), (1000, 330), dark=dark)
    check_picture(whole, f"timeline-easter-{name}")


def test_easter_in_business_time(framed) -> None:
    def made() -> TimelinePanel:
        panel = _panel(timeline_stories.over_easter())
        panel.bar.axis_wanted.emit(AxisKind.BUSINESS)
        return panel

    check_picture(framed(made, (1000, 330)), "timeline-easter-business")


@pytest.mark.parametrize(("name", "dark"), [("light", False), ("dark", True)])
def test_pinned_and_pending_events(framed, name, dark) -> None:
    whole = framed(lambda: _panel(timeline_stories.noted_case()), (1200, 420), dark=dark)
    check_picture(whole, f"timeline-notes-{name}")


@pytest.mark.parametrize(("name", "dark", "percent"), [("light", False, 100), ("dark", True, 100), ("200", False, 200)])
def test_a_month_of_a_team(framed, name, dark, percent) -> None:
    check_picture(framed(_team, (1360, 760), dark=dark, percent=percent), f"team-month-{name}")


def test_a_week_of_a_team_with_all_lanes(framed) -> None:
    whole = framed(lambda: _team(Period(PeriodKind.WEEK, date(2026, 3, 9))), (1360, 760))
    check_picture(whole, "team-week")


def test_a_month_without_events(framed) -> None:
    whole = framed(lambda: _team(Period(PeriodKind.MONTH, date(2026, 6, 1))), (1000, 420), dark=True)
    check_picture(whole, "team-empty")
