"""What people write as logins of their own under row-level security: reviews, and the note that a list left."""

from collections.abc import Iterator

import pytest

from bpo_desk.models.engagement import Role
from bpo_desk.models.mutation import Actor, ListExported, Mutation, MutationResult, Outcome, Payload, new_mutation_id
from bpo_desk.models.review import Review, ReviewKept
from bpo_desk.models.row_seen import RowSeen
from bpo_desk.shared import members
from bpo_desk.shared.engine import reading
from bpo_desk.shared.requests import ApplyMutation, MutationAnswer
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED
from tests.shared.people import Office, office_on


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


def written(
    office: Office, role: str, payload: Payload, case: str = "C-1", seen: RowSeen | None = None
) -> MutationResult:
    login = office.logins[role]
    base, said = (None, "") if seen is None else (seen.row_ver, seen.said)
    who = Actor(login, "whoever")
    mutation = Mutation(new_mutation_id(RECORDED), "acme", case, payload, RECORDED, who, base, seen=said)
    with office.feed_as(login) as feed:
        answer = feed.answer(ApplyMutation(mutation))
    assert isinstance(answer, MutationAnswer)
    return answer.result


@pytest.mark.parametrize(("role", "taken"), [("reviewer", True), ("admin", True), ("viewer", False), ("client", False)])
def test_a_reviewer_keeps_a_review_in_its_own_name_and_others_do_not(office: Office, role: str, taken: bool) -> None:
    own = ReviewKept(f"Person {role}", text="looked at")
    assert (written(office, role, own).outcome is Outcome.OK) is taken
    if taken:
        later = ReviewKept(f"Person {role}", state="submitted", score="4", text="done")
        assert written(office, role, later, seen=Review(own, row_ver=1).seen).outcome is Outcome.OK
        assert written(office, role, own, seen=Review(own, row_ver=1).seen).outcome is Outcome.CONFLICT


def test_nobody_writes_the_review_of_somebody_else_but_an_administrator_changes_it(office: Office) -> None:
    others = ReviewKept("Person admin", round=7, text="not mine")
    assert written(office, "reviewer", others).outcome is Outcome.REJECTED
    assert written(office, "admin", others).outcome is Outcome.OK
    changed = ReviewKept("Person admin", round=7, text="changed by somebody else")
    result = written(office, "reviewer", changed, seen=Review(others, row_ver=1).seen)
    assert (result.outcome, result.refusal.value) == (Outcome.REJECTED, "permission")


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_whoever_takes_a_list_along_is_written_down_under_the_login_that_took_it(office: Office, role: str) -> None:
    told = ListExported("csv", 1_000_000, "a" * 64, "b" * 64, "status:open", "2026-11-22T09:00:00Z")
    assert written(office, role, told, case="").outcome is Outcome.OK
    with reading(office.engine) as connection:
        last = members.changes(connection, office.acme)[-1]
    assert (last.what, last.by, last.said["cases"]) == ("list_exported", office.logins[role], 1_000_000)
    assert (last.said["filter"], last.said["digest"]) == ("status:open", "a" * 64)
    with office.raw() as connection:
        row = connection.execute("SELECT count(*) FROM event WHERE kind = 71").fetchone()
    assert row == (0,), "no case has an event for it"
