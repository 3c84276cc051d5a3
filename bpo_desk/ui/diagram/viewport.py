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


def fitted(bounds: Bounds, width: float, height: float) -> Viewport:
    """The whole of `bounds` in the middle of a widget of the given pixels, at most a little enlarged."""
    if bounds.width <= 0 and bounds.height <= 0:
        return Viewport()
    across = max(width - 2 * _MARGIN, 1) / max(bounds.width, 1)
    down = max(height - 2 * _MARGIN, 1) / max(bounds.height, 1)
    scale = min(max(min(across, down), SMALLEST / 4), _FIT_AT_MOST)
    x, y = bounds.centre
    return Viewport(scale, x - width / scale / 2, y - height / scale / 2)
