"""A login that is refused is understood by its code, in whatever language the server speaks: access that was taken away
is told from a slip of the fingers, a wrong database and a server that has no place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bpo_desk.errors import AccessRevoked, DatabaseUnreachable, DeskError, WrongCredentials
from bpo_desk.shared.engine import open_engine, parsed_url, reading
from bpo_desk.shared.failures import desk_error
from bpo_desk.shared.login_code import LoginCode, login_code
from tests.postgres_server import PostgresServer
from tests.shared.tls_server import HOST, PASSWORD, let_in, running_tls_server, set_and_reload


@pytest.fixture(scope="module")
def german() -> Iterator[tuple[PostgresServer, Path]]:
    """A server over TLS that speaks German; skipped where the system's PostgreSQL has no such catalogue."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LANGUAGE", "de")
        environment.setenv("LC_ALL", "C.UTF-8")
        with running_tls_server() as (server, folder):
            set_and_reload(server, "lc_messages", "C.UTF-8")
            with psycopg.connect(server.conninfo(), autocommit=True) as connection:
                try:
                    connection.execute("SELECT 1 / 0")
                except psycopg.Error as error:
                    if "Division durch Null" not in str(error):
                        pytest.skip("the PostgreSQL of this system does not speak German")
                connection.execute("CREATE DATABASE closed")
                connection.execute("REVOKE ALL ON DATABASE closed FROM PUBLIC")
            yield server, folder


def refusal(german: tuple[PostgresServer, Path], password: str | None = PASSWORD, **given: str) -> DeskError:
    server, folder = german
    user, database = given.get("user", "clerk"), given.get("database", "postgres")
    url = f"postgresql+psycopg://{user}@{HOST}:{server.port}/{database}?hostaddr=127.0.0.1&sslrootcert={folder}/ca.pem"
    engine = open_engine(url, password)
    try:
        with pytest.raises(DeskError) as raised, reading(engine):
            pass
    finally:
        engine.dispose()
    assert PASSWORD not in str(raised.value)
    return raised.value


def test_a_server_that_speaks_german_is_understood(german: tuple[PostgresServer, Path]) -> None:
    server = german[0]
    assert type(refusal(german, "a slip")) is WrongCredentials
    assert type(refusal(german, user="nobody_here")) is WrongCredentials
    assert "does not exist" in str(refusal(german, database="not_there"))
    let_in(server, "hostssl all clerk 127.0.0.1/32 scram-sha-256", "hostssl all nobody_here 127.0.0.1/32 scram-sha-256")
    shut = refusal(german, database="closed")
    assert type(shut) is AccessRevoked
    assert "keine Berechtigung" in str(shut)
    assert type(refusal(german, "a slip", user="nobody_here")) is WrongCredentials
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("ALTER ROLE clerk NOLOGIN")
        try:
            assert type(refusal(german)) is AccessRevoked
            assert type(refusal(german, "a slip")) is WrongCredentials  # who has not proven who he is is told nothing
        finally:
            connection.execute("ALTER ROLE clerk LOGIN")


GERMAN = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: FATAL:  Rolle »ada« ...'


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (LoginCode("28000", True), AccessRevoked),
        (LoginCode("28000", False), WrongCredentials),  # an address or a name that is not let in: asked nothing yet
        (LoginCode("42501", False), AccessRevoked),
        (LoginCode("28P01", True), WrongCredentials),
        (LoginCode("3D000", True), DatabaseUnreachable),
        (LoginCode("57P03", False), DatabaseUnreachable),
        (LoginCode("53300", False), DatabaseUnreachable),
        (None, DatabaseUnreachable),
    ],
)
def test_words_of_another_language_count_by_their_code(code: LoginCode | None, kind: type[DeskError]) -> None:
    url = parsed_url("postgresql+psycopg://ada@far.example/desk")
    assert type(desk_error(psycopg.OperationalError(GERMAN), url, lambda: code)) is kind


def test_a_dead_line_and_a_full_server_are_not_asked_again() -> None:
    url = parsed_url("postgresql+psycopg://ada@far.example/desk")

    def never() -> LoginCode | None:
        raise AssertionError("asked again")

    for words in (
        'connection failed: connection to server at "10.0.0.1", port 5432 failed: Connection refused',
        "connection failed: FATAL:  sorry, too many clients already",
        "connection failed: FATAL:  the database system is starting up",
    ):
        assert type(desk_error(psycopg.OperationalError(words), url, never)) is DatabaseUnreachable


def test_the_code_of_a_refusal_is_what_the_server_gave(pg_server: PostgresServer) -> None:
    place = {"host": "127.0.0.1", "port": pg_server.port, "dbname": "postgres"}
    assert login_code({**place, "user": "nobody_here"}) == LoginCode("28000", False)
    assert login_code({**place, "user": "postgres", "dbname": "not_there"}) == LoginCode("3D000", False)
    assert login_code({**place, "user": "postgres"}) is None  # let in
    assert login_code({**place, "user": "postgres", "port": 1}) is None  # no server
