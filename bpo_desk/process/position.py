"""Where a case stands on its process: log steps matched to nodes, and the case's path as markers.

What tokens do is `replay`'s business; this makes markers of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bpo_desk.models.process import FLOW_NODE_FAMILIES, Family, FlowKind, Node, NodeKind, ProcessDefinition, Repetition
from bpo_desk.models.step_mapping import NO_STEPS, NOWHERE
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.process.names import normalised
from bpo_desk.process.replay import Replayed, StepEvent, replay_of
from bpo_desk.process.tokens import Phase


def map_steps(
    definition: ProcessDefinition,
    steps: Sequence[tuple[int, str, str | None]],
    said: Mapping[str, str] = NO_STEPS,
) -> tuple[dict[int, str], list[int]]:
    """Match steps of a log, (code, name, id in the source or None), to flow nodes; also return codes left unmapped.

    What a person `said` about a step of that name (an id that the definition has, or NOWHERE) counts first; then the id
    (the source's, else a name that is a node id), then the normalised name, activities before events;
    of several nodes with one name the first in the file counts.
    """
    nodes = [node for node in definition.nodes if node.kind.family in FLOW_NODE_FAMILIES]
    ids = {node.id for node in nodes}
    by_name: dict[str, str] = {}
    for node in sorted(nodes, key=lambda node: node.kind.family is not Family.ACTIVITY):
        if node.kind.family is not Family.GATEWAY and normalised(node.name):
            by_name.setdefault(normalised(node.name), node.id)
    mapped: dict[int, str] = {}
    unmapped: list[int] = []
    for code, name, source_id in steps:
        by_hand = said.get(name)
        if by_hand == NOWHERE or by_hand in ids:
            if by_hand in ids:
                mapped[code] = by_hand
            else:
                unmapped.append(code)
            continue
        found = source_id if source_id in ids else name if name in ids else by_name.get(normalised(name))
        if found:
            mapped[code] = found
        else:
            unmapped.append(code)
    return mapped, unmapped


@dataclass(frozen=True, slots=True)
class CasePosition:
    """A case on its definition, as element ids.

    `visited` are the steps in the order in which they were reached, repetitions included; `log` what is recorded of
    them in order as (number of the visit from 0, phase), empty where nothing but the order is known; `exact` tells
    that it has all beginnings (`visits.CaseVisits`). `current` are the open steps with how many work items stand
    there; the other sets mark some of them (`withdrawn`: reached, but the work was called off before it was done),
    `next_steps` is what the definition enables next (drawn as inferred; empty: the tokens tell).
    """

    visited: Sequence[str]
    current: Mapping[str, int]
    next_steps: Collection[str] = ()
    waiting: Collection[str] = ()
    overdue: Collection[str] = ()
    exited: Collection[str] = ()
    failed: Collection[str] = ()
    withdrawn: Collection[str] = ()
    closed: bool = False
    log: Sequence[tuple[int, Phase]] = ()
    exact: bool = False


def case_markers(definition: ProcessDefinition, position: CasePosition) -> dict[str, Marker]:
    """Markers for every flow node and sequence flow: steps with visit numbers, taken flows, all else not reached.

    A flow counts as recorded when both its ends are (a start event counts as recorded with what follows it); what
    tokens must have passed silently is inferred. While the case is not closed, the steps that the tokens allow next are
    marked as such: where beginnings are recorded the other branches that are due, else where nothing is open.
    """
    several = {node.id for node in definition.nodes if node.repetition is Repetition.PARALLEL}
    events, visit_events = _events(position, several)
    recorded = frozenset(position.visited) | frozenset(position.current)
    replay = replay_of(definition, recorded, starts=position.exact)
    replay.follow(events)
    told = replay.likeliest(closed=position.closed)
    visited = [
        next((placed for at in ats if (placed := told.placed[at])), node)
        for node, ats in zip(position.visited, visit_events, strict=True)
    ]
    current = _moved(position, visited)
    nodes = {n.id: n for n in definition.nodes if n.kind.family in FLOW_NODE_FAMILIES}
    markers = {node_id: Marker(MarkerState.NOT_REACHED) for node_id in nodes}
    markers |= _flow_markers(definition, told, nodes, set(visited))
    for node_id, times in told.passed.items():
        markers[node_id] = Marker(MarkerState.DONE, times=times, inferred=True)
    for node_id in _around(nodes, visited):
        markers[node_id] = Marker(MarkerState.DONE, inferred=True)
    for node_id in _around(nodes, current):
        markers[node_id] = Marker(MarkerState.CURRENT, inferred=True)
    visits: dict[str, list[int]] = defaultdict(list)
    for number, node_id in enumerate(visited, start=1):
        visits[node_id].append(number)
    for node_id, numbers in visits.items():
        undone = len(numbers) == 1 and node_id in position.withdrawn
        reached = MarkerState.NOT_REACHED if undone else MarkerState.DONE
        markers[node_id] = Marker(reached, times=0 if undone else len(numbers), path=tuple(numbers))
    next_steps = position.next_steps
    if visited and not next_steps and not position.closed and (position.exact or not current):
        next_steps = replay.next_steps()
    for node_id in next_steps:
        if node_id not in visits:
            markers[node_id] = Marker(MarkerState.NEXT, inferred=True)
    for node_id in {*current, *position.exited, *position.failed, *position.overdue, *position.waiting}:
        if node_id in position.current and node_id not in current:
            continue
        numbers = visits.get(node_id, [])
        markers[node_id] = Marker(
            _state(current.get(node_id, (node_id, 0))[0], position),
            tokens=current.get(node_id, (node_id, 0))[1],
            times=len(numbers),
            path=tuple(numbers),
        )
    return markers


def _events(position: CasePosition, several: Collection[str]) -> tuple[list[StepEvent], list[list[int]]]:
    """What the log says as events, and for each visit the numbers of its events.

    Where an end is not recorded, the last visits of a step that is open are taken to be the open ones; all others ended
    at once. The token stands at a step of `several` instances from the first that begins to the last that ends.
    """
    ends = {number for number, phase in position.log if phase is Phase.COMPLETE}
    still_open = dict(position.current)
    open_visits = set()
    for number in range(len(position.visited) - 1, -1, -1):
        node = position.visited[number]
        if number not in ends and still_open.get(node, 0) > 0:
            still_open[node] -= 1
            open_visits.add(number)
    events: list[StepEvent] = []
    visit_events: list[list[int]] = [[] for _ in position.visited]
    at_work = dict.fromkeys(several, 0)
    for number, phase in position.log or [(number, Phase.START) for number in range(len(position.visited))]:
        node = position.visited[number]
        if node in at_work and (number in ends or number in open_visits):
            others = at_work[node] - (phase is Phase.COMPLETE)
            at_work[node] = others + (phase is Phase.START)
            if others:
                continue
        visit_events[number].append(len(events))
        events.append(StepEvent(node, phase, open_end=phase is Phase.START and number in open_visits))
        if phase is Phase.START and number not in ends and number not in open_visits:
            visit_events[number].append(len(events))
            events.append(StepEvent(node, Phase.COMPLETE))
    return events, visit_events


def _moved(position: CasePosition, visited: Sequence[str]) -> dict[str, tuple[str, int]]:
    """The open steps by the node at which the tokens place them: (the node as mapped, open work items)."""
    found: dict[str, tuple[str, int]] = {}
    for node, count in position.current.items():
        at = next((v for v, m in zip(visited[::-1], position.visited[::-1], strict=True) if m == node), node)
        found[at] = node, count
    return found


def _flow_markers(
    definition: ProcessDefinition, told: Replayed, nodes: Mapping[str, Node], visited: Collection[str]
) -> dict[str, Marker]:
    markers = {}
    for flow in definition.flows:
        if flow.kind is not FlowKind.SEQUENCE:
            continue
        times = told.flows.get(flow.id, 0) or int(flow.id in told.waiting and _joins(nodes, flow.target, definition))
        if not times:
            markers[flow.id] = Marker(MarkerState.NOT_REACHED)
            continue
        begins = flow.source in nodes and nodes[flow.source].kind is NodeKind.START_EVENT
        recorded = flow.target in visited and (begins or flow.source in visited)
        markers[flow.id] = Marker(MarkerState.DONE, times=times, inferred=not recorded)
    return markers


def _joins(nodes: Mapping[str, Node], node_id: str, definition: ProcessDefinition) -> bool:
    """Whether a token that stands before a node has left its step and waits there for others."""
    joining = node_id in nodes and nodes[node_id].kind in (NodeKind.PARALLEL_GATEWAY, NodeKind.INCLUSIVE_GATEWAY)
    return joining and sum(flow.target == node_id for flow in definition.flows) > 1


def _around(nodes: Mapping[str, Node], node_ids: Iterable[str]) -> set[str]:
    """The sub-processes around the given nodes."""
    found: set[str] = set()
    for node_id in node_ids:
        parent = nodes[node_id].parent if node_id in nodes else None
        while parent in nodes and parent is not None and parent not in found:
            found.add(parent)
            parent = nodes[parent].parent
    return found


def _state(node_id: str, position: CasePosition) -> MarkerState:
    for ids, state in (
        (position.failed, MarkerState.FAILED),
        (position.exited, MarkerState.EXITED),
        (position.overdue, MarkerState.OVERDUE),
        (position.waiting, MarkerState.WAITING),
    ):
        if node_id in ids:
            return state
    return MarkerState.CURRENT
