"""What the queue shows on a timeline: a period read from the real copy, its figures, an event opened, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from bpo_desk.cache.period_events import PeriodEvents, Wanted
from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.event import EventKind
from bpo_desk.models.mutation import CommentAdded, EventPinned
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.times import to_micros
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.ui.team import team_view
from bpo_desk.ui.team.period import Period, PeriodKind
from bpo_desk.ui.team.team_screen import TeamScreen
from bpo_desk.ui.team.team_view import TeamView
from bpo_desk.ui.team_place import TeamPlace
from bpo_desk.ui.time_words import now_micros
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import write_csv
from tests.flows.windows import opened_desk, opened_window

START = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
STEPS = ("Register", "Check", "Decide", "Pay")
PEOPLE = ("Ana", "Ben", "Cleo", "Dan", "Eva")
CASES = 24


def _rows() -> list[tuple[str, str, str, str]]:
    """Cases from early February to the end of April."""
    rows = []
    for case in range(CASES):
        at = START + timedelta(days=2 * case, hours=case % 5)
        for step, name in enumerate(STEPS[: 2 + case % 3]):
            at += timedelta(days=step * (1 + case % 7), hours=1)
            rows.append((f"C-{case:03}", name, at.isoformat().replace("+00:00", "Z"), PEOPLE[(case + step) % 5]))
    return rows


@pytest.fixture
def workspace(desk: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A running desk over the synced cases, in UTC."""
    url = f"sqlite:///{(tmp_path / 'shared.db').as_posix()}"
    desk.done("admin", "init", "--to", url)
    desk.import_json(url, write_csv(tmp_path / "log.csv", _rows()))
    desk.sync(url)
    with opened_desk(desk, monkeypatch, time_zone="UTC") as opened:
        yield opened


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> Iterator[MainWindow]:
    """The real window on the queue."""
    with opened_window(workspace, qtbot) as window:
        qtbot.waitUntil(lambda: window.queue.is_read, timeout=20_000)
        yield window


def _until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=20_000)


def _timeline(window: MainWindow, qtbot: QtBot) -> TeamScreen:
    window.actions_by_name["team"].trigger()
    _until(qtbot, lambda: window.places.at_team)
    screen = window.places.team.screen
    assert screen is not None
    return screen


def _move_to(screen: TeamScreen, window: MainWindow, period: Period, qtbot: QtBot) -> None:
    screen.period_wanted.emit(period)
    _until(qtbot, lambda: screen.view is not None and screen.view.period == period)


def _asked(queue: QueueColumns, rows: np.ndarray, start: int, end: int, as_of: int | None = None) -> Wanted:
    over = np.isin(queue.cases["status"][rows], (CaseStatus.CLOSED, CaseStatus.CANCELLED))
    return Wanted(queue.cases["case"][rows].astype(np.int64), ~over, start, end, as_of)


