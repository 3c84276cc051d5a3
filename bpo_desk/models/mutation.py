"""Mutation: one thing that a person writes at the desk, and what the shared database answers.

Which events it becomes is in `mutation_effects.py`, where it waits in `cache/outbox.py`, how it is applied in
`shared/mutations.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import Field, asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final

from bpo_desk.errors import WrongUsage
from bpo_desk.models.event import Visibility
from bpo_desk.models.mutation_kinds import ENGAGEMENT_KINDS, MutationKind
from bpo_desk.models.review import MOST_ROUNDS, ReviewKept, ReviewState
from bpo_desk.models.sample_payloads import SampleDrawn, SampleNoted
from bpo_desk.models.shared_view import ViewShared

FLAG: Final = "flag"
"""The tag that a flagged event carries."""
FOLLOWED: Final = "followed"
"""The tag with which somebody follows a case: put on its first event, in the name of who follows."""
UNMASKABLE: Final = ("old", "new", "reason")
"""The values of an event that may be covered."""
TEXT_LIMIT: Final = 100_000
"""Characters that one text of a mutation may have."""
_HEX: Final = frozenset("0123456789abcdef")
_TASK_BASE: Final = 1 << 28
"""Numbers of the desk's ad-hoc tasks lie from here up to twice this, far above those that sources give work items."""


@dataclass(frozen=True, slots=True)
class CommentAdded:
    """A comment on the case, or on one of its events."""

    kind: ClassVar[MutationKind] = MutationKind.COMMENT_ADDED
    text: str
    visibility: int = Visibility.INTERNAL
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class EventPinned:
    """An event is pinned, or its pin taken away."""

    kind: ClassVar[MutationKind] = MutationKind.EVENT_PINNED
    event_id: str
    pinned: bool = True


@dataclass(frozen=True, slots=True)
class EventTagged:
    """A tag is put on an event, or taken away; FLAG flags it, `reason` says why."""

    kind: ClassVar[MutationKind] = MutationKind.EVENT_TAGGED
    event_id: str
    tag: str
    reason: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class TaskScheduled:
    """An ad-hoc task beside the process. `step` is the short name of such tasks (it becomes an entry of the
    dictionary), `text` what is to be done this time; `holder` a person, `queue` a group, `due` an ISO 8601 instant with
    its offset from UTC; "" where none is named."""

    kind: ClassVar[MutationKind] = MutationKind.TASK_SCHEDULED
    step: str
    text: str = ""
    holder: str = ""
    queue: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class TaskAssigned:
    """An ad-hoc task of the desk gets into other hands."""

    kind: ClassVar[MutationKind] = MutationKind.TASK_ASSIGNED
    step: str
    work_item: int
    holder: str = ""
    queue: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TaskCompleted:
    """An ad-hoc task of the desk is done."""

    kind: ClassVar[MutationKind] = MutationKind.TASK_COMPLETED
    step: str
    work_item: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class ExitAccepted:
    """Somebody takes responsibility for an exit from the process (`event_id`); `until` is ISO 8601 or ""."""

    kind: ClassVar[MutationKind] = MutationKind.EXIT_ACCEPTED
    event_id: str
    reason: str
    step: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackAnswered:
    """An answer to feedback (`event_id`)."""

    kind: ClassVar[MutationKind] = MutationKind.FEEDBACK_ANSWERED
    event_id: str
    text: str
    visibility: int = Visibility.INTERNAL


@dataclass(frozen=True, slots=True)
class Viewed:
    """The case was looked at."""

    kind: ClassVar[MutationKind] = MutationKind.VIEWED


@dataclass(frozen=True, slots=True)
class Exported:
    """The case left the desk: as which format, for whom, why. `what` left (report, events, queue), together with how
    many `cases` in one file, and the SHA-256 (hex) of its data part."""

    kind: ClassVar[MutationKind] = MutationKind.EXPORTED
    format: str
    recipient: str = ""
    reason: str = ""
    what: str = ""
    digest: str = ""
    cases: int = 1


