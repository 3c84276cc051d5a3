"""What somebody with psql and the login of a client, or of one engagement, tries: every way known to us ends with an
error that says nothing, or with what the login may see anyway."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from bpo_desk.models.event import EventKind
from bpo_desk.models.mutation import (
    Actor,
    Mutation,
    Outcome,
    Requested,
    RequestWithdrawn,
    TaskScheduled,
    Unmasked,
    new_mutation_id,
    task_numbers,
)
from bpo_desk.shared.mutations import apply_once
from tests.postgres_server import PostgresServer
from tests.shared.people import FORBIDDEN_TO_CLIENTS, STAFF, Office, office_on

DENIED = "42501"


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


def tried(connection: psycopg.Connection[Any], statement: str, values: Any = None) -> tuple[str, list[Any]]:
    """("" or the SQLSTATE, rows) of a statement that is rolled back; what an error says is looked at as well."""
    try:
        with connection.transaction(force_rollback=True):
            cursor = connection.execute(statement, values)
            return "", cursor.fetchall() if cursor.description else []
    except psycopg.Error as error:
        told = " ".join(str(each) for each in (error.diag.message_primary, error.diag.message_detail,
                                               error.diag.message_hint, error.diag.context))  # fmt: skip
        assert not [word for word in FORBIDDEN_TO_CLIENTS if word in told], f"{statement}: {told}"
        return error.sqlstate or "?", []


def appended(connection: psycopg.Connection[Any], kind: int, **given: Any) -> str:
    said = {"event_id": str(uuid4()), "kind": kind, "visibility": 1, "data": "{}", "ad_hoc": 0, **given}
    return tried(connection, "SELECT desk_append(1, 1, 0, gen_random_uuid(), %s::jsonb)", (json.dumps([said]),))[0]


KINDS = (*(int(kind) for kind in EventKind), 0, 5_000, 99, 127, 255)
CLIENT_KINDS = {
    EventKind.COMMENT_ADDED, EventKind.PINNED, EventKind.TAGGED, EventKind.EXIT_ACCEPTED, EventKind.FEEDBACK_ANSWERED,
    EventKind.REQUEST_WITHDRAWN, EventKind.SAMPLE_DRAWN, EventKind.VIEWED, EventKind.EXPORTED,
}  # fmt: skip
TASK_KINDS = {EventKind.SCHEDULED, EventKind.ASSIGNED, EventKind.COMPLETED, EventKind.DUE_CHANGED}
REVIEW_KINDS = {EventKind.REVIEW_SUBMITTED, EventKind.REVIEW_REVISED}
MAY_WRITE = {  # by hand, not from the product
    "client": CLIENT_KINDS,
    "viewer": {EventKind.VIEWED, EventKind.EXPORTED, EventKind.UNMASKED},
    "sealer": {EventKind.VIEWED, EventKind.EXPORTED, EventKind.UNMASKED},
    "importer": CLIENT_KINDS | {EventKind.REQUESTED, EventKind.UNMASKED},
    "reviewer": CLIENT_KINDS | {EventKind.REQUESTED, EventKind.UNMASKED} | REVIEW_KINDS,
    "admin": CLIENT_KINDS | {EventKind.REQUESTED, EventKind.UNMASKED} | REVIEW_KINDS,
}


@pytest.mark.parametrize("role", list(MAY_WRITE))
def test_each_role_writes_the_kinds_of_events_that_are_its_own_and_no_other(office: Office, role: str) -> None:
    """By the function itself, past the desk: facts of sources, work items of others and unknown kinds are nobody's."""
    first, last = task_numbers()
    with office.raw(office.logins[role]) as connection:
        written = {kind for kind in KINDS if not appended(connection, kind)}
        assert written == {int(kind) for kind in MAY_WRITE[role]}
        tasks = {kind for kind in KINDS if not appended(connection, kind, ad_hoc=1, work_item=first, step="Call")}
        assert tasks == ({int(kind) for kind in TASK_KINDS} if role not in ("viewer", "sealer") else set())
        for item in (3, first - 1, last + 1, -1):
            assert appended(connection, EventKind.COMPLETED, ad_hoc=1, work_item=item, step="Check")
        assert appended(connection, EventKind.COMPLETED, work_item=3, step="Check")
        assert appended(connection, EventKind.COMPLETED, work_item=first, step="Check")
        assert appended(connection, EventKind.COMMENT_ADDED, ad_hoc=1)
        internal = appended(connection, EventKind.COMMENT_ADDED, visibility=0)
        assert (internal == "") is (role in ("importer", "reviewer", "admin"))
        asked = {
            what: appended(connection, EventKind.REQUESTED, data=json.dumps({"what": what}), new_value="Team lead")
            for what in ("escalate", "reassign")
        }
        assert (asked["escalate"] == "") is (role not in ("viewer", "sealer"))
        assert (asked["reassign"] == "") is (role in ("importer", "reviewer", "admin"))


