"""From which widget a person has copied text by hand: marked with the mouse, or the current cell of a list, which Qt
puts on the clipboard by itself. What he typed himself is not looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_CASE: Final = "case shown"
_BREAKS: Final = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\u00a0": " "})
"""How Qt writes the ends of lines in what is marked; the clipboard has them plain."""


def say_whose(widget: QWidget, engagement: str, number: str) -> None:
    """Say of which case (code of its engagement, number; "" of none) a widget and all in it tell, where that is not the
    case in front."""
    widget.setProperty(_CASE, f"{engagement}\n{number}")


def told_of(widget: QWidget | None) -> tuple[str, str] | None:
    """What was said so of a widget or one that it stands in."""
    while widget is not None:
        said = widget.property(_CASE)
        if isinstance(said, str):
            engagement, _, number = said.partition("\n")
            return engagement, number
        widget = widget.parentWidget()
    return None


def copied_from(window: QWidget, text: Callable[[], str]) -> QWidget | None:
    """Where in a window, or a window that belongs to it, a text was copied by hand; None where it was not. `text` is
    asked for only where something is marked: a clipboard may be long."""
    marked = [(each, words) for each in QApplication.allWidgets() if (words := _marked(each))]
    copied = text().translate(_BREAKS) if marked else ""
    found = (each for each, words in marked if words.translate(_BREAKS) == copied and belongs(each, window))
    return next(found, None)


def belongs(widget: QWidget, window: QWidget) -> bool:
    """Whether a widget stands in a window or in one above it."""
    at: QWidget | None = widget
    while at is not None and at is not window:
        at = at.parentWidget()
    return at is window


def _marked(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return widget.selectedText() if widget.hasSelectedText() else ""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.textCursor().selectedText() if widget.isReadOnly() else ""
    if isinstance(widget, QLineEdit):
        return widget.selectedText() if widget.isReadOnly() else ""
    if isinstance(widget, QAbstractItemView) and widget.hasFocus():
        return str(widget.currentIndex().data(Qt.ItemDataRole.DisplayRole) or "")
    return ""
