"""How the window's parts lie: bar above, notice, rail to the left, screens in the middle."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


class Frame(QWidget):
    """The window's central widget. It knows no more of the parts than where they go."""

    def __init__(self, top: QWidget, notice: QWidget, rail: QWidget, screens: QWidget) -> None:
        super().__init__()
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(rail)
        across.addWidget(screens, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(top)
        down.addWidget(notice)
        down.addLayout(across, 1)
