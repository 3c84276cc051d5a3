"""What a driver says, as the kinds of failure that a person is told about.

Knows the error codes of PostgreSQL and SQLite; opens nothing itself.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.engine import URL, Engine

from bpo_desk.errors import (
    AccessRevoked,
    DatabaseUnreachable,
    DeskError,
    DiskFull,
    NotFound,
    RefusedFile,
    WrongCredentials,
)
from bpo_desk.shared.login_code import LoginCode

_LOST = ("08", "57P")  # connection exceptions; server shutting down, starting, crashed
_NO_ENTRY = ("28", "42501")  # wrong password or role; lacking a right
_REVOKED = ("is not permitted to log in", "permission denied for database")
"""What a server says once somebody has proven who he is and may not enter (any more): no slip of the fingers."""
_SERVER_SAID: Final = re.compile(r": \S+: {2}\S")
"""What a server said through libpq: "FATAL:  words", the first word in its language as well."""
_FULL = ("the database system is", "sorry, too many", "too many connections", "remaining connection slots")
"""Words of a server that has no place just now: it is not asked a second time what it meant."""
_NO_ROOM = ("53100",)
_BUSY = ("55P03", "57014", "25P03", "25P04", "40001", "40P01")  # lock, statement, idle time-outs; deadlock
_NO_TABLE = ("42P01", "42883")
_NOT_OURS = ("unsafe use of", "no such function", "cannot modify", "view ", "no such module")
_ASK = "Ask whoever runs the database; the guide, connect.md, says what the server needs."
_DISTRUST = (  # words of libpq, why it broke off, what to do now
    ("certificate verify failed", "no authority that the desk trusts here has signed its certificate",
     "Name the file of the certificate authority in the address: ?sslrootcert=/path/ca.pem"),
    ("does not match host name", "its certificate is for another name than the address has",
     "Write the host in the address as the certificate names it, or ask whoever runs the database."),
    ("does not support SSL", "it offers no encryption", _ASK),
    ("SSL was required", "it offers no encryption", _ASK),
    ("unsupported protocol", "it speaks no TLS 1.3", _ASK),
    ("protocol version", "it speaks no TLS 1.3", _ASK),
    ("channel binding", "it does not bind the password to the encrypted connection", _ASK),
    ("authentication method requirement", "it asks for the password in another way than SCRAM, or for none", _ASK),
    ("root certificate file", "the file of the certificate authority cannot be read",
     "Check the file that the address names as sslrootcert."),
)  # fmt: skip


def place(url: URL) -> str:
    """The database of a URL in words for a person, never with a password."""
    if url.get_backend_name() == "sqlite":
        return f"the shared database file {url.database}"
    return f"the shared database {url.database} at {url.host or 'the local socket'}:{url.port or 5432}"


def desk_error(error: BaseException, url: URL, ask: Callable[[], LoginCode | None] = lambda: None) -> DeskError | None:
    """The kind of failure behind a driver's error, None where it is a fault of our own that stays as it is. `ask` finds
    out the code of a login that was refused in words that are not known here: servers speak many languages."""
    if isinstance(error, DeskError):
        return error
    if isinstance(error, psycopg.Error):
        return _postgresql(error, url, ask)
    if isinstance(error, sqlite3.Error):
        return _sqlite(error, url)
    return None


@contextmanager
def in_words(engine: Engine) -> Iterator[None]:
    """Turn the errors of drivers that are used directly (COPY, column blocks) into DeskError kinds."""
    try:
        yield
    except (psycopg.Error, sqlite3.Error) as error:
        found = desk_error(error, engine.url)
        if found is None:
            raise
        raise found from error


def schema_missing(url: URL) -> DeskError:
    """The database answers and has none of our tables."""
    return NotFound(
        f"{_start(place(url))} has no tables of the desk yet.",
        "Run: bpo-desk admin init",
        code="schema_missing",
    )


def _postgresql(error: psycopg.Error, url: URL, ask: Callable[[], LoginCode | None]) -> DeskError | None:
    state = error.sqlstate
    reason = _first_line(error)
    if state is None:
        return _unconnected(error, reason, url, ask)
    if state.startswith(_NO_ENTRY):
        return WrongCredentials(
            f"{_start(place(url))} does not let the user {url.username or '(of this system)'} do this: {reason}.",
            "Check the user name and the password, or ask whoever runs the database for the right.",
        )
    if state == "3D000":
        return _no_database(url)
    if state in _NO_ROOM:
        return DiskFull(
            f"{_start(place(url))} has no room left; nothing of this was stored.",
            "Free space on the database server and repeat.",
        )
    if state in _NO_TABLE:
        return schema_missing(url)
    if state in _BUSY:
        return DatabaseUnreachable(
            f"{_start(place(url))} took too long: {reason}.",
            "Try again; if it stays so, ask whoever runs the database which transaction holds it up.",
            code="database_busy",
        )
    if state.startswith(_LOST):
        return _unreachable(reason, url)
    return None


def _unconnected(error: psycopg.Error, reason: str, url: URL, ask: Callable[[], LoginCode | None]) -> DeskError | None:
    """psycopg reports no code for what happens before or between the server's messages."""
    if not isinstance(error, psycopg.OperationalError):
        return None
    distrusted = _distrusted(str(error))
    if distrusted is not None:
        return DatabaseUnreachable(
            f"{_start(place(url))} did not prove itself, and the password was not sent to it: {distrusted[0]}.",
            distrusted[1],
            code="server_not_trusted",
        )
    if any(sign in reason for sign in _REVOKED):
        return _shut_out(reason, url)
    if "password" in reason or "authentication failed" in reason or ("role" in reason and "does not exist" in reason):
        return _refused(reason, url)
    if "database" in reason and "does not exist" in reason:
        return _no_database(url)
    if _SERVER_SAID.search(reason) and not any(sign in reason for sign in _FULL):
        return _by_code(ask(), reason, url)
    return _unreachable(reason, url)


