"""A real shared database with two engagements, on both dialects, and a cache beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bpo_desk.cache.store import Cache
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.shared.admin import create_engagement
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import Digest, DigestAnswer
from bpo_desk.sync.run import sync_once

AT = 1_700_000_000_000_000


@dataclass
class Mirror:
    """A shared database and its local copy."""

    engine: Engine
    first: Engagement
    second: Engagement
    cache: Cache
    key: bytes

    @property
    def feed(self) -> Feed:
        return Feed(self.engine)

    def append(self, batch: EventBatch, engagement: Engagement | None = None) -> None:
        with writing(self.engine) as connection:
            append(connection, engagement or self.first, batch, AT)

    def sync(self, **given: Any) -> list[dict[str, object]]:
        """One session; its lines of progress."""
        lines: list[dict[str, object]] = []
        sync_once(self.cache, self.feed, lambda line: lines.append(dict(line)), **given)
        return lines

    def digest(self, engagement: Engagement) -> DigestAnswer:
        answer = self.feed.answer(Digest(engagement.engagement_id))
        assert isinstance(answer, DigestAnswer)
        return answer


@pytest.fixture
def mirror(shared_url: str, tmp_path: Path, memory_key: bytes) -> Iterator[Mirror]:
    engine = open_engine(shared_url)
    first = create_engagement(engine, "FIRST", "First engagement")
    second = create_engagement(engine, "SECOND", "Second engagement")
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    yield Mirror(engine, first, second, cache, memory_key)
    cache.close()
    engine.dispose()
