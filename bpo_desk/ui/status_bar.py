"""The bar under the screens: what the screen shows, what the sync does, where the key came from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from bpo_desk.ui import theme


class DeskStatusBar(QStatusBar):
    """Plain text only, three places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen, self._sync, self._key = (QLabel(self) for _place in range(3))
        for label in (self._screen, self._sync, self._key):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._screen.setContentsMargins(theme.GAP, 0, 0, 0)
        self._key.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        self.setSizeGripEnabled(False)
        self.addWidget(self._screen, 1)
        self.addPermanentWidget(self._sync)
        self.addPermanentWidget(self._key)
        self._key.hide()

    def show_screen(self, text: str) -> None:
        """What the screen shows: counts and order."""
        self._screen.setText(text)

    def show_sync(self, text: str, tip: str = "") -> None:
        """What the sync does or did last."""
        self._sync.setText(text)
        self._sync.setToolTip(tip)

    def show_key(self, note: str) -> None:
        """Where the key of the local copy came from; "" says nothing."""
        self._key.setText(note)
        self._key.setVisible(bool(note))

    def words(self) -> str:
        """All that is said, left to right."""
        return "  ".join(label.text() for label in (self._screen, self._sync, self._key) if label.text())
