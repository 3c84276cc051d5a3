"""Blocks of PostgreSQL whose columns are guessed from the block before: a wrong guess changes nothing that arrives."""

from collections.abc import Iterator

import pytest

from bpo_desk.models.event_columns import EventBatch
from bpo_desk.shared.admin import create_engagement
from bpo_desk.shared.engine import open_engine
from bpo_desk.shared.sent_columns import Learnt, SentColumns
from tests.shared.batches import batch_of, expected_rows, one_event
from tests.shared.conftest import Desk

_PLAIN = {"side": 1, "actor": 1, "queue": 1, "source": 1}
_OTHER = {
    "side": 2, "actor": -1, "holder": 2, "on_behalf_of": 1, "queue": -1, "step": 2, "work_item": 2**31 - 1, "ad_hoc": 1,
    "field": 1, "old_value": 1, "new_value": 0, "reason": 2, "visibility": 0, "source": 0,
}  # fmt: skip


@pytest.fixture
def desk(pg_shared_url: str) -> Iterator[Desk]:
    engine = open_engine(pg_shared_url)
    yield Desk(engine, create_engagement(engine, "acme", "Acme"))
    engine.dispose()


def _log(changed: dict[str, int], *, texts: bool = False) -> EventBatch:
    """Ten events alike, ten with something else, ten like the first."""
    rows = [one_event(n, **_PLAIN | (changed if 10 <= n < 20 else {})) for n in range(30)]
    said = [f'{{"n":{n}}}' if texts and 10 <= n < 20 else None for n in range(30)]
    return batch_of(rows, ["A"], data=said, source_record=list(said))


@pytest.mark.parametrize("name", [*_OTHER, "all of them"])
def test_a_column_that_stops_being_constant_arrives_as_it_is(desk: Desk, name: str) -> None:
    batch = _log(_OTHER if name == "all of them" else {name: _OTHER[name]}, texts=name == "all of them")
    desk.append(batch)
    for span in (10, 7):
        assert desk.load(span) == expected_rows(batch)


def test_a_guess_that_was_wrong_is_not_made_again(desk: Desk) -> None:
    desk.append(_log({"side": 2}))
    learnt = Learnt()
    first, second = (desk.pull().events[0] for _ in range(2))
    learnt.learn(first, {})
    assert "side" not in learnt.values  # it varies within the block
    assert learnt.values["source"] == int(first.ints["source"][0])
    learnt.learn(second, {"source": 77})
    assert "source" not in learnt.values
    learnt.learn(second, {})
    assert "source" not in learnt.values


def test_a_guessed_column_costs_no_send_function() -> None:
    everything, guessed = SentColumns({}), SentColumns({"side": 1, "reason": -1, "queue": -1})
    assert guessed.sql.count("string_agg") < everything.sql.count("string_agg")
    assert "x.side IS NOT DISTINCT FROM 1" in guessed.sql
    assert "num_nonnulls(x.queue_id, x.reason) = 0" in guessed.sql
