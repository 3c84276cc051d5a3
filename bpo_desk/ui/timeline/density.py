"""Many marks and bars as one picture: how much stands at each pixel of each row. No event is dropped: a pixel is lit
if, and only if, it holds one."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from bpo_desk.ui.timeline.geometry import Geometry
from bpo_desk.ui.timeline.lane_layout import TimelineLayout
from bpo_desk.ui.timeline.timeline_colours import TimelineColours, mixed
from bpo_desk.ui.timeline.work_spans import SpanKind

MARKS_DRAWN_SINGLY: Final = 5_000
_LEVELS: Final = 64


def mark_counts(layout: TimelineLayout, geometry: Geometry) -> NDArray[np.int64]:
    """Marks at each (row, pixel) in view: int64[rows, width]. A mark on the very last instant in view counts in the
    last pixel."""
    width = max(int(geometry.width), 1)
    marks = layout.marks
    low = np.searchsorted(marks.time, geometry.first, side="left")
    high = np.searchsorted(marks.time, geometry.last, side="right")
    pixel = ((marks.time[low:high] - geometry.first) * (width / (geometry.last - geometry.first))).astype(np.int64)
    np.clip(pixel, 0, width - 1, out=pixel)
    cells = marks.line[low:high].astype(np.int64) * width + pixel
    return np.bincount(cells, minlength=layout.rows * width).reshape(layout.rows, width)


def work_cover(layout: TimelineLayout, geometry: Geometry) -> NDArray[np.bool_]:
    """Where at least one bar of work stands: bool[rows, width]."""
    width = max(int(geometry.width), 1)
    spans = layout.spans
    seen = np.flatnonzero(
        (spans.kind == SpanKind.WORK) & (spans.end >= geometry.first) & (spans.start <= geometry.last)
    )
    factor = width / (geometry.last - geometry.first)
    begin = np.clip(((spans.start[seen] - geometry.first) * factor).astype(np.int64), 0, width - 1)
    end = np.clip(((spans.end[seen] - geometry.first) * factor).astype(np.int64), 0, width - 1)
    row = layout.span_line[seen].astype(np.int64) * (width + 1)
    cells = layout.rows * (width + 1)
    change = np.bincount(row + begin, minlength=cells) - np.bincount(row + end + 1, minlength=cells)
    cover: NDArray[np.bool_] = np.cumsum(change.reshape(layout.rows, width + 1), axis=1)[:, :width] > 0
    return cover


def density_image(layout: TimelineLayout, geometry: Geometry, colours: TimelineColours) -> QImage:
    """One pixel a cell, drawn stretched to the rows' height: the more marks, the stronger; bars of work behind."""
    counts = mark_counts(layout, geometry)
    cover = work_cover(layout, geometry)
    table = _levels(colours)
    most = max(int(counts.max(initial=0)), 1)
    level = np.ceil(np.log1p(counts) / np.log1p(most) * (_LEVELS - 1)).astype(np.int64)
    pixels = np.where(counts > 0, table[level], np.where(cover, _argb(mixed(colours.base, colours.done, 0.3)), 0))
    pixels = np.ascontiguousarray(pixels, dtype=np.uint32)
    rows, width = pixels.shape
    return QImage(pixels.data, width, rows, width * 4, QImage.Format.Format_ARGB32).copy()


def _levels(colours: TimelineColours) -> NDArray[np.uint32]:
    shares = np.linspace(0.45, 1.0, _LEVELS)
    return np.array([_argb(mixed(colours.base, colours.current, share)) for share in shares], dtype=np.uint32)


def _argb(colour: QColor) -> int:
    return colour.rgba() & 0xFFFFFFFF
