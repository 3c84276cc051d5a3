"""Lays out a whole file that has no drawing: processes below each other, in their pools and lanes."""

from __future__ import annotations

from bpo_desk.models.process import Bounds, DrawnEdge, DrawnShape, FlowKind, Lane, Point, ProcessDefinition
from bpo_desk.process.labels import BAND
from bpo_desk.process.layout.detours import around, between_rows
from bpo_desk.process.layout.flow_layout import FlowLayout, Laid, moved

_BETWEEN = 50.0
_BLACK_BOX = 60.0
_SIDE = 24.0
_LEAST_WIDTH = 360.0
_APART = 60.0


def lay_out_pools(definition: ProcessDefinition, element_id: str = "") -> Laid:
    """Every process of the definition, or only the inside of the sub-process `element_id`."""
    layout = FlowLayout(definition)
    inside = next((node for node in definition.nodes if node.id == element_id), None)
    if inside is not None:
        return layout.lay_out(inside.process_id, inside.id, {})
    shapes: list[DrawnShape] = []
    edges: list[DrawnEdge] = []
    parts = _parts(definition, layout)
    width = max([_LEAST_WIDTH, *(part.width for _, _, part in parts if part is not None)])
    bands = BAND * (
        1 + max([1, *(depth for _, lanes, part in parts if part for _, depth, _, _ in _lane_rows(lanes, part.lanes))])
    )
    y = 0.0
    for pool_id, lanes, part in parts:
        if part is None:
            shapes.append(DrawnShape(pool_id, Bounds(0, y, width + bands + 2 * _SIDE, _BLACK_BOX), horizontal=True))
            y += _BLACK_BOX + _BETWEEN
            continue
        rows = _lane_rows(lanes, part.lanes)
        deepest = max((depth for _, depth, _, _ in rows), default=0)
        left = (BAND if pool_id else 0.0) + BAND * deepest + _SIDE
        across = width + bands + 2 * _SIDE if pool_id or lanes else 0.0
        if pool_id:
            shapes.append(DrawnShape(pool_id, Bounds(0, y, across, part.height), horizontal=True))
        start = BAND if pool_id else 0.0
        for lane_id, depth, top, bottom in rows:
            x = start + BAND * (depth - 1)
            shapes.append(DrawnShape(lane_id, Bounds(x, y + top, across - x, bottom - top), horizontal=True))
        placed = moved(part, left, y)
        shapes += placed.shapes
        edges += placed.edges
        y += part.height + _BETWEEN
    return Laid(shapes, edges + _messages(definition, shapes, edges), width, y)


def _lane_rows(lanes: list[Lane], rows: tuple[tuple[float, float], ...]) -> list[tuple[str, int, float, float]]:
    """(id, depth from 1, top, bottom) of every lane; a lane around others reaches from its first to its last."""
    parents = {lane.id: lane.parent for lane in lanes}
    spans: dict[str, tuple[float, float]] = {}
    for lane, (top, bottom) in zip(_leaves(lanes), rows, strict=False):
        at: str | None = lane.id
        while at in parents and at is not None:
            known = spans.get(at, (top, bottom))
            spans[at] = min(known[0], top), max(known[1], bottom)
            at = parents[at]
    found = []
    for lane in lanes:
        depth, around_it = 1, lane.parent
        while around_it in parents and around_it is not None:
            depth, around_it = depth + 1, parents[around_it]
        if lane.id in spans:
            found.append((lane.id, depth, *spans[lane.id]))
    return found


def _leaves(lanes: list[Lane]) -> list[Lane]:
    outer = {lane.parent for lane in lanes}
    return [lane for lane in lanes if lane.id not in outer]


def _parts(definition: ProcessDefinition, layout: FlowLayout) -> list[tuple[str, list[Lane], Laid | None]]:
    """Pool id (empty: none), its lanes in the order of the file, and the laid out process (None: a black box)."""
    parts: list[tuple[str, list[Lane], Laid | None]] = []
    pooled = {pool.process_id for pool in definition.participants}
    processes = list(dict.fromkeys(node.process_id for node in definition.nodes if node.process_id))
    for process_id in processes:
        if process_id not in pooled:
            parts.append(("", *_process(definition, layout, process_id)))
    for pool in definition.participants:
        if pool.process_id in processes:
            parts.append((pool.id, *_process(definition, layout, pool.process_id)))
        else:
            parts.append((pool.id, [], None))
    return parts


def _process(definition: ProcessDefinition, layout: FlowLayout, process_id: str) -> tuple[list[Lane], Laid]:
    lanes = [lane for lane in definition.lanes if lane.process_id == process_id]
    return lanes, layout.lay_out(process_id, None, _bands(_leaves(lanes)))


