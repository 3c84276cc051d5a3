"""Connections to the local copy, lent to one thread at a time. Opening is left to `cache`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bpo_desk.cache.store import Cache


class Connections:
    """Open connections that are not in use; as many are opened as threads ask at the same time."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._idle: list[Cache] = []
        self._lock = threading.Lock()

    @contextmanager
    def lent(self) -> Iterator[Cache]:
        """A connection for the length of a `with`; given back afterwards, closed if the work failed."""
        with self._lock:
            cache = self._idle.pop() if self._idle else None
        if cache is None:
            cache = Cache.open(self._path, self._key)
        try:
            yield cache
        except BaseException:
            cache.close()
            raise
        with self._lock:
            self._idle.append(cache)

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for cache in idle:
            cache.close()
