"""The table of the queue: a QTableView that paints its visible cells itself and leaves all the rest to Qt.

Selection, keyboard, scrolling, headers and accessibility stay Qt's. No filtering, no sorting: it says what was asked.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QItemSelectionModel, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from bpo_desk.ui import icons, theme
from bpo_desk.ui.queue.cell import COLUMN_INDEX, COLUMNS, Cell, Rows
from bpo_desk.ui.queue.queue_table_model import QueueTableModel

_MARGIN: Final = 4  # pixels left and right of a cell's content
_ICON_GAP: Final = 4
_TITLE: Final = COLUMN_INDEX["title"]
_CALM: Final = ("", theme.Status.CURRENT.value, theme.Status.WAITING.value, theme.Status.DONE.value)
"""Tones whose text is plain; only their icon has the colour."""
_KEPT_TEXTS: Final = 5_000
_KEPT_IMAGES: Final = 1_500  # about 10 MB
_FITTED_ROWS: Final = 64
_WIDEST: Final = 1.6
"""How many times its usual width a column may take for its content before somebody sets it."""
_NEVER: Final = object()
_Look = tuple[str, str, str, int, bool]
"""What makes two cells look the same: text, icon, tone, space for the text, whether selected."""


class QueueTable(QTableView):
    """Shows `Rows`. `sort_asked(column key, add)` when a header is clicked, `peek_asked()` on Space."""

    sort_asked = Signal(str, bool)
    peek_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue_model = QueueTableModel(self)
        self._advances: dict[str, int] = {}
        self._kept: dict[_Look, QImage | None] = {}
        self._ratio = 1.0  # of the screen that the kept images are for
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
        self._measure()

    def show_rows(self, rows: Rows) -> None:
        """Show other rows; what is selected and where it is scrolled is for the caller to keep."""
        self.queue_model.set_rows(rows)

    def selected_spans(self) -> list[tuple[int, int]]:
        """First and last row of each run of selected rows, from the top down."""
        selection = self.selectionModel().selection()
        return sorted((selection.at(i).top(), selection.at(i).bottom()) for i in range(selection.count()))

    def header_state(self) -> str:
        """Order, widths and visibility of the columns, as text."""
        return self.horizontalHeader().saveState().toBase64().toStdString()

    def restore_header(self, state: str) -> None:
        """Put the columns back as `header_state` said; what another version kept is left alone."""
        kept = QByteArray.fromBase64(state.encode())
        if not kept.isEmpty():
            self._widths_known = True
            self.horizontalHeader().restoreState(kept)

    def fit_columns(self) -> None:
        """Make each column as wide as the first rows need, once, unless somebody has set widths before. The title has
        what the others leave."""
        rows = self.queue_model.rows
        if self._widths_known or not len(rows):
            return
        self._widths_known = True
        metrics = self.fontMetrics()
        icon = min(metrics.height(), theme.row_height(metrics) - 6) + _ICON_GAP
        first = [rows.cells(row) for row in range(min(len(rows), _FITTED_ROWS))]
        self._stretching = True
        for index, column in enumerate(COLUMNS):
            if index == _TITLE:
                continue
            texts = {(cells[index].text, bool(cells[index].icon)) for cells in first}
            wide = max(metrics.horizontalAdvance(text) + icon * marked for text, marked in texts)
            title = metrics.horizontalAdvance(f"{column.title} \N{BLACK UP-POINTING SMALL TRIANGLE}")
            most = int(_WIDEST * column.characters * self._digit)
            self.setColumnWidth(index, max(title, min(wide, most)) + 2 * _MARGIN + _ICON_GAP)
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
        self._advances.clear()
        self._kept.clear()
        metrics = self.fontMetrics()
        down = self.verticalHeader()
        height = theme.row_height(metrics)
        down.setMinimumSectionSize(height)
        down.setDefaultSectionSize(height)
        before, self._digit = self._digit, metrics.horizontalAdvance("0")
        self._stretching = True
        for index, column in enumerate(COLUMNS):
            width = column.characters * self._digit + 2 * _MARGIN
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

    def _section_resized(self, section: int, _old: int, _new: int) -> None:
        if self._stretching:
            return
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible cells that the event touches from the rows directly."""
        painter = QPainter(self._viewport)
        try:
            ratio = painter.deviceTransform().m11()
            if ratio != self._ratio:
                self._ratio = ratio
                self._kept.clear()
            pen = _Pen(painter, self.palette(), self.fontMetrics(), self._advances, self._kept)
            height = self.verticalHeader().defaultSectionSize()
            columns = self._visible_columns(event.rect().left(), event.rect().right())
            rows, chosen = self.queue_model.rows, self.selectionModel()
            any_chosen = chosen.hasSelection()
            current = self.currentIndex().row() if self.hasFocus() else -1
            for row in self.visible_rows():
                top = self.rowViewportPosition(row)
                if top > event.rect().bottom() or top + height < event.rect().top():
                    continue
                selected = any_chosen and chosen.isSelected(self.queue_model.index(row, 0))
                pen.row(top, self._viewport.width(), height, selected, row == current)
                cells = rows.cells(row)
                for column, left, width in columns:
                    pen.cell(cells[column], left, width, COLUMNS[column].right)
        finally:
            painter.end()
        if len(self._advances) > _KEPT_TEXTS:
            self._advances.clear()
        if len(self._kept) > _KEPT_IMAGES:
            self._kept.clear()

    def _visible_columns(self, left_edge: int, right_edge: int) -> list[tuple[int, int, int]]:
        found = []
        for column in range(len(COLUMNS)):
            if self.isColumnHidden(column):
                continue
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            if left <= right_edge and left + width >= left_edge:
                found.append((column, left, width))
        return found


