"""The work queue as it was, or was known, at a moment: derived from the events again, nothing stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from bpo_desk.cache import read
from bpo_desk.cache.store import Cache
from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.queue_columns import CaseNumbers, QueueColumns
from bpo_desk.state import StateContext, states

_GROUP: Final = 65_536  # cases whose events are in memory at a time


def queue_as_of(
    cache: Cache, engagement_id: int, *, as_of: int | None = None, known_at: int | None = None
) -> QueueColumns:
    """The queue from the events that had occurred at `as_of` and had been recorded at `known_at` (microseconds UTC,
    both inclusive, None = no limit). Cases of which nothing was there yet are left out. Raises NotFound."""
    with cache.read() as connection:
        queue = read.queue(cache, engagement_id)
        context = StateContext.of(queue.dictionaries)
        keys = queue.cases["case"].astype(np.int64)
        parts = []
        for start in range(0, len(keys), _GROUP):
            rows = read.case_rows(connection, engagement_id, keys[start : start + _GROUP], with_texts=False)
            events = rows.events
            if as_of is not None:
                events = events.as_of(as_of)
            if known_at is not None:
                events = events.known_at(known_at)
            parts.append(states(events, context))
    cases, words = read.with_client(queue.engagement, CaseColumns.concat(parts), queue.dictionaries)
    kept = np.searchsorted(keys, cases["case"])
    numbers = CaseNumbers.of([queue.numbers.text(row) for row in kept.tolist()])
    return replace(queue, dictionaries=words, cases=cases, numbers=numbers, process=queue.process[kept],
                   definition=queue.definition[kept])  # fmt: skip
