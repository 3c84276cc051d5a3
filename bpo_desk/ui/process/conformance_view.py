"""How cases keep to their process, as figures that open their cases. Prepared off the UI thread; no widgets."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from bpo_desk.models.filter_text import to_text
from bpo_desk.models.filters import Chip, Compare, FieldIs, Filter, all_of
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.process.alignments import Budget
from bpo_desk.process.conformance import (
    Conformance,
    DeviationKind,
    MonthFigures,
    StepFigures,
    Verdict,
    conformance,
)
from bpo_desk.process.versions import together, version_read
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.ui.diagram.names import node_names
from bpo_desk.ui.number_words import counted, number
from bpo_desk.ui.process.case_log import CaseLog
from bpo_desk.ui.process.figure import Figure, Row
from bpo_desk.ui.process.heat import percent
from bpo_desk.ui.theme import Status

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ConformanceView:
    """The figures of a log. `found` is None where there is no definition to judge by; `exits` are those that the
    sources recorded, which need none."""

    log: CaseLog
    found: Conformance | None
    exits: tuple[Row, ...]
    _told: dict[str, tuple[Row, ...]] = field(default_factory=dict, compare=False, repr=False)

    def prepared(self) -> ConformanceView:
        """This view with its tables made: of many cases that takes longer than the screen may wait."""
        for make in (self.kinds, self.steps, self.months):
            make()
        return self

    def _kept(self, name: str, make: Callable[[], tuple[Row, ...]]) -> tuple[Row, ...]:
        if name not in self._told:
            self._told[name] = make()
        return self._told[name]

    @property
    def unread(self) -> int:
        """The cases that there was no time to read exactly."""
        return 0 if self.found is None else self.found.unread

    def verdict(self, verdict: Verdict) -> Figure:
        """The cases with a verdict."""
        words = {
            Verdict.ON_PATH: translate("process", "on the defined path"),
            Verdict.OFF_PATH: translate("process", "off the defined path"),
            Verdict.UNKNOWN: translate("process", "not judged"),
        }[verdict]
        status = {Verdict.ON_PATH: Status.DONE, Verdict.OFF_PATH: Status.EXITED, Verdict.UNKNOWN: Status.UNKNOWN}
        count = self.found.count(verdict) if self.found is not None else 0
        return Figure(
            f"{number(count)} {words}", self._said(words), self._keys(verdict=verdict), status=status[verdict]
        )

    def kinds(self) -> tuple[Row, ...]:
        """One row a way of leaving the path, then the recorded exits: what, cases, times."""
        return self._kept("kinds", self._kinds)

    def _kinds(self) -> tuple[Row, ...]:
        if self.found is None:
            return self.exits
        made = []
        for each in self.found.by_kind():
            words = kind_words(each.kind)
            cases = Figure(number(each.cases), self._said(words), self._keys(kind=each.kind))
            made.append((Figure(words), cases, Figure(number(each.times))))
        return (*made, *self.exits)

    def steps(self) -> tuple[Row, ...]:
        """One row a step and way of leaving the path there: step, what, cases, times; most cases first."""
        return self._kept("steps", self._steps)

    def _steps(self) -> tuple[Row, ...]:
        made = []
        for each in self.found.by_step() if self.found is not None else ():
            step, words = self.step_name(each), kind_words(each.kind)
            keys = self._keys(kind=each.kind, element=each.element, step=each.step)
            cases = Figure(number(each.cases), self._said(f"{step}: {words}"), keys)
            made.append((Figure(step), Figure(words), cases, Figure(number(each.times))))
        return tuple(made)

    def trend(self) -> tuple[MonthFigures, ...]:
        """The months of opening, oldest first."""
        return self.found.trend(self.log.zone) if self.found is not None else ()

    def months(self) -> tuple[Row, ...]:
        """One row a month of opening, the latest first: month, share on the path, on it, off it, not judged."""
        return self._kept("months", self._months)

    def _months(self) -> tuple[Row, ...]:
        made = []
        for each in reversed(self.trend()):
            share = each.share()
            name = f"{each.month:%Y-%m}"
            counts = {Verdict.ON_PATH: each.on_path, Verdict.OFF_PATH: each.off_path, Verdict.UNKNOWN: each.unknown}
            cells = [
                Figure(
                    number(count),
                    self._said(f"{name}, {self.verdict(verdict).text.split(' ', 1)[1]}"),
                    self._keys(verdict=verdict, month=each.month),
                )
                for verdict, count in counts.items()
            ]
            told = translate("process", "unknown") if share is None else percent(share)
            made.append((Figure(name), Figure(told), *cells))
        return tuple(made)

    def step_name(self, figures: StepFigures) -> str:
        """The step in words: as the diagram names it, else as the log does."""
        definition = self.log.definition
        if figures.element and definition is not None:
            name = next((node.name.strip() for node in definition.nodes if node.id == figures.element), "")
            return name or figures.element
        return self.log.names[figures.step] or translate("process", "unknown")

    def notes(self) -> str:
        """What a reader must know before believing the figures."""
        if self.found is None:
            return translate("process", "There is no process definition to judge the cases by.")
        parts = []
        if self.found.without_steps:
            n = counted(self.found.without_steps, translate("process", "case"), translate("process", "cases"))
            parts.append(translate("process", "without any step: {n}").format(n=n))
        if self.found.unread:
            n = counted(self.found.unread, translate("process", "case"), translate("process", "cases"))
            parts.append(translate("process", "no time to judge exactly: {n}").format(n=n))
        if self.found.never_recorded:
            named = node_names(self.log.definition) if self.log.definition is not None else {}
            never = ", ".join(named.get(each, each) for each in self.found.never_recorded[:_FEW])
            more = " ..." if len(self.found.never_recorded) > _FEW else ""
            words = translate("process", "no case ever names {steps}: perhaps the source cannot record it")
            parts.append(words.format(steps=never + more))
        return " · ".join(parts)

    def _said(self, words: str) -> str:
        return f"{self.log.scope.process or translate('process', 'all cases')}: {words}"

    def _keys(self, **given: object) -> Callable[[], NDArray[np.int32]]:
        found, log = self.found, self.log

        def keys() -> NDArray[np.int32]:
            rows = found.rows(**given, zone=log.zone) if found is not None else np.empty(0, np.int64)  # type: ignore[arg-type]
            chosen: NDArray[np.int32] = log.cases.key[rows]
            return chosen

        return keys


_FEW = 4
_EACH = 0.5  # seconds for one path


def kind_words(kind: DeviationKind) -> str:
    """A way of leaving the defined path in words."""
    return {
        DeviationKind.SKIPPED: translate("process", "step left out"),
        DeviationKind.EXTRA: translate("process", "extra step"),
        DeviationKind.OUT_OF_ORDER: translate("process", "step out of order"),
        DeviationKind.NOT_IN_PROCESS: translate("process", "step not in the process"),
    }[kind]


def conformance_view(
    log: CaseLog,
    parts: Sequence[CaseLog] = (),
    *,
    queue: QueueColumns,
    now: int,
    seconds: float = 2.0,
    stopped: Callable[[], bool] = lambda: False,
) -> ConformanceView:
    """Judge the cases of a log, by `parts` those of each version by their own; `now` (microseconds UTC) is that of the
    queue's filters. What `seconds`, or the time until somebody `stopped` it, are too short for is not read exactly."""

    def clock() -> float:
        return math.inf if stopped() else time.monotonic()

    def judge(one: CaseLog, definition: ProcessDefinition) -> Conformance:
        budget = Budget(seconds / max(len(parts), 1), _EACH)
        return conformance(definition, one.elements, one.visits, one.cases, budget=budget, clock=clock)

    found = None
    if parts and log.definition is not None:
        found = _by_version(log, log.definition, parts, judge)
    elif log.definition is not None:
        found = judge(log, log.definition)
    return ConformanceView(log, found, _recorded_exits(log, queue, now)).prepared()


