"""Takes a window away with all that it shows, and makes sure that nothing of it lives on in memory for long."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject

if TYPE_CHECKING:
    from bpo_desk.ui.background import Background
    from bpo_desk.ui.main_window import MainWindow


def take_down(window: MainWindow, background: Background) -> None:
    """Delete a closed window and its background, which has been shut down; the caller lets go of both."""
    parts: list[QObject] = [window, *window.findChildren(QObject)]
    window.deleteLater()
    background.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for part in parts:
        vars(part).clear()  # Python may keep the shell of what Qt has deleted, and with it the columns it showed
    del parts, part
    gc.collect()  # views and their columns refer to each other
