"""A cache of layout 3, with big rows in the tree of their key, is brought forward with all that is in it."""

from pathlib import Path

import pytest

from bpo_desk.cache import layout, read, store
from bpo_desk.cache.store import Cache
from bpo_desk.state.queue_facts import queue_facts
from bpo_desk.sync.run import sync_once
from tests.faults.server import Server

KEY = bytes(range(32))


def test_a_cache_of_layout_two_keeps_its_rows_and_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server()
    server.engage(1)
    writer = server.begin()
    for number in range(1, 60):
        writer.insert(1, (1, number), number % 20 + 1, kind=41, new_value=f"said {number}", occurred_at=number)
    writer.commit()
    as_before = tuple(
        each.rstrip().removesuffix(")") + ") without rowid"
        if any(each.startswith(f"create table {name} (") for name in ("value_page", "case_chunk", "derived"))
        else each
        for each in layout.TABLES
    )
    with monkeypatch.context() as patch:
        patch.setattr(store, "TABLES", as_before)
        patch.setattr(store, "LAYOUT_VERSION", 3)
        cache = Cache.create(tmp_path / "cache.db", KEY)
        sync_once(cache, server)
        before = read.queue(cache, 1)
        cache.close()
    cache = Cache.open(tmp_path / "cache.db", KEY)
    assert cache.rows("pragma user_version") == [(layout.LAYOUT_VERSION,)]
    assert not cache.rows("select name from sqlite_master where name like '%_before'")
    after = read.queue(cache, 1)
    assert [queue_facts(after, row) for row in range(len(after))] == [
        queue_facts(before, row) for row in range(len(before))
    ]
    writer = server.begin()
    writer.insert(1, (2, 1), 3, kind=41, new_value="said later", occurred_at=99)
    writer.commit()
    sync_once(cache, server)
    assert int(read.queue(cache, 1).cases["events"].sum()) == 60
    cache.close()
