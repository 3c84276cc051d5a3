"""A reader that follows its cursor sees every committed row version, whatever the writers do at the same time."""

import random
import threading
from typing import Any

from sqlalchemy.engine import Engine

from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_block import EventBlock
from bpo_desk.shared.append import append
from bpo_desk.shared.changes import Deed, erase_events
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import Digest, DigestAnswer, Mark, Pull, PullAnswer
from tests.shared.batches import batch_of, one_event
from tests.shared.conftest import Desk

WRITERS = 3
ROUNDS = 12


class Copy:
    """What a reader holds: id -> row_ver, upserted only upwards, and its cursor (moved when the log is flushed)."""

    def __init__(self, feed: Feed, engagement: Engagement) -> None:
        self.feed, self.engagement = feed, engagement
        self.events: dict[tuple[int, int], int] = {}
        self.cursor = 0
        self.pending: Mark | None = None

    def pull(self) -> None:
        answer = self.feed.answer(Pull(self.engagement.engagement_id, self.cursor))
        assert isinstance(answer, PullAnswer)
        for block in answer.events:
            for key, version in _versions(block):
                self.events[key] = max(version, self.events.get(key, 0))
        for tombstone in answer.tombstones:
            if tombstone.table == "event":
                key = (int(tombstone.key[:16], 16), int(tombstone.key[16:], 16))
                if self.events.get(key, 0) <= tombstone.row_ver:
                    self.events.pop(key, None)
        self._move(answer.mark)

    def _move(self, mark: Mark) -> None:
        if self.pending is not None and mark.flushed >= self.pending.lsn:
            self.cursor, self.pending = self.pending.xmin, None
        if self.pending is None:
            self.pending = mark


def _versions(block: EventBlock) -> list[tuple[tuple[int, int], int]]:
    columns: Any = (block.ints["id_hi"].tolist(), block.ints["id_lo"].tolist(), block.ints["row_ver"].tolist())
    return [((hi, lo), version) for hi, lo, version in zip(*columns, strict=True)]


def _write(url: str, engagement: Engagement, writer: int, failures: list[BaseException]) -> None:
    engine: Engine = open_engine(url)
    chance = random.Random(writer)
    try:
        for turn in range(ROUNDS):
            first = (writer * ROUNDS + turn) * 10 + 1
            events = [one_event(first + n, case=n % 2, new_value=1, actor=1) for n in range(chance.randint(1, 5))]
            with engine.connect() as connection, connection.begin() as transaction:
                append(connection, engagement, batch_of(events, [f"W{writer}", f"T{turn}"]), 5)
                threading.Event().wait(chance.random() / 50)
                if chance.random() < 0.25:
                    transaction.rollback()
                    continue
            if chance.random() < 0.3:
                with writing(engine) as connection:
                    erase_events(connection, engagement, [f"{first:016x}{first * 7 + 1:016x}"], Deed("Root", "test", 9))
    except BaseException as error:  # noqa: BLE001 - shown by the test that started the thread
        failures.append(error)
    finally:
        engine.dispose()


def test_a_reader_beside_busy_writers_ends_with_every_row(desk: Desk) -> None:
    url = desk.engine.url.render_as_string()
    failures: list[BaseException] = []
    threads = [
        threading.Thread(target=_write, args=(url, desk.engagement, writer, failures)) for writer in range(WRITERS)
    ]
    copy = Copy(desk.feed, desk.engagement)
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        copy.pull()
    for thread in threads:
        thread.join()
    assert failures == []
    copy.pull()
    fresh = Copy(desk.feed, desk.engagement)
    fresh.pull()
    assert copy.events == fresh.events
    assert len(copy.events) > WRITERS * ROUNDS
    assert copy.cursor > 0
    names = [row["number"] for row in desk.small()["case"]]
    assert len(names) == len(set(names))


def test_the_digest_is_that_of_the_rows(desk: Desk) -> None:
    empty = desk.feed.answer(Digest(desk.engagement.engagement_id))
    assert isinstance(empty, DigestAnswer)
    assert (empty.events, empty.versions, empty.xor_hi, empty.xor_lo) == (0, 0, 0, 0)
    desk.append(batch_of([one_event(n, id_lo=2**63 + n) for n in (1, 2, 4)], ["A"]))
    found = desk.feed.answer(Digest(desk.engagement.engagement_id))
    assert isinstance(found, DigestAnswer)
    assert (found.events, found.versions, found.xor_hi, found.xor_lo) == (3, 3, 7, 2**63 + 7)


def test_a_pull_at_the_mark_of_the_last_one_is_empty(desk: Desk) -> None:
    desk.append(batch_of([one_event(n) for n in range(5)], ["A"]))
    again = desk.pull(desk.pull().mark.xmin)
    assert (again.events, again.tombstones) == ([], [])
    assert all(not rows.rows for rows in again.tables)


def test_the_marks_of_one_server_share_an_epoch_and_never_go_back(desk: Desk) -> None:
    before = desk.pull().mark
    desk.append(batch_of([one_event(1)], ["A"]))
    after = desk.pull().mark
    assert (before.epoch, before.incarnation) == (after.epoch, after.incarnation)
    assert after.xmin > before.xmin
    assert after.at >= before.at
