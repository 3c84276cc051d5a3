"""Which variants stand behind the steps and flows of a discovered map, so that each is counted in cases. Vectorised.

The map itself counts events, since that is what a reader of one case asks for; see `discovery.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.discovery import END, START, Variants, map_element, map_flow
from bpo_desk.process.distinct import distinct


def map_takers(
    drawn: ProcessDefinition, found: Variants, step: NDArray[np.int32], paths: int
) -> dict[str, NDArray[np.int64]]:
    """By element id of a discovered map the numbers, ascending, of those of the `paths` most common variants that
    reached the step or took the flow; the flows to the end are those of what variants did last. `step` int32[n] are the
    rows that `found` was made of. What came before and after a step that is not drawn counts as following."""
    nodes = {node.id for node in drawn.nodes}
    variant, code = _rows(found, step, paths)
    kinds = int(step.max()) + 1 if len(step) else 0
    shown = np.array([map_element(each) in nodes for each in range(kinds)], np.bool_)
    kept = shown[code]
    variant, code = variant[kept], code[kept]
    if not len(code):
        return {}
    begins = np.concatenate(([True], variant[1:] != variant[:-1]))
    ends = np.concatenate((begins[1:], [True]))
    inside = np.flatnonzero(~ends)
    edges = (
        (variant[inside], code[inside], code[inside + 1]),
        (variant[begins], np.full(int(begins.sum()), START), code[begins]),
        (variant[ends], code[ends], np.full(int(ends.sum()), END)),
    )
    of, source, target = (np.concatenate(parts).astype(np.int64) for parts in zip(*edges, strict=True))
    width = kinds + 2  # START and END are -1 and -2
    pairs = _split((source + 2) * width + target + 2, of, len(found.counts))
    made = {map_flow(pair // width - 2, pair % width - 2): takers for pair, takers in pairs.items()}
    made |= {map_element(each): takers for each, takers in _split(code, variant, len(found.counts)).items()}
    return made


def counted_in_cases(
    drawn: ProcessDefinition, takers: Mapping[str, NDArray[np.int64]], counts: NDArray[np.int64]
) -> ProcessDefinition:
    """The map with the number of cases instead of events on its steps and flows; `counts` by variant."""
    cases = {element: int(counts[numbers].sum()) for element, numbers in takers.items()}
    return replace(
        drawn,
        nodes=tuple(replace(node, count=cases.get(node.id, node.count)) for node in drawn.nodes),
        flows=tuple(replace(flow, count=cases.get(flow.id, 0)) for flow in drawn.flows),
        digest=f"{drawn.digest} in cases",
    )


def steps_by_variant(found: Variants, step: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(variant, step code): which steps each variant reached, every pair once, by variant."""
    variant, code = _rows(found, step, len(found.counts))
    width = int(code.max()) + 1 if len(code) else 1
    both = distinct(variant * width + code)
    return both // width, both % width


def _rows(found: Variants, step: NDArray[np.int32], paths: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Variant and step code of the visits of one case of each of the most common variants."""
    first, length = found.first_row[:paths], found.lengths[:paths]
    variant = np.repeat(np.arange(len(first)), length)
    begins = np.repeat(np.cumsum(length) - length, length)
    rows = np.arange(len(variant)) - begins + np.repeat(first, length)
    return variant, step[rows].astype(np.int64)


def _split(key: NDArray[np.int64], variant: NDArray[np.int64], variants: int) -> dict[int, NDArray[np.int64]]:
    """By key the different variants, ascending."""
    both = distinct(key * variants + variant)
    keys, numbers = both // variants, both % variants
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return dict(zip(keys[starts].tolist(), np.split(numbers, starts[1:]), strict=True))
