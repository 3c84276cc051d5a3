"""One diagram, or two side by side that move as one: the same part of a process in two periods. Queries nothing."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.display_list import DisplayList
from bpo_desk.ui.diagram.trailed import TrailedDiagram


class PicturePair(QSplitter):
    """`first` is always there, `second` from the first comparison on. Zoom, place and the way into sub-processes of
    either are those of the other. `second_chosen(element)` where the second is clicked."""

    second_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.first = TrailedDiagram(self)
        self.second: TrailedDiagram | None = None
        self._shows_both = False
        self._following = False
        self._given: DisplayList | None = None
        self.addWidget(self.first)
        self.setChildrenCollapsible(False)

    def shown(self) -> tuple[TrailedDiagram, ...]:
        """The diagrams that are shown."""
        return (self.first,) if self.second is None or not self._shows_both else (self.first, self.second)

    def show_one(self) -> bool:
        """Take the second away; whether it was there."""
        was, self._shows_both = self._shows_both, False
        if was and self.second is not None:
            self.second.hide()
        return was

    def show_both(self, definition: ProcessDefinition | None, drawing: DisplayList) -> bool:
        """Put the second beside the first, with the same drawing; whether it was not there."""
        if self.second is None:
            self.second = self._made()
        if self._given is not drawing:
            self._given = drawing
            self.second.show_definition(definition, drawing)
        was, self._shows_both = self._shows_both, True
        self.second.show()
        if not was:
            self.setSizes([1_000_000, 1_000_000])
        self._enter(self.first, self.second)
        return not was

    def fit_readable(self, elements: Collection[str]) -> None:
        """Begin at the same part of the process on either side."""
        for picture in self.shown():
            picture.fit_readable(elements)

    def _made(self) -> TrailedDiagram:
        second = TrailedDiagram(self)
        second.element_chosen.connect(self.second_chosen)
        self.addWidget(second)
        for one, other in ((self.first, second), (second, self.first)):
            one.view.moved.connect(lambda one=one, other=other: self._follow(one, other))
            one.trail.drawing_changed.connect(lambda _drawing, one=one, other=other: self._enter(one, other))
        return second

    def _follow(self, one: TrailedDiagram, other: TrailedDiagram) -> None:
        if self._shows_both:
            other.view.follow(one.view)

    def _enter(self, one: TrailedDiagram, other: TrailedDiagram) -> None:
        """Go where the other one has gone: the inside of the same sub-process, or back."""
        if self._following or not self._shows_both:
            return
        self._following = True
        other.trail.go_where(one.trail)
        other.view.follow(one.view)
        self._following = False
