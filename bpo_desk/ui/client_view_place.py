"""Looking as the client, or at a case that left the copy, in its place in the window: asks for it, or, within it, leads
back.

The window that shows it is another one, over another copy (`app/client_looking.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, SignalInstance

from bpo_desk.ui.actions import Actions
from bpo_desk.ui.background import Background
from bpo_desk.ui.number_words import number
from bpo_desk.ui.theme import Status

if TYPE_CHECKING:
    from bpo_desk.errors import CaseLeft
    from bpo_desk.ui.desk import ClientDesk, Desk, LookAsClient
    from bpo_desk.ui.widgets.notice import Notice

WRITING: Final = (
    "note", "comment", "pin", "tag", "follow", "share_view", "sample", "work_note", "work_follow",
    "work_unfollow", "work_flag", "work_unflag", "work_task", "work_reassign", "work_escalate", "work_withdraw",
    "unmask",
)  # fmt: skip
"""Actions that write; there are none of them while one only looks."""


class _Stop:
    """Says to the one who asks, in another thread, whether anybody still waits."""

    def __init__(self) -> None:
        self._said = False

    def set(self) -> None:
        self._said = True

    def is_set(self) -> bool:
        return self._said


class ClientViewPlace(QObject):
    """`made(ClientDesk)`: there is a client's view to be shown; `back_wanted()` from within one; `failed(error)`."""

    made = Signal(object)
    back_wanted = Signal()
    failed = Signal(object)
    _heard = Signal(int, int)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        actions: Actions,
        notice: Notice,
        engagement: Callable[[], tuple[int, str] | None],
        parent: QObject,
    ) -> None:
        """`engagement` says key and code of the one in front, None where there is none."""
        super().__init__(parent)
        self._desk, self._background, self._actions, self._notice = desk, background, actions, notice
        self._engagement = engagement
        self.look: LookAsClient | None = None  # given by the one who can show the view
        self._stop: _Stop | None = None
        self._number = ""
        self._heard.connect(self._show_progress)

    @property
    def is_inside(self) -> bool:
        """Whether this window shows what a client sees, or a case that is only read."""
        return bool(self._desk.client_view or self._desk.one_case)

    def begin(self) -> None:
        """Ask for what the client of the engagement in front sees; within it, go back."""
        found = self._engagement()
        if self.is_inside:
            self.back_wanted.emit()
        elif found is not None:
            self._ask(found[1], "")

    def say_left(self, left: CaseLeft) -> None:
        """Say that a case is not in the copy, with a button that reads it from the shared database."""
        words = self.tr("The shared database keeps all of it; any new event brings it back.")
        act = self.tr("&Read it from the shared database"), lambda: self._ask(left.engagement, left.number)
        self._notice.say(left.message, words, Status.UNKNOWN, None if self.look is None or self.is_inside else act)

    def _ask(self, engagement: str, number: str) -> None:
        look_as_client = self.look
        if self._stop is not None or look_as_client is None:
            return
        self._stop, self._number = _Stop(), number
        stop = self._stop
        self._show_progress(0, 0)
        heard: SignalInstance = self._heard

        def look() -> ClientDesk:
            return look_as_client(engagement, heard.emit, stop.is_set, number)

        self._background.ask("client view", look, self._show, self._give_up)

    def go_back(self) -> bool:
        """One step back by Esc: out of the client's view, or out of waiting for it; whether there was one."""
        if self.is_inside:
            self.back_wanted.emit()
        elif self._stop is not None:
            self._stop.set()
            self._notice.hide()
        else:
            return False
        return True

    def close(self) -> None:
        """Wait for no view any more."""
        if self._stop is not None:
            self._stop.set()

    def hide_writing(self) -> None:
        """Take the actions that write out of the menus, with their keys."""
        for name in WRITING:
            self._actions[name].setVisible(False)

    def _show(self, view: ClientDesk) -> None:
        stopped = self._stop is not None and self._stop.is_set()
        self._stop = None
        self._notice.hide()
        if stopped:
            view.leave()
        else:
            self.made.emit(view)

    def _give_up(self, error: Exception) -> None:
        stopped = self._stop is not None and self._stop.is_set()
        self._stop = None
        self._notice.hide()
        if not stopped:
            self.failed.emit(error)

    def _show_progress(self, done: int, of: int) -> None:
        if self._stop is None or self._stop.is_set():
            return
        words = self.tr("The shared database is asked for what the client sees.")
        if self._number:
            words = self.tr("{number} is read from the shared database.").format(number=self._number)
        elif of:
            words = self.tr("What the client sees is loaded: {done} of {of} events.").format(
                done=number(done), of=number(of)
            )
        self._notice.say(words, self.tr("Esc stops it."), Status.WAITING)
