"""`bpo-desk sync --follow`: one session after the other for as long as somebody listens.

Speaks lines of JSON. Ends when its standard input closes, so it never outlives the desk that started it; the lines
"now" and "push" on it, and a new entry in the outbox, ask for a session at once, {"case_open": true} for more sessions.
When the next session begins is decided in `sync/pace.py`.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TextIO

from bpo_desk.cache import bookmarks
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.errors import CacheDamaged, CacheTooNew, DeskError, SchemaTooNew, WrongCredentials, WrongKey
from bpo_desk.logs import channel
from bpo_desk.sync.driver import Stopped
from bpo_desk.sync.first_pages import NOW_AND_THEN, FirstPages
from bpo_desk.sync.hint_watch import HintWatch
from bpo_desk.sync.pace import EVERY, Pace
from bpo_desk.sync.run import sync_once
from bpo_desk.sync.steps import Answerer, Tell, error_line

_LOOK_AGAIN: Final = 1.0
_INDEXING: Final = 2.0
"""Seconds for which the full text may go on before somebody looks for news again."""
_HOPELESS: Final = (WrongKey, CacheDamaged, CacheTooNew, SchemaTooNew, WrongCredentials)


@dataclass(slots=True)
class Listener:
    """Reads the commands of whoever started us: "now" and "push" ask for a session, the end of the stream stops the
    loop, {"case_open": bool} says whether a case is open in the desk. `hint` and `look` come from another thread."""

    commands: TextIO
    wake: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)
    hinted: threading.Event = field(default_factory=threading.Event)
    case_open: bool = False

    def start(self) -> None:
        """Listen in a thread that ends with the stream."""
        threading.Thread(target=self._listen, name="sync-commands", daemon=True).start()

    def hint(self) -> None:
        """The shared database may have something new."""
        self.hinted.set()
        self.wake.set()

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
    pages = FirstPages(cache, NOW_AND_THEN)
    if hints is not None:
        hints.start()
    try:
        while not listener.ended.is_set():
            if _session(partial(sync_once, cache, answerer, outbox=outbox, pages=pages), tell, listener, pace):
                if hints is not None:
                    hints.want(each.engagement_id for each in bookmarks.engagements(cache))
                _rest(listener, pace, None if pace.failing else outbox)
    except Stopped:
        return
    finally:
        if hints is not None:
            hints.stop()


def _session(sync: Callable[..., bool], tell: Tell, listener: Listener, pace: Pace) -> bool:
    """One session; whether all is done that can be, so that there is time to rest."""
    listener.asked.clear()
    listener.hinted.clear()
    begun = time.monotonic()
    news = False

    def heard(line: Mapping[str, object]) -> None:
        nonlocal news
        news |= line["event"] == "changed"
        tell(line)

    try:
        whole = sync(tell=heard, stopped=listener.ended.is_set, patience=_INDEXING)
    except DeskError as error:
        tell(error_line(error))
        channel("sync").info("session failed: %s", error.code)
        if isinstance(error, _HOPELESS):
            raise
        pace.session_failed(time.monotonic(), time.monotonic() - begun)
        return True
    pace.session_over(time.monotonic(), time.monotonic() - begun, news=news)
    return whole  # what is new comes first, then the full text goes on


def _rest(listener: Listener, pace: Pace, outbox: Outbox | None) -> None:
    """Until it is time, a command or a hint comes, or somebody writes into the outbox (looked at once a second)."""
    while not listener.ended.is_set():
        now = time.monotonic()
        pace.case_open = listener.case_open
        if listener.hinted.is_set():
            pace.hinted(now)
        until = pace.hinted_at() if listener.hinted.is_set() and not pace.failing else pace.next_at(now)
        if listener.asked.is_set() or now >= until:
            return
        listener.wait(until - now if outbox is None else min(until - now, _LOOK_AGAIN))
        if outbox is not None and outbox.written_by_others():
            return
