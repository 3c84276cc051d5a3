"""Explained time of one case: parts sum, the calendar closes hours, printed figures add up, unknown stays unknown."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.measures.explained_time import Cause
from bpo_desk.models.engagement import StoredCalendar
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.times import to_micros
from bpo_desk.state.case_time import SHOWN_ORDER, case_time, in_whole
from bpo_desk.state.context import StateContext
from tests.ui_case import stories

OFFICE = StoredCalendar("Office", "Europe/Berlin", """
[[versions]]
hours.mon = ["09:00-17:00"]
hours.tue = ["09:00-17:00"]
hours.wed = ["09:00-17:00"]
hours.thu = ["09:00-17:00"]
hours.fri = ["09:00-17:00"]
""")  # fmt: skip
HOUR = 3_600_000_000


def _time(file, until=stories.NOW, calendar=None):
    return case_time(file.events, StateContext.of(file.dictionaries), until, calendar)


@pytest.mark.parametrize("calendar", [None, OFFICE])
def test_the_parts_sum_to_the_elapsed_time_after_every_event(calendar):
    file = stories.replaced_card()
    context = StateContext.of(file.dictionaries)
    for step in range(1, len(file.events) + 1):
        events = file.events.take(slice(0, step))
        found = case_time(events, context, int(events.occurred_at[-1]), calendar)
        assert sum(amount for _, amount in found.parts) == found.elapsed
        lengths = found.stretches.end - found.stretches.start
        for cause, amount in found.parts:
            behind = found.stretches_of(cause)
            assert int((behind.end - behind.start).sum()) == amount
        assert int(lengths.sum()) == found.elapsed


def test_closed_hours_are_a_part_of_their_own():
    file = stories.closed_case()  # 07:02 to 10:02 UTC is 09:02 to 12:02 in Berlin
    assert _time(file).parts == ((Cause.PROVIDER, 2 * HOUR), (Cause.NOBODY, HOUR))
    late = StoredCalendar("Late", "Europe/Berlin", '[[versions]]\nhours.mon = ["11:02-12:02"]')
    found = _time(file, calendar=late)
    assert found.calendar == "Late"
    assert found.parts == ((Cause.PROVIDER, HOUR), (Cause.CLOSED_HOURS, 2 * HOUR))
    assert found.figure("business") == HOUR
    assert found.figure("touch") == HOUR


def test_a_calendar_that_cannot_be_read_is_named_and_every_hour_counts():
    for rules in ("not a calendar", '[[versions]]\nholidays = ["XX"]'):
        found = _time(stories.closed_case(), calendar=StoredCalendar("Bad", "Europe/Berlin", rules))
        assert found.calendar == ""
        assert found.problem
        assert found.elapsed == 3 * HOUR


def test_a_case_without_a_known_beginning_has_no_time_to_explain():
    found = _time(stories.almost_empty())
    assert not found.known
    assert found.parts == ()
    assert found.figure("touch") == TIME_UNKNOWN


def test_a_case_of_which_nothing_had_happened_has_no_time_either():
    file = stories.replaced_card()
    nothing = case_time(file.events.take(slice(0, 0)), StateContext.of(file.dictionaries), stories.NOW)
    assert not nothing.known
    assert nothing.figure("business") == TIME_UNKNOWN


def test_work_time_of_a_source_without_starts_is_unknown():
    found = _time(stories.completions_only())
    assert found.known
    assert found.figure("touch") == TIME_UNKNOWN
    assert found.figure("waiting") == TIME_UNKNOWN


def test_every_cause_has_its_place_in_the_order_shown():
    assert sorted(SHOWN_ORDER) == sorted(Cause)


def test_events_after_the_moment_are_not_looked_at():
    file = stories.closed_case()
    at = to_micros(datetime(2026, 10, 19, 8, 32, tzinfo=UTC))
    found = _time(file, until=at)
    assert (found.until, found.elapsed) == (at, at - to_micros(stories.START))


@given(st.lists(st.integers(0, 10**9), max_size=12), st.sampled_from([1, 7, 60, 1_000_000]))
def test_printed_parts_add_up_to_the_printed_whole(amounts, unit):
    whole = in_whole(amounts, unit)
    assert sum(whole) == sum(amounts) // unit
    assert all(abs(each - amount / unit) < 1 for each, amount in zip(whole, amounts, strict=True))
