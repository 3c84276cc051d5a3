"""Events: rims by position in the flow, dashed where they do not interrupt, and the figure of their trigger."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from bpo_desk.models.process import NodeKind
from bpo_desk.process.display_list import ShapeItem
from bpo_desk.ui.diagram.brush import THICK, THIN, Brush
from bpo_desk.ui.diagram.event_icons import Spot, paint_trigger

_THROWING = frozenset({NodeKind.THROW_EVENT, NodeKind.END_EVENT})
_DOUBLE = frozenset({NodeKind.CATCH_EVENT, NodeKind.THROW_EVENT, NodeKind.BOUNDARY_EVENT})


def paint_event(brush: Brush, item: ShapeItem) -> None:
    """A start is thin, an intermediate or boundary event double, an end thick; a throwing figure is filled."""
    ink = brush.stroke_of(item.stroke)
    style = Qt.PenStyle.SolidLine if item.interrupting else Qt.PenStyle.DashLine
    width = THICK if item.kind is NodeKind.END_EVENT else THIN
    x, y = item.bounds.centre
    rx, ry = item.bounds.width / 2, item.bounds.height / 2
    inset = width / 2
    brush.use(brush.pen(ink, width, style), brush.fill_of(item))
    brush.painter.drawEllipse(QPointF(x, y), max(rx - inset, 0), max(ry - inset, 0))
    if item.kind in _DOUBLE:
        brush.use(brush.pen(ink, THIN, style), None)
        brush.painter.drawEllipse(QPointF(x, y), max(rx - 4, 0), max(ry - 4, 0))
    paint_trigger(brush, item.trigger, Spot(x, y, min(rx, ry) * 0.52, item.kind in _THROWING, ink))
