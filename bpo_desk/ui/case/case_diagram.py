"""Which diagram a case is drawn on: its process definition, else a map of what it did. Pure, no widgets.

Ad-hoc tasks stand in a lane beneath. The drawing holds all tasks of the case; markers tell which were there when.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from bpo_desk.errors import RefusedFile
from bpo_desk.models.case_columns import CaseColumns, CaseStatus, StepRelation, WaitingFor
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.lifecycle import WorkItemState
from bpo_desk.models.mutation import is_task_number
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.models.visible_text import visible
from bpo_desk.process.ad_hoc import AdHocTask, task_element_id, with_ad_hoc_tasks
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.discovery import discovered_definition
from bpo_desk.process.display_list import DisplayList, display_list
from bpo_desk.process.folded import inside_of
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.process.position import CasePosition, case_markers, map_steps
from bpo_desk.process.visits import case_visits, visit_rows
from bpo_desk.state.case_rows import due_of_tasks
from bpo_desk.state.context import read_instants
from bpo_desk.state.work_items import WorkItemColumns
from bpo_desk.ui.case.words import hand_words, value_words
from bpo_desk.ui.timeline.local_time import LocalTime

translate = QCoreApplication.translate

_NOT_WAITING = (WaitingFor.WORK, WaitingFor.UNKNOWN, WaitingFor.NOTHING)


@dataclass(frozen=True, slots=True)
class CaseDiagram:
    """`drawing` is None where there is nothing to draw; `note` says why, or what the drawing is.

    `elements` gives the element id of each step code of the case that the drawing holds, `tasks` the work items that
    are drawn as ad-hoc tasks, `unmapped` the step codes that the drawing lacks; `names` is what codes mean.
    """

    definition: ProcessDefinition | None
    drawing: DisplayList | None
    note: str
    elements: dict[int, str]
    tasks: frozenset[int]
    unmapped: tuple[int, ...] = ()
    names: Dictionaries | None = None

    def element(self, step: int, work_item: int) -> str:
        """The element at which an event with this step and work item happened, "" where none is drawn."""
        return task_element_id(str(work_item)) if work_item in self.tasks else self.elements.get(step, "")

    def rows(self, events: EventColumns, element: str) -> NDArray[np.int64]:
        """The event rows that happened at an element, or inside it, in order."""
        for item in self.tasks:
            if task_element_id(str(item)) == element:
                return np.flatnonzero(events.work_item == item)
        inside = inside_of(self.definition, element) if self.definition is not None else frozenset()
        steps = [code for code, drawn in self.elements.items() if drawn == element or drawn in inside]
        return np.flatnonzero(np.isin(events.step, steps) & ~np.isin(events.work_item, list(self.tasks)))


def case_diagram(file: CaseFile, time: LocalTime) -> CaseDiagram:
    """The diagram of a case: its process definition where there is a readable one, else a map of the case itself.
    `time` tells when tasks are due."""
    visits = visit_rows(file.events)
    task_rows = _task_rows(file.events)
    tasks = frozenset(file.events.work_item[task_rows].tolist())
    definition, note = _definition(file, visits)
    if definition is None:
        return CaseDiagram(None, None, note, {}, frozenset())
    steps = file.dictionaries.steps
    codes = np.unique(file.events.step[visits]).tolist()
    if file.definition_xml is None or not note:
        elements, unmapped = {code: f"step-{code}" for code in codes}, list[int]()
        note = note or translate("case", "A map of what this case did: it has no process definition")
    else:
        elements, unmapped = map_steps(
            definition, [(c, steps[c].name, steps[c].element or None) for c in codes], file.mapped
        )  # fmt: skip
    drawing = display_list(definition)
    due = _due_words(file, time) if len(task_rows) else {}
    shown = [_task(file, row, visits, elements, due) for row in task_rows.tolist()]
    return CaseDiagram(
        definition,
        with_ad_hoc_tasks(drawing, shown, translate("case", "Ad-hoc tasks")),
        note,
        elements,
        tasks,
        tuple(unmapped),
        file.dictionaries,
    )


def _definition(file: CaseFile, visits: NDArray[np.int64]) -> tuple[ProcessDefinition | None, str]:
    """The definition to draw and its name; a discovered one has none."""
    if file.definition_xml is not None:
        try:
            definition, _ = read_definition(file.definition_xml, file.process_key)
        except RefusedFile as refused:
            return None, translate("case", "The process definition cannot be drawn. {why}").format(why=refused)
        name = definition.name or file.process_key
        version = file.process_version or definition.version
        form = translate("case", "{process}, version {version}") if version else "{process}"
        return definition, form.format(process=name, version=version)
    if not len(visits):
        return None, translate("case", "There is no process definition, and this case names no step yet.")
    names = [step.name for step in file.dictionaries.steps]
    return discovered_definition(file.events.case[visits], file.events.step[visits], names), ""


def _task_rows(events: EventColumns) -> NDArray[np.int64]:
    """The first event row of each ad-hoc task."""
    rows = np.flatnonzero((events.ad_hoc == 1) & (events.work_item > 0))
    _, first = np.unique(events.work_item[rows], return_index=True)
    return np.sort(rows[first])


def _due_words(file: CaseFile, time: LocalTime) -> dict[int, str]:
    """When the ad-hoc tasks of a case are due, by work item, of those that say so."""
    events = file.events
    said = {int(events.work_item[row]): int(events.new_value[row]) for row in due_of_tasks(events).tolist()}
    known = {item: read_instants([file.dictionaries.values[code]])[0] for item, code in said.items() if code >= 0}
    form = translate("case", "due {when}")
    return {item: form.format(when=time.minute(int(at))) for item, at in known.items() if at != TIME_UNKNOWN}


def no_due_words(work_item: int) -> str:
    """What is said of a task without a due time: of one made here that it has none, else that nobody can tell."""
    return translate("case", "no due time") if is_task_number(work_item) else translate("case", "due time unknown")


def _task(
    file: CaseFile, row: int, visits: NDArray[np.int64], elements: dict[int, str], due: dict[int, str]
) -> AdHocTask:
    """An ad-hoc task, under the step that the case had reached when it began."""
    before = visits[visits < row]
    during = elements.get(int(file.events.step[before[-1]])) if len(before) else None
    step = int(file.events.step[row])
    name = visible(file.dictionaries.steps[step].name) if step > 0 else translate("case", "unknown")
    item = int(file.events.work_item[row])
    return AdHocTask(str(item), name, due=due.get(item) or no_due_words(item), during=during)


def moment_markers(
    diagram: CaseDiagram, events: EventColumns, state: CaseColumns, items: WorkItemColumns, at: int
) -> dict[str, Marker]:
    """What the case says about the elements of its diagram after the given events, at the instant `at`."""
    if diagram.definition is None:
        return {}
    if not len(state):
        return {task_element_id(str(item)): Marker(MarkerState.NOT_REACHED) for item in diagram.tasks}
    elements = diagram.elements
    visits = case_visits(events)
    visited, log = visits.on(elements)
    current = _open_work(state, items, elements)
    over = int(state["status"][0]) >= CaseStatus.CLOSED
    due = int(state["due_at"][0])
    late = not over and TIME_UNKNOWN not in (due, at) and at > due
    left = {elements[c] for c in events.step[events.kind == EventKind.EXIT_RECORDED].tolist() if c in elements}
    left |= visits.last_ended(elements, EventKind.SKIPPED)
    position = CasePosition(
        visited=visited,
        current=current,
        waiting=() if int(state["waiting_for"][0]) in _NOT_WAITING else tuple(current),
        overdue=tuple(current) if late else (),
        # Where the case stands now tells more than that it once left the process there.
        exited=tuple(left - current.keys()),
        failed=tuple(visits.last_ended(elements, EventKind.ABORTED) - left - current.keys()),
        withdrawn=tuple(visits.last_ended(elements, EventKind.WITHDRAWN) - left - current.keys()),
        closed=over,
        log=log,
        exact=visits.exact,
    )
    markers = case_markers(diagram.definition, position) | _task_markers(diagram, items, at)
    for element, (how, returned) in _exits(diagram, events).items():
        if element in markers:
            markers[element] = replace(markers[element], detour=how, returned=returned)
    return markers


def _exits(diagram: CaseDiagram, events: EventColumns) -> dict[str, tuple[str, bool]]:
    """How the case left the process at each element: the reason given last, and how often where it did so again; and
    whether work of the process was begun or completed after that."""
    reasons: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    going_on = np.flatnonzero(
        np.isin(events.kind, (EventKind.STARTED, EventKind.COMPLETED)) & (events.ad_hoc != 1) & (events.step > 0)
    )
    for row in np.flatnonzero(events.kind == EventKind.EXIT_RECORDED).tolist():
        element = diagram.element(int(events.step[row]), int(events.work_item[row]))
        reason = value_words(diagram.names, int(events.reason[row])) if diagram.names is not None else ""
        reasons.setdefault(element, []).append(reason or translate("case", "left the process"))
        last[element] = row
    return {
        element: (
            said[-1] if len(said) == 1 else f"{said[-1]} ×{len(said)}",
            bool(len(going_on)) and int(going_on[-1]) > last[element],
        )
        for element, said in reasons.items()
    }


def _open_work(state: CaseColumns, items: WorkItemColumns, elements: dict[int, str]) -> dict[str, int]:
    """The elements at which the case stands now, and how many of its work items are open there (at least one)."""
    steps = state.sets["steps"].of(0)
    at = [
        elements[code]
        for code, relation in zip(steps["step"].tolist(), steps["relation"].tolist(), strict=True)
        if relation == StepRelation.AT and code in elements
    ]
    still = (items["state"] != WorkItemState.CLOSED) & (items["ad_hoc"] != 1)
    open_items = Counter(elements[code] for code in items["step"][still].tolist() if code in elements)
    return {element: max(open_items[element], 1) for element in at}


def is_late(items: WorkItemColumns, row: int, at: int) -> bool:
    """Whether a task was not done by the time it was due, as far as `at` (microseconds UTC)."""
    due, ended = int(items["due_at"][row]), int(items["ended_at"][row])
    done = int(items["state"][row]) == WorkItemState.CLOSED
    until = ended if done else at
    return TIME_UNKNOWN not in (due, until) and until > due


def _task_markers(diagram: CaseDiagram, items: WorkItemColumns, at: int) -> dict[str, Marker]:
    rows = {int(item): row for row, item in enumerate(items["work_item"].tolist())}
    made = {}
    for item in diagram.tasks:
        row = rows.get(item)
        if row is None:
            made[task_element_id(str(item))] = Marker(MarkerState.NOT_REACHED)
            continue
        who = ""
        if diagram.names is not None:
            kind, person, queue, side = (int(items[c][row]) for c in ("hand_kind", "person", "queue", "side"))
            who = hand_words(diagram.names, kind, person, queue, side)
        done = int(items["state"][row]) == WorkItemState.CLOSED
        late = is_late(items, row, at)
        if done:
            word = translate("case", "done late") if late else ""
            made[task_element_id(str(item))] = Marker(MarkerState.DONE, times=1, badge=who, alert=word)
        else:
            state = MarkerState.OVERDUE if late else MarkerState.CURRENT
            word = translate("case", "overdue") if late else ""
            made[task_element_id(str(item))] = Marker(state, tokens=1, badge=who, alert=word)
    return made
