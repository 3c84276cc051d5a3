"""The steps of a log beside the elements of its process: which stands for which, and why. Pure, no widgets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.dictionaries import Step
from bpo_desk.models.process import FLOW_NODE_FAMILIES, Family, ProcessDefinition
from bpo_desk.models.step_mapping import AUTOMATIC, NOWHERE, MappedStep, StepMapping
from bpo_desk.process.position import map_steps
from bpo_desk.process.visits import Counted
from bpo_desk.ui.diagram.names import node_names


class MappedBy(IntEnum):
    """Why a step stands for its element."""

    NOTHING = 0  # unmapped: neither id nor name fits, and nobody has spoken
    ID = 1
    NAME = 2
    HAND = 3
    LEFT_OUT = 4  # a person said that the diagram has no such step


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One step of the log: how many `events` name it in how many `cases`, the `element` it stands for ("": none) and
    why; `said_by` who said so, "" where nobody did; `pending` while that is not acknowledged."""

    step: str
    events: int
    cases: int
    element: str
    by: MappedBy
    said_by: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True)
class ElementChoice:
    """An element that a step may stand for; `words` are unlike those of every other."""

    element: str
    words: str


@dataclass(frozen=True, slots=True)
class MappingView:
    """What the editor shows: the steps, unmapped ones first, then the most frequent; what they may stand for; and what
    people said. `choices` is empty where there is no definition."""

    rows: tuple[MappingRow, ...] = ()
    choices: tuple[ElementChoice, ...] = ()
    said: StepMapping | None = None

    @property
    def unmapped(self) -> int:
        """How many steps stand for nothing, and nobody said that this is right."""
        return sum(row.by is MappedBy.NOTHING for row in self.rows)


def mapping_view(
    definition: ProcessDefinition, steps: list[Step], counted: Counted, said: StepMapping
) -> MappingView:  # fmt: skip
    """The editor's view of the steps that were `counted` in the log of a process version."""
    ids = {node.id for node in definition.nodes if node.kind.family in FLOW_NODE_FAMILIES}
    codes: NDArray[np.int64] = np.flatnonzero(counted.events)
    named = [(code, steps[code].name, steps[code].element or None) for code in codes.tolist() if steps[code].name]
    elements, _ = map_steps(definition, named, said.elements)
    rows = []
    for code, name, source_id in named:
        element, by_hand = elements.get(code, ""), said.steps.get(name)
        by = _why(element, by_hand.element if by_hand else "", {source_id, name} & ids != set())
        who = by_hand.by if by_hand is not None and by in (MappedBy.HAND, MappedBy.LEFT_OUT) else ""
        rows.append(
            MappingRow(
                name, int(counted.events[code]), int(counted.cases[code]), element, by, who, name in said.pending
            )
        )
    rows.sort(key=lambda row: (row.by is not MappedBy.NOTHING, -row.events, row.step))
    return MappingView(tuple(rows), _choices(definition), said)


def with_said(view: MappingView, step: str, element: str) -> MappingView:
    """The view as it is shown until a person's word about a step has been kept. What a step that is left to its id or
    name stands for is not known yet."""
    if view.said is None:
        return view
    said = view.said.with_step(step, MappedStep(element, "", 0))
    by = {NOWHERE: MappedBy.LEFT_OUT, AUTOMATIC: MappedBy.NOTHING}.get(element, MappedBy.HAND)
    stands_for = "" if element in (NOWHERE, AUTOMATIC) else element
    rows = tuple(
        replace(row, element=stands_for, by=by, said_by="", pending=True) if row.step == step else row
        for row in view.rows
    )
    return replace(view, rows=rows, said=said)


def _why(element: str, by_hand: str, has_id: bool) -> MappedBy:
    if by_hand == NOWHERE:
        return MappedBy.LEFT_OUT
    if not element:
        return MappedBy.NOTHING
    if by_hand == element:
        return MappedBy.HAND
    return MappedBy.ID if has_id else MappedBy.NAME


def _choices(definition: ProcessDefinition) -> tuple[ElementChoice, ...]:
    """Activities and events by name, where a name stands for several with the id; then those without a name."""
    nodes = [n for n in definition.nodes if n.kind.family in FLOW_NODE_FAMILIES and n.kind.family is not Family.GATEWAY]
    named = node_names(definition)
    times = Counter(named[node.id] for node in nodes)
    made = [
        (
            not node.name.strip(),
            name.casefold(),
            ElementChoice(node.id, name if times[name] == 1 else f"{name} ({node.id})"),
        )
        for node in nodes
        for name in (named[node.id],)
    ]
    # Who types the name of a step means the step, not what stands beside it.
    return tuple(choice for _, _, choice in sorted(made, key=lambda each: each[:2]))
