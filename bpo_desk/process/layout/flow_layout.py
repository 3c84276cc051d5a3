"""Lays out the nodes and flows of one process or sub-process; sub-processes inside are laid out first."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bpo_desk.models.process import (
    FLOW_NODE_FAMILIES,
    SUB_PROCESS_KINDS,
    Bounds,
    DrawnEdge,
    DrawnShape,
    Family,
    Flow,
    FlowKind,
    Node,
    NodeKind,
    Point,
    ProcessDefinition,
)
from bpo_desk.process.layout.heights import set_heights
from bpo_desk.process.layout.layers import columns_of
from bpo_desk.process.layout.ports import PARALLEL, Wanted
from bpo_desk.process.layout.routes import LOOP_ROOM, loop_levels, route

TASK = (112.0, 60.0)
_EVENT = (36.0, 36.0)
_GATEWAY = (50.0, 50.0)
_SUB_SIDE, _SUB_TITLE = 20.0, 26.0
_NAME_ROOM = 30.0
_SELF_LOOP = 22.0
_UNDER = 10.0
_LETTER, _TEXT_LINE = 6.8, 14.0
_GAP, _GAP_FOR_COUNTS = 48.0, 66.0
_LIKE_TASKS = frozenset({NodeKind.CHOREOGRAPHY_TASK, NodeKind.SUB_CHOREOGRAPHY, NodeKind.CALL_CHOREOGRAPHY})
_PLACED_DATA = frozenset({NodeKind.DATA_OBJECT_REFERENCE, NodeKind.DATA_STORE_REFERENCE, NodeKind.ANNOTATION})


@dataclass(frozen=True, slots=True)
class Laid:
    """A finished part: its shapes and edges with the upper left corner at the origin, lanes as (top, bottom)."""

    shapes: list[DrawnShape]
    edges: list[DrawnEdge]
    width: float
    height: float
    lanes: tuple[tuple[float, float], ...] = ()


def moved(laid: Laid, dx: float, dy: float) -> Laid:
    """The same part elsewhere."""

    def box(bounds: Bounds) -> Bounds:
        return Bounds(bounds.x + dx, bounds.y + dy, bounds.width, bounds.height)

    shapes = [replace(shape, bounds=box(shape.bounds)) for shape in laid.shapes]
    edges = [replace(edge, waypoints=tuple((x + dx, y + dy) for x, y in edge.waypoints)) for edge in laid.edges]
    return Laid(shapes, edges, laid.width, laid.height, tuple((t + dy, b + dy) for t, b in laid.lanes))


def is_drawable(node: Node) -> bool:
    """Whether a node has a shape of its own when a file draws nothing."""
    return node.kind.family in FLOW_NODE_FAMILIES or node.kind in _PLACED_DATA or node.kind in _LIKE_TASKS


def _components(nodes: Sequence[Node], flows: Sequence[Flow]) -> list[list[Node]]:
    """The nodes in groups that no flow ties together, as they come in the file; what events start comes last."""
    group = {node.id: node.id for node in nodes}

    def root(node_id: str) -> str:
        while group[node_id] != node_id:
            group[node_id] = node_id = group[group[node_id]]
        return node_id

    ties = [(flow.source, flow.target) for flow in flows]
    ties += [(node.id, node.attached_to) for node in nodes if node.attached_to in group]
    for one, other in ties:
        group[root(one)] = root(other)
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(root(node.id), []).append(node)
    return sorted(found.values(), key=lambda part: all(node.event_sub_process for node in part)) or [[]]


def _stacked(parts: Sequence[Laid]) -> Laid:
    """Parts below each other, as one."""
    shapes: list[DrawnShape] = []
    edges: list[DrawnEdge] = []
    y = 0.0
    for part in parts:
        placed = moved(part, 0.0, y)
        shapes += placed.shapes
        edges += placed.edges
        y += part.height
    return Laid(shapes, edges, max(part.width for part in parts), y, ((0.0, y),))


class FlowLayout:
    """The layout of one definition's flows, container by container."""

    def __init__(self, definition: ProcessDefinition) -> None:
        self._inside: dict[tuple[str, str | None], list[Node]] = defaultdict(list)
        for node in definition.nodes:
            self._inside[node.process_id, node.parent].append(node)
        self._flows = definition.flows

    def lay_out(self, process_id: str, parent: str | None, bands: Mapping[str, int]) -> Laid:
        """A process (parent None) or the inside of a sub-process; `bands` gives the lane number of nodes by id."""
        nodes = [node for node in self._inside[process_id, parent] if is_drawable(node)]
        ids = {node.id for node in nodes}
        inner = [flow for flow in self._flows if flow.source in ids and flow.target in ids]
        return self.lay_out_nodes(nodes, inner, bands)

    def lay_out_nodes(self, nodes: Sequence[Node], flows: Sequence[Flow], bands: Mapping[str, int]) -> Laid:
        """The given nodes and the flows among them, left to right."""
        apart = _components(nodes, flows) if not any(bands.values()) else [list(nodes)]
        parts = []
        for group in apart:
            ids = {node.id for node in group}
            inner = [flow for flow in flows if flow.source in ids]
            parts.append(_Part(self, group, inner, bands).laid())
        return parts[0] if len(parts) == 1 else _stacked(parts)

    def opened(self, node: Node) -> Laid | None:
        """The inside of a sub-process, None when there is nothing in it."""
        if node.kind not in SUB_PROCESS_KINDS or not self._inside[node.process_id, node.id]:
            return None
        return self.lay_out(node.process_id, node.id, {})


