"""What is appended is what the feed gives, once, whatever the texts; on SQLite and PostgreSQL."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from bpo_desk.errors import RefusedFile
from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.ids import NONE
from bpo_desk.models.sides import Side
from bpo_desk.shared.admin import create_engagement
from bpo_desk.shared.append import append, stored_work_items
from bpo_desk.shared.engine import reading
from tests.shared.batches import batch_of, batches, expected_rows, one_event, rows_of
from tests.shared.conftest import Desk

some = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@some
@given(batch=batches())
def test_blocks_and_pulls_say_what_was_appended(desk: Desk, batch: EventBatch) -> None:
    engagement = create_engagement(desk.engine, f"e{next(_numbers)}", "one of many")
    done = desk.append(batch, engagement)
    expected = expected_rows(batch)
    assert done.events == len(expected)
    assert desk.load(engagement=engagement) == expected
    pulled = desk.pull(engagement=engagement)
    assert rows_of(pulled.events, desk.small(engagement)) == expected


_numbers = iter(range(10**9))


def test_appending_again_adds_nothing_and_a_grown_batch_only_what_is_new(desk: Desk) -> None:
    first = batch_of([one_event(n) for n in range(3)], ["A"])
    grown = batch_of([one_event(n, case=n % 2) for n in range(5)], ["A", "B"])
    assert (desk.append(first).events, desk.append(first).events) == (3, 0)
    done = desk.append(grown)
    assert (done.events, done.already_there, done.cases_new) == (2, 3, 1)
    assert len(desk.load()) == 5


def test_a_large_batch_sorts_out_known_events_and_twins_in_itself(desk: Desk) -> None:
    known = batch_of([one_event(n) for n in range(0, 3000, 2)], ["A"])
    desk.append(known)
    twins = batch_of([one_event(n % 2500) for n in range(3000)], ["A"])
    done = desk.append(twins)
    assert (done.events, done.already_there) == (1250, 1750)
    assert set(desk.load(span=700)) == {(n, n * 7 + 1) for n in {*range(0, 3000, 2), *range(2500)}}


def test_an_append_that_is_rolled_back_leaves_nothing(desk: Desk) -> None:
    with desk.engine.connect() as connection, connection.begin() as transaction:
        append(connection, desk.engagement, batch_of([one_event(1)], ["A"]), 5)
        transaction.rollback()
    assert desk.load() == {}
    assert desk.small()["case"] == []


def test_what_is_learned_later_about_a_name_updates_its_row(desk: Desk) -> None:
    desk.append(batch_of([one_event(1, source=1)], ["A"]))
    later = Dictionaries(
        persons=[Person(""), Person("Bo", Side.CLIENT, "clerk"), Person("Ada")],
        queues=[Queue(""), Queue("Intake")],
        steps=[Step(""), Step("Check", "Task_1"), Step("Pay")],
        fields=[Field(""), Field("status", None), Field("owner", FieldRole.CLIENT)],
        sources=[Source(""), Source("log", Capability.RESOURCES, "the log")],
        values=[""],
    )
    desk.append(batch_of([one_event(2, source=1)], ["A"], dictionaries=later))
    small = desk.small()

    def by_name(table: str) -> dict[str, dict[str, object]]:
        return {str(row["name"]): row for row in small[table]}

    assert (by_name("person")["Bo"]["side"], by_name("person")["Bo"]["role"]) == (Side.CLIENT, "clerk")
    assert by_name("person")["Ada"]["side"] == Side.PROVIDER
    assert by_name("person")["Ada"]["row_ver"] == 1
    assert by_name("queue")["Intake"]["side"] == Side.PROVIDER
    assert (by_name("step")["Check"]["element"], by_name("step")["Pay"]["element"]) == ("Task_1", "Task_2")
    assert (by_name("field")["status"]["role"], by_name("field")["owner"]["role"]) == ("status", "client")
    assert by_name("source")["log"]["capability"] == Capability.TIMES | Capability.RESOURCES
    assert len(small["person"]) == 3


def test_the_unknown_entries_keep_code_zero(desk: Desk) -> None:
    small = desk.small()
    for table in ("person", "queue", "step", "field", "source"):
        assert [(row[f"{table}_id"], row["name"]) for row in small[table]] == [(0, "")]


def test_a_huge_text_and_a_huge_name_are_kept_whole(desk: Desk) -> None:
    huge = "é" * 3_000_000
    dictionaries = Dictionaries(persons=[Person(""), Person(huge)], values=["", huge])
    batch = batch_of(
        [one_event(1, actor=1, new_value=1), one_event(2, new_value=0), one_event(3)],
        [huge],
        dictionaries=dictionaries,
        data=[json.dumps(huge, ensure_ascii=False), None, "{}"],
    )
    desk.append(batch)
    assert desk.append(batch).events == 0
    assert desk.load() == expected_rows(batch)


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_text_that_no_database_holds_is_refused(desk: Desk, text: str) -> None:
    dictionaries = Dictionaries(values=["", text])
    with pytest.raises(RefusedFile, match="holds a character"):
        desk.append(batch_of([one_event(1, new_value=1)], ["A"], dictionaries=dictionaries))
    assert desk.load() == {}


@pytest.mark.parametrize("data", ["{not json", "[" * 100_000 + "]" * 100_000])
def test_data_that_is_no_json_is_refused(desk: Desk, data: str) -> None:
    with pytest.raises(RefusedFile, match="no JSON"):
        desk.append(batch_of([one_event(1), one_event(2)], ["A"], data=["{}", data]))
    assert desk.load() == {}


def test_stored_work_items_tell_the_number_of_each_event_of_a_source(desk: Desk) -> None:
    desk.append(batch_of([one_event(n, work_item=n or NONE, source=n % 2) for n in range(6)], ["A"]))
    with reading(desk.engine) as connection:
        hi, lo, items = stored_work_items(connection, desk.engagement, "log")
        nothing = stored_work_items(connection, desk.engagement, "no such source")
    assert hi.tolist() == [1, 3, 5]
    assert lo.tolist() == [8, 22, 36]
    assert items.tolist() == [1, 3, 5]
    assert [len(part) for part in nothing] == [0, 0, 0]
