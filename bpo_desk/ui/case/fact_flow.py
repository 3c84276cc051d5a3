"""Facts side by side, going on in the next line where the width ends; no fact is wider than the line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.case.fact_label import FactLabel

_GAP = theme.GAP * 3


class FactFlow(QWidget):
    """Lines of facts; the last fact stands at the right edge."""

    def __init__(self, facts: Sequence[FactLabel], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = list(facts)
        for fact in self._facts:
            fact.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _places(self, width: int) -> tuple[list[tuple[FactLabel, QRect]], int]:
        """Where each visible fact goes at a width, and the height of all lines."""
        left = top = line = 0
        places: list[tuple[FactLabel, QRect]] = []
        for fact in self._facts:
            if fact.isHidden():
                continue
            hint = fact.sizeHint()
            taken = min(hint.width(), width)
            if left and left + taken > width:
                left, top = 0, top + line
            line = hint.height()
            at = width - taken if fact is self._facts[-1] else left
            places.append((fact, QRect(at, top, taken, line)))
            left += taken + _GAP
        return places, top + line

    def heightForWidth(self, width: int) -> int:
        return self._places(width)[1]

    def sizeHint(self) -> QSize:
        width = sum(fact.sizeHint().width() + _GAP for fact in self._facts if not fact.isHidden())
        return QSize(width, self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.heightForWidth(max(self.width(), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        for fact, place in self._places(self.width())[0]:
            fact.setGeometry(place)
