"""Layout of what has no drawing: nothing overlaps, no line runs through a node, the same every time."""

import os
import subprocess
import sys
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.process import Flow, FlowKind, Node, NodeKind, ProcessDefinition
from bpo_desk.process.display_list import EdgeItem, ShapeItem, display_list
from bpo_desk.process.layout.cycles import back_edges
from tests.process.bpmn_files import definition, lines_through_nodes, overlap, overlapping_nodes

KINDS = (NodeKind.TASK, NodeKind.EXCLUSIVE_GATEWAY, NodeKind.CATCH_EVENT, NodeKind.TASK)


@st.composite
def definitions(draw: st.DrawFn) -> ProcessDefinition:
    count = draw(st.integers(1, 14))
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    pairs = draw(st.lists(ends, max_size=30))
    nodes = [Node(f"n{i}", draw(st.sampled_from(KINDS)), f"Step {i}", "p") for i in range(count)]
    for number in draw(st.sets(st.integers(0, count - 1), max_size=3)):
        if nodes[number].kind is NodeKind.TASK:
            nodes.append(Node(f"b{number}", NodeKind.BOUNDARY_EVENT, "", "p", attached_to=f"n{number}"))
            pairs.append((len(nodes) - 1, draw(st.integers(0, count - 1))))
    flows = [
        Flow(f"f{k}", FlowKind.SEQUENCE, nodes[u].id, nodes[v].id, process_id="p") for k, (u, v) in enumerate(pairs)
    ]
    return ProcessDefinition("p", "", "p", tuple(nodes), tuple(flows))


@given(definitions())
def test_no_node_overlaps_another_and_no_line_runs_through_one(made: ProcessDefinition) -> None:
    shown = display_list(made)
    assert {i for i, shape in shown.shapes.items() if shape.computed} == {node.id for node in made.nodes}
    assert set(shown.edges) == {flow.id for flow in made.flows}
    assert overlapping_nodes(shown) == []
    assert lines_through_nodes(shown) == []


@given(definitions())
def test_lines_run_level_or_upright(made: ProcessDefinition) -> None:
    for edge in display_list(made).edges.values():
        pieces = zip(edge.waypoints, edge.waypoints[1:], strict=False)
        assert all(abs(x1 - x2) < 0.01 or abs(y1 - y2) < 0.01 for (x1, y1), (x2, y2) in pieces)


@given(st.integers(1, 8), st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=24))
def test_without_its_back_edges_a_graph_has_no_cycle(count: int, pairs: list[tuple[int, int]]) -> None:
    edges = [(u % count, v % count) for u, v in pairs if u % count != v % count]
    left = set(edges) - back_edges(count, edges)
    nodes = set(range(count))
    while sources := {n for n in nodes if not any(v == n and u in nodes for u, v in left)}:
        nodes -= sources
    assert nodes == set()


def test_a_rework_loop_runs_back_above_the_drawing() -> None:
    shown = display_list(definition("no_drawing.bpmn"))
    top = min(shape.bounds.y for shape in shown.shapes.values())
    assert min(y for _, y in shown.edges["s9"].waypoints) < top
    assert shown.shapes["a"].bounds.x < shown.shapes["b"].bounds.x < shown.shapes["x"].bounds.x
    assert shown.shapes["z"].bounds.x == max(shape.bounds.x for shape in shown.shapes.values())


def test_document_order_decides_which_edge_of_a_loop_runs_back() -> None:
    assert back_edges(4, [(0, 1), (1, 2), (2, 1), (2, 3)]) == {(2, 1)}


def test_lanes_hold_their_own_nodes() -> None:
    claim = replace(definition("claim.bpmn"), diagrams=(), digest="")
    shown = display_list(claim)
    assert lines_through_nodes(shown) == []
    for lane in claim.lanes:
        frame = shown.shapes[lane.id].bounds
        for other in claim.lanes:
            for node_id in other.node_ids:
                inside = overlap(shown.shapes[node_id].bounds, frame, 0.0)
                assert inside == (other.id == lane.id)


def test_an_inner_process_lies_inside_its_sub_process() -> None:
    shown = display_list(replace(definition("claim.bpmn"), diagrams=(), digest=""))
    frame = shown.shapes["pay"].bounds
    for node_id in ("pstart", "transfer", "pend"):
        box = shown.shapes[node_id].bounds
        assert frame.x < box.x
        assert box.right < frame.right
        assert frame.y < box.y
        assert box.bottom < frame.bottom


def test_the_layout_does_not_depend_on_the_hash_seed() -> None:
    script = (
        "from tests.process.bpmn_files import definition\n"
        "from bpo_desk.process.display_list import display_list\n"
        "print([getattr(i, 'bounds', None) or i.waypoints for i in display_list(definition('no_drawing.bpmn')).items])"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


def test_boundary_events_sit_on_the_lower_edge_of_their_activity() -> None:
    shown = display_list(definition("no_drawing.bpmn"))
    event, host = shown.shapes["err"].bounds, shown.shapes["e"].bounds
    assert event.centre[1] == host.bottom
    assert host.x <= event.x
    assert event.right <= host.right
    assert shown.edges["s11"].waypoints[0] == (event.centre[0], event.bottom)


def test_every_item_of_a_computed_drawing_says_so() -> None:
    items = display_list(definition("no_drawing.bpmn")).items
    assert all(item.computed for item in items if isinstance(item, ShapeItem | EdgeItem))


def test_several_flows_between_the_same_two_nodes_keep_clear_of_a_node_between_them() -> None:
    ends = [(0, 0), (1, 4), (1, 4), (1, 4), (1, 6), (2, 0), (2, 3), (2, 4), (5, 2), (6, 0)]
    nodes = tuple(Node(f"n{i}", NodeKind.TASK, "", "p") for i in range(7))
    flows = tuple(Flow(f"f{k}", FlowKind.SEQUENCE, f"n{u}", f"n{v}") for k, (u, v) in enumerate(ends))
    shown = display_list(ProcessDefinition("p", "", "p", nodes, flows))
    assert lines_through_nodes(shown) == []
    assert len({shown.edges[flow].waypoints for flow in ("f1", "f2", "f3")}) == 3
