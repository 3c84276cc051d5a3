"""The diagram with the way into its sub-processes: markers and selection follow to wherever one looks."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bpo_desk.models.process import Bounds, DrawnShape, NodeKind
from bpo_desk.process.ad_hoc import AdHocTask, with_ad_hoc_tasks
from bpo_desk.process.display_list import display_list
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram.menu import save
from bpo_desk.ui.diagram.trailed import TrailedDiagram
from tests.ui_diagram.test_trail import nested

INSIDE = {
    "t": Marker(MarkerState.CURRENT, tokens=2, path=(1,)),
    "s3": Marker(MarkerState.CURRENT, inferred=True),
}


@pytest.fixture
def shown(qtbot: QtBot) -> TrailedDiagram:
    made = TrailedDiagram()
    qtbot.addWidget(made)
    made.resize(700, 420)
    deep = nested(3)
    made.show_definition(deep, display_list(deep))
    made.set_markers(INSIDE)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_collapsed_sub_process_shows_what_is_inside_and_the_inside_shows_its_own(shown: TrailedDiagram) -> None:
    assert shown.view.markers["s1"] == Marker(MarkerState.CURRENT, tokens=2, path=(1,))
    assert "current, 2 open" in dict(shown.view.accessible_names())["s1"]
    shown.view.select("s1")
    QTest.keyClick(shown.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shown.trail.way == ("s1",)
    assert "s1" not in shown.view.display_list.shapes
    assert (shown.view.markers["t"], shown.view.markers["s3"]) == (INSIDE["t"], INSIDE["s3"])


def test_escape_and_backspace_go_back_one_level_and_the_sub_process_stays_selected(shown: TrailedDiagram) -> None:
    shown.select("t")
    assert shown.view.selected == "s1"
    for level in ("s1", "s2"):
        shown.trail.enter(level)
    assert shown.view.selected == "t"
    QTest.keyClick(shown.view, Qt.Key.Key_Escape)
    assert (shown.trail.way, shown.view.selected) == (("s1",), "t")
    QTest.keyClick(shown.view, Qt.Key.Key_Backspace)
    assert (shown.trail.way, shown.view.selected) == ((), "s1")


def test_new_markers_and_a_changed_form_leave_one_where_one_is(shown: TrailedDiagram) -> None:
    shown.trail.enter("s1")
    shown.set_markers({"t": Marker(MarkerState.DONE, times=1, path=(1,))})
    assert shown.view.markers["t"].state is MarkerState.DONE
    deep = nested(3)
    shown.refresh_definition(deep, with_ad_hoc_tasks(display_list(deep), [AdHocTask("9", "Call", during="s1")]))
    assert shown.trail.way == ("s1",)
    assert shown.view.markers["t"].state is MarkerState.DONE
    shown.trail.leave(0)
    assert "ad-hoc:9" in shown.view.display_list.shapes
    shown.trail.enter("s1")
    flat = nested(1)
    shown.refresh_definition(flat, display_list(flat))
    assert shown.trail.way == ("s1",)
    shown.trail.leave(0)
    other = nested(2)
    shown.refresh_definition(other, display_list(other))
    shown.trail.enter("s1")
    shown.trail.enter("s2")
    shown.refresh_definition(flat, display_list(flat))
    assert shown.trail.way == ()


def test_a_sub_process_without_inside_says_so(qtbot: QtBot) -> None:
    made = TrailedDiagram()
    qtbot.addWidget(made)
    deep = nested(1)
    node, plane = deep.nodes[0], deep.diagrams[0]
    called = replace(node, id="called", kind=NodeKind.CALL_ACTIVITY, name="Check bank")
    with_call = replace(
        deep,
        nodes=(*deep.nodes, called),
        diagrams=(
            replace(plane, shapes=(*plane.shapes, DrawnShape("called", Bounds(200, 0, 100, 80), expanded=False))),
        ),
    )
    made.show_definition(with_call, display_list(with_call))
    told: list[str] = []
    made.told.connect(told.append)
    made.view.element_opened.emit("called")
    assert told == ["The file does not hold the inside of “Check bank”"]
    made.view.element_opened.emit("s1")
    assert len(told) == 1


def test_what_was_saved_or_could_not_be_is_told(shown: TrailedDiagram, tmp_path: Path) -> None:
    told: list[str] = []
    shown.told.connect(told.append)
    for file in (tmp_path / "a.png", tmp_path / "absent" / "a.png"):
        shown.view.saved.emit(str(file), save(shown.view, file))
    assert told == [
        f"The diagram was saved as {tmp_path / 'a.png'}",
        f"{tmp_path / 'absent' / 'a.png'} could not be written",
    ]
