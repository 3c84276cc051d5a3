"""A diagram on the screen: what is shown, which part of it, and how it gets there. What a person does is next door.

The drawing is painted once per zoom and copied; the state of a case is painted over it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import chain, islice

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from bpo_desk.models.process import Bounds
from bpo_desk.process.display_list import DisplayList, extent
from bpo_desk.process.markers import Marker
from bpo_desk.ui.diagram.base_layer import LEGIBLE, paint_items
from bpo_desk.ui.diagram.brush import Brush
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.crossings import Crossings
from bpo_desk.ui.diagram.kept_layers import KeptLayers
from bpo_desk.ui.diagram.minimap import Minimap
from bpo_desk.ui.diagram.names import element_names
from bpo_desk.ui.diagram.overlay import Overlay, paint_hit, paint_selection
from bpo_desk.ui.diagram.stamps import Stamps
from bpo_desk.ui.diagram.viewport import READABLE, Viewport, around, fitted, readable

# How far badges, and texts through which a marked line runs, may stick out of an element, in diagram units.
_BADGES = 160.0, 60.0
_FEW = 12
_DRAWINGS_KEPT = 7
_EMPTY = DisplayList((), Bounds(0, 0, 0, 0))


class DiagramCanvas(QWidget):
    """Paints one diagram with its markers, selection, hits and minimap; answers to calls only. `moved` where it was
    zoomed or moved by hand."""

    moved = Signal()

    def __init__(self, colours: DiagramColours | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours or DiagramColours.light()
        self._shown = _EMPTY
        self._markers: dict[str, Marker] = {}
        self._crossings = Crossings(_EMPTY)
        self._looked_up: list[Crossings] = []
        self._prepares_thin: bool | None = None
        self._overlay = Overlay(_EMPTY, {})
        self._selected = ""
        self._port = Viewport()
        self._fits = True
        self._centre: tuple[str, ...] | None = None
        self._hits: tuple[str, ...] = ()
        self._minimap = Minimap()
        self._corner: int | None = None
        self._layers = KeptLayers()
        self._stamps = Stamps(0.0, self._colours, self.font())
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 90)

    # What is shown

    def set_display_list(self, shown: DisplayList) -> None:
        """Show another diagram; markers and selection of the old one are dropped and it is fitted."""
        self._take(shown)
        self._markers = {}
        self._overlay = Overlay(shown, {})
        self._selected = ""
        self._hits = ()
        self.fit()

    def replace_display_list(self, shown: DisplayList) -> None:
        """Show a changed form of the same diagram (ad-hoc tasks added) and keep zoom, markers and selection."""
        self._take(shown)
        self._overlay = Overlay(shown, self._markers, self._crossings)
        if self._selected not in shown.shapes and self._selected not in shown.edges:
            self._selected = ""
        self._fit_again()
        self.update()

    def _take(self, shown: DisplayList) -> None:
        if shown is not self._shown:
            self._shown = shown
            known = next((each for each in self._looked_up if each.shown is shown), None)
            self._crossings = known or Crossings(shown)
            others = [each for each in self._looked_up if each is not known]
            self._looked_up = [*others[-_DRAWINGS_KEPT:], self._crossings]
            self._prepares_thin = None

    def _prepare(self) -> None:
        """While nobody waits, look up what the first marks will ask for."""
        if self._crossings.prepare(self.font().family(), thin=bool(self._prepares_thin)):
            QTimer.singleShot(0, self, self._prepare)

    def set_markers(self, markers: Mapping[str, Marker]) -> None:
        """Show the state of a case; the drawing itself is not rebuilt. Ids that are not drawn are passed over."""
        changed = self._pixels_of(_changed(self._markers, markers))
        self._markers = dict(markers)
        self._overlay = Overlay(self._shown, self._markers, self._crossings)
        self.update(changed)

    def set_colours(self, colours: DiagramColours) -> None:
        """Change between light and dark."""
        self._colours = colours
        self.update()

    def select(self, element_id: str) -> None:
        """Select an element and bring it into sight; an unknown or empty id clears. Does not signal."""
        known = element_id in self._shown.shapes or element_id in self._shown.edges
        self._selected = element_id if known else ""
        shape = self._shown.shapes.get(self._selected)
        if shape is not None and (not self._fits or self._centre is not None):
            self._port = self._port.showing(shape.bounds, self.width(), self.height())
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

    def to_diagram(self, at: QPointF) -> QPointF:
        """The diagram point under a pixel of the widget."""
        return QPointF(self._port.x + at.x() / self._port.scale, self._port.y + at.y() / self._port.scale)

    # Zoom

    def fit(self) -> None:
        """Show the whole diagram and keep it whole while the widget is resized."""
        self._fits = True
        self._corner = None
        self._centre = None
        self._port = fitted(self._reach(), self.width(), self.height())
        self.update()

    def fit_readable(self, centre_ids: Collection[str] = ()) -> None:
        """Show the whole diagram where its names stay readable, else the part around the given elements (those of them
        that lie near the first; without any: where the flow begins), and keep to that while the widget is resized."""
        self._fits = True
        self._corner = None
        self._centre = tuple(centre_ids)
        found = [
            self._shown.shapes[i].bounds for i in (*centre_ids, *self._shown.flow_order) if i in self._shown.shapes
        ]
        wanted = found[: len(centre_ids) or 1] if centre_ids else found[:1]
        self._port = readable(self._reach(), around(wanted, self.width(), self.height()), self.width(), self.height())
        self.update()

    def _fit_again(self) -> None:
        if self._fits and self._centre is not None:
            self.fit_readable(self._centre)
        elif self._fits:
            self.fit()

    def zoom_to(self, scale: float) -> None:
        """Zoom around the middle; 1.0 is 100 %."""
        self._zoom(scale / self._port.scale, QPointF(self.width() / 2, self.height() / 2))

    def _zoom(self, factor: float, at: QPointF) -> None:
        self._fits = False
        self._port = self._port.zoomed(factor, at.x(), at.y()).kept(self._reach(), self.width(), self.height())
        self.update()
        self.moved.emit()

    def _pan(self, dx: float, dy: float) -> None:
        self._fits = False
        self._port = self._port.moved(dx, dy).kept(self._reach(), self.width(), self.height())
        self.update()
        self.moved.emit()

    def follow(self, other: DiagramCanvas) -> None:
        """Show the part that another canvas of the same drawing shows; does not signal."""
        self._port, self._fits, self._centre = other._port, other._fits, other._centre
        self.update()

    def _reach(self) -> Bounds:
        x, y, width, height = self._shown.bounds
        return Bounds(x - 12, y - 12, width + 24, height + 24)

    def _seen(self) -> QRectF:
        port = self._port
        return QRectF(port.x, port.y, self.width() / port.scale, self.height() / port.scale)

    def _pixels_of(self, element_ids: Collection[str] | None) -> QRect:
        """The part of the widget that markers on these elements may touch (None: on any)."""
        shapes, edges = self._shown.shapes, self._shown.edges
        area = QRectF()
        for each in element_ids if element_ids is not None else ():
            if each in shapes:
                area = area.united(QRectF(*shapes[each].bounds))
            elif each in edges:
                area = area.united(QRectF(*extent([edges[each]])))
        if element_ids is None:
            area = QRectF(*self._shown.bounds)
        elif area.isNull():
            return QRect()
        across, down = _BADGES
        area = area.adjusted(-across, -down, across, down)
        port = self._port
        return (
            QRectF(
                (area.x() - port.x) * port.scale,
                (area.y() - port.y) * port.scale,
                area.width() * port.scale,
                area.height() * port.scale,
            )
            .toAlignedRect()
            .adjusted(-1, -1, 1, 1)
        )

    def _minimap_place(self) -> QRectF:
        """Where the small picture of the whole lies now; empty when it is not needed."""
        if not self._shown.items or not Minimap.is_needed(self._shown, self._seen()):
            return QRectF()
        if self._corner is None:
            # Kept while one pans and zooms: what jumps from corner to corner is worse than what hides something.
            self._corner = Minimap.freest_corner(self._shown, self._seen(), self.width(), self.height())
        return Minimap.place(self._shown, self.width(), self.height(), self._corner)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._shown.items:
            painter.fillRect(event.rect(), QColor(self._colours.paper))
            return
        ratio = self.devicePixelRatioF()
        scale = self._port.scale * ratio
        if not self._stamps.fit(scale, self._colours, self.font()):
            self._stamps = Stamps(scale, self._colours, self.font())
        # The drawing's origin lies on a whole pixel, so that what is copied and what is painted lie on each other.
        seen = QRect(round(self._port.x * scale), round(self._port.y * scale), 0, 0)
        seen.setSize(QSize(int(self.width() * ratio + 1), int(self.height() * ratio + 1)))
        layer = self._layers.layer(self._shown, self._stamps, self.font(), seen)
        painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        place = layer.place.translated(-seen.x(), -seen.y())
        painter.drawPixmap(place.topLeft(), layer.pixmap)
        for empty in _beside(place, seen.width(), seen.height()):
            painter.fillRect(empty, QColor(self._colours.paper))
        unit = scale / ratio
        painter.setWorldTransform(QTransform(unit, 0, 0, unit, -seen.x() / ratio, -seen.y() / ratio))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        part = self._seen()
        brush = Brush(painter, self._colours, self.font())
        if self._selected in self._shown.shapes:
            paint_selection(brush, self._shown, self._selected)  # the frame must not cross badges
        is_whole = part.contains(QRectF(*self._reach()))
        self._overlay.paint(brush, None if is_whole else part, self._stamps)
        if self._selected in self._shown.edges:
            paint_selection(brush, self._shown, self._selected)
        for element_id in self._hits:
            paint_hit(brush, self._shown, element_id)
        if self._prepares_thin is not (scale < LEGIBLE):
            self._prepares_thin = scale < LEGIBLE
            QTimer.singleShot(0, self, self._prepare)
        small = QRectF() if is_whole else self._minimap_place()
        if not small.isEmpty():
            painter.resetTransform()
            self._minimap.paint(painter, self._shown, small, part, self._colours, ratio)

    def render_to_image(self, size: QSize, dpr: float = 1.0) -> QImage:
        """The whole diagram with its markers, fitted into `size` (logical pixels) at a device pixel ratio."""
        image = QImage(size * dpr, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(dpr)
        image.fill(QColor(self._colours.paper))
        if self._shown.items:
            painter = QPainter(image)
            port = fitted(self._reach(), size.width(), size.height())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(port.scale, port.scale)
            painter.translate(-port.x, -port.y)
            brush = Brush(painter, self._colours, self.font())
            paint_items(brush, self._shown.items)
            if self._selected in self._shown.shapes:
                paint_selection(brush, self._shown, self._selected)
            self._overlay.paint(brush)
            if self._selected in self._shown.edges:
                paint_selection(brush, self._shown, self._selected)
            painter.end()
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_again()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.update()
        super().changeEvent(event)


def _changed(before: Mapping[str, Marker], after: Mapping[str, Marker]) -> list[str] | None:
    """The elements whose markers differ; None for many."""
    differing = chain(
        (each for each in before if each not in after),
        (each for each, marker in after.items() if before.get(each) != marker),
    )
    found = list(islice(differing, _FEW + 1))
    return found if len(found) <= _FEW else None


def _beside(place: QRect, width: int, height: int) -> list[QRect]:
    """What a picture at `place` leaves free of a widget: above, below, left and right of it."""
    top, bottom = max(place.top(), 0), min(place.bottom() + 1, height)
    rects = (
        QRect(0, 0, width, top),
        QRect(0, bottom, width, height - bottom),
        QRect(0, top, place.left(), bottom - top),
        QRect(place.right() + 1, top, width - place.right() - 1, bottom - top),
    )
    return [rect for rect in rects if rect.width() > 0 and rect.height() > 0]