def applied(office: Office, role: str, payload: Any) -> tuple[Outcome, str]:
    login = office.logins[role]
    engine = office.engine_as(login)
    try:
        at = 1_790_000_000_000_000
        mutation = Mutation(new_mutation_id(at), "acme", "C-1", payload, at, Actor(login, "whoever"))
        found = apply_once(engine, mutation)
        return found.outcome, found.words
    finally:
        engine.dispose()


def test_a_client_may_ask_for_escalation_along_the_path_that_it_sees_and_not_for_reassignment(office: Office) -> None:
    assert applied(office, "client", Requested("escalate", "Team lead", "log", "late"))[0] is Outcome.OK
    outcome, words = applied(office, "client", Requested("escalate", STAFF[0], "log", "late"))
    assert outcome is Outcome.REJECTED  # a level that is a hidden name is none for the client
    assert words == "Ada Lovelace is no level of the escalation path of acme. Its levels are: Team lead."
    assert applied(office, "client", Requested("escalate", "Nobody", "log", "late"))[1] == words.replace(
        STAFF[0], "Nobody"
    )
    outcome, words = applied(office, "client", Requested("reassign", "Intake", "log", "late"))
    assert outcome is Outcome.REJECTED
    assert "may ask for escalation" in words
    for role in ("reviewer", "importer", "admin"):
        assert applied(office, role, Requested("escalate", STAFF[0], "log", "late"))[0] is Outcome.OK
        assert applied(office, role, Requested("reassign", "Intake", "log", "late"))[0] is Outcome.OK
    assert applied(office, "viewer", Requested("escalate", "Team lead", "log", "late"))[0] is Outcome.REJECTED


def test_a_task_with_a_due_time_is_taken_from_whoever_may_write_tasks(office: Office) -> None:
    task = TaskScheduled("call back", "ask", due="2026-11-23T10:00:00+00:00")
    for role, taken in (("reviewer", True), ("client", True), ("viewer", False)):
        assert (applied(office, role, task)[0] is Outcome.OK) is taken


def test_unmasking_is_written_by_all_but_clients(office: Office) -> None:
    with office.raw() as connection:
        found = connection.execute("SELECT event_id FROM event WHERE engagement_id = 1 AND field_id = 1").fetchone()
    assert found is not None
    for role in ("viewer", "reviewer", "importer", "admin", "sealer", "client"):
        outcome = applied(office, role, Unmasked(found[0].hex, "new", "the customer asks"))[0]
        assert (outcome is Outcome.OK) is (role != "client"), role


def test_what_is_noted_of_a_list_reaches_the_client_without_its_filter_and_names(office: Office) -> None:
    said = {"format": "csv", "what": "queue", "cases": 600, "filter": 'holder:"Ada Lovelace" QXINTERNAL',
            "name": STAFF[0],
            "at_desk": 7, "forged": {"QXINTERNAL": 1}, "digest": "d" * 64}  # fmt: skip
    with office.raw(office.logins["reviewer"]) as connection:
        connection.execute("SELECT desk_note_list(1, %s)", (json.dumps(said),))
        assert tried(connection, "SELECT desk_note_list(1, %s)", ("[1]",))[0]
        assert tried(connection, "SELECT desk_note_list(1, %s)", (json.dumps({"filter": "x" * 400_000}),))[0]
        assert tried(connection, "SELECT desk_note_list(2, '{}')")[0] == "BD002"
    with office.raw(office.logins["client"]) as connection:
        rows = connection.execute("SELECT said, done FROM client_list_export(1, 0) ORDER BY list_export_id").fetchall()
        assert json.loads(rows[-1][0]) == {"format": "csv", "what": "queue", "cases": 600, "digest": "d" * 64}
        assert rows[-1][1] == 7
        assert not [word for word in FORBIDDEN_TO_CLIENTS if word in str(rows)]
        assert connection.execute("SELECT count(*) FROM client_list_export(2, 0)").fetchone() == (0,)
        own = json.dumps({"format": "csv", "cases": 700, "filter": "overdue"})
        connection.execute("SELECT desk_note_list(1, %s)", (own,))
        rows = connection.execute("SELECT said FROM client_list_export(1, 0) ORDER BY list_export_id").fetchall()
        assert json.loads(rows[-1][0])["filter"] == "overdue"


