"""What the events about a case itself say: status, clock pause, fields, counts. Work items and hands are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.capability import Capability
from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.dictionaries import FieldRole
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.state.case_rows import (
    CaseRows,
    Columns,
    Positions,
    at,
    chosen,
    codes_at,
    due_of_tasks,
    narrow,
    places_where,
    work_mask,
)
from bpo_desk.state.context import ROLES, StateContext, has_any, known_side

ACTIVITY_BELOW: Final = int(EventKind.SAMPLE_DRAWN)
"""Kinds from here on (quality, access, about other events) are no activity on the case."""
WORK_BELOW: Final = int(EventKind.CONTACT_RECEIVED)
"""Kinds below tell of the case's course and its work; only their sources decide what is known of holders."""

_COUNTED: Final = (
    EventKind.CLOCK_PAUSED,
    EventKind.REOPENED,
    EventKind.CONTACT_RECEIVED,
    EventKind.FEEDBACK_RECEIVED,
    EventKind.FEEDBACK_ANSWERED,
    EventKind.EXIT_RECORDED,
    EventKind.EXIT_ACCEPTED,
    EventKind.REVIEW_SUBMITTED,
)
_STATUS_OF: Final = np.full(EventKind.CANCELLED + 1, CaseStatus.UNKNOWN, dtype=np.int8)
_STATUS_OF[[EventKind.OPENED, EventKind.REOPENED]] = CaseStatus.OPEN
_STATUS_OF[EventKind.CLOSED] = CaseStatus.CLOSED
_STATUS_OF[EventKind.CANCELLED] = CaseStatus.CANCELLED

_TEXT_ROLES: Final = {
    FieldRole.TITLE: "title",
    FieldRole.CLIENT: "client",
    FieldRole.REFERENCE: "reference",
    FieldRole.STATUS: "source_status",
    FieldRole.PRIORITY: "priority",
    FieldRole.OUTCOME: "outcome",
}
_SAME_AS_FIELD: Final = {
    EventKind.PRIORITY_CHANGED: FieldRole.PRIORITY,
    EventKind.DUE_CHANGED: FieldRole.DUE,
    EventKind.CLOSED: FieldRole.OUTCOME,
}


_COUNT_OF_KIND: Final = np.full(1 << 16, NONE, dtype=np.int8)
"""Position in _COUNTED a kind of event (as uint16, whatever a later version sends), NONE for all others."""
_COUNT_OF_KIND[list(_COUNTED)] = np.arange(len(_COUNTED))
_ROLE_OF_KIND: Final = np.full(1 << 16, NONE, dtype=np.int8)
"""Position in ROLES of the field that a kind of event is a change of."""
_ROLE_OF_KIND[[int(kind) for kind in _SAME_AS_FIELD]] = [ROLES.index(role) for role in _SAME_AS_FIELD.values()]


@dataclass(frozen=True, slots=True)
class CaseEvents:
    """The ordered positions of events by kind, found once."""

    work: Positions  # the events of WORK_KINDS
    others: Positions  # all the others
    kind: NDArray[np.int16]  # of the others

    @classmethod
    def of(cls, events: EventColumns) -> CaseEvents:
        """The positions of the given events."""
        work = work_mask(events)
        others = places_where(~work)
        return cls(places_where(work), others, events.kind[others])

    def where(self, *kinds: EventKind) -> Positions:
        """Positions of the events of the given kinds, ascending; none of them a work kind."""
        mask = self.kind == np.int16(kinds[0])
        for kind in kinds[1:]:
            mask |= self.kind == np.int16(kind)
        found: Positions = self.others[places_where(mask)]
        return found


