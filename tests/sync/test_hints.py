"""Hints on a real PostgreSQL: they arrive, nothing rests on them, and who cannot hear them polls."""

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bpo_desk.cache.read import status
from bpo_desk.errors import DatabaseUnreachable
from bpo_desk.models.engagement import Role
from bpo_desk.shared import migrations
from bpo_desk.shared.admin import migrate
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.hints import HintLine, may_hint
from bpo_desk.sync.follow import Listener, follow
from bpo_desk.sync.hint_watch import HintWatch
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED, batch_of, one_event
from tests.shared.people import open_office
from tests.sync.conftest import Mirror


@pytest.fixture(autouse=True)
def short_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test need not wait until sessions are rare again after the first hint."""
    monkeypatch.setattr("bpo_desk.sync.pace.A_WHILE", 0.3)


only_postgresql = pytest.mark.parametrize("shared_url", ["postgresql"], indirect=True)


class Following:
    """A sync that follows, in a thread; its lines."""

    def __init__(self, mirror: Mirror, every: float, line: Callable[[], HintLine] | None) -> None:
        inward, outward = os.pipe()
        self._commands = os.fdopen(outward, "w")
        self._read = os.fdopen(inward)
        listener = Listener(self._read)
        listener.start()
        self.lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self.hints = None if line is None else HintWatch(line, listener.hint, listener.look, first_retry=0.1)
        self.thread = threading.Thread(
            target=lambda: follow(mirror.cache, mirror.feed, lambda each: self.lines.put(dict(each)), listener,
                                  every=every, hints=self.hints)
        )  # fmt: skip
        self.thread.start()

    def say(self, line: str) -> None:
        self._commands.write(line + "\n")
        self._commands.flush()

    def seconds_until(self, event: str, at_most: float = 20.0) -> float:
        """Until a line of this kind comes."""
        begun = time.monotonic()
        while self.lines.get(timeout=at_most)["event"] != event:
            pass
        return time.monotonic() - begun

    def quiet(self, seconds: float) -> None:
        """Take lines until none has come for so long."""
        try:
            while True:
                self.lines.get(timeout=seconds)
        except queue.Empty:
            return

    def end(self) -> None:
        self._commands.close()
        self.thread.join(30)
        assert not self.thread.is_alive()
        self._read.close()


@contextmanager
def following(mirror: Mirror, every: float, line: Callable[[], HintLine] | None) -> Iterator[Following]:
    found = Following(mirror, every, line)
    try:
        yield found
    finally:
        found.end()


def _events(mirror: Mirror) -> int:
    return status(mirror.cache, mirror.first.engagement_id).events


@only_postgresql
def test_a_commit_is_hinted_at_and_brought_long_before_the_next_poll(mirror: Mirror) -> None:
    mirror.append(batch_of([one_event(1)], ["A"]))
    with following(mirror, 600, partial(HintLine, mirror.engine)) as sync:
        sync.seconds_until("synced")
        assert sync.hints is not None
        assert sync.hints.listening.wait(20)
        sync.quiet(1.5)
        mirror.append(batch_of([one_event(2)], ["A"]))
        assert sync.seconds_until("changed") < 10
    assert _events(mirror) == 2


@only_postgresql
def test_a_commit_that_nobody_hinted_at_comes_with_the_poll(mirror: Mirror) -> None:
    with writing(mirror.engine) as connection:
        connection.execute(text("ALTER TABLE event DISABLE TRIGGER hint_insert"))
    with following(mirror, 1.0, partial(HintLine, mirror.engine)) as sync:
        sync.seconds_until("synced")
        mirror.append(batch_of([one_event(1)], ["A"]))
        sync.seconds_until("changed")
    assert _events(mirror) == 1


@only_postgresql
def test_the_line_that_is_cut_is_made_anew_and_what_came_meanwhile_is_brought(mirror: Mirror) -> None:
    with following(mirror, 600, partial(HintLine, mirror.engine)) as sync:
        sync.seconds_until("synced")
        assert sync.hints is not None
        assert sync.hints.listening.wait(20)
        sync.quiet(1.5)
        with writing(mirror.engine) as connection:
            connection.execute(text("ALTER TABLE event DISABLE TRIGGER hint_insert"))
        mirror.append(batch_of([one_event(1)], ["A"]))
        with writing(mirror.engine) as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            )
        assert sync.seconds_until("changed") < 15
    assert _events(mirror) == 1


@only_postgresql
def test_a_desk_that_may_not_listen_works_and_polls(mirror: Mirror) -> None:
    def refused() -> HintLine:
        with writing(mirror.engine) as connection:
            connection.execute(text("DROP ROLE IF EXISTS deaf"))
            connection.execute(text("CREATE ROLE deaf LOGIN CONNECTION LIMIT 0"))
        return HintLine(_as_deaf(mirror))

    with following(mirror, 1.0, refused) as sync:
        sync.seconds_until("synced")
        mirror.append(batch_of([one_event(1)], ["A"]))
        sync.seconds_until("changed")
        assert sync.hints is not None
        assert not sync.hints.listening.is_set()
    assert _events(mirror) == 1
    with pytest.raises(DatabaseUnreachable):
        refused()


def _as_deaf(mirror: Mirror) -> Any:
    return open_engine(mirror.engine.url.set(username="deaf").render_as_string())


def test_without_hints_every_database_is_polled(mirror: Mirror) -> None:
    assert may_hint(mirror.engine) == (mirror.engine.dialect.name == "postgresql")
    with following(mirror, 0.5, None) as sync:
        sync.seconds_until("synced")
        mirror.append(batch_of([one_event(1)], ["A"]))
        sync.seconds_until("changed")
    assert _events(mirror) == 1


def test_opening_a_case_brings_the_next_poll_nearer(mirror: Mirror) -> None:
    with following(mirror, 600, None) as sync:
        sync.seconds_until("synced")
        mirror.append(batch_of([one_event(1)], ["A"]))
        sync.say('{"case_open": true}')
        assert sync.seconds_until("changed") < 15
    assert _events(mirror) == 1


def _heard(url: str, work: Callable[[], None]) -> list[tuple[int, str]]:
    """The hints of a piece of work on the first two engagements, each as engagement and payload."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as listener:
        channels = dict(listener.execute("SELECT hint_channel(e), e FROM unnest(ARRAY[1, 2]) e").fetchall())
        for channel in channels:
            listener.execute(f"LISTEN {channel}")
        work()
        return [(channels[each.channel], each.payload) for each in listener.notifies(timeout=0.5)]


