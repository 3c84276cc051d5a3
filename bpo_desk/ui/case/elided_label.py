"""A label that ends in "…" where its text has no room, and says it whole in a tool tip. Plain text only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpo_desk.ui.case.words import one_line, tooltip


class ElidedLabel(QWidget):
    """One line of plain text, left-aligned, shrinking to a few characters."""

    def __init__(self, parent: QWidget | None = None, *, stretches: bool = False, least: int = 8) -> None:
        super().__init__(parent)
        self._text = ""
        self._least = least  # characters that are shown at least
        self._hints: tuple[QSize, QSize] | None = None  # wanted and least size, kept: layouts ask many times
        self._role = QPalette.ColorRole.WindowText
        horizontal = QSizePolicy.Policy.Expanding if stretches else QSizePolicy.Policy.Maximum
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, tip: str = "") -> None:
        """Show a text; the tool tip is `tip` below the whole text."""
        whole = one_line(text)
        if whole != self._text:
            self._text, self._hints = whole, None
            self.setAccessibleName(whole)
            self.updateGeometry()
            self.update()
        self.setToolTip(tooltip("\n".join(part for part in (whole, tip) if part)))
        self.setVisible(bool(whole))

    def set_role(self, role: QPalette.ColorRole) -> None:
        """Which colour of the palette the text is written in."""
        self._role = role
        self.update()

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def _sizes(self) -> tuple[QSize, QSize]:
        if self._hints is None:
            metrics = self.fontMetrics()
            width, height = metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2
            least = min(width, metrics.averageCharWidth() * self._least)
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
        painter.setPen(self.palette().color(self._role))
        inside = self.contentsRect()
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
