"""Paints the state of a case over the base layer: washes, borders, taken flows and badges on marked elements.

Only marked elements are touched, so changing the markers never rebuilds the drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from bpo_desk.models.process import FlowKind, NodeKind, Point
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem, ShapeItem
from bpo_desk.process.labels import LabelPlace
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram.badges import put_badges, put_edge_badge
from bpo_desk.ui.diagram.base_layer import LEGIBLE, paint_item, put_item, touches
from bpo_desk.ui.diagram.brush import Brush, colour_of, rectangle
from bpo_desk.ui.diagram.crossings import Crossings
from bpo_desk.ui.diagram.flows import draw_head, draw_line, flow_width
from bpo_desk.ui.diagram.labels import label_rectangle, paint_label, paint_veil
from bpo_desk.ui.diagram.stamps import Direct, Placer, Stamped, Stamps
from bpo_desk.ui.diagram.state_looks import StateLook, put_state, state_looks, veil_of

# Device pixels per diagram unit below which small text is a smear.
_READABLE = 0.35
Line = tuple[Point, ...]
Looks = Mapping[MarkerState, StateLook]
_INSIDE = frozenset({LabelPlace.CENTRE, LabelPlace.NOTE})


class Overlay:
    """The marked part of one display list, looked up once per change of markers."""

    def __init__(self, shown: DisplayList, markers: Mapping[str, Marker], crossings: Crossings | None = None) -> None:
        """`crossings`: of the same display list, where it is at hand."""
        self._crossings = crossings or Crossings(shown)
        edges, shapes = shown.edges, shown.shapes
        self._edges: list[tuple[EdgeItem, Marker]] = []
        self._shapes: list[tuple[ShapeItem, Marker]] = []
        for element_id, marker in markers.items():
            shape = shapes.get(element_id)
            if shape is not None:
                self._shapes.append((shape, marker))
            elif element_id in edges:
                self._edges.append((edges[element_id], marker))
        # Taken flows lie over dimmed ones where they share a trunk; frames lie beneath what is in them.
        self._edges.sort(key=lambda pair: pair[1].state is not MarkerState.NOT_REACHED)
        self._shapes.sort(key=lambda pair: not pair[0].is_container)
        self._on_borders = [
            (shape, markers.get(shape.element_id))
            for shape in (shapes.values() if markers else ())
            if shape.kind is NodeKind.BOUNDARY_EVENT
        ]
        coloured = {shape.element_id for shape, marker in self._shapes if shape.fill or marker.heat is not None}
        self._inside: dict[str, LabelItem] = (
            {
                item.element_id: item
                for item in shown.items
                if isinstance(item, LabelItem) and item.element_id in coloured and item.place in _INSIDE
            }
            if coloured
            else {}
        )

    def paint(self, brush: Brush, region: QRectF | None = None, stamps: Stamps | None = None) -> None:
        """Paint in diagram units over the base layer; with a `region`, only what touches it. With `stamps`, made for
        the painter's scale, what recurs is copied; that is for pixels only."""
        painter = brush.painter
        scale = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
        placer: Placer = Stamped(brush, stamps) if stamps is not None else Direct(brush)
        edges = [pair for pair in self._edges if region is None or touches(pair[0], region)]
        shapes = [pair for pair in self._shapes if region is None or touches(pair[0], region)]
        small = scale < LEGIBLE
        looks, veil, line = state_looks(brush.colours), veil_of(brush.colours), self._crossings.line
        for edge, marker in edges:
            if marker.state is MarkerState.NOT_REACHED:
                _veil_edge(brush, edge, line(edge), veil, small)
            elif small:
                # A line only: at this scale the rest is smaller than two pixels.
                draw_line(brush, line(edge), colour_of(looks[marker.state].border), 4.0, Qt.PenStyle.SolidLine)
            else:
                _paint_edge(brush, edge, line(edge), marker, colour_of(looks[marker.state].border))
        if not small:
            self._put_back(placer, brush, edges)
            self._put_texts(placer, brush, edges)
        for shape, marker in shapes:
            if shape.kind is not NodeKind.BOUNDARY_EVENT and not (small and shape.is_container):
                self._put_shape(placer, brush, shape, marker, looks, small)
        if not small:
            self._put_on_borders(placer, brush, looks, region)
            self._put_badges(placer, brush, edges, shapes, looks, readable=scale >= _READABLE)
        placer.units()

    def _put_back(self, placer: Placer, brush: Brush, edges: Sequence[tuple[EdgeItem, Marker]]) -> None:
        """Shapes beneath which a line runs stand before it, as in the drawing without marks."""
        for shape in {over.element_id: over for edge, _ in edges for over in self._crossings.over(edge)}.values():
            put_item(placer, shape)
            name = self._crossings.name_of(shape)
            if name is not None:
                _put_label(placer, name, brush.font.family(), veiled=False)

    def _put_texts(self, placer: Placer, brush: Brush, edges: Sequence[tuple[EdgeItem, Marker]]) -> None:
        """Texts that a marked line runs through stand before it."""
        family = brush.font.family()
        texts = {label.element_id: label for edge, _ in edges for label in self._crossings.of(edge, family)}
        for label in texts.values():
            _put_label(placer, label, family, veiled=True)

    def _put_on_borders(self, placer: Placer, brush: Brush, looks: Looks, region: QRectF | None) -> None:
        """Boundary events lie on borders that have just been painted."""
        for shape, marker in self._on_borders:
            if region is None or touches(shape, region):
                put_item(placer, shape)
                if marker is not None:
                    self._put_shape(placer, brush, shape, marker, looks, small=False)

    def _put_badges(
        self,
        placer: Placer,
        brush: Brush,
        edges: Sequence[tuple[EdgeItem, Marker]],
        shapes: Sequence[tuple[ShapeItem, Marker]],
        looks: Looks,
        *,
        readable: bool,
    ) -> None:
        family = brush.font.family()
        for edge, marker in edges if readable else ():
            if marker.badge:
                name = self._crossings.own_text(edge, family)
                put_edge_badge(placer, edge, marker.badge, brush, looks[marker.state].border, name)
        for shape, marker in shapes:
            if marker.state is not MarkerState.NOT_REACHED:
                put_badges(placer, shape, marker, brush, looks[marker.state].border, with_text=readable)

    def _put_shape(
        self, placer: Placer, brush: Brush, shape: ShapeItem, marker: Marker, looks: Looks, small: bool
    ) -> None:
        label = None if small else self._inside.get(shape.element_id)
        if shape.fill and not shape.is_container and marker.state is not MarkerState.NOT_REACHED:
            # The file's own colour would change what the state's says.
            placer.units()
            paint_item(Brush(brush.painter, brush.colours, brush.font, state_fill=brush.colours.shape), shape)
            if label is not None:
                paint_label(brush, label, brush.colours.ink)
        put_state(placer, shape, marker, looks[marker.state], brush.colours, bold=small)
        if label is not None and marker.heat is not None:
            # A strong warmth would leave too little of a name beneath it.
            placer.units()
            paint_label(brush, label, brush.colours.ink)


