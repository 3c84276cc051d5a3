"""What of a drawing is looked up for its marks: the pieces of lines, what stands before them, where marks belong.

Geometry only; kept for a display list, and looked up in part while nobody waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import count, pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainterPath

from bpo_desk.models.process import FlowKind, NodeKind
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem, ShapeItem
from bpo_desk.ui.diagram.flows import End, ThinStrokes, angular_path, end_of, pieces, rounded_path, thin_strokes
from bpo_desk.ui.diagram.labels import is_beside_shapes, label_rectangle
from bpo_desk.ui.diagram.line_ends import Way, between_shapes, clipped, hides_lines, not_beneath

if TYPE_CHECKING:
    import numpy as np  # at run time with the first marked line: a window opens without it

Box = tuple[float, float, float, float]  # left, top, right, bottom
THIN_MARK = 4.0
"""How wide a marked line is, in diagram units, where that is less than a pixel."""
_RIM = 2.0
_DEEP = 3.0
_REACH = 16.0
_BADGES = 128.0  # the widest of them, beside a shape
_SLICE = 100
_MANY = 40_000  # pairs of lines and shapes
_numbers = count()
_form_numbers: dict[tuple[NodeKind, bool, float, float], int] = {}


class Before(NamedTuple):
    """What is painted once more before a line: shapes that do not hide it, texts through which it runs."""

    shapes: tuple[ShapeItem, ...] = ()
    texts: tuple[LabelItem, ...] = ()


_NOTHING = Before()


class Strokes(NamedTuple):
    """A line as it is marked: its straight pieces, those with bends, and where its head goes (None: a shape hides it);
    not to be changed by who gets it."""

    straight: list[QLineF]
    bent: list[QPainterPath]
    end: End | None


class Layer(IntEnum):
    """The order in which marked shapes are painted."""

    FRAMES = 0
    SOLID = 1
    ON_BORDERS = 2


class MarkedPlace(NamedTuple):
    """A shape with a number for all that tells how a mark on it looks, wherever it stands, and its layer."""

    shape: ShapeItem
    form: int
    layer: Layer


class Crossings:
    """Kept for one display list."""

    def __init__(self, shown: DisplayList) -> None:
        self.shown = shown
        self._family = ""
        self._before: dict[str, Before] = {}
        self._lines: dict[str, Way] = {}
        self._ways: dict[str, tuple[Way, ...]] = {}
        self._over: dict[str, tuple[ShapeItem, ...]] = {}
        self._strokes: dict[str, Strokes] = {}
        self._thin: dict[str, ThinStrokes] = {}
        self._boxes: dict[str, Box] = {}
        self._texts: list[LabelItem] = []
        self._solid: list[ShapeItem] = []
        self._text_boxes: np.ndarray | None = None
        self._shape_boxes: np.ndarray | None = None
        self._labels: dict[str, LabelItem] | None = None
        self._places: dict[str, MarkedPlace] | None = None
        self._on_borders: list[ShapeItem] = []

    def prepare(self, family: str, *, thin: bool) -> bool:
        """Look up a slice (a few milliseconds) of what marks will ask for; False when nothing is left."""
        if self._places is None:
            self.places()
            return True
        known = self._thin if thin else self._before
        slice_of = [edge for edge in self.shown.edges.values() if edge.element_id not in known][:_SLICE]
        if thin:
            self.thin_strokes(slice_of)
        else:
            self.strokes(slice_of)
            self.before(slice_of, family)
        return len(slice_of) == _SLICE

    # Shapes

    def places(self) -> dict[str, MarkedPlace]:
        """Where marks on shapes belong, by id."""
        if self._places is None:
            self._places = {each: _place_of(shape) for each, shape in self.shown.shapes.items()}
            self._on_borders = [place.shape for place in self._places.values() if place.layer is Layer.ON_BORDERS]
        return self._places

    def on_borders(self) -> list[ShapeItem]:
        """The boundary events."""
        self.places()
        return self._on_borders

    def label(self, item: ShapeItem | EdgeItem) -> LabelItem | None:
        """The text of a shape or line."""
        if self._labels is None:
            self._labels = {each.element_id: each for each in self.shown.items if isinstance(each, LabelItem)}
        return self._labels.get(item.element_id)

    def touches(self, item: EdgeItem | ShapeItem, region: Box) -> bool:
        """Whether a marked shape or line, with what its ends and badges may reach, touches a region."""
        found = self._boxes.get(item.element_id)
        if found is None:
            found = self._boxes[item.element_id] = _box_of(item)
        return found[0] <= region[2] and found[2] >= region[0] and found[1] <= region[3] and found[3] >= region[1]

    # Lines

    def line(self, edge: EdgeItem) -> Way:
        """A line without what lies beneath its own shapes."""
        found = self._lines.get(edge.element_id)
        if found is None:
            found = self._lines[edge.element_id] = between_shapes(edge, self.shown.shapes)
        return found

    def ways(self, edges: Sequence[EdgeItem]) -> list[tuple[Way, ...]]:
        """The parts of several lines that no shape hides: those that are to be marked."""
        known = self._ways
        unknown = [edge for edge in edges if edge.element_id not in known]
        if unknown:
            every = self.shown.edges.values()
            self._look_up_shapes(unknown if len(every) * len(self.shown.shapes) > _MANY else list(every))
        return [known[edge.element_id] for edge in edges]

    def strokes(self, edges: Sequence[EdgeItem]) -> list[Strokes]:
        """The same as pieces to paint, with corners as the drawing has them."""
        known = self._strokes
        unknown = [edge for edge in edges if edge.element_id not in known]
        for edge, ways in zip(unknown, self.ways(unknown), strict=True):
            line, is_round = self.line(edge), edge.kind is FlowKind.SEQUENCE
            known[edge.element_id] = Strokes(
                [QLineF(*way[0], *way[1]) for way in ways if len(way) == 2],
                [(rounded_path if is_round else angular_path)(way) for way in ways if len(way) > 2],
                end_of(line) if ways and ways[-1][-1] == line[-1] else None,
            )
        return [known[edge.element_id] for edge in edges]

    def straight_pieces(self, edges: Sequence[EdgeItem]) -> list[QLineF]:
        """The same as straight pieces only, of all of them."""
        return [piece for ways in self.ways(edges) for way in ways for piece in pieces(way)]

    def thin_strokes(self, edges: Sequence[EdgeItem]) -> list[ThinStrokes]:
        """Lines that are thinner than a pixel; what hides them is not seen at such a scale."""
        known = self._thin
        for edge in edges:
            if edge.element_id not in known:
                known[edge.element_id] = thin_strokes((self.line(edge),), THIN_MARK)
        return [known[edge.element_id] for edge in edges]

    def before(self, edges: Sequence[EdgeItem], family: str) -> list[Before]:
        """What is painted once more before those of the lines where anything is, texts in a font of the family."""
        if self._family != family:
            self._family, self._before, self._text_boxes = family, {}, None
        known = self._before
        unknown = [edge for edge in edges if edge.element_id not in known]
        if unknown:
            every = self.shown.edges.values()
            self._look_up_texts(unknown if len(every) * len(self.shown.shapes) > _MANY else list(every))
        return [found for edge in edges if (found := known[edge.element_id]) is not _NOTHING]

    def _look_up_shapes(self, edges: Sequence[EdgeItem]) -> None:
        if self._shape_boxes is None:
            self._solid = [shape for shape in self.shown.shapes.values() if not shape.is_container]
            self._shape_boxes = _columns(
                (x + _DEEP, y + _DEEP, x + width - _DEEP, y + height - _DEEP)
                for x, y, width, height in (shape.bounds for shape in self._solid)
            )
        met: dict[str, dict[str, ShapeItem]] = {}
        for edge, number in self._through(edges, self._shape_boxes):
            shape = self._solid[number]
            if shape.element_id not in (edge.source, edge.target):
                met.setdefault(edge.element_id, {})[shape.element_id] = shape
        for edge in edges:
            over = met.get(edge.element_id, {}).values()
            self._ways[edge.element_id] = not_beneath(self.line(edge), [each for each in over if hides_lines(each)])
            self._over[edge.element_id] = tuple(each for each in over if not hides_lines(each))

    def _look_up_texts(self, edges: Sequence[EdgeItem]) -> None:
        if self._text_boxes is None:
            self._texts = [item for item in self.shown.items if isinstance(item, LabelItem) and is_beside_shapes(item)]
            self._text_boxes = _columns(self._text_box(label) for label in self._texts)
        met: dict[str, dict[int, LabelItem]] = {}
        for edge, number in self._through(edges, self._text_boxes):
            met.setdefault(edge.element_id, {})[number] = self._texts[number]
        self.ways(edges)
        for edge in edges:
            over, through = self._over[edge.element_id], met.get(edge.element_id)
            before = Before(over, tuple(through.values()) if through else ())
            self._before[edge.element_id] = before if over or through else _NOTHING

    def _through(self, edges: Sequence[EdgeItem], boxes: np.ndarray) -> Iterable[tuple[EdgeItem, int]]:
        """Which lines run through which boxes."""
        import numpy as np

        stretches = [(edge, a, b) for edge in edges for a, b in pairwise(self.line(edge))]
        ends = np.array([(*a, *b) for _, a, b in stretches], dtype=np.float64).reshape(-1, 4)
        for piece, number in _near(ends, boxes):
            edge, a, b = stretches[piece]
            left, top, right, bottom = boxes[:, number].tolist()
            if clipped(a, b, (left, top, right, bottom)) is not None:
                yield edge, number

    def _text_box(self, label: LabelItem) -> Box:
        text = label_rectangle(label, self._family)
        return text.left() - _RIM, text.top() - _RIM, text.right() + _RIM, text.bottom() + _RIM


def _place_of(shape: ShapeItem) -> MarkedPlace:
    kind, expanded = shape.kind, shape.expanded
    layer = Layer.SOLID
    if kind is NodeKind.BOUNDARY_EVENT:
        layer = Layer.ON_BORDERS
    elif shape.is_container:
        layer = Layer.FRAMES
    _, _, width, height = shape.bounds
    look = kind, expanded, width, height
    form = _form_numbers.get(look)
    if form is None:
        form = _form_numbers[look] = next(_numbers)
    # What has a fill of its own is painted with its name: no other looks like that.
    return MarkedPlace(shape, -id(shape) if shape.fill else form, layer)


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
