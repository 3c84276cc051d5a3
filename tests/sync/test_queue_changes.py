"""A queue whose changed cases are read again is the queue read as a whole; where that cannot be, it is said."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from bpo_desk.cache import derived, read
from bpo_desk.cache.queue_changes import changed_queue, some_of_queue
from bpo_desk.models.dictionaries import Person
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.shared.engine import writing
from bpo_desk.state.queue_facts import queue_facts
from tests.sync.conftest import Mirror
from tests.sync.logs import VALUES, log, words


@pytest.fixture(autouse=True)
def beside_their_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changed cases stand beside their chunks, as they do in large ones."""
    monkeypatch.setattr(derived, "_LARGE", 0)


def facts(queue: QueueColumns) -> list[dict[str, object]]:
    """What every row says."""
    return [queue_facts(queue, row) for row in range(len(queue))]


def told(lines: Iterable[dict[str, object]]) -> list[int] | None:
    """The cases that the lines of a session name; None where one of them names none."""
    found: list[int] = []
    for line in lines:
        if line["event"] == "changed" and line["engagement"] == 1:
            if line["cases"] is None:
                return None
            assert isinstance(line["cases"], list)
            found += line["cases"]
    return found


@pytest.mark.parametrize("client", ["", "Northwind"])
def test_cases_that_changed_are_as_in_a_queue_read_as_a_whole(mirror: Mirror, client: str) -> None:
    with writing(mirror.engine) as connection:
        connection.exec_driver_sql(f"UPDATE engagement SET client = '{client}', row_ver = row_ver + 1")
    mirror.append(log(400, 80, seed=1))
    mirror.sync()
    queue = read.queue(mirror.cache, 1)
    for turn in range(1, 6):
        said = [*VALUES[:-1], f"never said before {turn}"]
        mirror.append(log(7, 80, seed=turn, offset=1_000 * turn, dictionaries=replace(words(), values=said)))
        cases = told(mirror.sync())
        assert cases
        change = changed_queue(mirror.cache, queue, cases)
        assert change is not None
        assert not change.others
        whole = read.queue(mirror.cache, 1)
        assert queue.cases["case"][change.rows].tolist() == sorted(cases)
        assert facts(change.queue) == facts(whole)
        assert (change.queue.data_as_of, change.queue.words_at) == (whole.data_as_of, whole.words_at)
        queue = change.queue
    assert any(value and "never said" in str(value) for row in facts(queue) for value in row.values())


def test_a_new_case_is_said_to_be_missing_and_the_others_are_given(mirror: Mirror) -> None:
    mirror.append(log(100, 20, seed=1))
    mirror.sync()
    queue = read.queue(mirror.cache, 1)
    mirror.append(log(60, 40, seed=2, offset=1_000))
    cases = told(mirror.sync())
    assert cases
    change = changed_queue(mirror.cache, queue, cases)
    assert change is not None
    assert change.others
    whole = {row["number"]: row for row in facts(read.queue(mirror.cache, 1))}
    for row in facts(change.queue):
        assert row == whole[row["number"]]


def test_another_name_of_a_person_asks_for_a_whole_reading(mirror: Mirror) -> None:
    mirror.append(log(100, 20, seed=1))
    mirror.sync()
    queue = read.queue(mirror.cache, 1)
    more = replace(words(), persons=[*words().persons, Person("Dee")])
    batch = log(5, 20, seed=3, offset=1_000, dictionaries=more)
    batch.columns.actor[:] = 4
    mirror.append(batch)
    assert changed_queue(mirror.cache, queue, told(mirror.sync()) or []) is None


def test_a_case_that_is_gone_asks_for_a_whole_reading(mirror: Mirror) -> None:
    mirror.append(log(100, 20, seed=1))
    mirror.sync()
    queue = read.queue(mirror.cache, 1)
    with mirror.cache.write() as connection:
        connection.execute("delete from derived")
    assert changed_queue(mirror.cache, queue, [int(queue.cases["case"][3])]) is None


def test_a_queue_of_which_nobody_counted_the_words_is_read_as_a_whole(mirror: Mirror) -> None:
    mirror.append(log(100, 20, seed=1))
    mirror.sync()
    queue = read.queue(mirror.cache, 1)
    assert changed_queue(mirror.cache, replace(queue, words_at=-1), [1]) is None
    assert changed_queue(mirror.cache, replace(queue, partial=True), [1]) is None


def test_what_no_change_touched_is_shared_with_the_queue_before(mirror: Mirror) -> None:
    mirror.append(log(100, 20, seed=1))
    mirror.sync()
    queue = read.queue(mirror.cache, 1)
    change = changed_queue(mirror.cache, queue, [int(queue.cases["case"][0])])
    assert change is not None
    assert all(np.shares_memory(change.queue.cases[name], queue.cases[name]) for name in queue.cases.columns)


@pytest.mark.parametrize("client", ["", "Northwind"])
def test_some_cases_of_a_queue_say_what_they_say_in_the_whole_one(mirror: Mirror, client: str) -> None:
    with writing(mirror.engine) as connection:
        connection.exec_driver_sql(f"UPDATE engagement SET client = '{client}', row_ver = row_ver + 1")
    mirror.append(log(400, 80, seed=1))
    mirror.sync()
    whole = {row["case"]: row for row in facts(read.queue(mirror.cache, 1))}
    some = facts(some_of_queue(mirror.cache, 1, [*list(whole)[::7], 10**6]))
    assert some == [whole[case] for case in list(whole)[::7]]
