"""One fact of a header: icon and words in the colour of its status, cut with "…" where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.case.header_facts import Fact
from bpo_desk.ui.case.words import one_line, tooltip
from bpo_desk.ui.icons import draw

_NOTHING = Fact("point", "")


class FactLabel(QWidget):
    """Icon and words; the whole words and what more there is to them in a tool tip."""

    def __init__(self, parent: QWidget | None = None, *, framed: bool = False, least: int = 10) -> None:
        super().__init__(parent)
        self._fact = _NOTHING
        self._framed = framed
        self._least = least  # characters that are shown at least
        self._hints: tuple[QSize, QSize] | None = None  # wanted and least size, kept: layouts ask many times
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_fact(self, fact: Fact) -> None:
        """Show another fact; one without words hides."""
        if fact == self._fact:
            return
        self._fact, self._hints = fact, None
        self.setToolTip(tooltip("\n".join(part for part in (fact.text, fact.tip) if part)))
        self.setAccessibleName(fact.text)
        self.setAccessibleDescription(fact.tip)
        self.setVisible(bool(fact.text))
        self.updateGeometry()
        self.update()

    @property
    def fact(self) -> Fact:
        """What is shown."""
        return self._fact

    def _icon_size(self) -> int:
        return round(self.fontMetrics().height() * 0.95)

    def _padding(self) -> int:
        return 6 if self._framed else 0

    def _sizes(self) -> tuple[QSize, QSize]:
        if self._hints is None:
            metrics, icon = self.fontMetrics(), self._icon_size()
            width = metrics.horizontalAdvance(one_line(self._fact.text)) + icon + 8 + 2 * self._padding()
            least = min(width, icon + metrics.averageCharWidth() * self._least)
            height = metrics.height() + 6
            self._hints = QSize(width, height), QSize(least, height)
        return self._hints

    def sizeHint(self) -> QSize:
        return self._sizes()[0]

    def minimumSizeHint(self) -> QSize:
        return self._sizes()[1]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._hints = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        status = self._fact.status
        colour = palette.color(QPalette.ColorRole.WindowText)
        if status is not None:
            colour = theme.look(status, palette).colour
        if self._framed:
            painter.setPen(colour)
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        size, left = self._icon_size(), self._padding()
        draw(painter, self._fact.icon, colour, left, (self.height() - size) // 2, size)
        words = self.rect().adjusted(left + size + 5, 0, -self._padding(), 0)
        painter.setPen(colour)
        text = self.fontMetrics().elidedText(one_line(self._fact.text), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
