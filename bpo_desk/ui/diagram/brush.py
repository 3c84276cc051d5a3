"""Pens, fills and small figures shared by the shape families, all in diagram units."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygonF

from bpo_desk.models.process import Bounds, Point
from bpo_desk.process.display_list import ShapeItem
from bpo_desk.ui.diagram.colours import DiagramColours, mixed

THIN = 1.4
NORMAL = 1.6
THICK = 3.2
ROUNDED = 9.0


def rectangle(bounds: Bounds) -> QRectF:
    """Bounds as Qt has them."""
    return QRectF(bounds.x, bounds.y, bounds.width, bounds.height)


def polygon(points: Iterable[Point]) -> QPolygonF:
    """Points as Qt has them."""
    return QPolygonF([QPointF(x, y) for x, y in points])


@lru_cache(maxsize=1024)
def colour_of(written: str) -> QColor:
    """A colour by its #rrggbb; not to be changed by who gets it."""
    return QColor(written)


@lru_cache(maxsize=1024)
def _brush_of(rgba: int) -> QBrush:
    return QBrush(QColor.fromRgba(rgba))


@lru_cache(maxsize=1024)
def _named_brush(colour: str) -> QBrush:
    return QBrush(QColor(colour))


@lru_cache(maxsize=1024)
def _pen_of(rgba: int, width: float, style: Qt.PenStyle) -> QPen:
    return _pen(QColor.fromRgba(rgba), width, style)


@lru_cache(maxsize=1024)
def _named_pen(colour: str, width: float, style: Qt.PenStyle) -> QPen:
    return _pen(QColor(colour), width, style)


def _pen(colour: QColor, width: float, style: Qt.PenStyle) -> QPen:
    pen = QPen(colour, width, style)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


_SOLID = Qt.PenStyle.SolidLine
_NO_PEN = Qt.PenStyle.NoPen
_NO_BRUSH = Qt.BrushStyle.NoBrush


class Brush:
    """A painter with the drawing's colours: what every shape family paints through.

    `state_fill` and `state_line`, when given, replace what file and drawing say about fill and stroke.
    """

    def __init__(
        self,
        painter: QPainter,
        colours: DiagramColours,
        font: QFont,
        *,
        state_fill: str = "",
        state_line: str = "",
    ) -> None:
        self.painter = painter
        self.colours = colours
        self.font = font
        self.family = font.family()
        self._state_fill = state_fill
        self._state_line = state_line

    def pen(self, colour: str | QColor, width: float = NORMAL, style: Qt.PenStyle = _SOLID) -> QPen:
        """A pen with round joins, not to be changed by who gets it; dashes are told in diagram units."""
        if isinstance(colour, str):
            return _named_pen(colour, width, style)
        return _pen_of(colour.rgba(), width, style)

    def stroke_of(self, said: str) -> QColor:
        """The file's stroke where it stays readable, else the drawing's line colour."""
        if self._state_line:
            return colour_of(self._state_line)
        if said and self.colours.keep_file_strokes:
            colour = QColor.fromString(said)
            if colour.isValid():
                return colour
        return colour_of(self.colours.line)

    def fill_of(self, item: ShapeItem) -> QColor:
        """The file's fill, laid faintly on the drawing's own."""
        if self._state_fill:
            return colour_of(self._state_fill)
        if item.fill:
            return mixed(self.colours.shape, item.fill, self.colours.file_fill_strength)
        return colour_of(self.colours.shape)

    def use(self, pen: QPen | None, fill: QColor | str | None) -> None:
        """Set pen and fill; None is none."""
        self.painter.setPen(pen if pen is not None else _NO_PEN)
        if fill is None:
            self.painter.setBrush(_NO_BRUSH)
        elif isinstance(fill, str):
            self.painter.setBrush(_named_brush(fill))
        else:
            self.painter.setBrush(_brush_of(fill.rgba()))

    def rounded(self, box: QRectF, radius: float, pen: QPen, fill: QColor | None) -> None:
        """A rectangle with round corners (`radius` 0: none). Its sides are dashed one by one: as one path that takes
        a hundred times as long."""
        if pen.style() is _SOLID:
            self.use(pen, fill)
            self.painter.drawRoundedRect(box, radius, radius)
            return
        if fill is not None:
            self.use(None, fill)
            self.painter.drawRoundedRect(box, radius, radius)
        self.use(pen, None)
        left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
        across, down = min(radius, box.width() / 2), min(radius, box.height() / 2)
        self.painter.drawLines(
            [
                QLineF(left + across, top, right - across, top),
                QLineF(right, top + down, right, bottom - down),
                QLineF(right - across, bottom, left + across, bottom),
                QLineF(left, bottom - down, left, top + down),
            ]
        )
        for x, y, quarter in ((left, top, 1), (right, top, 0), (right, bottom, 3), (left, bottom, 2)) if radius else ():
            corner = QRectF(x if x == left else x - 2 * across, y if y == top else y - 2 * down, 2 * across, 2 * down)
            self.painter.drawArc(corner, quarter * 90 * 16, 90 * 16)

    def lines(self, *strokes: Iterable[Point]) -> None:
        """Open lines through points, with the pen in use."""
        for points in strokes:
            self.painter.drawPolyline(polygon(points))
