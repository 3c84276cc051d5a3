"""Role x table x action, each as the real login on a real PostgreSQL: what is allowed reaches the rows of the own
engagement alone, everything else is refused; nothing of another engagement leaks by any way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from bpo_desk.models.engagement import Role
from bpo_desk.shared.access_rights import GUARDED, LOOK_UPS
from tests.postgres_server import PostgresServer
from tests.shared.people import FORBIDDEN_TO_CLIENTS, Office, office_on

READ = {
    "engagement", "membership", "person", "queue", "step", "field", "source", "process_definition", "case_", "mapping",
    "calendar", "saved_view", "review", "event", "sync_tombstone", "list_export",
}  # fmt: skip
FILLED = {"person", "queue", "step", "field", "source", "process_definition", "case_", "mapping", "calendar"}

# role -> action -> tables where it changes or shows rows of the own engagement; written by hand, not from the product
ALLOWED: dict[str, dict[str, set[str]]] = {
    "owner": {action: set(GUARDED) for action in ("SELECT", "INSERT", "UPDATE", "DELETE")},
    "admin": {
        "SELECT": READ | {"access_change"},
        "INSERT": FILLED | {"event"},
        "UPDATE": FILLED | {"engagement", "saved_view", "review", "membership"},
        "DELETE": {"saved_view", "review", "membership"},
    },
    "importer": {"SELECT": READ, "INSERT": FILLED | {"event"}, "UPDATE": FILLED},
    "reviewer": {"SELECT": READ, "INSERT": {"mapping"}, "UPDATE": {"mapping"}},
    "viewer": {"SELECT": READ},
    "sealer": {"SELECT": READ | {"access_change"}},
    "client": {},
}  # fmt: skip


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


@pytest.fixture(params=[role.value for role in Role])
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


OTHERS = [role.value for role in Role if role is not Role.OWNER]
"""Everybody but the owner of the database, who sees every engagement of it."""


def tried(connection: psycopg.Connection[Any], statement: str, values: Any = None) -> tuple[str, list[Any], int]:
    """("" or the SQLSTATE of the refusal, rows, rows touched) of a statement that is rolled back."""
    try:
        with connection.transaction(force_rollback=True):
            cursor = connection.execute(statement, values)
            return "", cursor.fetchall() if cursor.description else [], cursor.rowcount
    except psycopg.Error as error:
        told = f"{error.diag.message_primary} {error.diag.message_detail} {error.diag.message_hint}"
        return (f"leak in an error: {told}" if "BOLT" in told else error.sqlstate or "?"), [], 0


def insert_of(table: str, engagement: int) -> str:
    """A row of the engagement that keeps every rule but rights."""
    key = {"case_": "case_id", "process_definition": "definition_id"}.get(table, f"{table}_id")
    return {
        "event": "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind)"
        f" VALUES ({engagement}, gen_random_uuid(), 1, 1, 41)",
        "engagement": f"INSERT INTO engagement (engagement_id, code, name) VALUES ({engagement} + 900, 'new', '')",
        "membership": "INSERT INTO membership (engagement_id, membership_id, login, role)"
        f" VALUES ({engagement}, 900, 'fresh_login', 'owner')",
        "sync_tombstone": "INSERT INTO sync_tombstone (engagement_id, table_name, key, case_id, row_ver, reason)"
        f" VALUES ({engagement}, 'case', '1', 1, 1, 'deleted')",
        "applied_mutation": "INSERT INTO applied_mutation VALUES"
        f" ({engagement}, gen_random_uuid(), current_user, '', '', '', '', '', '', 1)",
        "engagement_secret": "INSERT INTO engagement_secret VALUES"
        f" ({engagement}, sha256('') || sha256(''), sha256('') || sha256('')) ON CONFLICT DO NOTHING",
        "access_change": "INSERT INTO access_change (engagement_id, at, by_login, what, said)"
        f" VALUES ({engagement}, 1, '', '', '')",
        "list_export": "INSERT INTO list_export (engagement_id, list_export_id, at, done, actor_id, said)"
        f" VALUES ({engagement}, 900, 1, 1, 1, '{{}}')",
        "process_definition": "INSERT INTO process_definition (engagement_id, definition_id, key, version, xml)"
        f" VALUES ({engagement}, 900, 'k', '9', '')",
        "case_": f"INSERT INTO case_ (engagement_id, case_id, number) VALUES ({engagement}, 900, 'n')",
        "mapping": "INSERT INTO mapping (engagement_id, mapping_id, name, content)"
        f" VALUES ({engagement}, 900, 'n', '')",
        "calendar": "INSERT INTO calendar (engagement_id, calendar_id, name, rules)"
        f" VALUES ({engagement}, 900, 'n', '')",
        "saved_view": "INSERT INTO saved_view (engagement_id, saved_view_id, owner, name, content)"
        f" VALUES ({engagement}, 900, 'another', 'n', '')",
        "review": "INSERT INTO review (engagement_id, review_id, case_id, reviewer, state, draft)"
        f" VALUES ({engagement}, 900, 1, 'another', '', '')",
    }.get(table, f"INSERT INTO {table} (engagement_id, {key}, name) VALUES ({engagement}, 900, 'new')")


CHANGED_COLUMN = {
    "event": "reason = 'forged'", "case_": "process_key = 'forged'", "mapping": "content = 'forged'",
    "calendar": "rules = 'forged'", "saved_view": "content = 'forged'", "review": "draft = 'forged'",
    "process_definition": "name = 'forged'", "membership": "side = 2", "sync_tombstone": "reason = 'forged'",
    "applied_mutation": "words = 'forged'", "engagement_secret": "inner_key = outer_key", "access_change": "said = ''",
    "list_export": "said = 'forged'",
}  # fmt: skip


def test_rows_are_read_and_written_as_far_as_the_role_goes_and_no_further(office: Office, role: str) -> None:
    acme, bolt = office.acme.engagement_id, office.bolt.engagement_id
    wrong: list[str] = []
    with office.raw(office.logins[role]) as connection:
        for table in GUARDED:
            for engagement in (acme, bolt):
                mine = engagement == acme or role == "owner"
                changed = CHANGED_COLUMN.get(table, "name = name")
                for action, statement in (
                    ("SELECT", f"SELECT 1 FROM {table} WHERE engagement_id = {engagement}"),
                    ("INSERT", insert_of(table, engagement)),
                    ("UPDATE", f"UPDATE {table} SET {changed} WHERE engagement_id = {engagement}"),
                    ("DELETE", f"DELETE FROM {table} WHERE engagement_id = {engagement}"),
                ):
                    state, rows, count = tried(connection, statement)
                    touched = bool(rows) or count > 0 if not state else False
                    allowed = mine and table in ALLOWED[role].get(action, set())
                    if state == "23001":  # events are append-only, whoever asks; tried apart
                        touched = action in ("UPDATE", "DELETE") and table == "event" and allowed
                    if allowed and action == "DELETE" and state == "23503":
                        touched = True  # of the owner alone: an engagement with rows stays
                    empty = table in ("sync_tombstone", "applied_mutation") and action != "INSERT"
                    empty |= table == "engagement_secret"  # acme has one, bolt none
                    empty |= table == "access_change" and engagement == bolt
                    if touched != allowed and not (allowed and empty and not state):
                        wrong.append(f"{role} {action} {table} of {engagement}: {state or count}")
            if role != "owner":
                for statement in (f"TRUNCATE {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
                                  f"DROP TABLE {table}", f"CREATE INDEX ON {table} (engagement_id)"):  # fmt: skip
                    if tried(connection, statement)[0] not in ("42501", "23001"):
                        wrong.append(f"{role}: {statement}")
    assert wrong == []


@pytest.mark.parametrize("role", OTHERS)
def test_nothing_that_a_role_can_ask_shows_another_engagement(office: Office, role: str) -> None:
    """Every table, view and function, by SELECT, COPY and count."""
    bolt = office.bolt.engagement_id
    never = FORBIDDEN_TO_CLIENTS if role == "client" else ("BOLT",)
    seen: list[str] = []
    with office.raw(office.logins[role]) as connection:
        things = [*GUARDED, *LOOK_UPS, "event_readable", "pg_stats", "pg_stats_ext_exprs", "pg_statistic",
                  "pg_stat_user_tables", "pg_statio_user_tables", "pg_sequences", "pg_prepared_xacts"]  # fmt: skip
        for thing in things:
            counted = f"SELECT count(*) FROM {thing} WHERE to_json({thing}.*)::text LIKE '%BOLT%'"
            for statement in (f"SELECT * FROM {thing}", f"SELECT t::text FROM {thing} t", f"TABLE {thing}", counted):
                state, rows, _ = tried(connection, statement)
                assert not state.startswith("leak")
                if "count(*)" in statement:
                    assert state or rows == [(0,)], statement
                    continue
                seen += [f"{statement}: {row}" for row in rows if any(word in str(row) for word in never)]
            seen += copied(connection, f"COPY (SELECT * FROM {thing}) TO STDOUT", never)
            seen += copied(connection, f"COPY {thing} TO STDOUT", never)
        for function in client_functions(connection):
            for rows in asked_of(connection, function, bolt):
                seen += [f"{function}: {row}" for row in rows]
    assert seen == []


def copied(connection: psycopg.Connection[Any], statement: str, never: tuple[str, ...]) -> list[str]:
    try:
        with connection.transaction(force_rollback=True), connection.cursor().copy(statement) as rows:
            text = b"".join(bytes(row) for row in rows).decode()
    except psycopg.Error as error:
        text = str(error)
    return [f"{statement}: {word}" for word in never if word in text]


def client_functions(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
        " AND p.prorettype <> 'trigger'::regtype ORDER BY 1"
    ).fetchall()
    assert len(found) > 20
    return [row[0] for row in found]


def asked_of(connection: psycopg.Connection[Any], function: str, engagement: int) -> Iterator[list[Any]]:
    """What a function answers about an engagement, for plain values of its other parameters; nothing empty."""
    name, _, rest = function.rstrip(")").partition("(")
    kinds = [each for each in rest.split(",") if each]
    if not kinds:
        return
    plain = {"integer": "1", "bigint": "0", "text": "'BOLT C-1'", "uuid": "gen_random_uuid()", "bytea": "''::bytea",
             "smallint[]": "'{41,2}'::smallint[]", "jsonb": "'[]'::jsonb", "integer[]": "ARRAY[1]",
             "smallint": "1::smallint"}  # fmt: skip
    given = [str(engagement) if at == 0 else plain[kind] for at, kind in enumerate(kinds)]
    if name == "client_events":
        given[2] = "999999"
    if name == "entry_key":
        given = ["'person'", "'person_id'", "'name'", str(engagement), "'BOLT Carl Client'"]
    _, rows, _ = tried(connection, f"SELECT * FROM {name}({', '.join(given)})")
    empty = {None, "", "[]", "{}", False}
    said = [row for row in rows if any(str(each) not in map(str, empty) for each in row)]
    if said and name != "desk_own_names":  # the login itself, whatever it is asked about
        yield said


@pytest.mark.parametrize("role", OTHERS)
def test_a_plan_tells_nothing_of_what_others_have(office: Office, role: str) -> None:
    """EXPLAIN speaks from statistics, which know no rights: here there are none to speak from."""
    with office.raw() as connection:
        connection.execute("ANALYZE")
    questions = [
        "SELECT * FROM event WHERE engagement_id = {}",
        "SELECT * FROM event WHERE engagement_id = {} AND kind = 41",
        "SELECT * FROM case_ WHERE engagement_id = {}",
        "SELECT * FROM client_events({}, 0, 99)",
        "SELECT * FROM client_person({}, 0)",
    ]
    with office.raw(office.logins[role]) as connection:
        for question in questions:
            plans = {
                one: tried(connection, f"EXPLAIN {question.format(one)}")[:2] for one in (office.bolt.engagement_id, 77)
            }
            told = {str(plan).replace("= 77", "= 2").replace("(77", "(2") for plan in plans.values()}
            assert len(told) == 1, told
        for value in ("BOLT QXINTERNAL comment", "no such value"):
            plan = tried(connection, f"EXPLAIN SELECT * FROM event WHERE new_value = '{value}'")
            told.add(str(plan[:2]).replace(value, "?"))
        assert len({each for each in told if "new_value" in each}) <= 1
        assert tried(connection, "SELECT tablename FROM pg_stats WHERE tablename = ANY (%s)", [list(GUARDED)])[1] == []


def test_a_client_is_refused_every_table_even_a_plan_of_it(office: Office) -> None:
    with office.raw(office.logins["client"]) as connection:
        assert tried(connection, "EXPLAIN SELECT 1 FROM event_readable")[0] == "42501"
        for table in GUARDED:
            for statement in (f"SELECT 1 FROM {table}", f"EXPLAIN SELECT 1 FROM {table}",
                              f"SELECT count(*) FROM {table}", f"EXPLAIN DELETE FROM {table}"):  # fmt: skip
                assert tried(connection, statement)[0] == "42501", statement


BLOCKED = (
    "SELECT pg_advisory_lock(4242)", "SELECT pg_try_advisory_xact_lock_shared(1, 2)",
    "SELECT pg_logical_emit_message(true, 'a', 'b')", "SELECT lo_create(0)", "SELECT lo_from_bytea(0, '')",
    "CREATE TEMP TABLE t (a int)", "CREATE TABLE t (a int)", "CREATE SCHEMA s", "SELECT pg_relation_size('event')",
    "SELECT pg_stat_get_live_tuples('event'::regclass)", "SELECT reltuples FROM pg_class", "SELECT txid_current()",
    "SELECT * FROM engagement_secret", "SELECT pseudonym(1, 'Ada Lovelace')", "SELECT * FROM hint_secret",
    "SELECT hint_channel(1)",
    "SELECT pg_database_size(current_database())",
    "SELECT * FROM pg_stat_activity", "SELECT last_value FROM sync_seq_counter", "SELECT pg_sequence_last_value("
    "'sync_seq_counter'::regclass)", "SELECT setval('sync_seq_counter', 1)", "SELECT pg_read_file('PG_VERSION')",
    "SELECT pg_notification_queue_usage()", "SELECT pg_xact_status('3'::xid8)", "SELECT pg_last_committed_xact()",
    "SELECT show_entries(1, 'person', ARRAY[1])", "SELECT hint_channel_of_clients(1)", "SELECT client_codes_person(1)",
    "SELECT desk_case_of(1, 1)", "SELECT * FROM pg_locks", "SELECT * FROM pg_stat_database",
    "SELECT * FROM pg_stat_wal",
    "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "COPY sync_meta TO PROGRAM 'cat'", "SELECT * FROM pg_authid", "ALTER ROLE postgres NOLOGIN",
)  # fmt: skip


@pytest.mark.parametrize("role", ["viewer", "reviewer", "client", "sealer", "importer"])
def test_what_holds_up_blocks_or_counts_is_taken_from_everybody(office: Office, role: str) -> None:
    with office.raw(office.logins[role]) as connection:
        left = [statement for statement in BLOCKED if tried(connection, statement)[0] != "42501"]
        assert left == []
        stamped = tried(connection, "SELECT pg_current_xact_id()")[0]
        assert stamped == ("" if role in ("reviewer", "importer") else "42501")
        moved = tried(connection, "SELECT nextval('sync_seq_counter')")[0]
        assert moved == ("" if role in ("reviewer", "importer") else "42501")


@pytest.mark.parametrize("role", OTHERS)
def test_row_security_cannot_be_switched_off(office: Office, role: str) -> None:
    with office.raw(office.logins[role]) as connection:
        connection.execute("SET row_security = off")
        assert tried(connection, "SELECT * FROM event")[0] == "42501"
    with office.raw(office.logins[role]) as connection:
        for statement in ("SET ROLE postgres", "SET SESSION AUTHORIZATION postgres",
                          f"SET ROLE {office.logins['owner']}"):  # fmt: skip
            assert tried(connection, statement)[0] == "42501"


@pytest.mark.parametrize("column", ["sync_txid", "sync_seq", "row_ver"])
def test_no_writer_forges_where_a_row_stands_in_the_feed(office: Office, column: str) -> None:
    value = {"sync_txid": "'3'::xid8"}.get(column, "1")
    for role in ("admin", "importer", "reviewer"):
        with office.raw(office.logins[role]) as connection:
            statement = (
                "INSERT INTO mapping (engagement_id, mapping_id, name, content,"
                f" {column}) VALUES ({office.acme.engagement_id}, 901, 'forged', '', {value})"
            )
            assert tried(connection, statement)[0] == "42501"
            assert tried(connection, f"UPDATE mapping SET {column} = {value}")[0] == "42501"


def test_a_stranger_to_the_database_does_not_get_in(office: Office) -> None:
    login = f"outsider_{office.database}"
    with office.raw() as connection:
        connection.execute(f"CREATE ROLE {login} LOGIN")
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(office.server.conninfo(office.database, user=login))
    finally:
        with office.raw() as connection:
            connection.execute(f"DROP ROLE {login}")


def test_an_administrator_hands_out_lesser_roles_alone(office: Office) -> None:
    row = "INSERT INTO membership (engagement_id, membership_id, login, role) VALUES ({}, 990, '{}', '{}')"
    acme, bolt = office.acme.engagement_id, office.bolt.engagement_id
    with office.raw(office.logins["admin"]) as connection:
        assert tried(connection, row.format(acme, "somebody", "viewer"))[0] == ""
        assert tried(connection, row.format(acme, "somebody", "admin"))[0] == "42501"
        assert tried(connection, row.format(acme, office.logins["admin"], "client"))[0] == "42501"
        assert tried(connection, row.format(bolt, "somebody", "viewer"))[0] == "42501"
        raised = f"UPDATE membership SET role = 'admin' WHERE login = '{office.logins['viewer']}'"
        assert tried(connection, raised)[0] == "42501"
        others = f"UPDATE membership SET engagement_id = {bolt} WHERE login = '{office.logins['viewer']}'"
        assert tried(connection, others)[0] == "42501"
