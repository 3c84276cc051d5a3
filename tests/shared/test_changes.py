"""Corrections, erasures and moves: who follows a cursor ends up with the right rows; on SQLite and PostgreSQL."""

import json

import pytest

from bpo_desk.errors import NotFound, WrongUsage
from bpo_desk.models.event import EventKind
from bpo_desk.shared.admin import create_engagement
from bpo_desk.shared.changes import Deed, correct, erase_events, move_case, new_event_id
from bpo_desk.shared.engine import writing
from tests.shared.batches import batch_of, expected_rows, one_event
from tests.shared.conftest import Desk

DEED = Deed("Root", "asked for by the customer", 1_700_000_000_000_000)


def event_key(number: int) -> str:
    return f"{number:016x}{number * 7 + 1:016x}"


def test_an_erased_event_keeps_its_place_and_loses_its_texts(desk: Desk) -> None:
    batch = batch_of(
        [one_event(n, actor=1, old_value=1, new_value=2, reason=3) for n in (1, 2)],
        ["A"],
        data=['{"secret": 1}', None],
        source_record=["row 17", "row 18"],
    )
    desk.append(batch)
    cursor = desk.pull().mark.xmin
    with writing(desk.engine) as connection:
        assert erase_events(connection, desk.engagement, [event_key(1)], DEED) == 1
    stored = desk.load()
    erased, kept = stored[1, 8], stored[2, 15]
    assert [erased[name] for name in ("old_value", "new_value", "reason", "data", "source_record")] == [None] * 5
    assert (erased["actor"], erased["row_ver"]) == ("Ada", 2)
    assert kept == expected_rows(batch)[2, 15]
    pulled = desk.pull(cursor)
    assert [(t.table, t.key, t.row_ver, t.reason) for t in pulled.tombstones] == [("event", event_key(1), 1, "erased")]
    assert pulled.tombstones[0].case_id == desk.small()["case"][0]["case_id"]
    logged = next(e for e in stored.values() if e["kind"] == EventKind.CORRECTED)
    assert (logged["actor"], json.loads(logged["data"])["erased"]) == ("Root", [event_key(1)])
    assert desk.append(batch).events == 0
    assert desk.load() == stored


def test_an_erasure_that_names_an_unknown_event_changes_nothing(desk: Desk) -> None:
    desk.append(batch_of([one_event(1, new_value=1)], ["A"]))
    before = desk.load()
    with pytest.raises(NotFound, match="no event"), writing(desk.engine) as connection:
        erase_events(connection, desk.engagement, [event_key(1), event_key(99)], DEED)
    assert desk.load() == before


def test_a_moved_case_is_whole_in_the_other_engagement_and_gone_from_the_first(desk: Desk) -> None:
    other = create_engagement(desk.engine, "beta", "Beta")
    desk.append(batch_of([one_event(7)], ["B"]), other)
    batch = batch_of(
        [one_event(n, actor=1, holder=2, queue=1, step=2, work_item=1, field=1, new_value=n, source=1) for n in (1, 2)],
        ["A"],
    )
    desk.append(batch)
    desk.append(batch_of([one_event(3)], ["C"]))
    cursor, other_cursor = desk.pull().mark.xmin, desk.pull(engagement=other).mark.xmin
    old_case = next(row["case_id"] for row in desk.small()["case"] if row["number"] == "A")
    with writing(desk.engine) as connection:
        new_case = move_case(connection, desk.engagement, "A", other, DEED)
    gone = desk.pull(cursor)
    assert {(t.table, t.key, t.case_id, t.reason) for t in gone.tombstones} == {
        ("event", event_key(1), old_case, "moved"),
        ("event", event_key(2), old_case, "moved"),
        ("case", str(old_case), old_case, "moved"),
    }
    assert set(desk.load()) == {(3, 22)}
    arrived = desk.load(engagement=other)
    expected = {key: {**said, "row_ver": 2} for key, said in expected_rows(batch).items()}
    assert {key: arrived[key] for key in expected} == expected
    assert len(desk.pull(other_cursor, other).events[0]) == 3
    assert {row["case_id"]: row["number"] for row in desk.small(other)["case"]}[new_case] == "A"
    assert next(e for e in arrived.values() if e["kind"] == EventKind.CORRECTED)["case"] == "A"


def test_a_case_is_not_moved_onto_another_of_its_number(desk: Desk) -> None:
    other = create_engagement(desk.engine, "beta", "Beta")
    for number, engagement in enumerate((desk.engagement, other)):
        desk.append(batch_of([one_event(number)], ["A"]), engagement)
    with pytest.raises(WrongUsage, match="has a case A already"), writing(desk.engine) as connection:
        move_case(connection, desk.engagement, "A", other, DEED)
    assert len(desk.load()) == 1


def test_a_correction_is_a_new_event_beside_the_old_one(desk: Desk) -> None:
    batch = batch_of([one_event(1, new_value=1)], ["A"])
    desk.append(batch)
    with writing(desk.engine) as connection:
        made = correct(connection, desk.engagement, event_key(1), {"new_value": "closed"}, DEED)
    stored = desk.load()
    assert stored[1, 8] == expected_rows(batch)[1, 8]
    correction = stored[int(made[:16], 16), int(made[16:], 16)]
    assert (correction["kind"], correction["case"]) == (EventKind.CORRECTED, "A")
    assert json.loads(correction["data"]) == {
        "event_id": event_key(1),
        "right": {"new_value": "closed"},
        "why": DEED.why,
    }


def test_a_new_event_id_is_a_uuid_of_version_seven() -> None:
    import uuid

    hi, lo = new_event_id(1_700_000_000_123_456)
    made = uuid.UUID(int=(hi << 64) | lo)
    assert (made.version, made.variant, hi >> 16) == (7, uuid.RFC_4122, 1_700_000_000_123)
    assert len({new_event_id(0) for _ in range(100)}) == 100
