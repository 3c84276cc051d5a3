"""The jump box: a case number opens the case, other words filter the queue, a pasted list of numbers becomes a list.

What is offered while one types comes from outside (jump_place.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from bpo_desk.ui import icons

if TYPE_CHECKING:
    from bpo_desk.ui.widgets.offers_popup import Offered, OffersPopup

_TYPING_MS: Final = 30  # several keys that come at once are one question


class JumpBox(QLineEdit):
    """`typed(text)` shortly after each key, `chosen(what an offer means)`; `asked(text)` on Enter where nothing is
    offered; `many_asked(list of numbers)` when several lines are pasted."""

    typed = Signal(str)
    chosen = Signal(object)
    asked = Signal(str)
    many_asked = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Jump: case number, or words to filter by   (Ctrl+K)"))
        self.setAccessibleName(self.tr("Jump to a case"))
        self.addAction(QAction(icons.icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self._offers: OffersPopup | None = None
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(lambda: self.typed.emit(self.text().strip()))
        self.textEdited.connect(self._typing.start)
        self.returnPressed.connect(self._ask)

    def begin(self) -> None:
        """Take the focus, ready to be written over."""
        self.setFocus()
        self.selectAll()

    def show_offers(self, rows: Sequence[Offered]) -> None:
        """Offer what the text may mean; Enter takes the first."""
        if self._offers is None:
            from bpo_desk.ui.widgets.offers_popup import OffersPopup  # not before the first paint

            self._offers = OffersPopup(self, self.tr("What the text may mean"))
            self._offers.chosen.connect(self.chosen)
        self._offers.offer(rows)

    def offered(self) -> list[str]:
        """The words of what is offered."""
        return [] if self._offers is None else self._offers.words()

    def take(self, row: int) -> None:
        """Choose an offer."""
        if self._offers is not None:
            self._offers.take(row)

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
        self._typing.stop()
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
