"""A drawing as a tree and as a list of neighbours: pools, lanes, sub-processes and what stands in them. No words here.

For screen readers and for the table beside the drawing; told from the display list alone, as the eye does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from bpo_desk.models.process import NodeKind
from bpo_desk.process.display_list import DisplayList, ShapeItem


@dataclass(frozen=True, slots=True)
class Outline:
    """Element ids: the `roots`, the `children` of each frame, the `parent` of each element that stands in one, and the
    flows by which each element is entered and left; all in the order of the flow, then by place."""

    roots: tuple[str, ...]
    children: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    incoming: dict[str, tuple[str, ...]] = field(default_factory=dict)
    outgoing: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def in_order(self) -> list[str]:
        """Every element, frames before what is in them."""
        found: list[str] = []
        waiting = list(reversed(self.roots))
        while waiting:
            at = waiting.pop()
            found.append(at)
            waiting.extend(reversed(self.children.get(at, ())))
        return found


def outline(shown: DisplayList) -> Outline:
    """The outline of a drawing: an element stands in the smallest frame around its middle."""
    frames = sorted((s for s in shown.shapes.values() if s.is_container), key=_area)
    parent = {}
    for shape in shown.shapes.values():
        around = _around(shape, frames)
        if around is not None:
            parent[shape.element_id] = around.element_id
    place = {element_id: number for number, element_id in enumerate(shown.flow_order)}
    children: dict[str, list[str]] = defaultdict(list)
    for element_id in sorted(shown.shapes, key=lambda i: _rank(shown.shapes[i], place)):
        children[parent.get(element_id, "")].append(element_id)
    incoming: dict[str, list[str]] = defaultdict(list)
    outgoing: dict[str, list[str]] = defaultdict(list)
    for edge in shown.edges.values():
        outgoing[edge.source].append(edge.element_id)
        incoming[edge.target].append(edge.element_id)
    roots = children.pop("", [])
    return Outline(
        tuple(roots),
        {each: tuple(inner) for each, inner in children.items()},
        parent,
        {each: tuple(flows) for each, flows in incoming.items()},
        {each: tuple(flows) for each, flows in outgoing.items()},
    )


def _area(shape: ShapeItem) -> float:
    return shape.bounds.width * shape.bounds.height


def _around(shape: ShapeItem, frames: list[ShapeItem]) -> ShapeItem | None:
    """The smallest frame around a shape's middle that is larger than it; a pool stands in none."""
    if shape.kind is NodeKind.PARTICIPANT:
        return None
    (x, y), area = shape.bounds.centre, _area(shape)
    for frame in frames:
        box = frame.bounds
        if _area(frame) > area and box.x <= x <= box.right and box.y <= y <= box.bottom:
            return frame
    return None


def _rank(shape: ShapeItem, place: dict[str, int]) -> tuple[float, ...]:
    """Frames by place, then flow nodes in the order of the flow, then the others by place."""
    box = shape.bounds
    if shape.kind in (NodeKind.PARTICIPANT, NodeKind.LANE):
        return (0, box.y, box.x)
    if shape.element_id in place:
        return (1, place[shape.element_id])
    return (2, box.y, box.x)
