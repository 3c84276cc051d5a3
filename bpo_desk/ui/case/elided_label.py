"""A label that ends in "…" where its text has no room, and says it whole in a tool tip. Plain text only."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpo_desk.ui.case.words import one_line, tooltip


class ElidedLabel(QWidget):
    """One line of plain text, left-aligned, shrinking to a few characters."""

    def __init__(self, parent: QWidget | None = None, *, stretches: bool = False, least: int = 8) -> None:
        super().__init__(parent)
        self._text = ""
        self._least = least  # characters that are shown at least
        self._role = QPalette.ColorRole.WindowText
        horizontal = QSizePolicy.Policy.Expanding if stretches else QSizePolicy.Policy.Maximum
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, tip: str = "") -> None:
        """Show a text; the tool tip is `tip` below the whole text."""
        whole = one_line(text)
        if whole != self._text:
            self._text = whole
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

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 2, self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * self._least), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self._role))
        inside = self.contentsRect()
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
