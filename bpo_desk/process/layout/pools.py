"""Lays out a whole file that has no drawing: processes below each other, in their pools and lanes."""

from __future__ import annotations

from bpo_desk.models.process import Bounds, DrawnEdge, DrawnShape, FlowKind, Lane, ProcessDefinition
from bpo_desk.process.labels import BAND
from bpo_desk.process.layout.detours import around
from bpo_desk.process.layout.flow_layout import FlowLayout, Laid, moved

_BETWEEN = 50.0
_BLACK_BOX = 60.0
_SIDE = 24.0
_LEAST_WIDTH = 360.0


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
    y = 0.0
    for pool_id, lanes, part in parts:
        if part is None:
            shapes.append(DrawnShape(pool_id, Bounds(0, y, width + BAND + 2 * _SIDE, _BLACK_BOX), horizontal=True))
            y += _BLACK_BOX + _BETWEEN
            continue
        left = (BAND if pool_id else 0.0) + (BAND * 1.0 if lanes else 0.0) + _SIDE
        across = width + 2 * BAND + 2 * _SIDE if pool_id or lanes else 0.0
        if pool_id:
            shapes.append(DrawnShape(pool_id, Bounds(0, y, across, part.height), horizontal=True))
        start = BAND if pool_id else 0.0
        for lane, (top, bottom) in zip(lanes, part.lanes, strict=False):
            shapes.append(DrawnShape(lane, Bounds(start, y + top, across - start, bottom - top), horizontal=True))
        placed = moved(part, left, y)
        shapes += placed.shapes
        edges += placed.edges
        y += part.height + _BETWEEN
    return Laid(shapes, edges + _messages(definition, shapes), width, y)


def _parts(definition: ProcessDefinition, layout: FlowLayout) -> list[tuple[str, list[str], Laid | None]]:
    """Pool id (empty: none), lane ids from top to bottom, and the laid out process (None: a black box)."""
    parts: list[tuple[str, list[str], Laid | None]] = []
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


def _process(definition: ProcessDefinition, layout: FlowLayout, process_id: str) -> tuple[list[str], Laid]:
    lanes = [lane for lane in definition.lanes if lane.process_id == process_id]
    outer = {lane.parent for lane in lanes}
    leaves = [lane for lane in lanes if lane.id not in outer]
    bands = _bands(leaves)
    return [lane.id for lane in leaves], layout.lay_out(process_id, None, bands)


def _bands(lanes: list[Lane]) -> dict[str, int]:
    bands: dict[str, int] = {}
    for number, lane in enumerate(lanes):
        for node_id in lane.node_ids:
            bands.setdefault(node_id, number)
        # A lane that names no node still takes its place.
        bands.setdefault(f"{lane.id}\0", number)
    return bands


def _messages(definition: ProcessDefinition, shapes: list[DrawnShape]) -> list[DrawnEdge]:
    boxes = {shape.element_id: shape.bounds for shape in shapes}
    frames = {pool.id for pool in definition.participants} | {lane.id for lane in definition.lanes}
    frames |= {node.parent for node in definition.nodes if node.parent is not None}
    solid = {shape.element_id: shape.bounds for shape in shapes if shape.element_id not in frames}
    made = []
    for flow in definition.flows:
        if flow.kind is FlowKind.MESSAGE and flow.source in boxes and flow.target in boxes:
            others = [box for i, box in solid.items() if i not in (flow.source, flow.target)]
            source, target = boxes[flow.source], boxes[flow.target]
            if flow.source in frames:
                source = _facing(source, target)
            if flow.target in frames:
                target = _facing(target, source)
            made.append(DrawnEdge(flow.id, around(source, target, others)))
    return made


def _facing(pool: Bounds, other: Bounds) -> Bounds:
    """The part of a pool straight above or below the other end."""
    return Bounds(max(pool.x, other.centre[0] - 1), pool.y, 2, pool.height)
