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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

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

    def sizeHint(self) -> QSize:
        width = sum(fact.sizeHint().width() + _GAP for fact in self._facts if not fact.isHidden())
        return QSize(width, self._places(max(self.width(), 1))[1])

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.settle()
        return super().event(event)

    def settle(self) -> None:
        """Place the facts and take the height that they need at this width."""
        places, height = self._places(self.width())
        for fact, place in places:
            fact.setGeometry(place)
        # The height that a width needs is passed on as a fixed one: nested layouts ask for it too late.
        if height != self.maximumHeight():
            self.setFixedHeight(height)
