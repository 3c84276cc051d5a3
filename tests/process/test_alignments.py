"""Optimal alignments: as cheap as a plain search through the language, and as others recorded on real logs."""

import csv
import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.process import NodeKind, ProcessDefinition, Repetition
from bpo_desk.process.alignment_layers import Layers
from bpo_desk.process.alignment_search import Aligned, OutOfTime, Searcher, Ticking
from bpo_desk.process.alignments import AlignedMove, Alignments, Budget, MoveKind, align, aligner_of
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.position import map_steps
from bpo_desk.process.token_net import token_net
from bpo_desk.process.verdicts import FITS, NOT_KNOWN, verdicts
from tests.process.process_trees import NONE, Block, after, as_definition, nullable, steps_of
from tests.process.real_logs import traces
from tests.process.small_processes import SITUATIONS, E, S, activity, boundary, process
from tests.process.test_replay import blocks
from tests.shared_data import shared_data

A, X = NodeKind.PARALLEL_GATEWAY, NodeKind.EXCLUSIVE_GATEWAY
LONG = Budget(60.0, 60.0)


def domain_example() -> ProcessDefinition:
    """a, then b and c side by side or d alone, then e."""
    return process("s-a", "a-x", "x-p", "p-b", "p-c", "b-q", "c-q", "q-y", "x-d", "d-y", "y-e", "e-z",
                   s=S, z=E, x=X, y=X, p=A, q=A)  # fmt: skip


@pytest.mark.parametrize(
    ("trace", "cost", "fitness"),
    [
        ("abce", 0, 1.0), ("acbe", 0, 1.0), ("ade", 0, 1.0), ("abe", 1, 1 - 1 / 6), ("bce", 1, 1 - 1 / 6),
        ("abcbe", 1, 1 - 1 / 8), ("abc", 1, 1 - 1 / 6), ("axbce", 1, 1 - 1 / 8),
    ],
)  # fmt: skip
def test_costs_and_fitness_of_the_worked_examples(trace: str, cost: int, fitness: float) -> None:
    made = domain_example()
    steps = ["stranger" if step == "x" else step for step in trace]
    found = align(made, [steps], budget=LONG)
    assert (int(found.cost[0]), float(found.fitness()[0])) == (cost, pytest.approx(fitness))


def test_an_open_case_is_not_punished_for_the_end_that_it_has_not_reached() -> None:
    found = align(domain_example(), ["", "a", "ab", "ac", "b", "ae", "dd"], prefix=True, budget=LONG)
    assert found.cost.tolist() == [0, 0, 0, 0, 1, 1, 2]
    assert found.worst.tolist() == [0, 1, 2, 2, 1, 2, 2]


def test_moves_tell_what_is_missing_and_what_is_too_much_and_where() -> None:
    found = align(domain_example(), [["a", "b", "stranger", "b", "e", "e"]], budget=LONG).readings[0]
    told = [(move.kind, move.node, move.position) for move in found.moves if move.kind is not MoveKind.SYNCHRONOUS]
    assert told[:2] in (
        [(MoveKind.LOG, "stranger", 2), (MoveKind.LOG, "b", 3)],
        [(MoveKind.LOG, "b", 1), (MoveKind.LOG, "stranger", 2)],
    )
    assert (MoveKind.MODEL, "c") in [move[:2] for move in told]
    assert sum(move[:2] == (MoveKind.LOG, "e") for move in told) == 1
    assert found.cost == len(told) == 4


def plain_cost(block: Block, trace: Sequence[str], *, closed: bool) -> int:
    """The optimal cost by Dijkstra over positions and what is left of the block."""
    names = sorted(steps_of(block))
    heap: list[tuple[int, int, str, Block]] = [(0, 0, "", block)]
    seen = set()
    while True:
        cost, at, _, left = heapq.heappop(heap)
        if (at, left) in seen:
            continue
        seen.add((at, left))
        if at == len(trace) and (not closed or nullable(left)):
            return cost
        ways: list[tuple[int, int, Block]] = [(cost + 1, at, after(left, name)) for name in names]
        if at < len(trace):
            ways += [(cost + 1, at + 1, left), (cost, at + 1, after(left, trace[at]))]
        for price, place, rest in ways:
            if rest != NONE:
                heapq.heappush(heap, (price, place, repr(rest), rest))


def consistent(found: Alignments, traces: Sequence[Sequence[str]]) -> Iterator[bool]:
    """Whether the moves of each reading read its trace, and cost what it says."""
    for reading, trace in zip(found.readings, traces, strict=True):
        read = [move for move in reading.moves if move.kind is not MoveKind.MODEL]
        yield [move.position for move in read] == list(range(len(trace)))
        yield [move.node for move in read] == list(trace)
        yield sum(move.kind is not MoveKind.SYNCHRONOUS for move in reading.moves) == reading.cost


