"""From a step on the Process screen to the queue: the count on the step is the count of the rows it opens."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bpo_desk.app.demo import demo_workspace
from bpo_desk.app.desktop import case_screen, new_window
from bpo_desk.cache.key import KEY_VARIABLE
from bpo_desk.models.step_mapping import NOWHERE
from bpo_desk.process.alignments import _aligners
from bpo_desk.ui import process_place
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.ui.process import process_view
from bpo_desk.ui.process.mapping_rows import MappedBy
from bpo_desk.ui.process.process_screen import ProcessScreen
from tests.conftest import TEST_KEY


@pytest.fixture
def window(qapp: QApplication, qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window on a real demo of 120 cases: shared database, sync, encrypted copy."""
    monkeypatch.setenv(KEY_VARIABLE, TEST_KEY)
    workspace = demo_workspace(1, 120, date(2026, 11, 20))
    made, background = new_window(qapp, workspace, None, case_screen)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.queue.is_read, timeout=20_000)
    yield made
    made.close()
    background.shutdown()
    workspace.close()
    made.deleteLater()
    qapp.sendPostedEvents()


def test_a_window_that_remembers_nothing_leaves_the_next_start_as_it_was(window: MainWindow, qtbot) -> None:
    """Pictures are taken in such a window: which engagement opens next must not hang on how far they came."""
    before = window.reading._desk.first_page()
    assert before is not None
    other = next(
        each for each in window.reading._desk.engagements() if int(each.engagement_id) != window.reading.engagement
    )
    with qtbot.waitSignal(window.reading.read, timeout=20_000):
        window.choose_engagement(int(other.engagement_id))
    assert window.reading._desk.first_page() == before
    shown, window.reading.engagement = window.reading.engagement, before.engagement_id + 1
    window.show_first_page(before)
    assert window.reading.engagement == before.engagement_id + 1, "what was looked at last is not replaced by a page"
    window.reading.engagement = shown


def test_every_step_opens_as_many_rows_as_it_counts(window: MainWindow, qtbot) -> None:
    window.actions_by_name["process"].trigger()
    qtbot.waitUntil(lambda: window.places.at_process, timeout=20_000)
    screen = window.process.screen
    assert screen is not None
    assert screen.view is not None
    figures = [one for one in screen.view.figures if one.cases]
    assert figures
    for one in figures:
        screen.step_chosen.emit(one.filter_text)
        assert window.places.name == "queue"
        qtbot.waitUntil(lambda one=one: len(window.queue.table.queue_model.rows) == one.cases, timeout=5_000)
    window.actions_by_name["back"].trigger()
    qtbot.waitUntil(lambda: window.places.at_process, timeout=20_000)


def _at_process(window: MainWindow, qtbot) -> ProcessScreen:
    window.actions_by_name["process"].trigger()
    qtbot.waitUntil(lambda: window.places.at_process, timeout=20_000)
    assert window.process.screen is not None
    return window.process.screen


def _shown(window: MainWindow) -> int:
    return len(window.queue.table.queue_model.rows)


def test_a_chip_that_is_on_does_not_change_the_count_of_a_step(window: MainWindow, qtbot) -> None:
    screen = _at_process(window, qtbot)
    assert screen.view is not None
    window.queue.chips.choose({"unassigned"})
    one = screen.view.figures[0]
    screen.step_chosen.emit(one.filter_text)
    qtbot.waitUntil(lambda: _shown(window) == one.cases, timeout=5_000)


