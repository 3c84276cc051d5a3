"""The table of the queue: a QTableView that paints its visible cells itself and leaves all the rest to Qt.

Selection, keyboard, scrolling, headers and accessibility stay Qt's. No filtering, no sorting: it says what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.queue.cell import COLUMN_INDEX, COLUMNS, Rows
from bpo_desk.ui.queue.cell_pen import ICON_GAP, MARGIN, CellPen, KeptLooks, Mark, Place
from bpo_desk.ui.queue.queue_table_model import QueueTableModel

_COLUMNS_AT_FIRST: Final = 15
"""Columns that there were when the state of the header did not say how many."""
_TITLE: Final = COLUMN_INDEX["title"]
_NUMBER: Final = COLUMN_INDEX["number"]
"""Beside it stands a mark as soon as a case is over, which the first rows seldom are."""
_FITTED_ROWS: Final = 64
_WIDEST: Final = 1.6
"""How many times its usual width a column may take for its content before somebody sets it."""


class QueueTable(QTableView):
    """Shows `Rows`. `sort_asked(column key, add)` when a header is clicked, `peek_asked()` on Space."""

    sort_asked = Signal(str, bool)
    peek_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue_model = QueueTableModel(self)
        self._kept = KeptLooks()
        self.marks: Mapping[int, Mark] = {}  # of rows that changed a moment ago
        self._shown: list[Place] | None = None  # the columns, until they stand elsewhere
        self._widths_known = False
        self._digit = 0  # width of a digit, pixels
        self._title_stretches = True
        self._stretching = False
        self._set_up_viewport()
        self.setModel(self.queue_model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(self.tr("Work queue"))
        self._set_up_headers()

    def _set_up_viewport(self) -> None:
        # One made here: for Qt's own the binding would look through every widget class before the first paint.
        viewport = QWidget(self)
        viewport.setBackgroundRole(QPalette.ColorRole.Base)
        viewport.setAutoFillBackground(True)
        self.setViewport(viewport)
        self._viewport = viewport

    def _set_up_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        # With the table's own selection model a header looks at every selected row: 15 s for a million.
        across.setSelectionModel(QItemSelectionModel(self.queue_model, across))
        down.setSelectionModel(QItemSelectionModel(self.queue_model, down))
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionsMovable(True)
        across.setSectionsClickable(True)
        across.setHighlightSections(False)
        across.setStretchLastSection(False)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.sectionClicked.connect(self._header_clicked)
        across.sectionResized.connect(self._section_resized)
        across.sectionMoved.connect(self._forget_shown)
        self.horizontalScrollBar().valueChanged.connect(self._forget_shown)
        for index, column in enumerate(COLUMNS):
            self.setColumnHidden(index, not column.usual)
        self._measure()

    def show_rows(self, rows: Rows) -> None:
        """Show other rows; what is selected and where it is scrolled is for the caller to keep."""
        self.queue_model.set_rows(rows)

    def mark_sort(self, sort: tuple[tuple[str, bool], ...]) -> None:
        """Mark the columns that the rows shown next are sorted by: with those the header is painted. Not by the
        model's signal, on which it measures all its columns anew, 5 ms; nor by its viewport, for which the binding
        looks through every class of widgets, 24 ms the first time."""
        self.queue_model.set_sort(sort)

    def selected_spans(self) -> list[tuple[int, int]]:
        """First and last row of each run of selected rows, from the top down."""
        selection = self.selectionModel().selection()
        return sorted((selection.at(i).top(), selection.at(i).bottom()) for i in range(selection.count()))

    def shown_columns(self) -> set[str]:
        """The keys of the columns that are there."""
        return {column.key for index, column in enumerate(COLUMNS) if not self.isColumnHidden(index)}

    def header_state(self) -> str:
        """Order, widths and visibility of the columns, as text."""
        return f"{len(COLUMNS)}:{self.horizontalHeader().saveState().toBase64().toStdString()}"

    def restore_header(self, state: str) -> None:
        """Put the columns back as `header_state` said, of this version or one with fewer columns."""
        known, _, columns = state.rpartition(":")
        kept = QByteArray.fromBase64(columns.encode())
        if kept.isEmpty():
            return
        self._widths_known = True
        self.horizontalHeader().restoreState(kept)
        self._shown = None
        for index in range(int(known) if known.isdecimal() else _COLUMNS_AT_FIRST, len(COLUMNS)):
            self.setColumnHidden(index, not COLUMNS[index].usual)

    def fit_columns(self) -> None:
        """Make each column as wide as the first rows need, once, unless somebody has set widths before. The title has
        what the others leave."""
        rows = self.queue_model.rows
        if self._widths_known or not len(rows):
            return
        self._widths_known = True
        metrics = self.fontMetrics()
        icon = min(metrics.height(), theme.row_height(metrics) - 6) + ICON_GAP
        first = [rows.cells(row) for row in range(min(len(rows), _FITTED_ROWS))]
        self._stretching = True
        for index, column in enumerate(COLUMNS):
            if index == _TITLE or self.isColumnHidden(index):
                continue
            texts = {(cells[index].text, bool(cells[index].icon) or index == _NUMBER) for cells in first}
            wide = max(metrics.horizontalAdvance(text) + icon * marked for text, marked in texts)
            title = metrics.horizontalAdvance(f"{column.title} \N{BLACK UP-POINTING SMALL TRIANGLE}")
            most = int(_WIDEST * column.characters * self._digit)
            self.setColumnWidth(index, max(title, min(wide, most)) + 2 * MARGIN + ICON_GAP)
        self._stretching = False
        self._stretch_title()

    def keyboardSearch(self, search: str) -> None:
        """Typed letters do not search here: Qt would walk through all rows. The filter line is for that."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space peeks; all other keys are Qt's."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.peek_asked.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again for another font; paint anew in other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._kept.clear()
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the title what the other columns leave, until somebody sets its width."""
        super().resizeEvent(event)
        self._stretch_title()

    def _measure(self) -> None:
        self._kept.clear()
        metrics = self.fontMetrics()
        down = self.verticalHeader()
        height = theme.row_height(metrics)
        down.setMinimumSectionSize(height)
        down.setDefaultSectionSize(height)
        before, self._digit = self._digit, metrics.horizontalAdvance("0")
        self._stretching = True
        for index, column in enumerate(COLUMNS):
            width = column.characters * self._digit + 2 * MARGIN
            if before and not self.isColumnHidden(index):
                width = self.columnWidth(index) * self._digit // before
            self.setColumnWidth(index, width)
        self._stretching = False
        self._stretch_title()

    def _stretch_title(self) -> None:
        if not self._title_stretches or self.isColumnHidden(_TITLE):
            return
        header = self.horizontalHeader()
        least = COLUMNS[_TITLE].characters * self._digit
        rest = self._viewport.width() - (header.length() - header.sectionSize(_TITLE))
        self._stretching = True
        header.resizeSection(_TITLE, max(least, rest))
        self._stretching = False

    def _section_resized(self, section: int, old: int, new: int) -> None:
        self._shown = None
        if self._stretching:
            return
        if old and new:  # to show or to hide a column is no wish for widths
            self._widths_known = True
        if section == _TITLE:
            self._title_stretches = False
        else:
            self._stretch_title()

    def _header_clicked(self, section: int) -> None:
        shift = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.sort_asked.emit(COLUMNS[section].key, shift)

    # painting

    def visible_rows(self) -> range:
        """The rows that are at least partly visible."""
        count = self.queue_model.rowCount()
        first = self.rowAt(0)
        if first < 0:
            return range(0)
        last = self.rowAt(self._viewport.height() - 1)
        return range(first, (count - 1 if last < 0 else last) + 1)

    def update_row(self, row: int) -> None:
        """Paint one visible row anew."""
        self._viewport.update(0, self.rowViewportPosition(row), self._viewport.width(), self.rowHeight(row))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible cells that the event touches from the rows directly."""
        painter = QPainter(self._viewport)
        touched, width = event.rect(), self._viewport.width()
        columns = self._visible_columns(touched.left(), touched.right())
        pen = CellPen(painter, self.palette(), self.fontMetrics(), self._kept, columns)
        try:
            height = self.verticalHeader().defaultSectionSize()
            rows, chosen, marks = self.queue_model.rows, self.selectionModel(), self.marks
            any_chosen = chosen.hasSelection()
            current = self.currentIndex().row() if self.hasFocus() else -1
            visible = self.visible_rows()
            top = self.rowViewportPosition(visible.start) - height
            for row in visible:
                top += height  # all rows are as high
                if top > touched.bottom() or top + height < touched.top():
                    continue
                selected = any_chosen and chosen.isSelected(self.queue_model.index(row, 0))
                pen.row(top, width, height, selected)
                pen.cells(rows.cells(row))
                if row == current:
                    pen.current(top, height)
                if row in marks:
                    pen.mark(top, width, height, marks[row])
        finally:
            pen.end()
            painter.end()

    def _visible_columns(self, left_edge: int, right_edge: int) -> list[Place]:
        if self._shown is None:
            self._shown = [
                (index, self.columnViewportPosition(index), self.columnWidth(index), column.right)
                for index, column in enumerate(COLUMNS)
                if not self.isColumnHidden(index)
            ]
        return [each for each in self._shown if each[1] <= right_edge and each[1] + each[2] >= left_edge]

    def _forget_shown(self) -> None:
        self._shown = None
