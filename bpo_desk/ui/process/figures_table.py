"""A table of figures each of which may open its cases: one model and view for conformance and comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from bpo_desk.ui import icons, theme
from bpo_desk.ui.process.figure import Figure, Row
from bpo_desk.ui.process.tables import plain_table

Index = QModelIndex | QPersistentModelIndex
_LETTERS: Final = 16  # at least, of the first column, which names what the figures are of


class FiguresModel(QAbstractTableModel):
    """Rows of figures under titles; the first `texts` columns are text, the others stand at the right."""

    def __init__(self, titles: Sequence[str], texts: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._titles = list(titles)
        self._rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def figure(self, index: Index) -> Figure:
        """What a cell shows."""
        return self._rows[index.row()][index.column()]

    def opened_by(self, index: Index) -> Figure | None:
        """What opens where a cell is chosen: its own cases, else those of the first cell of the row that has some."""
        row = self._rows[index.row()]
        return next((each for each in (row[index.column()], *row) if each.opens), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.figure(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return found.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            words = self.tr("Enter or a double click shows these cases: {words}").format(words=found.words)
            return words if found.opens else None
        look = None if found.status is None else theme.look(found.status, QGuiApplication.palette())
        if role == Qt.ItemDataRole.ForegroundRole:
            return None if look is None else look.colour
        if role == Qt.ItemDataRole.DecorationRole:
            icon = found.icon or ("" if look is None else look.icon)
            return icons.icon(icon) if icon else None
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column < self._texts else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter


class FiguresTable(QWidget):
    """`cases_chosen(words, case keys)` or `filter_chosen(text)` where a figure is opened."""

    cases_chosen = Signal(str, object)
    filter_chosen = Signal(str)

    def __init__(self, name: str, titles: Sequence[str], texts: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FiguresModel(titles, texts, self)
        self.table = plain_table(self.model, name, self)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.table.activated.connect(self._open)
        header.sectionResized.connect(self._section_resized)
        self.table.viewport().installEventFilter(self)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the current one stays where it still is."""
        self.table.refill(lambda: self.model.show_rows(rows))
        self._keep_first_readable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the room that the table has."""
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._keep_first_readable()
        return super().eventFilter(watched, event)

    def _section_resized(self, section: int, _before: int, _now: int) -> None:
        if section:
            self._keep_first_readable()

    def _keep_first_readable(self) -> None:
        """The first column takes what the others leave, but what it says stays readable."""
        header = self.table.horizontalHeader()
        whole = max(self.table.sizeHintForColumn(0), header.sectionSizeHint(0))
        least = min(_LETTERS * self.fontMetrics().averageCharWidth(), whole)
        left = self.table.viewport().width() - (header.length() - header.sectionSize(0))
        if left >= least:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        else:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(0, least)

    def _open(self, index: QModelIndex) -> None:
        found = self.model.opened_by(index)
        if found is not None and found.keys is not None:
            self.cases_chosen.emit(found.words, found.keys())
        elif found is not None:
            self.filter_chosen.emit(found.filter_text)
