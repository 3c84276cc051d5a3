"""Locks and unlocks the desk: takes the window away with all that it shows, and makes a new one at the same place.

Clearing every widget and model one by one would miss the next one that somebody adds; a window that is gone shows
nothing. When to lock is told by `ui.lock_place`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from bpo_desk.errors import DeskError

if TYPE_CHECKING:  # the desk too: protocols are slow to make, and this one stands before the first paint
    from PySide6.QtWidgets import QWidget

    from bpo_desk.app.client_looking import ClientLooking
    from bpo_desk.ui.background import Background
    from bpo_desk.ui.case.write_pane import Drafts
    from bpo_desk.ui.desk import ClientDesk, Desk, LookAsClient
    from bpo_desk.ui.history import Place
    from bpo_desk.ui.lock_screen import LockScreen
    from bpo_desk.ui.main_window import MainWindow
    from bpo_desk.ui.system_lock.watching import SystemLock

    class LockableDesk(Desk, Protocol):
        """A desk that can give its key away and get it again."""

        @property
        def wants_passphrase(self) -> bool:
            """Whether a person must type something to unlock it."""
            ...

        @property
        def is_locked(self) -> bool:
            """Whether it has no key now."""
            ...

        def start_anew(self, passphrase: str) -> None:
            """Put the local files aside and begin with none under a new passphrase; raises DeskError."""
            ...

        def lock(self) -> None:
            """End the sync process, close the local files, forget the key."""
            ...

        def unlock(self, passphrase: str) -> None:
            """Get the key again; raises DeskError where it cannot or the key does not open the local copy."""
            ...

        def wipe(self) -> Wiped:
            """Make the local copies unreadable and delete them; raises DeskError where the key could not be deleted."""
            ...

    class Wiped(Protocol):
        """What was wiped."""

        def words(self) -> str:
            """For people."""
            ...

    Made = tuple[MainWindow, Background]

_SOON_MS: Final = 500


class Locking(QObject):
    """Holds the one window of the desk, or the lock screen in its place. `unlocked()` when a new window stands."""

    unlocked = Signal()

    def __init__(
        self,
        desk: LockableDesk,
        new_window: Callable[[], Made],
        new_client_window: Callable[[ClientDesk], Made] | None = None,
        look: LookAsClient | None = None,
    ) -> None:
        """`look` asks for what a client sees, `new_client_window` makes its window; without them nobody looks so."""
        super().__init__()
        self._desk, self._new_window, self._new_client_window, self._look = desk, new_window, new_client_window, look
        self.looking: ClientLooking | None = None
        self.window: MainWindow | None = None
        self.screen: LockScreen | None = None
        self._background: Background | None = None
        self._place: Place | None = None
        self._drafts: Drafts = {}
        self._case = ""
        self._collect = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._collect.timeout.connect(lambda: gc.collect())
        self.system: SystemLock | None = None
        self._lacks: str | None = None  # why the system's lock is not watched, "" where it is; None: not known yet
        self._watch = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._watch.timeout.connect(self._watch_system)
        if not desk.is_locked:
            self._take(new_window())

    def begin_locked(self, case_number: str = "") -> None:
        """Begin with the lock screen: the key waits for a passphrase, and no window is made before it is there."""
        self._case = case_number
        self._show_screen(starting=True)

    def bring_up(self, case_number: str = "") -> None:
        """Come to the front; a case that is wanted while the desk is locked is opened when it no longer is."""
        if self.looking is not None:  # what is wanted from outside is one's own
            self.looking.leave()
        if self.window is not None:
            self.window.bring_up(case_number)
        elif self.screen is not None:
            self._case = case_number or self._case
            self.screen.showNormal() if self.screen.isMinimized() else self.screen.show()
            self.screen.raise_()
            self.screen.activateWindow()

    def begin(self) -> None:
        """Watch for idleness, and the system's own lock; once the window has painted."""
        if self.window is None:
            return
        minutes = self._desk.settings.lock_after_minutes
        self.window.overlays.lock.begin(minutes)
        self.window.overlays.client.look = self._look
        if minutes and not self._desk.settings.lock_with_system:
            self.window.overlays.lock.tell_system(None)
        elif self._lacks is not None:
            self._tell_system(self._lacks)
        elif minutes and self.system is None:
            self._watch.start()

    def _watch_system(self) -> None:
        """Lock with the system from now on. The watch outlives each window: what it hears takes the window away."""
        from bpo_desk.ui.system_lock.this_system import system_lock  # not before the first paint

        self.system = system_lock(self)
        self.system.went_away.connect(self.lock)
        self.system.told.connect(self._tell_system)
        self.system.begin()

    def _tell_system(self, lacks: str) -> None:
        self._lacks = lacks
        if self.window is not None:
            self.window.overlays.lock.tell_system(lacks)

    def lock(self) -> None:
        """Lock. What is typed and not kept waits in memory, in no widget; all else that was read is given up."""
        window = self.window
        if window is None:
            return
        self._show_screen(window)
        self._place = window.places.history.current
        del window
        self._take_window_away()
        self._desk.lock()
        gc.collect()
        self._collect.start()  # what a job under way still held a moment ago

    def wipe(self, message: str, next_step: str) -> None:
        """Access was taken away: what the window shows goes with the copies, and a new one says why."""

        def wiped() -> tuple[str, str]:
            try:
                return f"{message} {self._desk.wipe().words()}", next_step
            except DeskError as error:
                return f"{message} {error.message}", f"{next_step} {error.next_step}"

        self._begin_anew(wiped, follow=False)

    def hide_content(self, message: str, next_step: str) -> None:
        """What the window shows may not be shown any longer: a new one begins, which gets nothing until there is
        contact again, and says why. What is typed and not kept waits in memory."""
        self._begin_anew(lambda: (message, next_step), follow=True)

    def _begin_anew(self, meanwhile: Callable[[], tuple[str, str]], *, follow: bool) -> None:
        """Take the window away, do something, show a new window that says what came of it (message, next step). With
        `follow` it goes on as the old one did, once there are cases again."""
        application = QGuiApplication.instance()
        if self.window is None or self._background is None or not isinstance(application, QGuiApplication):
            return
        application.setQuitOnLastWindowClosed(False)  # there is none for a moment
        geometry, place = self.window.geometry(), self.window.places.history.current
        self._take_window_away()
        said = meanwhile()
        self._take(self._new_window())
        if follow:
            self._place = place
            self.window.reading.read.connect(self._come_back)
        else:
            self._drafts = {}
        self.window.setGeometry(geometry)
        self.window.show()
        application.setQuitOnLastWindowClosed(True)
        self.window.start(follow=follow)
        self.begin()
        self.window.notice.say(*said)

    def _take_window_away(self) -> None:
        window, background = self.window, self._background
        assert window is not None
        assert background is not None
        from bpo_desk.app.taking_down import take_down  # not before the first paint

        if self.looking is not None:
            self.looking.leave(back=False)
        self._drafts = window.case.take_drafts()
        window.overlays.lock.stop()
        window.close()
        background.shutdown()
        self.window = self._background = None
        take_down(window, background)

    def _show_screen(self, window: QWidget | None = None, *, starting: bool = False) -> None:
        from bpo_desk.ui.lock_screen import LockScreen  # not before the first paint

        self.screen = screen = LockScreen(self._desk.wants_passphrase, self._desk.key_note, starting=starting)
        screen.unlock_wanted.connect(self.unlock)
        screen.anew_wanted.connect(self._start_anew)
        if window is not None:
            screen.setGeometry(window.geometry())
        screen.show()

    def unlock(self, passphrase: str = "") -> None:
        """Unlock, or say on the lock screen why not."""
        self._leave_screen(lambda: self._desk.unlock(passphrase))

    def _start_anew(self, passphrase: str) -> None:
        self._place, self._drafts = None, {}  # they are about cases that are not there any more
        self._leave_screen(lambda: self._desk.start_anew(passphrase))

    def _leave_screen(self, unlock: Callable[[], None]) -> None:
        screen = self.screen
        if screen is None:
            return
        try:
            unlock()
        except DeskError as error:
            screen.say(error.message, error.next_step)
            return
        self._take(self._new_window())
        assert self.window is not None
        self.window.reading.read.connect(self._come_back)
        self.window.show()
        self.screen = None
        screen.close()
        screen.deleteLater()
        self.window.start(self._case, follow=True)
        self.begin()
        self.unlocked.emit()

    def close(self) -> None:
        """The end of the desk."""
        if self.looking is not None:
            self.looking.leave(back=False)
        self._collect.stop()
        self._watch.stop()
        if self.system is not None:
            self.system.stop()
        if self.screen is not None:
            self.screen.close()
        if self._background is not None:
            self._background.shutdown()

    def _take(self, made: Made) -> None:
        self.window, self._background = made
        self.window.lock_wanted.connect(self.lock)
        self.window.client_view_made.connect(self._look_as_client)
        # by a timer: the window must not be taken away while it says so
        self.window.access_revoked.connect(lambda *said: QTimer.singleShot(0, self, lambda: self.wipe(*said)))
        self.window.lease_over.connect(lambda *said: QTimer.singleShot(0, self, lambda: self.hide_content(*said)))

    def _look_as_client(self, desk: ClientDesk) -> None:
        """The window of the client's view stands in the place of the desk's own until somebody leaves it."""
        if self.window is None or self.looking is not None or self._new_client_window is None:
            desk.leave()
            return
        from bpo_desk.app.client_looking import ClientLooking

        self.looking = looking = ClientLooking(self.window, desk, self._new_client_window(desk))
        looking.left.connect(self._looked)
        looking.window.lock_wanted.connect(lambda: QTimer.singleShot(0, self, self.lock))

    def _looked(self) -> None:
        self.looking = None
        self._collect.start()

    def _come_back(self) -> None:
        """Where one was, once the queue is read: the queue's own view is restored by the window's memory."""
        window, place = self.window, self._place
        if window is None or place is None:
            return
        window.reading.read.disconnect(self._come_back)
        self._place = None
        window.case.give_drafts(self._drafts)
        self._drafts = {}
        if self._case:
            self._case = ""
        else:
            window.places.go_to(place)
