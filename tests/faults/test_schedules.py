"""As many fresh schedules of `world.py` as fit into three minutes of a whole test run; none may break a promise.

Seeds are other ones in each run, but always the same in a run of everything by `dev.py test`, which must not hang on
luck: `dev.py bench faults` looks further. How many were played is printed at the end.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.server import Server
from tests.faults.world import play

WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
SHARDS = 6 * WORKERS or 4
SECONDS = 180.0 / 6 if WORKERS else 5.0
"""What one shard takes: three minutes for all where several workers run the whole suite, else a quick look."""
AT_LEAST, ENOUGH = 50, 1_000
"""Schedules of a shard on however slow a machine, and such in which every kind of fault has happened: the rarest
happens in one of sixteen."""
FAULTS = (
    "lost requests", "lost replies", "busy", "kills", "restores", "server crashes", "power cuts", "moves", "erasures",
    "access changes", "clock jumps", "rows changed", "rows changed elsewhere", "small pulls",
)  # fmt: skip


def first_seed(shard: int) -> int:
    """Where a shard begins; no two overlap."""
    chosen = 7 if os.environ.get("CI") else random.SystemRandom().randrange(10**6)
    return chosen * 10**6 + shard * 10**4


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_schedule_of_faults_breaks_a_promise(
    shard: int, folder: Path, record_property: pytest.RecordProperty
) -> None:
    tally: Counter[str] = Counter()
    seed = first_seed(shard)
    until = time.monotonic() + SECONDS
    while (
        tally["schedules"] < AT_LEAST
        or time.monotonic() < until
        or (tally["schedules"] < ENOUGH and not all(map(tally.__getitem__, FAULTS)))
    ):
        try:
            play(folder / str(seed), seed, Server(), tally)
        except Exception as wrong:
            wrong.add_note(f"It is played again by: python -m benchmarks.faults --replay {seed}")
            raise
        shutil.rmtree(folder / str(seed), ignore_errors=True)  # most are played without any
        seed += 1
    record_property("simulated schedules", tally["schedules"])
    assert not [fault for fault in FAULTS if not tally[fault]], "a kind of fault no longer happens"
