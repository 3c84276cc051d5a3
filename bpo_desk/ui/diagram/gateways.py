"""Gateways: a diamond and the sign of how it splits and joins."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from bpo_desk.models.process import NodeKind
from bpo_desk.process.display_list import ShapeItem
from bpo_desk.ui.diagram.brush import NORMAL, THIN, Brush, polygon
from bpo_desk.ui.diagram.event_icons import PENTAGON


def paint_gateway(brush: Brush, item: ShapeItem) -> None:
    """Exclusive X (only where the file shows it), parallel +, inclusive O, complex *, event-based pentagon."""
    ink = brush.stroke_of(item.stroke)
    x, y = item.bounds.centre
    rx, ry = item.bounds.width / 2, item.bounds.height / 2
    brush.use(brush.pen(ink), brush.fill_of(item))
    brush.painter.drawPolygon(polygon([(x, y - ry), (x + rx, y), (x, y + ry), (x - rx, y)]))
    r = min(rx, ry)
    bold = brush.pen(ink, max(r / 8, 1.0))
    brush.use(bold, None)
    across, level = r * 0.28, r * 0.44
    cross = (
        [(x - across, y - across * 1.25), (x + across, y + across * 1.25)],
        [(x - across, y + across * 1.25), (x + across, y - across * 1.25)],
    )
    plus = ([(x - level, y), (x + level, y)], [(x, y - level), (x, y + level)])
    if item.kind is NodeKind.EXCLUSIVE_GATEWAY and item.marker_visible:
        brush.lines(*cross)
    elif item.kind is NodeKind.PARALLEL_GATEWAY:
        brush.lines(*plus)
    elif item.kind is NodeKind.INCLUSIVE_GATEWAY:
        brush.painter.drawEllipse(QPointF(x, y), r * 0.45, r * 0.45)
    elif item.kind is NodeKind.COMPLEX_GATEWAY:
        slant = level * 0.72
        fall = [(x - slant, y - slant), (x + slant, y + slant)]
        rise = [(x - slant, y + slant), (x + slant, y - slant)]
        brush.lines(*plus, fall, rise)
    elif item.kind is NodeKind.EVENT_GATEWAY:
        _paint_event_sign(brush, item, x, y, r)


def _paint_event_sign(brush: Brush, item: ShapeItem, x: float, y: float, r: float) -> None:
    ink = brush.stroke_of(item.stroke)
    brush.use(brush.pen(ink, THIN * 0.8), None)
    brush.painter.drawEllipse(QPointF(x, y), r * 0.56, r * 0.56)
    if not item.instantiate:
        brush.painter.drawEllipse(QPointF(x, y), r * 0.46, r * 0.46)
    if item.parallel_events:
        brush.use(brush.pen(ink, NORMAL), None)
        brush.lines([(x - r * 0.3, y), (x + r * 0.3, y)], [(x, y - r * 0.3), (x, y + r * 0.3)])
        return
    brush.painter.drawPolygon(polygon((x + dx * r * 0.34, y + dy * r * 0.34) for dx, dy in PENTAGON))
