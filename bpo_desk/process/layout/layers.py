"""From a graph to columns: which node stands in which column, in which order, and what passes between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import fast_sugiyama

from bpo_desk.process.layout.cycles import back_edges
from bpo_desk.process.layout.graph_parts import Joined, connected_parts


@dataclass(slots=True)
class Slot:
    """A place in a column: a node, or a pass-through (`node` is -1) of an edge that spans several columns.

    `up` and `down` are the room that it needs above and below its middle; `y` is its middle once it is known.
    """

    node: int
    column: int
    row: float
    band: int = 0
    up: float = 5.0
    down: float = 5.0
    y: float = 0.0
    before: list[Slot] = field(default_factory=list)
    after: list[Slot] = field(default_factory=list)


@dataclass(slots=True)
class Columns:
    """The layered graph: node slots by number, slots by column in order, and the slots that each edge goes through.

    `chains` holds forward edges only, from source to target; `back` the edges to draw backwards.
    """

    nodes: list[Slot]
    columns: list[list[Slot]]
    chains: dict[tuple[int, int], list[Slot]]
    back: set[tuple[int, int]]


def columns_of(count: int, edges: Sequence[tuple[int, int]], bands: Sequence[int]) -> Columns:
    """Layer nodes 0..count-1 (document order); `bands[node]` is the lane of each. Self-loops are passed over."""
    pairs = list(dict.fromkeys((u, v) for u, v in edges if u != v))
    back = back_edges(count, pairs)
    forward = [pair for pair in pairs if pair not in back]
    ranked = forward + _held_together(count, forward, sorted(back))
    slots: dict[int, Slot] = {}
    chains: dict[tuple[int, int], list[Slot]] = {}
    rows = 0.0
    for layout in _components(count, ranked):
        positions, links = layout
        deepest = max(y for _, (_, y) in positions)
        top = min(x for _, (x, _) in positions)
        local: dict[int, Slot] = {}
        for number, (x, y) in positions:
            local[number] = Slot(number if number < count else -1, round(deepest - y), rows + x - top)
        rows = max(slot.row for slot in local.values()) + 1
        slots.update((number, slot) for number, slot in local.items() if number < count)
        chains.update(_chains(local, links, count))
    for node in range(count):
        if node not in slots:
            slots[node] = Slot(node, 0, rows)
            rows += 1
    onward = set(forward)
    chains = {pair: chain for pair, chain in chains.items() if pair in onward}
    return _assembled([slots[node] for node in range(count)], chains, back, bands)


def _held_together(count: int, forward: list[tuple[int, int]], back: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Back edges, turned round, without which a node would fall off the graph."""
    joined = Joined(count)
    for u, v in forward:
        joined.join(u, v)
    return [(v, u) for u, v in back if joined.join(u, v)]


_Placed = tuple[list[tuple[int, tuple[float, float]]], list[tuple[int, int]]]


def _components(count: int, ranked: list[tuple[int, int]]) -> list[_Placed]:
    """Layered components in the order of their first node; pass-throughs have numbers from `count` on."""
    parts = connected_parts(ranked)
    part_of = {node: number for number, part in enumerate(parts) for node in part}
    edges: list[list[tuple[int, int]]] = [[] for _ in parts]
    for edge in ranked:
        edges[part_of[edge[0]]].append(edge)
    return [_layered(part, of_part, count) for part, of_part in zip(parts, edges, strict=True)]


def _layered(part: list[int], ranked: list[tuple[int, int]], count: int) -> _Placed:
    """One component. Its nodes are numbered from 0, as the library numbers its own vertices after the highest given.

    Integer ids keep the layout the same in every run; ranking "up" keeps dead ends near what leads to them.
    """
    local = {node: number for number, node in enumerate(part)}
    layouts = fast_sugiyama.from_edges(
        [(local[u], local[v]) for u, v in ranked],
        minimum_length=1,
        vertex_spacing=1,
        dummy_vertices=True,
        dummy_size=1.0,
        ranking_type="up",
    )

    def named(number: int) -> int:
        return part[number] if number < len(part) else count + number

    positions, _width, _height, links = layouts[0]
    return (
        sorted((named(int(number)), (float(x), float(y))) for number, (x, y) in positions),
        sorted((named(int(u)), named(int(v))) for u, v in links or []),
    )


def _chains(slots: dict[int, Slot], links: list[tuple[int, int]], count: int) -> dict[tuple[int, int], list[Slot]]:
    """The slots of each edge from its source to its target."""
    onward: dict[int, list[int]] = {}
    for link in links:
        u, v = sorted(link, key=lambda number: slots[number].column)
        onward.setdefault(u, []).append(v)
    chains = {}
    for source in sorted(number for number in onward if number < count):
        for first in onward[source]:
            chain, at = [slots[source]], first
            while at >= count:
                chain.append(slots[at])
                at = onward[at][0]
            chain.append(slots[at])
            chains[source, at] = chain
    return chains


def _assembled(
    nodes: list[Slot], chains: dict[tuple[int, int], list[Slot]], back: set[tuple[int, int]], bands: Sequence[int]
) -> Columns:
    for node, slot in enumerate(nodes):
        slot.band = bands[node]
    everything = list(nodes)
    for (_, target), chain in sorted(chains.items()):
        for slot in chain[1:-1]:
            slot.band = bands[target]
            everything.append(slot)
        for left, right in pairwise(chain):
            left.after.append(right)
            right.before.append(left)
    columns: list[list[Slot]] = [[] for _ in range(max((slot.column for slot in everything), default=-1) + 1)]
    for slot in everything:
        columns[slot.column].append(slot)
    for column in columns:
        column.sort(key=lambda slot: (slot.band, slot.row))
    return Columns(nodes, columns, chains, back)
