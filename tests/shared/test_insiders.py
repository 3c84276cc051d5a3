"""What people with a login of the database, psql and time try: plans in disguise, other people's names in the log,
events rewritten under the name of an erasure, sessions without an end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from bpo_desk.models.engagement import Role
from bpo_desk.models.event import OF_DESKS, EventKind
from bpo_desk.models.ids import FIRST_TIME, LAST_TIME
from bpo_desk.shared.access_rights import GUARDED, LOOK_UPS, OF_OWNER
from bpo_desk.shared.client_rows import ClientRules, client_table
from bpo_desk.shared.requests import Hello, HelloAnswer, Rows
from tests.postgres_server import PostgresServer
from tests.shared.people import Office, office_on
from tests.shared.test_attacks import DENIED, tried
from tests.shared.wire import Wire

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF, COSTS OFF) "


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


# every table and function of the schema, by hand: whatever a migration adds fails here until somebody decides who gets
# it, and the matrix of roles (test_access_matrix.py) tries it
TABLES = {
    "engagement", "membership", "person", "queue", "step", "field", "source", "process_definition", "case_", "mapping",
    "calendar", "saved_view", "review", "list_export", "event", "sync_tombstone", "applied_mutation",
    "engagement_secret", "access_change", "sync_meta", "event_kind", "side_word", "hint_secret", "alembic_version",
    "event_readable",
}  # fmt: skip
SEQUENCES = {"sync_seq_counter", "access_change_change_id_seq"}
FOR_ALL = {
    "client_below", "client_calendar", "client_case_", "client_changed", "client_engagement", "client_events",
    "client_field", "client_ids", "client_list_export", "client_mapping", "client_membership", "client_person",
    "client_process_definition", "client_queue", "client_review", "client_saved_view", "client_source", "client_step",
    "client_sync_tombstone", "desk_administered", "desk_answer", "desk_append", "desk_bring_back", "desk_case",
    "desk_claim", "desk_engagements", "desk_event", "desk_events_of", "desk_have_secret", "desk_hint_channel",
    "desk_hint_look", "desk_hold", "desk_keep", "desk_let_go", "desk_note_list", "desk_own_names", "desk_roles",
    "desk_settle", "client_size",
}  # fmt: skip
FOR_NOBODY = {
    "client_masks", "client_part", "desk_seal", "desk_writer", "hint_channel", "hint_look", "pseudonym",
    "client_codes_person", "client_codes_queue", "client_codes_step", "client_codes_field", "client_codes_source",
    "desk_case_of", "hint_channel_of_clients", "show_entries", "show_names",
}  # fmt: skip
FOR_WRITERS = {"entry_key"}


def test_each_table_and_function_is_somebodys_and_no_role_may_call_more_than_is_written_here(office: Office) -> None:
    assert {*GUARDED, *LOOK_UPS, *OF_OWNER, "alembic_version", "event_readable"} == TABLES
    with office.raw() as connection:
        there = connection.execute(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"
        ).fetchall()
        assert {name for name, kind in there if kind != "S"} == TABLES
        assert {name for name, kind in there if kind == "S"} == SEQUENCES
    for role in (*Role, "stranger"):
        login = office.stranger if role == "stranger" else office.logins[role]
        with office.raw(login) as connection:
            calls = {
                row[0]
                for row in connection.execute(
                    "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
                    " AND prorettype <> 'trigger'::regtype AND has_function_privilege(oid, 'EXECUTE')"
                )
            }
        writes = role in ("owner", "admin", "importer", "reviewer")
        assert calls == FOR_ALL | (FOR_WRITERS if writes else set()) | (FOR_NOBODY if role == "owner" else set()), role


ASKED = (
    "SELECT * FROM client_events(1, 0, 99)", "SELECT count(*) FROM client_ids(1)",
    "SELECT * FROM desk_events_of(1, 1, '{41}', NULL)", "SELECT * FROM client_changed(1, 0, 0, 99)",
)  # fmt: skip


def test_no_disguise_of_an_explain_measures_what_a_client_does_not_see(office: Office) -> None:
    """A cursor bound by the protocol is run by a query in which the word does not stand; another reading of backslashes
    must not change what is looked for."""
    with Wire(office.server.port, office.database, office.logins["client"]) as line:
        for question in ASKED:
            assert line.asked(question)  # it has an answer to give
            for run in ("FETCH ALL FROM p", "SELECT cursor_to_xml('p', 99, true, false, '')", "MOVE ALL FROM p"):
                line.asked("BEGIN")
                line.bound("p", EXPLAIN + question)
                plan = str(line.asked(run))
                line.asked("ROLLBACK")
                assert_plan_of_nothing(plan)
        for text in ("EXP'||'LAIN (ANALYZE, BUFFERS) ", "EXP'||'LAIN ANALYZE "):
            for way in ("ts_stat('{}SELECT * FROM client_ids(1)')", "query_to_xml('{}SELECT 1', true, false, '')"):
                assert line.asked(f"SELECT {way.format(text)}")[0][0] == "E"
        assert line.asked(ASKED[0])
    for setting in ("standard_conforming_strings = off", "transform_null_equals = on", "search_path = pg_temp"):
        # a session of its own: what was called once in a session is not read again
        with Wire(office.server.port, office.database, office.logins["client"]) as line:
            line.asked(f"SET {setting}")
            for question in ASKED:
                assert_plan_of_nothing(str(line.asked(EXPLAIN + question.replace("FROM ", "FROM public."))))


def assert_plan_of_nothing(plan: str) -> None:
    """Of a function that gave no row, or no plan at all."""
    assert "rows=0.00" in plan or "rows" not in plan, plan


@pytest.mark.parametrize("role", ["importer", "admin"])
def test_who_brings_events_in_writes_neither_the_access_log_nor_reviews_nor_notes_of_others(
    office: Office, role: str
) -> None:
    statement = (
        "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind, actor_id, source_id)"
        " SELECT 1, gen_random_uuid(), 1, 1, %s, 1, s.source_id FROM source s WHERE s.engagement_id = 1 AND s.name = %s"
    )
    readable = (
        "INSERT INTO event_readable (engagement, case_number, kind, occurred_at, actor, source)"
        " VALUES ('acme', 'C-1', %s, now(), 'Ada Lovelace', 'log')"
    )
    with office.raw(office.logins["reviewer"]) as connection:
        said = json.dumps([{"event_id": "00000000-0000-7000-8000-00000000abcd", "kind": 41, "visibility": 1,
                            "data": "{}", "ad_hoc": 0}])  # fmt: skip
        connection.execute("SELECT desk_append(1, 1, 0, gen_random_uuid(), %s::jsonb) WHERE NOT EXISTS (SELECT FROM"
                           " source WHERE engagement_id = 1 AND name = 'desk notes')", (said,))  # fmt: skip
    with office.raw(office.logins[role]) as connection:
        refused = {kind for kind in EventKind if tried(connection, statement, (int(kind), "log"))[0] == "42501"}
        assert refused == {
            EventKind.SAMPLE_DRAWN, EventKind.REVIEW_SUBMITTED, EventKind.REVIEW_REVISED, EventKind.VIEWED,
            EventKind.EXPORTED, EventKind.UNMASKED, EventKind.PROOF_ISSUED, EventKind.REQUESTED,
            EventKind.REQUEST_WITHDRAWN,
        } == set(OF_DESKS)  # fmt: skip
        assert tried(connection, statement, (41, "desk notes"))[0] == "42501"
        assert tried(connection, readable, ("viewed",))[0] == "42501"
        assert tried(connection, readable, ("comment_added",))[0] == ""


REWRITES = (
    "actor_id = 4", "new_value = 'forged'", "occurred_at = 1", "kind = 1", "case_id = 7", "recorded_at = 1",
    "reason = 'forged'", "data = '{\"x\": 1}'", "visibility = 1", "source_seq = 9", "source_record = 'forged'",
    "new_value = NULL, side = 2",
)  # fmt: skip


@pytest.mark.parametrize("role", ["admin", "owner"])
@pytest.mark.parametrize("name", ["erased", "moved", "deleted", "stamped", ""])
def test_under_no_name_is_an_event_rewritten(office: Office, role: str, name: str) -> None:
    with office.raw(office.logins[role]) as connection:
        connection.execute("SELECT set_config('bpo_desk.change', %s, false)", (name,))
        for rewrite in REWRITES:
            state, _ = tried(connection, f"UPDATE event SET {rewrite} WHERE engagement_id = 1 AND visibility = 0")
            assert state == "23001", rewrite


def test_what_an_administrator_erases_by_hand_is_written_down_and_the_sealer_reads_it(office: Office) -> None:
    office.engine.dispose()  # a template has no sessions
    here = office.copy()
    login = here.logins["admin"]
    erased = "UPDATE event SET new_value = NULL, old_value = NULL, reason = NULL WHERE engagement_id = 1 AND kind = {}"
    with here.raw(login) as connection, connection.transaction():
        connection.execute("SET LOCAL bpo_desk.change = 'erased'")
        connection.execute(erased.format(2))
        connection.execute(erased.format(82))
    log = "SELECT by_login, what, said::jsonb ->> 'events' FROM access_change WHERE what = 'erased'"
    with here.raw(here.logins["sealer"]) as connection:
        assert connection.execute(log).fetchall() == [(login, "erased", "5")]
        assert connection.execute("SELECT count(*) FROM access_change WHERE engagement_id = 2").fetchone() == (0,)
        granted = connection.execute("SELECT count(*) FROM access_change WHERE what = 'granted'").fetchone()
        assert granted is not None
        assert granted[0] >= len(Role)
        for statement in ("DELETE FROM access_change", "UPDATE access_change SET said = '{}'"):
            assert tried(connection, statement)[0] == "42501"
    with here.raw(here.logins["viewer"]) as connection:
        assert tried(connection, log)[0] == "42501"
    here.close()


def settings_of(office: Office, login: str) -> dict[str, str]:
    with office.raw(login) as connection:
        found: list[tuple[Any, ...]] = connection.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN"
            " ('statement_timeout', 'idle_in_transaction_session_timeout')"
        ).fetchall()
    return dict(found)


def test_sessions_of_those_who_fill_nothing_end_and_nobody_opens_more_than_ten(office: Office) -> None:
    limited = {"statement_timeout": "30000", "idle_in_transaction_session_timeout": "60000"}
    free = dict.fromkeys(limited, "0")
    for role in Role:
        wanted = free if role in (Role.OWNER, Role.ADMIN, Role.IMPORTER) else limited
        assert settings_of(office, office.logins[role]) == wanted, role
    login = office.stranger
    office.grant(login, Role.IMPORTER, office.bolt)
    assert settings_of(office, login) == free
    address = office.server.conninfo(office.database, user=login)
    with ExitStack() as lines:
        for _ in range(10):
            lines.enter_context(psycopg.connect(address))
        with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
            psycopg.connect(address)


def test_what_the_makers_of_a_drawing_said_among_themselves_does_not_reach_a_client(office: Office) -> None:
    with office.raw(office.logins["viewer"]) as connection:
        [[whole]] = connection.execute("SELECT xml FROM process_definition WHERE engagement_id = 1").fetchall()
        assert b"QXINTERNAL" in whole
    with office.raw(office.logins["client"]) as connection:
        for setting in ("on", "off"):
            connection.execute(f"SET standard_conforming_strings = {setting}")
            [[xml]] = connection.execute("SELECT xml FROM client_process_definition(1, 0)").fetchall()
            assert xml == b"<xml></xml>"


LOOK = "SELECT seen, looking, changed FROM desk_hint_look(ARRAY[1], %s, 0, 0)"


def test_no_state_of_ones_own_making_tells_which_transactions_wrote_in_an_engagement(office: Office) -> None:
    """Neither hidden events nor others' views and reviews are counted by asking for one transaction after the other."""
    with office.raw() as connection:
        [[hidden]] = connection.execute(
            "SELECT max(sync_txid::text::bigint) FROM event WHERE engagement_id = 1 AND visibility = 0"
        ).fetchall()
    with office.raw(office.logins["client"]) as connection:
        [[given, _, _]] = connection.execute(LOOK, (None,)).fetchall()
        [[now]] = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchall()
        seal = given.partition(" ")[2]
        for made in (f"{hidden}:{now + 9}:{hidden}", f"{hidden}:{hidden}:", f"1:{now}:{hidden}", "1:1:"):
            for asked in (made, f"{made} {seal}", f"{made} "):
                assert connection.execute(LOOK, (asked,)).fetchall()[0][2] == [], asked
        for nonsense in ("", " ", "x", "x" * 100_000, f"{given} x"):
            assert connection.execute(LOOK, (nonsense,)).fetchall()[0][2] == []
    with office.raw(office.logins["viewer"]) as connection:  # it was given to another login
        assert connection.execute(LOOK, (given,)).fetchall()[0][2] == []
    with office.raw() as connection:
        connection.execute("UPDATE mapping SET content = content WHERE engagement_id = 1 AND mapping_id = 2")
    with office.raw(office.logins["client"]) as connection:  # what no client gets is no news for one
        assert connection.execute(LOOK, (given,)).fetchall()[0][2] == []
    with office.raw() as connection:
        connection.execute("UPDATE mapping SET content = content WHERE engagement_id = 1 AND mapping_id = 1")
    with office.raw(office.logins["client"]) as connection:  # as it was given out, it is believed
        assert connection.execute(LOOK, (given,)).fetchall()[0][2] == [1]
    with office.raw(office.stranger) as connection:
        assert connection.execute(LOOK, (None,)).fetchall()[0][1:] == (False, [])


