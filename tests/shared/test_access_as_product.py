"""The product's own ways into the database as each role: pull, push, import, erase, migrate; on a real PostgreSQL."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from bpo_desk.errors import DeskError, WrongCredentials
from bpo_desk.models.engagement import Role
from bpo_desk.models.event import EventKind, Visibility
from bpo_desk.models.mutation import (
    Actor,
    CommentAdded,
    EventPinned,
    EventTagged,
    FeedbackAnswered,
    Mutation,
    Outcome,
    Payload,
    Refusal,
    StepMapped,
    TaskCompleted,
    TaskScheduled,
    Viewed,
    new_mutation_id,
    task_number,
)
from bpo_desk.models.shared_view import ViewShared
from bpo_desk.models.withheld import WITHHELD, is_withheld
from bpo_desk.shared import changes, members
from bpo_desk.shared.admin import create_engagement, doctor, find_engagement, init, migrate
from bpo_desk.shared.append import append
from bpo_desk.shared.changes import Deed
from bpo_desk.shared.engine import open_engine, reading, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import (
    ApplyMutation,
    CountAnswer,
    CountEvents,
    Digest,
    DigestAnswer,
    Hello,
    HelloAnswer,
    LoadAnswer,
    LoadBlock,
    MutationAnswer,
    Pull,
    PullAnswer,
)
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED, batch_of, one_event, rows_of
from tests.shared.people import FACTS, FORBIDDEN_TO_CLIENTS, STAFF, Office, open_office

NOW = 1_790_000_000_000_000


@pytest.fixture(scope="module")
def first_office(pg_server: PostgresServer) -> Iterator[Office]:
    database = pg_server.create_database()
    found = open_office(pg_server, database)
    found.close()
    yield found
    pg_server.drop_database(database)


@pytest.fixture
def office(first_office: Office) -> Iterator[Office]:
    found = first_office.copy()
    yield found
    found.close()
    found.server.drop_database(found.database)


def pulled(feed: Feed, engagement: int, cursor: int = 0) -> tuple[dict[Any, Any], dict[str, list[dict[str, Any]]]]:
    """Events in words by id, and the rows of the small tables."""
    answer = feed.answer(Pull(engagement, cursor))
    assert isinstance(answer, PullAnswer)
    small = {t.table: [dict(zip(t.columns, row, strict=True)) for row in t.rows] for t in answer.tables}
    return rows_of(answer.events, small), small


def loaded(feed: Feed, engagement: int, small: dict[str, list[dict[str, Any]]]) -> dict[Any, Any]:
    """The same by the blocks of a first load."""
    count = feed.answer(CountEvents(engagement))
    assert isinstance(count, CountAnswer)
    after, blocks = 0, []
    while after < count.last_seq:
        answer = feed.answer(LoadBlock(engagement, after, 3))
        assert isinstance(answer, LoadAnswer)
        blocks.append(answer.block)
        after = answer.last_seq
    assert sum(map(len, blocks)) == count.events
    return rows_of(blocks, small)


def sent(office: Office, role: str, payload: Payload, *, number: str = "C-1", name: str = "Somebody Else",
         mutation_id: str = "") -> Any:  # fmt: skip
    mutation = Mutation(mutation_id or new_mutation_id(NOW), "acme", number, payload, NOW, Actor("forged", name))
    with office.feed_as(office.logins.get(role, role)) as feed:
        answer = feed.answer(ApplyMutation(mutation))
    assert isinstance(answer, MutationAnswer)
    return answer.result


@pytest.mark.parametrize("role", ["owner", "admin", "importer", "viewer", "reviewer", "sealer"])
def test_who_reads_all_pulls_the_same_as_the_superuser_and_nothing_else(office: Office, role: str) -> None:
    one = int(office.acme.engagement_id)
    with office.feed_as("postgres") as feed:
        events, small = pulled(feed, one)
        digest = feed.answer(Digest(one))
    with office.feed_as(office.logins[role]) as feed:
        hello = feed.answer(Hello())
        assert isinstance(hello, HelloAnswer)
        assert isinstance(digest, DigestAnswer)
        assert [e.code for e in hello.engagements] == (["acme", "bolt"] if role == "owner" else ["acme"])
        assert set(hello.scopes.values()) == {""}
        own_events, own_small = pulled(feed, one)
        assert own_events == events == loaded(feed, one, own_small)
        if role not in ("owner", "admin"):
            assert [row["login"] for row in own_small["membership"]] == [office.logins[role]]
            small["membership"] = own_small["membership"]
        assert own_small == small
        found = feed.answer(Digest(one))
        assert isinstance(found, DigestAnswer)
        assert (found.events, found.versions, found.xor_hi, found.xor_lo) == (
            digest.events, digest.versions, digest.xor_hi, digest.xor_lo)  # fmt: skip
        if role != "owner":
            other = int(office.bolt.engagement_id)
            assert pulled(feed, other)[0] == {}
            assert not any(pulled(feed, other)[1].values())
            assert loaded(feed, other, own_small) == {}


def test_a_client_pulls_shared_events_with_masked_values_withheld_and_staff_under_pseudonyms(office: Office) -> None:
    one = int(office.acme.engagement_id)
    with office.feed_as(office.logins["client"]) as feed:
        hello = feed.answer(Hello())
        assert isinstance(hello, HelloAnswer)
        assert [e.code for e in hello.engagements] == ["acme"]
        assert hello.scopes[one].startswith("client/")
        events, small = pulled(feed, one)
        assert loaded(feed, one, small) == events
        digest = feed.answer(Digest(one))
        assert isinstance(digest, DigestAnswer)
        assert digest.events == len(events) == FACTS
    said = str((events, small))
    assert [word for word in FORBIDDEN_TO_CLIENTS if word in said] == []
    by_field = {row["field"]: row for row in events.values() if row["kind"] == EventKind.FIELD_CHANGED}
    assert by_field["Title"]["new_value"] == "title of the case"
    iban = by_field["IBAN"]
    assert [iban[name] for name in ("old_value", "new_value", "reason")] == [WITHHELD] * 3
    assert is_withheld(by_field["Ref"]["new_value"])
    assert by_field["Ref"]["old_value"] is None
    assert is_withheld(by_field["Agent"]["new_value"])  # exactly the name of a member of staff
    assert {row["new_value"] for row in events.values() if row["kind"] == EventKind.COMMENT_ADDED} == {"shared comment"}
    assert {row["source_record"] for row in events.values()} == {row["data"] for row in events.values()} == {None}
    names = [row["name"] for row in small["person"] if row["person_id"] in (1, 2, 3)]
    assert all(name.startswith("Staff ") for name in names)
    assert len(set(names)) == 3
    assert "Carl Client" in {row["name"] for row in small["person"]}
    assert small["review"] == small["saved_view"] == []
    assert [row["login"] for row in small["membership"]] == [office.logins["client"]]


def test_a_pseudonym_is_the_hmac_of_the_name_and_stays(office: Office) -> None:
    def names() -> dict[int, str]:
        with office.feed_as(office.logins["client"]) as feed:
            return {row["person_id"]: row["name"] for row in pulled(feed, int(office.acme.engagement_id))[1]["person"]}

    with office.raw() as connection:
        row = connection.execute("SELECT inner_key FROM engagement_secret").fetchone()
    assert row is not None
    key = bytes(each ^ 0x36 for each in row[0])
    expected = hmac.new(key, STAFF[0].encode(), hashlib.sha256).hexdigest()[:10].upper()
    before = names()
    assert before[1] == f"Staff {expected}"
    with writing(office.engine) as connection:
        members.ask(connection, office.acme, pseudonyms=False)
    assert names()[1] == STAFF[0]
    with writing(office.engine) as connection:
        members.ask(connection, office.acme, pseudonyms=True)
    assert names() == before


def test_what_a_client_gets_has_a_new_scope_whenever_it_changes(office: Office) -> None:
    def scope() -> str:
        with office.feed_as(office.logins["client"]) as feed:
            hello = feed.answer(Hello())
            assert isinstance(hello, HelloAnswer)
            return hello.scopes[int(office.acme.engagement_id)]

    seen = [scope()]
    for change in ({"masked": ["field:IBAN"]}, {"pseudonyms": False}, {"masked": []}):
        with writing(office.engine) as connection:
            members.ask(connection, office.acme, **change)  # type: ignore[arg-type]
        seen.append(scope())
    with writing(office.engine) as connection:
        members.ask(connection, office.acme, log_views=["client"])  # changes nothing of what it gets
    assert scope() == seen[-1]
    with writing(office.engine) as connection:
        connection.execute(text("SELECT set_config('bpo_desk.change', 'erased', true)"))
        connection.execute(text("UPDATE event SET visibility = 0 WHERE new_value = 'shared comment'"))
    seen.append(scope())
    office.grant(office.logins["client"], Role.VIEWER)
    seen.append(scope())
    assert len(set(seen)) == len(seen)
    assert seen[-1] == ""


def test_tombstones_of_internal_events_do_not_reach_a_client(office: Office) -> None:
    one = int(office.acme.engagement_id)
    ids = {2: "shared", 3: "internal"}
    with writing(office.engine) as connection:
        for number in ids:
            event = f"{number:016x}{number * 7 + 1:016x}"
            changes.erase_events(connection, office.acme, [event], Deed("root", "asked for", NOW))
    with office.feed_as(office.logins["client"]) as feed:
        answer = feed.answer(Pull(one, 1))
    assert isinstance(answer, PullAnswer)
    assert [int(stone.key[:16], 16) for stone in answer.tombstones] == [2]


@pytest.mark.parametrize(
    ("role", "payload", "outcome"),
    [
        ("reviewer", CommentAdded("a note"), Outcome.OK),
        ("reviewer", EventTagged(f"{1:016x}{8:016x}", "flag"), Outcome.OK),
        ("importer", CommentAdded("a note"), Outcome.OK),
        ("admin", CommentAdded("a note"), Outcome.OK),
        ("owner", CommentAdded("a note"), Outcome.OK),
        ("viewer", CommentAdded("a note", Visibility.SHARED), Outcome.REJECTED),
        ("sealer", CommentAdded("a note", Visibility.SHARED), Outcome.REJECTED),
        ("viewer", Viewed(), Outcome.OK),
        ("client", Viewed(), Outcome.OK),
        ("client", CommentAdded("a note", Visibility.SHARED), Outcome.OK),
        ("client", CommentAdded("a note", Visibility.INTERNAL), Outcome.REJECTED),
        ("client", EventPinned(f"{1:016x}{8:016x}"), Outcome.REJECTED),
        ("client", TaskScheduled("Call back", "please"), Outcome.OK),
        ("client", TaskScheduled("Call back", "please", holder="Carl Client"), Outcome.OK),
        ("reviewer", TaskScheduled("Call back", "please", holder="Somebody new"), Outcome.OK),
    ],
)  # fmt: skip
def test_a_desk_writes_what_its_role_may_and_in_its_own_name(
    office: Office, role: str, payload: Payload, outcome: Outcome
) -> None:
    result = sent(office, role, payload)
    assert result.outcome is outcome, result.words
    assert result.refusal is (Refusal.NONE if outcome is Outcome.OK else Refusal.PERMISSION)
    with office.feed_as("postgres") as feed:
        events, _ = pulled(feed, int(office.acme.engagement_id))
    written = [row for row in events.values() if row["source"] in ("desk notes", "desk tasks")]
    assert bool(written) == (outcome is Outcome.OK)
    for row in written:
        assert row["actor"] == f"Person {role}"
        assert row["side"] == (2 if role == "client" else 1)
        assert abs(row["recorded_at"] - row["occurred_at"]) < NOW


def test_the_same_mutation_is_applied_once_and_nobody_takes_the_id_of_another(office: Office) -> None:
    one = new_mutation_id(NOW)
    first = sent(office, "reviewer", CommentAdded("once"), mutation_id=one)
    assert sent(office, "reviewer", CommentAdded("once"), mutation_id=one) == first
    assert sent(office, "reviewer", CommentAdded("other"), mutation_id=one).refusal is Refusal.VALIDATION
    taken = sent(office, "importer", CommentAdded("once"), mutation_id=one)
    assert (taken.outcome, taken.refusal) == (Outcome.REJECTED, Refusal.VALIDATION)
    with office.feed_as("postgres") as feed:
        events, _ = pulled(feed, int(office.acme.engagement_id))
    assert [row["new_value"] for row in events.values()].count("once") == 1


def test_a_client_cannot_find_out_who_is_behind_a_pseudonym(office: Office) -> None:
    """An answer that differs for a name that is there and one that is not would tell."""
    there = sent(office, "client", TaskScheduled("Call", "x", holder=STAFF[0]))
    nowhere = sent(office, "client", TaskScheduled("Call", "x", holder="Nobody At All"))
    assert there == nowhere or (there.words, there.refusal) == (nowhere.words, nowhere.refusal)
    assert there.refusal is Refusal.VALIDATION
    assert sent(office, "client", CommentAdded(STAFF[0], Visibility.SHARED)).outcome is Outcome.OK
    with office.feed_as(office.logins["client"]) as feed:
        events, small = pulled(feed, int(office.acme.engagement_id))
        pseudonym = next(row["name"] for row in small["person"] if row["person_id"] == 1)
    assert STAFF[0] in {row["new_value"] for row in events.values()}  # their own words come back as they were
    assigned = sent(office, "client", TaskScheduled("Call", "x", holder=pseudonym))
    assert assigned.outcome is Outcome.OK


def test_a_client_neither_answers_nor_notes_on_what_is_internal(office: Office) -> None:
    internal, shared = f"{3:016x}{22:016x}", f"{2:016x}{15:016x}"
    for payload in (CommentAdded("x", Visibility.SHARED, internal), FeedbackAnswered(internal, "x", Visibility.SHARED)):
        known = sent(office, "client", payload)
        assert (known.refusal, known.words) == (
            Refusal.VALIDATION, "The event that this is about is not in the case (any more).")  # fmt: skip
    assert sent(office, "client", CommentAdded("x", Visibility.SHARED, shared)).outcome is Outcome.OK


def test_a_task_that_ended_is_a_conflict_for_a_client_too(office: Office) -> None:
    scheduled = new_mutation_id(NOW)
    assert sent(office, "client", TaskScheduled("Call", "x"), mutation_id=scheduled).outcome is Outcome.OK
    done = TaskCompleted("Call", task_number(scheduled))
    assert sent(office, "reviewer", done).outcome is Outcome.OK
    late = sent(office, "client", done)
    assert late.outcome is Outcome.CONFLICT
    assert "Staff " in late.words + late.theirs
    assert "Person reviewer" not in late.words + late.theirs


def test_a_reviewer_keeps_a_step_mapping_in_its_own_name(office: Office) -> None:
    mapped = StepMapped("process", "1", "Check", "Task_1")
    assert sent(office, "reviewer", mapped, number="").outcome is Outcome.OK
    with office.feed_as("postgres") as feed:
        rows = pulled(feed, int(office.acme.engagement_id))[1]["mapping"]
    kept = next(row["content"] for row in rows if row["name"].startswith('steps ["process"'))
    assert "Person reviewer" in kept
    assert "Somebody Else" not in kept
    for role in ("viewer", "client"):
        assert sent(office, role, mapped, number="").refusal is Refusal.PERMISSION


def test_views_of_the_team_are_kept_by_who_may_and_not_shown_to_clients(office: Office) -> None:
    view = ViewShared("Late ones", "status:open holder:'Ada Lovelace'")
    for role in ("viewer", "client"):
        assert sent(office, role, view, number="").refusal is Refusal.PERMISSION
    assert sent(office, "reviewer", view, number="").outcome is Outcome.OK
    with office.raw() as connection:  # a client that nobody gave a name
        connection.execute("UPDATE membership SET person = '' WHERE login = %s", (office.logins["client"],))
    with office.feed_as(office.logins["client"]) as feed:
        assert pulled(feed, int(office.acme.engagement_id))[1]["saved_view"] == []
    with office.feed_as(office.logins["viewer"]) as feed:
        rows = pulled(feed, int(office.acme.engagement_id))[1]["saved_view"]
    kept = next(row["content"] for row in rows if row["name"] == "Late ones")
    assert "Person reviewer" in kept
    assert "Somebody Else" not in kept


def test_no_note_reaches_an_engagement_that_is_not_open(office: Office) -> None:
    result = sent(office, office.stranger, CommentAdded("x"))
    assert result.refusal is Refusal.PERMISSION


def test_an_importer_fills_its_engagement_and_no_other(office: Office) -> None:
    engine = office.engine_as(office.logins["importer"])
    batch = batch_of([one_event(77, new_value=1, actor=1, step=1)], ["N-1"], case_process=["p"])
    with writing(engine) as connection:
        assert append(connection, find_engagement(engine, "acme"), batch, RECORDED).events == 1
    with writing(engine) as connection:
        assert append(connection, office.acme, batch, RECORDED).already_there == 1
    with pytest.raises(WrongCredentials), writing(engine) as connection:
        append(connection, office.bolt, batch, RECORDED)
    with pytest.raises(WrongCredentials):
        create_engagement(engine, "mine", "Mine")
    engine.dispose()


@pytest.mark.parametrize("role", ["viewer", "reviewer", "client", "sealer"])
def test_who_is_no_importer_appends_nothing(office: Office, role: str) -> None:
    engine = office.engine_as(office.logins[role])
    with pytest.raises(WrongCredentials), writing(engine) as connection:
        append(connection, office.acme, batch_of([one_event(78)], ["C-1"]), RECORDED)
    engine.dispose()


def test_an_administrator_erases_and_moves_within_its_engagements(office: Office) -> None:
    engine = office.engine_as(office.logins["admin"])
    deed = Deed("the administrator", "asked for", NOW)
    with writing(engine) as connection:
        assert changes.erase_events(connection, office.acme, [f"{2:016x}{15:016x}"], deed) == 1
    with pytest.raises(DeskError), writing(engine) as connection:
        changes.move_case(connection, office.acme, "C-1", office.bolt, deed)
    office.grant(office.logins["admin"], Role.ADMIN, office.bolt)
    with writing(engine) as connection:
        changes.move_case(connection, office.acme, "C-1", office.bolt, deed)
    engine.dispose()
    with office.feed_as(office.logins["viewer"]) as feed:
        assert pulled(feed, int(office.acme.engagement_id))[0] == {}


@pytest.mark.parametrize("role", ["importer", "reviewer", "viewer"])
def test_nobody_else_erases(office: Office, role: str) -> None:
    engine = office.engine_as(office.logins[role])
    with pytest.raises(WrongCredentials), writing(engine) as connection:
        changes.erase_events(connection, office.acme, [f"{2:016x}{15:016x}"], Deed("x", "y", NOW))
    engine.dispose()


def test_the_whole_desk_runs_without_a_superuser(pg_server: PostgresServer, pg_database: Any) -> None:
    """A database of an ordinary user who may make roles: made, migrated, filled, granted and looked over as such."""
    database = pg_database()
    dba = f"dba_{database}"
    with AsSuperuser(pg_server, database) as superuser:
        superuser(f"CREATE ROLE {dba} LOGIN CREATEROLE")
        superuser(f"ALTER DATABASE {database} OWNER TO {dba}")
    engine = open_engine(pg_server.url(database, user=dba))
    init(engine)
    acme = create_engagement(engine, "acme", "Acme")
    with writing(engine) as connection:
        append(connection, acme, batch_of([one_event(1, new_value=1)], ["C-1"]), RECORDED)
        for role in (Role.VIEWER, Role.CLIENT, Role.OWNER):
            assert members.grant(connection, f"{role.value}x_{database}", role, acme, password="a password")
    assert migrate(engine) == migrate(engine)
    assert [each.check for each in doctor(engine) if not each.fine and each.check not in ("durability", "rights")] == []
    assert any("superuser" in each.next_step for each in doctor(engine) if each.check == "rights")
    engine.dispose()
    for role in ("viewer", "client", "owner"):
        engine = open_engine(pg_server.url(database, user=f"{role}x_{database}"))
        assert len(pulled(Feed(engine), int(acme.engagement_id))[0]) == 1
        if role == "owner":
            assert migrate(engine) > 0
        else:
            with pytest.raises(DeskError):
                migrate(engine)
        engine.dispose()


class AsSuperuser:
    """Runs single statements as the superuser of the server."""

    def __init__(self, server: PostgresServer, database: str) -> None:
        self._engine = open_engine(server.url(database))

    def __enter__(self) -> Any:
        def run(statement: str) -> None:
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(statement))

        return run

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()


def test_every_change_of_access_is_written_down_by_the_database(office: Office) -> None:
    with office.raw(office.logins["admin"]) as connection:  # past the product
        connection.execute(
            "INSERT INTO membership (engagement_id, membership_id, login, role) VALUES (%s, 800, 'late', 'viewer')",
            (office.acme.engagement_id,),
        )
        connection.execute("DELETE FROM membership WHERE login = 'late'")
        connection.execute("UPDATE engagement SET log_views = '[\"client\"]' WHERE code = 'acme'")
    engine = office.engine_as(office.logins["admin"])
    with reading(engine) as read:
        told = members.changes(read, office.acme)[-3:]
    engine.dispose()
    assert [each.what for each in told] == ["granted", "revoked", "settings"]
    assert {each.by for each in told} == {office.logins["admin"]}
    assert told[0].said["login"] == told[1].said["before"]["login"] == "late"
    assert told[2].said["log_views"] == ["client"]