@dataclass(frozen=True, slots=True)
class ListExported:
    """Many cases left the desk in one list: said once for the engagement, not in the trail of each. `format`, `what`,
    `recipient` and `reason` as in Exported; how many `cases`, of which `filter` (the words that were shown), as of when
    the copy was (`as_of`, ISO 8601 or ""). `digest` is the SHA-256 (hex) of the file, `population` that of the numbers
    of the cases in the order of the list, a line each: who has the list can show that a case was in it."""

    kind: ClassVar[MutationKind] = MutationKind.LIST_EXPORTED
    format: str
    cases: int
    digest: str
    population: str = ""
    filter: str = ""
    as_of: str = ""
    what: str = "queue"
    recipient: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unmasked:
    """A covered value was looked at: which one (`what`: old, new or reason) of which event, and why."""

    kind: ClassVar[MutationKind] = MutationKind.UNMASKED
    event_id: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepMapped:
    """A step of the log is said to be an element of a version of a process (`models/step_mapping.py`): `element` is its
    id, NOWHERE or AUTOMATIC, `before` what the writer saw there."""

    kind: ClassVar[MutationKind] = MutationKind.STEP_MAPPED
    process: str
    version: str
    step: str
    element: str = ""
    before: str = ""


class RequestKind(StrEnum):
    """What somebody is asked to do with a case that is not the desk's to change. The words are stored."""

    REASSIGN = "reassign"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Requested:
    """Somebody is asked to do what the source system owns; nothing of the case changes by it. `what` a RequestKind,
    `to` the person, group or level of the escalation path that should get it, `system` who must act (the source of the
    case), `reason` why."""

    kind: ClassVar[MutationKind] = MutationKind.REQUESTED
    what: str
    to: str
    system: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RequestWithdrawn:
    """What was asked (`event_id` of the request) is asked no longer; `reason` why."""

    kind: ClassVar[MutationKind] = MutationKind.REQUEST_WITHDRAWN
    event_id: str
    reason: str = ""


Payload = (
    CommentAdded
    | EventPinned
    | EventTagged
    | TaskScheduled
    | TaskAssigned
    | TaskCompleted
    | ExitAccepted
    | FeedbackAnswered
    | Viewed
    | Exported
    | StepMapped
    | Requested
    | SampleDrawn
    | SampleNoted
    | ViewShared
    | ReviewKept
    | RequestWithdrawn
    | ListExported
    | Unmasked
)
PAYLOADS: Final[dict[MutationKind, type[Payload]]] = {
    each.kind: each
    for each in (
        CommentAdded, EventPinned, EventTagged, TaskScheduled, TaskAssigned, TaskCompleted, ExitAccepted,
        FeedbackAnswered, Viewed, Exported, StepMapped, Requested, SampleDrawn, SampleNoted, ViewShared, ReviewKept,
        RequestWithdrawn, ListExported, Unmasked,
    )
}  # fmt: skip
_NEEDED: Final = frozenset({"text", "tag", "step", "event_id", "format", "reason", "process", "what", "to", "system",
                           "sample", "digest", "seed", "name", "reviewer"})  # fmt: skip
