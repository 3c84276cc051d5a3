"""The driver asks ahead, but never lets an answer of a history that was given up stand for the next one."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpo_desk.cache.store import Cache
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import Engine, open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import Answer, CountAnswer, CountEvents, Request
from bpo_desk.sync import driver
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.run import silently
from bpo_desk.sync.steps import Ahead, Look, Puller, Wipe
from tests.patience import PATIENCE
from tests.sync.conftest import AT
from tests.sync.logs import log


class _Noted(Feed):
    """A feed that tells when it has answered."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.answered = threading.Event()

    def answer(self, request: Request) -> Answer:
        answer = super().answer(request)
        self.answered.set()
        return answer


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{(tmp_path / 'shared.db').as_posix()}")
    init(made)
    yield made
    made.dispose()


@pytest.mark.parametrize(("step", "expected"), [(Wipe(1, "epoch"), 30), (Look(), 10)])
def test_what_was_asked_before_a_wipe_is_asked_again(
    engine: Engine, tmp_path: Path, memory_key: bytes, step: Wipe | Look, expected: int
) -> None:
    engagement = create_engagement(engine, "FIRST", "First")
    feed = _Noted(engine)
    counted: list[int] = []

    def more(events: int, offset: int) -> None:
        with writing(engine) as connection:
            append(connection, engagement, log(events, 3, offset, offset=offset), AT)

    def puller() -> Puller:
        more(10, 0)
        yield Ahead((CountEvents(1),))
        assert feed.answered.wait(PATIENCE)
        more(20, 10)
        yield step
        answer = yield CountEvents(1)
        assert isinstance(answer, CountAnswer)
        counted.append(answer.events)

    cache = Cache.create(tmp_path / "cache.db", memory_key)
    driver.run(puller(), feed, Keeper(cache, silently))
    cache.close()
    assert counted == [expected]
