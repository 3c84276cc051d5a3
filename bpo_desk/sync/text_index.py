"""Keeps the full text of an engagement: builds it part by part when nothing else is to be done, keeps it up with pulls.

What the index is, is in `cache/full_text.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate
from typing import Any, Final

import numpy as np

from bpo_desk.cache import full_text, segments, tail
from bpo_desk.cache.dictionaries import Values
from bpo_desk.cache.full_text import Indexed
from bpo_desk.cache.segments import EventRows
from bpo_desk.models.event_columns import EventColumns

_TEXTS: Final = 8_000
_EVENTS: Final = 65_536
"""Texts, and events, of one part: a desk that wants to write waits for no more than that."""


def build(connection: Any, one: int, values: Values) -> bool:
    """One part of the index of an engagement, in the caller's transaction; whether there is more to do."""
    indexed = full_text.state(connection, one) or full_text.begin(connection, one)
    if indexed.texts < len(values):
        _add_texts(connection, one, indexed, values)
        return True
    return not indexed.done and _add_uses(connection, one, indexed)


def _add_texts(connection: Any, one: int, indexed: Indexed, values: Values) -> Indexed:
    codes = np.arange(indexed.texts, min(indexed.texts + _TEXTS, len(values)))
    full_text.add_texts(connection, one, indexed.texts, values.texts(codes))
    indexed = replace(indexed, texts=int(codes[-1]) + 1)
    full_text.put_state(connection, one, indexed)
    return indexed


def _add_uses(connection: Any, one: int, indexed: Indexed) -> bool:
    """The uses of whole cases behind those that are in. A case that is pulled meanwhile is kept up with by itself."""
    places = sorted(
        (place for place in segments.places(connection, one) if place.case_hi > indexed.case),
        key=lambda place: place.case_hi,
    )
    if not places:
        full_text.add_uses(connection, one, tail.read(connection, one).events)
        full_text.put_state(connection, one, replace(indexed, done=True))
        return False
    read = list(accumulate(place.events for place in places))
    upto = places[min(bisect_left(read, _EVENTS), len(places) - 1)].case_hi
    for place in places:
        if place.case_lo <= upto:
            events = EventColumns.of(segments.read_columns(connection, place, ("case", "new_value", "reason")))
            full_text.add_uses(connection, one, events.take((events.case > indexed.case) & (events.case <= upto)))
    full_text.put_state(connection, one, replace(indexed, case=upto))
    return True


def keep_up(connection: Any, one: int, values: Values, pulled: list[EventRows], moved: set[int]) -> None:
    """After a pull, in its transaction: what it brought can be found, and what no longer says a text is not found by
    it. `moved`: value codes of what was taken out of the copy or put in another place."""
    indexed = full_text.state(connection, one)
    if indexed is None:
        return
    while indexed.done and indexed.texts < len(values):
        indexed = _add_texts(connection, one, indexed, values)
    for rows in pulled:
        full_text.add_uses(connection, one, rows.events)
    if moved:
        full_text.recount(connection, one, moved)
