"""All events of an engagement as columns, for what looks at every case at once: paths, maps."""

from __future__ import annotations

import numpy as np

from bpo_desk.cache import bookmarks, definitions, segments, tail
from bpo_desk.cache.store import Cache
from bpo_desk.models.event_columns import EventColumns


def whole_log(cache: Cache, engagement_id: int) -> EventColumns:
    """Every event, sorted by case and order; value codes are not to be read. About 130 bytes an event. What the tail
    holds stands for what a segment may still hold under the same id. Raises NotFound."""
    with cache.read() as connection:
        bookmarks.engagement(cache, engagement_id)
        late = tail.read(connection, engagement_id).events
        places = segments.places(connection, engagement_id)
        settled = [segments.read_segment(connection, place, with_texts=False).events for place in places]
    return with_late(EventColumns.concat(settled), late).ordered()


def with_late(settled: EventColumns, late: EventColumns) -> EventColumns:
    """Settled events with those of the tail, which stand for what a segment may still hold under the same id."""
    if not len(late):
        return settled
    doubled = np.isin(settled.id_lo, late.id_lo) & np.isin(settled.id_hi, late.id_hi)
    return EventColumns.concat((settled.take(~doubled), late))


def process_drawing(cache: Cache, engagement_id: int, process_key: str, version: str | None = None) -> bytes | None:
    """The BPMN text of a version of a process (None: of the newest), None where there is none."""
    with cache.read() as connection:
        if version is None:
            found = definitions.latest(connection, engagement_id, process_key)
        else:
            found = definitions.of_version(connection, engagement_id, process_key, version)
    return None if found is None else found.xml
