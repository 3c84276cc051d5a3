"""What clients get to know by name, under which keys and positions: nothing that internal events alone name, and no
number by whose gaps hidden rows could be counted; as a real client's login, and by the rules for SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bpo_desk.models.dictionaries import Dictionaries, Field, Person, Queue, Source, Step
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_block import EventBlock
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.sides import Side
from bpo_desk.shared import shown
from bpo_desk.shared.admin import create_engagement, migrate
from bpo_desk.shared.append import append
from bpo_desk.shared.changes import Deed, move_case
from bpo_desk.shared.client_feed import ClientFeed
from bpo_desk.shared.engine import SCHEMA_VERSION, open_engine, writing
from bpo_desk.shared.requests import CountAnswer, CountEvents, LoadAnswer, LoadBlock, Pull, PullAnswer
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED, batch_of, one_event
from tests.shared.conftest import Desk
from tests.shared.people import Office, office_on

SMALL = ("person", "queue", "step", "field", "source", "case")


@pytest.fixture
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


def named(first: int, names: list[tuple[str, int]], case: str = "K-1") -> EventBatch:
    """Events each of which names a person, a queue, a step, a field and a source of its own: (word, visibility)."""
    words = [word for word, _ in names]
    dictionaries = Dictionaries(
        persons=[Person(""), *(Person(f"{word} person", Side.CLIENT) for word in words)],
        queues=[Queue(""), *(Queue(f"{word} queue") for word in words)],
        steps=[Step(""), *(Step(f"{word} step") for word in words)],
        fields=[Field(""), *(Field(f"{word} field") for word in words)],
        sources=[Source(""), *(Source(f"{word} source") for word in words)],
        values=[""],
    )  # fmt: skip
    rows = [
        one_event(first + at, occurred_at=RECORDED, source_seq=10 * at, kind=EventKind.NOTED, visibility=visibility,
                  **dict.fromkeys(("holder", "queue", "step", "field", "source"), at + 1))
        for at, (_, visibility) in enumerate(names)
    ]  # fmt: skip
    return batch_of(rows, [case], dictionaries=dictionaries)


def small(answer: PullAnswer) -> dict[str, dict[int, str]]:
    """Key -> name of the small tables that an answer brings."""
    found = {each.table: [dict(zip(each.columns, row, strict=True)) for row in each.rows] for each in answer.tables}
    label = {"case": "number"}
    return {t: {row[f"{t}_id"]: row[label.get(t, "name")] for row in found[t]} for t in SMALL}


def pulled(feed: Any, one: int, cursor: int = 0) -> PullAnswer:
    answer = feed.answer(Pull(one, cursor))
    assert isinstance(answer, PullAnswer)
    return answer


def by_holder(blocks: list[EventBlock], names: dict[str, dict[int, str]]) -> list[tuple[str, ...]]:
    """The names that the events say, in the order of their places."""
    out = []
    for block in blocks:
        columns = {name: block.ints[name].tolist() for name in ("source_seq", "holder", "queue", "step", "field",
                                                                "source", "case")}  # fmt: skip
        for row in range(len(block)):
            said = {name: column[row] for name, column in columns.items()}
            words = (names[name].get(said[name], "") for name in ("queue", "step", "field", "source", "case"))
            out.append((said["source_seq"], names["person"].get(said["holder"], ""), *words))
    return sorted(out)


def said(place: int, word: str, case: str = "K-1") -> tuple[Any, ...]:
    return (place, *(f"{word} {what}" for what in ("person", "queue", "step", "field", "source")), case)


def client_view(desk: Desk) -> Any:
    return ClientFeed(desk.engine, desk.engagement.code)


def test_a_client_gets_the_names_that_shared_events_say_under_keys_without_gaps(desk: Desk) -> None:
    desk.append(named(1, [("QXa", 0), ("one", 1), ("QXb", 0), ("QXc", 0), ("two", 1)]))
    desk.append(named(50, [("QXd", 0)], case="QXcase"))
    desk.append(named(60, [("three", 1)], case="K-2"))
    one = int(desk.engagement.engagement_id)
    answer = pulled(client_view(desk), one)
    names = small(answer)
    for table, rows in names.items():
        assert sorted(rows) == list(range(0 if table != "case" else 1, len(rows) + (table == "case"))), table
        assert not [name for name in rows.values() if "QX" in name], table
    assert names["case"] == {1: "K-1", 2: "K-2"}
    assert by_holder(answer.events, names) == [
        said(0, "one"), said(0, "three", "K-2"), said(1, "two"),
    ]  # fmt: skip
    count = client_view(desk).answer(CountEvents(one))
    assert isinstance(count, CountAnswer)
    assert count.events == 3
    own = desk.pull()
    assert any("QXcase" in row for each in own.tables if each.table == "case" for row in each.rows)


def test_a_name_reaches_the_client_with_the_first_shared_event_that_says_it(desk: Desk) -> None:
    one = int(desk.engagement.engagement_id)
    desk.append(named(1, [("late", 0), ("known", 1)]))
    before = pulled(client_view(desk), one)
    assert "late person" not in small(before)["person"].values()
    desk.append(named(10, [("late", 1)]))  # everything it names was there before, below every cursor
    news = pulled(client_view(desk), one, before.mark.xmin)
    assert [sorted(rows.values()) for table, rows in small(news).items() if table != "case"] == [
        [f"late {table}"] for table in SMALL[:-1]
    ]
    known = small(pulled(client_view(desk), one))
    assert said(0, "late") in by_holder(news.events, known)
    desk.append(named(20, [("late", 1)]))
    again = pulled(client_view(desk), one, pulled(client_view(desk), one).mark.xmin)
    assert not any(small(again).values())


def test_a_case_becomes_known_with_its_first_shared_event(desk: Desk) -> None:
    one = int(desk.engagement.engagement_id)
    desk.append(named(1, [("a", 0)], case="H-1"))
    desk.append(named(2, [("b", 1)], case="H-2"))
    before = pulled(client_view(desk), one)
    assert small(before)["case"] == {1: "H-2"}
    desk.append(named(3, [("c", 1)], case="H-1"))
    assert small(pulled(client_view(desk), one, before.mark.xmin))["case"] == {2: "H-1"}


def test_a_moved_case_brings_its_names_along_and_they_are_known_there(desk: Desk) -> None:
    other = create_engagement(desk.engine, "beta", "Beta")
    desk.append(named(1, [("QXhidden", 0), ("moved", 1)], case="M-1"))
    with writing(desk.engine) as connection:
        move_case(connection, desk.engagement, "M-1", other, Deed("Root", "wrong client", RECORDED))
    there = pulled(ClientFeed(desk.engine, "beta"), int(other.engagement_id))
    names = small(there)
    assert said(0, "moved", "M-1") in by_holder(there.events, names)
    assert "QX" not in str(names)
    if desk.engine.dialect.name == "postgresql":  # nothing shared names it any more
        left = small(pulled(client_view(desk), int(desk.engagement.engagement_id)))
        assert [rows for table, rows in left.items()] == [{0: ""}] * 5 + [{}]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 50), st.integers(0, 1)), max_size=40))
def test_the_places_that_clients_get_keep_the_order_of_a_case_and_count_nothing_else(
    events: list[tuple[int, int, int, int]],
) -> None:
    rows = [
        one_event(at, case=case, occurred_at=when, source_seq=100 * seq + at, visibility=shared)
        for at, (case, when, seq, shared) in enumerate(events)
    ]
    columns = batch_of(rows, ["A", "B", "C"]).columns
    found = shown.places(columns)
    for case in range(3):
        for when in range(4):
            mine = np.flatnonzero((columns.case == case) & (columns.occurred_at == when) & (columns.visibility == 1))
            in_order = mine[np.argsort(columns.source_seq[mine], kind="stable")]
            assert found[in_order].tolist() == list(range(len(mine)))
    assert not found[columns.visibility == 0].any()


# What a client's session may ask for that has a number in it: each by SQL, as the login.
NUMBERS = (
    *(f"SELECT sync_seq, source_seq, case_id, holder_id, queue_id, step_id, field_id, source_id FROM client_{rows}"
      for rows in ("changed(1, 0, 0, 999)", "events(1, 0, 999)", "below(1, ARRAY[1], 999999999, 0, 999)")),
    "SELECT * FROM client_size(1)", "SELECT count(*) FROM client_ids(1)",
    "SELECT case_id, row_ver FROM client_case_(1, 0)",
    *(f"SELECT {table}_id, row_ver FROM client_{table}(1, 0)" for table in SMALL[:-1]),
    "SELECT mapping_id FROM client_mapping(1, 0)", "SELECT membership_id FROM client_membership(1, 0)",
    "SELECT list_export_id, actor_id FROM client_list_export(1, 0)", "SELECT * FROM client_saved_view(1, 0)",
    "SELECT table_name, key, case_id, row_ver, sync_seq FROM client_sync_tombstone(1, 0)",
    "SELECT client_epoch, row_ver FROM client_engagement(1, 0)", "SELECT desk_case(1, 'C-1'), desk_case(1, 'H-1')",
    *(f"SELECT count(*) FROM client_events(1, {n}, {n + 1})" for n in range(4)),
)  # fmt: skip


def test_hidden_rows_of_every_kind_change_no_number_that_a_client_can_ask_for(office: Office) -> None:
    def told() -> dict[str, list[Any]]:
        with office.raw(office.logins["client"]) as connection:
            return {each: sorted(connection.execute(each).fetchall(), key=str) for each in NUMBERS}

    before = told()
    with writing(office.engine) as connection:
        append(connection, office.acme, named(3_000, [(f"QX{n}", 0) for n in range(40)], case="C-1"), RECORDED)
        append(connection, office.acme, named(4_000, [("QXz", 0)], case="H-1"), RECORDED)
        for statement in (
            "INSERT INTO mapping (engagement_id, mapping_id, name, content) VALUES (1, 9, 'columns of an import', '')",
            "INSERT INTO saved_view (engagement_id, saved_view_id, owner, name, content) VALUES (1, 9, 'x', 'v', '')",
            "INSERT INTO review (engagement_id, review_id, case_id, reviewer, state, draft)"
            " VALUES (1, 9, 1, 'x', 'd', '')",
            "DELETE FROM saved_view WHERE engagement_id = 1", "DELETE FROM review WHERE engagement_id = 1",
            "INSERT INTO membership (engagement_id, membership_id, login, role) VALUES (1, 900, 'x', 'viewer')",
            "DELETE FROM membership WHERE membership_id = 900",
            "UPDATE case_ SET held = 1 WHERE engagement_id = 1 AND case_id = 1",
        ):  # fmt: skip
            connection.execute(text(statement))
    assert told() == before


def test_a_look_of_a_client_finds_no_internal_change(office: Office) -> None:
    look = "SELECT seen, changed FROM desk_hint_look(ARRAY[1], %s, 0, 0)"
    with office.raw(office.logins["client"]) as client, office.raw(office.logins["viewer"]) as viewer:
        channels = [line.execute("SELECT desk_hint_channel(1)").fetchone() for line in (client, viewer)]
        assert channels[0] != channels[1]
        seen, theirs = (line.execute(look, (None,)).fetchone() for line in (client, viewer))
        assert seen is not None
        assert theirs is not None
        with writing(office.engine) as connection:
            append(connection, office.acme, named(3_000, [("QX", 0)], case="C-1"), RECORDED)
        assert client.execute(look, (seen[0],)).fetchone()[1] == []  # type: ignore[index]
        assert viewer.execute(look, (theirs[0],)).fetchone()[1] == [1]  # type: ignore[index]
        with writing(office.engine) as connection:
            append(connection, office.acme, named(3_100, [("open", 1)], case="C-1"), RECORDED)
        assert client.execute(look, (seen[0],)).fetchone()[1] == [1]  # type: ignore[index]


def test_what_is_withdrawn_takes_its_names_along_and_the_copy_is_made_anew(office: Office) -> None:
    with writing(office.engine) as connection:
        append(connection, office.acme, named(3_000, [("oops", 1), ("stays", 1)], case="W-1"), RECORDED)
    with office.feed_as(office.logins["client"]) as feed:
        assert "oops person" in small(pulled(feed, 1))["person"].values()
    with office.raw() as connection:
        epoch = connection.execute("SELECT client_epoch FROM engagement WHERE engagement_id = 1").fetchone()
        with connection.transaction():
            connection.execute("SELECT set_config('bpo_desk.change', 'erased', true)")
            connection.execute(
                "UPDATE event SET visibility = 0 WHERE engagement_id = 1 AND holder_id = (SELECT person_id FROM person"
                " WHERE engagement_id = 1 AND name = 'oops person')"
            )
        after = connection.execute("SELECT client_epoch FROM engagement WHERE engagement_id = 1").fetchone()
    assert epoch is not None
    assert after == (epoch[0] + 1,)
    with office.feed_as(office.logins["client"]) as feed:
        names = small(pulled(feed, 1))
        assert "oops" not in str(names)
        count = feed.answer(CountEvents(1))
        assert isinstance(count, CountAnswer)
        block = feed.answer(LoadBlock(1, 0, count.last_seq))
        assert isinstance(block, LoadAnswer)
        assert said(1, "stays", "W-1") in by_holder([block.block], names)


RAW = (
    "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind, source_id, holder_id, visibility)"
    " SELECT 1, gen_random_uuid(), c.case_id, 1, 41, 1, p.person_id, 1 FROM case_ c, person p WHERE c.engagement_id = 1"
    " AND p.engagement_id = 1 AND c.number = 'H-1' AND p.name = 'QXz person'"
)
BY_VIEW = (
    "INSERT INTO event_readable (engagement, case_number, kind, occurred_at, holder, source)"
    " VALUES ('acme', 'H-1', 'comment_added', '2026-01-01', 'QXz person', 'log')"
)


@pytest.mark.parametrize("statement", [RAW, BY_VIEW])
def test_rows_inserted_past_the_desk_show_their_names_and_bring_a_left_case_back_at_once(
    office: Office, statement: str
) -> None:
    with writing(office.engine) as connection:
        append(connection, office.acme, named(4_000, [("QXz", 0)], case="H-1"), RECORDED)
        connection.execute(text("UPDATE case_ SET left_at = 5 WHERE number = 'H-1'"))
    with office.raw(office.logins["importer"]) as importer:
        importer.execute(statement)
    with office.feed_as(office.logins["client"]) as feed:
        names = small(pulled(feed, 1))
        assert "H-1" in names["case"].values()
        assert [name for name in names["person"].values() if "QX" in name] == ["QXz person"]
    with office.raw() as connection:
        left, back = connection.execute("SELECT left_at, back_at FROM case_ WHERE number = 'H-1'").fetchone() or (0, 0)
        assert left is None
        assert back > RECORDED


def test_a_client_finds_no_hidden_case_and_writes_on_none(office: Office) -> None:
    said_of = json.dumps([{"event_id": "00000000-0000-7000-8000-00000000abce", "kind": 41, "visibility": 1,
                           "data": "{}", "ad_hoc": 0}])  # fmt: skip
    with writing(office.engine) as connection:
        append(connection, office.acme, named(4_000, [("QXz", 0)], case="H-1"), RECORDED)
        hidden = connection.execute(text("SELECT case_id FROM case_ WHERE number = 'H-1'")).scalar_one()
    with office.raw(office.logins["client"]) as connection:
        assert connection.execute("SELECT desk_case(1, 'H-1'), desk_case(1, 'no such')").fetchone() == (None, None)
        words = set()
        for case in (hidden, 7_777):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute("SELECT desk_append(1, %s, 0, gen_random_uuid(), %s::jsonb)", (case, said_of))
            words.add(str(refused.value).splitlines()[0])
        assert len(words) == 1
        assert connection.execute("SELECT desk_append(1, 1, 0, gen_random_uuid(), %s::jsonb)", (said_of,)).fetchone()
    with office.raw() as connection:
        number = connection.execute(
            "SELECT c.number FROM event v JOIN case_ c USING (engagement_id, case_id)"
            " WHERE v.event_id = '00000000-0000-7000-8000-00000000abce'"
        ).fetchone()
    assert number == ("C-1",)


def test_a_client_does_not_learn_by_naming_a_queue_whether_there_is_one(office: Office) -> None:
    with writing(office.engine) as connection:
        append(connection, office.acme, named(4_000, [("QXz", 0)], case="C-1"), RECORDED)
    words = set()
    with office.raw(office.logins["client"]) as connection:
        for queue in ("QXz queue", "no such queue"):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(
                    "SELECT desk_append(1, 1, 0, gen_random_uuid(), jsonb_build_array(jsonb_build_object('event_id',"
                    " gen_random_uuid(), 'kind', 41, 'visibility', 1, 'data', '{}', 'ad_hoc', 0, 'queue', %s::text)))",
                    (queue,),
                )
            words.add(str(refused.value).splitlines()[0])
    assert len(words) == 1


def test_a_database_of_before_gives_keys_to_what_is_shared_there(empty_url: str) -> None:
    if empty_url.startswith("sqlite"):
        Path(empty_url.removeprefix("sqlite:///")).touch()
    engine = open_engine(empty_url)
    config = Config()
    config.set_main_option("script_location", str(Path(shown.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    row = (
        "INSERT INTO event_readable (engagement, case_number, kind, occurred_at, actor, holder, visibility, source_seq)"
        " VALUES ('acme', :case, 'noted', '2026-01-01T00:00:00Z', :actor, :actor, :shared, :seq)"
    )
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0012")
        connection.execute(text("INSERT INTO engagement (engagement_id, code, name) VALUES (1, 'acme', 'Acme')"))
        for table in ("person", "queue", "step", "field", "source"):
            connection.execute(text(f"INSERT INTO {table} (engagement_id, {table}_id, name) VALUES (1, 0, '')"))
        given = ("H-1 QX 0", "K-1 a 1", "K-1 QX 0", "K-1 b 1", "K-1 b 1")
        for seq, (case, actor, shared) in enumerate(each.split() for each in given):
            connection.execute(text(row), {"case": case, "actor": actor, "shared": int(shared), "seq": seq})
    with engine.connect() as connection:
        versions = connection.execute(text("SELECT row_ver FROM person ORDER BY 1")).scalars().all()
    assert migrate(engine) == SCHEMA_VERSION
    with engine.connect() as connection:
        assert connection.execute(text("SELECT row_ver FROM person ORDER BY 1")).scalars().all() == versions
        assert shown.known_keys(connection, 1) == {
            "persons": {0: 0, 2: 1, 3: 2}, "queues": {0: 0}, "steps": {0: 0}, "fields": {0: 0}, "sources": {0: 0},
            "cases": {2: 1},
        }  # fmt: skip
        found = connection.execute(text("SELECT shared_seq FROM event WHERE visibility = 1 ORDER BY source_seq")).all()
        assert [each[0] or 0 for each in found] == [0, 1, 2]
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text("UPDATE event SET shared_seq = 9"))
    answer = pulled(ClientFeed(engine, "acme"), 1)
    assert small(answer)["person"] == {0: "", 1: "a", 2: "b"}
    engine.dispose()


def test_no_setting_of_a_session_keeps_what_its_writer_says_from_being_known(office: Office) -> None:
    said_of = json.dumps([{"event_id": "00000000-0000-7000-8000-00000000abcf", "kind": 41, "visibility": 1,
                           "data": "{}", "ad_hoc": 0}])  # fmt: skip
    with office.raw() as connection:
        connection.execute("UPDATE case_ SET left_at = 5 WHERE engagement_id = 1 AND number = 'C-1'")
    with office.raw(office.logins["client"]) as connection:
        connection.execute("SET bpo_desk.entering = 'on'")
        connection.execute("SELECT desk_append(1, desk_case(1, 'C-1'), 0, gen_random_uuid(), %s::jsonb)", (said_of,))
        names = connection.execute("SELECT name FROM client_person(1, 0)").fetchall()
    assert ("Person client",) in names
    with office.raw() as connection:
        left = connection.execute("SELECT left_at FROM case_ WHERE engagement_id = 1 AND number = 'C-1'").fetchone()
    assert left == (None,)


def test_one_hidden_import_of_any_size_is_one_transaction_to_who_watches_the_server(office: Office) -> None:
    """What is left to count: transactions of the whole server, and no rows."""
    now = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    with office.raw(office.logins["client"]) as client:
        before = client.execute(now).fetchone()
        with writing(office.engine) as connection:
            append(connection, office.acme, named(5_000, [("known", 0)] * 60, case="C-1"), RECORDED)
        after = client.execute(now).fetchone()
    assert before is not None
    assert after is not None
    assert 1 <= after[0] - before[0] < 60  # the server may have had something of its own to do
