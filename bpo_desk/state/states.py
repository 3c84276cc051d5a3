"""`states`: what is true of each case, from its events. The same function for one case and for a million.

Where the contract leaves a choice, the docstrings of items, hands, holders and case_facts say which reading was taken.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import (
    LAYOUT,
    CaseColumns,
    CaseSet,
    CaseStatus,
    HolderKind,
    StepRelation,
    WaitingFor,
)
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.lifecycle import WorkItemState
from bpo_desk.models.sides import Side
from bpo_desk.state.case_facts import CaseEvents, capabilities, counts, field_facts, status_facts
from bpo_desk.state.case_rows import CaseRows, Columns, chosen, narrow, places_where
from bpo_desk.state.context import StateContext, known_side
from bpo_desk.state.hands import NamedHands, handovers_of, hands_of
from bpo_desk.state.holders import Leading, hands_set, members_code, primary, steps_set
from bpo_desk.state.items import Items, items_of

_TYPES: Final = {name: np.dtype(kind) for name, kind in LAYOUT.items()}


def _by_side(work: WaitingFor, unknown: WaitingFor) -> NDArray[np.int8]:
    """Side -> what a case waits for when it lies with that side."""
    table = {
        Side.UNKNOWN: unknown,
        Side.PROVIDER: work,
        Side.CLIENT: WaitingFor.CLIENT,
        Side.CUSTOMER: WaitingFor.CUSTOMER,
        Side.THIRD_PARTY: WaitingFor.THIRD_PARTY,
        Side.SYSTEM: WaitingFor.TIMER,
    }
    return np.array([table[side] for side in Side], dtype=np.int8)


_PAUSED_FOR: Final = _by_side(WaitingFor.WORK, WaitingFor.UNKNOWN)
_SUSPENDED_FOR: Final = _by_side(WaitingFor.WORK, WaitingFor.UNKNOWN)  # put down by the provider: its own work
_HELD_BY: Final = _by_side(WaitingFor.WORK, WaitingFor.WORK)


def states(events: EventColumns, context: StateContext) -> CaseColumns:
    """One row a case of the given events, sorted by case key. The answer as of T is `states(events.as_of(T), context)`.

    Events must stand in the order of the desk (`EventColumns.ordered`): ValueError otherwise. IndexError for a code
    beyond the dictionaries of the context.
    """
    if not events.is_ordered():
        raise ValueError("events are not in the order of the desk")
    if not len(events):
        return CaseColumns.empty()
    rows = CaseRows.of(events.case)
    about = CaseEvents.of(events)
    capability, completions_only = capabilities(events, rows, context)
    facts = status_facts(events, rows, about, capability)
    items = items_of(events, rows, about.work, context)
    leading = Leading.of(events, rows, items)
    named = NamedHands.of(events, about.work)
    hands_now = hands_of(events, rows, items, named, context)
    hands = hands_set(items, hands_now, leading, facts=facts, cases=len(rows), context=context)
    steps = steps_set(events, rows, items, leading)
    columns: Columns = {
        "case": events.case[rows.start],
        "events": rows.end - rows.start,
        "capability": capability,
        "contradictions": rows.count(items.contradictory),
        "handovers": handovers_of(rows, named),
        **facts,
        **field_facts(events, rows, about, context),
        **counts(rows, about),
        **_ad_hoc(items, len(rows)),
        **_current_step(steps),
        **_holder(hands, facts, completions_only),
    }
    columns["waiting_for"] = _waiting_for(columns, _suspended(events, items, leading, len(rows)))
    typed = {name: columns[name].astype(kind, copy=False) for name, kind in _TYPES.items()}
    return CaseColumns(typed, {"steps": steps, "hands": hands})


def _ad_hoc(items: Items, cases: int) -> Columns:
    return {
        "ad_hoc_total": narrow(np.bincount(items.case_row[items.ad_hoc], minlength=cases)),
        "ad_hoc_open": narrow(np.bincount(items.case_row[items.ad_hoc & items.open], minlength=cases)),
    }


def _current_step(steps: CaseSet) -> Columns:
    first = primary(steps)
    return {
        "step": members_code(steps, "step", first),
        "step_relation": chosen(
            first >= 0, members_code(steps, "relation", first).astype(np.int8), np.int8(StepRelation.NONE)
        ),
        "step_since": _since(steps, first),
    }


def _since(members: CaseSet, first: NDArray[np.signedinteger]) -> NDArray[np.int64]:
    since = np.full(len(first), TIME_UNKNOWN, dtype=np.int64)
    some = places_where(first >= 0)
    since[some] = members.flat["since"][first[some]]
    return since


def _holder(hands: CaseSet, facts: Columns, completions_only: NDArray[np.bool_]) -> Columns:
    """The primary holder. A case that is not over and has no holder is in nobody's hands, unless one of its sources
    records completions only: then nobody can tell."""
    first = primary(hands)
    none = first < 0
    cannot_tell = completions_only & (facts["status"] < CaseStatus.CLOSED)
    empty = chosen(cannot_tell, np.int8(HolderKind.UNKNOWN), np.full(len(none), HolderKind.NOBODY, dtype=np.int8))
    return {
        "holder_kind": chosen(none, empty, members_code(hands, "kind", first).astype(np.int8)),
        "holder": members_code(hands, "person", first),
        "holder_queue": members_code(hands, "queue", first),
        "holder_side": chosen(none, np.int8(Side.UNKNOWN), members_code(hands, "side", first).astype(np.int8)),
        "holder_since": _since(hands, first),
        "holders": narrow(hands.offset[1:] - hands.offset[:-1]),
    }


def _suspended(events: EventColumns, items: Items, leading: Leading, cases: int) -> NDArray[np.int8]:
    """Per case NONE, or what it waits for because all its leading items are suspended: the side named by the
    suspension of the one started last."""
    out = np.full(cases, NONE, dtype=np.int8)
    is_suspended = items.state[leading.items] == WorkItemState.SUSPENDED
    is_first = np.ones(len(leading.rows), dtype=bool)
    is_first[1:] = leading.rows[1:] != leading.rows[:-1]
    first = places_where(is_first)
    named = known_side(events.side[items.setter[leading.items[first]]])
    out[leading.rows[first]] = _SUSPENDED_FOR[named]
    out[leading.rows[places_where(~is_suspended)]] = NONE
    return out


def _waiting_for(columns: Columns, suspended: NDArray[np.int8]) -> NDArray[np.int8]:
    """What has to happen next, the first that applies: over, clock paused, all work suspended, holder."""
    kind = columns["holder_kind"]
    held = _HELD_BY[columns["holder_side"]]
    held = chosen(kind == HolderKind.NOBODY, np.int8(WaitingFor.NOBODY), held)
    held = chosen(kind == HolderKind.UNKNOWN, np.int8(WaitingFor.UNKNOWN), held)
    held = chosen(suspended >= 0, suspended, held)
    held = chosen(columns["paused"], _PAUSED_FOR[columns["pause_side"]], held)
    return chosen(columns["status"] >= CaseStatus.CLOSED, np.int8(WaitingFor.NOTHING), held)