@pytest.mark.parametrize("every", ["2147483647", "NULL", "-5"])
def test_a_look_ends_soon_after_its_time_whatever_pause_was_asked_for(office: Office, every: str) -> None:
    with office.raw(office.logins["client"]) as connection:
        connection.execute("SET statement_timeout = '8s'")
        ask = f"SELECT looking FROM desk_hint_look(ARRAY[[1, 1], [2, 2]], NULL, 60, {every})"
        assert connection.execute(ask).fetchall() == [(True,)]


def appended(connection: psycopg.Connection[Any], claimed: int = 1, **given: Any) -> str:
    said = {"event_id": str(uuid4()), "kind": 41, "visibility": 1, "data": "{}", "ad_hoc": 0, **given}
    return tried(
        connection, "SELECT desk_append(1, 1, %s, gen_random_uuid(), %s::jsonb)", (claimed, json.dumps([said]))
    )[0]


@pytest.mark.parametrize("role", ["client", "reviewer", "importer", "admin"])
def test_nobody_writes_what_would_keep_the_desks_of_others_from_reading(office: Office, role: str) -> None:
    """Times that no calendar has, data that are no object, keys and sides that no desk can hold."""
    with office.raw(office.logins[role]) as connection:
        assert appended(connection) == ""
        for claimed in (-(2**63), -(2**63) + 1, FIRST_TIME - 1, LAST_TIME + 1, 2**63 - 1):
            assert appended(connection, claimed) == "BD001"
        for data in ("[1]", "5", "null", '"x"'):
            assert appended(connection, data=data) == "BD001"
        assert appended(connection, data="{")
        assert appended(connection, new_value="x" * 4_100_000) == "BD001"
        claim = "SELECT desk_claim(1, gen_random_uuid(), %s, %s)"
        assert tried(connection, claim, ("comment_added", "x" * 64))[0] == ""
        assert (
            tried(connection, claim, ("x" * 1_000, ""))[0] == tried(connection, claim, ("", "x" * 1_000))[0] == "BD001"
        )
        if role not in ("importer", "admin"):
            return
        row = (
            "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind, {0})"
            " VALUES (1, gen_random_uuid(), 1, 1, 41, {1})"
        )
        for column, value in (("side", 6), ("side", -1), ("ad_hoc", 2), ("visibility", 2),
                              ("occurred_at", LAST_TIME + 1), ("occurred_at", FIRST_TIME - 1)):  # fmt: skip
            assert tried(connection, row.format(column, value))[0] == DENIED, column
        assert tried(connection, row.format("occurred_at", LAST_TIME))[0] == ""
        for table in ("person", "queue", "step", "field", "source"):
            added = f"INSERT INTO {table} (engagement_id, {table}_id, name) VALUES (1, {{}}, 'far')"
            assert states_of(connection, added, 10_000_000) == ["", DENIED, DENIED]
        number = "INSERT INTO case_ (engagement_id, case_id, number) VALUES (1, {}, 'far')"
        assert states_of(connection, number, 2**31 - 2) == ["", DENIED, DENIED]


