"""The part of a timeline that lies in a period: its marks, its bars cut at the borders, the lanes that they need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bpo_desk.ui.timeline.handovers import Handovers
from bpo_desk.ui.timeline.lane_layout import Gaps, Lane, MarkKind, Marks, TimelineLayout, kinds_among
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
    used[marks.line[mark]] = used[layout.span_line[span]] = True
    used[0] |= len(pause) > 0
    lanes, line_of = _used_lanes(layout, used)
    of_row = np.full(layout.events, -1, dtype=np.int64)
    of_row[marks.row[mark]] = np.arange(int(end - begin))
    kinds = marks.kind[mark]
    handovers = _handovers(layout.handovers, of_row)
    kept = WorkSpans(**{name: getattr(spans, name)[span] for name in WorkSpans.__slots__})
    stops = Pauses(**{name: getattr(pauses, name)[pause] for name in Pauses.__slots__})
    made = replace(
        layout,
        lanes=lanes,
        rows=sum(lane.rows for lane in lanes),
        spans=replace(kept, start=np.maximum(kept.start, first), end=np.minimum(kept.end, last)),
        span_line=line_of[layout.span_line[span]],
        marks=Marks(marks.time[mark], line_of[marks.line[mark]], kinds, marks.row[mark]),
        pauses=replace(stops, start=np.maximum(stops.start, first), end=np.minimum(stops.end, last)),
        find_handovers=lambda: handovers,
        gaps=Gaps(np.maximum(gaps.start[gap], first), np.minimum(gaps.end[gap], last)),
        first=first,
        last=last,
        without_time=0,  # such events lie in no period
        now=min(max(layout.now, first), last),
        mark_kinds=kinds_among(kinds, len(MarkKind)),
        span_kinds=kinds_among(kept.kind, len(SpanKind)),
    )
    made.kept["mark_of_row"] = of_row
    return made


def _used_lanes(layout: TimelineLayout, used: NDArray[np.bool_]) -> tuple[tuple[Lane, ...], NDArray[np.int32]]:
    """The lanes of which a row is used, stacked anew, and the new row of each old one."""
    lanes: list[Lane] = []
    line_of, top = np.zeros(layout.rows + 1, dtype=np.int32), 0
    for lane in layout.lanes:
        lines = np.flatnonzero(used[lane.top : lane.top + lane.rows]) + lane.top
        if len(lines):
            lanes.append(replace(lane, top=top, rows=len(lines)))
            line_of[lines] = np.arange(top, top + len(lines))
            top += len(lines)
    return tuple(lanes), line_of


def _handovers(hand: Handovers, mark_of_row: NDArray[np.int64]) -> Handovers:
    both = np.flatnonzero((mark_of_row[hand.from_row] >= 0) & (mark_of_row[hand.to_row] >= 0))
    kept = Handovers(**{name: getattr(hand, name)[both] for name in Handovers.__slots__})
    if not len(kept):
        return kept
    # A wait is written up to the event that ended it, if that lies in the period.
    ended = (kept.work_row >= 0) & (mark_of_row[kept.work_row] >= 0)
    return replace(kept, wait=np.where(ended, kept.wait, -1))
