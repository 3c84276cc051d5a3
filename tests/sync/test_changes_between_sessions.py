"""What hints ask for between whole sessions loses nothing: overlapping writers, erasures, moves, a server's crash."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.cache import bookmarks, derived
from bpo_desk.cache.store import Cache
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.run import silently, sync_changes, sync_once
from tests.faults.copy import agrees
from tests.faults.server import Server, Transaction
from tests.faults.test_sync_simulated import KEY, small, write_some


@pytest.fixture(autouse=True, scope="module")
def beside_their_chunks() -> Iterator[None]:
    """Changed cases stand beside their chunks, as they do in large ones, until they are more than three."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derived, "_LARGE", 0)
        patch.setattr(derived, "_MOST_LATE", 3)
        yield


def story(folder: Path, seed: int) -> None:
    """Writers that overlap, and after each of their steps perhaps a small or a whole session, of one keeper."""
    chance = random.Random(seed)
    server, writers, ids = Server(), list[Transaction](), list[tuple[int, int]]()
    for number in (1, 2):
        server.engage(number)
    cache = Cache.create(folder / f"{seed}.db", KEY)
    keeper = Keeper(cache, silently)
    for _ in range(chance.randint(10, 60)):
        if len(writers) < 3:
            writers.append(server.begin())
        writer = chance.choice(writers)
        write_some(server, writer, chance, ids)
        if chance.random() < 0.5:
            writers.remove(writer)
            writer.commit() if chance.random() < 0.9 else writer.roll_back()
        if chance.random() < 0.3:
            server.flush()
        if chance.random() < 0.03:
            server.crash()
            writers.clear()
        doing = chance.random()
        if doing < 0.5:
            sync_changes(cache, server, chance.choice([[1], [2], [1, 2]]), silently, keeper)
        elif doing < 0.6:
            sync_once(cache, server, keeper=chance.choice([keeper, None]))  # None: another process
    for writer in writers:
        writer.commit()
    sync_once(cache, server, keeper=keeper)
    sync_changes(cache, server, [1, 2], silently, keeper)
    for number in (1, 2):
        agrees(cache, number, server.contents(number))
    cache.close()


@given(st.integers(0, 2**20))
@settings(max_examples=12, deadline=None)
def test_small_and_whole_sessions_in_any_order_leave_the_copy_as_the_server_is(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        small(patch.setattr)
        story(tmp_path_factory.mktemp("small"), seed)


def test_a_small_session_brings_changes_alone_and_leaves_another_history_to_a_whole_one(tmp_path: Path) -> None:
    server = Server()
    server.engage(1)
    backup = server.saved()
    cache = Cache.create(tmp_path / "cache.db", KEY)
    keeper, lines = Keeper(cache, silently), list[str]()
    sync_changes(cache, server, [1], silently, keeper)
    assert not bookmarks.engagements(cache), "what was never loaded is not loaded by a hint"
    sync_once(cache, server, keeper=keeper)
    writer = server.begin()
    writer.insert(1, (1, 1), 1)
    writer.commit()
    sync_changes(cache, server, [1], lambda line: lines.append(str(line["event"])), keeper)
    assert lines == ["changed", "synced"]
    agrees(cache, 1, server.contents(1))
    server.restore(backup)
    sync_changes(cache, server, [1], silently, keeper)
    sync_once(cache, server, keeper=keeper)
    agrees(cache, 1, server.contents(1))
    cache.close()
