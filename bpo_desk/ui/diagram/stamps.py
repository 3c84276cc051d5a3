"""Small pictures of what recurs in a diagram, painted once for a zoom and then only copied.

What is painted comes from the callers; here is only where it is kept and how it is put in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from math import ceil, floor
from typing import Protocol, TypeVar, TypeVarTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap, QTransform

from bpo_desk.ui.diagram.brush import Brush
from bpo_desk.ui.diagram.colours import DiagramColours

Args = TypeVarTuple("Args")
Part = TypeVar("Part")
Reach = tuple[float, float, float, float]
"""Left, top, right and bottom of a part around its place, in diagram units."""

Copied = tuple[int, int, QPixmap]
"""A picture and where its corner goes, in device pixels from the place of what it is a part of."""

_MOST_PIXELS = 60_000  # of one picture; larger parts are painted where they stand
_MOST_KEPT = 6_000
_MOST_TOGETHER = 20_000
_OFTEN = 5


class Placer(Protocol):
    """Puts a recurring part in its place."""

    def put(
        self,
        key: Hashable,
        x: float,
        y: float,
        reach: Reach,
        paint: Callable[[Brush], None],
        rim: float = 0.0,
        *,
        exactly: bool = False,
    ) -> None:
        """`paint` paints the part around the origin, in diagram units; parts of one key look alike. With a `rim`, there
        is nothing further inside its reach than that. `exactly`: to less than the nearest half pixel, for what lies on
        its like; it may not recur, so that it is copied only after some times."""
        ...

    def together(
        self, key: Hashable, at: Sequence[float], of: object, put: Callable[[Placer, *Args], None], *given: *Args
    ) -> None:
        """`put(placer, *given)` puts several parts around `at` (x and y come first), all of one key alike; `of` is what
        the key names by its `id`, if it does."""
        ...

    def each(
        self, parts: Iterable[tuple[Hashable, Sequence[float], Part]], put: Callable[[Placer, Part], None]
    ) -> None:
        """The same for many: of each its key, where it is put and what `put` is given."""
        ...

    def units(self) -> None:
        """From now on the painter is used in diagram units again."""
        ...


class Direct:
    """Paints every part anew: for pictures that scale and for print."""

    def __init__(self, brush: Brush) -> None:
        self._brush = brush

    def put(
        self,
        key: Hashable,
        x: float,
        y: float,
        reach: Reach,
        paint: Callable[[Brush], None],
        rim: float = 0.0,
        *,
        exactly: bool = False,
    ) -> None:
        self._brush.painter.translate(x, y)
        paint(self._brush)
        self._brush.painter.translate(-x, -y)

    def together(
        self, key: Hashable, at: Sequence[float], of: object, put: Callable[[Placer, *Args], None], *given: *Args
    ) -> None:
        put(self, *given)

    def each(
        self, parts: Iterable[tuple[Hashable, Sequence[float], Part]], put: Callable[[Placer, Part], None]
    ) -> None:
        for _, _, part in parts:
            put(self, part)

    def units(self) -> None:
        """Nothing to do: it always is."""


class Stamps:
    """The pictures made for one scale (device pixels per diagram unit), set of colours and font."""

    def __init__(self, scale: float, colours: DiagramColours, font: QFont) -> None:
        self.scale = scale
        self.colours = colours
        self.family = font.family()
        self._font = QFont(font)
        self._numbers: dict[Hashable, int] = {}
        self._asked: dict[Hashable, int] = {}
        self.kept: dict[tuple[Hashable, float, float], list[Copied]] = {}
        # Also holds what the key names by its `id`, so that nothing else can get it; None: not all of it is copied.
        self.together: dict[Hashable, tuple[object, list[Copied] | None]] = {}

    def number_of(self, key: Hashable) -> int:
        """A short stand-in for a key that takes long to look up."""
        return self._numbers.setdefault(key, len(self._numbers))

    def fit(self, scale: float, colours: DiagramColours, font: QFont) -> bool:
        """Whether they were made for this scale, these colours and this font."""
        return self.scale == scale and self.colours == colours and self.family == font.family()

    def is_rare(self, key: Hashable) -> bool:
        """Whether a part was asked for a few times only: making a picture takes as long as painting it five times."""
        if len(self._asked) >= _MOST_TOGETHER:
            self._asked.clear()
        times = self._asked[key] = self._asked.get(key, 0) + 1
        return times < _OFTEN

    def of(
        self, key: Hashable, right: float, down: float, reach: Reach, paint: Callable[[Brush], None], rim: float
    ) -> list[Copied]:
        """The pictures of a part moved by a part of a pixel (0 to 1), and where their corners lie from its place."""
        found = self.kept.get((key, right, down))
        if found is None:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            pieces = _pieces(reach, rim, self.scale)
            found = self.kept[key, right, down] = [self._painted(right, down, each, paint) for each in pieces]
        return found

    def _painted(self, right: float, down: float, piece: QRect, paint: Callable[[Brush], None]) -> Copied:
        left, top = piece.x(), piece.y()
        pixmap = QPixmap(piece.size())
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(right - left, down - top)
        painter.scale(self.scale, self.scale)
        paint(Brush(painter, self.colours, self._font))
        painter.end()
        return left, top, pixmap


def _pieces(reach: Reach, rim: float, scale: float) -> list[QRect]:
    """The device pixels that a part may touch; of one with a rim its four sides."""
    left, top = floor(reach[0] * scale) - 1, floor(reach[1] * scale) - 1
    width, height = ceil(reach[2] * scale) + 2 - left, ceil(reach[3] * scale) + 2 - top
    deep = ceil(rim * scale) + 2
    if not rim or 2 * deep >= min(width, height):
        return [QRect(left, top, width, height)]
    return [
        QRect(left, top, width, deep),
        QRect(left, top + height - deep, width, deep),
        QRect(left, top + deep, deep, height - 2 * deep),
        QRect(left + width - deep, top + deep, deep, height - 2 * deep),
    ]


class Stamped:
    """Copies pictures, to the nearest half pixel, through a painter that stands in diagram units."""

    def __init__(self, brush: Brush, stamps: Stamps) -> None:
        """`brush.painter` scales by `stamps.scale` device pixels and is moved by whole ones."""
        self._brush, self._painter, self._stamps = brush, brush.painter, stamps
        self._kept = stamps.kept
        self._together = stamps.together
        self._in_units = self._painter.worldTransform()
        ratio = self._painter.device().devicePixelRatioF()
        # Pixels are told from the drawing's origin: so they stay the same wherever the drawing is moved to.
        moved = round(self._in_units.dx() * ratio) / ratio, round(self._in_units.dy() * ratio) / ratio
        self._in_pixels = QTransform(1 / ratio, 0, 0, 1 / ratio, *moved)
        self._are_units = True
        self._scale = stamps.scale
        self._halves = 2 * stamps.scale
        self._largest = _MOST_PIXELS / stamps.scale**2
        self._noted: list[Copied] | None = None
        self._all_noted = True

    def put(
        self,
        key: Hashable,
        x: float,
        y: float,
        reach: Reach,
        paint: Callable[[Brush], None],
        rim: float = 0.0,
        *,
        exactly: bool = False,
    ) -> None:
        width, height = reach[2] - reach[0], reach[3] - reach[1]
        too_large = (2 * rim * (width + height) if rim else width * height) > self._largest
        if too_large or (exactly and self._stamps.is_rare(key)):
            self._all_noted = False
            self.units()
            self._painter.translate(x, y)
            paint(self._brush)
            self._painter.translate(-x, -y)
            return
        across, down = x * self._scale, y * self._scale
        if not exactly:
            across, down = floor(2 * across + 0.5) / 2, floor(2 * down + 0.5) / 2
        at_x, at_y = floor(across), floor(down)
        across, down = across - at_x, down - at_y
        found = self._kept.get((key, across, down))
        if found is None:
            found = self._stamps.of(key, across, down, reach, paint, rim)
        if self._are_units:
            self._pixels()
        for left, top, pixmap in found:
            copied = at_x + left, at_y + top, pixmap
            if self._noted is not None:
                self._noted.append(copied)
            self._painter.drawPixmap(*copied)

    def together(
        self, key: Hashable, at: Sequence[float], of: object, put: Callable[[Placer, *Args], None], *given: *Args
    ) -> None:
        self.each(((key, at, of),), lambda placer, _: put(placer, *given))

    def each(
        self, parts: Iterable[tuple[Hashable, Sequence[float], Part]], put: Callable[[Placer, Part], None]
    ) -> None:
        halves, known, draw = self._halves, self._together, self._painter.drawPixmap
        for key, at, part in parts:
            across, down = floor(at[0] * halves + 0.5), floor(at[1] * halves + 0.5)
            full_key = key, across & 1, down & 1
            x, y = across >> 1, down >> 1
            found = known.get(full_key)
            if found is not None and (pictures := found[1]) is not None:
                if self._are_units:
                    self._pixels()
                for left, top, pixmap in pictures:
                    draw(x + left, y + top, pixmap)
            else:
                self._noted, self._all_noted = [], True
                put(self, part)
                self._note(full_key, x, y, part)

    def _note(self, key: Hashable, x: int, y: int, of: object) -> None:
        if len(self._together) >= _MOST_TOGETHER:
            self._together.clear()
        pictures = [(left - x, top - y, pixmap) for left, top, pixmap in self._noted or ()]
        self._together[key] = of, pictures if self._all_noted else None
        self._noted = None

    def _pixels(self) -> None:
        self._painter.setWorldTransform(self._in_pixels)
        self._are_units = False

    def units(self) -> None:
        if not self._are_units:
            self._painter.setWorldTransform(self._in_units)
            self._are_units = True
