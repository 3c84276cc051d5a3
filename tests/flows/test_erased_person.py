"""A person is erased: by the command, in the shared database and, with the next sync, in every page of every desk."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bpo_desk.cache import erased_names
from bpo_desk.cache.first_page import read_remembered, write_first_page, write_remembered
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.models.dictionaries import Dictionaries, Person, Source
from bpo_desk.models.erased_names import names_person, without_name
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, TaskScheduled, new_mutation_id
from bpo_desk.models.sides import Side
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import Engine, open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.sync.run import sync_once
from tests.flows.desk_commands import Installation
from tests.flows.raw_pages import found_in
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED, batch_of, one_event
from tests.shared.people import office_on

NAME = "Zoë QXGONE"
LOOKED_FOR = ["QXGONE", "QXJOB"]


def story() -> EventBatch:
    """The person as actor, holder and in texts; a longer word that only begins like the name; enough to settle."""
    dictionaries = Dictionaries(
        persons=[Person(""), Person(NAME, Side.CUSTOMER, "QXJOB"), Person("Ada", Side.PROVIDER)],
        sources=[Source(""), Source("log")],
        values=["", f"call {NAME} back", "nothing of the kind", f"{NAME}ish", f"because of {NAME}"],
    )  # fmt: skip
    rows = [
        one_event(1, source=1, kind=EventKind.OPENED, actor=1, holder=1, occurred_at=RECORDED),
        one_event(2, source=1, kind=EventKind.COMMENT_ADDED, actor=2, new_value=1, occurred_at=RECORDED + 1),
        one_event(3, source=1, kind=EventKind.COMMENT_ADDED, actor=2, new_value=2, occurred_at=RECORDED + 2),
        one_event(4, source=1, kind=EventKind.COMMENT_ADDED, actor=2, new_value=2, reason=4, occurred_at=RECORDED + 3),
        *(one_event(10 + n, source=1, kind=EventKind.NOTED, occurred_at=RECORDED + 9 + n) for n in range(3_000)),
    ]  # fmt: skip
    data = [json.dumps({"note": NAME} if n == 2 else {}) for n in range(len(rows))]
    return batch_of(rows, ["C-1"], dictionaries=dictionaries, data=data, source_record=[""] * len(rows))


def made(url: str) -> Engine:
    engine = open_engine(url)
    init(engine)
    one = create_engagement(engine, "acme", "Acme")
    with writing(engine) as connection:
        append(connection, one, story(), RECORDED)
        for statement in (
            "INSERT INTO mapping (engagement_id, mapping_id, name, content) VALUES (1, 1, 'steps p', :said)",
            "INSERT INTO saved_view (engagement_id, saved_view_id, owner, name, content) VALUES (1, 1, '', 'v', :said)",
            "INSERT INTO review (engagement_id, review_id, case_id, reviewer, state, draft)"
            " VALUES (1, 1, 1, 'Ada', 'draft', :said)",
            "INSERT INTO access_change (engagement_id, at, by_login, what, said) VALUES (1, 1, 'x', 'y', :said)",
        ):
            connection.execute(text(statement), {"said": json.dumps({"steps": {"A": {"by": NAME}}})})
    return engine


def left_in(engine: Engine) -> list[tuple[str, int]]:
    """Tables of the shared database in which the person's name stands."""
    found = []
    with writing(engine) as connection:
        for table in ("event", "person", "mapping", "saved_view", "review", "access_change", "applied_mutation"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                if names_person(str(tuple(row)), NAME) or names_person(str(tuple(row)), json.dumps(NAME)[1:-1]):
                    found.append((table, 1))
    return found


def test_of_a_person_that_was_erased_nothing_is_left_in_any_page_of_a_desk(
    shared_url: str, tmp_path: Path, memory_key: bytes
) -> None:
    engine = made(shared_url)
    files = tmp_path / "cache.db", tmp_path / "outbox.db"
    with (
        closing(Cache.create(files[0], memory_key)) as cache,
        closing(Outbox.open_or_create(files[1], memory_key)) as box,
    ):

        def sync() -> None:
            sync_once(cache, Feed(engine), outbox=box, verify=True)

        sync()
        for payload in (CommentAdded(f"for {NAME}"), TaskScheduled("call", "x", holder=NAME), CommentAdded("kept")):
            box.add(Mutation(new_mutation_id(RECORDED), "acme", "C-1", payload, RECORDED, Actor("ada", "Ada")))
        sync()
        sync()
        views = {"filters": json.dumps([f'holder:"{NAME}"', "due<2d"]), "plain": f"holder:{NAME}", "other": "due<1d"}
        write_remembered(cache, views)
        write_first_page(cache, 1, json.dumps({"text": f"holder:{NAME}"}), [(1, {"holder": NAME, "number": "C-1"})])
        cache.tidy()
        for file in files:
            assert "QXGONE" in found_in(file, memory_key, LOOKED_FOR)
        erased = Installation(tmp_path / "home").done(
            "admin", "erase", "acme", "--person", NAME, "--why", "request 2026-17", "--to", shared_url, "--json"
        )  # fmt: skip
        said = erased.json()
        assert (said["events"], said["left"]) == (4, [])
        assert left_in(engine) == []
        sync()
        sync()
        for file in files:
            assert found_in(file, memory_key, LOOKED_FOR) == set(), file.name
        assert read_remembered(cache) == {
            "filters": json.dumps([f'holder:"{said["name"]}"', "due<2d"]), "plain": f'holder:{said["name"]}',
            "other": "due<1d",
        }  # fmt: skip
        assert [each.mutation.payload for each in box.acknowledged("acme")] == [CommentAdded("kept")]
    with writing(engine) as connection:
        kept = connection.execute(
            text("SELECT new_value FROM event WHERE kind = 41 AND new_value IS NOT NULL")
        ).scalars()
        assert sorted(kept) == ["kept"]
    engine.dispose()


def test_a_desk_that_was_killed_before_it_forgot_a_name_forgets_it_next_time(tmp_path: Path, memory_key: bytes) -> None:
    engine = made(f"sqlite:///{tmp_path / 'shared.db'}")
    with (
        closing(Cache.create(tmp_path / "cache.db", memory_key)) as cache,
        closing(Outbox.open_or_create(tmp_path / "outbox.db", memory_key)) as box,
    ):
        sync_once(cache, Feed(engine))
        write_remembered(cache, {"plain": f"holder:{NAME}"})
        with writing(engine) as connection:
            connection.execute(text("UPDATE person SET name = 'erased-person-1', role = '' WHERE person_id = 1"))
        sync_once(cache, Feed(engine))  # without an outbox: as a session that ended here
        assert read_remembered(cache) == {"plain": f"holder:{NAME}"}  # what waits is nothing for the window
        sync_once(cache, Feed(engine), outbox=box)
        assert read_remembered(cache) == {"plain": "holder:erased-person-1"}
        with cache.read() as connection:
            assert (
                connection.execute("select 1 from remembered where name = ?", (erased_names.WAITING,)).fetchone()
                is None
            )
    engine.dispose()


def test_an_administrator_erases_a_person_and_is_told_what_only_the_owner_can(
    pg_server: PostgresServer, tmp_path: Path
) -> None:
    name = "Ada Lovelace"
    with office_on(pg_server) as office:
        desk, url = Installation(tmp_path / "home"), pg_server.url(office.database, office.logins["admin"])
        told = desk.done("admin", "erase", "acme", "--person", name, "--why", "request 1", "--to", url, "--json").json()
        assert told["events"] == 8
        assert told["left"] == ["drawings"]
        assert told["only_owner"] == [
            "who its logins are",
            "the log of lists",
            "answers to desks",
            "the log of changes",
        ]
        with office.raw() as connection:
            rest = "SELECT count(*) FROM {} WHERE engagement_id = {} AND strpos({}::text, 'Ada Lovelace') > 0"
            for table in ("event", "person", "mapping", "saved_view", "review"):
                assert connection.execute(rest.format(table, 1, table)).fetchone() == (0,), table
                assert connection.execute(rest.format(table, 2, table)).fetchone() != (0,) or table in (
                    "saved_view",
                    "review",
                )
        again = desk.run("admin", "erase", "acme", "--person", "Nobody Here", "--why", "x", "--to", url)
        assert again.code == 1
        for words in (("--why", "Grace Hopper asks"), ("--why", " ")):
            assert desk.run("admin", "erase", "acme", "--person", "Grace Hopper", *words, "--to", url).code == 2
        for role in ("viewer", "importer", "client"):
            as_role = pg_server.url(office.database, office.logins[role])
            refused = desk.run("admin", "erase", "acme", "--person", "Grace Hopper", "--why", "x", "--to", as_role)
            assert refused.code == 1, role
            assert "Traceback" not in refused.err
        with office.raw() as connection:
            kept = "SELECT count(*) FROM person WHERE engagement_id = 1 AND name = 'Grace Hopper'"
            assert connection.execute(kept).fetchone() == (1,)


@pytest.mark.parametrize(
    ("said", "stands"),
    [("Al", True), ("Also", False), ("x Al.", True), ("Al-Bo", True), ("Alé", False), ('{"a": "Al"}', True)],
)
def test_a_name_is_found_as_a_whole_word(said: str, stands: bool) -> None:
    assert names_person(said, "Al") is stands
    assert (without_name(said, "Al", "X") != said) is stands
