"""The diagram for screen readers: a tree of pools, lanes and nodes whose names say their state.

Made from the display list when an assistive program asks; without one nothing of this runs. Qt is told of a parent, a
place and a name only; what an element is called is `names`' business.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QApplication

from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.outline import Outline, outline
from bpo_desk.ui.diagram.canvas import DiagramCanvas
from bpo_desk.ui.diagram.hit_map import element_at
from bpo_desk.ui.diagram.names import element_name, flow_words, placed_names

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME, _DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@cache
def offer_to_screen_readers() -> None:
    """Have Qt ask here for the accessible form of canvases; once for the application."""
    QAccessible.installFactory(_made)


def _made(_name: str, thing: QObject) -> QAccessibleInterface | None:
    return AccessibleDiagram(thing) if isinstance(thing, DiagramCanvas) else None


def _forget(elements: dict[str, AccessibleElement], _widget: QObject | None = None) -> None:
    """Take elements back from Qt, which would go on asking them. They are held here while Qt deletes them: one that
    nobody held would be deleted twice."""
    for element in elements.values():
        if shiboken6.isValid(element):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(element))
    elements.clear()


def accessible_diagram(canvas: DiagramCanvas) -> AccessibleDiagram | None:
    """The accessible form of a canvas; None while nobody asks for any."""
    if not QAccessible.isActive():
        return None
    found = QAccessible.queryAccessibleInterface(canvas)
    return found if isinstance(found, AccessibleDiagram) else None


def say_selected(canvas: DiagramCanvas) -> None:
    """Tell that the focus went to the selected element."""
    diagram = accessible_diagram(canvas)
    element = diagram.element(canvas.selected) if diagram is not None else None
    if element is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(element, QAccessible.Event.Focus))


def say_renamed(canvas: DiagramCanvas) -> None:
    """Tell that the state of the selected element, and with it its name, is another."""
    diagram = accessible_diagram(canvas)
    element = diagram.element(canvas.selected) if diagram is not None else None
    if element is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(element, QAccessible.Event.NameChanged))


class AccessibleDiagram(QAccessibleInterface):
    """The root of the tree: the widget."""

    def __init__(self, canvas: DiagramCanvas) -> None:
        super().__init__()
        self._canvas = canvas
        self._shown: DisplayList | None = None
        self._way = Outline(())
        self._elements: dict[str, AccessibleElement] = {}
        canvas.destroyed.connect(partial(_forget, self._elements))

    # What elements ask of it

    @property
    def canvas(self) -> DiagramCanvas:
        """The widget."""
        return self._canvas

    def way(self) -> Outline:
        """The outline of what is drawn now."""
        shown = self._canvas.display_list
        if shown is not self._shown:
            self._shown, self._way = shown, outline(shown)
            _forget({each: self._elements.pop(each) for each in [*self._elements] if each not in shown.shapes})
        return self._way

    def element(self, element_id: str) -> AccessibleElement | None:
        """The accessible form of an element, the same one each time; None for what is not drawn as a shape."""
        self.way()
        if element_id not in self._canvas.display_list.shapes:
            return None
        found = self._elements.get(element_id)
        if found is None:
            found = self._elements[element_id] = AccessibleElement(self, element_id)
            QAccessible.registerAccessibleInterface(found)
        return found

    def of(self, element_ids: Sequence[str], number: int) -> QAccessibleInterface | None:
        """One of several elements by its number; None outside."""
        return self.element(element_ids[number]) if 0 <= number < len(element_ids) else None

    # What Qt asks

    def isValid(self) -> bool:
        return shiboken6.isValid(self._canvas)

    def object(self) -> QObject:
        return self._canvas

    def window(self) -> QWindow:
        return self._canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        above: QObject | None = self._canvas.parentWidget() or QApplication.instance()
        assert above is not None  # a widget needs an application
        return QAccessible.queryAccessibleInterface(above)

    def childCount(self) -> int:
        return len(self.way().roots)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.of(self.way().roots, index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        roots = self.way().roots
        return roots.index(child.element_id) if isinstance(child, AccessibleElement) and child.is_root() else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        at = self._canvas.to_diagram(self._canvas.mapFromGlobal(QPoint(x, y)).toPointF())
        return self.element(element_at(self._canvas.display_list, at.x(), at.y(), 2.0))

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.element(self._canvas.selected) if self._canvas.hasFocus() else None

    def rect(self) -> QRect:
        return QRect(self._canvas.mapToGlobal(QPoint(0, 0)), self._canvas.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Tree

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = 1
        state.focused = int(self._canvas.hasFocus() and not self._canvas.selected)
        state.invisible = int(not self._canvas.isVisible())
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if kind == _NAME:
            return self._canvas.accessibleName()
        return self._canvas.accessibleDescription() if kind == _DESCRIPTION else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """A reader changes nothing."""


class AccessibleElement(QAccessibleInterface):
    """One shape: its name with its state, its place on the screen, what stands in it."""

    def __init__(self, diagram: AccessibleDiagram, element_id: str) -> None:
        super().__init__()
        self._diagram = diagram
        self.element_id = element_id

    def is_root(self) -> bool:
        """It stands in no other element."""
        return self.element_id not in self._diagram.way().parent

    def isValid(self) -> bool:
        diagram = self._diagram
        return (
            shiboken6.isValid(diagram) and diagram.isValid() and self.element_id in diagram.canvas.display_list.shapes
        )

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow:
        return self._diagram.window()

    def parent(self) -> QAccessibleInterface:
        around = self._diagram.way().parent.get(self.element_id, "")
        return self._diagram.element(around) or self._diagram

    def _inside(self) -> tuple[str, ...]:
        return self._diagram.way().children.get(self.element_id, ())

    def childCount(self) -> int:
        return len(self._inside())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._diagram.of(self._inside(), index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        inside = self._inside()
        known = isinstance(child, AccessibleElement) and child.element_id in inside
        return inside.index(cast(AccessibleElement, child).element_id) if known else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._diagram.childAt(x, y)

    def rect(self) -> QRect:
        canvas = self._diagram.canvas
        box = canvas.element_rectangle(self.element_id).toRect()
        return QRect(canvas.mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.TreeItem

    def state(self) -> QAccessible.State:
        canvas = self._diagram.canvas
        here = canvas.selected == self.element_id
        state = QAccessible.State()
        state.focusable = state.selectable = 1
        state.selected = int(here)
        state.focused = int(here and canvas.hasFocus())
        state.expandable = state.expanded = int(bool(self._inside()))
        state.offscreen = int(not canvas.rect().intersects(canvas.element_rectangle(self.element_id).toRect()))
        return state

    def text(self, kind: QAccessible.Text) -> str:
        canvas = self._diagram.canvas
        shape = canvas.display_list.shapes.get(self.element_id)
        if shape is None:
            return ""
        if kind == _NAME:
            placed = placed_names(canvas.display_list).get(self.element_id, "")
            return element_name(shape, canvas.markers.get(self.element_id), placed)
        if kind == _DESCRIPTION:
            return flow_words(canvas.display_list, self._diagram.way(), self.element_id)
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """A reader changes nothing."""
