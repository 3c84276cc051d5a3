"""The states of a work item and the standard transitions between them (IEEE 1849-2023 section 7.2, Figure 5)."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from bpo_desk.models.capability import Capability
from bpo_desk.models.event import EventKind


class WorkItemState(IntEnum):
    """Where a work item stands. NOT_STARTED is the "(none)" of the standard: nothing recorded yet."""

    NOT_STARTED = 0
    READY = 1
    ASSIGNED = 2
    IN_PROGRESS = 3
    SUSPENDED = 4
    CLOSED = 5

    @property
    def word(self) -> str:
        """The lower-case words of the state ("in progress")."""
        return self.name.lower().replace("_", " ")


_S = WorkItemState
_K = EventKind

TARGET_STATE: Final[dict[EventKind, WorkItemState]] = {
    _K.SCHEDULED: _S.READY,
    _K.ASSIGNED: _S.ASSIGNED,
    _K.REASSIGNED: _S.ASSIGNED,
    _K.STARTED: _S.IN_PROGRESS,
    _K.SUSPENDED: _S.SUSPENDED,
    _K.RESUMED: _S.IN_PROGRESS,
    _K.COMPLETED: _S.CLOSED,
    _K.SKIPPED: _S.CLOSED,
    _K.WITHDRAWN: _S.CLOSED,
    _K.ABORTED: _S.CLOSED,
}
"""The state that a transition leads to. One exception, in `state`: REASSIGNED and ASSIGNED while the item is in
progress or suspended change its holder and keep its state (sources reassign work that has started)."""

ALLOWED: Final[dict[WorkItemState, frozenset[EventKind]]] = {
    _S.NOT_STARTED: frozenset({_K.SCHEDULED, _K.SKIPPED}),
    _S.READY: frozenset({_K.ASSIGNED, _K.WITHDRAWN, _K.SKIPPED, _K.ABORTED}),
    _S.ASSIGNED: frozenset({_K.REASSIGNED, _K.STARTED, _K.WITHDRAWN, _K.SKIPPED, _K.ABORTED}),
    _S.IN_PROGRESS: frozenset({_K.SUSPENDED, _K.COMPLETED, _K.ABORTED}),
    _S.SUSPENDED: frozenset({_K.RESUMED, _K.ABORTED}),
    _S.CLOSED: frozenset(),
}
"""Transitions that the standard allows directly from each state."""

RECORDED_BY: Final[dict[EventKind, Capability]] = {
    _K.SCHEDULED: Capability.SCHEDULES,
    _K.ASSIGNED: Capability.HAND_OFFS,
    _K.REASSIGNED: Capability.HAND_OFFS,
    _K.STARTED: Capability.START_TIMES,
    _K.SUSPENDED: Capability.SUSPENSIONS,
    _K.RESUMED: Capability.SUSPENSIONS,
}
"""The capability without which a source cannot record a transition; such a transition is implied, not missing."""
