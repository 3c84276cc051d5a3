"""Paints the state of a case over the base layer: washes, borders, taken flows and badges on marked elements.

Only marked elements are touched, so changing the markers never rebuilds the drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from bpo_desk.models.process import Bounds, FlowKind, Point
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem, ShapeItem
from bpo_desk.process.labels import LabelPlace
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram.badges import put_badges, put_edge_badge
from bpo_desk.ui.diagram.base_layer import LEGIBLE, put_item
from bpo_desk.ui.diagram.brush import Brush, colour_of, rectangle
from bpo_desk.ui.diagram.crossings import THIN_MARK, Crossings, Strokes
from bpo_desk.ui.diagram.flows import (
    LEVEL,
    End,
    ThinStrokes,
    draw_line,
    draw_thin,
    flow_width,
    paint_ends,
    paint_heads,
    paint_tail,
)
from bpo_desk.ui.diagram.labels import is_beside_shapes, label_rectangle, paint_labels, paint_veils
from bpo_desk.ui.diagram.stamps import Direct, Placer, Stamped, Stamps
from bpo_desk.ui.diagram.state_looks import StateLook, faded_line, put_state, state_looks, veil_of

# Device pixels per diagram unit below which small text is a smear.
_READABLE = 0.35
Looks = Mapping[MarkerState, StateLook]
StateKey = tuple[int, MarkerState, float | None]
"""All that tells how a mark looks but for its badges: the number of the shape's form, state and warmth."""
MarkedShape = tuple[StateKey, Bounds, tuple[ShapeItem, Marker]]
LineLook = tuple[MarkerState, bool, float | None, float | None, bool]
"""State, whether inferred, warmth, share of the log, and whether it ends in a head."""
_ORIGIN = (0.0, 0.0)
_NOT_REACHED = MarkerState.NOT_REACHED
_SEQUENCE = FlowKind.SEQUENCE
_badges_of = attrgetter("state", "tokens", "times", "path", "badge", "alert", "heat", "detour", "returned")
_INSIDE = frozenset({LabelPlace.CENTRE, LabelPlace.NOTE})


