"""Pictures of the diagram with every state of an element."""

import pytest
from pytestqt.qtbot import QtBot

from bpo_desk.process.ad_hoc import AdHocTask, with_ad_hoc_tasks
from bpo_desk.process.display_list import display_list
from bpo_desk.process.markers import Marker
from bpo_desk.process.markers import MarkerState as State
from bpo_desk.ui.diagram import DiagramColours, DiagramView
from tests.process.bpmn_files import definition
from tests.screens.pictures import check_picture

MARKERS = {
    "open": Marker(State.DONE, times=1, path=(1,)),
    "f1": Marker(State.DONE, times=1),
    "check": Marker(State.OVERDUE, tokens=2, times=3, path=(2, 3, 5), alert="1 late"),
    "late": Marker(State.FAILED, times=1),
    "f2": Marker(State.DONE, times=1, inferred=True),
    "ok": Marker(State.DONE, times=3, inferred=True),
    "f3": Marker(State.DONE, badge="60 %", heat=0.6),
    "f4": Marker(State.NOT_REACHED),
    "pay": Marker(State.CURRENT, tokens=1),
    "pstart": Marker(State.DONE, inferred=True),
    "transfer": Marker(State.EXITED, times=1, path=(4,), detour="paid by hand", returned=True),
    "pend": Marker(State.NEXT, inferred=True),
    "f5": Marker(State.NOT_REACHED),
    "done": Marker(State.NOT_REACHED),
    "ad-hoc:1": Marker(State.WAITING, tokens=1, badge="Ann Doe"),
    "ad-hoc:2": Marker(State.DONE, times=1, badge="Bo Lund"),
}


@pytest.mark.parametrize("colours", [DiagramColours.light(), DiagramColours.dark()], ids=["light", "dark"])
def test_every_state_on_a_diagram(qtbot: QtBot, colours: DiagramColours, request: pytest.FixtureRequest) -> None:
    view = DiagramView(colours)
    qtbot.addWidget(view)
    view.resize(1000, 620)
    tasks = [AdHocTask("1", "Call back", during="check"), AdHocTask("2", "Ask the broker", during="pay")]
    view.set_display_list(with_ad_hoc_tasks(display_list(definition("claim.bpmn")), tasks))
    view.set_markers(MARKERS)
    view.select("check")
    check_picture(view, f"diagram-{request.node.callspec.id}")
