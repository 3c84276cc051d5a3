"""Which nodes of a graph hang together: by edges either way, or round in loops. Nodes are numbers from 0."""

from __future__ import annotations

from collections.abc import Iterable


class Joined:
    """Nodes 0..count-1, joined one pair after the other; each joined set is known by one of its nodes."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def of(self, node: int) -> int:
        """The node that the set of this one is known by."""
        above = self._above
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    def join(self, u: int, v: int) -> bool:
        """Make one set of two; whether they were two."""
        first, second = self.of(u), self.of(v)
        self._above[max(first, second)] = min(first, second)
        return first != second


def connected_parts(edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The nodes of some edges in parts that edges, whichever way, connect: each ascending, by their first node."""
    given = list(edges)
    joined = Joined(max((max(edge) for edge in given), default=-1) + 1)
    for u, v in given:
        joined.join(u, v)
    parts: dict[int, list[int]] = {}
    for node in sorted({node for edge in given for node in edge}):
        parts.setdefault(joined.of(node), []).append(node)
    return list(parts.values())


def loops(count: int, edges: Iterable[tuple[int, int]]) -> list[set[int]]:
    """The strongly connected parts of nodes 0..count-1 that have two nodes or more: from each node of one there is a
    way to each other one and back (Tarjan 1972, without recursion)."""
    onward: list[list[int]] = [[] for _ in range(count)]
    for u, v in edges:
        onward[u].append(v)
    found: list[set[int]] = []
    order, lowest = [-1] * count, [0] * count
    open_nodes: list[int] = []
    is_open = [False] * count
    seen = 0
    for root in range(count):
        stack = [] if order[root] >= 0 else [(root, iter(onward[root]))]
        while stack:
            node, rest = stack[-1]
            if order[node] < 0:
                order[node] = lowest[node] = seen
                seen += 1
                open_nodes.append(node)
                is_open[node] = True
            for target in rest:
                if order[target] < 0:
                    stack.append((target, iter(onward[target])))
                    break
                if is_open[target]:
                    lowest[node] = min(lowest[node], lowest[target])
            else:
                stack.pop()
                if stack:
                    lowest[stack[-1][0]] = min(lowest[stack[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    at = open_nodes.index(node)
                    part = open_nodes[at:]
                    del open_nodes[at:]
                    for each in part:
                        is_open[each] = False
                    if len(part) > 1:
                        found.append(set(part))
    return found
