"""The part of a timeline in a period: what lies in it is there, cut at its borders, and nothing else."""

from datetime import timedelta

import numpy as np
import pytest

from bpo_desk.models.times import to_micros
from bpo_desk.ui.timeline.lane_layout import TimelineLayout, lane_layout
from bpo_desk.ui.timeline.period_layout import in_period
from tests.ui_case import stories

FROM, UNTIL = (to_micros(stories.START + timedelta(days=days)) for days in (2, 6))


@pytest.fixture(scope="module")
def whole() -> TimelineLayout:
    file = stories.replaced_card()
    return lane_layout(file.events, file.dictionaries, stories.NOW)


def test_marks_of_the_period_keep_their_events_and_lanes(whole: TimelineLayout) -> None:
    part = in_period(whole, FROM, UNTIL)
    times = whole.marks.time
    wanted = np.flatnonzero((times >= FROM) & (times < UNTIL))
    assert 0 < len(wanted) < len(times)
    assert part.marks.row.tolist() == whole.marks.row[wanted].tolist()
    assert _lane_names(part, part.marks.line) == _lane_names(whole, whole.marks.line[wanted])
    assert part.mark_of_row[part.marks.row].tolist() == list(range(len(wanted)))
    assert int((part.mark_of_row >= 0).sum()) == len(wanted)


def test_bars_and_pauses_are_cut_at_the_borders(whole: TimelineLayout) -> None:
    part = in_period(whole, FROM, UNTIL)
    for pieces, before in ((part.spans, whole.spans), (part.pauses, whole.pauses)):
        assert len(pieces) > 0
        assert (pieces.start >= FROM).all()
        assert (pieces.end <= UNTIL).all()
        through = np.minimum(before.end, UNTIL) - np.maximum(before.start, FROM)
        assert int((pieces.end - pieces.start).sum()) == int(through[through > 0].sum())


def test_lanes_that_nothing_in_the_period_needs_are_left_out(whole: TimelineLayout) -> None:
    part = in_period(whole, FROM, UNTIL)
    assert 0 < len(part.lanes) < len(whole.lanes)
    used = {*part.marks.line.tolist(), *part.span_line.tolist()}
    for lane in part.lanes:
        assert lane.name == "" or used & set(range(lane.top, lane.top + lane.rows))
    assert part.rows == sum(lane.rows for lane in part.lanes)


def test_handovers_have_both_ends_in_the_period(whole: TimelineLayout) -> None:
    part = in_period(whole, FROM, UNTIL)
    hand = part.handovers
    assert 0 < len(hand) < len(whole.handovers)
    assert (part.mark_of_row[hand.from_row] >= 0).all()
    assert (part.mark_of_row[hand.to_row] >= 0).all()
    ended = hand.wait >= 0
    assert (part.mark_of_row[hand.work_row[ended]] >= 0).all()


def _lane_names(layout: TimelineLayout, lines: np.ndarray) -> list[str]:
    of = {line: lane.name for lane in layout.lanes for line in range(lane.top, lane.top + lane.rows)}
    return [of[line] for line in lines.tolist()]