def _by_version(
    log: CaseLog,
    drawn: ProcessDefinition,
    parts: Sequence[CaseLog],
    judge: Callable[[CaseLog, ProcessDefinition], Conformance],
) -> Conformance:
    made = []
    for part in parts:
        if part.definition is not None:
            found = judge(part, part.definition)
            rows = np.searchsorted(log.cases.key, part.cases.key)
            visits = np.flatnonzero(np.isin(log.visits.case, part.cases.key))
            made.append((found, rows, visits, version_read(drawn, part.definition, part.elements).drawn_nodes))
    return together(made, log.cases.opened_at)


def _recorded_exits(log: CaseLog, queue: QueueColumns, now: int) -> tuple[Row, ...]:
    """Cases with exits that their source recorded, and those with exits that nobody accepted; as the queue counts."""
    lookup = FilterLookup(queue)
    asked: list[tuple[str, Filter]] = [
        (translate("process", "exit recorded by the source"), Compare("exits", ">", 0)),
        (translate("process", "of these open and not accepted"), FieldIs("is", Chip.IN_EXCEPTION.value)),
    ]
    made = []
    for words, part in asked:
        wanted = all_of(log.scope.filter(), part)
        count = int(filter_mask(wanted, lookup, now).sum())
        if count:
            made.append((Figure(words), Figure(number(count), words, filter_text=to_text(wanted)), Figure("")))
    return tuple(made)