class _Part:
    def __init__(self, layout: FlowLayout, nodes: list[Node], flows: list[Flow], bands: Mapping[str, int]) -> None:
        hosts = {node.id for node in nodes if node.kind.family is Family.ACTIVITY}
        self.on_border = {
            node.id: node.attached_to
            for node in nodes
            if node.kind is NodeKind.BOUNDARY_EVENT and node.attached_to in hosts
        }
        self.nodes = [node for node in nodes if node.id not in self.on_border]
        self.borders: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            if node.id in self.on_border:
                self.borders[self.on_border[node.id]].append(node)
        self.number = {node.id: number for number, node in enumerate(self.nodes)}
        self.flows = flows
        self.bands = [bands.get(node.id, 0) for node in self.nodes]
        self.band_count = max([*bands.values(), 0]) + 1
        self.insides = {node.id: inside for node in self.nodes if (inside := layout.opened(node)) is not None}
        self.sizes = [self._size(node) for node in self.nodes]

    def _size(self, node: Node) -> tuple[float, float]:
        inside = self.insides.get(node.id)
        if inside is not None:
            return max(inside.width + 2 * _SUB_SIDE, TASK[0]), inside.height + _SUB_SIDE + _SUB_TITLE
        family = node.kind.family
        if family is Family.ACTIVITY or node.kind in _LIKE_TASKS:
            return TASK[0], self._task_height(node)
        if family is Family.ARTIFACT:
            return 120.0, max(36.0, 15.0 * (1 + len(node.name) // 18))
        return _GATEWAY if family is Family.GATEWAY else (36.0, 50.0) if family is Family.DATA else _EVENT

    def _task_height(self, node: Node) -> float:
        """Room for a long name and for the boundary events, which lie over the lower rim."""
        text = sum(1 + int(len(line) * _LETTER / (TASK[0] - 8)) for line in node.name.splitlines())
        lines = text + (node.count is not None)
        return max(TASK[1], _TEXT_LINE * lines + 12.0, TASK[1] + 20.0 if self.borders[node.id] else 0.0)

    def laid(self) -> Laid:
        if not self.nodes:
            return Laid([], [], 0.0, 0.0)
        ends = [(self._end(flow.source), self._end(flow.target)) for flow in self.flows]
        layered = columns_of(len(self.nodes), ends, self.bands)
        loops = {u for u, v in ends if u == v}
        for number, slot in enumerate(layered.nodes):
            half = self.sizes[number][1] / 2
            node = self.nodes[number]
            slot.up = half + (_SELF_LOOP if number in loops else 0.0)
            slot.down = half + self._room_below(node)
        for pair, times in Counter(ends).items():
            for slot in layered.chains.get(pair, [])[1:-1]:
                slot.down += PARALLEL * (times - 1)
        levels = max(loop_levels(layered).values(), default=-1) + 1
        lanes = set_heights(layered, self.band_count, LOOP_ROOM * levels)
        top = min(slot.y - slot.up for column in layered.columns for slot in column)
        wanted, indices = self._wanted(ends)
        gap = _GAP_FOR_COUNTS if any(flow.count is not None for flow in self.flows) else _GAP
        # Lines of a discovered map carry counts, so they must not run together in one trunk.
        spread = [node.kind.family is Family.ACTIVITY or node.count is not None for node in self.nodes]
        routed = route(layered, self.sizes, spread, wanted, top=top, gap=gap)
        self.middles = [box.centre[1] for box in routed.boxes]
        shapes, boxes = self._shapes(routed.boxes)
        edges = [
            DrawnEdge(
                self.flows[index].id, self._started(self.flows[index], boxes, self._on_rims(*ends[index], points))
            )
            for index, points in zip(indices, routed.lines, strict=True)
        ]
        edges += self._self_loops(ends, boxes)
        for node_id, inside in self.insides.items():
            place = boxes[node_id]
            part = moved(inside, place.x + _SUB_SIDE, place.y + _SUB_TITLE)
            shapes += part.shapes
            edges += part.edges
        return Laid(shapes, edges, routed.width, lanes[-1][1], tuple(lanes))

    def _end(self, element_id: str) -> int:
        return self.number[self.on_border.get(element_id, element_id)]

    def _room_below(self, node: Node) -> float:
        room = 0.0
        if self.borders[node.id]:
            room += _EVENT[1] / 2 + _UNDER * (len(self.borders[node.id]) + 1)
        if node.kind.family is not Family.ACTIVITY and node.kind.family is not Family.ARTIFACT and node.name:
            room += _NAME_ROOM
        return room

    def _wanted(self, ends: list[tuple[int, int]]) -> tuple[list[Wanted], list[int]]:
        wanted, indices = [], []
        seen: dict[tuple[int, int], int] = defaultdict(int)
        for index, (u, v) in enumerate(ends):
            if u == v:
                continue
            detour = 0.0
            source = self.flows[index].source
            if source in self.on_border:
                place = [node.id for node in self.borders[self.on_border[source]]].index(source)
                detour = self.sizes[u][1] / 2 + _EVENT[1] / 2 + _UNDER * (place + 1)
            wanted.append(Wanted(u, v, detour, seen[u, v]))
            indices.append(index)
            seen[u, v] += 1
        return wanted, indices

    def _shapes(self, boxes: list[Bounds]) -> tuple[list[DrawnShape], dict[str, Bounds]]:
        placed = {node.id: box for node, box in zip(self.nodes, boxes, strict=True)}
        shapes = [
            DrawnShape(node.id, placed[node.id], expanded=node.id in self.insides, marker_visible=True)
            for node in self.nodes
        ]
        for host, events in self.borders.items():
            box = placed[host]
            for place, event in enumerate(events):
                x = box.right - 30 - place * 44
                placed[event.id] = Bounds(x - _EVENT[0] / 2, box.bottom - _EVENT[1] / 2, *_EVENT)
                shapes.append(DrawnShape(event.id, placed[event.id]))
        return shapes, placed

    def _started(self, flow: Flow, boxes: dict[str, Bounds], points: tuple[Point, ...]) -> tuple[Point, ...]:
        """The line as routed; from a boundary event it first comes down from it."""
        if flow.source not in self.on_border:
            return points
        event = boxes[flow.source]
        x = event.centre[0]
        return ((x, event.bottom), (x, points[0][1]), *points[1:])

    def _on_rims(self, u: int, v: int, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """The same line with ends that leave or enter an event off its middle brought to its round rim."""
        first, last = points[0], points[-1]
        if self.nodes[u].kind.family is Family.EVENT and first[1] == points[1][1]:
            first = (first[0] - _short_of_rim(first[1] - self.middles[u]), first[1])
        if self.nodes[v].kind.family is Family.EVENT and last[1] == points[-2][1]:
            last = (last[0] + _short_of_rim(last[1] - self.middles[v]), last[1])
        return first, *points[1:-1], last

    def _self_loops(self, ends: list[tuple[int, int]], boxes: dict[str, Bounds]) -> list[DrawnEdge]:
        made = []
        for flow, (u, v) in zip(self.flows, ends, strict=True):
            if u != v or flow.kind not in (FlowKind.SEQUENCE, FlowKind.ASSOCIATION, FlowKind.DATA):
                continue
            box = boxes[self.nodes[u].id]
            if flow.source in self.on_border:
                event = boxes[flow.source]
                x, under, left = event.centre[0], event.bottom + _UNDER, box.x - 14
                points: tuple[Point, ...] = (
                    (x, event.bottom),
                    (x, under),
                    (left, under),
                    (left, box.centre[1]),
                    (box.x, box.centre[1]),
                )
            else:
                right, left, over = box.x + box.width * 0.92, box.x + box.width * 0.66, box.y - _SELF_LOOP + 6
                points = ((right, box.y), (right, over), (left, over), (left, box.y))
            made.append(DrawnEdge(flow.id, points))
        return made


def _short_of_rim(off: float) -> float:
    """How far an event's rim lies inside its box at `off` from its middle."""
    radius = _EVENT[0] / 2
    return radius - math.sqrt(max(radius * radius - off * off, 0.0))
