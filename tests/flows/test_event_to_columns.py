"""An event from its source to the columns that a screen paints: append, commit, sync, states, one line "changed"."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from bpo_desk.cache import bookmarks, read
from bpo_desk.cache.store import Cache
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.shared.engine import open_engine
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import Answer, Pull, Request
from bpo_desk.state.queue_facts import queue_facts
from bpo_desk.sync.run import sync_once
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import THREE_CASES, write_csv

LATER = [
    *THREE_CASES,
    ("C-2", "Decide", "2026-03-06T16:00:00Z", "Cleo"),
    ("C-4", "Register", "2026-03-06T17:00:00Z", "Ana"),
]


@pytest.fixture
def ready(desk: Installation, shared_url: str) -> Installation:
    """A desk beside a shared database with tables, on both dialects."""
    return desk


def _queue(desk: Installation) -> QueueColumns:
    cache = Cache.open(desk.cache_file, bytes.fromhex(str(desk.key)))
    try:
        (engagement,) = bookmarks.engagements(cache)
        return read.queue(cache, engagement.engagement_id)
    finally:
        cache.close()


def _same(one: QueueColumns, other: QueueColumns) -> bool:
    columns = all(np.array_equal(column, other.cases[name]) for name, column in one.cases.columns.items())
    sets = all(
        np.array_equal(members.offset, other.cases.sets[name].offset)
        and all(np.array_equal(column, other.cases.sets[name].flat[key]) for key, column in members.flat.items())
        for name, members in one.cases.sets.items()
    )
    return columns and sets and [*one.numbers.each(np.arange(len(one)))] == [*other.numbers.each(np.arange(len(other)))]


def test_a_new_event_changes_the_columns_of_its_case_and_of_no_other(
    ready: Installation, shared_url: str, tmp_path: Path
) -> None:
    log = write_csv(tmp_path / "log.csv")
    ready.import_json(shared_url, log)
    ready.sync(shared_url)
    before = _queue(ready)
    assert [before.numbers.text(row) for row in range(len(before))] == ["C-1", "C-2", "C-3"]

    write_csv(log, LATER)
    assert ready.import_json(shared_url, log)["events"] == 2
    lines = ready.sync(shared_url)
    after = _queue(ready)

    number_of = {int(case): after.numbers.text(row) for row, case in enumerate(after.cases["case"])}
    changed = [line for line in lines if line["event"] == "changed"]
    assert [sorted(number_of[case] for case in line["cases"]) for line in changed] == [["C-2", "C-4"]]
    facts = {after.numbers.text(row): queue_facts(after, row) for row in range(len(after))}
    assert facts["C-2"]["step"] == "Decide"
    assert facts["C-4"]["step"] == "Register"
    for row in range(len(before)):
        number = before.numbers.text(row)
        if number != "C-2":
            assert queue_facts(before, row) == facts[number]


def test_a_sync_without_news_changes_no_column_and_says_nothing_changed(
    ready: Installation, shared_url: str, tmp_path: Path
) -> None:
    ready.import_json(shared_url, write_csv(tmp_path / "log.csv"))
    ready.sync(shared_url)
    before = _queue(ready)
    for _ in range(3):
        ready.sync(shared_url)
    assert _same(before, _queue(ready))
    assert not [line for line in ready.sync(shared_url) if line["event"] in ("changed", "cleared")]


class _TwiceAsked:
    """A feed that answers each pull with the page of the very first one as well: a page that comes a second time."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self.repeated = 0

    def answer(self, request: Request) -> Answer:
        if isinstance(request, Pull) and not request.tables_only:
            self.repeated += 1
            return self._feed.answer(Pull(request.engagement_id, 0))  # everything again, whatever the cursor says
        return self._feed.answer(request)


def test_applying_a_page_twice_changes_nothing(ready: Installation, shared_url: str, tmp_path: Path) -> None:
    ready.import_json(shared_url, write_csv(tmp_path / "log.csv", LATER))
    ready.sync(shared_url)
    before, case = _queue(ready), ready.case("C-2")
    engine = open_engine(shared_url)
    cache = Cache.open(ready.cache_file, bytes.fromhex(str(ready.key)))
    try:
        again = _TwiceAsked(Feed(engine))
        for _ in range(2):
            sync_once(cache, again, verify=True)
        assert again.repeated >= 2
        (engagement,) = bookmarks.engagements(cache)
        assert read.status(cache, engagement.engagement_id).events == len(LATER)
    finally:
        cache.close()
        engine.dispose()
    assert _same(before, _queue(ready))
    now = ready.case("C-2")
    assert {**now, "data_as_of": None} == {**case, "data_as_of": None}


def test_a_second_desk_that_starts_later_sees_the_same(ready: Installation, shared_url: str, tmp_path: Path) -> None:
    log = write_csv(tmp_path / "log.csv")
    ready.import_json(shared_url, log)
    ready.sync(shared_url)
    ready.import_json(shared_url, write_csv(log, LATER))
    ready.sync(shared_url)  # in two steps
    late = Installation(tmp_path / "late-home", key="ab" * 32)
    late.sync(shared_url)  # at once
    one, other = _queue(ready), _queue(late)
    assert [queue_facts(one, row) for row in range(len(one))] == [queue_facts(other, row) for row in range(len(other))]


def test_lines_of_progress_count_up_to_the_whole(ready: Installation, shared_url: str, tmp_path: Path) -> None:
    ready.import_json(shared_url, write_csv(tmp_path / "log.csv", LATER))
    told: list[Mapping[str, object]] = ready.sync(shared_url)
    progress = [line for line in told if line["event"] == "progress"]
    done = [int(str(line["done"])) for line in progress]
    assert done == sorted(done)
    assert done[-1] == progress[-1]["of"] == len(LATER)
