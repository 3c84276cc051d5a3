"""Pens, fills and small figures shared by the shape families, all in diagram units."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
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


class Brush:
    """A painter with the drawing's colours: what every shape family paints through."""

    def __init__(self, painter: QPainter, colours: DiagramColours, font: QFont) -> None:
        self.painter = painter
        self.colours = colours
        self.font = font

    def pen(self, colour: str | QColor, width: float = NORMAL, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """A pen with round joins; dashes are told in diagram units."""
        pen = QPen(QColor(colour), width, style)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def stroke_of(self, said: str) -> QColor:
        """The file's stroke where it stays readable, else the drawing's line colour."""
        if said and self.colours.keep_file_strokes:
            colour = QColor.fromString(said)
            if colour.isValid():
                return colour
        return QColor(self.colours.line)

    def fill_of(self, item: ShapeItem) -> QColor:
        """The file's fill, laid faintly on the drawing's own."""
        return (
            mixed(self.colours.shape, item.fill, self.colours.file_fill_strength)
            if item.fill
            else QColor(self.colours.shape)
        )

    def use(self, pen: QPen | None, fill: QColor | str | None) -> None:
        """Set pen and fill; None is none."""
        self.painter.setPen(pen if pen is not None else Qt.PenStyle.NoPen)
        self.painter.setBrush(QBrush(QColor(fill)) if fill is not None else Qt.BrushStyle.NoBrush)

    def lines(self, *strokes: Iterable[Point]) -> None:
        """Open lines through points, with the pen in use."""
        for points in strokes:
            self.painter.drawPolyline(polygon(points))
