"""The lease of the copy in its place in the window: says in the status bar when it ends soon, and when it is over.

How it is counted is in `models/lease.py`. What a window does that may not show its cases any more is the app's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QMainWindow

from bpo_desk.errors import DeskError
from bpo_desk.ui import theme
from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.time_words import both, display_zone, local, span

if TYPE_CHECKING:
    from bpo_desk.models.lease import Standing
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.sync_watch import SyncWatch

_LOOK_MS: Final = 60_000
OVER: Final = "lease_over"


class LeasePlace(QObject):
    """`over(message, next_step)` when what the window shows may not be used any longer; `back()` when it may again."""

    over = Signal(str, str)
    back = Signal()

    def __init__(
        self,
        desk: Desk,
        background: Background,
        queue: QueueScreen,
        watch: SyncWatch,
        engagement: Callable[[], int | None],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._desk, self._background, self._queue, self._engagement = desk, background, queue, engagement
        self._window = window
        self._label: QLabel | None = None
        self._is_over = False
        self._since = QElapsedTimer()
        self._since.start()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        watch.status_read.connect(self.look)

    def look(self) -> None:
        """Ask how the lease stands."""
        engagement = self._engagement()
        if engagement is None or self._background.is_closed or self._background.is_busy("lease"):
            return
        passed = self._since.restart() * 1000
        self._background.ask("lease", lambda: self._desk.lease(engagement, passed), self._show, self._failed)

    def stop(self) -> None:
        """Look no longer."""
        self._timer.stop()

    def words(self) -> str:
        """What is said of it now."""
        return "" if self._label is None or self._label.isHidden() else self._label.text()

    def _show(self, found: Standing) -> None:
        if self._is_over:
            self._is_over = False
            self.back.emit()
        if not found.is_near or found.until is None or found.left is None:
            if self._label is not None:
                self._label.hide()
            return
        zone = display_zone(self._desk.settings.time_zone)
        label = self._made_label()
        words = self.tr("usable without contact until {when} ({left})")
        label.setText(words.format(when=local(found.until, zone), left=span(found.left)))
        label.setToolTip(
            self.tr("Then the cases of this copy are locked until it has been synced: {when}").format(
                when=both(found.until, zone)
            )
        )
        label.show()

    def _made_label(self) -> QLabel:
        if self._label is None:
            self._label = QLabel(self._window)
            self._label.setTextFormat(Qt.TextFormat.PlainText)
            self._window.statusBar().addPermanentWidget(self._label)
        said = QPalette(self._window.palette())
        said.setColor(QPalette.ColorRole.WindowText, theme.look(theme.Status.AT_RISK, said).colour)
        self._label.setPalette(said)
        return self._label

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DeskError) or error.code != OVER:
            return  # a file that is being written just now; it is asked again
        self._is_over = True
        if self._label is not None:
            self._label.hide()
        if self._queue.is_read:
            self.over.emit(*words_for(error))
