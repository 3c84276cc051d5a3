"""The part of a diagram that a widget shows: scale and offset, and how zooming and panning change them. No painting."""

from __future__ import annotations

from dataclasses import dataclass

from bpo_desk.models.process import Bounds

SMALLEST, LARGEST = 0.1, 8.0
_MARGIN = 24.0
_FIT_AT_MOST = 1.25


@dataclass(frozen=True, slots=True)
class Viewport:
    """`scale` is pixels per diagram unit; `x`, `y` the diagram point at the widget's upper left corner."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def zoomed(self, factor: float, at_x: float, at_y: float) -> Viewport:
        """Zoomed by `factor` around a point in widget pixels, which stays over the same diagram point."""
        scale = min(max(self.scale * factor, SMALLEST), LARGEST)
        return Viewport(scale, self.x + at_x / self.scale - at_x / scale, self.y + at_y / self.scale - at_y / scale)

    def moved(self, dx: float, dy: float) -> Viewport:
        """Moved by widget pixels: the drawing follows the pointer."""
        return Viewport(self.scale, self.x - dx / self.scale, self.y - dy / self.scale)

    def kept(self, bounds: Bounds, width: float, height: float) -> Viewport:
        """Moved back so far that a part of the diagram stays in sight."""
        keep_x = min(80.0 / self.scale, bounds.width / 2)
        keep_y = min(80.0 / self.scale, bounds.height / 2)
        x = min(max(self.x, bounds.x + keep_x - width / self.scale), bounds.right - keep_x)
        y = min(max(self.y, bounds.y + keep_y - height / self.scale), bounds.bottom - keep_y)
        return Viewport(self.scale, x, y)

    def showing(self, bounds: Bounds, width: float, height: float) -> Viewport:
        """Moved as little as possible so that `bounds` lie inside the widget."""
        margin = _MARGIN / self.scale
        x, y = self.x, self.y
        x = min(x, bounds.x - margin)
        x = max(x, min(bounds.right + margin - width / self.scale, bounds.x - margin))
        y = min(y, bounds.y - margin)
        y = max(y, min(bounds.bottom + margin - height / self.scale, bounds.y - margin))
        return Viewport(self.scale, x, y)


READABLE = 7.0 / 11.0
"""Below this scale names (11 diagram units high) are less than 7 pixels high."""
_READ_AT = 0.8


def readable(bounds: Bounds, wanted: Bounds | None, width: float, height: float) -> Viewport:
    """The whole of `bounds` where names stay readable, else the part around `wanted` (None: the left end) at a scale at
    which they are; as much of the diagram as the widget holds, no empty room beside it."""
    whole = fitted(bounds, width, height)
    if whole.scale >= READABLE:
        return whole
    across, down = width / _READ_AT, height / _READ_AT
    x, y = wanted.centre if wanted is not None else (bounds.x, bounds.centre[1])
    return Viewport(_READ_AT, _along(x, across, bounds.x, bounds.width), _along(y, down, bounds.y, bounds.height))


def _along(middle: float, room: float, start: float, length: float) -> float:
    """Where the window begins on one axis: around `middle`, inside the diagram; a smaller diagram stands centred."""
    if length <= room:
        return start + (length - room) / 2
    return min(max(middle - room / 2, start), start + length - room)


def fitted(bounds: Bounds, width: float, height: float) -> Viewport:
    """The whole of `bounds` in the middle of a widget of the given pixels, at most a little enlarged."""
    if bounds.width <= 0 and bounds.height <= 0:
        return Viewport()
    across = max(width - 2 * _MARGIN, 1) / max(bounds.width, 1)
    down = max(height - 2 * _MARGIN, 1) / max(bounds.height, 1)
    scale = min(max(min(across, down), SMALLEST / 4), _FIT_AT_MOST)
    x, y = bounds.centre
    return Viewport(scale, x - width / scale / 2, y - height / scale / 2)


def around(boxes: list[Bounds], width: float, height: float) -> Bounds | None:
    """The rectangle around the first box and those of the others that still fit into the widget with it."""
    if not boxes:
        return None
    left, top, right, bottom = boxes[0].x, boxes[0].y, boxes[0].right, boxes[0].bottom
    for box in boxes[1:]:
        wide = min(left, box.x), min(top, box.y), max(right, box.right), max(bottom, box.bottom)
        if wide[2] - wide[0] <= width and wide[3] - wide[1] <= height:
            left, top, right, bottom = wide
    return Bounds(left, top, right - left, bottom - top)
