"""Two periods of a process side by side, as figures that open their cases. Prepared off the UI thread; no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QDate

from bpo_desk.models.process import FlowKind
from bpo_desk.process.comparison import Comparison, Side, StepCompared, compare
from bpo_desk.process.discovery import map_element
from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.folded import collapsed, inside_of
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.process.versions import version_read
from bpo_desk.ui.diagram.names import node_names
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.case_log import CaseLog, Mask
from bpo_desk.ui.process.compare_flows import FlowCompared, flows_compared, keys_of_flow
from bpo_desk.ui.process.figure import Figure, Row
from bpo_desk.ui.process.heat import HeatBy, percent
from bpo_desk.ui.theme import Status
from bpo_desk.ui.time_words import MINUTE, span

translate = QCoreApplication.translate

_NO_DAYS = date(1970, 1, 1), date(1970, 1, 1)  # nothing was opened on them as far as is known


@dataclass(frozen=True, slots=True)
class Period:
    """The cases opened from the first to the last day, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """The period as it is shown."""
        form = translate("process", "yyyy-MM-dd")
        return f"{QDate(self.first).toString(form)} - {QDate(self.last).toString(form)}"  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two periods compared, `compared` are their flows; `days` are those of the first and last opening, None where no
    opening is known."""

    log: CaseLog
    days: tuple[date, date] | None
    periods: tuple[Period, Period]
    masks: tuple[Mask, Mask]
    found: Comparison
    compared: tuple[FlowCompared, ...] = ()

    def count(self, side: int) -> int:
        """How many cases were opened in a period (0 or 1)."""
        return (self.found.cases_a, self.found.cases_b)[side]

    def still_open(self, side: int) -> int:
        """How many of them are not closed: what they have still before them is missing from the figures."""
        return int((self.masks[side] & ~self.log.cases.over).sum())

    def cases(self, side: int) -> Figure:
        """The cases of a period (0 or 1)."""
        words = translate("process", "{n} cases opened {period}")
        text = words.format(n=number(self.count(side)), period=self.periods[side].words)
        return Figure(text, self._said("", side), self._keys(None, side))

    def steps(self) -> tuple[Row, ...]:
        """One row a step, the most frequent first: step, cases of both, difference, median time of both, difference."""
        rows = sorted(self.found.steps, key=lambda each: (-max(each.a.cases, each.b.cases), each.step))
        return tuple(self._row(each) for each in rows)

    def _row(self, each: StepCompared) -> Row:
        name = self.log.names[each.step] or translate("process", "unknown")
        if not each.element and self.log.definition is not None:
            name = translate("process", "{step} (not on the diagram)").format(step=name)
        counts = [
            Figure(number(one.cases), self._said(name, side), self._keys(each.step, side))
            for side, one in enumerate((each.a, each.b))
        ]
        times = [Figure(_time(one)) for one in (each.a, each.b)]
        share = [
            one.cases / whole if whole else None
            for one, whole in ((each.a, self.found.cases_a), (each.b, self.found.cases_b))
        ]
        return Figure(name), *counts, more_or_less(share[0], share[1]), *times, longer_or_shorter(each.a, each.b)

    def flows(self) -> tuple[Row, ...]:
        """One row a flow, the most frequent first, with the columns of `steps`."""
        return tuple(self._flow_row(each) for each in self.compared)

    def _flow_row(self, each: FlowCompared) -> Row:
        counts = [self._flow_figure(each, side) for side in (0, 1)]
        times = [Figure(_time(one)) for one in (each.a, each.b)]
        shares = self._share(each, 0), self._share(each, 1)
        return Figure(each.words), *counts, more_or_less(*shares), *times, longer_or_shorter(each.a, each.b)

    def _share(self, each: FlowCompared, side: int) -> float | None:
        """Which share of the cases of a period that were followed took a flow."""
        followed = (self.found.cases_a, self.found.cases_b)
        if self.log.definition is not None:
            followed = self.found.read_a, self.found.read_b
        return min((each.a, each.b)[side].cases / followed[side], 1.0) if followed[side] else None

    def _flow_figure(self, each: FlowCompared, side: int) -> Figure:
        log, found, mask = self.log, self.found, self.masks[side]
        count = (each.a, each.b)[side].cases
        return Figure(number(count), self._said(each.words, side), lambda: keys_of_flow(log, found, each, mask))

    def _drawn_as(self, each: StepCompared) -> str:
        """The element of a step on the diagram, or on the map that was discovered where there is none."""
        return each.element if self.log.definition is not None else map_element(each.step)

    def element_cases(self, side: int, element: str) -> Figure | None:
        """The cases of a period that reached an element, or something inside it, or took it where it is a flow; None
        where none did."""
        for flow in self.compared:
            if flow.element == element:
                return self._flow_figure(flow, side) if (flow.a, flow.b)[side].cases else None
        for each in self.found.steps:
            if element and self._drawn_as(each) == element:
                one = (each.a, each.b)[side]
                words = self._said(self.log.names[each.step], side)
                return Figure(number(one.cases), words, self._keys(each.step, side)) if one.cases else None
        return self._inside(side, element)

    def _inside(self, side: int, element: str) -> Figure | None:
        """The cases of a period that reached something inside a sub-process, each once."""
        definition = self.log.definition
        within = inside_of(definition, element) if definition is not None else frozenset()
        codes = [each.step for each in self.found.steps if each.element in within]
        if definition is None or not codes:
            return None
        keys = self.log.keys_with_step(codes, self.masks[side])
        name = node_names(definition).get(element, element)
        return Figure(number(len(keys)), self._said(name, side), lambda: keys) if len(keys) else None

    def markers(self, side: int, heat: HeatBy, drawing: DisplayList | None = None) -> dict[str, Marker]:
        """What a period says about the diagram: steps with cases and median time, flows with their share or time. Both
        periods share one scale of warmth, so that equal colours mean equal figures. A sub-process whose inside
        `drawing` does not show counts each case inside once."""
        made = self._flow_markers(side, heat)
        steps = [each for each in self.found.steps if self._drawn_as(each)]
        most = max((_warmth(one, heat) for each in steps for one in (each.a, each.b)), default=0)
        for each in steps:
            one = (each.a, each.b)[side]
            if one.cases:
                made[self._drawn_as(each)] = Marker(
                    MarkerState.CURRENT,
                    tokens=one.cases,
                    badge=span(one.median) if one.median is not None else "",
                    heat=_warmth(one, heat) / most if most else 0.0,
                )
            else:
                made[self._drawn_as(each)] = Marker(MarkerState.NOT_REACHED)
        for node in collapsed(self.log.definition, drawing):
            inside = self._inside(side, node.id)
            if inside is not None and inside.keys is not None:
                count = len(inside.keys())
                warm = min(count / most, 1.0) if most and heat is not HeatBy.AGE else 0.0
                made[node.id] = Marker(MarkerState.CURRENT, tokens=count, heat=warm)
        return made

    def _flow_markers(self, side: int, heat: HeatBy) -> dict[str, Marker]:
        """Flows with the share of the cases that took them, or the median time that this took; those that none took
        are dimmed."""
        sequence = self.log.definition.flows if self.log.definition is not None else ()
        made = {each.id: Marker(MarkerState.NOT_REACHED) for each in sequence if each.kind is FlowKind.SEQUENCE}
        longest = max((one.median or 0 for each in self.compared for one in (each.a, each.b)), default=0)
        for each in self.compared:
            one, share = (each.a, each.b)[side], self._share(each, side)
            if not one.cases or not share:
                made[each.element] = Marker(MarkerState.NOT_REACHED)
            elif heat is not HeatBy.AGE:
                made[each.element] = Marker(MarkerState.DONE, badge=percent(share), heat=share)
            else:
                warm = (one.median or 0) / longest if longest else 0.0
                badge = span(one.median) if one.median is not None else ""
                made[each.element] = Marker(MarkerState.DONE, badge=badge, heat=warm)
        return made

    def _said(self, name: str, side: int) -> str:
        process = self.log.scope.process or translate("process", "all cases")
        return ", ".join(part for part in (process, name, self.periods[side].words) if part)

    def _keys(self, step: int | None, side: int) -> Callable[[], NDArray[np.int32]]:
        log, mask = self.log, self.masks[side]

        def keys() -> NDArray[np.int32]:
            own: NDArray[np.int32] = log.cases.key[mask] if step is None else log.keys_with_step([step], mask)
            return own

        return keys


def more_or_less(a: float | None, b: float | None) -> Figure:
    """How much larger a share of its cases the second period has there than the first, in points of per cent."""
    if a is None or b is None:
        return Figure(translate("process", "unknown"), status=Status.UNKNOWN)
    points = round(100 * (b - a))
    if not points:
        return Figure(translate("process", "as often"))
    if points > 0:
        words, icon = translate("process", "more often, +{n} points"), "chevron-up"
    else:
        words, icon = translate("process", "less often, -{n} points"), "chevron-down"
    return Figure(words.format(n=abs(points)), icon=icon)


def longer_or_shorter(a: Side, b: Side) -> Figure:
    """How much longer the second period's median time is than the first's; less than a minute is no difference."""
    if a.median is None or b.median is None:
        return Figure(translate("process", "unknown"), status=Status.UNKNOWN)
    change = b.median - a.median
    if abs(change) < MINUTE:
        return Figure(translate("process", "the same"))
    if change > 0:
        words, status, icon = translate("process", "{n} longer"), Status.AT_RISK, "chevron-up"
    else:
        words, status, icon = translate("process", "{n} shorter"), Status.DONE, "chevron-down"
    return Figure(words.format(n=span(change)), status=status, icon=icon)


def usual_periods(days: tuple[date, date] | None, length: int = 30) -> tuple[Period, Period]:
    """The last `length` days on which cases were opened, and those before them."""
    last = (days or _NO_DAYS)[1]
    middle = last - timedelta(days=length)
    return Period(middle - timedelta(days=length - 1), middle), Period(middle + timedelta(days=1), last)


def compare_view(
    log: CaseLog, parts: Sequence[CaseLog] = (), *, periods: tuple[Period, Period] | None = None
) -> CompareView:
    """Compare two periods of a log (None: the usual ones), by `parts` the cases of each version followed on their
    own."""
    days = log.opening_days()
    chosen = periods or usual_periods(days)
    a, b = (log.opened_between(each.first, each.last) for each in chosen)
    drawn = log.definition
    versions = [
        (version_read(drawn, part.definition, part.elements), np.isin(log.cases.key, part.cases.key))
        for part in parts
        if drawn is not None and part.definition is not None
    ]
    found = compare(log.visits, log.cases, log.elements, a, b, drawn, versions=versions)
    return CompareView(log, days, chosen, (a, b), found, flows_compared(log, found))


def _time(one: Side) -> str:
    if not one.times:
        return ""
    return translate("process", "unknown") if one.median is None else span(one.median)


def _warmth(one: Side, heat: HeatBy) -> int:
    return (one.median or 0) if heat is HeatBy.AGE else one.cases