def states_of(connection: psycopg.Connection[Any], statement: str, most: int) -> list[str]:
    """What becomes of the largest key that is taken, of the next, and of a negative one."""
    return [tried(connection, statement.format(key))[0] for key in (most, most + 1, -1)]


BROKEN = (
    '{"by": QXINTERNAL', "", "[1]", "5", "null", '{"steps": 5}', '{"steps": null}', '{"steps": ["Ada Lovelace"]}',
    '{"steps": {"a": "Ada Lovelace", "Check": {"by": "Ada Lovelace", "element": "T"}, "hidden": {}}}', '{"levels": 5}',
    "[" * 20_000, '{"levels": ["Ada Lovelace", "Team lead"]}',
)  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_a_mapping_that_somebody_broke_is_empty_for_the_client_and_quotes_nothing(office: Office, broken: str) -> None:
    with office.raw() as writer, writer.transaction(force_rollback=True):
        writer.execute("UPDATE mapping SET content = %s WHERE engagement_id = 1", (broken,))
        writer.execute(f"SET SESSION AUTHORIZATION {office.logins['client']}")
        rows = writer.execute("SELECT name, content FROM client_mapping(1, 0) ORDER BY name").fetchall()
        writer.execute("RESET SESSION AUTHORIZATION")
    assert [row[0] for row in rows] == ["escalation path", "steps x"]
    assert "Ada" not in str(rows)
    assert "QX" not in str(rows)
    path, steps = (json.loads(row[1]) for row in rows)
    assert path == {"levels": ["Team lead"] if "Team lead" in broken else []}
    assert steps == {"steps": {"Check": {"by": "", "element": "T"}} if '"Check"' in broken else {}}
    rules = ClientRules(frozenset(), frozenset(), True, frozenset({"Ada Lovelace"}), frozenset(), b"", {},
                        frozenset({"Check"}))  # fmt: skip
    given = Rows("mapping", ("mapping_id", "name", "content"), [(1, "escalation path", broken), (2, "steps x", broken)])
    assert [json.loads(row[2]) for row in client_table(given, rules).rows] == [path, steps]  # so do the rules over rows


