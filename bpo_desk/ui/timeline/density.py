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
from bpo_desk.ui.timeline.raster import RunningBars, RunningCounts, pixel_edges
from bpo_desk.ui.timeline.timeline_colours import TimelineColours, mixed
from bpo_desk.ui.timeline.work_spans import SpanKind

MARKS_DRAWN_SINGLY: Final = 1_000
"""Marks in view up to which each has its own glyph: more would hide each other, and take longer than a frame has."""
_LOOKED_UP_AT_ONCE: Final = 1_000_000
"""Marks up to which the mark of an event is looked up when it is first chosen: a few hundredths of a second."""
_MOST_LEVEL: Final = 1_024  # marks in a pixel beyond which it is no stronger
_SPARSE: Final = 20_000
"""Marks in view up to which it takes less to sort them than to look at all pixels."""
_BARS_UP_TO: Final = 100_000
"""Marks in view up to which bars of work are shown behind: beyond, they are shorter than the pixels of their marks."""
CLOSED_SHARE: Final = 0.06
"""How much ink there is in the shade of closed hours."""
_IS_HEAVY = np.isin(np.arange(len(MarkKind)), (MarkKind.EXIT, MarkKind.FEEDBACK, MarkKind.REVIEW))


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
        heavy = np.flatnonzero(_IS_HEAVY.take(marks.kind))
        work = np.flatnonzero(spans.kind == SpanKind.WORK)
        return cls(
            RunningCounts.of(marks.time, marks.line, layout.rows),
            RunningCounts.of(marks.time[heavy], marks.line[heavy], layout.rows),
            RunningBars.of(spans.start[work], spans.end[work], layout.span_line[work], layout.rows),
        )


def density_of(layout: TimelineLayout) -> Density:
    """The density of a layout, counted when it is first asked for: for many events off the UI thread."""
    kept = layout.kept.get("density")
    if not isinstance(kept, Density):
        kept = layout.kept["density"] = Density.of(layout)
    return kept


def prepared(layout: TimelineLayout) -> TimelineLayout:
    """The layout, with all worked out that its frames need, so that the UI thread has nothing left but to paint them:
    to be called off it."""
    if len(layout.marks) > MARKS_DRAWN_SINGLY:
        density_of(layout)
    if len(layout.marks) > _LOOKED_UP_AT_ONCE and not layout.is_sketch:
        _ = layout.mark_of_row
    return layout


def view_edges(geometry: Geometry) -> NDArray[np.int64]:
    """The instants between the pixels in view: int64[width + 1]."""
    return pixel_edges(geometry.first, geometry.last, max(int(geometry.width), 1))


