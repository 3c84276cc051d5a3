"""The connection wizard in its place: its test in a process of its own, and what follows when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from bpo_desk.models.connection_step import step_of
from bpo_desk.models.shared_address import SharedAddress, address_of
from bpo_desk.ui.background import Background

if TYPE_CHECKING:
    from bpo_desk.ui.connection.connection_dialog import ConnectionDialog
    from bpo_desk.ui.desk import Desk, RunningTest
    from bpo_desk.workspace.connecting import Remembered


class ConnectionPlace(QObject):
    """`connected()` when the profile follows another shared database, `said(message, next_step)` of what is to know
    about it."""

    connected = Signal()
    said = Signal(str, str)
    _line = Signal(object, object)  # the test, a line of it or None at its end

    def __init__(self, desk: Desk, background: Background, window: QMainWindow) -> None:
        super().__init__(window)
        self._desk, self._background, self._window = desk, background, window
        self._dialog: ConnectionDialog | None = None
        self._test: RunningTest | None = None
        self._number = 0
        self._line.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def dialog(self) -> ConnectionDialog:
        """The wizard; made when it is first wanted."""
        if self._dialog is None:
            from bpo_desk.ui.connection.connection_dialog import ConnectionDialog

            self._dialog = ConnectionDialog(self._window)
            self._dialog.test_wanted.connect(self._begin_test)
            self._dialog.stop_wanted.connect(self.stop)
            self._dialog.use_wanted.connect(self._use)
        return self._dialog

    def begin(self) -> None:
        """Show the wizard with the shared database of the profile."""
        url = self._desk.connection_url
        self.dialog.begin(address_of(url) if url else SharedAddress())

    def offer(self) -> None:
        """Show it where there is nothing else to do: no shared database is named yet."""
        if not self._desk.connection_url:
            self.begin()

    def stop(self) -> None:
        """End the test that runs, if one does."""
        test, self._test = self._test, None
        self._number += 1
        if test is not None:
            test.stop()

    def _begin_test(self, url: str, password: str) -> None:
        self.stop()
        number, line = self._number, self._line
        self._test = self._desk.test_connection(url, password, lambda found: line.emit(number, found))

    @Slot(object, object)
    def _take(self, number: int, found: Mapping[str, object] | None) -> None:
        if number != self._number:
            return  # of a test that was stopped
        if found is None:
            self.stop()
            self.dialog.end_test(False)
        elif found.get("event") == "done":
            self.stop()
            self.dialog.end_test(bool(found.get("ok")))
        elif (step := step_of(found)) is not None:
            self.dialog.show_step(step)

    def _use(self, url: str, password: str, moved: bool) -> None:
        desk = self._desk
        self._background.ask(
            "connect", lambda: desk.connect_to(url, password, moved), self._used, self.dialog.show_failure
        )

    def _used(self, done: Remembered) -> None:
        self.dialog.close()
        if done.note:
            self.said.emit(self.tr("The password is kept for this run only, until the desk is locked."), done.note)
        self.connected.emit()
