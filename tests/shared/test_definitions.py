"""Process definitions: stored once a version, and cases run on them; on SQLite and PostgreSQL."""

import pytest

from bpo_desk.errors import RefusedFile
from bpo_desk.shared.definitions import chosen_process, put_into_use, store_definition
from bpo_desk.shared.engine import writing
from tests.shared.batches import batch_of, one_event
from tests.shared.conftest import Desk

XML = "<definitions name='Größe'/>".encode()


def running(desk: Desk) -> dict[str, tuple[str, int | None]]:
    """Case number -> (process key, definition key)."""
    return {row["number"]: (row["process_key"], row["definition_id"]) for row in desk.small()["case"]}


def test_cases_of_the_process_that_run_on_no_version_yet_run_on_a_new_one(desk: Desk) -> None:
    batch = batch_of([one_event(n, case=n) for n in range(3)], ["A", "B", "C"], case_process=["claims", "claims", ""])
    desk.append(batch)
    with writing(desk.engine) as connection:
        first = store_definition(connection, desk.engagement, "claims", "1", "Claims", XML)
        second = store_definition(connection, desk.engagement, "claims", "2", "Claims", XML)
        again = store_definition(connection, desk.engagement, "claims", "1", "Claims", XML)
    assert (first, second, again) == (1, 2, 1)
    assert running(desk) == {"A": ("claims", 1), "B": ("claims", 1), "C": ("", None)}
    stored = desk.small()["process_definition"]
    assert [(d["definition_id"], d["version"], bytes(d["xml"]), d["row_ver"]) for d in stored] == [
        (1, "1", XML, 1),
        (2, "2", XML, 1),
    ]


def test_named_cases_are_moved_to_a_version_and_reach_who_follows(desk: Desk) -> None:
    done = desk.append(batch_of([one_event(n, case=n) for n in range(2)], ["A", "B"]))
    cursor = desk.pull().mark.xmin
    for _ in range(2):
        with writing(desk.engine) as connection:
            store_definition(connection, desk.engagement, "pay", "7", "Pay", XML, cases=done.cases[:1].tolist())
    assert running(desk) == {"A": ("pay", 1), "B": ("", None)}
    changed = next(rows for rows in desk.pull(cursor).tables if rows.table == "case")
    assert [row[-1] for row in changed.rows] == [2]


def test_a_stored_version_is_not_replaced_by_another_content(desk: Desk) -> None:
    with writing(desk.engine) as connection:
        store_definition(connection, desk.engagement, "pay", "7", "Pay", XML)
    with pytest.raises(RefusedFile, match="Version 7 of the process pay"), writing(desk.engine) as connection:
        store_definition(connection, desk.engagement, "pay", "7", "Pay", XML + b" ")
    assert len(desk.small()["process_definition"]) == 1


def test_a_version_put_into_use_is_for_those_that_began_after_it_and_earlier_ones_stay_on_the_one_before(
    desk: Desk,
) -> None:
    numbers = ["A", "B", "C"]
    desk.append(batch_of([one_event(n, case=n, occurred_at=n * 1_000) for n in range(3)], numbers))
    with writing(desk.engine) as connection:
        key = chosen_process(connection, desk.engagement, "claims")
        first = put_into_use(connection, desk.engagement, key, "1", "Claims", XML)
        later = put_into_use(connection, desk.engagement, key, "2", "Claims", XML)
        second = put_into_use(connection, desk.engagement, key, "2", "Claims", XML, after=1_000)
        again = put_into_use(connection, desk.engagement, key, "1", "Claims", XML)
    assert (first, later, second, again) == (3, 0, 1, 2)
    assert running(desk) == {"A": ("claims", 1), "B": ("claims", 1), "C": ("claims", 2)}


def test_a_process_learned_later_updates_its_cases(desk: Desk) -> None:
    desk.append(batch_of([one_event(1)], ["A"]))
    desk.append(batch_of([one_event(1)], ["A"], case_process=["claims"]))
    desk.append(batch_of([one_event(1)], ["A"], case_process=[""]))
    assert running(desk) == {"A": ("claims", None)}
    assert desk.small()["case"][0]["row_ver"] == 2