class _Pen:
    """Draws one row after the other with the fewest calls into Qt."""

    def __init__(
        self,
        painter: QPainter,
        palette: QPalette,
        metrics: QFontMetrics,
        advances: dict[str, int],
        kept: dict[_Look, QImage | None],
    ) -> None:
        self._painter, self._metrics, self._advances, self._kept = painter, metrics, advances, kept
        self._ratio = painter.deviceTransform().m11()
        role = QPalette.ColorRole
        self._plain, self._on_selection = palette.color(role.Text), palette.color(role.HighlightedText)
        self._base = palette.color(role.Base)
        self._selection, self._accent = palette.color(role.Highlight), palette.color(role.Accent)
        self._line = theme.line(palette)
        self._icon = min(metrics.height(), theme.row_height(metrics) - 6)
        self._tones = {"": self._plain, "muted": theme.muted(palette)}
        self._tones |= {status.value: theme.look(status, palette).colour for status in theme.Status}
        self._texts = self._tones | dict.fromkeys(_CALM, self._plain)
        self._rise = metrics.ascent()
        self._top = 0
        self._selected = False

    def row(self, top: int, width: int, height: int, selected: bool, current: bool) -> None:
        painter = self._painter
        self._selected = selected
        self._top = top + (height - self._metrics.height()) // 2
        plain = self._on_selection if selected else self._plain
        self._tones[""] = plain
        self._texts.update(dict.fromkeys(_CALM, plain))
        if selected:
            painter.fillRect(0, top, width, height, self._selection)
        painter.fillRect(0, top + height - 1, width, 1, self._line)  # ten times as fast as a line
        if current:
            painter.fillRect(0, top, 3, height - 1, self._accent)

    def cell(self, cell: Cell, left: int, width: int, right: bool) -> None:
        """Draw a cell the first time as it is; from the second time on as the kept image of its like."""
        text, icon, tone, _tip = cell
        if not text and not icon:
            return
        space = width - 2 * _MARGIN
        taken = self._icon + _ICON_GAP if icon else 0
        advance = self._advances.get(text)
        if advance is None:
            advance = self._advances[text] = self._metrics.horizontalAdvance(text)
        if advance > space - taken:
            if tone == "unknown" and icon:
                text, advance = "", 0  # the mark alone says it; half a word would not
            else:
                advance = space - taken
        at = left + width - _MARGIN - advance - taken if right else left + _MARGIN
        look = (text, icon, tone, advance, self._selected)
        kept = self._kept.get(look, _NEVER)
        if isinstance(kept, QImage):
            self._painter.drawImage(at, self._top, kept)
            return
        if kept is _NEVER:
            self._kept[look] = None
            self._draw(self._painter, look, at, self._top)
            return
        image = self._kept[look] = self._image(look, taken + advance)
        self._painter.drawImage(at, self._top, image)

    def _image(self, look: _Look, width: int) -> QImage:
        """On the colour of its row, so that the letters are smoothed as they are on the row itself."""
        size = QSizeF(width + 1, self._metrics.height()) * self._ratio
        image = QImage(size.toSize(), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self._ratio)
        image.fill(self._selection if self._selected else self._base)
        painter = QPainter(image)
        painter.setFont(self._painter.font())
        self._draw(painter, look, 0, 0)
        painter.end()
        return image

    def _draw(self, painter: QPainter, look: _Look, at: int, top: int) -> None:
        text, icon, tone, space, _selected = look
        if icon:
            icons.draw(painter, icon, self._tones[tone], at, top, self._icon)
            at += self._icon + _ICON_GAP
        if text:
            if self._advances[text] > space:
                text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, space)
            painter.setPen(self._texts[tone])
            painter.drawText(at, top + self._rise, text)
