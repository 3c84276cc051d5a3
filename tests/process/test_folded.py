"""What a collapsed sub-process says of what is inside."""

from bpo_desk.models.process import Bounds, Diagram, DrawnShape, Node, NodeKind, ProcessDefinition
from bpo_desk.process.display_list import display_list
from bpo_desk.process.folded import drawn_for, folded_markers, inside_of
from bpo_desk.process.markers import Marker, MarkerState


def nested() -> ProcessDefinition:
    """s (collapsed, drawn) holds a, b and t (collapsed), t holds c; x stands beside."""
    nodes = (
        Node("s", NodeKind.SUB_PROCESS, "Outer", "p"),
        Node("a", NodeKind.TASK, "A", "p", parent="s"),
        Node("b", NodeKind.TASK, "B", "p", parent="s"),
        Node("t", NodeKind.SUB_PROCESS, "Inner", "p", parent="s"),
        Node("c", NodeKind.TASK, "C", "p", parent="t"),
        Node("x", NodeKind.TASK, "X", "p"),
    )
    plane = Diagram(
        "d",
        "",
        "p",
        (DrawnShape("s", Bounds(0, 0, 100, 80), expanded=False), DrawnShape("x", Bounds(200, 0, 100, 80))),
    )
    return ProcessDefinition("p", "", "Deep", nodes, (), diagrams=(plane,))


def folded(**markers: Marker) -> Marker:
    deep = nested()
    return folded_markers(deep, display_list(deep), markers)["s"]


def test_open_work_inside_is_added_up_and_the_gravest_state_is_seen() -> None:
    made = folded(
        a=Marker(MarkerState.DONE, times=2, path=(1, 4)),
        b=Marker(MarkerState.CURRENT, tokens=2, path=(2,)),
        c=Marker(MarkerState.OVERDUE, tokens=1, path=(3,), alert="1 late"),
        s=Marker(MarkerState.CURRENT, inferred=True),
    )
    assert made == Marker(MarkerState.OVERDUE, tokens=3, path=(1, 2, 3, 4), alert="1 late")


def test_what_is_only_inferred_inside_stays_inferred_outside() -> None:
    inferred = Marker(MarkerState.DONE, inferred=True)
    assert folded(a=inferred, b=Marker(MarkerState.NOT_REACHED)).inferred
    assert not folded(a=inferred, b=Marker(MarkerState.DONE)).inferred


def test_a_sub_process_that_was_not_entered_is_not_reached() -> None:
    not_reached = Marker(MarkerState.NOT_REACHED)
    assert folded(a=not_reached, b=not_reached, c=not_reached, s=not_reached) == not_reached


def test_elements_beside_keep_their_markers_and_one_badge_speaks_only_alone() -> None:
    deep = nested()
    beside = Marker(MarkerState.DONE, badge="1 h")
    made = folded_markers(deep, display_list(deep), {"x": beside, "a": Marker(MarkerState.CURRENT, badge="2 h")})
    assert (made["x"], made["s"].badge) == (beside, "2 h")
    both = folded(a=Marker(MarkerState.CURRENT, badge="2 h"), b=Marker(MarkerState.CURRENT, badge="3 h"))
    assert both.badge == ""


def test_a_hidden_element_is_stood_for_by_the_drawn_sub_process_around_it() -> None:
    deep = nested()
    shown = display_list(deep)
    assert [drawn_for(deep, shown, each) for each in ("c", "s", "x", "gone", "")] == ["s", "s", "x", "", ""]
    assert inside_of(deep, "s") == {"a", "b", "t", "c"}
    assert inside_of(deep, "x") == frozenset()
