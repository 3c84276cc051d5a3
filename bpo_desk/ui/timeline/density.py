"""Many marks and bars as one picture: how much stands at each pixel of each row. No event is dropped: a pixel is lit
if, and only if, it holds one; bars of work stand behind in a colour of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from bpo_desk.ui.timeline.geometry import Geometry
from bpo_desk.ui.timeline.lane_layout import MarkKind, TimelineLayout
from bpo_desk.ui.timeline.raster import SPARSE, Counts, RunningBars, RunningCounts, pixel_edges
from bpo_desk.ui.timeline.timeline_colours import TimelineColours, mixed
from bpo_desk.ui.timeline.work_spans import SpanKind

MARKS_DRAWN_SINGLY: Final = 5_000
_MOST_LEVEL: Final = 1_024
_BARS_UP_TO: Final = 100_000
"""Marks in view up to which bars of work are shown behind: beyond, they are shorter than the pixels of their marks."""
_CELLS_AT_ONCE: Final = 1 << 16
CLOSED_SHARE: Final = 0.06
"""How much ink there is in the shade of closed hours."""
_HEAVY: Final = (MarkKind.EXIT, MarkKind.FEEDBACK, MarkKind.REVIEW)


@dataclass(frozen=True, slots=True)
class Density:
    """What a layout's density is counted from, made once a layout: all marks, those that must not drown in the others
    (exits, feedback, reviews), and the bars of work."""

    marks: RunningCounts
    heavy: RunningCounts
    work: RunningBars

    @classmethod
    def of(cls, layout: TimelineLayout) -> Density:
        """The density of a layout."""
        marks, spans = layout.marks, layout.spans
        heavy = np.isin(marks.kind, np.array(_HEAVY, dtype=marks.kind.dtype))
        work = spans.kind == SpanKind.WORK
        return cls(
            RunningCounts.of(marks.time, marks.line, layout.rows),
            RunningCounts.of(marks.time[heavy], marks.line[heavy], layout.rows),
            RunningBars.of(spans.start[work], spans.end[work], layout.span_line[work], layout.rows),
        )


def view_edges(geometry: Geometry) -> NDArray[np.int64]:
    """The instants between the pixels in view: int64[width + 1]."""
    return pixel_edges(geometry.first, geometry.last, max(int(geometry.width), 1))


def density_image(
    density: Density, geometry: Geometry, colours: TimelineColours, shaded: NDArray[np.bool_] | None = None
) -> QImage:
    """The lanes' area in its own pixels: the more marks, the stronger; bars of work behind, `shaded` columns of pixels
    darker where there is nothing. Opaque."""
    code = density_codes(density, view_edges(geometry))
    if shaded is not None:
        code[:, shaded] = np.maximum(code[:, shaded], np.uint8(_SHADED))
    rows, width = code.shape
    small = QImage(code.data, width, rows, width, QImage.Format.Format_Indexed8)
    inks = (colours.base, colours.text, colours.current, colours.done, colours.exited)
    small.setColorTable(_colour_table(*(ink.rgb() for ink in inks)))
    # One line of pixels a row is coloured, then copied to all that the row is high.
    small = small.convertToFormat(QImage.Format.Format_RGB32)
    lines = ((np.arange(int(geometry.height)) + 0.5 + geometry.scroll) // geometry.line).astype(np.int64)
    lines = lines[lines < rows]
    image = QImage(width, len(lines), QImage.Format.Format_RGB32)
    if len(lines):
        coloured = np.frombuffer(small.constBits(), np.uint32).reshape(rows, width)
        pixels = np.frombuffer(image.bits(), np.uint32).reshape(len(lines), width)
        coloured.take(lines, axis=0, out=pixels, mode="clip")
    return image


def density_codes(density: Density, edges: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The code of the colour of every pixel of every row: uint8[rows, m - 1] for m edges; 0 where there is nothing."""
    width, rows = len(edges) - 1, density.marks.rows
    marks, heavy, work = density.marks, density.heavy, density.work
    marks_rank = marks.rank(edges)
    level = _codes(int((marks_rank[1:] - marks_rank[:-1]).max(initial=1)))
    seen = int(marks_rank[-1] - marks_rank[0])
    if seen <= SPARSE:
        has_bars = len(work.time) > 0
        code = work.cover(work.rank(edges)) * np.uint8(_BAR) if has_bars else np.zeros((rows, width), np.uint8)
        at, count = marks.lit(marks_rank)
        code.reshape(-1)[at] = level.take(count, mode="clip")
    else:
        code = np.empty((rows, width), dtype=np.uint8)
        # A few columns at a time: what lies in the processor's cache needs no fresh memory.
        step = max(_CELLS_AT_ONCE // rows, 1)
        for begin in range(0, width, step):
            end = min(begin + step, width)
            code[:, begin:end] = _coded(marks.cells(marks_rank[begin : end + 1]), level).T
        if len(work.time) > 0 and seen <= _BARS_UP_TO:
            np.maximum(code, work.cover(work.rank(edges)) * np.uint8(_BAR), out=code)
    if len(heavy.time):
        code.reshape(-1)[heavy.lit(heavy.rank(edges))[0]] = _HEAVIEST
    return code


_SHADED, _BAR, _FAINTEST, _STRONGEST, _HEAVIEST = 1, 2, 3, 254, 255
"""Codes of colours: 0 is the ground."""


def _codes(most: int) -> NDArray[np.uint8]:
    """The code of each count from 0 to _MOST_LEVEL, logarithmic up to `most`."""
    top = max(min(most, _MOST_LEVEL), 1)
    shares = np.minimum(_LOGARITHMS / _LOGARITHMS[top], 1.0)
    codes: NDArray[np.uint8] = np.rint(_FAINTEST + (_STRONGEST - _FAINTEST) * shares).astype(np.uint8)
    codes[0] = 0
    return codes


def _coded(counts: Counts, level: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The code of each count."""
    if int(counts.max(initial=0)) >= 256:
        return level.take(counts, mode="clip")
    # The same for bytes, several times faster.
    codes = bytearray(counts.astype(np.uint8)).translate(level[:256].tobytes())
    return np.frombuffer(codes, np.uint8).reshape(counts.shape)


_LOGARITHMS: Final = np.log1p(np.arange(_MOST_LEVEL + 1))


@lru_cache(maxsize=4)
def _colour_table(base: int, text: int, current: int, done: int, exited: int) -> list[int]:
    """The colours of all codes."""
    strengths = _STRONGEST - _FAINTEST
    ground, ink = QColor(base), QColor(current)
    levels = [mixed(ground, ink, 0.45 + 0.55 * i / strengths).rgb() for i in range(strengths + 1)]
    return [
        base,
        mixed(ground, QColor(text), CLOSED_SHARE).rgb(),
        mixed(ground, QColor(done), 0.3).rgb(),
        *levels,
        exited,
    ]
