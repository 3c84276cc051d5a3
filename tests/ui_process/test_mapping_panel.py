"""The mapping editor: says why each step stands for what it does, and hands up what a person says about it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.step_mapping import AUTOMATIC, NOWHERE, MappedStep, StepMapping
from bpo_desk.process.position import map_steps
from bpo_desk.ui.process.mapping_panel import MappingPanel
from bpo_desk.ui.process.mapping_rows import MappedBy
from bpo_desk.ui.process.process_screen import ProcessScreen
from bpo_desk.ui.process.process_view import ProcessView, prepare_process
from bpo_desk.ui.process.scope import ProcessScope
from tests.process.bpmn_files import definition
from tests.ui_process.test_process_screen import CLAIM, log
from tests.ui_queue.synthetic import NOW, synthetic

STRANGE = CLAIM.replace(b"Check documents", b"Look at papers")
"""A definition that has another name for the third step of the log."""


@pytest.fixture(scope="module")
def queue() -> QueueColumns:
    return synthetic(200)


def prepared(queue: QueueColumns, said: StepMapping | None = None, xml: bytes = STRANGE) -> ProcessView:
    return prepare_process(
        queue, lambda: log(queue), ProcessScope("dispute"), definition_xml=xml, said=said, now=NOW
    )  # fmt: skip


def said(**steps: str) -> StepMapping:
    names = {"papers": "Check documents", "identity": "Verify identity", "register": "Register request"}
    return StepMapping("dispute", "", {names[key]: MappedStep(element, "Ada", NOW) for key, element in steps.items()})


@pytest.fixture
def panel(qtbot: QtBot, queue: QueueColumns) -> MappingPanel:
    made = MappingPanel()
    qtbot.addWidget(made)
    made.show_mapping(prepared(queue).mapping, same=False)
    return made


def test_unmapped_steps_come_first_and_every_row_says_why(queue: QueueColumns) -> None:
    rows = prepared(queue).mapping.rows
    assert [(row.step, row.by, row.element) for row in rows] == [
        ("Check documents", MappedBy.NOTHING, ""),
        ("Register request", MappedBy.NAME, "a"),
        ("Verify identity", MappedBy.NAME, "b"),
    ]
    cases = int((queue.process == queue.process_keys.index("dispute")).sum())
    assert [row.cases for row in rows[:2]] == [cases, cases]
    assert rows[0].events == rows[0].cases


def test_what_a_person_said_counts_before_id_and_name(queue: QueueColumns) -> None:
    view = prepared(queue, said(papers="c", identity=NOWHERE))
    by_step = {row.step: (row.by, row.element, row.said_by) for row in view.mapping.rows}
    assert by_step["Check documents"] == (MappedBy.HAND, "c", "Ada")
    assert by_step["Verify identity"] == (MappedBy.LEFT_OUT, "", "Ada")
    assert view.mapping.unmapped == 0
    drawn = {each.name: each.element for each in view.figures}
    assert drawn["Check documents"] == "c"
    assert drawn["Verify identity"] == ""


def test_a_word_about_an_element_that_the_version_lacks_is_passed_over() -> None:
    process = definition("no_drawing.bpmn")
    found = map_steps(process, [(1, "b", None), (2, "x", None)], {"b": "gone", "x": "gone"})
    assert found == map_steps(process, [(1, "b", None), (2, "x", None)])


def test_an_element_is_chosen_from_the_list_by_typing(qtbot: QtBot, panel: MappingPanel) -> None:
    assert panel.step == "Check documents"
    panel.show()
    line = panel.elements.lineEdit()
    assert line is not None
    with qtbot.waitSignal(panel.step_said) as heard:
        line.selectAll()
        QTest.keyClicks(line, "papers")
        completer = panel.elements.completer()
        assert completer is not None
        assert completer.currentCompletion() == "Look at papers"
        panel.elements.setCurrentText(completer.currentCompletion())
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert heard.args == ["Check documents", "c", AUTOMATIC]
    row = panel.model.mapping_row(panel.model.row_of("Check documents"))
    assert (row.element, row.pending) == ("c", True), "it is seen at once, as not kept yet"


def test_undo_takes_back_word_by_word(qtbot: QtBot, panel: MappingPanel) -> None:
    heard: list[list[str]] = []
    panel.step_said.connect(lambda *words: heard.append(list(words)))
    panel.say("c")
    panel.say(NOWHERE)
    panel.take_back()
    panel.take_back()
    panel.take_back()
    name = "Check documents"
    assert heard == [[name, "c", ""], [name, "-", "c"], [name, "c", "-"], [name, "", "c"]]
    assert not panel.undo.isEnabled()


def test_to_say_the_same_again_says_nothing(panel: MappingPanel) -> None:
    heard: list[str] = []
    panel.step_said.connect(lambda *_words: heard.append("said"))
    panel.say(AUTOMATIC)
    panel.say("c")
    panel.say("c")
    assert heard == ["said"]


def test_a_click_on_the_diagram_picks_the_element_and_leads_nowhere_else(qtbot: QtBot, queue: QueueColumns) -> None:
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.resize(1200, 900)
    screen.show_view(prepared(queue))
    screen.tabs.setCurrentWidget(screen.mapping)
    screen.show()
    filters: list[str] = []
    screen.step_chosen.connect(filters.append)
    screen.mapping.pick.click()
    place = screen.diagram.element_rectangle("c").center().toPoint()
    with qtbot.waitSignal(screen.step_said) as heard:
        QTest.mouseClick(screen.diagram, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == ["Check documents", "c", AUTOMATIC]
    assert filters == []
    assert not screen.mapping.is_picking
    assert "unmapped" in screen.tabs.tabText(screen.tabs.indexOf(screen.mapping))
    screen.show_view(prepared(queue, said(papers="c")))
    assert "unmapped" not in screen.tabs.tabText(screen.tabs.indexOf(screen.mapping))


def test_without_a_definition_the_editor_says_why_it_is_empty(qtbot: QtBot, queue: QueueColumns) -> None:
    screen = ProcessScreen()
    qtbot.addWidget(screen)
    screen.show_view(prepare_process(queue, lambda: log(queue), ProcessScope("dispute"), now=NOW))
    assert not screen.mapping.table.isVisibleTo(screen.mapping)
    screen.mapping.say("c")


def test_the_same_step_stays_chosen_when_newer_data_come(panel: MappingPanel, queue: QueueColumns) -> None:
    panel.table.selectRow(2)
    step = panel.step
    panel.show_mapping(prepared(queue, said(papers="c")).mapping, same=True)
    assert panel.step == step
