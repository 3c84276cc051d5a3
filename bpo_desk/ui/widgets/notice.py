"""A calm line at the top of the window: what went wrong with which object, and what to do now."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from bpo_desk.ui import icons, theme


class Notice(QWidget):
    """Hidden until it has something to say, and again after its button. What it holds is made with the first words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = theme.Status.FAILED
        self.button: QPushButton | None = None
        self.hide()

    @cached_property
    def _label(self) -> QLabel:
        from PySide6.QtCore import Qt  # not before the first paint

        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = close = QToolButton(self)
        close.setIcon(icons.icon("x"))
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("Close this notice"))
        close.setToolTip(self.tr("Close this notice (Esc)"))
        close.clicked.connect(self.hide)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        layout = QHBoxLayout(self)
        layout.addWidget(label, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return label

    def say(
        self,
        message: str,
        next_step: str = "",
        status: theme.Status = theme.Status.FAILED,
        act: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a message with what to do; `act`: a button that does it, its words and what it does."""
        self._status = status
        if self.button is not None:
            self.button.deleteLater()
            self.button = None
        self._label.setText(f"{message}\n{next_step}" if next_step else message)
        from PySide6.QtCore import QSize  # not before the first paint

        layout, icon = self.layout(), self.fontMetrics().height()
        if layout is not None:
            self._close.setIconSize(QSize(icon, icon))
            layout.setContentsMargins(3 * theme.GAP + icon, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        if act is not None and isinstance(layout, QHBoxLayout):
            self.button = QPushButton(act[0], self)
            self.button.clicked.connect(act[1])
            layout.insertWidget(1, self.button)
        self.show()

    def words(self) -> str:
        """What is said now."""
        return self._label.text() if "_label" in vars(self) else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A coloured edge and icon to the left, a line below."""
        painter = QPainter(self)
        palette, side = self.palette(), self.fontMetrics().height()
        shown = theme.look(self._status, palette)
        painter.fillRect(0, 0, 4, self.height(), shown.colour)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line(palette))
        icons.draw(painter, shown.icon, shown.colour, 2 * theme.GAP, (self.height() - side) // 2, side)
        painter.end()
