"""Tells that the person went away by what the system says: its lock, its screen saver, its sleep. One module for each
system; what the desk does then stands in `app.locking`, idle minutes in `ui.lock_place`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from bpo_desk import logs

_log = logs.channel("lock")


class SystemLock(QObject):
    """`went_away(what)`: whoever hears it locks before he returns, because sleep may not wait for a later moment.
    `told(lacks)`: once, after `begin`; "" where the system is watched, else in words why it cannot be."""

    went_away = Signal(str)
    told = Signal(str)

    def begin(self) -> None:
        """Watch from now on. A system that is not known here is not watched."""
        self.tell((), self.tr("bpo_desk does not know how {system} says it").format(system=sys.platform))

    def stop(self) -> None:
        """Watch no longer; gives back all that was asked of the system."""

    def tell(self, watched: Sequence[str], lacks: str) -> None:
        """Say what is watched, by names of the system's parts, or what is lacking."""
        if watched:
            _log.info("locks with the system: %s", ", ".join(watched))
        else:
            _log.info("locks with the system: no, because %s; idle minutes only", lacks)
        self.told.emit("" if watched else lacks)

    def leave(self, what: str) -> None:
        """Say that nobody is there any more."""
        _log.info("the system says: %s", what)
        self.went_away.emit(what)
