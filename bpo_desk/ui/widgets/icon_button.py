"""A flat button with an icon alone; its words are its tip and its accessible name."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton, QWidget

from bpo_desk.ui.icons import icon


def icon_button(name: str, words: str, parent: QWidget) -> QToolButton:
    """`name` as in resources/icons, `words` what a click does."""
    button = QToolButton(parent)
    button.setIcon(icon(name))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRaise(True)
    return button
