"""Discovery against slow, obvious counting, and maps that keep every step connected."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.process import NodeKind, ProcessDefinition
from bpo_desk.process.discovery import (
    END,
    START,
    directly_follows,
    discovered_definition,
    discovered_map,
    handover_of_work,
    variants,
)
from bpo_desk.process.display_list import display_list
from tests.process.bpmn_files import lines_through_nodes, overlapping_nodes

Cases = list[list[int]]
logs = st.lists(st.lists(st.integers(-1, 6), max_size=9), max_size=12)


def columns(cases: Cases) -> tuple[np.ndarray, np.ndarray]:
    case = [number for number, steps in enumerate(cases) for _ in steps]
    return np.array(case, np.int32), np.array([step for steps in cases for step in steps], np.int32)


@given(logs)
def test_directly_follows_counts_what_one_counts_by_hand(cases: Cases) -> None:
    expected: Counter[tuple[int, int]] = Counter()
    for steps in cases:
        known = [step for step in steps if step >= 0]
        if known:
            expected.update(pairwise([START, *known, END]))
    source, target, count = directly_follows(*columns(cases))
    assert dict(zip(zip(source.tolist(), target.tolist(), strict=True), count.tolist(), strict=True)) == expected


@given(logs)
def test_variants_group_exactly_the_equal_sequences(cases: Cases) -> None:
    case, step = columns(cases)
    known = [tuple(s for s in steps if s >= 0) for steps in cases]
    known = [steps for steps in known if steps]
    found = variants(case, step)
    kept = step[step >= 0]
    sequences = [
        tuple(kept[row : row + length].tolist())
        for row, length in zip(found.first_row.tolist(), found.lengths.tolist(), strict=True)
    ]
    assert [sequences[number] for number in found.of_case.tolist()] == known
    assert dict(zip(sequences, found.counts.tolist(), strict=True)) == Counter(known)
    assert found.counts.tolist() == sorted(found.counts.tolist(), reverse=True)


def test_many_kinds_of_steps_are_counted_without_a_square_table() -> None:
    step = np.array([0, 9_000, 0, 9_000, 5], np.int32)
    source, target, count = directly_follows(np.zeros(5, np.int32), step)
    edges = set(zip(source.tolist(), target.tolist(), count.tolist(), strict=True))
    assert edges == {(START, 0, 1), (0, 9_000, 2), (9_000, 0, 1), (9_000, 5, 1), (5, END, 1)}


def long_log(kinds: int) -> tuple[np.ndarray, np.ndarray, Cases]:
    """Cases enough to fill several blocks, one of them longer than a block, many of them alike."""
    random = np.random.default_rng(7)
    short = [random.integers(0, min(kinds, 3), random.integers(1, 5)).tolist() for _ in range(30_000)]
    cases: Cases = [*short, random.integers(0, kinds, 70_000).tolist(), *short[:5_000]]
    return *columns(cases), cases


@pytest.mark.parametrize("kinds", [5, 5_000])
def test_logs_of_many_blocks_are_counted_as_short_ones_are(kinds: int) -> None:
    case, step, cases = long_log(kinds)
    expected = Counter(pair for steps in cases for pair in pairwise([START, *steps, END]))
    source, target, count = directly_follows(case, step)
    assert dict(zip(zip(source.tolist(), target.tolist(), strict=True), count.tolist(), strict=True)) == expected
    found = variants(case, step)
    sequences = [tuple(step[row : row + length]) for row, length in zip(found.first_row, found.lengths, strict=True)]
    assert [sequences[number] for number in found.of_case.tolist()] == [tuple(steps) for steps in cases]
    assert len(set(sequences)) == len(sequences)


@given(st.lists(st.lists(st.integers(-1, 4), max_size=9), max_size=12))
def test_handovers_are_pairs_of_known_people_and_the_rest_is_told(cases: Cases) -> None:
    pairs = [pair for people in cases for pair in pairwise(people)]
    known = Counter(pair for pair in pairs if min(pair) > 0)
    source, target, count, untold = handover_of_work(*columns(cases))
    assert dict(zip(zip(source.tolist(), target.tolist(), strict=True), count.tolist(), strict=True)) == known
    assert untold == len(pairs) - known.total()
    source, target, _, _ = handover_of_work(*columns(cases), to_oneself=False)
    assert {(u, v) for u, v in known if u != v} == set(zip(source.tolist(), target.tolist(), strict=True))


def test_the_handovers_of_the_worked_example() -> None:
    ann, bob, cy = 1, 2, 3
    found = handover_of_work(*columns([[ann, bob, ann, bob], [bob, ann], [bob, bob], [bob, cy]]))
    assert list(zip(*(part.tolist() for part in found[:3]), strict=True)) == [
        (ann, bob, 2), (bob, ann, 2), (bob, bob, 1), (bob, cy, 1)
    ]  # fmt: skip


@given(logs, st.integers(1, 8))
def test_a_map_of_the_most_frequent_steps_says_what_it_hides(cases: Cases, most: int) -> None:
    case, step = columns(cases)
    found = discovered_map(case, step, [f"Step {code}" for code in range(7)], most_steps=most)
    counts = Counter(code for codes in cases for code in codes if code >= 0)
    shown = {int(node.id.split("-")[1]): node.count for node in found.definition.nodes if node.kind is NodeKind.TASK}
    assert len(shown) == min(most, len(counts))
    assert shown == {code: counts[code] for code in shown}
    assert found.steps_hidden == len(counts) - len(shown)
    assert found.visits_hidden == counts.total() - sum(counts[code] for code in shown)
    assert not shown or min(counts[code] for code in shown) >= max([0, *(counts[c] for c in counts if c not in shown)])
    left = [[code for code in codes if code in shown] for codes in cases]
    followed = {pair for codes in left if codes for pair in pairwise([START, *codes, END])}
    assert found.flows_hidden == len(followed) - len(found.definition.flows)


def reachable(definition: ProcessDefinition, start: str, *, backwards: bool) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for flow in definition.flows:
            source, target = (flow.target, flow.source) if backwards else (flow.source, flow.target)
            if source == at and target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


@given(logs.filter(lambda cases: any(step >= 0 for steps in cases for step in steps)), st.integers(0, 20))
def test_a_map_keeps_every_step_between_start_and_end(cases: Cases, most: int) -> None:
    case, step = columns(cases)
    made = discovered_definition(case, step, [f"Step {code}" for code in range(7)], most_edges=most)
    every = {node.id for node in made.nodes}
    assert every == {"start", "end", *(f"step-{code}" for code in set(step[step >= 0].tolist()))}
    assert reachable(made, "start", backwards=False) == every
    assert reachable(made, "end", backwards=True) == every
    shown = display_list(made)
    assert overlapping_nodes(shown) == []
    assert lines_through_nodes(shown) == []


def test_a_map_shows_names_and_counts_and_drops_the_rarest_flows_first() -> None:
    cases = [[0, 1, 2]] * 8 + [[0, 2]] * 2 + [[0, 1, 0, 1, 2]]
    made = discovered_definition(*columns(cases), ["Enter", "Check", "Pay"], most_edges=5)
    assert [(node.name, node.count) for node in made.nodes if node.kind is NodeKind.TASK] == [
        ("Enter", 12),
        ("Check", 10),
        ("Pay", 11),
    ]
    kept = {(flow.source, flow.target): flow.count for flow in made.flows}
    assert kept == {
        ("start", "step-0"): 11,
        ("step-0", "step-1"): 10,
        ("step-1", "step-2"): 9,
        ("step-2", "end"): 11,
        ("step-0", "step-2"): 2,
    }
    labels = {item.element_id: getattr(item, "text", "") for item in display_list(made).items}
    assert labels["step-0"] == "Enter\n12"
    assert labels["flow-step-0-step-1"] == "10"


def test_a_log_without_steps_gives_an_empty_map() -> None:
    empty = np.empty(0, np.int32)
    made = discovered_definition(empty, empty, [])
    assert [node.id for node in made.nodes] == ["start", "end"]
    assert made.flows == ()
