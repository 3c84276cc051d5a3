"""The Qt side of the queue's rows: what header, accessibility and tests read. The painting reads the rows directly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpo_desk.ui.queue.cell import COLUMNS, Rows
from bpo_desk.ui.queue.stored_rows import NO_ROWS

Index = QModelIndex | QPersistentModelIndex
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ACROSS: Final = Qt.Orientation.Horizontal
_TOLD_BY_HEADER: Final = frozenset(
    map(int, (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.TextAlignmentRole))
)
_ROOT: Final = QModelIndex()
_UP, _DOWN = "\N{BLACK UP-POINTING SMALL TRIANGLE}", "\N{BLACK DOWN-POINTING SMALL TRIANGLE}"


class QueueTableModel(QAbstractTableModel):
    """A table of rows that somebody else orders; new rows come as a whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows = NO_ROWS
        self._count = 0
        self._sort: tuple[tuple[str, bool], ...] = ()

    @property
    def rows(self) -> Rows:
        """The rows shown now."""
        return self._rows

    def set_rows(self, rows: Rows) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self._count = len(rows)
        self.endResetModel()

    def renew_rows(self, rows: Rows, changed: Iterable[int]) -> None:
        """Show the same rows as they are now: as many, in the same places; those at some places are others."""
        self._rows = rows
        for place in changed:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def set_sort(self, sort: tuple[tuple[str, bool], ...]) -> None:
        """Mark the columns that the rows are sorted by: (column key, descending), the first one first. Says so to
        nobody: it comes with other rows."""
        self._sort = sort

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tooltip and alignment of a cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows.cells(index.row())[index.column()].text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._rows.tip(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()].title}: {self._rows.cells(index.row())[index.column()].text}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if COLUMNS[index.column()].right else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title with the sort mark, meaning and alignment of a column."""
        if role not in _TOLD_BY_HEADER or orientation != _ACROSS or not 0 <= section < len(COLUMNS):
            return None  # most of what a header that is painted asks for
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{column.title}{self._sort_mark(column.key)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            how = self.tr("Click sorts, Shift and click adds a sort, right click chooses columns.")
            return f"{column.meaning}.\n{how}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        return None

    def _sort_mark(self, key: str) -> str:
        for place, (sorted_key, descending) in enumerate(self._sort, start=1):
            if sorted_key == key:
                number = str(place) if len(self._sort) > 1 else ""
                return f" {_DOWN if descending else _UP}{number}"
        return ""
