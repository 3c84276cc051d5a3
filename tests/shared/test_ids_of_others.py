"""A member who has read the id of somebody's note cannot write under it, nor take the ids of its events, while a
restored server has forgotten whose they are: the owner's desk sends it again and it takes effect as theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bpo_desk.models.engagement import Role
from bpo_desk.models.event import Visibility
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, MutationResult, Outcome, Refusal, new_mutation_id
from bpo_desk.models.mutation_effects import effects
from bpo_desk.shared.requests import ApplyMutation, MutationAnswer
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED
from tests.shared.people import Office, office_on
from tests.shared.test_attacks import DENIED, tried

FORBIDDEN = "BD002"


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


def written_by(login: str) -> Mutation:
    said = CommentAdded("mine", Visibility.SHARED)
    return Mutation(new_mutation_id(RECORDED, login), "acme", "C-1", said, RECORDED, Actor(login, "whoever"))


def sent(office: Office, login: str, mutation: Mutation) -> MutationResult:
    with office.feed_as(login) as feed:
        answer = feed.answer(ApplyMutation(mutation))
    assert isinstance(answer, MutationAnswer)
    return answer.result


def restored_to_before(office: Office, mutation: Mutation) -> None:
    """The server is as it was before the note came."""
    with office.raw() as connection:
        connection.execute("SELECT set_config('bpo_desk.change', 'deleted', false)")
        connection.execute("DELETE FROM event WHERE source_record = %s", (mutation.mutation_id,))
        connection.execute("DELETE FROM sync_tombstone WHERE reason = 'deleted'")
        connection.execute("DELETE FROM applied_mutation WHERE mutation_id = %s::uuid", (mutation.mutation_id,))


@pytest.mark.parametrize("role", [Role.CLIENT, Role.REVIEWER, Role.IMPORTER, Role.ADMIN])
def test_what_a_member_read_before_a_restore_is_still_its_owners(office: Office, role: Role) -> None:
    owner = office.logins["admin" if role is not Role.ADMIN else "reviewer"]
    mutation = written_by(owner)
    assert sent(office, owner, mutation).outcome is Outcome.OK
    thief = office.logins[role]
    with office.feed_as(thief), office.raw(thief if role is not Role.CLIENT else "postgres") as connection:
        query = "SELECT replace(event_id::text, '-', '') FROM event WHERE source_record = %s"
        [[event_id]] = connection.execute(query, (mutation.mutation_id,)).fetchall()
    assert event_id == effects(mutation)[0].event_id, "the id of the note is seen by whoever gets its event"
    restored_to_before(office, mutation)
    with office.raw(thief) as connection:
        claim = "SELECT desk_claim(1, %s::uuid, 'comment_added', %s)"
        assert tried(connection, claim, (mutation.mutation_id, mutation.payload_hash()))[0] == FORBIDDEN
        said = {"event_id": event_id, "kind": 41, "visibility": 1, "data": "{}", "ad_hoc": 0, "new_value": "theirs"}
        append = "SELECT desk_append(1, 1, 1, %s::uuid, %s::jsonb)"
        for own in (mutation.mutation_id, new_mutation_id(RECORDED, thief), new_mutation_id(RECORDED)):
            assert tried(connection, append, (own, json.dumps([said])))[0] == FORBIDDEN
        insert = (
            "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind, side, ad_hoc, visibility)"
            " VALUES (1, %s::uuid, 1, 1, 1, 1, 0, 1)"
        )
        assert tried(connection, insert, (event_id,))[0] == DENIED
    forged = sent(office, thief, mutation)
    assert (forged.outcome, forged.refusal) == (Outcome.REJECTED, Refusal.PERMISSION)
    assert sent(office, owner, mutation).outcome is Outcome.OK
    with office.raw() as connection:
        told = "SELECT p.name, v.new_value FROM event v JOIN person p ON p.engagement_id = v.engagement_id"
        told += " AND p.person_id = v.actor_id WHERE v.event_id = %s::uuid"
        name = "Person admin" if role is not Role.ADMIN else "Person reviewer"
        assert connection.execute(told, (event_id,)).fetchall() == [(name, "mine")]


def test_who_writes_under_an_id_of_their_own_is_not_hindered(office: Office) -> None:
    for role in (Role.CLIENT, Role.REVIEWER, Role.ADMIN, Role.IMPORTER):
        login = office.logins[role]
        mutation = written_by(login)
        assert sent(office, login, mutation) == sent(office, login, mutation)
        assert sent(office, login, mutation).outcome is Outcome.OK
