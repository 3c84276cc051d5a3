"""Axes from which time is taken: places, instants and what is drawn of them."""

from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.measures.calendar import Shift, weekly_calendar
from bpo_desk.measures.open_hours import OpenHours
from bpo_desk.models.times import to_micros
from bpo_desk.ui.timeline.axis_kinds import AxisKind, axis_of, closed_between
from bpo_desk.ui.timeline.folded_time import FoldedTime, on_axis
from bpo_desk.ui.timeline.kept_events import kept_events
from bpo_desk.ui.timeline.lane_layout import HOUR, lane_layout
from bpo_desk.ui.timeline.time_axis import relative_ticks
from tests.ui_case import stories

OFFICE = OpenHours(weekly_calendar("Office", "Europe/Berlin", range(5), Shift(9 * 3600, 17 * 3600)))
FILE = stories.replaced_card()
LAYOUT = lane_layout(FILE.events, FILE.dictionaries, stories.NOW)

_folds = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=6)


@given(_folds, st.integers(-10, 120), st.integers(-10, 120))
def test_a_length_on_the_axis_is_the_time_that_is_not_folded(
    folds: list[tuple[int, int]], first: int, second: int
) -> None:
    at, start, end = 0, [], []
    for gap, length in folds:
        start.append(at + gap)
        at += gap + length
        end.append(at)
    axis = FoldedTime.of(np.array(start, np.int64), np.array(end, np.int64))
    low, high = min(first, second), max(first, second)
    left = sum(1 for t in range(low, high) if not any(a <= t < b for a, b in zip(start, end, strict=True)))
    assert axis.place(high) - axis.place(low) == left
    inside = any(a <= first < b for a, b in zip(start, end, strict=True))
    assert (axis.instant(axis.place(first)) == first) != inside


def test_on_the_business_axis_lengths_are_open_time_over_the_change_of_the_clocks() -> None:
    closed = closed_between(OFFICE, LAYOUT.first, LAYOUT.last)
    axis = axis_of(AxisKind.BUSINESS, LAYOUT, closed)
    friday = to_micros(stories.START.replace(hour=6) + timedelta(days=4))
    tuesday = friday + 4 * 24 * HOUR  # the clocks go back on the Sunday between
    open_time = int(OFFICE.open_time([friday], [tuesday])[0])
    assert axis.place(tuesday) - axis.place(friday) == open_time
    drawn = on_axis(LAYOUT, axis)
    assert len(drawn.marks) == len(LAYOUT.marks)
    assert (np.diff(drawn.marks.time) >= 0).all()
    waits = drawn.handovers.wait
    over = LAYOUT.handovers.wait >= 0
    begun = LAYOUT.handovers.start[over] + LAYOUT.handovers.wait[over]
    assert (waits[over] == OFFICE.open_time(LAYOUT.handovers.start[over], begun)).all()


def test_long_gaps_are_folded_and_short_ones_are_not() -> None:
    nothing = np.zeros(0, np.int64)
    axis = axis_of(AxisKind.BROKEN, LAYOUT, (nothing, nothing))
    lengths = LAYOUT.gaps.end - LAYOUT.gaps.start
    kept = (LAYOUT.last - LAYOUT.first) // 100
    assert len(axis.start) == (lengths > 4 * kept).sum() > 0
    drawn = on_axis(LAYOUT, axis).gaps
    on = drawn.end - drawn.start
    assert (on[lengths > 4 * kept] <= kept).all()
    assert (on[lengths <= 4 * kept] == lengths[lengths <= 4 * kept]).all()


def test_relative_ticks_count_from_their_instant() -> None:
    found = relative_ticks(0, 10 * HOUR, 1000, 4 * HOUR, "T0", 100)
    assert [tick.text for tick in found.ticks] == [
        "T-4 h", "T-3 h", "T-2 h", "T-1 h", "T0", "T+1 h", "T+2 h", "T+3 h", "T+4 h", "T+5 h", "T+6 h",
    ]  # fmt: skip
    assert [tick.micros // HOUR for tick in found.ticks] == list(range(11))


def test_a_filtered_timeline_has_the_marks_of_its_events_and_only_the_lanes_they_need() -> None:
    shown = FILE.events.kind == 50
    kept = kept_events(LAYOUT, shown)
    assert kept.marks.row.tolist() == np.flatnonzero(shown).tolist()
    assert [lane.name for lane in kept.lanes] == ["Dan Petrov"]
    assert kept.rows == 1
    assert kept.mark_of_row[np.flatnonzero(shown)].tolist() == list(range(int(shown.sum())))
    assert not len(kept.handovers)
    without_starts = kept_events(LAYOUT, FILE.events.kind != 23)
    assert (
        without_starts.handovers.wait[np.isin(FILE.events.kind[without_starts.handovers.work_row], [23])] == -1
    ).all()
    everything = kept_events(LAYOUT, np.ones(len(FILE.events), dtype=bool))
    assert everything.lanes == LAYOUT.lanes
    assert (everything.marks.line == LAYOUT.marks.line).all()
