"""Everything the Process screen shows of one process, prepared off the UI thread: no widgets are made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from bpo_desk.errors import RefusedFile
from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.discovery import discovered_definition, variants
from bpo_desk.process.display_list import DisplayList, display_list
from bpo_desk.process.paths import Level, Path, levels_of, paths_of, with_ends
from bpo_desk.process.position import map_steps
from bpo_desk.process.visits import visit_rows
from bpo_desk.ui.process.step_figures import StepFigures, open_filter, open_rows, step_figures

translate = QCoreApplication.translate

EventsProvider = Callable[[], EventColumns]
"""All events of the engagement, sorted by case and order; slow, so asked in the background and at most once."""

_MOST_STEPS = 60
_PATHS_KEPT = 500


@dataclass(frozen=True, slots=True)
class ProcessLevel:
    """One stop of the slider with what is drawn at it (the same drawing at each, where there is a definition)."""

    level: Level
    drawing: DisplayList | None


@dataclass(frozen=True, slots=True)
class ProcessView:
    """One process of an engagement. `process` is its key, "" for all cases together; `processes` are all keys.

    `note` says what the drawing is, or why there is none. `figures` are the open cases by step, `open_cases` how many
    there are in all and `open_filter` the filter that lists them. `paths` are the most common paths of the
    `path_cases` cases whose steps are recorded, `paths_in_all` how many different ones there are.
    """

    process: str
    processes: tuple[str, ...]
    definition: ProcessDefinition | None
    note: str
    figures: tuple[StepFigures, ...]
    open_cases: int
    open_filter: str
    levels: tuple[ProcessLevel, ...]
    paths: tuple[Path, ...]
    paths_in_all: int
    path_cases: int
    step_names: tuple[str, ...]


def prepare_process(
    queue: QueueColumns,
    events: EventsProvider | None,
    *,
    process: str = "",
    definition_xml: bytes | None = None,
    now: int,
) -> ProcessView:
    """Prepare one process for the screen: figures of now (microseconds UTC), paths of all its cases, open or over.

    Without a `definition_xml` that can be read the map is discovered from the events; without `events` there are no
    paths, and no map either.
    """
    from bpo_desk.models.filter_text import to_text

    steps = queue.dictionaries.steps
    definition, note = _definition(definition_xml, process)
    case, step = _visits(queue, events, process)
    found = variants(case, step)
    paths = paths_of(found, step, len(steps))
    if definition is not None:
        named = [(code, entry.name, entry.element or None) for code, entry in enumerate(steps) if code]
        elements, _ = map_steps(definition, named)
        drawing = display_list(definition)
        levels = [ProcessLevel(level, drawing) for level in levels_of(paths, definition, elements)]
        levels = levels or [ProcessLevel(Level(0, 0, {}, 0), drawing)]
    else:
        elements = {code: f"step-{code}" for code in range(1, len(steps))}
        levels = _discovered(levels_of(paths, None, {}), found.of_case, case, step, [each.name for each in steps])
        if levels:
            note = translate("process", "A map discovered from the log: there is no process definition")
    rows = open_rows(queue, process)
    return ProcessView(
        process=process,
        processes=tuple(queue.process_keys),
        definition=definition,
        note=note,
        figures=tuple(step_figures(queue, rows, elements, process, now)),
        open_cases=len(rows),
        open_filter=to_text(open_filter(process)),
        levels=tuple(levels),
        paths=tuple(paths[:_PATHS_KEPT]),
        paths_in_all=len(paths),
        path_cases=sum(path.cases for path in paths),
        step_names=tuple(each.name for each in steps),
    )


def _definition(xml: bytes | None, process: str) -> tuple[ProcessDefinition | None, str]:
    if xml is None:
        return None, translate("process", "There is no process definition, and no log to discover a map from.")
    try:
        definition, _ = read_definition(xml, process)
    except RefusedFile as refused:
        return None, translate("process", "The process definition cannot be drawn. {why}").format(why=refused)
    return definition, definition.name or process


def _visits(
    queue: QueueColumns, events: EventsProvider | None, process: str
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Case and step of every visit of the process's cases, in order; after the last one of a case that is over a row
    with the step code behind all others."""
    if events is None:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    found = events()
    rows = visit_rows(found)
    case, step = found.case[rows], found.step[rows]
    if process:
        members = queue.cases["case"][queue.process == queue.process_keys.index(process)]
        of_process = np.isin(case, members)
        case, step = case[of_process], step[of_process]
    status = queue.cases["status"]
    over = queue.cases["case"][(status == CaseStatus.CLOSED) | (status == CaseStatus.CANCELLED)]
    return with_ends(case, step, over.astype(np.int64), len(queue.dictionaries.steps))


def _discovered(
    levels: list[Level],
    of_case: NDArray[np.int32],
    case: NDArray[np.int32],
    step: NDArray[np.int32],
    names: list[str],
) -> list[ProcessLevel]:
    """A map for each level that one can read; at least for the first."""
    begins = np.concatenate(([True], case[1:] != case[:-1])) if len(case) else np.empty(0, bool)
    variant = of_case[np.cumsum(begins) - 1] if len(case) else np.empty(0, np.int32)
    visits = step < len(names)
    made: list[ProcessLevel] = []
    for level in levels:
        kept = visits & (variant < level.paths)
        if made and len(np.unique(step[kept])) > _MOST_STEPS:
            break
        definition = discovered_definition(case[kept], step[kept], names)
        flows = {flow.id: flow.count or 0 for flow in definition.flows}
        shown = Level(level.paths, level.cases, flows, level.paths)
        made.append(ProcessLevel(shown, display_list(definition)))
    return made
