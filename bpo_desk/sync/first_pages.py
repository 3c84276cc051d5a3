"""Writes the rows of the stored first page anew after a sync; a sync that follows closely does it now and then."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from typing import Final

import numpy as np

from bpo_desk.cache import bookmarks, read
from bpo_desk.cache.first_page import ROWS, read_first_page, write_first_page
from bpo_desk.cache.queue_changes import some_of_queue
from bpo_desk.cache.store import Cache
from bpo_desk.state.queue_facts import facts_of_rows

NOW_AND_THEN: Final = 30.0
"""Seconds between two pages while sessions follow closely."""
_MOST_RECENT: Final = "most recent activity"


class FirstPages:
    """Knows which engagements changed since the page was written. `every`: seconds for which it may be older."""

    def __init__(self, cache: Cache, every: float = 0.0) -> None:
        self._cache, self._every = cache, every
        self._changed: set[int] = set()
        self._at = -math.inf

    def renew(self, changed: AbstractSet[int], now: float) -> None:
        """Learn what changed, and write the page if it is time (`now`: seconds of a monotonic clock)."""
        self._changed |= changed
        if now - self._at >= self._every:
            self._write()
            self._changed.clear()
            self._at = now

    def _write(self) -> None:
        """Without a stored page, that of the most recent activity."""
        cache = self._cache
        page = read_first_page(cache)
        known = [each.engagement_id for each in bookmarks.engagements(cache)]
        if page is None and not known:
            return
        one = int(known[0]) if page is None else page.engagement_id
        if page is not None and one not in self._changed:
            return
        if page is None or page.view == _MOST_RECENT:  # nobody has stored a view yet
            queue = read.queue(cache, one)
            rows = np.argsort(queue.cases["last_activity_at"], kind="stable")[::-1][:ROWS].tolist()
        else:
            queue = some_of_queue(cache, one, page.cases)
            rows = [row for case in page.cases if (row := queue.cases.row_of(case)) is not None]
        shown = np.array(rows, np.int64)
        cells = list(zip(queue.cases["case"][shown].tolist(), facts_of_rows(queue, shown), strict=True))
        write_first_page(cache, one, _MOST_RECENT if page is None else page.view, cells)
        cache.tidy()  # what stood on the page of before may have been erased since: it must not wait in the file
