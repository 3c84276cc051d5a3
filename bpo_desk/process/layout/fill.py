"""Draws what a definition's plane lacks: a whole file without drawing, or the elements that were left out."""

from __future__ import annotations

from bpo_desk.models.process import (
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


def lay_out(definition: ProcessDefinition, plane: Diagram) -> tuple[list[DrawnShape], list[DrawnEdge]]:
    """Shapes and edges of a plane that has none."""
    laid = lay_out_pools(definition, plane.element_id)
    return laid.shapes, laid.edges


def fill_in(
    definition: ProcessDefinition, plane: Diagram, nodes: list[Node], flows: list[Flow]
) -> tuple[list[DrawnShape], list[DrawnEdge]]:
    """Shapes and edges for the missing `nodes` and `flows` of a plane; what it has keeps its place."""
    laid = _beneath(definition, plane, nodes, flows)
    return laid.shapes, laid.edges + _missing_edges(definition, plane, laid, flows)


def _beneath(definition: ProcessDefinition, plane: Diagram, missing: list[Node], flows: list[Flow]) -> Laid:
    """The missing nodes with the flows among them, laid out under everything that is drawn."""
    if not missing:
        return Laid([], [], 0.0, 0.0)
    chosen = {node.id for node in missing}
    among = [flow for flow in flows if flow.source in chosen and flow.target in chosen]
    laid = FlowLayout(definition).lay_out_nodes(missing, among, {})
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
