"""The window is painted first and made whole after it: nothing of it is missing then, and no key is lost before."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QToolButton

from bpo_desk.app.desktop import FirstPaint
from bpo_desk.ui.actions import DECLARED
from bpo_desk.ui.case_place import CasePlace
from bpo_desk.ui.commands import CommandPalette
from bpo_desk.ui.exports import Exports
from bpo_desk.ui.jump_place import JumpPlace
from bpo_desk.ui.lock_place import LockPlace
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.notices_place import NoticesPlace
from bpo_desk.ui.peek_place import PeekPlace
from bpo_desk.ui.process_place import ProcessPlace
from bpo_desk.ui.queue_reading import QueueReading
from bpo_desk.ui.sample_place import SamplePlace
from bpo_desk.ui.sync_watch import SyncWatch
from bpo_desk.ui.team_place import TeamPlace
from bpo_desk.ui.views_place import ViewsPlace
from bpo_desk.ui.work_place import WorkPlace

PLACES = (
    CasePlace, Exports, JumpPlace, LockPlace, Navigation, NoticesPlace, PeekPlace, ProcessPlace, QueueReading,
    SamplePlace, SyncWatch, TeamPlace, ViewsPlace, WorkPlace,
)  # fmt: skip
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Painted(QObject):
    """Counts what is painted of a widget."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


def _painted_only(open_window, qtbot):
    """A window that has painted and has not been started."""
    window = open_window(start=False)
    with qtbot.waitSignal(FirstPaint(window.queue.table.viewport()).painted):
        window.queue.table.viewport().update()
    return window


def test_the_first_paint_needs_no_place(open_window, qtbot):
    window = _painted_only(open_window, qtbot)
    assert not window.is_whole
    assert [window.findChildren(kind) for kind in PLACES] == [[]] * len(PLACES)


def test_every_place_is_there_once_when_the_start_has_settled(window):
    assert [len(window.findChildren(kind)) for kind in PLACES] == [1] * len(PLACES)


def test_every_action_has_its_keys_and_something_to_do_when_the_start_has_settled(window):
    for each in DECLARED:
        assert len(window.actions_by_name[each.name].shortcuts()) == len(each.keys)
    assert window.whole.does.keys() == {each.name for each in DECLARED}


def test_keys_pressed_before_the_window_is_whole_do_what_they_should_when_it_is(open_window, qtbot):
    window = _painted_only(open_window, qtbot)
    assert window.focusWidget() is window
    qtbot.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL | SHIFT)
    qtbot.keyClicks(window, "light")
    assert not window.is_whole
    window.start()
    assert window._appearance.percent == 125
    palette = window.findChild(CommandPalette)
    assert palette.isVisible()
    assert palette.edit.text() == "light"


def test_tab_before_the_window_is_whole_leads_nowhere(open_window, qtbot):
    window = _painted_only(open_window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_Tab)
    assert window.focusWidget() is window


def test_a_click_on_the_rail_before_the_window_is_whole_makes_it_so(open_window, qtbot):
    window = _painted_only(open_window, qtbot)
    process = next(each for each in window.findChildren(QToolButton) if each.text() == "Process")
    qtbot.mouseClick(process, Qt.MouseButton.LeftButton)
    assert window.is_whole


def test_a_window_closed_before_it_is_whole_remembers_what_was_remembered(window, open_window, qtbot):
    window.queue.sort_by("client")
    window.close()
    again = _painted_only(open_window, qtbot)
    again.close()
    assert open_window().queue.state().sort == (("client", False),)


def test_the_rows_are_not_painted_again_when_the_window_becomes_whole(window, desk, open_window, qtbot):
    qtbot.waitUntil(lambda: desk.page is not None)
    window.close()
    again = _painted_only(open_window, qtbot)
    painted = Painted(again.queue.table.viewport())
    assert again.whole is not None
    qtbot.wait(50)
    assert painted.count == 0