def test_data_that_are_no_object_keep_no_client_from_reading(office: Office) -> None:
    here = "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind, source_id, visibility, data)"
    with office.raw() as writer, writer.transaction(force_rollback=True):
        writer.execute("INSERT INTO source (engagement_id, source_id, name) VALUES (1, 70, 'desk')")
        for data in ("[1]", "5", "null", '"QXINTERNAL"'):
            writer.execute(f"{here} VALUES (1, gen_random_uuid(), 1, 1, 41, 70, 1, %s)", (data,))
        writer.execute(f"SET SESSION AUTHORIZATION {office.logins['client']}")
        rows = writer.execute("SELECT data FROM client_events(1, 0, 9999999) WHERE actor_id IS NULL").fetchall()
        writer.execute("RESET SESSION AUTHORIZATION")
    assert rows == [(None,)] * 4


def test_what_the_environment_says_of_times_does_not_make_a_restart_of_the_server(office: Office) -> None:
    marks = set()
    for zone, style in (("UTC", "ISO"), ("Asia/Tokyo", "German"), ("America/New_York", "SQL, DMY")):
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("PGTZ", zone)
            patched.setenv("PGDATESTYLE", style)
            with office.feed_as(office.logins["viewer"]) as feed:
                hello = feed.answer(Hello())
                assert isinstance(hello, HelloAnswer)
                marks.add(hello.mark.incarnation)
    assert len(marks) == 1
