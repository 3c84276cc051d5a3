"""Conformance and comparison of periods: every number opens as many cases as it says."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bpo_desk.models.filter_text import parse
from bpo_desk.models.step_mapping import MappedStep, StepMapping
from bpo_desk.process.comparison import Side
from bpo_desk.process.conformance import Verdict, Visits
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.ui.process.case_log import CaseLog, case_log
from bpo_desk.ui.process.compare_panel import ComparePanel
from bpo_desk.ui.process.compare_view import (
    CompareView,
    Period,
    compare_view,
    longer_or_shorter,
    more_or_less,
    usual_periods,
)
from bpo_desk.ui.process.conformance_panel import ConformancePanel
from bpo_desk.ui.process.conformance_view import ConformanceView, conformance_view
from bpo_desk.ui.process.figure import Figure
from bpo_desk.ui.process.heat import HeatBy
from bpo_desk.ui.process.process_screen import ProcessScreen
from bpo_desk.ui.process.process_view import prepare_process
from bpo_desk.ui.process.scope import ProcessScope
from bpo_desk.ui.theme import Status
from bpo_desk.ui.time_words import span
from tests.ui_process.demo_process import ANCHOR, KEY, NOW, demo_process

HOUR = 3_600_000_000
SCOPE = ProcessScope(KEY)


def log_of(scope: ProcessScope = SCOPE, xml: bytes | None = b"") -> CaseLog:
    demo = demo_process()
    return case_log(demo.queue, lambda: demo.events, scope, demo.xml if xml == b"" else xml, None, UTC)


@pytest.fixture(scope="module")
def judged() -> ConformanceView:
    """The demo, in every fifth case of which the second visit is missing."""
    log = log_of()
    visits = log.visits
    second = np.concatenate(([False], visits.case[1:] == visits.case[:-1]))
    second[1:] &= ~second[:-1]
    kept = ~(second & (visits.case % 5 == 0))
    run = None if visits.run is None else visits.run[kept]
    missing = Visits(visits.case[kept], visits.step[kept], visits.at[kept], run)
    return conformance_view(replace(log, visits=missing), queue=demo_process().queue, now=NOW)


@pytest.fixture(scope="module")
def compared() -> CompareView:
    return compare_view(log_of())


def number(figure: Figure) -> int:
    return int(figure.text.split(" ")[0].replace(",", ""))


def behind(figure: Figure) -> int:
    """How many cases a figure opens."""
    if figure.keys is not None:
        keys = figure.keys()
        assert len(np.unique(keys)) == len(keys)
        assert np.isin(keys, demo_process().queue.cases["case"]).all()
        return len(keys)
    return int(filter_mask(parse(figure.filter_text), FilterLookup(demo_process().queue), NOW).sum())


def test_every_figure_of_conformance_opens_as_many_cases_as_it_says(judged: ConformanceView) -> None:
    tables = {"kinds": judged.kinds(), "steps": judged.steps(), "months": judged.months()}
    for name, rows in tables.items():
        opening = [figure for row in rows for figure in row if figure.opens]
        assert opening, name
        for figure in opening:
            assert behind(figure) == number(figure), (name, figure.words)
    verdicts = [judged.verdict(each) for each in Verdict]
    assert [behind(each) for each in verdicts] == [number(each) for each in verdicts]
    assert sum(map(number, verdicts)) == len(SCOPE.rows(demo_process().queue))


def test_the_months_add_up_to_the_verdicts(judged: ConformanceView) -> None:
    months = judged.months()
    for place, verdict in ((2, Verdict.ON_PATH), (3, Verdict.OFF_PATH), (4, Verdict.UNKNOWN)):
        assert sum(number(row[place]) for row in months) == number(judged.verdict(verdict))
    assert [row[0].text for row in months] == sorted((row[0].text for row in months), reverse=True)


def test_exits_that_the_source_recorded_stand_beside_the_deviations(judged: ConformanceView) -> None:
    recorded = [row for row in judged.kinds() if row[1].filter_text]
    queue = demo_process().queue
    rows = SCOPE.rows(queue)
    assert number(recorded[0][1]) == int((queue.cases["exits"][rows] > 0).sum())


def test_without_a_definition_nothing_is_judged_and_the_reason_is_said(qtbot: QtBot) -> None:
    view = conformance_view(log_of(xml=None), queue=demo_process().queue, now=NOW)
    panel = ConformancePanel()
    qtbot.addWidget(panel)
    panel.show_conformance(view)
    assert view.found is None
    assert "no process definition" in view.notes()
    assert not panel.verdicts[Verdict.OFF_PATH].isVisibleTo(panel)


def test_periods_are_compared_on_a_discovered_map_too(qtbot: QtBot) -> None:
    demo = demo_process()
    view = prepare_process(demo.queue, lambda: demo.events, SCOPE, now=NOW)
    compared = compare_view(log_of(xml=None))
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    screen.tabs.setCurrentWidget(screen.compare)
    screen.show_comparison(compared)
    second = screen.pictures.second
    assert second is not None
    marked = second.view.markers
    drawing = second.view.display_list
    shown = [each for each in compared.found.steps if f"step-{each.step}" in drawing.shapes]
    assert len(shown) > 5
    for each in shown:
        assert marked[f"step-{each.step}"].tokens == each.b.cases
        figure = compared.element_cases(1, f"step-{each.step}")
        assert each.b.cases == (0 if figure is None else behind(figure))


def test_the_time_of_a_path_is_the_median_of_its_cases_that_are_over() -> None:
    demo = demo_process()
    view = prepare_process(demo.queue, lambda: demo.events, SCOPE, definition_xml=demo.xml, now=NOW)
    cases, told = demo.queue.cases, 0
    for number, (path, median) in enumerate(zip(view.paths, view.path_times, strict=True)):
        rows = np.searchsorted(cases["case"], view.cases_of_path(number))
        lasted = sorted((cases["closed_at"][rows] - cases["opened_at"][rows]).tolist())
        if path.over and len(lasted) > 3:
            assert median == lasted[(len(lasted) + 1) // 2 - 1]
            told += 1
    assert told > 2


def test_another_version_is_judged_by_its_own_cases() -> None:
    queue = demo_process().queue
    scopes = [ProcessScope(KEY, "3"), ProcessScope(KEY, "4")]
    views = [conformance_view(log_of(scope), queue=queue, now=NOW) for scope in scopes]
    sizes = [sum(number(view.verdict(each)) for each in Verdict) for view in views]
    assert sizes == [len(scope.rows(queue)) for scope in scopes]
    assert min(sizes) > 20


def test_the_trend_can_be_clicked(qtbot: QtBot, judged: ConformanceView) -> None:
    panel = ConformancePanel()
    qtbot.addWidget(panel)
    panel.show_conformance(judged)
    assert panel._chart is not None
    month = judged.trend()[-1]
    with qtbot.waitSignal(panel.cases_chosen) as heard:
        panel._chart.month_chosen.emit(month.month)
    words, keys = heard.args
    assert len(keys) == month.off_path
    assert f"{month.month:%Y-%m}" in words


def test_every_figure_of_a_comparison_opens_as_many_cases_as_it_says(compared: CompareView) -> None:
    rows = compared.steps()
    assert len(rows) > 5
    for row in rows:
        assert [behind(each) for each in row[1:3]] == [number(each) for each in row[1:3]]
    for side in (0, 1):
        assert behind(compared.cases(side)) == compared.count(side) == number(compared.cases(side))
        markers = compared.markers(side, HeatBy.COUNT)
        for each in compared.found.steps:
            marker, figure = markers[each.element], compared.element_cases(side, each.element)
            assert marker.tokens == (0 if figure is None else behind(figure))


def test_periods_are_days_of_opening_both_ends_included(compared: CompareView) -> None:
    log = compared.log
    days = log.opening_days()
    assert days is not None
    assert log.opened_between(*days).sum() == len(log.cases.key)
    middle = days[0] + timedelta(days=20)
    halves = log.opened_between(days[0], middle), log.opened_between(middle + timedelta(days=1), days[1])
    assert not (halves[0] & halves[1]).any()
    assert (halves[0] | halves[1]).all()


def test_the_usual_periods_are_as_long_as_each_other_and_end_with_the_last_opening() -> None:
    first, second = usual_periods((date(2026, 1, 5), ANCHOR), 30)
    assert second.last == ANCHOR
    assert first.last + timedelta(days=1) == second.first
    assert (first.last - first.first, second.last - second.first) == (timedelta(days=29),) * 2


def test_differences_are_said_with_number_word_and_colour() -> None:
    hour, two = Side(4, 4, HOUR), Side(4, 4, 2 * HOUR)
    assert longer_or_shorter(hour, two).text == "1 h longer"
    assert longer_or_shorter(two, hour).text == "1 h shorter"
    assert longer_or_shorter(hour, two).status is not longer_or_shorter(two, hour).status
    assert longer_or_shorter(hour, hour).text == "the same"
    unknown = longer_or_shorter(hour, Side(0, 0, None))
    assert (unknown.text, unknown.status) == ("unknown", Status.UNKNOWN)
    assert more_or_less(0.5, 0.75).text == "more often, +25 points"
    assert more_or_less(0.5, 0.25).text == "less often, -25 points"
    assert more_or_less(None, 0.25).status is Status.UNKNOWN


def test_steps_that_stand_for_one_element_are_one_row() -> None:
    demo = demo_process()
    known = {step.name: step for step in demo.queue.dictionaries.steps}
    said = StepMapping(KEY, "3", {"Check cover": MappedStep(known["Register claim"].element, "Ada", 0)})
    whole = log_of()
    merged = case_log(demo.queue, lambda: demo.events, SCOPE, demo.xml, said, UTC)
    codes = [name for name in np.unique(whole.visits.step).tolist() if whole.names[name] != "Check cover"]
    assert np.unique(merged.visits.step).tolist() == codes
    assert len(merged.visits.step) == len(whole.visits.step)
    rows = compare_view(merged).steps()
    assert [behind(row[2]) for row in rows] == [number(row[2]) for row in rows]


def test_what_a_row_is_about_stays_readable_however_large_the_text_is(qtbot: QtBot, compared: CompareView) -> None:
    panel = ComparePanel()
    qtbot.addWidget(panel)
    panel.resize(1400, 300)
    panel.show()
    panel.show_comparison(compared)
    header = panel.table.table.horizontalHeader()
    assert header.length() == panel.table.table.viewport().width(), "with room the first column takes the rest"
    font = panel.font()
    font.setPointSizeF(2.2 * font.pointSizeF())
    panel.setFont(font)
    panel.resize(900, 300)
    panel.show_comparison(compared)
    qtbot.waitUntil(lambda: header.sectionSize(0) >= 14 * panel.table.fontMetrics().averageCharWidth())
    assert header.length() > panel.table.table.viewport().width(), "the rest is scrolled"


def test_the_panel_asks_for_other_periods(qtbot: QtBot, compared: CompareView) -> None:
    panel = ComparePanel()
    qtbot.addWidget(panel)
    panel.show_comparison(compared)
    with qtbot.waitSignal(panel.periods_chosen) as heard:
        panel.days[0][0].setDate(panel.days[0][0].date().addDays(-7))
    first, second = heard.args[0]
    assert first == Period(compared.periods[0].first - timedelta(days=7), compared.periods[0].last)
    assert second == compared.periods[1]
    assert panel.lengths.currentData() == 0
    panel.lengths.setCurrentIndex(0)
    with qtbot.waitSignal(panel.periods_chosen) as heard:
        panel.lengths.activated.emit(0)
    assert heard.args[0] == usual_periods(compared.days, 7)


def test_a_tab_is_read_when_it_is_looked_at_and_again_with_newer_data(qtbot: QtBot, judged: ConformanceView) -> None:
    demo = demo_process()
    view = prepare_process(demo.queue, lambda: demo.events, SCOPE, definition_xml=demo.xml, now=NOW)
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    asked: list[str] = []
    screen.conformance_asked.connect(lambda: asked.append("conformance"))
    screen.comparison_asked.connect(lambda periods: asked.append(f"comparison {periods}"))
    screen.show_view(view)
    assert asked == []
    screen.tabs.setCurrentWidget(screen.conformance)
    assert asked == ["conformance"]
    screen.show_conformance(judged)
    screen.tabs.setCurrentIndex(0)
    screen.tabs.setCurrentWidget(screen.conformance)
    assert asked == ["conformance"], "what is known is not asked again"
    screen.show_view(view)
    assert asked == ["conformance"] * 2


def test_two_diagrams_stand_side_by_side_while_periods_are_compared(qtbot: QtBot, compared: CompareView) -> None:
    demo = demo_process()
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show_view(prepare_process(demo.queue, lambda: demo.events, SCOPE, definition_xml=demo.xml, now=NOW))
    before = dict(screen.diagram.markers)
    screen.tabs.setCurrentWidget(screen.compare)
    screen.show_comparison(compared)
    second = screen.pictures.second
    assert second is not None
    assert second.isVisibleTo(screen)
    step = next(each for each in compared.found.steps if each.element and each.b.cases)
    heard: list[tuple[str, int]] = []
    screen.cases_chosen.connect(lambda words, keys: heard.append((words, len(keys))))
    second.element_chosen.emit(step.element)
    assert [count for _, count in heard] == [step.b.cases]
    assert compared.periods[1].words in heard[0][0]
    screen.tabs.setCurrentIndex(0)
    assert not second.isVisibleTo(screen)
    assert dict(screen.diagram.markers) == before


@pytest.mark.parametrize("xml", [b"", None])
def test_every_flow_of_a_comparison_opens_as_many_cases_as_it_says(xml: bytes | None) -> None:
    compared = compare_view(log_of(xml=xml))
    rows = compared.flows()
    assert len(rows) > 5
    assert any(row[4].text and row[4].text != "unknown" for row in rows), "some flow has a time"
    for row in rows:
        assert [behind(each) for each in row[1:3]] == [number(each) for each in row[1:3]]
    for side in (0, 1):
        by_share, by_time = (compared.markers(side, heat) for heat in (HeatBy.COUNT, HeatBy.AGE))
        for each in compared.compared:
            one, figure = (each.a, each.b)[side], compared.element_cases(side, each.element)
            assert (0 if figure is None else behind(figure)) == one.cases
            assert by_share[each.element].badge.endswith("%") == bool(one.cases)
            assert by_time[each.element].badge == ("" if one.median is None else span(one.median))


def test_the_second_diagram_goes_where_the_first_one_goes(qtbot: QtBot, compared: CompareView) -> None:
    demo = demo_process()
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show_view(prepare_process(demo.queue, lambda: demo.events, SCOPE, definition_xml=demo.xml, now=NOW))
    screen.tabs.setCurrentWidget(screen.compare)
    screen.show_comparison(compared)
    screen.show()
    first, second = screen.pictures.shown()
    qtbot.waitUntil(lambda: abs(first.view.width() - second.view.width()) <= 2)
    middle = QPointF(first.view.rect().center())
    for one, other, key in ((first, second, Qt.Key.Key_0), (second, first, Qt.Key.Key_ParenRight)):
        keys = Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_ParenRight:
            keys |= Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(one.view, key, keys)
        assert other.view.scale == one.view.scale
        assert other.view.to_diagram(middle) == one.view.to_diagram(middle)


DEEP = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    b' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">'
    b'<process id="p"><subProcess id="sub" name="Intake"><task id="a" name="Register claim"/>'
    b'<task id="b" name="Check cover"/></subProcess></process><bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">'
    b'<bpmndi:BPMNShape bpmnElement="sub" isExpanded="false"><dc:Bounds x="10" y="10" width="100" height="80"/>'
    b"</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
)


def test_a_collapsed_sub_process_is_compared_opens_its_cases_and_is_entered_on_both_sides(qtbot: QtBot) -> None:
    demo = demo_process()
    compared = compare_view(log_of(xml=DEEP))
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(prepare_process(demo.queue, lambda: demo.events, SCOPE, definition_xml=DEEP, now=NOW))
    screen.tabs.setCurrentWidget(screen.compare)
    screen.show_comparison(compared)
    first, second = screen.pictures.shown()
    for side, picture in enumerate((first, second)):
        figure = compared.element_cases(side, "sub")
        assert figure is not None
        assert picture.view.markers["sub"].tokens == behind(figure) == number(figure)
    second.view.element_opened.emit("sub")
    assert first.trail.way == second.trail.way == ("sub",)
    assert {"a", "b"} <= set(first.view.display_list.shapes)
    screen.show_comparison(compared)
    assert second.trail.way == ("sub",), "newer figures leave one where one is"
    first.trail.leave()
    assert second.trail.way == ()
