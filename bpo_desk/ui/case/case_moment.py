"""What was true of a case after its first k events: header, fields, tasks, exits, feedback, markers. Pure.

The log up to that event is folded by the same `state.states` that the queue shows. No texts and no widgets here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.process.markers import Marker
from bpo_desk.state.case_exits import CaseExit, case_exits
from bpo_desk.state.context import StateContext
from bpo_desk.state.reviews import review_rows
from bpo_desk.state.states import states
from bpo_desk.state.work_items import WorkItemColumns, work_items
from bpo_desk.ui.case.case_diagram import CaseDiagram, moment_markers

_K = EventKind


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of a field at a moment: codes, the event row that set it, and how often it changed until then."""

    field: int
    value: int
    row: int
    changes: int


@dataclass(frozen=True, slots=True)
class CaseMoment:
    """A case after `step` of `steps` events (step counts from 1; 0 = before the first).

    `at` is the instant that spans of time are measured to: now when `live`, else when event `step` occurred
    (TIME_UNKNOWN where that is unknown). `state` has one row, or none before the first event. `tasks` are the ad-hoc
    work items; `feedback` and `reviews` are event rows. `markers` are by element id.
    """

    step: int
    steps: int
    at: int
    live: bool
    state: CaseColumns
    fields: tuple[FieldValue, ...]
    tasks: WorkItemColumns
    exits: tuple[CaseExit, ...]
    feedback: NDArray[np.int64]
    reviews: NDArray[np.int64]
    markers: dict[str, Marker]

    def value(self, column: str) -> int:
        """One column of the state; KeyError for a name that is none. Only where there is an event."""
        return int(self.state[column][0])


def case_moment(file: CaseFile, context: StateContext, diagram: CaseDiagram, step: int) -> CaseMoment:
    """The case after its first `step` events, as it stood when the last of them occurred."""
    events = file.events.take(slice(0, step))
    at = int(events.occurred_at[-1]) if step else TIME_UNKNOWN
    return _moment(file, diagram, events, states(events, context), work_items(events, context), at, live=False)


def live_moment(file: CaseFile, items: WorkItemColumns, diagram: CaseDiagram, now: int) -> CaseMoment:
    """The case as it is now (microseconds UTC), with the state that its file carries; `items` are its work items."""
    return _moment(file, diagram, file.events, file.state, items, now, live=True)


def _moment(
    file: CaseFile,
    diagram: CaseDiagram,
    events: EventColumns,
    state: CaseColumns,
    items: WorkItemColumns,
    at: int,
    *,
    live: bool,
) -> CaseMoment:
    return CaseMoment(
        step=len(events),
        steps=len(file.events),
        at=at,
        live=live,
        state=state,
        fields=field_values(events),
        tasks=WorkItemColumns({name: column[items["ad_hoc"] == 1] for name, column in items.columns.items()}),
        exits=case_exits(events, file.data),
        feedback=np.flatnonzero(np.isin(events.kind, (_K.FEEDBACK_RECEIVED, _K.FEEDBACK_ANSWERED))),
        reviews=review_rows(events),
        markers=moment_markers(diagram, events, state, items, at),
    )


def step_at(events: EventColumns, micros: int) -> int:
    """How many events had occurred at an instant, ties and events of unknown time included."""
    return int(np.searchsorted(events.occurred_at, micros, side="right"))


def field_values(events: EventColumns) -> tuple[FieldValue, ...]:
    """The last value of each field that the events change, in order of field code."""
    rows = np.flatnonzero((events.kind == _K.FIELD_CHANGED) & (events.field >= 0))
    codes, first_from_end, counts = np.unique(events.field[rows][::-1], return_index=True, return_counts=True)
    last = rows[::-1][first_from_end]
    return tuple(
        FieldValue(int(code), int(events.new_value[row]), int(row), int(count))
        for code, row, count in zip(codes, last, counts, strict=True)
    )


def last_with(moment: CaseMoment, events: EventColumns) -> int | None:
    """The row of the last event that names somebody who worked on a case that is over; None where none does."""
    done = np.flatnonzero((events.actor[: moment.step] > 0) & (events.work_item[: moment.step] != NONE))
    return int(done[-1]) if len(done) else None
