"""The events of a period as a table, the list that equals the timeline: texts are made for the cells in view only."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtCore import QPersistentModelIndex as Kept
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from bpo_desk.models.sides import Side
from bpo_desk.ui.team.team_words import TeamWords
from bpo_desk.ui.timeline.timeline_paint import side_words
from bpo_desk.ui.widgets.dense_table import DenseTable

Index = QModelIndex | Kept
_NO_ROWS: Final = np.zeros(0, dtype=np.int64)
_SAMPLES: Final = (
    "30 Mmm 2026 00:00:00", "CARD-2026-004711", "Bartholomew Lind", "", "assigned to Bartholomew",
    "Approve the replacement", "Hafenstrasse 4, 20457 Hamburg",
)  # fmt: skip
"""Texts of the width that each column begins with."""


class TeamTableModel(QAbstractTableModel):
    """One row an event, in order of time: `rows` are event rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: TeamWords | None = None
        self._rows = _NO_ROWS
        self._headers = [
            self.tr("When"), self.tr("Case"), self.tr("Who"), self.tr("Side"), self.tr("What"), self.tr("Step"),
            self.tr("Old → new, comment, reason"),
        ]  # fmt: skip

    def show_events(self, words: TeamWords, rows: NDArray[np.int64]) -> None:
        """Show other events."""
        self.beginResetModel()
        self._words, self._rows = words, rows
        self.endResetModel()

    def shows(self, words: TeamWords, rows: NDArray[np.int64]) -> bool:
        """Whether it shows just these events, in these words."""
        return words is self._words and np.array_equal(rows, self._rows)

    def event_row(self, row: int) -> int:
        """The event in a row of the table."""
        return int(self._rows[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles; the first names the zone."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        zone = f" ({str(self._words.time.zone).removeprefix('Etc/')})" if self._words and not section else ""
        return self._headers[section] + zone

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; the whole event for who listens."""
        if self._words is None or not index.isValid():
            return None
        row = self.event_row(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self._words, row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return self._words.sentence(row)
        return None

    def _text(self, words: TeamWords, row: int, column: int) -> str:
        said = (words.when, words.number, words.who, words.side, words.what, words.step, words.text)
        return said[column](row)


class TeamTable(DenseTable):
    """`event_chosen(event row)` as the cursor moves, `event_opened(event row)` for Enter or a double click."""

    event_chosen = Signal(int)
    event_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TeamTableModel(self)
        self._told = -1
        self.setModel(self._model)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Events of the period"))
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(self._model, header))  # the shared one walks all rows
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._open)
        self._size_sections()

    def show_events(self, words: TeamWords, rows: NDArray[np.int64]) -> None:
        """Show these events (rows in order of time); nothing is selected. The same ones again change nothing."""
        if self._model.shows(words, rows):
            return
        self._told = -1
        self._model.show_events(words, rows)
        self.scrollToTop()

    @property
    def shown_count(self) -> int:
        """How many events have a row."""
        return self._model.rowCount()

    def select(self, row: int, place: int) -> None:
        """Select the event row that stands at a place of the table (-1 = none). Does not signal."""
        self._told = row
        if place < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self._model.index(place, max(self.currentIndex().column(), 0))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell what a person chose."""
        super().currentChanged(current, previous)
        if current.isValid() and self._model.event_row(current.row()) != self._told:
            self._told = self._model.event_row(current.row())
            self.event_chosen.emit(self._told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the case at the event."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.event_opened.emit(self._model.event_row(index.row()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_sections()

    def _size_sections(self) -> None:
        known = (side_words(side) for side in Side if side is not Side.UNKNOWN)
        sides = max(known, key=self.fontMetrics().horizontalAdvance)
        for column, text in enumerate(_SAMPLES):
            sample = text or sides
            self.horizontalHeader().resizeSection(column, self.fontMetrics().horizontalAdvance(sample) + 12)
