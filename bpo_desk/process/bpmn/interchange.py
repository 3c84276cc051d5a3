"""Where a BPMN file draws its elements (diagram interchange): planes, shapes, edges as written. Knows no meaning."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from xml.parsers.expat import XMLParserType

from bpo_desk.models.process import Bounds, Diagram, DrawnEdge, DrawnShape, Point
from bpo_desk.process.bpmn.xml import BPMNDI, DC, DI, reference, truth

_BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0}"
_COLOUR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0}"
_PLANE = BPMNDI + "BPMNPlane"
_SHAPE = BPMNDI + "BPMNShape"
_EDGE = BPMNDI + "BPMNEdge"
_BOUNDS = DC + "Bounds"
_LABEL = BPMNDI + "BPMNLabel"
_WAYPOINT = DI + "waypoint"
_PLAIN_WORDS = frozenset({"id", "bpmnElement"})
_FARTHEST = 1e6

Warn = Callable[[int, str, str], None]
Resolve = Callable[[str], str]
Said = dict[str, str]


class _Drawn:
    """A shape or an edge as written: attributes, line, bounds of it and of its label, waypoints."""

    __slots__ = ("box", "label", "line", "points", "said", "unusable")

    def __init__(self, said: Said, line: int) -> None:
        self.said = said
        self.line = line
        self.box: Bounds | None = None
        self.label: Bounds | None = None
        self.points: list[Point] = []
        self.unusable: tuple[int, ...] = ()


class _Plane:
    """One diagram as written; `said` of its plane, None without one."""

    __slots__ = ("edges", "line", "said", "said_of_diagram", "shapes")

    def __init__(self, said: Said, line: int) -> None:
        self.said_of_diagram = said
        self.line = line
        self.said: Said | None = None
        self.shapes: list[_Drawn] = []
        self.edges: list[_Drawn] = []


class DrawnParts:
    """Takes the diagrams of a file while it is parsed. What they draw is known by id when the whole file is read, so
    that `diagrams` comes after."""

    tag = BPMNDI + "BPMNDiagram"
    ends = frozenset({_LABEL, _SHAPE, _EDGE})

    def __init__(self) -> None:
        self._planes: list[_Plane] = []
        self._nothing = _Drawn({}, 0)
        self._open = self._nothing
        self._in_label = False

    def begin(self, parser: XMLParserType) -> None:
        self._parser = parser

    def start(self, tag: str, said: Said) -> None:
        """Most elements are waypoints: they are asked for first, and read without a further call."""
        if tag == _WAYPOINT:
            try:
                x, y = float(said["x"]), float(said["y"])
            except (KeyError, ValueError):
                x = y = inf
            if -_FARTHEST <= x <= _FARTHEST and -_FARTHEST <= y <= _FARTHEST:
                self._open.points.append((x, y))
            else:
                self._open.unusable += (self._parser.CurrentLineNumber,)
        elif tag == _BOUNDS:
            if self._in_label:
                self._open.label = _bounds(said)
            else:
                self._open.box = _bounds(said)
        elif tag == _EDGE:
            self._open = _Drawn(said, self._parser.CurrentLineNumber)
            self._planes[-1].edges.append(self._open)
        elif tag == _SHAPE:
            self._open = _Drawn(said, self._parser.CurrentLineNumber)
            self._planes[-1].shapes.append(self._open)
        elif tag == _LABEL:
            self._in_label = True
        elif tag == _PLANE:
            self._planes[-1].said = said
        elif tag == self.tag:
            self._planes.append(_Plane(said, self._parser.CurrentLineNumber))

    def end(self, tag: str) -> None:
        if tag == _LABEL:
            self._in_label = False
        else:
            self._open = self._nothing

    def diagrams(self, resolve: Resolve, warn: Warn) -> list[Diagram]:
        """Every plane of the file in order.

        `resolve(written)` gives the element id behind a reference, empty when there is none; `warn(line, element_id,
        reason)` is told of each shape or edge that cannot be drawn.
        """
        found = []
        for number, plane in enumerate(self._planes, start=1):
            said = plane.said_of_diagram
            if plane.said is None:
                warn(plane.line, said.get("id", ""), "a diagram without a plane; nothing of it is drawn")
                continue
            found.append(
                Diagram(
                    id=said.get("id") or f"diagram-{number}",
                    name=said.get("name", ""),
                    element_id=resolve(reference(plane.said.get("bpmnElement"))),
                    shapes=tuple([shape for each in plane.shapes if (shape := _shape(each, resolve, warn))]),
                    edges=tuple([edge for each in plane.edges if (edge := _edge(each, resolve, warn))]),
                )
            )
        return found


def _element_id(drawn: _Drawn, resolve: Resolve, warn: Warn) -> str:
    written = reference(drawn.said.get("bpmnElement"))
    if not written:
        warn(drawn.line, drawn.said.get("id", ""), "names no element; not drawn")
        return ""
    element_id = resolve(written)
    if not element_id:
        warn(drawn.line, written, f"names “{written}”, which the file does not hold; not drawn")
    return element_id


def _shape(drawn: _Drawn, resolve: Resolve, warn: Warn) -> DrawnShape | None:
    element_id = _element_id(drawn, resolve, warn)
    if not element_id:
        return None
    bounds, said = drawn.box, drawn.said
    if bounds is None:
        warn(drawn.line, element_id, "its shape has no usable bounds; not drawn where the file wants it")
        return None
    if not (bounds[2] and bounds[3]):
        warn(drawn.line, element_id, "its shape has no size")
    if said.keys() <= _PLAIN_WORDS:
        return DrawnShape(element_id, bounds, drawn.label, line=drawn.line)
    return DrawnShape(
        element_id=element_id,
        bounds=bounds,
        label=drawn.label,
        horizontal=truth(said.get("isHorizontal")),
        expanded=truth(said.get("isExpanded")),
        marker_visible=truth(said.get("isMarkerVisible")),
        message_visible=truth(said.get("isMessageVisible")),
        fill=said.get(_COLOUR + "background-color") or said.get(_BIOC + "fill") or "",
        stroke=said.get(_COLOUR + "border-color") or said.get(_BIOC + "stroke") or "",
        line=drawn.line,
        band=said.get("participantBandKind", ""),
    )


def _edge(drawn: _Drawn, resolve: Resolve, warn: Warn) -> DrawnEdge | None:
    element_id = _element_id(drawn, resolve, warn)
    if not element_id:
        return None
    for line in drawn.unusable:
        warn(line, element_id, "a waypoint without usable coordinates was left out")
    if len(drawn.points) < 2:
        warn(drawn.line, element_id, "its edge has fewer than two waypoints; not drawn where the file wants it")
        return None
    said = drawn.said
    return DrawnEdge(
        element_id,
        tuple(drawn.points),
        drawn.label,
        said.get("messageVisibleKind", ""),
        said.get(_COLOUR + "border-color") or said.get(_BIOC + "stroke") or "",
        drawn.line,
    )


def _bounds(said: Said) -> Bounds | None:
    """None when a number is absent, none at all, farther out than any drawing is, or a negative size."""
    try:
        x, y = float(said["x"]), float(said["y"])
        width, height = float(said["width"]), float(said["height"])
    except (KeyError, ValueError):
        return None
    near = -_FARTHEST <= x <= _FARTHEST and -_FARTHEST <= y <= _FARTHEST
    return Bounds(x, y, width, height) if near and 0 <= width <= _FARTHEST and 0 <= height <= _FARTHEST else None
