"""Hints on a real PostgreSQL: they arrive, nothing rests on them, and who cannot hear them polls."""

import os
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
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
from tests.patience import PATIENCE
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED, batch_of, one_event
from tests.shared.people import open_office
from tests.sync.conftest import Mirror


@pytest.fixture(autouse=True)
def short_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test need not wait until sessions are rare again after the first hint."""
    monkeypatch.setattr("bpo_desk.sync.pace.A_WHILE", 0.3)


class OnlyListening(HintLine):
    """Hears what others find and never looks itself."""

    def listen(self, engagements: Iterable[int]) -> None:
        super().listen(engagements)
        self._look = None


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

    def until(self, event: str) -> None:
        """Wait for a line of this kind: at most a fifth of what a poll every ten minutes takes at least."""
        until = time.monotonic() + PATIENCE
        while self.lines.get(timeout=until - time.monotonic())["event"] != event:
            pass

    def quiet(self, seconds: float) -> None:
        """Take lines until none has come for so long."""
        try:
            while True:
                self.lines.get(timeout=seconds)
        except queue.Empty:
            return

    def end(self) -> None:
        self._commands.close()
        self.thread.join(PATIENCE)
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
        sync.until("synced")
        assert sync.hints is not None
        assert sync.hints.listening.wait(PATIENCE)
        sync.quiet(1.5)
        mirror.append(batch_of([one_event(2)], ["A"]))
        sync.until("changed")
    assert _events(mirror) == 2


@only_postgresql
def test_a_commit_that_nobody_hinted_at_comes_with_the_poll(mirror: Mirror) -> None:
    with following(mirror, 1.0, partial(OnlyListening, mirror.engine)) as sync:
        sync.until("synced")
        mirror.append(batch_of([one_event(1)], ["A"]))
        sync.until("changed")
    assert _events(mirror) == 1


@only_postgresql
def test_the_line_that_is_cut_is_made_anew_and_what_came_meanwhile_is_brought(mirror: Mirror) -> None:
    with following(mirror, 600, partial(OnlyListening, mirror.engine)) as sync:
        sync.until("synced")
        assert sync.hints is not None
        assert sync.hints.listening.wait(PATIENCE)
        sync.quiet(1.5)
        mirror.append(batch_of([one_event(1)], ["A"]))
        with writing(mirror.engine) as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            )
        sync.until("changed")
    assert _events(mirror) == 1


@only_postgresql
def test_a_desk_that_may_not_listen_works_and_polls(mirror: Mirror) -> None:
    def refused() -> HintLine:
        with writing(mirror.engine) as connection:
            connection.execute(text("DROP ROLE IF EXISTS deaf"))
            connection.execute(text("CREATE ROLE deaf LOGIN CONNECTION LIMIT 0"))
        return HintLine(_as_deaf(mirror))

    with following(mirror, 1.0, refused) as sync:
        sync.until("synced")
        mirror.append(batch_of([one_event(1)], ["A"]))
        sync.until("changed")
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
        sync.until("synced")
        mirror.append(batch_of([one_event(1)], ["A"]))
        sync.until("changed")
    assert _events(mirror) == 1


def test_opening_a_case_brings_the_next_poll_nearer(mirror: Mirror) -> None:
    with following(mirror, 600, None) as sync:
        sync.until("synced")
        mirror.append(batch_of([one_event(1)], ["A"]))
        sync.say('{"case_open": true}')
        sync.until("changed")
    assert _events(mirror) == 1


_INSERT = (
    "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind)"
    " VALUES (%s, pg_catalog.gen_random_uuid(), 1, 1, 41)"
)
_BOTH = (1, 2)


@contextmanager
def looking(url: str, engagements: Iterable[int] = _BOTH) -> Iterator[None]:
    """A desk that looks for as long as this lasts."""
    engine, begun, ended = open_engine(url), threading.Event(), threading.Event()

    def look() -> None:
        with HintLine(engine) as line:
            line.listen(engagements)
            while not ended.is_set():
                line.wait(0.1)
                begun.set()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        assert begun.wait(PATIENCE)
        yield
    finally:
        ended.set()
        thread.join()
        engine.dispose()


def _heard(url: str, work: Callable[[], object], at_least: int = 1) -> list[tuple[int, str]]:
    """The hints that others get of a piece of work on the first two engagements, each as engagement and payload: waits
    for `at_least` so many, and for a moment whether there are more."""
    with looking(url), psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as listener:
        channels = dict(listener.execute("SELECT hint_channel(e), e FROM unnest(ARRAY[1, 2]) e").fetchall())
        for channel in channels:
            listener.execute(f"LISTEN {channel}")
        work()
        heard = list(listener.notifies(timeout=PATIENCE, stop_after=at_least)) if at_least else []
        heard += listener.notifies(timeout=0.4)
        return [(channels[each.channel], each.payload) for each in heard]


def _writer(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _told(line: HintLine, seconds: float = PATIENCE) -> frozenset[int]:
    """The next hint of a line."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := line.wait(0.1):
            return found
    return frozenset()


