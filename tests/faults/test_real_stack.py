"""A few short schedules on the real stack; `python -m benchmarks.faults` plays fifty longer ones."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.real_stack import UNTOUCHED, Schedule, plan, prepared
from tests.postgres_server import PostgresServer, running_postgres

only_here = pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are set as Linux does it")


@pytest.fixture(scope="module")
def crashing_server() -> Iterator[PostgresServer]:
    """A server of its own: the schedules stop and start it."""
    with running_postgres() as server:
        yield server


@pytest.mark.slow
@only_here
@pytest.mark.parametrize("seed", [2, 5, 9])
def test_a_schedule_on_the_real_stack_ends_equal(
    crashing_server: PostgresServer, tmp_path: Path, seed: int
) -> None:  # fmt: skip
    template = prepared(crashing_server)
    tally: Counter[str] = Counter()
    Schedule(crashing_server, template, tmp_path, seed, tally, steps=4).play()
    crashing_server.drop_database(template)
    # Each follows from the plan and from the cases that no writer touches, however fast or slow the machine is.
    assert tally["rows compared"] >= 2 * UNTOUCHED
    assert tally["notes"] >= 4
    assert tally["left at the end"] >= 2, "no case left the copies"


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
