"""The small picture of a whole diagram in the corner of a view that shows only a part of it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from bpo_desk.process.display_list import DisplayList
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.picture import image_of, reach

_WIDEST, _HIGHEST = 200.0, 120.0
_MARGIN = 10.0
_SHOWN_BELOW = 0.5


class Minimap:
    """Paints itself over a view; the picture is made once for a diagram, screen and set of colours."""

    def __init__(self) -> None:
        self._image = QImage()
        self._made_for: tuple[object, ...] = ()

    @staticmethod
    def is_needed(shown: DisplayList, seen: QRectF) -> bool:
        """Whether the view (`seen`, in diagram units) shows less than half of the diagram."""
        area = QRectF(*reach(shown))
        both = seen.intersected(area)
        whole = area.width() * area.height()
        return whole > 0 and both.width() * both.height() < _SHOWN_BELOW * whole

    @staticmethod
    def place(shown: DisplayList, width: float, height: float, corner: int = 0) -> QRectF:
        """Where it lies in a view of the given pixels: lower right, lower left, upper left or upper right (`corner` 0
        to 3); empty in a view that is too small for it."""
        area = reach(shown)
        scale = min(_WIDEST / area.width, _HIGHEST / area.height)
        size = area.width * scale, area.height * scale
        if size[0] > width / 2 or size[1] > height / 2:
            return QRectF()
        x = width - size[0] - _MARGIN if corner in (0, 3) else _MARGIN
        y = height - size[1] - _MARGIN if corner in (0, 1) else _MARGIN
        return QRectF(x, y, *size)

    @staticmethod
    def freest_corner(shown: DisplayList, seen: QRectF, width: float, height: float) -> int:
        """The corner in which it hides the least of what is seen (`seen`, in diagram units)."""
        solid = [QRectF(*shape.bounds) for shape in shown.shapes.values() if not shape.is_container]
        hidden = []
        for corner in range(4):
            place = Minimap.place(shown, width, height, corner)
            scale = seen.width() / max(width, 1)
            under = QRectF(
                seen.x() + place.x() * scale,
                seen.y() + place.y() * scale,
                place.width() * scale,
                place.height() * scale,
            )
            hidden.append(sum(_common(under, box) for box in solid))
        return hidden.index(min(hidden))

    @staticmethod
    def point(shown: DisplayList, place: QRectF, at: QPointF) -> QPointF:
        """The diagram point under a pixel of the small picture."""
        area = reach(shown)
        return QPointF(
            area.x + (at.x() - place.x()) / place.width() * area.width,
            area.y + (at.y() - place.y()) / place.height() * area.height,
        )

    def paint(
        self, painter: QPainter, shown: DisplayList, place: QRectF, seen: QRectF, colours: DiagramColours, dpr: float
    ) -> None:
        """Paint it in widget pixels, with a frame around what is seen."""
        area = reach(shown)
        scale = place.width() / area.width
        wanted = (id(shown), scale, dpr, colours)
        if self._made_for != wanted:
            self._image = image_of(shown, {}, colours, QFont(), scale * dpr, area)
            self._made_for = wanted
        painter.save()
        painter.drawImage(place, self._image)
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.setPen(QPen(QColor(colours.faint), 1.0))
        painter.drawRect(place)
        frame = QRectF(
            place.x() + (seen.x() - area.x) * scale,
            place.y() + (seen.y() - area.y) * scale,
            seen.width() * scale,
            seen.height() * scale,
        )
        painter.setPen(QPen(QColor(colours.current), 2.0))
        painter.drawRect(frame.intersected(place))
        painter.restore()


def _common(one: QRectF, other: QRectF) -> float:
    both = one.intersected(other)
    return both.width() * both.height()