@only_postgresql
def test_a_hint_names_its_engagement_and_says_nothing(mirror: Mirror, shared_url: str) -> None:
    heard = _heard(shared_url, lambda: mirror.append(batch_of([one_event(1)], ["A"]), mirror.second))
    assert heard == [(mirror.second.engagement_id, "")]


@only_postgresql
def test_what_is_shared_beside_the_events_is_looked_at_too(mirror: Mirror, shared_url: str) -> None:
    view = "INSERT INTO saved_view (engagement_id, saved_view_id, owner, name, content) VALUES (2, 1, '', 'v', '')"
    with _writer(shared_url) as writer:
        for change in (view, "UPDATE saved_view SET content = 'x' WHERE engagement_id = 2",
                       "DELETE FROM saved_view WHERE engagement_id = 2"):  # fmt: skip
            assert _heard(shared_url, partial(writer.execute, change)) == [(2, "")]


@pytest.mark.parametrize(("looking", "hearing"), [(Role.VIEWER, Role.IMPORTER), (Role.CLIENT, Role.CLIENT)])
def test_the_commit_of_a_login_that_may_not_notify_is_hinted_at_by_one_that_may_not_either(
    pg_server: PostgresServer, pg_database: Any, looking: Role, hearing: Role
) -> None:
    """Clients look for clients, and all others for each other: what is hinted at to clients is what they get."""
    office = open_office(pg_server, pg_database())
    writers, lookers, hearers = (office.engine_as(office.logins[role]) for role in (Role.IMPORTER, looking, hearing))
    acme = office.acme.engagement_id
    try:
        for role in (Role.IMPORTER, looking, hearing):
            with office.raw(office.logins[role]) as raw, pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute("SELECT pg_notify('bpo_desk_1', '')")
        with HintLine(lookers) as looks, OnlyListening(hearers) as hears:
            looks.listen([acme])
            looks.wait(0.1)
            hears.listen([acme])
            with writing(writers) as connection:
                append(connection, office.acme, batch_of([one_event(77)], ["C-1"]), RECORDED)
            assert _told(looks) == {acme}
            assert hears.wait(PATIENCE) == {acme}
    finally:
        for engine in (writers, lookers, hearers):
            engine.dispose()
        office.close()


