"""Stretches of time say at every instant what `states` says as of that instant, and cover each case without a gap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.measures.calendar import Shift, weekly_calendar
from bpo_desk.measures.explained_time import Cause, Stretches, explain, handover_figures, paused_for
from bpo_desk.measures.open_hours import open_hours
from bpo_desk.models.capability import Capability
from bpo_desk.models.case_columns import CaseColumns, CaseStatus, HolderKind, WaitingFor
from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.lifecycle import WorkItemState
from bpo_desk.models.sides import Side
from bpo_desk.state import StateContext, states, work_items
from bpo_desk.state.stretches import hand_signs, stretches
from tests.state.nasty_events import DICTIONARIES, HOUR, any_events, columns

CONTEXT = StateContext.of(DICTIONARIES)
UNTIL = 8 * HOUR
NIGHTS = open_hours(weekly_calendar("hours", "UTC", range(7), Shift(1800, 5400), Shift(9000, 18_000)))
WAITS_FOR_SIDE = {
    Side.PROVIDER: WaitingFor.WORK,
    Side.CLIENT: WaitingFor.CLIENT,
    Side.CUSTOMER: WaitingFor.CUSTOMER,
    Side.THIRD_PARTY: WaitingFor.THIRD_PARTY,
    Side.SYSTEM: WaitingFor.TIMER,
    Side.UNKNOWN: WaitingFor.UNKNOWN,
}


def waits_for(cause: Cause) -> WaitingFor:
    """What a case is said to wait for, in the words of the work queue."""
    if cause is Cause.OVER:
        return WaitingFor.NOTHING
    if cause is Cause.NOBODY:
        return WaitingFor.NOBODY
    if cause is Cause.SIDE_UNKNOWN:
        return WaitingFor.WORK
    return WAITS_FOR_SIDE[Side(cause - Cause.PAUSED_UNKNOWN if cause.is_pause else cause)]


def check_instant(cause: Cause, person: int, queue: int, now: CaseColumns, row: int) -> None:
    assert waits_for(cause) == now["waiting_for"][row]
    if cause is Cause.OVER:
        assert now["status"][row] >= CaseStatus.CLOSED
        return
    if now["paused_since"][row] != TIME_UNKNOWN:
        assert cause.is_pause
    if cause.is_pause:
        assert now["pauses"][row] > 0
        assert cause == paused_for(Side(now["pause_side"][row]))
    if cause is Cause.SIDE_UNKNOWN:
        assert now["holder_side"][row] == Side.UNKNOWN
        assert now["holder_kind"][row] in {HolderKind.PERSON, HolderKind.QUEUE}
    if now["holder_kind"][row] in {HolderKind.PERSON, HolderKind.QUEUE}:
        assert (person, queue) == (now["holder"][row], now["holder_queue"][row])


@given(any_events)
def test_every_stretch_says_what_states_say_as_of_its_beginning(events):
    ordered = columns(events).ordered()
    result = stretches(ordered, CONTEXT, UNTIL)
    for instant in sorted({int(t) for t in result.start}):
        now = states(ordered.as_of(instant), CONTEXT)
        items = work_items(ordered.as_of(instant), CONTEXT)
        for at in np.flatnonzero((result.start <= instant) & (instant < result.end)):
            case = int(result.case[result.row[at]])
            row = now.row_of(case)
            assert row is not None
            cause = Cause(result.cause[at])
            check_instant(cause, int(result.person[at]), int(result.queue[at]), now, row)
            busy = (items["case"] == case) & (items["state"] == WorkItemState.IN_PROGRESS)
            assert result.working[at] == busy.sum()


@given(any_events)
def test_the_window_of_a_case_is_its_opening_to_its_end_or_now(events):
    ordered = columns(events).ordered()
    result = stretches(ordered, CONTEXT, UNTIL)
    now = states(ordered.as_of(UNTIL), CONTEXT)
    assert result.case.tolist() == now["case"].tolist()
    for row in range(len(result)):
        opened, closed = int(now["opened_at"][row]), int(now["closed_at"][row])
        over = now["status"][row] >= CaseStatus.CLOSED
        assert result.ended[row] == over
        if opened == TIME_UNKNOWN or (over and closed == TIME_UNKNOWN):
            assert result.opened_at[row] == result.until[row] == TIME_UNKNOWN
        else:
            assert result.opened_at[row] == opened
            assert result.until[row] == (max(closed, opened) if over else UNTIL)


def check_cover(result: Stretches) -> None:
    for row in range(len(result)):
        mine = result.row == row
        if result.opened_at[row] == TIME_UNKNOWN:
            assert not mine.any()
            continue
        starts, ends = result.start[mine].tolist(), result.end[mine].tolist()
        assert [int(result.opened_at[row]), *ends] == [*starts, int(result.until[row])]
        assert all(end > start for start, end in zip(starts, ends, strict=True))


@given(any_events, st.sampled_from([None, NIGHTS]))
def test_parts_sum_exactly_to_the_elapsed_time(events, hours):
    result = stretches(columns(events).ordered(), CONTEXT, UNTIL)
    check_cover(result)
    explained = explain(result, hours)
    for row in range(len(explained)):
        total = sum(amount for _, amount in explained.parts_of(row))
        assert total == (0 if explained.elapsed[row] == TIME_UNKNOWN else explained.elapsed[row])


@given(any_events)
def test_cutting_at_closed_hours_changes_no_sum(events):
    result = stretches(columns(events).ordered(), CONTEXT, UNTIL)
    cut = result.with_closed_hours(NIGHTS)
    check_cover(cut)
    whole, pieces = explain(result, NIGHTS), explain(cut)
    np.testing.assert_array_equal(pieces.parts, whole.parts)
    for start, end, cause in zip(cut.start, cut.end, cut.cause, strict=True):
        if cause != Cause.OVER:
            assert NIGHTS.open_time(start, end) == (0 if cause == Cause.CLOSED_HOURS else end - start)


@given(any_events)
def test_all_cases_together_are_each_case_alone(events):
    ordered = columns(events).ordered()
    together = stretches(ordered, CONTEXT, UNTIL)
    for row, case in enumerate(together.case.tolist()):
        alone = stretches(ordered.take(ordered.case == case), CONTEXT, UNTIL)
        one = together.of(row)
        for name in Stretches.__slots__:
            np.testing.assert_array_equal(getattr(one, name), getattr(alone, name), err_msg=name)


def told(*rows: tuple[int, K, dict[str, int]]) -> Stretches:
    """The stretches of one case from (hour, kind, other columns) until hour 8; its source records everything."""
    events = [
        {"case": 1, "occurred_at": hour * HOUR, "kind": int(kind), "source": 2, "id_lo": place, **also}
        for place, (hour, kind, also) in enumerate(rows)
    ]
    names = sorted({name for event in events for name in event})
    absent = {"side": 0}
    given = {name: [event.get(name, absent.get(name, NONE)) for event in events] for name in names}
    return stretches(EventColumns.of(given).ordered(), CONTEXT, UNTIL)


PROVIDER, CLIENT = 2, 3  # persons of nasty_events: one a side, code = side + 1
ITEM = {"work_item": 1, "step": 1}


def parts(result: Stretches) -> list[tuple[int, int, Cause]]:
    return [
        (start // HOUR, end // HOUR, Cause(cause))
        for start, end, cause in zip(result.start.tolist(), result.end.tolist(), result.cause.tolist(), strict=True)
    ]


def test_a_case_is_explained_from_hand_to_hand_through_a_pause_to_its_end():
    result = told(
        (0, K.OPENED, {}),
        (1, K.STARTED, {**ITEM, "holder": PROVIDER}),
        (2, K.CLOCK_PAUSED, {"side": int(Side.CUSTOMER)}),
        (4, K.CLOCK_RESUMED, {}),
        (5, K.REASSIGNED, {**ITEM, "holder": CLIENT}),
        (6, K.COMPLETED, ITEM),
        (7, K.CLOSED, {}),
    )
    assert parts(result) == [
        (0, 1, Cause.NOBODY),
        (1, 2, Cause.PROVIDER),
        (2, 4, Cause.PAUSED_CUSTOMER),
        (4, 5, Cause.PROVIDER),
        (5, 6, Cause.CLIENT),
        (6, 7, Cause.NOBODY),
    ]
    explained = explain(result)
    assert explained.elapsed.tolist() == [7 * HOUR]
    assert explained.paused.tolist() == [2 * HOUR]
    assert explained.part(paused_for(Side.CUSTOMER)).tolist() == [2 * HOUR]
    assert explained.touch.tolist() == [5 * HOUR]
    assert explained.waiting.tolist() == [2 * HOUR]


def test_two_items_in_progress_at_once_are_touched_once_and_cost_double_effort():
    other = {"work_item": 2, "step": 2}
    result = told(
        (0, K.OPENED, {}),
        (1, K.STARTED, {**ITEM, "actor": PROVIDER}),
        (2, K.STARTED, {**other, "actor": CLIENT}),
        (3, K.COMPLETED, {**ITEM, "actor": PROVIDER}),
        (4, K.COMPLETED, {**other, "actor": CLIENT}),
    )
    assert [length for *length, cause in parts(result) if cause is Cause.CLIENT] == [[2, 3], [3, 4]]
    assert result.working.tolist() == [0, 1, 2, 1, 0]
    explained = explain(result)
    assert explained.touch.tolist() == [3 * HOUR]
    assert explained.effort.tolist() == [4 * HOUR]


def test_the_time_between_closing_and_reopening_is_over():
    result = told((0, K.OPENED, {}), (1, K.CLOSED, {}), (4, K.REOPENED, {}), (6, K.CLOSED, {}))
    assert parts(result) == [(0, 1, Cause.NOBODY), (1, 4, Cause.OVER), (4, 6, Cause.NOBODY)]
    assert explain(result).business.tolist() == [3 * HOUR]


def test_a_source_of_completions_only_cannot_tell_who_has_it_or_how_long_it_was_worked_on():
    events = EventColumns.of(
        {
            "case": [1, 1],
            "occurred_at": [0, HOUR],
            "kind": [K.COMPLETED, K.COMPLETED],
            "work_item": [1, 2],
            "actor": [PROVIDER, CLIENT],
            "source": [1, 1],
        }
    )
    assert not DICTIONARIES.sources[1].capability & Capability.START_TIMES
    explained = explain(stretches(events, CONTEXT, UNTIL))
    assert explained.parts_of(0) == [(Cause.UNKNOWN, 8 * HOUR)]
    assert explained.starts_known.tolist() == explained.end_known.tolist() == [False]
    assert explained.touch.tolist() == explained.waiting.tolist() == explained.effort.tolist() == [TIME_UNKNOWN]


def test_a_case_without_a_known_time_has_no_elapsed_time():
    events = EventColumns.of({"case": [1], "kind": [K.OPENED]})
    explained = explain(stretches(events, CONTEXT, UNTIL), NIGHTS)
    assert explained.elapsed.tolist() == [TIME_UNKNOWN]
    assert explained.parts_of(0) == []


def test_time_beyond_the_years_of_the_calendar_is_unknown_and_still_sums():
    early, late = -80 * 365 * 24 * HOUR, 300 * 365 * 24 * HOUR
    events = EventColumns.of(
        {"case": [1, 1], "occurred_at": [early, 0], "kind": [K.OPENED, K.LINKED], "source": [2, 2]}
    )
    result = stretches(events, CONTEXT, late)
    for explained in (explain(result, NIGHTS), explain(result.with_closed_hours(NIGHTS))):
        assert explained.parts_of(0) == [(Cause.UNKNOWN, late - early)]


def test_no_events_are_no_cases():
    assert len(explain(stretches(EventColumns.empty(), CONTEXT, UNTIL), NIGHTS)) == 0


def test_events_out_of_order_are_refused():
    events = EventColumns.of({"case": [1, 1], "occurred_at": [5, 1], "kind": [1, 7]})
    with pytest.raises(ValueError, match="order"):
        stretches(events, CONTEXT, UNTIL)
    with pytest.raises(ValueError, match="order"):
        hand_signs(events, CONTEXT)


@given(any_events)
def test_handovers_without_systems_are_the_changes_of_hand_that_states_count(events):
    ordered = columns(events).ordered()
    no_systems = ordered.take(~np.isin(ordered.actor, [6]) & ~np.isin(ordered.holder, [6]))
    if not len(no_systems):
        return
    signs = hand_signs(no_systems, CONTEXT)
    now = states(no_systems, CONTEXT)
    figures = handover_figures(len(now), signs.row, signs.at, signs.hand, signs.side)
    np.testing.assert_array_equal(figures.persons, now["handovers"])
