"""The self-made BPMN files of these tests, and geometry that several of them ask about."""

from itertools import pairwise
from pathlib import Path

from bpo_desk.models.process import FLOW_NODE_FAMILIES, Bounds, Family, NodeKind, ProcessDefinition
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import DisplayList, EdgeItem, ShapeItem

FIXTURES = Path(__file__).parent / "fixtures"


def source(name: str) -> bytes:
    """The bytes of a fixture."""
    return (FIXTURES / name).read_bytes()


def definition(name: str) -> ProcessDefinition:
    """A fixture, read."""
    return read_definition(source(name), name)[0]


def solid_shapes(shown: DisplayList) -> list[ShapeItem]:
    """Shapes that no line may run through: everything that is not a frame around others."""
    families = {*FLOW_NODE_FAMILIES, Family.DATA}
    return [
        item
        for item in shown.items
        if isinstance(item, ShapeItem) and item.kind.family in families and not item.is_container
    ]


def lines_through_nodes(shown: DisplayList) -> list[tuple[str, str]]:
    """(line, node) for every computed line that runs through the inside of a node that is not one of its ends."""
    found = []
    shapes = solid_shapes(shown)
    for line in shown.items:
        if isinstance(line, EdgeItem) and line.computed:
            ends = (line.source, line.target)
            for (x1, y1), (x2, y2) in pairwise(line.waypoints):
                piece = Bounds(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))
                found += [
                    (line.element_id, shape.element_id)
                    for shape in shapes
                    if shape.element_id not in ends and overlap(piece, shape.bounds, 1.0)
                ]
    return found


def overlapping_nodes(shown: DisplayList) -> list[tuple[str, str]]:
    """Pairs of computed nodes that lie on each other; boundary events lie on their activity on purpose."""
    shapes = [s for s in solid_shapes(shown) if s.computed and s.kind is not NodeKind.BOUNDARY_EVENT]
    return [
        (one.element_id, other.element_id)
        for number, one in enumerate(shapes)
        for other in shapes[:number]
        if overlap(one.bounds, other.bounds, 0.0)
    ]


def overlap(one: Bounds, other: Bounds, margin: float) -> bool:
    """Whether two rectangles share more than a rim of `margin`."""
    return (
        one.x < other.right - margin
        and one.right > other.x + margin
        and one.y < other.bottom - margin
        and one.bottom > other.y + margin
    )
