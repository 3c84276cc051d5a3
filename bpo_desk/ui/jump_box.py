"""The jump box: a case number opens the case, other words filter the queue, a pasted list of numbers becomes a list."""

from __future__ import annotations

import re

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
            numbers = listed(QGuiApplication.clipboard().text())
            if len(numbers) > 1:
                self.many_asked.emit(numbers)
                return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        if self.text().strip():
            self.asked.emit(self.text().strip())


def listed(text: str) -> list[str]:
    """The case numbers in a pasted text, each once, in its order: one a line, or on one line with commas, semicolons
    or tabs between, if every part has a digit; the text itself where it is no list."""
    lines = [line.strip().strip(",;\t ") for line in text.splitlines()]
    parts = [line for line in lines if line]
    if len(parts) == 1:
        split = [part.strip() for part in re.split(r"[,;\t]+", parts[0])]
        if all(any(sign.isdigit() for sign in part) for part in split):
            parts = split
    return list(dict.fromkeys(parts))
