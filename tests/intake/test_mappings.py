"""Mappings: the ready-made ones are found by content; sides, marks and fields mean what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo_desk.intake.desk_export import MAPPING as DESK_EXPORT
from bpo_desk.intake.mapping_choice import choose_mapping, ready_mappings
from bpo_desk.intake.source_file import SourceFile
from bpo_desk.models.dictionaries import FieldRole
from bpo_desk.models.sides import Side
from tests.intake.files import event, mapping, read, told, trace, xes
from tests.shared_data import shared_data

STANDARD = '[columns]\nactivity = "concept:name"\ntime = "time:timestamp"\nactor = "org:resource"\n'


def test_every_log_of_the_shared_data_has_a_ready_made_mapping_whatever_its_name(tmp_path: Path) -> None:
    found = set()
    for path in sorted(shared_data("logs").iterdir()):
        if "attributes" in path.name:  # a table of cases, not a log
            continue
        other = tmp_path / f"renamed{''.join(path.suffixes[-2:])}"
        other.symlink_to(path)
        chosen, notes = choose_mapping(SourceFile.open(other), None)
        assert notes, path.name
        found.add(chosen.name)
        other.unlink()
    assert found == {one.name for one in ready_mappings()} - {DESK_EXPORT}


def test_a_file_that_fits_no_ready_made_mapping_is_read_by_the_keys_of_the_standard(tmp_path: Path) -> None:
    source = SourceFile.open(xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z"))))
    assert choose_mapping(source, None)[0].name == "standard XES"


def test_sides_come_from_patterns_of_people_and_roles(tmp_path: Path) -> None:
    own = mapping(
        tmp_path,
        STANDARD + 'role = "org:role"\n[sides.person]\n"bot*" = "system"\n[sides.role]\nClient = "client"\n',
    )
    path = xes(
        tmp_path,
        trace(
            "A",
            event("x", "2024-01-01T10:00:00Z", org__resource="bot 7"),
            event("x", "2024-01-01T10:01:00Z", org__resource="Ann", org__role="Client"),
            event("x", "2024-01-01T10:02:00Z", org__resource="Bob", org__role="Clerk"),
        ),
    )
    reading = read(path, own)
    persons = {person.name: (person.side, person.role) for person in reading.batch.dictionaries.persons[1:]}
    assert persons == {
        "bot 7": (Side.SYSTEM, ""), "Ann": (Side.CLIENT, "Client"), "Bob": (Side.UNKNOWN, "Clerk"),
    }  # fmt: skip
    assert reading.batch.columns.side.tolist() == [Side.SYSTEM, Side.CLIENT, Side.UNKNOWN]


def test_a_mark_tells_of_the_case_beside_or_instead_of_the_work_item(tmp_path: Path) -> None:
    marks = '[[mark]]\nkind = "closed"\nwhen = {{ "concept:name" = ["end*"] }}\ninstead = {}\nvalue = "concept:name"\n'
    path = xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z"), event("end well", "2024-01-02T10:00:00Z")))
    beside = told(read(path, mapping(tmp_path, STANDARD + marks.format("false"))))
    assert [(one[2], one[10]) for one in beside] == [("completed", None), ("completed", None), ("closed", "end well")]
    instead = told(read(path, mapping(tmp_path, STANDARD + marks.format("true"))))
    assert [(one[2], one[10]) for one in instead] == [("completed", None), ("closed", "end well")]


def test_fields_of_a_case_have_roles_and_due_dates_are_instants(tmp_path: Path) -> None:
    own = mapping(
        tmp_path,
        STANDARD
        + '[[field]]\ncolumn = "due"\nrole = "due"\n[[field]]\ncolumn = "name"\nname = "title"\nrole = "title"\n',
    )
    attributes = '<date key="due" value="2024-02-01T00:00:00+01:00"/><string key="name" value="Roof"/>'
    reading = read(xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z"), attributes=attributes)), own)
    found = {(one[2], one[8], one[10]) for one in told(reading)}
    assert ("due_changed", "due", "2024-01-31T23:00:00Z") in found
    assert ("field_changed", "title", "Roof") in found
    assert [field.role for field in reading.batch.dictionaries.fields[1:]] == [FieldRole.DUE, FieldRole.TITLE]
    assert "due_dates" in reading.batch.dictionaries.sources[1].capability.words


@pytest.mark.parametrize(("word", "kind"), [("opened it", "started"), ("unheard of", "noted")])
def test_own_transitions_mean_what_the_mapping_says(tmp_path: Path, word: str, kind: str) -> None:
    own = mapping(
        tmp_path, STANDARD + 'lifecycle = "lifecycle:transition"\n[kinds.lifecycle]\n"Opened it" = "started"\n'
    )
    path = xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z", lifecycle__transition=word)))
    assert told(read(path, own))[0][2] == kind


def test_a_person_who_stands_for_anybody_does_not_hide_the_group(tmp_path: Path) -> None:
    own = mapping(tmp_path, 'anonymous = ["STAFF"]\n' + STANDARD + 'queue = "org:group"\n')
    events = [event("x", "2024-01-01T10:00:00Z", org__resource=who, org__group="G") for who in ("STAFF", "Ann")]
    assert [(one[5], one[6], one[7]) for one in told(read(xes(tmp_path, trace("A", *events)), own))] == [
        ("STAFF", None, "G"), ("Ann", "Ann", "G"),
    ]  # fmt: skip
