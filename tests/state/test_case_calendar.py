"""Which of several calendars a case works by."""

from dataclasses import replace

import pytest

from bpo_desk.models.engagement import StoredCalendar
from bpo_desk.state.case_calendar import CaseTraits, calendar_for, fields_now
from bpo_desk.state.case_time import case_time
from bpo_desk.state.context import StateContext
from tests.ui_case import stories

HOURS = "\n[[versions]]\nhours.mon = ['09:00-17:00']\n"
EVERY = StoredCalendar("Office", "Europe/Berlin", HOURS)
NIGHT = StoredCalendar("Night", "Europe/Berlin", "[applies]\nprocess = ['Dispute']\n" + HOURS)
GOLD = StoredCalendar(
    "Gold", "UTC", "[applies]\nprocess = ['dispute']\nfields = { 'Service level' = ['gold', 'platinum'] }\n" + HOURS
)
BANK = StoredCalendar("Bank", "UTC", "[applies]\nclient = ['Northwind']\n" + HOURS)


def picked(calendars, **traits) -> tuple[str, str]:
    found, problem = calendar_for(calendars, lambda: CaseTraits(**traits))
    return ("" if found is None else found.name), problem


@pytest.mark.parametrize(
    ("traits", "name"),
    [
        ({}, "Office"),
        ({"process": ("onboarding", "Onboarding")}, "Office"),
        ({"process": ("dispute-v2", "Dispute")}, "Night"),
        ({"process": ("dispute", ""), "fields": {"service level": "GOLD"}}, "Gold"),
        ({"process": ("dispute", ""), "fields": {"Service level": "Silver"}}, "Night"),
        ({"client": "northwind"}, "Bank"),
        ({"client": ""}, "Office"),
    ],
)
def test_the_narrowest_calendar_whose_conditions_hold(traits, name) -> None:
    assert picked([EVERY, NIGHT, GOLD, BANK], **traits) == (name, "")
    assert picked([BANK, GOLD, NIGHT, EVERY], **traits) == (name, "")


def test_two_that_fit_alike_leave_it_unknown() -> None:
    name, problem = picked([NIGHT, BANK], process=("dispute",), client="Northwind")
    assert name == ""
    assert problem == "Night, Bank apply alike, and nothing tells which of them is meant"
    assert picked([EVERY, replace(EVERY, name="Second")])[1].startswith("Office, Second apply alike")


def test_none_that_fits_is_none_and_not_unknown() -> None:
    assert picked([NIGHT, GOLD], process=("onboarding",)) == ("", "")
    assert picked([NIGHT], process=("onboarding",)) == ("", "")
    assert picked([]) == ("", "")


def test_one_that_cannot_be_read_leaves_it_unknown_among_several() -> None:
    broken = StoredCalendar("Broken", "UTC", "hours = 3")
    name, problem = picked([EVERY, broken])
    assert name == ""
    assert "Broken" in problem
    assert picked([broken]) == ("Broken", "")


def test_an_unknown_calendar_is_said_and_every_hour_counts() -> None:
    file = stories.replaced_card()
    found = case_time(file.events, StateContext.of(file.dictionaries), stories.NOW, None, "two fit alike")
    assert found.problem == "two fit alike"
    assert found.calendar == ""


def test_the_fields_of_a_case_as_they_are_now() -> None:
    file = stories.replaced_card()
    fields = fields_now(file.events, file.dictionaries)
    assert fields
    last = {}
    for row in range(len(file.events)):
        if file.events.kind[row] == 2:
            last[file.dictionaries.fields[file.events.field[row]].name] = file.dictionaries.values[
                file.events.new_value[row]
            ]
    assert fields == last
