"""How the tables and labels of the Process screen look alike. No data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QLabel, QTableView, QWidget

from bpo_desk.ui import theme

_BUTTON_EDGES: Final = 10  # pixels above and below the text of a button together


def plain_label(parent: QWidget) -> QLabel:
    """A label of plain text."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class LineLabel(QLabel):
    """A label of plain text as high as the buttons that it stands in a line with."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def sizeHint(self) -> QSize:
        """As wide as the words, as high as a button."""
        found = super().sizeHint()
        height = self.fontMetrics().height() + _BUTTON_EDGES
        return QSize(found.width(), max(found.height(), height))


class DenseTable(QTableView):
    """A table of dense rows that are chosen whole; the height of a row follows the size of the font."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self._fit_rows()

    def refill(self, fill: Callable[[], None]) -> None:
        """Let `fill` show other rows; the current row, told by its first text, and the scroll stay."""
        before, top = self.currentIndex(), self.verticalScrollBar().value()
        name = before.siblingAtColumn(0).data() if before.isValid() else None
        fill()
        model = self.model()
        for row in range(model.rowCount() if name is not None else 0):
            if model.index(row, 0).data() == name:
                self.setCurrentIndex(model.index(row, before.column()))
                break
        self.verticalScrollBar().setValue(top)

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height(self.fontMetrics()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_rows()


def plain_table(model: QAbstractItemModel, name: str, parent: QWidget) -> DenseTable:
    """A dense table on a model, named for screen readers."""
    table = DenseTable(parent)
    table.setModel(model)
    table.setAccessibleName(name)
    return table
