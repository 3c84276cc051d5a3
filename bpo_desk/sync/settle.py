"""Settling: durable events move from the tail into a run of segments, and runs are merged so that few remain.

Only rows below the durable cursor are settled, so that the overlap of two pulls never meets a segment. Runs grow like
the digits of a counter: a run at most twice as large as the next smaller ones is merged with them, so a case is read
from a logarithmic number of places and each event is rewritten a logarithmic number of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bpo_desk.cache import segments, tail
from bpo_desk.cache.bookmarks import Merging
from bpo_desk.cache.segments import EventRows, SegmentPlace

SETTLE_AT = 1_024
"""Durable events in the tail that make a run worth it; a case with fewer is read from the tail's rows as fast."""

PART_EVENTS = 65_536
"""About how many events one part of a merge moves: a desk that wants to write waits for no more than that."""

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


def begin(chosen: list[SegmentPlace]) -> Merging | None:
    """The merge that makes one run of the chosen segments; None where there are none."""
    if not chosen:
        return None
    runs = [place.run for place in chosen]
    return Merging(min(runs), max(runs) + 1)


def merge(
    connection: Any, engagement_id: int, merging: Merging, passing: Passing | None = None
) -> Iterator[Merging]:  # fmt: skip
    """Make one run of several, a part of whole cases at each step; how far it is then. `passing` sees each part.

    After each step every event stands in one segment, if the mark that the step gave is stored with it: a reader does
    not wait for the whole merge, and whoever begins anew from a stored mark ends alike.
    """
    chosen = [p for p in segments.places(connection, engagement_id) if merging.first <= p.run < merging.run]
    parts = segments.partitions(connection, chosen, with_texts=True, events=PART_EVENTS)
    for part in passing(parts) if passing else parts:
        segments.write_run(connection, engagement_id, merging.run, part)
        done = int(part.events.case[-1])
        segments.delete_segments(connection, [place for place in chosen if place.case_hi <= done])
        chosen = [place for place in chosen if place.case_hi > done]
        yield replace(merging, done=done)
