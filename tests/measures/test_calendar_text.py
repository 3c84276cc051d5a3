"""Calendars written as text and read again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.errors import WrongUsage
from bpo_desk.measures.calendar import Applies, BusinessCalendar, CalendarVersion, DatedHours, HolidaySet, Shift
from bpo_desk.measures.calendar_text import calendar_from_text, to_text
from tests.measures.calendars import LONDON, MANILA, calendars

HAND_WRITTEN = """
[[versions]]
holidays = ["GB-ENG"]
hours = { mon = ["09:00-12:00", "13:00-17:30"], fri = ["22:00-06:00"], sun = ["00:00-24:00"] }
exceptions = { 2026-12-24 = ["09:00-12:00"], 2026-12-31 = { reason = "stocktaking" } }

[[versions]]
since = 2027-01-01
hours.mon = ["08:00:30-16:00"]
"""


def test_a_hand_written_text_is_read():
    calendar = calendar_from_text(HAND_WRITTEN, name="Leeds", zone="Europe/London")
    assert (calendar.name, calendar.zone) == ("Leeds", "Europe/London")
    first, second = calendar.versions
    assert first.weekly[0] == (Shift(32_400, 43_200), Shift(46_800, 63_000))
    assert first.weekly[4] == (Shift(79_200, 108_000),)
    assert first.weekly[6] == (Shift(0, 86_400),)
    assert first.exceptions == (
        DatedHours(date(2026, 12, 24), (Shift(32_400, 43_200),)),
        DatedHours(date(2026, 12, 31), (), "stocktaking"),
    )
    assert first.holidays == (HolidaySet("GB", "ENG"),)
    assert (second.since, second.weekly[0]) == (date(2027, 1, 1), (Shift(28_830, 57_600),))


@pytest.mark.parametrize("form", ["toml", "json"])
@given(calendar=st.one_of(st.just(LONDON), st.just(MANILA), calendars(datetime(2026, 10, 20, tzinfo=UTC), 9)))
def test_a_calendar_written_and_read_is_the_same_calendar(form, calendar):
    assert calendar_from_text(to_text(calendar, form)) == calendar


@pytest.mark.parametrize("form", ["toml", "json"])
@given(words=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_reason_survives_the_text(form, words):
    version = CalendarVersion(((),) * 7, exceptions=(DatedHours(date(2026, 1, 1), (), words),))
    calendar = BusinessCalendar(words, "UTC", (version,))
    assert calendar_from_text(to_text(calendar, form)) == calendar


_NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3).map(tuple)


@pytest.mark.parametrize("form", ["toml", "json"])
@given(_NAMES, _NAMES, st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), _NAMES, max_size=3))
def test_what_a_calendar_is_for_survives_the_text(form, process, client, fields):
    applies = Applies(process, client, tuple(fields.items()))
    calendar = BusinessCalendar("a", "UTC", (CalendarVersion(((),) * 7),), applies)
    assert calendar_from_text(to_text(calendar, form)) == calendar


def test_the_json_form_is_json():
    assert json.loads(to_text(LONDON, "json"))["versions"][0]["hours"]["mon"] == ["09:00-17:30"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zone = ", "cannot be read"),
        ("{", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ('{"a":' * 100_000, "cannot be read"),
        ("colour = 1", "'colour'"),
        ("versions = 3", "versions must be a list"),
        ("versions = []", "first version"),
        ("[[versions]]\nhours = { may = [] }", "'may'"),
        ("[[versions]]\nhours = { mon = ['9-17'] }", "mon of version 1: '9-17'"),
        ("[[versions]]\nhours = { mon = ['09:61-17:00'] }", "09:61"),
        ("[[versions]]\nhours = { mon = ['25:00-17:00'] }", "beyond the day"),
        ("[[versions]]\nhours = { mon = [900] }", "must be a text"),
        ("[[versions]]\nexceptions = { monday = [] }", "monday"),
        ("[[versions]]\nexceptions = { 2026-02-30 = [] }", "cannot be read"),
        ("[[versions]]\nholidays = ['england']", "'england'"),
        ("[[versions]]\nsince = 2026-01-01", "first version"),
        ("[[versions]]\n[[versions]]\nsince = 12", "since of version 2"),
        ("zone = 'Mars/Base'\n[[versions]]", "Mars/Base"),
    ],
)
def test_a_text_that_is_wrong_is_refused_with_the_place(text, words):
    with pytest.raises(WrongUsage, match=words):
        calendar_from_text(text, name="x", zone="UTC")
