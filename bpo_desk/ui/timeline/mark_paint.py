"""Painting the bars and marks of a timeline one by one: few as shapes, many as stamps of one picture a kind.

What is in view and what it stands on is the caller's.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPaintEngine, QPainter, QPen, QPixmap

from bpo_desk.ui.timeline.geometry import Geometry
from bpo_desk.ui.timeline.glyphs import GLYPHS, mark_colour, take_ink
from bpo_desk.ui.timeline.lane_layout import MarkKind, Marks, TimelineLayout
from bpo_desk.ui.timeline.timeline_colours import TimelineColours, mixed
from bpo_desk.ui.timeline.work_spans import SpanKind

_STAMPED_FROM: Final = 100
"""Marks of a kind in view from which they are stamped at whole pixels: a shape with smooth edges takes 20 microseconds,
a stamp one."""
_STROKES: Final = {MarkKind.QUIET: 0.6, MarkKind.WORK: 1.0}
"""Kinds that are one upright stroke, and its half height in radii."""
_MOST_STAMPS: Final = 64

Places = NDArray[np.floating]
"""Pixels in the widget."""


def mark_size(geometry: Geometry) -> float:
    """Pixels across a mark's glyph."""
    return max(7.0, geometry.line * 0.5)


def bar_rect(geometry: Geometry, line: int, left: float, right: float, share: float) -> QRectF:
    """A bar that takes a share of its row's height; wide enough to be seen."""
    height = geometry.line * share
    return QRectF(left, geometry.y(line) + (geometry.line - height) / 2, max(right - left, 1.5), height)


def paint_marks(
    painter: QPainter, geometry: Geometry, colours: TimelineColours, marks: Marks, seen: NDArray[np.int64]
) -> None:
    """The marks at some positions; those that tell more are drawn later, over those that tell less."""
    kinds = marks.kind[seen]
    on_pixels = _has_pixels(painter)
    size = mark_size(geometry)
    for kind in np.unique(kinds).tolist():
        of_kind = seen[kinds == kind]
        xs = geometry.xs(marks.time[of_kind])
        ys = geometry.top - geometry.scroll + (marks.line[of_kind] + 0.5) * geometry.line
        if on_pixels and len(of_kind) >= _STAMPED_FROM and kind in _STROKES:
            ink, height = mark_colour(MarkKind(kind), colours), size * _STROKES[MarkKind(kind)]
            _fill_pixels(painter, ink, xs - 0.8, ys, np.full(len(xs), 1.6), height)
            continue
        if on_pixels and len(of_kind) >= _STAMPED_FROM:
            _stamp(painter, _stamp_of(MarkKind(kind), size, colours, painter.device().devicePixelRatio()), xs, ys)
            continue
        take_ink(painter, MarkKind(kind), colours)
        if kind in _STROKES:
            reach = size / 2 * _STROKES[MarkKind(kind)]
            at = zip(xs.tolist(), ys.tolist(), strict=True)
            painter.drawLines([QLineF(x, y - reach, x, y + reach) for x, y in at])
            continue
        glyph = GLYPHS[MarkKind(kind)]
        for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
            glyph(painter, x, y, size / 2)


def _stamp(painter: QPainter, stamp: QPixmap, xs: Places, ys: Places) -> None:
    """The same picture around many points, once a pixel."""
    half = stamp.width() / stamp.devicePixelRatio() / 2
    lefts, tops = np.rint(xs - half).astype(np.int64), np.rint(ys - half).astype(np.int64)
    places = np.unique((tops << 32) + lefts)
    lefts = (places << 32) >> 32
    for left, top in zip(lefts.tolist(), ((places - lefts) >> 32).tolist(), strict=True):
        painter.drawPixmap(left, top, stamp)


_stamps: dict[tuple[object, ...], QPixmap] = {}


def _stamp_of(kind: MarkKind, size: float, colours: TimelineColours, ratio: float) -> QPixmap:
    """The picture of a kind's glyph, its middle in the middle."""
    key = (kind, size, colours.key, colours.exited.rgba(), ratio)
    if key not in _stamps:
        if len(_stamps) >= _MOST_STAMPS:
            _stamps.clear()
        side = 2 * round(size * 0.75 + 2)
        stamp = QPixmap(round(side * ratio), round(side * ratio))
        stamp.setDevicePixelRatio(ratio)
        stamp.fill(Qt.GlobalColor.transparent)
        inner = QPainter(stamp)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        take_ink(inner, kind, colours)
        GLYPHS[kind](inner, side / 2, side / 2, size / 2)
        inner.end()
        _stamps[key] = stamp
    return _stamps[key]


def paint_bars(
    painter: QPainter, geometry: Geometry, colours: TimelineColours, layout: TimelineLayout, seen: NDArray[np.int64]
) -> None:
    """The bars at some positions: thin where work was assigned, full where it was worked on, hatched where it lay
    suspended, outlined where it is ad-hoc."""
    spans = layout.spans
    edge_left, edge_right = geometry.left - 20, geometry.left + geometry.width + 20
    lefts = np.maximum(geometry.xs(spans.start[seen]), edge_left)
    widths = np.maximum(np.minimum(geometry.xs(spans.end[seen]), edge_right) - lefts, 1.5)
    middles = geometry.top - geometry.scroll + (layout.span_line[seen] + 0.5) * geometry.line
    kinds, running, ad_hoc = spans.kind[seen], spans.running[seen], spans.ad_hoc[seen]
    many = len(seen) >= _STAMPED_FROM and _has_pixels(painter)

    def boxes(which: NDArray[np.bool_], height: float) -> list[QRectF]:
        x, y, width = (each[which].tolist() for each in (lefts, middles - height / 2, widths))
        return list(map(QRectF, x, y, width, [height] * len(x)))

    def fill(which: NDArray[np.bool_], height: float, colour: QColor) -> None:
        if many:
            _fill_pixels(painter, colour, lefts[which], middles[which], widths[which], height)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRects(boxes(which, height))

    bar = geometry.line * 0.5  # as bar_rect
    for is_running, waiting, work in ((False, colours.muted, colours.done), (True, colours.waiting, colours.current)):
        fill((kinds == SpanKind.WAITING) & (running == is_running), 1.6, waiting)
        working = (kinds == SpanKind.WORK) & (running == is_running)
        fill(working, bar, mixed(colours.base, work, 0.55))
        painter.setPen(QPen(work, 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(boxes(working & ad_hoc, bar))
    for rect in boxes(kinds == SpanKind.SUSPENDED, bar):
        hatched(painter, rect, colours.waiting, colours.base)


def _has_pixels(painter: QPainter) -> bool:
    """Whether it paints on pixels: an image of shapes and texts (SVG) stays one."""
    return painter.paintEngine().type() is QPaintEngine.Type.Raster


def _fill_pixels(
    painter: QPainter, colour: QColor, lefts: Places, middles: Places, widths: Places, height: float
) -> None:
    """Many boxes around their middles, at whole pixels and one by one: without an object each, in a third of the
    time."""
    high = max(round(height), 1)
    x, y, right = (np.rint(each).astype(np.int64) for each in (lefts, middles - high / 2, lefts + widths))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for left, top, width in zip(x.tolist(), y.tolist(), np.maximum(right - x, 1).tolist(), strict=True):
        painter.drawRect(left, top, width, high)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def hatched(painter: QPainter, rect: QRectF, colour: QColor, ground: QColor) -> None:
    """A bar of time that stood still."""
    painter.fillRect(rect, mixed(ground, colour, 0.12))
    painter.fillRect(rect, QBrush(mixed(ground, colour, 0.7), Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(colour, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
