"""Opens a shared database: connections with their time-outs and pragmas, and the two ways to use one.

Failures come out as DeskError kinds. No tables and no statements of the product here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.engine import Connection as Connection  # noqa: PLC0414 - for those above, who pass one on
from sqlalchemy.engine import Engine as Engine  # noqa: PLC0414 - for those above, who pass one on
from sqlalchemy.exc import ArgumentError

from bpo_desk.errors import DatabaseUnreachable, DeskError, SchemaTooNew, WrongUsage
from bpo_desk.shared.failures import desk_error, place
from bpo_desk.shared.login_code import LoginCode, login_code
from bpo_desk.shared.transport import connect_parameters

SCHEMA_VERSION: Final = 14
"""The schema that this program writes and reads; the newest file in migrations/versions."""

_BUSY_SECONDS: Final = 30.0
_POSTGRESQL_OPTIONS: Final = {
    "statement_timeout": "300s",
    "lock_timeout": "60s",
    "idle_in_transaction_session_timeout": "300s",
    "jit": "off",  # costs more than it gains on our short and wide statements
    "timezone": "UTC",
    "client_encoding": "UTF8",
}
_SQLITE_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was reported as committed survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",  # what is erased leaves no bytes behind in the file
)


def open_engine(url: str, password: str | None = None) -> Engine:
    """An engine for a shared database; connects on first use.

    `url` is an SQLAlchemy URL without a password: `postgresql+psycopg://user@host/db` or `sqlite:///path`. Raises
    WrongUsage for any other, and for one that asks for a weaker transport than `transport` allows. Connections raise
    DatabaseUnreachable, WrongCredentials, DiskFull and SchemaTooNew.
    A SQLite file that does not exist is not created here: `admin.init` does that.
    """
    parsed = parsed_url(url)
    engine = _sqlite_engine(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql_engine(parsed, password)
    event.listen(engine, "connect", _refuse_newer_schema)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection whose statements all see one snapshot and that cannot write."""
    with engine.connect() as plain:
        if engine.dialect.name == "sqlite":
            connection = plain.execution_options(desk_begin="BEGIN")
        else:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that commits at the end and rolls back on an exception."""
    with engine.begin() as connection:
        yield connection


def parsed_url(url: str) -> URL:
    """The URL of a shared database in its parts. Raises WrongUsage for one that is not understood or not supported, or
    that has a password in it."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise WrongUsage(
            "The URL of the shared database is not understood.",
            "Write postgresql+psycopg://user@host/database or sqlite:///path.",
        ) from error
    if parsed.password is not None:
        raise WrongUsage(
            "The URL of the shared database contains a password.",
            "Leave it out: passwords come from the key store of the system or from --password-stdin.",
        )
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("postgresql+psycopg", "sqlite", "sqlite+pysqlite"):
        raise WrongUsage(
            f"A shared database of the kind {parsed.drivername} is not supported.",
            "Write postgresql+psycopg://user@host/database or sqlite:///path.",
        )
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise WrongUsage("A shared SQLite database needs a file.", "Write sqlite:///path.")
    return parsed


def _postgresql_engine(url: URL, password: str | None) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in _POSTGRESQL_OPTIONS.items())
    arguments: dict[str, Any] = {**connect_parameters(url), "options": options}
    arguments["password"] = password or ""  # an empty one, or PGPASSWORD would be sent
    engine = create_engine(
        url, connect_args=arguments, pool_size=2, max_overflow=8, pool_pre_ping=True, hide_parameters=True
    )

    def refused() -> LoginCode | None:
        placed = engine.dialect.create_connect_args(url)[1]
        said = {**placed, **arguments}
        return login_code({name: said[name] for name in said if name != "context"})  # of psycopg, not of libpq

    event.listen(engine, "handle_error", lambda context: _say_in_words(context, refused))
    return engine


def _sqlite_engine(url: URL) -> Engine:
    path = Path(str(url.database))

    def connect() -> sqlite3.Connection:
        if not path.exists():
            raise DatabaseUnreachable(
                f"There is no shared database file {path}.", "Check the path, or make it with: bpo-desk admin init"
            )
        connection = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            for pragma in _SQLITE_PRAGMAS:
                connection.execute(pragma)
        except sqlite3.Error as error:
            connection.close()
            raise (desk_error(error, url) or error) from error
        return connection

    engine = create_engine(url, creator=connect, hide_parameters=True)
    event.listen(engine, "handle_error", _say_in_words)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads first and writes later fails at once when somebody committed in between.
    connection.exec_driver_sql(connection.get_execution_options().get("desk_begin", "BEGIN IMMEDIATE"))


def _say_in_words(context: ExceptionContext, ask: Callable[[], LoginCode | None] = lambda: None) -> None:
    if context.is_pre_ping or context.engine is None:
        return
    found = desk_error(context.original_exception, context.engine.url, ask)
    if found is not None:
        raise found from context.original_exception


def _refuse_newer_schema(driver_connection: Any, _record: object) -> None:
    """Called for each new connection, so that nothing can work on a schema that it does not know."""
    version = _schema_version(driver_connection)
    if version is not None and version > SCHEMA_VERSION:
        driver_connection.close()
        raise schema_too_new(version)


def schema_too_new(version: int) -> SchemaTooNew:
    """The refusal to work on a schema that a newer program made."""
    return SchemaTooNew(
        f"The shared database was migrated to schema {version}; this program knows {SCHEMA_VERSION}.",
        "Install the newer version of the desk.",
    )


def _schema_version(driver_connection: Any) -> int | None:
    cursor = driver_connection.cursor()
    try:
        if isinstance(driver_connection, sqlite3.Connection):
            cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'sync_meta'")
        else:
            cursor.execute("SELECT to_regclass('sync_meta')")
        found = cursor.fetchone()
        if found is None or found[0] is None:
            return None
        cursor.execute("SELECT schema_version FROM sync_meta")
        row = cursor.fetchone()
        return None if row is None else int(row[0])
    finally:
        cursor.close()
        if not isinstance(driver_connection, sqlite3.Connection):
            driver_connection.rollback()


def describe(engine: Engine) -> str:
    """Which database this is, in words, without a password."""
    return place(engine.url)


def driver_connection(connection: Connection) -> Any:
    """The driver's own connection under an SQLAlchemy one, inside the same transaction."""
    found = connection.connection.driver_connection
    if found is None:
        raise DeskError("The connection to the shared database is closed.", "Repeat.")
    return found
