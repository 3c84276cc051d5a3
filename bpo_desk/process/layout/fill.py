"""Draws what a definition's plane lacks: a whole file without drawing, or the elements that were left out."""

from __future__ import annotations

from bpo_desk.models.process import (
    FLOW_NODE_FAMILIES,
    Diagram,
    DrawnEdge,
    DrawnShape,
    Family,
    Flow,
    FlowKind,
    Node,
    ProcessDefinition,
)
from bpo_desk.process.layout.detours import around
from bpo_desk.process.layout.flow_layout import FlowLayout, Laid, is_drawable, moved
from bpo_desk.process.layout.pools import lay_out_pools


def fill_in(definition: ProcessDefinition, plane: Diagram) -> tuple[list[DrawnShape], list[DrawnEdge]]:
    """Shapes and edges to add to `plane`; what it has keeps its place."""
    if not plane.shapes:
        laid = lay_out_pools(definition, plane.element_id)
        return laid.shapes, laid.edges
    missing = _missing_nodes(definition, plane)
    laid = _beneath(definition, plane, missing)
    return laid.shapes, laid.edges + _missing_edges(definition, plane, laid)


def _missing_nodes(definition: ProcessDefinition, plane: Diagram) -> list[Node]:
    """Flow nodes that no plane draws although their surroundings are drawn on this one."""
    anywhere = {shape.element_id for diagram in definition.diagrams for shape in diagram.shapes}
    here = {shape.element_id for shape in plane.shapes}
    nodes = {node.id: node for node in definition.nodes}
    opened = {nodes[i].parent for i in here if i in nodes} | {s.element_id for s in plane.shapes if s.expanded}
    opened.add(plane.element_id)
    processes = {nodes[i].process_id for i in here if i in nodes and nodes[i].parent is None}
    processes |= {pool.process_id for pool in definition.participants if pool.id in here}
    processes.add(plane.element_id)
    return [
        node
        for node in definition.nodes
        if node.kind.family in FLOW_NODE_FAMILIES
        and node.id not in anywhere
        and (node.parent in opened if node.parent else bool(node.process_id) and node.process_id in processes)
    ]


def _beneath(definition: ProcessDefinition, plane: Diagram, missing: list[Node]) -> Laid:
    """The missing nodes with the flows among them, laid out under everything that is drawn."""
    if not missing:
        return Laid([], [], 0.0, 0.0)
    chosen = {node.id for node in missing}
    lined = {edge.element_id for diagram in definition.diagrams for edge in diagram.edges}
    flows = [flow for flow in definition.flows if _joins(flow, chosen) and flow.id not in lined]
    laid = FlowLayout(definition).lay_out_nodes(missing, flows, {})
    left = min(shape.bounds.x for shape in plane.shapes)
    bottom = max(
        max(shape.bounds.bottom for shape in plane.shapes),
        max((y for edge in plane.edges for _, y in edge.waypoints), default=-1e9),
    )
    return moved(laid, left, bottom + 40.0)


def _joins(flow: Flow, chosen: set[str]) -> bool:
    return flow.source in chosen and flow.target in chosen


def _missing_edges(definition: ProcessDefinition, plane: Diagram, laid: Laid) -> list[DrawnEdge]:
    """Flows that no plane draws although both ends are drawn here, led around the nodes."""
    boxes = {shape.element_id: shape.bounds for shape in (*plane.shapes, *laid.shapes)}
    lined = {edge.element_id for diagram in definition.diagrams for edge in diagram.edges}
    lined |= {edge.element_id for edge in laid.edges}
    nodes = {node.id: node for node in definition.nodes}
    holders = {nodes[i].parent for i in boxes if i in nodes}
    solid = {
        i: box
        for i, box in boxes.items()
        if i in nodes and i not in holders and is_drawable(nodes[i]) and nodes[i].kind.family is not Family.ARTIFACT
    }
    made = []
    for flow in definition.flows:
        if flow.id in lined or flow.source not in boxes or flow.target not in boxes or flow.kind is FlowKind.OTHER:
            continue
        others = [box for i, box in solid.items() if i not in (flow.source, flow.target)]
        made.append(DrawnEdge(flow.id, around(boxes[flow.source], boxes[flow.target], others)))
    return made


