"""Where the text of a shape or edge goes when the file says so, and by default when it does not."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from bpo_desk.models.process import Bounds, Family, NodeKind, Point, Word

BAND = 30.0
_BELOW_WIDTH = 96.0
_LINE = 14.0
_LETTER = 6.2
_SQUARE = 96.0


class LabelPlace(Word):
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


_CENTRE = LabelPlace.CENTRE


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
    x, y, width, height = bounds
    width = max(width - 8, 1)
    lines = _lines(text, width)
    bottom = 17.0 if marks and lines > (height - 42) / _LINE else 4.0
    top = 16.0 if figure and lines > (height - 36 - bottom) / _LINE else 4.0
    return Bounds(x + 4, y + top, width, max(height - top - bottom, 0)), _CENTRE


def _lines(text: str, width: float) -> int:
    """About how many lines a text takes."""
    if "\n" not in text:
        return 1 + int(len(text) * _LETTER / width)
    return sum([1 + int(len(line) * _LETTER / width) for line in text.split("\n")])


def _band(bounds: Bounds, horizontal: bool, black_box: bool) -> tuple[Bounds, LabelPlace]:
    if black_box:
        return Bounds(bounds.x + 4, bounds.y + 4, max(bounds.width - 8, 0), max(bounds.height - 8, 0)), (
            LabelPlace.CENTRE
        )
    if horizontal:
        return Bounds(bounds.x, bounds.y, min(BAND, bounds.width), bounds.height), LabelPlace.BAND_LEFT
    return Bounds(bounds.x, bounds.y, bounds.width, min(BAND, bounds.height)), LabelPlace.BAND_TOP


class TakenRoom:
    """The rectangles that texts and shapes take already, kept by squares: a look-up costs the same in any drawing."""

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[Bounds]] = defaultdict(list)

    def take(self, bounds: Bounds) -> None:
        """Note a rectangle as taken."""
        for square in _squares(bounds):
            self._squares[square].append(bounds)

    def is_free(self, bounds: Bounds) -> bool:
        """Whether a rectangle touches none that is taken."""
        return not any(
            bounds.x < other.right and other.x < bounds.right and bounds.y < other.bottom and other.y < bounds.bottom
            for square in _squares(bounds)
            for other in self._squares.get(square, ())
        )


def _squares(bounds: Bounds) -> Iterator[tuple[int, int]]:
    for across in range(int(bounds.x // _SQUARE), int(bounds.right // _SQUARE) + 1):
        for down in range(int(bounds.y // _SQUARE), int(bounds.bottom // _SQUARE) + 1):
            yield across, down


def edge_label_bounds(
    waypoints: tuple[Point, ...], said: Bounds | None, text: str = "", room: TakenRoom | None = None
) -> tuple[Bounds, LabelPlace]:
    """The file's bounds, else at the middle of the longest segment: above a level one, beside an upright one.

    Where that is taken in `room`, the first free of: a third along it, the next longest segments; what is chosen
    is noted as taken.
    """
    if said is not None and said.width > 0:
        return said, LabelPlace.TOP
    pairs = sorted(pairwise(waypoints), key=lambda pair: -math.dist(*pair))
    chosen = _on_segment(*pairs[0], 0.5)
    if room is None:
        return chosen
    for segment in pairs:
        for part in (0.5, 0.3, 0.7):
            offer = _on_segment(*segment, part)
            if room.is_free(_text_room(offer, text)):
                room.take(_text_room(offer, text))
                return offer
    room.take(_text_room(chosen, text))
    return chosen


def _on_segment(start: Point, end: Point, part: float) -> tuple[Bounds, LabelPlace]:
    (x1, y1), (x2, y2) = start, end
    x, y = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
    if abs(x1 - x2) >= abs(y1 - y2):
        width = max(abs(x1 - x2) - 10, _BELOW_WIDTH * 0.6)
        return Bounds(x - width / 2, y - _LINE - 2, width, _LINE), LabelPlace.ABOVE
    return Bounds(x + 4, y - _LINE / 2, _BELOW_WIDTH, _LINE), LabelPlace.BESIDE


def _text_room(place: tuple[Bounds, LabelPlace], text: str) -> Bounds:
    """About what a text takes there, wrapped as the painter will."""
    bounds, where = place
    width = min(max((len(line) for line in text.split("\n")), default=0) * _LETTER, bounds.width)
    height = _lines(text, bounds.width) * _LINE
    if where is LabelPlace.ABOVE:
        return Bounds(bounds.centre[0] - width / 2, bounds.bottom - height, width, height)
    return Bounds(bounds.x, bounds.centre[1] - height / 2, width, height)
