"""The database itself keeps the log: no statement past the desk changes an event, and no change goes unmarked."""

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bpo_desk.models.event import EventKind
from bpo_desk.models.sides import Side
from bpo_desk.shared import access
from bpo_desk.shared.admin import doctor
from bpo_desk.shared.engine import reading, writing
from tests.shared.batches import batch_of, one_event
from tests.shared.conftest import Desk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET new_value = 'forged'",
        "UPDATE event SET row_ver = 7",
        "UPDATE event SET recorded_at = 0",
        "DELETE FROM event",
    ],
)
def test_events_are_neither_updated_nor_deleted(desk: Desk, statement: str) -> None:
    desk.append(batch_of([one_event(1, new_value=1)], ["A"]))
    before = desk.load()
    with pytest.raises(DBAPIError, match="append-only"), writing(desk.engine) as connection:
        connection.execute(text(statement))
    assert desk.load() == before


def test_no_replacement_slips_past_the_guards_of_sqlite(desk: Desk) -> None:
    if desk.engine.dialect.name != "sqlite":
        pytest.skip("INSERT OR REPLACE is a statement of SQLite")
    desk.append(batch_of([one_event(1, new_value=1)], ["A"]))
    before = desk.load()
    columns = "engagement_id, event_id, case_id, recorded_at, kind"
    for position in ("NULL", "(SELECT max(sync_seq) FROM event)"):
        statement = f"INSERT OR REPLACE INTO event (sync_seq, {columns}) SELECT {position}, {columns} FROM event"
        with pytest.raises(DBAPIError, match="event_readable"), writing(desk.engine) as connection:
            connection.execute(text(statement))
    assert desk.load() == before


def test_the_table_of_events_is_not_truncated_on_postgresql(desk: Desk) -> None:
    if desk.engine.dialect.name != "postgresql":
        pytest.skip("TRUNCATE is a statement of PostgreSQL")
    desk.append(batch_of([one_event(1)], ["A"]))
    with pytest.raises(DBAPIError, match="append-only"), writing(desk.engine) as connection:
        connection.execute(text("TRUNCATE event"))
    assert len(desk.load()) == 1


def test_the_setting_that_allows_changes_is_worth_nothing_to_others_than_the_owner(desk: Desk) -> None:
    if desk.engine.dialect.name != "postgresql":
        pytest.skip("a SQLite file has one owner, whoever can write it")
    desk.append(batch_of([one_event(1, new_value=1)], ["A"]))
    with writing(desk.engine) as connection:
        connection.execute(text("CREATE ROLE intruder_of_test"))
        connection.execute(text(f"GRANT {access.group(connection, 'member')} TO intruder_of_test"))
        connection.execute(text("GRANT SELECT, UPDATE, DELETE ON event, membership TO intruder_of_test"))
        connection.execute(  # or row-level security would show no row to change
            text(
                "INSERT INTO membership (engagement_id, membership_id, login, role)"
                " VALUES (:e, 1, 'intruder_of_test', 'admin')"
            ),
            {"e": desk.engagement.engagement_id},
        )
    try:
        with desk.engine.connect() as connection:
            connection.execute(text("SET LOCAL ROLE intruder_of_test"))
            connection.execute(text("SELECT set_config('bpo_desk.change', 'erased', true)"))
            with pytest.raises(DBAPIError, match="append-only"):
                connection.execute(text("UPDATE event SET new_value = NULL"))
    finally:
        with writing(desk.engine) as connection:
            connection.execute(text("DROP OWNED BY intruder_of_test"))
            connection.execute(text("DROP ROLE intruder_of_test"))
    assert next(iter(desk.load().values()))["new_value"] == "open"


def test_a_change_of_a_small_row_raises_its_version_and_reaches_who_follows(desk: Desk) -> None:
    desk.append(batch_of([one_event(1, actor=2)], ["A"]))
    cursor = desk.pull().mark.xmin
    with writing(desk.engine) as connection:
        connection.execute(text("UPDATE person SET name = 'Beate' WHERE name = 'Bo'"))
    persons = next(rows for rows in desk.pull(cursor).tables if rows.table == "person")
    assert [dict(zip(persons.columns, row, strict=True)) for row in persons.rows] == [
        {"person_id": 2, "name": "Beate", "side": 0, "role": "", "row_ver": 2}
    ]


