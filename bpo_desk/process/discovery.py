"""What a log says about its process: directly-follows counts, variants, and a map that can be read and drawn.

Vectorised over event columns sorted by case and order; nothing here knows the cache or the screen.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import UNKNOWN
from bpo_desk.models.process import Flow, FlowKind, Node, NodeKind, ProcessDefinition

START, END = -1, -2
_START_ID, _END_ID = "start", "end"
_MOST_CELLS = 16_000_000
_BLOCK = 1 << 15
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
    codes, counts, begins, ends = _pair_counts(case, step, kinds)
    starting, ending = np.flatnonzero(begins), np.flatnonzero(ends)
    source = np.concatenate((np.full(len(starting), START), codes // kinds, ending)).astype(np.int32)
    target = np.concatenate((starting, codes % kinds, np.full(len(ending), END))).astype(np.int32)
    return source, target, np.concatenate((begins[starting], counts, ends[ending])).astype(np.int64)


def handover_of_work(case: Ints, person: Ints, *, to_oneself: bool = True) -> tuple[Ints, Ints, Counts, int]:
    """How often one person's event came right after another's within a case: (from, to, count, untold).

    Arguments as for `directly_follows`, `person` with the codes of `EventColumns.actor`. A pair of which one end is
    not known (absent or UNKNOWN) counts as `untold` and for nobody: a hand in between may be missing there. Without
    `to_oneself` only real handovers are given.
    """
    if not len(person):
        return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64), 0
    known = np.maximum(person, UNKNOWN) if int(person.min()) < UNKNOWN else person
    kinds = int(known.max()) + 1
    codes, counts, _, _ = _pair_counts(case, known, kinds)
    source, target = (codes // kinds).astype(np.int32), (codes % kinds).astype(np.int32)
    told = (source != UNKNOWN) & (target != UNKNOWN)
    untold = int(counts[~told].sum())
    if not to_oneself:
        told &= source != target
    return source[told], target[told], counts[told], untold


def _pair_counts(case: Ints, code: Ints, kinds: int) -> tuple[Counts, Counts, Counts, Counts]:
    """Pairs of neighbours in a case as first * kinds + second, ascending, with their counts; and how many cases begin
    and end with each code. Block by block, so that what a block needs stays in the processor's own memory."""
    if (kinds + 1) * (kinds + 1) > _MOST_CELLS:
        return _sorted_pair_counts(case, code, kinds)
    # The end of a case counts as one more code that follows; a case begins with what follows nothing.
    cells = np.zeros(kinds * (kinds + 1), np.int64)
    block = max(_BLOCK, 4 * len(cells))
    width, end = np.int32(kinds + 1), np.int32(kinds)
    for at in range(0, len(code), block):
        ours, theirs = code[at : at + block + 1], case[at : at + block + 1]
        pairs = ours[:-1] * width
        pairs += np.where(theirs[1:] == theirs[:-1], ours[1:], end)
        cells += np.bincount(pairs, minlength=len(cells))
    table = cells.reshape(kinds, kinds + 1)
    table[code[-1], kinds] += 1
    ends, inside = table[:, kinds], np.ascontiguousarray(table[:, :kinds]).reshape(-1)
    begins = table.sum(axis=1) - table[:, :kinds].sum(axis=0)
    codes = np.flatnonzero(inside)
    return codes, inside[codes], begins, ends


def _sorted_pair_counts(case: Ints, code: Ints, kinds: int) -> tuple[Counts, Counts, Counts, Counts]:
    """The same for so many codes that a table of all pairs would be too large."""
    begins, ends = np.zeros(kinds, np.int64), np.zeros(kinds, np.int64)
    begins[code[0]] += 1
    ends[code[-1]] += 1
    apart = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for at in range(0, len(code), 8 * _BLOCK):
        ours, theirs = code[at : at + 8 * _BLOCK + 1], case[at : at + 8 * _BLOCK + 1]
        stays = theirs[1:] == theirs[:-1]
        pairs = ours[:-1].astype(np.int64) * kinds + ours[1:]
        apart.append(np.unique(pairs[stays], return_counts=True))
        ends += np.bincount(ours[:-1][~stays], minlength=kinds)
        begins += np.bincount(ours[1:][~stays], minlength=kinds)
    codes, of = np.unique(np.concatenate([each for each, _ in apart]), return_inverse=True)
    counts = np.bincount(of, np.concatenate([many for _, many in apart]), len(codes)).astype(np.int64)
    return codes, counts, begins, ends


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
    one, other = _hashes(step, starts, lengths)
    order = np.argsort(one)
    # Of equal hashes the other hash and the length must be equal too; where they are not, they decide the order.
    alike = one[order[1:]] == one[order[:-1]]
    same = alike & (other[order[1:]] == other[order[:-1]]) & (lengths[order[1:]] == lengths[order[:-1]])
    if np.any(alike & ~same):
        order = np.lexsort((lengths, other, one))
        same = (one[order[1:]] == one[order[:-1]]) & (other[order[1:]] == other[order[:-1]])
        same &= lengths[order[1:]] == lengths[order[:-1]]
    new = np.concatenate(([True], ~same))
    first = np.flatnonzero(new)
    counts = np.diff(np.concatenate((first, [len(order)])))
    seen = np.minimum.reduceat(order, first)
    rank = np.argsort(((len(order) - counts) << 32) + seen)
    renamed = np.empty(len(rank), np.int32)
    renamed[rank] = np.arange(len(rank))
    of_case = np.empty(len(order), np.int32)
    of_case[order] = np.repeat(renamed, counts)
    seen = seen[rank]
    return Variants(of_case, counts[rank], starts[seen], lengths[seen])


