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
from bpo_desk.state.case_rows import CaseRows, Positions, chosen, codes_at, grouping, places_where
from bpo_desk.state.context import StateContext
from bpo_desk.state.transitions import FIRST_KIND, HANDS_OVER, KEEPS_STATE, LEGAL, source_classes

_ASSIGNS: Final = np.array([EventKind(k) in HANDS_OVER for k in WORK_KINDS])
_SETS: Final = np.array([TARGET_STATE.get(EventKind(k), WorkItemState.NOT_STARTED) for k in WORK_KINDS], np.int8)
_SETS[_ASSIGNS] = WorkItemState.NOT_STARTED
"""The state that a kind sets by itself; NOT_STARTED, to which no kind leads, for those that set none."""
_OPEN: Final = np.array([s not in {WorkItemState.NOT_STARTED, WorkItemState.CLOSED} for s in WorkItemState])
_FAR: Final = np.int64(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True)
class Items:
    """What `states` needs of the m work items of all cases, sorted by case row and number; positions are positions of
    events, NONE where there is none. `events`: positions of the work events of items; `of`: item row of each."""

    events: Positions
    of: Positions
    case_row: NDArray[np.int64]
    number: NDArray[np.int32]
    first: Positions
    last: Positions
    started: Positions
    start: Positions  # the event an item starts with: its first STARTED, else its first event
    step: NDArray[np.int32]  # the last one said; NONE if none was
    setter: Positions  # the transition that gave the item its state (an assignment only where nothing else did)
    state: NDArray[np.int8]
    ad_hoc: NDArray[np.bool_]
    closed_at: NDArray[np.int64]  # of the closing transition if the state is CLOSED, else far in the future
    contradictory: Positions  # events

    def __len__(self) -> int:
        return len(self.case_row)

    @property
    def open(self) -> NDArray[np.bool_]:
        """Whether something was begun and is not over."""
        return _OPEN[self.state]


def items_of(events: EventColumns, rows: CaseRows, work: Positions, context: StateContext) -> Items:
    """The work items of ordered events; `work` are the positions of the events of WORK_KINDS."""
    of_item = events.work_item[work] > 0
    if not of_item.all():
        work = work[places_where(of_item)]
    case_row, number = rows.row[work], events.work_item[work]
    order = grouping(case_row, number)
    grouped, sorted_row, sorted_number = work[order], case_row[order], number[order]
    first = np.ones(len(work), dtype=bool)
    first[1:] = (sorted_row[1:] != sorted_row[:-1]) | (sorted_number[1:] != sorted_number[:-1])
    begin = places_where(first)
    end = np.append(begin[1:], len(work))[: len(begin)] - 1
    item = np.repeat(np.arange(len(begin)), end - begin + 1)
    of = np.empty(len(work), dtype=np.int64)
    of[order] = item
    kinds = events.kind[grouped].astype(np.int64)
    kinds -= FIRST_KIND
    state, setter = fold(kinds, first)
    final = state[end]
    set_by = grouped[setter[end]]
    first_event = grouped[begin]
    started = first_of(item, grouped, len(begin), places_where(kinds == EventKind.STARTED - FIRST_KIND))
    return Items(
        events=work,
        of=of,
        case_row=sorted_row[begin],
        number=sorted_number[begin],
        first=first_event,
        last=grouped[end],
        started=started,
        start=chosen(started >= 0, started, first_event),
        step=_last_step(events.step[grouped], item, end),
        setter=set_by,
        state=final,
        ad_hoc=_any_of(item, len(begin), places_where(events.ad_hoc[grouped] == 1)),
        closed_at=chosen(final == WorkItemState.CLOSED, events.occurred_at[set_by], _FAR),
        contradictory=grouped[_contradictions(events.source[grouped], kinds, state, begin, context)],
    )


def fold(kinds: NDArray[np.int64], first: NDArray[np.bool_]) -> tuple[NDArray[np.int8], Positions]:
    """The state after each work event (grouped by item, kinds counted from SCHEDULED), and the place of the event that
    set it: the last transition that is no assignment, else the first event of the item."""
    place = np.arange(1, len(kinds) + 1)  # from 1: 0 is before all of them
    own = _SETS[kinds]
    base = place * ((own != WorkItemState.NOT_STARTED) | first)
    np.maximum.accumulate(base, out=base)
    assigned = place * _ASSIGNS[kinds]
    np.maximum.accumulate(assigned, out=assigned)
    becomes = assigned >= base
    base -= 1
    state = own[base]
    for kept in KEEPS_STATE:
        becomes &= state != kept
    return chosen(becomes, np.int8(WorkItemState.ASSIGNED), state), base


def _contradictions(
    source: NDArray[np.int32],
    kinds: NDArray[np.int64],
    state: NDArray[np.int8],
    begin: Positions,
    context: StateContext,
) -> Positions:
    """Places of the events (grouped by item) that their source should not show from the state before."""
    cell = (source_classes(context.capability) * LEGAL[0].size).astype(np.int64)[source]
    before = np.empty_like(state)
    before[1:] = state[:-1]
    before[begin] = WorkItemState.NOT_STARTED
    cell += before * np.int16(LEGAL.shape[2])
    cell += kinds
    return places_where(~LEGAL.ravel()[cell])


def _last_step(step: NDArray[np.int32], item: Positions, end: Positions) -> NDArray[np.int32]:
    """Of events grouped by item (`end`: the last place of each), the last step that each item's events name."""
    said = step != NONE
    if said.all():
        return step[end]
    return codes_at(step, last_of(item, np.arange(len(step)), len(end), places_where(said)))


def last_of(of: Positions, events: Positions, items: int, which: Positions) -> Positions:
    """Of the work events at the places `which`, the position of the last one of each item; NONE where it has none."""
    out = np.full(items, NONE, dtype=np.int64)
    out[of[which]] = events[which]  # of equal indices the last assignment stays
    return out


def first_of(of: Positions, events: Positions, items: int, which: Positions) -> Positions:
    """The same for the first one."""
    return last_of(of, events, items, which[::-1])


def _any_of(of: Positions, items: int, which: Positions) -> NDArray[np.bool_]:
    out = np.zeros(items, dtype=bool)
    out[of[which]] = True
    return out
