"""The window as it is painted first: bars, rail, queue. What makes it whole comes after the first paint.

It reads nothing and connects nothing but what it paints; places, panels and the sync stand in `whole_window`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from bpo_desk.ui.actions import ON_RAIL, Actions
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.background import Background
from bpo_desk.ui.frame import Frame
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.queue.queue_state import QueueState
from bpo_desk.ui.rail import Rail
from bpo_desk.ui.status_bar import DeskStatusBar
from bpo_desk.ui.time_words import now_micros
from bpo_desk.ui.top_bar import TopBar
from bpo_desk.ui.widgets.notice import Notice
from bpo_desk.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from bpo_desk.ui.case_place import CasePlace
    from bpo_desk.ui.desk import Desk, FirstPage
    from bpo_desk.ui.exports import Exports
    from bpo_desk.ui.navigation import Navigation
    from bpo_desk.ui.overlays import Overlays
    from bpo_desk.ui.process_place import ProcessPlace
    from bpo_desk.ui.queue_reading import QueueReading
    from bpo_desk.ui.sync_watch import SyncWatch
    from bpo_desk.ui.whole_window import WholeWindow

_START_SIZE: Final = (1440, 900)


class MainWindow(QMainWindow):
    """The one window of the desk. `new_case_screen` is called once, at the latest with the first case.

    `lock_wanted()`: by a key, the button or idleness. `client_view_made(ClientDesk)`: it is there to be shown.
    Until `start`, or until somebody asks for one of its places, the window is not whole: it has the focus itself and
    keeps the keys that are pressed; they then do what they should.
    """

    lock_wanted = Signal()
    client_view_made = Signal(object)
    access_revoked = Signal(str, str)
    lease_over = Signal(str, str)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        appearance: Appearance,
        memory: WindowMemory,
        new_case_screen: Callable[[], QWidget],
        clock: Callable[[], int] = now_micros,
        *,
        remembers: bool = True,
    ) -> None:
        """`remembers`: whether the next start is to begin with what is shown here."""
        super().__init__()
        self._desk, self._background, self._appearance, self._memory = desk, background, appearance, memory
        self._new_case_screen, self._clock, self._remembers = new_case_screen, clock, remembers
        last = memory.number("engagement", -1)
        self._engagement = last if last >= 0 else None
        self._keys: list[QKeyEvent] = []
        self.setWindowTitle("bpo_desk")
        self.queue = QueueScreen(desk.settings, clock, self)
        self.top = TopBar(desk.settings.stale_after_minutes, self, desk.settings.time_zone)
        self.notice = Notice(self)
        self.status = DeskStatusBar(self)
        self.screens = QStackedWidget(self)
        self.actions_by_name = Actions(self, lambda: self.whole.does)
        self._lay_out()
        self.queue.status_changed.connect(self.status.show_screen)
        self.status.show_key(desk.key_note)
        self.queue.restore(QueueState.of_json(memory.text("view")))
        self.setFocus()

    def _lay_out(self) -> None:
        self.screens.addWidget(self.queue)
        rail = Rail([self.actions_by_name[name] for name in ON_RAIL], self)
        self._frame = Frame(self.top, self.notice, rail, self.screens)
        self.setCentralWidget(self._frame)
        self.setStatusBar(self.status)
        self.actions_by_name["queue"].setChecked(True)
        self.resize(*_START_SIZE)
        self._memory.restore_geometry(self)

    def add_band(self, band: QWidget) -> None:
        """Put a band over everything else that the window shows."""
        self._frame.add_band(band)

    def show_first_page(self, page: FirstPage | None) -> None:
        """Show what was stored of the last view, until `start` has read the queue; nothing where another engagement was
        looked at last."""
        if page is not None and self._engagement in (None, page.engagement_id):
            self._engagement = page.engagement_id
            self.queue.show_stored(page.cases, page.rows)

    # the whole window

    @cached_property
    def whole(self) -> WholeWindow:
        """All that is not painted first; made when it is first wanted, at the latest by `start`."""
        from bpo_desk.ui.whole_window import Painted, WholeWindow

        parts = self.queue, self.top, self.notice, self.status, self.screens, self.actions_by_name
        given = self._desk, self._background, self._appearance, self._memory, self._new_case_screen, self._clock
        whole = WholeWindow(Painted(self, *parts), *given)
        whole.overlays.lock.wanted.connect(self.lock_wanted)
        whole.overlays.client.made.connect(self.client_view_made)
        whole.sync.revoked.connect(self.access_revoked)
        whole.lease.over.connect(self.lease_over)
        whole.reading.engagement, whole.reading.remembers = self._engagement, self._remembers
        return whole

    @property
    def is_whole(self) -> bool:
        """Whether it has been made."""
        return "whole" in vars(self)

    def start(self, case_number: str = "", *, follow: bool = False) -> None:
        """Make the window whole, read engagements and queue in the background; once, after the first paint. Then open
        the case, if given, and start the sync if the desk is to follow the shared database."""
        self._appearance.ensure_font()
        self.whole.start(case_number, follow=follow)
        if self.focusWidget() in (None, self):
            self.queue.setFocus()
        keys, self._keys = self._keys, []
        if keys:
            self.whole.press(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep keys that come before the window is whole."""
        if self.is_whole:
            super().keyPressEvent(event)
        else:
            self._keys.append(event.clone())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab is no key that can wait: it moves within a window that is whole."""
        return self.is_whole and super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the view, stop the timers; say once where something is typed and not kept."""
        if self.whole.end():
            super().closeEvent(event)
        else:
            event.ignore()

    def choose_engagement(self, engagement_id: int) -> None:
        """Show the cases of another engagement."""
        self.reading.choose(engagement_id)

    def jump(self, text: str) -> None:
        """Open a case by its number, the queue by a filter, or what a link names."""
        self.whole.jumps.jump(text)

    def bring_up(self, case_number: str = "") -> None:
        """Come to the front, and open a case if a number is given."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()
        if case_number:
            self.jump(case_number)

    @property
    def reading(self) -> QueueReading:
        """What brings cases onto the queue screen."""
        return self.whole.reading

    @property
    def places(self) -> Navigation:
        """Where in the window one is."""
        return self.whole.places

    @property
    def process(self) -> ProcessPlace:
        """The process screen's place."""
        return self.whole.process

    @property
    def case(self) -> CasePlace:
        """The case screen's place."""
        return self.whole.case

    @property
    def exports(self) -> Exports:
        """What leaves the window."""
        return self.whole.exports

    @property
    def sync(self) -> SyncWatch:
        """What watches the sync."""
        return self.whole.sync

    @property
    def overlays(self) -> Overlays:
        """What lies over the window or beside it."""
        return self.whole.overlays
