"""Versions of one process beside each other: which elements are the same, and what the cases of each tell together.

Every case is read on the version that it ran; what that says of a flow or step is told of the version that is drawn.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.process import FLOW_NODE_FAMILIES, Flow, FlowKind, ProcessDefinition
from bpo_desk.process.conformance import NOWHERE, Conformance, Deviations
from bpo_desk.process.following import following_of
from bpo_desk.process.names import normalised
from bpo_desk.process.paths import SECONDS, FlowsTold, Level, Path, levels_told


@dataclass(frozen=True, slots=True)
class VersionRead:
    """A version as cases are read on it: its definition, the element of each step code, and which elements and flows of
    the drawn version its own are (ids)."""

    definition: ProcessDefinition
    elements: Mapping[int, str]
    drawn_nodes: Mapping[str, str]
    drawn_flows: Mapping[str, str]


def version_read(drawn: ProcessDefinition, own: ProcessDefinition, elements: Mapping[int, str]) -> VersionRead:
    """How a version is told of on another one: nodes of one id are the same, else nodes of one kind and name where
    there is no other such node; flows are the same between the same nodes."""
    if drawn is own:
        flows = {flow.id: flow.id for flow in own.flows}
        return VersionRead(own, elements, {node.id: node.id for node in own.nodes}, flows)
    nodes = _same_nodes(drawn, own)
    between: dict[tuple[str, str], list[str]] = {}
    for flow in drawn.flows:
        if flow.kind is FlowKind.SEQUENCE:
            between.setdefault((flow.source, flow.target), []).append(flow.id)
    flows = {}
    for flow in own.flows:
        there = between.get((nodes.get(flow.source, ""), nodes.get(flow.target, "")), [])
        if there:
            flows[flow.id] = flow.id if flow.id in there else there[0]
    return VersionRead(own, elements, nodes, flows)


def flows_of_others(
    drawn: ProcessDefinition, reads: Sequence[VersionRead | None], named: Callable[[Sequence[int]], str]
) -> tuple[list[Flow], list[VersionRead | None]]:
    """The sequence flows that only other versions have between steps of the drawn one, each called what `named` makes
    of the numbers of these versions; and how the versions are told of with them."""
    parents = {node.id: (node.parent, node.process_id) for node in drawn.nodes}
    having: dict[tuple[str, str], list[int]] = {}
    made = list(reads)
    for number, read in enumerate(reads):
        if read is None:
            continue
        flows = dict(read.drawn_flows)
        for flow in read.definition.flows:
            ends = read.drawn_nodes.get(flow.source, ""), read.drawn_nodes.get(flow.target, "")
            is_new = flow.kind is FlowKind.SEQUENCE and flow.id not in flows and all(end in parents for end in ends)
            if is_new and parents[ends[0]] == parents[ends[1]]:
                flows[flow.id] = _id_between(*ends)
                if number not in having.setdefault(ends, []):
                    having[ends].append(number)
        made[number] = replace(read, drawn_flows=flows)
    return [
        Flow(_id_between(*ends), FlowKind.SEQUENCE, *ends, name=named(numbers), process_id=parents[ends[0]][1])
        for ends, numbers in having.items()
    ], made


def with_flows(drawn: ProcessDefinition, flows: Sequence[Flow]) -> ProcessDefinition:
    """A version with flows of others, which its drawing finds a way for."""
    if not flows:
        return drawn
    added = " ".join(f"{flow.id} {flow.name}" for flow in flows)
    return replace(
        drawn,
        flows=(*drawn.flows, *flows),
        digest=hashlib.sha256(f"{drawn.digest} with {added}".encode()).hexdigest() if drawn.digest else "",
    )


def _id_between(source: str, target: str) -> str:
    return f"{source} → {target}"


def _same_nodes(drawn: ProcessDefinition, own: ProcessDefinition) -> dict[str, str]:
    kinds = {node.id: node.kind.family for node in drawn.nodes}
    named: dict[tuple[object, str], list[str]] = {}
    for node in drawn.nodes:
        if node.kind.family in FLOW_NODE_FAMILIES and normalised(node.name):
            named.setdefault((node.kind, normalised(node.name)), []).append(node.id)
    found = {}
    for node in own.nodes:
        alike = named.get((node.kind, normalised(node.name)), [])
        if kinds.get(node.id) is node.kind.family:
            found[node.id] = node.id
        elif len(alike) == 1:
            found[node.id] = alike[0]
    return found


def levels_of_versions(
    paths: Sequence[Path],
    cases: NDArray[np.int64],
    versions: Sequence[VersionRead | None],
    clock: Callable[[], float] = time.monotonic,
    seconds: float = SECONDS,
) -> list[Level]:
    """As `paths.levels_of`, each path followed on every version that cases took it on: `cases` int64[paths, versions]
    says how many. A version that cannot be read (None) tells of no flows. The takers of a flow are numbers of a path
    times the number of versions, plus that of the version."""
    until = clock() + seconds
    told = FlowsTold()
    follow = [None if own is None else _drawn_flows(own) for own in versions]
    for number, path in enumerate(paths):
        if number and clock() >= until:
            break
        for version in np.flatnonzero(cases[number]).tolist():
            drawn = follow[version]
            if drawn is not None:
                told.add(number * len(versions) + version, int(cases[number, version]), drawn(path))
        told.read = number + 1
    return levels_told(paths, told, len(versions))


def _drawn_flows(own: VersionRead) -> Callable[[Path], tuple[str, ...]]:
    """What tells the flows of the drawn version that a path took on its own."""
    following = following_of(own.definition, frozenset(own.elements.values()))
    known: dict[int, tuple[str, ...]] = {}

    def drawn(path: Path) -> tuple[str, ...]:
        visited = [own.elements[code] for code in path.steps if code in own.elements]
        flows = following.flows_of(visited, over=path.over) if visited else 0
        if flows not in known:
            named = (own.drawn_flows[flow] for flow in following.names(flows) if flow in own.drawn_flows)
            known[flows] = tuple(dict.fromkeys(named))
        return known[flows]

    return drawn


def together(
    parts: Sequence[tuple[Conformance, NDArray[np.int64], NDArray[np.int64], Mapping[str, str]]],
    opened_at: NDArray[np.int64],
) -> Conformance:
    """The answers for cases that were judged by several versions. Each part: its answers, the places of its cases among
    all, the rows of its visits among all, and which elements of the drawn version its own are. `opened_at` int64[m] of
    all cases; those of no part are not judged."""
    m = len(opened_at)
    elements: dict[str, int] = {}
    verdict, cost = np.zeros(m, np.int8), np.full(m, NOWHERE, np.int32)
    exact, worst = np.zeros(m, np.bool_), np.zeros(m, np.int32)
    told: list[Deviations] = []
    for found, rows, visits, drawn in parts:
        verdict[rows], cost[rows], exact[rows], worst[rows] = found.verdict, found.cost, found.exact, found.worst
        number = [elements.setdefault(drawn.get(each, each), len(elements)) for each in found.elements]
        renumbered = np.array([*number, NOWHERE], np.int32)
        own = found.deviations
        visit = np.where(own.visit == NOWHERE, NOWHERE, np.append(visits, NOWHERE)[own.visit])
        told.append(replace(own, row=rows[own.row], element=renumbered[own.element], visit=visit))
    row = np.concatenate([each.row for each in told]) if told else np.empty(0, np.int64)
    order = np.argsort(row, kind="stable")

    def joined(name: str) -> NDArray[np.int64]:
        whole: NDArray[np.int64] = np.concatenate([getattr(each, name) for each in told])[order]
        return whole

    none = np.empty(0, np.int64)
    columns = {name: joined(name) if told else none for name in ("row", "kind", "element", "step", "visit")}
    unjudged = m - sum(len(rows) for _, rows, _, _ in parts)
    return Conformance(
        verdict,
        cost,
        exact,
        worst,
        tuple(elements),
        Deviations(
            columns["row"],
            columns["kind"].astype(np.int8),
            columns["element"].astype(np.int32),
            columns["step"].astype(np.int32),
            columns["visit"],
        ),
        opened_at,
        sum(found.without_steps for found, *_ in parts),
        sum(found.unread for found, *_ in parts) + unjudged,
        _never_recorded(parts),
    )


def _never_recorded(
    parts: Sequence[tuple[Conformance, NDArray[np.int64], NDArray[np.int64], Mapping[str, str]]],
) -> tuple[str, ...]:
    """The activities that no case names, whatever version it ran: recorded with one version is recorded."""
    named = {
        drawn.get(each, each)
        for found, _, _, drawn in parts
        for each in {*found.elements}.difference(found.never_recorded)
    }
    never = [drawn.get(each, each) for found, _, _, drawn in parts for each in found.never_recorded]
    return tuple(each for each in dict.fromkeys(never) if each not in named)
