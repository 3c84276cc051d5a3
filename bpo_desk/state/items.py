"""Items: the work items behind `states` and `work_items`, folded from the lifecycle events of each item.

A work item is (case, work_item > 0) with at least one event of WORK_KINDS; comments or exits that name an item neither
make nor move it. Whose hands it is in does not belong here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import WORK_KINDS, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.lifecycle import TARGET_STATE, WorkItemState
from bpo_desk.state.case_rows import CaseRows, Positions, codes_at, grouping
from bpo_desk.state.context import StateContext
from bpo_desk.state.transitions import FIRST_KIND, HANDS_OVER, KEEPS_STATE, LEGAL, source_classes

_TARGET: Final = np.array([TARGET_STATE.get(EventKind(k), WorkItemState.NOT_STARTED) for k in WORK_KINDS], np.int8)
_MOVES: Final = np.array([EventKind(k) in TARGET_STATE for k in WORK_KINDS])
_ASSIGNS: Final = np.array([EventKind(k) in HANDS_OVER for k in WORK_KINDS])
_KEEPS: Final = np.array([state in KEEPS_STATE for state in WorkItemState])
_OPEN: Final = np.array([s not in {WorkItemState.NOT_STARTED, WorkItemState.CLOSED} for s in WorkItemState])
_FAR: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Items:
    """What `states` needs of the m work items of all cases, sorted by case row and number; positions are positions of
    events, NONE where there is none. `events`: positions of the work events of items; `of`: item row of each."""

    events: Positions
    of: NDArray[np.int32]
    case_row: NDArray[np.int32]
    number: NDArray[np.int32]
    first: Positions
    last: Positions
    started: Positions
    step: NDArray[np.int32]  # the last one said; NONE if none was
    setter: Positions  # the transition that gave the item its state (an assignment only where nothing else did)
    state: NDArray[np.int8]
    ad_hoc: NDArray[np.bool_]
    closed_at: NDArray[np.int64]  # of the closing transition if the state is CLOSED, else far in the future
    contradictory: Positions  # events

    def __len__(self) -> int:
        return len(self.case_row)

    @property
    def start(self) -> Positions:
        """The event an item starts with: its first STARTED, else its first event."""
        return np.where(self.started >= 0, self.started, self.first)

    @property
    def open(self) -> NDArray[np.bool_]:
        """Whether something was begun and is not over."""
        return _OPEN[self.state]


def items_of(events: EventColumns, rows: CaseRows, work: Positions, context: StateContext) -> Items:
    """The work items of ordered events; `work` are the positions of the events of WORK_KINDS."""
    kind = events.kind
    of_item = events.work_item[work] > 0
    if not of_item.all():
        work = work[of_item]
    case_row, number = rows.row[work], events.work_item[work]
    order = grouping(case_row, number)
    sorted_row, sorted_number = case_row[order], number[order]
    first = np.ones(len(work), dtype=bool)
    first[1:] = (sorted_row[1:] != sorted_row[:-1]) | (sorted_number[1:] != sorted_number[:-1])
    begin = np.flatnonzero(first)
    end = np.append(begin[1:], len(work))[: len(begin)] - 1
    of = np.empty(len(work), dtype=np.int32)
    of[order] = np.cumsum(first, dtype=np.int32) - np.int32(1)
    grouped = work[order]
    kinds = kind[grouped] - np.int16(FIRST_KIND)
    state, setter = fold(kinds, first)
    before = np.empty_like(state)
    before[1:] = state[:-1]
    before[first] = WorkItemState.NOT_STARTED
    row_of_table = (source_classes(context.capability) * LEGAL[0].size).astype(np.int16)
    cell = row_of_table[events.source[grouped]]
    cell += before * np.int16(LEGAL.shape[2])
    cell += kinds
    contradictory = grouped[~LEGAL.ravel()[cell]]
    final = state[end]
    set_by = grouped[setter[end]]
    return Items(
        events=work,
        of=of,
        case_row=sorted_row[begin],
        number=sorted_number[begin],
        first=grouped[begin],
        last=grouped[end],
        started=first_of(of, work, len(begin), np.flatnonzero(kind[work] == EventKind.STARTED)),
        step=codes_at(events.step, last_of(of, work, len(begin), np.flatnonzero(events.step[work] != NONE))),
        setter=set_by,
        state=final,
        ad_hoc=_any_of(of, len(begin), np.flatnonzero(events.ad_hoc[work] == 1)),
        closed_at=np.where(final == WorkItemState.CLOSED, events.occurred_at[set_by], _FAR),
        contradictory=contradictory,
    )


def fold(kinds: NDArray[np.int16], first: NDArray[np.bool_]) -> tuple[NDArray[np.int8], Positions]:
    """The state after each work event (grouped by item, kinds counted from SCHEDULED), and the place of the event that
    set it: the last transition that is no assignment, else the first event of the item."""
    place = np.arange(len(kinds), dtype=np.int32)
    assigns = _ASSIGNS[kinds]
    sets = _MOVES[kinds] & ~assigns
    base = np.maximum.accumulate(np.where(sets | first, place, 0))
    assigned = np.maximum.accumulate(np.where(assigns, place, -1)) >= base
    own = np.where(sets, _TARGET[kinds], np.int8(WorkItemState.NOT_STARTED))
    state = own[base]
    state[assigned & ~_KEEPS[state]] = WorkItemState.ASSIGNED
    return state, base


def last_of(of: NDArray[np.int32], events: Positions, items: int, which: Positions) -> Positions:
    """Of the work events at the places `which`, the position of the last one of each item; NONE where it has none."""
    out = np.full(items, NONE, dtype=np.int64)
    out[of[which]] = events[which]  # of equal indices the last assignment stays
    return out


def first_of(of: NDArray[np.int32], events: Positions, items: int, which: Positions) -> Positions:
    """The same for the first one."""
    return last_of(of, events, items, which[::-1])


def _any_of(of: NDArray[np.int32], items: int, which: Positions) -> NDArray[np.bool_]:
    out = np.zeros(items, dtype=bool)
    out[of[which]] = True
    return out
