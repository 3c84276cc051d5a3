"""A small read-only table of fact rows; choosing a row that comes from an event tells the event."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.case.cell_table import Cell, CellTable, Ink
from bpo_desk.ui.case.fact_rows import FactRow, FactRows
from bpo_desk.ui.case.words import one_line, tooltip

Index = QModelIndex | QPersistentModelIndex
_NO_ROWS = FactRows((), ())


class FactTableModel(QAbstractTableModel):
    """The rows of one list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = _NO_ROWS

    def show_rows(self, shown: FactRows) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def headers(self) -> tuple[str, ...]:
        """The headers of the columns."""
        return self._shown.headers

    def row(self, index: int) -> FactRow:
        """One row."""
        return self._shown.rows[index]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._shown.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._shown.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._shown.headers[section] if section < len(self._shown.headers) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._shown.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(row.cells[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(row.tip or row.cells[index.column()])
        if role == Qt.ItemDataRole.ForegroundRole and row.weak and index.column() > 0:
            return QBrush(Ink.UNKNOWN.colour(QGuiApplication.palette()))
        return None

    def cell(self, row: int, column: int) -> Cell:
        """What is painted in a cell."""
        shown = self._shown.rows[row]
        return Cell(one_line(shown.cells[column]), Ink.UNKNOWN if shown.weak and column > 0 else Ink.PLAIN)


class FactTable(QWidget):
    """The table, or the words that say why it is empty."""

    event_chosen = Signal(int)  # event row
    row_chosen = Signal(int)  # row of the table

    def __init__(self, name: str, parent: QWidget | None = None, *, even: bool = False) -> None:
        """With `even` all columns but the first are of one width."""
        super().__init__(parent)
        self._fits = self._set_by_hand = False
        self._even = even
        self._model = FactTableModel(self)
        self._table = CellTable(self._model.cell, self)
        self._table.setModel(self._model)
        self._table.setAccessibleName(name)
        header = self._table.horizontalHeader()
        header.setStretchLastSection(True)
        header.sectionResized.connect(self._resized_column)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._table.clicked.connect(self._chosen)
        self._table.activated.connect(self._chosen)
        self._empty = QLabel(self)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self._table)
        self._layout.addWidget(self._empty)
        self._size_rows()

    def headers(self) -> tuple[str, ...]:
        """The headers that are shown."""
        return self._model.headers()

    def show_rows(self, shown: FactRows) -> None:
        """Show other rows; column widths a person has set are kept."""
        columns_changed = self._model.columnCount() != len(shown.headers)
        self._model.show_rows(shown)
        # At once: the table would do so after its first paint and then paint again.
        self._table.doItemsLayout()
        self._empty.setText(shown.empty)
        self._layout.setCurrentWidget(self._table if shown.rows else self._empty)
        if columns_changed or not self._sized:
            self._fit_columns()

    def _fit_columns(self) -> None:
        """As wide as what stands in them where all find room, else none wider than a good part of the table."""
        if not self._model.rowCount():
            return
        self._sized = self._fits = True
        header, last = self._table.horizontalHeader(), self._model.columnCount() - 1
        hints = [max(self._table.sizeHintForColumn(c), header.sectionSizeHint(c)) + 10 for c in range(last + 1)]
        if sum(hints) > max(self.width(), 200):
            most = min(self.fontMetrics().averageCharWidth() * 24, max(self.width(), 200) // 2)
            hints = [min(hint, most) for hint in hints]
        if self._even and last > 0:
            first = min(hints[0], max(self.width(), 200) * 3 // 10)
            hints = [first] + [(self._table.viewport().width() - first) // last] * last
        for column in range(last):
            self._table.setColumnWidth(column, hints[column])
        self._fits = False

    def _resized_column(self, column: int) -> None:
        """What a person has set stays."""
        if not self._fits and column != self._model.columnCount() - 1:
            self._set_by_hand = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._set_by_hand and event.size().width() != event.oldSize().width():
            self._fit_columns()

    def _size_rows(self) -> None:
        self._sized = False
        height = theme.row_height(self.fontMetrics())
        self._table.verticalHeader().setMinimumSectionSize(height)
        self._table.verticalHeader().setDefaultSectionSize(height)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_rows()
            self._fit_columns()

    def _chosen(self, index: QModelIndex) -> None:
        self.row_chosen.emit(index.row())
        row = self._model.row(index.row()).event
        if row >= 0:
            self.event_chosen.emit(row)
