"""Which element lies under a point of a diagram."""

from __future__ import annotations

import math
from itertools import pairwise

from bpo_desk.models.process import NodeKind, Point
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem, ShapeItem
from bpo_desk.process.labels import BAND, LabelPlace

_OWN_TEXT = frozenset({LabelPlace.TOP, LabelPlace.BELOW, LabelPlace.ABOVE, LabelPlace.BESIDE})


def element_at(shown: DisplayList, x: float, y: float, tolerance: float) -> str:
    """The id of the front element at a point in diagram units, empty when there is none.

    Containers are hit on their title band only; lines within `tolerance`.
    """
    behind = ""
    for item in reversed(shown.items):
        if isinstance(item, ShapeItem):
            if item.bounds.x <= x <= item.bounds.right and item.bounds.y <= y <= item.bounds.bottom:
                if not item.is_container and item.kind is not NodeKind.GROUP:
                    return item.element_id
                if not behind and _on_title(item, x, y, tolerance):
                    behind = item.element_id
        elif isinstance(item, EdgeItem):
            if not behind and _distance(item.waypoints, x, y) <= tolerance:
                behind = item.element_id
        elif _on_text(item, x, y):
            behind = behind or item.element_id
    return behind


def _on_text(label: LabelItem, x: float, y: float) -> bool:
    box = label.bounds
    return label.place in _OWN_TEXT and box.x <= x <= box.right and box.y <= y <= box.bottom


def _on_title(item: ShapeItem, x: float, y: float, tolerance: float) -> bool:
    if item.black_box:
        return True
    if item.kind in (NodeKind.PARTICIPANT, NodeKind.LANE):
        return x <= item.bounds.x + BAND if item.horizontal else y <= item.bounds.y + BAND
    if item.kind is not NodeKind.GROUP and y <= item.bounds.y + 20:
        return True
    inside = min(x - item.bounds.x, item.bounds.right - x, y - item.bounds.y, item.bounds.bottom - y)
    return inside <= tolerance


def _distance(waypoints: tuple[Point, ...], x: float, y: float) -> float:
    nearest = math.inf
    for (x1, y1), (x2, y2) in pairwise(waypoints):
        dx, dy = x2 - x1, y2 - y1
        length = dx * dx + dy * dy
        part = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length)) if length else 0.0
        nearest = min(nearest, math.hypot(x - x1 - part * dx, y - y1 - part * dy))
    return nearest
