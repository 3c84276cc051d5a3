"""Icons in lines of text (magnifier, filter, the cross that clears) as large as the text. Qt draws them 16 pixels small
whatever the font; only a style can say otherwise.

Not imported before the first paint.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QProxyStyle, QStyle, QStyleOption, QWidget

_USUAL: Final = 16  # pixels: so large are they without us
_SLACK: Final = 4  # a font that is as much higher is no larger text


class _LargeIcons(QProxyStyle):
    """The application's style with icons in lines `side` pixels large."""

    def __init__(self, side: int) -> None:
        super().__init__(QApplication.style().name())
        self._side = side

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """All measures are those of the application's style but one."""
        if metric == QStyle.PixelMetric.PM_LineEditIconSize:
            return self._side
        return super().pixelMetric(metric, option, widget)


class LineIcons(QObject):
    """Keeps the icons of one line as large as its text, for as long as the line lives."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self._style: _LargeIcons | None = None
        self._side = _USUAL
        self._follow()
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the font; keep no event from the line."""
        if event.type() == QEvent.Type.FontChange:
            self._follow()
        return False

    def _follow(self) -> None:
        height = self._line.fontMetrics().height()
        side = height if height > _USUAL + _SLACK else _USUAL
        if side == self._side:
            return
        self._side = side
        before, self._style = self._style, _LargeIcons(side) if side > _USUAL else None
        self._line.setStyle(self._style)  # type: ignore[arg-type]  # None: the application's again
        # With another style a line lays its text out anew, but its icons only when it is resized.
        QCoreApplication.sendEvent(self._line, QResizeEvent(self._line.size(), self._line.size()))
        if before is not None:
            before.deleteLater()
