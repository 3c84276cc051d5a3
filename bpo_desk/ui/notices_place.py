"""Notices in their place in the window: looks at followed cases when cases change, raises and lists what happened."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtWidgets import QMainWindow, QSystemTrayIcon, QToolButton

from bpo_desk.ui import icons
from bpo_desk.ui.background import Background
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.number_words import counted
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.time_words import MINUTE, display_zone

if TYPE_CHECKING:
    from bpo_desk.state.followed_changes import Seen
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.notices.notice_book import NoticeBook
    from bpo_desk.ui.notices.notice_list import NoticeList
    from bpo_desk.ui.sync_watch import SyncWatch
    from bpo_desk.ui.window_memory import WindowMemory

_LOOK_MS: Final = 60_000  # a breach comes near without any event
_SOON_MS: Final = 3_000  # many changes in a row are looked at together, and never in the way of the start
_RESTS: Final = 50
"""A look is followed by a rest so many times as long: where many cases are looked through, what changed in the queue
must not wait for it."""
_TITLE: Final = "bpo_desk"


class NoticesPlace(QObject):
    """`raise_notice(title, text)` shows a notice on the desktop: the system's tray unless a test gives another."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        queue: QueueScreen,
        places: Navigation,
        watch: SyncWatch,
        clock: Callable[[], int],
        memory: WindowMemory,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._desk, self._background, self._clock, self._memory = desk, background, clock, memory
        self._queue, self._places, self._window = queue, places, window
        self._list: NoticeList | None = None
        self._bell: QToolButton | None = None
        self._tray: QSystemTrayIcon | None = None
        self._seen: tuple[int, dict[int, Seen]] | None = None
        self.raise_notice: Callable[[str, str], None] = self._raise_on_desktop
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.look)
        self._took = QElapsedTimer()
        watch.changed.connect(self._look_soon)
        watch.status_read.connect(self._first_look)

    @cached_property
    def book(self) -> NoticeBook:
        """What happened, and what of it is to be told."""
        from bpo_desk.ui.notices.notice_book import NoticeBook  # not before the first paint

        return NoticeBook()

    @property
    def on_desktop(self) -> bool:
        """Whether notices appear on the desktop: as the settings say, unless it was switched here."""
        settings = self._desk.settings
        if "desktop_notices" in settings.locked:
            return settings.desktop_notices
        return bool(self._memory.number("desktop_notices", int(settings.desktop_notices)))

    def look(self) -> None:
        """Look at the followed cases, and tell what happened since the last look."""
        engagement, desk, now = self._engagement(), self._desk, self._clock()
        if engagement is None or self._background.is_closed:
            return
        self._timer.start()
        self._took.start()
        risk = desk.settings.at_risk_minutes * MINUTE
        self._background.ask(
            "followed", lambda: (engagement, desk.followed_cases(engagement, now, risk)), self._take, _leave_to_log
        )

    def show_list(self) -> NoticeList:
        """Show the list of notices."""
        if self._list is None:
            from bpo_desk.ui.notices.notice_list import NoticeList  # not before the first paint

            self._list = NoticeList(display_zone(self._desk.settings.time_zone), self._window)
            self._list.case_wanted.connect(self._places.open_case)
            self._list.cleared.connect(self._clear)
            self._list.desktop_wanted.connect(lambda on: self._memory.keep("desktop_notices", int(on)))
        self._list.show_desktop(self.on_desktop, "desktop_notices" in self._desk.settings.locked)
        self._list.show_notices(self.book.listed)
        self._list.show()
        self._list.raise_()
        return self._list

    def _look_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _first_look(self) -> None:
        if self._seen is None:
            self._look_soon()
        else:
            self._tell()

    def _take(self, found: tuple[int, dict[int, Seen]]) -> None:
        from bpo_desk.state.followed_changes import changes

        self._soon.setInterval(min(max(_SOON_MS, _RESTS * int(self._took.elapsed())), _LOOK_MS))
        engagement, now = found
        before, self._seen = self._seen, found
        if before is not None and before[0] == engagement:
            self.book.add(changes(before[1], now), self._clock())
        self._tell()

    def _tell(self) -> None:
        """Tell what is due; what is too young waits for the next look."""
        from bpo_desk.state.followed_changes import digest_words

        told = self.book.due(self._clock())
        if told and self.on_desktop:
            self.raise_notice(_TITLE, digest_words(told))
        if told or self._bell is not None:
            self._show_count()

    def _show_count(self) -> None:
        bell = self._made_bell()
        count = len(self.book.listed)
        bell.setVisible(bool(count))
        bell.setText(counted(count, self.tr("notice"), self.tr("notices")))
        if self._list is not None and self._list.isVisible():
            self._list.show_notices(self.book.listed)

    def _made_bell(self) -> QToolButton:
        if self._bell is None:
            self._bell = bell = QToolButton(self._window)
            bell.setAutoRaise(True)
            bell.setIcon(icons.icon("bell"))
            bell.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            bell.setToolTip(self.tr("What happened to the cases that you follow"))
            bell.clicked.connect(lambda: self.show_list())
            self._window.statusBar().addPermanentWidget(bell)
        return self._bell

    def _clear(self) -> None:
        self.book.clear()
        self._show_count()

    def _engagement(self) -> int | None:
        from bpo_desk.ui.queue.queue_rows import QueueRows

        rows = self._queue.table.queue_model.rows
        return int(rows.queue.engagement.engagement_id) if isinstance(rows, QueueRows) else None

    def _raise_on_desktop(self, title: str, text: str) -> None:
        """Only where the system has a place for it; the list in the window has it in any case."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            if self._tray.icon().isNull():
                self._tray.setIcon(icons.icon("bell"))
            self._tray.messageClicked.connect(lambda: self.show_list())
            self._tray.show()
        self._tray.showMessage(title, text)


def _leave_to_log(_error: Exception) -> None:
    """`background` has logged it; the next look tries again, and the queue itself says what cannot be read."""
