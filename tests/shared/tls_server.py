"""A PostgreSQL that speaks TLS, with an authority of its own; skipped where this machine has none built with it.

The server from the wheel is built without TLS, so one of the system is looked for. Certificates are made by `openssl`.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.postgres_server import PostgresServer

PASSWORD = "s3cret of the clerk"
HOST = "db.desk.example"
"""The name in the certificate; no name server knows it, so tests say `hostaddr=127.0.0.1` beside it."""


@contextlib.contextmanager
def running_tls_server() -> Iterator[tuple[PostgresServer, Path]]:
    """A server that lets the user clerk in over TLS only, and the folder with `ca.pem` and `other.pem`."""
    programs = _programs()
    if programs is None or shutil.which("openssl") is None:
        pytest.skip("this machine has no PostgreSQL built with TLS (and openssl) to test against")
    with tempfile.TemporaryDirectory(prefix="bpo-desk-tls-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        run_as = _run_as(folder)
        server = _Server(programs, run_as, folder)
        make_authority(folder, "ca")
        make_authority(folder, "other")
        sign_server(folder, "ca", HOST)
        try:
            server.initialise()
            server.start()
            _close_to_all_but_tls(server)
            yield server, folder
        finally:
            server.stop()


class _Server(PostgresServer):
    """An older version than the wheel's, which does not know its locale provider."""

    def initialise(self) -> None:
        command = [self.programs / "initdb", "-D", self.folder / "data", "-U", "postgres", "--auth=trust", "--no-sync"]
        locale = ["--encoding=UTF8", "--locale=C"]
        subprocess.run([*command, *locale], cwd=self.folder, capture_output=True, check=True, **self.run_as)
        with (self.folder / "data" / "postgresql.conf").open("a") as out:
            out.write(
                f"ssl = on\nssl_cert_file = '{self.folder}/server.pem'\nssl_key_file = '{self.folder}/server.key'\n"
            )


def make_authority(folder: Path, name: str) -> None:
    """An authority: `name`.pem and `name`.key."""
    _openssl(
        folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "99",
        "-subj", f"/CN=Test authority {name}", "-keyout", f"{name}.key", "-out", f"{name}.pem",
    )  # fmt: skip


def sign_server(folder: Path, authority: str, host: str, days: int = 90) -> None:
    """The server's certificate for a host name, readable for the user that it runs as; over already for 0 days."""
    (folder / "names.cnf").write_text(f"subjectAltName=DNS:{host}\n")
    _openssl(
        folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={host}",
        "-keyout", "server.key", "-out", "server.csr",
    )  # fmt: skip
    _openssl(
        folder, "x509", "-req", "-in", "server.csr", "-CA", f"{authority}.pem", "-CAkey", f"{authority}.key",
        "-CAcreateserial", "-days", str(days), "-extfile", "names.cnf", "-out", "server.pem",
    )  # fmt: skip
    owner = folder.stat()
    (folder / "server.key").chmod(0o600)
    if os.name != "nt":
        os.chown(folder / "server.key", owner.st_uid, owner.st_gid)


def let_in(server: PostgresServer, *lines: str) -> None:
    """Set who may come in and how; the superuser of the tests always may."""
    everything = ("local all postgres trust", "host all postgres 127.0.0.1/32 trust", *lines)
    (server.folder / "data" / "pg_hba.conf").write_text("\n".join(everything) + "\n")
    server.reload()


def set_and_reload(server: PostgresServer, name: str, value: str) -> None:
    """Change a setting of the server."""
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value))
    server.reload()


def _close_to_all_but_tls(server: PostgresServer) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE clerk LOGIN PASSWORD {}").format(PASSWORD))
    let_in(server, "hostssl all clerk 127.0.0.1/32 scram-sha-256")


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=True)


def _programs() -> Path | None:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("postgres")
    for place in (*places, *([Path(found).resolve().parent] if found else [])):
        if not (place / "initdb").is_file():
            continue
        told = subprocess.run([place / "postgres", "--describe-config"], capture_output=True, text=True, check=False)
        if any(line.startswith("ssl_min_protocol_version\t") for line in told.stdout.splitlines()):
            return place
    return None


def _run_as(folder: Path) -> dict[str, object]:
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    folder.chmod(0o755)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
