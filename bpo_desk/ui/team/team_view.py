"""Everything the timeline of many cases shows of a period, prepared off the UI thread: no widgets are made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.measures.open_hours import OpenHours
from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.engagement import StoredCalendar
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.state.case_time import hours_of
from bpo_desk.ui.team.period import Period, PeriodKind
from bpo_desk.ui.team.team_words import TeamWords
from bpo_desk.ui.timeline.axis_kinds import closed_between
from bpo_desk.ui.timeline.density import prepared
from bpo_desk.ui.timeline.lane_layout import TimelineLayout, completed, lane_layout
from bpo_desk.ui.timeline.local_time import LocalTime
from bpo_desk.ui.timeline.period_layout import in_period
from bpo_desk.ui.timeline.told import Told, choices_of

if TYPE_CHECKING:
    from bpo_desk.cache.period_events import PeriodEvents, Wanted

SKETCHED_FROM: Final = 200_000
"""Events from which the marks are shown before bars and handovers are worked out: at that many, marks hide the bars."""
_OVER = (CaseStatus.CLOSED, CaseStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class TeamScope:
    """Which cases: `rows` (ascending positions) of a queue, as a filter in `words` left them; `as_of` the moment that
    the queue is as of (microseconds UTC), None for now."""

    queue: QueueColumns
    rows: NDArray[np.int64]
    words: str
    as_of: int | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def last_activity(self, now: int) -> int:
        """When something happened last in one of the cases, as far as it is over at `now` (microseconds UTC)."""
        times = self.queue.cases["last_activity_at"][self.rows].astype(np.int64)
        times = times[(times != TIME_UNKNOWN) & (times <= now)]
        return int(times.max()) if len(times) else now


@dataclass(frozen=True, slots=True)
class TeamView:
    """A period of the cases of a scope. `told` is for the timeline, `cases` the keys of those with an event in the
    period, `events` how many; `before` and `after` the nearest instants outside with an event, None without one;
    `untimed` how many events lie in no period because their time is unknown, `hours` the business hours of all cases,
    compiled, None where there are none or not the same ones for all. `rest` works out, off the UI thread, the same with
    the bars and handovers that are still missing (None: nothing is): of so many events the marks can be shown first."""

    scope: TeamScope
    period: Period
    time: LocalTime
    told: Told
    words: TeamWords
    cases: NDArray[np.int32]
    events: int
    before: int | None
    after: int | None
    untimed: int
    hours: OpenHours | None = None
    rest: Callable[[], TeamView] | None = None


def prepare_team(
    scope: TeamScope,
    kind: PeriodKind,
    period: Period | None,
    read: Callable[[Wanted], PeriodEvents],
    zone: tzinfo,
    now: int,
) -> TeamView:
    """Read and lay out a period; the one with the last activity where none is given. `now`: microseconds UTC."""
    from bpo_desk.cache.period_events import Wanted

    until = now if scope.as_of is None else scope.as_of
    period = period or Period.around(kind, scope.last_activity(until), zone)
    start, end = period.bounds(zone)
    cases = scope.queue.cases
    over = np.isin(cases["status"][scope.rows], _OVER)
    found = read(Wanted(cases["case"][scope.rows].astype(np.int64), ~over, start, end, scope.as_of))
    events, names, time = found.events, found.dictionaries, LocalTime(zone)
    within = (events.occurred_at >= start) & (events.occurred_at < end)
    whole = lane_layout(events, names, until, sketch=len(events) > SKETCHED_FROM)
    words = TeamWords(scope.queue, events, names, time)
    told = Told(
        layout=prepared(in_period(_until_closed(whole, scope.queue), start, end)),
        events=events,
        names=names,
        time=time,
        describe=words.sentence,
        pinned=np.isin(np.arange(len(events)), found.pinned) if len(found.pinned) else np.zeros(len(events), bool),
        pending=frozenset(found.pending.tolist()),
        title=" · ".join(part for part in (period.words(), scope.words) if part),
        within=within,
        choices=choices_of(events, names),
    )
    view = TeamView(
        scope, period, time, told, words, _cases(events, within), told.every,
        found.before, found.after, found.untimed, _compiled(found.calendar, start, end),
    )  # fmt: skip
    if not whole.is_sketch:
        return view

    def rest() -> TeamView:
        layout = _until_closed(completed(whole, events, names), scope.queue)
        return replace(view, told=replace(told, layout=prepared(in_period(layout, start, end))))

    return replace(view, rest=rest)


def _compiled(calendar: StoredCalendar | None, start: int, end: int) -> OpenHours | None:
    """The hours of a calendar, compiled for a period."""
    hours, _problem = hours_of(calendar)
    if hours is not None:
        closed_between(hours, start, end)
    return hours


def _cases(events: EventColumns, within: NDArray[np.bool_]) -> NDArray[np.int32]:
    case = events.case[within]  # in order
    first = np.append(True, case[1:] != case[:-1])[: len(case)]
    kept: NDArray[np.int32] = case[first]
    return kept


def _until_closed(layout: TimelineLayout, queue: QueueColumns) -> TimelineLayout:
    """The layout in which work that was left open when its case ended is not drawn on until now."""
    if layout.is_sketch:
        return layout
    spans, keys = layout.spans, queue.cases["case"]
    closed = queue.cases["closed_at"].astype(np.int64)
    at = np.minimum(np.searchsorted(keys, spans.case), max(len(keys) - 1, 0))
    ended = spans.running & (closed[at] != TIME_UNKNOWN) if len(keys) else np.zeros(len(spans), bool)
    if not bool(ended.any()):
        return layout
    end = np.where(ended, np.minimum(spans.end, closed[at]), spans.end)
    kept = np.flatnonzero(end > spans.start)
    cut = replace(spans, end=end, running=spans.running & ~ended)
    taken = type(spans)(**{name: getattr(cut, name)[kept] for name in type(spans).__slots__})
    return replace(layout, spans=taken, span_line=layout.span_line[kept])
