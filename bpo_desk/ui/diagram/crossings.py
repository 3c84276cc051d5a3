"""Which texts a line runs through: a marked line must not hide them. Geometry only."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from PySide6.QtCore import QRectF

from bpo_desk.models.process import Point
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem
from bpo_desk.ui.diagram.labels import is_beside_shapes, label_rectangle

_CELL = 160.0
_RIM = 2.0


class Crossings:
    """The texts outside shapes of one display list, found by place; looked up line by line as lines are marked."""

    def __init__(self, shown: DisplayList) -> None:
        self._shown = shown
        self._cells: dict[tuple[int, int], list[tuple[LabelItem, QRectF]]] | None = None
        self._family = ""
        self._found: dict[str, tuple[LabelItem, ...]] = {}

    def of(self, edge: EdgeItem, family: str) -> tuple[LabelItem, ...]:
        """The texts, in a font of the family, that a line runs through."""
        if self._cells is None or self._family != family:
            self._fill(family)
        found = self._found.get(edge.element_id)
        if found is None:
            found = self._found[edge.element_id] = self._look_up(edge)
        return found

    def own_text(self, edge: EdgeItem, family: str) -> QRectF:
        """Where the name of a line stands; empty for a line without."""
        for item in self._shown.items if edge.name or edge.count is not None else ():
            if isinstance(item, LabelItem) and item.element_id == edge.element_id:
                return label_rectangle(item, family)
        return QRectF()

    def _fill(self, family: str) -> None:
        self._family, self._found = family, {}
        cells: dict[tuple[int, int], list[tuple[LabelItem, QRectF]]] = defaultdict(list)
        for item in self._shown.items:
            if isinstance(item, LabelItem) and is_beside_shapes(item):
                box = label_rectangle(item, family).adjusted(-_RIM, -_RIM, _RIM, _RIM)
                for cell in _cells(box.left(), box.top(), box.right(), box.bottom()):
                    cells[cell].append((item, box))
        self._cells = cells

    def _look_up(self, edge: EdgeItem) -> tuple[LabelItem, ...]:
        found: dict[str, LabelItem] = {}
        for a, b in pairwise(edge.waypoints):
            left, right = min(a[0], b[0]), max(a[0], b[0])
            top, bottom = min(a[1], b[1]), max(a[1], b[1])
            for cell in _cells(left, top, right, bottom):
                for label, box in (self._cells or {}).get(cell, ()):
                    if label.element_id not in found and _runs_through(a, b, box):
                        found[label.element_id] = label
        return tuple(found.values())


def _cells(left: float, top: float, right: float, bottom: float) -> list[tuple[int, int]]:
    return [
        (across, down)
        for across in range(int(left // _CELL), int(right // _CELL) + 1)
        for down in range(int(top // _CELL), int(bottom // _CELL) + 1)
    ]


def _runs_through(a: Point, b: Point, box: QRectF) -> bool:
    """Whether a straight line from `a` to `b` touches a rectangle (Liang and Barsky's clipping)."""
    enters, leaves = 0.0, 1.0
    for start, along, low, high in (
        (a[0], b[0] - a[0], box.left(), box.right()),
        (a[1], b[1] - a[1], box.top(), box.bottom()),
    ):
        if along == 0:
            if not low <= start <= high:
                return False
            continue
        first, second = sorted(((low - start) / along, (high - start) / along))
        enters, leaves = max(enters, first), min(leaves, second)
    return enters <= leaves
