"""Which edges of a graph run backwards, so that the rest can be read from left to right."""

from __future__ import annotations

from collections.abc import Sequence

from bpo_desk.process.layout.graph_parts import loops


def back_edges(count: int, edges: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Edges to draw backwards among nodes 0..count-1 in document order; without them the graph has no cycle.

    Only edges within a loop (a strongly connected part) can run backwards. In each loop those are the edges against
    document order, or those that a depth-first search from its entries finds, whichever are fewer.
    """
    found: set[tuple[int, int]] = set()
    for part in loops(count, edges):
        inner = [(u, v) for u, v in dict.fromkeys(edges) if u in part and v in part and u != v]
        against = {(u, v) for u, v in inner if u > v}
        entries = sorted(v for u, v in edges if v in part and u not in part) or [min(part)]
        searched = _searched(sorted(part), inner, entries)
        found |= against if len(against) <= len(searched) else searched
    return found


def _searched(part: list[int], inner: list[tuple[int, int]], entries: list[int]) -> set[tuple[int, int]]:
    onward: dict[int, list[int]] = {node: [] for node in part}
    for u, v in inner:
        onward[u].append(v)
    state: dict[int, int] = {}
    back: set[tuple[int, int]] = set()
    for root in (*entries, *part):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(onward[root]))]
        while stack:
            node, rest = stack[-1]
            for target in rest:
                if state.get(target) == 1:
                    back.add((node, target))
                elif target not in state:
                    state[target] = 1
                    stack.append((target, iter(onward[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return back