def test_the_process_is_read_again_only_after_a_change_of_one_of_its_cases(window: MainWindow, qtbot) -> None:
    desk = window._desk
    queues = [desk.queue(each.engagement_id) for each in desk.engagements()]
    queue = next(each for each in queues if len(each.process_keys) > 1)
    with qtbot.waitSignal(window.reading.read, timeout=20_000):
        window.choose_engagement(int(queue.engagement.engagement_id))
    screen = _at_process(window, qtbot)
    first = screen.view
    assert first is not None
    own, other = (
        int(queue.cases["case"][(queue.process == queue.process_keys.index(first.scope.process)) == inside][0])
        for inside in (True, False)
    )

    def after(changed: set[int]) -> object:
        with qtbot.waitSignal(window.process.ready, timeout=20_000):
            window.places.read_again(changed)
        return screen.view

    assert after({other}) is first
    second = after({other, own})
    assert second is not first
    assert after(set()) is second, "what has been read is not read twice"
    window.places.show_queue()
    assert _at_process(window, qtbot).view is second
    window.places.show_queue()
    window.places.read_again({own})
    window.places.read_again({other})
    _at_process(window, qtbot)
    qtbot.waitUntil(lambda: screen.view is not second, timeout=20_000)
    third = screen.view
    with qtbot.waitSignal(window.process.ready, timeout=20_000):
        window.places.read_again()
    assert screen.view is not third, "whoever asks for it gets everything anew"


