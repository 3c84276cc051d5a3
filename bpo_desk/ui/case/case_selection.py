"""The one selection of the case screen: an event row, and with it the element and the work item that it belongs to.

Pure: the screen asks what follows from a choice and hands it down to table, timeline, diagram and detail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from bpo_desk.models.ids import NONE
from bpo_desk.ui.case.case_view import CaseView


@dataclass(frozen=True, slots=True)
class Selection:
    """`row` is an event row (-1 = nothing), `element` the element it happened at ("" = none), `work_item` its work
    item (NONE = about the case)."""

    row: int = -1
    element: str = ""
    work_item: int = NONE


NOTHING: Final = Selection()


def same_event(before: CaseView, row: int, after: CaseView) -> int:
    """Where an event row of a case stands in a changed form of the same case; -1 where it does not, or is none."""
    if not 0 <= row < len(before.file.events):
        return -1
    old, new = before.file.events, after.file.events
    found = np.flatnonzero((new.id_hi == old.id_hi[row]) & (new.id_lo == old.id_lo[row]))
    return int(found[0]) if len(found) else -1


def of_row(view: CaseView, row: int) -> Selection:
    """The selection that follows from an event row; nothing for a row that is none."""
    if not 0 <= row < len(view.file.events):
        return NOTHING
    events = view.file.events
    return Selection(
        row, view.diagram.element(int(events.step[row]), int(events.work_item[row])), int(events.work_item[row])
    )


def of_element(view: CaseView, element: str, before: Selection, upto: int) -> Selection:
    """The selection that follows from an element: its last event among the first `upto`, else its first one after.

    Choosing the element again goes one visit back, from its first visit around to its last. An element at which
    nothing happened is selected without an event.
    """
    events = view.file.events
    rows = view.diagram.rows(events, element)
    if not len(rows):
        return Selection(-1, element, NONE)
    seen = rows[rows < upto]
    if not len(seen):
        return Selection(int(rows[0]), element, int(events.work_item[rows[0]]))
    # One row a visit: the last event of each work item at the element.
    items = events.work_item[seen]
    last_of_item = np.array([seen[items == item][-1] for item in np.unique(items)])
    visits = np.sort(last_of_item)
    at = len(visits) - 1
    if before.element == element and before.row >= 0:
        here = np.flatnonzero(events.work_item[visits] == before.work_item)
        if len(here):
            at = (int(here[0]) - 1) % len(visits)
    row = int(visits[at])
    return Selection(row, element, int(events.work_item[row]))
