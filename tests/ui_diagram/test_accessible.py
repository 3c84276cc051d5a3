"""The diagram as a screen reader and as a table reader meet it."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpo_desk.process.ad_hoc import AdHocTask, with_ad_hoc_tasks
from bpo_desk.process.display_list import display_list
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.process.outline import outline
from bpo_desk.ui.diagram import DiagramView
from bpo_desk.ui.diagram.accessible import AccessibleElement, accessible_diagram
from bpo_desk.ui.diagram.element_table import ElementTable, ElementTableModel
from bpo_desk.ui.diagram.trailed import TrailedDiagram
from tests.accessible_walk import NAME, root_of, somebody_listening, walked
from tests.process.bpmn_files import definition

DESCRIPTION = QAccessible.Text.Description
MARKERS = {
    "check": Marker(MarkerState.OVERDUE, tokens=2, times=2, path=(2, 4)),
    "open": Marker(MarkerState.DONE, times=1, path=(1,)),
    "transfer": Marker(MarkerState.NEXT, inferred=True),
}


@pytest.fixture(autouse=True)
def somebody_listens(qapp: object) -> Iterator[None]:
    with somebody_listening():
        yield


@pytest.fixture
def view(qtbot: QtBot) -> DiagramView:
    made = DiagramView()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.set_display_list(display_list(definition("claim.bpmn")))
    made.set_markers(MARKERS)
    made.show()
    qtbot.waitExposed(made)
    return made


def root(view: DiagramView) -> QAccessibleInterface:
    return root_of(view)


def test_a_screen_reader_walks_pools_lanes_and_nodes_whose_names_say_their_state(view: DiagramView) -> None:
    tree = walked(root(view))
    words = [name for _, name in tree]
    assert (0, "Pool: Customer") in tree
    inside = {name: depth for depth, name in tree}
    assert inside["Lane: Front office"] == 1
    assert inside["User task: Check claim, overdue, 2 open, 2 times, visit 2·4"] == 2
    assert inside["Service task: Transfer money, next, inferred"] == inside["Sub-process: Pay out"] + 1
    assert words.index("Start event (message): Claim received, done, visit 1") < words.index(
        "User task: Check claim, overdue, 2 open, 2 times, visit 2·4"
    )
    assert len(words) == len(view.display_list.shapes)


def test_an_element_says_where_its_flows_lead_and_where_it_lies(view: DiagramView) -> None:
    diagram = accessible_diagram(view)
    assert diagram is not None
    gateway = diagram.element("ok")
    assert gateway is not None
    assert gateway.text(DESCRIPTION) == "from Check claim; to Pay out (yes), Check claim (no)"
    assert gateway.role() == QAccessible.Role.TreeItem
    middle = gateway.rect().center()
    assert diagram.childAt(middle.x(), middle.y()) is gateway
    assert diagram.rect().contains(gateway.rect())


def test_the_keyboard_walk_moves_the_focus_that_readers_follow(view: DiagramView, qtbot: QtBot) -> None:
    view.activateWindow()
    view.setFocus()
    diagram = root(view)
    QTest.keyClick(view, Qt.Key.Key_Home)
    seen = []
    for _ in range(4):
        focused = diagram.focusChild()
        assert isinstance(focused, AccessibleElement)
        assert focused.state().focused
        assert focused.state().selected
        seen.append(focused.element_id)
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert seen == list(view.display_list.flow_order[:4])


def test_another_state_and_another_diagram_are_read_at_once_and_what_is_gone_is_gone(view: DiagramView) -> None:
    diagram = accessible_diagram(view)
    assert diagram is not None
    check = diagram.element("check")
    assert check is not None
    view.set_markers({"check": Marker(MarkerState.DONE, times=3)})
    assert check.text(NAME) == "User task: Check claim, done, 3 times"
    view.replace_display_list(with_ad_hoc_tasks(view.display_list, [AdHocTask("7", "Call back")]))
    assert diagram.element("check") is check
    assert "Task: Call back" in [name for _, name in walked(diagram)]
    task = diagram.element("ad-hoc:7")
    view.set_display_list(display_list(definition("no_drawing.bpmn")))
    assert "User task: Check claim" not in " ".join(name for _, name in walked(diagram))
    assert not shiboken6.isValid(task)
    assert diagram.element("check") is None or diagram.element("check") is check


def test_diagrams_that_go_away_while_they_are_read_do_no_harm(qapp: object) -> None:
    for number in range(30):
        box = QWidget()
        view = DiagramView(parent=box)
        view.set_display_list(display_list(definition("claim.bpmn")))
        tree = root(view)
        assert len(walked(tree)) > 10
        for element in ("check", "ok", "done"):
            view.select(element)
        known = [QAccessible.uniqueId(child) for n in range(tree.childCount()) if (child := tree.child(n))]
        if number % 2:
            shiboken6.delete(box)
        else:
            box.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for each in known:
            gone = QAccessible.accessibleInterface(each)
            assert gone is None or not gone.isValid()


def test_the_outline_of_a_drawing_holds_every_shape_once() -> None:
    shown = display_list(definition("claim.bpmn"))
    way = outline(shown)
    assert sorted(way.in_order()) == sorted(shown.shapes)
    assert way.parent["transfer"] == "pay"
    assert way.incoming["ok"] == ("f2",)


def cells(model: ElementTableModel, element: str) -> list[str]:
    row = model.row_of(element)
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_the_table_says_what_the_drawing_shows(view: DiagramView) -> None:
    model = ElementTableModel(view)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_drawing(view.display_list, MARKERS)
    assert model.rowCount() == len(view.display_list.shapes)
    assert cells(model, "check") == [
        "Check claim",
        "User task",
        "overdue",
        "2",
        "2",
        "2, 4",
        "Claim received, Covered? (no)",
        "Covered?, Within ten days",
        "Front office",
    ]
    assert cells(model, "transfer")[2] == "next, inferred"
    model.show_markers({})
    assert cells(model, "check")[2:6] == ["", "", "", ""]
    assert model.data(model.index(model.row_of("check"), 0), Qt.ItemDataRole.AccessibleTextRole) == (
        "Element: Check claim"
    )


def test_the_drawing_can_be_read_as_a_table_and_both_follow_each_other(qtbot: QtBot) -> None:
    shown = TrailedDiagram()
    qtbot.addWidget(shown)
    claim = definition("claim.bpmn")
    shown.show_definition(claim, display_list(claim))
    shown.set_markers(MARKERS)
    shown.show()
    shown.select("check")
    QTest.keyClick(shown.view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    table = shown.findChild(ElementTable)
    assert table is not None
    assert table.isVisible()
    assert not shown.view.isVisible()
    assert table.elements.element(table.currentIndex().row()) == "check"
    told: list[str] = []
    shown.element_chosen.connect(told.append)
    table.selectRow(table.elements.row_of("pay"))
    assert (shown.view.selected, told) == ("pay", [])
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert told == ["pay"]
    shown.set_markers({"pay": Marker(MarkerState.DONE, times=1)})
    assert cells(table.elements, "pay")[2] == "done"
    QTest.keyClick(table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert shown.view.isVisible()
    assert shown.view.selected == "pay"