def test_paths_that_there_was_no_time_to_follow_are_followed_in_further_parts(
    window: MainWindow, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _at_process(window, qtbot).view
    assert expected is not None
    monkeypatch.setattr(process_view, "SECONDS", -1.0)
    window.places.show_queue()
    window.places.read_again()
    screen = _at_process(window, qtbot)
    qtbot.waitUntil(lambda: screen.view is not expected and screen.view.unfollowed == 0, timeout=20_000)
    found = screen.view
    assert found is not None
    for level, whole in zip(found.levels, expected.levels, strict=True):
        assert (level.level.read, level.level.flows) == (whole.level.read, whole.level.flows)
    assert screen.bar.stop.isHidden()


def test_following_paths_can_be_stopped(window: MainWindow, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_view, "SECONDS", -1.0)
    monkeypatch.setattr(process_place, "_FIRST_PART", -1.0)
    screen = _at_process(window, qtbot)
    view = screen.view
    assert view is not None
    assert view.unfollowed == view.paths_in_all - 1
    screen.show_followed(view, going=True)
    assert screen.bar.stop.isVisible()
    assert "reading on" in screen.bar.reach.text()
    qtbot.mouseClick(screen.bar.stop, Qt.MouseButton.LeftButton)
    assert screen.bar.stop.isHidden()
    assert "flows of the first 1)" in screen.bar.reach.text()
    assert not window.process._background.is_busy("process paths")


def test_every_path_opens_as_many_rows_as_it_counts(window: MainWindow, qtbot) -> None:
    screen = _at_process(window, qtbot)
    assert screen.view is not None
    for number, path in enumerate(screen.view.paths[:5]):
        screen.path_table.activated.emit(screen.path_table.model().index(number, 0))
        assert window.places.name == "queue"
        qtbot.waitUntil(lambda path=path: _shown(window) == path.cases, timeout=5_000)
    window.queue.clear_filter()
    assert _shown(window) > path.cases


def test_figures_of_conformance_and_of_two_periods_open_as_many_rows_as_they_count(window: MainWindow, qtbot) -> None:
    screen, checked = _at_process(window, qtbot), 0
    for panel, tables in (
        (screen.conformance, (screen.conformance.kinds, screen.conformance.steps, screen.conformance.months)),
        (screen.compare, (screen.compare.table,)),
    ):
        screen.tabs.setCurrentWidget(panel)
        qtbot.waitUntil(lambda panel=panel: panel.view is not None, timeout=30_000)
        for table in tables:
            places = [table.model.index(row, column) for row in range(table.model.rowCount()) for column in range(5)
                      if column < table.model.columnCount()]  # fmt: skip
            opening = [place for place in places if table.model.figure(place).opens]
            checked += len(opening[:4])
            for place in opening[:4]:
                count = int(table.model.figure(place).text.replace(",", ""))
                table.table.activated.emit(place)
                assert window.places.name == "queue"
                qtbot.waitUntil(lambda count=count: _shown(window) == count, timeout=5_000)
    assert checked > 8, "in a demo of few cases some tables may be empty, never all"
    assert window.queue.chips._list.isVisibleTo(window.queue)


def test_a_step_of_the_mapping_opens_as_many_rows_as_name_it(window: MainWindow, qtbot) -> None:
    screen = _at_process(window, qtbot)
    assert screen.view is not None
    screen.show_tab("mapping")
    for number, row in enumerate(screen.view.mapping.rows[:4]):
        screen.mapping.table.activated.emit(screen.mapping.model.index(number, 2))
        qtbot.waitUntil(lambda row=row: _shown(window) == row.cases and window.places.name == "queue", timeout=10_000)
        window.queue.clear_filter()
        window.actions_by_name["process"].trigger()
        qtbot.waitUntil(lambda: window.places.at_process, timeout=20_000)


def test_what_is_said_about_a_step_is_kept_and_seen_on_the_process_and_in_the_cases(window: MainWindow, qtbot) -> None:
    screen = _at_process(window, qtbot)
    view = screen.view
    assert view is not None
    row = view.mapping.rows[0]
    other = next(each for each in view.mapping.choices if each.element != row.element)
    screen.mapping.table.selectRow(screen.mapping.model.row_of(row.step))
    screen.mapping.say(other.element)
    screen.mapping.say(NOWHERE)

    def kept() -> bool:
        assert screen.view is not None
        found = next(each for each in screen.view.mapping.rows if each.step == row.step)
        return found.by is MappedBy.LEFT_OUT and found.pending

    qtbot.waitUntil(kept, timeout=20_000)
    workspace = window._desk
    engagement = workspace.queue(window.reading.engagement).engagement
    assert workspace.outbox_status().unsent == 2
    found = workspace.step_mapping(engagement, view.scope.process, view.versions[0].version)
    assert found.elements == {row.step: NOWHERE}
    case = int(view.path_case[0])
    assert workspace.open_case(engagement.engagement_id, case).mapped == {row.step: NOWHERE}
    screen.mapping.take_back()
    screen.mapping.take_back()
    qtbot.waitUntil(lambda: screen.view is not None and screen.view.mapping.said.elements == {}, timeout=20_000)


def test_what_there_was_no_time_to_judge_is_judged_in_further_parts(window: MainWindow, qtbot) -> None:
    screen = _at_process(window, qtbot)
    screen.show_tab("conformance")
    qtbot.waitUntil(lambda: screen.conformance.view is not None, timeout=20_000)
    parts: list[tuple[int, bool]] = []

    def heard() -> None:
        panel = screen.conformance
        if panel.view is not None:
            parts.append((panel.view.unread, panel.stop.isVisible()))

    _aligners.clear()  # as if nothing had been read yet
    screen.conformance.months.model.modelReset.connect(heard)
    window.process._judge(0.0)
    qtbot.waitUntil(lambda: bool(parts) and parts[-1][0] == 0, timeout=20_000)
    assert parts[0][0] > 0
    qtbot.waitUntil(lambda: not screen.conformance.stop.isVisible(), timeout=5_000)
    assert screen.conformance.view is not None
    assert screen.conformance.view.unread == 0


def test_judging_can_be_stopped_and_keeps_what_is_known(window: MainWindow, qtbot) -> None:
    screen = _at_process(window, qtbot)
    screen.show_tab("conformance")
    qtbot.waitUntil(lambda: screen.conformance.view is not None, timeout=20_000)
    _aligners.clear()
    resets: list[bool] = []
    screen.conformance.months.model.modelReset.connect(lambda: resets.append(True))
    window.process._judge(0.0)
    qtbot.waitUntil(lambda: bool(resets), timeout=20_000)
    screen.conformance.stop_asked.emit()
    qtbot.wait(50)
    assert not screen.conformance.stop.isVisible()
    assert not window.process._background.is_busy("conformance")
    assert screen.conformance.view is not None
