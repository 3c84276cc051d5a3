"""The events that a mutation becomes: the same are shown as pending at the desk and appended by the shared database.

Pure; names instead of keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Final

from bpo_desk.models.capability import NO_CAPABILITY, Capability
from bpo_desk.models.dictionaries import Source
from bpo_desk.models.event import EventKind, Visibility
from bpo_desk.models.mutation import (
    CommentAdded,
    EventPinned,
    EventTagged,
    ExitAccepted,
    Exported,
    FeedbackAnswered,
    ListExported,
    Mutation,
    Requested,
    RequestWithdrawn,
    StepMapped,
    TaskAssigned,
    TaskCompleted,
    TaskScheduled,
    Unmasked,
    Viewed,
    digest,
    task_number,
)
from bpo_desk.models.review import ReviewKept, ReviewState
from bpo_desk.models.sample_payloads import SampleDrawn, SampleNoted
from bpo_desk.models.shared_view import ViewShared

NOTES: Final = Source("desk notes", NO_CAPABILITY, "what people wrote about the case in the desk")
TASKS: Final = Source("desk tasks", Capability.SCHEDULES, "ad-hoc tasks of the desk")
"""Sources of what is written here. They claim nothing of CANNOT_TELL: a note tells nothing about what the sources of
the case were able to record."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One event that a mutation becomes, in names instead of keys; None = nothing said. `event_id` 32 hex digits."""

    event_id: str
    kind: EventKind
    step: str | None = None
    holder: str | None = None
    queue: str | None = None
    work_item: int | None = None
    new_value: str | None = None
    reason: str | None = None
    visibility: Visibility = Visibility.INTERNAL
    data: str = "{}"

    @property
    def ad_hoc(self) -> bool:
        """Whether it is about an ad-hoc task."""
        return self.work_item is not None

    @property
    def source(self) -> Source:
        """Where the event comes from."""
        return TASKS if self.ad_hoc else NOTES


def effect_id(mutation_id: str, index: int) -> str:
    """The id of the event at an index of the effects: of the same millisecond, otherwise a hash of the mutation's."""
    lo = (0b10 << 62) | (int(digest(mutation_id, str(index))[:16], 16) & (2**62 - 1))
    return f"{mutation_id[:16]}{lo:016x}"


def effects(mutation: Mutation) -> tuple[Effect, ...]:
    """The events that a mutation becomes, in order; pure, so that the desk and the shared database agree."""
    own, payload = mutation.mutation_id, mutation.payload
    both = Visibility.SHARED
    match payload:
        case CommentAdded(text, visibility, about):
            return (_effect(own, EventKind.COMMENT_ADDED, about, new_value=text, visibility=Visibility(visibility)),)
        case EventPinned(about, pinned):
            return (_effect(own, EventKind.PINNED, about, more={} if pinned else {"removed": True}),)
        case EventTagged(about, tag, reason, removed):
            more = {"removed": True} if removed else {}
            return (_effect(own, EventKind.TAGGED, about, new_value=tag, reason=reason or None, more=more),)
        case TaskScheduled() | TaskAssigned() | TaskCompleted():
            return _task(own, payload)
        case ExitAccepted(about, reason, step, until):
            accepted = _effect(own, EventKind.EXIT_ACCEPTED, about, reason=reason, visibility=both,
                               more={"until": until} if until else {})  # fmt: skip
            return (replace(accepted, step=step or None),)
        case FeedbackAnswered(about, text, visibility):
            seen = Visibility(visibility)
            return (_effect(own, EventKind.FEEDBACK_ANSWERED, about, new_value=text, visibility=seen),)
        case Viewed() | Exported() | Unmasked():
            return (_access(own, payload),)
        case Requested() | RequestWithdrawn():
            return _asked(own, payload)
        case SampleDrawn() | SampleNoted() | ReviewKept():
            return _of_quality(own, payload)
        case StepMapped() | ViewShared() | ListExported():  # rows of other tables: no case has a part in them
            return ()


def _access(own: str, payload: Viewed | Exported | Unmasked) -> Effect:
    both = Visibility.SHARED
    match payload:
        case Viewed():
            return _effect(own, EventKind.VIEWED, visibility=both)
        case Exported(form, recipient, reason, what, digest_of, cases):
            said = {"format": form, "recipient": recipient, "what": what, "digest": digest_of, "cases": cases}
            return _effect(own, EventKind.EXPORTED, reason=reason or None, visibility=both, more=said)
        case Unmasked(about, what, reason):
            return _effect(own, EventKind.UNMASKED, about, reason=reason, visibility=both, more={"what": what})


