"""`bpo-desk sync --follow`: one session after the other for as long as somebody listens.

Speaks lines of JSON. Ends when its standard input closes, so it never outlives the desk that started it; the line
"now" on it asks for a session at once.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TextIO

from bpo_desk.cache.store import Cache
from bpo_desk.errors import CacheDamaged, CacheTooNew, DeskError, SchemaTooNew, WrongCredentials, WrongKey
from bpo_desk.logs import channel
from bpo_desk.sync.driver import Stopped
from bpo_desk.sync.run import sync_once
from bpo_desk.sync.steps import Answerer, Tell

EVERY: Final = 30.0
"""Seconds between two sessions, give or take half."""
_LONGEST_WAIT: Final = 300.0
_HOPELESS: Final = (WrongKey, CacheDamaged, CacheTooNew, SchemaTooNew, WrongCredentials)


@dataclass(slots=True)
class Listener:
    """Reads the commands of whoever started us: "now" wakes the loop, the end of the stream stops it."""

    commands: TextIO
    wake: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Listen in a thread that ends with the stream."""
        threading.Thread(target=self._listen, name="sync-commands", daemon=True).start()

    def _listen(self) -> None:
        for line in self.commands:
            if line.strip() == "now":
                self.wake.set()
        self.ended.set()
        self.wake.set()

    def wait(self, seconds: float) -> None:
        """Until a command comes, but not longer."""
        self.wake.wait(seconds)
        self.wake.clear()


def json_lines(out: TextIO) -> Tell:
    """A Tell that writes one line of JSON for each step."""
    lock = threading.Lock()

    def tell(line: Mapping[str, object]) -> None:
        with lock:
            out.write(json.dumps(line, ensure_ascii=True) + "\n")
            out.flush()

    return tell


def error_line(error: DeskError) -> dict[str, object]:
    """A failure as a line of progress."""
    return {"event": "error", "code": error.code, "message": error.message, "next_step": error.next_step}


def follow(
    cache: Cache, answerer: Answerer, tell: Tell, listener: Listener, *, every: float = EVERY, seed: int | None = None
) -> None:
    """Sync until the listener's stream ends. A failure is told and tried again, later each time; one that will not go
    away by itself (wrong key, damaged cache, refused login) is told and raised."""
    log = channel("sync")
    chance = random.Random(seed)
    failures = 0
    while not listener.ended.is_set():
        try:
            sync_once(cache, answerer, tell, stopped=listener.ended.is_set)
            failures = 0
        except Stopped:
            return
        except DeskError as error:
            tell(error_line(error))
            log.info("session failed: %s", error.code)
            if isinstance(error, _HOPELESS):
                raise
            failures += 1
        listener.wait(pause(failures, every, chance))


def pause(failures: int, every: float, chance: random.Random) -> float:
    """Seconds until the next session: `every` +-50 %, after n failures full jitter up to 2^n s (at most 300)."""
    if failures == 0:
        return every * chance.uniform(0.5, 1.5)
    return chance.uniform(0.0, min(_LONGEST_WAIT, 2.0 ** min(failures, 10)))
