"""How the cases of a process keep to its definition: which share does, who deviates how, at which step, and since when.

    found = conformance(definition, elements, Visits(case, step, at), Cases(key, opened_at, over))
    found.share()                       share of the judged cases on the defined path (None: none was judged)
    found.by_kind(), found.by_step()    deviations: cases and times, by kind; by kind and step; most cases first
    found.trend(zone)                   the same share by month of opening
    found.rows(verdict=, kind=, element=, step=, month=, zone=)    the cases behind a figure: rows of `Cases`

Judged by optimal alignments, each variant once (`alignments`). Two periods side by side are `comparison`'s business,
which steps count as visits is `visits`'.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, tzinfo
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.process import Family, ProcessDefinition
from bpo_desk.process.alignments import AlignedMove, Alignment, Budget, MoveKind, aligner_of
from bpo_desk.process.case_groups import Cases, Group, Rows, Runs, Visits, grouped, runs_of
from bpo_desk.process.distinct import distinct
from bpo_desk.process.months import months_of
from bpo_desk.process.replay import same_named
from bpo_desk.process.verdicts import FITS, FITS_NOT, verdicts

__all__ = ["NOWHERE", "Cases", "Conformance", "DeviationKind", "Deviations", "KindFigures", "MonthFigures",
           "StepFigures", "Verdict", "Visits", "conformance"]  # fmt: skip

NOWHERE = -1
"""In place of a step code (a step left out), of a visit (at the end of the case), or of a cost (not judged)."""

_FITTING = Alignment(0, True, 0)


class Verdict(IntEnum):
    """Whether a case keeps to the process. UNKNOWN: it names no step, or there was no time to tell."""

    UNKNOWN = 0
    ON_PATH = 1
    OFF_PATH = 2


class DeviationKind(IntEnum):
    """How a case leaves the defined path. OUT_OF_ORDER: a step done, but not where the process has it (an extra and a
    skipped one of the same name together). NOT_IN_PROCESS: a step that the definition does not have at all."""

    SKIPPED = 1
    EXTRA = 2
    OUT_OF_ORDER = 3
    NOT_IN_PROCESS = 4


@dataclass(frozen=True, slots=True)
class Deviations:
    """k deviations by case: `row` int64[k] of `Cases`, `kind` int8[k], `element` int32[k] (index into `elements`;
    NOWHERE for what is not in the process), `step` int32[k] the code in the log (NOWHERE: skipped), and `visit`
    int64[k] the row of `Visits`, for a skipped step the one before which it is missing (NOWHERE: at the end)."""

    row: Rows
    kind: NDArray[np.int8]
    element: NDArray[np.int32]
    step: NDArray[np.int32]
    visit: Rows


@dataclass(frozen=True, slots=True)
class KindFigures:
    """`cases` deviate in this way, `times` in all."""

    kind: DeviationKind
    cases: int
    times: int


@dataclass(frozen=True, slots=True)
class StepFigures:
    """`cases` deviate in this way at a step, `times` in all. `element` is "" for a step that is not in the process,
    which `step`, its code in the log, then names; else `step` is NOWHERE."""

    kind: DeviationKind
    element: str
    step: int
    cases: int
    times: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The cases opened in a month (its first day): on the path, off it, not judged."""

    month: date
    on_path: int
    off_path: int
    unknown: int

    def share(self) -> float | None:
        """Share on the path of those that were judged; None where none was."""
        judged = self.on_path + self.off_path
        return self.on_path / judged if judged else None