def _bands(lanes: list[Lane]) -> dict[str, int]:
    bands: dict[str, int] = {}
    for number, lane in enumerate(lanes):
        for node_id in lane.node_ids:
            bands.setdefault(node_id, number)
        # A lane that names no node still takes its place.
        bands.setdefault(f"{lane.id}\0", number)
    return bands


def _messages(definition: ProcessDefinition, shapes: list[DrawnShape], edges: list[DrawnEdge]) -> list[DrawnEdge]:
    """Message flows, led through the gap between two pools where that is possible; `edges` are what is laid out."""
    taken = [edge.waypoints for edge in edges]
    boxes = {shape.element_id: shape.bounds for shape in shapes}
    of_process = {pool.process_id: pool.id for pool in definition.participants}
    pools = {node.id: of_process.get(node.process_id, node.process_id) for node in definition.nodes}
    pools |= {lane.id: of_process.get(lane.process_id, lane.process_id) for lane in definition.lanes}
    pools |= {pool.id: pool.id for pool in definition.participants}
    strips = {name: _around_all([boxes[i] for i in boxes if pools.get(i) == name]) for name in set(pools.values())}
    frames = {pool.id for pool in definition.participants} | {lane.id for lane in definition.lanes}
    frames |= {node.parent for node in definition.nodes if node.parent is not None}
    solid = {shape.element_id: shape.bounds for shape in shapes if shape.element_id not in frames}
    parents = {node.id: node.parent for node in definition.nodes}
    inner = {shape.element_id: shape.bounds for shape in shapes if shape.element_id in parents.values()}
    made = []
    between: dict[frozenset[str], int] = {}
    for flow in definition.flows:
        if flow.kind is FlowKind.MESSAGE and flow.source in boxes and flow.target in boxes:
            others = [box for i, box in solid.items() if i not in (flow.source, flow.target)]
            source, target = boxes[flow.source], boxes[flow.target]
            if flow.source in frames and flow.target in frames:
                pair = frozenset((flow.source, flow.target))
                x = _own_place(source, target, between.get(pair, 0))
                source, target = Bounds(x, source.y, 2, source.height), Bounds(x, target.y, 2, target.height)
                between[pair] = between.get(pair, 0) + 1
            elif flow.source in frames:
                source = _facing(source, target)
            elif flow.target in frames:
                target = _facing(target, source)
            rows = strips.get(pools.get(flow.source, "")), strips.get(pools.get(flow.target, ""))
            ends = _within(parents, flow.source) | _within(parents, flow.target)
            avoided = [box for i, box in inner.items() if i not in ends]
            line = (
                between_rows(source, target, rows, [*others, *avoided], taken)
                or between_rows(source, target, rows, others, taken)
                or around(source, target, others, avoided)
            )
            if flow.source in frames:
                line = _from_rim(line, boxes[flow.source])
            if flow.target in frames:
                line = _from_rim(line[::-1], boxes[flow.target])[::-1]
            taken.append(line)
            made.append(DrawnEdge(flow.id, line))
    return made


def _around_all(boxes: list[Bounds]) -> Bounds | None:
    if not boxes:
        return None
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Bounds(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def _within(parents: dict[str, str | None], element_id: str) -> set[str]:
    """An element and the sub-processes around it."""
    found: set[str] = set()
    at: str | None = element_id
    while at is not None and at not in found:
        found.add(at)
        at = parents.get(at)
    return found


def _from_rim(line: tuple[Point, ...], box: Bounds) -> tuple[Point, ...]:
    """A line that leaves a frame, from where it leaves its rim."""
    at = 0
    while at + 2 < len(line) and box.x <= line[at + 1][0] <= box.right and box.y <= line[at + 1][1] <= box.bottom:
        at += 1
    (x, y), (to_x, to_y) = line[at], line[at + 1]
    if x == to_x:
        return (x, box.bottom if to_y > y else box.y), *line[at + 1 :]
    return (box.right if to_x > x else box.x, y), *line[at + 1 :]


def _own_place(one: Bounds, other: Bounds, number: int) -> float:
    """Where the message of a number between two pools runs: the first in the middle, further ones beside it."""
    left, right = max(one.x, other.x), min(one.right, other.right)
    aside = _APART * ((number + 1) // 2) * (1 if number % 2 else -1)
    return min(max((left + right) / 2 + aside, left + 1), max(right - 3, left + 1))


def _facing(pool: Bounds, other: Bounds) -> Bounds:
    """The part of a pool straight above or below the other end."""
    return Bounds(max(pool.x, other.centre[0] - 1), pool.y, 2, pool.height)
