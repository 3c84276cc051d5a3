"""Explained time on the case screen: parts add up wherever they are shown, follow the slider, are copied as text."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.measures.explained_time import Cause
from bpo_desk.models.case_file import CaseFile
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.case_view import prepare_case
from bpo_desk.ui.case.facts_panel import FactsPanel
from bpo_desk.ui.case.time_bar import TimeBar, _segments
from bpo_desk.ui.case.time_panel import TimePanel, part_rows, stretch_rows
from bpo_desk.ui.case.time_words import exact, exact_parts, figures, part_tip, share_words, time_text
from tests.state.test_case_time import OFFICE
from tests.ui_case import stories

OPEN_OFFICE = replace(stories.replaced_card(), calendar=OFFICE)


@pytest.fixture
def open_screen(qtbot: QtBot) -> Callable[[CaseFile], CaseScreen]:
    """A function that shows a case whose time is explained at once."""

    def make(file: CaseFile) -> CaseScreen:
        screen = CaseScreen()
        qtbot.addWidget(screen)
        screen.resize(1440, 900)
        screen.time_wanted.connect(lambda view, moment: screen.show_time(moment, view.explained(moment)))
        screen.show_view(prepare_case(file, stories.NOW))
        screen.show()
        qtbot.waitExposed(screen)
        return screen

    return make


def _seconds(words: str) -> int:
    units = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+) ([dhms])\b", words))


@pytest.mark.parametrize("file", [stories.replaced_card(), OPEN_OFFICE, stories.closed_case()])
def test_the_parts_that_are_printed_sum_to_the_elapsed_time_that_is_printed(file: CaseFile) -> None:
    view = prepare_case(file, stories.NOW)
    text = time_text(view, view.live, view.explained(view.live))
    lines = text.splitlines()
    total = _seconds(lines[1].partition(" from ")[0])
    parts = [_seconds(line) for line in lines if line.startswith("  ") and "together" not in line]
    together = next(_seconds(line) for line in lines if "together" in line)
    assert sum(parts) == together == total
    assert total > 0


def test_the_text_says_what_counted_and_what_the_figures_rest_on() -> None:
    view = prepare_case(OPEN_OFFICE, stories.NOW)
    text = time_text(view, view.live, view.explained(view.live))
    assert text.startswith("CARD-2026-004711 - Card replaced to wrong address\n")
    assert "business calendar: Office" in text
    assert "closed hours" in text
    assert re.search(r"Touch time: .* \(at least one work item in progress; business calendar: Office\)", text)
    assert "Data as of 31 Oct 2026" in text
    bare = prepare_case(stories.completions_only(), stories.NOW)
    said = time_text(bare, bare.live, bare.explained(bare.live))
    assert "every hour counts (24x7): no business calendar applies to the case" in said
    assert "Touch time: unknown (The source does not record when work started.)" in said


def test_a_case_without_a_beginning_says_why_there_is_no_time(open_screen: Callable[[CaseFile], CaseScreen]) -> None:
    screen = open_screen(stories.almost_empty())
    assert screen.findChild(TimeBar).legend() == []
    assert "not known when the case was opened" in screen.findChild(TimeBar).accessibleDescription()
    assert screen.view is not None
    rows = part_rows(screen.view, screen.view.explained(screen.view.live))
    assert (rows.rows, "not known when" in rows.empty) == ((), True)
    assert "cannot be explained" in time_text(screen.view, screen.view.live, screen.view.explained(screen.view.live))


def test_the_bar_follows_the_slider(open_screen: Callable[[CaseFile], CaseScreen]) -> None:
    screen = open_screen(stories.replaced_card())
    bar = screen.findChild(TimeBar)
    live = bar.legend()
    screen.choose_step(20)
    assert bar.legend() != live
    assert bar.shown_time is not None
    assert screen.moment is not None
    assert bar.shown_time.until == screen.moment.at
    screen.choose_step(0)
    assert bar.legend() == []
    screen.choose_step(len(stories.replaced_card().events))
    assert bar.legend() == live


def test_an_answer_for_another_moment_is_not_shown(open_screen: Callable[[CaseFile], CaseScreen]) -> None:
    screen = open_screen(stories.replaced_card())
    assert screen.view is not None
    late = screen.view.moment(5)
    shown = screen.findChild(TimeBar).legend()
    screen.show_time(late, screen.view.explained(late))
    assert screen.findChild(TimeBar).legend() == shown


def test_keys_walk_the_parts_and_open_the_stretches(
    open_screen: Callable[[CaseFile], CaseScreen], qtbot: QtBot
) -> None:
    screen = open_screen(OPEN_OFFICE)
    bar, panel = screen.findChild(TimeBar), screen.findChild(FactsPanel)
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert bar.accessibleDescription().startswith("client: 8 h (2.7 %)")
    assert "Dan Petrov" in bar.accessibleDescription()
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    assert panel.current() is panel.time
    assert panel.time.stretches.headers()[0] == "From (client)"


def test_a_stretch_leads_to_the_event_that_it_begins_with(open_screen: Callable[[CaseFile], CaseScreen]) -> None:
    screen = open_screen(stories.replaced_card())
    assert screen.view is not None
    view = screen.view
    time = view.explained(view.live)
    rows = stretch_rows(view, time, Cause.PAUSED_CUSTOMER)
    (row,) = rows.rows
    assert view.words.what(row.event) == "clock paused for customer"
    screen.findChild(TimePanel).event_chosen.emit(row.event)
    assert screen.selection.row == row.event


def test_one_key_copies_the_time_even_before_it_is_known(qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.show_view(prepare_case(stories.closed_case(), stories.NOW))
    QApplication.clipboard().setText("before")
    screen.copy_time()
    assert QApplication.clipboard().text() == "before"
    assert screen.view is not None
    assert screen.moment is not None
    screen.show_time(screen.moment, screen.view.explained(screen.moment))
    assert QApplication.clipboard().text().startswith("INC-7\n3 h 00 m 00 s from 19 Oct 2026 09:02:00 CEST")
    QApplication.clipboard().setText("again")
    screen.show_time(screen.moment, screen.view.explained(screen.moment))
    assert QApplication.clipboard().text() == "again", "asked once, copied once"


def test_the_tip_of_a_part_names_its_longest_list_and_says_what_is_left_out() -> None:
    view = prepare_case(OPEN_OFFICE, stories.NOW)
    time = view.explained(view.live)
    tip = part_tip(view, time, Cause.CLOSED_HOURS, time.parts[-1][1])
    behind = len(time.stretches_of(Cause.CLOSED_HOURS).start)
    assert len(tip.splitlines()) == 10
    assert f"and {behind - 8} more" in tip


def test_small_parts_are_seen_and_segments_fill_the_bar() -> None:
    segments = _segments([1, 10**12, 1, 5 * 10**11], 900)
    assert [start for start, _ in segments] == [0, *(start + width for start, width in segments[:-1])]
    assert sum(width for _, width in segments) == 900
    assert min(width for _, width in segments) >= 3
    assert _segments([], 900) == []
    assert sum(width for _, width in _segments([5, 5, 5], 2)) <= 3


def test_lengths_and_shares_in_words() -> None:
    assert [exact(n) for n in (0, 59, 61, 3_600, 90_061)] == [
        "0 s", "59 s", "1 m 01 s", "1 h 00 m 00 s", "1 d 01 h 01 m 01 s",
    ]  # fmt: skip
    assert share_words(1, 10**6) == "under 0.1 %"
    assert share_words(0, 10) == "0.0 %"
    assert share_words(5, 0) == ""


def test_the_handovers_of_the_case_are_figures_with_their_basis() -> None:
    view = prepare_case(stories.replaced_card(), stories.NOW)
    label, words, basis, is_unknown = figures(view.explained(view.live))[-1]
    assert (label, is_unknown) == ("Handovers", False)
    assert words.startswith(f"{view.live.value('handovers')}, ")
    assert "changes of hands between people" in basis


def test_every_moment_of_a_case_can_be_explained() -> None:
    for file in (stories.replaced_card(), stories.completions_only(), stories.almost_empty(), stories.long_texts()):
        view = prepare_case(file, stories.NOW)
        for step in range(len(file.events) + 1):
            time = view.explained(view.moment(step))
            assert sum(seconds for _, seconds in exact_parts(time)) == (time.elapsed // 10**6 if time.known else 0)
