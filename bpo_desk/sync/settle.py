"""Settling: durable events move from the tail into a run of segments, and runs are merged so that few remain.

Only rows below the durable cursor are settled, so that the overlap of two pulls never meets a segment. Runs grow like
the digits of a counter: a run at most twice as large as the next smaller ones is merged with them, so a case is read
from a logarithmic number of places and each event is rewritten a logarithmic number of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bpo_desk.cache import segments, tail
from bpo_desk.cache.segments import EventRows, SegmentPlace

SETTLE_AT = 1_024
"""Durable events in the tail that make a run worth it; a case with fewer is read from the tail's rows as fast."""

Passing = Callable[[Iterator[EventRows]], Iterator[EventRows]]


def settle_tail(connection: Any, engagement_id: int, cursor: int) -> int:
    """Move the events below the cursor that the last pull asked from into a run of their own; how many there were."""
    durable = connection.execute(
        "select count(*) from tail where engagement_id = ? and seen_cursor < ?", (engagement_id, cursor)
    ).fetchone()[0]
    if durable < SETTLE_AT:
        return 0
    rows = tail.durable(connection, engagement_id, cursor).ordered()
    run = max((place.run for place in segments.places(connection, engagement_id)), default=-1) + 1
    segments.write_run(connection, engagement_id, run, rows)
    tail.delete_durable(connection, engagement_id, cursor)
    return len(rows)


def runs_to_merge(places: list[SegmentPlace]) -> list[SegmentPlace]:
    """The segments of the newest runs that should become one; empty where the runs are well as they are."""
    sizes: dict[int, int] = {}
    for place in places:
        sizes[place.run] = sizes.get(place.run, 0) + place.events
    gathered, chosen = 0, set[int]()
    for run in sorted(sizes, reverse=True):
        if gathered and sizes[run] > 2 * gathered:
            break
        gathered += sizes[run]
        chosen.add(run)
    return [place for place in places if place.run in chosen] if len(chosen) > 1 else []


def merge(
    connection: Any, engagement_id: int, chosen: list[SegmentPlace], passing: Passing | None = None
) -> None:  # fmt: skip
    """Make one run of several. `passing` sees each part of whole cases go by."""
    if not chosen:
        return
    run = max(place.run for place in chosen) + 1
    parts = segments.partitions(connection, chosen, with_texts=True)
    for part in passing(parts) if passing else parts:
        segments.write_run(connection, engagement_id, run, part)
    segments.delete_segments(connection, chosen)
