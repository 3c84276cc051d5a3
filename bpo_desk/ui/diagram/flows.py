"""Connecting lines: sequence and message flows, associations, with their ends."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from bpo_desk.models.process import Direction, FlowKind, Point
from bpo_desk.process.display_list import EdgeItem
from bpo_desk.ui.diagram.brush import NORMAL, THIN, Brush, polygon
from bpo_desk.ui.diagram.event_icons import Spot, envelope

_CORNER = 6.0
_TAIL = 3.6
_HALF_AS_WIDE = 0.5  # a bar with about the area of a head
_SEQUENCE = FlowKind.SEQUENCE


def paint_flows(brush: Brush, items: Iterable[EdgeItem], *, thin: bool = False) -> None:
    """Every line as its kind asks: solid with a filled head, or as below. Sequence flows that look alike are painted
    together, because changing the pen takes as long as a line. `thin`: at a scale at which a head is a pixel or two and
    the round of a corner none."""
    alike: dict[tuple[str, float | None], list[EdgeItem]] = {}
    others = []
    for item in items:
        if item.kind is _SEQUENCE:
            alike.setdefault((item.stroke, item.share), []).append(item)
        else:
            others.append(item)
    painter = brush.painter
    for some in alike.values():
        ink, width = brush.stroke_of(some[0].stroke), flow_width(some[0])
        if thin:
            _paint_thin(brush, some, ink, width)
            continue
        brush.use(brush.pen(ink, width), None)
        draw_path, draw_polygon, size = painter.drawPath, painter.drawPolygon, 8.0 + width
        for item in some:
            draw_path(rounded_path(item.waypoints))
        for item in some:
            if item.tail_diamond or item.default:
                paint_tail(brush, item, ink)
        use_for_head(brush, ink)
        for item in some:
            draw_polygon(head_at(item.waypoints, size))
    for item in others:
        _paint_other(brush, item)


def _paint_thin(brush: Brush, items: Sequence[EdgeItem], ink: QColor, width: float) -> None:
    """Straight pieces, and for each head a short thick one; a few calls for all of them."""
    heads, size = [], 8.0 + width
    for item in items:
        (x, y), (dx, dy) = item.waypoints[-1], _last_direction(item.waypoints)
        heads.append(((x - dx * size, y - dy * size), (x, y)))
    draw_thin(brush, thin_strokes((item.waypoints for item in items), width), ink, width)
    draw_thin(brush, thin_strokes(heads, size * _HALF_AS_WIDE), ink, size * _HALF_AS_WIDE)


class ThinStrokes(NamedTuple):
    """Lines without their bends: level and upright pieces are bars, which paint many times faster than lines."""

    bars: list[QRectF]
    slanted: list[QLineF]


def thin_strokes(ways: Iterable[Sequence[Point]], width: float) -> ThinStrokes:
    """Lines of a width as such pieces."""
    bars, slanted = [], []
    half = width / 2
    for way in ways:
        for (x1, y1), (x2, y2) in pairwise(way):
            if y1 == y2:
                bars.append(QRectF(min(x1, x2), y1 - half, abs(x2 - x1), width))
            elif x1 == x2:
                bars.append(QRectF(x1 - half, min(y1, y2), width, abs(y2 - y1)))
            else:
                slanted.append(QLineF(x1, y1, x2, y2))
    return ThinStrokes(bars, slanted)


def draw_thin(brush: Brush, strokes: ThinStrokes, ink: QColor, width: float) -> None:
    """Paint such pieces, all of one colour and width."""
    if strokes.bars:
        brush.use(None, ink)
        brush.painter.drawRects(strokes.bars)
    if strokes.slanted:
        brush.use(brush.pen(ink, width), None)
        brush.painter.drawLines(strokes.slanted)


def _paint_other(brush: Brush, item: EdgeItem) -> None:
    """Dashed with circle and hollow head, or dotted, as the kind of line asks."""
    ink = brush.stroke_of(item.stroke)
    if item.kind is FlowKind.MESSAGE:
        draw_line(brush, item.waypoints, ink, THIN, Qt.PenStyle.DashLine)
    elif item.kind is FlowKind.CONVERSATION:
        draw_line(brush, item.waypoints, ink, THIN, Qt.PenStyle.SolidLine)
    else:
        draw_line(brush, item.waypoints, ink, NORMAL, Qt.PenStyle.DotLine)
    paint_ends(brush, item, ink)


def paint_ends(brush: Brush, item: EdgeItem, ink: QColor, width: float = THIN) -> None:
    """What such a line has at its ends and on its way, for a line of a width."""
    if item.kind is FlowKind.MESSAGE:
        brush.use(brush.pen(ink, width), brush.colours.paper)
        back_x, back_y = _last_direction(item.waypoints[1::-1])
        x, y = item.waypoints[0]
        # Outside the shape, which is painted over the lines.
        brush.painter.drawEllipse(QPointF(x - back_x * _TAIL, y - back_y * _TAIL), _TAIL, _TAIL)
        draw_head(brush, item.waypoints, ink, filled=False, size=9.0)
        _paint_envelope(brush, item, ink)
    elif item.kind is not FlowKind.CONVERSATION:
        if item.direction is not Direction.NONE:
            _open_head(brush, item.waypoints, ink, width)
        if item.direction is Direction.BOTH:
            _open_head(brush, item.waypoints[::-1], ink, width)


def flow_width(item: EdgeItem) -> float:
    """Width of the line: by its share of the log where that is known."""
    return NORMAL if item.share is None else 1.0 + 4.0 * math.sqrt(item.share)


def rounded_path(waypoints: tuple[Point, ...]) -> QPainterPath:
    """A line through the waypoints whose corners are a little rounded; not to be changed by who gets it."""
    if len(waypoints) > 2:
        return _bent_path(waypoints)
    path = QPainterPath()
    path.moveTo(*waypoints[0])
    path.lineTo(*waypoints[1])
    return path


def angular_path(waypoints: Sequence[Point]) -> QPainterPath:
    """A line through the waypoints with its corners."""
    path = QPainterPath(QPointF(*waypoints[0]))
    for point in waypoints[1:]:
        path.lineTo(*point)
    return path


@lru_cache(maxsize=4096)
def _bent_path(waypoints: tuple[Point, ...]) -> QPainterPath:
    path = QPainterPath()
    path.moveTo(*waypoints[0])
    for before, at, after in zip(waypoints, waypoints[1:], waypoints[2:], strict=False):
        path.lineTo(_towards(at, before))
        path.quadTo(QPointF(*at), _towards(at, after))
    path.lineTo(*waypoints[-1])
    return path


def _towards(start: Point, end: Point) -> QPointF:
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    part = min(_CORNER, length / 2) / length if length else 0.0
    return QPointF(start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)


def draw_line(brush: Brush, waypoints: tuple[Point, ...], ink: QColor, width: float, style: Qt.PenStyle) -> None:
    """The line itself, without its ends. A dashed one is drawn piece by piece: as one path that takes ten times as
    long."""
    brush.use(brush.pen(ink, width, style), None)
    if style is Qt.PenStyle.SolidLine:
        brush.painter.drawPath(rounded_path(waypoints))
    else:
        brush.painter.drawLines(pieces(waypoints))


@lru_cache(maxsize=4096)
def pieces(waypoints: tuple[Point, ...]) -> list[QLineF]:
    """The straight pieces of a line; not to be changed by who gets them."""
    return [QLineF(*a, *b) for a, b in pairwise(waypoints)]


def draw_head(brush: Brush, waypoints: tuple[Point, ...], ink: QColor, *, filled: bool, size: float) -> None:
    """A triangle at the last waypoint, along the last segment that has a length."""
    use_for_head(brush, ink, filled=filled)
    brush.painter.drawPolygon(head_at(waypoints, size))


End = tuple[Point, Point]
"""Where a line ends, and in which direction it comes there (of length 1)."""
LEVEL: dict[Point, int] = {(1.0, 0.0): 0, (-1.0, 0.0): 1, (0.0, 1.0): 2, (0.0, -1.0): 3}
"""The directions in which most lines end, by number."""


def end_of(way: Sequence[Point]) -> End:
    """The end of a line."""
    return way[-1], _last_direction(way)


def paint_heads(brush: Brush, ends: Sequence[End], size: float, ink: QColor) -> None:
    """Filled heads of one look."""
    if not ends:
        return
    use_for_head(brush, ink)
    for at, (dx, dy) in ends:
        brush.painter.drawPolygon(_head(dx, dy, size).translated(*at))


def use_for_head(brush: Brush, ink: QColor, *, filled: bool = True) -> None:
    """Set pen and fill for heads."""
    brush.use(brush.pen(ink, THIN * 0.8), ink if filled else brush.colours.paper)


def head_at(waypoints: tuple[Point, ...], size: float) -> QPolygonF:
    """That triangle."""
    return _head(*_last_direction(waypoints), size).translated(*waypoints[-1])


@lru_cache(maxsize=4096)
def _head(dx: float, dy: float, size: float) -> QPolygonF:
    """A triangle whose tip is the origin; most lines end straight, so that few are needed."""
    half = size * 0.42
    back_x, back_y = -dx * size, -dy * size
    return polygon([(0, 0), (back_x - dy * half, back_y + dx * half), (back_x + dy * half, back_y - dx * half)])


def _open_head(brush: Brush, waypoints: tuple[Point, ...], ink: QColor, width: float) -> None:
    end, (dx, dy) = waypoints[-1], _last_direction(waypoints)
    back = (end[0] - dx * 8, end[1] - dy * 8)
    brush.use(brush.pen(ink, width), None)
    brush.lines([(back[0] - dy * 4.5, back[1] + dx * 4.5), end, (back[0] + dy * 4.5, back[1] - dx * 4.5)])


def _last_direction(waypoints: Sequence[Point]) -> Point:
    x, y = waypoints[-1]
    for number in range(len(waypoints) - 2, -1, -1):
        from_x, from_y = waypoints[number]
        length = math.hypot(x - from_x, y - from_y)
        if length > 0.01:
            return (x - from_x) / length, (y - from_y) / length
    return 1.0, 0.0


def paint_tail(brush: Brush, item: EdgeItem, ink: QColor) -> None:
    """The diamond of a conditional flow or the slash of a default one."""
    start = item.waypoints[0]
    back_x, back_y = _last_direction(item.waypoints[1::-1])
    dx, dy = -back_x, -back_y
    if item.tail_diamond:
        brush.use(brush.pen(ink, THIN), brush.colours.shape)
        middle = (start[0] + dx * 8, start[1] + dy * 8)
        brush.painter.drawPolygon(
            polygon(
                [
                    start,
                    (middle[0] - dy * 4.5, middle[1] + dx * 4.5),
                    (start[0] + dx * 16, start[1] + dy * 16),
                    (middle[0] + dy * 4.5, middle[1] - dx * 4.5),
                ]
            )
        )
    elif item.default:
        x, y = start[0] + dx * 9, start[1] + dy * 9
        brush.use(brush.pen(ink, NORMAL), None)
        # A backslash on a line to the right, and turned with the line.
        brush.lines([(x - dx * 3 + dy * 5.5, y - dy * 3 - dx * 5.5), (x + dx * 3 - dy * 5.5, y + dy * 3 + dx * 5.5)])


def _paint_envelope(brush: Brush, item: EdgeItem, ink: QColor) -> None:
    if not item.envelope:
        return
    x, y = middle_of_piece(item.waypoints)
    started = item.envelope == "initiating"
    brush.use(brush.pen(ink, THIN), brush.colours.shape if started else brush.colours.faint)
    envelope(brush, Spot(x, y, 11, not started, ink))


def middle_of_piece(waypoints: tuple[Point, ...]) -> Point:
    """The middle of the straight piece on which the point half-way along a line lies: clear of the bends."""
    x, y = middle_of(waypoints)
    for (x1, y1), (x2, y2) in pairwise(waypoints):
        if abs(math.dist((x1, y1), (x, y)) + math.dist((x, y), (x2, y2)) - math.dist((x1, y1), (x2, y2))) < 0.01:
            return (x1 + x2) / 2, (y1 + y2) / 2
    return x, y


def middle_of(waypoints: tuple[Point, ...]) -> Point:
    """The point half-way along a line."""
    lengths = [math.dist(a, b) for a, b in pairwise(waypoints)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(waypoints), lengths, strict=True):
        if length and left <= length:
            part = left / length
            return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
        left -= length
    return waypoints[0]