def _put_label(placer: Placer, label: LabelItem, family: str, *, veiled: bool) -> None:
    """Put a text of the drawing in its place once more, `veiled` over what runs beneath it."""
    box, bounds = label_rectangle(label, family), label.bounds
    x, y = box.x(), box.y()
    placer.put(
        ("text", label.text, label.place, bounds.width, bounds.height, veiled),
        x,
        y,
        (-2, -2, box.width() + 2, box.height() + 2),
        lambda brush: _paint_text(brush, label, x, y, veiled),
    )


def _paint_text(brush: Brush, label: LabelItem, x: float, y: float, veiled: bool) -> None:
    brush.painter.translate(-x, -y)
    if veiled:
        paint_veil(brush, label)
    paint_label(brush, label, brush.colours.ink)
    brush.painter.translate(x, y)


def _veil_edge(brush: Brush, edge: EdgeItem, line: Line, veil: QColor, small: bool) -> None:
    width = flow_width(edge)
    draw_line(brush, line, veil, 4.0 if small else width + 2.4, Qt.PenStyle.SolidLine)
    if edge.kind is FlowKind.SEQUENCE and not small:
        draw_head(brush, line, veil, filled=True, size=10.0 + width)


def _paint_edge(brush: Brush, edge: EdgeItem, line: Line, marker: Marker, ink: QColor) -> None:
    width = flow_width(edge)
    style = Qt.PenStyle.SolidLine
    if marker.inferred:
        # The line beneath would show between the dashes.
        draw_line(brush, line, colour_of(brush.colours.paper), width + 2.0, style)
        style = Qt.PenStyle.DashLine
    width = max(width, 3.0) if marker.heat is None else 1.4 + 5.0 * marker.heat
    draw_line(brush, line, ink, width, style)
    if edge.kind is FlowKind.SEQUENCE:
        draw_head(brush, line, ink, filled=True, size=max(8.0 + width, 11.0))


def paint_hit(brush: Brush, shown: DisplayList, element_id: str) -> None:
    """A dashed frame around what a search found."""
    shape, edge = shown.shapes.get(element_id), shown.edges.get(element_id)
    colours = brush.colours
    if shape is not None:
        brush.use(brush.pen(colours.selected, 2.0, Qt.PenStyle.DashLine), None)
        brush.painter.drawRoundedRect(rectangle(shape.bounds).adjusted(-7, -7, 7, 7), 7, 7)
    elif edge is not None:
        draw_line(brush, edge.waypoints, QColor(colours.selected), 3.0, Qt.PenStyle.DashLine)


def paint_selection(brush: Brush, shown: DisplayList, element_id: str) -> None:
    """A frame around the selected element, or a thick line along a selected flow."""
    shape, edge = shown.shapes.get(element_id), shown.edges.get(element_id)
    if shape is not None:
        brush.use(brush.pen(brush.colours.selected, 2.4), None)
        box: QRectF = rectangle(shape.bounds).adjusted(-5, -5, 5, 5)
        brush.painter.drawRoundedRect(box, 6, 6)
    elif edge is not None:
        draw_line(brush, edge.waypoints, QColor(brush.colours.selected), 4.0, Qt.PenStyle.SolidLine)
