"""One line at right angles between two boxes that stand where they stand, around the others where it can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bpo_desk.models.process import Bounds, Point
from bpo_desk.process.layout.between import found_between
from bpo_desk.process.layout.routes import straightened

_CLEAR = 12.0


def around(source: Bounds, target: Bounds, others: list[Bounds], avoided: Sequence[Bounds] = ()) -> tuple[Point, ...]:
    """The shortest of a few natural routes that crosses no other box, else one found between the boxes.

    Only where an end is walled in by other boxes does the line cross one; it crosses one of `avoided` where there is no
    way around that too.
    """
    if avoided:
        line = around(source, target, [*others, *avoided])
        return line if not _crosses(line, [*others, *avoided]) else around(source, target, others)
    candidates = _candidates(source, target, others)
    free = [line for line in candidates if not _crosses(line, others)]
    if free:
        return min(free, key=_length)
    return found_between(source, target, others) or min(candidates, key=_length)


def between_rows(
    source: Bounds,
    target: Bounds,
    rows: tuple[Bounds | None, Bounds | None],
    others: list[Bounds],
    taken: list[tuple[Point, ...]],
) -> tuple[Point, ...] | None:
    """A line that leaves one pool for another upright, turns in the gap between them and comes in upright.

    `rows` are the pools of both ends. It crosses none of `others` and does not run along any line of `taken`; None
    when the pools do not lie one above the other or no such line is found.
    """
    if rows[0] is None or rows[1] is None or rows[0] == rows[1]:
        return None
    down = rows[1].y >= rows[0].bottom
    if not down and rows[0].y < rows[1].bottom:
        return None
    start, end = (source.bottom, target.y) if down else (source.y, target.bottom)
    leave, enter = (rows[0].bottom, rows[1].y) if down else (rows[0].y, rows[1].bottom)
    towards = 1 if down else -1
    levels = {edge + towards * way * off for edge, way in ((leave, 1), (enter, -1)) for off in _LEVELS}
    lines = {
        straightened([(sx, start), (sx, level), (tx, level), (tx, end)])
        for sx in _ports(source)
        for tx in _ports(target)
        for level in levels
    }
    middle = (leave + enter) / 2

    def cost(line: tuple[Point, ...]) -> float:
        off_middle = abs(line[0][0] - source.centre[0]) + abs(line[-1][0] - target.centre[0])
        return _length(line)[0] + off_middle + abs(line[1][1] - middle) / 100

    for line in sorted(lines, key=lambda line: (cost(line), line)):
        if not _crosses(line, others) and not _runs_along(line, taken):
            return line
    return None


_LEVELS = (25.0, 13.0, 37.0)
_PORTS = (0.5, 0.35, 0.65, 0.2, 0.8)
_NARROW = 60.0
_NEAR = 7.0


def _ports(box: Bounds) -> list[float]:
    """Where a line may leave the level sides of a box; round and small shapes have only their middle."""
    return [box.x + box.width * part for part in (_PORTS if box.width >= _NARROW else _PORTS[:1])]


def _runs_along(line: tuple[Point, ...], taken: list[tuple[Point, ...]]) -> bool:
    """Whether some piece lies on or close beside a piece of another line with the same direction."""
    for (x1, y1), (x2, y2) in pairwise(line):
        upright = x1 == x2
        low, high = (min(y1, y2), max(y1, y2)) if upright else (min(x1, x2), max(x1, x2))
        at = x1 if upright else y1
        for other in taken:
            for (a1, b1), (a2, b2) in pairwise(other):
                if upright != (a1 == a2):
                    continue
                there, first, last = (a1, b1, b2) if upright else (b1, a1, a2)
                if abs(there - at) < _NEAR and min(first, last) < high and max(first, last) > low:
                    return True
    return False


def _candidates(source: Bounds, target: Bounds, others: list[Bounds]) -> list[tuple[Point, ...]]:
    sx, sy = source.centre
    tx, ty = target.centre
    lines: list[list[Point]] = []
    left, right = source.x + source.width <= target.x, target.x + target.width <= source.x
    for leave, enter in (((source.right, sy), (target.x, ty)), ((source.x, sy), (target.right, ty))):
        if (left and leave[0] == source.right) or (right and leave[0] == source.x):
            for middle in {(leave[0] + enter[0]) / 2, leave[0] + _side(leave, enter), enter[0] - _side(leave, enter)}:
                lines.append([leave, (middle, sy), (middle, ty), enter])
    for leave, enter in (((sx, source.bottom), (tx, target.y)), ((sx, source.y), (tx, target.bottom))):
        if (enter[1] - leave[1]) * (1 if leave[1] == source.bottom else -1) > 0:
            middle = (leave[1] + enter[1]) / 2
            lines.append([leave, (sx, middle), (tx, middle), enter])
    boxes = [source, target, *others]
    over, under = min(box.y for box in boxes) - 2 * _CLEAR, max(box.bottom for box in boxes) + 2 * _CLEAR
    near_over, near_under = min(source.y, target.y) - _CLEAR, max(source.bottom, target.bottom) + _CLEAR
    for level in (near_over, over):
        lines.append([(sx, source.y), (sx, level), (tx, level), (tx, target.y)])
        lines.append(_by_sides(source, target, level))
    for level in (near_under, under):
        lines.append([(sx, source.bottom), (sx, level), (tx, level), (tx, target.bottom)])
        lines.append(_by_sides(source, target, level))
    return sorted({straightened(line) for line in lines if len(straightened(line)) > 1})


def _side(leave: Point, enter: Point) -> float:
    return _CLEAR if enter[0] > leave[0] else -_CLEAR


def _by_sides(source: Bounds, target: Bounds, level: float) -> list[Point]:
    out, back = source.right + _CLEAR, target.x - _CLEAR
    sy, ty = source.centre[1], target.centre[1]
    return [(source.right, sy), (out, sy), (out, level), (back, level), (back, ty), (target.x, ty)]


def _length(line: tuple[Point, ...]) -> tuple[float, int]:
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(line))
    return length + 15 * len(line), len(line)


def _crosses(line: tuple[Point, ...], boxes: list[Bounds]) -> bool:
    for (x1, y1), (x2, y2) in pairwise(line):
        left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        if any(
            left < box.right - 1 and right > box.x + 1 and top < box.bottom - 1 and bottom > box.y + 1 for box in boxes
        ):
            return True
    return False
