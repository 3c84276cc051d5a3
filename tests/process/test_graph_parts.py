"""Parts of graphs, as another library finds them; and layouts need no other library for them."""

import subprocess
import sys

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.process.layout.graph_parts import Joined, connected_parts, loops

COUNT = 9
PAIRS = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), max_size=24)


@given(PAIRS)
def test_parts_are_what_edges_connect_whichever_way(pairs):
    expected = sorted(sorted(part) for part in nx.connected_components(nx.Graph(pairs)))
    assert connected_parts(pairs) == expected


@given(PAIRS)
def test_a_loop_leads_from_each_of_its_nodes_to_each_other_one(pairs):
    graph = nx.DiGraph(pairs)
    expected = sorted(sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1)
    assert sorted(sorted(part) for part in loops(COUNT, pairs)) == expected


def test_a_loop_of_many_nodes_is_found_without_recursion():
    ring = [(node, (node + 1) % 5_000) for node in range(5_000)]
    assert [len(part) for part in loops(5_000, ring)] == [5_000]


def test_joining_says_whether_two_were_apart():
    joined = Joined(3)
    assert [joined.join(0, 1), joined.join(1, 0), joined.join(2, 1)] == [True, False, True]


def test_laying_out_a_loop_loads_no_graph_library_of_two_hundred_modules():
    script = (
        "import sys\n"
        "from bpo_desk.process.layout.layers import columns_of\n"
        "columns_of(4, [(0, 1), (1, 2), (2, 1), (2, 3)], [0] * 4)\n"
        "print('networkx' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == "False"
