"""The queue of a past moment for a desk: two threads share the log, with progress and an end on demand.

How a part of it is made is in `cache/queue_as_of.py`. The threads read one state of the copy.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from bpo_desk.cache import bookmarks, read
from bpo_desk.cache.queue_as_of import Moment, events_to_read, halfway, past_cases, past_queue
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.workspace.profiles import Connections

_TRIES: Final = 5
Told = Callable[[int, int], bool]
"""Takes how many events of how many have been read; says whether to go on. From any thread."""


class NotWanted(DeskError):
    """Nobody waits for the answer any more."""


def queue_of_moment(connections: Connections, engagement_id: int, moment: Moment, told: Told) -> QueueColumns:
    """The queue as it was. Raises NotFound, and NotWanted where `told` says not to go on."""
    with ExitStack() as stack:
        ours, other = (stack.enter_context(connections.lent()) for _ in range(2))
        first, second = stack.enter_context(_one_state(ours, other, engagement_id))
        basis = read.basis(ours, engagement_id)
        progress = _Progress(events_to_read(first, engagement_id), told)
        middle = halfway(first, engagement_id)
        with ThreadPoolExecutor(1, thread_name_prefix="past") as pool:
            later = pool.submit(past_cases, second, basis, moment, (middle, None), progress)
            try:
                found = past_cases(first, basis, moment, (0, middle), progress)
                found += later.result()
            except BaseException:
                progress.end()
                raise
        return past_queue(basis, found)


@contextmanager
def _one_state(ours: Cache, other: Cache, engagement_id: int) -> Iterator[tuple[Any, Any]]:
    """Both connections in transactions that see the same state of the copy."""
    for last in range(_TRIES):
        with ours.read() as first, other.read() as second:
            seen = bookmarks.change_in(first, engagement_id), bookmarks.change_in(second, engagement_id)
            if seen[0] == seen[1]:
                yield first, second
                return
        if last == _TRIES - 1:
            raise DeskError("The local copy changes all the time.", "Ask again.", code="copy_busy")


class _Progress:
    """Adds up what the threads have read."""

    def __init__(self, total: int, told: Told) -> None:
        self._total, self._told = total, told
        self._read = 0
        self._ended = False
        self._lock = threading.Lock()

    def __call__(self, events: int) -> None:
        with self._lock:
            self._read += events
            if self._ended or not self._told(self._read, self._total):
                self._ended = True
                raise NotWanted("The queue of a moment is not wanted any more.", "Ask again.", code="not_wanted")

    def end(self) -> None:
        """Let the other thread end at its next step."""
        self._ended = True
