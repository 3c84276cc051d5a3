"""A dense table that paints its own cells: an icon and one line of text a cell, told by the model in one answer.

The stock painting asks a model written in Python some twenty questions a cell, which opening a case would feel.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from bpo_desk.ui import icons, theme
from bpo_desk.ui.widgets.dense_table import DenseTable

_ROOM: Final = 3  # pixels left and right of a text
_ALIGN: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_KERNING: Final = 1.05  # how much wider than its letters one by one a text may come out
_NO_LETTER: Final = 1e9


class Ink(IntEnum):
    """In which colour of the palette a cell is written."""

    PLAIN = 0
    MUTED = 1
    LATER = 2  # what had not happened by the moment that is shown
    UNKNOWN = 3

    def colour(self, palette: QPalette) -> QColor:
        """The colour on a palette."""
        match self:
            case Ink.MUTED:
                return theme.muted(palette)
            case Ink.LATER:
                return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
            case Ink.UNKNOWN:
                return theme.look(theme.Status.UNKNOWN, palette).colour
        return palette.color(QPalette.ColorRole.Text)


class Cell(NamedTuple):
    """What stands in a cell: one line of text, its ink, and the icon before it with the status whose colour it has."""

    text: str
    ink: Ink = Ink.PLAIN
    sign: tuple[str, theme.Status] | None = None


class CellTable(DenseTable):
    """Elided text on the ground of its row, and a line around the current cell while the table has the focus. All rows
    have one height."""

    def __init__(self, cell: Callable[[int, int], Cell], parent: QWidget | None = None) -> None:
        """`cell` tells what stands in a row and column of the model."""
        super().__init__(parent)
        self._cell = cell
        self._letters: list[float] = []  # pixels that each ASCII letter takes, of this font

    def paintEvent(self, event: QPaintEvent) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        count, height = self.model().rowCount(), rows.defaultSectionSize()
        dirty, first = event.rect(), rows.visualIndexAt(max(event.rect().top(), 0))
        painter = QPainter(self.viewport())
        if not count or first < 0:
            return
        painter.setFont(self.font())
        spans = [
            (column, columns.sectionViewportPosition(column), columns.sectionSize(column))
            for column in range(columns.count())
            if not columns.isSectionHidden(column)
        ]
        spans = [span for span in spans if span[1] <= dirty.right() and span[1] + span[2] >= dirty.left()]
        palette, top = self.palette(), rows.sectionViewportPosition(first)
        last = min(count - 1, first + (dirty.bottom() - top) // height)
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        current = self.currentIndex()
        inks = {each: each.colour(palette) for each in Ink}
        for row in range(first, last + 1):
            y = top + (row - first) * height
            if row in chosen or row % 2:
                ground = QPalette.ColorRole.Highlight if row in chosen else QPalette.ColorRole.AlternateBase
                for _, x, width in spans:
                    painter.fillRect(x, y, width, height, palette.brush(ground))
            for column, x, width in spans:
                cell = self._cell(row, column)
                if cell.text:
                    ink = palette.color(QPalette.ColorRole.HighlightedText) if row in chosen else inks[cell.ink]
                    self._paint_cell(painter, cell, ink, QRect(x, y, width, height))
        if self.hasFocus() and current.isValid() and first <= current.row() <= last:
            painter.setPen(palette.color(QPalette.ColorRole.Accent))
            painter.drawRect(self.visualRect(current).adjusted(0, 0, -1, -1))

    def _paint_cell(self, painter: QPainter, cell: Cell, ink: QColor, place: QRect) -> None:
        text, _, sign = cell
        left, top, width, height = place.left() + _ROOM, place.top(), place.width() - 2 * _ROOM, place.height()
        if sign is not None:
            name, status = sign
            side = self.fontMetrics().height()
            colour = theme.look(status, self.palette()).colour
            icons.draw(painter, name, colour, left, top + (height - side) // 2, side)
            left, width = left + side + _ROOM, width - side - _ROOM
        if width <= 0:
            return
        if not self._fits(text, width):
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.setPen(ink)
        painter.drawText(left, top, width, height, _ALIGN, text)

    def _fits(self, text: str, width: int) -> bool:
        """Whether a text surely needs no cutting: its letters are quicker added up than shaped."""
        if not text.isascii():
            return False
        if not self._letters:
            metrics = self.fontMetrics()
            self._letters = [metrics.horizontalAdvance(chr(code)) if code >= 32 else _NO_LETTER for code in range(128)]
        letters = self._letters
        return sum([letters[code] for code in text.encode()]) * _KERNING <= width

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._letters = []
