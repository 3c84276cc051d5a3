"""A few short schedules on the real stack; `python -m benchmarks.faults` plays fifty longer ones."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.engine import Connection, Engine

from bpo_desk.cache.store import Cache
from bpo_desk.models.engagement import Engagement
from bpo_desk.shared import admin
from bpo_desk.shared.append import append
from bpo_desk.shared.changes import Deed, erase_events, move_case
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.sync.run import sync_once
from tests.faults.copy import contents
from tests.faults.real_desk import KEY
from tests.faults.real_stack import Schedule, plan, prepared
from tests.faults.shared_rows import shared_rows
from tests.postgres_server import PostgresServer, running_postgres
from tests.sync.conftest import AT
from tests.sync.logs import log

only_here = pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are set as Linux does it")


@pytest.fixture(scope="module")
def crashing_server() -> Iterator[PostgresServer]:
    """A server of its own: the schedules stop and start it."""
    with running_postgres() as server:
        yield server


@only_here
@pytest.mark.parametrize("seed", [2, 5, 9])
def test_a_schedule_on_the_real_stack_ends_equal(
    crashing_server: PostgresServer, tmp_path: Path, seed: int
) -> None:  # fmt: skip
    template = prepared(crashing_server)
    tally: Counter[str] = Counter()
    Schedule(crashing_server, template, tmp_path, seed, tally, steps=4).play()
    crashing_server.drop_database(template)
    assert tally["rows compared"] > 400
    assert tally["notes"] >= 4


def test_every_kind_of_fault_is_planned() -> None:
    planned = Counter(what for seed in range(50) for what, _ in plan(seed))
    assert set(planned) == {"cut", "stall", "slow", "cut after", "away", "kill", "no room", "server crash"}
    assert min(planned.values()) >= 20


_NO_ROOM = """
import resource, sys
from pathlib import Path
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DiskFull

cache = Cache.create(Path(sys.argv[1]), bytes(32))
resource.setrlimit(resource.RLIMIT_FSIZE, (24_576, resource.RLIM_INFINITY))
try:
    with cache.write() as connection:
        connection.execute("insert into record values (1, 'x', 'y', 1, ?)", ("z" * 60_000,))
except DiskFull:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    cache.check()
    sys.exit(0)
sys.exit("no failure")
"""


@only_here
def test_a_copy_that_may_not_grow_is_short_of_room_and_not_damaged(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _NO_ROOM, str(tmp_path / "cache.db")], cwd=Path(__file__).parents[2],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _deeds(engine: Engine, ones: list[Engagement], sync: Callable[[], object]) -> None:
    """Appends, an erasure, moves there and back, with a sync after each."""
    first, deed = log(300, 9, 1), Deed("Root", "asked for", AT)
    doomed = f"{int(first.columns.id_hi[3]):016x}{int(first.columns.id_lo[3]):016x}"
    deeds: list[Callable[[Connection], object]] = [
        lambda c: append(c, ones[0], first, AT),
        lambda c: append(c, ones[0], log(200, 14, 2, offset=1_000), AT + 1),
        lambda c: erase_events(c, ones[0], [doomed], deed),
        lambda c: move_case(c, ones[0], "N-0004", ones[1], deed),
        lambda c: append(c, ones[1], log(40, 3, 3, offset=5_000), AT + 2),
        lambda c: move_case(c, ones[1], "N-0004", ones[0], deed),
    ]
    for each in deeds:
        with writing(engine) as connection:
            each(connection)
        sync()


def test_the_same_deeds_on_sqlite_and_postgresql_make_the_same_copy(tmp_path: Path, pg_url: str) -> None:
    """Key for key, version for version; only what a deed logs about itself has a fresh id each time."""
    copies = []
    for name, url in (("lite", f"sqlite:///{(tmp_path / 'shared.db').as_posix()}"), ("pg", pg_url)):
        engine = open_engine(url)
        admin.init(engine)
        ones = [admin.create_engagement(engine, code, code) for code in ("ONE", "TWO")]
        cache = Cache.create(tmp_path / f"{name}.db", KEY)
        _deeds(engine, ones, partial(sync_once, cache, Feed(engine)))
        copies.append([contents(cache, one.engagement_id) for one in ones])
        for one, copy in zip(ones, copies[-1], strict=True):
            assert copy == shared_rows(engine, one.engagement_id)
        cache.close()
        engine.dispose()
    for lite, pg in zip(*copies, strict=True):
        both = lite.keys() & pg.keys()
        assert len(both) > 30
        assert {each: lite[each] for each in both} == {each: pg[each] for each in both}
        own, others = ([copy[each] for each in copy.keys() - both] for copy in (lite, pg))
        assert sorted(own, key=str) == sorted(others, key=str)