def buffers(connection: psycopg.Connection[Any], question: str) -> list[str]:
    explain = f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF, COSTS OFF) {question}"
    for _warm in range(6):
        plan = [str(row[0]) for row in connection.execute(explain).fetchall()]
    return plan


def test_a_measured_plan_tells_a_client_nothing_of_the_events_that_it_does_not_see(office: Office) -> None:
    """The pages that a function reads to answer count hidden events too: who asks for a plan gets no answer at all."""
    with office.raw() as connection:
        rows = connection.execute(
            "SELECT sync_seq, visibility FROM event WHERE engagement_id = 1 ORDER BY sync_seq"
        ).fetchall()
    hidden = next(place for place, seen in rows if not seen)
    shared = next(place for place, seen in rows if seen)
    with office.raw(office.logins["client"]) as connection:
        plans = {str(buffers(connection, f"SELECT * FROM client_events(1, {place - 1}, {place})")).replace(
            str(place), "?").replace(str(place - 1), "?") for place in (hidden, shared, 10_000_000)}  # fmt: skip
        assert len(plans) == 1, plans
        assert len({str(buffers(connection, f"SELECT * FROM desk_events_of(1, 1, '{{{kind}}}', NULL)"))
                    for kind in (41, 82, 99)}) == 1  # fmt: skip
        assert len({str(buffers(connection, f"SELECT count(*) FROM client_ids({one})")) for one in (1, 2, 77)}) == 1
        connection.execute("PREPARE asked AS SELECT count(*) FROM client_ids(1)")
        assert "Buffers" not in str(tried(connection, "EXPLAIN EXECUTE asked"))
        connection.execute("DEALLOCATE ALL")
        connection.execute("PREPARE asked AS SELECT count(*) FROM client_ids(1)")
        assert connection.execute("EXECUTE asked").fetchone() != (0,)
        for block in ("DO $$ BEGIN END $$", "DO LANGUAGE plpgsql 'begin end'"):
            assert tried(connection, block)[0] == DENIED


REFUSED = (
    "SELECT * FROM pg_largeobject", "SELECT lo_create(7)", "SELECT lo_export(1, '/tmp/x')",
    "CREATE TEMP TABLE person (name text)", "CREATE FUNCTION pg_temp.desk_roles(e integer) RETURNS text[] LANGUAGE sql"
    " AS 'SELECT ARRAY[''owner'']'", "CREATE FUNCTION public.x() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE VIEW v AS SELECT 1", "SELECT pg_stat_get_activity(NULL)", "SELECT query FROM pg_stat_activity",
    "SELECT hint_look(ARRAY[1], NULL, 1, 1)", "SELECT * FROM pg_sequences", "SELECT pg_notify('bpo_desk_1', 'x')",
    "SELECT * FROM pg_locks", "SELECT * FROM pg_stat_io", "SELECT * FROM pg_stat_wal",
    "SELECT * FROM pg_stat_all_tables", "SELECT * FROM pg_stat_database", "SELECT * FROM pg_stat_user_functions",
    "SELECT query_to_xml('SELECT * FROM event', true, true, '')",
    "SELECT ts_stat('SELECT to_tsvector(name) FROM person')",
    "DECLARE c CURSOR FOR SELECT * FROM event", "LOCK TABLE event", "SELECT client_masks(1)", "SELECT desk_writer(1)",
    "SELECT entry_key('person', 'person_id', 'name', 1, 'x')", "SELECT relpages FROM pg_class", "SET ROLE postgres",
    "SELECT current_setting('data_directory')", "SELECT pg_read_binary_file('PG_VERSION')", "SELECT pg_ls_dir('.')",
    "COPY (SELECT 1) TO '/tmp/x'", "COPY event FROM STDIN", "LOAD 'x'", "SELECT pg_log_backend_memory_contexts(1)",
    "COMMENT ON TABLE event IS 'x'", "GRANT SELECT ON event TO PUBLIC", "ALTER FUNCTION desk_roles(integer) STABLE",
    "CREATE POLICY p ON event USING (true)", "CREATE TRIGGER t BEFORE INSERT ON event EXECUTE FUNCTION refuse_change()",
    "CREATE STATISTICS s ON kind, side FROM event", "CREATE PUBLICATION p FOR TABLE event", "SELECT pg_promote()",
    "SELECT setval('sync_seq_counter', 1)", "SECURITY LABEL ON TABLE event IS 'x'", "CREATE OPERATOR === (LEFTARG ="
    " integer, RIGHTARG = integer, FUNCTION = int4eq)", "CREATE CAST (text AS integer) WITH INOUT",
)  # fmt: skip


