"""Waits for hints of the shared database in a thread of its own. Where they cannot be had, the poll is all there is."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable
from typing import Final

from bpo_desk.errors import DeskError
from bpo_desk.logs import channel
from bpo_desk.shared.hints import HintLine

_LOOK_UP: Final = 0.5
"""Seconds after which the thread looks whether it is to end or to hear of another engagement."""
_LONGEST: Final = 300.0


class HintWatch:
    """Calls `on_hint`, from its thread, for each hint; and when it begins to listen, as something may have changed
    before. A connection that cannot be had or is lost is tried again, later each time."""

    def __init__(self, line: Callable[[], HintLine], on_hint: Callable[[], None], first_retry: float = 4.0) -> None:
        self._line, self._on_hint, self._first_retry = line, on_hint, first_retry
        self._wanted: frozenset[int] = frozenset()
        self._some = threading.Event()  # there is an engagement to hear of, or it is the end
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sync-hints", daemon=True)
        self.listening = threading.Event()

    def start(self) -> None:
        """Begin; nothing is heard before `want`."""
        self._thread.start()

    def want(self, engagements: Iterable[int]) -> None:
        """Hear of these engagements."""
        self._wanted = frozenset(engagements)
        if self._wanted:
            self._some.set()

    def stop(self) -> None:
        """End the thread."""
        self._ended.set()
        self._some.set()
        self._thread.join()

    def _run(self) -> None:
        log, failures = channel("sync"), 0
        self._some.wait()
        while not self._ended.is_set():
            try:
                with self._line() as line:
                    self._hear(line)
            except DeskError as error:
                log.info("no hints: %s", error.code)
                failures = 0 if self.listening.is_set() else failures + 1
            self.listening.clear()
            self._ended.wait(random.uniform(0.5, 1.0) * min(_LONGEST, self._first_retry * 2.0 ** min(failures, 10)))

    def _hear(self, line: HintLine) -> None:
        heard: frozenset[int] = frozenset()
        while not self._ended.is_set():
            if new := self._wanted - heard:
                line.listen(new)
                heard |= new
                self.listening.set()
                self._on_hint()
            if line.wait(_LOOK_UP):
                self._on_hint()
