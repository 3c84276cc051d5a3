"""The jump box: a case number opens the case, other words filter the queue, a pasted list of numbers becomes a list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from bpo_desk.ui import icons


class JumpBox(QLineEdit):
    """`asked(text)` on Enter; `many_asked(list of numbers)` when several lines are pasted."""

    asked = Signal(str)
    many_asked = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Jump: case number, or words to filter by   (Ctrl+K)"))
        self.setAccessibleName(self.tr("Jump to a case"))
        self.addAction(QAction(icons.icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.returnPressed.connect(self._ask)

    def begin(self) -> None:
        """Take the focus, ready to be written over."""
        self.setFocus()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a pasted list apart; all other keys are the line's own."""
        from PySide6.QtGui import QKeySequence  # not before the first paint: a large class

        if event.matches(QKeySequence.StandardKey.Paste):
            numbers = QGuiApplication.clipboard().text().split("\n")
            numbers = [number.strip().strip(",;\t") for number in numbers if number.strip()]
            if len(numbers) > 1:
                self.many_asked.emit(numbers)
                return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        if self.text().strip():
            self.asked.emit(self.text().strip())
