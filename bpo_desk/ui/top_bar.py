"""The bar above the screens: engagement, jump box, how fresh the data are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.freshness import Freshness
from bpo_desk.ui.jump_box import JumpBox

if TYPE_CHECKING:
    from bpo_desk.models.engagement import Engagement


class TopBar(QWidget):
    """`engagement_chosen(engagement id)` when a person picks one."""

    engagement_chosen = Signal(int)

    def __init__(self, stale_after_minutes: int, parent: QWidget | None = None, zone: str = "") -> None:
        super().__init__(parent)
        self.engagement = QComboBox(self)
        self.engagement.setAccessibleName(self.tr("Engagement"))
        self.engagement.setToolTip(self.tr("The contract whose cases are shown"))
        self.engagement.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.engagement.setMinimumContentsLength(18)
        self.engagement.activated.connect(self._chosen)
        self.jump = JumpBox(self)
        self.freshness = Freshness(stale_after_minutes, self, zone)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP - 2, theme.GAP * 2, theme.GAP - 1)
        layout.setSpacing(theme.GAP * 2)
        layout.addWidget(self.engagement)
        layout.addWidget(self.jump, 1)
        layout.addWidget(self.freshness)

    def show_engagements(self, engagements: Sequence[Engagement], chosen: int | None) -> None:
        """Fill the selector and mark one; does not say `engagement_chosen`."""
        self.engagement.clear()
        for each in engagements:
            self.engagement.addItem(f"{each.code}  {each.name}" if each.name else each.code, int(each.engagement_id))
        self.engagement.setCurrentIndex(self.engagement.findData(chosen))

    def engagement_of(self, code: str) -> int | None:
        """The engagement with this code among those offered."""
        for index in range(self.engagement.count()):
            if self.engagement.itemText(index).split("  ")[0] == code:
                return int(self.engagement.itemData(index))
        return None

    def code_of(self, engagement_id: int | None) -> str | None:
        """The code of an engagement among those offered."""
        index = self.engagement.findData(engagement_id)
        return self.engagement.itemText(index).split("  ")[0] if index >= 0 else None

    def offered(self) -> set[int]:
        """The engagements that can be chosen."""
        return {int(self.engagement.itemData(index)) for index in range(self.engagement.count())}

    def mark(self, engagement_id: int) -> None:
        """Show which engagement is the one on the screen."""
        self.engagement.setCurrentIndex(self.engagement.findData(engagement_id))

    def _chosen(self, index: int) -> None:
        self.engagement_chosen.emit(int(self.engagement.itemData(index)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A thin line below."""
        painter = QPainter(self)
        painter.setBackground(theme.line_brush(self.palette()))
        painter.eraseRect(0, self.height() - 1, self.width(), 1)
        painter.end()
