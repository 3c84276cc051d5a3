"""`requests`: what was asked of the systems that own a case, and whether the log has shown it since. Pure.

A request changes nothing of the case. It is seen as met when a later event gives work to whom it named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import LIFECYCLE_KINDS, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.event_data import data_object
from bpo_desk.models.ids import NONE

_OVER = (EventKind.CLOSED, EventKind.CANCELLED)


class RequestState(StrEnum):
    """Where a request stands as the log tells. PENDING: nothing shows that the system acted."""

    PENDING = "pending"
    MET = "done"
    OVER = "over"  # the case was closed without it
    WITHDRAWN = "taken_back"  # nobody asks for it any more


@dataclass(frozen=True, slots=True)
class Request:
    """One request among the events of a case: its row, what is asked (a RequestKind, or a newer word), for whom, which
    system must act, the reason, and `met`, the row that shows it done or taken back or the case over (NONE while
    pending)."""

    row: int
    what: str
    to: str
    system: str
    reason: str
    state: RequestState = RequestState.PENDING
    met: int = NONE


def requests(
    events: EventColumns, data: Sequence[str | None], names: Dictionaries, upto: int | None = None
) -> list[Request]:
    """The requests among the ordered events of one case with their `data`, first one first; only what the first `upto`
    events say, where given."""
    found = []
    last = len(events) if upto is None else min(upto, len(events))
    for row in np.flatnonzero(events.kind[:last] == EventKind.REQUESTED).tolist():
        asked = request_at(events, data, names, row)
        state, met = _met(events, data, names, (row, last), asked.to)
        found.append(replace(asked, state=state, met=met))
    return found


def standing(said: Sequence[Request]) -> RequestState:
    """How what was asked about a case (at least once) stands in one word: pending as long as one of its requests is,
    else what became of the last."""
    pending = any(each.state is RequestState.PENDING for each in said)
    return RequestState.PENDING if pending else said[-1].state


def request_at(events: EventColumns, data: Sequence[str | None], names: Dictionaries, row: int) -> Request:
    """The request of one event row, as if nothing had happened since."""
    said = data_object(data[row])
    to = names.value(int(events.new_value[row])) or ""
    reason = names.value(int(events.reason[row])) or ""
    return Request(row, str(said.get("what", "")), to, str(said.get("system", "")), reason)


def _met(
    events: EventColumns, data: Sequence[str | None], names: Dictionaries, rows: tuple[int, int], to: str
) -> tuple[RequestState, int]:
    row, last = rows
    own = f"{int(events.id_hi[row]):016x}{int(events.id_lo[row]):016x}"
    for later in range(row + 1, last):
        kind = int(events.kind[later])
        if kind == EventKind.REQUEST_WITHDRAWN and data_object(data[later]).get("event_id") == own:
            return RequestState.WITHDRAWN, later
        if kind in _OVER:
            return RequestState.OVER, later
        if kind not in LIFECYCLE_KINDS or bool(events.ad_hoc[later]):
            continue
        holder, queue = int(events.holder[later]), int(events.queue[later])
        if (holder > 0 and names.persons[holder].name == to) or (queue > 0 and names.queues[queue].name == to):
            return RequestState.MET, later
    return RequestState.PENDING, NONE
