"""Paints the cells of the event table: an icon and one line of text a cell, without the dozen questions of the stock
delegate."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bpo_desk.ui import icons, theme
from bpo_desk.ui.case.event_table_model import ICON

_ROOM = 3  # pixels left and right of a text
_ALIGN = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
# As plain numbers: an "and" of flags makes a new flag each time, which a page of cells would feel.
_SELECTED = QStyle.StateFlag.State_Selected.value
_HAS_FOCUS = QStyle.StateFlag.State_HasFocus.value


class EventDelegate(QStyledItemDelegate):
    """Ground of the row, elided text, and a line around the current cell while the table has the focus."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = option.rect
        state = option.state.value
        palette: QPalette = option.palette
        selected = bool(state & _SELECTED)
        if selected:
            painter.fillRect(rect, palette.brush(QPalette.ColorRole.Highlight))
        elif index.row() % 2:
            painter.fillRect(rect, palette.brush(QPalette.ColorRole.AlternateBase))
        if state & _HAS_FOCUS:
            painter.setPen(palette.color(QPalette.ColorRole.Accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        text = index.data()
        if not text:
            return
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        if selected:
            painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
        else:
            painter.setPen(ink.color() if isinstance(ink, QBrush) else palette.color(QPalette.ColorRole.Text))
        room = rect.adjusted(_ROOM, 0, -_ROOM, 0)
        metrics = option.fontMetrics
        sign = index.data(ICON)
        if sign is not None:
            name, status = sign
            side = metrics.height()
            top = rect.top() + (rect.height() - side) // 2
            icons.draw(painter, name, theme.look(status, palette).colour, room.left(), top, side)
            room.setLeft(room.left() + side + _ROOM)
        painter.drawText(room, _ALIGN, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
