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
        self._middle = QVBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(screens, 1)
        across.addLayout(self._middle, 1)
        down = self._down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(top)
        down.addWidget(notice)
        down.addLayout(across, 1)

    def add_band(self, band: QWidget) -> None:
        """Put a band over everything else."""
        self._down.insertWidget(0, band)

    def add_bar(self, bar: QWidget) -> None:
        """Put a bar between the screens and what stands above them."""
        self._middle.insertWidget(0, bar)