def _hashes(step: Ints, starts: Counts, lengths: Counts) -> list[NDArray[np.uint64]]:
    """Two hashes of each case, uint64[cases]: the sum of (step + 1) * base ^ (place in the case).

    Block by block of whole cases, with the place in the block; multiplying by the inverse of base ^ (start of the
    case) makes it the place in the case.
    """
    made = [np.empty(len(starts), np.uint64) for _ in _BASES]
    edges = [0]
    while edges[-1] < len(starts):
        edges.append(max(int(np.searchsorted(starts, starts[edges[-1]] + _BLOCK)), edges[-1] + 1))
    powers = [_powers(base, _BLOCK + int(lengths.max())) for base in _BASES]
    inverses = [_powers(np.uint64(pow(int(base), -1, 1 << 64)), _BLOCK) for base in _BASES]
    for first, last in pairwise(edges):
        begin, end = int(starts[first]), int(starts[last - 1] + lengths[last - 1])
        value = step[begin:end].astype(np.uint64)
        value += np.uint64(1)
        offset = starts[first:last] - begin
        for hashes, power, inverse in zip(made, powers, inverses, strict=True):
            sums = np.add.reduceat(value * power[: len(value)], offset)
            np.multiply(sums, inverse[offset], out=hashes[first:last])
    return made


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


@dataclass(frozen=True, slots=True)
class DiscoveredMap:
    """A map of a log and what it does not show: `steps_hidden` of its steps with `visits_hidden` of its visits, and
    `flows_hidden` of the flows between the steps that are shown."""

    definition: ProcessDefinition
    steps_hidden: int
    visits_hidden: int
    flows_hidden: int


def discovered_map(
    case: Ints,
    step: Ints,
    names: Sequence[str],
    *,
    key: str = "discovered",
    name: str = "Discovered map",
    most_steps: int | None = None,
    most_edges: int | None = None,
) -> DiscoveredMap:
    """A map of the log: a start, the steps that occur, an end, and the flows between them with their counts.

    `names[code]` is the name of a step. At most `most_steps` steps are shown (None: all), the most frequent; what came
    before and after a hidden one counts as following. At most `most_edges` flows are kept (None: what one can read;
    more when it takes more to keep every step between start and end), the most frequent first. Steps come by their mean
    place in a case, none before the step that leads to it, which is what the layout reads as forward. Node ids are
    "step-<code>", "start", "end".
    """
    known_case, known_step = _known(case, step)
    occurrences = np.bincount(known_step) if len(known_step) else np.empty(0, np.int64)
    kinds = np.flatnonzero(occurrences)
    shown = kinds[np.argsort(-occurrences[kinds], kind="stable")][:most_steps]
    if len(shown) < len(kinds):
        keep = np.isin(known_step, shown)
        known_case, known_step = known_case[keep], known_step[keep]
    source, target, count = directly_follows(known_case, known_step)
    kept = readable_edges(source, target, count, most_edges if most_edges is not None else 4 + 3 * len(shown) // 2)
    order = _reading_order(_mean_places(known_case, known_step), source, target, count)
    cases = int(count[source == START].sum())
    nodes = [Node(_START_ID, NodeKind.START_EVENT, "", key, count=cases)]
    nodes += [Node(map_element(c), NodeKind.TASK, _name(names, c), key, count=int(occurrences[c])) for c in order]
    nodes.append(Node(_END_ID, NodeKind.END_EVENT, "", key, count=cases))
    flows = [
        Flow(map_flow(u, v), FlowKind.SEQUENCE, _end_id(u), _end_id(v), process_id=key, count=c)
        for u, v, c in ((int(source[i]), int(target[i]), int(count[i])) for i in kept)
    ]
    content = repr((key, name, [(n.id, n.name, n.count) for n in nodes], [(f.id, f.count) for f in flows]))
    definition = ProcessDefinition(
        key=key,
        version="",
        name=name,
        nodes=tuple(nodes),
        flows=tuple(flows),
        digest=hashlib.sha256(content.encode()).hexdigest(),
    )
    hidden_visits = int(occurrences.sum()) - len(known_step)
    return DiscoveredMap(definition, len(kinds) - len(shown), hidden_visits, len(source) - len(kept))


def discovered_definition(
    case: Ints, step: Ints, names: Sequence[str], *, most_edges: int | None = None
) -> ProcessDefinition:
    """The definition of a `discovered_map` with all its steps."""
    return discovered_map(case, step, names, most_edges=most_edges).definition


def map_element(code: int) -> str:
    """The id of a step on a discovered map."""
    return f"step-{code}"


def map_flow(source: int, target: int) -> str:
    """The id of a flow on a discovered map, between step codes, START and END."""
    return f"flow-{_end_id(source)}-{_end_id(target)}"


def _end_id(code: int) -> str:
    return _START_ID if code == START else _END_ID if code == END else map_element(code)


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
