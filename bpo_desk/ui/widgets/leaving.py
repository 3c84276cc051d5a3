"""What a screen lets leave the desk by the clipboard or as a picture: the window it stands in notes it first. A screen
knows neither desk nor outbox; one that stands in no such window (a test, a command) just does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget


class Leaving(NamedTuple):
    """Case data about to leave: `what` it is (rows, line, text, timeline, diagram, events, time) in which `form`
    (clipboard, png, ...), and what `act` makes it leave, in the UI thread. `numbers` of the cases, None: of the case in
    front, or of those that the place in front shows. `content`: what tells two of them apart. `engagement`: its code,
    "" for the one in front."""

    what: str
    act: Callable[[], object]
    form: str = "clipboard"
    numbers: tuple[str, ...] | None = None
    content: str = ""
    engagement: str = ""


class LeavingNoted(QObject):
    """A child of a window whose screens let data leave: `wanted(Leaving)`."""

    wanted = Signal(object)


def leave(widget: QWidget, leaving: Leaving) -> None:
    """Let it leave once the window of the widget has noted it."""
    window: QWidget | None = widget.window()
    while window is not None:
        noted = window.findChild(LeavingNoted, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if noted is not None:
            noted.wanted.emit(leaving)
            return
        above = window.parentWidget()
        window = None if above is None else above.window()
    leaving.act()
