"""A timeline of which a filter shows some events only: their marks, the bars that they began, the lanes they need."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bpo_desk.ui.timeline.handovers import Handovers
from bpo_desk.ui.timeline.lane_layout import MarkKind, Marks, TimelineLayout, kinds_among
from bpo_desk.ui.timeline.lanes import used_lanes
from bpo_desk.ui.timeline.work_spans import Pauses, SpanKind, WorkSpans


def kept_events(layout: TimelineLayout, shown: NDArray[np.bool_]) -> TimelineLayout:
    """The layout with the events of a mask (one value an event row). Gaps stay those of the whole case: they say that
    nothing was recorded, not that nothing is shown."""
    marks, spans, pauses = layout.marks, layout.spans, layout.pauses
    mark, span = np.flatnonzero(shown[marks.row]), np.flatnonzero(shown[spans.row])
    pause = shown[pauses.row]
    used = np.zeros(layout.rows + 1, dtype=bool)
    used[marks.line[mark]] = used[layout.span_line[span]] = True
    if len(pauses):
        used[0] = used[0] or bool(pause.any())
    lanes, line_of = used_lanes(layout.lanes, used)
    kinds = marks.kind[mark]
    return replace(
        layout,
        lanes=lanes,
        rows=sum(lane.rows for lane in lanes),
        spans=WorkSpans(**{name: getattr(spans, name)[span] for name in WorkSpans.__slots__}),
        span_line=line_of[layout.span_line[span]],
        marks=Marks(marks.time[mark], line_of[marks.line[mark]], kinds, marks.row[mark]),
        pauses=Pauses(**{name: getattr(pauses, name)[pause] for name in Pauses.__slots__}),
        find_handovers=cache(lambda: _kept_handovers(layout.handovers, shown)),
        # Of a period, events outside have no mark either.
        without_time=min(int(shown.sum()) - len(mark), layout.without_time),
        mark_kinds=kinds_among(kinds, len(MarkKind)),
        span_kinds=kinds_among(spans.kind[span], len(SpanKind)),
    )


def _kept_handovers(hand: Handovers, shown: NDArray[np.bool_]) -> Handovers:
    passed = shown[hand.from_row] & shown[hand.to_row]
    kept = Handovers(**{name: getattr(hand, name)[passed] for name in Handovers.__slots__})
    # A wait is drawn up to the event that ended it, if that is shown.
    ended = (kept.work_row >= 0) & shown[kept.work_row] if len(kept) else np.zeros(0, bool)
    return replace(kept, wait=np.where(ended, kept.wait, -1))
