"""Opening a shared database: what goes wrong is said as a kind, with the object and the next step."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bpo_desk import __version__
from bpo_desk.errors import (
    DatabaseUnreachable,
    DeskError,
    DiskFull,
    NotFound,
    SchemaTooNew,
    WrongCredentials,
    WrongUsage,
)
from bpo_desk.shared.admin import create_engagement, find_engagement, init, migrate
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, reading, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import Hello, Pull
from tests.postgres_server import PostgresServer, running_postgres
from tests.shared.batches import batch_of, one_event
from tests.shared.conftest import Desk


@pytest.fixture
def opened() -> Iterator[Callable[..., Engine]]:
    engines: list[Engine] = []

    def open_it(url: str, password: str | None = None) -> Engine:
        engines.append(open_engine(url, password))
        return engines[-1]

    yield open_it
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql+psycopg://user:secret@host/db", "contains a password"),
        ("mysql://host/db", "not supported"),
        ("sqlite://", "needs a file"),
        ("no url at all", "not understood"),
    ],
)
def test_a_url_that_cannot_be_right_is_wrong_usage(url: str, words: str) -> None:
    with pytest.raises(WrongUsage, match=words) as raised:
        open_engine(url)
    assert "secret" not in str(raised.value)


def test_a_missing_file_is_not_made_by_looking(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(DatabaseUnreachable, match=r"none\.db"):
        Feed(opened(f"sqlite:///{path}")).answer(Hello())
    assert not path.exists()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(DatabaseUnreachable, match="cannot be read"):
        Feed(opened(f"sqlite:///{path}")).answer(Hello())
    assert path.read_text().startswith("Dear Sir")


def test_a_database_of_another_program_is_not_touched(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE music(title)")
    connection.close()
    with pytest.raises(DeskError, match="another program"):
        init(opened(f"sqlite:///{path}"))


def test_a_database_without_tables_says_how_to_make_them(pg_url: str, opened: Callable[..., Engine]) -> None:
    with pytest.raises(NotFound) as raised:
        Feed(opened(pg_url)).answer(Hello())
    assert (raised.value.code, raised.value.next_step) == ("schema_missing", "Run: bpo-desk admin init")


def test_a_dead_server_is_unreachable_with_its_place(opened: Callable[..., Engine]) -> None:
    with (
        pytest.raises(DatabaseUnreachable, match=r"127\.0\.0\.1:1 ") as raised,
        reading(opened("postgresql+psycopg://u@127.0.0.1:1/desk")),
    ):
        pass
    assert raised.value.next_step


def test_an_unknown_database_is_said_to_be_missing(pg_server: PostgresServer, opened: Callable[..., Engine]) -> None:
    with pytest.raises(DatabaseUnreachable, match="does not exist"), reading(opened(pg_server.url("nowhere"))):
        pass


def test_an_unknown_user_has_wrong_credentials(pg_server: PostgresServer, opened: Callable[..., Engine]) -> None:
    with pytest.raises(WrongCredentials, match="nobody_here"), reading(opened(pg_server.url(user="nobody_here"))):
        pass


def test_a_wrong_password_is_told_from_a_right_one_and_never_shown(opened: Callable[..., Engine]) -> None:
    with running_postgres() as server:
        with psycopg.connect(server.conninfo(), autocommit=True) as connection:
            connection.execute("SET password_encryption = 'scram-sha-256'")
            connection.execute("CREATE ROLE clerk LOGIN PASSWORD 'right one'")
            hba = server.folder / connection.execute("SHOW hba_file").fetchone()[0]  # type: ignore[index]
            hba.write_text("host all clerk 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n")
            server.reload()
        url = server.url(user="clerk")
        for password in ("wrong one", None):
            with pytest.raises(WrongCredentials, match="clerk") as raised, reading(opened(url, password)):
                pass
            assert "wrong one" not in str(raised.value)
        right = opened(url, "right one")
        with reading(right) as connection_of_clerk:
            assert connection_of_clerk.execute(text("SELECT current_user")).scalar() == "clerk"
        assert "right one" not in repr(right)
        right.dispose()


def test_a_server_gone_in_the_middle_is_unreachable_and_the_feed_works_again_after(
    opened: Callable[..., Engine],
) -> None:
    with running_postgres() as server:
        engine = opened(server.url())
        init(engine)
        feed = Feed(engine)
        feed.answer(Hello())
        server.stop(immediately=True)
        with pytest.raises(DatabaseUnreachable):
            feed.answer(Hello())
        server.start()
        feed.answer(Hello())
        engine.dispose()


def test_a_newer_schema_is_refused_for_every_use(desk: Desk, opened: Callable[..., Engine]) -> None:
    with writing(desk.engine) as connection:
        connection.execute(text("UPDATE sync_meta SET schema_version = 99"))
    later = opened(desk.engine.url.render_as_string())
    for use in (
        lambda: Feed(later).answer(Hello()),
        lambda: migrate(later),
        lambda: create_engagement(later, "x", "X"),
    ):
        with pytest.raises(SchemaTooNew, match="schema 99"):
            use()


def test_a_migration_by_a_newer_program_stops_the_feed_at_its_next_pull(desk: Desk) -> None:
    feed = desk.feed
    feed.answer(Pull(desk.engagement.engagement_id, 0))
    with writing(desk.engine) as connection:
        connection.execute(text("UPDATE sync_meta SET schema_version = 99"))
    with pytest.raises(SchemaTooNew):
        feed.answer(Pull(desk.engagement.engagement_id, 0))


def test_a_full_disk_stores_nothing_of_the_batch(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    engine = opened(f"sqlite:///{tmp_path / 'small.db'}")
    init(engine)
    small = Desk(engine, create_engagement(engine, "acme", "Acme"))
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
        connection.rollback()
        batch = batch_of([one_event(n) for n in range(5000)], ["A"])
        with pytest.raises(DiskFull, match=r"small\.db"):
            append(connection, small.engagement, batch, 1)
        connection.rollback()
    engine.dispose()
    assert small.load() == {}


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(DatabaseUnreachable, match="cannot be made"):
        init(opened(f"sqlite:///{folder / 'x.db'}"))


def test_a_missing_folder_is_said(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    with pytest.raises(DatabaseUnreachable, match="no folder"):
        init(opened(f"sqlite:///{tmp_path / 'no' / 'x.db'}"))


def test_an_engagement_is_found_by_its_code_and_the_others_are_named(desk: Desk) -> None:
    assert find_engagement(desk.engine, "acme") == desk.engagement
    with pytest.raises(NotFound, match="There are: acme"):
        find_engagement(desk.engine, "acne")
    with pytest.raises(WrongUsage, match="engagement acme already"):
        create_engagement(desk.engine, "acme", "Twice")


def test_connections_have_their_time_outs_and_pragmas(desk: Desk) -> None:
    with reading(desk.engine) as connection:
        if desk.engine.dialect.name == "sqlite":
            names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
            assert found == ["wal", 2, 1, 30000, 1]
        else:
            names = ("application_name", "jit", "statement_timeout", "idle_in_transaction_session_timeout")
            found = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names]
            assert found == [f"bpo_desk/{__version__}", "off", "5min", "5min"]
