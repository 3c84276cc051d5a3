"""`field_history`: for each field of a case its changes in order: which event, from what, to what, at which step. Pure.

Priority and due date change by events of their own and stand among the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.process.visits import visit_rows
from bpo_desk.state.case_rows import due_of_tasks

FIELD_KINDS: Final = (EventKind.PRIORITY_CHANGED, EventKind.DUE_CHANGED, EventKind.FIELD_CHANGED)
"""Kinds of events that set the value of a field, in the order in which fields are listed."""


@dataclass(frozen=True, slots=True)
class FieldKey:
    """A field: the kind of event that sets it, and its code (NONE for priority and due date)."""

    kind: EventKind
    field: int = NONE


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change: event `row`; value codes `old` and `new` (NONE = nothing said); `step` the code of the step that the
    event names, else of the one that the case had reached (NONE before the first). `first`: no earlier event is about
    the field. `gap`: the old value that the event names is not the one recorded last: a change between is missing."""

    row: int
    old: int
    new: int
    step: int
    first: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """One field with all its changes, oldest first (at least one)."""

    key: FieldKey
    changes: tuple[FieldChange, ...]

    def at(self, upto: int) -> FieldChange | None:
        """The change that set the value after the first `upto` events; None before the first change."""
        known = [change for change in self.changes if change.row < upto]
        return known[-1] if known else None


def field_history(events: EventColumns, values: Sequence[str]) -> tuple[FieldHistory, ...]:
    """The histories of all fields of the ordered events of one case; `values` are the texts of its value codes (two
    codes may have one text). Priority and due date first, then by field code; due times of tasks are none of them."""
    rows = np.setdiff1d(np.flatnonzero(np.isin(events.kind, FIELD_KINDS)), due_of_tasks(events))
    visits = visit_rows(events)
    found: dict[tuple[int, int], list[FieldChange]] = {}
    for row in rows.tolist():
        kind = int(events.kind[row])
        field = int(events.field[row]) if kind == EventKind.FIELD_CHANGED else NONE
        earlier = found.setdefault((FIELD_KINDS.index(EventKind(kind)), field), [])
        old, new = int(events.old_value[row]), int(events.new_value[row])
        gap = bool(earlier) and old != NONE and not _same(values, old, earlier[-1].new)
        earlier.append(FieldChange(row, old, new, _step(events, visits, row), not earlier, gap))
    return tuple(
        FieldHistory(FieldKey(FIELD_KINDS[kind], field), tuple(changes))
        for (kind, field), changes in sorted(found.items())
    )


def _same(values: Sequence[str], one: int, other: int) -> bool:
    return one == other or (NONE not in (one, other) and values[one] == values[other])


def _step(events: EventColumns, visits: NDArray[np.int64], row: int) -> int:
    if events.step[row] > 0:
        return int(events.step[row])
    before = int(np.searchsorted(visits, row))
    return int(events.step[visits[before - 1]]) if before else NONE
