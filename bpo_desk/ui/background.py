"""The desk's only threads: work off the UI thread, asked by key, answered on the UI thread.

The latest question of a key wins; answers to older ones are dropped. Nothing here knows what the work is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from bpo_desk import logs

T = TypeVar("T")
_log = logs.channel("background")
_ARENA_MAX: Final = -8  # M_ARENA_MAX of glibc's malloc.h


def _share_one_heap() -> None:
    """Let the threads take memory from the heap that is there, where the C library would give each one of its own: what
    one leaves free, the others use. Python's objects have a heap apart, under Python's lock."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # not before the first paint

    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_ARENA_MAX, 1)


def _nothing() -> None:
    """In the place of work that is done."""


class _Question:
    def __init__(
        self,
        key: str,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
        interrupt: Callable[[], None] | None,
        always: bool,
    ) -> None:
        self.key, self.work, self.interrupt = key, work, interrupt
        self.done: Callable[[object], None] | None = done
        self.failed: Callable[[Exception], None] | None = failed
        self.always = always
        self.answer: object = None
        self.error: Exception | None = None
        self.dropped = False

    def forget(self) -> None:
        """Let go of what it asked and heard: Qt may keep a job longer than what it is about may stay in memory."""
        self.dropped = True
        self.done = self.failed = self.answer = self.error = None


class _Job(QRunnable):
    def __init__(self, question: _Question, answered: Callable[[_Question], None]) -> None:
        super().__init__()
        self._question = question
        self._answered = answered

    def run(self) -> None:
        question = self._question
        work, question.work = question.work, _nothing
        if not question.dropped:
            try:
                question.answer = work()
            except Exception as error:  # noqa: BLE001  # whatever the work raises is delivered to who asked
                question.error = error
        if question.dropped:
            question.forget()
        self._answered(question)


class Background(QObject):
    """Runs work in a small pool of threads. Used from the UI thread only; `shutdown` before the application ends."""

    _answered = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._latest: dict[str, _Question] = {}
        self._closed = self._began = False
        self._answered.connect(self._deliver)

    def ask(
        self,
        key: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        interrupt: Callable[[], None] | None = None,
        *,
        always: bool = False,
    ) -> None:
        """Run `work` in a thread and give its answer to `done`, or its exception to `failed`, on the UI thread.

        An older question of the same key that has not been answered is dropped: its `interrupt` is called, if it has
        one, and neither of its callbacks. With `always` the work is done even if the desk ends meanwhile; such a
        question needs a key of its own. Raises RuntimeError after `shutdown`.
        """
        if self._closed:
            raise RuntimeError(f"asked {key!r} of a background that is shut down")
        self.drop(key)
        if not self._began:
            self._began = True
            _share_one_heap()
        question = _Question(key, work, done, failed, interrupt, always)  # type: ignore[arg-type]
        was_idle = not self._latest
        self._latest[key] = question
        if was_idle:
            self.busy_changed.emit(True)
        self._pool.start(_Job(question, self._answered.emit))

    def drop(self, key: str) -> None:
        """Forget the question of this key, if one is under way; it will not be answered."""
        old = self._latest.pop(key, None)
        if old is not None:
            old.forget()
            if old.interrupt is not None:
                old.interrupt()

    @property
    def is_closed(self) -> bool:
        """Whether it is shut down: who asks by a timer of their own looks here first."""
        return self._closed

    def is_busy(self, key: str) -> bool:
        """Whether a question of this key is still to be answered."""
        return key in self._latest

    def shutdown(self) -> None:
        """Drop every question but those to be answered always, and wait until no thread runs."""
        self._closed = True
        for key in [key for key, question in self._latest.items() if not question.always]:
            self.drop(key)
        self._pool.waitForDone()
        for key in list(self._latest):
            self.drop(key)

    @Slot(object)
    def _deliver(self, question: _Question) -> None:
        if question.dropped or self._latest.get(question.key) is not question:
            return
        del self._latest[question.key]
        if not self._latest:
            self.busy_changed.emit(False)
        if question.done is None or question.failed is None:
            return
        if question.error is not None:
            _log.info("background work failed", extra={"ids": {"question": question.key}}, exc_info=question.error)
            question.failed(question.error)
        else:
            question.done(question.answer)
