"""The groups of the queue as a table: name, cases, median and p90 age, overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpo_desk.ui.number_words import number
from bpo_desk.ui.time_words import span, weekday_words

if TYPE_CHECKING:
    from bpo_desk.state.grouping import Group

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ROOT: Final = QModelIndex()


class GroupTableModel(QAbstractTableModel):
    """One row a group, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: Sequence[Group] = ()
        self._by = ""
        self._headers = (
            (self.tr("Group"), self.tr("A click shows only these cases; Back (Alt+Left) takes that away")),
            (self.tr("Cases"), self.tr("Cases of the group among those that are listed")),
            (self.tr("Median age"), self.tr("Half of the cases are younger")),
            (self.tr("P90 age"), self.tr("Nine of ten cases are no older")),
            (self.tr("Overdue"), self.tr("Open, and the due time is over")),
        )
        self._tells_due = True

    def show_groups(self, groups: Sequence[Group], by: str, *, tells_due: bool) -> None:
        """Show other groups, by a `GroupBy`; `tells_due`: whether any source records due times."""
        self.beginResetModel()
        self._by = by
        self._groups, self._tells_due = groups, tells_due
        self.endResetModel()

    def group(self, row: int) -> Group:
        """The group of a row."""
        return self._groups[row]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._groups)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title and meaning of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._headers[section][role == Qt.ItemDataRole.ToolTipRole]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text and alignment of a cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self._groups[index.row()], index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headers[index.column()][0]}: {self._text(self._groups[index.row()], index.column())}"
        return None

    def _text(self, group: Group, column: int) -> str:
        match column:
            case 0:
                return self.name(group)
            case 1:
                return number(group.count)
            case 2:
                return self.tr("unknown") if group.median_age is None else span(group.median_age)
            case 3:
                return self.tr("unknown") if group.p90_age is None else span(group.p90_age)
        return number(group.overdue) if self._tells_due else self.tr("unknown")

    def name(self, group: Group) -> str:
        """What a group is called."""
        match group.kind:
            case "none":
                return self.tr("nobody") if self._by == "holder" else self.tr("none")
            case "unknown":
                return self.tr("unknown")
            case "side":
                return self.tr("{side} (paused)").format(side=translate("cell", group.name.replace("_", " ")))
            case "day":
                return weekday_words(date.fromisoformat(group.name))
        if self._by == "side":
            return translate("cell", group.name)
        return " ".join(group.name.split()) or self.tr("unnamed")
