"""Puts theme and text size on the whole application, and changes them while it runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from bpo_desk.resources_path import resource
from bpo_desk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

_FIRST_FONT = "bpo_desk_first_font"
_FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf")


class Appearance:
    """The look of one QApplication. Text sizes are percentages of the font it had at first."""

    def __init__(self, application: QApplication, dark: bool, percent: int = 100) -> None:
        # Qt would fill all that is higher than 64 lines, a scroll bar too, in several threads: to wake them takes
        # longer than to fill it. Read by Qt at the first painting.
        os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
        self._application = application
        self._first_font: QFont | None = None  # asked for when it is needed: the class is large to load
        self.dark = dark
        self.percent = 100
        application.setPalette(theme.palette(dark))
        self.set_percent(percent)

    @property
    def _font(self) -> QFont:
        if self._first_font is None:  # of the application, not of a window before the desk was locked
            self._first_font = self._application.property(_FIRST_FONT) or self._application.font()
            self._application.setProperty(_FIRST_FONT, self._first_font)
        return self._first_font

    def ensure_font(self) -> None:
        """Where the machine has no font at all, use the bundled one: texts would be empty boxes. Not before the first
        paint, because looking through the fonts takes longer than painting."""
        from PySide6.QtGui import QFont, QFontDatabase

        if not QFontDatabase.families():
            for file in _FONTS:
                QFontDatabase.addApplicationFont(str(resource("fonts", file)))
            self._first_font = QFont("DejaVu Sans", 10)
            self._application.setProperty(_FIRST_FONT, self._first_font)
            self._application.setFont(theme.sized(self._font, self.percent))

    def set_dark(self, dark: bool) -> None:
        """Change the palette."""
        self.dark = dark
        self._application.setPalette(theme.palette(dark))

    def set_percent(self, percent: int) -> None:
        """Change the text size."""
        if percent != self.percent:
            self.percent = percent
            self._application.setFont(theme.sized(self._font, percent))

    def step(self, by: int) -> None:
        """Make the text one size larger or smaller."""
        self.set_percent(theme.next_percent(self.percent, by))
