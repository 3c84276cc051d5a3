"""What a marked line would hide: texts that it runs through, its own shapes. Geometry only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import QRectF

from bpo_desk.models.process import Point
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem, ShapeItem
from bpo_desk.ui.diagram.labels import is_beside_shapes, label_rectangle
from bpo_desk.ui.diagram.line_ends import between_shapes

Box = tuple[float, float, float, float]  # left, top, right, bottom
_CELL = 160.0
_RIM = 2.0
_DEEP = 3.0


class Crossings:
    """The lines and the texts outside shapes of one display list; looked up line by line as lines are marked."""

    def __init__(self, shown: DisplayList) -> None:
        self._shown = shown
        self._cells: dict[tuple[int, int], list[tuple[LabelItem, Box]]] | None = None
        self._family = ""
        self._found: dict[str, tuple[LabelItem, ...]] = {}
        self._lines: dict[str, tuple[Point, ...]] = {}
        self._shapes: dict[tuple[int, int], list[tuple[ShapeItem, Box]]] | None = None
        self._names: dict[str, LabelItem] = {}
        self._over: dict[str, tuple[ShapeItem, ...]] = {}

    def over(self, edge: EdgeItem) -> tuple[ShapeItem, ...]:
        """The shapes beneath which a line runs on its way, its own ends left out; frames are none."""
        if self._shapes is None:
            self._shapes = defaultdict(list)
            for shape in self._shown.shapes.values():
                x, y, width, height = shape.bounds
                box = x + _DEEP, y + _DEEP, x + width - _DEEP, y + height - _DEEP
                for cell in _cells(*box) if not shape.is_container else ():
                    self._shapes[cell].append((shape, box))
            self._names = {
                item.element_id: item
                for item in self._shown.items
                if isinstance(item, LabelItem) and not is_beside_shapes(item)
            }
        found = self._over.get(edge.element_id)
        if found is None:
            own = (edge.source, edge.target)
            found = self._over[edge.element_id] = tuple(
                shape for shape in _met(self.line(edge), self._shapes) if shape.element_id not in own
            )
        return found

    def name_of(self, shape: ShapeItem) -> LabelItem | None:
        """The text inside a shape that `over` gave."""
        return self._names.get(shape.element_id)

    def line(self, edge: EdgeItem) -> tuple[Point, ...]:
        """A line as it is to be marked: without what lies beneath its own shapes."""
        found = self._lines.get(edge.element_id)
        if found is None:
            found = self._lines[edge.element_id] = between_shapes(edge, self._shown.shapes)
        return found

    def of(self, edge: EdgeItem, family: str) -> tuple[LabelItem, ...]:
        """The texts, in a font of the family, that a line runs through."""
        if self._cells is None or self._family != family:
            self._fill(family)
        found = self._found.get(edge.element_id)
        if found is None:
            found = self._found[edge.element_id] = tuple(_met(edge.waypoints, self._cells or {}))
        return found

    def own_text(self, edge: EdgeItem, family: str) -> QRectF:
        """Where the name of a line stands; empty for a line without."""
        for item in self._shown.items if edge.name or edge.count is not None else ():
            if isinstance(item, LabelItem) and item.element_id == edge.element_id:
                return label_rectangle(item, family)
        return QRectF()

    def _fill(self, family: str) -> None:
        self._family, self._found = family, {}
        cells: dict[tuple[int, int], list[tuple[LabelItem, Box]]] = defaultdict(list)
        for item in self._shown.items:
            if isinstance(item, LabelItem) and is_beside_shapes(item):
                text = label_rectangle(item, family)
                box = text.left() - _RIM, text.top() - _RIM, text.right() + _RIM, text.bottom() + _RIM
                for cell in _cells(*box):
                    cells[cell].append((item, box))
        self._cells = cells


Met = TypeVar("Met", LabelItem, ShapeItem)


def _met(points: Sequence[Point], cells: Mapping[tuple[int, int], list[tuple[Met, Box]]]) -> list[Met]:
    """What a line through the points runs through, of what lies in the cells on its way."""
    found: dict[str, Met] = {}
    for a, b in pairwise(points):
        left, right = min(a[0], b[0]), max(a[0], b[0])
        top, bottom = min(a[1], b[1]), max(a[1], b[1])
        for cell in _cells(left, top, right, bottom):
            for thing, box in cells.get(cell, ()):
                near = box[0] <= right and box[2] >= left and box[1] <= bottom and box[3] >= top
                if near and thing.element_id not in found and _runs_through(a, b, box):
                    found[thing.element_id] = thing
    return list(found.values())


def _cells(left: float, top: float, right: float, bottom: float) -> list[tuple[int, int]]:
    return [
        (across, down)
        for across in range(int(left // _CELL), int(right // _CELL) + 1)
        for down in range(int(top // _CELL), int(bottom // _CELL) + 1)
    ]


def _runs_through(a: Point, b: Point, box: Box) -> bool:
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
