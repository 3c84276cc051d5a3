"""The line that filters the queue by words and fields, with what is wrong in it said under it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from bpo_desk.ui import icons, theme

_TYPING_MS: Final = 30  # several keys that come at once are one question


class FilterLine(QWidget):
    """`changed` shortly after each key; `left_down` when the arrow key asks to go to the rows."""

    changed = Signal()
    left_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
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

    def show_error(self, message: str) -> None:
        """Say what is wrong under the line; "" takes it away."""
        if message == self._error.text() and self._error.isHidden() == (not message):
            return  # to say it again would lay out and paint the whole screen again
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.look(theme.Status.FAILED, palette).colour)
        self._error.setPalette(palette)
        self._error.setText(message)
        self._error.setVisible(bool(message))

    @property
    def error(self) -> str:
        """What is said under the line now."""
        return self._error.text()
