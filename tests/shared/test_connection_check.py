"""Each step on the way to a shared database is told with its object, its reason and what to do, on real servers."""

import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from bpo_desk.models.connection_step import Mark, Step, StepName, step_of
from bpo_desk.models.engagement import Role
from bpo_desk.shared import members
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.connection_check import check_connection
from bpo_desk.shared.engine import open_engine, writing
from tests.flows.desk_commands import Installation, sqlite_url
from tests.postgres_server import PostgresServer
from tests.shared.test_transport import WEAKENED
from tests.shared.tls_server import HOST, PASSWORD, running_tls_server, set_and_reload, sign_server


@pytest.fixture(scope="module")
def tls() -> Iterator[tuple[PostgresServer, Path]]:
    """A server with the tables of the desk in the database "desk", where clerk is a viewer of acme."""
    with running_tls_server() as (server, folder):
        engine = open_engine(server.url())
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CREATE DATABASE desk"))
            connection.execute(text("CREATE DATABASE bare"))
        engine.dispose()
        engine = open_engine(server.url("desk"))
        init(engine)
        acme = create_engagement(engine, "acme", "Acme")
        with writing(engine) as connection:
            members.grant(connection, "clerk", Role.VIEWER, acme, password=PASSWORD)
            members.grant(connection, "clerk", Role.REVIEWER, acme)
        engine.dispose()
        yield server, folder


def address(server: PostgresServer, authority: Path | str, host: str = HOST, database: str = "desk") -> str:
    return f"postgresql+psycopg://clerk@{host}:{server.port}/{database}?hostaddr=127.0.0.1&sslrootcert={authority}"


def tried(url: str, password: str | None = PASSWORD) -> dict[str, Step]:
    steps = list(check_connection(url, password))
    assert all(step_of(step.document()) == step for step in steps)
    assert all(PASSWORD not in f"{step.words}{step.next_step}" for step in steps)
    assert all(step.next_step for step in steps if step.mark in (Mark.FAILED, Mark.WARNED))
    return {step.name.value: step for step in steps}


def failure(found: dict[str, Step]) -> tuple[str, Step]:
    """The one failed step; nothing was tried behind it."""
    names = list(found)
    failed = [name for name, step in found.items() if step.mark is Mark.FAILED]
    assert len(failed) == 1
    behind = [found[name] for name in names[names.index(failed[0]) + 1 :]]
    assert all(step.mark is Mark.SKIPPED for step in behind)
    return failed[0], found[failed[0]]


