"""What conformance and comparison read of a process: visits and cases of a scope, what its steps stand for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.step_mapping import StepMapping
from bpo_desk.process.conformance import Cases, Visits
from bpo_desk.process.visits import done_rows, run_numbers
from bpo_desk.ui.process.definitions import elements_of, read_or_why_not
from bpo_desk.ui.process.process_view import EventsProvider, scoped_log
from bpo_desk.ui.process.scope import ProcessScope

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CaseLog:
    """The cases of a scope with their visits. Steps that stand for one element have one code, the first of them;
    `names` by code, `elements` the element id by code. `zone` is the one in which days and months begin."""

    scope: ProcessScope
    definition: ProcessDefinition | None
    elements: dict[int, str]
    names: tuple[str, ...]
    visits: Visits
    cases: Cases
    zone: tzinfo

    def keys_with_step(self, steps: Sequence[int], mask: Mask) -> NDArray[np.int32]:
        """The keys of those cases of a mask that reached one of some steps."""
        reached = np.unique(self.visits.case[np.isin(self.visits.step, steps)])
        own = self.cases.key[mask]
        found: NDArray[np.int32] = own[np.isin(own, reached)]
        return found

    def keys_with_pair(self, source: int, target: int, mask: Mask) -> NDArray[np.int32]:
        """The keys of those cases of a mask that reached one step right after another."""
        case, step = self.visits.case, self.visits.step
        pairs = (step[:-1] == source) & (step[1:] == target) & (case[1:] == case[:-1])
        own = self.cases.key[mask]
        found: NDArray[np.int32] = own[np.isin(own, case[:-1][pairs])]
        return found

    def opened_between(self, first: date, last: date) -> Mask:
        """The cases opened on the days from `first` to `last`, both included."""
        begin, end = (
            int(datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp()) * 1_000_000
            for day in (first, last + timedelta(days=1))
        )
        opened = self.cases.opened_at
        found: Mask = (opened != TIME_UNKNOWN) & (opened >= begin) & (opened < end)
        return found

    def opening_days(self) -> tuple[date, date] | None:
        """The days on which the first and the last case were opened; None where no opening is known."""
        known = self.cases.opened_at[self.cases.opened_at != TIME_UNKNOWN]
        if not len(known):
            return None
        first, last = (datetime.fromtimestamp(int(edge) / 1e6, self.zone).date() for edge in (known.min(), known.max()))
        return first, last


def case_log(
    queue: QueueColumns,
    events: EventsProvider,
    scope: ProcessScope,
    definition_xml: bytes | None,
    said: StepMapping | None,
    zone: tzinfo,
) -> CaseLog:
    """Read the log of a scope; a definition that cannot be drawn counts as none."""
    steps = queue.dictionaries.steps
    definition, _ = read_or_why_not(definition_xml, scope.process)
    told = said or StepMapping(scope.process, scope.version or "")
    elements = elements_of(definition, steps, told) if definition is not None else {}
    log = scoped_log(queue, events, scope)
    rows = done_rows(log)
    own = scope.rows(queue)
    cases = queue.cases
    return CaseLog(
        scope,
        definition,
        elements,
        tuple(step.name for step in steps),
        Visits(
            log.case[rows],
            _one_code_an_element(elements, len(steps))[log.step[rows]],
            log.occurred_at[rows],
            run_numbers(log, rows),
        ),
        Cases(
            cases["case"][own].astype(np.int32),
            cases["opened_at"][own].astype(np.int64),
            cases["status"][own] == CaseStatus.CLOSED,
        ),
        zone,
    )


def _one_code_an_element(elements: dict[int, str], steps: int) -> NDArray[np.int32]:
    """The code that each code is read as: the first of those that stand for its element."""
    codes = np.arange(steps, dtype=np.int32)
    first: dict[str, int] = {}
    for code in sorted(elements):
        codes[code] = first.setdefault(elements[code], code)
    return codes
