"""A chip: a small button that can be on or off, with an icon, a word and a live count."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from bpo_desk.ui import icons, theme
from bpo_desk.ui.number_words import number

_SIDE: Final = 8
_BETWEEN: Final = 5


class Chip(QAbstractButton):
    """Checkable. `set_count(None)` says that nobody can tell how many. It has room for the widest count so far: while
    somebody types, chips neither move away under the pointer nor have the screen laid out anew."""

    def __init__(self, word: str, icon: str, status: theme.Status | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._status = status
        self._count: int | None = None
        self._count_text = ""
        self._widest = ""
        self.setText(word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        """Show how many cases are behind the chip."""
        if self._count_text and count == self._count:
            return
        before, self._count = self._count_text, count
        self._count_text = "?" if count is None else number(count)
        cases = self.tr("case") if count == 1 else self.tr("cases")
        said = self.tr("unknown how many") if count is None else f"{self._count_text} {cases}"
        self.setAccessibleName(f"{self.text()}, {said}")
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(self._widest) < metrics.horizontalAdvance(self._count_text):
            self._widest = self._count_text
            self.updateGeometry()
        if before != self._count_text:
            self.update()

    @property
    def count(self) -> int | None:
        """The count shown."""
        return self._count

    def sizeHint(self) -> QSize:
        """As wide as icon, word and count."""
        metrics = self.fontMetrics()
        icon = metrics.height() + _BETWEEN if self._icon_name else 0
        text = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(self._widest)
        return QSize(icon + text + _BETWEEN + 2 * _SIDE, metrics.height() + 8)

    def minimumSizeHint(self) -> QSize:
        """A chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded frame, filled when on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role, metrics = self.palette(), QPalette.ColorRole, self.fontMetrics()
        on, empty = self.isChecked(), not self._count
        frame = palette.color(role.Accent) if on or self.hasFocus() else palette.color(role.Mid)
        painter.setPen(QPen(frame, 2 if self.hasFocus() else 1))
        fill = role.Highlight if on else role.Midlight if self.isDown() or self.underMouse() else role.Base
        painter.setBrush(palette.brush(fill))
        box = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        plain = palette.color(role.HighlightedText if on else role.Text)
        weak = theme.muted(palette)
        text = weak if empty and not on else plain
        left, base = _SIDE, (self.height() - metrics.height()) // 2 + metrics.ascent()
        if self._icon_name:
            colour = text if self._status is None or empty else theme.look(self._status, palette).colour
            icons.draw(
                painter, self._icon_name, colour, left, (self.height() - metrics.height()) // 2, metrics.height()
            )
            left += metrics.height() + _BETWEEN
        painter.setPen(text)
        painter.drawText(left, base, self.text())
        left += metrics.horizontalAdvance(self.text()) + _BETWEEN
        painter.setPen(plain if on else weak)
        painter.drawText(left, base, self._count_text)
        painter.end()
