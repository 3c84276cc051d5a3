"""Keys that were pressed before the window had its shortcuts: done when it has them, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


def press(keys: Sequence[QKeyEvent], actions: Sequence[QAction], window: QWidget) -> None:
    """Each key does its action, as with Qt's own shortcuts: unless what has the focus by then wants it for itself, or
    the action belongs to another part of the window. All other keys go to what has the focus."""
    by_keys = {keys: action for action in actions for keys in action.shortcuts()}
    for key in keys:
        focused = cast("QWidget | None", window.focusWidget())  # the stub does not know that there may be none
        receiver = window if focused is None else focused
        action = by_keys.get(QKeySequence(key.keyCombination()))
        if action is not None and action.isEnabled() and _reaches(action, receiver) and not _wanted(key, receiver):
            action.trigger()
        else:
            QCoreApplication.sendEvent(receiver, key)


def _reaches(action: QAction, receiver: QWidget) -> bool:
    if action.shortcutContext() is not Qt.ShortcutContext.WidgetWithChildrenShortcut:
        return True
    holders = [each for each in action.associatedObjects() if isinstance(each, QWidget)]
    return any(each is receiver or each.isAncestorOf(receiver) for each in holders)


def _wanted(key: QKeyEvent, receiver: QWidget) -> bool:
    """Asks the receiver as Qt asks it before each shortcut."""
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key.key(), key.modifiers(), key.text())
    asked.ignore()
    QCoreApplication.sendEvent(receiver, asked)
    return asked.isAccepted()
