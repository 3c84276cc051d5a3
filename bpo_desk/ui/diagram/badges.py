"""Badges of marked elements: the state's figure, counts and path numbers, so that no state rests on colour alone."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt

from bpo_desk.models.process import Family
from bpo_desk.process.display_list import EdgeItem, ShapeItem
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram.brush import Brush, colour_of, polygon
from bpo_desk.ui.diagram.labels import advance, elided, sized
from bpo_desk.ui.diagram.stamps import Placer
from bpo_desk.ui.number_words import number

_R = 8.5
_SHOWN_VISITS = 4
# Their names stand beneath them, and their lines come in at half their height: what is said below goes to the sides.
_NAMED_BENEATH = frozenset({Family.EVENT, Family.GATEWAY})
_ASIDE, _UP = 7.0, 13.0
_SHORT = 12
_DETOUR_WIDEST = 150.0
_DETOUR_APART = 9.0
_DETOUR_IN = 24.0
_DETOUR_DEEP = 19.0


def put_badges(placer: Placer, shape: ShapeItem, marker: Marker, brush: Brush, colour: str, with_text: bool) -> None:
    """State and tokens at the upper right corner, visits upper left, repetitions lower right, text lower left."""
    bounds = shape.bounds
    state, tokens = marker.state, marker.tokens
    # Where cases are counted one is a number too; in the story of one case it is where the case stands.
    digits = number(tokens) if tokens > (0 if marker.heat is not None else 1) else ""
    wider = max(advance(digits, brush.family, 10, bold=True) / 2 - 4, 0.0) if digits else 0.0
    placer.put(
        ("badge", state, digits),
        bounds.right - 3,
        bounds.y + 1,
        (-_R - wider - 1, -14, _R + wider + 12, _R + 1),
        lambda own: _paint_state(own, state, digits, wider, colour),
    )
    if not with_text:
        return
    if marker.path:
        _put_pill(placer, bounds.x - 4, bounds.y - 9, path_text(marker.path), brush, brush.colours.ink)
    if marker.detour:
        _put_detour(placer, shape, marker, brush)
    beside = shape.kind.family in _NAMED_BENEATH
    if marker.alert and beside:
        _put_pill(placer, bounds.right - _ASIDE, bounds.bottom - _UP, marker.alert, brush, brush.colours.overdue)
    elif marker.alert:
        _put_pill(placer, bounds.right + 4, bounds.bottom - 7, marker.alert, brush, brush.colours.overdue, right=True)
    elif marker.times > 1 and shape.kind.family is Family.ACTIVITY:
        _put_pill(placer, bounds.right + 4, bounds.bottom - 7, f"×{marker.times}", brush, colour, right=True)
    elif marker.times > 1:
        # The names of the others stand beneath them.
        _put_pill(placer, bounds.right + _R - 1 + wider, bounds.y - 6.5, f"×{marker.times}", brush, colour)
    if marker.badge and beside:
        _put_pill(placer, bounds.x + _ASIDE, bounds.bottom - _UP, marker.badge, brush, colour, right=True)
    elif marker.badge:
        _put_pill(placer, bounds.x - 4, bounds.bottom - 7, marker.badge, brush, colour)


def _put_detour(placer: Placer, shape: ShapeItem, marker: Marker, brush: Brush) -> None:
    """A way out beneath the shape to how the case left the process, and back where it came back."""
    bounds, family = shape.bounds, brush.family
    text = elided(marker.detour, _DETOUR_WIDEST, sized(family, 10, bold=True)[1])
    width = advance(text, family, 10, bold=True) + 9
    came_back = marker.returned
    # To the left: boundary events mostly sit on the middle and the right of the lower border.
    from_left = min(_DETOUR_IN, bounds.width / 2)
    placer.put(
        ("detour", text, came_back, from_left),
        bounds.x + from_left,
        bounds.bottom,
        (-from_left - 2, -2, max(width - from_left, _DETOUR_APART) + 6, _DETOUR_DEEP + 18),
        lambda own: _detour(own, text, width, from_left, came_back),
    )


def _detour(brush: Brush, text: str, width: float, from_left: float, came_back: bool) -> None:
    colour, deep = brush.colours.exited, _DETOUR_DEEP
    for across, down in ((_DETOUR_APART, True), *(((-_DETOUR_APART, False),) if came_back else ())):
        brush.use(brush.pen(colour, 2.0, Qt.PenStyle.DashLine), None)
        brush.lines([(across, 1), (across, deep)])
        tip, back = (deep, deep - 7) if down else (1, 8)
        brush.use(brush.pen(colour, 1.0), colour)
        brush.painter.drawPolygon(polygon([(across, tip), (across - 3.6, back), (across + 3.6, back)]))
    brush.painter.translate(-from_left, deep)
    _pill(brush, text, width, colour)
    brush.painter.translate(from_left, -deep)


def put_edge_badge(placer: Placer, edge: EdgeItem, text: str, brush: Brush, colour: str, name: QRectF) -> None:
    """A text on a line's longest piece: on its middle, or beside that where the line's name stands."""
    (x1, y1), (x2, y2) = max(pairwise(edge.waypoints), key=lambda p: abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1]))
    width = advance(text, brush.family, 10, bold=True) + 9
    for part in (0.5, 0.3, 0.7, 0.15, 0.85):
        left, top = x1 + (x2 - x1) * part - width / 2, y1 + (y2 - y1) * part - 7.5
        if not name.intersects(QRectF(left, top, width, 15)):
            break
    else:
        left, top = (x1 + x2 - width) / 2, (y1 + y2) / 2 - 7.5
    _put_pill(placer, left, top, text, brush, colour)


def path_text(path: tuple[int, ...]) -> str:
    """Visit numbers, the first and the last few when there are many."""
    if len(path) <= _SHOWN_VISITS:
        return "·".join(map(str, path))
    return f"{path[0]}·…·" + "·".join(map(str, path[-2:]))


def _put_pill(
    placer: Placer, edge: float, top: float, text: str, brush: Brush, colour: str, *, right: bool = False
) -> None:
    """A small text in a frame that begins at `edge`, or ends there (`right`)."""
    if len(text) > _SHORT:
        text = elided(text, 110, sized(brush.family, 10, bold=True)[1])
    width = advance(text, brush.family, 10, bold=True) + 9
    placer.put(
        ("pill", text, colour),
        edge - width if right else edge,
        top,
        (-1, -1, width + 1, 16),
        lambda own: _pill(own, text, width, colour),
    )


def _pill(brush: Brush, text: str, width: float, colour: str) -> None:
    font, metrics = sized(brush.family, 10, bold=True)
    brush.use(brush.pen(colour, 1.2), brush.colours.paper)
    brush.painter.drawRoundedRect(QRectF(0, 0, width, 15), 7, 7)
    brush.painter.setFont(font)
    brush.painter.setPen(colour_of(colour))
    brush.painter.drawText(QPointF(4.5, 7.5 + (metrics.ascent() - metrics.descent()) / 2), text)


def _paint_state(brush: Brush, state: MarkerState, digits: str, wider: float, colour: str) -> None:
    """The figure of a state around the origin, `wider` than a circle for many digits."""
    x = y = 0.0
    if state is MarkerState.NEXT:
        brush.use(brush.pen(colour, 1.8), brush.colours.paper)
    else:
        brush.use(brush.pen(brush.colours.paper, 1.4), colour)
    brush.painter.drawRoundedRect(QRectF(x - _R - wider, y - _R, 2 * (_R + wider), 2 * _R), _R, _R)
    ink = brush.colours.on_badge
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
    if state is MarkerState.OVERDUE and digits:
        brush.use(brush.pen(brush.colours.paper, 1.0), colour)
        brush.painter.drawPolygon(polygon([(x + wider + 7, y - 13), (x + wider + 11, y - 7), (x + wider + 3, y - 7)]))


def _number(brush: Brush, x: float, y: float, text: str, ink: str) -> None:
    font, metrics = sized(brush.family, 10, bold=True)
    width = advance(text, brush.family, 10, bold=True)
    brush.painter.setFont(font)
    brush.painter.setPen(colour_of(ink))
    brush.painter.drawText(QPointF(x - width / 2, y + (metrics.ascent() - metrics.descent()) / 2), text)
