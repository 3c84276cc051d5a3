"""What lies in a client's own copy, field by field and byte by byte: synced as the client from a real PostgreSQL into a
real encrypted file, which is then opened and searched."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bpo_desk.cache import bookmarks, read
from bpo_desk.cache.store import Cache
from bpo_desk.errors import AccessRevoked
from bpo_desk.models.engagement import Role
from bpo_desk.models.event import EventKind, Visibility
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, new_mutation_id
from bpo_desk.models.withheld import WITHHELD
from bpo_desk.shared import members
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import writing
from bpo_desk.shared.requests import ApplyMutation
from bpo_desk.sync.run import sync_once
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED
from tests.shared.people import FACTS, FORBIDDEN_TO_CLIENTS, STAFF, Office, office_on, story

_ZLIB = b"\x78\x01"  # how a stream of level 1 begins
NOW = 1_790_000_000_000_000


@pytest.fixture
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


@pytest.fixture
def cache(tmp_path: Path, memory_key: bytes) -> Iterator[Cache]:
    found = Cache.create(tmp_path / "cache.db", memory_key)
    yield found
    found.close()


def synced(office: Office, cache: Cache, role: str = "client") -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    with office.feed_as(office.logins[role]) as feed, contextlib.suppress(AccessRevoked):
        sync_once(cache, feed, lambda line: lines.append(dict(line)), verify=True)
    return lines


def everything_in(cache: Cache) -> bytes:
    """Every cell of every table of the copy, what is compressed in it inflated."""
    parts: list[bytes] = []
    with cache.read() as connection:
        tables = plain_tables(connection)
        for table in tables:
            for row in connection.execute(f"select * from {table}"):
                for cell in row:
                    parts.extend(_plain(cell))
    return b"\n".join(parts)


def _plain(cell: Any) -> Iterator[bytes]:
    """A cell as it is, and whatever is compressed anywhere in it."""
    if not isinstance(cell, bytes):
        yield str(cell).encode()
        return
    yield cell
    at = cell.find(_ZLIB)
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(cell[at:])
        at = cell.find(_ZLIB, at + 1)


def plain_tables(connection: Any) -> list[str]:
    """All tables but those that a full-text index only looks like; what they stand on is among them."""
    found = connection.execute(
        "select name from sqlite_schema where type = 'table' and sql not like 'create virtual%' order by name"
    )
    return [row[0] for row in found]


def indexed(cache: Cache, word: str) -> bool:
    """Whether the full-text search of any engagement finds a word."""
    with cache.read() as connection:
        tables = [
            row[0] for row in connection.execute("select name from sqlite_schema where sql like 'create virtual%'")
        ]
        found = [
            connection.execute(f"select 1 from {name} where {name} match ? limit 1", (f'"{word}"',)).fetchone()
            for name in tables
        ]
    return any(row is not None for row in found)


def leaks(cache: Cache) -> list[str]:
    found = everything_in(cache)
    return [word for word in FORBIDDEN_TO_CLIENTS if word.encode() in found or indexed(cache, word)]


def test_nothing_internal_masked_or_by_name_lies_in_a_clients_copy(
    office: Office, cache: Cache, tmp_path: Path
) -> None:
    synced(office, cache)
    assert leaks(cache) == []
    # the search itself finds what a reviewer's copy holds
    other = Cache.create(tmp_path / "reviewer.db", bytes(32))
    synced(office, other, "reviewer")
    assert set(leaks(other)) == set(FORBIDDEN_TO_CLIENTS) - {"BOLT"}
    other.close()
    [engagement] = bookmarks.engagements(cache)
    assert engagement.code == "acme"
    case = read.find_case(cache, int(engagement.engagement_id), "C-1")
    file = read.open_case(cache, int(engagement.engagement_id), case)
    assert len(file.events) == FACTS
    assert (file.events.visibility == Visibility.SHARED).all()
    fields = file.events.take(file.events.kind == EventKind.FIELD_CHANGED)
    shown = {
        file.dictionaries.fields[field].name: file.dictionaries.value(value)
        for field, value in zip(fields.field.tolist(), fields.new_value.tolist(), strict=True)
    }
    assert shown == {"IBAN": WITHHELD, "Title": "title of the case", "Ref": WITHHELD, "Agent": WITHHELD}


def test_what_comes_later_and_in_small_pulls_does_not_leak_either(office: Office, cache: Cache) -> None:
    synced(office, cache)
    for number, visibility in enumerate((Visibility.INTERNAL, Visibility.SHARED)):
        note = CommentAdded(f"{'QXINTERNAL' if visibility is Visibility.INTERNAL else 'late shared'} note", visibility)
        mutation = Mutation(new_mutation_id(NOW + number), "acme", "C-1", note, NOW + number, Actor("x", STAFF[0]))
        with office.feed_as(office.logins["reviewer"]) as feed:
            feed.answer(ApplyMutation(mutation))
    synced(office, cache)
    assert leaks(cache) == []
    assert b"late shared" in everything_in(cache)
    assert b"Person reviewer" not in everything_in(cache)


def test_masking_more_makes_the_copy_anew_without_what_it_held(office: Office, cache: Cache) -> None:
    with writing(office.engine) as connection:
        members.ask(connection, office.acme, masked=[], pseudonyms=False)
    synced(office, cache)
    held = everything_in(cache)
    assert b"QXMASKED account" in held
    assert STAFF[0].encode() in held
    with writing(office.engine) as connection:
        members.ask(connection, office.acme, masked=["field:IBAN", "role:reference"], pseudonyms=True)
    lines = synced(office, cache)
    assert {"event": "cleared", "engagement": 1, "reason": "access"} in lines
    assert leaks(cache) == []
    with writing(office.engine) as connection:
        members.ask(connection, office.acme, masked=["role:reference"])
    synced(office, cache)
    assert b"QXMASKED account" in everything_in(cache)


def test_an_event_that_is_no_longer_shared_leaves_the_copy(office: Office, cache: Cache) -> None:
    synced(office, cache)
    with writing(office.engine) as connection:
        connection.execute(text("SELECT set_config('bpo_desk.change', 'erased', true)"))
        connection.execute(text("UPDATE event SET visibility = 0 WHERE new_value = 'shared comment'"))
    synced(office, cache)
    assert b"shared comment" not in everything_in(cache)


def test_a_reviewer_who_becomes_a_client_keeps_nothing_of_before(office: Office, cache: Cache) -> None:
    synced(office, cache, "reviewer")
    assert leaks(cache)
    with writing(office.engine) as connection:
        members.revoke(connection, office.logins["reviewer"], office.acme)
        members.grant(connection, office.logins["reviewer"], Role.CLIENT, office.acme, person="New Client")
    synced(office, cache, "reviewer")
    assert leaks(cache) == []
    with writing(office.engine) as connection:
        members.grant(connection, office.logins["reviewer"], Role.VIEWER, office.acme)
    synced(office, cache, "reviewer")
    assert leaks(cache)  # all there is, again


def test_a_revoked_copy_holds_nothing_but_the_bookmarks_of_others(office: Office, cache: Cache, tmp_path: Path) -> None:
    with writing(office.engine) as connection:
        append(connection, office.acme, story(), RECORDED)
    synced(office, cache)
    with writing(office.engine) as connection:
        members.revoke(connection, office.logins["client"])
    lines = synced(office, cache)
    assert {"event": "cleared", "engagement": 1, "reason": "lost"} in lines
    assert bookmarks.engagements(cache) == []
    with cache.read() as connection:
        tables = plain_tables(connection)
        filled = {
            table
            for table in tables
            if not table.startswith("sqlite_") and connection.execute(f"select 1 from {table} limit 1").fetchone()
        }
    held = everything_in(cache)
    for word in ("shared comment", "title of the case", "C-1", "Check", "Intake", "Carl Client", "acme"):
        assert word.encode() not in held, (word, filled)