def capabilities(
    events: EventColumns, rows: CaseRows, context: StateContext
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """What the sources of each case can record together; and whether one of the sources that tell of its course or its
    work records completions only (neither starts, hand-offs nor schedules)."""
    mark = np.int32(1 << 30)
    timing = Capability.START_TIMES | Capability.HAND_OFFS | Capability.SCHEDULES
    marked = np.where(has_any(context.capability, timing), context.capability, context.capability | mark)
    unmarked_and_marked = np.column_stack((marked & ~mark, marked)).ravel()
    cell = events.source.astype(np.int64) << 1
    cell |= events.kind < WORK_BELOW
    together = np.bitwise_or.reduceat(unmarked_and_marked[cell], rows.start)
    return together & ~mark, (together & mark) != 0


def status_facts(events: EventColumns, rows: CaseRows, about: CaseEvents, capability: NDArray[np.int32]) -> Columns:
    """Status, times of the case and its clock. A pause ends with a resumption or with the end of the case; a case
    closed now is not paused."""
    time = events.occurred_at
    opened = rows.first(about.where(EventKind.OPENED))
    unknown = rows.count(places_where(time == TIME_UNKNOWN))
    first_known: NDArray[np.int64] = rows.start + unknown  # those of unknown time stand first
    first_known[first_known >= rows.end] = NONE
    deciding = rows.last(about.where(EventKind.OPENED, EventKind.REOPENED, EventKind.CLOSED, EventKind.CANCELLED))
    undecided = np.full(len(rows), CaseStatus.UNKNOWN, dtype=np.int8)
    undecided[places_where(has_any(capability, Capability.CASE_END))] = CaseStatus.OPEN
    decided = deciding >= 0
    status = chosen(decided, _STATUS_OF[events.kind[deciding] * decided], undecided)
    over = status >= CaseStatus.CLOSED
    clock = rows.last(
        about.where(EventKind.CLOCK_PAUSED, EventKind.CLOCK_RESUMED, EventKind.CLOSED, EventKind.CANCELLED)
    )
    paused = (clock >= 0) & (events.kind[clock] == EventKind.CLOCK_PAUSED) & ~over
    pause = chosen(paused, clock, np.int64(NONE))
    opening = chosen(opened >= 0, opened, first_known)
    closing = chosen(over, deciding, np.int64(NONE))
    return {
        "status": status,
        "opened_at": at(time, opening),
        "closed_at": at(time, closing),
        "last_activity_at": at(time, _last_activity(events, rows)),
        "paused_since": at(time, pause),
        "pause_side": chosen(paused, known_side(events.side[clock]), np.int8(Side.UNKNOWN)),
        "pause_reason": codes_at(events.reason, pause),
        "paused": paused,
    }


def _last_activity(events: EventColumns, rows: CaseRows) -> Positions:
    """Position of the last event of each case that is activity on it, NONE where there is none."""
    active = events.kind < ACTIVITY_BELOW
    return rows.end - 1 if active.all() else rows.last(places_where(active))


def field_facts(events: EventColumns, rows: CaseRows, about: CaseEvents, context: StateContext) -> Columns:
    """The fields with a role, each the value of its last change. Changes of priority, due date and the outcome named at
    closing count as changes of the field with that role (a closing that names no outcome leaves it)."""
    role = _ROLE_OF_KIND[about.kind.view(np.uint16)]
    changed = places_where(about.kind == EventKind.FIELD_CHANGED)
    field = events.field[about.others[changed]]
    role[changed] = chosen(field >= 0, context.field_role[np.maximum(field, 0)], np.int8(NONE))
    role[np.searchsorted(about.others, due_of_tasks(events))] = NONE
    some = places_where(role >= 0)
    value = events.new_value[about.others[some]]
    silent = (value == NONE) & (about.kind[some] == EventKind.CLOSED)
    if silent.any():
        said = places_where(~silent)
        some, value = some[said], value[said]
    last = np.full((len(ROLES), len(rows)), NONE, dtype=np.int32)
    last.ravel()[role[some].astype(np.int64) * len(rows) + rows.row[about.others[some]]] = value  # the last one stays
    of = dict(zip(ROLES, last, strict=True))
    return {
        **{name: of[text_role] for text_role, name in _TEXT_ROLES.items()},
        "due_at": context.value_time(of[FieldRole.DUE]),
        "sla": context.value_sla(of[FieldRole.SLA]),
    }


def counts(rows: CaseRows, about: CaseEvents) -> Columns:
    """How often things happened: contacts, reopenings, exits, feedback, reviews submitted, pauses."""
    place = _COUNT_OF_KIND[about.kind.view(np.uint16)]
    counted = places_where(place >= 0)
    cell = place[counted].astype(np.int64) * len(rows)
    cell += rows.row[about.others[counted]]
    table = np.bincount(cell, minlength=len(rows) * len(_COUNTED)).reshape(len(_COUNTED), len(rows))
    of = dict(zip(_COUNTED, table, strict=True))
    received, answered = of[EventKind.FEEDBACK_RECEIVED], of[EventKind.FEEDBACK_ANSWERED]
    recorded, accepted = of[EventKind.EXIT_RECORDED], of[EventKind.EXIT_ACCEPTED]
    contacts = of[EventKind.CONTACT_RECEIVED]
    return {
        "pauses": narrow(of[EventKind.CLOCK_PAUSED]),
        "contacts": contacts,
        "repeat_contacts": np.maximum(contacts - 1, 0),
        "reopenings": narrow(of[EventKind.REOPENED]),
        "exits": narrow(recorded),
        "exits_open": narrow(np.maximum(recorded - accepted, 0)),
        "feedback": narrow(received),
        "feedback_open": narrow(np.maximum(received - answered, 0)),
        "reviews": narrow(of[EventKind.REVIEW_SUBMITTED]),
    }
