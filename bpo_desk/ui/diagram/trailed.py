"""A diagram with the way into its sub-processes above it, as the screens show it. Queries nothing.

Markers follow to wherever one looks: a collapsed sub-process shows what is inside, the inside its own steps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.folded import drawn_for, folded_markers
from bpo_desk.process.markers import Marker
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.trail import DiagramTrail
from bpo_desk.ui.diagram.view import DiagramView


class TrailedDiagram(QWidget):
    """`trail` above `view`. A double click or Ctrl+Return on a collapsed sub-process goes into it, Esc or Backspace
    back."""

    element_chosen = Signal(str)
    told = Signal(str)  # words: what was saved where, or why nothing opened

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = DiagramView(DiagramColours.from_palette(self.palette()), self)
        self.trail = DiagramTrail(self)
        self._definition: ProcessDefinition | None = None
        self._markers: Mapping[str, Marker] = {}
        self._selected = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.trail)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.view.element_chosen.connect(self._choose)
        self.view.element_opened.connect(self._open)
        self.view.saved.connect(self._say_saved)
        self.trail.drawing_changed.connect(self._show_drawing)

    def show_definition(self, definition: ProcessDefinition | None, drawing: DisplayList) -> None:
        """Show another process from its top, fitted and without markers; `drawing` is its first diagram, with what was
        added to it. Without a definition there is no way into anything."""
        self._definition, self._markers, self._selected = definition, {}, ""
        self.trail.set_definition(definition, drawing)
        self.view.set_display_list(drawing)

    def refresh_definition(self, definition: ProcessDefinition | None, drawing: DisplayList) -> None:
        """Show a changed form of the same process; place, zoom, markers and selection stay where that is possible."""
        self._definition = definition
        stayed = self.trail.replace_definition(definition, drawing)
        shown = self.trail.drawing()
        if shown is None or not stayed:
            self.show_definition(definition, drawing)
        elif shown is not self.view.display_list:
            self.view.replace_display_list(shown)
            self._mark()

    def set_markers(self, markers: Mapping[str, Marker]) -> None:
        """Show the state of a case or process, wherever in it one looks."""
        self._markers = markers
        self._mark()

    def select(self, element_id: str) -> None:
        """Select an element, or the collapsed sub-process that hides it ("" = none). Does not signal."""
        self._selected = element_id
        self.view.select(drawn_for(self._definition, self.view.display_list, element_id))

    def fit_readable(self, centre_ids: Collection[str] = ()) -> None:
        """As the view does, with hidden elements stood for by their sub-process."""
        shown = self.view.display_list
        self.view.fit_readable([drawn for each in centre_ids if (drawn := drawn_for(self._definition, shown, each))])

    def _show_drawing(self, drawing: DisplayList) -> None:
        """Another diagram of the same definition, or the inside of a sub-process."""
        self.view.set_display_list(drawing)
        self._mark()
        self.fit_readable([each for each, marker in self._markers.items() if marker.tokens])
        self.select(self._selected)
        self.view.setFocus()

    def _mark(self) -> None:
        self.view.set_markers(folded_markers(self._definition, self.view.display_list, self._markers))

    def _choose(self, element_id: str) -> None:
        self._selected = element_id
        self.element_chosen.emit(element_id)

    def _open(self, element_id: str) -> None:
        shape = self.view.display_list.shapes.get(element_id)
        if not self.trail.enter(element_id) and shape is not None and shape.opens:
            name = shape.name.strip() or element_id
            self.told.emit(self.tr("The file does not hold the inside of “{name}”").format(name=name))

    def _say_saved(self, file: str, done: bool) -> None:
        words = self.tr("The diagram was saved as {file}") if done else self.tr("{file} could not be written")
        self.told.emit(words.format(file=file))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.trail.way and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.trail.leave()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.view.set_colours(DiagramColours.from_palette(self.palette()))
