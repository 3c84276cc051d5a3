"""Rows of a lane for work that goes on at the same time, so that its bars do not cover each other. Pure numpy."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event_columns import EventColumns
from bpo_desk.ui.timeline.work_spans import WorkSpans

MOST_SUB_ROWS: Final = 4
PACKED_UP_TO: Final = 5_000
"""Work items of a timeline up to which parallel work of one lane is drawn in rows of its own."""


def sub_rows(
    spans: WorkSpans, lane_of_key: NDArray[np.int64], keys: NDArray[np.int32], lanes: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Which row of its lane each span takes so that parallel work does not cover itself, and the rows of each lane."""
    rows = np.ones(lanes, dtype=np.int64)
    if len(spans) == 0 or len(spans) > PACKED_UP_TO:
        return np.zeros(0, np.int32), rows
    lane = lane_of_key.take(keys)
    stays, stay_of_span = _item_stays(spans, lane)
    start = np.full(len(stays), np.iinfo(np.int64).max)
    end = np.full(len(stays), np.iinfo(np.int64).min)
    np.minimum.at(start, stay_of_span, spans.start)
    np.maximum.at(end, stay_of_span, spans.end)
    sub = np.zeros(len(stays), dtype=np.int32)
    free: dict[int, list[tuple[int, int]]] = {}  # lane -> (end of the last stay, row)
    for stay in np.lexsort((start, stays[:, 0])).tolist():
        taken = free.setdefault(int(stays[stay, 0]), [])
        is_free = bool(taken) and taken[0][0] <= start[stay]
        row = heappop(taken)[1] if is_free or len(taken) >= MOST_SUB_ROWS else len(taken)
        heappush(taken, (int(end[stay]), row))
        sub[stay] = row
    for at, taken in free.items():
        rows[at] = len(taken)
    return sub[stay_of_span], rows


def sub_of_events(
    events: EventColumns,
    known: NDArray[np.int64],
    event_lane: NDArray[np.int64],
    spans: WorkSpans,
    span_lane: NDArray[np.int64],
    sub: NDArray[np.int32],
) -> NDArray[np.int32]:
    """The row within its lane of each event: that of its work item's bar there, else the first."""
    out = np.zeros(len(known), dtype=np.int32)
    row_of = {
        (lane, case, item): row
        for lane, case, item, row in zip(
            span_lane.tolist(), spans.case.tolist(), spans.item.tolist(), sub.tolist(), strict=True
        )
    }
    triples = zip(event_lane.tolist(), events.case[known].tolist(), events.work_item[known].tolist(), strict=True)
    out[:] = [row_of.get(triple, 0) for triple in triples]
    return out


def _item_stays(spans: WorkSpans, lane: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Spans grouped into stays, one a (lane, case, work item): the key of each stay's lane-item pair and the stay of
    each span."""
    pairs = np.stack((lane, spans.case.astype(np.int64), spans.item.astype(np.int64)), axis=1)
    distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
    return distinct, inverse.ravel()
