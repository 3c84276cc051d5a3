"""Data: objects, inputs, outputs, stores and messages."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath

from bpo_desk.models.process import NodeKind
from bpo_desk.process.display_list import ShapeItem
from bpo_desk.ui.diagram.brush import THIN, Brush, polygon, rectangle
from bpo_desk.ui.diagram.task_icons import bars

_STORES = frozenset({NodeKind.DATA_STORE, NodeKind.DATA_STORE_REFERENCE})


def paint_data(brush: Brush, item: ShapeItem) -> None:
    """A page with a folded corner, a cylinder for a store, an envelope for a message."""
    ink = brush.stroke_of(item.stroke)
    brush.use(brush.pen(ink, THIN), brush.fill_of(item))
    if item.kind in _STORES:
        _paint_store(brush, item)
    elif item.kind is NodeKind.MESSAGE:
        _paint_message(brush, item)
    else:
        _paint_page(brush, item, ink)
    if item.collection:
        bars(brush, item.bounds.x + item.bounds.width / 2, item.bounds.bottom - 8, ink)


def _paint_page(brush: Brush, item: ShapeItem, ink: QColor) -> None:
    left, top, width, height = item.bounds
    fold = min(width, height) * 0.3
    brush.painter.drawPolygon(
        polygon(
            [
                (left, top),
                (left + width - fold, top),
                (left + width, top + fold),
                (left + width, top + height),
                (left, top + height),
            ]
        )
    )
    brush.lines([(left + width - fold, top), (left + width - fold, top + fold), (left + width, top + fold)])
    if item.kind in (NodeKind.DATA_INPUT, NodeKind.DATA_OUTPUT):
        filled = item.kind is NodeKind.DATA_OUTPUT
        brush.use(brush.pen(ink, THIN * 0.8), ink if filled else None)
        x, y = left + 4, top + 4
        arrow = [(0, 4), (7, 4), (7, 1), (13, 6.5), (7, 12), (7, 9), (0, 9)]
        brush.painter.drawPolygon(polygon((x + dx, y + dy) for dx, dy in arrow))


def _paint_store(brush: Brush, item: ShapeItem) -> None:
    left, top, width, height = item.bounds
    curve = min(height * 0.16, width * 0.2)
    body = QPainterPath(QPointF(left, top + curve))
    body.arcTo(QRectF(left, top, width, curve * 2), 180, -180)
    body.lineTo(left + width, top + height - curve)
    body.arcTo(QRectF(left, top + height - 2 * curve, width, curve * 2), 0, -180)
    body.closeSubpath()
    brush.painter.drawPath(body)
    for level in (0.0, curve * 0.8, curve * 1.6):
        brush.painter.drawArc(QRectF(left, top + level, width, curve * 2), 180 * 16, 180 * 16)


def _paint_message(brush: Brush, item: ShapeItem) -> None:
    left, top, width, height = item.bounds
    brush.painter.drawRect(rectangle(item.bounds))
    brush.lines([(left, top), (left + width / 2, top + height * 0.55), (left + width, top)])