def test_a_good_way_is_ticked_step_by_step_whatever_the_environment_says(
    tls: tuple[PostgresServer, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, folder = tls
    for name, value in WEAKENED.items():
        monkeypatch.setenv(name, value)
    found = tried(address(server, folder / "ca.pem"))
    assert {name: step.mark for name, step in found.items()} == {
        name.value: Mark.OK for name in StepName if name is not StepName.FILE
    }
    assert list(found) == [name.value for name in StepName if name is not StepName.FILE]
    assert "PGHOST" in found["address"].words
    assert "are not used" in found["address"].words
    assert f"{HOST} is 127.0.0.1" in found["name"].words
    assert str(server.port) in found["port"].words
    assert "TLSv1.3" in found["tls"].words
    assert "valid until 20" in found["certificate"].words
    assert "channel binding" in found["channel"].words
    assert "clerk" in found["login"].words
    assert "clerk works in acme as reviewer, viewer" in found["access"].words
    assert "ms" in found["speed"].words


def test_a_certificate_of_an_unknown_authority_names_what_to_ask_for(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    for authority in (folder / "other.pem", "system"):
        name, step = failure(tried(address(server, authority)))
        assert (name, step.code) == ("certificate", "not_trusted")
        assert "certificate authority" in step.next_step
        assert "do not connect" in step.next_step


def test_a_certificate_for_another_name_says_for_which(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    name, step = failure(tried(address(server, folder / "ca.pem", "other.example")))
    assert (name, step.code) == ("certificate", "wrong_name")
    assert f"It is for {HOST}." in step.words


@pytest.mark.parametrize(("days", "mark", "code"), [(0, Mark.FAILED, "expired"), (5, Mark.WARNED, "")])
def test_a_certificate_that_is_over_or_soon_will_be(
    tls: tuple[PostgresServer, Path], days: int, mark: Mark, code: str
) -> None:
    server, folder = tls
    sign_server(folder, "ca", HOST, days)
    set_and_reload(server, "ssl", "on")
    try:
        found = tried(address(server, folder / "ca.pem"))
    finally:
        sign_server(folder, "ca", HOST)
        set_and_reload(server, "ssl", "on")
    step = found["certificate"]
    assert (step.mark, step.code) == (mark, code)
    assert "renew" in step.next_step
    assert (found["login"].mark is Mark.OK) is (mark is Mark.WARNED)


def test_a_file_that_is_no_authority_is_named(tls: tuple[PostgresServer, Path], tmp_path: Path) -> None:
    server, _folder = tls
    (tmp_path / "notes.txt").write_text("nothing of an authority")
    name, step = failure(tried(address(server, tmp_path / "notes.txt")))
    assert name == "certificate"
    assert "notes.txt" in step.words
    name, step = failure(tried(address(server, tmp_path / "none.pem")))
    assert (name, step.code) == ("address", "no_authority")


@pytest.mark.parametrize(
    ("setting", "value", "back", "code"),
    [("ssl", "off", "on", "no_tls"), ("ssl_max_protocol_version", "TLSv1.2", "", "no_tls_13")],
)
def test_a_server_without_encryption_or_with_an_old_one_gets_nothing(
    tls: tuple[PostgresServer, Path], setting: str, value: str, back: str, code: str
) -> None:
    server, folder = tls
    set_and_reload(server, setting, value)
    try:
        name, step = failure(tried(address(server, folder / "ca.pem")))
    finally:
        set_and_reload(server, setting, back)
    assert (name, step.code) == ("tls", code)
    assert "administrator" in step.next_step


def test_a_wrong_password_and_a_missing_one_are_the_login(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    for password in ("wrong one", None):
        name, step = failure(tried(address(server, folder / "ca.pem"), password))
        assert (name, step.code) == ("login", "wrong_credentials")
        assert "password" in step.next_step


def test_a_database_that_is_not_there_and_one_without_tables(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    name, step = failure(tried(address(server, folder / "ca.pem", database="nowhere")))
    assert name == "login"
    assert "nowhere" in step.words
    name, step = failure(tried(address(server, folder / "ca.pem", database="bare")))
    assert (name, step.code) == ("schema", "schema_missing")
    assert "administrator" in step.next_step


@pytest.mark.parametrize(("change", "code"), [("+ 1", "schema_too_new"), ("- 1", "schema_too_old")])
def test_a_schema_of_another_version_is_named(tls: tuple[PostgresServer, Path], change: str, code: str) -> None:
    server, folder = tls
    back = "- 1" if change == "+ 1" else "+ 1"
    with psycopg.connect(server.conninfo("desk"), autocommit=True) as connection:
        connection.execute(f"UPDATE sync_meta SET schema_version = schema_version {change}".encode())
        try:
            name, step = failure(tried(address(server, folder / "ca.pem")))
        finally:
            connection.execute(f"UPDATE sync_meta SET schema_version = schema_version {back}".encode())
    assert (name, step.code) == ("schema", code)


def test_a_login_without_a_role_is_told_what_to_ask_for(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    engine = open_engine(server.url("desk"))
    with writing(engine) as connection:
        connection.execute(text("UPDATE membership SET login = 'clerk_away' WHERE login = 'clerk'"))
    try:
        found = tried(address(server, folder / "ca.pem"))
    finally:
        with writing(engine) as connection:
            connection.execute(text("UPDATE membership SET login = 'clerk' WHERE login = 'clerk_away'"))
        engine.dispose()
    assert found["access"].mark is Mark.WARNED
    assert "bpo-desk admin grant clerk viewer" in found["access"].next_step


def test_a_name_that_leads_nowhere() -> None:
    name, step = failure(tried("postgresql+psycopg://u@no-such-host.invalid/d"))
    assert (name, step.code) == ("name", "name_unknown")
    assert "no-such-host.invalid" in step.words


def test_a_port_where_nothing_listens_and_one_where_something_else_does() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    name, step = failure(tried(f"postgresql+psycopg://u@127.0.0.1:{port}/d"))
    assert (name, step.code) == ("port", "port_silent")
    assert str(port) in step.words
    for answer in (b"HTTP/1.1 400 Bad Request\r\n\r\n", b""):
        with listening(answer) as port:
            name, step = failure(tried(f"postgresql+psycopg://u@127.0.0.1:{port}/d"))
        assert (name, step.code) == ("tls", "not_postgresql")


class listening:
    """Something that answers the first bytes with its own, and hangs up."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    def _serve(self) -> None:
        line, _from = self._socket.accept()
        with line:
            line.recv(64)
            line.sendall(self._answer)

    def __enter__(self) -> int:
        self._thread.start()
        return int(self._socket.getsockname()[1])

    def __exit__(self, *_error: object) -> None:
        self._thread.join()
        self._socket.close()


def test_on_this_machine_a_plain_server_is_good_enough(pg_server: PostgresServer, pg_url: str) -> None:
    engine = open_engine(pg_url)
    init(engine)
    create_engagement(engine, "acme", "Acme")
    engine.dispose()
    found = tried(pg_url, None)
    assert found["tls"].mark is Mark.OK
    assert "not asked for" in found["tls"].words
    assert {found[name].mark for name in ("certificate", "channel")} == {Mark.SKIPPED}
    assert "acme as owner" in found["access"].words
    assert found["clock"].mark is Mark.OK


# files


def test_a_file_is_ticked_step_by_step(tmp_path: Path) -> None:
    desk, url = Installation(tmp_path / "home"), sqlite_url(tmp_path / "shared.db")
    desk.done("admin", "init", "--to", url)
    found = tried(url, None)
    assert list(found) == ["address", "file", "schema", "access", "speed"]
    assert found["access"].mark is Mark.WARNED
    assert "no engagement" in found["access"].words


def _nothing(path: Path) -> None:
    pass


def _other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table photos (id)")


def _text(path: Path) -> None:
    path.write_text("not a database at all, and long enough to have a header of a hundred bytes" * 3)


def _old(path: Path) -> None:
    _table(path, 1)


def _table(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("create table sync_meta (schema_version)")
        other.execute("insert into sync_meta values (?)", (version,))


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (_nothing, "file", "no_file"), (Path.mkdir, "file", "no_file"), (_other_program, "file", "other_program"),
        (_text, "file", "database_unreachable"), (_old, "schema", "schema_too_old"),
        (lambda path: _table(path, 99), "schema", "schema_too_new"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_the_desks_is_named_and_not_touched(
    tmp_path: Path, make: Callable[[Path], None], name: str, code: str
) -> None:
    path = tmp_path / "shared.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    at, step = failure(tried(sqlite_url(path), None))
    assert (at, step.code) == (name, code)
    if name == "file":
        assert (path.read_bytes() if path.is_file() else None) == before


# the command


def test_the_command_tests_and_remembers_nothing_until_it_is_to(tmp_path: Path) -> None:
    desk, url = Installation(tmp_path / "home"), sqlite_url(tmp_path / "shared.db")
    desk.done("admin", "init", "--to", url)
    lines = desk.done("connect", url, "--test", "--json").lines()
    assert [line["event"] for line in lines] == ["step"] * 5 + ["done"]
    assert lines[-1] == {"event": "done", "ok": True, "remembered": False, "password_kept": False, "note": ""}
    assert desk.run("connect").code == 1
    assert "follows it" in desk.done("connect", url).err
    assert desk.done("connect", "--test").err.startswith("ok    address:")
    missing = desk.run("connect", sqlite_url(tmp_path / "none.db"), "--json")
    assert missing.code == 1
    assert missing.lines()[-1]["ok"] is False
    assert desk.done("connect", "--test", "--json").lines()[0]["words"] == f"The file {tmp_path / 'shared.db'}."


def test_a_profile_with_files_of_one_database_does_not_follow_another(tmp_path: Path) -> None:
    desk, url = Installation(tmp_path / "home"), sqlite_url(tmp_path / "shared.db")
    other = sqlite_url(tmp_path / "other.db")
    for each in (url, other):
        desk.done("admin", "init", "--to", each)
    desk.done("connect", url)
    desk.done("connect", other)  # nothing was read or written yet
    desk.sync(other)
    refused = desk.run("connect", url, "--json")
    assert refused.code == 1
    assert refused.json()["error"]["code"] == "other_database"
    desk.done("connect", url, "--moved")
    assert desk.done("connect", other, "--moved", "--profile", "second").code == 0


def test_the_command_takes_the_password_by_a_pipe_and_prints_it_nowhere(
    tls: tuple[PostgresServer, Path], tmp_path: Path
) -> None:
    server, folder = tls
    desk = Installation(tmp_path / "home")
    done = desk.run("connect", address(server, folder / "ca.pem"), "--password-stdin", "--json", stdin=f"{PASSWORD}\n")
    assert done.code == 0, done.out
    assert PASSWORD not in done.out + done.err
    end = done.lines()[-1]
    assert end["remembered"] is True
    assert end["password_kept"] or "password was not kept" in end["note"]
    assert PASSWORD not in (tmp_path / "home" / "settings.toml").read_text()
