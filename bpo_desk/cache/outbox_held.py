"""What the shared database holds instead of a refused entry of the outbox: the newer of its answer and of the copy."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bpo_desk.cache import bookmarks, cases, read
from bpo_desk.cache.case_reviews import case_reviews
from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.cache.shared_views import shared_views
from bpo_desk.cache.step_mappings import step_mapping
from bpo_desk.cache.store import Cache
from bpo_desk.errors import NotFound
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_data import data_object
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.mutation import ExitAccepted, Mutation, StepMapped, TaskAssigned, TaskCompleted
from bpo_desk.models.refused import Held, view_fields
from bpo_desk.models.review import Review, ReviewKept
from bpo_desk.models.shared_view import SharedView, ViewShared
from bpo_desk.models.times import typed_moment

_ENDS = (EventKind.COMPLETED, EventKind.SKIPPED, EventKind.WITHDRAWN, EventKind.ABORTED)


def held_instead(cache: Cache, entry: Entry) -> Held | None:
    """What is held; None where nothing of the kind is, or nobody can know it here."""
    answered = _of_answer(entry)
    try:
        copied = _of_copy(cache, entry.mutation)
    except NotFound:  # the engagement or the case has left the copy
        copied = None
    if answered is None or copied is None:
        return copied or answered
    if isinstance(entry.mutation.payload, (ExitAccepted, TaskAssigned, TaskCompleted)):
        return replace(copied, who=copied.who or answered.who, at=copied.at or answered.at)
    newer = (copied.row_ver, copied.at or 0) > (answered.row_ver, answered.at or 0)
    return copied if newer else answered


def _of_answer(entry: Entry) -> Held | None:
    if entry.state is not EntryState.CONFLICT or not entry.theirs:
        return None
    found: dict[str, Any] = json.loads(entry.theirs)
    at = found.pop("at", None)
    who, row_ver = str(found.pop("who", "") or ""), int(found.pop("row_ver", 0))
    told = {name: str(value) for name, value in found.items() if value is not None}
    payload, since = entry.mutation.payload, typed_moment(at) if at else None
    if isinstance(payload, ViewShared):
        view = SharedView(payload.name, told.get("content", ""), told.get("role", ""), row_ver=row_ver)
        return Held({"role": view.role, **view_fields(view.content)}, who, since, view.seen)
    if isinstance(payload, ReviewKept):
        state, score, findings, text = (told.get(name, "") for name in payload.said())
        kept = ReviewKept(payload.reviewer, payload.round, state, score, findings, text)
        return Held(told, who, since, Review(kept, row_ver=row_ver).seen)
    return Held(told, who, since)


def _of_copy(cache: Cache, mutation: Mutation) -> Held | None:
    engagement = bookmarks.engagement_by_code(cache, mutation.engagement)
    one, code, payload = int(engagement.engagement_id), engagement.code, mutation.payload
    if isinstance(payload, (ExitAccepted, TaskAssigned, TaskCompleted)):
        return _event(cache, one, mutation)
    with cache.read() as connection:
        match payload:
            case ReviewKept(reviewer, round_):
                case = cases.find_number(connection, one, mutation.case)
                reviews = [] if case is None else case_reviews(connection, one, case, code, mutation.case, None)
                for review in reviews:
                    if (review.kept.reviewer, review.kept.round) == (reviewer, round_):
                        return Held(review.kept.said(), review.by, review.at or None, review.seen)
            case ViewShared(name):
                for view in shared_views(connection, one, code, None):
                    if view.name == name:
                        told = {"role": view.role, **view_fields(view.content)}
                        return Held(told, view.by, view.at or None, view.seen)
            case StepMapped(process, version, step):
                held = step_mapping(connection, one, code, process, version, None).steps.get(step)
                if held is not None:
                    return Held({"step": step, "element": held.element}, held.by, held.at or None)
    return None


def _event(cache: Cache, one: int, mutation: Mutation) -> Held | None:
    """The event that was first: the acceptance of the exit, or the end of the task."""
    payload = mutation.payload
    file = read.open_case(cache, one, read.find_case(cache, one, mutation.case))
    events, names = file.events, file.dictionaries
    for row in range(len(events)):
        kind = int(events.kind[row])
        if isinstance(payload, ExitAccepted):
            about = str(data_object(file.data[row]).get("event_id", ""))
            if kind != EventKind.EXIT_ACCEPTED or about != payload.event_id:
                continue
            told = {"reason": _value(file, int(events.reason[row]))}
        elif isinstance(payload, (TaskAssigned, TaskCompleted)):
            if kind not in _ENDS or int(events.work_item[row]) != payload.work_item:
                continue
            told = {"text": _value(file, int(events.new_value[row])), "ended": EventKind(kind).word}
        else:
            return None
        actor, at = int(events.actor[row]), int(events.occurred_at[row])
        who = names.persons[actor].name if 0 < actor < len(names.persons) else ""
        return Held(told, who, None if at == TIME_UNKNOWN else at)
    return None


def _value(file: Any, code: int) -> str:
    return str(file.dictionaries.values[code]) if code >= 0 else ""
