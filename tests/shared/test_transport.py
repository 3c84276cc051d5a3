"""What leaves the machine goes to a proven server, encrypted, whatever the environment says."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bpo_desk import __version__
from bpo_desk.errors import DatabaseUnreachable, WrongCredentials, WrongUsage
from bpo_desk.shared.engine import open_engine, reading
from bpo_desk.shared.transport import connect_parameters, stays_on_this_machine
from tests.postgres_server import PostgresServer
from tests.shared.tls_server import HOST, PASSWORD, let_in, running_tls_server, set_and_reload, sign_server

FAR = "postgresql+psycopg://clerk@db.example.com/desk"
WEAKENED = {
    "PGSSLMODE": "disable",
    "PGREQUIREAUTH": "none",
    "PGCHANNELBINDING": "disable",
    "PGSSLMINPROTOCOLVERSION": "TLSv1",
    "PGSSLMAXPROTOCOLVERSION": "TLSv1.2",
    "PGSSLROOTCERT": "/nowhere",
    "PGGSSENCMODE": "require",
    "PGCONNECT_TIMEOUT": "600",
    "PGAPPNAME": "somebody else",
    "PGOPTIONS": "-c statement_timeout=0",
    "PGHOST": "elsewhere.example",
    "PGHOSTADDR": "192.0.2.7",
    "PGPORT": "1",
    "PGUSER": "somebody",
    "PGDATABASE": "elsewhere",
    "PGPASSWORD": "wrong one",
    "PGPASSFILE": "/nowhere/pgpass",
    "PGSERVICEFILE": "/nowhere/services",
    "PGSSLCERT": "/nowhere/cert.pem",
    "PGSSLKEY": "/nowhere/key.pem",
    "PGSSLCRL": "/nowhere/crl.pem",
    "PGSSLNEGOTIATION": "direct",
    "PGTARGETSESSIONATTRS": "standby",
    "PGREQUIREPEER": "nobody",
    "PGCLIENTENCODING": "LATIN1",
    "PGSSLCOMPRESSION": "1",
    "PGGSSDELEGATION": "1",
    "PGTZ": "Asia/Tokyo",
    "PGDATESTYLE": "German",
}


def test_what_leaves_the_machine_has_every_parameter_written_out_as_libpq_reads_them() -> None:
    found = conninfo_to_dict(make_conninfo("", **connect_parameters(make_url(FAR), {})))
    assert found == {
        "sslmode": "verify-full",
        "sslrootcert": "system",
        "require_auth": "scram-sha-256",
        "channel_binding": "require",
        "ssl_min_protocol_version": "TLSv1.3",
        "ssl_max_protocol_version": "",
        "gssencmode": "disable",
        "connect_timeout": "5",
        "tcp_user_timeout": "10000",
        "keepalives_idle": "30",
        "keepalives_interval": "10",
        "keepalives_count": "3",
        "application_name": f"bpo_desk/{__version__}",
        "hostaddr": "",
        "port": "5432",
        "sslcert": "",
        "sslkey": "",
        "sslcertmode": "allow",
        "sslcompression": "0",
        "gssdelegation": "0",
        "sslcrl": "",
        "sslcrldir": "",
        "sslnegotiation": "postgres",
        "sslsni": "1",
        "requirepeer": "",
        "target_session_attrs": "any",
        "load_balance_hosts": "disable",
        "passfile": str(Path(os.devnull) / "no file of passwords"),
    }


@pytest.mark.parametrize(
    "weaker",
    [
        "sslmode=disable", "sslmode=prefer", "sslmode=require", "sslmode=verify-ca", "channel_binding=prefer",
        "require_auth=password", "require_auth=none", "ssl_min_protocol_version=TLSv1.2",
        "hostaddr=127.0.0.1&sslmode=require", "sslrootcert=system&sslmode=require",
    ],
)  # fmt: skip
def test_an_address_that_asks_for_less_is_refused_with_server_reason_and_next_step(weaker: str) -> None:
    with pytest.raises(WrongUsage, match=r"db\.example\.com is not on this machine") as raised:
        open_engine(f"{FAR}?{weaker}")
    assert raised.value.code == "weak_transport"
    assert "connect.md" in raised.value.next_step


@pytest.mark.parametrize("asked", ["options=-csearch_path%3Devil", "service=other", "gssencmode=prefer", "passfile=/x"])
def test_what_an_address_has_no_business_to_set_is_refused_by_name(asked: str) -> None:
    with pytest.raises(WrongUsage, match=asked.partition("=")[0]):
        open_engine(f"{FAR}?{asked}")


@pytest.mark.parametrize("name", ["password", "sslpassword"])
def test_a_password_among_the_parameters_is_refused_and_not_repeated(name: str) -> None:
    with pytest.raises(WrongUsage, match="contains a password") as raised:
        open_engine(f"{FAR}?{name}=secret")
    assert "secret" not in str(raised.value)


def test_an_authority_that_is_not_there_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"none\.pem is not there"):
        open_engine(f"{FAR}?sslrootcert={tmp_path / 'none.pem'}")


def test_a_service_in_the_environment_is_refused_even_for_this_machine() -> None:
    with pytest.raises(WrongUsage, match="PGSERVICE"):
        connect_parameters(make_url("postgresql+psycopg://u@127.0.0.1/d"), {"PGSERVICE": "other"})


@pytest.mark.parametrize(
    ("address", "environment", "local"),
    [
        ("u@127.0.0.1:5433/d", {}, True),
        ("u@[::1]/d", {}, True),
        ("u@localhost/d", {}, True),
        ("u@/d", {}, True),
        ("u@/d?host=/run/postgresql", {}, True),
        ("u@/d?host=localhost:5433&host=127.0.0.2:5434", {}, True),
        ("u@/d?host=localhost:5433&host=far.example:5434", {}, False),
        ("u@/d", {"PGHOST": "far.example"}, False),
        ("u@/d", {"PGHOST": "/run/postgresql"}, True),
        ("u@localhost/d", {"PGHOST": "far.example"}, True),
        ("u@localhost/d", {"PGHOSTADDR": "192.0.2.7"}, True),
        ("u@localhost/d?hostaddr=192.0.2.7", {}, False),
        ("u@far.example/d?hostaddr=127.0.0.1", {}, False),
        ("u@localhost.far.example/d", {}, False),
        ("u@127.0.0.1.far.example/d", {}, False),
        ("u@10.0.0.1/d", {}, False),
        ("u@0.0.0.0/d", {}, False),
    ],
)
def test_only_loopback_and_sockets_are_this_machine(address: str, environment: dict[str, str], local: bool) -> None:
    url = make_url(f"postgresql+psycopg://{address}")
    assert stays_on_this_machine(url, environment) is local
    assert (connect_parameters(url, environment)["sslmode"] == "verify-full") is not local


@given(
    host=st.sampled_from(["far.example", "10.1.2.3", "db.internal"]),
    environment=st.dictionaries(st.sampled_from(sorted(WEAKENED)), st.sampled_from(sorted(WEAKENED.values()))),
)
def test_no_environment_changes_the_parameters(host: str, environment: dict[str, str]) -> None:
    url = make_url(f"postgresql+psycopg://u@{host}/d")
    assert connect_parameters(url, environment) == connect_parameters(url, {})


@pytest.fixture(scope="module")
def tls() -> Iterator[tuple[PostgresServer, Path]]:
    with running_tls_server() as running:
        yield running


def address(server: PostgresServer, authority: Path | str, host: str = HOST) -> str:
    return f"postgresql+psycopg://clerk@{host}:{server.port}/postgres?hostaddr=127.0.0.1&sslrootcert={authority}"


def fails(url: str, password: str | None = PASSWORD) -> DatabaseUnreachable:
    engine = open_engine(url, password)
    with pytest.raises(DatabaseUnreachable) as raised, reading(engine):
        pass
    assert raised.value.code == "server_not_trusted"
    assert PASSWORD not in str(raised.value)
    engine.dispose()
    return raised.value


def test_a_proven_server_is_reached_over_tls_13_though_the_environment_says_otherwise(
    tls: tuple[PostgresServer, Path], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server, folder = tls
    for name, value in WEAKENED.items():
        monkeypatch.setenv(name, value)
    caplog.set_level(logging.DEBUG)
    engine = open_engine(address(server, folder / "ca.pem"), PASSWORD)
    with reading(engine) as connection:
        version = text("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl")
        assert connection.execute(version).scalar() == "TLSv1.3"
        assert connection.execute(text("SHOW application_name")).scalar() == f"bpo_desk/{__version__}"
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "5min"
    engine.dispose()
    assert PASSWORD not in caplog.text
    assert "clerk@" not in caplog.text


def test_a_wrong_password_at_a_proven_server_is_a_wrong_password(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    engine = open_engine(address(server, folder / "ca.pem"), "wrong one")
    with pytest.raises(WrongCredentials), reading(engine):
        pass
    engine.dispose()


def test_a_server_of_another_authority_is_refused(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    for authority in (folder / "other.pem", "system"):
        said = fails(address(server, authority))
        assert "no authority that the desk trusts" in said.message
        assert "sslrootcert" in said.next_step


def test_a_certificate_for_another_host_is_refused(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    assert "another name" in fails(address(server, folder / "ca.pem", "other.example")).message


@pytest.mark.parametrize("way", ["trust", "password"])
def test_a_server_that_asks_for_no_proof_or_for_the_password_itself_is_refused(
    tls: tuple[PostgresServer, Path], way: str
) -> None:
    server, folder = tls
    let_in(server, f"hostssl all clerk 127.0.0.1/32 {way}")
    try:
        said = fails(address(server, folder / "ca.pem"))
    finally:
        let_in(server, "hostssl all clerk 127.0.0.1/32 scram-sha-256")
    assert "SCRAM" in said.message or "bind" in said.message


def test_a_server_of_an_older_tls_is_refused(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    set_and_reload(server, "ssl_max_protocol_version", "TLSv1.2")
    try:
        assert "TLS 1.3" in fails(address(server, folder / "ca.pem")).message
    finally:
        set_and_reload(server, "ssl_max_protocol_version", "")


def test_a_server_without_encryption_is_refused(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    set_and_reload(server, "ssl", "off")
    try:
        assert "no encryption" in fails(address(server, folder / "ca.pem")).message
    finally:
        set_and_reload(server, "ssl", "on")


def test_a_renewed_certificate_of_the_same_authority_is_taken(tls: tuple[PostgresServer, Path]) -> None:
    server, folder = tls
    sign_server(folder, "ca", HOST)
    set_and_reload(server, "ssl", "on")
    engine = open_engine(address(server, folder / "ca.pem"), PASSWORD)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


def test_a_plain_server_that_is_not_on_this_machine_is_refused(pg_server: PostgresServer, tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("")
    assert "no encryption" in fails(address(pg_server, authority)).message
