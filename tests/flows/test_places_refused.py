"""Places that do not answer, are full or cannot be trusted: exit 1 with object, reason and next step; nothing is half
written, and what was stopped goes on afterwards."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from bpo_desk.cache.layout import LAYOUT_VERSION
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DatabaseUnreachable, DeskError
from bpo_desk.shared.engine import open_engine
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import Answer, LoadBlock, Pull, Request
from bpo_desk.sync import pull
from bpo_desk.sync.run import sync_once
from tests.flows.desk_commands import Installation, Outcome, sqlite_url
from tests.flows.raw_database import contents
from tests.flows.small_logs import THREE_CASES, write_csv
from tests.postgres_server import PostgresServer, running_postgres


def _many(count: int) -> list[tuple[str, str, str, str]]:
    return [
        (f"M-{number // 4}", f"step {number % 4}", f"2026-03-{1 + number % 28:02}T08:00:00Z", f"person {number % 50}")
        for number in range(count)
    ]


def _assert_refused(outcome: Outcome, *names: str) -> None:
    assert outcome.code == 1, outcome.err
    assert "Traceback" not in outcome.err
    lines = [line for line in outcome.err.splitlines() if line.strip()]
    assert len(lines) >= 2, outcome.err  # what happened, and what to do
    for name in names:
        assert name in outcome.err


# The local copy


@pytest.fixture
def synced(desk: Installation, tmp_path: Path) -> tuple[Installation, str]:
    """A desk with a synced copy of three cases."""
    url = sqlite_url(tmp_path / "shared.db")
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    desk.sync(url)
    return desk, url


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _check(desk: Installation) -> None:
    cache = Cache.open(desk.cache_file, bytes.fromhex(str(desk.key)))
    try:
        cache.check()
    finally:
        cache.close()


COMMANDS = (("case", "C-1"), ("cases",), ("sync",))


def test_a_wrong_key_opens_nothing_and_changes_nothing(synced: tuple[Installation, str]) -> None:
    desk, _ = synced
    before = _digest(desk.cache_file)
    stranger = Installation(desk.home, key="ff" * 32)
    for words in COMMANDS:
        _assert_refused(stranger.run(*words), "cache.db", "key")
    assert _digest(desk.cache_file) == before
    assert desk.case("C-1")["number"] == "C-1"


def test_a_wrong_key_is_found_without_the_key_mark_too(synced: tuple[Installation, str]) -> None:
    desk, _ = synced
    for mark in desk.cache_file.parent.glob("cache.db-key"):
        mark.unlink()
    _assert_refused(Installation(desk.home, key="ff" * 32).run("case", "C-1"), "cache.db")


def test_a_plain_file_in_the_place_of_the_cache_is_left_alone(synced: tuple[Installation, str]) -> None:
    desk, _ = synced
    for each in desk.cache_file.parent.glob("cache.db*"):
        each.unlink()
    plain = sqlite3.connect(desk.cache_file)
    plain.execute("create table secret (word text)")
    plain.commit()
    plain.close()
    before = _digest(desk.cache_file)
    for words in COMMANDS:
        _assert_refused(desk.run(*words), "cache.db", "not encrypted")
    assert _digest(desk.cache_file) == before


def test_a_plain_file_is_set_aside_by_a_rebuild_and_not_deleted(synced: tuple[Installation, str]) -> None:
    desk, _ = synced
    for each in desk.cache_file.parent.glob("cache.db*"):
        each.unlink()
    plain = sqlite3.connect(desk.cache_file)
    plain.execute("create table secret (word text)")
    plain.commit()
    plain.close()
    before = _digest(desk.cache_file)
    desk.done("sync", "--rebuild")
    assert before in {_digest(each) for each in desk.cache_file.parent.glob("cache.db*") if each != desk.cache_file}
    assert desk.case("C-1")["number"] == "C-1"


@pytest.mark.parametrize("place", [0.0, 0.2, 0.4, 0.6, 0.8, 0.999])
def test_a_flipped_bit_is_found_wherever_it_is_read(synced: tuple[Installation, str], place: float) -> None:
    desk, _ = synced
    Cache.open(desk.cache_file, bytes.fromhex(str(desk.key))).close()
    healthy = desk.case("C-1")
    raw = bytearray(desk.cache_file.read_bytes())
    at = min(len(raw) - 1, int(len(raw) * place))
    raw[at] ^= 0x10
    desk.cache_file.write_bytes(bytes(raw))
    for words in (("case", "C-1", "--json"), ("cases", "--json"), ("sync", "--json")):
        outcome = desk.run(*words)
        if outcome.code == 0:  # a page that this command does not read
            if words[0] == "case":
                assert {**outcome.json(), "data_as_of": None} == {**healthy, "data_as_of": None}
            continue
        _assert_refused(outcome, "cache.db")
    with pytest.raises(DeskError, match=r"cache\.db"):  # whoever reads every page always finds it
        _check(desk)
    desk.done("sync", "--rebuild")
    assert desk.case("C-1")["events"] == healthy["events"]


def test_a_cache_of_a_newer_program_is_left_alone(synced: tuple[Installation, str]) -> None:
    desk, _ = synced
    cache = Cache.open(desk.cache_file, bytes.fromhex(str(desk.key)))
    with cache.write() as connection:
        connection.execute(f"pragma user_version = {LAYOUT_VERSION + 1}")
    cache.tidy()
    cache.close()
    before = _digest(desk.cache_file)
    for words in COMMANDS:
        _assert_refused(desk.run(*words), "cache.db", "newer")
    assert _digest(desk.cache_file) == before


def test_a_cache_without_its_key_file_and_key_is_not_made_anew(synced: tuple[Installation, str]) -> None:
    desk, _ = synced
    before = _digest(desk.cache_file)
    assert Installation(desk.home, key=None).process("case", "C-1").code in {1, 3}
    assert _digest(desk.cache_file) == before


# The shared database


def test_a_shared_database_that_is_no_database_is_named(desk: Installation, tmp_path: Path) -> None:
    broken = tmp_path / "shared.db"
    broken.write_bytes(b"this is no database at all" * 400)
    before = broken.read_bytes()
    _assert_refused(desk.run("sync", "--from", sqlite_url(broken)), "shared.db")
    log = write_csv(tmp_path / "log.csv")
    _assert_refused(desk.run("import", log, "--to", sqlite_url(broken), "--engagement", "acme"), "shared.db")
    assert broken.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(desk: Installation, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("create table invoices (number text)")
    other.commit()
    other.close()
    url = sqlite_url(tmp_path / "other.db")
    before = contents(url)
    log = write_csv(tmp_path / "log.csv")
    _assert_refused(desk.run("import", log, "--to", url, "--engagement", "acme"), "another program")
    assert contents(url) == before


def test_a_wrong_password_is_said_without_the_password(desk: Installation, tmp_path: Path) -> None:
    with running_postgres() as server:
        url = _with_password(server)
        log = write_csv(tmp_path / "log.csv")
        right, wrong = "right-secret-1", "wrong-secret-2"
        words = ("import", log, "--to", url, "--engagement", "acme", "--password-stdin")
        desk.done("admin", "init", "--to", url, "--password-stdin", stdin=right + "\n")
        for outcome in (
            desk.run(*words, stdin=wrong + "\n"),
            desk.run("sync", "--from", url, "--password-stdin", stdin=wrong + "\n"),
        ):
            _assert_refused(outcome, "clerk", "password")
            assert wrong not in outcome.err + outcome.out
        without = desk.process("sync", "--from", url)
        assert without.code == 1
        assert "password" in without.err
        assert desk.done(*words, "--json", stdin=right + "\n").json()["records"] == len(THREE_CASES)
        desk.done("sync", "--from", url, "--password-stdin", stdin=right + "\n")
        everything = [path.read_bytes() for path in desk.home.rglob("*") if path.is_file()]
        assert not [raw for raw in everything if right.encode() in raw or wrong.encode() in raw]
    assert desk.case("C-1")["number"] == "C-1"


def _with_password(server: PostgresServer) -> str:
    """A database whose owner "clerk" needs a password (scram)."""
    name = server.create_database()
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("set password_encryption = 'scram-sha-256'")
        connection.execute("create role clerk login password 'right-secret-1'")
        connection.execute(f"alter database {name} owner to clerk")
    with psycopg.connect(server.conninfo(name), autocommit=True) as connection:
        connection.execute("alter schema public owner to clerk")
    rules = server.folder / "data" / "pg_hba.conf"
    rules.write_text("host all clerk 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n", encoding="ascii")
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("select pg_reload_conf()")
    return server.url(name, "clerk")


class _DiesAfter:
    """A feed whose server is shut down at once, as by a crash, before the given number of answers is complete."""

    def __init__(self, feed: Feed, server: PostgresServer, answers: int, kind: type[Request]) -> None:  # type: ignore[valid-type]
        self._feed, self._server, self._left, self._kind = feed, server, answers, kind

    def answer(self, request: Request) -> Answer:
        if isinstance(request, self._kind):
            self._left -= 1
            if self._left == 0:
                self._server.stop(immediately=True)
        return self._feed.answer(request)


@pytest.mark.parametrize(("kind", "answers"), [(LoadBlock, 1), (LoadBlock, 3), (Pull, 1), (Pull, 2)])
def test_a_server_gone_in_mid_sync_is_named_and_the_sync_goes_on_afterwards(
    desk: Installation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[Request],
    answers: int,  # type: ignore[valid-type]
) -> None:
    monkeypatch.setattr(pull, "SPAN", 500)  # blocks small enough that the server can go away between two of them
    with running_postgres() as server:
        url = server.url(server.create_database())
        desk.done("admin", "init", "--to", url)
        desk.import_json(url, write_csv(tmp_path / "log.csv", _many(4_000)))
        engine = open_engine(url)
        desk.cache_file.parent.mkdir(parents=True)
        cache = Cache.create(desk.cache_file, bytes.fromhex(str(desk.key)))
        try:
            with pytest.raises(DatabaseUnreachable) as raised:
                sync_once(cache, _DiesAfter(Feed(engine), server, answers, kind))
            assert raised.value.next_step
            assert make_url(url).database in raised.value.message  # type: ignore[operator]
        finally:
            cache.close()
            engine.dispose()
        while_down = desk.run("sync", "--from", url)
        _assert_refused(while_down, "does not answer")
        server.start()
        lines = desk.sync(url, "--verify")
        assert lines[-1]["verified_at"] is not None
        (document,) = [desk.cases()]
        assert sum(len(desk.case(number)["events"]) for number in ("M-0", "M-999")) == 8
        assert document["total"] == 1_000


def test_a_sync_process_that_is_killed_resumes_and_ends_equal(desk: Installation, tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "shared.db")
    desk.import_json(url, write_csv(tmp_path / "log.csv", _many(30_000)))
    for _ in range(4):
        process = desk.start("sync", "--from", url, "--json")
        assert process.stdout is not None
        process.stdout.readline()  # it is at work
        process.kill()
        process.communicate()
    lines = desk.sync(url, "--verify")
    assert lines[-1]["verified_at"] is not None
    assert desk.cases()["total"] == 7_500


# No room


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a file system of a given size can only be made on Linux, as root")
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip(f"this machine lets nobody mount: {made.stderr.decode(errors='replace').strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_stops_an_import_and_leaves_the_database_as_it_was(
    desk: Installation, small_disk: Path, tmp_path: Path
) -> None:
    url = sqlite_url(small_disk / "shared.db")
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    before = contents(url)
    large = write_csv(tmp_path / "large.csv", _many(40_000))
    outcome = desk.run("import", large, "--to", url, "--engagement", "acme", "--json")
    _assert_refused(outcome, "shared.db", "full")
    assert outcome.json()["error"]["code"] == "disk_full"
    assert contents(url) == before
    assert desk.import_json(url, write_csv(tmp_path / "log.csv"))["events"] == 0  # and it still works


def test_a_full_disk_stops_a_sync_which_goes_on_when_there_is_room(
    desk: Installation, small_disk: Path, tmp_path: Path
) -> None:
    url = sqlite_url(tmp_path / "shared.db")
    cramped = Installation(small_disk / "home")
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    cramped.sync(url)
    ballast = small_disk / "ballast"
    desk.import_json(url, write_csv(tmp_path / "large.csv", _many(20_000)))
    ballast.write_bytes(b"x" * max(0, shutil.disk_usage(small_disk).free - 200_000))
    outcome = cramped.run("sync", "--json")
    _assert_refused(outcome, "cache.db", "room")
    assert cramped.case("C-1")["number"] == "C-1"  # what was there is unharmed
    ballast.unlink()
    room = shutil.disk_usage(small_disk).free
    if room > 2_000_000:
        subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    cramped.sync(url, "--verify")
    assert cramped.cases()["total"] == 5_003