def density_image(
    density: Density, geometry: Geometry, colours: TimelineColours, shaded: NDArray[np.bool_] | None = None
) -> QImage:
    """The lanes' area in its own pixels: the more marks, the stronger; bars of work behind, `shaded` columns of pixels
    darker where there is nothing. Opaque."""
    codes, most = density_codes(density, view_edges(geometry))
    lines = ((np.arange(int(geometry.height)) + 0.5 + geometry.scroll) // geometry.line).astype(np.int64)
    lines = lines[lines < len(codes)]
    if not len(lines):
        return QImage(codes.shape[1], 0, QImage.Format.Format_RGB32)
    codes = codes[lines[0] : lines[-1] + 1]  # what is in view
    if shaded is not None:
        np.maximum(codes, shaded.view(np.uint8) * np.uint8(_SHADED), out=codes)
    rows, width = codes.shape
    small = QImage(codes.data, width, rows, width, QImage.Format.Format_Indexed8)
    inks = (colours.base, colours.text, colours.current, colours.done, colours.exited)
    small.setColorTable(_colour_table(most, *(ink.rgb() for ink in inks)))
    # One line of pixels a row is coloured, then copied to all that the row is high.
    small = small.convertToFormat(QImage.Format.Format_RGB32)
    image = QImage(width, len(lines), QImage.Format.Format_RGB32)
    coloured = np.frombuffer(small.constBits(), np.uint32).reshape(rows, width)
    pixels = np.frombuffer(image.bits(), np.uint32).reshape(len(lines), width)
    coloured.take(lines - lines[0], axis=0, out=pixels, mode="clip")
    return image


def density_codes(density: Density, edges: NDArray[np.int64]) -> tuple[NDArray[np.uint8], int]:
    """The code of the colour of every pixel of every row: uint8[rows, m - 1] for m edges, 0 where there is nothing;
    and the count that is drawn strongest."""
    marks, heavy, work = density.marks, density.heavy, density.work
    rank = marks.rank(edges)
    sparse = int(rank[-1] - rank[0]) <= _SPARSE
    cells, counts = marks.stacks(rank) if sparse else (None, marks.cells(rank))
    # To the next power of two: colours stay as they are while a view is panned.
    most = 1 << max(int(counts.max(initial=0)) - 1, 0).bit_length()
    if most <= _MOST_CODES:
        # A count is its own code: the table of colours tells how strong it is.
        codes = counts.astype(np.uint8)
        codes += (codes > 0).view(np.uint8) * np.uint8(_FAINTEST - 1)
    else:
        codes = _levels(most).take(counts, mode="clip")
    bars = len(work.time) > 0 and int(rank[-1] - rank[0]) <= _BARS_UP_TO
    behind = work.cover(work.rank(edges), _BAR) if bars else None
    if cells is not None:
        behind = np.zeros((marks.rows, len(edges) - 1), np.uint8) if behind is None else behind
        behind.reshape(-1)[cells] = codes
        codes = behind
    elif behind is not None:
        np.maximum(codes, behind, out=codes)
    if len(heavy.time):
        np.copyto(codes, _HEAVIEST, where=heavy.cells(heavy.rank(edges)) > 0)
    return codes, most


_SHADED, _BAR, _FAINTEST, _STRONGEST, _HEAVIEST = 1, 2, 3, 254, 255
"""Codes of colours: 0 is the ground."""
_MOST_CODES: Final = _STRONGEST - _FAINTEST + 1


def strongest_of_rows(codes: NDArray[np.uint8], colours: TimelineColours) -> NDArray[np.uint32]:
    """One colour for each column of pixels: that of the heaviest of all rows."""
    lit = codes.max(axis=0, initial=0)
    inks = np.full(256, colours.current.rgb(), dtype=np.uint32)
    inks[:_FAINTEST] = colours.base.rgb()
    inks[_BAR] = mixed(colours.base, colours.done, 0.3).rgb()
    inks[_HEAVIEST] = colours.exited.rgb()
    pixels: NDArray[np.uint32] = inks.take(lit)
    return pixels


def _levels(most: int) -> NDArray[np.uint8]:
    """The code of each count from 0 to _MOST_LEVEL, logarithmic up to `most`."""
    top = min(most, _MOST_LEVEL)
    shares = np.minimum(_LOGARITHMS / _LOGARITHMS[top], 1.0)
    codes: NDArray[np.uint8] = np.rint(_FAINTEST + (_STRONGEST - _FAINTEST) * shares).astype(np.uint8)
    codes[0] = 0
    return codes


_LOGARITHMS: Final = np.log1p(np.arange(_MOST_LEVEL + 1))


@lru_cache(maxsize=64)
def _colour_table(most: int, base: int, text: int, current: int, done: int, exited: int) -> list[int]:
    """The colours of all codes where `most` is the count that is drawn strongest."""
    ground, ink = QColor(base), QColor(current)
    strengths = np.arange(_MOST_CODES) / (_MOST_CODES - 1)
    if most <= _MOST_CODES:
        strengths = np.minimum(_LOGARITHMS[1 : _MOST_CODES + 1] / _LOGARITHMS[most], 1.0)
    levels = [mixed(ground, ink, 0.45 + 0.55 * strength).rgb() for strength in strengths.tolist()]
    return [
        base,
        mixed(ground, QColor(text), CLOSED_SHARE).rgb(),
        mixed(ground, QColor(done), 0.3).rgb(),
        *levels,
        exited,
    ]
