"""`desk admin grant|revoke|members|access` as an owner at a terminal meets them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.small_logs import write_csv
from tests.postgres_server import PostgresServer

PASSWORD = "correct horse battery"


@pytest.fixture
def url(desk: Installation, pg_url: str, tmp_path: Path) -> str:
    """A database with the engagement acme."""
    desk.done("admin", "init", "--to", pg_url)
    desk.import_json(pg_url, write_csv(tmp_path / "three.csv"))
    return pg_url


@pytest.fixture
def login() -> str:
    """A login that the server of this run does not know: logins belong to the whole server."""
    return f"ada_{uuid4().hex[:12]}"


def grant(desk: Installation, url: str, login: str, role: str, *more: str, stdin: str = "") -> dict[str, object]:
    words = ("admin", "grant", login, role, "acme", "--to", url, "--json", *more)
    found: dict[str, object] = desk.done(*words, stdin=stdin).json()
    return found


def test_granting_makes_the_login_once_and_says_whether_anything_changed(
    desk: Installation, url: str, login: str, pg_server: PostgresServer
) -> None:
    first = grant(desk, url, login, "viewer", "--new-password-stdin", "--name", "Ada L", stdin=f"{PASSWORD}\n")
    assert first == {"person": login, "role": "viewer", "engagement": "acme", "changed": True}
    assert grant(desk, url, login, "viewer")["changed"] is False
    members = desk.done("admin", "members", "--to", url, "--json").json()["members"]
    assert members == [
        {"person": login, "role": "viewer", "engagement": "acme", "side": "provider", "name": "Ada L",
         "can_connect": True}
    ]  # fmt: skip
    with psycopg.connect(pg_server.conninfo()) as connection:
        row = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (login,)).fetchone()
    assert row is not None
    assert _is_verifier_of(row[0], PASSWORD)


def _is_verifier_of(stored: str, password: str) -> bool:
    """Whether a stored SCRAM-SHA-256 verifier is that of a password (RFC 5802, section 3)."""
    scheme, rest = stored.split("$", 1)
    (rounds, salt), (stored_key, _) = (part.split(":") for part in rest.split("$"))
    assert scheme == "SCRAM-SHA-256"
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    client_key = hmac.new(salted, b"Client Key", hashlib.sha256).digest()
    return hashlib.sha256(client_key).digest() == base64.b64decode(stored_key)


def test_a_new_login_without_a_password_is_refused_in_words(desk: Installation, url: str, login: str) -> None:
    outcome = desk.run("admin", "grant", login, "viewer", "acme", "--to", url)
    assert (outcome.code, outcome.out) == (2, "")
    assert "--new-password-stdin" in outcome.err
    assert desk.done("admin", "members", "--to", url, "--json").json()["members"] == []


def test_the_password_never_stands_in_output_or_on_the_command_line(desk: Installation, url: str, login: str) -> None:
    words = ("admin", "grant", login, "viewer", "acme", "--to", url, "--new-password-stdin")
    outcome = desk.done(*words, stdin=f"{PASSWORD}\n")
    assert PASSWORD not in outcome.out + outcome.err
    assert desk.run("admin", "grant", login, "viewer", "acme", "--to", url, "--password", PASSWORD).code == 2


def test_a_revoked_login_still_connects_and_finds_nothing(desk: Installation, url: str, login: str) -> None:
    grant(desk, url, login, "viewer", "--no-password")
    own = url.replace("postgres@", f"{login}@")
    assert desk.done("sync", "--from", own, "--json").lines()[-1]["event"] == "synced"
    assert desk.done("cases", "--engagement", "acme", "--json").json()["cases"]
    revoked = desk.done("admin", "revoke", login, "acme", "--to", url, "--json").json()
    assert revoked == {"person": login, "engagement": "acme", "revoked": 1}
    assert desk.done("admin", "revoke", login, "--to", url, "--json").json()["revoked"] == 0
    told = desk.run("sync", "--json")
    assert {"event": "cleared", "engagement": 1, "reason": "lost"} in told.lines()
    assert (told.code, told.lines()[-1]["code"]) == (1, "access_revoked")
    assert not desk.cache_file.exists()
    assert desk.run("cases", "--engagement", "acme", "--json").code == 1


def test_the_log_tells_who_changed_what(desk: Installation, url: str, login: str) -> None:
    grant(desk, url, login, "client", "--no-password")
    desk.done("admin", "access", "acme", "--to", url, "--mask", "role:title", "--pseudonyms", "on", "--log-views",
              "client")  # fmt: skip
    desk.done("admin", "revoke", login, "--to", url)
    log = desk.done("admin", "members", "acme", "--log", "--to", url, "--json").json()["log"]
    assert [(each["what"], each["by"]) for each in log] == [
        ("granted", "postgres"), ("settings", "postgres"), ("revoked", "postgres")]  # fmt: skip
    assert log[0]["login"] == log[2]["before"]["login"] == login
    assert (log[1]["masked"], log[1]["pseudonyms"], log[1]["log_views"]) == (["role:title"], True, ["client"])


def test_access_is_shown_and_changed_one_option_at_a_time(desk: Installation, url: str) -> None:
    def access(*more: str) -> dict[str, object]:
        found: dict[str, object] = desk.done("admin", "access", "acme", "--to", url, "--json", *more).json()
        return found

    assert access() == {"engagement": "acme", "masked": [], "pseudonyms": False, "log_views": [], "lease_days": 0,
                        "covered": []}  # fmt: skip
    assert access("--mask", "field:IBAN", "--mask", "event:comment_added")["masked"] == [
        "event:comment_added", "field:IBAN"]  # fmt: skip
    assert access("--unmask", "field:IBAN")["masked"] == ["event:comment_added"]
    assert access("--pseudonyms", "on")["pseudonyms"] is True
    assert access() == {
        "engagement": "acme", "masked": ["event:comment_added"], "pseudonyms": True, "log_views": [],
        "lease_days": 0, "covered": []}  # fmt: skip
    assert access("--cover", "viewer,reviewer")["covered"] == ["reviewer", "viewer"]
    assert access("--cover", "")["covered"] == []
    assert access("--lease-days", "3")["lease_days"] == 3
    assert access()["lease_days"] == 3
    for wrong in (
        ("--mask", "IBAN"),
        ("--mask", "role:nonsense"),
        ("--log-views", "everybody"),
        ("--cover", "client"),
        ("--lease-days", "-1"),
    ):
        assert desk.run("admin", "access", "acme", "--to", url, *wrong).code == 2


def test_what_is_no_login_is_refused(desk: Installation, url: str) -> None:
    for person in ("Ada", "ada lovelace", "pg_ada", "bpo_ada", "x'; DROP TABLE event; --", ""):
        outcome = desk.run("admin", "grant", "--to", url, "--no-password", "--", person, "viewer", "acme")
        assert outcome.code == 2, person
        assert "no name for a login" in outcome.err


def test_a_superuser_gets_no_role_that_would_not_hold(desk: Installation, url: str) -> None:
    outcome = desk.run("admin", "grant", "postgres", "viewer", "acme", "--to", url)
    assert outcome.code == 2
    assert "superuser" in outcome.err


def test_who_may_not_grant_is_told_so(desk: Installation, url: str, login: str) -> None:
    grant(desk, url, login, "viewer", "--no-password")
    own = url.replace("postgres@", f"{login}@")
    for words in (("grant", login, "admin", "acme"), ("revoke", login, "acme"), ("access", "acme", "--pseudonyms",
                                                                                 "on")):  # fmt: skip
        outcome = desk.run("admin", *words, "--to", own)
        assert outcome.code == 1, words
    members = desk.done("admin", "members", "--to", url, "--json").json()["members"]
    assert [each["role"] for each in members] == ["viewer"]


@pytest.mark.parametrize("words", [("grant", "ada", "viewer", "acme"), ("revoke", "ada"), ("members",),
                                   ("access", "acme")])  # fmt: skip
def test_a_sqlite_file_says_that_it_has_no_roles(desk: Installation, tmp_path: Path, words: tuple[str, ...]) -> None:
    url = sqlite_url(tmp_path / "shared.db")
    desk.done("admin", "init", "--to", url)
    outcome = desk.run("admin", *words, "--to", url, "--json")
    assert outcome.code == 1
    assert outcome.json()["error"]["code"] == "no_roles"
    assert "PostgreSQL" in outcome.err


def test_a_look_at_a_case_is_written_down_for_the_roles_that_the_engagement_names(
    desk: Installation, url: str, login: str, tmp_path: Path
) -> None:
    desk.done("admin", "access", "acme", "--to", url, "--log-views", "client")
    for role in ("client", "viewer"):
        grant(desk, url, f"{role}_{login}", role, "--no-password", "--name", f"The {role}")
        own = Installation(tmp_path / role)
        own.done("sync", "--from", url.replace("postgres@", f"{role}_{login}@"))
        number = own.done("cases", "--engagement", "acme", "--json").json()["cases"][0]["number"]
        own.done("case", number, "--engagement", "acme")
        own.done("sync")
    lead = Installation(tmp_path / "lead")
    lead.done("sync", "--from", url)
    told = lead.done("case", number, "--engagement", "acme", "--json").json()["events"]
    assert [each["actor"] for each in told if each["kind"] == "viewed"] == ["The client"]
    client = Installation(tmp_path / "client")
    client.done("sync")
    seen = client.done("case", number, "--engagement", "acme", "--json").json()["events"]
    assert "viewed" in {each["kind"] for each in seen}  # both sides read the log
