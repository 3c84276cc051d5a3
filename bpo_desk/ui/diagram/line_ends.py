"""Where a line leaves and meets its shapes. Some tools write lines that run on to the middle of a shape, beneath it."""

from __future__ import annotations

from bpo_desk.models.process import Family, Point
from bpo_desk.process.display_list import EdgeItem, ShapeItem

_DEEP = 1.5
_HALVINGS = 12


def between_shapes(edge: EdgeItem, shapes: dict[str, ShapeItem]) -> tuple[Point, ...]:
    """The part of a line that is not beneath its own ends; the whole where there would be nothing left."""
    points = edge.waypoints
    target, source = shapes.get(edge.target), shapes.get(edge.source)
    if target is not None and _holds(target, points[-1]):
        points = _cut(points, target)
    if source is not None and len(points) > 1 and _holds(source, points[0]):
        points = _cut(points[::-1], source)[::-1]
    return points if len(points) > 1 else edge.waypoints


def _holds(shape: ShapeItem, point: Point) -> bool:
    """Whether a point lies more than a rim deep inside the outline of a shape."""
    box = shape.bounds
    if not (box.x < point[0] < box.x + box.width and box.y < point[1] < box.y + box.height):
        return False  # as nearly all are
    x, y = box.centre
    rx, ry = max(box.width / 2 - _DEEP, 0.1), max(box.height / 2 - _DEEP, 0.1)
    across, down = abs(point[0] - x) / rx, abs(point[1] - y) / ry
    if shape.kind.family is Family.EVENT:
        return across * across + down * down < 1
    if shape.kind.family is Family.GATEWAY:
        return across + down < 1
    return across < 1 and down < 1


def _cut(points: tuple[Point, ...], shape: ShapeItem) -> tuple[Point, ...]:
    """The points without those at the end that lie inside a shape, up to its outline."""
    kept = list(points)
    inside = kept.pop()
    while kept and _holds(shape, kept[-1]):
        inside = kept.pop()
    if not kept:
        return ()
    outside = kept[-1]
    for _ in range(_HALVINGS):
        middle = (outside[0] + inside[0]) / 2, (outside[1] + inside[1]) / 2
        if _holds(shape, middle):
            inside = middle
        else:
            outside = middle
    return (*kept, outside)
