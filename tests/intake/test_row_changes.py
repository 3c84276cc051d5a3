"""Row-change logs: states of a case become work items, hand-offs and field changes, each in its own time."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from bpo_desk.intake.mapping import Mapping
from bpo_desk.intake.reading import Reading
from bpo_desk.models.event import EventKind
from bpo_desk.models.times import to_iso
from tests.intake.files import mapping, read, told, written
from tests.shared_data import shared_data

MAPPING = """
process = "ticket"
placeholders = ["n/a"]
[columns]
case = "no"
activity = "state"
time = "at"
actor = "by"
holder = "owner"
queue = "team"
[flow]
by = "state"
[flow.states]
New = "ready"
Work = "in_progress"
Wait = "suspended"
Done = "closed"
[flow.waiting]
Wait = "customer"
[[moment]]
column = "opened"
kind = "opened"
[[moment]]
column = "closed"
kind = "closed"
value = "code"
only_if = { state = ["Done"] }
[[counter]]
column = "reopens"
kind = "reopened"
[[field]]
column = "prio"
role = "priority"
when = "change"
[[field]]
column = "place"
when = "change"
[[field]]
column = "code"
role = "outcome"
at = "closed"
[[field]]
column = "met"
role = "sla"
at = "closed"
values = { y = "met", n = "breached" }
"""
ROWS = """no,state,at,by,owner,team,prio,place,opened,closed,code,met,reopens
1,New,2024-01-01 10:00,Ann,?,T1,3,P,2024-01-01 09:00,2024-01-05 10:00,C7,n,0
1,New,2024-01-01 11:00,Ann,Bob,T1,3,P,2024-01-01 09:00,2024-01-05 10:00,C7,n,0
1,Work,2024-01-01 12:00,Bob,Bob,T1,2,P,2024-01-01 09:00,2024-01-05 10:00,C7,n,0
1,Wait,2024-01-02 12:00,Bob,Cy,T2,2,P,2024-01-01 09:00,2024-01-05 10:00,C7,n,0
1,Wait,2024-01-02 13:00,Bob,Cy,T2,2,P,2024-01-01 09:00,2024-01-05 10:00,C7,n,0
1,Work,2024-01-03 12:00,Cy,Cy,T2,2,?,2024-01-01 09:00,2024-01-05 10:00,C7,n,1
1,Done,2024-01-05 10:00,Cy,Cy,T2,2,?,2024-01-01 09:00,2024-01-05 10:00,C7,n,1
2,New,2024-01-04 10:00,Ann,?,?,3,P,2024-01-04 09:00,?,?,?,0
"""


@pytest.fixture
def own(tmp_path: Path) -> Mapping:
    return mapping(tmp_path, MAPPING)


@pytest.fixture
def reading(tmp_path: Path, own: Mapping) -> Reading:
    return read(written(tmp_path / "tickets.csv", ROWS.encode()), own)


def of_case(reading: Reading, number: str) -> list[tuple[object, ...]]:
    return [one for one in told(reading) if one[0] == number]


def test_a_change_of_state_ends_one_work_item_and_begins_the_next_with_the_hand_carried(reading: Reading) -> None:
    work = [(one[1], *one[2:5], *one[6:8]) for one in of_case(reading, "1") if one[4] != -1]
    day = "2024-01-0"
    assert work == [
        (f"{day}1T10:00:00Z", "assigned", "New", 1, "", "T1"),
        (f"{day}1T11:00:00Z", "reassigned", "New", 1, "Bob", "T1"),
        (f"{day}1T12:00:00Z", "completed", "New", 1, "Bob", "T1"),
        (f"{day}1T12:00:00Z", "assigned", "Work", 2, "Bob", "T1"),
        (f"{day}1T12:00:00Z", "started", "Work", 2, "Bob", "T1"),
        (f"{day}2T12:00:00Z", "completed", "Work", 2, "Bob", "T1"),
        (f"{day}2T12:00:00Z", "assigned", "Wait", 3, "Cy", "T2"),
        (f"{day}2T12:00:00Z", "suspended", "Wait", 3, "Cy", "T2"),
        (f"{day}2T13:00:00Z", "noted", "Wait", 3, "Cy", "T2"),
        (f"{day}3T12:00:00Z", "resumed", "Wait", 3, "Cy", "T2"),
        (f"{day}3T12:00:00Z", "completed", "Wait", 3, "Cy", "T2"),
        (f"{day}3T12:00:00Z", "assigned", "Work", 4, "Cy", "T2"),
        (f"{day}3T12:00:00Z", "started", "Work", 4, "Cy", "T2"),
        (f"{day}5T10:00:00Z", "completed", "Work", 4, "Cy", "T2"),
        (f"{day}5T10:00:00Z", "noted", "Done", 5, "Cy", "T2"),
    ]


def test_hand_offs_tell_old_and_new_as_the_source_wrote_them(reading: Reading) -> None:
    events = reading.batch.columns
    hands = np.isin(events.kind, (EventKind.ASSIGNED, EventKind.REASSIGNED)) & (events.case == 0)
    found = [json.loads(reading.batch.data[row] or "{}") for row in np.flatnonzero(hands).tolist()]
    assert found[0]["owner"] == {"old": None, "new": "?"}
    assert found[1:] == [
        {"owner": {"old": "?", "new": "Bob"}},
        {"carried": True},
        {"owner": {"old": "Bob", "new": "Cy"}, "team": {"old": "T1", "new": "T2"}},
        {"carried": True},
    ]


def test_fields_change_from_old_to_new_and_a_placeholder_is_unknown(reading: Reading) -> None:
    fields = [(one[1], *one[8:]) for one in of_case(reading, "1") if one[2] == "field_changed"]
    assert ("2024-01-01T10:00:00Z", "prio", None, "3") in fields
    assert ("2024-01-01T12:00:00Z", "prio", "3", "2") in fields
    assert ("2024-01-03T12:00:00Z", "place", "P", "") in fields


def test_what_is_only_known_at_the_end_stands_at_the_end(reading: Reading) -> None:
    late = {(one[2], one[8], one[10]): one[1] for one in of_case(reading, "1") if one[10] in ("C7", "breached")}
    assert late == {
        ("closed", None, "C7"): "2024-01-05T10:00:00Z",
        ("field_changed", "code", "C7"): "2024-01-05T10:00:00Z",
        ("field_changed", "met", "breached"): "2024-01-05T10:00:00Z",
    }
    batch = reading.batch
    early = batch.columns.occurred_at < batch.columns.occurred_at.max()
    known = " ".join(batch.data[row] or "" for row in np.flatnonzero(early).tolist())
    assert "C7" not in known
    assert "2024-01-05" not in known


def test_a_case_that_is_not_over_is_neither_closed_nor_given_late_values(reading: Reading) -> None:
    assert [one[2] for one in of_case(reading, "2")] == ["opened", "field_changed", "assigned"]
    assert of_case(reading, "1")[0][:3] == ("1", "2024-01-01T09:00:00Z", "opened")


def test_a_reopening_counts_where_the_counter_goes_up(reading: Reading) -> None:
    assert [one[1] for one in told(reading) if one[2] == "reopened"] == ["2024-01-03T12:00:00Z"]


def test_a_suspended_item_says_whom_it_waits_for(reading: Reading) -> None:
    events = reading.batch.columns
    assert events.side[events.kind == EventKind.SUSPENDED].tolist() == [3]


def test_the_capability_is_what_the_log_can_tell(reading: Reading) -> None:
    words = reading.batch.dictionaries.sources[1].capability.words
    assert {"times", "resources", "hand_offs", "queues", "case_end", "old_values", "sla_state"} <= set(words)
    assert "contacts" not in words


def test_every_record_leaves_an_event(reading: Reading) -> None:
    events = reading.batch.columns
    records = {(one[0], one[1]) for one in told(reading)}
    assert len(records) >= 8
    assert len(events) == len(set(zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True)))


def test_the_incident_45_of_servicenow_is_told_as_its_rows_tell_it(tmp_path: Path) -> None:
    """Its rows and those of its neighbours; tests/flows/test_servicenow.py reads them all."""
    with gzip.open(shared_data("logs", "servicenow_incident_event_log.csv.gz")) as log:
        reading = read(written(tmp_path / "incidents.csv", b"".join(itertools.islice(log, 2_000))))
    found = [(one[1], one[2], one[3], one[7]) for one in told_case(reading, "0000045")]
    assert found[0][:2] == ("2016-02-29T01:16:00Z", "contact_received")
    assert ("2016-02-29T01:23:00Z", "assigned", "New", "56") in found
    assert found[-1][:2] == ("2016-03-05T12:00:00Z", "closed")


def told_case(reading: Reading, number: str) -> list[tuple[object, ...]]:
    """The events of one case of a large reading."""
    batch = reading.batch
    rows = np.flatnonzero(batch.columns.case == batch.case_numbers.index(number))
    small = type(batch)(batch.columns.take(rows), batch.dictionaries, batch.case_numbers)
    assert to_iso(int(small.columns.occurred_at[0]))
    return told(Reading(small, reading.report))
