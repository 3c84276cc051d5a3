"""Theirs and mine side by side: a list of fields, what I wrote, what is there, and a word where the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QStyle, QTreeWidget, QTreeWidgetItem, QWidget

from bpo_desk.ui import icons, theme
from bpo_desk.ui.attention.attention_words import Line
from bpo_desk.ui.widgets.dense_tree import ScaledTree

FIELD, MINE, THEIRS, DIFFERS = range(4)
_TEXT_COLUMNS: Final = (MINE, THEIRS)
_TALL: Final = 100_000  # pixels: higher than any text


class Comparison(ScaledTree):
    """Read only; texts wrap, so that nothing has to be opened to be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What I wrote and what is there, field by field"))
        self.setColumnCount(4)
        self.setRootIsDecorated(False)
        self.setWordWrap(True)
        self.setAlternatingRowColors(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        header = self.header()
        header.setStretchLastSection(False)
        for column in (FIELD, DIFFERS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in _TEXT_COLUMNS:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_lines(self, lines: Sequence[Line], mine: str, theirs: str, *, compared: bool) -> None:
        """Show the fields under these headings; without `compared` there is nothing to compare with."""
        self.setHeaderLabels([self.tr("Field"), mine, theirs, ""])
        self.clear()
        for line in lines:
            word = self.tr("differs") if line.differs else ""
            item = QTreeWidgetItem([line.name, line.mine, line.theirs, word])
            for column in (FIELD, *_TEXT_COLUMNS):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self._mark(item, line)
            spoken = self.tr("{field}: mine {mine}, theirs {theirs}").format(
                field=line.name, mine=line.mine or self.tr("nothing"), theirs=line.theirs or self.tr("nothing")
            )
            item.setData(FIELD, Qt.ItemDataRole.AccessibleTextRole, f"{spoken} {word}".strip())
            self.addTopLevelItem(item)
        self.setColumnHidden(THEIRS, not compared)
        self.setColumnHidden(DIFFERS, not any(line.differs for line in lines))
        self._fit()
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def _mark(self, item: QTreeWidgetItem, line: Line) -> None:
        if not line.differs:
            return
        look = theme.look(theme.Status.AT_RISK, self.palette())
        side = self.fontMetrics().height()
        item.setIcon(DIFFERS, icons.pixmap(look.icon, look.colour, side, self.devicePixelRatioF()))
        item.setForeground(DIFFERS, look.colour)
        for column in _TEXT_COLUMNS:
            item.setFont(column, _bold(self.font()))

    def _fit(self) -> None:
        """Rows as high as their texts are when they wrap, which the item delegate does not know of bold ones."""
        margin = 2 * (self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self) + 1)
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is None:
                continue
            height = self.fontMetrics().height()
            for column in _TEXT_COLUMNS:
                width = max(self.columnWidth(column) - margin, self.fontMetrics().averageCharWidth())
                room = QRect(0, 0, width, _TALL)
                wraps = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
                metrics = QFontMetrics(_bold(self.font()))
                height = max(height, metrics.boundingRect(room, wraps, item.text(column)).height())
            item.setSizeHint(MINE, QSize(0, height + theme.ROW_PADDING))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts wrap anew in the width that there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """And in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()


def _bold(font: QFont) -> QFont:
    found = QFont(font)
    found.setBold(True)
    return found
