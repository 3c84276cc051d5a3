"""Applies what a desk wrote: its events and the stored result in one transaction, once however often it is sent.

Which events a mutation becomes is said by `models/mutation.py`. The real guard of rights is the database; the roles are
looked at here so that a refusal comes in words.
"""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass, replace
from typing import Any, Final

import psycopg
from sqlalchemy import Table, func, select, text, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bpo_desk.errors import DeskError, RefusedFile, WrongCredentials, WrongUsage
from bpo_desk.models.engagement import Engagement, Role
from bpo_desk.models.event import EventKind, Visibility
from bpo_desk.models.ids import EngagementId
from bpo_desk.models.mutation import (
    ExitAccepted,
    FeedbackAnswered,
    ListExported,
    Mutation,
    MutationResult,
    Outcome,
    Refusal,
    RequestKind,
    RequestWithdrawn,
    StepMapped,
    TaskAssigned,
    TaskCompleted,
    check,
)
from bpo_desk.models.mutation_effects import effects
from bpo_desk.models.mutation_kinds import ACCESS_KINDS, ENGAGEMENT_KINDS, MutationKind
from bpo_desk.models.review import ReviewKept
from bpo_desk.models.shared_view import ViewShared
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_iso
from bpo_desk.shared import admin, escalation, guarded, mappings, tables
from bpo_desk.shared.append import append
from bpo_desk.shared.engagement_log import note_list
from bpo_desk.shared.engine import describe, writing
from bpo_desk.shared.keys import hold_engagement
from bpo_desk.shared.made_on import MadeOn, made_on
from bpo_desk.shared.mutation_batch import batch_of
from bpo_desk.shared.reviews import store_review
from bpo_desk.shared.saved_views import store_view

