"""Retention as real logins meet it: who says which cases leave, who may only apply the rule, what clients get."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bpo_desk.cache import read, retained
from bpo_desk.cache.store import Cache
from bpo_desk.errors import WrongCredentials
from bpo_desk.models.event import EventKind
from bpo_desk.models.mutation import Actor, Mutation, Outcome, new_mutation_id
from bpo_desk.models.review import ReviewKept
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import writing
from bpo_desk.shared.mutations import apply_once
from bpo_desk.shared.one_case_feed import OneCaseFeed
from bpo_desk.shared.requests import LetGo, LetGoAnswer
from bpo_desk.shared.retention import bring_back, hold, retention, set_rule
from bpo_desk.shared.retention_rules import DAY
from bpo_desk.sync.run import sync_once
from tests.flows.raw_pages import found_in
from tests.postgres_server import PostgresServer
from tests.shared.batches import batch_of, one_event
from tests.shared.people import Office, office_on

NOW = time.time_ns() // 1000


@pytest.fixture(scope="module")
def first(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        with writing(found.engine) as connection:
            connection.execute(text("DELETE FROM review"))
            connection.execute(text("UPDATE engagement SET retention_days = 0"))
        found.engine.dispose()  # a template may have no connection
        yield found


@pytest.fixture
def office(first: Office, pg_server: PostgresServer) -> Iterator[Office]:
    """The case of everybody was closed long ago."""
    found = first.copy()
    with writing(found.engine) as connection:
        closed = one_event(90, kind=EventKind.CLOSED, occurred_at=NOW - 200 * DAY, visibility=1)
        append(connection, found.acme, batch_of([closed], ["C-1"]), NOW)
    yield found
    found.close()
    pg_server.drop_database(found.database)


def set_as(office: Office, role: str, days: int = 90) -> None:
    engine = office.engine_as(office.logins[role])
    try:
        with writing(engine) as connection:
            set_rule(connection, office.acme, days)
    finally:
        engine.dispose()


def hold_as(office: Office, role: str) -> int:
    engine = office.engine_as(office.logins[role])
    try:
        with writing(engine) as connection:
            return hold(connection, office.acme, ["C-1"], keep=True)
    finally:
        engine.dispose()


@pytest.mark.parametrize("role", ["importer", "viewer", "reviewer"])
def test_only_an_administrator_sets_the_rule_or_a_hold_and_nobody_a_mark(office: Office, role: str) -> None:
    for deed in (set_as, hold_as):
        with pytest.raises(WrongCredentials):
            deed(office, role)
    with office.raw(office.logins[role]) as connection:
        for column in ("held = 1", "left_at = 1", "back_at = 1"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"UPDATE case_ SET {column}")


def test_an_administrator_holds_a_case_and_it_stays(office: Office) -> None:
    assert hold_as(office, "admin") == 1
    set_as(office, "admin")
    with office.feed_as(office.logins["viewer"]) as feed:
        assert feed.answer(LetGo(office.acme.engagement_id)) == LetGoAnswer(0)
    with writing(office.engine) as connection:
        assert retention(connection, office.acme).held == ("C-1",)


def test_a_draft_that_was_begun_before_its_case_left_brings_it_back_by_its_reviewer_alone(office: Office) -> None:
    set_as(office, "admin")
    with office.feed_as(office.logins["viewer"]) as feed:
        feed.answer(LetGo(office.acme.engagement_id))
    with writing(office.engine) as connection:
        assert retention(connection, office.acme).left == 1
    login = office.logins["reviewer"]
    engine = office.engine_as(login)
    draft = Mutation(
        new_mutation_id(NOW),
        office.acme.code,
        "C-1",
        ReviewKept("Person reviewer", text="begun offline"),
        NOW,
        Actor(login, "Person reviewer"),
        0,
    )
    with pytest.raises(DBAPIError, match="Only who fills"), writing(engine) as connection:
        bring_back(connection, office.acme, ["C-1"])
    assert apply_once(engine, draft).outcome is Outcome.OK
    engine.dispose()
    with writing(office.engine) as connection:
        assert retention(connection, office.acme).left == 0


def test_while_somebody_writes_events_nobody_lets_go(office: Office) -> None:
    set_as(office, "admin")
    with office.feed_as(office.logins["client"]) as feed:
        with writing(office.engine) as connection:
            late = one_event(91, kind=EventKind.COMMENT_ADDED, occurred_at=NOW, visibility=1)
            append(connection, office.acme, batch_of([late], ["C-1"]), NOW)
            assert feed.answer(LetGo(office.acme.engagement_id)) == LetGoAnswer(-1)
        assert feed.answer(LetGo(office.acme.engagement_id)) == LetGoAnswer(0)  # there was news


@pytest.mark.parametrize("role", ["client", "viewer"])
def test_of_a_case_that_left_a_login_gets_its_number_alone_and_all_again_with_its_news(
    office: Office, role: str, tmp_path: Path, memory_key: bytes
) -> None:
    login, words = office.logins[role], ["shared comment", "title of the case"]
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    one = int(office.acme.engagement_id)

    def sync() -> None:
        with office.feed_as(login) as feed:
            sync_once(cache, feed, verify=True)
        cache.tidy()

    sync()
    assert found_in(cache.path, memory_key, words) == set(words)
    set_as(office, "owner")
    sync()  # learns of the rule
    sync()  # has it applied
    sync()  # sees what left
    assert retained.retained(cache, one).left == 1
    assert found_in(cache.path, memory_key, words) == set()
    with writing(office.engine) as connection:
        again = one_event(92, kind=EventKind.REOPENED, occurred_at=NOW, visibility=1)
        append(connection, office.acme, batch_of([again], ["C-1"]), NOW)
    sync()
    assert found_in(cache.path, memory_key, words) == set(words)
    assert retained.retained(cache, one).left == 0
    cache.close()


def test_a_case_that_left_is_read_without_being_kept_by_who_reads_all_and_by_no_client(
    office: Office, tmp_path: Path, memory_key: bytes
) -> None:
    set_as(office, "owner")
    with office.feed_as(office.logins["viewer"]) as feed:
        assert feed.answer(LetGo(office.acme.engagement_id)) == LetGoAnswer(1)
    for role in ("viewer", "client"):
        cache = Cache.create(tmp_path / f"{role}.db", memory_key)
        engine = office.engine_as(office.logins[role])
        if role == "client":
            with pytest.raises(WrongCredentials):
                sync_once(cache, OneCaseFeed(engine, "acme", "C-1"))
        else:
            sync_once(cache, OneCaseFeed(engine, "acme", "C-1"), verify=True)
            one = int(office.acme.engagement_id)
            assert len(read.open_case(cache, one, read.find_case(cache, one, "C-1")).events) == 9
        engine.dispose()
        cache.close()
