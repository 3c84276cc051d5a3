"""What lies over the window or beside it when asked for: commands, help, sync panel, work; each made when wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from bpo_desk.ui.access_log_place import AccessLogPlace
from bpo_desk.ui.actions import Actions
from bpo_desk.ui.attention_place import AttentionPlace
from bpo_desk.ui.background import Background
from bpo_desk.ui.client_view_place import ClientViewPlace
from bpo_desk.ui.connection_place import ConnectionPlace
from bpo_desk.ui.language_place import LanguagePlace
from bpo_desk.ui.leaving_place import LeavingPlace
from bpo_desk.ui.lock_place import LockPlace
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.notices_place import NoticesPlace
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.review_place import ReviewPlace
from bpo_desk.ui.sample_place import SamplePlace, sample_actions
from bpo_desk.ui.unmask_place import UnmaskPlace
from bpo_desk.ui.views_place import ViewsPlace
from bpo_desk.ui.widgets.notice import Notice
from bpo_desk.ui.window_memory import WindowMemory
from bpo_desk.ui.work_place import WorkPlace, work_actions

if TYPE_CHECKING:
    from bpo_desk.ui.commands import CommandPalette
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.help_window import HelpWindow
    from bpo_desk.ui.sync_panel import SyncPanel
    from bpo_desk.ui.sync_watch import SyncWatch


class Overlays(QObject):
    """`case_wanted(engagement code, case number)` when a person wants to see a case named in one of them."""

    case_wanted = Signal(str, str)

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        desk: Desk,
        background: Background,
        watch: SyncWatch,
        clock: Callable[[], int],
        queue: QueueScreen,
        places: Navigation,
        memory: WindowMemory,
        notice: Notice,
        in_front: Callable[[], tuple[int, str] | None],
    ) -> None:
        super().__init__(window)
        self.work = WorkPlace(desk, background, queue, places, watch, window)
        self.work.case_wanted.connect(self.case_wanted)
        self.work.said.connect(queue.status_changed)
        self.review = ReviewPlace(desk, background, self.work, window)
        self.review.said.connect(queue.status_changed)
        self.review.written.connect(watch.read_outbox)
        self.review.failed.connect(places.failed)
        self.samples = SamplePlace(desk, background, queue, places, window)
        self.samples.said.connect(queue.status_changed)
        self.samples.written.connect(watch.read_outbox)
        self.samples.failed.connect(places.failed)
        self.views = ViewsPlace(desk, background, queue, memory)
        self.views.written.connect(watch.read_outbox)
        self.views.failed.connect(places.failed)
        self.notices = NoticesPlace(desk, background, queue, places, watch, clock, memory, window)
        self.attention = AttentionPlace(desk, background, watch, clock, window)
        self.attention.case_wanted.connect(self.case_wanted)
        self.lock = LockPlace(window, clock)
        self.client = ClientViewPlace(desk, background, actions, notice, in_front, window)
        self.client.failed.connect(places.failed)
        self.unmask = UnmaskPlace(desk, background, places, window)
        self.unmask.said.connect(queue.status_changed)
        self.unmask.written.connect(watch.read_outbox)
        self.unmask.failed.connect(places.failed)
        self.leaving = LeavingPlace(desk, background, queue, places, window)
        self.leaving.noted.connect(watch.read_outbox)
        self.leaving.failed.connect(places.failed)
        self.access = AccessLogPlace(desk, background, watch, in_front, window)
        self.access.failed.connect(places.failed)
        self.access.case_wanted.connect(self.case_wanted)
        self.connection = ConnectionPlace(desk, background, window)
        queue.connect_wanted.connect(self.connection.begin)
        self.language = LanguagePlace(desk, background, window)
        self.language.said.connect(queue.status_changed)
        self.language.failed.connect(places.failed)
        self._window, self._actions = window, actions
        self._desk, self._background, self._watch, self._clock = desk, background, watch, clock
        self._commands: CommandPalette | None = None
        self._help: HelpWindow | None = None
        self._sync: SyncPanel | None = None

    def show_commands(self) -> CommandPalette:
        """Open the command palette."""
        if self._commands is None:
            from bpo_desk.ui.commands import CommandPalette

            self._commands = CommandPalette(self._actions.all(), self._window)
        self._commands.open()
        return self._commands

    def show_help(self) -> HelpWindow:
        """Show the keys and filter words."""
        if self._help is None:
            from bpo_desk.ui.help_window import HelpWindow

            self._help = HelpWindow(self._actions.all(), self._window)
        self._help.show()
        return self._help

    def show_sync(self) -> SyncPanel:
        """Show how the copies stand and what waits to be sent."""
        if self._sync is None:
            from bpo_desk.ui.sync_panel import SyncPanel

            self._sync = SyncPanel(self._desk, self._background, self._watch, self._clock, self._window)
            self._sync.case_wanted.connect(self.case_wanted)
            self._sync.connect_wanted.connect(self.connection.begin)
        self._sync.open()
        return self._sync

    def close(self) -> None:
        """Close what is a window of its own, and what runs for one; wait for nothing."""
        self.client.close()
        self.connection.stop()
        if self._help is not None:
            self._help.close()


def overlay_actions(overlays: Callable[[], Overlays]) -> dict[str, Callable[[], object]]:
    """What the actions that open one of them do, by name."""
    return {
        "sync_panel": lambda: overlays().show_sync(),
        "attention": lambda: overlays().attention.begin(),
        "commands": lambda: overlays().show_commands(),
        "help": lambda: overlays().show_help(),
        **work_actions(lambda: overlays().work),
        "review": lambda: overlays().review.begin(),
        **sample_actions(lambda: overlays().samples),
        "connect": lambda: overlays().connection.begin(),
        "lock": lambda: overlays().lock.wanted.emit(),
        "language": lambda: overlays().language.begin(),
        "notices": lambda: overlays().notices.show_list(),
        "views": lambda: overlays().views.begin(),
        "access_log": lambda: overlays().access.show_log(),
        "unmask": lambda: overlays().unmask.begin(),
        "client_view": lambda: overlays().client.begin(),
        "share_view": lambda: overlays().views.share_shown(),
    }