def test_a_client_with_psql_is_refused_every_side_door(office: Office) -> None:
    with office.raw(office.logins["client"]) as connection:
        opened = [each for each in REFUSED if tried(connection, each)[0] in ("", "25P02")]
        assert opened == []
        for setting in ("bpo_desk.change = 'erased'", "search_path = pg_temp, pg_catalog", "row_security = off"):
            connection.execute(f"SET {setting}")
            assert tried(connection, "UPDATE event SET reason = 'x'")[0] == ("42P01" if "path" in setting else DENIED)
            connection.execute(f"RESET {setting.partition(' ')[0]}")


@pytest.mark.parametrize("role", ["viewer", "reviewer", "importer", "admin", "sealer"])
def test_no_cast_division_or_order_of_one_runs_over_rows_of_another_engagement(office: Office, role: str) -> None:
    """A function that fails on a value would tell that the value is there; policies come before it."""
    questions = (
        "SELECT count(*) FROM event WHERE new_value::integer = 1 AND new_value LIKE 'BOLT%'",
        "SELECT count(*) FROM event WHERE 1 / (CASE WHEN new_value LIKE 'BOLT%' THEN 0 ELSE 1 END) = 5",
        "SELECT count(*) FROM person WHERE name LIKE 'BOLT%' AND substr(name, 6)::integer = 1",
        "SELECT count(*) FROM engagement WHERE code = 'bolt' AND name::integer = 1",
        "SELECT count(*) FROM list_export WHERE said LIKE '%BOLT%' AND said::integer = 1",
    )
    with office.raw(office.logins[role]) as connection:
        for question in questions:
            assert tried(connection, question) == ("", [(0,)]), question


def test_an_administrator_cannot_learn_which_codes_other_engagements_have(office: Office) -> None:
    with office.raw(office.logins["admin"]) as connection:
        for code in ("bolt", "no_such_code"):
            said = f"UPDATE engagement SET code = '{code}' WHERE engagement_id = 1"
            assert tried(connection, said)[0] == DENIED
        assert tried(connection, "UPDATE engagement SET engagement_id = 2 WHERE engagement_id = 1")[0] == DENIED
        assert tried(connection, "UPDATE engagement SET name = 'Acme' WHERE engagement_id = 1")[0] == ""


@pytest.mark.parametrize("role", ["client", "viewer"])
def test_a_dump_takes_nothing_of_another_engagement_along(office: Office, role: str) -> None:
    program = office.server.programs / "pg_dump"
    if shutil.which(str(program)) is None:
        pytest.skip("the wheel of PostgreSQL has no pg_dump")
    words = ["-h", "127.0.0.1", "-p", str(office.server.port), "-U", office.logins[role]]
    for more in (
        (),
        ("--data-only", "--enable-row-security"),
        ("--schema-only",),
        ("-t", "event", "--enable-row-security"),
    ):
        done = subprocess.run([program, *words, *more, office.database], capture_output=True, text=True, check=False)
        never = FORBIDDEN_TO_CLIENTS if role == "client" else ("BOLT",)
        assert not [word for word in never if word in done.stdout + done.stderr]
        assert role != "client" or done.returncode != 0


def test_two_withdrawals_and_foreign_ids_answer_alike(office: Office) -> None:
    """Whether a hidden event is there is not told by asking something about it."""
    with office.raw() as connection:
        row = connection.execute("SELECT event_id FROM event WHERE engagement_id = 1 AND visibility = 0").fetchone()
    assert row is not None
    hidden = applied(office, "client", RequestWithdrawn(row[0].hex, "x"))
    assert hidden == applied(office, "client", RequestWithdrawn(uuid4().hex, "x"))
