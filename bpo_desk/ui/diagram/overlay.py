"""Paints the state of a case over the base layer: washes, borders, taken flows and badges on marked elements.

Only marked elements are touched, so changing the markers never rebuilds the drawing.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from itertools import count
from operator import attrgetter

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor

from bpo_desk.models.process import FlowKind
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem, ShapeItem
from bpo_desk.process.labels import LabelPlace
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram.badges import put_badges, put_edge_badge
from bpo_desk.ui.diagram.base_layer import LEGIBLE, put_item
from bpo_desk.ui.diagram.brush import Brush, colour_of, rectangle
from bpo_desk.ui.diagram.crossings import Crossings
from bpo_desk.ui.diagram.flows import draw_line, flow_width, use_for_head
from bpo_desk.ui.diagram.labels import is_beside_shapes, label_rectangle, paint_labels, paint_veils
from bpo_desk.ui.diagram.stamps import Direct, Placer, Stamped, Stamps
from bpo_desk.ui.diagram.state_looks import StateLook, put_state, state_looks, veil_of

# Device pixels per diagram unit below which small text is a smear.
_READABLE = 0.35
Looks = Mapping[MarkerState, StateLook]
MarkedShape = tuple[ShapeItem, Marker, int]
"""With its marker and the number of how that looks."""
LineLook = tuple[MarkerState, bool, float | None, float | None, bool]
"""State, whether inferred, warmth, share of the log, and whether it ends in a head."""
_ORIGIN = (0.0, 0.0)
_NOT_REACHED = MarkerState.NOT_REACHED
_SEQUENCE = FlowKind.SEQUENCE
_numbers = count()
look_of = attrgetter("state", "tokens", "times", "path", "inferred", "badge", "alert", "heat", "detour", "returned")
_INSIDE = frozenset({LabelPlace.CENTRE, LabelPlace.NOTE})


class Overlay:
    """The marked part of one display list, looked up once per change of markers."""

    def __init__(self, shown: DisplayList, markers: Mapping[str, Marker], crossings: Crossings | None = None) -> None:
        """`crossings`: of the same display list, where it is at hand."""
        self._crossings = crossings or Crossings(shown)
        edges, shapes = shown.edges, shown.shapes
        self._edges: list[tuple[EdgeItem, Marker]] = []
        self._events: list[tuple[ShapeItem, MarkedShape | None]] = []
        boxes: list[MarkedShape] = []
        solid: list[MarkedShape] = []
        events: dict[str, MarkedShape] = {}
        if not markers:
            self._frames, self._solid = boxes, solid
            return
        frames, on_borders = self._crossings.frames_and_events()
        for element_id, marker in markers.items():
            shape = shapes.get(element_id)
            if shape is None:
                if element_id in edges:
                    self._edges.append((edges[element_id], marker))
            elif element_id in on_borders:
                events[element_id] = shape, marker, number_of((form_of(shape, marker), look_of(marker)))
            else:
                (boxes if element_id in frames else solid).append(
                    (shape, marker, number_of((form_of(shape, marker), look_of(marker))))
                )
        # Taken flows lie over dimmed ones where they share a trunk; frames lie beneath what is in them.
        self._edges.sort(key=_is_taken)
        self._frames, self._solid = boxes, solid
        # Those without a mark too: they lie on borders that are painted anew.
        self._events = [(shape, events.get(shape.element_id)) for shape in on_borders.values()]

    def paint(self, brush: Brush, region: QRectF | None = None, stamps: Stamps | None = None) -> None:
        """Paint in diagram units over the base layer; with a `region`, only what touches it. With `stamps`, made for
        the painter's scale, what recurs is copied; that is for pixels only."""
        painter = brush.painter
        scale = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
        placer: Placer = Stamped(brush, stamps) if stamps is not None else Direct(brush)
        edges, frames, solid, events = self._edges, self._frames, self._solid, self._events
        if region is not None:
            box, touches = (region.left(), region.top(), region.right(), region.bottom()), self._crossings.touches
            edges = [pair for pair in edges if touches(pair[0], box)]
            frames = [marked for marked in frames if touches(marked[0], box)]
            solid = [marked for marked in solid if touches(marked[0], box)]
            events = [pair for pair in events if touches(pair[0], box)]
        looks = state_looks(brush.colours)
        if scale < LEGIBLE:
            self._paint_thin(brush, edges, looks)
            self._put_states(placer, brush, solid, looks, True)
        else:
            self._paint_lines(brush, edges, looks)
            self._put_back(placer, brush.family, [edge for edge, _ in edges])
            self._put_states(placer, brush, frames, looks, False)
            self._put_states(placer, brush, solid, looks, False)
            marked = [event for _, event in events if event is not None]
            for shape, _ in events:
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
        segments: dict[MarkerState, list[QLineF]] = {}
        for edge, marker in edges:
            segments.setdefault(marker.state, []).extend(self._crossings.segments(edge))
        for state, lines in segments.items():
            ink = veil_of(brush.colours) if state is _NOT_REACHED else colour_of(looks[state].border)
            brush.use(brush.pen(ink, 4.0), None)
            brush.painter.drawLines(lines)

    def _paint_lines(self, brush: Brush, edges: Sequence[tuple[EdgeItem, Marker]], looks: Looks) -> None:
        """Lines with their heads; those that look alike together, because changing the pen takes as long as a line."""
        alike: dict[LineLook, list[EdgeItem]] = {}
        for edge, marker in edges:
            look = marker.state, marker.inferred, marker.heat, edge.share, edge.kind is _SEQUENCE
            alike.setdefault(look, []).append(edge)
        for look, some in alike.items():
            self._paint_alike(brush, some, look, looks)

    def _paint_alike(self, brush: Brush, some: Sequence[EdgeItem], look: LineLook, looks: Looks) -> None:
        state, inferred, heat, _, headed = look
        painter = brush.painter
        paths = self._crossings.paths(some)
        own, style = flow_width(some[0]), Qt.PenStyle.SolidLine
        if state is _NOT_REACHED:
            ink, width, size = veil_of(brush.colours), own + 2.4, 10.0 + own
        else:
            ink, width = colour_of(looks[state].border), max(own, 3.0) if heat is None else 1.4 + 5.0 * heat
            size = max(8.0 + width, 11.0)
            if inferred:
                # The line beneath would show between the dashes.
                brush.use(brush.pen(colour_of(brush.colours.paper), own + 2.0), None)
                for path in paths:
                    painter.drawPath(path)
                style = Qt.PenStyle.DashLine
        brush.use(brush.pen(ink, width, style), None)
        if style is Qt.PenStyle.DashLine:
            painter.drawLines([piece for edge in some for piece in self._crossings.segments(edge)])
        else:
            for path in paths:
                painter.drawPath(path)
        if headed:
            use_for_head(brush, ink)
            for head in self._crossings.heads(some, size):
                painter.drawPolygon(head)

    def _put_back(self, placer: Placer, family: str, edges: Sequence[EdgeItem]) -> None:
        """What a line runs beneath or through stands before it, as in the drawing without marks."""
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
        for shape, marker, look in shapes:
            if marker.state is not _NOT_REACHED:
                colour = looks[marker.state].border
                placer.together(
                    ("badges", look), shape.bounds[:2], shape, put_badges, shape, marker, brush, colour, readable
                )

    def _put_states(
        self, placer: Placer, brush: Brush, shapes: Sequence[MarkedShape], looks: Looks, bold: bool
    ) -> None:
        for shape, marker, look in shapes:
            placer.together(
                ("state", look), shape.bounds[:2], shape, self._put_state, brush, shape, marker, looks, bold
            )

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


@lru_cache(maxsize=50_000)
def number_of(look: Hashable) -> int:
    """A number for a look, quicker to look up by than all that tells it; never given to another."""
    return next(_numbers)


def form_of(shape: ShapeItem, marker: Marker) -> Hashable:
    """All that tells how a mark on a shape looks, wherever it stands. What has a fill of its own, or is warm, is
    painted with its name: no other looks like that."""
    return id(shape) if shape.fill or marker.heat is not None else (shape.kind, shape.expanded, shape.bounds[2:])


def _is_taken(marked: tuple[EdgeItem, Marker]) -> bool:
    return marked[1].state is not _NOT_REACHED


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
