"""The diagram widget: shows a display list, takes markers, tells which element was chosen. Queries nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from bpo_desk.models.process import Bounds
from bpo_desk.process.display_list import DisplayList, extent
from bpo_desk.process.markers import Marker
from bpo_desk.ui.diagram.base_layer import paint_base
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.find_bar import FindBar
from bpo_desk.ui.diagram.hit_map import element_at
from bpo_desk.ui.diagram.minimap import Minimap
from bpo_desk.ui.diagram.names import element_name, element_names
from bpo_desk.ui.diagram.overlay import Overlay, paint_hit, paint_selection
from bpo_desk.ui.diagram.viewport import READABLE, Viewport, fitted, readable
from bpo_desk.ui.diagram.walk import beside

_EMPTY = DisplayList((), Bounds(0, 0, 0, 0))
_MOST_CACHED_PIXELS = 12_000_000
_LABEL_ROOM = 40.0
_STEP = 1.2
_CLICK = 4


class DiagramView(QWidget):
    """Paints one diagram.

    Wheel scrolls, Ctrl+wheel zooms at the pointer, dragging or Space moves, Ctrl+0 is 100 %, Ctrl+Shift+0 fits,
    Tab-order keys Left/Right/Home/End walk along the flow, Up/Down go to the neighbour by place, Return chooses.
    """

    element_chosen = Signal(str)
    saved = Signal(str, bool)  # the file of an export, and whether it could be written

    def __init__(self, colours: DiagramColours | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours or DiagramColours.light()
        self._shown = _EMPTY
        self._markers: dict[str, Marker] = {}
        self._overlay = Overlay(_EMPTY, {})
        self._selected = ""
        self._port = Viewport()
        self._fits = True
        self._centre: tuple[str, ...] | None = None
        self._hits: tuple[str, ...] = ()
        self._find_bar: FindBar | None = None
        self._minimap = Minimap()
        self._base = QPixmap()
        self._base_region = QRectF()
        self._base_scale = 0.0
        self._pressed: QPoint | None = None
        self._panning = False
        self._space = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 90)
        self.setAccessibleName(self.tr("Process diagram"))

    # What is shown

    def set_display_list(self, shown: DisplayList) -> None:
        """Show another diagram; markers and selection of the old one are dropped and it is fitted."""
        self._shown = shown
        self._markers = {}
        self._overlay = Overlay(shown, {})
        self._selected = ""
        self._hits = ()
        self._drop_base()
        self.fit()

    def replace_display_list(self, shown: DisplayList) -> None:
        """Show a changed form of the same diagram (ad-hoc tasks added) and keep zoom, markers and selection."""
        self._shown = shown
        self._overlay = Overlay(shown, self._markers)
        if self._selected not in shown.shapes and self._selected not in shown.edges:
            self._selected = ""
        self._drop_base()
        if self._fits and self._centre is not None:
            self.fit_readable(self._centre)
        elif self._fits:
            self.fit()

    def set_markers(self, markers: Mapping[str, Marker]) -> None:
        """Show the state of a case; the drawing itself is not rebuilt. Ids that are not drawn are passed over."""
        self._markers = dict(markers)
        self._overlay = Overlay(self._shown, self._markers)
        self._tell_name()
        self.update()

    def set_colours(self, colours: DiagramColours) -> None:
        """Change between light and dark."""
        self._colours = colours
        self._drop_base()

    def select(self, element_id: str) -> None:
        """Select an element and bring it into sight; an unknown or empty id clears. Does not signal."""
        known = element_id in self._shown.shapes or element_id in self._shown.edges
        self._selected = element_id if known else ""
        shape = self._shown.shapes.get(self._selected)
        if shape is not None and (not self._fits or self._centre is not None):
            self._port = self._port.showing(shape.bounds, self.width(), self.height())
        self._tell_name()
        self.update()

    def set_hits(self, element_ids: Collection[str]) -> None:
        """Frame the elements that a search found."""
        self._hits = tuple(element_ids)
        self.update()

    def show_element(self, element_id: str) -> None:
        """Select an element and bring it into sight at a scale at which names can be read."""
        shape, edge = self._shown.shapes.get(element_id), self._shown.edges.get(element_id)
        box = shape.bounds if shape is not None else extent([edge]) if edge is not None else None
        self.select(element_id)
        if box is not None:
            if self._port.scale < READABLE:
                self._port = readable(self._reach(), box, self.width(), self.height())
                self._fits = False
            self._port = self._port.showing(box, self.width(), self.height())
            self.update()

    def open_find(self) -> None:
        """Open the line for finding elements."""
        if self._find_bar is None:
            self._find_bar = FindBar(self)
        self._find_bar.begin()

    @property
    def display_list(self) -> DisplayList:
        """What is drawn."""
        return self._shown

    @property
    def markers(self) -> Mapping[str, Marker]:
        """What the case says about it."""
        return self._markers

    @property
    def colours(self) -> DiagramColours:
        """The colours in use."""
        return self._colours

    @property
    def selected(self) -> str:
        """Id of the selected element, empty for none."""
        return self._selected

    @property
    def scale(self) -> float:
        """Pixels per diagram unit; 1.0 is 100 %."""
        return self._port.scale

    def accessible_names(self) -> list[tuple[str, str]]:
        """Id and words of every flow node with its state, in the order of the flow."""
        return element_names(self._shown, self._markers)

    def element_rectangle(self, element_id: str) -> QRectF:
        """Where a shape lies in the widget now, in pixels; empty when it is not drawn."""
        shape = self._shown.shapes.get(element_id)
        if shape is None:
            return QRectF()
        port = self._port
        return QRectF(
            (shape.bounds.x - port.x) * port.scale,
            (shape.bounds.y - port.y) * port.scale,
            shape.bounds.width * port.scale,
            shape.bounds.height * port.scale,
        )

    # Zoom

    def fit(self) -> None:
        """Show the whole diagram and keep it whole while the widget is resized."""
        self._fits = True
        self._centre = None
        self._port = fitted(self._reach(), self.width(), self.height())
        self.update()

    def fit_readable(self, centre_ids: Collection[str] = ()) -> None:
        """Show the whole diagram where its names stay readable, else the part around the given elements (those of them
        that lie near the first; without any: where the flow begins), and keep to that while the widget is resized."""
        self._fits = True
        self._centre = tuple(centre_ids)
        found = [
            self._shown.shapes[i].bounds for i in (*centre_ids, *self._shown.flow_order) if i in self._shown.shapes
        ]
        wanted = found[: len(centre_ids) or 1] if centre_ids else found[:1]
        self._port = readable(self._reach(), _around(wanted, self.width(), self.height()), self.width(), self.height())
        self.update()

    def zoom_to(self, scale: float) -> None:
        """Zoom around the middle; 1.0 is 100 %."""
        self._zoom(scale / self._port.scale, QPointF(self.width() / 2, self.height() / 2))

    def _zoom(self, factor: float, at: QPointF) -> None:
        self._fits = False
        self._port = self._port.zoomed(factor, at.x(), at.y()).kept(self._reach(), self.width(), self.height())
        self.update()

    def _pan(self, dx: float, dy: float) -> None:
        self._fits = False
        self._port = self._port.moved(dx, dy).kept(self._reach(), self.width(), self.height())
        self.update()

    def _reach(self) -> Bounds:
        x, y, width, height = self._shown.bounds
        return Bounds(x - 12, y - 12, width + 24, height + 24)

    # Painting

    def _drop_base(self) -> None:
        self._base = QPixmap()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._colours.paper))
        if not self._shown.items:
            return
        self._ensure_base()
        port = self._port
        target = QPointF((self._base_region.x() - port.x) * port.scale, (self._base_region.y() - port.y) * port.scale)
        painter.drawPixmap(target, self._base)
        self._to_diagram(painter, port)
        seen = self._seen()
        self._paint_state(painter, seen)
        for element_id in self._hits:
            paint_hit(painter, self._shown, element_id, self._colours, self.font())
        small = self._minimap_place()
        if not small.isEmpty():
            painter.resetTransform()
            self._minimap.paint(painter, self._shown, small, seen, self._colours, self.devicePixelRatioF())

    def _seen(self) -> QRectF:
        port = self._port
        return QRectF(port.x, port.y, self.width() / port.scale, self.height() / port.scale)

    def _minimap_place(self) -> QRectF:
        """Where the small picture of the whole lies now; empty when it is not needed."""
        if not self._shown.items or not Minimap.is_needed(self._shown, self._seen()):
            return QRectF()
        return Minimap.place(self._shown, self.width(), self.height())

    def _to_diagram(self, painter: QPainter, port: Viewport) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(port.scale, port.scale)
        painter.translate(-port.x, -port.y)

    def _paint_state(self, painter: QPainter, region: QRectF | None = None) -> None:
        self._overlay.paint(painter, self._colours, self.font(), region)
        if self._selected:
            paint_selection(painter, self._shown, self._selected, self._colours, self.font())

    def _ensure_base(self) -> None:
        """Render the base layer when zoom, screen or region ask for it: all of a small diagram, else what is near."""
        port, dpr = self._port, self.devicePixelRatioF()
        seen = self._seen()
        bounds = self._reach()
        whole = QRectF(bounds.x, bounds.y, bounds.width, bounds.height).adjusted(
            -_LABEL_ROOM, -_LABEL_ROOM, _LABEL_ROOM, _LABEL_ROOM
        )
        fresh = not self._base.isNull() and self._base_scale == port.scale and self._base.devicePixelRatioF() == dpr
        if fresh and self._base_region.contains(seen.intersected(whole)):
            return
        region = whole
        if whole.width() * whole.height() * (port.scale * dpr) ** 2 > _MOST_CACHED_PIXELS:
            region = seen.adjusted(
                -seen.width() / 3, -seen.height() / 3, seen.width() / 3, seen.height() / 3
            ).intersected(whole)
        self._base = QPixmap(_pixels(region, port.scale * dpr))
        self._base.setDevicePixelRatio(dpr)
        self._base.fill(QColor(self._colours.paper))
        self._base_region, self._base_scale = region, port.scale
        painter = QPainter(self._base)
        self._to_diagram(painter, Viewport(port.scale, region.x(), region.y()))
        paint_base(painter, self._shown, self._colours, self.font(), None if region == whole else region)
        painter.end()

    def render_to_image(self, size: QSize, dpr: float = 1.0) -> QImage:
        """The whole diagram with its markers, fitted into `size` (logical pixels) at a device pixel ratio."""
        image = QImage(size * dpr, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(dpr)
        image.fill(QColor(self._colours.paper))
        if self._shown.items:
            painter = QPainter(image)
            self._to_diagram(painter, fitted(self._reach(), size.width(), size.height()))
            paint_base(painter, self._shown, self._colours, self.font())
            self._paint_state(painter)
            painter.end()
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fits and self._centre is not None:
            self.fit_readable(self._centre)
        elif self._fits:
            self.fit()
        if self._find_bar is not None:
            self._find_bar.place()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._drop_base()
        super().changeEvent(event)

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
            at = Minimap.point(self._shown, small, event.position())
            seen = self._seen()
            self._pan((seen.center().x() - at.x()) * self._port.scale, (seen.center().y() - at.y()) * self._port.scale)
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = event.position().toPoint()
            self._panning = self._space or event.button() is Qt.MouseButton.MiddleButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, panning = self._pressed, self._panning
        self._pressed, self._panning = None, False
        self.unsetCursor()
        if pressed is None or panning or event.button() is not Qt.MouseButton.LeftButton:
            return
        port = self._port
        at = event.position()
        self._choose(
            element_at(
                self._shown, port.x + at.x() / port.scale, port.y + at.y() / port.scale, max(5 / port.scale, 2.0)
            )
        )

    def _choose(self, element_id: str) -> None:
        self.select(element_id)
        if element_id:
            self.element_chosen.emit(element_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from bpo_desk.ui.diagram.menu import diagram_menu  # with the first right click

        if self._shown.items:
            menu = diagram_menu(self)
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
            else:
                self.zoom_to(1.0)
        elif control and event.key() == Qt.Key.Key_F:
            self.open_find()
        elif control and event.key() == Qt.Key.Key_C and self._shown.items:
            from bpo_desk.ui.diagram.menu import copy_image  # with the first copy

            copy_image(self)
        elif event.key() == Qt.Key.Key_Space:
            self._space = True
            self.setCursor(Qt.CursorShape.OpenHandCursor)
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

    def _tell_name(self) -> None:
        """Say the selected element with its state to screen readers."""
        shape = self._shown.shapes.get(self._selected)
        words = element_name(shape, self._markers.get(self._selected)) if shape is not None else ""
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))


_WALKS = {
    Qt.Key.Key_Right: "forward",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}


def _is_own(event: QKeyEvent) -> bool:
    zooms = (Qt.Key.Key_0, Qt.Key.Key_ParenRight, Qt.Key.Key_F, Qt.Key.Key_C)
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and event.key() in zooms


def _around(boxes: list[Bounds], width: float, height: float) -> Bounds | None:
    """The rectangle around the first box and those of the others that still fit into the widget with it."""
    if not boxes:
        return None
    left, top, right, bottom = boxes[0].x, boxes[0].y, boxes[0].right, boxes[0].bottom
    for box in boxes[1:]:
        wide = min(left, box.x), min(top, box.y), max(right, box.right), max(bottom, box.bottom)
        if wide[2] - wide[0] <= width and wide[3] - wide[1] <= height:
            left, top, right, bottom = wide
    return Bounds(left, top, right - left, bottom - top)


def _pixels(region: QRectF, scale: float) -> QSize:
    return QRect(0, 0, max(int(region.width() * scale + 1), 1), max(int(region.height() * scale + 1), 1)).size()
