"""The drawings of the demo's processes: whole, tidy, and showing a deadline and who stands outside."""

import pytest

from bpo_desk.demo import processes
from bpo_desk.models.process import FLOW_NODE_FAMILIES, Bounds, FlowKind, NodeKind, Trigger
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import DisplayList, display_list
from bpo_desk.process.drawing_report import drawing_report
from bpo_desk.resources_path import resource
from tests.process.bpmn_files import overlap

ALL = [processes.MOTOR_CLAIM, processes.SUPPLIER_INVOICE, processes.CARD_SERVICE]


def drawing(process: processes.DemoProcess) -> DisplayList:
    data = resource("processes", f"{process.key}.bpmn").read_bytes()
    definition, notes = read_definition(data, process.key)
    shown = display_list(definition)
    assert drawing_report(definition, [shown], notes).not_drawn == ()
    assert not any(shape.computed for shape in shown.shapes.values())
    return shown


@pytest.mark.parametrize("process", ALL, ids=lambda process: process.key)
def test_a_demo_drawing_has_lanes_messages_with_an_outsider_and_a_deadline_that_does_not_interrupt(
    process: processes.DemoProcess,
) -> None:
    shown = drawing(process)
    timers = [shape for shape in shown.shapes.values() if shape.kind is NodeKind.BOUNDARY_EVENT]
    assert [(timer.trigger, timer.interrupting) for timer in timers] == [(Trigger.TIMER, False)]
    assert sum(shape.black_box for shape in shown.shapes.values()) == 1
    assert sum(edge.kind is FlowKind.MESSAGE for edge in shown.edges.values()) >= 2
    assert sum(shape.kind is NodeKind.LANE for shape in shown.shapes.values()) >= 2


@pytest.mark.parametrize("process", ALL, ids=lambda process: process.key)
def test_nothing_in_a_demo_drawing_lies_on_anything_else(process: processes.DemoProcess) -> None:
    shown = drawing(process)
    steps = [
        shape
        for shape in shown.shapes.values()
        if shape.kind.family in FLOW_NODE_FAMILIES and shape.kind is not NodeKind.BOUNDARY_EVENT
    ]
    pairs = [(one, other) for number, one in enumerate(steps) for other in steps[:number]]
    assert not [(one.name, other.name) for one, other in pairs if overlap(one.bounds, other.bounds, 0)]
    crossed = [
        (edge.element_id, step.element_id)
        for edge in shown.edges.values()
        for (x1, y1), (x2, y2) in zip(edge.waypoints, edge.waypoints[1:], strict=False)
        for step in steps
        if step.element_id not in (edge.source, edge.target)
        and overlap(Bounds(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2)), step.bounds, 1)
    ]
    assert crossed == []