def _asked(own: str, asked: Requested | RequestWithdrawn) -> tuple[Effect, ...]:
    if isinstance(asked, RequestWithdrawn):
        both, gone = Visibility.SHARED, EventKind.REQUEST_WITHDRAWN
        return (_effect(own, gone, asked.event_id, reason=asked.reason or None, visibility=both),)
    # Neither holder nor queue: whoever is asked for does not have the case.
    said, why = {"what": asked.what, "system": asked.system}, asked.reason or None
    return (_effect(own, EventKind.REQUESTED, new_value=asked.to, reason=why, visibility=Visibility.SHARED, more=said),)


def _of_quality(own: str, payload: SampleDrawn | SampleNoted | ReviewKept) -> tuple[Effect, ...]:
    if isinstance(payload, ReviewKept):
        return _review(own, payload)
    if isinstance(payload, SampleNoted):
        seen, more = Visibility(payload.visibility), {"sample": payload.sample}
        return (_effect(own, EventKind.COMMENT_ADDED, new_value=payload.text, visibility=seen, more=more),)
    stated, both = asdict(payload), Visibility.SHARED
    return (_effect(own, EventKind.SAMPLE_DRAWN, new_value=payload.sample, visibility=both, more=stated),)


def _review(own: str, kept: ReviewKept) -> tuple[Effect, ...]:
    """A draft is a row that nobody but the reviewers sees; what is submitted is part of the story of the case."""
    kinds = {ReviewState.SUBMITTED: EventKind.REVIEW_SUBMITTED, ReviewState.REVISED: EventKind.REVIEW_REVISED}
    if kept.state not in kinds:
        return ()
    more = {"reviewer": kept.reviewer, "round": kept.round, "state": kept.state, "score": kept.score,
            "findings": list(kept.found)}  # fmt: skip
    return (_effect(own, kinds[ReviewState(kept.state)], new_value=kept.text or None, more=more),)


def _task(own: str, payload: TaskScheduled | TaskAssigned | TaskCompleted) -> tuple[Effect, ...]:
    both = Visibility.SHARED
    match payload:
        case TaskScheduled():
            return _scheduled(own, payload)
        case TaskAssigned(step, item, holder, queue, reason):
            assigned = _effect(
                own, EventKind.ASSIGNED, step=step, work_item=item, reason=reason or None, visibility=both
            )
            return (replace(assigned, holder=holder or None, queue=queue or None),)
        case TaskCompleted(step, item, text):
            done = text or None
            return (_effect(own, EventKind.COMPLETED, step=step, work_item=item, new_value=done, visibility=both),)


def _scheduled(own: str, payload: TaskScheduled) -> tuple[Effect, ...]:
    item, both = task_number(own), Visibility.SHARED
    text = payload.text or None
    told = [_effect(own, EventKind.SCHEDULED, step=payload.step, work_item=item, new_value=text, visibility=both)]
    if payload.holder or payload.queue:
        assigned = _effect(own, EventKind.ASSIGNED, index=1, step=payload.step, work_item=item, visibility=both)
        told.append(replace(assigned, holder=payload.holder or None, queue=payload.queue or None))
    if payload.due:
        due = _effect(own, EventKind.DUE_CHANGED, index=2, step=payload.step, work_item=item, visibility=both)
        told.append(replace(due, new_value=payload.due))
    return tuple(told)


def _effect(
    own: str,
    kind: EventKind,
    about: str = "",
    *,
    index: int = 0,
    step: str | None = None,
    work_item: int | None = None,
    new_value: str | None = None,
    reason: str | None = None,
    visibility: Visibility = Visibility.INTERNAL,
    more: Mapping[str, object] = MappingProxyType({}),
) -> Effect:
    data = {"mutation": own, **({"event_id": about} if about else {}), **more}
    return Effect(
        effect_id(own, index),
        kind,
        step=step,
        work_item=work_item,
        new_value=new_value,
        reason=reason,
        visibility=visibility,
        data=json.dumps(data, ensure_ascii=False, sort_keys=True),
    )
