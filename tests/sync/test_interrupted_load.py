"""An initial load that is killed again and again goes on where it stopped and ends equal to the shared database."""

import contextlib
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest

from bpo_desk.cache import bookmarks, read
from bpo_desk.cache.store import Cache
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.sync.run import sync_once
from tests.faults.copy import agrees, contents
from tests.patience import PATIENCE
from tests.sync.conftest import AT
from tests.sync.interrupted import load
from tests.sync.logs import log

KILLS = {"sqlite": 20, "postgresql": 5}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal; the simulated cuts run everywhere")
def test_a_load_killed_at_random_points_ends_equal(shared_url: str, tmp_path: Path, memory_key: bytes) -> None:
    engine = open_engine(shared_url)
    kills = KILLS[engine.dialect.name]
    init(engine)
    engagement = create_engagement(engine, "FIRST", "First")
    batch = log(2500, 60)
    with writing(engine) as connection:
        append(connection, engagement, batch, AT)
    path = tmp_path / "cache.db"
    chance = random.Random(7)
    stages = set()
    # Each process comes from one that has imported what a load needs: that costs more than all the loads do.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.sync.interrupted"])
    for _ in range(kills):
        ours, theirs = processes.Pipe()
        child = processes.Process(target=load, args=(shared_url, path, memory_key, theirs))
        child.start()
        theirs.close()
        with ours:
            with contextlib.suppress(EOFError, ConnectionError):  # the load was over before
                for _ in range(chance.randint(1, 6 if kills == 20 else 20)):
                    ours.recv()
                    ours.send(".")
            time.sleep(chance.uniform(0.0, 0.01))
            child.kill()
        child.join(PATIENCE)
        assert child.exitcode in (0, -signal.SIGKILL)
        child.close()
        if path.exists() and path.stat().st_size:
            cache = Cache.open(path, memory_key)
            cache.check()
            mark = bookmarks.bookmark(cache, 1)
            stages.add((mark.stage, mark.load_after))
            cache.close()
    assert len(stages) >= kills // 5 * 2, "the kills must fall on different points of the load"
    cache = Cache.open_or_create(path, memory_key)
    sync_once(cache, Feed(engine), verify=True)
    assert read.status(cache, 1).events == 2500
    found = contents(cache, 1)
    assert {key[1] for key in found} == set(batch.columns.id_lo.tolist())
    agrees(cache, 1, found)
    cache.close()
    engine.dispose()