_ENDS: Final = (EventKind.COMPLETED, EventKind.SKIPPED, EventKind.WITHDRAWN, EventKind.ABORTED)
_READERS: Final = frozenset({Role.VIEWER, Role.SEALER})
_REVIEWERS: Final = frozenset({Role.OWNER, Role.ADMIN, Role.REVIEWER})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mutation goes, and on which side its writer stands."""

    engagement: Engagement
    case_id: int
    side: Side


class _Refused(Exception):
    """The mutation cannot be applied; carries the result."""

    def __init__(self, result: MutationResult) -> None:
        super().__init__(result.words)
        self.result = result


def apply_once(engine: Engine, mutation: Mutation) -> MutationResult:
    """Apply a mutation in a transaction of its own. Raises the DeskError kinds of engine.py where there is no final
    word yet: the same mutation may be sent again at any time."""
    let_in = False
    try:
        with writing(engine) as connection:
            admin.require_schema(connection)
            let_in = True
            return apply_mutation(connection, mutation, _server_clock(connection))
    except WrongCredentials as error:
        if not let_in:
            raise
        return _rejected(Refusal.PERMISSION, error.message)  # without the right to write
    except guarded.NotTaken as error:
        return _rejected(Refusal.PERMISSION, error.words)
    except (DBAPIError, psycopg.Error, sqlite3.Error) as error:
        reason = (str(getattr(error, "orig", None) or error).strip().splitlines() or ["no reason given"])[0]
        raise DeskError(
            f"{describe(engine).capitalize()} did not take a note: {reason}.",
            "It is kept and sent again; tell whoever runs the database if this stays.",
            code="not_taken",
        ) from error


def apply_mutation(connection: Connection, mutation: Mutation, recorded_at: int) -> MutationResult:
    """Apply a mutation inside a transaction of the caller, or answer what became of it before.

    A retry that races its own first copy waits on the key of the table of results, then gets the stored result. The
    same id with another content is rejected. `recorded_at`: microseconds UTC of the server.
    """
    try:
        check(mutation)
    except WrongUsage as error:
        return _rejected(Refusal.VALIDATION, str(error))
    is_guarded = guarded.is_guarded(connection)
    engagement = (guarded.engagement_of if is_guarded else _engagement)(connection, mutation.engagement)
    if engagement is None:
        return _rejected(Refusal.PERMISSION, f"The engagement {mutation.engagement} is not open to this login.")
    if is_guarded:
        return _apply_guarded(connection, engagement, mutation)
    if not _claimed(connection, engagement, mutation, recorded_at):
        return _stored(connection, engagement, mutation)
    result = replace(_final(connection, engagement, mutation, recorded_at), recorded_at=recorded_at)
    columns = tables.applied_mutation.c
    connection.execute(
        update(tables.applied_mutation)
        .where(columns.engagement_id == engagement.engagement_id, _same_id(connection, mutation))
        .values(
            outcome=result.outcome.value, refusal=result.refusal.value, words=result.words, theirs=result.theirs,
        )
    )  # fmt: skip
    return result


def _apply_guarded(connection: Connection, engagement: Engagement, mutation: Mutation) -> MutationResult:
    """The same for a login that row-level security holds for: by way of functions that look at its rights."""
    one = engagement.engagement_id
    recorded_at = guarded.claim(connection, one, mutation)
    if recorded_at is None:
        row = guarded.answer(connection, one, mutation.mutation_id)
        return _stored_answer(row, mutation)
    acting = guarded.in_own_name(connection, one, mutation)
    result = replace(_final(connection, engagement, acting, recorded_at), recorded_at=recorded_at)
    said = (result.outcome.value, result.refusal.value, result.words, result.theirs)
    guarded.settle(connection, one, mutation.mutation_id, said)
    return result


def _final(connection: Connection, engagement: Engagement, mutation: Mutation, recorded_at: int) -> MutationResult:
    """The result with all its effects, or a refusal with none."""
    try:
        with connection.begin_nested():
            who, payload = mutation.actor.name, mutation.payload
            if isinstance(payload, StepMapped):
                _allowed_side(connection, engagement, mutation)
                return mappings.store_step(connection, engagement, payload, who, recorded_at)
            if isinstance(payload, ViewShared):
                _allowed_side(connection, engagement, mutation)
                base = _made_on(connection, engagement, mutation)
                return store_view(connection, engagement, payload, base, who, recorded_at)
            if isinstance(payload, ListExported):
                _allowed_side(connection, engagement, mutation)
                return note_list(connection, engagement, mutation, payload, recorded_at)
            place = _place(connection, engagement, mutation)
            if isinstance(payload, ReviewKept):
                return _keep_review(connection, place, mutation, payload, recorded_at)
            _look_at_what_it_is_about(connection, place, mutation)
            _append(connection, place, mutation, recorded_at)
        return MutationResult(Outcome.OK)
    except _Refused as refused:
        return refused.result
    except guarded.NotTaken as refused:
        return _rejected(Refusal.PERMISSION if refused.forbidden else Refusal.VALIDATION, refused.words)
    except RefusedFile as error:
        return _rejected(Refusal.VALIDATION, str(error))


def _keep_review(
    connection: Connection, place: _Place, mutation: Mutation, kept: ReviewKept, recorded_at: int
) -> MutationResult:
    """The row of the review, and what submitting it tells of the case."""
    base, who = _made_on(connection, place.engagement, mutation), mutation.actor.name
    result = store_review(connection, place.engagement, place.case_id, kept, base, who, recorded_at)
    if result.outcome is Outcome.OK and effects(mutation):
        _append(connection, place, mutation, recorded_at)
    return result


def _made_on(connection: Connection, engagement: Engagement, mutation: Mutation) -> MadeOn:
    """What of a row a mutation was written on."""
    before = None
    if mutation.after and guarded.is_guarded(connection):
        before = guarded.answer(connection, engagement.engagement_id, mutation.after)
    elif mutation.after:
        before = _stored_row(connection, engagement, replace(mutation, mutation_id=mutation.after))
    return made_on(mutation, before)


def _claimed(connection: Connection, engagement: Engagement, mutation: Mutation, recorded_at: int) -> bool:
    """Whether this transaction is the one that applies the mutation."""
    postgresql = connection.dialect.name == "postgresql"
    marker = "CAST(:id AS uuid)" if postgresql else ":id"
    claimed = connection.execute(
        text(
            "INSERT INTO applied_mutation (engagement_id, mutation_id, client, kind, payload_hash, outcome, refusal,"
            f" words, theirs, recorded_at) VALUES (:engagement, {marker},"
            f" {'session_user' if postgresql else ':login'}, :kind, :hash, '', '', '', '', :at)"
            " ON CONFLICT (engagement_id, mutation_id) DO NOTHING"
        ),
        {
            "engagement": engagement.engagement_id, "id": _id_value(connection, mutation),
            "login": mutation.actor.login, "kind": mutation.kind.value, "hash": mutation.payload_hash(),
            "at": recorded_at,
        },
    )  # fmt: skip
    return claimed.rowcount == 1


def _stored(connection: Connection, engagement: Engagement, mutation: Mutation) -> MutationResult:
    return _stored_answer(_stored_row(connection, engagement, mutation), mutation)


def _stored_row(connection: Connection, engagement: Engagement, mutation: Mutation) -> Any:
    columns = tables.applied_mutation.c
    return connection.execute(
        select(columns.payload_hash, columns.outcome, columns.refusal, columns.words, columns.theirs,
               columns.recorded_at)
        .where(columns.engagement_id == engagement.engagement_id, _same_id(connection, mutation))
    ).first()  # fmt: skip


def _stored_answer(row: Any, mutation: Mutation) -> MutationResult:
    """What a stored row says; None where somebody else wrote under the id."""
    if row is None or row[0] != mutation.payload_hash():
        return _rejected(Refusal.VALIDATION, "Something else was written under the same id before.")
    return MutationResult(Outcome(row[1]), Refusal(row[2]), row[3], row[4], int(row[5]))


def _same_id(connection: Connection, mutation: Mutation) -> Any:
    marker = "CAST(:of_id AS uuid)" if connection.dialect.name == "postgresql" else ":of_id"
    return text(f"applied_mutation.mutation_id = {marker}").bindparams(of_id=_id_value(connection, mutation))


def _id_value(connection: Connection, mutation: Mutation) -> str | bytes:
    return _key_value(connection, mutation.mutation_id)


def _key_value(connection: Connection, hex_id: str) -> str | bytes:
    return hex_id if connection.dialect.name == "postgresql" else bytes.fromhex(hex_id)


def _engagement(connection: Connection, code: str) -> Engagement | None:
    columns = tables.engagement.c
    row = connection.execute(
        select(columns.engagement_id, columns.code, columns.name).where(columns.code == code)
    ).first()
    return None if row is None else Engagement(EngagementId(row[0]), row[1], row[2])


def _place(connection: Connection, engagement: Engagement, mutation: Mutation) -> _Place:
    side = _allowed_side(connection, engagement, mutation)
    if guarded.is_guarded(connection):
        found = guarded.case_key(connection, engagement.engagement_id, mutation.case)
        if found is None:
            raise _no_case(engagement, mutation)
        return _Place(engagement, found, side)
    columns = tables.case_.c
    query = select(columns.case_id).where(
        columns.engagement_id == engagement.engagement_id, _named(connection, tables.case_, "number", mutation.case)
    )
    case_id = connection.execute(query).scalar()
    if case_id is None:
        raise _no_case(engagement, mutation)
    return _Place(engagement, int(case_id), side)


def _no_case(engagement: Engagement, mutation: Mutation) -> _Refused:
    words = f"The case {mutation.case} is not in the engagement {engagement.code} (any more)."
    return _refusal(Refusal.VALIDATION, words)


def _named(connection: Connection, table: Table, column: str, name: str) -> Any:
    """The condition that a text is equal; PostgreSQL finds it by the index of its md5."""
    same = table.c[column] == name
    return (func.md5(table.c[column]) == func.md5(name)) & same if connection.dialect.name == "postgresql" else same


def _allowed_side(connection: Connection, engagement: Engagement, mutation: Mutation) -> Side:
    """The side of the writer. Where an engagement has members, only they write, each as far as a role goes."""
    if guarded.is_guarded(connection):
        found = guarded.member(connection, engagement.engagement_id)
        if not any(_may(role, mutation) for role in found.roles):
            raise _may_not(engagement, mutation, mutation.actor.login, set(found.roles))
        return found.side
    columns = tables.membership.c
    members = connection.execute(
        select(columns.login, columns.role, columns.side).where(columns.engagement_id == engagement.engagement_id)
    ).all()
    if members:
        login = mutation.actor.login
        if connection.dialect.name == "postgresql":
            login = str(connection.execute(text("SELECT session_user")).scalar_one())
        own = [row for row in members if row[0] == login]
        roles = {str(row[1]) for row in own}
        if not any(_may(role, mutation) for role in roles):
            raise _may_not(engagement, mutation, login, roles)
        sides = {int(row[2]) for row in own} - {int(Side.UNKNOWN)}
        if len(sides) == 1:
            return Side(sides.pop())
    stored = connection.execute(
        select(tables.person.c.side).where(
            tables.person.c.engagement_id == engagement.engagement_id,
            _named(connection, tables.person, "name", mutation.actor.name),
        )
    ).scalar()
    return Side(stored) if stored is not None else Side.UNKNOWN


def _may_not(engagement: Engagement, mutation: Mutation, login: str, roles: set[str]) -> _Refused:
    who = f"as {', '.join(sorted(roles))}" if roles else "without a role there"
    words = f"{login or 'This login'}, {who}, may not write this in {engagement.code}."
    if roles == {Role.CLIENT} and getattr(mutation.payload, "what", "") == RequestKind.REASSIGN:
        words += " A client may ask for escalation; who works on a case is the provider's to say."
    return _refusal(Refusal.PERMISSION, words)


def _may(role: str, mutation: Mutation) -> bool:
    if role in _READERS:
        return mutation.kind in ACCESS_KINDS
    if mutation.kind is MutationKind.LIST_EXPORTED:
        return role in set(Role)
    if mutation.kind is MutationKind.REVIEW_KEPT:
        return role in _REVIEWERS
    if mutation.kind in ENGAGEMENT_KINDS:  # what a step means is said by those who run the process and check it
        return role in set(Role) - {Role.CLIENT}
    if mutation.kind is MutationKind.UNMASKED:
        return role in set(Role) - {Role.CLIENT}
    if role == Role.CLIENT:  # writes only what both sides see; who works on a case is the provider's to say
        if getattr(mutation.payload, "what", "") == RequestKind.REASSIGN:
            return False
        return all(effect.visibility == Visibility.SHARED for effect in effects(mutation))
    return role in set(Role)


def _look_at_what_it_is_about(connection: Connection, place: _Place, mutation: Mutation) -> None:
    """Raises _Refused where the event or task that the mutation speaks of is not there, erased, or already settled."""
    payload = mutation.payload
    if isinstance(payload, (ExitAccepted, TaskAssigned, TaskCompleted, RequestWithdrawn)):
        hold = guarded.hold if guarded.is_guarded(connection) else hold_engagement
        hold(connection, place.engagement.engagement_id)  # of two who settle it, the second sees the first
    if isinstance(payload, (TaskAssigned, TaskCompleted)):
        _look_at_task(connection, place, payload)
        return
    if refusal := escalation.off_the_path(connection, place.engagement, payload):
        raise _refusal(Refusal.VALIDATION, refusal)
    event_id = getattr(payload, "event_id", "")
    if not event_id:
        return
    kind = _kind_of_event(connection, place, event_id)
    if isinstance(payload, ExitAccepted):
        _must_be(kind, EventKind.EXIT_RECORDED)
        _first_about(connection, place, EventKind.EXIT_ACCEPTED, event_id, "accepted this exit")
    elif isinstance(payload, RequestWithdrawn):
        _must_be(kind, EventKind.REQUESTED)
        _first_about(connection, place, EventKind.REQUEST_WITHDRAWN, event_id, "took this request back")
    elif isinstance(payload, FeedbackAnswered):
        _must_be(kind, EventKind.FEEDBACK_RECEIVED)


def _first_about(connection: Connection, place: _Place, kind: EventKind, event_id: str, did: str) -> None:
    """Raises _Refused with who was first where an event of this kind speaks of the same event already."""
    for row in _events_of_kind(connection, place, (kind,), None):
        if json.loads(row.data or "{}").get("event_id") == event_id:
            raise _conflict(row, did)


def _kind_of_event(connection: Connection, place: _Place, event_id: str) -> int:
    one = place.engagement.engagement_id
    if guarded.is_guarded(connection):
        found = guarded.kind_of_event(connection, one, place.case_id, event_id)
        return _known_kind(None if found is None else found[0], found is not None and found[1])
    marker = "CAST(:id AS uuid)" if connection.dialect.name == "postgresql" else ":id"
    kind = connection.execute(
        text(f"SELECT kind FROM event WHERE engagement_id = :e AND event_id = {marker} AND case_id = :c"),
        {"e": one, "id": _key_value(connection, event_id), "c": place.case_id},
    ).scalar()
    stones = tables.sync_tombstone.c
    erased = connection.execute(
        select(stones.key).where(
            stones.engagement_id == one, stones.table_name == "event", stones.key == event_id, stones.reason == "erased"
        )
    ).first()
    return _known_kind(kind, erased is not None)


def _known_kind(kind: int | None, erased: bool) -> int:
    if kind is None:
        raise _refusal(Refusal.VALIDATION, "The event that this is about is not in the case (any more).")
    if erased:
        raise _refusal(Refusal.ERASED, "The event that this is about has been erased.")
    return int(kind)


def _must_be(kind: int, wanted: EventKind) -> None:
    if kind != wanted:
        raise _refusal(Refusal.VALIDATION, f"The event that this is about is no {wanted.word.replace('_', ' ')}.")


def _look_at_task(connection: Connection, place: _Place, payload: TaskAssigned | TaskCompleted) -> None:
    if not _events_of_kind(connection, place, (EventKind.SCHEDULED,), payload.work_item):
        raise _refusal(Refusal.VALIDATION, "There is no such ad-hoc task in the case.")
    over = _events_of_kind(connection, place, _ENDS, payload.work_item)
    if over:
        raise _conflict(over[0], "ended this task")


def _events_of_kind(connection: Connection, place: _Place, kinds: tuple[EventKind, ...], work_item: int | None) -> Any:
    """Who, when (microseconds UTC) and data of some events of the case, by time."""
    if guarded.is_guarded(connection):
        return guarded.events_of(connection, place.engagement.engagement_id, place.case_id, kinds, work_item)
    of_item = "" if work_item is None else " AND e.work_item = :item"
    codes = ", ".join(str(int(kind)) for kind in kinds)
    return connection.execute(
        text(
            "SELECT p.name AS who, e.occurred_at AS at, CAST(e.data AS text) AS data FROM event e LEFT JOIN person p"
            " ON p.engagement_id = e.engagement_id AND p.person_id = e.actor_id WHERE e.engagement_id = :e"
            f" AND e.case_id = :c AND e.kind IN ({codes}){of_item} ORDER BY e.occurred_at, e.event_id"
        ),
        {"e": place.engagement.engagement_id, "c": place.case_id, "item": work_item},
    ).all()


def _conflict(row: Any, did: str) -> _Refused:
    who, at = row.who or "Somebody", None if row.at is None else to_iso(int(row.at))
    words = f"{who} {did} before{'' if at is None else ', at ' + at}."
    theirs = json.dumps({"who": row.who, "at": at}, ensure_ascii=False)
    return _Refused(MutationResult(Outcome.CONFLICT, words=words, theirs=theirs))


def _append(connection: Connection, place: _Place, mutation: Mutation, recorded_at: int) -> None:
    if guarded.is_guarded(connection):
        guarded.append(connection, place.engagement.engagement_id, place.case_id, mutation, recorded_at)
        return
    batch = batch_of(mutation, place.side, recorded_at)
    if append(connection, place.engagement, batch, recorded_at).events != len(batch.columns):
        raise _refusal(Refusal.VALIDATION, "Events with the ids of this mutation are there already.")


def _server_clock(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        now = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(connection.execute(now).scalar_one())
    return time.time_ns() // 1000


def _rejected(refusal: Refusal, words: str) -> MutationResult:
    return MutationResult(Outcome.REJECTED, refusal, words)


def _refusal(refusal: Refusal, words: str) -> _Refused:
    return _Refused(_rejected(refusal, words))
