"""Databases and local files that somebody prepared, cut off or holds up: told with their place, and nothing lost."""

import contextlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert

from bpo_desk.cache import read
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError, DiskFull, WrongKey
from bpo_desk.models.engagement import Role
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, new_mutation_id
from bpo_desk.shared import members, tables
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.sync.run import sync_once
from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.small_logs import write_csv
from tests.outbox.desks import Office
from tests.postgres_server import PostgresServer
from tests.shared.people import open_office

MANY = 40


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """The file of a shared database with three cases."""
    desk, path = Installation(tmp_path / "maker"), tmp_path / "shared.db"
    desk.done("admin", "init", "--to", sqlite_url(path))
    desk.import_json(sqlite_url(path), write_csv(tmp_path / "log.csv"))
    return path


@pytest.mark.parametrize(
    "statements",
    [
        (
            "ALTER TABLE person RENAME TO people",
            "CREATE VIEW person AS SELECT *, load_extension('/tmp/evil') FROM people",
        ),
        ("CREATE TRIGGER evil AFTER INSERT ON event BEGIN SELECT writefile('/tmp/evil', 'x'); END",),
        ("CREATE TRIGGER evil AFTER INSERT ON event BEGIN SELECT fts3_tokenizer('x', x'00'); END",),
        ("CREATE TABLE big AS WITH RECURSIVE n(x) AS (VALUES(1)) SELECT x FROM n",),
    ],
)
def test_a_shared_file_with_views_and_triggers_of_somebody_runs_nothing_dangerous(
    shared: Path, tmp_path: Path, statements: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(shared)) as evil, evil:
        for statement in statements:
            evil.execute(statement)
    desk = Installation(tmp_path / "home")
    synced = desk.run("sync", "--from", sqlite_url(shared), "--json")
    assert "Traceback" not in synced.err
    assert synced.code in (0, 1)
    write_csv(tmp_path / "more.csv", [("C-9", "Register", "2026-03-09T08:00:00Z", "Ana")])
    put = desk.run("import", tmp_path / "more.csv", "--to", sqlite_url(shared), "--engagement", "acme", "--json")
    assert "Traceback" not in put.err
    assert put.code in (0, 1)
    assert not Path("/tmp/evil").exists()
    with closing(open_engine(sqlite_url(shared)).raw_connection()) as connection:
        assert connection.cursor().execute("PRAGMA trusted_schema").fetchone() == (0,)


def test_a_log_of_the_local_copy_that_was_cut_off_or_lost_costs_no_more_than_its_end(
    tmp_path: Path, memory_key: bytes
) -> None:
    """The file and its write-ahead log cut at every page, without its index: what is read is a prefix of what was
    written, or the damage is told."""
    path = tmp_path / "cache.db"
    cache = Cache.create(path, memory_key)
    with cache.write() as connection:
        connection.execute("create table said (number)")
    for number in range(8):
        with cache.write() as connection:
            connection.execute("insert into said values (?)", (number,))
    whole = Path(f"{path}-wal").read_bytes()
    file = path.read_bytes()
    cache_files = tmp_path / "cache.db-key"
    seen = set()
    for cut in [*range(0, len(whole), 4_000), len(whole)]:
        folder = tmp_path / f"cut-{cut}"
        folder.mkdir()
        (folder / "cache.db").write_bytes(file)
        shutil.copy(cache_files, folder / "cache.db-key")
        (folder / "cache.db-wal").write_bytes(whole[:cut])
        with contextlib.suppress(DeskError), closing(Cache.open(folder / "cache.db", memory_key)) as copy:
            found = [row[0] for row in copy.rows("select number from said")] if _has(copy) else []
            assert found == list(range(len(found)))
            seen.add(len(found))
    assert max(seen) == 8
    cache.close()


def _has(cache: Cache) -> bool:
    return bool(cache.rows("select 1 from sqlite_master where name = 'said'"))


def test_a_view_of_somebody_that_calls_out_is_refused_as_tampered(shared: Path, tmp_path: Path) -> None:
    """Not only without effect: told, with the file, and the local copy stays as it was."""
    desk = Installation(tmp_path / "home")
    desk.sync(sqlite_url(shared))
    before = desk.cases()["total"]
    with closing(sqlite3.connect(shared)) as evil, evil:
        evil.execute("ALTER TABLE person RENAME TO people")
        evil.execute(f"CREATE VIEW person AS SELECT *, load_extension('{tmp_path / 'evil'}') FROM people")
    synced = desk.run("sync", "--json")
    assert synced.code == 1
    said = json.loads(synced.out.strip().splitlines()[-1])
    assert "shared.db" in json.dumps(said)
    assert "Traceback" not in synced.err
    assert desk.cases()["total"] == before


