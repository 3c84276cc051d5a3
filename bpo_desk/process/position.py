"""Where a case stands on its process: log steps matched to nodes, and the case's path as markers.

A minimal reading of the path (shortest way through gateways); token semantics are not decided here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bpo_desk.models.process import FLOW_NODE_FAMILIES, Family, FlowKind, Node, NodeKind, ProcessDefinition
from bpo_desk.process.markers import Marker, MarkerState

_APART = re.compile(r"[\W_]+")


def normalised(name: str) -> str:
    """A name for comparison: compatibility form, case folded, everything but letters and digits as one blank."""
    return _APART.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()


def map_steps(
    definition: ProcessDefinition, steps: Sequence[tuple[int, str, str | None]]
) -> tuple[dict[int, str], list[int]]:
    """Match steps of a log, (code, name, id in the source or None), to flow nodes; also return codes left unmapped.

    By id first (the source's id, else a name that is a node id), then by normalised name, activities before events;
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
        found = source_id if source_id in ids else name if name in ids else by_name.get(normalised(name))
        if found:
            mapped[code] = found
        else:
            unmapped.append(code)
    return mapped, unmapped


@dataclass(frozen=True, slots=True)
class CasePosition:
    """A case on its definition, as element ids.

    `visited` are the steps in the order in which they were reached, repetitions included; `current` the open ones
    with how many work items stand there; the other sets mark some of them, `next_steps` is what the definition
    enables next where the log cannot say what is open (drawn as inferred).
    """

    visited: Sequence[str]
    current: Mapping[str, int]
    next_steps: Collection[str] = ()
    waiting: Collection[str] = ()
    overdue: Collection[str] = ()
    exited: Collection[str] = ()
    failed: Collection[str] = ()
    closed: bool = False


def case_markers(definition: ProcessDefinition, position: CasePosition) -> dict[str, Marker]:
    """Markers for every flow node and sequence flow: steps with visit numbers, taken flows, all else not reached.

    A flow counts as recorded when it joins two consecutive visits directly; one that had to be guessed (through
    gateways, or from an earlier visit of a parallel branch) is inferred.
    """
    ways = _Ways(definition)
    taken = ways.taken(position.visited, position.closed)
    markers = {node.id: Marker(MarkerState.NOT_REACHED) for node in ways.nodes.values()}
    markers |= {flow_id: Marker(MarkerState.NOT_REACHED) for flow_id in ways.flow_ids}
    for flow_id, (times, inferred) in taken.flows.items():
        markers[flow_id] = Marker(MarkerState.DONE, times=times, inferred=inferred)
    for node_id, times in taken.passed.items():
        markers[node_id] = Marker(MarkerState.DONE, times=times, inferred=True)
    for node_id in ways.around(position.visited):
        markers[node_id] = Marker(MarkerState.DONE, inferred=True)
    for node_id in ways.around(position.current):
        markers[node_id] = Marker(MarkerState.CURRENT, inferred=True)
    visits: dict[str, list[int]] = defaultdict(list)
    for number, node_id in enumerate(position.visited, start=1):
        visits[node_id].append(number)
    for node_id, numbers in visits.items():
        markers[node_id] = Marker(MarkerState.DONE, times=len(numbers), path=tuple(numbers))
    for node_id in position.next_steps:
        if node_id not in visits:
            markers[node_id] = Marker(MarkerState.NEXT, inferred=True)
    for node_id in {*position.current, *position.exited, *position.failed, *position.overdue, *position.waiting}:
        numbers = visits.get(node_id, [])
        markers[node_id] = Marker(
            _state(node_id, position),
            tokens=position.current.get(node_id, 0),
            times=len(numbers),
            path=tuple(numbers),
        )
    return markers


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


@dataclass(slots=True)
class _Taken:
    """Flows with (times, inferred) and silent nodes (gateways, start and end events) with times."""

    flows: dict[str, tuple[int, bool]]
    passed: dict[str, int]


class _Ways:
    """The sequence flows of a definition, and the shortest ways from step to step through silent nodes."""

    def __init__(self, definition: ProcessDefinition) -> None:
        self.nodes: dict[str, Node] = {n.id: n for n in definition.nodes if n.kind.family in FLOW_NODE_FAMILIES}
        self.onward: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.inward: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.flow_ids: list[str] = []
        for flow in definition.flows:
            if flow.kind is FlowKind.SEQUENCE:
                self.flow_ids.append(flow.id)
                self.onward[flow.source].append((flow.target, flow.id))
                self.inward[flow.target].append((flow.source, flow.id))
        for node in self.nodes.values():
            if node.attached_to:
                self.onward[node.attached_to].append((node.id, ""))
        self._enter_sub_processes()
        self._known: dict[tuple[str, str], list[tuple[str, str]] | None] = {}

    def _enter_sub_processes(self) -> None:
        """A sub-process leads to its inner starts, and its inner ends lead to what comes after it."""
        inner: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            if node.parent in self.nodes:
                inner[node.parent].append(node)
        self.entered = frozenset(inner)
        for parent, nodes in inner.items():
            after = [(target, flow_id) for target, flow_id in self.onward[parent] if flow_id]
            for node in nodes:
                if node.kind is NodeKind.START_EVENT:
                    self.onward[parent].append((node.id, ""))
                elif not self.onward[node.id]:
                    self.onward[node.id] += after

    def around(self, node_ids: Iterable[str]) -> set[str]:
        """The sub-processes around the given nodes."""
        found: set[str] = set()
        for node_id in node_ids:
            parent = self.nodes[node_id].parent if node_id in self.nodes else None
            while parent in self.nodes and parent not in found:
                found.add(parent)
                parent = self.nodes[parent].parent
        return found

    def taken(self, visited: Sequence[str], closed: bool) -> _Taken:
        """What the sequence of visits must have passed; with `closed` also the way to an end."""
        made = _Taken({}, defaultdict(int))
        seen = set(visited)
        for number, at in enumerate(visited):
            for back in range(number - 1, -1, -1):
                way = self._way(visited[back], at, seen)
                if way is not None:
                    self._take(made, way, guessed=back != number - 1 or len(way) > 1)
                    break
            else:
                start, way = self._from_start(at, seen)
                if way:
                    self._take(made, way, guessed=number > 0)
                    made.passed[start] += 1
        if closed and visited:
            self._take_to_end(made, visited[-1], seen)
        self._complete_joins(made, seen)
        return made

    def _take(self, made: _Taken, way: list[tuple[str, str]], *, guessed: bool) -> None:
        for _, flow_id in way:
            if flow_id:
                times, inferred = made.flows.get(flow_id, (0, guessed))
                made.flows[flow_id] = times + 1, inferred and guessed
        for node_id, _ in way[:-1]:
            made.passed[node_id] += 1

    def _is_silent(self, node_id: str, seen: set[str]) -> bool:
        node = self.nodes.get(node_id)
        if node is None or node_id in seen:
            return False
        return node.kind.family is not Family.ACTIVITY or node_id in self.entered

    def _way(self, source: str, target: str, seen: set[str]) -> list[tuple[str, str]] | None:
        """(node, flow into it) from after `source` to `target`, through silent nodes only; None when there is none."""
        key = source, target
        if key not in self._known:
            self._known[key] = self._searched(source, lambda node_id: node_id == target, seen)
        return self._known[key]

    def _searched(self, source: str, is_goal: Callable[[str], bool], seen: set[str]) -> list[tuple[str, str]] | None:
        came: dict[str, tuple[str, str]] = {}
        waiting = deque([source])
        while waiting:
            at = waiting.popleft()
            for target, flow_id in self.onward[at]:
                if is_goal(target):
                    way = [(target, flow_id)]
                    while at != source:
                        before, flow = came[at]
                        way.append((at, flow))
                        at = before
                    return way[::-1]
                if target not in came and self._is_silent(target, seen):
                    came[target] = at, flow_id
                    waiting.append(target)
        return None

    def _from_start(self, target: str, seen: set[str]) -> tuple[str, list[tuple[str, str]]]:
        """The first start event that leads to `target`, and the way from it; an empty way when none does."""
        for node in self.nodes.values():
            if node.kind is NodeKind.START_EVENT and node.id not in seen:
                way = self._way(node.id, target, seen)
                if way:
                    return node.id, way
        return "", []

    def _take_to_end(self, made: _Taken, source: str, seen: set[str]) -> None:
        def is_end(node_id: str) -> bool:
            return node_id in self.nodes and self.nodes[node_id].kind is NodeKind.END_EVENT

        way = self._searched(source, is_end, seen)
        if way:
            self._take(made, way, guessed=True)
            made.passed[way[-1][0]] += 1

    def _complete_joins(self, made: _Taken, seen: set[str]) -> None:
        """A parallel join that was passed has had a token on each of its ways in from visited steps."""
        for node_id in list(made.passed):
            if self.nodes[node_id].kind is not NodeKind.PARALLEL_GATEWAY:
                continue
            for source, flow_id in self.inward[node_id]:
                if flow_id not in made.flows and source in seen:
                    made.flows[flow_id] = 1, True
