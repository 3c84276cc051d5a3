"""What makes the painted window whole: places, panels, sync, keys; the only place that connects them.

Nothing here is imported before the first paint, nor is what it imports. **A new place** is a module `x_place.py` of its
own: a QObject that takes what it needs and makes its panel when that is first wanted. Make it in `Overlays` if it lies
over the window or beside it, here if others must know it; name its actions in `actions.DECLARED` and what they do in
`overlay_actions` or in `_what_actions_do`. What is slow is asked through `background`, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from bpo_desk.errors import CaseLeft, NotFound
from bpo_desk.ui.actions import ON_RAIL, Actions
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.background import Background
from bpo_desk.ui.case_place import ON_A_CASE, CasePlace
from bpo_desk.ui.exports import EXPORTS_OF_A_CASE, Exports
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.jump_place import JumpPlace
from bpo_desk.ui.lease_place import LeasePlace
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.number_words import some_of
from bpo_desk.ui.overlays import Overlays, overlay_actions
from bpo_desk.ui.pressed_keys import press
from bpo_desk.ui.process_place import ProcessPlace
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.queue_reading import QueueReading
from bpo_desk.ui.rights_place import RightsPlace
from bpo_desk.ui.status_bar import DeskStatusBar
from bpo_desk.ui.sync_watch import SyncWatch
from bpo_desk.ui.theme import Status
from bpo_desk.ui.top_bar import TopBar
from bpo_desk.ui.widgets.line_icons import LineIcons
from bpo_desk.ui.widgets.notice import Notice
from bpo_desk.ui.window_actions import parts_actions
from bpo_desk.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from bpo_desk.ui.desk import Desk


class Painted(NamedTuple):
    """The window and the parts of it that are painted first."""

    window: QMainWindow
    queue: QueueScreen
    top: TopBar
    notice: Notice
    status: DeskStatusBar
    screens: QStackedWidget
    actions: Actions


class WholeWindow(QObject):
    """The parts of one window that are not painted first, connected with those that are."""

    def __init__(
        self,
        painted: Painted,
        desk: Desk,
        background: Background,
        appearance: Appearance,
        memory: WindowMemory,
        new_case_screen: Callable[[], QWidget],
        clock: Callable[[], int],
    ) -> None:
        window, queue = painted.window, painted.queue
        super().__init__(window)
        self._painted, self._appearance, self._memory = painted, appearance, memory
        self._first_case, self._follow = "", False
        self.reading = QueueReading(desk, background, queue, painted.top)
        self.process = ProcessPlace(desk, background, clock, window)
        self.places = Navigation(desk, background, queue, painted.screens, new_case_screen, self.process)
        jump, notice = painted.top.jump, painted.notice
        for line in (jump, queue.filter_line.edit):
            LineIcons(line)
        self.jumps = JumpPlace(desk, background, self.places, queue, jump, notice, lambda: self.reading.engagement)
        self.case = CasePlace(desk, background, self.places)
        self.exports = Exports(desk, background, queue, window)
        self.sync = SyncWatch(desk, background, clock, window)
        self._actions = painted.actions
        parts = queue, self.places, self._memory, notice, self._in_front
        self.overlays = Overlays(window, self._actions, desk, background, self.sync, clock, *parts)
        self.lease = LeasePlace(desk, background, queue, self.sync, lambda: self.reading.engagement, window)
        self.lease.back.connect(self.reading.read_again)
        self._connect()
        self._connect_sync()
        self.rights = RightsPlace(desk, background, self._actions, self.places)
        self.rights.failed.connect(self._failed)
        self.reading.entered.connect(self.rights.enter)
        queue.kept.read(self._memory.text("queue_kept"))
        self.process.remember(self._memory.text("process"))
        self.places.team.remember(self._memory.text("team_period"))
        self.does = self._what_actions_do()
        self._actions.complete(queue, self.does)
        for names in (ON_RAIL, ("light", "dark")):
            group = QActionGroup(window)
            for name in names:
                group.addAction(self._actions[name])
        self._actions["dark" if appearance.dark else "light"].setChecked(True)
        self._show_place()

    def _connect(self) -> None:
        painted = self._painted
        painted.queue.case_chosen.connect(self.places.open_case)
        self.places.moved.connect(self._show_place)
        self.places.failed.connect(self._failed)
        self.reading.entered.connect(self.places.enter)
        self.reading.read.connect(self._queue_read)
        self.reading.read.connect(self.overlays.views.show_default)
        self.reading.nothing_here.connect(self._queue_read)
        self.reading.nothing_here.connect(self.overlays.connection.offer)
        self.overlays.connection.connected.connect(self._refresh)
        self.overlays.connection.said.connect(lambda what, why: painted.notice.say(what, why, Status.AT_RISK))
        self.reading.failed.connect(self._failed)
        self.jumps.elsewhere.connect(self._open_elsewhere)
        self.jumps.failed.connect(self._failed)
        self.case.written.connect(self.sync.read_outbox)
        self.case.written.connect(self.overlays.work.tell_queue)
        self.case.failed.connect(self._failed)
        self.places.case_screen_made.connect(self.exports.serve)
        self.exports.show_in(painted.status, painted.notice, self._failed, self.sync.read_outbox)
        self.overlays.case_wanted.connect(self._open_elsewhere)

    def _connect_sync(self) -> None:
        painted = self._painted
        self.reading.entered.connect(self.sync.follow)
        self.sync.status_read.connect(painted.top.freshness.show_time)
        self.sync.said.connect(painted.status.show_sync)
        self.sync.failed.connect(self.reading.show_sync_failure)
        self.sync.changed.connect(self.reading.read_changes)
        self.sync.gathered.connect(self.places.read_again)
        self.sync.outbox_read.connect(painted.status.show_outbox)
        self.sync.refused.connect(self._refused)
        painted.status.sync_wanted.connect(lambda: self.overlays.show_sync())
        painted.status.attention_wanted.connect(self.overlays.attention.begin)

    def _what_actions_do(self) -> dict[str, Callable[[], object]]:
        """What the actions do, by name of `actions.DECLARED`."""
        painted = self._painted
        return {
            **parts_actions(painted.queue, self.places, painted.top, self._appearance),
            **self.case.does(),
            **self.exports.does(),
            "sync": self._refresh,
            "quit": painted.window.close,
            "filter": self._go_to_filter,
            "up": self._one_level_up,
            **overlay_actions(lambda: self.overlays),
        }

    # start and end

    def start(self, case_number: str, *, follow: bool) -> None:
        """Read engagements and queue; then open the case, if given, and start the sync if it is to be followed."""
        self._first_case, self._follow = case_number, follow
        self.reading.start()

    def press(self, keys: Sequence[QKeyEvent]) -> None:
        """Let keys that were pressed before do now what they should."""
        press(keys, self._actions.all(), self._painted.window)

    def end(self) -> bool:
        """Remember the view and stop; says False, once, where something is typed and not kept."""
        if unkept := self.case.unkept():
            words = self.tr("A note is typed and not kept yet: {cases}.").format(cases=some_of(unkept))
            next_step = self.tr("Keep it with Ctrl+Enter, or close again to drop it.")
            self._painted.notice.say(words, next_step, Status.AT_RISK)
            return False
        memory, appearance = self._memory, self._appearance
        memory.keep_geometry(self._painted.window)
        memory.keep("view", self._painted.queue.state().to_json())
        memory.keep("queue_kept", self._painted.queue.kept.to_json(self._painted.top.offered()))
        memory.keep("engagement", "" if self.reading.engagement is None else self.reading.engagement)
        memory.keep("process", self.process.memory())
        memory.keep("team_period", self.places.team.memory())
        memory.keep("font_percent", appearance.percent)
        memory.keep("dark", int(appearance.dark))
        memory.write()
        self.sync.stop()
        self.lease.stop()
        self.reading.stop()
        self.overlays.close()
        return True

    def _queue_read(self) -> None:
        self.sync.read_status()
        if self._follow:
            self._follow = False
            self.sync.start()
        if self._first_case:
            number, self._first_case = self._first_case, ""
            self.jumps.jump(number)
        self.places.get_ready()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, CaseLeft):
            self.overlays.client.say_left(error)
        else:
            self._painted.notice.say(*words_for(error))

    def _refresh(self) -> None:
        self.sync.start()
        self.reading.read_again()
        self.places.read_again()

    def _refused(self, words: str) -> None:
        next_step = self.tr("It needs your attention (Ctrl+Shift+U): theirs and yours stand side by side there.")
        self._painted.notice.say(self.tr("A note was not taken: {why}").format(why=words), next_step)

    # places

    def _go_to_filter(self) -> None:
        self.places.show_queue()
        self._painted.queue.filter_line.edit.setFocus()

    def _show_place(self) -> None:
        self._actions[self.places.name].setChecked(True)
        self.sync.tell_case_open(self.places.at_case)
        self._actions["back"].setEnabled(self.places.history.can_go_back)
        self._actions["forward"].setEnabled(self.places.history.can_go_forward)
        for name in (*ON_A_CASE, *EXPORTS_OF_A_CASE):
            self._actions[name].setEnabled(self.places.at_case)

    def _one_level_up(self) -> None:
        if self.overlays.client.go_back():
            return
        if self._painted.notice.isVisible():
            self._painted.notice.hide()
        elif self._painted.top.jump.hasFocus():
            self._painted.queue.setFocus()
        else:
            self.places.up()

    def _in_front(self) -> tuple[int, str] | None:
        """Key and code of the engagement in front."""
        one = self.reading.engagement
        code = self._painted.top.code_of(one)
        return None if one is None or code is None else (one, code)

    def _open_elsewhere(self, engagement: str, number: str) -> None:
        """Open a case of any engagement."""
        other = self._painted.top.engagement_of(engagement)
        if other is None:
            known = self.tr("Its data may not be synced yet, or this login has no role in it.")
            self._failed(NotFound(self.tr("The local copy has no engagement {code}.").format(code=engagement), known))
        elif other == self.reading.engagement:
            self.jumps.jump(number)
        else:
            self._first_case = number
            self.reading.choose(other)