class Overlay:
    """The marked part of one display list, looked up once per change of markers."""

    def __init__(self, shown: DisplayList, markers: Mapping[str, Marker], crossings: Crossings | None = None) -> None:
        """`crossings`: of the same display list, where it is at hand."""
        self._crossings = crossings or Crossings(shown)
        self._edges: list[tuple[EdgeItem, Marker]] = []
        self._frames: list[MarkedShape] = []
        self._solid: list[MarkedShape] = []
        self._on_borders: list[MarkedShape] = []
        self._events: list[ShapeItem] = []
        if not markers:
            return
        edges, places = shown.edges, self._crossings.places()
        # Those without a mark too: they lie on borders that are painted anew.
        self._events = self._crossings.on_borders()
        layers = self._frames, self._solid, self._on_borders
        taken: list[tuple[EdgeItem, Marker]] = []
        others: list[tuple[EdgeItem, Marker]] = []
        for element_id, marker in markers.items():
            place = places.get(element_id)
            if place is not None:
                shape, form, layer = place
                # What is warm is painted with its name: no other looks like that.
                form, heat = (form, None) if marker.heat is None else (-id(shape), marker.heat)
                layers[layer].append(((form, marker.state, heat), shape.bounds, (shape, marker)))
            elif element_id in edges:
                (others if marker.state is _NOT_REACHED else taken).append((edges[element_id], marker))
        # Taken flows lie over dimmed ones where they share a trunk; frames lie beneath what is in them.
        self._edges = others + taken

    def paint(self, brush: Brush, region: QRectF | None = None, stamps: Stamps | None = None) -> None:
        """Paint in diagram units over the base layer; with a `region`, only what touches it. With `stamps`, made for
        the painter's scale, what recurs is copied; that is for pixels only."""
        painter = brush.painter
        scale = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
        placer: Placer = Stamped(brush, stamps) if stamps is not None else Direct(brush)
        edges, frames, solid, marked, events = self._edges, self._frames, self._solid, self._on_borders, self._events
        if region is not None:
            box, touches = (region.left(), region.top(), region.right(), region.bottom()), self._crossings.touches
            edges = [pair for pair in edges if touches(pair[0], box)]
            frames, solid, marked = (
                [one for one in some if touches(one[2][0], box)] for some in (frames, solid, marked)
            )
            events = [shape for shape in events if touches(shape, box)]
        looks = state_looks(brush.colours)
        if scale < LEGIBLE:
            self._paint_thin(brush, edges, looks)
            self._put_states(placer, brush, solid, looks, True)
        else:
            self._paint_lines(placer, brush, edges, looks)
            self._put_back(placer, brush.family, [edge for edge, _ in edges])
            self._put_states(placer, brush, frames, looks, False)
            self._put_states(placer, brush, solid, looks, False)
            for shape in events:
                placer.together((id(shape), "base"), _ORIGIN, shape, put_item, shape)
            self._put_states(placer, brush, marked, looks, False)
            readable = scale >= _READABLE
            if readable:
                self._put_edge_badges(placer, brush, edges, looks)
            for some in (frames, solid, marked):
                self._put_badges(placer, brush, some, looks, readable)
        placer.units()

    def _paint_thin(self, brush: Brush, edges: Sequence[tuple[EdgeItem, Marker]], looks: Looks) -> None:
        """Lines only: at such a scale the rest is smaller than two pixels."""
        alike: dict[MarkerState, ThinStrokes] = {}
        strokes = self._crossings.thin_strokes([edge for edge, _ in edges])
        for (_, marker), (bars, slanted) in zip(edges, strokes, strict=True):
            every = alike.get(marker.state)
            if every is None:
                every = alike[marker.state] = ThinStrokes([], [])
            every.bars.extend(bars)
            if slanted:
                every.slanted.extend(slanted)
        for state, every in alike.items():
            ink = veil_of(brush.colours) if state is _NOT_REACHED else colour_of(looks[state].border)
            draw_thin(brush, every, ink, THIN_MARK)

    def _paint_lines(
        self, placer: Placer, brush: Brush, edges: Sequence[tuple[EdgeItem, Marker]], looks: Looks
    ) -> None:
        """Lines with their heads; those that look alike together, because changing the pen takes as long as a line."""
        alike: dict[LineLook, list[EdgeItem]] = {}
        for edge, marker in edges:
            look = marker.state, marker.inferred, marker.heat, edge.share, edge.kind is _SEQUENCE
            alike.setdefault(look, []).append(edge)
        for look, some in alike.items():
            self._paint_alike(placer, brush, some, look, looks)

    def _paint_alike(
        self, placer: Placer, brush: Brush, some: Sequence[EdgeItem], look: LineLook, looks: Looks
    ) -> None:
        state, inferred, heat, share, headed = look
        strokes = self._crossings.strokes(some)
        own, style = flow_width(some[0]), Qt.PenStyle.SolidLine
        if state is _NOT_REACHED and headed:
            # Faint and not veiled: where a line and its head meet a veil would lie twice.
            ink, width, size = faded_line(brush.colours), own + 0.6, 9.0 + own
        elif state is _NOT_REACHED:
            ink, width, size = veil_of(brush.colours), own + 2.4, 0.0
        else:
            ink, width = colour_of(looks[state].border), max(own, 3.0) if heat is None else 1.4 + 5.0 * heat
            size = max(8.0 + width, 11.0)
            if inferred:
                # The line beneath would show between the dashes.
                brush.use(brush.pen(colour_of(brush.colours.paper), own + 2.0), None)
                _draw(brush, strokes)
                style = Qt.PenStyle.DashLine
        brush.use(brush.pen(ink, width, style), None)
        if style is Qt.PenStyle.DashLine:
            brush.painter.drawLines(self._crossings.straight_pieces(some))
        else:
            _draw(brush, strokes)
        if headed:
            recurring = LEVEL if heat is None and share is None else {}
            _put_heads(placer, brush, [stroke.end for stroke in strokes if stroke.end], size, ink, recurring)
            for edge in some:
                if edge.tail_diamond or edge.default:
                    paint_tail(brush, edge, ink)
        elif state is not _NOT_REACHED:
            for edge in some:
                paint_ends(brush, edge, ink, min(width, 2.0))

    def _put_back(self, placer: Placer, family: str, edges: Sequence[EdgeItem]) -> None:
        """What a line runs through stands before it, as in the drawing without marks."""
        found = self._crossings.before(edges, family)
        for shape in {over.element_id: over for before in found for over in before.shapes}.values():
            placer.together((id(shape), "base"), _ORIGIN, shape, put_item, shape)
            name = self._crossings.label(shape)
            if name is not None and not is_beside_shapes(name):
                placer.together((id(name), "text"), _ORIGIN, name, _put_text, name, family, False)
        for label in {text.element_id: text for before in found for text in before.texts}.values():
            placer.together((id(label), "veiled"), _ORIGIN, label, _put_text, label, family, True)

    def _put_edge_badges(
        self, placer: Placer, brush: Brush, edges: Sequence[tuple[EdgeItem, Marker]], looks: Looks
    ) -> None:
        for edge, marker in edges:
            if marker.badge:
                label = self._crossings.label(edge)
                name = label_rectangle(label, brush.family) if label is not None else QRectF()
                put_edge_badge(placer, edge, marker.badge, brush, looks[marker.state].border, name)

    def _put_badges(
        self, placer: Placer, brush: Brush, shapes: Sequence[MarkedShape], looks: Looks, readable: bool
    ) -> None:
        def put(placer: Placer, marked: tuple[ShapeItem, Marker]) -> None:
            shape, marker = marked
            put_badges(placer, shape, marker, brush, looks[marker.state].border, readable)

        placer.each(
            (
                ((key[0], _badges_of(marked[1])), bounds, marked)
                for key, bounds, marked in shapes
                if key[1] is not _NOT_REACHED
            ),
            put,
        )

    def _put_states(
        self, placer: Placer, brush: Brush, shapes: Sequence[MarkedShape], looks: Looks, bold: bool
    ) -> None:
        def put(placer: Placer, marked: tuple[ShapeItem, Marker]) -> None:
            self._put_state(placer, brush, marked[0], marked[1], looks, bold)

        placer.each(shapes, put)

    def _put_state(
        self, placer: Placer, brush: Brush, shape: ShapeItem, marker: Marker, looks: Looks, bold: bool
    ) -> None:
        label = None if bold or not (shape.fill or marker.heat is not None) else self._crossings.label(shape)
        if label is not None and label.place not in _INSIDE:
            label = None
        if shape.fill and not shape.is_container and marker.state is not _NOT_REACHED:
            # The file's own colour would change what the state's says.
            put_item(placer, shape, plain=True)
            if label is not None:
                _put_text(placer, label, brush.family, False)
        put_state(placer, shape, marker, looks[marker.state], brush.colours, bold=bold)
        if label is not None and marker.heat is not None:
            # A strong warmth would leave too little of a name beneath it.
            _put_text(placer, label, brush.family, False)


