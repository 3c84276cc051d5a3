"""The Process screen: its figures are those of the queue, its flows those of the cases, and a click leads to them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QSlider, QTableView
from pytestqt.qtbot import QtBot

from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.filter_text import parse
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.process.discovery import variants
from bpo_desk.process.markers import MarkerState
from bpo_desk.process.paths import Path, levels_of, paths_of
from bpo_desk.resources_path import resource
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.ui.process.heat import HeatBy, heat_words, percent, process_markers
from bpo_desk.ui.process.process_screen import ProcessScreen
from bpo_desk.ui.process.process_view import ProcessView, discovered_levels, prepare_process
from bpo_desk.ui.process.scope import ProcessScope
from bpo_desk.ui.process.step_table_model import CASES, OVERDUE, REACHED
from tests.process.bpmn_files import definition
from tests.ui_queue.synthetic import HOUR, NOW, synthetic

CLAIM = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="Cards">'
    b'<startEvent id="s"/><task id="a" name="Register request"/><task id="b" name="verify identity"/>'
    b'<exclusiveGateway id="x"/><task id="c" name="Check documents"/><endEvent id="e"/>'
    b'<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="x"/>'
    b'<sequenceFlow id="f3" sourceRef="x" targetRef="b"/><sequenceFlow id="f4" sourceRef="x" targetRef="c"/>'
    b'<sequenceFlow id="f5" sourceRef="b" targetRef="c"/><sequenceFlow id="f6" sourceRef="c" targetRef="e"/>'
    b"</process></definitions>"
)


def log(queue: QueueColumns) -> EventColumns:
    """Two ways through the first three steps, by the parity of the case."""
    case, step = [], []
    for key in queue.cases["case"].tolist():
        path = (1, 2, 3) if key % 2 else (1, 3)
        case += [key] * len(path)
        step += path
    size = len(case)
    return EventColumns.of(
        {
            "case": case,
            "step": step,
            "kind": [EventKind.COMPLETED] * size,
            "occurred_at": np.arange(size) * HOUR,
            "source_seq": np.arange(size),
        }
    )


@pytest.fixture(scope="module")
def queue() -> QueueColumns:
    return synthetic(400)


@pytest.fixture
def view(queue: QueueColumns) -> ProcessView:
    return prepare_process(queue, lambda: log(queue), ProcessScope("dispute"), definition_xml=CLAIM, now=NOW)


def kept(queue: QueueColumns, text: str) -> np.ndarray:
    return filter_mask(parse(text), FilterLookup(queue), NOW)


@pytest.mark.parametrize("process", ["", "dispute"])
def test_every_step_counts_the_cases_that_its_filter_keeps(queue: QueueColumns, process: str) -> None:
    found = prepare_process(queue, None, ProcessScope(process), definition_xml=CLAIM, now=NOW)
    assert len(found.figures) > 5
    for each in found.figures:
        mask = kept(queue, each.filter_text)
        assert each.cases == mask.sum(), each.filter_text
        late = kept(queue, each.filter_text + " is:overdue")
        assert each.overdue == late.sum(), each.filter_text
    assert found.open_cases == kept(queue, found.open_filter).sum()


def test_steps_that_the_diagram_lacks_are_told_and_not_dropped(view: ProcessView) -> None:
    drawn = {each.element for each in view.figures if each.element}
    assert drawn == {"a", "b", "c"}
    assert sum(not each.element for each in view.figures) == 7


def test_flows_are_counted_along_the_paths_of_the_cases(queue: QueueColumns, view: ProcessView) -> None:
    members = queue.cases["case"][queue.process == queue.process_keys.index("dispute")]
    odd = int((members % 2 == 1).sum())
    level = view.levels[-1].level
    assert level.cases == view.path_cases == len(members)
    assert {flow: level.flows[flow] for flow in ("f1", "f3", "f4")} == {
        "f1": len(members), "f3": odd, "f4": len(members) - odd,
    }  # fmt: skip
    over = int((~np.isin(queue.cases["case"], members) | np.isin(queue.cases["status"], (2, 3))).sum())
    closed = over - (len(queue) - len(members))
    assert level.flows["f6"] == closed, "only cases that are over have gone on to the end"


def test_levels_lead_from_the_most_common_path_to_all(view: ProcessView) -> None:
    paths = [each.level.paths for each in view.levels]
    cases = [each.level.cases for each in view.levels]
    assert paths[0] == 1
    assert paths[-1] == view.paths_in_all
    assert paths == sorted(set(paths))
    assert cases == sorted(cases)
    assert cases[0] == view.paths[0].cases


def test_when_time_runs_out_the_rest_of_the_paths_is_counted_but_not_followed() -> None:
    seconds = iter(range(100))
    paths = [Path((1,), 5), Path((1, 2), 4), Path((1, 2, 3), 3), Path((1, 3), 2), Path((2,), 1)]
    levels = levels_of(paths, definition("no_drawing.bpmn"), {1: "b", 2: "c"}, lambda: float(next(seconds)))
    assert levels[-1].cases == 15
    assert 1 <= levels[-1].read < 5
    assert levels[-1].followed == sum(path.cases for path in paths[: levels[-1].read])


def test_while_paths_are_followed_shares_are_those_of_the_followed_and_nothing_is_dimmed(view: ProcessView) -> None:
    whole = view.levels[-1]
    part = replace(
        whole, level=replace(whole.level, read=1, followed=whole.level.cases // 2, flows={"f1": whole.level.cases // 2})
    )
    markers = process_markers(view, part, HeatBy.COUNT, "late")
    assert markers["f1"].badge == "100 %"
    assert "f3" not in markers, "nobody knows yet whether a case took it"
    assert process_markers(view, whole, HeatBy.COUNT, "late")["f1"].badge == percent(
        whole.level.flows["f1"] / whole.level.cases
    )


def test_without_a_definition_the_map_comes_from_the_log(queue: QueueColumns) -> None:
    found = prepare_process(queue, lambda: log(queue), ProcessScope("dispute"), now=NOW)
    assert found.definition is None
    assert "discovered" in found.note
    drawing = found.levels[-1].drawing
    assert drawing is not None
    assert {"start", "step-1", "step-2", "step-3", "end"} == set(drawing.shapes)


def test_without_definition_and_log_there_are_figures_and_the_reason(qtbot: QtBot, queue: QueueColumns) -> None:
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    found = prepare_process(queue, None, now=NOW)
    screen.show_view(found)
    assert found.levels == ()
    assert found.figures
    assert not screen.diagram.isVisibleTo(screen)


def test_a_definition_that_cannot_be_read_is_said_and_the_map_is_drawn(queue: QueueColumns) -> None:
    found = prepare_process(queue, None, definition_xml=b"<nonsense", now=NOW)
    assert "cannot be drawn" in found.note


def test_heat_is_strongest_where_the_figure_is_greatest(view: ProcessView) -> None:
    for heat in HeatBy:
        markers = process_markers(view, view.levels[-1], heat, "{n} late")
        steps = [each for each in view.figures if each.element]
        value = {
            HeatBy.COUNT: lambda s: s.cases, HeatBy.AGE: lambda s: s.median_age, HeatBy.OVERDUE: lambda s: s.overdue,
        }[heat]  # fmt: skip
        warmest = max(steps, key=value)
        assert markers[warmest.element].heat == max(markers[each.element].heat or 0 for each in steps)
        assert all(markers[each.element].tokens == each.cases for each in steps)


def test_what_nobody_can_tell_is_not_said_to_be_nothing(view: ProcessView) -> None:
    silent = [replace(each, with_due=0, overdue=0) for each in view.figures]
    assert heat_words(silent, HeatBy.OVERDUE) == "No open case has a due date"
    punctual = [replace(each, with_due=1, overdue=0) for each in view.figures]
    assert heat_words(punctual, HeatBy.OVERDUE) == "No step is overdue"
    assert heat_words([], HeatBy.COUNT) == "No open case stands at a step"


def test_a_collapsed_sub_process_counts_each_case_inside_once_and_opens_them(qtbot: QtBot, queue: QueueColumns) -> None:
    inner = b"".join(
        b'<task id="%s" name="%s"/>' % each
        for each in ((b"b", b"verify identity"), (b"c", b"Check documents"), (b"a", b"Register request"))
    )
    shape = (
        b'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p"><bpmndi:BPMNShape bpmnElement="sub" isExpanded="false">'
        b'<dc:Bounds x="10" y="10" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    )
    xml = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        b' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">'
        b'<process id="p"><subProcess id="sub" name="Checks">' + inner + b"</subProcess></process>" + shape
        + b"</definitions>"
    )  # fmt: skip
    view = prepare_process(queue, lambda: log(queue), ProcessScope("dispute"), definition_xml=xml, now=NOW)
    (checks,) = view.folded
    assert (checks.element, checks.name) == ("sub", "Checks")
    assert checks.cases == kept(queue, checks.filter_text).sum()
    parts = [each.cases for each in view.figures if each.element]
    assert max(parts) <= checks.cases < sum(parts), "some cases stand at two steps at once"
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    assert screen.diagram.markers["sub"].tokens == checks.cases
    with qtbot.waitSignal(screen.step_chosen) as heard:
        screen.diagram.element_chosen.emit("sub")
    assert heard.args == [checks.filter_text]


def test_every_control_has_a_name(qtbot: QtBot, view: ProcessView) -> None:
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    kinds = (QAbstractButton, QComboBox, QDateEdit, QTableView, QSlider)
    seen = 0
    for tab in ("steps", "paths", "compare", "conformance", "mapping"):
        screen.show_tab(tab)
        controls = [each for kind in kinds for each in screen.findChildren(kind) if each.isVisibleTo(screen)]
        # What Qt puts inside a control has a name of its own for the machine, not for people.
        own = [each for each in controls if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not each.objectName()]
        named = [each for each in own if each.accessibleName() or getattr(each, "text", lambda: "")()]
        assert [type(each).__name__ for each in own if each not in named] == []
        seen += len(named)
    assert seen > 30


def test_a_level_dims_what_its_paths_do_not_take(view: ProcessView) -> None:
    first, last = view.levels[0], view.levels[-1]
    taken = {f for f, m in process_markers(view, first, HeatBy.COUNT, "").items() if m.state is MarkerState.DONE}
    whole = {f for f, m in process_markers(view, last, HeatBy.COUNT, "").items() if m.state is MarkerState.DONE}
    assert taken < whole


def test_a_click_on_a_step_asks_for_its_cases(qtbot: QtBot, queue: QueueColumns, view: ProcessView) -> None:
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show_view(view)
    screen.show()
    asked: list[str] = []
    screen.step_chosen.connect(asked.append)
    place = screen.diagram.element_rectangle("b").center().toPoint()
    QTest.mouseClick(screen.diagram, Qt.MouseButton.LeftButton, pos=place)
    wanted = next(each for each in view.figures if each.element == "b")
    assert asked == [wanted.filter_text]
    assert kept(queue, asked[0]).sum() == wanted.cases
    names = dict(screen.diagram.accessible_names())
    assert f"{wanted.cases} open" in names["b"]


def test_a_click_on_a_flow_opens_the_cases_whose_shown_paths_took_it(qtbot: QtBot, view: ProcessView) -> None:
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    heard: list[tuple[str, int]] = []
    screen.cases_chosen.connect(lambda words, keys: heard.append((words, len(keys))))
    for level in range(len(view.levels)):
        screen.choose_level(level)
        heard.clear()
        shown = view.levels[level].level
        for flow in ("f1", "f3", "f4", "f6"):
            screen.diagram.element_chosen.emit(flow)
        assert [count for _, count in heard] == [n for f in ("f1", "f3", "f4", "f6") if (n := shown.flows.get(f, 0))]
    assert heard[0][0] == "dispute: from Start event to Register request"


def test_flows_and_steps_of_a_discovered_map_open_as_many_cases_as_they_say(qtbot: QtBot, queue: QueueColumns) -> None:
    view = prepare_process(queue, lambda: log(queue), ProcessScope("dispute"), now=NOW)
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    heard: list[tuple[str, int]] = []
    screen.cases_chosen.connect(lambda words, keys: heard.append((words, len(keys))))
    members = int((queue.process == queue.process_keys.index("dispute")).sum())
    for level in range(len(view.levels)):
        screen.choose_level(level)
        drawing = view.levels[level].drawing
        assert drawing is not None
        for flow, edge in drawing.edges.items():
            heard.clear()
            screen.diagram.element_chosen.emit(flow)
            assert [count for _, count in heard] == [edge.count]
        model = screen.step_table.model()
        for row in range(model.rowCount()):
            heard.clear()
            told = int(model.index(row, REACHED).data().replace(",", ""))
            screen.step_table.activated.emit(model.index(row, REACHED))
            assert [count for _, count in heard] == [told]
            shape = drawing.shapes.get(screen._steps.figures(row).element)
            assert shape is None or shape.count == told
    assert drawing.shapes["step-1"].count == members
    screen.diagram.element_chosen.emit("flow-step-1-step-2")
    assert "from Register request to Verify identity" in heard[-1][0]


def test_a_step_where_no_open_case_stands_opens_the_cases_that_reached_it(qtbot: QtBot, queue: QueueColumns) -> None:
    closed = replace(queue, cases=queue.cases.take(np.arange(len(queue))))
    closed.cases.columns["status"] = np.full(len(queue), 2, np.int8)
    view = prepare_process(closed, lambda: log(queue), ProcessScope("dispute"), definition_xml=CLAIM, now=NOW)
    assert view.figures == ()
    assert {each.element for each in view.passed} == {"a", "b", "c"}
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    with qtbot.waitSignal(screen.cases_chosen) as heard:
        screen.diagram.element_chosen.emit("b")
    assert len(heard.args[1]) == view.levels[-1].level.flows["f3"]


def test_the_overdue_figure_opens_the_overdue_cases(qtbot: QtBot, queue: QueueColumns, view: ProcessView) -> None:
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    model = screen.step_table.model()
    for row, each in enumerate(view.figures):
        for column, count in ((CASES, each.cases), (OVERDUE, each.overdue)):
            with qtbot.waitSignal(screen.step_chosen) as heard:
                screen.step_table.activated.emit(model.index(row, column))
            assert kept(queue, heard.args[0]).sum() == count


def test_newer_data_keep_the_current_row(qtbot: QtBot, queue: QueueColumns, view: ProcessView) -> None:
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    screen.step_table.selectRow(4)
    name = screen.step_table.currentIndex().data()
    screen.show_view(replace(view, figures=tuple(reversed(view.figures))))
    assert screen.step_table.currentIndex().data() == name


def test_the_same_process_again_keeps_heat_and_level(qtbot: QtBot, view: ProcessView) -> None:
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(view)
    screen.choose_heat(HeatBy.AGE)
    screen.choose_level(0)
    screen.show_view(view)
    assert screen.level == 0
    assert screen.bar.heats[HeatBy.AGE].isChecked()


def test_shares_are_never_rounded_to_nothing_or_to_all() -> None:
    assert [percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == ["0 %", "<1 %", "50 %", ">99 %", "100 %"]


def test_the_demo_definitions_can_be_shown() -> None:
    queue = synthetic(50)
    for name in ("card-service", "motor-claim", "supplier-invoice"):
        xml = resource("processes", f"{name}.bpmn").read_bytes()
        assert prepare_process(queue, None, definition_xml=xml, now=NOW).levels[0].drawing is not None


def test_a_map_of_many_steps_shows_the_most_frequent_at_each_stop_and_says_what_is_not_drawn() -> None:
    """A hundred cases, each a path of its own, one step longer than the one before."""
    step = np.array([code for last in range(1, 101) for code in range(1, last + 1)], np.int32)
    case = np.repeat(np.arange(100, dtype=np.int32), np.arange(1, 101))
    found = variants(case, step)
    paths = paths_of(found, step, 101)
    levels = discovered_levels(levels_of(paths, None, {}), found, case, step, [f"Step {n}" for n in range(101)])
    assert levels[-1].level.paths == 100, "the slider goes on to all paths"
    assert "40 rarer steps (820 visits)" in levels[-1].hidden
    assert levels[0].hidden == ""
    for each in levels:
        assert each.drawing is not None
        assert len([name for name in each.drawing.shapes if name.startswith("step-")]) <= 60
