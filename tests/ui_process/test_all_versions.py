"""All versions of a process in one view: each case read on its own version, told of on the one that is drawn."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from bpo_desk.models.filter_text import parse
from bpo_desk.process.conformance import Verdict
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.ui.process.all_versions import VersionDrawing
from bpo_desk.ui.process.case_log import CaseLog, case_log
from bpo_desk.ui.process.compare_view import compare_view
from bpo_desk.ui.process.conformance_view import ConformanceView, conformance_view
from bpo_desk.ui.process.flow_words import flow_words
from bpo_desk.ui.process.process_screen import ProcessScreen
from bpo_desk.ui.process.process_view import ProcessView, prepare_process
from bpo_desk.ui.process.scope import ALL_VERSIONS, ProcessScope, first_scope
from bpo_desk.ui.process.step_table_model import ELSEWHERE
from tests.ui_process.demo_process import KEY, NOW, demo_process

ALL = ProcessScope(KEY)
FEWER = re.sub(rb'(id|sourceRef|targetRef|bpmnElement|Ref)="', rb'\1="old_', demo_process().xml)
FEWER = re.sub(rb"(<(?:\w+:)?(?:incoming|outgoing|flowNodeRef)>)", rb"\1old_", FEWER)
"""The older version as another tool wrote it: other ids, the same names."""


def drawings(older: bytes) -> dict[str, VersionDrawing]:
    return {"3": VersionDrawing(older), "4": VersionDrawing(demo_process().xml)}


def view_of(scope: ProcessScope, xml: bytes, stored: Mapping[str, VersionDrawing] | None = None) -> ProcessView:
    demo = demo_process()
    return prepare_process(
        demo.queue, lambda: demo.events, scope, definition_xml=xml, drawings=stored, now=NOW
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> ProcessView:
    return view_of(ALL, demo_process().xml, drawings(FEWER))


def listed(text: str) -> int:
    return int(filter_mask(parse(text), FilterLookup(demo_process().queue), NOW).sum())


def test_every_case_of_every_version_is_counted_and_the_newest_is_drawn(whole: ProcessView) -> None:
    assert first_scope(demo_process().queue, KEY, ALL_VERSIONS) == ALL == whole.scope
    assert (whole.drawn_version, whole.chosen_version) == ("4", ALL_VERSIONS)
    assert whole.open_cases == sum(each.open_cases for each in whole.versions) == listed(whole.open_filter)
    older = whole.versions[0]
    assert f"{older.cases} of {sum(each.cases for each in whole.versions)} cases" in whole.note


def test_flows_are_those_that_the_cases_of_each_version_took_on_their_own(whole: ProcessView) -> None:
    ours, theirs = (view_of(ProcessScope(KEY, version), demo_process().xml) for version in ("4", "3"))
    level = whole.levels[-1].level
    assert level.cases == ours.path_cases + theirs.path_cases
    named = {node.id for node in whole.definition.nodes if node.name.strip()} if whole.definition else set()
    compared = 0
    for flow in whole.definition.flows if whole.definition else ():
        if {flow.source, flow.target} <= named:
            own = [each.levels[-1].level.flows.get(flow.id, 0) for each in (ours, theirs)]
            assert level.flows.get(flow.id, 0) == sum(own), flow
            compared += sum(own) > 0
    assert compared > 4


def test_every_flow_of_every_level_opens_as_many_cases_as_it_says(whole: ProcessView) -> None:
    for number, each in enumerate(whole.levels):
        for flow, count in each.level.flows.items():
            keys = whole.cases_of_flow(number, flow)
            assert len(keys) == len(np.unique(keys)) == count


def test_steps_say_how_many_of_their_cases_run_on_another_version(qtbot: QtBot, whole: ProcessView) -> None:
    demo = demo_process()
    motor = demo.queue.definition != 1
    mixed = replace(demo.queue, definition=np.where(motor, 2 * (np.arange(len(motor)) % 2), 1).astype(np.int32))
    lookup = FilterLookup(mixed)
    view = prepare_process(
        mixed, lambda: demo.events, ALL, definition_xml=demo.xml, drawings=drawings(FEWER), now=NOW
    )  # fmt: skip
    for each in view.figures:
        for text, count in ((each.filter_text, each.cases), (each.elsewhere_filter, each.elsewhere)):
            assert filter_mask(parse(text), lookup, NOW).sum() == count
    assert 0 < sum(each.elsewhere for each in view.figures) < sum(each.cases for each in view.figures)
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    model = screen.step_table.model()
    row = next(row for row, each in enumerate(view.figures) if each.elsewhere)
    assert model.index(row, ELSEWHERE).data() == str(view.figures[row].elsewhere)
    with qtbot.waitSignal(screen.step_chosen) as heard:
        screen.step_table.activated.emit(model.index(row, ELSEWHERE))
    assert heard.args == [view.figures[row].elsewhere_filter]
    assert screen.bar._version.currentData() == ALL_VERSIONS
    screen.show_view(view_of(ProcessScope(KEY, "4"), demo.xml))
    assert model.columnCount() == ELSEWHERE


def log_of(scope: ProcessScope, xml: bytes) -> CaseLog:
    demo = demo_process()
    return case_log(demo.queue, lambda: demo.events, scope, xml, None, UTC)


def parts() -> list[CaseLog]:
    return [log_of(ProcessScope(KEY, "3"), FEWER), log_of(ProcessScope(KEY, "4"), demo_process().xml)]


def test_each_case_is_judged_by_the_version_that_it_ran() -> None:
    queue = demo_process().queue
    found = conformance_view(log_of(ALL, demo_process().xml), parts(), queue=queue, now=NOW)
    alone: list[ConformanceView] = [conformance_view(each, queue=queue, now=NOW) for each in parts()]
    for verdict in Verdict:
        keys = found.verdict(verdict).keys
        own = [each.verdict(verdict).keys for each in alone]
        assert keys is not None
        assert sorted(keys().tolist()) == sorted(key for one in own if one is not None for key in one().tolist())
    for row in (*found.kinds(), *found.steps()):
        for figure in row:
            if figure.keys is not None:
                assert len(figure.keys()) == int(figure.text.replace(",", ""))
    assert not any("old_" in row[0].text for row in found.steps()), "steps are named as the drawn version names them"


def test_periods_are_compared_with_each_case_on_its_own_version() -> None:
    compared = compare_view(log_of(ALL, demo_process().xml), parts())
    assert compared.found.read_a + compared.found.read_b > 20
    rows = compared.flows()
    assert len(rows) > 5
    for row in rows:
        for figure in row[1:3]:
            assert figure.keys is not None
            assert len(figure.keys()) == int(figure.text.replace(",", ""))


def test_a_flow_that_only_an_older_version_has_is_drawn_with_its_cases_and_says_where_it_is_from() -> None:
    newer = re.sub(
        rb'<(\w+:)?sequenceFlow id="Flow_14"[^>]*?(/>|>.*?</(\w+:)?sequenceFlow>)', b"", demo_process().xml, flags=re.S
    )
    newer = re.sub(rb'<(\w+:)?BPMNEdge [^>]*bpmnElement="Flow_14".*?</(\w+:)?BPMNEdge>', b"", newer, flags=re.S)
    newer = re.sub(rb"<(\w+:)?(incoming|outgoing)>Flow_14</(\w+:)?(incoming|outgoing)>|default=\"Flow_14\"", b"", newer)
    stored = {"3": VersionDrawing(FEWER), "4": VersionDrawing(newer)}
    found = view_of(ALL, newer, stored)
    edges = found.levels[-1].drawing.edges if found.levels[-1].drawing is not None else {}
    (flow,) = [each for each in edges.values() if each.name == "only in 3"]
    assert (flow.source, flow.target) == ("Gateway_Limit", "Task_Pay")
    alone = view_of(ProcessScope(KEY, "3"), FEWER).levels[-1].level.flows["old_Flow_14"]
    assert found.levels[-1].level.flows[flow.element_id] == alone > 0
    assert len(found.cases_of_flow(len(found.levels) - 1, flow.element_id)) == alone
    assert flow_words(found, len(found.levels) - 1, flow.element_id).endswith("(only in 3)")
    one = view_of(ProcessScope(KEY, "4"), newer)
    assert flow.element_id not in {each.id for each in one.definition.flows} if one.definition else False
