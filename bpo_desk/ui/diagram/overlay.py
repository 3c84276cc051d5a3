"""Paints the state of a case over the base layer: marked elements in their state's look, with badges.

Only marked elements are painted, so changing the markers never rebuilds the drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from bpo_desk.models.process import Family, FlowKind, NodeKind
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem, ShapeItem
from bpo_desk.process.labels import LabelPlace
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram.badges import paint_badges, paint_edge_badge
from bpo_desk.ui.diagram.base_layer import paint_item, touches
from bpo_desk.ui.diagram.brush import ROUNDED, Brush, colour_of, polygon, rectangle
from bpo_desk.ui.diagram.colours import DiagramColours, mixed
from bpo_desk.ui.diagram.flows import draw_head, draw_line, flow_width
from bpo_desk.ui.diagram.labels import paint_label

# Device pixels per diagram unit below which small text is a smear.
_READABLE = 0.35
_INSIDE = frozenset({LabelPlace.CENTRE, LabelPlace.NOTE})


@dataclass(frozen=True, slots=True)
class StateLook:
    """How one state looks: border colour, soft fill (None keeps the drawing's), border width and dashes."""

    border: str
    fill: str | None
    width: float
    dashed: bool = False


def state_look(state: MarkerState, colours: DiagramColours) -> StateLook:
    """The one look of each state."""
    return _looks(colours)[state]


@lru_cache(maxsize=8)
def _looks(colours: DiagramColours) -> dict[MarkerState, StateLook]:
    return {
        MarkerState.CURRENT: StateLook(colours.current, colours.current_soft, 3.2),
        MarkerState.WAITING: StateLook(colours.waiting, colours.waiting_soft, 2.6),
        MarkerState.DONE: StateLook(colours.done, colours.done_soft, 1.8),
        MarkerState.NEXT: StateLook(colours.next, None, 2.4, dashed=True),
        MarkerState.OVERDUE: StateLook(colours.overdue, colours.overdue_soft, 3.2),
        MarkerState.EXITED: StateLook(colours.exited, colours.exited_soft, 2.4),
        MarkerState.FAILED: StateLook(colours.failed, colours.failed_soft, 2.8),
        MarkerState.NOT_REACHED: StateLook(colours.faint, None, 0.0),
    }


def warmed(colours: DiagramColours, colour: str, heat: float) -> str:
    """The fill of a step by its warmth (0..1): from a trace of the state's colour to as much as its name allows."""
    strongest = 0.5 if colours.keep_file_strokes else 0.3
    return mixed(colours.shape, colour, 0.06 + strongest * min(max(heat, 0.0), 1.0)).name()


class Overlay:
    """The marked part of one display list, looked up once per change of markers."""

    def __init__(self, shown: DisplayList, markers: Mapping[str, Marker]) -> None:
        self._edges: list[tuple[EdgeItem, Marker]] = []
        self._shapes: list[tuple[ShapeItem, Marker | None]] = []
        self._inside: dict[str, LabelItem] = {}
        for item in shown.items if markers else ():
            marker = markers.get(item.element_id)
            if isinstance(item, EdgeItem):
                if marker is not None:
                    self._edges.append((item, marker))
            elif isinstance(item, ShapeItem):
                if marker is not None or item.kind is NodeKind.BOUNDARY_EVENT:
                    self._shapes.append((item, marker))
            elif marker is not None and item.place in _INSIDE:
                self._inside[item.element_id] = item
        # Taken flows lie over dimmed ones where they share a trunk.
        self._edges.sort(key=lambda pair: pair[1].state is not MarkerState.NOT_REACHED)

    def paint(self, painter: QPainter, colours: DiagramColours, font: QFont, region: QRectF | None = None) -> None:
        """Paint in diagram units over the base layer; with a `region`, only what touches it."""
        brush = Brush(painter, colours, font)
        readable = painter.worldTransform().m11() * painter.device().devicePixelRatioF() >= _READABLE
        for edge, marker in self._edges:
            if region is None or touches(edge, region):
                _paint_edge(brush, edge, marker)
        shapes = [(s, m) for s, m in self._shapes if region is None or touches(s, region)]
        for shape, shape_marker in shapes:
            if shape_marker is None:
                paint_item(brush, shape)
            else:
                self._paint_shape(brush, shape, shape_marker)
        for edge, marker in self._edges if readable else ():
            if marker.badge and (region is None or touches(edge, region)):
                paint_edge_badge(brush, edge, marker.badge, state_look(marker.state, colours).border)
        for shape, shape_marker in shapes:
            if shape_marker is not None and shape_marker.state is not MarkerState.NOT_REACHED:
                border = state_look(shape_marker.state, colours).border
                paint_badges(brush, shape, shape_marker, border, with_text=readable)

    def _paint_shape(self, brush: Brush, shape: ShapeItem, marker: Marker) -> None:
        look = state_look(marker.state, brush.colours)
        if marker.state is MarkerState.NOT_REACHED:
            if shape.kind is NodeKind.BOUNDARY_EVENT:
                paint_item(brush, shape)
            if not shape.is_container:
                _outline(brush, shape, None, _veil(brush.colours))
            return
        if shape.is_container or look.fill is None:
            if look.dashed:
                # The border beneath would show between the dashes.
                _outline(brush, shape, replace(look, border=brush.colours.paper, dashed=False), None)
            _outline(brush, shape, look, None)
            return
        colours = brush.colours
        fill = look.fill if marker.heat is None else warmed(colours, look.border, marker.heat)
        painted = Brush(brush.painter, colours, brush.font, state_fill=fill, state_line=look.border)
        paint_item(painted, shape)
        _outline(brush, shape, look, None)
        label = self._inside.get(shape.element_id)
        if label is not None:
            paint_label(brush, label, brush.colours.ink)


@lru_cache(maxsize=8)
def _veil(colours: DiagramColours) -> QColor:
    veil = QColor(colours.paper)
    veil.setAlpha(140)
    return veil


def _outline(brush: Brush, shape: ShapeItem, look: StateLook | None, fill: QColor | None) -> None:
    """The shape's outline as a state draws it; a veil covers a little more than the line beneath."""
    pen = None
    box = rectangle(shape.bounds)
    if look is not None:
        pen = brush.pen(look.border, look.width, Qt.PenStyle.DashLine if look.dashed else Qt.PenStyle.SolidLine)
    else:
        box = box.adjusted(-2, -2, 2, 2)
    brush.use(pen, fill)
    family = shape.kind.family
    if family is Family.EVENT:
        brush.painter.drawEllipse(box)
    elif family is Family.GATEWAY:
        x, y = box.center().x(), box.center().y()
        brush.painter.drawPolygon(polygon([(x, box.top()), (box.right(), y), (x, box.bottom()), (box.left(), y)]))
    elif family is Family.ACTIVITY:
        brush.painter.drawRoundedRect(box, ROUNDED, ROUNDED)
    else:
        brush.painter.drawRect(box)


def _paint_edge(brush: Brush, edge: EdgeItem, marker: Marker) -> None:
    width = flow_width(edge)
    if marker.state is MarkerState.NOT_REACHED:
        veil = _veil(brush.colours)
        draw_line(brush, edge.waypoints, veil, width + 2.4, Qt.PenStyle.SolidLine)
        if edge.kind is FlowKind.SEQUENCE:
            draw_head(brush, edge.waypoints, veil, filled=True, size=10.0 + width)
        return
    ink = colour_of(state_look(marker.state, brush.colours).border)
    style = Qt.PenStyle.SolidLine
    if marker.inferred:
        # The line beneath would show between the dashes.
        draw_line(brush, edge.waypoints, QColor(brush.colours.paper), width + 2.0, style)
        style = Qt.PenStyle.DashLine
    width = max(width, 3.0) if marker.heat is None else 1.4 + 5.0 * marker.heat
    draw_line(brush, edge.waypoints, ink, width, style)
    if edge.kind is FlowKind.SEQUENCE:
        draw_head(brush, edge.waypoints, ink, filled=True, size=max(8.0 + width, 11.0))


def paint_hit(painter: QPainter, shown: DisplayList, element_id: str, colours: DiagramColours, font: QFont) -> None:
    """A dashed frame around what a search found."""
    shape, edge = shown.shapes.get(element_id), shown.edges.get(element_id)
    brush = Brush(painter, colours, font)
    if shape is not None:
        brush.use(brush.pen(colours.selected, 2.0, Qt.PenStyle.DashLine), None)
        painter.drawRoundedRect(rectangle(shape.bounds).adjusted(-7, -7, 7, 7), 7, 7)
    elif edge is not None:
        draw_line(brush, edge.waypoints, QColor(colours.selected), 3.0, Qt.PenStyle.DashLine)


def paint_selection(
    painter: QPainter, shown: DisplayList, element_id: str, colours: DiagramColours, font: QFont
) -> None:
    """A frame around the selected element, or a thick line along a selected flow."""
    brush = Brush(painter, colours, font)
    shape, edge = shown.shapes.get(element_id), shown.edges.get(element_id)
    if shape is not None:
        brush.use(brush.pen(colours.selected, 2.4), None)
        box: QRectF = rectangle(shape.bounds).adjusted(-5, -5, 5, 5)
        painter.drawRoundedRect(box, 6, 6)
    elif edge is not None:
        draw_line(brush, edge.waypoints, QColor(colours.selected), 4.0, Qt.PenStyle.SolidLine)
