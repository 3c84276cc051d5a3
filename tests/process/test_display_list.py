"""From definition to display list: everything drawn is there once, where the file put it, back to front."""

import subprocess
import sys
from dataclasses import replace

import pytest

from bpo_desk.models.process import Bounds, NodeKind
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import EdgeItem, LabelItem, ShapeItem, display_list
from bpo_desk.process.labels import LabelPlace
from tests.process.bpmn_files import definition, lines_through_nodes, source


def test_every_shape_and_edge_of_the_file_is_one_item_at_the_file_s_place() -> None:
    claim = definition("claim.bpmn")
    shown = display_list(claim)
    shapes = {item.element_id: item.bounds for item in shown.items if isinstance(item, ShapeItem)}
    edges = {item.element_id: item.waypoints for item in shown.items if isinstance(item, EdgeItem)}
    assert shapes == {shape.element_id: shape.bounds for shape in claim.diagrams[0].shapes}
    assert edges == {edge.element_id: edge.waypoints for edge in claim.diagrams[0].edges}
    assert shapes["pstart"] == Bounds(490.5, 412.25, 36, 36)


def test_frames_lie_behind_lines_and_lines_behind_nodes() -> None:
    items = display_list(definition("claim.bpmn")).items
    place = {(type(item), item.element_id): number for number, item in enumerate(items)}
    order = [(ShapeItem, "pool"), (ShapeItem, "lane1"), (ShapeItem, "pay"), (EdgeItem, "f1"), (ShapeItem, "check")]
    order += [(ShapeItem, "late"), (LabelItem, "check")]
    assert [place[key] for key in order] == sorted(place[key] for key in order)


def test_label_bounds_of_the_file_are_used_and_others_follow_the_kind() -> None:
    labels = {item.element_id: item for item in display_list(definition("claim.bpmn")).items if _is_label(item)}
    assert (labels["late"].bounds, labels["late"].place) == (Bounds(290, 270, 40, 14), LabelPlace.TOP)
    assert labels["ok"].place is LabelPlace.BELOW
    assert labels["lane1"].place is LabelPlace.BAND_LEFT
    assert labels["customer"].place is LabelPlace.CENTRE
    assert labels["doc"].text == "Claim form\n[signed]"


def _is_label(item: object) -> bool:
    return isinstance(item, LabelItem)


def test_an_exclusive_gateway_shows_its_mark_only_where_the_file_says_so() -> None:
    text = source("claim.bpmn").replace(b' isMarkerVisible="true"', b"")
    assert not display_list(read_definition(text, "c")[0]).shapes["ok"].marker_visible
    assert display_list(definition("claim.bpmn")).shapes["ok"].marker_visible


def test_a_sub_process_without_drawn_inside_is_collapsed() -> None:
    claim = definition("claim.bpmn")
    inside = {"pstart", "transfer", "pend", "p1", "p2"}
    plane = claim.diagrams[0]
    folded = replace(
        plane,
        shapes=tuple(
            replace(s, expanded=False) if s.element_id == "pay" else s
            for s in plane.shapes
            if s.element_id not in inside
        ),
        edges=tuple(e for e in plane.edges if e.element_id not in inside),
    )
    shown = display_list(replace(claim, diagrams=(folded,), digest=""))
    assert shown.shapes["pay"].opens
    assert "transfer" not in shown.shapes


def test_what_the_file_does_not_draw_is_added_around_what_it_does() -> None:
    claim = definition("claim.bpmn")
    plane = claim.diagrams[0]
    partial = replace(
        plane,
        shapes=tuple(s for s in plane.shapes if s.element_id != "done"),
        edges=tuple(e for e in plane.edges if e.element_id not in ("f2", "f5", "f6")),
    )
    shown = display_list(replace(claim, diagrams=(partial,), digest=""))
    assert shown.shapes["done"].computed
    assert {i for i, edge in shown.edges.items() if edge.computed} == {"f2", "f5", "f6"}
    assert lines_through_nodes(shown) == []


def test_equal_files_share_one_display_list() -> None:
    assert display_list(definition("claim.bpmn")) is display_list(definition("claim.bpmn"))


def test_a_diagram_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        display_list(definition("claim.bpmn"), 5)


def test_the_walk_follows_the_flow_from_the_start() -> None:
    order = display_list(definition("no_drawing.bpmn")).flow_order
    assert order[:3] == ("a", "b", "split")
    assert set(order) == {"a", "b", "split", "c", "d", "join", "x", "e", "err", "z"}
    assert order.index("e") < order.index("err")


def test_a_definition_without_anything_is_an_empty_list() -> None:
    empty = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    shown = display_list(read_definition(empty, "empty.bpmn")[0])
    assert (shown.items, shown.bounds) == ((), Bounds(0, 0, 0, 0))


def test_a_call_of_a_global_user_task_carries_its_figure_and_no_plus() -> None:
    text = source("no_drawing.bpmn").decode()
    text = text.replace('<task id="c" name="Check identity"/>', '<callActivity id="c" calledElement="g"/>')
    text = text.replace("</definitions>", '<globalUserTask id="g"/></definitions>')
    called = display_list(read_definition(text.encode(), "c")[0]).shapes["c"]
    assert (called.called_task, called.opens) == (NodeKind.USER_TASK, False)


def test_a_file_with_its_own_drawing_is_shown_without_loading_the_graph_libraries() -> None:
    script = (
        "import sys\n"
        "from tests.process.bpmn_files import definition\n"
        "from bpo_desk.process.display_list import display_list\n"
        "display_list(definition('claim.bpmn'))\n"
        "print([name for name in ('networkx', 'fast_sugiyama', 'numpy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == "[]"
