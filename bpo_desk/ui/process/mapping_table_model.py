"""The steps of the log and what they stand for, as a table. No painting."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpo_desk.ui import icons
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.mapping_rows import MappedBy, MappingRow, MappingView

Index = QModelIndex | QPersistentModelIndex
STEP, EVENTS, CASES, ELEMENT, WHY = range(5)
_NUMBERS: Final = (EVENTS, CASES)
_ICONS: Final = {
    MappedBy.NOTHING: "alert-triangle",
    MappedBy.ID: "link",
    MappedBy.NAME: "tag",
    MappedBy.HAND: "user-circle",
    MappedBy.LEFT_OUT: "eye-off",
}


class MappingTableModel(QAbstractTableModel):
    """One row a step; unmapped ones first, as the view has them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = MappingView()
        self._words: dict[str, str] = {}

    def show_mapping(self, view: MappingView) -> None:
        """Show another mapping."""
        self.beginResetModel()
        self._view = view
        self._words = {choice.element: choice.words for choice in view.choices}
        self.endResetModel()

    def mapping_row(self, row: int) -> MappingRow:
        """What a row shows."""
        return self._view.rows[row]

    def row_of(self, step: str) -> int:
        """The row of a step, -1 where it is not here."""
        return next((row for row, each in enumerate(self._view.rows) if each.step == step), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._view.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            words = (self.tr("Step of the log"), self.tr("Events"), self.tr("Cases"), self.tr("Element of the diagram"))
            return (*words, self.tr("Because"))[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        each, column = self._view.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(each, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.DecorationRole and column == WHY:
            return icons.icon(_ICONS[each.by])
        if role == Qt.ItemDataRole.ToolTipRole:
            if column in _NUMBERS:
                return self.tr("Enter or a double click shows these cases")
            return each.element or None
        return None

    def _text(self, each: MappingRow, column: int) -> str:
        if column == STEP:
            return each.step
        if column in _NUMBERS:
            return number(each.events if column == EVENTS else each.cases)
        if column == ELEMENT:
            return self._words.get(each.element, each.element) if each.element else "-"
        return self._why(each)

    def _why(self, each: MappingRow) -> str:
        words = {
            MappedBy.NOTHING: self.tr("unmapped: no element has this id or name"),
            MappedBy.ID: self.tr("same id"),
            MappedBy.NAME: self.tr("same name"),
            MappedBy.HAND: self.tr("by hand"),
            MappedBy.LEFT_OUT: self.tr("by hand: not on the diagram"),
        }[each.by]
        if each.said_by:
            words = self.tr("{why}, {who}").format(why=words, who=each.said_by)
        return self.tr("{why} (not sent yet)").format(why=words) if each.pending else words


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
