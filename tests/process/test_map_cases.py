"""Cases behind the steps and flows of a discovered map, against a plain count."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.process.discovery import END, START, discovered_map, map_element, map_flow, variants
from bpo_desk.process.distinct import distinct
from bpo_desk.process.map_cases import counted_in_cases, map_takers, steps_by_variant
from tests.process.test_discovery import columns

logs = st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=9), min_size=1, max_size=12)


@given(logs, st.integers(1, 7))
def test_each_step_and_flow_counts_the_cases_that_took_it(cases: list[list[int]], most: int) -> None:
    case, step = columns(cases)
    found = variants(case, step)
    drawn = discovered_map(case, step, [f"Step {code}" for code in range(7)], most_steps=most).definition
    takers = map_takers(drawn, found, step, len(found.counts))
    shown = {node.id for node in drawn.nodes}
    plain: dict[str, set[int]] = {}
    for number, steps in enumerate(cases):
        kept = [code for code in steps if map_element(code) in shown]
        for code in kept:
            plain.setdefault(map_element(code), set()).add(number)
        way = [START, *kept, END] if kept else []
        for source, target in pairwise(way):
            plain.setdefault(map_flow(source, target), set()).add(number)
    told = {name: set(np.flatnonzero(np.isin(found.of_case, numbers)).tolist()) for name, numbers in takers.items()}
    assert told == plain
    counted = counted_in_cases(drawn, takers, found.counts)
    assert {flow.id: flow.count for flow in counted.flows} == {
        flow.id: len(plain.get(flow.id, ())) for flow in drawn.flows
    }


@given(logs)
def test_every_variant_reaches_each_of_its_steps_once(cases: list[list[int]]) -> None:
    case, step = columns(cases)
    found = variants(case, step)
    number, code = steps_by_variant(found, step)
    whole = {(int(found.of_case[n]), code) for n, steps in enumerate(cases) for code in steps}
    assert sorted(whole) == list(zip(number.tolist(), code.tolist(), strict=True))


@given(st.lists(st.integers(-(2**62), 2**62)))
def test_distinct_values_are_those_of_a_set_in_order(values: list[int]) -> None:
    assert distinct(np.array(values, np.int64)).tolist() == sorted(set(values))
