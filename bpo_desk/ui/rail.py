"""The rail on the left: one button a screen, only for screens that work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from bpo_desk.ui import theme


class Rail(QWidget):
    """Shows the given checkable actions one under the other."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP + 1, theme.GAP)
        layout.setSpacing(theme.SMALL_GAP)
        for action in actions:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setAutoRaise(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            layout.addWidget(button)
        layout.addStretch(1)
        self._size_icons()

    def changeEvent(self, event: QEvent) -> None:
        """Icons grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_icons()

    def _size_icons(self) -> None:
        side = self.fontMetrics().height() + 4
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A thin line to the right."""
        painter = QPainter(self)
        painter.setBackground(theme.line_brush(self.palette()))
        painter.eraseRect(self.width() - 1, 0, 1, self.height())
        painter.end()
