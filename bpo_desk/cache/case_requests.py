"""Which requests of many cases nobody has met or taken back: what can be taken back at once.

Where one of them stands is said in `state/requests.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import read, segments, tail
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.models.event import EventKind
from bpo_desk.models.mutation_kinds import MutationKind
from bpo_desk.state.event_notes import event_ids
from bpo_desk.state.requests import RequestState, requests


def pending_requests(
    cache: Cache,
    engagement_id: int,
    cases: NDArray[np.integer],
    outbox: Outbox | None,
    code: str,
    numbers: Mapping[str, int],
) -> dict[int, tuple[str, ...]]:
    """Ids (32 hex digits) of the requests that are pending, by case, of the sorted case keys.

    What waits in the `outbox` about cases of the engagement `code` whose number is among `numbers` (number -> key)
    counts as well. Opens each case that was ever asked for."""
    found = {}
    for case in sorted(_asked(cache, engagement_id, cases) | _waiting(outbox, code, numbers)):
        file = read.open_case(cache, engagement_id, case, outbox=outbox)
        rows = [
            each.row for each in requests(file.events, file.data, file.dictionaries)
            if each.state is RequestState.PENDING
        ]  # fmt: skip
        if rows:
            found[case] = tuple(event_ids(file.events.take(np.array(rows, dtype=np.int64))))
    return found


def _asked(cache: Cache, engagement_id: int, cases: NDArray[np.integer]) -> set[int]:
    """Keys of the cases with such an event."""
    asked: set[int] = set()
    with cache.read() as connection:
        late = tail.read_cases(connection, engagement_id, cases).events
        asked.update(late.case[late.kind == EventKind.REQUESTED].tolist())
        for place in segments.places_of_cases(segments.places(connection, engagement_id), cases):
            columns = segments.read_columns(connection, place, ("kind", "case"))
            rows = (columns["kind"] == EventKind.REQUESTED) & segments.among(columns["case"], cases)
            asked.update(columns["case"][rows].tolist())
    return asked


def _waiting(outbox: Outbox | None, code: str, numbers: Mapping[str, int]) -> set[int]:
    entries = [] if outbox is None else outbox.of_kind_shown(code, MutationKind.REQUESTED)
    return {numbers[each.mutation.case] for each in entries if each.mutation.case in numbers}
