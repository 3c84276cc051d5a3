"""The order in which a person walks through a diagram: along the flows from its starts."""

from __future__ import annotations

from collections import defaultdict, deque

from bpo_desk.models.process import FLOW_NODE_FAMILIES, Bounds, FlowKind, NodeKind, ProcessDefinition


def flow_order(definition: ProcessDefinition, drawn: dict[str, Bounds]) -> tuple[str, ...]:
    """Ids of the drawn flow nodes, breadth first along sequence flows from nodes that nothing leads to.

    Starts and nodes that no flow reaches come by place, left to right and top to bottom; a boundary event comes right
    after the activity that it sits on.
    """
    steps = [node for node in definition.nodes if node.kind.family in FLOW_NODE_FAMILIES and node.id in drawn]
    known = {node.id for node in steps}
    onward: dict[str, list[str]] = defaultdict(list)
    reached: set[str] = set()
    for node in steps:
        if node.kind is NodeKind.BOUNDARY_EVENT and node.attached_to in known:
            onward[node.attached_to].append(node.id)
            reached.add(node.id)
        if node.parent in known and node.kind is NodeKind.START_EVENT:
            onward[node.parent].append(node.id)
            reached.add(node.id)
    for flow in definition.flows:
        if flow.kind is FlowKind.SEQUENCE and flow.source in known and flow.target in known:
            onward[flow.source].append(flow.target)
            if flow.source != flow.target:
                reached.add(flow.target)
    by_place = sorted(known, key=lambda i: (round(drawn[i].x), round(drawn[i].y), i))
    starts = [i for i in by_place if i not in reached]
    order: dict[str, None] = {}
    for start in (*starts, *by_place):
        waiting = deque([start])
        while waiting:
            at = waiting.popleft()
            if at not in order:
                order[at] = None
                waiting.extend(onward[at])
    return tuple(order)
