"""A process diagram as a flat, ordered list of what to paint: shapes, edges and labels with element ids.

Bounds and waypoints are the file's own; what the file lacks comes from process/layout. No colours of states and no
pixels here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bpo_desk.models.process import (
    FLOW_NODE_FAMILIES,
    SUB_PROCESS_KINDS,
    Bounds,
    Diagram,
    Direction,
    DrawnEdge,
    DrawnShape,
    Family,
    FlowKind,
    Lane,
    Node,
    NodeKind,
    Participant,
    Point,
    ProcessDefinition,
    Repetition,
    Trigger,
)
from bpo_desk.models.quick_init import quick_init
from bpo_desk.process.flow_order import FlowOrder
from bpo_desk.process.labels import LabelPlace, TakenRoom, edge_label_bounds, inside_label, shape_label
from bpo_desk.process.missing import missing_flows, missing_nodes

_KEPT = 16
_ONCE = Repetition.NONE
_SWIMLANES = frozenset({NodeKind.PARTICIPANT, NodeKind.LANE})
_CAN_BE_MARKED = frozenset({*SUB_PROCESS_KINDS, NodeKind.CALL_ACTIVITY})
_FOLDABLE = frozenset({*SUB_PROCESS_KINDS, NodeKind.SUB_CHOREOGRAPHY})
# How far the envelope of a message stands off its band, and how large an empty frame is at most to look like a step.
ENVELOPE_REACH = 30.0
_SMALL = 160.0, 100.0
_TYPED_TASKS = frozenset(
    {
        NodeKind.USER_TASK,
        NodeKind.MANUAL_TASK,
        NodeKind.SERVICE_TASK,
        NodeKind.SEND_TASK,
        NodeKind.RECEIVE_TASK,
        NodeKind.SCRIPT_TASK,
        NodeKind.RULE_TASK,
    }
)


@quick_init
@dataclass(frozen=True, slots=True)
class ShapeItem:
    """One shape to paint. `computed` tells that the place is ours and not the file's, `band` which band of a
    choreography activity a participant is, `envelope` whether the message that it sends is drawn beside it;
    `bands_beneath` is how high the bands at the bottom of such an activity are."""

    element_id: str
    kind: NodeKind
    bounds: Bounds
    name: str = ""
    trigger: Trigger = Trigger.NONE
    interrupting: bool = True
    repetition: Repetition = Repetition.NONE
    compensation: bool = False
    event_sub_process: bool = False
    instantiate: bool = False
    parallel_events: bool = False
    called_task: NodeKind | None = None
    collection: bool = False
    expanded: bool = False
    horizontal: bool = True
    black_box: bool = False
    ad_hoc: bool = False
    marker_visible: bool = True
    count: int | None = None
    fill: str = ""
    stroke: str = ""
    computed: bool = False
    band: str = ""
    envelope: bool = False
    bands_beneath: float = 0.0

    @property
    def is_container(self) -> bool:
        """Other items lie on top of it."""
        return self.expanded or (self.kind in _SWIMLANES and not self.band)

    @property
    def opens(self) -> bool:
        """Something is folded away inside: it carries the [+]."""
        foldable = self.kind in _FOLDABLE or (self.kind is NodeKind.CALL_ACTIVITY and self.called_task is None)
        return foldable and not self.expanded

    @property
    def has_type_figure(self) -> bool:
        """The upper left corner carries the figure of a task type."""
        return (self.called_task or self.kind) in _TYPED_TASKS

    @property
    def has_marks(self) -> bool:
        """The bottom centre carries activity markers."""
        repeats = self.repetition is not _ONCE or self.compensation
        return repeats or (self.kind in _CAN_BE_MARKED and (self.opens or self.kind is NodeKind.AD_HOC_SUB_PROCESS))


@quick_init
@dataclass(frozen=True, slots=True)
class EdgeItem:
    """One line to paint. `tail_diamond` marks a conditional flow, `share` (0..1) how much of the log took it."""

    element_id: str
    kind: FlowKind
    waypoints: tuple[Point, ...]
    source: str = ""
    target: str = ""
    name: str = ""
    tail_diamond: bool = False
    default: bool = False
    direction: Direction = Direction.NONE
    envelope: str = ""
    count: int | None = None
    share: float | None = None
    stroke: str = ""
    computed: bool = False

    @property
    def has_text(self) -> bool:
        """It carries a name or a count."""
        return bool(self.name) or self.count is not None


@quick_init
@dataclass(frozen=True, slots=True)
class LabelItem:
    """One text to paint. The painter wraps at `bounds.width` and lets the text grow as `place` says."""

    element_id: str
    text: str
    bounds: Bounds
    place: LabelPlace


Item = ShapeItem | EdgeItem | LabelItem


@dataclass(frozen=True, slots=True)
class DisplayList:
    """Everything to paint, back to front, with the extent of it all and the order for walking by keyboard."""

    items: tuple[Item, ...]
    bounds: Bounds
    order: FlowOrder = field(default_factory=FlowOrder, compare=False)
    name: str = ""
    key: str = ""
    shapes: dict[str, ShapeItem] = field(default_factory=dict)
    edges: dict[str, EdgeItem] = field(default_factory=dict)

    @property
    def flow_order(self) -> tuple[str, ...]:
        """Ids of the flow nodes in the order in which a person walks through them."""
        return self.order.ids


_cache: OrderedDict[tuple[str, int], DisplayList] = OrderedDict()


def display_list(definition: ProcessDefinition, diagram: int = 0) -> DisplayList:
    """The display list of one diagram of a definition; a definition without any drawing is laid out.

    Raises IndexError when the definition has drawings but not that one. Equal digests give the same object while it
    is among the last sixteen asked for.
    """
    key = (definition.digest, diagram)
    if definition.digest and key in _cache:
        _cache.move_to_end(key)
        return _cache[key]
    plane = definition.diagrams[diagram] if definition.diagrams else Diagram("", definition.name, "")
    made = _Builder(definition, plane).build()
    if definition.digest:
        _cache[key] = made
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return made


class _Builder:
    """Joins one plane with the meaning of its elements."""

    def __init__(self, definition: ProcessDefinition, plane: Diagram) -> None:
        self.definition = definition
        self.plane = plane
        self.nodes = {node.id: node for node in definition.nodes}
        self.flows = {flow.id: flow for flow in definition.flows}
        self.lanes = {lane.id: lane for lane in definition.lanes}
        self.pools = {pool.id: pool for pool in definition.participants}
        self.closed: frozenset[str] = frozenset()  # drawn open, but with no room for what is in them
        self.most = max((flow.count for flow in definition.flows if flow.count is not None), default=0)

    def build(self) -> DisplayList:
        shapes, edges, computed = self._drawn()
        on_plane = {shape.element_id for shape in shapes}
        self.parents_drawn = {
            self.nodes[i].parent for i in on_plane if i in self.nodes and self.nodes[i].parent in on_plane
        }
        drawn = [(shape, self._shape(shape, shape.element_id in computed)) for shape in shapes]
        lines = [(edge, self._edge(edge, edge.element_id in computed)) for edge in edges]
        depths = [self._depth(item) for _, item in drawn]
        order = sorted(range(len(drawn)), key=depths.__getitem__)  # which keeps the file's order among equals
        back = [drawn[i] for i in order if depths[i][0] < _EDGES]
        front = [drawn[i] for i in order if depths[i][0] > _EDGES]
        labels = [label for shape, item in (*back, *front) if (label := self._shape_label(shape, item))]
        room = None
        if any(edge.label is None and item.has_text for edge, item in lines):
            room = self._taken(drawn, labels)
            for said in [edge.label for edge, item in lines if edge.label is not None and item.has_text]:
                room.take(said)
        labels += [label for edge, item in lines if (label := _edge_label(edge, item, room))]
        items: list[Item] = [item for _, item in back]
        items += [item for _, item in lines]
        items += [item for _, item in front]
        items += labels
        shape_index = {item.element_id: item for _, item in drawn}
        return DisplayList(
            items=tuple(items),
            bounds=extent(items),
            order=FlowOrder(self.definition, {i: item.bounds for i, item in shape_index.items()}),
            name=self.plane.name or self.definition.name,
            key=f"{self.definition.digest}/{self.plane.id}" if self.definition.digest else "",
            shapes=shape_index,
            edges={item.element_id: item for _, item in lines},
        )

    def _taken(self, drawn: list[tuple[DrawnShape, ShapeItem]], labels: list[LabelItem]) -> TakenRoom:
        """What the texts of lines keep clear of: every shape that is no frame, and the texts beside shapes."""
        room = TakenRoom()
        for _, item in drawn:
            if not item.is_container and item.kind is not NodeKind.GROUP and item.bounds.width < _BIG:
                room.take(item.bounds)
        for label in labels:
            if label.place is LabelPlace.BELOW:
                room.take(label.bounds)
        return room

    def _drawn(self) -> tuple[list[DrawnShape], list[DrawnEdge], set[str]]:
        """The file's own shapes and edges, then those computed for what it left out."""
        plane = self.plane
        if not plane.shapes:
            if not self.nodes:
                return [], [], set()
            # The layout pulls in its graph libraries; most files bring their own drawing and never need them.
            from bpo_desk.process.layout import lay_out

            shapes, edges = lay_out(self.definition, plane)
        else:
            nodes = missing_nodes(self.definition, plane)
            flows = missing_flows(self.definition, plane, nodes)
            if not nodes and not flows:
                return list(plane.shapes), list(plane.edges), set()
            from bpo_desk.process.layout import fill_in

            filled = fill_in(self.definition, plane, nodes, flows)
            shapes, edges, self.closed = filled.shapes, filled.edges, filled.closed
        computed = {shape.element_id for shape in shapes} | {edge.element_id for edge in edges}
        return [*plane.shapes, *shapes], [*plane.edges, *edges], computed

    def _depth(self, item: ShapeItem) -> tuple[int, float]:
        if item.kind is _LANE:
            return 1, _nesting(item.element_id, self.lanes)
        if item.expanded:
            return 2, -item.bounds.width * item.bounds.height
        if item.band:
            return _ON_TOP
        return _DEPTHS.get(item.kind, _IN_FRONT)

    def _shape(self, shape: DrawnShape, computed: bool) -> ShapeItem:
        node = self.nodes.get(shape.element_id)
        if node is not None:
            return self._node(shape, node, computed)
        lane, pool = self.lanes.get(shape.element_id), self.pools.get(shape.element_id)
        return ShapeItem(
            element_id=shape.element_id,
            kind=NodeKind.LANE if lane is not None else NodeKind.PARTICIPANT,
            bounds=shape.bounds,
            name=lane.name if lane is not None else pool.name if pool is not None else "",
            horizontal=self._is_horizontal(shape, lane, pool),
            black_box=bool(shape.band) or (pool is not None and not self._has_content(pool)),
            repetition=Repetition.PARALLEL if pool is not None and pool.multiple else Repetition.NONE,
            fill=shape.fill,
            stroke=shape.stroke,
            computed=computed,
            band=shape.band,
            envelope=bool(shape.band and shape.message_visible),
        )

    def _has_content(self, pool: Participant) -> bool:
        if not pool.process_id:
            return False
        return any(node.process_id == pool.process_id for node in self.nodes.values()) or any(
            lane.process_id == pool.process_id for lane in self.lanes.values()
        )

    def _is_horizontal(self, shape: DrawnShape, lane: Lane | None, pool: Participant | None) -> bool:
        if shape.horizontal is not None:
            return shape.horizontal
        if lane is not None:
            around = next((p.id for p in self.pools.values() if p.process_id == lane.process_id), "")
            for other in self.plane.shapes:
                if other.element_id == around:
                    return self._is_horizontal(other, None, self.pools[around])
        return shape.bounds.width >= shape.bounds.height

    def _node(self, shape: DrawnShape, node: Node, computed: bool) -> ShapeItem:
        can_open = node.kind in _CAN_OPEN
        has_inside = node.id in self.parents_drawn or (can_open and not shape.expanded and self._frames(shape))
        return ShapeItem(
            # By place and in the order of the fields: by name the call takes as long again, and a file makes thousands.
            node.id,
            node.kind,
            shape.bounds,
            node.name,
            node.trigger,
            node.interrupting,
            node.repetition,
            node.compensation,
            node.event_sub_process,
            node.instantiate,
            node.parallel_events,
            node.called_task,
            node.collection,
            can_open and ((bool(shape.expanded) and node.id not in self.closed) or has_inside),
            marker_visible=node.kind is not _EXCLUSIVE or bool(shape.marker_visible),
            count=node.count,
            fill=shape.fill,
            stroke=shape.stroke,
            computed=computed,
            bands_beneath=self._bands_beneath(shape) if node.kind is NodeKind.SUB_CHOREOGRAPHY else 0.0,
        )

    def _bands_beneath(self, shape: DrawnShape) -> float:
        box = shape.bounds
        tops = [
            band.bounds.y
            for band in self.plane.shapes
            if band.band.startswith("bottom")
            and box.x <= band.bounds.centre[0] <= box.right
            and box.y <= band.bounds.centre[1] <= box.bottom
        ]
        return box.bottom - min(tops, default=box.bottom)

    def _frames(self, shape: DrawnShape) -> bool:
        """Whether a step of the same plane lies wholly inside: some tools call an open activity closed."""
        box = shape.bounds
        return any(
            other.bounds.x > box.x
            and other.bounds.y > box.y
            and other.bounds.right < box.right
            and other.bounds.bottom < box.bottom
            and other.element_id in self.nodes
            and self.nodes[other.element_id].kind.family in FLOW_NODE_FAMILIES
            for other in self.plane.shapes
        )

    def _is_small_and_empty(self, shape: DrawnShape) -> bool:
        """Whether an open frame is no larger than a step and holds nothing: its name stands as in a step."""
        fits = shape.bounds.width <= _SMALL[0] and shape.bounds.height <= _SMALL[1]
        return fits and shape.element_id not in self.parents_drawn and not self._frames(shape)

    def _edge(self, edge: DrawnEdge, computed: bool) -> EdgeItem:
        flow = self.flows[edge.element_id]
        source = self.nodes.get(flow.source)
        return EdgeItem(
            flow.id,
            flow.kind,
            edge.waypoints,
            flow.source,
            flow.target,
            flow.name,
            flow.conditional and source is not None and source.kind.family is _ACTIVITY,
            flow.default,
            flow.direction,
            edge.message_visible,
            flow.count,
            flow.count / self.most if flow.count is not None and self.most else None,
            edge.stroke,
            computed,
        )

    def _shape_label(self, shape: DrawnShape, item: ShapeItem) -> LabelItem | None:
        text = _text(item.name)
        node = self.nodes.get(item.element_id)
        if node is not None and (node.data_state or item.count is not None):
            # Some tools write the state into the name as well.
            state = f"[{node.data_state}]" if node.data_state and f"[{node.data_state}]" not in item.name else ""
            count = f"{item.count:,}" if item.count is not None and item.kind.family is _ACTIVITY else ""
            text = "\n".join(part for part in (text, state, count) if part)
        if not text:
            return None
        if item.kind.family is _ACTIVITY and (not item.expanded or self._is_small_and_empty(shape)):
            bounds, place = inside_label(item.bounds, text, figure=item.has_type_figure, marks=item.has_marks)
        else:
            bounds, place = shape_label(
                item.kind,
                item.bounds,
                shape.label,
                expanded=item.expanded,
                horizontal=item.horizontal,
                black_box=item.black_box,
            )
        return LabelItem(item.element_id, text, bounds, place)


