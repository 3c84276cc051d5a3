"""Draws what a definition's plane lacks: a whole file without drawing, or the elements that were left out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bpo_desk.models.process import (
    Bounds,
    Diagram,
    DrawnEdge,
    DrawnShape,
    Family,
    Flow,
    Node,
    ProcessDefinition,
)
from bpo_desk.process.layout.detours import around
from bpo_desk.process.layout.flow_layout import FlowLayout, Laid, is_drawable, moved
from bpo_desk.process.layout.pools import lay_out_pools

_RIM = 12.0
_TITLE = 24.0
_SMALLEST = 0.6  # a task is then 80 units wide: its name keeps clear of its figure
_NOTHING = Laid([], [], 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was added to a plane, and the open sub-processes (ids) into which their steps did not fit: they are drawn
    closed, and opened they show them."""

    shapes: list[DrawnShape] = field(default_factory=list)
    edges: list[DrawnEdge] = field(default_factory=list)
    closed: frozenset[str] = frozenset()


def lay_out(definition: ProcessDefinition, plane: Diagram) -> tuple[list[DrawnShape], list[DrawnEdge]]:
    """Shapes and edges of a plane that has none."""
    laid = lay_out_pools(definition, plane.element_id)
    return laid.shapes, laid.edges


def fill_in(definition: ProcessDefinition, plane: Diagram, nodes: list[Node], flows: list[Flow]) -> Filled:
    """Shapes and edges for the missing `nodes` and `flows` of a plane; what it has keeps its place. The steps of an
    open sub-process that is drawn empty are put into it where they can still be read, other nodes beneath it all."""
    placed, lines = [], []
    closed: set[str] = set()
    for frame in _empty_frames(definition, plane):
        steps = [node for node in nodes if node.parent == frame.element_id]
        laid = _into(definition, frame, steps, flows)
        if steps and not laid.shapes:
            closed.add(frame.element_id)
        placed += laid.shapes
        lines += laid.edges
    inside = {shape.element_id for shape in placed} | {node.id for node in nodes if node.parent in closed}
    laid = _beneath(definition, plane, [node for node in nodes if node.id not in inside], flows)
    added = Laid([*placed, *laid.shapes], [*lines, *laid.edges], laid.width, laid.height)
    edges = added.edges + _missing_edges(definition, plane, added, flows)
    return Filled(added.shapes, edges, frozenset(closed))


def _empty_frames(definition: ProcessDefinition, plane: Diagram) -> list[DrawnShape]:
    """The sub-processes that are drawn open, with nothing in them."""
    parents = {node.id: node.parent for node in definition.nodes}
    filled = {parents.get(shape.element_id) for shape in plane.shapes}
    return [shape for shape in plane.shapes if shape.expanded and shape.element_id not in filled]


def _into(definition: ProcessDefinition, frame: DrawnShape, nodes: list[Node], flows: list[Flow]) -> Laid:
    """The nodes laid out in a frame, made smaller to fit; nothing where that would be too small to read."""
    laid = _laid_alone(definition, nodes, flows) if nodes else _NOTHING
    left, top, width, height = frame.bounds
    room = width - 2 * _RIM, height - _TITLE - _RIM
    if not nodes or min(room) <= 0:
        return _NOTHING
    points = [point for edge in laid.edges for point in edge.waypoints]
    points += [(box.x, box.y) for box in (shape.bounds for shape in laid.shapes)]
    points += [(box.right, box.bottom) for box in (shape.bounds for shape in laid.shapes)]
    (first, last), (high, low) = ((min(values), max(values)) for values in zip(*points, strict=True))
    scale = min(room[0] / max(last - first, 1.0), room[1] / max(low - high, 1.0), 1.0)
    if scale < _SMALLEST:
        return _NOTHING
    x = left + _RIM + (room[0] - (first + last) * scale) / 2
    y = top + _TITLE + (room[1] - (high + low) * scale) / 2
    return moved(_scaled(laid, scale), x, y)


def _scaled(laid: Laid, scale: float) -> Laid:
    shapes = [replace(each, bounds=Bounds(*(scale * size for size in each.bounds))) for each in laid.shapes]
    edges = [replace(each, waypoints=tuple((scale * x, scale * y) for x, y in each.waypoints)) for each in laid.edges]
    return Laid(shapes, edges, laid.width * scale, laid.height * scale)


def _laid_alone(definition: ProcessDefinition, nodes: list[Node], flows: list[Flow]) -> Laid:
    """Nodes with the flows among them, from the origin."""
    chosen = {node.id for node in nodes}
    among = [flow for flow in flows if flow.source in chosen and flow.target in chosen]
    return FlowLayout(definition).lay_out_nodes(nodes, among, {})


def _beneath(definition: ProcessDefinition, plane: Diagram, missing: list[Node], flows: list[Flow]) -> Laid:
    """The missing nodes with the flows among them, laid out under everything that is drawn."""
    if not missing:
        return _NOTHING
    laid = _laid_alone(definition, missing, flows)
    left = min(shape.bounds.x for shape in plane.shapes)
    lowest = [shape.bounds.bottom for shape in plane.shapes]
    bottom = max(lowest + [y for edge in plane.edges for _, y in edge.waypoints])
    return moved(laid, left, bottom + 40.0)


def _missing_edges(definition: ProcessDefinition, plane: Diagram, laid: Laid, flows: list[Flow]) -> list[DrawnEdge]:
    """The missing flows that are not laid out yet, led around the nodes."""
    boxes = {shape.element_id: shape.bounds for shape in (*plane.shapes, *laid.shapes)}
    lined = {edge.element_id for edge in laid.edges}
    nodes = {node.id: node for node in definition.nodes}
    holders = {nodes[i].parent for i in boxes if i in nodes}
    solid = {
        i: box
        for i, box in boxes.items()
        if i in nodes and i not in holders and is_drawable(nodes[i]) and nodes[i].kind.family is not Family.ARTIFACT
    }
    made = []
    for flow in flows:
        if flow.id in lined or flow.source not in boxes or flow.target not in boxes:
            continue
        others = [box for i, box in solid.items() if i not in (flow.source, flow.target)]
        made.append(DrawnEdge(flow.id, around(boxes[flow.source], boxes[flow.target], others)))
    return made
