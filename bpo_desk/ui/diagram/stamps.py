"""Small pictures of what recurs in a diagram, painted once for a zoom and then only copied.

What is painted comes from the callers; here is only where it is kept and how it is put in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from math import ceil, floor
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPainter, QPixmap, QTransform

from bpo_desk.ui.diagram.brush import Brush
from bpo_desk.ui.diagram.colours import DiagramColours

Reach = tuple[float, float, float, float]
"""Left, top, right and bottom of a part around its place, in diagram units."""

_MOST_PIXELS = 60_000  # of one picture; larger parts are painted where they stand
_MOST_KEPT = 6_000


class Placer(Protocol):
    """Puts a recurring part in its place."""

    def put(self, key: Hashable, x: float, y: float, reach: Reach, paint: Callable[[Brush], None]) -> None:
        """`paint` paints the part around the origin, in diagram units; parts of one key look alike."""
        ...

    def units(self) -> None:
        """From now on the painter is used in diagram units again."""
        ...


class Direct:
    """Paints every part anew: for pictures that scale and for print."""

    def __init__(self, brush: Brush) -> None:
        self._brush = brush

    def put(self, key: Hashable, x: float, y: float, reach: Reach, paint: Callable[[Brush], None]) -> None:
        self._brush.painter.translate(x, y)
        paint(self._brush)
        self._brush.painter.translate(-x, -y)

    def units(self) -> None:
        """Nothing to do: it always is."""


class Stamps:
    """The pictures made for one scale (device pixels per diagram unit), set of colours and font."""

    def __init__(self, scale: float, colours: DiagramColours, font: QFont) -> None:
        self.scale = scale
        self.colours = colours
        self.family = font.family()
        self._font = QFont(font)
        self.kept: dict[tuple[Hashable, int, int], tuple[QPixmap, int, int]] = {}

    def fit(self, scale: float, colours: DiagramColours, font: QFont) -> bool:
        """Whether they were made for this scale, these colours and this font."""
        return self.scale == scale and self.colours == colours and self.family == font.family()

    def of(
        self, key: Hashable, right: int, down: int, reach: Reach, paint: Callable[[Brush], None]
    ) -> tuple[QPixmap, int, int]:
        """The picture of a part moved by so many half pixels (0 or 1), and where its corner lies from its place."""
        found = self.kept.get((key, right, down))
        if found is None:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            found = self.kept[(key, right, down)] = self._painted(right, down, reach, paint)
        return found

    def _painted(self, right: int, down: int, reach: Reach, paint: Callable[[Brush], None]) -> tuple[QPixmap, int, int]:
        scale = self.scale
        left, top = floor(reach[0] * scale) - 1, floor(reach[1] * scale) - 1
        pixmap = QPixmap(ceil(reach[2] * scale) + 2 - left, ceil(reach[3] * scale) + 2 - top)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(right / 2 - left, down / 2 - top)
        painter.scale(scale, scale)
        paint(Brush(painter, self.colours, self._font))
        painter.end()
        return pixmap, left, top


class Stamped:
    """Copies pictures, to the nearest half pixel, through a painter that stands in diagram units."""

    def __init__(self, brush: Brush, stamps: Stamps) -> None:
        """`brush.painter` scales by `stamps.scale` device pixels and is moved by whole ones."""
        self._brush, self._painter, self._stamps = brush, brush.painter, stamps
        self._kept = stamps.kept
        self._in_units = self._painter.worldTransform()
        ratio = self._painter.device().devicePixelRatioF()
        self._in_pixels = QTransform.fromScale(1 / ratio, 1 / ratio)
        self._are_units = True
        self._halves = 2 * stamps.scale
        self._x = 2 * round(self._in_units.dx() * ratio) + 0.5
        self._y = 2 * round(self._in_units.dy() * ratio) + 0.5
        self._largest = _MOST_PIXELS / stamps.scale**2

    def put(self, key: Hashable, x: float, y: float, reach: Reach, paint: Callable[[Brush], None]) -> None:
        if (reach[2] - reach[0]) * (reach[3] - reach[1]) > self._largest:
            self.units()
            self._painter.translate(x, y)
            paint(self._brush)
            self._painter.translate(-x, -y)
            return
        if self._are_units:
            self._painter.setWorldTransform(self._in_pixels)
            self._are_units = False
        across, down = floor(x * self._halves + self._x), floor(y * self._halves + self._y)
        found = self._kept.get((key, across & 1, down & 1))
        if found is None:
            found = self._stamps.of(key, across & 1, down & 1, reach, paint)
        pixmap, left, top = found
        self._painter.drawPixmap((across >> 1) + left, (down >> 1) + top, pixmap)

    def units(self) -> None:
        if not self._are_units:
            self._painter.setWorldTransform(self._in_units)
            self._are_units = True
