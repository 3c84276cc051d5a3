"""Open time and its inverse, against hand-checked vectors and a reference that looks at the clock every 15 minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.measures.calendar import (
    BusinessCalendar,
    CalendarVersion,
    DatedHours,
    HolidaySet,
    Shift,
    always_open,
    weekly_calendar,
)
from bpo_desk.measures.open_hours import OpenHours, open_hours
from bpo_desk.models.ids import TIME_UNKNOWN
from tests.measures.calendars import HOUR, LONDON, MANILA, NEW_YORK, NEW_YORK_DAYS, OFFICE, at, calendars
from tests.measures.slow_hours import STEP, open_quarters, quarter
from tests.measures.vectors import vectors

STARTS = [datetime(2026, 10, 20, tzinfo=UTC), datetime(2027, 3, 10, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC)]
DAYS = 14
QUARTERS = DAYS * 96
instants = st.integers(at("2019-01-01T00:00:00Z"), at("2033-01-01T00:00:00Z"))
amounts = st.integers(0, 400 * HOUR)
known_calendars = st.sampled_from([LONDON, MANILA, NEW_YORK, NEW_YORK_DAYS])


def calendar_of(name: str) -> BusinessCalendar:
    for word, calendar in (("24x7", NEW_YORK), ("08-20", NEW_YORK_DAYS), ("Manila", MANILA)):
        if word in name:
            return calendar
    return LONDON


def test_every_due_date_of_the_vectors_is_exact():
    rows = [row for row in vectors("vectors_sla.json") if row["kind"] == "due"]
    assert rows
    for row in rows:
        due = open_hours(calendar_of(row["name"])).add_open_time([at(row["start"])], [int(row["hours"] * HOUR)])
        assert due.tolist() == [at(row["due"])], row["name"]
        assert at(row["due_local"]) == at(row["due"])


@settings(max_examples=60)
@given(st.data(), st.sampled_from(STARTS))
def test_open_time_is_what_a_look_at_the_clock_every_quarter_says(data, first):
    calendar = data.draw(calendars(first, DAYS))
    slow = open_quarters(calendar, first, QUARTERS)
    edges = np.array([quarter(first, place) for place in range(QUARTERS + 1)])
    hours = OpenHours(calendar)
    expected = np.concatenate(([0], np.cumsum(slow))) * STEP
    np.testing.assert_array_equal(hours.open_time(edges[0], edges), expected)
    np.testing.assert_array_equal(hours.open_time(edges[:-1], edges[1:]), np.array(slow) * STEP)
    opens, closes = hours.intervals(int(edges[0]), int(edges[-1]))
    told = [bool(((opens <= edge) & (edge < closes)).any()) for edge in edges[:-1]]
    assert told == slow
    assert (opens[1:] > closes[:-1]).all()
    openings = [place for place, is_open in enumerate(slow) if is_open]
    following = hours.next_open(edges[:-1])
    for place in range(QUARTERS):
        later = next((edges[o] for o in openings if o >= place), None)
        assert following[place] == later if later is not None else following[place] not in edges[:-1]


@settings(max_examples=40)
@given(st.data(), st.sampled_from(STARTS), st.lists(st.tuples(st.integers(0, 600), st.integers(1, 200)), min_size=1))
def test_adding_open_time_ends_at_the_quarter_in_which_the_last_of_it_passed(data, first, asked):
    calendar = data.draw(calendars(first, DAYS))
    slow = open_quarters(calendar, first, QUARTERS)
    hours = OpenHours(calendar)
    for start, amount in asked:
        passed = np.cumsum(slow[start:])
        if passed[-1] < amount:
            continue
        end = start + int(np.argmax(passed >= amount)) + 1
        due = hours.add_open_time([quarter(first, start)], [amount * STEP])
        assert due.tolist() == [quarter(first, end)]


@given(known_calendars, st.lists(st.tuples(instants, amounts), min_size=1))
def test_adding_open_time_is_the_inverse_of_measuring_it(calendar, asked):
    start, amount = (np.array(column, dtype=np.int64) for column in zip(*asked, strict=True))
    hours = open_hours(calendar)
    due = hours.add_open_time(start, amount)
    np.testing.assert_array_equal(hours.open_time(start, due), amount)
    some = amount > 0
    np.testing.assert_array_equal(hours.open_time(start, due - 1)[some], amount[some] - 1)


@given(known_calendars, instants, instants, instants)
def test_open_time_adds_up(calendar, one, two, three):
    hours = open_hours(calendar)
    first, second, both = hours.open_time([one, two, one], [two, three, three]).tolist()
    assert first + second == both
    assert abs(first) <= abs(two - one)


@given(known_calendars, st.lists(st.tuples(instants, st.integers(0, 90 * 24 * HOUR)), max_size=8))
def test_pieces_cover_their_stretch_and_the_open_ones_are_its_open_time(calendar, asked):
    start = np.array([one for one, _ in asked], dtype=np.int64)
    end = start + np.array([length for _, length in asked], dtype=np.int64)
    hours = open_hours(calendar)
    pieces = hours.cut(start, end)
    for row in range(len(start)):
        mine = pieces.row == row
        edges = [int(start[row]), *pieces.end[mine].tolist()]
        assert pieces.start[mine].tolist() == edges[:-1]
        assert edges[-1] == end[row]
        spent = (pieces.end - pieces.start)[mine & pieces.open].sum()
        assert spent == hours.open_time(start[row], end[row])


def test_a_day_on_which_clocks_change_has_23_or_25_hours():
    hours = open_hours(NEW_YORK)
    days = [
        ("2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00", 25),
        ("2027-03-14T00:00:00-05:00", "2027-03-15T00:00:00-04:00", 23),
    ]
    for start, end, length in days:
        assert hours.open_time(at(start), at(end)) == length * HOUR


def test_hours_that_the_clock_jumps_over_begin_with_the_jump():
    calendar = weekly_calendar("early", "America/New_York", range(7), Shift(9000, 4 * 3600))
    opens, closes = open_hours(calendar).intervals(at("2027-03-14T00:00:00-05:00"), at("2027-03-15T00:00:00-04:00"))
    assert (opens.tolist(), closes.tolist()) == ([at("2027-03-14T03:00:00-04:00")], [at("2027-03-14T04:00:00-04:00")])


def test_hours_wholly_inside_the_jump_do_not_exist_that_day():
    calendar = weekly_calendar("gap", "America/New_York", range(7), Shift(9000, 9900))
    assert open_hours(calendar).open_time(at("2027-03-14T00:00:00-05:00"), at("2027-03-15T00:00:00-04:00")) == 0


def test_a_reading_that_comes_twice_is_its_first_time():
    calendar = weekly_calendar("late", "America/New_York", range(7), Shift(0, 5400))
    opens, closes = open_hours(calendar).intervals(at("2026-11-01T00:00:00-04:00"), at("2026-11-02T00:00:00-05:00"))
    assert (opens.tolist(), closes.tolist()) == ([at("2026-11-01T00:00:00-04:00")], [at("2026-11-01T01:30:00-04:00")])


def test_a_holiday_closes_its_day_and_an_exception_opens_it_again():
    week = ((OFFICE,),) * 7
    england = (HolidaySet("GB", "ENG"),)
    closed = BusinessCalendar("a", "UTC", (CalendarVersion(week, holidays=england),))
    opened = DatedHours(date(2026, 12, 25), (Shift(36000, 39600),), "volunteers")
    extra = BusinessCalendar("b", "UTC", (CalendarVersion(week, holidays=england, exceptions=(opened,)),))
    day = at("2026-12-25T00:00:00Z"), at("2026-12-26T00:00:00Z")
    assert open_hours(closed).open_time(*day) == 0
    assert open_hours(extra).open_time(*day) == HOUR
    assert closed.day(date(2026, 12, 25)).reason == "Christmas Day"
    assert extra.day(date(2026, 12, 25)).reason == "volunteers"
    assert closed.day(date(2026, 12, 24)).reason == ""


def test_a_new_version_leaves_earlier_months_as_they_were():
    longer = CalendarVersion(((Shift(0, 86_400),),) * 7, since=date(2026, 6, 1))
    old = weekly_calendar("old", "UTC", range(5), Shift(32_400, 61_200))
    new = BusinessCalendar("new", "UTC", (*old.versions, longer))
    before = at("2026-01-01T00:00:00Z"), at("2026-06-01T00:00:00Z")
    assert open_hours(old).open_time(*before) == open_hours(new).open_time(*before)
    assert open_hours(new).open_time(at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z")) == 24 * HOUR


def test_a_night_shift_is_worked_to_its_end_on_a_holiday():
    night = BusinessCalendar(
        "night",
        "Europe/London",
        (CalendarVersion(((Shift(22 * 3600, 30 * 3600),),) * 7, holidays=(HolidaySet("GB", "ENG"),)),),
    )
    hours = open_hours(night)
    assert hours.open_time(at("2026-12-25T00:00:00Z"), at("2026-12-25T12:00:00Z")) == 6 * HOUR
    assert hours.open_time(at("2026-12-25T12:00:00Z"), at("2026-12-26T12:00:00Z")) == 0


def test_unknown_times_have_unknown_answers():
    hours = open_hours(LONDON)
    far = at("9999-12-31T00:00:00Z")
    monday = at("2026-11-23T12:00:00Z")
    assert hours.open_time([TIME_UNKNOWN, monday, far], monday).tolist() == [TIME_UNKNOWN, 0, TIME_UNKNOWN]
    assert hours.add_open_time([TIME_UNKNOWN, monday, far], [HOUR, TIME_UNKNOWN, HOUR]).tolist() == [TIME_UNKNOWN] * 3
    assert hours.next_open([TIME_UNKNOWN, far, monday]).tolist() == [TIME_UNKNOWN, TIME_UNKNOWN, monday]


def test_a_calendar_that_never_opens_is_never_due():
    hours = OpenHours(weekly_calendar("closed", "UTC", ()))
    start = at("2026-11-23T12:00:00Z")
    assert hours.add_open_time([start, start], [HOUR, 0]).tolist() == [TIME_UNKNOWN, start]
    assert hours.next_open([start]).tolist() == [TIME_UNKNOWN]
    assert hours.open_time([start], [start + HOUR]).tolist() == [0]


def test_far_away_years_do_not_change_what_was_answered():
    hours = OpenHours(LONDON)
    start, end = at("2026-11-23T12:00:00Z"), at("2026-12-23T12:00:00Z")
    before, counter = hours.open_time(start, end), hours.counter(start)
    hours.open_time(at("1950-01-01T00:00:00Z"), at("2101-01-01T00:00:00Z"))
    assert hours.open_time(start, end) == before
    assert hours.counter(start) == counter
    assert hours.reached(counter).tolist() == [start]


def test_open_time_taken_away_is_refused():
    with pytest.raises(ValueError, match="added"):
        open_hours(LONDON).add_open_time([0], [-1])


@pytest.mark.parametrize(
    ("zone", "versions", "words"),
    [
        ("Europe/Nowhere", (CalendarVersion(((),) * 7),), "time zone"),
        ("../etc/passwd", (CalendarVersion(((),) * 7),), "time zone"),
        ("UTC", (), "first version"),
        ("UTC", (CalendarVersion(((),) * 6),), "seven days"),
        ("UTC", (CalendarVersion(((Shift(5, 5),),) * 7),), "no shift"),
        ("UTC", (CalendarVersion(((Shift(-5, 5),),) * 7),), "no shift"),
        ("UTC", (CalendarVersion(((),) * 7, exceptions=(DatedHours(date(2026, 1, 1)),) * 2),), "one exception"),
        ("UTC", (CalendarVersion(((),) * 7), CalendarVersion(((),) * 7)), "later than the one before"),
    ],
)
def test_rules_that_cannot_be_are_refused(zone, versions, words):
    with pytest.raises(ValueError, match=words):
        BusinessCalendar("wrong", zone, versions)


def test_holidays_of_a_country_that_is_not_known_are_refused():
    nowhere = BusinessCalendar("x", "UTC", (CalendarVersion(((),) * 7, holidays=(HolidaySet("XX"),)),))
    with pytest.raises(ValueError, match="XX"):
        open_hours(nowhere)


def test_a_calendar_that_is_always_open_counts_the_clock_on_the_wall():
    start = np.array([at("2026-10-24T12:00:00Z")])
    end = start + np.arange(0, 400, 37) * int(timedelta(hours=1) / timedelta(microseconds=1))
    np.testing.assert_array_equal(open_hours(always_open("Europe/Berlin")).open_time(start, end), end - start)