@dataclass(frozen=True, slots=True)
class Conformance:
    """The answers for m cases. `verdict` int8[m]; `cost` int32[m] of the optimal alignment, a lower bound where `exact`
    bool[m] is false, NOWHERE where the case names no step; `worst` int32[m] the cost of doing nothing together.

    `without_steps` cases name no step, for `unread` cases there was no time (off the path where the lower bound says
    so, but their deviations are not listed). `never_recorded` are activities that no case names: they count as skipped,
    and a reader should know that the source perhaps cannot record them.
    """

    verdict: NDArray[np.int8]
    cost: NDArray[np.int32]
    exact: NDArray[np.bool_]
    worst: NDArray[np.int32]
    elements: tuple[str, ...]
    deviations: Deviations
    opened_at: NDArray[np.int64]
    without_steps: int
    unread: int
    never_recorded: tuple[str, ...]

    def count(self, verdict: Verdict) -> int:
        """How many cases have this verdict."""
        return int((self.verdict == verdict).sum())

    def share(self) -> float | None:
        """Share on the defined path of the cases that were judged; None where none was."""
        on, off = self.count(Verdict.ON_PATH), self.count(Verdict.OFF_PATH)
        return on / (on + off) if on + off else None

    def fitness(self) -> float | None:
        """1 - sum of costs / sum of worst costs over the cases read exactly (log fitness, not the mean of cases)."""
        worst = int(self.worst[self.exact].sum())
        return 1.0 - int(self.cost[self.exact].sum()) / worst if worst else None

    def by_kind(self) -> tuple[KindFigures, ...]:
        """Deviations by kind, in the order of the kinds, those that occur."""
        made = []
        for kind in DeviationKind:
            rows = self.deviations.row[self.deviations.kind == kind]
            if len(rows):
                made.append(KindFigures(kind, len(distinct(rows)), len(rows)))
        return tuple(made)

    def by_step(self) -> tuple[StepFigures, ...]:
        """Deviations by kind and step, most cases first."""
        told = self.deviations
        if not len(told.row):
            return ()
        foreign = told.element == NOWHERE
        # One integer holds kind, element and step, each from 0: plain integers sort many times faster than columns.
        steps, elements = int(told.step.max()) + 2, len(self.elements) + 1
        key = told.kind.astype(np.int64) * elements + told.element + 1
        key = key * steps + np.where(foreign, told.step, NOWHERE) + 1
        groups, of, times = np.unique(key, return_inverse=True, return_counts=True)
        width = len(self.verdict)
        cases = np.bincount(distinct(of * width + told.row) // width, minlength=len(groups))
        made = []
        for number, group in enumerate(groups.tolist()):
            rest, step = divmod(group, steps)
            kind, element = divmod(rest, elements)
            name = self.elements[element - 1] if element else ""
            made.append(StepFigures(DeviationKind(kind), name, step - 1, int(cases[number]), int(times[number])))
        return tuple(sorted(made, key=lambda each: (-each.cases, each.kind, each.element, each.step)))

    def trend(self, zone: tzinfo = UTC) -> tuple[MonthFigures, ...]:
        """Figures by month of opening on the clock of a zone, every month from the first to the last; cases whose
        opening is not known are left out."""
        months, of = months_of(self.opened_at, zone)
        if not months:
            return ()
        known = of >= 0
        cells = np.bincount(of[known] * 3 + self.verdict[known], minlength=3 * len(months)).reshape(-1, 3)
        return tuple(
            MonthFigures(month, int(on), int(off), int(unknown))
            for month, (unknown, on, off) in zip(months, cells.tolist(), strict=True)
        )

    def rows(
        self,
        *,
        verdict: Verdict | None = None,
        kind: DeviationKind | None = None,
        element: str | None = None,
        step: int | None = None,
        month: date | None = None,
        zone: tzinfo = UTC,
    ) -> Rows:
        """The rows of `Cases`, ascending, that have all of what is given; as many as the figure says."""
        chosen = np.ones(len(self.verdict), np.bool_)
        if verdict is not None:
            chosen &= self.verdict == verdict
        if kind is not None or element is not None or step is not None:
            told = self.deviations
            here = np.ones(len(told.row), np.bool_)
            if kind is not None:
                here &= told.kind == kind
            if element is not None:
                here &= told.element == (self.elements.index(element) if element in self.elements else NOWHERE)
            if step is not None and step != NOWHERE:
                here &= told.step == step
            chosen &= np.isin(np.arange(len(chosen)), told.row[here])
        if month is not None:
            months, of = months_of(self.opened_at, zone)
            chosen &= of == (months.index(month) if month in months else len(months))
        return np.flatnonzero(chosen)


def conformance(
    definition: ProcessDefinition,
    elements: Mapping[int, str],
    visits: Visits,
    cases: Cases,
    *,
    budget: Budget | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Conformance:
    """Judge cases by their definition. `elements` gives the element of each step code that the definition has
    (`position.map_steps`); visits of cases that are not among `cases` are passed over. A case that was re-opened is
    read as one run of the process or as one before and one after, whichever is the cheaper reading.

    Whether a variant fits is asked first, of all of them; those that do not are aligned, the most frequent first, by
    default for 2 seconds in all and 0.5 each. What was read before (same definition) costs nothing again: asked again
    and again, of many different paths ever more are read.
    """
    whole = _judged(definition, elements, visits, cases, budget or Budget(2.0, 0.5), clock)
    runs = runs_of(visits, cases)
    if runs is None:
        return whole
    apart = _judged(definition, elements, runs.visits, runs.cases, budget or Budget(2.0, 0.5), clock)
    return _cheaper(whole, apart, runs)


def _judged(
    definition: ProcessDefinition,
    elements: Mapping[int, str],
    visits: Visits,
    cases: Cases,
    budget: Budget,
    clock: Callable[[], float],
) -> Conformance:
    rows, first, groups = grouped(visits, cases)
    names = {name: number for number, name in enumerate(dict.fromkeys(n.id for n in definition.nodes))}
    readings = _read(definition, elements, groups, budget, clock)
    m = len(cases.key)
    cost, worst = np.full(m, NOWHERE, np.int32), np.zeros(m, np.int32)
    exact = np.zeros(m, np.bool_)
    shortest = aligner_of(definition, frozenset(elements.values())).shortest_run().cost
    if groups:
        members = rows[np.concatenate([group.members for group in groups])]
        sizes = [len(group.members) for group in groups]
        cost[members] = np.repeat([reading.cost for reading in readings], sizes)
        exact[members] = np.repeat([reading.exact for reading in readings], sizes)
        worst[members] = np.repeat([len(g.steps) + (shortest if g.over else 0) for g in groups], sizes)
    return Conformance(
        _verdict(cost, exact),
        cost,
        exact,
        worst,
        tuple(names),
        _deviations(groups, readings, same_named(definition), names, rows, first),
        cases.opened_at,
        m - len(rows),
        len(rows) - int(exact.sum()),
        _never_recorded(definition, {elements[c] for c in np.unique(visits.step).tolist() if c in elements}),
    )


def _verdict(cost: NDArray[np.int32], exact: NDArray[np.bool_]) -> NDArray[np.int8]:
    verdict = np.full(len(cost), Verdict.UNKNOWN, np.int8)
    verdict[cost > 0] = Verdict.OFF_PATH
    verdict[exact & (cost == 0)] = Verdict.ON_PATH
    return verdict


def _cheaper(whole: Conformance, apart: Conformance, runs: Runs) -> Conformance:
    """The answers for the cases as a whole, for those that are cheaper run by run the answers for their runs."""
    m = len(whole.cost)
    cost = np.bincount(runs.row, apart.cost, m).astype(np.int32)
    better = np.bincount(runs.row, minlength=m) > 0
    better &= (np.bincount(runs.row, ~apart.exact, m) == 0) & ((cost < whole.cost) | ~whole.exact)
    cost = np.where(better, cost, whole.cost)
    exact = whole.exact | better
    kept, taken = ~better[whole.deviations.row], better[runs.row[apart.deviations.row]]
    told, more = whole.deviations, apart.deviations
    visit = np.where(more.visit == NOWHERE, NOWHERE, runs.visit[more.visit])
    row = np.concatenate((told.row[kept], runs.row[more.row][taken]))
    order = np.argsort(row, kind="stable")
    deviations = Deviations(
        row[order],
        np.concatenate((told.kind[kept], more.kind[taken]))[order],
        np.concatenate((told.element[kept], more.element[taken]))[order],
        np.concatenate((told.step[kept], more.step[taken]))[order],
        np.concatenate((told.visit[kept], visit[taken]))[order],
    )
    return replace(
        whole,
        verdict=_verdict(cost, exact),
        cost=cost,
        exact=exact,
        worst=np.where(better, np.bincount(runs.row, apart.worst, m), whole.worst).astype(np.int32),
        deviations=deviations,
        unread=int((~exact & (whole.cost != NOWHERE)).sum()),
    )


def _read(
    definition: ProcessDefinition,
    elements: Mapping[int, str],
    groups: list[Group],
    budget: Budget,
    clock: Callable[[], float],
) -> list[Alignment]:
    """A reading of each group; of those that fit without their moves."""
    recorded = frozenset(elements.values())
    # A step that the definition lacks gets a name that no element has.
    codes = dict.fromkeys(code for group in groups for code in group.steps)
    name = {code: elements.get(code, f" {code}") for code in codes}
    traces = [tuple([name[code] for code in group.steps]) for group in groups]
    prefix = [not group.over for group in groups]
    fits = verdicts(definition, traces, prefix=prefix, recorded=recorded, seconds=budget.total, clock=clock)
    unfit = [number for number, verdict in enumerate(fits.tolist()) if verdict != FITS]
    aligned = aligner_of(definition, recorded).align(
        [traces[n] for n in unfit], prefix=[prefix[n] for n in unfit], budget=budget, clock=clock
    )
    made = [_FITTING] * len(groups)
    for number, reading in zip(unfit, aligned.readings, strict=True):
        nothing_known = not reading.exact and not reading.cost
        unfit_at_least = nothing_known and fits[number] == FITS_NOT
        made[number] = Alignment(1, False, reading.at_most) if unfit_at_least else reading
    return made


def _deviations(
    groups: list[Group],
    readings: list[Alignment],
    alike: Mapping[str, tuple[str, ...]],
    names: Mapping[str, int],
    rows: Rows,
    first: Rows,
) -> Deviations:
    """The deviations of each reading for every member of its group."""
    told: list[tuple[int, int, int, int, int]] = []
    for number, (group, reading) in enumerate(zip(groups, readings, strict=True)):
        if reading.moves:
            told += [(number, *each) for each in _of_variant(group.steps, reading, alike, names)]
    of, kind, element, step, place = np.array(told, np.int64).reshape(-1, 5).T
    sizes = np.array([len(group.members) for group in groups], np.int64)
    members = np.concatenate([group.members for group in groups]) if groups else np.empty(0, np.int64)
    many = sizes[of]
    each = np.repeat(np.arange(len(of)), many)
    within = np.arange(len(each)) - np.repeat(np.cumsum(many) - many, many)
    member = members[np.repeat((np.cumsum(sizes) - sizes)[of], many) + within]
    lengths = np.array([len(group.steps) for group in groups], np.int64)
    visit = np.where(place[each] < lengths[of[each]], first[member] + place[each], NOWHERE)
    row = rows[member]
    order = np.argsort(row, kind="stable")
    each = each[order]
    return Deviations(
        row[order],
        kind[each].astype(np.int8),
        element[each].astype(np.int32),
        step[each].astype(np.int32),
        visit[order],
    )


def _of_variant(
    steps: tuple[int, ...], reading: Alignment, alike: Mapping[str, tuple[str, ...]], names: Mapping[str, int]
) -> list[tuple[int, int, int, int]]:
    """(kind, element, step code, place) for each deviation of a reading."""
    apart = [move for move in reading.moves if move.kind is not MoveKind.SYNCHRONOUS]
    moved = _moved(apart, alike)
    unpaired = dict(moved)
    made = []
    for move in apart:
        meant = _meant(move.node, alike) if moved else ""
        if move.kind is MoveKind.LOG:
            kind = DeviationKind.EXTRA if move.node in names else DeviationKind.NOT_IN_PROCESS
            if moved.get(meant, 0) > 0:
                moved[meant] -= 1
                kind = DeviationKind.OUT_OF_ORDER
            made.append((int(kind), names.get(move.node, NOWHERE), steps[move.position], move.position))
        elif unpaired.get(meant, 0) > 0:
            unpaired[meant] -= 1
        else:
            made.append((int(DeviationKind.SKIPPED), names[move.node], NOWHERE, move.position))
    return made


def _moved(apart: list[AlignedMove], alike: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """How often each step is both left out and done elsewhere."""
    left_out = [_meant(move.node, alike) for move in apart if move.kind is MoveKind.MODEL]
    extra = [_meant(move.node, alike) for move in apart if move.kind is MoveKind.LOG] if left_out else []
    return {node: min(left_out.count(node), extra.count(node)) for node in set(left_out).intersection(extra)}


def _meant(node: str, alike: Mapping[str, tuple[str, ...]]) -> str:
    """One element for all of its name."""
    return min((node, *alike[node])) if node in alike else node


def _never_recorded(definition: ProcessDefinition, seen: set[str]) -> tuple[str, ...]:
    """Activities without content that no case names, in the order of the file."""
    holders = {node.parent for node in definition.nodes}
    return tuple(
        node.id
        for node in definition.nodes
        if node.kind.family is Family.ACTIVITY and node.id not in holders and node.id not in seen
    )
