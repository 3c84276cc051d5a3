"""What a test may not leave behind: threads, running timers, open windows, unexpected log records."""

import gc
import logging
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

_GRACE_SECONDS = 20.0


def new_threads(before: Iterable[threading.Thread]) -> list[str]:
    """Names of the threads that started since `before` and do not end by themselves within a moment.

    Threads of Qt's pools that Python has only seen pass by (dummy threads) are not ours to end.
    """
    known = set(before)
    until = time.monotonic() + _GRACE_SECONDS
    while True:
        left = [
            each.name
            for each in threading.enumerate()
            if each not in known and each.is_alive() and not isinstance(each, threading._DummyThread)
        ]
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.01)


class QtLeaks:
    """Compares the windows and timers of the running QApplication before and after a test."""

    def __init__(self) -> None:
        self._windows = set(map(id, _windows()))
        self._timers = set(map(id, _running_timers()))

    def found(self) -> list[str]:
        """Describe what came and stayed; deleted-later objects are deleted first."""
        from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if self._left():
            gc.collect()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        left = self._left()
        pool = QThreadPool.globalInstance()
        if not pool.waitForDone(int(_GRACE_SECONDS * 1000)):
            left.append(f"{pool.activeThreadCount()} running job(s) in the global thread pool")
        return left

    def _left(self) -> list[str]:
        windows = [f"window {each!r}" for each in _windows() if id(each) not in self._windows]
        return windows + [f"timer {each!r}" for each in _running_timers() if id(each) not in self._timers]


def _windows() -> list[object]:
    from PySide6.QtWidgets import QApplication

    # A menu or list that belongs to a widget is a window for Qt, but it goes with its owner.
    return [each for each in QApplication.topLevelWidgets() if each.parent() is None]


def _running_timers() -> list[object]:
    import shiboken6
    from PySide6.QtCore import QTimer

    return [each for each in gc.get_objects() if type(each) is QTimer and shiboken6.isValid(each) and each.isActive()]


@dataclass(slots=True)
class ExpectedLogs:
    """Log records of WARNING or above that a test foresees, as patterns on "channel: message"."""

    _patterns: list[re.Pattern[str]] = field(default_factory=list)
    _seen: list[str] = field(default_factory=list)

    def __call__(self, pattern: str) -> None:
        """Foresee at least one record that matches."""
        self._patterns.append(re.compile(pattern))

    def add(self, record: logging.LogRecord) -> None:
        """Take note of a record."""
        self._seen.append(f"{record.name}: {record.getMessage()}")

    def differences(self) -> list[str]:
        """Say which records nobody foresaw, and which foreseen ones never came."""
        unforeseen = [line for line in self._seen if not any(each.search(line) for each in self._patterns)]
        absent = [each.pattern for each in self._patterns if not any(map(each.search, self._seen))]
        return [f"unexpected log record: {line}" for line in unforeseen] + [
            f"expected log record did not come: {pattern}" for pattern in absent
        ]


class RecordTaker(logging.Handler):
    """Hands every record of WARNING or above to an ExpectedLogs."""

    def __init__(self, expected: ExpectedLogs) -> None:
        super().__init__(logging.WARNING)
        self._expected = expected

    def emit(self, record: logging.LogRecord) -> None:
        self._expected.add(record)