def test_a_period_has_every_event_of_the_asked_cases_and_no_other(workspace: Workspace) -> None:
    (engagement,) = workspace.engagements()
    one = engagement.engagement_id
    queue, every = workspace.queue(one), workspace.events(one)
    for kind in PeriodKind:
        for month in (1, 2, 3, 4, 7):
            start, end = Period.around(kind, to_micros(datetime(2026, month, 17, tzinfo=UTC)), UTC).bounds(UTC)
            for rows in (np.arange(len(queue)), np.arange(0, len(queue), 3), np.zeros(0, np.int64)):
                asked = _asked(queue, rows, start, end)
                found = workspace.period_events(one, asked)
                mine = every.take(np.isin(every.case, asked.shown))
                times = mine.occurred_at
                assert _ids(found, start, end) == set(mine.id_lo[(times >= start) & (times < end)].tolist())
                assert found.before == max((at for at in times.tolist() if at < start), default=None)
                assert found.after == min((at for at in times.tolist() if at >= end), default=None)
                assert not set(found.events.case.tolist()) - set(asked.shown.tolist())
                cut = workspace.period_events(one, replace(asked, as_of=(start + end) // 2))
                assert _ids(cut, start, end) == set(
                    mine.id_lo[(times >= start) & (times <= (start + end) // 2)].tolist()
                )


def _ids(found: PeriodEvents, start: int, end: int) -> set[int]:
    times = found.events.occurred_at
    return set(found.events.id_lo[(times >= start) & (times < end)].tolist())


def test_the_timeline_counts_what_the_filter_of_the_queue_shows(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    window.queue.filter_by("c-01")
    shown = window.queue.shown()
    assert shown is not None
    keys = {shown.rows.case(row) for row in range(len(shown.rows))}
    assert len(keys) == 10
    screen = _timeline(window, qtbot)
    month = Period(PeriodKind.MONTH, datetime(2026, 2, 1, tzinfo=UTC).date())
    _move_to(screen, window, month, qtbot)
    start, end = month.bounds(UTC)
    every = workspace.events(workspace.engagements()[0].engagement_id)
    inside = np.isin(every.case, list(keys)) & (every.occurred_at >= start) & (every.occurred_at < end)
    cases = np.unique(every.case[inside])
    events = int(inside.sum())
    assert 0 < len(cases) < 10
    assert screen.bar.words().startswith(f"10 cases · c-01: {events} events of {len(cases)} cases")
    assert screen.table.shown_count == events == len(screen.panel.view.drawn.marks)
    assert "c-01" in screen.panel.picture_caption()
    # every figure opens the cases behind it
    screen.bar.cases_wanted.emit()
    _until(qtbot, lambda: not window.places.at_team)
    listed = window.queue.shown()
    assert {listed.rows.case(row) for row in range(len(listed.rows))} == set(cases.tolist())


def test_an_event_opens_its_case_there_and_back_returns_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1200, 800)
    screen = _timeline(window, qtbot)
    march = Period(PeriodKind.MONTH, datetime(2026, 3, 1, tzinfo=UTC).date())
    _move_to(screen, window, march, qtbot)
    view = screen.panel.view
    view.zoom(4)
    row = int(view.drawn.marks.row[len(view.drawn.marks) // 2])
    mark = int(view.drawn.mark_of_row[row])
    geometry = view.geometry_now()
    x = geometry.x(int(view.drawn.marks.time[mark]))
    y = geometry.y(int(view.drawn.marks.line[mark]) + 0.5)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    seen = view.view
    _until(qtbot, lambda: window.places.at_case)
    shown = window.screens.currentWidget()
    assert isinstance(shown, CaseScreen)
    chosen = view.selected
    assert shown.view.file.case == int(screen.view.told.events.case[chosen])
    assert int(shown.view.file.events.id_lo[shown.selection.row]) == int(screen.view.told.events.id_lo[chosen])
    window.actions_by_name["back"].trigger()
    _until(qtbot, lambda: window.places.at_team)
    assert screen.view.period == march
    assert view.view == seen
    assert view.selected == chosen
    window.actions_by_name["up"].trigger()
    assert window.places.name == "queue"
    assert not window.places.at_team


def test_the_table_follows_the_timeline_and_enter_opens_the_case(window: MainWindow, qtbot: QtBot) -> None:
    screen = _timeline(window, qtbot)
    view, table = screen.panel.view, screen.table
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert table.currentIndex().row() == table.shown_count - 1
    table.setCurrentIndex(table.model().index(0, 0))
    assert view.selected == int(view.drawn.marks.row[0])
    screen.panel.bar._text.setText("ana")
    _until(qtbot, lambda: 0 < table.shown_count < screen.view.events)
    assert table.shown_count == len(view.drawn.marks)
    table.setCurrentIndex(table.model().index(0, 1))
    number = table.model().index(0, 1).data()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    _until(qtbot, lambda: window.places.at_case)
    assert window.screens.currentWidget().view.file.number == number


def test_a_period_without_events_says_so_and_leads_to_the_nearest(window: MainWindow, qtbot: QtBot) -> None:
    screen = _timeline(window, qtbot)
    _move_to(screen, window, Period(PeriodKind.MONTH, datetime(2026, 8, 1, tzinfo=UTC).date()), qtbot)
    assert screen.empty_words() == f"None of the {CASES} cases has an event in this period: August 2026."
    before, after = screen._near
    assert after.isHidden()
    assert isinstance(before, QPushButton)
    before.click()
    _until(qtbot, lambda: screen.view.events > 0)
    assert screen.empty_words() == ""
    window.places.show_queue()
    window.queue.filter_by("no such case")
    _timeline(window, qtbot)
    _until(qtbot, lambda: "shows no case" in screen.empty_words())


def test_another_length_keeps_what_is_in_view_and_is_remembered(window: MainWindow, qtbot: QtBot) -> None:
    screen = _timeline(window, qtbot)
    _move_to(screen, window, Period(PeriodKind.MONTH, datetime(2026, 3, 1, tzinfo=UTC).date()), qtbot)
    day = to_micros(datetime(2026, 3, 18, tzinfo=UTC))
    screen.panel.view.show_between(day, day + 86_400_000_000)
    screen.kind_wanted.emit(PeriodKind.WEEK)
    _until(qtbot, lambda: screen.view.period.kind is PeriodKind.WEEK)
    start, end = screen.view.period.bounds(UTC)
    assert start <= day < end
    assert screen.bar.words().endswith("Week of 16 Mar 2026")
    screen.bar.go(1)
    _until(qtbot, lambda: screen.bar.words().endswith("Week of 23 Mar 2026"))
    assert window.places.team.memory() == "week"
    again = TeamPlace(window.places.team._desk, window.places.team._background, window.queue)
    again.remember(window.places.team.memory())
    again.take_queue()
    again.ask()
    _until(qtbot, lambda: again.screen is not None)
    qtbot.addWidget(again.screen)
    assert again.screen.view.period.kind is PeriodKind.WEEK


def test_a_group_of_the_queue_goes_on_a_timeline_and_back_leads_to_its_cases(window: MainWindow, qtbot: QtBot) -> None:
    window.queue.toggle_groups()
    panel = window.queue.sides.groups
    panel.choose("step")
    panel.by_chosen.emit()
    _until(qtbot, lambda: panel.groups.rowCount() > 1)
    group = panel.groups.group(0)
    panel._menu(panel.table.visualRect(panel.groups.index(0, 0)).center())
    (menu,) = panel.findChildren(QMenu)
    menu.actions()[1].trigger()
    menu.close()
    _until(qtbot, lambda: window.places.at_team)
    assert 0 < group.count < CASES
    assert window.places.team.screen.bar.words().startswith(f"{group.count} cases · step")
    window.actions_by_name["back"].trigger()
    assert len(window.queue.shown().rows) == group.count
    window.actions_by_name["back"].trigger()
    assert len(window.queue.shown().rows) == CASES


def test_new_events_come_to_the_timeline_in_front_and_filter_and_zoom_stay(
    window: MainWindow, desk: Installation, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = _timeline(window, qtbot)
    _move_to(screen, window, Period(PeriodKind.MONTH, datetime(2026, 3, 1, tzinfo=UTC).date()), qtbot)
    before = screen.view.events
    screen.panel.bar._text.setText("register")
    _until(qtbot, lambda: 0 < screen.table.shown_count < before)
    filtered = screen.table.shown_count
    screen.panel.view.zoom(2)
    seen = screen.panel.view.view
    rows = [
        *_rows(),
        ("C-900", "Register", "2026-03-10T08:00:00Z", "Ana"),
        ("C-900", "Check", "2026-03-11T08:00:00Z", "Ben"),
    ]
    url = f"sqlite:///{(tmp_path / 'shared.db').as_posix()}"
    desk.import_json(url, write_csv(tmp_path / "log.csv", rows))
    desk.sync(url)
    window.reading.read_again()
    _until(qtbot, lambda: screen.view.events > before)
    new = screen.view.events - before
    assert new >= 2
    _until(qtbot, lambda: screen.table.shown_count > filtered)
    assert screen.panel.bar.wanted.text == "register"
    assert screen.panel.view.view == seen
    assert screen.view.told.layout.events == len(screen.view.told.events)


def test_of_many_events_the_marks_are_shown_first_and_bars_and_handovers_follow(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_view, "SKETCHED_FROM", 10)
    seen: list[TeamView] = []
    shown = TeamScreen.show_view

    def show_view(screen: TeamScreen, view: TeamView) -> None:
        seen.append(view)
        shown(screen, view)

    monkeypatch.setattr(TeamScreen, "show_view", show_view)
    screen = _timeline(window, qtbot)
    _until(qtbot, lambda: len(seen) == 2)
    sketch, whole = (view.told.layout for view in seen)
    assert (sketch.is_sketch, whole.is_sketch) == (True, False)
    assert (sketch.marks.row == whole.marks.row).all()
    assert len(whole.handovers) > len(sketch.handovers) == 0
    assert screen.panel.view.drawn is whole
    window.places.team.ask()  # as when the copy has changed
    _until(qtbot, lambda: len(seen) == 3)
    assert not seen[2].told.layout.is_sketch


def test_pins_and_what_waits_in_the_outbox_stand_on_the_timeline_and_stay_once_it_is_acknowledged(
    workspace: Workspace, window: MainWindow, desk: Installation, tmp_path: Path, qtbot: QtBot
) -> None:
    (engagement,) = workspace.engagements()
    one = engagement.engagement_id
    queue, every = workspace.queue(one), workspace.events(one)
    event = int(np.argmin(every.occurred_at))
    pinned = f"{int(every.id_hi[event]):016x}{int(every.id_lo[event]):016x}"
    number = queue.numbers.text(int(np.searchsorted(queue.cases["case"], every.case[event])))
    for payload in (EventPinned(pinned), CommentAdded("Ask Ana about this one.")):
        workspace.write(workspace.new_mutation(engagement.code, number, payload))
    screen = _timeline(window, qtbot)
    _move_to(screen, window, Period(PeriodKind.MONTH, date(2026, 2, 1)), qtbot)
    assert screen.view is not None
    february = screen.view.told
    assert february.events.id_lo[february.pinned].tolist() == [every.id_lo[event]]
    _move_to(screen, window, Period.around(PeriodKind.MONTH, now_micros(), UTC), qtbot)
    latest = screen.view.told
    notes = [EventKind.COMMENT_ADDED, EventKind.PINNED]
    assert latest.every == screen.table.shown_count == 2
    assert sorted(latest.events.kind[sorted(latest.pending)].tolist()) == notes

    desk.sync(f"sqlite:///{(tmp_path / 'shared.db').as_posix()}")
    start, end = Period(PeriodKind.MONTH, date(2026, 2, 1)).bounds(UTC)
    found = workspace.period_events(one, _asked(workspace.queue(one), np.arange(len(queue)), start, end))
    assert (len(found.pinned), len(found.pending)) == (1, 0)
    assert found.events.id_lo[found.pinned].tolist() == [every.id_lo[event]]
    assert int(np.isin(found.events.kind, notes).sum()) == 2
