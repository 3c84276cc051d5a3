"""Everything the Process screen shows of one process, prepared off the UI thread: no widgets are made here."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from bpo_desk.measures.durations import durations
from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.step_mapping import StepMapping
from bpo_desk.process.discovery import DiscoveredMap, Variants, discovered_map, map_element, variants
from bpo_desk.process.display_list import DisplayList, display_list
from bpo_desk.process.map_cases import counted_in_cases, map_takers, steps_by_variant
from bpo_desk.process.paths import SECONDS, Level, Path, levels_of, paths_of, with_ends
from bpo_desk.process.versions import flows_of_others, levels_of_versions, with_flows
from bpo_desk.process.visits import count_steps, visit_rows
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.all_versions import Drawings, only_in, version_reads, versions_note, versions_of_cases
from bpo_desk.ui.process.definitions import elements_of, read_or_why_not
from bpo_desk.ui.process.mapping_rows import MappingView, mapping_view
from bpo_desk.ui.process.scope import EVERYTHING, ProcessScope, VersionCount, chosen_version, versions_of
from bpo_desk.ui.process.step_figures import StepFigures, folded_figures, passed_figures, step_figures
from bpo_desk.ui.retention_words import left_words

translate = QCoreApplication.translate

EventsProvider = Callable[[], EventColumns]
"""All events of the engagement, sorted by case and order; slow, so asked in the background and at most once."""

Clock = Callable[[], float]

_MOST_STEPS = 60
_PATHS_KEPT = 500
_NOTHING = np.empty(0, np.int64), np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class ProcessLevel:
    """One stop of the slider with what is drawn at it (the same drawing at each, where there is a definition); `hidden`
    says what a map does not show of it."""

    level: Level
    drawing: DisplayList | None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class ProcessView:
    """One process of an engagement, in one version. `processes` are all keys, `process_names` what people call them,
    `versions` the stored versions of this process, oldest first.

    `folded` are the open cases by sub-process whose inside is not drawn: they stand at its steps, which are among the
    `figures` too.

    `note` says what the drawing is, or why there is none. `figures` are the open cases by step, `open_cases` how many
    there are in all and `open_filter` the filter that lists them; `passed` are the steps at which no open case stands
    now and that some case reached, `reached` is (number of a path, step code), every pair once. `paths` are the most
    common paths of the `path_cases` cases whose steps are recorded, `paths_in_all` how many different ones there are;
    `path_case` are the keys of these cases and `path_number` int32 the number of the path that each took, `path_times`
    the median time from opening to end of each path kept, microseconds, None where that is not known. `mapping` says
    which element each step of the log stands for. `drawn_version` is the version that is drawn where cases of several
    are counted, `path_version` then the place among the `versions` of the one that each case of `path_case` ran.
    `follow` makes the levels again, where paths are followed on a definition, in so many seconds by a clock.
    """

    scope: ProcessScope
    processes: tuple[str, ...]
    versions: tuple[VersionCount, ...]
    definition: ProcessDefinition | None
    note: str
    figures: tuple[StepFigures, ...]
    open_cases: int
    open_filter: str
    levels: tuple[ProcessLevel, ...]
    paths: tuple[Path, ...]
    paths_in_all: int
    path_case: NDArray[np.int32]
    path_number: NDArray[np.int32]
    step_names: tuple[str, ...]
    mapping: MappingView
    path_times: tuple[int | None, ...] = ()
    folded: tuple[StepFigures, ...] = ()
    process_names: tuple[str, ...] = ()
    passed: tuple[StepFigures, ...] = ()
    reached: tuple[NDArray[np.int64], NDArray[np.int64]] = _NOTHING
    drawn_version: str | None = None
    path_version: NDArray[np.int64] | None = None
    follow: Callable[[float, Clock], tuple[ProcessLevel, ...]] | None = field(default=None, compare=False, repr=False)

    @property
    def unfollowed(self) -> int:
        """How many paths have not been followed on the definition, since there was no time."""
        return self.paths_in_all - self.levels[-1].level.read if self.follow is not None else 0

    def followed(self, seconds: float, stopped: Callable[[], bool] = lambda: False) -> ProcessView:
        """This view with as many paths followed as can be in so many seconds, or until somebody `stopped` it; what was
        followed before costs little."""
        if self.follow is None:
            return self
        levels = self.follow(seconds, lambda: math.inf if stopped() else time.monotonic())
        return replace(self, levels=levels, follow=self.follow if levels[-1].level.read < self.paths_in_all else None)

    @property
    def path_cases(self) -> int:
        """How many cases name a step."""
        return len(self.path_case)

    @property
    def chosen_version(self) -> str | None:
        """The version that is shown, ALL_VERSIONS, or None where there is no choice."""
        return chosen_version(self.scope, len(self.versions))

    def cases_of_flow(self, level: int, flow: str) -> NDArray[np.int32]:
        """The keys of the cases whose path, one of those of a level, took a flow of the diagram."""
        shown = self.levels[level].level
        taken, many = np.asarray(shown.takers.get(flow, ()), np.int64), len(self.versions)
        if self.path_version is None:
            return self._takers(taken, shown.paths)
        return self._takers(taken, shown.paths * many, self.path_number.astype(np.int64) * many + self.path_version)

    def cases_of_step(self, level: int, codes: Sequence[int]) -> NDArray[np.int32]:
        """The keys of the cases whose path, one of those of a level, reached one of some steps."""
        number, step = self.reached
        return self._takers(number[np.isin(step, codes)], self.levels[level].level.paths)

    def reached_by(self, level: int, steps: Sequence[Sequence[int]]) -> tuple[int, ...]:
        """How many cases `cases_of_step` gives for each of several lists of step codes."""
        number, step = self.reached
        shown = number < self.levels[level].level.paths
        cases = np.bincount(self.path_number, minlength=1)
        most = int(step.max(initial=0)) + 1
        alone = np.bincount(step[shown], cases[number[shown]], most).astype(np.int64)
        return tuple(
            int(alone[codes[0]]) if len(codes) == 1 and codes[0] < most else len(self.cases_of_step(level, codes))
            for codes in steps
        )

    def _takers(
        self, numbers: NDArray[np.int64], below: int, of_case: NDArray[np.integer] | None = None
    ) -> NDArray[np.int32]:
        wanted = np.zeros(below + 1, np.bool_)
        wanted[numbers[numbers < below]] = True
        own = self.path_number if of_case is None else of_case
        found: NDArray[np.int32] = self.path_case[wanted[np.minimum(own, below)]]
        return found

    def cases_of_path(self, number: int) -> NDArray[np.int32]:
        """The keys of the cases that took a path."""
        found: NDArray[np.int32] = self.path_case[self.path_number == number]
        return found


def prepare_process(
    queue: QueueColumns,
    events: EventsProvider | None,
    scope: ProcessScope = EVERYTHING,
    *,
    definition_xml: bytes | None = None,
    said: StepMapping | None = None,
    drawings: Drawings | None = None,
    now: int,
) -> ProcessView:
    """Prepare one process for the screen: figures of now (microseconds UTC), paths of all its cases, open or over.
    `said` is what people said about the steps of this version. `drawings` are all versions of the process where the
    cases of all are asked for: each is then followed on its own, and told of on the newest, which is drawn.

    Without a `definition_xml` that can be read the map is discovered from the events; without `events` there are no
    paths, and no map either.
    """
    from bpo_desk.models.filter_text import to_text

    steps = queue.dictionaries.steps
    said = said or StepMapping(scope.process, scope.version or "")
    definition, note = read_or_why_not(definition_xml, scope.process)
    log = scoped_log(queue, events, scope)
    case, step = _visits(queue, log)
    found = variants(case, step)
    paths = paths_of(found, step, len(steps))
    mapping = MappingView()
    folded: list[StepFigures] = []
    drawn = path_version = follow = None
    path_case = case[np.concatenate(([True], case[1:] != case[:-1]))] if len(case) else case
    versions = versions_of(queue, scope.process) if scope.process else ()
    if definition is not None:
        if versions:
            version = scope.version if scope.version is not None else versions[-1].version
            if drawings is not None and scope.version is None and len(versions) > 1:
                drawn = version
                note = versions_note(note, drawn, versions)
            else:
                note = translate("process", "{process}, version {version}").format(process=note, version=version)
        elements = elements_of(definition, steps, said)
        mapping = mapping_view(definition, steps, count_steps(log, len(steps)), said)
        if drawn is not None and drawings is not None:
            path_version = versions_of_cases(queue, scope.process, versions, path_case)
            cases = np.zeros((len(paths), len(versions)), np.int64)
            np.add.at(cases, (found.of_case, path_version), 1)
            reads = version_reads(definition, drawn, drawings, versions, steps)
            older, reads = flows_of_others(definition, reads, lambda numbers: only_in(numbers, versions))
            definition = with_flows(definition, older)
            following: Callable[[Clock, float], list[Level]] = partial(levels_of_versions, paths, cases, reads)
        else:
            following = partial(levels_of, paths, definition, elements)
        drawing = display_list(definition)
        folded = folded_figures(queue, scope, elements, definition, drawing, now)
        follow = _follower(following, drawing)
        levels = follow(SECONDS, time.monotonic)
    else:
        elements = {code: map_element(code) for code in range(1, len(steps))}
        levels = tuple(discovered_levels(levels_of(paths, None, {}), found, case, step, [each.name for each in steps]))
        if levels:
            note = translate("process", "A map discovered from the log: there is no process definition")
    note = " \N{MIDDLE DOT} ".join(each for each in (note, left_words(queue.retained)) if each)
    figures = step_figures(queue, scope, elements, now, drawn)
    reached = steps_by_variant(found, step)
    return ProcessView(
        scope=scope,
        processes=tuple(queue.process_keys),
        process_names=tuple(queue.process_name(key) for key in queue.process_keys),
        versions=versions,
        definition=definition,
        note=note,
        figures=tuple(figures),
        passed=tuple(passed_figures(queue, scope, elements, _step_codes(reached[1], len(steps)), figures)),
        reached=reached,
        open_cases=len(scope.open_rows(queue)),
        open_filter=to_text(scope.open_filter()),
        levels=levels,
        paths=tuple(paths[:_PATHS_KEPT]),
        paths_in_all=len(paths),
        path_case=path_case,
        path_times=_path_times(queue, path_case, found.of_case, len(paths)),
        path_number=found.of_case,
        step_names=tuple(each.name for each in steps),
        mapping=mapping,
        folded=tuple(folded),
        drawn_version=drawn,
        path_version=path_version,
        follow=follow if follow is not None and levels[-1].level.read < len(paths) else None,
    )


def _follower(
    levels: Callable[[Clock, float], list[Level]], drawing: DisplayList
) -> Callable[[float, Clock], tuple[ProcessLevel, ...]]:
    """What makes the stops of the slider over one drawing; one where there are no paths."""

    def follow(seconds: float, clock: Clock) -> tuple[ProcessLevel, ...]:
        made = levels(clock, seconds) or [Level(0, 0, {}, 0)]
        return tuple(ProcessLevel(level, drawing) for level in made)

    return follow


def _step_codes(codes: NDArray[np.int64], steps: int) -> list[int]:
    """The different step codes, without that of the end."""
    return [code for code in np.unique(codes).tolist() if code < steps]


def _path_times(
    queue: QueueColumns, case: NDArray[np.int32], number: NDArray[np.int32], paths: int
) -> tuple[int | None, ...]:
    """The median time from opening to end of the cases of each path kept."""
    cases = queue.cases
    rows = np.searchsorted(cases["case"], case)
    opened, closed = cases["opened_at"][rows].astype(np.int64), cases["closed_at"][rows].astype(np.int64)
    known = (opened != TIME_UNKNOWN) & (closed != TIME_UNKNOWN)
    lasted = np.where(known, closed - opened, TIME_UNKNOWN)
    medians = durations(lasted, number, paths, percents=(50,)).percentile(50)[:_PATHS_KEPT]
    return tuple(None if each == TIME_UNKNOWN else each for each in medians.tolist())


def scoped_log(queue: QueueColumns, events: EventsProvider | None, scope: ProcessScope) -> EventColumns:
    """The events of the cases of a scope; none without a provider."""
    if events is None:
        return EventColumns.empty()
    found = events()
    if scope == EVERYTHING:
        return found
    return found.take(np.flatnonzero(np.isin(found.case, queue.cases["case"][scope.rows(queue)])))


def _visits(queue: QueueColumns, log: EventColumns) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Case and step of every visit, in order; after the last one of a case that is over a row with the step code
    behind all others."""
    rows = visit_rows(log)
    case, step = log.case[rows], log.step[rows]
    status = queue.cases["status"]
    over = queue.cases["case"][(status == CaseStatus.CLOSED) | (status == CaseStatus.CANCELLED)]
    return with_ends(case, step, over.astype(np.int64), len(queue.dictionaries.steps))


