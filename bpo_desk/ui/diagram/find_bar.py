"""The line for finding elements of a diagram: hits are framed while typing, Enter goes from one to the next."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from bpo_desk.process.display_list import DisplayList
from bpo_desk.ui.diagram.search import matching
from bpo_desk.ui.widgets.line_icons import LineIcons

_WIDTH = 300
_MARGIN = 8


class Searched(Protocol):
    """What the line needs of the view that it searches."""

    @property
    def display_list(self) -> DisplayList:
        """What is drawn."""
        ...

    def set_hits(self, element_ids: Collection[str]) -> None:
        """Frame what was found."""
        ...

    def show_element(self, element_id: str) -> None:
        """Select an element and bring it into sight."""
        ...


class FindBar(QFrame):
    """Lies over the upper right corner of its view. Typing leaves the view where it is; Esc closes."""

    def __init__(self, over: QWidget, searched: Searched) -> None:
        super().__init__(over)
        self._over, self._view = over, searched
        self._hits: list[str] = []
        self._at = -1
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._line = QLineEdit(self)
        self._line.setPlaceholderText(self.tr("Find an element"))
        self._line.setAccessibleName(self.tr("Find an element"))
        self._line.setClearButtonEnabled(True)
        LineIcons(self._line)
        self._line.installEventFilter(self)
        self._count = QLabel(self)
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.addWidget(self._line, 1)
        row.addWidget(self._count)
        self._line.textChanged.connect(self._search)
        self.hide()

    def begin(self) -> None:
        """Show the line, ready for typing."""
        self.place()
        self.show()
        self.raise_()
        self._search(self._line.text())
        self._line.selectAll()
        self._line.setFocus()

    def place(self) -> None:
        """Stay in the corner of a view that was resized."""
        width = min(max(_WIDTH, self.sizeHint().width()), max(self._over.width() - 2 * _MARGIN, 80))
        self.setGeometry(self._over.width() - width - _MARGIN, _MARGIN, width, self.sizeHint().height())

    def step(self, by: int) -> None:
        """Select the next (1) or previous (-1) hit and bring it into sight; around at the ends."""
        if self._hits:
            self._at = (self._at + by) % len(self._hits) if self._at >= 0 else 0 if by > 0 else len(self._hits) - 1
            self._view.show_element(self._hits[self._at])
            self._say()

    def end(self) -> None:
        """Close; what was selected last stays so."""
        self.hide()
        self._view.set_hits(())
        self._over.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.end()
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self._hits, self._at = matching(self._view.display_list, text), -1
        self._view.set_hits(self._hits)
        self._say()

    def _say(self) -> None:
        if not self._line.text().strip():
            self._count.setText("")
        elif self._at >= 0:
            self._count.setText(self.tr("{at} of {n}").format(at=self._at + 1, n=len(self._hits)))
        else:
            self._count.setText(self.tr("{n} found").format(n=len(self._hits)))