def test_a_disk_that_is_full_at_any_write_of_a_sync_is_told_and_the_next_sync_makes_the_copy_whole(
    shared: Path, tmp_path: Path, memory_key: bytes
) -> None:
    """A little more room each time: the disk is full at each write of the load in turn."""
    desk = Installation(tmp_path / "maker")
    rows = [(f"C-{n}", f"Step {n % 7}", "2026-03-02T08:00:00Z", f"Ana {n}") for n in range(150)]
    desk.import_json(sqlite_url(shared), write_csv(tmp_path / "more.csv", rows))
    engine = open_engine(sqlite_url(shared))
    full = 0
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    pages = cache.rows("pragma page_count")[0][0]
    for more in range(0, 400, 2):
        cache.connection.execute(f"pragma max_page_count = {pages + more}")
        try:
            sync_once(cache, Feed(engine))
        except DiskFull:
            full += 1
            cache.check()
            continue
        break
    assert 5 < full < 200
    cache.connection.execute("pragma max_page_count = 1000000")
    lines: list[dict[str, object]] = []
    sync_once(cache, Feed(engine), lambda line: lines.append(dict(line)), verify=True)
    assert not [line for line in lines if line["event"] == "cleared"]
    cache.check()
    with cache.read() as connection:
        one = int(connection.execute("select engagement_id from engagement").fetchone()[0])
    assert len(read.queue(cache, one).cases["case"]) == 150
    cache.close()
    engine.dispose()


def test_a_copy_of_another_user_does_not_open(tmp_path: Path, memory_key: bytes) -> None:
    for make in (Cache.create, Outbox.open_or_create):
        path = tmp_path / f"{make.__qualname__}.db"
        make(path, bytes(reversed(memory_key))).close()
        with pytest.raises(WrongKey) as found:
            (Cache.open if make is Cache.create else Outbox.open_or_create)(path, memory_key)
        assert found.value.next_step


def test_a_writer_that_idles_in_its_transaction_delays_nothing_that_was_committed(
    pg_shared_url: str, tmp_path: Path
) -> None:
    office = Office.open(pg_shared_url, tmp_path)
    desk = office.desk()
    desk.sync()
    plain = pg_shared_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain) as idle:
        idle.execute("SELECT pg_current_xact_id()")  # holds the watermark for as long as it lives
        other = office.desk()
        other.sync()
        other.outbox.add(Mutation(new_mutation_id(1), "acme", "C-1", CommentAdded("beside it"), 1, Actor("b", "B")))
        other.sync()
        for _round in range(2):
            desk.sync()
        assert len(desk.case().events) == len(other.case().events)
        idle.rollback()
    desk.sync()
    assert len(desk.case().events) == len(other.case().events)
    for each in office.desks:
        each.close()
    office.engine.dispose()


def test_a_revoked_login_with_two_hundred_notes_loses_none_of_them_and_is_told(
    pg_server: PostgresServer, tmp_path: Path, memory_key: bytes
) -> None:
    office = open_office(pg_server, pg_server.create_database())
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    outbox = Outbox.open_or_create(tmp_path / "outbox.db", memory_key)
    login = office.logins["reviewer"]
    with office.feed_as(login) as feed:
        sync_once(cache, feed, outbox=outbox)
        actor = Actor(login, "Person reviewer")
        outbox.add_all(
            [Mutation(new_mutation_id(n), "acme", "C-1", CommentAdded(f"note {n}"), n, actor) for n in range(1, 201)]
        )
        with writing(office.engine) as connection:
            members.revoke(connection, login)
            members.grant(connection, login, Role.VIEWER, office.bolt)  # it still gets in, elsewhere
        lines: list[dict[str, object]] = []
        sync_once(cache, feed, lambda line: lines.append(dict(line)), outbox=outbox)
    refused = outbox.needing_attention()
    assert len(refused) + len(outbox.to_send()) == 200
    assert {entry.mutation.payload for entry in [*refused, *outbox.to_send()]} == {
        CommentAdded(f"note {n}") for n in range(1, 201)
    }
    assert all(entry.words or entry.refusal for entry in refused)
    cache.close()
    outbox.close()
    office.close()


def test_many_engagements_are_synced_and_listed(tmp_path: Path, memory_key: bytes) -> None:
    url = sqlite_url(tmp_path / "shared.db")
    Installation(tmp_path / "home").done("admin", "init", "--to", url)
    engine = open_engine(url)
    with writing(engine) as connection:  # as many rows as an administrator would make one by one
        connection.execute(
            insert(tables.engagement),
            [{"engagement_id": n, "code": f"e{n:05}", "name": f"Engagement {n}"} for n in range(1, MANY + 1)],
        )
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    lines: list[dict[str, object]] = []
    sync_once(cache, Feed(engine), lambda line: lines.append(dict(line)))
    assert cache.rows("select count(*) from engagement") == [(MANY,)]
    lines.clear()
    sync_once(cache, Feed(engine), lambda line: lines.append(dict(line)))
    assert {line["event"] for line in lines} == {"synced"}
    cache.close()
    engine.dispose()
