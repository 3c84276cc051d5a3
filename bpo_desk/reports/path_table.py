"""The path of a case as rows: each step in the order in which it was reached, with who, how long, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.lifecycle import WorkItemState
from bpo_desk.process.visits import visit_rows
from bpo_desk.state.context import StateContext
from bpo_desk.state.work_items import WorkItemColumns, work_items

_ENDS = {
    EventKind.COMPLETED: "completed",
    EventKind.SKIPPED: "skipped",
    EventKind.WITHDRAWN: "withdrawn",
    EventKind.ABORTED: "aborted",
}


@dataclass(frozen=True, slots=True)
class PathStep:
    """One visit of a step, or one ad-hoc task. `numbers` is its number on the diagram, 0 where the diagram lacks it;
    `row` its first event. Times and amounts in microseconds, TIME_UNKNOWN where the source cannot tell: `waited` from
    the first sign of the item to its start, `touch` in progress, `paused` suspended. Of an ad-hoc task: `item` its
    number, `due` when it is to be done, `late` that it was not done by then."""

    number: int
    row: int
    step: int
    began: int
    started: int
    ended: int
    waited: int
    touch: int
    paused: int
    person: int
    queue: int
    side: int
    outcome: str
    item: int = 0
    due: int = TIME_UNKNOWN
    late: bool = False


def path_of(file: CaseFile, context: StateContext, elements: Mapping[int, str], now: int) -> list[PathStep]:
    """The visits of a case in order; numbered as the markers of the diagram are. `now`: up to when open work counts."""
    items = work_items(file.events, context)
    found, number = [], 0
    for row in visit_rows(file.events).tolist():
        drawn = int(file.events.step[row]) in elements
        number += drawn
        found.append(_step(file, items, row, number if drawn else 0, now))
    return found


def tasks_of(file: CaseFile, context: StateContext, now: int) -> list[PathStep]:
    """The ad-hoc tasks of a case, by their first event."""
    items = work_items(file.events, context)
    rows = np.flatnonzero((file.events.ad_hoc == 1) & (file.events.work_item > 0))
    _, first = np.unique(file.events.work_item[rows], return_index=True)
    return [_step(file, items, row, 0, now) for row in np.sort(rows[first]).tolist()]


def _step(file: CaseFile, items: WorkItemColumns, row: int, number: int, now: int) -> PathStep:
    events = file.events
    at, item = int(events.occurred_at[row]), int(events.work_item[row])
    if item <= 0:  # a record about a step, and no more
        unknown = TIME_UNKNOWN
        return PathStep(
            number, row, int(events.step[row]), at, unknown, unknown, unknown, unknown, unknown,
            int(events.actor[row]), int(events.queue[row]), int(events.side[row]), "noted",
        )  # fmt: skip
    place = int(np.searchsorted(items["work_item"], item))
    one = {name: int(column[place]) for name, column in items.columns.items()}
    own = np.flatnonzero(events.work_item == item)
    touch, paused = _worked(events.kind[own].tolist(), events.occurred_at[own].tolist(), now)
    started = one["started_at"]
    known = TIME_UNKNOWN not in (started, one["first_at"])
    return PathStep(
        number=number,
        row=row,
        step=one["step"],
        began=one["first_at"],
        started=started,
        ended=one["ended_at"],
        waited=started - one["first_at"] if known else TIME_UNKNOWN,
        touch=touch,
        paused=paused,
        person=one["person"],
        queue=one["queue"],
        side=one["side"],
        outcome=_outcome(one["state"], events.kind[own].tolist()),
        item=item,
        due=one["due_at"],
        late=_is_late(one, now),
    )


def _is_late(item: Mapping[str, int], now: int) -> bool:
    until = item["ended_at"] if item["state"] == WorkItemState.CLOSED else now
    return TIME_UNKNOWN not in (item["due_at"], until) and until > item["due_at"]


def _worked(kinds: list[int], times: list[int], now: int) -> tuple[int, int]:
    """(microseconds in progress, microseconds suspended) of one item, up to `now` where it is open; TIME_UNKNOWN for
    both where its source tells no start, or a time in between is unknown."""
    if EventKind.STARTED not in kinds and EventKind.RESUMED not in kinds:
        return TIME_UNKNOWN, TIME_UNKNOWN
    touch = paused = 0
    working = waiting = TIME_UNKNOWN
    for kind, at in [*zip(kinds, times, strict=True), (EventKind.COMPLETED, now)]:
        moves = kind in _ENDS or kind in (EventKind.STARTED, EventKind.RESUMED, EventKind.SUSPENDED)
        if not moves:
            continue
        if at == TIME_UNKNOWN:
            return TIME_UNKNOWN, TIME_UNKNOWN
        if kind in (EventKind.STARTED, EventKind.RESUMED):
            paused += at - waiting if waiting != TIME_UNKNOWN else 0
            working, waiting = (at if working == TIME_UNKNOWN else working), TIME_UNKNOWN
            continue
        touch += at - working if working != TIME_UNKNOWN else 0
        paused += at - waiting if waiting != TIME_UNKNOWN else 0
        working, waiting = TIME_UNKNOWN, at if kind == EventKind.SUSPENDED else TIME_UNKNOWN
    return touch, paused


def _outcome(state: int, kinds: list[int]) -> str:
    if state == WorkItemState.CLOSED:
        return next((_ENDS[EventKind(kind)] for kind in reversed(kinds) if kind in _ENDS), "closed")
    return f"open: {WorkItemState(state).word}" if state != WorkItemState.NOT_STARTED else "noted"
