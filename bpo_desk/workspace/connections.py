"""Connections to the local copy, lent to one thread at a time. Opening is left to `cache`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bpo_desk.cache.store import Cache
from bpo_desk.errors import WrongKey


def desk_is_locked() -> WrongKey:
    """The refusal of everything that needs the key while nobody is to see a case."""
    return WrongKey("The desk is locked.", "Unlock it.", code="desk_locked")


class Connections:
    """Open connections that are not in use; as many are opened as threads ask at the same time."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._idle: list[Cache] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[Cache]:
        """A connection for the length of a `with`; given back afterwards, closed if the work failed."""
        with self._lock:
            if self._closed:
                raise desk_is_locked()
            cache = self._idle.pop() if self._idle else None
        if cache is None:
            cache = Cache.open(self._path, self._key)
        try:
            yield cache
        except BaseException:
            cache.close()
            raise
        if not self._kept(cache):
            cache.close()

    def end(self) -> None:
        """Close the idle connections now and each lent one when it comes back; no more are lent."""
        with self._lock:
            self._closed, self._key = True, b""
        self.close()

    def _kept(self, cache: Cache) -> bool:
        """Whether it waits for the next one now; not after `end`, which another thread may have called."""
        with self._lock:
            if not self._closed:
                self._idle.append(cache)
            return not self._closed

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for cache in idle:
            cache.close()
