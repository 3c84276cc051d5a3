"""A merge moves its events part by part: readers and a desk that writes find the copy whole between any two parts."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from bpo_desk.cache import bookmarks, derived, read, segments
from bpo_desk.cache.bookmarks import Stage
from bpo_desk.cache.first_page import read_first_page, write_first_page
from bpo_desk.cache.store import Cache
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.sync import pull, settle
from bpo_desk.sync.driver import Stopped
from bpo_desk.sync.run import sync_once
from tests.faults.copy import agrees, contents, same_cases
from tests.sync.conftest import AT
from tests.sync.logs import log

EVENTS = 600


@pytest.fixture
def feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Feed]:
    """A shared database whose load makes many small segments, and whose merges have many parts."""
    for module, name, value in (
        (pull, "SPAN", 90), (pull, "SETTLE_AT", 40), (settle, "SETTLE_AT", 20), (settle, "PART_EVENTS", 70),
        (segments, "SEGMENT_EVENTS", 25),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    engine = open_engine(f"sqlite:///{(tmp_path / 'shared.db').as_posix()}")
    init(engine)
    engagement = create_engagement(engine, "FIRST", "First")
    with writing(engine) as connection:
        append(connection, engagement, log(EVENTS, 80), AT)
    yield Feed(engine)
    engine.dispose()


def test_between_two_parts_every_event_is_there_once_and_a_desk_may_write(
    feed: Feed, tmp_path: Path, memory_key: bytes
) -> None:
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    desk = Cache.open(tmp_path / "cache.db", memory_key)
    desk.connection.execute("pragma busy_timeout = 1")  # a desk that has to wait fails here
    parts: list[int] = []

    def look() -> bool:
        mark = bookmarks.bookmark(desk, 1)
        if mark.merging is not None and mark.merging.done not in parts:
            parts.append(mark.merging.done)
            assert mark.stage is Stage.PULLED
            assert mark.partial
            assert len(contents(desk, 1)) == EVENTS
            assert read.status(desk, 1).events == EVENTS
            _cases_up_to_are_derived(desk, mark.merging.done)
            write_first_page(desk, 1, f"view {len(parts)}", [])
        return False

    sync_once(cache, feed, stopped=look)
    assert len(parts) >= 5
    assert parts == sorted(parts)
    page = read_first_page(desk)
    assert page is not None
    assert page.view == f"view {len(parts)}"
    agrees(cache, 1, contents(cache, 1))
    desk.close()
    cache.close()


def _cases_up_to_are_derived(cache: Cache, done: int) -> None:
    with cache.read() as connection:
        stored = derived.read_all(connection, 1)["case"]
    held = {key for key in np.unique([row["case"] for row in contents(cache, 1).values()]).tolist() if key <= done}
    assert set(stored.tolist()) == held


def test_while_a_load_settles_the_queue_fills_with_cases_as_they_will_stay_and_whoever_shows_it_is_told(
    feed: Feed, tmp_path: Path, memory_key: bytes
) -> None:
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    seen: list[QueueColumns] = []

    def told(line: Mapping[str, object]) -> None:
        if line["event"] == "changed":
            assert line["cases"] is None
            seen.append(read.queue(cache, 1))

    sync_once(cache, feed, told)
    *growing, whole = seen
    assert not whole.partial
    assert all(queue.partial for queue in growing)
    counts = [len(queue) for queue in growing]
    assert counts == sorted(set(counts))
    assert 2 <= len(counts) <= 4, "after 1, 2, 4 and 8 parts, not after each"
    assert 0 < counts[0] < len(whole) / 2
    for queue in growing:
        assert same_cases(
            queue.cases, whole.cases.take(np.flatnonzero(np.isin(whole.cases["case"], queue.cases["case"])))
        )
    cache.close()


@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_stop_is_heard_between_two_parts_and_the_next_session_goes_on_from_there(
    feed: Feed, tmp_path: Path, memory_key: bytes, after: int
) -> None:
    cache = Cache.create(tmp_path / "cache.db", memory_key)

    def stop() -> bool:
        seen.add(bookmarks.bookmark(cache, 1).merging)
        return len(seen - {None}) >= after

    seen: set[object] = set()
    with pytest.raises(Stopped):
        sync_once(cache, feed, stopped=stop)
    cache.close()
    cache = Cache.open(tmp_path / "cache.db", memory_key)
    merging = bookmarks.bookmark(cache, 1).merging
    assert merging is not None
    sync_once(cache, feed)
    mark = bookmarks.bookmark(cache, 1)
    assert (mark.merging, mark.stage) == (None, Stage.READY)
    assert len(contents(cache, 1)) == EVENTS
    agrees(cache, 1, contents(cache, 1))
    with cache.read() as connection:
        assert {place.run for place in segments.places(connection, 1)} == {merging.run}
    cache.close()
