"""The SLA clock: the shared vectors, each of its six conditions, and many random clocks against a slow reference."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from bpo_desk.measures.calendar import BusinessCalendar, Shift, weekly_calendar
from bpo_desk.measures.clock_hands import Phase
from bpo_desk.measures.sla_clock import ClockState, SlaClocks, sla_clocks
from bpo_desk.measures.sla_rule import (
    ClockMarks,
    Condition,
    Mark,
    Reopening,
    SlaRule,
    StartFrom,
    marks_of,
    marks_of_intervals,
    united_by_row,
)
from bpo_desk.models.dictionaries import Dictionaries, Step
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.sides import Side
from tests.measures.calendars import HOUR, LONDON, NEW_YORK, NEW_YORK_DAYS, at
from tests.measures.slow_clock import Clock, SlowRun
from tests.measures.slow_hours import STEP, open_quarters, quarter
from tests.measures.vectors import vectors

TUESDAY = "2026-11-17T{}:00+00:00"
NOW = at("2026-11-27T12:00:00Z")


def hours(words: str) -> int:
    hour, minute = words.split(":")
    return (int(hour) * 60 + int(minute)) * HOUR // 60


def clocks(rule: SlaRule, *marks: tuple[str, Mark], opened: str = "2026-11-17T09:00:00Z", now: int = NOW) -> SlaClocks:
    """The clock of one case; marks by their times of Tuesday 17 November 2026 in London, or full times."""
    times = [at(when if "T" in when else TUESDAY.format(when)) for when, _ in marks]
    kinds = np.array([mark for _, mark in marks], dtype=np.int8)
    one = ClockMarks(np.zeros(len(marks), np.int64), np.array(times, np.int64), kinds, np.array([at(opened)]))
    return sla_clocks(one, rule, now)


def rule(target: str = "8:00", **also: object) -> SlaRule:
    return SlaRule("test", hours(target), LONDON, **also)


def interval_clock(row: dict, target: int, calendar: BusinessCalendar | None, end: str | None, now: int) -> SlaClocks:
    pauses = row["pauses"]
    marks = marks_of_intervals(
        np.array([at(row["start"])]),
        np.array([at(end) if end else TIME_UNKNOWN]),
        np.zeros(len(pauses), np.int64),
        np.array([at(begin) for begin, _ in pauses], np.int64),
        np.array([at(until) for _, until in pauses], np.int64),
    )
    return sla_clocks(marks, SlaRule("vector", target, calendar), now)


def test_every_elapsed_time_of_the_vectors_is_exact():
    rows = [row for row in vectors("vectors_sla.json") if row["kind"] == "elapsed"]
    assert rows
    for row in rows:
        calendar = next(
            (c for word, c in (("24x7", NEW_YORK), ("08-20", NEW_YORK_DAYS)) if word in row["name"]), LONDON
        )
        stopped = interval_clock(row, 100 * HOUR, calendar, row["end"], at(row["end"]) + HOUR)
        running = interval_clock(row, 100 * HOUR, calendar, None, at(row["end"]))
        for result in (stopped, running):
            assert result.used.tolist() == [hours(row["business"])], row["name"]
            assert result.left.tolist() == [100 * HOUR - hours(row["business"])]
        wall = interval_clock({**row, "pauses": []}, 100 * HOUR, None, row["end"], at(row["end"]))
        assert wall.used.tolist() == [hours(row["calendar"])]


def test_every_due_date_with_a_pause_of_the_vectors_is_exact():
    rows = [row for row in vectors("vectors_sla.json") if row["kind"] == "due_with_pause"]
    assert rows
    for row in rows:
        result = interval_clock(row, int(row["hours"] * HOUR), LONDON, None, at(row["pauses"][-1][1]))
        assert result.due_at.tolist() == [at(row["due"])], row["name"]


def test_a_pause_that_goes_on_moves_the_due_date_by_working_time_only():
    marks = (("09:00", Mark.START), ("16:30", Mark.PAUSE))
    early = clocks(rule(), *marks, now=at("2026-11-17T17:00:00Z"))
    night = clocks(rule(), *marks, now=at("2026-11-18T03:00:00Z"))
    assert early.due_at.tolist() == [at("2026-11-17T17:30:00Z")]
    assert night.due_at.tolist() == [at("2026-11-18T09:30:00Z")]
    assert night.state.tolist() == [ClockState.PAUSED]
    assert night.paused.tolist() == [HOUR]
    assert night.paused_wall.tolist() == [at("2026-11-18T03:00:00Z") - at("2026-11-17T16:30:00Z")]


def test_stopped_at_the_due_instant_is_met_and_a_microsecond_later_is_breached():
    due = at("2026-11-20T17:30:00Z")
    marks = np.array([at("2026-11-20T13:30:00Z"), due]), np.array([at("2026-11-20T13:30:00Z"), due + 1])
    for times, state in zip(marks, (ClockState.MET, ClockState.BREACHED), strict=True):
        one = ClockMarks(np.zeros(2, np.int64), times, np.array([Mark.START, Mark.STOP], np.int8), times[:1])
        result = sla_clocks(one, rule("4:00"), NOW)
        assert result.state.tolist() == [state]
        assert result.due_at.tolist() == [due]
        assert result.left.tolist() == [0]  # after the close no open time passes, and yet the due date has passed
        assert result.breached_at.tolist() == [due if state is ClockState.BREACHED else TIME_UNKNOWN]


def test_a_pause_after_the_breach_moves_neither_due_date_nor_breach():
    result = clocks(rule("2:00"), ("09:00", Mark.START), ("12:00", Mark.PAUSE), ("14:00", Mark.RESUME))
    assert result.breached_at.tolist() == result.due_at.tolist() == [at("2026-11-17T11:00:00Z")]
    assert result.state.tolist() == [ClockState.BREACHED]
    assert result.phase.tolist() == [Phase.RUNNING]


def test_p3_to_p1_after_three_hours_leaves_one_hour_retroactively_and_four_otherwise():
    retroactive = clocks(
        rule("4:00", start_from=StartFrom.OPENED), ("12:00", Mark.START), now=at("2026-11-17T12:00:00Z")
    )
    fresh = clocks(rule("4:00"), ("12:00", Mark.START), now=at("2026-11-17T12:00:00Z"))
    assert (retroactive.left.tolist(), fresh.left.tolist()) == ([HOUR], [4 * HOUR])
    assert retroactive.started_at.tolist() == [at("2026-11-17T09:00:00Z")]


def test_a_retroactive_start_carries_earlier_pauses_over_where_the_contract_says_so():
    marks = (("10:00", Mark.PAUSE), ("11:00", Mark.RESUME), ("12:00", Mark.START))
    now = at("2026-11-17T12:00:00Z")
    carried = clocks(rule("4:00", start_from=StartFrom.OPENED), *marks, now=now)
    left_out = clocks(rule("4:00", start_from=StartFrom.OPENED, pauses_before_start=False), *marks, now=now)
    assert (carried.left.tolist(), left_out.left.tolist()) == ([2 * HOUR], [HOUR])
    assert (carried.paused.tolist(), left_out.paused.tolist()) == ([HOUR], [0])


def test_a_retroactive_start_finds_a_breach_that_came_before_a_pause():
    marks = (("11:00", Mark.PAUSE), ("15:00", Mark.RESUME), ("16:00", Mark.START))
    result = clocks(rule("1:00", start_from=StartFrom.OPENED), *marks)
    assert result.breached_at.tolist() == [at("2026-11-17T10:00:00Z")]


def test_a_pause_begun_before_the_start_counts_from_the_start():
    result = clocks(rule(), ("10:00", Mark.PAUSE), ("12:00", Mark.START), ("13:00", Mark.RESUME), ("14:00", Mark.STOP))
    assert result.used.tolist() == [HOUR]
    assert result.paused.tolist() == [HOUR]
    assert result.pauses.tolist() == [1]


def test_a_pause_after_the_stop_does_not_count():
    result = clocks(rule(), ("09:00", Mark.START), ("10:00", Mark.STOP), ("11:00", Mark.PAUSE), ("12:00", Mark.RESUME))
    assert (result.used.tolist(), result.paused.tolist(), result.pauses.tolist()) == ([HOUR], [0], [0])


@pytest.mark.parametrize(
    ("reopening", "used", "started"),
    [(Reopening.SAME_CLOCK, 2, "09:00"), (Reopening.NEW_CLOCK, 1, "12:00"), (Reopening.STAYS, 1, "09:00")],
)
def test_a_reopened_case_runs_on_starts_anew_or_stays_as_the_contract_says(reopening, used, started):
    marks = (("09:00", Mark.START), ("10:00", Mark.STOP), ("12:00", Mark.START))
    result = clocks(rule(reopening=reopening), *marks, now=at("2026-11-17T13:00:00Z"))
    assert result.used.tolist() == [used * HOUR]
    assert result.started_at.tolist() == [at(TUESDAY.format(started))]
    assert result.state.tolist() == [ClockState.MET if reopening is Reopening.STAYS else ClockState.RUNNING]


def test_a_reset_starts_a_running_clock_again_at_nothing():
    marks = (("09:00", Mark.START), ("12:00", Mark.RESET), ("13:00", Mark.STOP))
    assert clocks(rule(), *marks).used.tolist() == [HOUR]
    assert clocks(rule(), ("09:00", Mark.RESET)).state.tolist() == [ClockState.NOT_STARTED]


def test_a_cancelled_clock_is_neither_met_nor_breached_and_a_new_start_is_a_new_clock():
    cancelled = clocks(rule("1:00"), ("09:00", Mark.START), ("12:00", Mark.CANCEL))
    assert cancelled.state.tolist() == [ClockState.CANCELLED]
    again = clocks(
        rule("1:00"),
        ("09:00", Mark.START),
        ("12:00", Mark.CANCEL),
        ("13:00", Mark.START),
        now=at("2026-11-17T13:30:00Z"),
    )
    assert (again.state.tolist(), again.used.tolist()) == ([ClockState.RUNNING], [HOUR // 2])


def test_without_a_start_there_is_no_clock():
    result = clocks(rule(), ("09:00", Mark.PAUSE), ("10:00", Mark.STOP))
    assert result.state.tolist() == [ClockState.NOT_STARTED]
    for name in ("started_at", "stopped_at", "used", "left", "paused", "due_at", "breached_at"):
        assert getattr(result, name).tolist() == [TIME_UNKNOWN], name


def test_a_mark_of_unknown_time_makes_its_clock_unknown_and_no_other():
    row = np.array([0, 0, 1], np.int64)
    times = np.array([TIME_UNKNOWN, at(TUESDAY.format("10:00")), at(TUESDAY.format("10:00"))])
    marks = ClockMarks(row, times, np.array([Mark.START, Mark.STOP, Mark.START], np.int8), times[1:])
    result = sla_clocks(marks, rule(), at("2026-11-17T11:00:00Z"))
    assert result.state.tolist() == [ClockState.UNKNOWN, ClockState.RUNNING]
    assert result.used.tolist() == [TIME_UNKNOWN, HOUR]


def test_a_retroactive_clock_of_a_case_without_a_known_opening_is_unknown():
    times = np.array([at(TUESDAY.format("10:00"))])
    marks = ClockMarks(np.zeros(1, np.int64), times, np.array([Mark.START], np.int8), np.array([TIME_UNKNOWN]))
    assert sla_clocks(marks, rule(start_from=StartFrom.OPENED), NOW).state.tolist() == [ClockState.UNKNOWN]
    assert sla_clocks(marks, rule(), NOW).state.tolist() == [ClockState.BREACHED]


def test_marks_out_of_order_are_refused():
    times = np.array([at(TUESDAY.format("10:00")), at(TUESDAY.format("09:00"))])
    marks = ClockMarks(np.zeros(2, np.int64), times, np.array([Mark.START, Mark.STOP], np.int8), times[:1])
    with pytest.raises(ValueError, match="sorted"):
        sla_clocks(marks, rule(), NOW)


def test_no_cases_have_no_clocks():
    none = np.empty(0, np.int64)
    assert len(sla_clocks(ClockMarks(none, none, none.astype(np.int8), none), rule(), NOW)) == 0


def test_conditions_pick_events_by_kind_step_side_value_and_reason():
    words = Dictionaries(steps=[Step(""), Step("Check"), Step("Pay")], values=["", "P1", "P3", "lunch"])
    kinds = [EventKind.PRIORITY_CHANGED, EventKind.PRIORITY_CHANGED, EventKind.CLOCK_PAUSED, EventKind.CLOCK_PAUSED]
    kinds += [EventKind.STARTED, EventKind.COMPLETED, EventKind.COMPLETED]
    events = EventColumns.of(
        {
            "case": [5, 9, 9, 9, 9, 9, 9],
            "occurred_at": [1, 1, 2, 3, 4, 5, 6],
            "kind": kinds,
            "new_value": [2, 1, -1, -1, -1, -1, -1],
            "reason": [-1, -1, 3, -1, -1, -1, -1],
            "side": [0, 0, Side.CLIENT, Side.PROVIDER, 0, 0, 0],
            "step": [-1, -1, -1, -1, 1, 1, 2],
        }
    )
    first = SlaRule(
        "P1",
        HOUR,
        starts=(Condition(EventKind.PRIORITY_CHANGED, values=frozenset({"P1"})),),
        cancels=(Condition(EventKind.PRIORITY_CHANGED, except_values=frozenset({"P1"})),),
        pauses=(Condition(EventKind.CLOCK_PAUSED, sides=frozenset({Side.CLIENT}), reasons=frozenset({"lunch"})),),
        stops=(Condition(EventKind.COMPLETED, steps=frozenset({"Pay"})),),
    )
    marks = marks_of(events, first, words, np.array([1, 1]))
    assert marks.row.tolist() == [0, 1, 1, 1]
    assert marks.at.tolist() == [1, 1, 2, 6]
    assert marks.mark.tolist() == [Mark.CANCEL, Mark.START, Mark.PAUSE, Mark.STOP]
    with pytest.raises(ValueError, match="opening"):
        marks_of(events, first, words, np.array([1]))


def test_a_negative_target_is_refused():
    with pytest.raises(ValueError, match="negative"):
        SlaRule("x", -1)


def test_united_intervals_are_what_their_points_say():
    random = Random(7)
    for _ in range(200):
        given = [(random.randrange(3), random.randrange(12), random.randrange(12)) for _ in range(random.randrange(9))]
        row, start, end = (
            (np.array(column, np.int64) for column in zip(*given, strict=True))
            if given
            else (np.empty(0, np.int64),) * 3
        )
        rows, starts, ends = united_by_row(row, start, end)
        points = {(r, p) for r, b, e in given for p in range(b, e)}
        united = [
            (r, p) for r, b, e in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True) for p in range(b, e)
        ]
        assert len(united) == len(set(united))
        assert set(united) == points
        for i, j in pairwise(range(len(rows))):
            assert (rows[i], ends[i]) < (rows[j], starts[j])


FIRST = datetime(2026, 10, 22, tzinfo=UTC)
LENGTH = 10 * 96
CALENDARS = [
    weekly_calendar("office", "Europe/London", range(5), Shift(32_400, 61_200)),
    weekly_calendar("night", "America/New_York", range(1, 6), Shift(79_200, 108_000), Shift(3600, 7200)),
    weekly_calendar("always", "UTC", range(7), Shift(0, 86_400)),
]
SLOW_QUARTERS = [open_quarters(calendar, FIRST, 40 * 96) for calendar in CALENDARS]


def random_case(random: Random) -> tuple[int, list[tuple[int, Mark]]]:
    times = sorted(random.randrange(LENGTH) for _ in range(random.randrange(9)))
    if random.random() < 0.4:  # on edges of the office's hours, where the two ends of a closed night are alike
        times = sorted(9 * 4 + day * 96 + random.choice([0, 32, 40]) for day in (random.randrange(10) for _ in times))
    weights = [5, 4, 4, 3, 1, 1]
    return random.randrange(LENGTH // 2), [(time, random.choices(list(Mark), weights)[0]) for time in times]


def shown(clock: Clock, now: int) -> dict[str, object]:
    """What the slow clock shows, in the words of SlaClocks."""
    if clock.phase == "not started":
        return {"phase": "not started", "due_at": None}
    if clock.due is not None:
        due = clock.due
    elif clock.phase == "paused":
        left, due = clock.target - clock.used, now
        while left > 0 and due < len(clock.quarters):
            left -= clock.quarters[due]
            due += 1
    else:
        due = clock.due_if_left_alone()
    return {
        "phase": clock.phase,
        "started_at": clock.started,
        "stopped_at": clock.stopped,
        "used": clock.used,
        "left": clock.target - clock.used,
        "paused": clock.paused,
        "paused_wall": clock.paused_wall,
        "pauses": clock.pauses,
        "breached_at": clock.due,
        "due_at": due,
    }


@pytest.mark.parametrize("calendar", range(len(CALENDARS)))
@pytest.mark.parametrize("reopening", list(Reopening))
@pytest.mark.parametrize("start_from", list(StartFrom))
@pytest.mark.parametrize("carried", [True, False])
def test_random_clocks_show_what_the_slow_one_shows(calendar, reopening, start_from, carried):
    random = Random(f"{calendar} {reopening} {start_from} {carried}")
    target, now = random.choice([0, 1, 8, 32, 70]), LENGTH + random.randrange(96)
    cases = [random_case(random) for _ in range(40)]
    that = SlaRule(
        "random",
        target * STEP,
        CALENDARS[calendar],
        start_from=start_from,
        pauses_before_start=carried,
        reopening=reopening,
    )
    marks = ClockMarks(
        np.array([row for row, (_, marks) in enumerate(cases) for _ in marks], np.int64),
        np.array([quarter(FIRST, time) for _, marks in cases for time, _ in marks], np.int64),
        np.array([mark for _, marks in cases for _, mark in marks], np.int8),
        np.array([quarter(FIRST, opened) for opened, _ in cases]),
    )
    result = sla_clocks(marks, that, quarter(FIRST, now))
    for row, (opened, case) in enumerate(cases):
        slow = SlowRun(SLOW_QUARTERS[calendar], target, start_from, carried, reopening, opened, case, now).play()
        for name, expected in shown(slow, now).items():
            got = Phase(result.phase[row]).word if name == "phase" else int(getattr(result, name)[row])
            if name.endswith("_at"):
                want = TIME_UNKNOWN if expected is None else quarter(FIRST, int(expected))
            elif name in {"phase", "pauses"}:
                want = expected
            else:
                want = int(expected) * STEP
            assert got == want, (name, row, case, opened, slow)


@pytest.mark.parametrize("seed", range(20))
def test_intervals_in_any_order_are_the_marks_they_stand_for(seed):
    random = Random(seed)
    start, stop, pauses = [], [], []
    for row in range(30):
        start.append(random.randrange(20) * HOUR)
        stop.append(random.choice([TIME_UNKNOWN, random.randrange(60) * HOUR]))
        pauses += [
            (row, begin * HOUR, random.choice([TIME_UNKNOWN, (begin + random.randrange(-1, 20)) * HOUR]))
            for begin in (random.randrange(50) for _ in range(random.randrange(4)))
        ]
    random.shuffle(pauses)
    row, begin, end = (np.array(column, np.int64) for column in zip(*pauses, strict=True))
    now = 70 * HOUR
    marks = marks_of_intervals(np.array(start), np.array(stop), row, begin, end)
    result = sla_clocks(marks, SlaRule("wall", 10 * HOUR), now)
    for case in range(30):
        last = stop[case] // HOUR if stop[case] >= start[case] else 70
        mine = [(b, now if e == TIME_UNKNOWN else e) for r, b, e in pauses if r == case]
        paused = {h for b, e in mine for h in range(b // HOUR, e // HOUR)}
        used = sum(hour not in paused for hour in range(start[case] // HOUR, last))
        assert result.used[case] == used * HOUR
        assert (result.phase[case] == Phase.STOPPED) == (last < 70)


def test_a_pause_from_an_unknown_time_makes_its_clock_unknown():
    row, unknown = np.array([1]), np.array([TIME_UNKNOWN])
    start = np.array([at(TUESDAY.format("09:00"))] * 2)
    marks = marks_of_intervals(start, np.full(2, TIME_UNKNOWN), row, unknown, start[:1] + HOUR)
    result = sla_clocks(marks, rule(), at("2026-11-17T11:00:00Z"))
    assert result.state.tolist() == [ClockState.RUNNING, ClockState.UNKNOWN]


def test_a_case_whose_source_records_no_opening_starts_with_its_first_event():
    kinds = [EventKind.STARTED, EventKind.CLOCK_PAUSED, EventKind.CLOSED, EventKind.OPENED, EventKind.CLOSED]
    times = [at(TUESDAY.format(hour)) for hour in ("09:00", "10:00", "11:00", "09:00", "12:00")]
    events = EventColumns.of({"case": [1, 1, 1, 2, 2], "occurred_at": times, "kind": kinds})
    opened = np.array([times[0], times[3]])
    marks = marks_of(events, rule(), Dictionaries(), opened)
    assert sla_clocks(marks, rule(), NOW).used.tolist() == [HOUR, 3 * HOUR]
    unknown = marks_of(events, rule(), Dictionaries(), np.array([TIME_UNKNOWN, times[3]]))
    assert sla_clocks(unknown, rule(), NOW).state.tolist() == [ClockState.UNKNOWN, ClockState.MET]
