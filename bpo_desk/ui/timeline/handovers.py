"""Where the work of a case passed from one hand to another, and the wait that it took. Pure numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import WORK_KINDS, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.ui.timeline.work_spans import hand_of, kind_table, of_kinds

_BEGINS_WORK = (EventKind.STARTED, EventKind.RESUMED)
_IS_BEGIN = kind_table(_BEGINS_WORK)
_IS_WORK = kind_table((*_BEGINS_WORK, EventKind.COMPLETED, EventKind.NOTED))


@dataclass(frozen=True, slots=True)
class Handovers:
    """n handovers in order: `from_row` the last event of the hand before, `to_row` the first event of the hand after,
    `start` and `end` their instants, `work_row` the event with which the new hand began to work (-1 = not yet), `wait`
    microseconds from `from_row` to `work_row` (-1 = not over), `at_most` where the source records only that work was
    done, so that the wait includes the work."""

    from_row: NDArray[np.int64]
    to_row: NDArray[np.int64]
    work_row: NDArray[np.int64]
    wait: NDArray[np.int64]
    at_most: NDArray[np.bool_]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.to_row)


def no_handovers() -> Handovers:
    """Handovers that are not worked out."""
    none = np.zeros(0, np.int64)
    return Handovers(none, none, none, none, np.zeros(0, bool), none, none)


def handovers(events: EventColumns, starts_recorded: NDArray[np.bool_]) -> Handovers:
    """The handovers of ordered events: changes between consecutive known hands of a case.

    A hand is what an event names as holder or queue; where it names neither, the actor of an event about a step (the
    same reading as `handovers` of `state.states`). `starts_recorded` tells for each event whether its source records
    when work started.
    """
    hands = hand_of(events)
    is_work = (events.kind >= WORK_KINDS.start) & (events.kind < WORK_KINDS.stop)
    named = (hands.person != -1) | (hands.queue != -1)
    person = np.where(named, hands.person, events.actor)
    queue = np.where(named, hands.queue, -1)
    key = np.where(person > 0, person.astype(np.int64) << 1, np.where(queue > 0, (queue.astype(np.int64) << 1) | 1, 0))
    rows = np.flatnonzero(is_work & (key > 0) & (events.occurred_at != TIME_UNKNOWN))
    key, case = key[rows], events.case[rows]
    changed = np.flatnonzero((key[1:] != key[:-1]) & (case[1:] == case[:-1])) + 1
    work_at = _first_work(events, rows, changed, key, case)
    worked = work_at >= 0
    times = events.occurred_at
    from_row, to_row = rows[changed - 1], rows[changed]
    work_row = np.where(worked, rows[work_at], -1) if len(rows) else work_at
    begins = of_kinds(events.kind[work_row], _IS_BEGIN) if len(work_row) else np.zeros(0, bool)
    return Handovers(
        from_row=from_row,
        to_row=to_row,
        work_row=work_row,
        wait=np.where(worked, times[work_row] - times[from_row], -1) if len(work_row) else np.zeros(0, np.int64),
        at_most=worked & ~begins & ~starts_recorded[to_row],
        start=times[from_row],
        end=times[to_row],
    )


def _first_work(
    events: EventColumns,
    rows: NDArray[np.int64],
    changed: NDArray[np.int64],
    key: NDArray[np.int64],
    case: NDArray[np.int32],
) -> NDArray[np.int64]:
    """Position among `rows` of the first event of work at or after each change, within the same hand; -1 = none."""
    works = of_kinds(events.kind[rows], _IS_WORK)
    positions = np.flatnonzero(works)
    found = np.searchsorted(positions, changed)
    at = (
        np.where(found < len(positions), positions[np.minimum(found, len(positions) - 1)], -1)
        if len(positions)
        else np.full(len(changed), -1)
    )
    run = np.zeros(len(rows), dtype=np.int64)
    run[1:] = np.cumsum((key[1:] != key[:-1]) | (case[1:] != case[:-1]))
    same = (at >= 0) & (run[at] == run[changed]) if len(rows) else np.zeros(0, bool)
    return np.where(same, at, -1)
