"""Pictures of the Process screen: heat, mapping, two periods, conformance; light, dark and with large text."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC

import pytest
from PySide6.QtWidgets import QApplication

from bpo_desk.models.step_mapping import NOWHERE, MappedStep, StepMapping
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.process.all_versions import VersionDrawing
from bpo_desk.ui.process.case_log import case_log
from bpo_desk.ui.process.compare_view import compare_view
from bpo_desk.ui.process.conformance_view import conformance_view
from bpo_desk.ui.process.heat import HeatBy
from bpo_desk.ui.process.process_screen import ProcessScreen
from bpo_desk.ui.process.process_view import prepare_process
from bpo_desk.ui.process.scope import ProcessScope
from tests.screens.pictures import check_picture
from tests.ui_process.demo_process import KEY, NOW, demo_process

SCOPE = ProcessScope(KEY, "4")
OLDER = ProcessScope(KEY, "3")
SAID = StepMapping(KEY, "4", {"Check cover": MappedStep(NOWHERE, "Ada", NOW)}, pending=frozenset({"Check cover"}))


@pytest.fixture
def shown(qtbot, qapp: QApplication) -> Iterator[Callable[..., ProcessScreen]]:
    """A function that shows the demo's claims, and waits until they are painted."""
    before = qapp.palette(), qapp.font()

    def show(
        scope: ProcessScope = SCOPE, *, dark: bool = False, percent: int = 100, with_definition: bool = True,
        all_versions: bool = False,
    ) -> ProcessScreen:  # fmt: skip
        Appearance(qapp, dark, percent)
        demo = demo_process()
        screen = ProcessScreen()
        qtbot.addWidget(screen)
        screen.resize(1360, 820)
        xml = demo.xml if with_definition else None
        drawings = {name: VersionDrawing(xml) for name in ("3", "4")} if all_versions else None
        view = prepare_process(
            demo.queue, lambda: demo.events, scope, definition_xml=xml, said=SAID, drawings=drawings, now=NOW
        )  # fmt: skip
        screen.show_view(view)
        screen.show()
        qtbot.wait(50)
        return screen

    yield show
    qapp.setPalette(before[0])
    qapp.setFont(before[1])


def test_open_cases_on_the_diagram(shown, qtbot) -> None:
    check_picture(shown(), "process-light")


def test_overdue_cases_in_dark(shown, qtbot) -> None:
    screen = shown(dark=True)
    screen.choose_heat(HeatBy.OVERDUE)
    qtbot.wait(50)
    check_picture(screen, "process-overdue-dark")


def test_a_map_from_the_log(shown, qtbot) -> None:
    check_picture(shown(with_definition=False), "process-discovered")


def test_mapping_with_large_text(shown, qtbot) -> None:
    screen = shown(percent=200)
    screen.tabs.setCurrentWidget(screen.mapping)
    qtbot.wait(50)
    check_picture(screen, "process-mapping-200")


def test_all_versions(shown, qtbot) -> None:
    check_picture(shown(ProcessScope(KEY), all_versions=True), "process-all-versions")


def test_flows_of_two_periods_by_time(shown, qtbot) -> None:
    screen, demo = shown(OLDER), demo_process()
    screen.tabs.setCurrentWidget(screen.compare)
    screen.show_comparison(compare_view(case_log(demo.queue, lambda: demo.events, OLDER, demo.xml, None, UTC)))
    screen.choose_heat(HeatBy.AGE)
    screen.compare.shown.setCurrentIndex(1)
    qtbot.wait(50)
    check_picture(screen, "process-compare-flows")


def test_two_periods(shown, qtbot) -> None:
    screen, demo = shown(OLDER), demo_process()
    screen.tabs.setCurrentWidget(screen.compare)
    screen.show_comparison(compare_view(case_log(demo.queue, lambda: demo.events, OLDER, demo.xml, None, UTC)))
    qtbot.wait(50)
    check_picture(screen, "process-compare")


def test_conformance_in_dark(shown, qtbot) -> None:
    screen, demo = shown(OLDER, dark=True), demo_process()
    screen.tabs.setCurrentWidget(screen.conformance)
    said = replace(SAID, version="3", steps={"Approve settlement": SAID.steps["Check cover"]})
    log = case_log(demo.queue, lambda: demo.events, OLDER, demo.xml, said, UTC)
    screen.show_conformance(conformance_view(log, queue=demo.queue, now=NOW))
    qtbot.wait(50)
    check_picture(screen, "process-conformance-dark")
