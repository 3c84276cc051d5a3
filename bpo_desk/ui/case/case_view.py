"""Everything the case screen shows of a case file, prepared off the UI thread: no widgets are made here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.case_file import CaseFile
from bpo_desk.state.case_steps import CaseStep, case_steps
from bpo_desk.state.case_time import CaseTime, case_time
from bpo_desk.state.context import StateContext
from bpo_desk.state.field_history import FieldHistory, field_history
from bpo_desk.state.work_items import work_items
from bpo_desk.ui.case.case_diagram import CaseDiagram, case_diagram
from bpo_desk.ui.case.case_moment import CaseMoment, case_moment, live_moment, step_at
from bpo_desk.ui.case.words import EventWords
from bpo_desk.ui.time_words import now_micros
from bpo_desk.ui.timeline.density import prepared
from bpo_desk.ui.timeline.lane_layout import TimelineLayout, lane_layout
from bpo_desk.ui.timeline.local_time import LocalTime, zone_named
from bpo_desk.ui.timeline.told import Told


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case file with its timeline, diagram, live moment, the steps it took, loops apart, and the histories of its
    fields. `now` is the instant it was prepared for."""

    file: CaseFile
    now: int
    time: LocalTime
    words: EventWords
    context: StateContext
    timeline: TimelineLayout
    diagram: CaseDiagram
    live: CaseMoment
    steps: tuple[CaseStep, ...]
    fields: tuple[FieldHistory, ...]

    def moment(self, step: int) -> CaseMoment:
        """The case after its first `step` events (0..n); after all of them it is the live view."""
        if step >= len(self.file.events):
            return self.live
        return case_moment(self.file, self.context, self.diagram, max(step, 0))

    def explained(self, moment: CaseMoment) -> CaseTime:
        """The explained time up to a moment. The first one with a business calendar may take a second."""
        events = self.file.events.take(slice(0, moment.step))
        return case_time(events, self.context, moment.at, self.file.calendar, self.file.calendar_problem)

    def step_at(self, micros: int) -> int:
        """How many events had occurred at an instant (microseconds UTC)."""
        return step_at(self.file.events, micros)


def prepare_case(case_file: CaseFile, now: int | None = None, zone: tzinfo | None = None) -> CaseView:
    """Prepare a case for the screen. Pure but for the clock: `now` (microseconds UTC) is this moment unless given.
    `zone`: in which times are shown; the engagement's unless given."""
    now = now_micros() if now is None else now
    time = LocalTime(zone or zone_named(case_file.engagement.zone))
    context = StateContext.of(case_file.dictionaries)
    diagram = case_diagram(case_file, time)
    items = work_items(case_file.events, context)
    live = live_moment(case_file, items, diagram, now)
    # What was left open when a case ended is not drawn on until today.
    horizon = now if not len(live.state) or live.value("status") < CaseStatus.CLOSED else live.value("closed_at")
    return CaseView(
        file=case_file,
        now=now,
        time=time,
        words=EventWords(case_file, time),
        context=context,
        timeline=prepared(lane_layout(case_file.events, case_file.dictionaries, horizon)),
        diagram=diagram,
        live=live,
        steps=case_steps(case_file.events, items),
        fields=field_history(case_file.events, case_file.dictionaries.values),
    )


def told_by(view: CaseView) -> Told:
    """What the timeline tells of a case."""
    return Told(
        layout=view.timeline,
        events=view.file.events,
        names=view.file.dictionaries,
        time=view.time,
        describe=view.words.sentence,
        pinned=view.words.notes.pinned,
        title=view.file.number,
        pending=view.words.pending,
    )
