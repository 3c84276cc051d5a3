"""Where the text of a shape or edge goes when the file says so, and by default when it does not."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from bpo_desk.models.process import Bounds, Family, NodeKind, Point

BAND = 30.0
_BELOW_WIDTH = 96.0
_LINE = 14.0
_LETTER = 6.2


class LabelPlace(StrEnum):
    """How a text lies in its bounds and where it grows."""

    CENTRE = "centre"
    TOP = "top"
    BELOW = "below"
    ABOVE = "above"
    BESIDE = "beside"
    NOTE = "note"
    TITLE = "title"
    BAND_LEFT = "band left"
    BAND_TOP = "band top"


def shape_label(
    kind: NodeKind, bounds: Bounds, said: Bounds | None, *, expanded: bool, horizontal: bool, black_box: bool
) -> tuple[Bounds, LabelPlace]:
    """Bounds and place of a shape's name; `said` are the label bounds of the file, on the plane (BPMN 2.0.2, 12.3).

    Names of activities, pools and lanes stay inside their shape whatever the file says.
    """
    if kind.family is Family.SWIMLANE:
        return _band(bounds, horizontal, black_box)
    if expanded:
        return Bounds(bounds.x + 8, bounds.y + 4, max(bounds.width - 16, 0), _LINE), LabelPlace.TITLE
    if kind is NodeKind.ANNOTATION:
        return Bounds(bounds.x + 6, bounds.y + 4, max(bounds.width - 8, 0), max(bounds.height - 8, 0)), LabelPlace.NOTE
    if kind.family in (Family.ACTIVITY, Family.OTHER):
        return Bounds(bounds.x + 4, bounds.y + 4, max(bounds.width - 8, 0), max(bounds.height - 8, 0)), (
            LabelPlace.CENTRE
        )
    if said is not None and said.width > 0:
        return said, LabelPlace.TOP
    if kind is NodeKind.GROUP:
        return Bounds(bounds.x + 8, bounds.y + 4, max(bounds.width - 16, 0), _LINE), LabelPlace.TITLE
    middle = bounds.x + bounds.width / 2
    return Bounds(middle - _BELOW_WIDTH / 2, bounds.bottom + 3, _BELOW_WIDTH, _LINE), LabelPlace.BELOW


def inside_label(bounds: Bounds, text: str, *, figure: bool, marks: bool) -> tuple[Bounds, LabelPlace]:
    """Bounds of an activity's name; a long one keeps clear of the type figure above and the markers beneath."""
    width = max(bounds.width - 8, 1)
    lines = sum(1 + int(len(line) * _LETTER / width) for line in text.split("\n"))
    bottom = 17.0 if marks and lines > (bounds.height - 42) / _LINE else 4.0
    top = 16.0 if figure and lines > (bounds.height - 36 - bottom) / _LINE else 4.0
    return Bounds(bounds.x + 4, bounds.y + top, width, max(bounds.height - top - bottom, 0)), LabelPlace.CENTRE


def _band(bounds: Bounds, horizontal: bool, black_box: bool) -> tuple[Bounds, LabelPlace]:
    if black_box:
        return Bounds(bounds.x + 4, bounds.y + 4, max(bounds.width - 8, 0), max(bounds.height - 8, 0)), (
            LabelPlace.CENTRE
        )
    if horizontal:
        return Bounds(bounds.x, bounds.y, min(BAND, bounds.width), bounds.height), LabelPlace.BAND_LEFT
    return Bounds(bounds.x, bounds.y, bounds.width, min(BAND, bounds.height)), LabelPlace.BAND_TOP


def edge_label_bounds(waypoints: tuple[Point, ...], said: Bounds | None) -> tuple[Bounds, LabelPlace]:
    """The file's bounds, else at the middle of the longest segment: above a level one, beside an upright one."""
    if said is not None and said.width > 0:
        return said, LabelPlace.TOP
    pairs = list(pairwise(waypoints))
    (x1, y1), (x2, y2) = max(pairs, key=lambda pair: abs(pair[0][0] - pair[1][0]) + abs(pair[0][1] - pair[1][1]))
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    if abs(x1 - x2) >= abs(y1 - y2):
        width = max(abs(x1 - x2) - 10, _BELOW_WIDTH * 0.6)
        return Bounds(x - width / 2, y - _LINE - 2, width, _LINE), LabelPlace.ABOVE
    return Bounds(x + 4, y - _LINE / 2, _BELOW_WIDTH, _LINE), LabelPlace.BESIDE
