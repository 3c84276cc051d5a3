"""The order in which a person walks through a diagram: along the flows from its starts."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence

from bpo_desk.models.process import FLOW_NODE_FAMILIES, Bounds, FlowKind, NodeKind, ProcessDefinition


class FlowOrder:
    """That order of one drawing, looked up when somebody asks: a first frame does without."""

    __slots__ = ("_bounds", "_definition", "_ids", "_last")

    def __init__(self, definition: ProcessDefinition | None = None, drawn: Mapping[str, Bounds] | None = None) -> None:
        """Of what is `drawn` of a definition; of nothing without one."""
        self._definition, self._bounds = definition, drawn or {}
        self._last: Sequence[str] = ()
        self._ids: tuple[str, ...] | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """Element ids in the order of the walk."""
        if self._ids is None:
            of_flow = flow_order(self._definition, self._bounds) if self._definition is not None else ()
            self._ids = (*of_flow, *self._last)
        return self._ids

    def then(self, element_ids: Sequence[str]) -> FlowOrder:
        """The same order with more at its end."""
        longer = FlowOrder(self._definition, self._bounds)
        longer._last = (*self._last, *element_ids)
        return longer


def flow_order(definition: ProcessDefinition, drawn: Mapping[str, Bounds]) -> tuple[str, ...]:
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
