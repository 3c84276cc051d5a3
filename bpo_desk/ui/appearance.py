"""Puts theme and text size on the whole application, and changes them while it runs."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from bpo_desk.resources_path import resource
from bpo_desk.ui import theme

_FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf")


class Appearance:
    """The look of one QApplication. Text sizes are percentages of the font it had at first."""

    def __init__(self, application: QApplication, dark: bool, percent: int = 100) -> None:
        self._application = application
        if sys.platform not in ("win32", "darwin"):
            application.setStyle("Fusion")
            if not QFontDatabase.families():
                _use_bundled_font(application)
        self._font = QFont(application.font())
        self.dark = dark
        self.percent = 100
        application.setPalette(theme.palette(dark))
        self.set_percent(percent)

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


def _use_bundled_font(application: QApplication) -> None:
    """A machine without any font would show empty boxes."""
    for file in _FONTS:
        QFontDatabase.addApplicationFont(str(resource("fonts", file)))
    application.setFont(QFont("DejaVu Sans", 10))
