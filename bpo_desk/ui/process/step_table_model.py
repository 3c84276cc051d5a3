"""The steps as a table: the diagram in words, and the steps that the diagram lacks. No painting."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpo_desk.models.filters import Chip
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.process_view import ProcessView
from bpo_desk.ui.process.step_figures import StepFigures
from bpo_desk.ui.time_words import span

Index = QModelIndex | QPersistentModelIndex
STEP, CASES, AGE, OVERDUE, REACHED, ELSEWHERE = range(6)
_NUMBERS: Final = (CASES, AGE, OVERDUE, REACHED, ELSEWHERE)


class StepTableModel(QAbstractTableModel):
    """One row a step: those with open cases, most first, then those that cases passed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[StepFigures, ...] = ()
        self._reached: tuple[int, ...] = ()
        self._several = False  # versions

    def show_figures(self, view: ProcessView, level: int) -> None:
        """Show the steps of a process, and how many of the cases on the paths of a level reached each."""
        self.beginResetModel()
        self._rows = (*view.figures, *view.passed)
        self._reached = ()
        self._several = view.drawn_version is not None
        if view.levels:
            self._reached = view.reached_by(level, [each.codes for each in self._rows])
        self.endResetModel()

    def figures(self, row: int) -> StepFigures:
        """The figures in a row."""
        return self._rows[row]

    def opens_reached(self, index: Index) -> bool:
        """Whether a cell stands for the cases that reached the step, and not for the open ones that are there now."""
        return bool(self._reached) and (index.column() == REACHED or not self._rows[index.row()].cases)

    def filter_of(self, index: Index) -> str:
        """The filter that lists the open cases behind a cell."""
        each = self._rows[index.row()]
        if index.column() == ELSEWHERE and each.elsewhere:
            return each.elsewhere_filter
        return f"{each.filter_text} is:{Chip.OVERDUE}" if index.column() == OVERDUE else each.filter_text

    def row_of(self, element: str) -> int:
        """The row of a step of the diagram, -1 for one that no case ever reached."""
        return next((row for row, each in enumerate(self._rows) if element and each.element == element), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._titles())

    def _titles(self) -> tuple[str, ...]:
        several = (self.tr("Open on other versions"),) if self._several else ()
        return (
            self.tr("Step"), self.tr("Open cases"), self.tr("Median time there"), self.tr("Overdue"),
            self.tr("Reached by"), *several,
        )  # fmt: skip

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == REACHED:
            return self.tr("Cases, open or over, that came to the step on one of the paths shown")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        each, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(each, index.row(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            words = self.tr("Show these cases in the queue")
            if not self.opens_reached(index):
                words = self.tr("Show these cases in the queue: {filter}").format(filter=self.filter_of(index))
            return words if each.element else words + "\n" + self.tr("The diagram has no such step.")
        return None

    def _text(self, each: StepFigures, row: int, column: int) -> str:
        unknown = self.tr("unknown")
        if column == STEP:
            name = each.name or unknown
            return name if each.element else self.tr("{step} (not on the diagram)").format(step=name)
        if column == CASES:
            return number(each.cases)
        if column == ELSEWHERE:
            return number(each.elsewhere)
        if column == REACHED:
            return number(self._reached[row]) if self._reached else unknown
        if column == AGE:
            return "" if not each.cases else unknown if each.median_age is None else span(each.median_age)
        return number(each.overdue) if each.with_due or not each.cases else unknown
