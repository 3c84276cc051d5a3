"""Where the keyboard goes next in a diagram."""

from __future__ import annotations

import math

from bpo_desk.process.display_list import DisplayList


def beside(shown: DisplayList, at: str, way: str) -> str:
    """The id to go to from `at`: "forward" and "back" along the flow, "first", "last", "up" and "down" by place.

    Empty when there is nowhere to go.
    """
    order = shown.flow_order
    if not order:
        return ""
    if way == "first" or at not in shown.shapes:
        return order[0]
    if way == "last":
        return order[-1]
    if way in ("up", "down"):
        return _by_place(shown, at, -1 if way == "up" else 1)
    if at not in order:
        return order[0]
    place = order.index(at) + (1 if way == "forward" else -1)
    return order[place] if 0 <= place < len(order) else ""


def _by_place(shown: DisplayList, at: str, sign: int) -> str:
    x, y = shown.shapes[at].bounds.centre
    best, nearest = "", math.inf
    for element_id in shown.flow_order:
        other_x, other_y = shown.shapes[element_id].bounds.centre
        down = (other_y - y) * sign
        if down > 1 and (distance := down + 2 * abs(other_x - x)) < nearest:
            best, nearest = element_id, distance
    return best
