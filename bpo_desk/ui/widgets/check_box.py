"""A check box whose box can be seen on every palette: the style draws its outline darker than the window, which on a
dark one is hardly there."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from bpo_desk.ui import theme


class CheckBox(QCheckBox):
    """With an outline in the colour of muted text, which has 3:1 and more."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's, then the outline."""
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setPen(theme.muted(self.palette()))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.end()
