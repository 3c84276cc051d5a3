"""What a file leaves out of a drawing that it does bring: nodes without a shape, flows without a line."""

from __future__ import annotations

from bpo_desk.models.process import FLOW_NODE_FAMILIES, Diagram, Flow, FlowKind, Node, ProcessDefinition


def missing_nodes(definition: ProcessDefinition, plane: Diagram) -> list[Node]:
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


def missing_flows(definition: ProcessDefinition, plane: Diagram, added: list[Node]) -> list[Flow]:
    """Flows that no plane draws although both ends are drawn here or among the `added` nodes."""
    lined = {edge.element_id for diagram in definition.diagrams for edge in diagram.edges}
    # The parties of a choreography are bands of its tasks: what they say to each other is told by the tasks.
    here = {shape.element_id for shape in plane.shapes if not shape.band} | {node.id for node in added}
    return [
        flow
        for flow in definition.flows
        if flow.id not in lined and flow.source in here and flow.target in here and flow.kind is not FlowKind.OTHER
    ]
