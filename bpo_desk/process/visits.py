"""With which events cases reach the steps of their process. Vectorised; ad-hoc work is not of the process."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import WORK_KINDS
from bpo_desk.models.event_columns import EventColumns


def visit_rows(events: EventColumns) -> NDArray[np.int64]:
    """The rows, ascending, of the first event of each work item that is no ad-hoc task, and of every event about a step
    without a work item. `events` are sorted by case and order."""
    work = (events.kind >= WORK_KINDS.start) & (events.kind < WORK_KINDS.stop) & (events.step > 0)
    rows = np.flatnonzero(work & (events.ad_hoc != 1))
    items = events.work_item[rows] > 0
    in_item = rows[items]
    key = (events.case[in_item].astype(np.int64) << 32) | events.work_item[in_item]
    _, first = np.unique(key, return_index=True)
    return np.sort(np.concatenate((in_item[first], rows[~items])))


@dataclass(frozen=True, slots=True)
class Counted:
    """By step code, int64[steps]: how many events of the process name the step, in how many cases."""

    events: NDArray[np.int64]
    cases: NDArray[np.int64]


def count_steps(events: EventColumns, steps: int) -> Counted:
    """Count the steps in sorted events; ad-hoc work does not count, nor what names no step."""
    work = (events.kind >= WORK_KINDS.start) & (events.kind < WORK_KINDS.stop) & (events.step > 0)
    rows = np.flatnonzero(work & (events.ad_hoc != 1))
    step = events.step[rows].astype(np.int64)
    pairs = np.unique((events.case[rows].astype(np.int64) << 32) | step) & 0xFFFFFFFF
    return Counted(np.bincount(step, minlength=steps), np.bincount(pairs, minlength=steps))
