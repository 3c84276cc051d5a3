"""Where a BPMN file draws its elements (diagram interchange): planes, shapes, edges as written. Knows no meaning."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from bpo_desk.models.process import Bounds, Diagram, DrawnEdge, DrawnShape, Point
from bpo_desk.process.bpmn.xml import BPMNDI, DC, DI, children, line_of, reference, truth

_BIOC = "{http://bpmn.io/schema/bpmn/biocolor/1.0}"
_COLOUR = "{http://www.omg.org/spec/BPMN/non-normative/color/1.0}"
_BOUNDS = DC + "Bounds"
_LABEL = BPMNDI + "BPMNLabel"
_WAYPOINT = DI + "waypoint"
_FARTHEST = 1e6

Warn = Callable[[int, str, str], None]
Resolve = Callable[[str], str]


def read_diagrams(root: etree._Element, resolve: Resolve, warn: Warn) -> list[Diagram]:
    """Every plane of the file in order.

    `resolve(written)` gives the element id behind a reference, empty when there is none; `warn(line, element_id,
    reason)` is told of each shape or edge that cannot be drawn.
    """
    diagrams = []
    for number, element in enumerate(children(root, BPMNDI + "BPMNDiagram"), start=1):
        plane = element.find(BPMNDI + "BPMNPlane")
        if plane is None:
            warn(line_of(element), element.get("id", ""), "a diagram without a plane; nothing of it is drawn")
            continue
        shapes, edges = [], []
        for child in plane:
            if child.tag == BPMNDI + "BPMNShape":
                shape = _shape(child, resolve, warn)
                if shape is not None:
                    shapes.append(shape)
            elif child.tag == BPMNDI + "BPMNEdge":
                edge = _edge(child, resolve, warn)
                if edge is not None:
                    edges.append(edge)
        diagrams.append(
            Diagram(
                id=element.get("id") or f"diagram-{number}",
                name=element.get("name", ""),
                element_id=resolve(reference(plane.get("bpmnElement"))),
                shapes=tuple(shapes),
                edges=tuple(edges),
            )
        )
    return diagrams


def _element_id(element: etree._Element, resolve: Resolve, warn: Warn) -> str:
    written = reference(element.get("bpmnElement"))
    if not written:
        warn(line_of(element), element.get("id", ""), "names no element; not drawn")
        return ""
    element_id = resolve(written)
    if not element_id:
        warn(line_of(element), written, f"names “{written}”, which the file does not hold; not drawn")
    return element_id


def _shape(element: etree._Element, resolve: Resolve, warn: Warn) -> DrawnShape | None:
    element_id = _element_id(element, resolve, warn)
    if not element_id:
        return None
    inside = {child.tag: child for child in element}
    bounds = _bounds(inside.get(_BOUNDS))
    if bounds is None:
        warn(line_of(element), element_id, "its shape has no usable bounds; not drawn where the file wants it")
        return None
    if bounds.width == 0 or bounds.height == 0:
        warn(line_of(element), element_id, "its shape has no size")
    said = dict(element.items())
    return DrawnShape(
        element_id=element_id,
        bounds=bounds,
        label=_label(inside[_LABEL]) if _LABEL in inside else None,
        horizontal=truth(said.get("isHorizontal")),
        expanded=truth(said.get("isExpanded")),
        marker_visible=truth(said.get("isMarkerVisible")),
        message_visible=truth(said.get("isMessageVisible")),
        fill=said.get(_COLOUR + "background-color") or said.get(_BIOC + "fill") or "",
        stroke=said.get(_COLOUR + "border-color") or said.get(_BIOC + "stroke") or "",
        line=line_of(element),
    )


def _edge(element: etree._Element, resolve: Resolve, warn: Warn) -> DrawnEdge | None:
    element_id = _element_id(element, resolve, warn)
    if not element_id:
        return None
    waypoints = []
    for child in element.iterchildren(_WAYPOINT):
        point = _point(child.get("x"), child.get("y"))
        if point is None:
            warn(line_of(child), element_id, "a waypoint without usable coordinates was left out")
        else:
            waypoints.append(point)
    if len(waypoints) < 2:
        warn(line_of(element), element_id, "its edge has fewer than two waypoints; not drawn where the file wants it")
        return None
    return DrawnEdge(
        element_id=element_id,
        waypoints=tuple(waypoints),
        label=_label(element.find(_LABEL)) if len(element) > len(waypoints) else None,
        message_visible=element.get("messageVisibleKind", ""),
        stroke=element.get(_COLOUR + "border-color") or element.get(_BIOC + "stroke") or "",
        line=line_of(element),
    )


def _label(label: etree._Element | None) -> Bounds | None:
    return _bounds(label.find(_BOUNDS)) if label is not None else None


def _bounds(element: etree._Element | None) -> Bounds | None:
    if element is None:
        return None
    place = _point(element.get("x"), element.get("y"))
    size = _point(element.get("width"), element.get("height"))
    if place is None or size is None:
        return None
    return Bounds(*place, *size) if size[0] >= 0 and size[1] >= 0 else None


def _point(across: str | None, down: str | None) -> Point | None:
    """A pair of coordinates, None when one is absent, not a number or farther out than any drawing is."""
    if across is None or down is None:
        return None
    try:
        x, y = float(across), float(down)
    except ValueError:
        return None
    return (x, y) if -_FARTHEST <= x <= _FARTHEST and -_FARTHEST <= y <= _FARTHEST else None