def is_run(block: Block, moves: Sequence[AlignedMove], *, closed: bool) -> bool:
    """Whether what the process does in a reading is a run of it."""
    for move in moves:
        if move.kind is not MoveKind.LOG:
            block = after(block, move.node)
    return block != NONE and (nullable(block) or not closed)


@given(blocks(), st.data())
def test_the_cost_is_that_of_a_plain_search_through_the_language(block: Block, data: st.DataObject) -> None:
    made = as_definition(block)
    names = sorted(steps_of(block)) + (["stranger"] if data.draw(st.booleans()) else [])
    trace = data.draw(st.lists(st.sampled_from(names), max_size=6))
    for closed in (True, False):
        found = align(made, [trace], prefix=not closed, budget=LONG)
        assert found.cost[0] == plain_cost(block, trace, closed=closed), (trace, closed)
        assert all(consistent(found, [trace]))
        assert is_run(block, found.readings[0].moves, closed=closed)


Trace = tuple[str, ...]


@cache
def real(log: str) -> tuple[ProcessDefinition, list[Trace], list[tuple[Trace, dict[str, str]]]]:
    """The model of a log, its variants as element ids, and for each recorded case its trace and what was recorded."""
    model, _ = read_definition(shared_data("models", f"{log}.bpmn").read_bytes(), log)
    found = traces(log)
    names = sorted({step for trace in found.values() for step in trace})
    mapped, _ = map_steps(model, [(code, name, None) for code, name in enumerate(names)])
    element = {name: mapped.get(code, f"unmapped {code}") for code, name in enumerate(names)}
    with shared_data("models", f"{log}_conformance.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    cases = [row["case"] for row in rows]
    if log.startswith("BPI2020"):  # this file lists its names as texts and its figures by number
        cases.sort(key=lambda case: int(case.split()[-1]))
    of_case = [tuple(element[step] for step in found[case]) for case in cases]
    return model, list(Counter(of_case)), list(zip(of_case, rows, strict=True))


@pytest.mark.parametrize("log", ["receipt", "helpdesk", "BPI2020_DomesticDeclarations"])
def test_on_real_logs_every_trace_costs_what_others_recorded(log: str) -> None:
    model, variants, recorded = real(log)
    made = align(model, variants, budget=LONG)
    assert made.exact.all()
    assert all(consistent(made, variants))
    cost = dict(zip(variants, made.cost.tolist(), strict=True))
    fitness = dict(zip(variants, made.fitness().tolist(), strict=True))
    for trace, row in recorded:
        assert cost[trace] == int(row["align_cost"])
        assert fitness[trace] == pytest.approx(float(row["align_fitness"]))


def test_when_time_runs_out_a_lower_bound_is_stated_and_more_time_finds_the_rest() -> None:
    """Twelve branches side by side, done backwards: dear to read."""
    steps = [f"t{number}" for number in range(12)]
    made = process("s-p", *(f"p-{step}" for step in steps), *(f"{step}-q" for step in steps), "q-a", "a-e",
                   s=S, e=E, p=A, q=A)  # fmt: skip
    trace = ["a", *reversed(steps[:6]), "a"]
    aligner = aligner_of(made)
    ticks = iter(range(10**9))
    short = aligner.align([trace], budget=Budget(3.0, 3.0), clock=lambda: float(next(ticks)))
    optimal = aligner.align([trace], budget=LONG)
    assert not short.exact[0]
    assert short.cost[0] <= optimal.cost[0]
    assert optimal.cost[0] <= (short.readings[0].at_most or 0)
    assert optimal.exact[0]
    assert optimal.cost[0] == 7
    assert aligner.align([trace], budget=Budget(0.0, 0.0)).exact[0], "what was found once is known"


def test_a_process_whose_runs_never_end_is_read_without_an_end() -> None:
    made = process("s-p", "p-a", "x-p", "a-x", "x-b", "b-q", "s-q", "q-e", s=S, e=E, p=A, q=A, x=X)
    assert align(made, [["b"]], budget=LONG).exact[0]


def test_repeated_and_interrupted_steps_are_part_of_the_process() -> None:
    for repetition in Repetition:
        made = process("s-a", "a-b", "b-e", nodes=(activity("a", repetition=repetition),), s=S, e=E)
        expected = 2 if repetition is Repetition.NONE else 0
        assert align(made, [["a", "a", "a", "b"]], budget=LONG).cost.tolist() == [expected]
    interrupted = process("s-a", "a-b", "b-e", "t-c", "c-f", nodes=(boundary("t", "a"),), s=S, e=E, f=E)
    assert align(interrupted, ["ac", "c", "abc", "ab"], budget=LONG).cost.tolist() == [0, 0, 1, 0]


def test_of_several_steps_of_one_name_any_is_meant() -> None:
    twins = (activity("one", name="Check"), activity("two", name="check"))
    made = process("s-one", "one-b", "b-two", "two-e", nodes=twins, s=S, e=E)
    assert align(made, [["one", "b", "one"], ["one", "b"]], budget=LONG).cost.tolist() == [0, 1]


@pytest.mark.parametrize("log", ["receipt", "helpdesk", "BPI2020_DomesticDeclarations"])
def test_verdicts_on_real_logs_are_the_recorded_ones(log: str) -> None:
    model, variants, recorded = real(log)
    told = dict(zip(variants, verdicts(model, variants).tolist(), strict=True))
    assert all(told[trace] == (int(row["align_cost"]) == 0) for trace, row in recorded)
    assert all(told[trace] == (row["token_fit"] == "True") for trace, row in recorded)


def test_what_came_after_the_time_was_up_is_not_known() -> None:
    steps = [f"t{number}" for number in range(6)]
    made = process("s-p", *(f"p-{step}" for step in steps), *(f"{step}-q" for step in steps), "q-a", "a-e",
                   s=S, e=E, p=A, q=A)  # fmt: skip
    many = [[*order, "a"] for order in permutations(steps)]
    found = verdicts(made, many, seconds=0.0)
    assert (found[0], found[-1]) == (FITS, NOT_KNOWN)
    assert (verdicts(made, many) == FITS).all()


# Every kind of element, against a search that tries all moves in every order


def whole_search(searcher: Searcher, trace: Sequence[str], *, closed: bool) -> int:
    """The optimal cost by Dijkstra over positions and markings, with nothing left out."""
    table, net = searcher.table, searcher.net
    free = [(t, 0 if table.silent >> n & 1 else 1) for n, t in enumerate(table.every) if table.free >> n & 1]
    heap = [(0, 0, net.start)]
    seen = set()
    while heap:
        cost, at, marking = heapq.heappop(heap)
        if (at, marking) in seen:
            continue
        seen.add((at, marking))
        if at == len(trace) and (not closed or net.has_ended(marking)):
            return cost
        for transition, price in free:
            if transition.enabled(marking):
                heapq.heappush(heap, (cost + price, at, transition.fired(marking)))
        if at < len(trace):
            heapq.heappush(heap, (cost + 1, at + 1, marking))
            for number in searcher.steps.get(trace[at], ()):
                if table.every[number].enabled(marking):
                    heapq.heappush(heap, (cost, at + 1, table.every[number].fired(marking)))
    raise AssertionError("no run of this process ends")


@given(st.sampled_from(sorted(SITUATIONS)), st.data())
def test_leaving_out_moves_that_can_wait_never_makes_a_reading_dearer(name: str, data: st.DataObject) -> None:
    made, recorded = SITUATIONS[name]
    aligner = aligner_of(made, recorded)
    trace = data.draw(st.lists(st.sampled_from(sorted({*aligner.searcher.steps, "stranger"})), max_size=6))
    for closed in (True, False):
        found = aligner.align([trace], prefix=not closed, budget=LONG)
        assert found.cost[0] == whole_search(aligner.searcher, trace, closed=closed), (name, trace, closed)
    assert verdicts(made, [trace], recorded=recorded)[0] == (aligner.align([trace]).cost[0] == 0)


@given(st.sampled_from(sorted(SITUATIONS)), st.integers(0, 3), st.data())
def test_what_is_read_by_layers_is_never_dearer_however_narrow_they_are(
    name: str, window: int, data: st.DataObject
) -> None:
    made, recorded = SITUATIONS[name]
    searcher = aligner_of(made, recorded).searcher
    layers, clock = Layers(searcher, window), Ticking(1.0, lambda: 0.0)
    for _ in range(3):
        trace = [(step,) for step in data.draw(st.lists(st.sampled_from(sorted(searcher.steps)), max_size=9))]
        for closed in (True, False):
            found = layers.read(trace, closed=closed, clock=clock)
            cheapest = searcher.search(trace, closed=closed, until=1.0, clock=lambda: 0.0)
            assert isinstance(cheapest, Aligned)
            assert found is None or found.cost == cheapest.cost  # type: ignore[union-attr]
            if window == 3 and cheapest.cost <= 3:
                assert isinstance(found, Aligned), "what costs so little is certain"


def test_when_time_runs_out_between_layers_what_is_sure_is_told() -> None:
    """Three ends: one is read, two are too many."""
    for ticks in range(1, 12):
        searcher = Searcher.of(token_net(domain_example(), frozenset(), starts=False))
        found = Layers(searcher, 3).read([("e",)] * 3, closed=True, clock=Ticking(0.5, lambda: 1.0, ticks))
        assert isinstance(found, OutOfTime)
        assert found.at_least <= 4
