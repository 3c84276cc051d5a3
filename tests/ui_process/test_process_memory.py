"""The Process screen after a restart: the same process, tab and heat as when the desk was closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.ui.process.heat import HeatBy
from bpo_desk.ui.process_memory import ProcessMemory
from tests.ui_queue.conftest import SyntheticDesk, desk, open_window  # noqa: F401  # fixtures

texts = st.one_of(st.none(), st.text())


@given(st.builds(ProcessMemory, process=texts, version=texts, heights=st.lists(st.integers()).map(tuple)))
def test_what_is_kept_comes_back(memory: ProcessMemory) -> None:
    assert ProcessMemory.of_json(memory.to_json()) == memory


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"process": 1}', '{"process": null, "version": null}'])
def test_a_file_that_says_something_else_is_the_usual_view(text: str) -> None:
    assert ProcessMemory.of_json(text) == ProcessMemory()


def at_process(window, qtbot):
    window.places.show_process()
    qtbot.waitUntil(lambda: window.places.at_process, timeout=20_000)
    return window.process.screen


def test_a_restart_comes_back_to_process_tab_and_heat(qtbot, open_window, desk: SyntheticDesk) -> None:  # noqa: F811
    window = open_window()
    screen = at_process(window, qtbot)
    other = next(key for key in screen.view.processes if key != screen.view.scope.process)
    screen.process_chosen.emit(other)
    qtbot.waitUntil(lambda: screen.view.scope.process == other, timeout=20_000)
    screen.show_tab("mapping")
    screen.choose_heat(HeatBy.OVERDUE)
    window.close()
    again = open_window()
    screen = at_process(again, qtbot)
    assert screen.view.scope.process == other
    assert screen.tabs.currentWidget() is screen.mapping
    assert screen.heat is HeatBy.OVERDUE
    assert screen.bar.heats[HeatBy.OVERDUE].isChecked()
    again.close()


def test_a_desk_that_never_showed_a_process_keeps_what_it_knew(qtbot, open_window) -> None:  # noqa: F811
    window = open_window()
    kept = ProcessMemory(process="dispute", tab="paths").to_json()
    window.process.remember(kept)
    window.close()
    again = open_window()
    assert again.process.memory() == kept
    again.close()