@only_postgresql
def test_a_hint_names_its_engagement_and_says_nothing(mirror: Mirror, shared_url: str) -> None:
    heard = _heard(shared_url, lambda: mirror.append(batch_of([one_event(1)], ["A"]), mirror.second))
    assert heard == [(mirror.second.engagement_id, "")]


def test_the_commit_of_a_login_that_may_not_notify_is_hinted_at(pg_server: PostgresServer, pg_database: Any) -> None:
    office = open_office(pg_server, pg_database())
    engine = office.engine_as(office.logins[Role.IMPORTER])
    try:
        with office.raw(office.logins[Role.IMPORTER]) as writer, pytest.raises(psycopg.errors.InsufficientPrivilege):
            writer.execute("SELECT pg_notify('bpo_desk_1', '')")

        def imported() -> None:
            with writing(engine) as connection:
                append(connection, office.acme, batch_of([one_event(77)], ["C-1"]), RECORDED)

        heard = _heard(pg_server.url(office.database), imported)
        assert heard == [(office.acme.engagement_id, "")]
    finally:
        engine.dispose()
        office.close()


def test_a_login_hears_of_its_engagements_and_cannot_learn_when_others_change(
    pg_server: PostgresServer, pg_database: Any
) -> None:
    office = open_office(pg_server, pg_database())
    engine = office.engine_as(office.logins[Role.CLIENT])
    try:
        with office.raw(office.logins[Role.CLIENT]) as client:
            for question in ("SELECT hint_channel(1)", "SELECT secret FROM hint_secret"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    client.execute(question)
            asked = client.execute("SELECT desk_hint_channel(%s)", (office.bolt.engagement_id,)).fetchone()
            assert asked == (None,)
        with HintLine(engine) as line, psycopg.connect(pg_server.conninfo(office.database), autocommit=True) as writer:
            line.listen([office.bolt.engagement_id, office.acme.engagement_id])
            insert = (
                "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind)"
                " VALUES (%s, gen_random_uuid(), 1, 1, 41)"
            )
            writer.execute(insert, (office.bolt.engagement_id,))
            assert line.wait(0.5) == frozenset()
            writer.execute(insert, (office.acme.engagement_id,))
            assert line.wait(5) == {office.acme.engagement_id}
    finally:
        engine.dispose()
        office.close()


@only_postgresql
def test_many_commits_in_a_moment_are_few_hints_and_a_long_transaction_has_its_own(
    mirror: Mirror, shared_url: str
) -> None:
    insert = (
        "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind)"
        " VALUES (1, gen_random_uuid(), 1, 1, 41)"
    )

    def many() -> None:
        with psycopg.connect(shared_url.replace("+psycopg", ""), autocommit=True) as writer:
            begun = time.monotonic()
            for _ in range(200):
                writer.execute(insert)
            taken.append(time.monotonic() - begun)

    taken: list[float] = []
    heard = len(_heard(shared_url, many))
    assert 1 <= heard <= taken[0] / 0.02 + 2

    def long_one() -> None:
        with psycopg.connect(shared_url.replace("+psycopg", "")) as writer:
            writer.execute("SELECT pg_sleep(0.6)")
            with psycopg.connect(shared_url.replace("+psycopg", ""), autocommit=True) as other:
                other.execute(insert)
            for _ in range(5):
                writer.execute(insert)

    assert len(_heard(shared_url, long_one)) == 2


@only_postgresql
def test_a_long_import_keeps_nobody_else_from_hinting(mirror: Mirror, shared_url: str) -> None:
    address = shared_url.replace("+psycopg", "")
    insert = (
        "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind)"
        " SELECT 1, gen_random_uuid(), 1, 1, 41 FROM generate_series(1, %s)"
    )
    with psycopg.connect(address) as long_one, psycopg.connect(address, autocommit=True) as other:
        long_one.execute("SELECT pg_sleep(0.6)")

        def meanwhile() -> None:
            long_one.execute(insert, (5_000,))
            other.execute(insert, (1,))

        assert _heard(shared_url, meanwhile) == [(1, "")]
        assert _heard(shared_url, long_one.commit) == [(1, "")]


@only_postgresql
def test_engagements_that_change_in_one_moment_hint_each_on_its_own_channel(mirror: Mirror, shared_url: str) -> None:
    both = (
        "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind)"
        " SELECT 1 + i % 2, gen_random_uuid(), 1, 1, 41 FROM generate_series(1, 100) i"
    )

    def written() -> None:
        with psycopg.connect(shared_url.replace("+psycopg", ""), autocommit=True) as writer:
            writer.execute(both)

    assert sorted(_heard(shared_url, written)) == [(1, ""), (2, "")]


@only_postgresql
def test_names_that_a_writer_puts_before_those_of_the_server_do_not_run_as_the_owner(
    mirror: Mirror, shared_url: str
) -> None:
    with psycopg.connect(shared_url.replace("+psycopg", ""), autocommit=True) as writer:
        writer.execute("CREATE SCHEMA trap")
        for number, (operator, left, right, gives) in enumerate((
            ("#", "bigint", "bigint", "bigint"), ("&", "bigint", "bigint", "bigint"),
            ("|", "bigint", "bigint", "bigint"), ("=", "bigint", "bigint", "boolean"),
            ("=", "bigint", "integer", "boolean"), ("=", "text", "text", "boolean"),
            ("%", "integer", "integer", "integer"), ("<<", "bigint", "integer", "bigint"),
            ("*", "double precision", "double precision", "double precision"), ("||", "text", "text", "text"),
            (">", "timestamptz", "timestamptz", "boolean"), ("+", "timestamptz", "interval", "timestamptz"),
            (">", "double precision", "double precision", "boolean"),
        )):  # fmt: skip
            name = f"sprung_{number}"
            writer.execute(
                f"CREATE FUNCTION trap.{name}({left}, {right}) RETURNS {gives} LANGUAGE plpgsql AS"
                " $$BEGIN RAISE EXCEPTION 'sprung'; END$$"
            )
            writer.execute(
                f"CREATE OPERATOR trap.{operator} (LEFTARG = {left}, RIGHTARG = {right}, FUNCTION = trap.{name})"
            )
        for name in ("clock_timestamp()", "transaction_timestamp()", "pg_notify(text, text)", "int8(double precision)"):
            writer.execute(f"CREATE FUNCTION trap.{name} RETURNS text LANGUAGE plpgsql AS"
                           " $$BEGIN RAISE EXCEPTION 'sprung'; END$$")  # fmt: skip
        writer.execute("SET search_path = trap, public, pg_catalog")
        with pytest.raises(psycopg.errors.RaiseException, match="sprung"):
            writer.execute("SELECT clock_timestamp()")

        def written() -> None:
            for _ in range(3):
                writer.execute(
                    "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind)"
                    " VALUES (1, pg_catalog.gen_random_uuid(), 1, 1, 41)"
                )

        assert _heard(shared_url, written)
    with psycopg.connect(shared_url.replace("+psycopg", "")) as reader:
        open_paths = reader.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace AND NOT EXISTS"
            " (SELECT FROM unnest(proconfig) c WHERE c LIKE 'search_path=%')"
        ).fetchall()
    assert open_paths == [("hint_row",)]  # any other has to fix its path, or to be tried here


def test_an_older_database_gets_the_lighter_hints_and_what_was_switched_off_stays_off(pg_url: str) -> None:
    engine = open_engine(pg_url)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        connection.execute(text("INSERT INTO engagement (engagement_id, code, name) VALUES (1, 'E', 'E')"))
        connection.execute(text("ALTER TABLE review DISABLE TRIGGER hint_update"))
    migrate(engine)

    def written() -> None:
        with writing(engine) as connection:
            connection.execute(
                text("INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind)"
                     " VALUES (1, gen_random_uuid(), 1, 1, 41)")
            )  # fmt: skip

    assert _heard(pg_url, written) == [(1, "")]
    with writing(engine) as connection:
        triggers = connection.execute(
            text("SELECT tgrelid::regclass::text || '.' || tgname FROM pg_trigger WHERE tgname LIKE 'hint%'"
                 " AND tgenabled = 'D'")
        ).scalars().all()  # fmt: skip
        left = connection.execute(
            text("SELECT relname FROM pg_class WHERE relkind = 'S' AND relname LIKE 'hint%'")
        ).scalars().all()  # fmt: skip
    assert (triggers, left) == (["review.hint_update"], ["hint_moment"])
    engine.dispose()
