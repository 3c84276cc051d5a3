"""Waits for hints of the shared database in a thread of its own. Where they cannot be had, the poll is all there is."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable
from typing import Final

from bpo_desk.errors import DeskError
from bpo_desk.logs import channel
from bpo_desk.shared.hints import HintLine
from bpo_desk.sync.pace import FIRST_RETRY_OF_HINTS, retry_pause

_LOOK_UP: Final = 0.5
"""Seconds after which the thread looks whether it is to end or to hear of another engagement."""


class HintWatch:
    """Calls, from its thread, `on_hint` with the engagements for each hint; and `on_listening` when it begins to
    listen, as something may have changed before. A connection that cannot be had or is lost is tried again, later each
    time (sync/pace.py)."""

    def __init__(
        self,
        line: Callable[[], HintLine],
        on_hint: Callable[[frozenset[int]], None],
        on_listening: Callable[[], None],
        first_retry: float = FIRST_RETRY_OF_HINTS,
    ) -> None:
        self._line, self._on_hint, self._on_listening = line, on_hint, on_listening
        self._first_retry = first_retry
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
        log, chance, failures = channel("sync"), random.Random(), 0
        self._some.wait()
        while not self._ended.is_set():
            try:
                with self._line() as line:
                    self._hear(line)
            except DeskError as error:
                log.info("no hints: %s", error.code)
            failures = 1 if self.listening.is_set() else failures + 1
            self.listening.clear()
            self._ended.wait(retry_pause(failures, chance, self._first_retry))

    def _hear(self, line: HintLine) -> None:
        heard: frozenset[int] = frozenset()
        while not self._ended.is_set():
            if new := self._wanted - heard:
                line.listen(new)
                heard |= new
                self.listening.set()
                self._on_listening()
            if hinted := line.wait(_LOOK_UP):
                self._on_hint(hinted)
