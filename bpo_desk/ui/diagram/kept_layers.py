"""The drawing without state as pixels, kept for the processes last looked at, of one zoom.

The next case of a process finds its drawing painted; what a case adds beneath (ad-hoc tasks) is painted onto a copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from bpo_desk.process.ad_hoc import LANE_ID
from bpo_desk.process.display_list import DisplayList, Item
from bpo_desk.ui.diagram.base_layer import paint_items
from bpo_desk.ui.diagram.brush import Brush
from bpo_desk.ui.diagram.stamps import Stamps

_MOST_PIXELS_WHOLE = 12_000_000
_MOST_PIXELS_KEPT = 4_000_000  # 16 MB; the layer that is looked at is kept whatever it takes
_LABEL_ROOM = 52.0


@dataclass(frozen=True, slots=True)
class Layer:
    """A painted part of a drawing: `place` is where it lies, in device pixels from the drawing's origin."""

    items: tuple[Item, ...]
    stamps: Stamps
    place: QRect
    pixmap: QPixmap


class KeptLayers:
    """Layers of one view, the last used last."""

    def __init__(self) -> None:
        self._kept: list[Layer] = []

    def layer(self, shown: DisplayList, stamps: Stamps, font: QFont, seen: QRect) -> Layer:
        """A layer of the drawing, at the scale and in the colours of `stamps`, that covers what is `seen` (device
        pixels from the drawing's origin): all of it where that is small enough, else a piece around."""
        whole = _whole(shown, stamps.scale)
        needed = seen.intersected(whole)
        for at, kept in enumerate(self._kept):
            if kept.items is shown.items and kept.stamps is stamps and kept.place.contains(needed):
                self._kept.append(self._kept.pop(at))
                return kept
        self._kept = [kept for kept in self._kept if kept.stamps is stamps]  # those of others are never found again
        if whole.width() * whole.height() > _MOST_PIXELS_WHOLE:
            across, down = seen.width() // 3, seen.height() // 3
            place = seen.adjusted(-across, -down, across, down).intersected(whole)
            return self._keep(_painted(shown, stamps, font, place, whole=False))
        core = _core(shown)
        if core is shown.items:
            return self._keep(_painted(shown, stamps, font, whole, whole=True))
        under = next((kept for kept in self._kept if kept.items == core), None)
        under = self._keep(under or _painted(shown, stamps, font, whole, whole=True, items=core))
        return self._keep(_with_more(under, shown.items, font, whole))

    def _keep(self, layer: Layer) -> Layer:
        self._kept = [kept for kept in self._kept if kept.items is not layer.items or kept.stamps is not layer.stamps]
        self._kept.append(layer)
        while len(self._kept) > 1 and sum(_pixels(kept.place) for kept in self._kept) > _MOST_PIXELS_KEPT:
            del self._kept[0]
        return layer


def _whole(shown: DisplayList, scale: float) -> QRect:
    x, y, width, height = shown.bounds
    left, top = floor((x - _LABEL_ROOM) * scale), floor((y - _LABEL_ROOM) * scale)
    right, bottom = ceil((x + width + _LABEL_ROOM) * scale), ceil((y + height + _LABEL_ROOM) * scale)
    return QRect(left, top, right - left, bottom - top)


def _pixels(place: QRect) -> int:
    return place.width() * place.height()


def _core(shown: DisplayList) -> tuple[Item, ...]:
    """The items without those of the lane of ad-hoc tasks, which come last."""
    items = shown.items
    if LANE_ID not in shown.shapes:
        return items
    at = next((number for number, item in enumerate(items) if item.element_id == LANE_ID), len(items))
    return items if at == len(items) else items[:at]


def _blank(place: QRect, stamps: Stamps) -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap(place.size())
    pixmap.fill(QColor(stamps.colours.paper))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter


def _to_units(painter: QPainter, place: QRect, scale: float) -> None:
    painter.translate(-place.x(), -place.y())
    painter.scale(scale, scale)


def _painted(
    shown: DisplayList,
    stamps: Stamps,
    font: QFont,
    place: QRect,
    *,
    whole: bool,
    items: tuple[Item, ...] | None = None,
) -> Layer:
    pixmap, painter = _blank(place, stamps)
    scale = stamps.scale
    _to_units(painter, place, scale)
    region = None
    if not whole:
        region = QRectF(place.x() / scale, place.y() / scale, place.width() / scale, place.height() / scale)
    items = shown.items if items is None else items
    paint_items(Brush(painter, stamps.colours, font), items, region, stamps)
    painter.end()
    return Layer(items, stamps, place, pixmap)


def _with_more(under: Layer, items: tuple[Item, ...], font: QFont, place: QRect) -> Layer:
    """A layer whose first items are painted already."""
    pixmap, painter = _blank(place, under.stamps)
    painter.drawPixmap(QPoint(under.place.x() - place.x(), under.place.y() - place.y()), under.pixmap)
    _to_units(painter, place, under.stamps.scale)
    paint_items(Brush(painter, under.stamps.colours, font), items[len(under.items) :], None, under.stamps)
    painter.end()
    return Layer(items, under.stamps, place, pixmap)
