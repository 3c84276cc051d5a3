"""A list under a line that is being typed in: what could be meant. Chosen by arrow keys and Enter, or by a click.

Knows nothing of what is offered. Made when it is first needed, which no start does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from bpo_desk.ui import icons


class Offered(NamedTuple):
    """One row: its words, an icon, what is chosen with it (None: it only says something), and how it is read out."""

    words: str
    icon: str = ""
    meant: object = None
    spoken: str = ""


class OffersPopup(QCompleter):
    """`chosen(what was meant)` when a row is taken."""

    chosen = Signal(object)

    def __init__(self, line: QLineEdit, name: str) -> None:
        super().__init__(line)
        self._line = line
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(12)
        self._list = QListView()
        self.setPopup(self._list)  # which it owns from then on
        self._list.setAccessibleName(name)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = line.fontMetrics().height()
        self._list.setIconSize(QSize(side, side))
        line.setCompleter(self)
        self.activated[QModelIndex].connect(self._taken)  # type: ignore[index]  # the one of its signals with an index

    def pathFromIndex(self, _index: QModelIndex | QPersistentModelIndex) -> str:
        """What is typed stays in the line whichever row is looked at."""
        return self._line.text()

    def offer(self, rows: Sequence[Offered], rect: QRect | None = None, *, first: bool = True) -> None:
        """Show these rows under the line, or at a place of it; `first`: Enter takes the first one. None: hide it."""
        at = self._list.currentIndex().row() if self._list.isVisible() else -1
        self.blockSignals(True)  # what is only shown is not chosen
        self._rows.clear()
        for row in rows:
            item = QStandardItem(row.words)
            item.setEditable(False)
            item.setEnabled(row.meant is not None)
            item.setData(row.meant, Qt.ItemDataRole.UserRole)
            item.setData(row.spoken or row.words, Qt.ItemDataRole.AccessibleTextRole)
            if row.icon:
                item.setIcon(icons.icon(row.icon))
            self._rows.appendRow(item)
        if rows and self._line.hasFocus():
            self.complete(QRect() if rect is None else rect)
            if first and rows[0].meant is not None:
                self._list.setCurrentIndex(self.completionModel().index(max(at, 0), 0))
        else:
            self._list.hide()
        self.blockSignals(False)

    def words(self) -> list[str]:
        """The rows that are offered."""
        return [self._rows.item(row).text() for row in range(self._rows.rowCount())]

    def take(self, row: int) -> None:
        """Choose a row."""
        self._taken(self.completionModel().index(row, 0))

    def _taken(self, index: QModelIndex) -> None:
        meant = index.data(Qt.ItemDataRole.UserRole)
        self._list.hide()
        if meant is not None:
            self.chosen.emit(meant)