def test_a_login_hears_and_looks_in_its_engagements_and_cannot_learn_when_others_change(
    pg_server: PostgresServer, pg_database: Any
) -> None:
    office = open_office(pg_server, pg_database())
    engine = office.engine_as(office.logins[Role.CLIENT])
    bolt, acme = office.bolt.engagement_id, office.acme.engagement_id
    try:
        with office.raw(office.logins[Role.CLIENT]) as client:
            for question in ("SELECT hint_channel(1)", "SELECT secret FROM hint_secret",
                             "SELECT hint_look(ARRAY[1], NULL, 1, 1)"):  # fmt: skip
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    client.execute(question)
            assert client.execute("SELECT desk_hint_channel(%s)", (bolt,)).fetchone() == (None,)
            asked = "SELECT looking, changed FROM desk_hint_look(ARRAY[%s], %s, 0, 10)"
            given = client.execute("SELECT seen FROM desk_hint_look(ARRAY[%s], NULL, 0, 10)", (acme,)).fetchone()
            assert given is not None
            with office.raw() as other:
                other.execute("UPDATE mapping SET content = content")
            assert client.execute(asked, (bolt, given[0])).fetchone() == (False, [])
            assert client.execute(asked, (acme, given[0])).fetchone() == (True, [acme])
        with HintLine(engine) as line, psycopg.connect(pg_server.conninfo(office.database), autocommit=True) as writer:
            line.listen([bolt, acme])
            line.wait(0.1)
            with office.raw() as other:  # nobody looks at bolt: the client does not keep others from it
                everything = asked.replace("desk_hint_look", "hint_look")
                assert other.execute(everything, (bolt, "1:1:")).fetchone() == (True, [bolt])
            writer.execute(_INSERT, (bolt,))
            assert _told(line, 0.5) == frozenset()
            writer.execute(_INSERT, (acme,))
            assert _told(line) == {acme}
    finally:
        engine.dispose()
        office.close()


@only_postgresql
def test_many_commits_in_a_moment_are_few_hints(mirror: Mirror, shared_url: str) -> None:
    taken: list[float] = []

    def many() -> None:
        with _writer(shared_url) as writer:
            begun = time.monotonic()
            for _ in range(200):
                writer.execute(_INSERT, (1,))
            taken.append(time.monotonic() - begun)

    heard = len(_heard(shared_url, many))
    assert 1 <= heard <= taken[0] / 0.02 + 2


@only_postgresql
def test_transactions_that_stay_open_hide_no_commit_and_are_hinted_at_when_they_end(
    mirror: Mirror, shared_url: str
) -> None:
    address = shared_url.replace("+psycopg", "")
    with psycopg.connect(address) as long_one, psycopg.connect(address) as undone, _writer(shared_url) as other:
        long_one.execute(_INSERT, (1,))
        undone.execute(_INSERT, (1,))
        other.execute(_INSERT, (2,))  # later ones end first
        for engagement in (1, 2, 1):
            assert _heard(shared_url, partial(other.execute, _INSERT, (engagement,))) == [(engagement, "")]
        assert _heard(shared_url, undone.rollback, at_least=0) == []
        assert _heard(shared_url, long_one.commit) == [(1, "")]


@only_postgresql
def test_engagements_that_change_in_one_moment_hint_each_on_its_own_channel(mirror: Mirror, shared_url: str) -> None:
    both = (
        "INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind)"
        " SELECT 1 + i % 2, gen_random_uuid(), 1, 1, 41 FROM generate_series(1, 100) i"
    )
    with _writer(shared_url) as writer:
        assert sorted(_heard(shared_url, lambda: writer.execute(both), at_least=2)) == [(1, ""), (2, "")]


@only_postgresql
def test_when_the_desk_that_looks_is_gone_another_takes_over_and_misses_nothing(
    mirror: Mirror, shared_url: str
) -> None:
    with HintLine(mirror.engine) as first, HintLine(mirror.engine, try_again=0.2) as second, _writer(shared_url) as db:
        first.listen(_BOTH)
        first.wait(0.05)
        second.listen(_BOTH)
        with db.transaction():  # while the first looks, the second does not
            db.execute("SELECT FROM hint_look(ARRAY[1, 2], NULL, 0, 10)")
            second.wait(0.05)
            assert (first.looking, second.looking) == (True, False)
        db.execute("SELECT pg_terminate_backend(%s)", (first._raw.info.backend_pid,))
        db.execute(_INSERT, (1,))
        assert _told(second) == {1}
        until = time.monotonic() + PATIENCE
        while not second.looking and time.monotonic() < until:
            second.wait(0.05)
        db.execute(_INSERT, (2,))
        assert (_told(second), second.looking) == ({2}, True)
        with pytest.raises(DatabaseUnreachable):
            first.wait(0.05)