def discovered_levels(
    levels: list[Level],
    paths: Variants,
    case: NDArray[np.int32],
    step: NDArray[np.int32],
    names: list[str],
) -> list[ProcessLevel]:
    """A map for each level: of as many steps as one can read (and can be laid out at once), the most frequent. Its
    steps and flows count cases."""
    begins = np.concatenate(([True], case[1:] != case[:-1])) if len(case) else np.empty(0, bool)
    variant = paths.of_case[np.cumsum(begins) - 1] if len(case) else np.empty(0, np.int32)
    visits = step < len(names)
    made: list[ProcessLevel] = []
    for level in levels:
        kept = visits & (variant < level.paths)
        found = discovered_map(case[kept], step[kept], names, most_steps=_MOST_STEPS)
        takers = map_takers(found.definition, paths, step, level.paths)
        drawn = counted_in_cases(found.definition, takers, paths.counts)
        flows = {flow.id: flow.count or 0 for flow in drawn.flows}
        shown = Level(level.paths, level.cases, flows, level.paths, takers)
        made.append(ProcessLevel(shown, display_list(drawn), _hidden(found)))
    return made


def _hidden(found: DiscoveredMap) -> str:
    """What a map does not show, in words; empty where it shows all."""
    parts = []
    if found.steps_hidden:
        words = translate("process", "{n} rarer steps ({visits} visits)")
        parts.append(words.format(n=number(found.steps_hidden), visits=number(found.visits_hidden)))
    if found.flows_hidden:
        parts.append(translate("process", "{n} rarer flows").format(n=number(found.flows_hidden)))
    return translate("process", "not drawn: {what}").format(what=", ".join(parts)) if parts else ""
