"""The queue of a past moment is what the whole log up to then says, whoever shares the work; it can be ended."""

from pathlib import Path

import numpy as np
import pytest

from bpo_desk.cache import segments
from bpo_desk.cache.queue_as_of import Moment, queue_as_of
from bpo_desk.cache.store import Cache
from bpo_desk.cache.whole_log import whole_log
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.state import StateContext, states
from bpo_desk.state.queue_facts import queue_facts
from bpo_desk.sync.run import sync_once
from bpo_desk.workspace.past_queue import NotWanted, queue_of_moment
from bpo_desk.workspace.profiles import Connections
from tests.faults.server import Server
from tests.sync.logs import VALUES

KEY = bytes(range(32))
FIRST, LAST = 10**15, 10**15 + 999 * 60_000_000


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of 1,000 events in many small segments, and some in the tail."""
    path = tmp_path_factory.mktemp("past") / "cache.db"
    server = Server()
    server.engage(1, cases=40)
    random = np.random.default_rng(5)
    cache = Cache.create(path, KEY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "SEGMENT_EVENTS", 23)
        for part in range(2):
            writer = server.begin()
            for number in range(900) if part == 0 else range(900, 1_000):
                kind = int(random.choice([1, 2, 21, 23, 26, 41, 5]))
                writer.insert(
                    1, (1, number + 1), int(random.integers(1, 41)), kind=kind, field=1, source_seq=number,
                    occurred_at=FIRST + number * 60_000_000, recorded_at=LAST - number, actor=1, holder=1,
                    work_item=1 if 20 <= kind < 30 else -1, new_value=str(random.choice(VALUES[1:])),
                )  # fmt: skip
            writer.commit()
            sync_once(cache, server)
    cache.close()
    return path


def facts(queue: QueueColumns) -> list[dict[str, object]]:
    """What every row says."""
    return [queue_facts(queue, row) for row in range(len(queue))]


@pytest.mark.parametrize("share", [0.0, 0.03, 0.5, 0.97, 1.0])
def test_the_queue_of_a_moment_is_that_of_the_events_up_to_then(copy: Path, share: float) -> None:
    moment = int(FIRST + share * (LAST - FIRST))
    cache = Cache.open(copy, KEY)
    whole = queue_as_of(cache, 1, as_of=moment)
    log = whole_log(cache, 1).as_of(moment)
    expected = states(log, StateContext.of(whole.dictionaries))
    for name in whole.cases.columns:
        if name not in ("title", "client", "reference", "priority", "source_status", "outcome", "pause_reason"):
            assert whole.cases[name].tolist() == expected[name].tolist(), name
    shared = queue_of_moment(Connections(copy, KEY), 1, Moment(moment), lambda _events, _of: True)
    assert facts(shared) == facts(whole)
    assert len(shared) == len(np.unique(log.case))
    cache.close()


def test_a_queue_as_it_was_known_leaves_out_what_was_recorded_later(copy: Path) -> None:
    cache = Cache.open(copy, KEY)
    known = queue_as_of(cache, 1, known_at=LAST - 500)
    assert int(known.cases["events"].sum()) == 500
    cache.close()


def test_progress_is_told_and_who_does_not_want_it_any_more_is_not_kept_waiting(copy: Path) -> None:
    steps: list[tuple[int, int]] = []
    connections = Connections(copy, KEY)

    def told(events: int, of: int) -> bool:
        steps.append((events, of))
        return True

    queue_of_moment(connections, 1, Moment(LAST), told)
    assert steps[-1][0] >= steps[-1][1] > 0
    assert [events for events, _of in steps] == sorted(events for events, _of in steps)
    begun = len(steps)
    with pytest.raises(NotWanted):
        queue_of_moment(connections, 1, Moment(LAST), lambda events, of: told(events, of) and events < of // 3)
    assert len(steps) - begun < begun / 2
    connections.close()
