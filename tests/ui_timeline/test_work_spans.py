"""Spans of work items against a slow fold, one event at a time."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.lifecycle import TARGET_STATE, WorkItemState
from bpo_desk.ui.timeline.work_spans import SpanKind, clock_pauses, work_spans

HORIZON = 1_000
_KINDS = [*TARGET_STATE, K.NOTED]
_SPAN = {
    WorkItemState.READY: SpanKind.WAITING,
    WorkItemState.ASSIGNED: SpanKind.WAITING,
    WorkItemState.IN_PROGRESS: SpanKind.WORK,
    WorkItemState.SUSPENDED: SpanKind.SUSPENDED,
}


def _slow(events: EventColumns) -> list[tuple[int, ...]]:
    """(start, end, kind, person, queue, row) of every span, by folding each work item."""
    found = []
    for item in sorted(set(events.work_item.tolist()) - {NONE}):
        rows = [r for r in range(len(events)) if events.work_item[r] == item]
        state, person, queue = WorkItemState.NOT_STARTED, NONE, NONE
        for i, row in enumerate(rows):
            kind = K(int(events.kind[row]))
            keeps = kind in (K.ASSIGNED, K.REASSIGNED) and state in (
                WorkItemState.IN_PROGRESS,
                WorkItemState.SUSPENDED,
            )
            if kind in TARGET_STATE and not keeps:
                state = TARGET_STATE[kind]
            if events.holder[row] != NONE or events.queue[row] != NONE:
                person, queue = int(events.holder[row]), int(events.queue[row])
            elif kind in (K.STARTED, K.RESUMED, K.COMPLETED) and events.actor[row] > 0:
                person, queue = int(events.actor[row]), NONE
            start = int(events.occurred_at[row])
            end = int(events.occurred_at[rows[i + 1]]) if i + 1 < len(rows) else HORIZON
            if state in _SPAN and start != TIME_UNKNOWN and end > start:
                found.append((start, end, int(_SPAN[state]), person, queue, row))
    return found


@st.composite
def _events(draw) -> EventColumns:  # type: ignore[no-untyped-def]
    n = draw(st.integers(0, 14))
    people = st.sampled_from([NONE, 0, 1, 2])
    return EventColumns.of(
        {
            "case": [1] * n,
            "occurred_at": sorted(draw(st.sampled_from([TIME_UNKNOWN, *range(0, 90, 10)])) for _ in range(n)),
            "source_seq": list(range(n)),
            "kind": [int(draw(st.sampled_from(_KINDS))) for _ in range(n)],
            "work_item": [draw(st.sampled_from([NONE, 1, 2, 3])) for _ in range(n)],
            "actor": [draw(people) for _ in range(n)],
            "holder": [draw(people) for _ in range(n)],
            "queue": [draw(people) for _ in range(n)],
        },
        n,
    )


@given(_events())
@settings(max_examples=300)
def test_spans_are_the_fold_of_the_lifecycle(events: EventColumns) -> None:
    made = work_spans(events, HORIZON)
    got = list(
        zip(*(getattr(made, name).tolist() for name in ("start", "end", "kind", "person", "queue", "row")), strict=True)
    )
    assert sorted(got) == sorted(_slow(events))
    assert (made.end > made.start).all()


def test_only_what_has_not_ended_runs() -> None:
    events = EventColumns.of(
        {
            "case": [1, 1, 1],
            "occurred_at": [10, 20, 30],
            "kind": [K.STARTED, K.COMPLETED, K.STARTED],
            "work_item": [1, 1, 2],
        }
    )
    made = work_spans(events, HORIZON)
    assert made.running.tolist() == [False, True]
    assert made.end.tolist() == [20, HORIZON]


def test_a_pause_lasts_until_the_clock_resumes_or_the_case_ends() -> None:
    kinds = [K.CLOCK_PAUSED, K.CLOCK_RESUMED, K.CLOCK_PAUSED, K.CLOSED, K.REOPENED, K.CLOCK_PAUSED]
    events = EventColumns.of(
        {"case": [1] * 6, "occurred_at": np.arange(6) * 10, "kind": kinds, "side": [3, 0, 2, 0, 0, 3]}
    )
    made = clock_pauses(events, HORIZON)
    assert list(zip(made.start.tolist(), made.end.tolist(), made.side.tolist(), strict=True)) == [
        (0, 10, 3),
        (20, 30, 2),
        (50, HORIZON, 3),
    ]
    assert made.running.tolist() == [False, False, True]
