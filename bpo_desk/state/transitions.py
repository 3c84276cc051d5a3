"""Which lifecycle transitions a source may show from which state of a work item: the table behind `contradictions`."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.capability import Capability
from bpo_desk.models.event import LIFECYCLE_KINDS, WORK_KINDS, EventKind
from bpo_desk.models.lifecycle import ALLOWED, RECORDED_BY, TARGET_STATE, WorkItemState

FIRST_KIND: Final = int(EventKind.SCHEDULED)
IMPLYING: Final[tuple[Capability, ...]] = tuple(dict.fromkeys(RECORDED_BY.values()))
"""The capabilities whose absence implies transitions; bit i of a source's class is IMPLYING[i]."""

HANDS_OVER: Final = frozenset({EventKind.ASSIGNED, EventKind.REASSIGNED})
KEEPS_STATE: Final = frozenset({WorkItemState.IN_PROGRESS, WorkItemState.SUSPENDED})
"""HANDS_OVER in one of these states changes the holder, keeps the state and is no contradiction."""


def source_classes(capability: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32 a source: which of IMPLYING it can record, as bits."""
    out = np.zeros(len(capability), dtype=np.int32)
    for bit, wanted in enumerate(IMPLYING):
        out |= ((capability & np.int32(wanted)) != 0).astype(np.int32) << bit
    return out


def _reachable(state: WorkItemState, can: set[Capability]) -> set[WorkItemState]:
    """The states an item may be in, unseen, after being in `state`: through transitions that cannot be recorded."""
    seen = {state}
    todo = [state]
    while todo:
        for kind in ALLOWED[todo.pop()]:
            if kind in RECORDED_BY and RECORDED_BY[kind] not in can and TARGET_STATE[kind] not in seen:
                seen.add(TARGET_STATE[kind])
                todo.append(TARGET_STATE[kind])
    return seen


def _legal_table() -> NDArray[np.bool_]:
    table = np.zeros((1 << len(IMPLYING), len(WorkItemState), len(WORK_KINDS)), dtype=bool)
    table[:, :, len(LIFECYCLE_KINDS) :] = True  # what is no transition contradicts nothing
    for mask in range(len(table)):
        can = {capability for bit, capability in enumerate(IMPLYING) if mask >> bit & 1}
        for state in WorkItemState:
            kinds = {kind for reached in _reachable(state, can) for kind in ALLOWED[reached]}
            kinds |= HANDS_OVER if state in KEEPS_STATE else set()
            for kind in kinds:
                table[mask, state, kind - FIRST_KIND] = True
    return table


LEGAL: Final = _legal_table()
"""bool[class of source, state before, kind - SCHEDULED]: no contradiction."""
