"""The paths that cases took as a table: how many, which share, and the steps in order. No painting."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpo_desk.process.paths import Path
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.heat import percent
from bpo_desk.ui.process.process_view import ProcessView
from bpo_desk.ui.time_words import span

Index = QModelIndex | QPersistentModelIndex
CASES, SHARE, TIME, STEPS = range(4)


class PathTableModel(QAbstractTableModel):
    """One row a path, the most common first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths: Sequence[Path] = ()
        self._whole = 0
        self._names: Sequence[str] = ()
        self._times: Sequence[int | None] = ()

    def show(self, view: ProcessView) -> None:
        """Show the paths of a process."""
        self.beginResetModel()
        self._paths, self._whole, self._names, self._times = (
            view.paths, view.path_cases, view.step_names, view.path_times
        )  # fmt: skip
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._paths)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Cases"), self.tr("Share"), self.tr("Median time"), self.tr("Path"))[section]
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        path, column = self._paths[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if column == CASES:
            return number(path.cases)
        if column == TIME:
            return self._time(path, self._times[index.row()])
        return percent(path.cases / self._whole) if column == SHARE else self._words(path)

    def _time(self, path: Path, median: int | None) -> str:
        if not path.over:
            return self.tr("under way")
        return self.tr("unknown") if median is None else span(median)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column == STEPS else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter

    def _words(self, path: Path) -> str:
        parts = []
        for code, run in groupby(path.steps):
            times = len(list(run))
            name = self._names[code] or self.tr("unknown")
            parts.append(f"{name} ×{times}" if times > 1 else name)
        return " → ".join([*parts, self.tr("end") if path.over else self.tr("under way")])
