"""An initial load that is killed again and again goes on where it stopped and ends equal to the shared database."""

import os
import random
import signal
import subprocess
import sys
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
from tests.sync.conftest import AT
from tests.sync.logs import log

KILLS = {"sqlite": 20, "postgresql": 5}
_CHILD = """
import os, sys, time
from pathlib import Path
from bpo_desk.cache.store import Cache
from bpo_desk.shared.engine import open_engine
from bpo_desk.shared.feed import Feed
from bpo_desk.cache import segments
from bpo_desk.sync import pull, settle
from bpo_desk.sync.run import sync_once

def told(line):
    print(line["event"], flush=True)
    sys.stdin.read(1)  # goes on when told to: how far a round comes is no matter of how fast the machine is

pull.SPAN, settle.PART_EVENTS, segments.SEGMENT_EVENTS = 40, 100, 30
sync_once(Cache.open_or_create(Path(sys.argv[2]), bytes.fromhex(sys.argv[3])), Feed(open_engine(sys.argv[1])),
          told, verify=True)
"""


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
    for _ in range(kills):
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, shared_url, str(path), memory_key.hex()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        with child:
            for _ in range(chance.randint(1, 6 if kills == 20 else 20)):
                if not child.stdout.readline():
                    break
                child.stdin.write(b".")
            time.sleep(chance.uniform(0.0, 0.01))
            child.send_signal(signal.SIGKILL)
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