def test_a_deleted_small_row_leaves_a_tombstone(desk: Desk) -> None:
    desk.append(batch_of([one_event(1)], ["A"]))
    cursor = desk.pull().mark.xmin
    with writing(desk.engine) as connection:
        connection.execute(text("DELETE FROM person WHERE name = 'Bo'"))
    (tombstone,) = desk.pull(cursor).tombstones
    assert (tombstone.table, tombstone.key, tombstone.row_ver, tombstone.reason) == ("person", "2", 2, "deleted")


def test_a_row_inserted_by_hand_reaches_who_follows(desk: Desk) -> None:
    cursor = desk.pull().mark.xmin
    with writing(desk.engine) as connection:
        connection.execute(
            text("INSERT INTO queue (engagement_id, queue_id, name) VALUES (:e, 5, 'By hand')"),
            {"e": desk.engagement.engagement_id},
        )
    (queue,) = [rows for rows in desk.pull(cursor).tables if rows.rows]
    assert (queue.table, queue.rows[0][1]) == ("queue", "By hand")


def test_the_readable_view_shows_names_and_words(desk: Desk) -> None:
    desk.append(
        batch_of([one_event(1, actor=1, queue=1, step=1, new_value=2, occurred_at=1_700_000_000_000_000)], ["A"])
    )
    with reading(desk.engine) as connection:
        row = connection.execute(text("SELECT * FROM event_readable")).mappings().one()
    assert (row["engagement"], row["case_number"], row["kind"], row["side"]) == ("acme", "A", "opened", "unknown")
    assert (row["actor"], row["queue"], row["step"], row["holder"]) == ("Ada", "Intake", "Check", None)
    assert str(row["occurred_at"]).startswith("2023-11-14")


def test_an_event_written_in_words_by_sql_is_an_event_like_any_other(desk: Desk) -> None:
    desk.append(batch_of([one_event(1, actor=1)], ["A"]))
    cursor = desk.pull().mark.xmin
    with writing(desk.engine) as connection:
        connection.execute(
            text(
                "INSERT INTO event_readable (engagement, case_number, kind, side, occurred_at, actor, holder, queue,"
                " step, work_item, new_value, data) VALUES ('acme', :number, 'assigned', 'provider',"
                " '2023-11-14T22:13:20.250Z', 'Ada', 'New One', 'Intake', 'Check', 1, '50 %', '{}')"
            ),
            [{"number": "A"}, {"number": "B"}],
        )
    assert sum(map(len, desk.pull(cursor).events)) == 2
    found = {row["case"]: row for row in desk.load().values() if row["kind"] == EventKind.ASSIGNED}
    assert set(found) == {"A", "B"}
    for row in found.values():
        assert (row["occurred_at"], row["side"]) == (1_700_000_000_250_000, Side.PROVIDER)
        assert (row["actor"], row["holder"], row["queue"], row["step"]) == ("Ada", "New One", "Intake", "Check")
        assert (row["work_item"], row["new_value"], row["reason"], row["data"]) == (1, "50 %", None, "{}")
        assert abs(row["recorded_at"] / 1e6 - time.time()) < 60
    assert [row["name"] for row in desk.small()["person"]] == ["", "Ada", "Bo", "New One"]
    assert [f.check for f in doctor(desk.engine) if not f.fine and f.check != "durability"] == []


@pytest.mark.parametrize(
    ("engagement", "kind", "words"), [("acne", "opened", "engagement"), ("acme", "opening", "kind of event")]
)
def test_an_event_in_words_that_mean_nothing_is_refused(desk: Desk, engagement: str, kind: str, words: str) -> None:
    statement = text("INSERT INTO event_readable (engagement, case_number, kind) VALUES (:engagement, 'A', :kind)")
    with pytest.raises(DBAPIError, match=f"there is no .*{words}"), writing(desk.engine) as connection:
        connection.execute(statement, {"engagement": engagement, "kind": kind})
    assert desk.small()["case"] == []
