"""What of a process definition is drawn, on which diagram and where, and what is not, each with the reason.

No painting here; ui/diagram paints what the display lists say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpo_desk.models.process import SUB_PROCESS_KINDS, Flow, FlowKind, Node, NodeKind, ProcessDefinition
from bpo_desk.process.bpmn.reading import ReadingNote
from bpo_desk.process.display_list import DisplayList, EdgeItem, ShapeItem


@dataclass(frozen=True, slots=True)
class DrawnElement:
    """One shape or line of one diagram.

    `place` are (x, y) points in diagram units: a shape's upper left and lower right corner, a line's waypoints;
    `computed` tells that the file does not give this place.
    """

    element_id: str
    kind: str
    name: str
    diagram: int
    place: tuple[tuple[float, float], ...]
    computed: bool


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """One element without a shape or line on any diagram, or one that could not be read: `line` 0 = unknown."""

    element_id: str
    kind: str
    name: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class DrawingReport:
    """Everything drawn, in painting order diagram by diagram; everything not drawn, by line."""

    drawn: tuple[DrawnElement, ...]
    not_drawn: tuple[NotDrawn, ...]


def drawing_report(
    definition: ProcessDefinition, lists: Sequence[DisplayList], notes: Sequence[ReadingNote] = ()
) -> DrawingReport:
    """Compare the display lists of all diagrams of a definition with what it holds; `notes` are the reader's."""
    drawn = tuple(_drawn(item, number) for number, each in enumerate(lists) for item in each.items if _has_place(item))
    shown = {each.element_id for each in drawn}
    missing = [NotDrawn(n.element_id, "", "", n.line, n.reason) for n in notes]
    missing += [
        NotDrawn(node.id, node.kind.value, node.name, node.line, _why_no_shape(definition, node, shown))
        for node in definition.nodes
        if node.id not in shown
    ]
    missing += [
        NotDrawn(flow.id, flow.kind.value, flow.name, flow.line, _why_no_line(flow, shown))
        for flow in definition.flows
        if flow.id not in shown
    ]
    for kind, elements in (("lane", definition.lanes), ("participant", definition.participants)):
        missing += [
            NotDrawn(each.id, kind, each.name, each.line, "no diagram gives it a shape")
            for each in elements
            if each.id not in shown
        ]
    return DrawingReport(drawn, tuple(sorted(missing, key=lambda each: each.line)))


def _has_place(item: object) -> bool:
    return isinstance(item, ShapeItem | EdgeItem)


def _drawn(item: object, diagram: int) -> DrawnElement:
    if isinstance(item, EdgeItem):
        return DrawnElement(item.element_id, item.kind.value, item.name, diagram, item.waypoints, item.computed)
    assert isinstance(item, ShapeItem)
    box = item.bounds
    corners = ((box.x, box.y), (box.right, box.bottom))
    return DrawnElement(item.element_id, item.kind.value, item.name, diagram, corners, item.computed)


_ONLY_BY_REFERENCE = {
    NodeKind.DATA_OBJECT: "a data object has no shape of its own; its references are drawn",
    NodeKind.DATA_STORE: "a data store has no shape of its own; its references are drawn",
    NodeKind.DATA_INPUT: "an input belongs to its activity; no diagram gives it a shape",
    NodeKind.DATA_OUTPUT: "an output belongs to its activity; no diagram gives it a shape",
    NodeKind.MESSAGE: "a message is drawn on its message flow, if a diagram makes it visible",
}


def _why_no_shape(definition: ProcessDefinition, node: Node, shown: set[str]) -> str:
    if node.kind in _ONLY_BY_REFERENCE:
        return _ONLY_BY_REFERENCE[node.kind]
    nodes = {each.id: each for each in definition.nodes}
    parent = nodes.get(node.parent or "")
    if parent is not None and parent.kind in SUB_PROCESS_KINDS and parent.id in shown:
        return f"inside the collapsed sub-process “{parent.name or parent.id}”, which has no diagram of its own"
    if parent is not None and parent.id not in shown:
        return f"its surrounding “{parent.name or parent.id}” is not drawn"
    return "no diagram gives it a shape"


def _why_no_line(flow: Flow, shown: set[str]) -> str:
    absent = [end for end in (flow.source, flow.target) if end not in shown]
    if flow.kind is FlowKind.OTHER:
        return "no diagram gives it a line"
    if "" in absent:
        return "one of its ends names no element"
    if absent:
        return f"its end “{absent[0]}” is not drawn"
    return "no diagram gives it a line, and its ends stand on different diagrams or are bands of a choreography"
