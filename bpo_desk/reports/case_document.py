"""One case as the JSON of `desk case NO --json`, and as lines for people. Pure: from a CaseFile, no I/O."""

from __future__ import annotations

import json
import uuid
from typing import Any

from bpo_desk.models.capability import Capability, told, unknown_words
from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, StepRelation, WaitingFor
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.dictionaries import Dictionaries, FieldRole
from bpo_desk.models.event import EventKind, Visibility, kind_word
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.lifecycle import WorkItemState
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_iso
from bpo_desk.models.withheld import is_withheld
from bpo_desk.state.context import StateContext
from bpo_desk.state.last_hand import last_hand
from bpo_desk.state.work_items import work_items

_OPEN_ENDED = (CaseStatus.OPEN, CaseStatus.UNKNOWN)
_HAND = ("kind", "person", "queue", "side", "since", "work_item")


def case_json(case: CaseFile, as_of: int | None = None, known_at: int | None = None) -> dict[str, Any]:
    """The document that design/commands.md promises for one case. Times are ISO 8601 UTC or null for unknown."""
    state = {name: column[0].item() for name, column in case.state.columns.items()}
    codes = case.dictionaries
    status = CaseStatus(state["status"])
    return {
        "engagement": case.engagement.code,
        "number": case.number,
        "title": codes.value(state["title"]),
        "client": codes.value(state["client"]) or case.engagement.client or None,
        "reference": codes.value(state["reference"]),
        "status": status.word,
        "source_status": codes.value(state["source_status"]),
        "outcome": codes.value(state["outcome"]),
        "priority": codes.value(state["priority"]),
        "opened_at": to_iso(state["opened_at"]),
        "closed_at": to_iso(state["closed_at"]),
        "process": {"key": case.process_key or None, "version": case.process_version or None},
        "steps_current": _steps(case),
        "holders": _holders(case),
        "waiting_for": WaitingFor(state["waiting_for"]).word,
        "due_at": to_iso(state["due_at"]),
        "sla_state": SlaState(state["sla"]).word,
        "paused_since": to_iso(state["paused_since"]),
        "last_activity_at": to_iso(state["last_activity_at"]),
        "ad_hoc": _open_and_whole(state, "ad_hoc_open", "total", "ad_hoc_total", Capability.AD_HOC_TASKS),
        "ad_hoc_tasks": _tasks(case),
        "handovers": None if state["handovers"] == NONE else state["handovers"],
        "exits": _exits(case),
        "contacts": told(state["contacts"], state["capability"], Capability.CONTACTS),
        "repeat_contacts": told(state["repeat_contacts"], state["capability"], Capability.CONTACTS, state["contacts"]),
        "reopenings": told(state["reopenings"], state["capability"], Capability.CASE_END),
        "feedback": _open_and_whole(state, "feedback_open", "received", "feedback", Capability.FEEDBACK),
        "contradictions": state["contradictions"],
        "fields": current_fields(case),
        "events": events_json(case),
        "unknown": unknown_words(state["capability"]),
        "as_of": to_iso(as_of) if as_of is not None else None,
        "known_at": to_iso(known_at) if known_at is not None else None,
        "data_as_of": to_iso(case.data_as_of) if case.data_as_of is not None else None,
        "partial": case.partial,
    }


def _open_and_whole(
    state: dict[str, int], still_open: str, word: str, whole: str, bit: Capability
) -> dict[str, int | None]:
    """A count and how many of it are open, null where the sources could not have recorded any."""
    return {
        "open": told(state[still_open], state["capability"], bit, state[whole]),
        word: told(state[whole], state["capability"], bit),
    }


def _tasks(case: CaseFile) -> list[dict[str, Any]]:
    """The ad-hoc tasks with owner, state and when they are due (null: nobody said)."""
    context, codes = StateContext.of(case.dictionaries), case.dictionaries
    items = work_items(case.events, context)
    found = []
    for row in (items["ad_hoc"] == 1).nonzero()[0].tolist():
        one = {name: int(column[row]) for name, column in items.columns.items()}
        found.append(
            {
                "work_item": one["work_item"],
                "name": _name(codes.steps, one["step"]),
                "state": WorkItemState(one["state"]).word,
                "person": codes.persons[one["person"]].name if one["person"] > 0 else None,
                "queue": codes.queues[one["queue"]].name if one["queue"] > 0 else None,
                "side": Side(one["side"]).word,
                "began_at": to_iso(one["started_at"] if one["started_at"] != TIME_UNKNOWN else one["first_at"]),
                "ended_at": to_iso(one["ended_at"]),
                "due_at": to_iso(one["due_at"]),
            }
        )
    return found


def _steps(case: CaseFile) -> list[dict[str, Any]]:
    members = case.state.sets["steps"].of(0)
    found = []
    for i in range(len(members["step"])):
        code = int(members["step"][i])
        relation = StepRelation(int(members["relation"][i]))
        found.append(
            {
                "id": code if code >= 0 else None,
                "name": case.dictionaries.steps[code].name if code > 0 else None,
                "since": to_iso(int(members["since"][i])),
                "relation": relation.word,
                "inferred": relation is not StepRelation.AT,
            }
        )
    return found


