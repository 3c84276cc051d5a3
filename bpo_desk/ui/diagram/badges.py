"""Badges of marked elements: the state's figure, counts and path numbers, so that no state rests on colour alone."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from bpo_desk.process.display_list import EdgeItem, ShapeItem
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram.brush import Brush, colour_of, polygon
from bpo_desk.ui.diagram.labels import advance, elided, sized

_R = 8.5
_SHOWN_VISITS = 4
_SHORT = 12


def paint_badges(brush: Brush, shape: ShapeItem, marker: Marker, colour: str, *, with_text: bool) -> None:
    """State and tokens at the upper right corner, visits upper left, repetitions lower right, text lower left."""
    bounds = shape.bounds
    _paint_state(brush, bounds.right - 3, bounds.y + 1, marker, colour)
    if not with_text:
        return
    if marker.path:
        _pill(brush, bounds.x - 4, bounds.y - 9, path_text(marker.path), brush.colours.ink, align_right=False)
    if marker.alert:
        _pill(brush, bounds.right + 4, bounds.bottom - 7, marker.alert, brush.colours.overdue, align_right=True)
    elif marker.times > 1:
        _pill(brush, bounds.right + 4, bounds.bottom - 7, f"×{marker.times}", colour, align_right=True)
    if marker.badge:
        _pill(brush, bounds.x - 4, bounds.bottom - 7, marker.badge, colour, align_right=False)


def paint_edge_badge(brush: Brush, edge: EdgeItem, text: str, colour: str) -> None:
    """A text on the middle of a line's longest piece."""
    (x1, y1), (x2, y2) = max(pairwise(edge.waypoints), key=lambda p: abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1]))
    width = advance(text, brush.font.family(), 10, bold=True) + 9
    _pill(brush, (x1 + x2 - width) / 2, (y1 + y2) / 2 - 7.5, text, colour, align_right=False)


def path_text(path: tuple[int, ...]) -> str:
    """Visit numbers, the first and the last few when there are many."""
    if len(path) <= _SHOWN_VISITS:
        return "·".join(map(str, path))
    return f"{path[0]}·…·" + "·".join(map(str, path[-2:]))


def _pill(brush: Brush, edge: float, top: float, text: str, colour: str, *, align_right: bool) -> None:
    font, metrics = sized(brush.font.family(), 10, bold=True)
    if len(text) > _SHORT:
        text = elided(text, 110, metrics)
    width = advance(text, brush.font.family(), 10, bold=True) + 9
    left = edge - width if align_right else edge
    box = QRectF(left, top, width, 15)
    brush.use(brush.pen(colour, 1.2), brush.colours.paper)
    brush.painter.drawRoundedRect(box, 7, 7)
    brush.painter.setFont(font)
    brush.painter.setPen(colour_of(colour))
    brush.painter.drawText(QPointF(left + 4.5, top + 7.5 + (metrics.ascent() - metrics.descent()) / 2), text)


def _paint_state(brush: Brush, x: float, y: float, marker: Marker, colour: str) -> None:
    if marker.state is MarkerState.NEXT:
        brush.use(brush.pen(colour, 1.8), brush.colours.paper)
    else:
        brush.use(brush.pen(brush.colours.paper, 1.4), colour)
    # Where cases are counted one is a number too; in the story of one case it is where the case stands.
    digits = f"{marker.tokens:,}" if marker.tokens > (0 if marker.heat is not None else 1) else ""
    wider = max(advance(digits, brush.font.family(), 10, bold=True) / 2 - 4, 0.0)
    brush.painter.drawRoundedRect(QRectF(x - _R - wider, y - _R, 2 * (_R + wider), 2 * _R), _R, _R)
    ink = brush.colours.on_badge
    state = marker.state
    if state is MarkerState.NEXT:
        brush.use(brush.pen(colour, 2.0), None)
        brush.lines([(x - 2, y - 4), (x + 2.4, y), (x - 2, y + 4)])
    elif digits:
        _number(brush, x, y, digits, ink)
    elif state is MarkerState.CURRENT:
        brush.use(None, ink)
        brush.painter.drawEllipse(QPointF(x, y), 3.4, 3.4)
    elif state is MarkerState.WAITING:
        brush.use(brush.pen(ink, 2.2), None)
        brush.lines([(x - 2.3, y - 4), (x - 2.3, y + 4)], [(x + 2.3, y - 4), (x + 2.3, y + 4)])
    elif state is MarkerState.DONE:
        brush.use(brush.pen(ink, 2.0), None)
        brush.lines([(x - 4, y + 0.2), (x - 1, y + 3.4), (x + 4.2, y - 3.2)])
    elif state is MarkerState.OVERDUE:
        brush.use(brush.pen(ink, 2.4), None)
        brush.lines([(x, y - 5), (x, y + 1)])
        brush.use(None, ink)
        brush.painter.drawEllipse(QPointF(x, y + 4), 1.4, 1.4)
    elif state is MarkerState.EXITED:
        brush.use(brush.pen(ink, 1.9), None)
        brush.lines([(x - 3.6, y + 3.6), (x + 3.4, y - 3.4)], [(x - 1, y - 3.6), (x + 3.6, y - 3.6), (x + 3.6, y + 1)])
    elif state is MarkerState.FAILED:
        brush.use(brush.pen(ink, 2.2), None)
        brush.lines([(x - 3.4, y - 3.4), (x + 3.4, y + 3.4)], [(x - 3.4, y + 3.4), (x + 3.4, y - 3.4)])
    if state is MarkerState.OVERDUE and marker.tokens > 1:
        brush.use(brush.pen(brush.colours.paper, 1.0), colour)
        brush.painter.drawPolygon(polygon([(x + wider + 7, y - 13), (x + wider + 11, y - 7), (x + wider + 3, y - 7)]))


def _number(brush: Brush, x: float, y: float, text: str, ink: str) -> None:
    font, metrics = sized(brush.font.family(), 10, bold=True)
    width = advance(text, brush.font.family(), 10, bold=True)
    brush.painter.setFont(font)
    brush.painter.setPen(colour_of(ink))
    brush.painter.drawText(QPointF(x - width / 2, y + (metrics.ascent() - metrics.descent()) / 2), text)
