"""A diagram with the way into its sub-processes above it, as the screens show it. Queries nothing.

Markers follow to wherever one looks: a collapsed sub-process shows what is inside, the inside its own steps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.folded import drawn_for, folded_markers
from bpo_desk.process.markers import Marker
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.names import end_name
from bpo_desk.ui.diagram.trail import DiagramTrail
from bpo_desk.ui.diagram.view import DiagramView

if TYPE_CHECKING:
    from bpo_desk.ui.diagram.element_table import ElementTable


class TrailedDiagram(QWidget):
    """`trail` above `view`. A click on the [+] of a collapsed sub-process, a double click or Ctrl+Return goes into it,
    Esc or Backspace back; Ctrl+Shift+T shows a table in the drawing's place."""

    element_chosen = Signal(str)
    told = Signal(str)  # words: what was saved where, or why nothing opened

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = DiagramView(DiagramColours.from_palette(self.palette()), self)
        self.trail = DiagramTrail(self)
        self._definition: ProcessDefinition | None = None
        self._markers: Mapping[str, Marker] = {}
        self._selected = ""
        self._table: ElementTable | None = None  # made when it is first asked for
        self._pages = QStackedLayout()
        self._pages.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.trail)
        layout.addLayout(self._pages, 1)
        self.setFocusProxy(self.view)
        self.view.element_chosen.connect(self._choose)
        self.view.element_opened.connect(self._open)
        self.view.saved.connect(self._say_saved)
        self.view.table_wanted.connect(lambda: self.show_table(not self.is_table))
        self.trail.drawing_changed.connect(self._show_drawing)

    def show_definition(self, definition: ProcessDefinition | None, drawing: DisplayList) -> None:
        """Show another process from its top, fitted and without markers; `drawing` is its first diagram, with what was
        added to it. Without a definition there is no way into anything."""
        self._definition, self._markers, self._selected = definition, {}, ""
        self.trail.set_definition(definition, drawing)
        self.view.set_display_list(drawing)
        self._fill_table()

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
            self._fill_table()

    def set_markers(self, markers: Mapping[str, Marker]) -> None:
        """Show the state of a case or process, wherever in it one looks."""
        self._markers = markers
        self._mark()

    def select(self, element_id: str) -> None:
        """Select an element, or the collapsed sub-process that hides it ("" = none). Does not signal."""
        self._selected = element_id
        self.view.select(drawn_for(self._definition, self.view.display_list, element_id))
        if self._table is not None:
            self._table.select(self.view.selected)

    @property
    def is_table(self) -> bool:
        """Whether the table stands in the drawing's place."""
        return self._pages.currentWidget() is not self.view

    def show_table(self, shown: bool) -> None:
        """Show the table in the drawing's place, or the drawing again."""
        if shown == self.is_table:
            return
        had_focus = self.view.hasFocus() or (self._table is not None and self._table.hasFocus())
        if self._table is None:
            from bpo_desk.ui.diagram.element_table import ElementTable  # with the first table

            self._table = ElementTable(self)
            self._table.element_selected.connect(self._select_drawn)
            self._table.element_chosen.connect(self._choose)
            self._pages.addWidget(self._table)
        page = self._table if shown else self.view
        self._pages.setCurrentWidget(page)
        self._fill_table()
        self.setFocusProxy(page)
        if had_focus:
            page.setFocus()

    def fit_readable(self, centre_ids: Collection[str] = ()) -> None:
        """As the view does, with hidden elements stood for by their sub-process."""
        shown = self.view.display_list
        self.view.fit_readable([drawn for each in centre_ids if (drawn := drawn_for(self._definition, shown, each))])

    def _show_drawing(self, drawing: DisplayList) -> None:
        """Another diagram of the same definition, or the inside of a sub-process."""
        self.view.set_display_list(drawing)
        self._mark()
        self.fit_readable([each for each, marker in self._markers.items() if marker.tokens])
        self._fill_table()
        self.select(self._selected)
        self.setFocus()

    def _mark(self) -> None:
        self.view.set_markers(folded_markers(self._definition, self.view.display_list, self._markers))
        if self._table is not None and self.is_table:
            self._table.elements.show_markers(self.view.markers)

    def _fill_table(self) -> None:
        if self._table is not None and self.is_table:
            self._table.show_drawing(self.view.display_list, self.view.markers, self.view.selected)

    def _select_drawn(self, element_id: str) -> None:
        self._selected = element_id
        self.view.select(element_id)

    def _choose(self, element_id: str) -> None:
        self._selected = element_id
        self.element_chosen.emit(element_id)

    def _open(self, element_id: str) -> None:
        shape = self.view.display_list.shapes.get(element_id)
        if not self.trail.enter(element_id) and shape is not None and shape.opens:
            name = end_name(self.view.display_list, element_id)
            self.told.emit(self.tr("The file does not hold the inside of “{name}”").format(name=name))

    def _say_saved(self, file: str, done: bool) -> None:
        words = self.tr("The diagram was saved as {file}") if done else self.tr("{file} could not be written")
        self.told.emit(words.format(file=file))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if self.is_table and event.key() == Qt.Key.Key_T and event.modifiers() == wanted:
            self.show_table(False)
        elif self.trail.way and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.trail.leave()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.view.set_colours(DiagramColours.from_palette(self.palette()))
