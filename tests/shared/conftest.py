"""A shared database with one engagement, on both dialects, and a reader that takes all a feed has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.shared.admin import create_engagement
from bpo_desk.shared.append import Appended, append
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import CountAnswer, CountEvents, LoadAnswer, LoadBlock, Pull, PullAnswer
from tests.shared.batches import RECORDED, rows_of


@dataclass
class Desk:
    """An open shared database with the engagement "acme"."""

    engine: Engine
    engagement: Engagement

    @property
    def feed(self) -> Feed:
        return Feed(self.engine)

    def append(self, batch: EventBatch, engagement: Engagement | None = None) -> Appended:
        with writing(self.engine) as connection:
            return append(connection, engagement or self.engagement, batch, RECORDED)

    def pull(self, cursor: int = 0, engagement: Engagement | None = None) -> PullAnswer:
        answer = self.feed.answer(Pull((engagement or self.engagement).engagement_id, cursor))
        assert isinstance(answer, PullAnswer)
        return answer

    def small(self, engagement: Engagement | None = None) -> dict[str, list[dict[str, Any]]]:
        """Rows of the small tables as dicts."""
        return {
            t.table: [dict(zip(t.columns, row, strict=True)) for row in t.rows] for t in self.pull(0, engagement).tables
        }

    def load(self, span: int = 5, engagement: Engagement | None = None) -> dict[tuple[int, int], Any]:
        """Everything, block by block, in words by event id."""
        number = (engagement or self.engagement).engagement_id
        count = self.feed.answer(CountEvents(number))
        assert isinstance(count, CountAnswer)
        after, blocks = 0, []
        while after < count.last_seq:
            answer = self.feed.answer(LoadBlock(number, after, span))
            assert isinstance(answer, LoadAnswer)
            blocks.append(answer.block)
            after = answer.last_seq
        assert sum(map(len, blocks)) == count.events
        return rows_of(blocks, self.small(engagement))


@pytest.fixture
def desk(shared_url: str) -> Iterator[Desk]:
    """A shared database, on SQLite and on PostgreSQL."""
    engine = open_engine(shared_url)
    yield Desk(engine, create_engagement(engine, "acme", "Acme"))
    engine.dispose()