def _draw(brush: Brush, strokes: Sequence[Strokes]) -> None:
    painter = brush.painter
    painter.drawLines([piece for straight, _, _ in strokes for piece in straight])
    for _, bent, _ in strokes:
        for path in bent:
            painter.drawPath(path)


def _put_heads(
    placer: Placer, brush: Brush, ends: Sequence[End], size: float, ink: QColor, recurring: Mapping[Point, int]
) -> None:
    """Copy the heads in the directions that recur, by their numbers, and paint the others."""

    def put(placer: Placer, end: End) -> None:
        at, direction = end
        placer.put(
            ("head", recurring[direction], size, rgba),
            *at,
            (-size - 2, -size - 2, size + 2, size + 2),
            lambda own: paint_heads(own, [((0.0, 0.0), direction)], size, ink),
        )

    rgba = ink.rgba()
    paint_heads(brush, [end for end in ends if end[1] not in recurring], size, ink)
    placer.each([(("head", recurring[end[1]], size, rgba), end[0], end) for end in ends if end[1] in recurring], put)
    placer.units()


def _put_text(placer: Placer, label: LabelItem, family: str, veiled: bool) -> None:
    """Put a text of the drawing in its place once more, `veiled` over what runs beneath it."""
    box, bounds = label_rectangle(label, family), label.bounds
    x, y = box.x(), box.y()
    placer.put(
        ("text", label.text, label.place, bounds.width, bounds.height, veiled),
        x,
        y,
        (-2, -2, box.width() + 2, box.height() + 2),
        lambda brush: _paint_text(brush, label, x, y, veiled),
        exactly=True,  # it lies on itself
    )


def _paint_text(brush: Brush, label: LabelItem, x: float, y: float, veiled: bool) -> None:
    brush.painter.translate(-x, -y)
    if veiled:
        paint_veils(brush, (label,))
    paint_labels(brush, (label,), brush.colours.ink)
    brush.painter.translate(x, y)


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
