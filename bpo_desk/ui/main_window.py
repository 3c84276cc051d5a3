"""The window: puts the screens into their frame and is the only place that connects them.

It reads nothing itself: what is slow is asked through `background`, what is shown is handed down to the screens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QActionGroup, QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from bpo_desk.ui.actions import ON_RAIL, Actions
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.background import Background
from bpo_desk.ui.case_place import ON_A_CASE, CasePlace
from bpo_desk.ui.exports import EXPORTS_OF_A_CASE, Exports
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.frame import Frame
from bpo_desk.ui.jump_place import JumpPlace
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.number_words import some_of
from bpo_desk.ui.overlays import Overlays, overlay_actions
from bpo_desk.ui.process_place import ProcessPlace
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.queue.queue_state import QueueState
from bpo_desk.ui.queue_reading import QueueReading
from bpo_desk.ui.rail import Rail
from bpo_desk.ui.status_bar import DeskStatusBar
from bpo_desk.ui.sync_watch import SyncWatch
from bpo_desk.ui.theme import Status
from bpo_desk.ui.time_words import now_micros
from bpo_desk.ui.top_bar import TopBar
from bpo_desk.ui.widgets.notice import Notice
from bpo_desk.ui.window_actions import parts_actions
from bpo_desk.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from bpo_desk.ui.desk import Desk, FirstPage

_START_SIZE: Final = (1440, 900)


class MainWindow(QMainWindow):
    """The one window of the desk. `new_case_screen` is called once, at the latest with the first case."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        appearance: Appearance,
        memory: WindowMemory,
        new_case_screen: Callable[[], QWidget],
        clock: Callable[[], int] = now_micros,
    ) -> None:
        super().__init__()
        self._desk, self._background, self._appearance, self._memory = desk, background, appearance, memory
        self._first_case, self._follow = "", False
        self.setWindowTitle("bpo_desk")
        self.queue = QueueScreen(desk.settings, clock, self)
        self.top = TopBar(desk.settings.stale_after_minutes, self, desk.settings.time_zone)
        self.reading = QueueReading(desk, background, self.queue, self.top)
        self.notice = Notice(self)
        self.status = DeskStatusBar(self)
        self.screens = QStackedWidget(self)
        self.process = ProcessPlace(desk, background, clock, self)
        self.places = Navigation(desk, background, self.queue, self.screens, new_case_screen, self.process)
        self.jumps = JumpPlace(
            desk, background, self.places, self.queue, self.top.jump, self.notice, lambda: self.reading.engagement
        )
        self.case = CasePlace(desk, background, self.places)
        self.exports = Exports(desk, background, self.queue, self)
        self.sync = SyncWatch(desk, background, clock, self)
        self.actions_by_name = Actions(self, self._what_actions_do())
        parts = self.queue, self.places, memory
        self.overlays = Overlays(self, self.actions_by_name, desk, background, self.sync, clock, *parts)
        self._lay_out()
        self._connect()
        self.status.show_key(desk.key_note)
        self._remember_view()
        self._show_place()
        self.reading.read.connect(self.overlays.views.show_default)

    def _lay_out(self) -> None:
        self.screens.addWidget(self.queue)
        rail = Rail([self.actions_by_name[name] for name in ON_RAIL], self)
        self.setCentralWidget(Frame(self.top, self.notice, rail, self.screens))
        self.setStatusBar(self.status)
        for names in (ON_RAIL, ("light", "dark")):
            group = QActionGroup(self)
            for name in names:
                group.addAction(self.actions_by_name[name])
        self.actions_by_name["dark" if self._appearance.dark else "light"].setChecked(True)
        self.resize(*_START_SIZE)
        self._memory.restore_geometry(self)

    def _connect(self) -> None:
        self.queue.case_chosen.connect(self.places.open_case)
        self.places.moved.connect(self._show_place)
        self.places.failed.connect(self._failed)
        self.queue.status_changed.connect(self.status.show_screen)
        self.reading.entered.connect(self.sync.follow)
        self.reading.entered.connect(self.places.enter)
        self.reading.read.connect(self._queue_read)
        self.reading.nothing_here.connect(self._queue_read)
        self.reading.failed.connect(self._failed)
        self.jumps.elsewhere.connect(self._open_elsewhere)
        self.jumps.failed.connect(self._failed)
        self.sync.status_read.connect(self.top.freshness.show_time)
        self.sync.said.connect(self.status.show_sync)
        self.sync.failed.connect(self.reading.show_sync_failure)
        self.sync.changed.connect(self.reading.read_changes)
        self.sync.gathered.connect(self.places.read_again)
        self.reading.read.connect(self.sync.queue_read)
        self.sync.outbox_read.connect(self.status.show_outbox)
        self.sync.refused.connect(self._refused)
        self.status.sync_wanted.connect(lambda: self.overlays.show_sync())
        self.case.written.connect(self.sync.read_outbox)
        self.case.failed.connect(self._failed)
        self.places.case_screen_made.connect(self.exports.serve)
        self.exports.show_in(self.status, self.notice, self._failed, self.sync.read_outbox)
        self.overlays.case_wanted.connect(self._open_elsewhere)

    def _what_actions_do(self) -> dict[str, Callable[[], object]]:
        return {
            **parts_actions(self.queue, self.places, self.top, self._appearance),
            **self.case.does(),
            **self.exports.does(),
            "sync": self._refresh,
            "quit": self.close,
            "filter": self._go_to_filter,
            "up": self._one_level_up,
            **overlay_actions(lambda: self.overlays),
        }

    # start and end

    def show_first_page(self, page: FirstPage | None) -> None:
        """Show what was stored of the last view, until `start` has read the queue."""
        self.reading.show_stored(page)

    def start(self, case_number: str = "", *, follow: bool = False) -> None:
        """Read engagements and queue in the background; once, after the first paint. Then open the case, if given, and
        start the sync if the desk is to follow the shared database."""
        self._first_case, self._follow = case_number, follow
        self._appearance.ensure_font()
        self.actions_by_name.complete(self.queue)
        self.reading.start()

    def choose_engagement(self, engagement_id: int) -> None:
        """Show the cases of another engagement."""
        self.reading.choose(engagement_id)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the view, stop the timer; say once where something is typed and not kept."""
        if unkept := self.case.unkept():
            words = self.tr("A note is typed and not kept yet: {cases}.").format(cases=some_of(unkept))
            self.notice.say(words, self.tr("Keep it with Ctrl+Enter, or close again to drop it."), Status.AT_RISK)
            event.ignore()
            return
        self._memory.keep_geometry(self)
        self._memory.keep("view", self.queue.state().to_json())
        self._memory.keep("engagement", "" if self.reading.engagement is None else self.reading.engagement)
        self._memory.keep("process", self.process.memory())
        self._memory.keep("team_period", self.places.team.memory())
        self._memory.keep("font_percent", self._appearance.percent)
        self._memory.keep("dark", int(self._appearance.dark))
        self._memory.write()
        self.sync.stop()
        self.reading.stop()
        self.overlays.close()
        super().closeEvent(event)

    def _remember_view(self) -> None:
        self.queue.restore(QueueState.of_json(self._memory.text("view")))
        self.process.remember(self._memory.text("process"))
        self.places.team.remember(self._memory.text("team_period"))
        last = self._memory.number("engagement", -1)
        self.reading.engagement = last if last >= 0 else None

    def _queue_read(self) -> None:
        self.sync.read_status()
        if self._follow:
            self._follow = False
            self.sync.start()
        if self._first_case:
            number, self._first_case = self._first_case, ""
            self.jump(number)
        self.places.get_ready()

    def bring_up(self, case_number: str = "") -> None:
        """Come to the front, and open a case if a number is given."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()
        if case_number:
            self.jump(case_number)

    def _failed(self, error: Exception) -> None:
        self.notice.say(*words_for(error))

    def _refresh(self) -> None:
        self.sync.start()
        self.reading.read_again()
        self.places.read_again()

    def _refused(self, words: str) -> None:
        next_step = self.tr("It is listed under unsent notes in the status bar, with its text.")
        self.notice.say(self.tr("A note was not taken: {why}").format(why=words), next_step)

    # places

    def _go_to_filter(self) -> None:
        self.places.show_queue()
        self.queue.filter_line.edit.setFocus()

    def _show_place(self) -> None:
        self.actions_by_name[self.places.name].setChecked(True)
        self.sync.tell_case_open(self.places.at_case)
        self.actions_by_name["back"].setEnabled(self.places.history.can_go_back)
        self.actions_by_name["forward"].setEnabled(self.places.history.can_go_forward)
        for name in (*ON_A_CASE, *EXPORTS_OF_A_CASE):
            self.actions_by_name[name].setEnabled(self.places.at_case)

    def _one_level_up(self) -> None:
        if self.notice.isVisible():
            self.notice.hide()
        elif self.top.jump.hasFocus():
            self.queue.setFocus()
        else:
            self.places.up()

    def jump(self, text: str) -> None:
        """Open a case by its number, the queue by a filter, or what a link names."""
        self.jumps.jump(text)

    def _open_elsewhere(self, engagement: str, number: str) -> None:
        """Open a case of any engagement."""
        other = self.top.engagement_of(engagement)
        if other is None or other == self.reading.engagement:
            self.jump(number)
        else:
            self._first_case = number
            self.choose_engagement(other)
