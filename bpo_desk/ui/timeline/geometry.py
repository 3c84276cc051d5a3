"""Where instants and lanes stand in pixels, and back: painting and hit tests use the same arithmetic. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.ui.timeline.lane_layout import HOUR, MarkKind, TimelineLayout

SHORTEST_VIEW: Final = 1_000_000.0
"""Microseconds that a view shows at least."""
LONG_IDLE: Final = 60 * 24 * HOUR
"""Microseconds of waiting up to now that are left out of sight at first, if they are most of the case."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """The part of a timeline in view. Pixels: `left`, `top` of the lanes' area, its `width` and `height`, `line`
    height of one row, `scroll` how far the lanes are scrolled up. Time: `first`, `last` microseconds UTC at the
    area's left and right edge (floats, first < last)."""

    left: float
    top: float
    width: float
    height: float
    line: float
    scroll: float
    first: float
    last: float

    @property
    def scale(self) -> float:
        """Pixels a microsecond."""
        return max(self.width, 1.0) / (self.last - self.first)

    def x(self, micros: float) -> float:
        """Pixel of an instant."""
        return self.left + (micros - self.first) * self.scale

    def xs(self, micros: NDArray[np.int64]) -> NDArray[np.float64]:
        """Pixels of instants."""
        pixels: NDArray[np.float64] = self.left + (micros.astype(np.float64) - self.first) * self.scale
        return pixels

    def micros(self, x: float) -> float:
        """Instant of a pixel."""
        return self.first + (x - self.left) / self.scale

    def y(self, line: float) -> float:
        """Upper edge of a row of the lanes."""
        return self.top + line * self.line - self.scroll

    def line_at(self, y: float) -> int:
        """Row of the lanes at a pixel (may lie outside of all lanes)."""
        return int((y - self.top + self.scroll) // self.line)

    def zoomed(self, factor: float, at: float, bounds: tuple[float, float]) -> Geometry:
        """Zoom in (factor > 1) or out around the instant `at`, which keeps its place; never beyond `bounds`."""
        length = min(max((self.last - self.first) / factor, SHORTEST_VIEW), bounds[1] - bounds[0])
        share = (at - self.first) / (self.last - self.first)
        return self.placed(at - share * length, length, bounds)

    def panned(self, micros: float, bounds: tuple[float, float]) -> Geometry:
        """Move the view by microseconds (positive = later), within `bounds`."""
        return self.placed(self.first + micros, self.last - self.first, bounds)

    def placed(self, first: float, length: float, bounds: tuple[float, float]) -> Geometry:
        """The view that starts at `first`, shifted into `bounds`."""
        first = max(bounds[0], min(first, bounds[1] - length))
        return replace(self, first=first, last=first + length)


def view_bounds(layout: TimelineLayout) -> tuple[float, float]:
    """The times (microseconds UTC) that may be shown: the extent of the case with a little room on both sides."""
    room = max((layout.last - layout.first) * 0.02, SHORTEST_VIEW)
    return layout.first - room, layout.last + room


def active_view(layout: TimelineLayout) -> tuple[float, float]:
    """The times that are shown at first: all, but not a long time up to now in which open work only waits."""
    if len(layout.marks):
        active = int(layout.marks.time[-1])
        idle, course = layout.last - active, active - layout.first
        if idle > max(3 * course, LONG_IDLE):
            room = max(course * 0.15, 24 * HOUR)
            return layout.first - room / 7, active + room
    return view_bounds(layout)


def hit(layout: TimelineLayout, geometry: Geometry, x: float, y: float, reach: float = 8.0) -> int | None:
    """The event row under a pixel: the nearest mark within `reach` pixels (heavier marks first among equals), else
    the event that began the bar or pause there, else None."""
    if x < geometry.left or y < geometry.top:
        return None
    line = geometry.line_at(y)
    marks = layout.marks
    low, high = int(geometry.micros(x - reach)), int(geometry.micros(x + reach))
    near = np.arange(np.searchsorted(marks.time, low), np.searchsorted(marks.time, high, side="right"))
    near = near[marks.line[near] == line]
    if len(near):
        away = np.abs(geometry.xs(marks.time[near]) - x).round()
        # A quiet mark gives way to one that tells more, unless the pointer is clearly on it.
        away += np.where(marks.kind[near] == MarkKind.QUIET, 3.0, 0.0)
        return int(marks.row[near[np.lexsort((-marks.kind[near], away))[0]]])
    at = int(geometry.micros(x))
    spans = layout.spans
    under = np.flatnonzero((layout.span_line == line) & (spans.start <= at) & (spans.end >= at))
    if len(under):
        return int(spans.row[under[-1]])
    pauses = layout.pauses
    if line == 0 and len(pauses):
        under = np.flatnonzero((pauses.start <= at) & (pauses.end >= at))
        if len(under):
            return int(pauses.row[under[-1]])
    return None
