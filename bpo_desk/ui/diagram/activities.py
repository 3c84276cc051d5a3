"""Activities: tasks, call activities, sub-processes, transactions and ad-hoc tasks, with borders and markers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from bpo_desk.models.process import NodeKind
from bpo_desk.process.display_list import ShapeItem
from bpo_desk.ui.diagram.brush import NORMAL, ROUNDED, THICK, THIN, Brush, rectangle
from bpo_desk.ui.diagram.task_icons import paint_activity_marks, paint_task_type


def paint_activity(brush: Brush, item: ShapeItem) -> None:
    """A rounded rectangle: thick for a call, double for a transaction, dotted for an event sub-process."""
    ink = brush.stroke_of(item.stroke)
    width, style = NORMAL, Qt.PenStyle.SolidLine
    if item.kind is NodeKind.CALL_ACTIVITY:
        width = THICK
    elif item.event_sub_process:
        style = Qt.PenStyle.DotLine
    elif item.ad_hoc:
        style = Qt.PenStyle.DashLine
    fill = brush.fill_of(item)
    if item.expanded and not item.fill:
        fill = QColor(brush.colours.event_sub if item.event_sub_process else brush.colours.paper)
    inset = (width - NORMAL) / 2
    box = rectangle(item.bounds).adjusted(inset, inset, -inset, -inset)
    brush.rounded(box, ROUNDED, brush.pen(ink, width, style), fill)
    if item.kind is NodeKind.TRANSACTION:
        brush.use(brush.pen(ink, THIN), None)
        brush.painter.drawRoundedRect(rectangle(item.bounds).adjusted(3.5, 3.5, -3.5, -3.5), ROUNDED - 3, ROUNDED - 3)
    paint_task_type(brush, item.called_task or item.kind, item.bounds.x + 5, item.bounds.y + 5, ink)
    paint_activity_marks(brush, item, ink)
