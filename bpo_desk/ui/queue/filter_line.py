"""The line that filters the queue by words and fields, with what is wrong in it said under it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from bpo_desk.ui import icons, theme

_TYPING_MS: Final = 30  # several keys that come at once are one question


class _Edit(QLineEdit):
    """A line with a wave under what cannot be read in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._fault: int | None = None

    def mark_fault(self, position: int | None) -> None:
        """Underline from this character to the end of its word; None: nothing."""
        if position != self._fault:
            self._fault = position
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, then the wave."""
        super().paintEvent(event)
        if self._fault is None or not self.text():
            return
        text, cursor = self.text(), self.cursorPosition()
        first = min(self._fault, len(text) - 1)
        end = first + max(len(text[first:].split(" ", 1)[0]), 1)
        metrics, box = self.fontMetrics(), self.cursorRect()
        zero = box.center().x() - metrics.horizontalAdvance(text[:cursor])
        left, right = (zero + metrics.horizontalAdvance(text[:place]) for place in (first, end))
        painter = QPainter(self)
        painter.setPen(theme.look(theme.Status.FAILED, self.palette()).colour)
        base = min(box.bottom(), self.height() - 4)
        for x in range(max(left, 0), min(right, self.width()), 2):
            painter.drawLine(x, base + (x // 2 & 1), x + 1, base + (x // 2 & 1))
        painter.end()


class FilterLine(QWidget):
    """`changed` shortly after each key; `left_down` when the arrow key asks to go to the rows."""

    changed = Signal()
    left_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = _Edit(self)
        self._error_said = self._note_said = ""
        self.edit.setClearButtonEnabled(True)
        self.edit.setPlaceholderText(
            self.tr('Filter: words, or holder:ann step:"Verify identity" due<2d -status:closed')
        )
        self.edit.setAccessibleName(self.tr("Filter the queue"))
        self.edit.addAction(QAction(icons.icon("filter"), "", self.edit), QLineEdit.ActionPosition.LeadingPosition)
        self._error = QLabel(self)
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setWordWrap(True)
        self._error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL_GAP)
        layout.addWidget(self.edit)
        layout.addWidget(self._error)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.edit.textEdited.connect(self._typing.start)
        self.edit.returnPressed.connect(self.left_down)

    def text(self) -> str:
        """The filter as written."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Write a filter; does not say `changed`."""
        self._typing.stop()
        self.edit.setText(text)

    def say(self, error: str = "", position: int | None = None, note: str = "") -> None:
        """Say under the line what is wrong in it (underlined from a position on), else what should be known of it."""
        self.edit.mark_fault(position if error else None)
        if (error, note) == (self._error_said, self._note_said):
            return  # to say it again would lay out and paint the whole screen again
        self._error_said, self._note_said = error, note
        palette = self.palette()
        status = theme.Status.FAILED if error else theme.Status.AT_RISK
        palette.setColor(QPalette.ColorRole.WindowText, theme.look(status, palette).colour)
        self._error.setPalette(palette)
        self._error.setText(error or note)
        self._error.setVisible(bool(error or note))

    @property
    def note(self) -> str:
        """What should be known of the filter, as it is said now."""
        return self._note_said

    @property
    def error(self) -> str:
        """What is said to be wrong now."""
        return self._error_said
