"""Which acknowledged entries of the outbox became events that were changed since: erased, so their text must go."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import segments, tail
from bpo_desk.cache.store import Cache


def changed_events(cache: Cache, engagement_id: int, event_ids: Collection[str], *, everywhere: bool) -> set[str]:
    """Those of the ids (32 hex digits) whose event has a version above the first in the copy. Nothing but an erasure
    and a move changes an event. What changed lately is in the tail; `everywhere` looks into the segments as well."""
    if not event_ids:
        return set()
    wanted = set(event_ids)
    with cache.read() as connection:
        late = tail.read(connection, engagement_id, "row_ver > 1").events
        found = _ids(late.id_hi, late.id_lo)
        for place in segments.places(connection, engagement_id) if everywhere else []:
            columns = segments.read_columns(connection, place, ("id_hi", "id_lo", "row_ver"))
            rows = columns["row_ver"].astype(np.int64) > 1
            found |= _ids(columns["id_hi"].view(np.uint64)[rows], columns["id_lo"].view(np.uint64)[rows])
    return wanted & found


def _ids(hi: NDArray[np.uint64], lo: NDArray[np.uint64]) -> set[str]:
    return {f"{high:016x}{low:016x}" for high, low in zip(hi.tolist(), lo.tolist(), strict=True)}