def _by_code(code: LoginCode | None, reason: str, url: URL) -> DeskError:
    """What a refused login means by its code alone. 42501 and, after a password, 28000 come once somebody has proven
    who he is: no right to connect, no right to log in. 28P01 is also what an unknown name gets."""
    if code is not None and (code.sqlstate == "42501" or (code.sqlstate == "28000" and code.password_asked)):
        return _shut_out(reason, url)
    if code is not None and code.sqlstate.startswith(_NO_ENTRY):
        return _refused(reason, url)
    if code is not None and code.sqlstate == "3D000":
        return _no_database(url)
    return _unreachable(reason, url)


def _shut_out(reason: str, url: URL) -> DeskError:
    return AccessRevoked(
        f"{_start(place(url))} no longer lets the user {url.username or '(of this system)'} in: {reason}.",
        "Ask whoever runs the database. What this login had here may not be used any more.",
    )


def _refused(reason: str, url: URL) -> DeskError:
    return WrongCredentials(
        f"{_start(place(url))} refused the user {url.username or '(of this system)'}: {reason}.",
        "Check the user name and the password.",
    )


def _no_database(url: URL) -> DeskError:
    return DatabaseUnreachable(
        f"{_start(place(url))} does not exist.", "Check the name, or create it and run: bpo-desk admin init"
    )


def _distrusted(words: str) -> tuple[str, str] | None:
    """Reason and next step where libpq broke off because the server did not prove itself; None for other words."""
    for sign, reason, next_step in _DISTRUST:
        if sign in words:
            return reason, next_step
    return None


def _unreachable(reason: str, url: URL) -> DeskError:
    return DatabaseUnreachable(
        f"{_start(place(url))} does not answer: {reason}.",
        "Check that the server runs and the network reaches it; what was confirmed is stored.",
    )


def _sqlite(error: sqlite3.Error, url: URL) -> DeskError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    reason = _first_line(error)
    if name.startswith("SQLITE_FULL"):
        return DiskFull(
            f"{_start(place(url))} cannot grow: the disk is full; nothing of this was stored.",
            "Free space on that disk and repeat.",
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseUnreachable(
            f"{_start(place(url))} is held by another program: {reason}.", "Try again.", code="database_busy"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return WrongCredentials(
            f"{_start(place(url))} may not be written by this user: {reason}.",
            "Ask for the right to write the file and its folder.",
        )
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return DatabaseUnreachable(
            f"{_start(place(url))} cannot be read: {reason}.",
            "Check the path and the disk; restore the file from a backup if it is damaged.",
        )
    if name == "SQLITE_ERROR" and reason.startswith(_NOT_OURS):
        return RefusedFile(
            f"{_start(place(url))} holds views or triggers of somebody else, and they want to do what no database"
            f" of the desk does ({reason}). Nothing of them ran, nothing was stored.",
            "Do not use this file. Restore it from a backup, and find out who changed it: bpo-desk admin doctor.",
            code="tampered",
        )
    if name == "SQLITE_ERROR" and reason.startswith("no such table"):
        return schema_missing(url)
    return None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _start(words: str) -> str:
    return words[:1].upper() + words[1:]
