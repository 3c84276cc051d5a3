"""What stands in the place of the rows when there are none: why, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from bpo_desk.ui import icons, theme


class _Picture(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = "list-details"
        self.setFixedSize(48, 48)

    def show_icon(self, name: str) -> None:
        self._icon = name
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.draw(painter, self._icon, theme.muted(self.palette()), 0, 0, 48)
        painter.end()


class EmptyState(QWidget):
    """A picture, what is so, why, and at most one button."""

    clicked = Signal()
    connect_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._picture = _Picture(self)
        self._title, self._reason = QLabel(self), QLabel(self)
        for label in (self._title, self._reason):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._button = QPushButton(self)
        self._connects = False
        self._button.clicked.connect(lambda: (self.connect_wanted if self._connects else self.clicked).emit())
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP)
        layout.addStretch(2)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._title)
        layout.addWidget(self._reason)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, icon: str, title: str, reason: str, button: str = "", *, connects: bool = False) -> None:
        """Show other words; without a `button` text there is no button. `connects`: it leads to the connection."""
        self._connects = connects
        self._picture.show_icon(icon)
        self._title.setText(title)
        self._reason.setText(reason)
        self._button.setText(button)
        self._button.setVisible(bool(button))

    def words(self) -> str:
        """Title and reason as one text."""
        return f"{self._title.text()} {self._reason.text()}"
