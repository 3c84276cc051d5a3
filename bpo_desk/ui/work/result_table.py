"""What became of the work on each case: a table of case, what was written, how it stands and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from bpo_desk.cache.outbox import Entry
from bpo_desk.ui import icons, theme
from bpo_desk.ui.sync_words import entry_words, state_look, why_words
from bpo_desk.ui.widgets.dense_table import DenseTable

_Index = QModelIndex | QPersistentModelIndex
_NOTHING: Final = QModelIndex()
_MOST_TEXT: Final = 200
NUMBER, STATE, WHY, WHAT = range(4)


class ResultTableModel(QAbstractTableModel):
    """One row an entry of the outbox, in the order of writing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self._headers = (self.tr("Case"), self.tr("State"), self.tr("Why"), self.tr("What was written"))
        self.entries: list[Entry] = []

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; the same ones in another state keep their rows."""
        same = [_own(each) for each in self.entries] == [_own(each) for each in entries]
        if same and entries:
            self.entries = list(entries)
            self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, WHAT))
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._headers[section] if across else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        icon, status, words = state_look(entry)
        if role == Qt.ItemDataRole.DisplayRole:
            why, what = _short(why_words(entry)), _short(entry_words(entry.mutation))
            return (entry.mutation.case, words, why, what)[index.column()]
        if index.column() == STATE and role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.DecorationRole):
            colour = theme.look(status, self._widget.palette()).colour
            if role == Qt.ItemDataRole.ForegroundRole:
                return colour
            widget = self._widget
            return icons.pixmap(icon, colour, widget.fontMetrics().height(), widget.devicePixelRatioF())
        return None


class ResultTable(DenseTable):
    """The table with its model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results = ResultTableModel(self)
        self.setModel(self.results)
        self.setAccessibleName(self.tr("What became of it, case by case"))
        self.horizontalHeader().setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries; the first time the columns take the width of what stands in them."""
        first = not self.results.entries
        self.results.set_entries(entries)
        if first and entries:
            self.resizeColumnToContents(NUMBER)
            digit = self.fontMetrics().horizontalAdvance("0")
            self.setColumnWidth(STATE, 20 * digit)
            self.setColumnWidth(WHY, 26 * digit)


def _own(entry: Entry) -> str:
    return entry.mutation.mutation_id


def _short(text: str) -> str:
    return " ".join(text.split())[:_MOST_TEXT]
