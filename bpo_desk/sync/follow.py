"""`bpo-desk sync --follow`: one session after the other for as long as somebody listens.

Speaks lines of JSON. Ends when its standard input closes, so it never outlives the desk that started it; the lines
"now" and "push" on it, and a new entry in the outbox, ask for a session at once, {"case_open": true} for more sessions.
When the next session begins is decided in `sync/pace.py`.
"""

from __future__ import annotations

import json
import math
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TextIO

from bpo_desk.cache import bookmarks
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.errors import CacheDamaged, CacheTooNew, DeskError, SchemaTooNew, WrongCredentials, WrongKey
from bpo_desk.logs import channel
from bpo_desk.sync.driver import Stopped
from bpo_desk.sync.first_pages import NOW_AND_THEN, FirstPages
from bpo_desk.sync.hint_watch import HintWatch
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.pace import EVERY, Pace
from bpo_desk.sync.run import sync_changes, sync_once
from bpo_desk.sync.steps import Answerer, Tell, error_line
from bpo_desk.sync.turns import Turns

_LOOK_AGAIN: Final = 1.0
_INDEXING: Final = 2.0
"""Seconds for which the full text may go on before somebody looks for news again."""
WHOLE_EVERY: Final = 5.0
"""Seconds after which a hint is answered by a whole session again."""
_HOPELESS: Final = (WrongKey, CacheDamaged, CacheTooNew, SchemaTooNew, WrongCredentials)


@dataclass(slots=True)
class Listener:
    """Reads the commands of whoever started us: "now" and "push" ask for a session, the end of the stream stops the
    loop, {"case_open": bool} says whether a case is open in the desk. `hint` and `look` come from another thread;
    `hinted`: the engagements that hints spoke of."""

    commands: TextIO
    wake: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)
    hinted: frozenset[int] = frozenset()
    case_open: bool = False
    _hints: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Listen in a thread that ends with the stream."""
        threading.Thread(target=self._listen, name="sync-commands", daemon=True).start()

    def hint(self, engagements: frozenset[int]) -> None:
        """The shared database may have something new of these."""
        with self._hints:
            self.hinted |= engagements
        self.wake.set()

    def take_hints(self) -> frozenset[int]:
        """What hints spoke of since the last time."""
        with self._hints:
            taken, self.hinted = self.hinted, frozenset()
        return taken

    def look(self) -> None:
        """One session at once; no reason to expect more news soon."""
        self.asked.set()
        self.wake.set()

    def _listen(self) -> None:
        for line in self.commands:
            if line.strip() in ("now", "push"):
                self.asked.set()
            elif (told := _case_open(line)) is not None:
                self.case_open = told
            else:
                continue
            self.wake.set()
        self.ended.set()
        self.wake.set()

    def wait(self, seconds: float) -> None:
        """Until something is said, but not longer."""
        self.wake.wait(max(seconds, 0.0))
        self.wake.clear()


def _case_open(line: str) -> bool | None:
    """What a line says of an open case; None where it says nothing."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    told = found.get("case_open") if isinstance(found, dict) else None
    return told if isinstance(told, bool) else None


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
    hints: HintWatch | None = None,
    seed: int | None = None,
) -> None:
    """Sync until the listener's stream ends. A failure is told and tried again, later each time; one that will not go
    away by itself (wrong key, damaged cache, refused login) is told and raised. `hints` is started and ended here."""
    pace = Pace(every, random.Random(seed))
    sessions = _Sessions(cache, answerer, tell, listener, outbox, pace)
    if hints is not None:
        hints.start()
    try:
        asked = True
        while not listener.ended.is_set():
            if sessions.next(asked=asked):
                if hints is not None:
                    hints.want(each.engagement_id for each in bookmarks.engagements(cache))
                asked = _rest(listener, pace, None if pace.failing else outbox)
    except Stopped:
        return
    finally:
        if hints is not None:
            hints.stop()


class _Sessions:
    """One session after the other on one cache. After a hint they ask for changes alone, but for a whole one now and
    then: which engagements are open, and what there is to settle, is looked after there."""

    def __init__(
        self, cache: Cache, answerer: Answerer, tell: Tell, listener: Listener, outbox: Outbox | None, pace: Pace
    ) -> None:
        self._cache, self._answerer, self._tell = cache, answerer, tell
        self._listener, self._outbox, self._pace = listener, outbox, pace
        self._pages = FirstPages(cache, NOW_AND_THEN)
        self._keeper = Keeper(cache, tell)
        self._turns = Turns(pace.chance)
        self._whole_at = -math.inf
        self._hinted: frozenset[int] = frozenset()  # since the last whole session
        self._done = True

    def next(self, *, asked: bool) -> bool:
        """One session, a whole one where somebody asked for it; whether all is done, so that there is time to rest."""
        listener, begun = self._listener, time.monotonic()
        self._hinted |= listener.take_hints()
        small = bool(self._hinted) and self._done and not asked and begun - self._whole_at < WHOLE_EVERY
        listener.asked.clear()
        try:
            if small:
                stopped = listener.ended.is_set
                sync_changes(self._cache, self._answerer, self._hinted, self._tell, self._keeper, stopped, self._turns)
            else:
                self._whole()
                self._whole_at, self._hinted = begun, frozenset()
        except DeskError as error:
            self._tell(error_line(error))
            channel("sync").info("session failed: %s", error.code)
            if isinstance(error, _HOPELESS):
                raise
            self._whole_at = -math.inf
            self._pace.session_failed(time.monotonic(), time.monotonic() - begun)
            return True
        self._pace.session_over(time.monotonic(), time.monotonic() - begun)
        if self._turns.waiting:
            self._pace.has_turn(time.monotonic() + min(self._turns.waiting.values()))
        return self._done  # what is new comes first, then the full text goes on

    def _whole(self) -> None:
        self._done = sync_once(
            self._cache, self._answerer, self._tell, outbox=self._outbox, stopped=self._listener.ended.is_set,
            patience=_INDEXING, wanted=lambda: bool(self._listener.hinted), pages=self._pages, keeper=self._keeper,
            turns=self._turns,
        )  # fmt: skip


def _rest(listener: Listener, pace: Pace, outbox: Outbox | None) -> bool:
    """Until it is time, a command or a hint comes, or somebody writes into the outbox (looked at once a second).
    Whether somebody asked for a session."""
    while not listener.ended.is_set():
        now = time.monotonic()
        pace.case_open = listener.case_open
        hinted = bool(listener.hinted)
        if hinted:
            pace.hinted(now)
        until = pace.hinted_at() if hinted and not pace.failing else pace.next_at(now)
        if listener.asked.is_set() or now >= until:
            return listener.asked.is_set()
        listener.wait(until - now if outbox is None else min(until - now, _LOOK_AGAIN))
        if outbox is not None and outbox.written_by_others():
            return True
    return False
