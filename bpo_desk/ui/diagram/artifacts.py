"""Groups, text annotations and the plain labelled shapes of elements that have no notation of their own here."""

from __future__ import annotations

from PySide6.QtCore import Qt

from bpo_desk.models.process import NodeKind
from bpo_desk.process.display_list import ShapeItem
from bpo_desk.ui.diagram.brush import ROUNDED, THICK, THIN, Brush, polygon, rectangle
from bpo_desk.ui.diagram.task_icons import paint_activity_marks

_HEXAGONS = frozenset({NodeKind.CONVERSATION, NodeKind.SUB_CONVERSATION, NodeKind.CALL_CONVERSATION})

_CALLS = frozenset({NodeKind.CALL_CHOREOGRAPHY, NodeKind.CALL_CONVERSATION})


def paint_artifact(brush: Brush, item: ShapeItem) -> None:
    """A group is a dash-dotted frame, an annotation an open bracket."""
    ink = brush.stroke_of(item.stroke)
    left, top, width, height = item.bounds
    if item.kind is NodeKind.GROUP:
        brush.rounded(rectangle(item.bounds), ROUNDED, brush.pen(ink, THIN, Qt.PenStyle.DashDotLine), None)
        return
    if item.fill:
        brush.painter.fillRect(rectangle(item.bounds), brush.fill_of(item))
    brush.use(brush.pen(ink, THIN), None)
    arm = min(12.0, width / 2)
    brush.lines([(left + arm, top), (left, top), (left, top + height), (left + arm, top + height)])


def paint_other(brush: Brush, item: ShapeItem) -> None:
    """A conversation is a hexagon; a choreography or an unknown element a plain labelled shape; thick for a call."""
    ink = brush.stroke_of(item.stroke)
    brush.use(brush.pen(ink, THICK if item.kind in _CALLS else THIN), brush.fill_of(item))
    left, top, width, height = item.bounds
    if item.kind in _HEXAGONS:
        cut = min(width / 4, height / 2)
        middle = top + height / 2
        brush.painter.drawPolygon(
            polygon(
                [
                    (left, middle),
                    (left + cut, top),
                    (left + width - cut, top),
                    (left + width, middle),
                    (left + width - cut, top + height),
                    (left + cut, top + height),
                ]
            )
        )
    else:
        brush.painter.drawRoundedRect(rectangle(item.bounds), ROUNDED / 2, ROUNDED / 2)
        paint_activity_marks(brush, item, ink)