_CAN_OPEN = frozenset({*SUB_PROCESS_KINDS, NodeKind.CALL_ACTIVITY, NodeKind.SUB_CHOREOGRAPHY})
# Names of their own: a member asked of its enum takes a call, here for each of thousands of items.
_EXCLUSIVE = NodeKind.EXCLUSIVE_GATEWAY
_LANE = NodeKind.LANE
_ACTIVITY = Family.ACTIVITY
_EDGES = 5
_IN_FRONT = (_EDGES + 1, 0.0)
_ON_TOP = (_EDGES + 2, 0.0)
_DEPTHS = {
    NodeKind.PARTICIPANT: (0, 0.0),
    NodeKind.GROUP: (3, 0.0),
    NodeKind.BOUNDARY_EVENT: _ON_TOP,
    NodeKind.MESSAGE: _ON_TOP,
}
_BIG = 2000.0


def _text(name: str) -> str:
    """A name as shown: blanks within lines folded, line breaks kept."""
    return "\n".join([" ".join(line.split()) for line in name.strip().splitlines()]) if name else ""


def _edge_label(edge: DrawnEdge, item: EdgeItem, room: TakenRoom | None) -> LabelItem | None:
    text = _text(item.name) or (f"{item.count:,}" if item.count is not None else "")
    if not text:
        return None
    bounds, place = edge_label_bounds(item.waypoints, edge.label, text, room)
    return LabelItem(item.element_id, text, bounds, place)


def _nesting(element_id: str, elements: dict[str, Lane]) -> int:
    depth, seen = 0, {element_id}
    element = elements.get(element_id)
    while element is not None and element.parent is not None and element.parent not in seen:
        seen.add(element.parent)
        element = elements.get(element.parent)
        depth += 1
    return depth


def _envelope_room(item: ShapeItem) -> tuple[float, float]:
    """How much room the envelope of a band takes above and beneath it."""
    return (ENVELOPE_REACH, 0.0) if item.band.startswith("top") else (0.0, ENVELOPE_REACH)


def extent(items: Sequence[Item]) -> Bounds:
    """The smallest rectangle around all items; an empty list gives an empty rectangle at the origin."""
    points: list[Point] = []
    for item in items:
        if isinstance(item, EdgeItem):
            points += item.waypoints
        else:
            x, y, width, height = item.bounds
            up, down = (0.0, 0.0) if isinstance(item, LabelItem) or not item.envelope else _envelope_room(item)
            points += ((x, y - up), (x + width, y + height + down))
    if not points:
        return Bounds(0, 0, 0, 0)
    xs, ys = zip(*points, strict=True)
    return Bounds(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
