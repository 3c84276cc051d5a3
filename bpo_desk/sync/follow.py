"""`bpo-desk sync --follow`: one session after the other for as long as somebody listens.

Speaks lines of JSON. Ends when its standard input closes, so it never outlives the desk that started it; the lines
"now" and "push" on it, and a new entry in the outbox, ask for a session at once.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TextIO

from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.errors import CacheDamaged, CacheTooNew, DeskError, SchemaTooNew, WrongCredentials, WrongKey
from bpo_desk.logs import channel
from bpo_desk.sync.driver import Stopped
from bpo_desk.sync.run import sync_once
from bpo_desk.sync.steps import Answerer, Tell, error_line

EVERY: Final = 30.0
"""Seconds between two sessions, give or take half."""
_LONGEST_WAIT: Final = 300.0
_LOOK_AGAIN: Final = 1.0
_INDEXING: Final = 2.0
"""Seconds for which the full text may go on before somebody looks for news again."""
_HOPELESS: Final = (WrongKey, CacheDamaged, CacheTooNew, SchemaTooNew, WrongCredentials)


@dataclass(slots=True)
class Listener:
    """Reads the commands of whoever started us: "now" and "push" wake the loop, the end of the stream stops it."""

    commands: TextIO
    wake: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Listen in a thread that ends with the stream."""
        threading.Thread(target=self._listen, name="sync-commands", daemon=True).start()

    def _listen(self) -> None:
        for line in self.commands:
            if line.strip() in ("now", "push"):
                self.wake.set()
        self.ended.set()
        self.wake.set()

    def wait(self, seconds: float) -> bool:
        """Until a command comes, but not longer; whether one came."""
        came = self.wake.wait(seconds)
        self.wake.clear()
        return came


def json_lines(out: TextIO) -> Tell:
    """A Tell that writes one line of JSON for each step."""
    lock = threading.Lock()

    def tell(line: Mapping[str, object]) -> None:
        with lock:
            out.write(json.dumps(line, ensure_ascii=True) + "\n")
            out.flush()

    return tell


def follow(
    cache: Cache,
    answerer: Answerer,
    tell: Tell,
    listener: Listener,
    *,
    outbox: Outbox | None = None,
    every: float = EVERY,
    seed: int | None = None,
) -> None:
    """Sync until the listener's stream ends. A failure is told and tried again, later each time; one that will not go
    away by itself (wrong key, damaged cache, refused login) is told and raised."""
    log = channel("sync")
    chance = random.Random(seed)
    failures = 0
    while not listener.ended.is_set():
        try:
            whole = sync_once(
                cache, answerer, tell, outbox=outbox, stopped=listener.ended.is_set, patience=_INDEXING
            )  # fmt: skip
            failures = 0
            if not whole:
                continue  # what is new comes first, then the full text goes on
        except Stopped:
            return
        except DeskError as error:
            tell(error_line(error))
            log.info("session failed: %s", error.code)
            if isinstance(error, _HOPELESS):
                raise
            failures += 1
        _rest(listener, pause(failures, every, chance), None if failures else outbox)


def _rest(listener: Listener, seconds: float, outbox: Outbox | None) -> None:
    """Until the pause is over, a command comes, or somebody writes into the outbox (looked at once a second)."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not listener.ended.is_set():
        if listener.wait(left if outbox is None else min(left, _LOOK_AGAIN)):
            return
        if outbox is not None and outbox.written_by_others():
            return


def pause(failures: int, every: float, chance: random.Random) -> float:
    """Seconds until the next session: `every` +-50 %, after n failures full jitter up to 2^n s (at most 300)."""
    if failures == 0:
        return every * chance.uniform(0.5, 1.5)
    return chance.uniform(0.0, min(_LONGEST_WAIT, 2.0 ** min(failures, 10)))
