"""What stands still while a timeline is panned and zoomed: grounds and names of the lanes, painted once and kept."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from bpo_desk.ui.timeline.frame_paint import paint_lane_names
from bpo_desk.ui.timeline.legend import paint_legend
from bpo_desk.ui.timeline.timeline_paint import Scene, paint_grounds


class Backdrop:
    """Keeps the picture of the lanes until lanes, scroll position, size, colours or font change."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._whole = QPixmap()
        self._parts: list[tuple[QPointF, QPixmap]] = []  # what stands left of and below the lanes' area, and where
        self._legends: dict[tuple[object, ...], QPixmap] = {}

    def paint(self, painter: QPainter, scene: Scene, widget: QWidget, *, names_only: bool) -> None:
        """Paint the grounds over the whole widget; with `names_only` but what stands left of and around the lanes'
        area, which something opaque will cover."""
        g, ratio = scene.geometry, widget.devicePixelRatio()
        key = (scene.layout.lanes, scene.layout.rows, g.left, g.top, g.width, g.height, g.line, g.scroll,
               scene.colours.key, scene.font.key(), widget.size(), ratio)  # fmt: skip
        changed = key != self._key
        self._key = key  # the newest, because the same objects are compared faster than equal ones
        if changed:
            self._paint_anew(scene, widget)
            self._legends.clear()
        self._paint_parts(painter, scene, widget, names_only=names_only)
        painter.drawPixmap(0, round(g.top + g.height) + 2, self._legend(scene, widget, names_only=names_only))

    def _legend(self, scene: Scene, widget: QWidget, *, names_only: bool) -> QPixmap:
        """The legend by itself, because it changes where a zoom turns density into single events and back."""
        layout, g = scene.layout, scene.geometry
        key = (names_only, layout.mark_kinds, layout.span_kinds, len(scene.pending) > 0, len(scene.pinned) > 0,
               len(scene.closed[0]) > 0)  # fmt: skip
        legend = self._legends.get(key)
        if legend is None:
            top = round(g.top + g.height) + 2
            height = max(widget.height() - top, 1)
            legend = self._legends[key] = _blank(scene, widget.width(), height, widget.devicePixelRatio())
            inner = _painter(legend, scene)
            paint_legend(inner, scene, g.top + g.height + 3 - top)
            inner.end()
        return legend

    def _paint_parts(self, painter: QPainter, scene: Scene, widget: QWidget, *, names_only: bool) -> None:
        g, ratio = scene.geometry, widget.devicePixelRatio()
        if not names_only:
            painter.drawPixmap(0, 0, self._whole)
            return
        if ratio != int(ratio):
            painter.fillRect(widget.rect(), scene.colours.base)  # edges may lie within pixels
        width, height, left = widget.width(), widget.height(), round(g.left)
        painter.fillRect(left, 0, width - left, round(g.top), scene.colours.base)
        painter.fillRect(round(g.left + g.width), 0, 2, height, scene.colours.base)
        for at, part in self._parts:
            painter.drawPixmap(at, part)

    def _paint_anew(self, scene: Scene, widget: QWidget) -> None:
        g, ratio = scene.geometry, widget.devicePixelRatio()
        self._whole = _blank(scene, widget.width(), widget.height(), ratio)
        inner = _painter(self._whole, scene)
        paint_grounds(inner, scene)
        paint_lane_names(inner, scene)
        inner.end()
        left, bottom = round(g.left), round(g.top + min(g.height, scene.layout.rows * g.line - g.scroll)) - 1
        width, height = widget.width(), widget.height()
        self._parts = []
        for part in (QRectF(0, 0, left, height), QRectF(left, bottom, width - left, height - bottom)):
            # A picture of its own lies closer together than the same part of a large one.
            kept = QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio)
            self._parts.append((part.topLeft(), self._whole.copy(kept.toAlignedRect())))


def _blank(scene: Scene, width: int, height: int, ratio: float) -> QPixmap:
    """An empty picture of so many logical pixels."""
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(scene.colours.base)
    return pixmap


def _painter(pixmap: QPixmap, scene: Scene) -> QPainter:
    painter = QPainter(pixmap)
    painter.setFont(scene.font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter
