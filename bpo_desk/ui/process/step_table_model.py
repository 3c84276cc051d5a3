"""The steps with open cases as a table: the diagram in words, and the steps that the diagram lacks. No painting."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpo_desk.models.filters import Chip
from bpo_desk.ui.process.step_figures import StepFigures
from bpo_desk.ui.time_words import span

Index = QModelIndex | QPersistentModelIndex
STEP, CASES, AGE, OVERDUE = range(4)
_NUMBERS: Final = (CASES, AGE, OVERDUE)


class StepTableModel(QAbstractTableModel):
    """One row a step, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[StepFigures, ...] = ()

    def show_figures(self, figures: tuple[StepFigures, ...]) -> None:
        """Show other figures."""
        self.beginResetModel()
        self._rows = figures
        self.endResetModel()

    def figures(self, row: int) -> StepFigures:
        """The figures in a row."""
        return self._rows[row]

    def filter_of(self, index: Index) -> str:
        """The filter that lists the cases behind a cell."""
        each = self._rows[index.row()]
        return f"{each.filter_text} is:{Chip.OVERDUE}" if index.column() == OVERDUE else each.filter_text

    def row_of(self, element: str) -> int:
        """The row of a step of the diagram, -1 where no open case stands at it."""
        return next((row for row, each in enumerate(self._rows) if element and each.element == element), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Step"), self.tr("Open cases"), self.tr("Median time there"), self.tr("Overdue"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        each, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(each, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            where = "" if each.element else "\n" + self.tr("The diagram has no such step.")
            return self.tr("Show these cases in the queue: {filter}").format(filter=self.filter_of(index)) + where
        return None

    def _text(self, each: StepFigures, column: int) -> str:
        unknown = self.tr("unknown")
        if column == STEP:
            name = each.name or unknown
            return name if each.element else self.tr("{step} (not on the diagram)").format(step=name)
        if column == CASES:
            return f"{each.cases:,}"
        if column == AGE:
            return unknown if each.median_age is None else span(each.median_age)
        return f"{each.overdue:,}" if each.with_due else unknown
