"""What of a timeline is in view, as lanes with their events: the outline that is read out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.ui.timeline.geometry import Geometry
from bpo_desk.ui.timeline.lane_layout import TimelineLayout
from bpo_desk.ui.timeline.lanes import Lane

MOST_READ: Final = 200
"""Events of a lane in view beyond which none is read singly: who listens zooms in, or takes the table."""


@dataclass(frozen=True, slots=True)
class LaneInView:
    """A lane, how many of its events are in view, and the event rows to be read: those of its bars that reach into
    the view and of its marks, in order of time; none where there are more than MOST_READ."""

    lane: Lane
    events: int
    rows: tuple[int, ...]


def lanes_in_view(layout: TimelineLayout, geometry: Geometry) -> tuple[LaneInView, ...]:
    """All lanes, also those that are scrolled away; of time, what is in view."""
    marks, spans = layout.marks, layout.spans
    begin, end = np.searchsorted(marks.time, (int(geometry.first), int(geometry.last) + 1))
    line, row, time = marks.line[begin:end], marks.row[begin:end], marks.time[begin:end]
    seen = np.flatnonzero((spans.end >= int(geometry.first)) & (spans.start <= int(geometry.last)))
    span_line, span_row, span_start = layout.span_line[seen], spans.row[seen], spans.start[seen]
    counts = np.bincount(line, minlength=layout.rows + 1)
    found = []
    for lane in layout.lanes:
        events = int(counts[lane.top : lane.top + lane.rows].sum())
        rows: NDArray[np.int64] = np.zeros(0, np.int64)
        if events <= MOST_READ:
            mine = (line >= lane.top) & (line < lane.top + lane.rows)
            bars = (span_line >= lane.top) & (span_line < lane.top + lane.rows)
            if int(bars.sum()) <= MOST_READ:
                rows = _in_time(np.append(row[mine], span_row[bars]), np.append(time[mine], span_start[bars]))
        found.append(LaneInView(lane, events, tuple(rows.tolist())))
    return tuple(found)


def _in_time(rows: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distinct rows, each where it comes first in time."""
    ordered = rows[np.argsort(times, kind="stable")]
    return ordered[np.sort(np.unique(ordered, return_index=True)[1])]


def span_of(layout: TimelineLayout, row: int) -> int:
    """The bar that an event row began, -1 for none."""
    found = np.flatnonzero(layout.spans.row == row)
    return int(found[0]) if len(found) else -1
