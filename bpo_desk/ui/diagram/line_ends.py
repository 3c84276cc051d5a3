"""Where a line leaves and meets shapes. Some tools write lines that run to the middle of a shape, or beneath others."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import pairwise

from bpo_desk.models.process import Bounds, Family, Point
from bpo_desk.process.display_list import EdgeItem, ShapeItem

_DEEP = 1.5
_HALVINGS = 12
_OWN_LINE = 0.8  # half of what a shape draws along its bounds
_WITH_FILL = frozenset({Family.EVENT, Family.ACTIVITY, Family.GATEWAY})

Way = tuple[Point, ...]


def between_shapes(edge: EdgeItem, shapes: dict[str, ShapeItem]) -> Way:
    """The part of a line that is not beneath its own ends; the whole where there would be nothing left."""
    points = edge.waypoints
    target, source = shapes.get(edge.target), shapes.get(edge.source)
    if target is not None and _holds(target, points[-1]):
        points = _cut(points, target)
    if source is not None and len(points) > 1 and _holds(source, points[0]):
        points = _cut(points[::-1], source)[::-1]
    return points if len(points) > 1 else edge.waypoints


def hides_lines(shape: ShapeItem) -> bool:
    """Whether nothing is seen through a shape, and its outline is known here."""
    return shape.kind.family in _WITH_FILL


def not_beneath(way: Way, shapes: Iterable[ShapeItem]) -> tuple[Way, ...]:
    """The parts of a line that are not beneath shapes that hide lines."""
    over = list(shapes)
    if not over:
        return (way,)
    parts: list[Way] = []
    part: list[Point] = []
    for a, b in pairwise(way):
        at = 0.0
        for enters, leaves in sorted(found for shape in over if (found := _beneath(a, b, shape)) is not None):
            if enters > at:
                part += [*([] if part else [_along(a, b, at)]), _along(a, b, enters)]
            if len(part) > 1:
                parts.append(tuple(part))
            part, at = [], max(at, leaves)
        if at < 1:
            part += [*([] if part else [_along(a, b, at)]), b]
    if len(part) > 1:
        parts.append(tuple(part))
    return tuple(parts)


def clipped(a: Point, b: Point, box: tuple[float, float, float, float]) -> tuple[float, float] | None:
    """From where to where (0 at `a`, 1 at `b`) a straight line touches a rectangle: left, top, right, bottom (Liang and
    Barsky's clipping); None where it does not."""
    enters, leaves = 0.0, 1.0
    for start, along, low, high in ((a[0], b[0] - a[0], box[0], box[2]), (a[1], b[1] - a[1], box[1], box[3])):
        if along == 0:
            if not low <= start <= high:
                return None
            continue
        first, second = sorted(((low - start) / along, (high - start) / along))
        enters, leaves = max(enters, first), min(leaves, second)
    return (enters, leaves) if enters <= leaves else None


def _along(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _beneath(a: Point, b: Point, shape: ShapeItem) -> tuple[float, float] | None:
    """From where to where a straight line runs beneath a shape and the line around it."""
    box = shape.bounds
    found = clipped(a, b, (box.x - _OWN_LINE, box.y - _OWN_LINE, box.right + _OWN_LINE, box.bottom + _OWN_LINE))
    if found is None or shape.kind.family is Family.ACTIVITY:
        return found
    middle = min((_nearest(a, b, box, *axes) for axes in ((1, 1), (1, 0), (0, 1))), key=lambda t: _far(a, b, t, shape))
    if _far(a, b, middle, shape) >= 1:
        return None

    def within(part: float) -> bool:
        return _far(a, b, part, shape) < 1

    return _rim(middle, found[0], within), _rim(middle, found[1], within)


def _rim(inside: float, outside: float, within: Callable[[float], bool]) -> float:
    """Where on the way from inside to outside a straight line leaves, just outside."""
    for _ in range(_HALVINGS):
        half = (outside + inside) / 2
        if within(half):
            inside = half
        else:
            outside = half
    return outside


def _nearest(a: Point, b: Point, box: Bounds, across: int, down: int) -> float:
    """Where a straight line is nearest to the middle of a box, as far as the axes tell that count (1, else 0)."""
    x, y = box.centre
    dx, dy = (b[0] - a[0]) * across, (b[1] - a[1]) * down
    length = dx * dx + dy * dy
    return min(max(((x - a[0]) * dx + (y - a[1]) * dy) / length, 0.0), 1.0) if length else 0.0


def _far(a: Point, b: Point, part: float, shape: ShapeItem) -> float:
    """How far a point of a straight line lies from the middle of an event or a gateway; 1 is on its outline."""
    at, (x, y), box = _along(a, b, part), shape.bounds.centre, shape.bounds
    across = abs(at[0] - x) / (box.width / 2 + _OWN_LINE)
    down = abs(at[1] - y) / (box.height / 2 + _OWN_LINE)
    return math.hypot(across, down) if shape.kind.family is Family.EVENT else across + down


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


def _cut(points: Way, shape: ShapeItem) -> Way:
    """The points without those at the end that lie inside a shape, up to its outline."""
    kept = list(points)
    inside = kept.pop()
    while kept and _holds(shape, kept[-1]):
        inside = kept.pop()
    if not kept:
        return ()
    outside = kept[-1]
    return (*kept, _along(inside, outside, _rim(0.0, 1.0, lambda part: _holds(shape, _along(inside, outside, part)))))
