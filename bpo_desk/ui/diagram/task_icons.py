"""The figures of task types (upper left corner) and of activity markers (bottom centre)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from bpo_desk.models.process import NodeKind, Repetition
from bpo_desk.process.display_list import ShapeItem
from bpo_desk.ui.diagram.brush import Brush, polygon
from bpo_desk.ui.diagram.event_icons import Spot, envelope, rewind

MARK = 14.0


def paint_task_type(brush: Brush, kind: NodeKind, left: float, top: float, ink: QColor) -> None:
    """The figure of a task type in a square of 16 units whose corner is given; an abstract task has none."""
    icon = _TYPES.get(kind)
    if icon is not None:
        brush.use(brush.pen(ink, 1.1), brush.colours.shape)
        icon(brush, left, top, ink)


def _person(brush: Brush, left: float, top: float, ink: QColor) -> None:
    brush.painter.translate(left, top)
    brush.painter.drawPath(_shoulders())
    brush.painter.drawEllipse(QPointF(8, 5), 3.7, 4.2)
    brush.painter.translate(-left, -top)


@lru_cache(maxsize=1)
def _shoulders() -> QPainterPath:
    path = QPainterPath(QPointF(1, 15))
    path.cubicTo(1, 9, 4, 8.5, 8, 8.5)
    path.cubicTo(12, 8.5, 15, 9, 15, 15)
    path.closeSubpath()
    return path


def _hand(brush: Brush, left: float, top: float, ink: QColor) -> None:
    path = QPainterPath(QPointF(left + 1, top + 8))
    path.lineTo(left + 6, top + 2.5)
    path.cubicTo(left + 8, top + 1.5, left + 9, top + 3, left + 7.5, top + 5)
    path.lineTo(left + 14.5, top + 5)
    path.cubicTo(left + 16, top + 5.2, left + 16, top + 7.2, left + 14.5, top + 7.4)
    path.lineTo(left + 14.5, top + 9.8)
    path.lineTo(left + 14, top + 12)
    path.lineTo(left + 13, top + 14)
    path.lineTo(left + 4, top + 14)
    path.cubicTo(left + 2, top + 13.5, left + 1, top + 12, left + 1, top + 8)
    brush.painter.drawPath(path)
    for level in (7.4, 9.8, 12.0):
        brush.lines([(left + 8.5, top + level), (left + 14.2, top + level)])


def _gears(brush: Brush, left: float, top: float, ink: QColor) -> None:
    brush.painter.translate(left, top)
    for x, y, r in _GEARS:
        brush.painter.drawPolygon(_teeth(x, y, r))
        brush.painter.drawEllipse(QPointF(x, y), r * 0.34, r * 0.34)
    brush.painter.translate(-left, -top)


_GEARS = ((6.2, 6.2, 5.4), (10.5, 10.5, 5.0))


@lru_cache(maxsize=4)
def _teeth(x: float, y: float, r: float) -> QPolygonF:
    """The outline of a gear; not to be changed by who gets it."""
    points = []
    for step in range(32):
        radius = r if step % 4 in (0, 1) else r * 0.74
        angle = step * math.pi / 16
        points.append((x + math.cos(angle) * radius, y + math.sin(angle) * radius))
    return polygon(points)


def _sent(brush: Brush, left: float, top: float, ink: QColor) -> None:
    brush.use(brush.pen(ink, 1.1), ink)
    envelope(brush, Spot(left + 8, top + 8, 8.4, True, ink))


def _received(brush: Brush, left: float, top: float, ink: QColor) -> None:
    envelope(brush, Spot(left + 8, top + 8, 8.4, False, ink))


def _script(brush: Brush, left: float, top: float, ink: QColor) -> None:
    path = QPainterPath(QPointF(left + 6, top + 1))
    path.cubicTo(left - 1, top + 6, left + 9, top + 9, left + 2, top + 15)
    path.lineTo(left + 11, top + 15)
    path.cubicTo(left + 18, top + 9, left + 8, top + 6, left + 15, top + 1)
    path.closeSubpath()
    brush.painter.drawPath(path)
    for level, shift in ((4, 0.6), (7, 0.8), (10, 1.6), (12.6, 0.4)):
        brush.lines([(left + 4.2 + shift, top + level), (left + 10.2 + shift, top + level)])


def _table(brush: Brush, left: float, top: float, ink: QColor) -> None:
    brush.painter.drawRect(QRectF(left, top + 2, 16, 12))
    brush.painter.fillRect(QRectF(left, top + 2, 16, 3.5), ink)
    brush.lines(
        [(left, top + 9.7), (left + 16, top + 9.7)],
        [(left + 5, top + 5.5), (left + 5, top + 14)],
    )


_TYPES: dict[NodeKind, Callable[[Brush, float, float, QColor], None]] = {
    NodeKind.USER_TASK: _person,
    NodeKind.MANUAL_TASK: _hand,
    NodeKind.SERVICE_TASK: _gears,
    NodeKind.SEND_TASK: _sent,
    NodeKind.RECEIVE_TASK: _received,
    NodeKind.SCRIPT_TASK: _script,
    NodeKind.RULE_TASK: _table,
}


def paint_activity_marks(brush: Brush, item: ShapeItem, ink: QColor) -> None:
    """Loop or several instances, compensation, ad-hoc tilde, collapsed +: bottom centre, left to right."""
    marks: list[Callable[[Brush, float, float, QColor], None]] = []
    if item.repetition is not Repetition.NONE:
        marks.append(_REPEATS[item.repetition])
    if item.compensation:
        marks.append(_rewind)
    if item.kind is NodeKind.AD_HOC_SUB_PROCESS:
        marks.append(_tilde)
    if item.opens:
        marks.append(_plus_box)
    left = item.bounds.x + item.bounds.width / 2 - len(marks) * (MARK + 3) / 2
    for mark in marks:
        brush.use(brush.pen(ink, 1.3), None)
        mark(brush, left + (MARK + 3) / 2, item.bounds.bottom - item.bands_beneath - MARK / 2 - 3, ink)
        left += MARK + 3


def _loop(brush: Brush, x: float, y: float, ink: QColor) -> None:
    brush.painter.drawArc(QRectF(x - 5.5, y - 5.5, 11, 11), -75 * 16, 310 * 16)
    brush.lines([(x - 7, y + 5.4), (x - 2.6, y + 5.2), (x - 2.8, y + 0.8)])


def bars(brush: Brush, x: float, y: float, ink: QColor) -> None:
    """Three upright bars: several at once, or a collection."""
    brush.painter.setPen(brush.pen(ink, 2.2))
    brush.lines(*([(x + dx, y - 5), (x + dx, y + 5)] for dx in (-4, 0, 4)))


def _level_bars(brush: Brush, x: float, y: float, ink: QColor) -> None:
    brush.painter.setPen(brush.pen(ink, 2.2))
    brush.lines(*([(x - 5, y + dy), (x + 5, y + dy)] for dy in (-4, 0, 4)))


def _rewind(brush: Brush, x: float, y: float, ink: QColor) -> None:
    rewind(brush, Spot(x, y, 6.5, False, ink))


def _tilde(brush: Brush, x: float, y: float, ink: QColor) -> None:
    path = QPainterPath(QPointF(x - 6, y + 2))
    path.cubicTo(x - 3, y - 6, x + 2, y + 5, x + 6, y - 2.5)
    brush.painter.setPen(brush.pen(ink, 2.4))
    brush.painter.drawPath(path)


def _plus_box(brush: Brush, x: float, y: float, ink: QColor) -> None:
    brush.painter.drawRect(QRectF(x - 6.5, y - 6.5, 13, 13))
    brush.lines([(x - 4, y), (x + 4, y)], [(x, y - 4), (x, y + 4)])


_REPEATS = {Repetition.LOOP: _loop, Repetition.PARALLEL: bars, Repetition.SEQUENTIAL: _level_bars}
