"""The part of a timeline that lies in a period: its marks, its bars cut at the borders, the lanes that they need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bpo_desk.ui.timeline.handovers import Handovers
from bpo_desk.ui.timeline.lane_layout import Gaps, MarkKind, Marks, TimelineLayout, kinds_among
from bpo_desk.ui.timeline.lanes import used_lanes
from bpo_desk.ui.timeline.work_spans import Pauses, SpanKind, WorkSpans


def in_period(layout: TimelineLayout, first: int, last: int) -> TimelineLayout:
    """The layout from `first` up to, but without, `last` (microseconds UTC, first < last), which is all that it can be
    moved and zoomed over. Handovers of which both ends lie in the period are found now, not while it is painted."""
    marks, spans, pauses, gaps = layout.marks, layout.spans, layout.pauses, layout.gaps
    begin, end = np.searchsorted(marks.time, (first, last))
    mark = slice(int(begin), int(end))
    span = np.flatnonzero((spans.start < last) & (spans.end > first))
    pause = np.flatnonzero((pauses.start < last) & (pauses.end > first))
    gap = np.flatnonzero((gaps.start < last) & (gaps.end > first))
    used = np.zeros(layout.rows + 1, dtype=bool)
    used[: layout.rows] = np.bincount(marks.line[mark], minlength=layout.rows) > 0
    used[layout.span_line[span]] = True
    used[0] |= len(pause) > 0
    lanes, line_of = used_lanes(layout.lanes, used)
    rows = sum(lane.rows for lane in lanes)
    kinds, line = marks.kind[mark], marks.line[mark]
    line = line if rows == layout.rows else line_of.take(line)
    kept = WorkSpans(**{name: getattr(spans, name)[span] for name in WorkSpans.__slots__})
    stops = Pauses(**{name: getattr(pauses, name)[pause] for name in Pauses.__slots__})
    made = replace(
        layout,
        lanes=lanes,
        rows=rows,
        spans=replace(kept, start=np.maximum(kept.start, first), end=np.minimum(kept.end, last)),
        span_line=line_of[layout.span_line[span]],
        marks=Marks(marks.time[mark], line, kinds, marks.row[mark]),
        pauses=replace(stops, start=np.maximum(stops.start, first), end=np.minimum(stops.end, last)),
        gaps=Gaps(np.maximum(gaps.start[gap], first), np.minimum(gaps.end[gap], last)),
        first=first,
        last=last,
        without_time=0,  # such events lie in no period
        now=min(max(layout.now, first), last),
        mark_kinds=kinds_among(kinds, len(MarkKind)),
        span_kinds=kinds_among(kept.kind, len(SpanKind)),
    )
    if layout.is_sketch:
        return made
    handovers = _handovers(layout.handovers, made.mark_of_row)
    found = replace(made, find_handovers=lambda: handovers)
    found.kept["mark_of_row"] = made.mark_of_row
    return found


def _handovers(hand: Handovers, mark_of_row: NDArray[np.int64]) -> Handovers:
    both = np.flatnonzero((mark_of_row[hand.from_row] >= 0) & (mark_of_row[hand.to_row] >= 0))
    kept = Handovers(**{name: getattr(hand, name)[both] for name in Handovers.__slots__})
    if not len(kept):
        return kept
    # A wait is written up to the event that ended it, if that lies in the period.
    ended = (kept.work_row >= 0) & (mark_of_row[kept.work_row] >= 0)
    return replace(kept, wait=np.where(ended, kept.wait, -1))
