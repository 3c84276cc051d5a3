"""The samples that were drawn in an engagement, from the events of their cases, also of those that wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from bpo_desk.cache import segments, tail
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.segments import EventRows
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_data import data_object
from bpo_desk.models.sample_payloads import SampleDrawn

Stated = tuple[int, str, dict[str, Any]]
"""When a case was drawn (microseconds UTC), its number where the outbox knows it ("" from the log), what was stated."""


def stated(connection: Any, engagement_id: int, outbox: Outbox | None, code: str) -> list[tuple[int, Stated]]:
    """The case key (NONE from the outbox) and the statement of every drawn case."""
    found: list[tuple[int, Stated]] = []
    held: set[str] = set()
    for place in segments.places(connection, engagement_id):
        kinds = segments.read_columns(connection, place, ("kind",))["kind"]
        if (kinds == EventKind.SAMPLE_DRAWN).any():
            found += _of_rows(segments.read_segment(connection, place), held)
    found += _of_rows(tail.read(connection, engagement_id, "kind = ?", (int(EventKind.SAMPLE_DRAWN),)), held)
    for entry in outbox.samples_shown(code) if outbox is not None else ():
        said = entry.mutation.payload
        if isinstance(said, SampleDrawn) and entry.mutation.mutation_id not in held:
            found.append((-1, (entry.mutation.created_at, entry.mutation.case, asdict(said))))
    return found


def _of_rows(rows: EventRows, held: set[str]) -> Iterator[tuple[int, Stated]]:
    drawn = rows.take(np.flatnonzero(rows.events.kind == EventKind.SAMPLE_DRAWN))
    for row, data in enumerate(drawn.texts["data"].texts()):
        said = data_object(data)
        if "seed" in said:
            held.add(str(said.get("mutation", "")))
            yield int(drawn.events.case[row]), (int(drawn.events.occurred_at[row]), "", said)
