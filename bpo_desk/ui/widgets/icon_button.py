"""A flat button with an icon alone, as large as the text around it; its words are its tip and its accessible name."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QToolButton, QWidget

from bpo_desk.ui.icons import icon

_LEAST: Final = 16  # pixels


class IconButton(QToolButton):
    """Its icon follows the size of its font."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_icon()

    def _size_icon(self) -> None:
        side = max(self.fontMetrics().height(), _LEAST)
        self.setIconSize(QSize(side, side))


def icon_button(name: str, words: str, parent: QWidget) -> IconButton:
    """`name` as in resources/icons, `words` what a click does."""
    button = IconButton(parent)
    button.setIcon(icon(name))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRaise(True)
    return button