def _holders(case: CaseFile) -> list[dict[str, Any]]:
    """In whose hands; for a case that is over: who had it last; one entry of kind "unknown" where nobody can tell."""
    over = CaseStatus(int(case.state["status"][0])) not in _OPEN_ENDED
    members = case.state.sets["hands"].of(0)
    found = [
        _holder(case, **{name: int(members[name][i]) for name in _HAND}, last=over) for i in range(len(members["kind"]))
    ]
    if found:
        return found
    if over:
        hand = last_hand(case.events, StateContext.of(case.dictionaries))
        return [] if hand is None else [_holder(case, **{name: getattr(hand, name) for name in _HAND}, last=True)]
    if int(case.state["holder_kind"][0]) != HolderKind.UNKNOWN:
        return []
    nothing = {"person": NONE, "queue": NONE, "side": int(Side.UNKNOWN), "since": TIME_UNKNOWN, "work_item": NONE}
    return [_holder(case, kind=int(HolderKind.UNKNOWN), **nothing, last=False)]


def _holder(
    case: CaseFile, *, kind: int, person: int, queue: int, side: int, since: int, work_item: int, last: bool
) -> dict[str, Any]:
    return {
        "kind": HolderKind(kind).word,
        "person": case.dictionaries.persons[person].name if person > 0 else None,
        "queue": case.dictionaries.queues[queue].name if queue > 0 else None,
        "side": Side(side).word,
        "since": to_iso(since),
        "work_item": work_item if work_item > 0 else None,
        "inferred": False,
        "last": last,  # the case is over: who had it last
    }


def _exits(case: CaseFile) -> list[dict[str, Any]]:
    codes = case.dictionaries
    return [
        {
            "at": event["occurred_at"],
            "step": event["step"],
            "reason": event["reason"],
            "by": event["actor"],
            "accepted": event["kind"] == EventKind.EXIT_ACCEPTED.word,
        }
        for event in (
            event_json(case, row, codes) for row in _rows_of(case, EventKind.EXIT_RECORDED, EventKind.EXIT_ACCEPTED)
        )
    ]


def _rows_of(case: CaseFile, *kinds: EventKind) -> list[int]:
    return [row for row, kind in enumerate(case.events.kind.tolist()) if kind in kinds]


def current_fields(case: CaseFile) -> dict[str, str | None]:
    """Field name -> its last value in the events shown ("" = the source left it blank)."""
    found: dict[str, str | None] = {}
    fields, values = case.events.field.tolist(), case.events.new_value.tolist()
    for row in _rows_of(case, EventKind.FIELD_CHANGED):
        if fields[row] > 0:
            found[case.dictionaries.fields[fields[row]].name] = case.dictionaries.value(values[row])
    return found


def events_json(case: CaseFile) -> list[dict[str, Any]]:
    """All events of the case, in order."""
    return [event_json(case, row, case.dictionaries) for row in range(len(case.events))]


def event_json(case: CaseFile, row: int, codes: Dictionaries) -> dict[str, Any]:
    """One event. Names are null where nothing was said and "" where the source left them unknown."""
    one = {name: column[row].item() for name, column in case.events.columns().items()}
    field = codes.fields[one["field"]] if one["field"] > 0 else None
    return {
        "id": str(uuid.UUID(int=(one["id_hi"] << 64) | one["id_lo"])),
        "kind": kind_word(one["kind"]),
        "step": _name(codes.steps, one["step"]),
        "work_item": one["work_item"] if one["work_item"] > 0 else None,
        "ad_hoc": bool(one["ad_hoc"]),
        "actor": _name(codes.persons, one["actor"]),
        "side": Side(one["side"]).word,
        "holder": _name(codes.persons, one["holder"]),
        "queue": _name(codes.queues, one["queue"]),
        "field": field.name if field else None,
        "role": FieldRole(field.role).value if field and field.role else None,
        "old": codes.value(one["old_value"]),
        "new": codes.value(one["new_value"]),
        "reason": codes.value(one["reason"]),
        "visibility": Visibility(one["visibility"]).name.lower(),
        "occurred_at": to_iso(one["occurred_at"]),
        "recorded_at": to_iso(one["recorded_at"]),
        "source": codes.sources[one["source"]].name if one["source"] > 0 else None,
        "source_record": case.source_record[row],
        "data": _data(case.data[row]),
        **_withheld(one, codes),
    }


def _withheld(one: dict[str, Any], codes: Dictionaries) -> dict[str, list[str]]:
    """Which values of the event are withheld from the reader; nothing where none is. Their text is a mark."""
    found = [
        key
        for key, name in (("old", "old_value"), ("new", "new_value"), ("reason", "reason"))
        if is_withheld(codes.value(one[name]))
    ]
    return {"withheld": found} if found else {}


def _name(entries: list[Any], code: int) -> str | None:
    return str(entries[code].name) if code >= 0 else None


def _data(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text  # kept as it came
