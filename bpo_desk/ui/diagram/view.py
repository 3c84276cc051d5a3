"""The diagram widget: a canvas that a person works with by pointer and keyboard. Queries nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from bpo_desk.process.markers import Marker
from bpo_desk.ui.diagram.accessible import offer_to_screen_readers, say_renamed, say_selected
from bpo_desk.ui.diagram.canvas import DiagramCanvas
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.find_bar import FindBar
from bpo_desk.ui.diagram.hit_map import element_at
from bpo_desk.ui.diagram.minimap import Minimap
from bpo_desk.ui.diagram.names import element_name, placed_names
from bpo_desk.ui.diagram.walk import beside

_STEP = 1.2
_CLICK = 4
_PLUS = 20.0  # diagram units: how high the marks of an activity stand, and how far from its middle


class DiagramView(DiagramCanvas):
    """A canvas with hands.

    Wheel scrolls, Ctrl+wheel zooms at the pointer, dragging or Space moves, Ctrl+0 is 100 %, Ctrl+Shift+0 fits,
    Tab-order keys Left/Right/Home/End walk along the flow, Up/Down go to the neighbour by place, Return chooses.
    """

    element_chosen = Signal(str)
    element_opened = Signal(str)  # a click on its [+], a double click, or Ctrl+Return
    table_wanted = Signal()
    saved = Signal(str, bool)  # the file of an export, and whether it could be written

    def __init__(self, colours: DiagramColours | None = None, parent: QWidget | None = None) -> None:
        offer_to_screen_readers()  # before Qt asks for the first time and settles for a plain widget
        super().__init__(colours, parent)
        self._find_bar: FindBar | None = None
        self._pressed: QPoint | None = None
        self._panning = False
        self._in_minimap = False
        self._space = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Process diagram"))

    def set_markers(self, markers: Mapping[str, Marker]) -> None:
        super().set_markers(markers)
        if self._describe():
            say_renamed(self)

    def select(self, element_id: str) -> None:
        super().select(element_id)
        self._describe()
        say_selected(self)

    def open_find(self) -> None:
        """Open the line for finding elements."""
        if self._find_bar is None:
            self._find_bar = FindBar(self, self)
        self._find_bar.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._find_bar is not None:
            self._find_bar.place()

    # Pointer

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_STEP ** (event.angleDelta().y() / 120), event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(delta.y() or delta.x(), 0)
        else:
            self._pan(delta.x(), delta.y())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        small = self._minimap_place()
        if event.button() is Qt.MouseButton.LeftButton and small.contains(event.position()):
            self._in_minimap = True
            self._show_around(Minimap.point(self._shown, small, event.position()))
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = event.position().toPoint()
            self._panning = self._space or event.button() is Qt.MouseButton.MiddleButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        small = self._minimap_place() if self._in_minimap else QRectF()
        if not small.isEmpty():
            self._show_around(Minimap.point(self._shown, small, event.position()))
        if self._pressed is None:
            return
        at = event.position().toPoint()
        moved = at - self._pressed
        if not self._panning and moved.manhattanLength() < _CLICK:
            return
        self._panning = True
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pan(moved.x(), moved.y())
        self._pressed = at

    def _show_around(self, middle: QPointF) -> None:
        now, scale = self._seen().center(), self.scale
        self._pan((now.x() - middle.x()) * scale, (now.y() - middle.y()) * scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._in_minimap = False
        pressed, panning = self._pressed, self._panning
        self._pressed, self._panning = None, False
        self.unsetCursor()
        if pressed is None or panning or event.button() is not Qt.MouseButton.LeftButton:
            return
        at = self.to_diagram(event.position())
        found = element_at(self._shown, at.x(), at.y(), max(5 / self.scale, 2.0))
        if self._on_plus(found, at):
            self.select(found)
            self.element_opened.emit(found)
        else:
            self._choose(found)

    def _on_plus(self, element_id: str, at: QPointF) -> bool:
        """Whether a point lies on the [+] of a collapsed sub-process, or on the marks beside it."""
        shape = self._shown.shapes.get(element_id)
        if shape is None or not shape.opens:
            return False
        low = shape.bounds.bottom - shape.bands_beneath
        return low - _PLUS <= at.y() <= low and abs(at.x() - shape.bounds.centre[0]) <= _PLUS

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._selected:
            self.element_opened.emit(self._selected)

    def _choose(self, element_id: str) -> None:
        self.select(element_id)
        if element_id:
            self.element_chosen.emit(element_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from bpo_desk.ui.diagram.menu import diagram_menu  # with the first right click

        if self._shown.items:
            menu = diagram_menu(self, self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    # Keyboard

    def event(self, event: QEvent) -> bool:
        # While the diagram has the focus these keys are its own, whatever the window uses them for.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_own(event):
            event.accept()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if (
            control
            and event.key() in (Qt.Key.Key_0, Qt.Key.Key_ParenRight, Qt.Key.Key_Equal)
            and (event.key() != Qt.Key.Key_Equal or shift)
        ):
            if shift:
                self.fit()
                self.moved.emit()
            else:
                self.zoom_to(1.0)
        elif control and shift and event.key() == Qt.Key.Key_T:
            self.table_wanted.emit()
        elif control and event.key() == Qt.Key.Key_F:
            self.open_find()
        elif control and event.key() == Qt.Key.Key_C and self._shown.items:
            from bpo_desk.ui.diagram.menu import copy_image  # with the first copy

            copy_image(self)
        elif event.key() == Qt.Key.Key_Space:
            self._space = True
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected:
            self.element_opened.emit(self._selected)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected:
            self.element_chosen.emit(self._selected)
        elif event.key() in _WALKS:
            target = beside(self._shown, self._selected, _WALKS[Qt.Key(event.key())])
            if target:
                self.select(target)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._space = False
            self.unsetCursor()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        self.unsetCursor()
        super().focusOutEvent(event)

    def _describe(self) -> bool:
        """Have the widget itself say the selected element with its state; whether that changed."""
        shape = self._shown.shapes.get(self._selected)
        unnamed = shape is not None and not shape.name.strip()
        placed = placed_names(self._shown).get(self._selected, "") if unnamed else ""
        words = element_name(shape, self._markers.get(self._selected), placed) if shape is not None else ""
        if words == self.accessibleDescription():
            return False
        self.setAccessibleDescription(words)
        return True


_WALKS = {
    Qt.Key.Key_Right: "forward",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}


def _is_own(event: QKeyEvent) -> bool:
    zooms = (Qt.Key.Key_0, Qt.Key.Key_ParenRight, Qt.Key.Key_F, Qt.Key.Key_C, Qt.Key.Key_T)
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and event.key() in zooms
