"""WorkItemColumns: one row a work item with its state, times and hand; the timeline's bars and the ad-hoc lists.

What a case as a whole looks like does not belong here (see states.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.lifecycle import WorkItemState
from bpo_desk.state.case_rows import CaseRows, at, due_of_tasks, work_mask
from bpo_desk.state.context import StateContext
from bpo_desk.state.hands import Hands, NamedHands, hands_of
from bpo_desk.state.items import Items, first_of, items_of

LAYOUT: Final[dict[str, str]] = {
    "case": "i4",
    "work_item": "i4",
    "step": "i4",  # the last one said
    "ad_hoc": "i1",
    "state": "i1",  # WorkItemState
    "first_at": "i8",  # first event of the item
    "last_at": "i8",
    "scheduled_at": "i8",  # first SCHEDULED; TIME_UNKNOWN without one, like the next two
    "started_at": "i8",  # first STARTED
    "ended_at": "i8",  # last closing transition, while the state is CLOSED
    "hand_kind": "i1",  # HolderKind: PERSON, QUEUE, UNKNOWN or NOBODY; of a closed item: who had it last
    "person": "i4",
    "queue": "i4",
    "side": "i1",  # Side of the hand
    "hand_since": "i8",
    "due_at": "i8",  # of an ad-hoc task that says so; TIME_UNKNOWN otherwise
    "contradictions": "i4",
}
"""Column name -> numpy type, one value an item. Sorted by case, then by work_item."""


@dataclass(frozen=True, slots=True)
class WorkItemColumns:
    """One row a work item, sorted by case and number; see LAYOUT."""

    columns: dict[str, NDArray[np.generic]]

    def __len__(self) -> int:
        return len(self.columns["case"])

    def __getitem__(self, name: str) -> NDArray[np.generic]:
        return self.columns[name]


def work_items(events: EventColumns, context: StateContext) -> WorkItemColumns:
    """The work items of ordered events, open and closed. Raises ValueError for events out of order."""
    if not events.is_ordered():
        raise ValueError("events are not in the order of the desk")
    rows = CaseRows.of(events.case)
    work = np.flatnonzero(work_mask(events))
    items = items_of(events, rows, work, context)
    hands = hands_of(events, rows, items, NamedHands.of(events, work), context)
    return WorkItemColumns(_columns(events, rows, items, hands, context))


def _columns(
    events: EventColumns, rows: CaseRows, items: Items, hands: Hands, context: StateContext
) -> dict[str, NDArray[np.generic]]:
    time = events.occurred_at
    scheduled = np.flatnonzero(events.kind[items.events] == EventKind.SCHEDULED)
    closing = np.where(items.state == WorkItemState.CLOSED, items.setter, NONE)
    columns: dict[str, NDArray[np.generic]] = {
        "case": events.case[rows.start][items.case_row],
        "work_item": items.number,
        "step": items.step,
        "ad_hoc": items.ad_hoc.astype(np.int8),
        "state": items.state,
        "first_at": time[items.first],
        "last_at": time[items.last],
        "scheduled_at": at(time, first_of(items.of, items.events, len(items), scheduled)),
        "started_at": at(time, items.started),
        "ended_at": at(time, closing),
        **hands.columns(context),
        "due_at": _due(events, rows, items, context),
        "contradictions": _per_item(events, items),
    }
    return {name: columns[name].astype(kind, copy=False) for name, kind in LAYOUT.items()}


def _due(events: EventColumns, rows: CaseRows, items: Items, context: StateContext) -> NDArray[np.int64]:
    """When each item is due by the last event that says so."""
    value = np.full(len(items), NONE, np.int32)
    said = due_of_tasks(events)
    wanted = (rows.row[said] << 32) | events.work_item[said]
    known = (items.case_row << 32) | items.number
    place = np.minimum(np.searchsorted(known, wanted), max(len(known) - 1, 0))
    found = np.flatnonzero(known[place] == wanted) if len(known) else np.empty(0, np.int64)
    value[place[found]] = events.new_value[said[found]]  # of equal indices the last assignment stays
    return context.value_time(value)


def _per_item(events: EventColumns, items: Items) -> NDArray[np.int64]:
    where = np.searchsorted(items.events, items.contradictory)
    return np.bincount(items.of[where], minlength=len(items))
