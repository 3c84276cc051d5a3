"""Buttons whose icon is as large as the text: flat tool buttons with an icon alone, and push buttons with words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from bpo_desk.ui.icons import icon

_LEAST: Final = 16  # pixels


class IconButton(QToolButton):
    """A tool button; its icon follows the size of its font."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _size_icon(self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            _size_icon(self)


class IconPushButton(QPushButton):
    """A push button with words; its icon follows the size of its font. Enter in a field of its dialog is not for it."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        """`name` as in resources/icons, "" for none; `words` with the letter that reaches it after an ampersand."""
        super().__init__(words, parent)
        if name:
            self.setIcon(icon(name))
        self.setAutoDefault(False)
        _size_icon(self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            _size_icon(self)


def icon_button(name: str, words: str, parent: QWidget) -> IconButton:
    """A flat button with an icon alone: `name` as in resources/icons, `words` what a click does."""
    button = IconButton(parent)
    button.setIcon(icon(name))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRaise(True)
    return button


def _size_icon(button: QAbstractButton) -> None:
    side = max(button.fontMetrics().height(), _LEAST)
    button.setIconSize(QSize(side, side))
