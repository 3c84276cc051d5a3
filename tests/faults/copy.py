"""What the cache says it holds, row by row, to be compared with what the server holds."""

from __future__ import annotations

from typing import Any

import numpy as np

from bpo_desk.cache import derived, read, segments, tail
from bpo_desk.cache.dictionaries import Values
from bpo_desk.cache.segments import EventRows
from bpo_desk.cache.store import Cache
from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.event_columns import LAYOUT
from bpo_desk.state import StateContext, states
from tests.faults.server import EventId

CODED = ("old_value", "new_value", "reason")


def all_rows(connection: Any, engagement: int) -> EventRows:
    parts = [segments.read_segment(connection, p) for p in segments.places(connection, engagement)]
    return EventRows.concat([*parts, tail.read(connection, engagement)])


def contents(cache: Cache, engagement: int) -> dict[EventId, dict[str, Any]]:
    """Event id -> columns with texts; fails where an id is held twice."""
    with cache.read() as connection:
        rows = all_rows(connection, engagement)
        values = [*Values.load(connection, engagement).all_texts(), None]
    columns = {name: getattr(rows.events, name).tolist() for name in LAYOUT}
    for name in CODED:
        columns[name] = [values[code] for code in columns[name]]
    for name, texts in rows.texts.items():
        columns[name] = texts.texts()
    out: dict[EventId, dict[str, Any]] = {}
    for index in range(len(rows)):
        row = {name: column[index] for name, column in columns.items()}
        key = (row.pop("id_hi"), row.pop("id_lo"))
        assert key not in out, "an event is held twice"
        out[key] = row
    return out


def derived_from_scratch(cache: Cache, engagement: int) -> CaseColumns:
    """States of all the cache's events at once, with the whole dictionaries."""
    with cache.read() as connection:
        events = all_rows(connection, engagement).events.ordered()
        return states(events, StateContext.of(read.dictionaries(cache, engagement)))


def same_cases(left: CaseColumns, right: CaseColumns) -> bool:
    """Whether two answers of `states` are equal, sets included."""
    columns = all(np.array_equal(left[name], right[name]) for name in left.columns)
    return columns and all(
        np.array_equal(left.sets[s].offset, right.sets[s].offset)
        and all(np.array_equal(left.sets[s].flat[c], right.sets[s].flat[c]) for c in left.sets[s].flat)
        for s in left.sets
    )


def agrees(cache: Cache, engagement: int, expected: dict[EventId, dict[str, Any]], *, derived_too: bool = True) -> None:
    """Assert that the copy equals what is expected, and its states those of its events."""
    assert contents(cache, engagement) == expected
    if not derived_too:
        return
    with cache.read() as connection:
        stored = derived.read_all(connection, engagement)
    assert same_cases(stored, derived_from_scratch(cache, engagement))
