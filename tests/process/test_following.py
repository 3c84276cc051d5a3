"""Very many paths followed at once: each tells the flows that replaying it alone tells."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.process import NodeKind, ProcessDefinition
from bpo_desk.process.following import Following, following_of
from bpo_desk.process.paths import Path, levels_of
from bpo_desk.process.replay import completions, replay_of
from tests.process.process_trees import Block, as_definition, steps_of
from tests.process.small_processes import SITUATIONS, E, S, process
from tests.process.test_replay import blocks

X, A = NodeKind.EXCLUSIVE_GATEWAY, NodeKind.PARALLEL_GATEWAY


def alone(made: ProcessDefinition, trace: list[str], *, over: bool) -> set[str]:
    replay = replay_of(made, frozenset(trace), starts=False)
    replay.follow(completions(trace))
    return set(replay.likeliest(closed=over).flows)


def together(following: Following, trace: list[str], *, over: bool) -> set[str]:
    return set(following.names(following.flows_of(trace, over=over)))


@given(blocks(), st.data())
def test_a_path_takes_the_flows_that_its_replay_takes(block: Block, data: st.DataObject) -> None:
    made = as_definition(block)
    following = following_of(made, frozenset())
    for _ in range(3):
        trace = data.draw(st.lists(st.sampled_from(sorted(steps_of(block))), max_size=8))
        for over in (False, True):
            assert together(following, trace, over=over) == alone(made, trace, over=over), (trace, over)


@given(st.sampled_from(sorted(SITUATIONS)), st.data())
def test_so_it_is_with_every_kind_of_element_and_steps_that_fit_nowhere(name: str, data: st.DataObject) -> None:
    made, recorded = SITUATIONS[name]
    replay = replay_of(made, recorded, starts=False)
    following = Following(replay)
    names = sorted({node for node, _ in replay.net.steps})
    for _ in range(3):
        trace = data.draw(st.lists(st.sampled_from(names), max_size=7))
        for over in (False, True):
            replay.follow(completions(trace))
            expected = set(replay.likeliest(closed=over).flows)
            assert together(following, trace, over=over) == expected, (trace, over)


def test_levels_count_each_flow_in_the_cases_of_the_paths_up_to_there() -> None:
    """Three branches side by side, in any order, each order as often as it comes late."""
    made = process("s-p", "p-a", "p-b", "p-c", "a-q", "b-q", "c-q", "q-x", "x-d", "x-e", "d-e", s=S, e=E, p=A, q=A, x=X)
    elements = dict(enumerate("abcd", start=1))
    orders = list(permutations((1, 2, 3)))
    paths = [Path((*order, *([4] if number % 2 else [])), 60 - number, True) for number, order in enumerate(orders)]
    levels = levels_of(paths, made, elements)
    for level in levels:
        shown = paths[: level.paths]
        assert level.flows["s-p"] == level.cases == sum(path.cases for path in shown)
        assert level.flows.get("x-d", 0) == sum(path.cases for path in shown if 4 in path.steps)
        assert level.read == level.paths
    assert list(levels[-1].takers["x-d"]) == [1, 3, 5]