"""Texts that must say something where they have no default."""
_CAME_LATER: Final = {MutationKind.TASK_SCHEDULED: frozenset({"due"})}
"""Fields that earlier versions did not store. They are stored only where they say something: what an earlier version
wrote and what this one reads of it have one hash."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes: the login at the shared database, and the name that events show."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Mutation:
    """One write. `mutation_id`: 32 hex digits of a UUID version 7 that the desk made; `engagement` its code and `case`
    its number ("" for ENGAGEMENT_KINDS), which mean the same after a restore of the shared database; `created_at`
    microseconds UTC by the desk's clock; `base_row_ver` the version that was changed, None for what is only ever
    appended; `after` the mutation of this desk on whose result it was written, "" where the version says it all: it is
    known before the shared database has given that one a version; `seen` the digest of what the writer saw there
    (`models/row_seen.py`), "" for nothing. Earlier versions wrote none: beside a version it means that nobody knows."""

    mutation_id: str
    engagement: str
    case: str
    payload: Payload
    created_at: int
    actor: Actor
    base_row_ver: int | None = None
    after: str = ""
    seen: str = ""

    @property
    def kind(self) -> MutationKind:
        """What was written."""
        return self.payload.kind

    def payload_hash(self) -> str:
        """SHA-256 (hex) over everything but the id: the same id never stands for two contents."""
        said = [
            self.engagement, self.case, self.kind.value, payload_json(self.payload), self.created_at, self.actor.name,
            self.base_row_ver, *([self.after] if self.after else []),  # as earlier versions hashed what has none
            *([{"seen": self.seen}] if self.seen else []),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode("ascii")).hexdigest()


class Outcome(StrEnum):
    """How a mutation ended at the shared database."""

    OK = "ok"
    CONFLICT = "conflict"  # somebody else was first; `theirs` says what they did
    REJECTED = "rejected"


class Refusal(StrEnum):
    """Why a mutation was rejected."""

    NONE = ""
    PERMISSION = "permission"
    VALIDATION = "validation"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class MutationResult:
    """The final word of the shared database. `words` are for a person; `recorded_at` microseconds UTC of the server."""

    outcome: Outcome
    refusal: Refusal = Refusal.NONE
    words: str = ""
    theirs: str = ""
    recorded_at: int = 0


def new_mutation_id(at: int, login: str = "") -> str:
    """A fresh id of an instant in microseconds UTC, as 32 hex digits: UUID version 8 (RFC 9562, 5.8), whose last digits
    follow from the others and the `login` that writes, so that nobody else can use it; version 7 (5.7) without one."""
    chance = int.from_bytes(os.urandom(10), "big")
    if login:
        head = f"{(at // 1000) & (2**48 - 1):012x}8{chance >> 68:03x}{8 | chance & 3:x}{chance >> 2 & 0xFFFFFF:06x}"
        return head + login_mark(head, login)
    hi = (((at // 1000) & (2**48 - 1)) << 16) | 0x7000 | (chance >> 68)
    lo = (0b10 << 62) | (chance & (2**62 - 1))
    return f"{hi:016x}{lo:016x}"


def login_mark(head: str, login: str) -> str:
    """The last nine hex digits of an id of version 8 that begins with the other 23."""
    return hashlib.sha256(f"bpo_desk {login} writes {head}".encode()).hexdigest()[:9]


def task_number(mutation_id: str) -> int:
    """The number of the work item that a TaskScheduled makes: known before any server has seen it."""
    return _TASK_BASE + int(digest(mutation_id, "task")[:7], 16)


def task_numbers() -> tuple[int, int]:
    """The first and the last number that an ad-hoc task of a desk may have."""
    return _TASK_BASE, 2 * _TASK_BASE - 1


def is_task_number(work_item: int) -> bool:
    """Whether a work item is an ad-hoc task that a desk made."""
    return _TASK_BASE <= work_item < 2 * _TASK_BASE


def payload_json(payload: Payload) -> str:
    """The payload as stored: JSON with sorted keys."""
    later = _CAME_LATER.get(payload.kind, frozenset())
    said = {name: value for name, value in asdict(payload).items() if value or name not in later}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def payload_of(kind: str, text: str) -> Payload:
    """The payload from what is stored. Raises WrongUsage for a kind or a field that this program does not know."""
    if kind not in set(MutationKind):
        raise WrongUsage(f"This program does not know the mutation {kind!r}.", "Update this program.")
    form = PAYLOADS[MutationKind(kind)]
    try:
        given: dict[str, Any] = json.loads(text)
        return form(**given)
    except (TypeError, ValueError, RecursionError) as error:
        raise WrongUsage(f"A mutation {kind} holds fields that this program does not know.", "Update it.") from error


def check(mutation: Mutation) -> None:
    """Raises WrongUsage where a mutation says nothing, too much, or what no database text can hold."""
    if not _is_id(mutation.mutation_id):
        raise WrongUsage("The id of a mutation has 32 hex digits.", "Make it with new_mutation_id.")
    if mutation.after and not _is_id(mutation.after):
        raise WrongUsage(f"{mutation.after!r} is no id of a mutation.", "Write it again.")
    if mutation.seen and not (len(mutation.seen) == 64 and set(mutation.seen) <= _HEX):
        raise WrongUsage(f"{mutation.seen!r} is no digest of what somebody saw.", "Write it again.")
    texts = {"case": mutation.case, "engagement": mutation.engagement, "name": mutation.actor.name}
    for each in fields(mutation.payload):
        value = getattr(mutation.payload, each.name)
        _check_field(mutation.payload, each, value)
        if isinstance(value, str):
            texts[each.name] = value
    for name, text in texts.items():
        if len(text) > TEXT_LIMIT:
            raise WrongUsage(f"The {name} has {len(text):,} characters; {TEXT_LIMIT:,} is the limit.", "Shorten it.")
        if "\0" in text or any("\ud800" <= each <= "\udfff" for each in text):
            raise WrongUsage(f"The {name} holds a character that cannot be stored.", "Type it anew.")
    if bool(mutation.case) == (mutation.kind in ENGAGEMENT_KINDS) or not mutation.actor.name.strip():
        raise WrongUsage("A mutation needs what it is about and somebody who writes it.", "Name both.")


def _check_field(payload: Payload, each: Field[Any], value: object) -> None:
    if isinstance(value, str):
        needed = each.name in _NEEDED and not isinstance(each.default, str)
        if needed and not value.strip():
            raise WrongUsage(f"The {each.name} of {payload.kind.value} is empty.", "Write something.")
        _check_form(payload.kind, each.name, value)
    elif each.name == "visibility" and value not in set(Visibility):
        raise WrongUsage(f"{value!r} is no visibility.", "Choose internal or shared.")
    elif each.name == "work_item" and not (isinstance(value, int) and is_task_number(value)):
        raise WrongUsage(f"{value!r} is no ad-hoc task of the desk.", "Choose one that was scheduled here.")
    elif each.name == "cases" and not (isinstance(value, int) and value >= 0):
        raise WrongUsage(f"{value!r} is no number of cases.", "Count them.")
    elif each.name == "round" and not (isinstance(value, int) and 1 <= value <= MOST_ROUNDS):
        raise WrongUsage(f"{value!r} is no round of review.", f"Rounds go from 1 to {MOST_ROUNDS}.")


def _check_form(kind: MutationKind, name: str, text: str) -> None:
    if name == "event_id" and text and not _is_id(text):
        raise WrongUsage(f"{text!r} is no event id.", "An event id has 32 hex digits in lower case.")
    if kind is MutationKind.UNMASKED and name == "what" and text not in UNMASKABLE:
        raise WrongUsage(f"{text!r} is no value of an event.", f"Choose one of: {', '.join(UNMASKABLE)}.")
    if name == "due" and text and not _is_instant(text):
        raise WrongUsage(f"{text!r} is no instant.", "A due time is ISO 8601 with its offset from UTC.")
    if kind is MutationKind.REQUESTED and name == "what" and text not in set(RequestKind):
        raise WrongUsage(f"{text!r} cannot be asked for.", f"Ask for one of: {', '.join(RequestKind)}.")
    if kind is MutationKind.REVIEW_KEPT and name == "state" and text not in set(ReviewState):
        raise WrongUsage(f"{text!r} is no state of a review.", f"There are: {', '.join(ReviewState)}.")


def _is_id(text: str) -> bool:
    return len(text) == 32 and set(text) <= _HEX


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def row_key(payload: Payload) -> tuple[str, ...]:
    """Which row a payload changes, among those of its kind, engagement and case; () for what is only appended."""
    match payload:
        case ViewShared(name):
            return (name,)
        case ReviewKept(reviewer, round_):
            return reviewer, str(round_)
        case _:
            return ()


def row_said(payload: Payload) -> tuple[str, ...]:
    """What a payload would have its row say, in the order of `row_seen.said_digest`; () for what is only appended."""
    match payload:
        case ViewShared(_, content, role):
            return content, role
        case ReviewKept():
            return tuple(payload.said().values())
        case _:
            return ()


def digest(mutation_id: str, what: str) -> str:
    """SHA-256 (hex) from which further ids are made."""
    return hashlib.sha256(f"bpo_desk {what} of {mutation_id}".encode("ascii")).hexdigest()
