"""Tells when the window is to be locked: by key or button, after idle minutes, after the machine slept.

What locking does stands in `app.locking`: it takes the whole window away. What the system says stands in `system_lock`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QMainWindow, QToolButton

from bpo_desk.ui.time_words import MINUTE
from bpo_desk.ui.widgets.icon_button import icon_button

_LOOK_MS: Final = 15_000
_SLEPT: Final = 60.0  # seconds more than a look should take: the machine was asleep
_ACTIVITY: Final = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletMove,
    )
)


class LockPlace(QObject):
    """`wanted()` when the desk is to be locked. Nothing is watched before `begin`."""

    wanted = Signal()

    def __init__(self, window: QMainWindow, clock: Callable[[], int]) -> None:
        super().__init__(window)
        self._window, self._clock = window, clock
        self.elapsed: Callable[[], float] = time.monotonic  # seconds; stands still while some systems sleep
        self._minutes = 0
        self._active_at, self._looked_at = 0.0, 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._button: QToolButton | None = None

    def begin(self, minutes: int) -> None:
        """Watch from now on and show the button; locks after so many minutes without a key or the mouse, 0: never."""
        self._minutes = minutes
        self._active_at, self._looked_at = self.elapsed(), self._clock()
        self._button = button = icon_button("lock", self.tr("Lock the desk"), self._window)
        button.setToolTip(self._words())
        button.clicked.connect(self.wanted)
        status = self._window.statusBar()
        status.addPermanentWidget(button)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        self._watch(self._window.windowHandle())
        if minutes:
            self._timer.start()

    def tell_system(self, lacks: str | None) -> None:
        """Say on the button whether the desk locks with the system: "" where it does, else why not."""
        if self._button is not None:
            self._button.setToolTip(f"{self._words()}\n{self._of_system(lacks)}")

    def _words(self) -> str:
        """What the button does, and when the desk does it by itself."""
        words = self.tr("Lock the desk (Ctrl+L)")
        if not self._minutes:
            return f"{words}\n{self.tr('It never locks by itself: lock_after_minutes is 0')}"
        return f"{words}\n{self.tr('It locks by itself after {n} idle minutes').format(n=self._minutes)}"

    def _of_system(self, lacks: str | None) -> str:
        if lacks is None:
            return self.tr("Locks with the system: no, lock_with_system is off")
        if lacks:
            return self.tr("Locks with the system: no, because {why}").format(why=lacks)
        return self.tr("Locks with the system: yes")

    def look(self) -> None:
        """Whether it is time: nobody did anything for as long as is set, or more time went by than this run lived."""
        now, before = self._clock(), self._looked_at
        self._looked_at = now
        idle = self.elapsed() - self._active_at
        asleep = (now - before) * 60 / MINUTE > _LOOK_MS / 1000 + _SLEPT
        if self._minutes and (idle >= self._minutes * 60 or asleep):
            self.wanted.emit()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes that somebody is there. It sees what comes to a window of the system, not what each widget gets."""
        if event.type() in _ACTIVITY:
            self._active_at = self.elapsed()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)
