"""The events of one case as a table: texts are made for the cells in view only."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QGuiApplication

from bpo_desk.ui import theme
from bpo_desk.ui.case.cell_table import Cell, Ink
from bpo_desk.ui.case.words import EventWords, one_line, pending_words, tooltip
from bpo_desk.ui.time_words import utc

WHEN, WHO, SIDE, WHAT, STEP, CHANGE, COMMENT = range(7)
_MOST_CELL_TEXT: Final = 400
ICON = Qt.ItemDataRole.UserRole
"""Role of the icon before the text of a cell: its name and the status whose colour it has, None without one."""
_ROLES: Final = frozenset(
    {
        ICON,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
)
Index = QModelIndex | QPersistentModelIndex


class EventTableModel(QAbstractTableModel):
    """One row an event, in the order of the case; those that a filter hides have none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: EventWords | None = None
        self._upto = 0
        self._rows: NDArray[np.int64] | None = None  # event row of each table row; None: all events
        self._headers: list[str] = []

    def show_events(self, words: EventWords | None) -> None:
        """Show the events of another case, or none."""
        self.beginResetModel()
        self._rows = None
        self._words = words
        self._upto = len(words.file.events) if words is not None else 0
        zone = f" ({str(words.time.zone).removeprefix('Etc/')})" if words is not None else ""
        self._headers = [
            self.tr("When") + zone,
            self.tr("Who"),
            self.tr("Side"),
            self.tr("What"),
            self.tr("Step"),
            self.tr("Old → new"),
            self.tr("Comment, reason"),
        ]
        self.endResetModel()

    def show_only(self, shown: NDArray[np.bool_] | None) -> None:
        """Show only the events that a mask (one value an event) keeps; None shows all."""
        rows = None if shown is None or bool(shown.all()) else np.flatnonzero(shown)
        if rows is None and self._rows is None:
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def event_row(self, row: int) -> int:
        """The event in a row of the table."""
        return row if self._rows is None else int(self._rows[row])

    def place(self, event: int) -> int:
        """The row of the table in which an event stands, -1 where it is not shown."""
        if self._rows is None:
            return event
        at = int(np.searchsorted(self._rows, event))
        return at if at < len(self._rows) and self._rows[at] == event else -1

    def show_step(self, step: int) -> None:
        """Let events after the first `step` step back."""
        if self._words is None or step == self._upto:
            return
        low, high = sorted((step, self._upto))
        if self._rows is not None:
            low, high = (int(at) for at in np.searchsorted(self._rows, (low, high)))
        self._upto = step
        if high > low:
            self.dataChanged.emit(self.index(low, 0), self.index(high - 1, COMMENT), [Qt.ItemDataRole.ForegroundRole])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        if parent.isValid() or self._words is None:
            return 0
        return len(self._words.file.events if self._rows is None else self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else COMMENT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and self._headers:
            return self._headers[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # A view asks each cell for a dozen roles at every paint; most have no answer here.
        if role not in _ROLES or self._words is None or not index.isValid():
            return None
        row, column = self.event_row(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(self._text(self._words, row, column))[:_MOST_CELL_TEXT]
        if role == ICON:
            return _icon(self._words, row) if column == WHAT else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._tip(self._words, row, column))
        if role == Qt.ItemDataRole.ForegroundRole:
            ink = self._ink(row, column)
            return None if ink is Ink.PLAIN else QBrush(ink.colour(QGuiApplication.palette()))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == WHEN:
            return self._words.sentence(row)
        return None

    def cell(self, row: int, column: int) -> Cell:
        """What is painted in a cell."""
        words = self._words
        if words is None:
            return Cell("")
        row = self.event_row(row)
        text = one_line(self._text(words, row, column))[:_MOST_CELL_TEXT]
        return Cell(text, self._ink(row, column), _icon(words, row) if column == WHAT else None)

    def _ink(self, row: int, column: int) -> Ink:
        return Ink.LATER if row >= self._upto else Ink.MUTED if column == SIDE else Ink.PLAIN

    def text(self, row: int, column: int) -> str:
        """The whole text of a cell, "" where there is none."""
        return "" if self._words is None else self._text(self._words, self.event_row(row), column)

    def _text(self, words: EventWords, row: int, column: int) -> str:
        match column:
            case 0:
                return words.when(row)
            case 1:
                return words.who(row)
            case 2:
                return words.side_words(row)
            case 3:
                what = words.what(row)
                return f"{pending_words()}: {what}" if row in words.pending else what
            case 4:
                return words.step(row)
            case 5:
                return words.change(row)
        return " ".join(part for part in (words.marks(row), words.comment(row)) if part)

    def _tip(self, words: EventWords, row: int, column: int) -> str:
        if column != WHEN:
            return self._text(words, row, column)
        events = words.file.events
        recorded = self.tr("not yet") if row in words.pending else utc(int(events.recorded_at[row]))
        return self.tr("occurred {occurred}\nrecorded {recorded}").format(
            occurred=utc(int(events.occurred_at[row])), recorded=recorded
        )


def _icon(words: EventWords, row: int) -> tuple[str, theme.Status] | None:
    if row in words.pending:
        return "hourglass", theme.Status.WAITING
    return ("pinned", theme.Status.CURRENT) if words.notes.pinned[row] else None
