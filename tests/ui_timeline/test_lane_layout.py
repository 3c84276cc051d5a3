"""Lanes, handovers, gaps and the arithmetic of pixels."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QPalette

from bpo_desk.models.dictionaries import Dictionaries, Person, Queue
from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.state.event_filter import EventFilter, LaneOf, events_kept, lane_kinds
from bpo_desk.ui.timeline import lane_layout as lane_layout_module
from bpo_desk.ui.timeline.density import Density, density_image, view_edges
from bpo_desk.ui.timeline.geometry import Geometry, hit
from bpo_desk.ui.timeline.lane_layout import MarkKind, TimelineLayout, completed, lane_layout
from bpo_desk.ui.timeline.lanes import LaneKind
from bpo_desk.ui.timeline.timeline_colours import TimelineColours
from bpo_desk.ui.timeline.work_spans import WorkSpans, work_spans
from tests.ui_case import stories

MINUTE = 60_000_000


def _layout(story_or_file) -> TimelineLayout:  # type: ignore[no-untyped-def]
    file = story_or_file.file() if isinstance(story_or_file, stories.Story) else story_or_file
    return lane_layout(file.events, file.dictionaries, stories.NOW)


def _geometry(layout: TimelineLayout, width: float = 1000.0) -> Geometry:
    return Geometry(
        left=200, top=50, width=width, height=400, line=20, scroll=0, first=layout.first - 1e9, last=layout.last + 1e9
    )


def test_lanes_stand_by_side_then_people_then_queues_by_name() -> None:
    names = [(lane.side, lane.kind, lane.name) for lane in _layout(stories.replaced_card()).lanes]
    assert names == [
        (Side.UNKNOWN, LaneKind.CLOCK, ""),
        (Side.PROVIDER, LaneKind.PERSON, "Ann Berger"),
        (Side.PROVIDER, LaneKind.PERSON, "Ben Okafor"),
        (Side.PROVIDER, LaneKind.PERSON, "Cara Lindqvist"),
        (Side.PROVIDER, LaneKind.QUEUE, "Card intake"),
        (Side.PROVIDER, LaneKind.QUEUE, "Fraud back office"),
        (Side.CLIENT, LaneKind.PERSON, "Dan Petrov"),
        (Side.CLIENT, LaneKind.QUEUE, "Nordbank risk desk"),
        (Side.CUSTOMER, LaneKind.PERSON, "Eve Moreau"),
        (Side.SYSTEM, LaneKind.PERSON, "Mail gateway"),
    ]


def test_work_at_the_same_time_takes_rows_of_its_own() -> None:
    layout = _layout(stories.replaced_card())
    cara = next(lane for lane in layout.lanes if lane.name == "Cara Lindqvist")
    assert cara.rows == 2
    spans = layout.spans
    for line in range(layout.rows):
        on = np.flatnonzero(layout.span_line == line)
        for a in on.tolist():
            for b in on.tolist():
                if a < b and spans.item[a] != spans.item[b]:
                    assert spans.end[a] <= spans.start[b] or spans.end[b] <= spans.start[a]


def test_every_event_of_known_time_has_one_mark_and_the_others_are_counted() -> None:
    file = stories.completions_only()
    layout = _layout(file)
    assert len(layout.marks) == 12
    assert layout.without_time == 1
    assert sorted(layout.marks.row.tolist()) == list(range(1, 13))
    assert layout.mark_of_row[0] == -1
    assert (layout.marks.kind == MarkKind.DONE).all()
    assert len(layout.spans) == 0


def test_a_blank_name_has_a_lane_of_its_own() -> None:
    kinds = {lane.kind for lane in _layout(stories.completions_only()).lanes}
    assert kinds == {LaneKind.PERSON, LaneKind.UNKNOWN}


def test_a_handover_tells_the_wait_until_the_new_hand_works() -> None:
    s = stories.Story()
    ann, ben = s.person("Ann", Side.PROVIDER), s.person("Ben", Side.PROVIDER)
    step = s.step("A")
    s.add(stories.START, K.STARTED, actor=ann, work_item=1, step=step)
    s.add(stories.START + timedelta(minutes=10), K.COMPLETED, actor=ann, work_item=1, step=step)
    s.add(stories.START + timedelta(minutes=15), K.ASSIGNED, actor=ann, holder=ben, work_item=2, step=step)
    s.add(stories.START + timedelta(minutes=70), K.STARTED, actor=ben, work_item=2, step=step)
    s.add(stories.START + timedelta(minutes=80), K.REASSIGNED, actor=ben, holder=ann, work_item=2, step=step)
    made = _layout(s).handovers
    assert made.from_row.tolist() == [1, 3]
    assert made.to_row.tolist() == [2, 4]
    assert made.work_row.tolist() == [3, -1]
    assert made.wait.tolist() == [60 * MINUTE, -1]
    assert made.at_most.tolist() == [False, False]


def test_a_wait_that_includes_the_work_is_said_to_be_at_most() -> None:
    made = _layout(stories.completions_only()).handovers
    assert len(made) > 0
    assert made.at_most.all()


def test_handovers_agree_with_the_state_of_the_case() -> None:
    for make in (stories.replaced_card, stories.completions_only, stories.closed_case):
        file = make()
        known = int((file.events.occurred_at != np.iinfo(np.int64).min).sum())
        assert len(_layout(file).handovers) == int(file.state["handovers"][0]), (make, known)


def test_gaps_are_times_without_work_and_without_events() -> None:
    layout = _layout(stories.replaced_card())
    gaps = layout.gaps
    assert (gaps.end - gaps.start > 60 * MINUTE).all()
    for start, end in zip(gaps.start.tolist(), gaps.end.tolist(), strict=True):
        assert not ((layout.marks.time > start) & (layout.marks.time < end)).any()
        working = layout.spans.kind == 1
        assert not (working & (layout.spans.start < end) & (layout.spans.end > start)).any()


def test_a_pixel_finds_the_event_that_is_painted_there() -> None:
    layout = _layout(stories.replaced_card())
    geometry = _geometry(layout)
    for mark in range(len(layout.marks)):
        x, y = geometry.x(int(layout.marks.time[mark])), geometry.y(int(layout.marks.line[mark]) + 0.5)
        row = hit(layout, geometry, x, y)
        assert row is not None
        found = int(layout.mark_of_row[row])
        assert layout.marks.line[found] == layout.marks.line[mark]
        assert abs(geometry.x(int(layout.marks.time[found])) - x) <= 8
    assert hit(layout, geometry, 100, 60) is None
    assert hit(layout, geometry, geometry.x(layout.last) + 30, geometry.y(5.5)) is None


def test_a_bar_leads_to_the_event_that_began_it() -> None:
    layout = _layout(stories.replaced_card())
    geometry = _geometry(layout)
    longest = int(np.argmax(layout.spans.end - layout.spans.start))
    middle = float(layout.spans.start[longest] + layout.spans.end[longest]) / 2
    assert hit(layout, geometry, geometry.x(middle), geometry.y(int(layout.span_line[longest]) + 0.5)) == int(
        layout.spans.row[longest]
    )


@given(st.floats(0.2, 50), st.floats(0, 1))
@settings(max_examples=100)
def test_zoom_keeps_the_instant_under_the_pointer(factor: float, share: float) -> None:
    bounds = (0.0, 1e13)
    geometry = Geometry(left=100, top=0, width=800, height=100, line=20, scroll=0, first=3e12, last=6e12)
    at = geometry.first + share * (geometry.last - geometry.first)
    zoomed = geometry.zoomed(factor, at, bounds)
    assert bounds[0] - 1 <= zoomed.first < zoomed.last <= bounds[1] + 1
    if zoomed.first > bounds[0] and zoomed.last < bounds[1]:
        assert abs(zoomed.x(at) - geometry.x(at)) < 0.01


def test_no_event_is_dropped_from_the_density_picture(qapp) -> None:  # type: ignore[no-untyped-def]
    layout = _layout(stories.many_events())
    geometry = Geometry(left=0, top=0, width=700, height=400, line=20, scroll=0, first=layout.first, last=layout.last)
    density = Density.of(layout)
    edges = view_edges(geometry)
    counts = density.marks.cells(density.marks.rank(edges))
    assert counts.shape == (layout.rows, 700)
    assert counts.sum() == len(layout.marks)
    colours = TimelineColours.of(QPalette())
    image = density_image(density, geometry, colours)
    cover = density.work.cover(density.work.rank(edges))
    for row in range(layout.rows):
        for x in range(0, 700, 7):
            lit = image.pixelColor(x, row * 20 + 10) != colours.base
            assert lit == bool(counts[row, x] or cover[row, x])


def test_a_view_of_a_part_counts_only_what_it_shows() -> None:
    layout = _layout(stories.many_events())
    middle = (layout.first + layout.last) / 2
    geometry = Geometry(left=0, top=0, width=500, height=400, line=20, scroll=0, first=layout.first, last=middle)
    marks = Density.of(layout).marks
    assert marks.cells(marks.rank(view_edges(geometry))).sum() == int((layout.marks.time <= middle).sum())


def test_a_case_without_any_time_has_an_empty_timeline() -> None:
    layout = _layout(stories.almost_empty())
    assert len(layout.marks) == 0
    assert layout.first < layout.last
    assert layout.without_time == 1


@pytest.mark.parametrize("size", [3, 40, 10_000])
def test_many_cases_are_laid_out_alike_whatever_the_pieces_in_which_they_are_worked_through(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    random = np.random.default_rng(4)
    n, names = 900, Dictionaries()
    names.persons += [Person(f"Agent {i}", Side.PROVIDER if i % 3 else Side.CLIENT) for i in range(1, 20)]
    when = 1_700_000_000_000_000 + random.integers(0, 400, n) * 60_000_000
    when[random.random(n) < 0.05] = TIME_UNKNOWN
    events = EventColumns.of(
        {
            "case": np.sort(random.integers(1, 40, n)),
            "occurred_at": when,
            "kind": random.integers(K.OPENED, K.EXIT_ACCEPTED, n),
            "actor": random.integers(-1, 20, n),
            "holder": random.integers(-1, 20, n),
            "work_item": random.integers(-1, 4, n),
        }
    ).ordered()
    monkeypatch.setattr(lane_layout_module, "_PIECE", size)
    layout = lane_layout(events, names, int(when.max()))
    marks, spans = layout.marks, layout.spans
    assert (marks.time == events.occurred_at[marks.row]).all()
    assert (marks.time[1:] >= marks.time[:-1]).all()
    assert (
        np.flatnonzero(layout.mark_of_row < 0).tolist() == np.flatnonzero(events.occurred_at == TIME_UNKNOWN).tolist()
    )
    assert (layout.mark_of_row[marks.row] == np.arange(len(marks))).all()
    whole = work_spans(events, layout.now)
    assert all((getattr(spans, name) == getattr(whole, name)).all() for name in WorkSpans.__slots__)
    assert (spans.start == events.occurred_at[spans.row]).all()
    names_of_lines = {lane.top: lane.name for lane in layout.lanes}
    named = np.flatnonzero((events.actor[marks.row] > 0) & (events.work_item[marks.row] < 0))
    for mark in named.tolist():
        assert names_of_lines[int(marks.line[mark])] == names.persons[int(events.actor[marks.row[mark]])].name


def test_marks_of_the_clock_stand_in_its_lane_and_need_no_other() -> None:
    s = stories.Story()
    ann = s.person("Ann Berger", Side.PROVIDER)
    s.add(stories.START, K.OPENED, actor=ann)
    s.add(stories.START + timedelta(hours=1), K.CLOCK_PAUSED, side=int(Side.CUSTOMER))
    s.add(stories.START + timedelta(hours=5), K.CLOCK_RESUMED)
    layout = _layout(s)
    assert [(lane.kind, lane.name) for lane in layout.lanes] == [(LaneKind.CLOCK, ""), (LaneKind.PERSON, "Ann Berger")]
    assert layout.marks.line.tolist() == [1, 0, 0]


def test_marks_of_the_clock_need_no_lane_of_their_own_where_the_clock_has_one() -> None:
    story = stories.Story()
    ann = story.person("Ann")
    story.add(stories.START, K.STARTED, actor=ann, work_item=1)
    story.add(stories.START + timedelta(hours=1), K.CLOCK_PAUSED, side=Side.CUSTOMER)
    story.add(stories.START + timedelta(hours=2), K.CLOCK_RESUMED)
    story.add(stories.START + timedelta(hours=3), K.COMPLETED, actor=ann, work_item=1)
    assert [lane.kind for lane in _layout(story).lanes] == [LaneKind.CLOCK, LaneKind.PERSON]


@pytest.mark.parametrize("file", [stories.replaced_card(), stories.completions_only(), stories.long_texts()])
def test_the_filter_knows_the_kind_of_lane_of_every_event(file) -> None:  # type: ignore[no-untyped-def]
    layout = _layout(file)
    words = {LaneKind.CLOCK: LaneOf.CLOCK, LaneKind.PERSON: LaneOf.PERSON, LaneKind.QUEUE: LaneOf.QUEUE,
             LaneKind.UNNAMED: LaneOf.NOBODY, LaneKind.UNKNOWN: LaneOf.UNKNOWN}  # fmt: skip
    kind_of = {line: lane.kind for lane in layout.lanes for line in range(lane.top, lane.top + lane.rows)}
    found = lane_kinds(file.events)
    for row, line in zip(layout.marks.row.tolist(), layout.marks.line.tolist(), strict=True):
        assert list(LaneOf)[found[row]] is words[kind_of[line]]
    wanted = EventFilter(lanes=frozenset({LaneOf.QUEUE, LaneOf.CLOCK}))
    kept = events_kept(wanted, file.events, file.dictionaries)
    of = [list(LaneOf)[kind] in wanted.lanes for kind in found.tolist()]
    assert kept.tolist() == of


def _team(items: int, people: int, seed: int = 5) -> tuple[EventColumns, Dictionaries]:
    """Work assigned, started and completed by people in turns, four items a case; queues that only hold work."""
    random = np.random.default_rng(seed)
    names = Dictionaries()
    names.persons += [Person(f"Agent {i:03}", Side.PROVIDER if i % 5 else Side.CLIENT) for i in range(1, people + 1)]
    names.queues += [Queue(f"Queue {i}", Side.PROVIDER) for i in range(1, 4)]
    who, n = np.repeat(random.integers(1, people + 1, items), 3), items * 3
    kinds = np.tile([int(K.SCHEDULED), int(K.STARTED), int(K.COMPLETED)], items)
    begins = np.tile(np.arange(3), items) == 0
    columns = {
        "case": np.repeat(np.arange(items) // 4, 3),
        "occurred_at": np.repeat(random.integers(0, 10**12, items), 3) + np.tile([0, 30, 90], items) * MINUTE,
        "kind": kinds,
        "side": np.where(begins, 0, 1),
        # Who schedules is a customer; the work lies in a queue that no event is about but this.
        "actor": np.where(begins, -1, who),
        "queue": np.where(begins, random.integers(1, 4, n), -1),
        "work_item": np.repeat(np.arange(items) % 4 + 1, 3),
    }
    return EventColumns.of(columns).ordered(), names


@pytest.mark.parametrize("items", [40, 2_000, 4_000])
def test_a_sketch_of_many_cases_has_the_marks_and_completed_it_is_the_whole(items: int) -> None:
    events, names = _team(items, 40)
    now = int(events.occurred_at.max()) + MINUTE
    whole, sketch = lane_layout(events, names, now), lane_layout(events, names, now, sketch=True)
    assert (sketch.marks.row == whole.marks.row).all()
    assert (len(sketch.spans), len(sketch.handovers)) == (0, 0)
    assert (len(whole.spans), len(whole.handovers)) != (0, 0)
    _assert_same(completed(sketch, events, names), whole)


def test_completing_a_sketch_makes_room_for_lanes_that_only_hold_work() -> None:
    events, names = _team(4_000, 12)
    # Of a lane with work and no event: who was assigned long ago is taken from the later events of an item.
    noted = np.flatnonzero(events.kind == K.SCHEDULED)[::50]
    events.queue[noted], events.side[noted] = -1, int(Side.THIRD_PARTY)
    events.actor[noted] = 1
    now = int(events.occurred_at.max()) + MINUTE
    whole, sketch = lane_layout(events, names, now), lane_layout(events, names, now, sketch=True)
    assert len(sketch.lanes) < len(whole.lanes)
    _assert_same(completed(sketch, events, names), whole)


def _assert_same(layout: TimelineLayout, other: TimelineLayout) -> None:
    assert layout.lanes == other.lanes
    assert (layout.rows, layout.first, layout.last) == (other.rows, other.first, other.last)
    assert (layout.mark_kinds, layout.span_kinds, layout.is_sketch) == (other.mark_kinds, other.span_kinds, False)
    for ours, theirs in ((layout.spans, other.spans), (layout.marks, other.marks), (layout.handovers, other.handovers)):
        for name in type(ours).__slots__:
            assert (getattr(ours, name) == getattr(theirs, name)).all(), name
    assert (layout.span_line == other.span_line).all()


def test_where_so_many_marks_stand_in_view_that_bars_are_not_drawn_a_sketch_looks_like_the_whole() -> None:
    events, names = _team(36_000, 60)
    now = int(events.occurred_at.max()) + MINUTE
    sketch = lane_layout(events, names, now, sketch=True)
    whole = completed(sketch, events, names)
    geometry = Geometry(0, 0, 900, 600, 5, 0, whole.first - 1e9, whole.last + 1e9)
    colours = TimelineColours.of(QPalette())
    assert density_image(Density.of(sketch), geometry, colours) == density_image(Density.of(whole), geometry, colours)
