"""What a log says about its process: directly-follows counts, variants, and a map that can be read and drawn.

Vectorised over event columns sorted by case and order; nothing here knows the cache or the screen.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.process import Flow, FlowKind, Node, NodeKind, ProcessDefinition

START, END = -1, -2
_START_ID, _END_ID = "start", "end"
_MOST_CELLS = 16_000_000
_BASES = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))

Ints = NDArray[np.int32]
Counts = NDArray[np.int64]


def directly_follows(case: Ints, step: Ints) -> tuple[Ints, Ints, Counts]:
    """How often one step came right after another within a case, as three arrays (from, to, count).

    `case` and `step` are int32[n], rows of a case together and in order; rows with a negative step are passed over.
    Beginnings have START as `from`, ends have END as `to`. Edges come by from, then to.
    """
    case, step = _known(case, step)
    if not len(step):
        return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64)
    kinds = int(step.max()) + 1
    stays = case[1:] == case[:-1]
    first = np.concatenate(([True], ~stays))
    last = np.concatenate((~stays, [True]))
    if kinds * kinds <= _MOST_CELLS:
        pair = step[:-1] * np.int32(kinds)
        pair += step[1:]
        # Case breaks go into one cell behind the others: cheaper than picking the pairs out.
        pair[~stays] = kinds * kinds
        cells = np.bincount(pair, minlength=kinds * kinds + 1)[:-1]
        codes = np.flatnonzero(cells)
        counts = cells[codes]
    else:
        wide = step[:-1].astype(np.int64) * kinds + step[1:]
        codes, counts = np.unique(wide[stays], return_counts=True)
    begins = np.bincount(step[first], minlength=kinds)
    ends = np.bincount(step[last], minlength=kinds)
    starting, ending = np.flatnonzero(begins), np.flatnonzero(ends)
    source = np.concatenate((np.full(len(starting), START), codes // kinds, ending)).astype(np.int32)
    target = np.concatenate((starting, codes % kinds, np.full(len(ending), END))).astype(np.int32)
    return source, target, np.concatenate((begins[starting], counts, ends[ending])).astype(np.int64)


def _known(case: Ints, step: Ints) -> tuple[Ints, Ints]:
    if len(step) and int(step.min()) < 0:
        keep = step >= 0
        return case[keep], step[keep]
    return case, step


@dataclass(frozen=True, slots=True)
class Variants:
    """Cases with the same sequence of steps, most frequent first (of equals, the one seen first).

    `of_case` is the variant of each case in order of appearance, `counts` the cases of each variant, `first_row` and
    `lengths` where one case of it lies in the event columns (rows with a negative step left out before).
    """

    of_case: Ints
    counts: Counts
    first_row: Counts
    lengths: Counts


def variants(case: Ints, step: Ints) -> Variants:
    """Group the cases by their sequence of steps; arguments as for `directly_follows`.

    Sequences are compared by two independent polynomial hashes modulo 2^64 and their length.
    """
    case, step = _known(case, step)
    if not len(step):
        empty = np.empty(0, np.int64)
        return Variants(np.empty(0, np.int32), empty, empty, empty)
    starts = np.concatenate(([0], np.flatnonzero(case[1:] != case[:-1]) + 1))
    lengths = np.diff(np.concatenate((starts, [len(case)])))
    place = np.arange(len(step)) - np.repeat(starts, lengths)
    value = step.astype(np.uint64) + np.uint64(1)
    longest = int(lengths.max())
    hashes = [np.add.reduceat(value * _powers(base, longest)[place], starts) for base in _BASES]
    order = np.lexsort((lengths, hashes[1], hashes[0]))
    ordered = [part[order] for part in (hashes[0], hashes[1], lengths)]
    new = np.concatenate(([True], np.any([part[1:] != part[:-1] for part in ordered], axis=0)))
    raw = np.empty(len(order), np.int64)
    raw[order] = np.cumsum(new) - 1
    counts = np.bincount(raw)
    seen = np.full(len(counts), len(order))
    np.minimum.at(seen, raw, np.arange(len(order)))
    rank = np.lexsort((seen, -counts))
    renamed = np.empty(len(rank), np.int32)
    renamed[rank] = np.arange(len(rank))
    first = seen[rank]
    return Variants(renamed[raw], counts[rank], starts[first], lengths[first])


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def discovered_definition(
    case: Ints,
    step: Ints,
    names: Sequence[str],
    *,
    key: str = "discovered",
    name: str = "Discovered map",
    most_edges: int | None = None,
) -> ProcessDefinition:
    """A map of the log: a start, every step that occurs, an end, and the flows between them with their counts.

    `names[code]` is the name of a step. At most `most_edges` flows are kept (None: what one can read; more when it
    takes more to keep every step between start and end), the most frequent first. Steps come by their mean place in a
    case, none before the step that leads to it, which is what the layout reads as forward. Node ids are "step-<code>",
    "start", "end".
    """
    source, target, count = directly_follows(case, step)
    known_case, known_step = _known(case, step)
    kinds = len(np.unique(known_step))
    kept = readable_edges(source, target, count, most_edges if most_edges is not None else 4 + 3 * kinds // 2)
    order = _reading_order(_mean_places(known_case, known_step), source, target, count)
    occurrences = np.bincount(known_step) if len(known_step) else np.empty(0, np.int64)
    cases = int(count[source == START].sum())
    nodes = [Node(_START_ID, NodeKind.START_EVENT, "", key, count=cases)]
    nodes += [Node(_step_id(c), NodeKind.TASK, _name(names, c), key, count=int(occurrences[c])) for c in order]
    nodes.append(Node(_END_ID, NodeKind.END_EVENT, "", key, count=cases))
    flows = [
        Flow(f"flow-{_end_id(u)}-{_end_id(v)}", FlowKind.SEQUENCE, _end_id(u), _end_id(v), process_id=key, count=c)
        for u, v, c in ((int(source[i]), int(target[i]), int(count[i])) for i in kept)
    ]
    content = repr((key, name, [(n.id, n.name, n.count) for n in nodes], [(f.id, f.count) for f in flows]))
    return ProcessDefinition(
        key=key,
        version="",
        name=name,
        nodes=tuple(nodes),
        flows=tuple(flows),
        digest=hashlib.sha256(content.encode()).hexdigest(),
    )


def _step_id(code: int) -> str:
    return f"step-{code}"


def _end_id(code: int) -> str:
    return _START_ID if code == START else _END_ID if code == END else _step_id(code)


def _name(names: Sequence[str], code: int) -> str:
    return names[code] if code < len(names) else str(code)


def _mean_places(case: Ints, step: Ints) -> dict[int, float]:
    """The mean place in a case (0 at its start, 1 at its end) of each step that occurs."""
    if not len(step):
        return {}
    starts = np.concatenate(([0], np.flatnonzero(case[1:] != case[:-1]) + 1))
    lengths = np.diff(np.concatenate((starts, [len(case)])))
    place = (np.arange(len(step)) - np.repeat(starts, lengths)) / np.repeat(np.maximum(lengths - 1, 1), lengths)
    counts = np.bincount(step)
    means = np.bincount(step, weights=place) / np.maximum(counts, 1)
    return {int(code): float(means[code]) for code in np.flatnonzero(counts)}


def _reading_order(places: dict[int, float], source: Ints, target: Ints, count: Counts) -> list[int]:
    """Codes of the steps, each after the one that leads to it from START on the widest path, else by place."""
    edges = [(int(u), int(v), int(c)) for u, v, c in zip(source, target, count, strict=True)]
    children: dict[int, list[int]] = {}
    for index in _widest_tree(edges, START):
        children.setdefault(edges[index][0], []).append(edges[index][1])
    order: list[int] = []
    heap = [(places[child], child) for child in children.get(START, []) if child in places]
    heapq.heapify(heap)
    while heap:
        _, code = heapq.heappop(heap)
        order.append(code)
        for child in children.get(code, []):
            if child in places:
                heapq.heappush(heap, (places[child], child))
    return order


def readable_edges(source: Ints, target: Ints, count: Counts, most: int) -> list[int]:
    """Indices of the edges to draw, in order: those that hold every step between start and end, then the busiest.

    A step is held by the way from START to it, and on to END, whose rarest edge is most frequent (widest path).
    """
    edges = [(int(u), int(v), int(c)) for u, v, c in zip(source, target, count, strict=True)]
    kept = _widest_tree(edges, START)
    kept |= _widest_tree([(v, u, c) for u, v, c in edges], END)
    for index in np.lexsort((target, source, -count)):
        if len(kept) >= most:
            break
        kept.add(int(index))
    return sorted(kept)


def _widest_tree(edges: list[tuple[int, int, int]], root: int) -> set[int]:
    """Indices of edges that reach everything from `root` over the widest paths."""
    onward: dict[int, list[tuple[int, int, int]]] = {}
    for index, (u, v, c) in enumerate(edges):
        onward.setdefault(u, []).append((c, v, index))
    reached, tree = set(), set()
    heap: list[tuple[float, int, int, int]] = [(-math.inf, 0, root, -1)]
    while heap:
        width, _, at, index = heapq.heappop(heap)
        if at in reached:
            continue
        reached.add(at)
        if index >= 0:
            tree.add(index)
        for c, v, onward_index in onward.get(at, ()):
            if v not in reached:
                heapq.heappush(heap, (max(width, -c), -c, v, onward_index))
    return tree
