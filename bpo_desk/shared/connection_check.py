"""Tries a connection to a shared database step by step and says of each step how it went. Changes nothing.

What the steps mean for a person is in the guide, connect.md; `cli/connect.py` takes them in a process of its own.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import URL

from bpo_desk.errors import DatabaseUnreachable, DeskError, SchemaTooNew
from bpo_desk.models.connection_step import Mark, Step, StepName, steps_for
from bpo_desk.shared import server_proof
from bpo_desk.shared.admin import require_schema
from bpo_desk.shared.engine import Connection, Engine, open_engine, parsed_url, reading
from bpo_desk.shared.failures import desk_error
from bpo_desk.shared.transport import connect_parameters, environment_words, stays_on_this_machine

_SOON: Final = timedelta(days=30)
_CLOCK_SECONDS: Final = 60
_SLOW_MS: Final = 150.0
_ROUNDS: Final = 5
_NETWORK: Final = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ncpfs", "9p"))
_ASK: Final = "Ask the administrator of the database"


def check_connection(url: str, password: str | None = None) -> Iterator[Step]:
    """Every step of `steps_for`, in its order, as it is done; those behind a failure are SKIPPED.

    Sends the password only to a server that has proven itself. Raises nothing of the environment's: it is in the steps.
    """
    is_file = url.startswith("sqlite")
    told: set[StepName] = set()
    failed = ""
    for step in _file_steps(url) if is_file else _server_steps(url, password):
        told.add(step.name)
        yield step
        if step.mark is Mark.FAILED:
            failed = step.name.value
            break
    for name in steps_for(is_file):
        if name not in told:
            yield Step(name, Mark.SKIPPED, f"Not reached: {failed} failed before it." if failed else "Not needed here.")


def _failed(name: StepName, error: DeskError) -> Step:
    return Step(name, Mark.FAILED, error.message, error.next_step, error.code)


def _server_steps(url: str, password: str | None) -> Iterator[Step]:
    try:
        parsed = parsed_url(url)
        parameters = connect_parameters(parsed)
        engine = open_engine(url, password)
    except DeskError as error:
        yield _failed(StepName.ADDRESS, error)
        return
    local = stays_on_this_machine(parsed)
    how = "It stays on this machine." if local else "Only a proven server, encrypted, is good enough."
    ignored = environment_words(parsed, os.environ)
    yield Step(StepName.ADDRESS, Mark.OK, f"{_where(parsed)}. {how}{f' {ignored}' if ignored else ''}")
    try:
        if not _is_socket(parsed):
            yield from _line_steps(parsed, parameters, local)
        yield from _login_steps(engine, parsed, parameters)
    finally:
        engine.dispose()


def _where(url: URL) -> str:
    return (
        f"The database {url.database} at {url.host or 'the local socket'}:{url.port or 5432} as {url.username or '?'}"
    )


def _is_socket(url: URL) -> bool:
    return not url.host or url.host.startswith(("/", "@"))


def _line_steps(url: URL, parameters: Mapping[str, str], local: bool) -> Iterator[Step]:
    """Name, port, TLS and certificate."""
    host, port = str(url.host), url.port or 5432
    try:
        addresses = server_proof.resolved(parameters["hostaddr"] or host, port)
    except DeskError as error:
        yield _failed(StepName.NAME, error)
        return
    yield Step(StepName.NAME, Mark.OK, f"{host} is {', '.join(addresses)}.")
    try:
        line = server_proof.reached(addresses, port)
    except DeskError as error:
        yield _failed(StepName.PORT, error)
        return
    with closing(line):
        yield Step(StepName.PORT, Mark.OK, f"Port {port} answers.")
        try:
            encrypted = server_proof.speaks_tls(line, f"{host}:{port}")
        except DeskError as error:
            yield _failed(StepName.TLS, error)
            return
        if local:
            offered = "offers encryption" if encrypted else "offers no encryption"
            yield Step(StepName.TLS, Mark.OK, f"The server {offered}; on this machine that is not asked for.")
            yield Step(StepName.CERTIFICATE, Mark.SKIPPED, "Not looked at: the server is on this machine.")
            return
        if not encrypted:
            message = f"The server at {host}:{port} offers no encryption, so nothing is sent to it."
            yield Step(StepName.TLS, Mark.FAILED, message, f"{_ASK} to switch it on (ssl = on).", "no_tls")
            return
        yield from _proof_steps(line, host, port, addresses, parameters["sslrootcert"])


def _proof_steps(line: socket.socket, host: str, port: int, addresses: list[str], authority: str) -> Iterator[Step]:
    try:
        how, certificate = server_proof.proven(line, host, authority)
    except DeskError as error:
        if error.code in ("no_tls_13", "handshake"):
            yield _failed(StepName.TLS, error)
            return
        yield Step(StepName.TLS, Mark.OK, "The server speaks TLS 1.3.")
        said = _other_names(host, port, addresses, authority) if error.code == "wrong_name" else ""
        yield Step(StepName.CERTIFICATE, Mark.FAILED, error.message + said, error.next_step, error.code)
        return
    yield Step(StepName.TLS, Mark.OK, f"The line is encrypted: {how}.")
    until = f"{certificate.until:%Y-%m-%d}"
    words = f"The certificate is for {host} and valid until {until}."
    if certificate.until - datetime.now(UTC) < _SOON:
        yield Step(StepName.CERTIFICATE, Mark.WARNED, words, f"{_ASK} to renew it before {until}.")
    else:
        yield Step(StepName.CERTIFICATE, Mark.OK, words)


def _other_names(host: str, port: int, addresses: list[str], authority: str) -> str:
    """ " It is for a, b." from a second look at the certificate, which sends nothing either."""
    try:
        with closing(server_proof.reached(addresses, port)) as line:
            if not server_proof.speaks_tls(line, host):
                return ""
            found = server_proof.names_of(line, host, authority)
    except DeskError:
        return ""
    return f" It is for {', '.join(found.names)}." if found is not None and found.names else ""


def _login_steps(engine: Engine, url: URL, parameters: Mapping[str, str]) -> Iterator[Step]:
    bound = parameters["channel_binding"] == "require"
    try:
        with reading(engine) as connection:
            yield from _let_in(url, bound)
            yield from _inside_steps(connection)
    except SchemaTooNew as error:  # whoever is told this was let in
        yield from _let_in(url, bound)
        yield _failed(StepName.SCHEMA, error)
    except DeskError as error:
        yield _failed(StepName.LOGIN, error)


def _let_in(url: URL, bound: bool) -> Iterator[Step]:
    yield Step(StepName.LOGIN, Mark.OK, f"The server let {url.username or 'you'} in.")
    if bound:
        words = "The password was proven inside this very line (SCRAM, channel binding), not sent."
        yield Step(StepName.CHANNEL, Mark.OK, words)
    else:
        yield Step(StepName.CHANNEL, Mark.SKIPPED, "Not asked for: the server is on this machine.")


def _inside_steps(connection: Connection) -> Iterator[Step]:
    """What the database itself says: schema, engagements and roles, clock, round trips."""
    try:
        version = require_schema(connection)
    except DeskError as error:
        mine = "ask the administrator of the database to run it" if error.code != "schema_too_new" else ""
        yield Step(StepName.SCHEMA, Mark.FAILED, error.message, f"{error.next_step}{f' ({mine})' if mine else ''}.",
                   error.code)  # fmt: skip
        return
    yield Step(StepName.SCHEMA, Mark.OK, f"The tables of the desk are there: schema {version}, as this program needs.")
    on_server = connection.dialect.name == "postgresql"
    yield _access_on_server(connection) if on_server else _access_of_file(connection)
    if on_server:
        yield _clock(connection)
    yield _speed(connection)


def _access_on_server(connection: Connection) -> Step:
    found = connection.execute(
        text(
            "SELECT code, (SELECT string_agg(r, ', ' ORDER BY r) FROM unnest(desk_roles(engagement_id)) r)"
            " FROM desk_engagements() ORDER BY code"
        )
    ).all()
    login = connection.execute(text("SELECT session_user::text")).scalar_one()
    if not found:
        return Step(
            StepName.ACCESS, Mark.WARNED, f"{login} has a role in no engagement, so there is nothing to see yet.",
            f"{_ASK} for a role: bpo-desk admin grant {login} viewer ENGAGEMENT.", "no_role",
        )  # fmt: skip
    said = "; ".join(f"{code} as {roles}" for code, roles in found[:8])
    more = f" and {len(found) - 8} more" if len(found) > 8 else ""
    return Step(StepName.ACCESS, Mark.OK, f"{login} works in {said}{more}.")


def _access_of_file(connection: Connection) -> Step:
    codes = [str(row[0]) for row in connection.execute(text("SELECT code FROM engagement ORDER BY code"))]
    if not codes:
        return Step(
            StepName.ACCESS, Mark.WARNED, "The file has no engagement yet, so there is nothing to see.",
            "Import a log: bpo-desk import FILE --to URL --engagement CODE.", "no_engagement",
        )  # fmt: skip
    said = ", ".join(codes[:8]) + (f" and {len(codes) - 8} more" if len(codes) > 8 else "")
    return Step(
        StepName.ACCESS, Mark.OK, f"Engagements: {said}. A file knows no roles: whoever can open it sees it all."
    )


def _clock(connection: Connection) -> Step:
    before = time.time()
    theirs = float(connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())
    apart = theirs - (before + time.time()) / 2
    words = f"The clocks of server and machine differ by {abs(apart):.1f} s."
    if abs(apart) <= _CLOCK_SECONDS:
        return Step(StepName.CLOCK, Mark.OK, words)
    ahead = "ahead" if apart > 0 else "behind"
    return Step(
        StepName.CLOCK, Mark.WARNED, f"The server's clock is {abs(apart):,.0f} s {ahead} of this machine's.",
        "Set this machine's clock by the network. No case is lost by it, but ages and times left are wrong.", "clock",
    )  # fmt: skip


def _speed(connection: Connection) -> Step:
    took = []
    for _round in range(_ROUNDS):
        before = time.perf_counter()
        connection.execute(text("SELECT 1")).scalar_one()
        took.append((time.perf_counter() - before) * 1000)
    middle = statistics.median(took)
    words = f"A question and its answer take {middle:.1f} ms."
    if middle <= _SLOW_MS:
        return Step(StepName.SPEED, Mark.OK, words)
    return Step(StepName.SPEED, Mark.WARNED, words, "The first sync will take its time; the desk itself works locally.")


def _file_steps(url: str) -> Iterator[Step]:
    try:
        parsed = parsed_url(url)
    except DeskError as error:
        yield _failed(StepName.ADDRESS, error)
        return
    path = Path(str(parsed.database))
    yield Step(StepName.ADDRESS, Mark.OK, f"The file {path}.")
    try:
        _look_at_file(path)
    except DeskError as error:
        yield _failed(StepName.FILE, error)
        return
    yield _file_words(path)
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            yield from _inside_steps(connection)
    except DeskError as error:
        yield _failed(StepName.SCHEMA, error)
    finally:
        engine.dispose()


def _look_at_file(path: Path) -> None:
    """Read-only, so that a file of something else is not touched. Raises DeskError kinds."""
    if not path.is_file():
        raise DatabaseUnreachable(
            f"There is no file {path}." if not path.is_dir() else f"{path} is a folder.",
            "Check the path. A new shared database is made with: bpo-desk admin init --to sqlite:///PATH",
            code="no_file",
        )
    url = URL.create("sqlite", database=str(path))
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as found:
            names = {row[0] for row in found.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    except sqlite3.Error as error:
        said = desk_error(error, url)
        raise said if said is not None else DatabaseUnreachable(f"{path} cannot be read: {error}.") from error
    if names and "sync_meta" not in names:
        raise DatabaseUnreachable(
            f"{path} is a database of another program; it was not touched.",
            "Choose the file of the desk.", code="other_program",
        )  # fmt: skip


def _file_words(path: Path) -> Step:
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return Step(
            StepName.FILE, Mark.WARNED, f"{path} can be read and not written: notes made here cannot be sent.",
            "Ask for the right to write the file and its folder.", "read_only",
        )  # fmt: skip
    if _on_network(path):
        return Step(
            StepName.FILE, Mark.WARNED, f"{path} lies on a share of the network, where SQLite cannot lock safely.",
            "Use it there with one desk at a time at most; several people need a PostgreSQL server.", "network_share",
        )  # fmt: skip
    return Step(StepName.FILE, Mark.OK, f"{path} is there and can be written.")


def _on_network(path: Path) -> bool:
    whole = str(path.absolute())
    if whole.startswith(("\\\\", "//")):
        return True
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return False  # a system that does not list them
    inside = [(len(place), kind) for place, kind in mounts if whole.startswith(f"{place.rstrip('/')}/")]
    return bool(inside) and max(inside)[1] in _NETWORK
