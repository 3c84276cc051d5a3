"""The steps that one case took, loops as steps of their own, and two cases aligned step by step. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.process.visits import visit_rows
from bpo_desk.state.work_items import WorkItemColumns


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One visit of one step: `row` the event with which the case reached it, `step` its code, `nth` the how-manieth
    visit of that step (from 1); in microseconds UTC `began_at` (work started, else the first event) and `ended_at`
    (TIME_UNKNOWN while it is open, or where nobody said). `person`, `queue`: who had it last."""

    row: int
    step: int
    nth: int
    began_at: int
    ended_at: int
    person: int
    queue: int


def case_steps(events: EventColumns, items: WorkItemColumns) -> tuple[CaseStep, ...]:
    """The visits of the ordered events of one case, in order; `items` are its work items, ad-hoc tasks are no steps of
    the process. An event about a step without a work item is a visit of no length where it tells of a completion, else
    one without a known end."""
    rows = visit_rows(events)
    place = {item: i for i, item in enumerate(items["work_item"].tolist())}
    started, first, ended, person, queue = (
        items[name].tolist() for name in ("started_at", "first_at", "ended_at", "person", "queue")
    )
    seen: dict[int, int] = {}
    found = []
    for row, step, item in zip(rows.tolist(), events.step[rows].tolist(), events.work_item[rows].tolist(), strict=True):
        seen[step] = nth = seen.get(step, 0) + 1
        at = place.get(item, NONE) if item > 0 else NONE
        if at == NONE:
            when = int(events.occurred_at[row])
            over = when if events.kind[row] == EventKind.COMPLETED else TIME_UNKNOWN
            found.append(CaseStep(row, step, nth, when, over, int(events.actor[row]), NONE))
            continue
        began = started[at] if started[at] != TIME_UNKNOWN else first[at]
        found.append(CaseStep(row, step, nth, began, ended[at], person[at], queue[at]))
    return tuple(found)


def step_at(steps: Sequence[CaseStep], upto: int) -> CaseStep | None:
    """The step that the case had reached last after its first `upto` events; None before the first."""
    reached = [step for step in steps if step.row < upto]
    return reached[-1] if reached else None


@dataclass(frozen=True, slots=True)
class Aligned:
    """One line of two sequences side by side: the places in both, NONE where one has nothing. `moved`: both have it,
    but in another order among the rest."""

    left: int
    right: int
    moved: bool = False


def align(left: Sequence[Hashable], right: Sequence[Hashable]) -> tuple[Aligned, ...]:
    """Two sequences side by side, each in its order: what both have stands on one line, the n-th occurrence beside the
    n-th. As many as possible keep their order (longest common subsequence of the occurrences); what both have in
    another order stands at its place on the left and is marked."""
    ours, theirs = _numbered(left), _numbered(right)
    where = {key: place for place, key in enumerate(theirs)}
    common = [(place, where[key]) for place, key in enumerate(ours) if key in where]
    anchors = [common[i] for i in _longest_rising([other for _, other in common])]
    paired = dict(common)
    taken = set(paired.values())
    lines: list[Aligned] = []
    at_left = at_right = 0
    for one, other in [*anchors, (len(ours), len(theirs))]:
        lines += [Aligned(i, paired.get(i, NONE), i in paired) for i in range(at_left, one)]
        lines += [Aligned(NONE, j) for j in range(at_right, other) if j not in taken]
        if one < len(ours):
            lines.append(Aligned(one, other))
        at_left, at_right = one + 1, other + 1
    return tuple(lines)


def _numbered(keys: Sequence[Hashable]) -> list[tuple[Hashable, int]]:
    """Each key with its how-manieth occurrence, so that all are different."""
    seen: dict[Hashable, int] = {}
    out = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        out.append((key, seen[key]))
    return out


def _longest_rising(values: Sequence[int]) -> list[int]:
    """Places of a longest strictly rising subsequence of different values (patience sorting)."""
    tops: list[int] = []  # smallest last value of a rising run of each length
    ends: list[int] = []  # its place
    before = np.full(len(values), NONE, dtype=np.int64)
    for place, value in enumerate(values):
        length = bisect_left(tops, value)
        before[place] = ends[length - 1] if length else NONE
        tops[length : length + 1] = [value]
        ends[length : length + 1] = [place]
    return _walk_back(before, ends[-1] if ends else NONE)


def _walk_back(before: NDArray[np.int64], place: int) -> list[int]:
    out = []
    while place != NONE:
        out.append(place)
        place = int(before[place])
    return out[::-1]
