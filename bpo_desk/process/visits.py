"""With which events cases reach the steps of their process. Vectorised; ad-hoc work is not of the process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import LIFECYCLE_KINDS, WORK_KINDS, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.process.distinct import distinct
from bpo_desk.process.tokens import Phase

_NOT_DONE = (EventKind.SKIPPED, EventKind.WITHDRAWN)
_CLOSING = frozenset({EventKind.COMPLETED, EventKind.SKIPPED, EventKind.WITHDRAWN, EventKind.ABORTED})


def visit_rows(events: EventColumns) -> NDArray[np.int64]:
    """The rows, ascending, of the first event of each work item that is no ad-hoc task, and of every event about a step
    without a work item. `events` are sorted by case and order."""
    work = (events.kind >= WORK_KINDS.start) & (events.kind < WORK_KINDS.stop) & (events.step > 0)
    rows = np.flatnonzero(work & (events.ad_hoc != 1))
    items = events.work_item[rows] > 0
    in_item = rows[items]
    _, first = np.unique(_item_keys(events, in_item), return_index=True)
    return np.sort(np.concatenate((in_item[first], rows[~items])))


def done_rows(events: EventColumns) -> NDArray[np.int64]:
    """The `visit_rows` without the steps that the source says were not done: work items whose last transition is
    SKIPPED or WITHDRAWN. What conformance reads (a step that was skipped is a step left out, recorded or not)."""
    rows = visit_rows(events)
    lifecycle = (events.kind >= LIFECYCLE_KINDS.start) & (events.kind < LIFECYCLE_KINDS.stop)
    moved = np.flatnonzero(lifecycle & (events.work_item > 0))[::-1]
    items, last = np.unique(_item_keys(events, moved), return_index=True)
    not_done = items[np.isin(events.kind[moved[last]], _NOT_DONE)]
    return rows[(events.work_item[rows] <= 0) | ~np.isin(_item_keys(events, rows), not_done)]


def run_numbers(events: EventColumns, rows: NDArray[np.int64]) -> NDArray[np.int32]:
    """How often the case of each row had been re-opened by then; `rows` of sorted events, int32[rows]."""
    before = np.concatenate(([0], np.cumsum(events.kind == EventKind.REOPENED)))
    first = np.searchsorted(events.case, events.case[rows])
    return (before[rows] - before[first]).astype(np.int32)


def _item_keys(events: EventColumns, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return (events.case[rows].astype(np.int64) << 32) | (events.work_item[rows].astype(np.int64) & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class CaseVisits:
    """The visits of one case in the order in which they were reached: `step` codes, and what the log says happened, in
    its order, as (number of the visit from 0, phase). A visit without a COMPLETE is at work, or the source does not
    say when it ended. `ending` is the kind of the event that ended each visit, NONE where there is none. `exact`:
    every visit has a beginning of its own, apart from its end."""

    step: tuple[int, ...]
    log: tuple[tuple[int, Phase], ...]
    ending: tuple[int, ...]
    exact: bool

    def on(self, elements: Mapping[int, str]) -> tuple[list[str], list[tuple[int, Phase]]]:
        """The elements of the visits and the log, of those steps that have an element."""
        kept = [number for number, step in enumerate(self.step) if step in elements]
        renumbered = {number: place for place, number in enumerate(kept)}
        visited = [elements[self.step[number]] for number in kept]
        return visited, [(renumbered[number], phase) for number, phase in self.log if number in renumbered]

    def last_ended(self, elements: Mapping[int, str], *kinds: int) -> set[str]:
        """The elements whose last visit ended with one of these kinds of events."""
        last = {elements[step]: kind for step, kind in zip(self.step, self.ending, strict=True) if step in elements}
        return {element for element, kind in last.items() if kind in kinds}


def case_visits(events: EventColumns) -> CaseVisits:
    """The visits of the one case that sorted `events` are of.

    A work item begins with its first event, whatever that is (a step that was scheduled is due), and ends with its last
    one where that closes it; however it ended, the process has left the step. What names no work item happens at once.
    """
    rows = visit_rows(events)
    lifecycle = (events.kind >= LIFECYCLE_KINDS.start) & (events.kind < LIFECYCLE_KINDS.stop)
    moved = np.flatnonzero(lifecycle & (events.work_item > 0))
    last = dict(zip(events.work_item[moved].tolist(), moved.tolist(), strict=True))
    kinds = events.kind.tolist()
    moments: list[tuple[int, int, Phase]] = []
    ending: list[int] = []
    exact = bool(len(rows))
    for number, (row, item) in enumerate(zip(rows.tolist(), events.work_item[rows].tolist(), strict=True)):
        moments.append((row, number, Phase.START))
        end = last.get(item, row) if item > 0 else row
        closed = item <= 0 or kinds[end] in _CLOSING
        ending.append(kinds[end] if closed else NONE)
        if closed:
            moments.append((end, number, Phase.COMPLETE))
        exact &= item in last and (not closed or end > row)
    # Of what happened in one event the beginning comes first.
    log = tuple((n, phase) for _, n, phase in sorted(moments, key=lambda each: (each[0], each[2], each[1])))
    return CaseVisits(tuple(events.step[rows].tolist()), log, tuple(ending), exact)


@dataclass(frozen=True, slots=True)
class Counted:
    """By step code, int64[steps]: how many events of the process name the step, in how many cases."""

    events: NDArray[np.int64]
    cases: NDArray[np.int64]


def count_steps(events: EventColumns, steps: int) -> Counted:
    """Count the steps in sorted events; ad-hoc work does not count, nor what names no step."""
    rows = _naming_rows(events)
    step = events.step[rows].astype(np.int64)
    pairs = distinct((events.case[rows].astype(np.int64) << 32) | step) & 0xFFFFFFFF
    return Counted(np.bincount(step, minlength=steps), np.bincount(pairs, minlength=steps))


def cases_with_step(events: EventColumns, step: int) -> NDArray[np.int32]:
    """The keys, ascending, of the cases that `count_steps` counts for a step."""
    rows = _naming_rows(events)
    found: NDArray[np.int32] = np.unique(events.case[rows[events.step[rows] == step]])
    return found


def _naming_rows(events: EventColumns) -> NDArray[np.int64]:
    work = (events.kind >= WORK_KINDS.start) & (events.kind < WORK_KINDS.stop) & (events.step > 0)
    return np.flatnonzero(work & (events.ad_hoc != 1))
