"""The way through several diagrams and into sub-processes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from bpo_desk.models.process import Bounds, Diagram, DrawnShape, Node, NodeKind, ProcessDefinition
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import DisplayList, display_list
from bpo_desk.process.drill import can_open, opened
from bpo_desk.process.folded import folded_markers, inside_of
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram import DiagramView
from bpo_desk.ui.diagram.trail import DiagramTrail
from tests.process.bpmn_files import definition


def nested(depth: int) -> ProcessDefinition:
    """Sub-processes s1..sn, each collapsed in the one before; only s1 is drawn."""
    nodes = [Node("s1", NodeKind.SUB_PROCESS, "Level 1", "p")]
    nodes += [Node(f"s{n}", NodeKind.SUB_PROCESS, f"Level {n}", "p", parent=f"s{n - 1}") for n in range(2, depth + 1)]
    nodes.append(Node("t", NodeKind.TASK, "Work", "p", parent=f"s{depth}"))
    plane = Diagram("d", "", "p", (DrawnShape("s1", Bounds(0, 0, 100, 80), expanded=False),))
    return ProcessDefinition("p", "", "Deep", tuple(nodes), (), diagrams=(plane,))


def test_what_a_collapsed_sub_process_hides_is_drawn_when_it_is_opened() -> None:
    deep = nested(2)
    assert set(display_list(deep).shapes) == {"s1"}
    assert "s2" in opened(deep, "s1").shapes
    assert set(opened(deep, "s2").shapes) == {"t"}
    assert [can_open(deep, each) for each in ("s1", "t", "gone")] == [True, False, False]
    with pytest.raises(KeyError):
        opened(deep, "t")


def test_a_call_activity_stands_for_what_happens_in_the_process_that_it_calls() -> None:
    text = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:t="urn:t">'
        '<process id="main"><task id="a"/><callActivity id="call" calledElement="t:pay"/>'
        '<callActivity id="far" calledElement="elsewhere"/><callActivity id="self" calledElement="main"/></process>'
        '<process id="pay"><task id="check"/><subProcess id="deep"><task id="book"/></subProcess>'
        '<sequenceFlow id="f" sourceRef="check" targetRef="deep"/></process></definitions>'
    )
    read, _ = read_definition(text.encode(), "called.bpmn")
    assert [can_open(read, each) for each in ("call", "far", "a")] == [True, False, False]
    shown = opened(read, "call")
    assert ({"check", "deep"} <= set(shown.shapes), set(shown.edges)) == (True, {"f"})
    assert inside_of(read, "call") == {"check", "deep", "book"}
    drawn = replace(display_list(read), shapes={"call": display_list(read).shapes["call"]})
    marked = folded_markers(read, drawn, {"book": Marker(MarkerState.CURRENT, tokens=1)})
    assert marked["call"].state is MarkerState.CURRENT


def test_a_plane_of_the_file_is_preferred_to_a_computed_drawing() -> None:
    claim = definition("claim.bpmn")
    plane = Diagram("own", "Inside", "pay", (DrawnShape("transfer", Bounds(7, 8, 100, 80)),))
    drawn = opened(replace(claim, diagrams=(*claim.diagrams, plane), digest=""), "pay")
    assert drawn.shapes["transfer"].bounds == Bounds(7, 8, 100, 80)


def test_the_way_never_loses_the_root_and_leads_back(qtbot: QtBot) -> None:
    trail = DiagramTrail()
    qtbot.addWidget(trail)
    deep = nested(6)
    shown: list[DisplayList] = []
    trail.drawing_changed.connect(shown.append)
    trail.set_definition(deep, display_list(deep))
    assert not trail.isVisibleTo(trail.parentWidget() or trail)
    for level in range(1, 7):
        assert trail.enter(f"s{level}")
    assert not trail.enter("t")
    words = [each.text() for each in trail.findChildren(QToolButton) if each.isVisibleTo(trail)]
    assert words[-4:] == ["Deep", "…", "Level 5", "Level 6"]
    root = [each for each in trail.findChildren(QToolButton) if each.text() == "Deep"][-1]
    root.click()
    assert trail.way == ()
    assert shown[-1] is trail.drawing()
    assert set(shown[-1].shapes) == {"s1"}


def test_a_file_with_several_diagrams_has_a_switcher(qtbot: QtBot) -> None:
    trail = DiagramTrail()
    qtbot.addWidget(trail)
    claim = definition("claim.bpmn")
    second = Diagram("two", "Second", "", (DrawnShape("check", Bounds(0, 0, 10, 10)),))
    both = replace(claim, diagrams=(*claim.diagrams, second), digest="")
    trail.set_definition(both, display_list(both))
    trail.choose_diagram(1)
    drawn = trail.drawing()
    assert drawn is not None
    assert drawn.shapes["check"].bounds == Bounds(0, 0, 10, 10)


def test_a_double_click_and_ctrl_return_open_an_element(qtbot: QtBot) -> None:
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.set_display_list(display_list(definition("claim.bpmn")))
    told: list[str] = []
    view.element_opened.connect(told.append)
    place = view.element_rectangle("check").center().toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place)
    view.select("pay")
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == ["check", "pay"]


def test_a_click_on_the_plus_goes_inside_and_one_beside_it_chooses(qtbot: QtBot) -> None:
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(900, 500)
    shown = display_list(nested(2))
    view.set_display_list(shown)
    inner = next(shape for shape in shown.shapes.values() if shape.opens)
    entered: list[str] = []
    chosen: list[str] = []
    view.element_opened.connect(entered.append)
    view.element_chosen.connect(chosen.append)
    box = view.element_rectangle(inner.element_id)
    plus = QPointF(box.center().x(), box.bottom() - 9 * view.scale).toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=plus)
    assert [entered, chosen] == [[inner.element_id], []]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert [entered, chosen] == [[inner.element_id], [inner.element_id]]


CALLING = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<process id="main"><startEvent id="s"/><callActivity id="call" name="Check bank" calledElement="bank"/>
<callActivity id="away" name="Elsewhere" calledElement="other"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="call"/><sequenceFlow id="f2" sourceRef="call" targetRef="away"/>
</process>
<process id="bank"><startEvent id="b1"/><task id="b2" name="Ask"/><sequenceFlow id="b3" sourceRef="b1" targetRef="b2"/>
</process></definitions>"""


def test_a_call_activity_opens_the_process_that_it_calls_in_the_same_file(qtbot: QtBot) -> None:
    both, _ = read_definition(CALLING, "calling")
    assert [can_open(both, each) for each in ("call", "away", "b2")] == [True, False, False]
    drawn = opened(both, "call")
    assert set(drawn.shapes) == {"b1", "b2"}
    assert set(drawn.edges) == {"b3"}
    trail = DiagramTrail()
    qtbot.addWidget(trail)
    trail.set_definition(both, display_list(both))
    assert trail.enter("call")
    assert "Check bank" in [button.text() for button in trail.findChildren(QToolButton)]
    plane = Diagram("own", "Bank", "bank", (DrawnShape("b2", Bounds(7, 8, 100, 80)),))
    assert opened(replace(both, diagrams=(plane,), digest=""), "call").shapes["b2"].bounds == Bounds(7, 8, 100, 80)
