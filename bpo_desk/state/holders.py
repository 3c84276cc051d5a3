"""The two sets of a case: its holders (`hands`) and its current steps (`steps`), from work items, hands and pauses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import SETS, CaseSet, HolderKind, StepRelation
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.state.case_rows import (
    CaseRows,
    Columns,
    Positions,
    chosen,
    codes_at,
    first_of_each,
    offsets,
    places_where,
)
from bpo_desk.state.context import StateContext
from bpo_desk.state.hands import Hands, hand_side, kind_of
from bpo_desk.state.items import Items


@dataclass(frozen=True, slots=True)
class Leading:
    """The items a case is about now, by case, latest start first: its open process items; its open ad-hoc items only
    where nothing else is open. `rows`: case row of each."""

    items: Positions
    rows: Positions

    @classmethod
    def of(cls, events: EventColumns, rows: CaseRows, items: Items) -> Leading:
        """The leading items of all cases."""
        is_open = items.open
        has_process_work = np.zeros(len(rows), dtype=bool)
        has_process_work[items.case_row[is_open & ~items.ad_hoc]] = True
        found = places_where(is_open & (~items.ad_hoc | ~has_process_work[items.case_row]))
        case_row = items.case_row[found]
        mirrored = rows.start[case_row] + rows.end[case_row] - 1 - items.start[found]
        slots = np.full(len(events), NONE, dtype=np.int32)  # a start is an event, so no two items share a slot
        slots[mirrored] = found
        ordered = slots[places_where(slots >= 0)].astype(np.int64)
        return cls(ordered, items.case_row[ordered])


def hands_set(
    items: Items, hands: Hands, leading: Leading, *, facts: Columns, cases: int, context: StateContext
) -> CaseSet:
    """One entry a distinct hand of the leading items, with the latest started item of that hand; the side that the
    clock is paused for where a case has no open item."""
    key = hands.key[leading.items]
    keep = places_where(first_of_each(leading.rows, key))
    entry, row = leading.items[keep], leading.rows[keep]
    person, queue = hands.person[entry], hands.queue[entry]
    flat: Columns = {
        "kind": kind_of(key[keep]),
        "person": person,
        "queue": queue,
        "side": hand_side(person, queue, context),
        "since": hands.since[entry],
        "work_item": items.number[entry],
        "step": items.step[entry],
    }
    idle = facts["paused"].copy()
    idle[row] = False
    waiting = places_where(idle)
    nothing = np.full(len(waiting), NONE, dtype=np.int32)
    for_side: Columns = {
        "kind": np.full(len(waiting), HolderKind.SIDE, dtype=np.int8),
        "person": nothing,
        "queue": nothing,
        "side": facts["pause_side"][waiting],
        "since": facts["paused_since"][waiting],
        "work_item": nothing,
        "step": nothing,
    }
    return _merged("hands", cases, (row, flat), (waiting, for_side))


def steps_set(events: EventColumns, rows: CaseRows, items: Items, leading: Leading) -> CaseSet:
    """One entry a distinct step of the open process items (AT, since the item's start, latest first); without any, the
    step of the last COMPLETED or NOTED event that names a step and is not ad-hoc (AFTER, since that event)."""
    process = leading.items[places_where(~items.ad_hoc[leading.items])]
    row = items.case_row[process]
    keep = places_where(first_of_each(row, items.step[process]))
    entry, row = process[keep], row[keep]
    flat: Columns = {
        "step": items.step[entry],
        "since": events.occurred_at[items.start[entry]],
        "relation": np.full(len(entry), StepRelation.AT, dtype=np.int8),
        "work_item": items.number[entry],
    }
    done = _last_done(events, rows, items)
    done[row] = NONE
    cases = places_where(done >= 0)
    done = done[cases]
    after: Columns = {
        "step": events.step[done],
        "since": events.occurred_at[done],
        "relation": np.full(len(done), StepRelation.AFTER, dtype=np.int8),
        "work_item": chosen(events.work_item[done] > 0, events.work_item[done], np.int32(NONE)),
    }
    return _merged("steps", len(rows), (row, flat), (cases, after))


def _last_done(events: EventColumns, rows: CaseRows, items: Items) -> Positions:
    """Position of the last event of each case that tells that a process step was done."""
    kind = events.kind
    told = ((kind == EventKind.COMPLETED) | (kind == EventKind.NOTED)) & (events.step != NONE) & (events.ad_hoc != 1)
    if items.ad_hoc.any():
        told[items.events[places_where(items.ad_hoc[items.of])]] = False
    return rows.last(places_where(told))


def _merged(name: str, cases: int, some: tuple[Positions, Columns], others: tuple[Positions, Columns]) -> CaseSet:
    """One set of two lists of entries (case rows, columns), each sorted by case row; no case is in both."""
    (row, flat), (other_row, other) = some, others
    layout = SETS[name]
    offset = offsets(row, cases)
    if not len(other_row):
        return CaseSet(offset, {column: flat[column].astype(kind, copy=False) for column, kind in layout.items()})
    other_offset = offsets(other_row, cases)
    place = np.arange(len(row)) + other_offset[row]  # after the others of the cases before
    other_place = np.arange(len(other_row)) + offset[other_row]
    merged: dict[str, NDArray[np.generic]] = {}
    for column, kind in layout.items():
        merged[column] = np.empty(len(row) + len(other_row), dtype=kind)
        merged[column][place] = flat[column]
        merged[column][other_place] = other[column]
    return CaseSet(offset + other_offset, merged)


def primary(members: CaseSet) -> Positions:
    """Place of the first member of each case in the flat columns, NONE where a case has none."""
    first = members.offset[:-1].astype(np.int64, copy=False)
    return chosen(members.offset[1:] > first, first, np.int64(NONE))


def members_code(members: CaseSet, column: str, first: Positions) -> NDArray[np.int32]:
    """A code column of the primary members, NONE where there is none."""
    flat = members.flat[column]
    if not len(flat):
        return np.full(len(first), NONE, dtype=np.int32)
    return codes_at(flat.astype(np.int32, copy=False), first)