@only_postgresql
def test_who_keeps_others_from_looking_only_makes_hints_later(mirror: Mirror, shared_url: str) -> None:
    with HintLine(mirror.engine, try_again=0.2) as line, psycopg.connect(shared_url.replace("+psycopg", "")) as holds:
        line.listen([1])
        holds.execute("SELECT FROM hint_look(ARRAY[1], NULL, 0, 10)")
        line.wait(0.05)
        with _writer(shared_url) as writer:
            writer.execute(_INSERT, (1,))
        assert (_told(line), line.looking) == ({1}, False)


@only_postgresql
def test_looking_writes_nothing_and_holds_nobody_up(mirror: Mirror, shared_url: str) -> None:
    with looking(shared_url), _writer(shared_url) as other:
        seen = set()
        for _ in range(20):
            seen.update(other.execute(
                "SELECT backend_xid IS NULL, pg_snapshot_xmin(pg_current_snapshot())::text FROM pg_stat_activity"
                " WHERE query LIKE '%hint_look%' AND pid <> pg_backend_pid()"
            ).fetchall())  # fmt: skip
            time.sleep(0.01)
        assert len(seen) == 1
        assert next(iter(seen))[0]
        other.execute("SET lock_timeout = '10s'")  # who looks lets go after each look
        other.execute("ALTER TABLE event ADD COLUMN one_more integer")


@only_postgresql
def test_a_state_that_nobody_could_have_seen_is_refused_or_harms_nobody(mirror: Mirror, shared_url: str) -> None:
    with _writer(shared_url) as other:
        look = "SELECT looking, changed FROM hint_look(%s, %s, 0, 10)"  # desk_hint_look believes its own words alone
        for since in ("nonsense", "5:1:", "1:2:7"):
            with pytest.raises(psycopg.errors.InvalidTextRepresentation):
                other.execute(look, ([1], since))
        assert other.execute(look, ([1], "1:5000000:" + ",".join(map(str, range(1, 50_000))))).fetchone() == (True, [])
        assert other.execute(look, ([1], "9223372036854775806:9223372036854775807:")).fetchone() == (True, [])
        assert other.execute(look, ([], None)).fetchone() == (False, [])
        assert other.execute("SELECT changed FROM desk_hint_look(NULL, NULL, NULL, NULL)").fetchone() == ([],)


@only_postgresql
def test_a_database_without_roles_is_looked_at_by_who_owns_the_tables(mirror: Mirror, shared_url: str) -> None:
    with _writer(shared_url) as writer:
        writer.execute("DROP FUNCTION desk_hint_look; DROP FUNCTION desk_hint_channel")
        assert _heard(shared_url, lambda: writer.execute(_INSERT, (2,))) == [(2, "")]


@only_postgresql
def test_every_function_that_runs_as_its_owner_fixes_where_names_are_looked_up(mirror: Mirror, shared_url: str) -> None:
    with psycopg.connect(shared_url.replace("+psycopg", "")) as reader:
        open_paths = reader.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace AND NOT EXISTS"
            " (SELECT FROM unnest(proconfig) c WHERE c LIKE 'search_path=%')"
        ).fetchall()
    assert open_paths == []


@pytest.mark.parametrize("older", ["0010", "0011"])
def test_an_older_database_loses_its_triggers_and_hints_as_any_other(pg_url: str, older: str) -> None:
    engine = open_engine(pg_url)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, older)
        connection.execute(text("INSERT INTO engagement (engagement_id, code, name) VALUES (1, 'E', 'E')"))
        connection.execute(text("ALTER TABLE review DISABLE TRIGGER hint_update"))
    migrate(engine)
    with _writer(pg_url) as writer:
        assert _heard(pg_url, lambda: writer.execute(_INSERT, (1,))) == [(1, "")]
        left = writer.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'hint%' UNION ALL SELECT relname FROM pg_class"
            " WHERE relkind = 'S' AND relname LIKE 'hint%' UNION ALL SELECT proname FROM pg_proc"
            " WHERE proname LIKE 'hint%' ORDER BY 1"
        ).fetchall()
    assert left == [("hint_channel",), ("hint_channel_of_clients",), ("hint_look",)]
    engine.dispose()
