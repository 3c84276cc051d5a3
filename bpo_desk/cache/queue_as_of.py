"""The work queue as it was, or was known, at a moment: derived from the events again, nothing stored.

Streamed by ranges of cases, so that no more than a part of the events is in memory; several readers of one state of
the copy may share the work (`workspace/past_queue.py` does).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import read, segments, tail
from bpo_desk.cache.store import Cache
from bpo_desk.models.case_columns import QUEUE_LAYOUT, QUEUE_SETS, CaseColumns, CaseSet
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.narrow_columns import narrowed
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.state import StateContext, states

PART_EVENTS: Final = 131_072
"""About how many events of the log are read at a time: some 30 MB with what they are turned into."""
Told = Callable[[int], None]
"""Takes how many events have been read since it was called last; what it raises ends the work."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What had occurred at `as_of` and had been recorded at `known_at` (microseconds UTC, both inclusive, None = no
    limit)."""

    as_of: int | None = None
    known_at: int | None = None

    def keeps(self, events: EventColumns) -> NDArray[np.bool_]:
        """bool an event."""
        keep = np.ones(len(events), dtype=bool)
        if self.as_of is not None:
            keep &= events.occurred_at <= self.as_of
        if self.known_at is not None:
            keep &= events.recorded_at <= self.known_at
        return keep


def queue_as_of(
    cache: Cache, engagement_id: int, *, as_of: int | None = None, known_at: int | None = None
) -> QueueColumns:
    """The queue of a moment. Cases of which nothing was there yet are left out. Raises NotFound."""
    with cache.read() as connection:
        basis = read.basis(cache, engagement_id)
        found = past_cases(connection, basis, Moment(as_of, known_at), (0, None))
        return past_queue(basis, found)


def events_to_read(connection: Any, engagement_id: int) -> int:
    """How many events the settled log holds."""
    return sum(place.events for place in segments.places(connection, engagement_id))


def halfway(connection: Any, engagement_id: int) -> int:
    """A case key below which about half of the events lie."""
    places = sorted(segments.places(connection, engagement_id), key=lambda place: place.case_hi)
    read_so_far = np.cumsum([place.events for place in places])
    if not places:
        return 0
    return places[int(np.searchsorted(read_so_far, read_so_far[-1] / 2))].case_hi


def past_cases(
    connection: Any,
    basis: read.QueueBasis,
    moment: Moment,
    cases: tuple[int, int | None],
    told: Told = lambda _events: None,
) -> list[CaseColumns]:
    """The states at a moment of the cases with a key from the first one up to before the last one (None: all of
    them), in parts by rising case; the columns of a queue alone."""
    one, (low, high) = int(basis.engagement.engagement_id), cases
    last = 2**31 - 1 if high is None else high - 1
    context = StateContext.of(basis.words)
    late = tail.read(connection, one, "case_key between ? and ?", (low, last)).events
    late = late.take(moment.keeps(late))
    parts = []
    places = segments.places(connection, one, (low, last))
    for events in segments.event_partitions(connection, places, PART_EVENTS, moment.keeps, told):
        border = slice(*np.searchsorted(events.case, (low, last + 1)).tolist())
        own = events if border == slice(0, len(events)) else events.take(border)
        if len(late) and len(events):
            mine = late.case <= events.case[-1]
            own = EventColumns.concat((own, late.take(mine))).ordered()
            late = late.take(~mine)
        parts.append(_of_queue(states(own, context)))
    parts.append(_of_queue(states(late.ordered(), context)))
    return parts


def past_queue(basis: read.QueueBasis, parts: list[CaseColumns]) -> QueueColumns:
    """The queue of cases that stand in parts by rising case; it cannot be brought up to date (no `words_at`)."""
    return replace(read.queue_of(basis, _joined(parts)), words_at=NONE)


def _of_queue(cases: CaseColumns) -> CaseColumns:
    sets = {
        name: CaseSet(cases.sets[name].offset, {column: cases.sets[name].flat[column] for column in layout})
        for name, layout in QUEUE_SETS.items()
    }
    return CaseColumns({name: cases.columns[name] for name in QUEUE_LAYOUT}, sets)


def _joined(parts: list[CaseColumns]) -> CaseColumns:
    """Column by column, each part's let go of when it is copied: the whole is never there twice."""
    columns: dict[str, NDArray[np.generic]] = {}
    for name, kind in QUEUE_LAYOUT.items():
        columns[name] = _narrowed(np.concatenate([part.columns.pop(name) for part in parts]), kind)
    sets = {}
    for name, layout in QUEUE_SETS.items():
        counts = np.concatenate([np.diff(part.sets[name].offset) for part in parts])
        offset = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        flat = {
            column: _narrowed(np.concatenate([part.sets[name].flat.pop(column) for part in parts]), kind)
            for column, kind in layout.items()
        }
        sets[name] = CaseSet(offset, flat)
    return CaseColumns(columns, sets)


def _narrowed(column: NDArray[Any], kind: str) -> NDArray[Any]:
    return column if kind == "i8" else narrowed(column)
