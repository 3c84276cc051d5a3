"""The SQLSTATE with which a PostgreSQL refuses a login, whatever language it speaks.

psycopg has no code for what happens before a session begins, only the server's words in the server's language. libpq
itself knows it and says it in its verbose form, for which psycopg has no call: so it is asked of libpq directly, with
a second try to log in that happens only after one whose words were not understood. What the code means is in
failures.py.
"""

from __future__ import annotations

import ctypes
import re
import select
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg
from psycopg import conninfo, pq

_VERBOSE: Final = 2  # PQERRORS_VERBOSE
_SECONDS: Final = 10.0
# "FATAL:  28000: ..."; the word before the code is in the language of the server as well.
_CODE: Final = re.compile(r"^[^\n]*?: {1,2}[^\s:]+: {2}([0-9A-Z]{5}): ", re.MULTILINE)


class LoginCode(NamedTuple):
    """What was refused: the SQLSTATE, and whether the server had asked for a password and got one. Servers say no to
    addresses and unknown names before they ask."""

    sqlstate: str
    password_asked: bool


def login_code(parameters: Mapping[str, object]) -> LoginCode | None:
    """Log in once more with the same parameters of libpq and say how that was refused; None where it was not, where no
    server answered, or where this machine's libpq cannot be asked."""
    say = _verbosity()
    if say is None:
        return None
    asked = conninfo.make_conninfo(**{name: str(value) for name, value in parameters.items() if value is not None})
    tried: Any = pq.PGconn.connect_start(asked.encode())  # its protocol has no pgconn_ptr
    try:
        if not tried.pgconn_ptr or tried.status == pq.ConnStatus.BAD:
            return None
        say(tried.pgconn_ptr, _VERBOSE)
        if not _refused(tried):
            return None
        found = _CODE.search(tried.error_message.decode("utf-8", "replace"))
        return None if found is None else LoginCode(found[1], bool(tried.used_password))
    finally:
        tried.finish()


def _refused(tried: Any) -> bool:
    """Wait for the end of the login, but not for long."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        state = tried.connect_poll()
        if state in (pq.PollingStatus.OK, pq.PollingStatus.FAILED):
            return bool(state == pq.PollingStatus.FAILED)
        line = [tried.socket]
        wants_write = state == pq.PollingStatus.WRITING
        select.select([] if wants_write else line, line if wants_write else [], [], max(until - time.monotonic(), 0))
    return False


def _verbosity() -> ctypes._NamedFuncPointer | None:
    """PQsetErrorVerbosity of the very libpq that psycopg uses."""
    for library in _libraries():
        try:
            found = ctypes.CDLL(str(library)).PQsetErrorVerbosity
        except (OSError, AttributeError):
            continue
        found.argtypes, found.restype = [ctypes.c_void_p, ctypes.c_int], ctypes.c_int
        return found
    return None


def _libraries() -> Iterator[Path]:
    if pq.__impl__ != "binary":  # a libpq of the system: the structure behind the pointer may be another one's
        return
    around = Path(psycopg.__file__).parent.parent
    for folder in (around / "psycopg_binary.libs", around / "psycopg_binary" / ".dylibs", around / "psycopg_binary"):
        yield from sorted(each for each in folder.glob("libpq*") if each.is_file())
