"""What a marked line would hide: texts that it runs through, its own shapes. Geometry only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainterPath, QPolygonF

from bpo_desk.models.process import NodeKind, Point
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem, ShapeItem
from bpo_desk.ui.diagram.flows import head_at, pieces, rounded_path
from bpo_desk.ui.diagram.labels import is_beside_shapes, label_rectangle
from bpo_desk.ui.diagram.line_ends import between_shapes

if TYPE_CHECKING:
    import numpy as np  # at run time with the first marked line: a window opens without it

Box = tuple[float, float, float, float]  # left, top, right, bottom
_RIM = 2.0
_DEEP = 3.0
_REACH = 16.0
_BADGES = 48.0
_SLICE = 100
_HEAD = 11.0  # of a line that was taken once
_MANY = 40_000  # pairs of lines and shapes


class Before(NamedTuple):
    """What stands before a line: shapes beneath which it runs, texts through which it runs."""

    shapes: tuple[ShapeItem, ...] = ()
    texts: tuple[LabelItem, ...] = ()


_NOTHING = Before()


class Crossings:
    """The lines and the texts outside shapes of one display list; looked up line by line as lines are marked."""

    def __init__(self, shown: DisplayList) -> None:
        self.shown = shown
        self._family = ""
        self._before: dict[str, Before] = {}
        self._lines: dict[str, tuple[Point, ...]] = {}
        self._paths: dict[str, QPainterPath] = {}
        self._segments: dict[str, list[QLineF]] = {}
        self._heads: dict[float, dict[str, QPolygonF]] = {}
        self._boxes: dict[str, Box] = {}
        self._texts: list[LabelItem] = []
        self._solid: list[ShapeItem] = []
        self._text_boxes: np.ndarray | None = None
        self._shape_boxes: np.ndarray | None = None
        self._labels: dict[str, LabelItem] | None = None
        self._kinds: tuple[frozenset[str], dict[str, ShapeItem]] | None = None

    def before(self, edges: Sequence[EdgeItem], family: str) -> list[Before]:
        """What stands before those of the lines before which something does, texts in a font of the family."""
        if self._family != family:
            self._family, self._before, self._text_boxes = family, {}, None
        known = self._before
        unknown = [edge for edge in edges if edge.element_id not in known]
        if unknown:
            every = self.shown.edges.values()
            self._look_up(unknown if len(every) * len(self.shown.shapes) > _MANY else list(every))
        return [found for edge in edges if (found := known[edge.element_id]) is not _NOTHING]

    def prepare(self, family: str) -> bool:
        """Look up a slice of the lines (a few milliseconds) before they are marked; False when nothing is left."""
        slice_of = [edge for edge in self.shown.edges.values() if edge.element_id not in self._paths][:_SLICE]
        self.paths(slice_of)
        self.heads(slice_of, _HEAD)
        self.before(slice_of, family)
        return len(slice_of) == _SLICE

    def frames_and_events(self) -> tuple[frozenset[str], dict[str, ShapeItem]]:
        """The ids of what lies beneath other shapes, and the boundary events by id."""
        if self._kinds is None:
            shapes = self.shown.shapes.values()
            frames = frozenset(shape.element_id for shape in shapes if shape.is_container)
            self._kinds = (
                frames,
                {shape.element_id: shape for shape in shapes if shape.kind is NodeKind.BOUNDARY_EVENT},
            )
        return self._kinds

    def label(self, item: ShapeItem | EdgeItem) -> LabelItem | None:
        """The text of a shape or line."""
        if self._labels is None:
            self._labels = {each.element_id: each for each in self.shown.items if isinstance(each, LabelItem)}
        return self._labels.get(item.element_id)

    def line(self, edge: EdgeItem) -> tuple[Point, ...]:
        """A line as it is to be marked: without what lies beneath its own shapes."""
        found = self._lines.get(edge.element_id)
        if found is None:
            found = self._lines[edge.element_id] = between_shapes(edge, self.shown.shapes)
        return found

    def paths(self, edges: Sequence[EdgeItem]) -> list[QPainterPath]:
        """The same of several with rounded corners; not to be changed by who gets them."""
        known = self._paths
        for edge in edges:
            if edge.element_id not in known:
                known[edge.element_id] = rounded_path(self.line(edge))
        return [known[edge.element_id] for edge in edges]

    def segments(self, edge: EdgeItem) -> list[QLineF]:
        """Its straight pieces; not to be changed by who gets them."""
        found = self._segments.get(edge.element_id)
        if found is None:
            found = self._segments[edge.element_id] = pieces(self.line(edge))
        return found

    def heads(self, edges: Sequence[EdgeItem], size: float) -> list[QPolygonF]:
        """The triangles at their ends; not to be changed by who gets them."""
        known = self._heads.setdefault(size, {})
        for edge in edges:
            if edge.element_id not in known:
                known[edge.element_id] = head_at(self.line(edge), size)
        return [known[edge.element_id] for edge in edges]

    def touches(self, item: EdgeItem | ShapeItem, region: Box) -> bool:
        """Whether a marked shape or line, with what its ends and badges may reach, touches a region."""
        found = self._boxes.get(item.element_id)
        if found is None:
            found = self._boxes[item.element_id] = _box_of(item)
        return found[0] <= region[2] and found[2] >= region[0] and found[1] <= region[3] and found[3] >= region[1]

    def _look_up(self, edges: Sequence[EdgeItem]) -> None:
        import numpy as np

        if self._shape_boxes is None:
            self._solid = [shape for shape in self.shown.shapes.values() if not shape.is_container]
            self._shape_boxes = _columns(
                (x + _DEEP, y + _DEEP, x + width - _DEEP, y + height - _DEEP)
                for x, y, width, height in (shape.bounds for shape in self._solid)
            )
        if self._text_boxes is None:
            self._texts = [item for item in self.shown.items if isinstance(item, LabelItem) and is_beside_shapes(item)]
            self._text_boxes = _columns(self._text_box(label) for label in self._texts)
        stretches = [(edge, a, b) for edge in edges for a, b in pairwise(self.line(edge))]
        ends = np.array([(*a, *b) for _, a, b in stretches], dtype=np.float64).reshape(-1, 4)
        shapes: dict[str, dict[str, ShapeItem]] = {}
        for piece, number in _near(ends, self._shape_boxes):
            edge, a, b = stretches[piece]
            shape = self._solid[number]
            own = shape.element_id in (edge.source, edge.target)
            if not own and _runs_through(a, b, self._shape_boxes[:, number]):
                shapes.setdefault(edge.element_id, {})[shape.element_id] = shape
        texts: dict[str, dict[int, LabelItem]] = {}
        for piece, number in _near(ends, self._text_boxes):
            edge, a, b = stretches[piece]
            if _runs_through(a, b, self._text_boxes[:, number]):
                texts.setdefault(edge.element_id, {})[number] = self._texts[number]
        for edge in edges:
            over, through = shapes.get(edge.element_id), texts.get(edge.element_id)
            self._before[edge.element_id] = (
                Before(tuple(over.values()) if over else (), tuple(through.values()) if through else ())
                if over or through
                else _NOTHING
            )

    def _text_box(self, label: LabelItem) -> Box:
        text = label_rectangle(label, self._family)
        return text.left() - _RIM, text.top() - _RIM, text.right() + _RIM, text.bottom() + _RIM


def _box_of(item: EdgeItem | ShapeItem) -> Box:
    if isinstance(item, EdgeItem):
        xs, ys = [x for x, _ in item.waypoints], [y for _, y in item.waypoints]
        return min(xs) - _REACH, min(ys) - _REACH, max(xs) + _REACH, max(ys) + _REACH
    x, y, width, height = item.bounds
    return x - _BADGES, y - _BADGES, x + width + _BADGES, y + height + _BADGES


def _columns(boxes: Iterable[Box]) -> np.ndarray:
    """float64[4, boxes]: left, top, right, bottom."""
    import numpy as np

    return np.array(list(boxes), dtype=np.float64).reshape(-1, 4).T


def _near(ends: np.ndarray, boxes: np.ndarray) -> list[tuple[int, int]]:
    """Number of piece and number of box, where the rectangle around the piece meets the box."""
    import numpy as np

    x1, y1, x2, y2 = ends.T[:, :, None]
    left, top, right, bottom = boxes[:, None, :]
    near = (np.minimum(x1, x2) <= right) & (np.maximum(x1, x2) >= left)
    near &= (np.minimum(y1, y2) <= bottom) & (np.maximum(y1, y2) >= top)
    pieces, numbers = np.nonzero(near)
    return list(zip(pieces.tolist(), numbers.tolist(), strict=True))


def _runs_through(a: Point, b: Point, box: Sequence[float] | np.ndarray) -> bool:
    """Whether a straight line from `a` to `b` touches a rectangle (Liang and Barsky's clipping)."""
    enters, leaves = 0.0, 1.0
    for start, along, low, high in (
        (a[0], b[0] - a[0], box[0], box[2]),
        (a[1], b[1] - a[1], box[1], box[3]),
    ):
        if along == 0:
            if not low <= start <= high:
                return False
            continue
        first, second = sorted(((low - start) / along, (high - start) / along))
        enters, leaves = max(enters, first), min(leaves, second)
    return enters <= leaves
