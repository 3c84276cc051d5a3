"""The event table of the case screen: one selected row, told upwards when a person chooses it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from bpo_desk.models.sides import Side
from bpo_desk.models.spreadsheet_text import harmless
from bpo_desk.ui import theme
from bpo_desk.ui.case.cell_table import CellTable
from bpo_desk.ui.case.event_table_model import (
    CHANGE,
    COMMENT,
    SIDE,
    STEP,
    WHAT,
    WHEN,
    WHO,
    EventTableModel,
    Index,
)
from bpo_desk.ui.case.words import EventWords
from bpo_desk.ui.timeline.timeline_paint import side_words
from bpo_desk.ui.widgets.leaving import Leaving, leave

_SAMPLES: Final = {
    WHEN: "30 Mmm 2026 00:00:00",
    WHO: "Bartholomew Lindqvist",
    WHAT: "assigned to Bartholomew Lind",
    STEP: "Approve the replacement",
    CHANGE: "Hafenstrasse 4, 20457 Hamburg → Elb",
    COMMENT: "waiting for the customer's documents",
}
"""Texts of the width that each column begins with; that of the side has room for its usual words."""


class EventTable(CellTable):
    """Events of a case; the same selection as timeline and diagram."""

    event_chosen = Signal(int)  # event row
    menu_wanted = Signal(QPoint)  # place on the screen; the event is selected

    def __init__(self, parent: QWidget | None = None) -> None:
        self._model = EventTableModel()
        super().__init__(self._model.cell, parent)
        self._model.setParent(self)
        self.setModel(self._model)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Events"))
        header = self.horizontalHeader()
        # With the shared selection model each change of selection would walk all rows for the header's sake.
        header.setSelectionModel(QItemSelectionModel(self._model, header))
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._size_sections()
        self._told = -1
        self._sized = False

    def show_events(self, words: EventWords | None) -> None:
        """Show the events of a case, or none; nothing is selected."""
        self._told = -1
        self._model.show_events(words)
        if words is not None and not self._sized:
            self._sized = True  # widths that a person has set later are kept
            self._size_sections()
        self.scrollToTop()

    def refresh_events(self, words: EventWords) -> None:
        """Show a changed form of the same events where they were scrolled to; nothing is selected."""
        at = self.verticalScrollBar().value()
        self.show_events(words)
        self.verticalScrollBar().setValue(at)

    def show_only(self, shown: NDArray[np.bool_] | None) -> None:
        """Show only the events that a mask (one value an event) keeps, None all; the selection stays with its event."""
        event = self._told
        self._model.show_only(shown)
        if event >= 0:
            self.select(event)

    @property
    def shown_count(self) -> int:
        """How many events have a row."""
        return self._model.rowCount()

    def show_step(self, step: int) -> None:
        """Let events after the first `step` step back."""
        self._model.show_step(step)

    def select(self, row: int, *, reveal: bool = True) -> None:
        """Select an event row (-1 = none) and, with `reveal`, bring it into sight. Does not signal."""
        self._told = row
        place = self._model.place(row) if row >= 0 else -1
        if place < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self._model.index(place, max(self.currentIndex().column(), 0))
        in_sight = self.viewport().rect().contains(self.visualRect(index).center())
        at = self.verticalScrollBar().value()
        self.setCurrentIndex(index)
        if not reveal:
            self.verticalScrollBar().setValue(at)
        elif not in_sight:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self._model.event_row(current.row()) != self._told:
            self._told = self._model.event_row(current.row())
            self.event_chosen.emit(self._told)

    def keyPressEvent(self, event):  # type: ignore[no-untyped-def]  # Qt's own signature
        if event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            text = self._as_text(self.currentIndex().row())
            leave(self, Leaving("event", lambda: QApplication.clipboard().setText(text), content=text))
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the event under the pointer, or of the current one where a key asked."""
        index = self.currentIndex()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if index.isValid():
                self.setCurrentIndex(index)
        if index.isValid():
            by_key = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_wanted.emit(event.globalPos() if event.reason() is QContextMenuEvent.Reason.Mouse else by_key)

    def _as_text(self, row: int) -> str:
        """An event row for the clipboard: its cells, parted by tabs."""
        return "\t".join(harmless(self._model.text(row, column).replace("\t", " ")) for column in range(COMMENT + 1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_sections()

    def _size_sections(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height(self.fontMetrics()))
        self.verticalHeader().setMinimumSectionSize(theme.row_height(self.fontMetrics()))
        known = (side_words(side) for side in Side if side is not Side.UNKNOWN)
        sides = max(known, key=self.fontMetrics().horizontalAdvance)
        for column, sample in {**_SAMPLES, SIDE: sides}.items():
            wanted = self.fontMetrics().horizontalAdvance(sample) + 12
            heading = self.horizontalHeader().sectionSizeHint(column)
            self.horizontalHeader().resizeSection(column, max(wanted, heading))
