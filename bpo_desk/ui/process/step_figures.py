"""How many open cases stand at each step, for how long, how many are overdue, and the filter that lists them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from bpo_desk.models.filter_text import to_text
from bpo_desk.models.filters import LEFT_UNKNOWN, FieldIn, FieldIs, Filter, Not, all_of
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.folded import collapsed, inside_of
from bpo_desk.ui.diagram.names import node_names
from bpo_desk.ui.process.scope import ProcessScope


@dataclass(frozen=True, slots=True)
class StepFigures:
    """The open cases at one step. `element` is the diagram's, "" for a step that it lacks; `median_age` microseconds at
    the step, None where no time is known; `overdue` how many are past their due date, of `with_due` that have one.
    `codes` are the step codes that it is known by, `elsewhere` how many of the cases run on another version than the
    one that is drawn (`elsewhere_filter` lists them)."""

    element: str
    name: str
    cases: int
    median_age: int | None
    overdue: int
    with_due: int
    filter_text: str
    codes: tuple[int, ...] = ()
    elsewhere: int = 0
    elsewhere_filter: str = ""


def step_figures(
    queue: QueueColumns, scope: ProcessScope, elements: Mapping[int, str], now: int, drawn: str | None = None
) -> list[StepFigures]:
    """Figures for every step at which an open case stands, most cases first. `elements`: element by step code; `drawn`:
    the version that is drawn, None where there is only one to speak of."""
    rows = scope.open_rows(queue)
    steps = queue.cases.sets["steps"].take(rows)
    codes = steps.flat["step"].astype(np.int64)
    case = np.repeat(np.arange(len(rows)), np.diff(steps.offset))
    since = steps.flat["since"].astype(np.int64)
    due = queue.cases["due_at"][rows].astype(np.int64)
    names = queue.dictionaries.steps
    elsewhere = np.isin(rows, ProcessScope(scope.process, drawn).rows(queue), invert=True) & (drawn is not None)
    groups: dict[tuple[str, str], list[int]] = {}
    for code in np.unique(codes).tolist():
        element = elements.get(code, "")
        groups.setdefault((element, "" if element else names[code].name.casefold()), []).append(code)
    made = []
    for (element, _), members in groups.items():
        at = np.isin(codes, members)
        # A case that stands at a step several times counts once, since when it first stands there.
        order = np.lexsort((since[at], case[at]))
        here, first = np.unique(case[at][order], return_index=True)
        ages = since[at][order][first]
        ages = now - ages[ages != TIME_UNKNOWN]
        known_due = due[here] != TIME_UNKNOWN
        made.append(
            StepFigures(
                element=element,
                name=names[members[0]].name,
                cases=len(here),
                median_age=int(np.median(ages)) if len(ages) else None,
                overdue=int((known_due & (due[here] < now)).sum()),
                with_due=int(known_due.sum()),
                filter_text=to_text(all_of(scope.open_filter(), _at([names[code].name for code in members]))),
                codes=tuple(members),
                elsewhere=int(elsewhere[here].sum()),
                elsewhere_filter=_elsewhere(scope, drawn, _at([names[code].name for code in members])),
            )
        )
    return sorted(made, key=lambda each: (-each.cases, each.name))


def _elsewhere(scope: ProcessScope, drawn: str | None, at: Filter) -> str:
    if drawn is None:
        return ""
    return to_text(all_of(scope.open_filter(), at, Not(ProcessScope(version=drawn).filter())))


def passed_figures(
    queue: QueueColumns,
    scope: ProcessScope,
    elements: Mapping[int, str],
    reached: Iterable[int],
    open_ones: Iterable[StepFigures],
) -> list[StepFigures]:
    """Figures of the steps that cases reached (`reached`: step codes) and at which none of the `open_ones` stands."""
    names = queue.dictionaries.steps
    known = {(each.element, "" if each.element else each.name.casefold()) for each in open_ones}
    groups: dict[tuple[str, str], list[int]] = {}
    for code in sorted(reached):
        element = elements.get(code, "")
        groups.setdefault((element, "" if element else names[code].name.casefold()), []).append(code)
    return [
        StepFigures(
            element, names[members[0]].name, 0, None, 0, 0,
            to_text(all_of(scope.open_filter(), _at([names[code].name for code in members]))), tuple(members),
        )
        for (element, name), members in groups.items()
        if (element, name) not in known
    ]  # fmt: skip


def folded_figures(
    queue: QueueColumns,
    scope: ProcessScope,
    elements: Mapping[int, str],
    definition: ProcessDefinition,
    drawing: DisplayList,
    now: int,
) -> list[StepFigures]:
    """Figures for every sub-process that a drawing does not show the inside of: a case at several steps of it counts
    once."""
    made = []
    names = node_names(definition)
    for node in collapsed(definition, drawing):
        inside = inside_of(definition, node.id) | {node.id}
        codes = {code: node.id for code, element in elements.items() if element in inside}
        found = step_figures(queue, scope, codes, now) if codes else []
        made += [replace(each, name=names.get(node.id, node.id)) for each in found if each.element == node.id]
    return made


def _at(names: list[str]) -> Filter:
    different = tuple({name.casefold(): name for name in names}.values())
    if len(different) > 1:
        return FieldIn("step", different, exact=True)
    return FieldIs("step", different[0], exact=True) if different[0] else FieldIs("step", LEFT_UNKNOWN)
