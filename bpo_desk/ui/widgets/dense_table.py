"""How the tables of the screens look alike, but the queue, which paints its cells itself. No data."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from bpo_desk.ui import theme


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
