"""`event_notes`: what people noted about single events of a case: comments on them, pins, tags. Pure.

A pin or a tag is taken away by a later event that says so. Reads the data of the events that can be notes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.event_data import data_object
from bpo_desk.models.ids import NONE
from bpo_desk.models.mutation import FOLLOWED

_ABOUT_EVENTS = (
    EventKind.COMMENT_ADDED,
    EventKind.EXIT_ACCEPTED,
    EventKind.FEEDBACK_ANSWERED,
    EventKind.CORRECTED,
    EventKind.PINNED,
    EventKind.TAGGED,
)


@dataclass(frozen=True, slots=True)
class EventNotes:
    """Notes on the n events of one case. `about` int64[n]: the event row that an event is about, NONE where it is about
    none of this case; `removes` bool[n]: it takes a pin or a tag away; `pinned` bool[n]. `tags`: event row -> value
    codes of its tags in order of time, `comments`: event row -> rows of the comments on it; `followers`: person codes
    of those who follow the case, in order."""

    about: NDArray[np.int64]
    removes: NDArray[np.bool_]
    pinned: NDArray[np.bool_]
    tags: dict[int, tuple[int, ...]]
    comments: dict[int, tuple[int, ...]]
    followers: tuple[int, ...]


def event_ids(events: EventColumns) -> list[str]:
    """The ids of events as 32 hex digits."""
    return [f"{hi:016x}{lo:016x}" for hi, lo in zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True)]


def event_notes(
    events: EventColumns, data: Sequence[str | None], values: Sequence[str], upto: int | None = None
) -> EventNotes:
    """The notes among the ordered events of one case with their `data` (one entry an event) and the texts of its value
    codes; only what the first `upto` events say, where given."""
    n = len(events)
    about, removes = np.full(n, NONE, dtype=np.int64), np.zeros(n, dtype=np.bool_)
    pinned = np.zeros(n, dtype=np.bool_)
    tags: dict[int, list[int]] = {}
    comments: dict[int, list[int]] = {}
    followers: list[int] = []
    notes = np.flatnonzero(np.isin(events.kind[:upto], _ABOUT_EVENTS))
    said_of = {row: data_object(data[row] if row < len(data) else None) for row in notes.tolist()}
    # Most comments are about the case: the ids of its events are written out only where one is named.
    names_one = any("event_id" in said for said in said_of.values())
    rows = {name: row for row, name in enumerate(event_ids(events))} if names_one else {}
    for row, said in said_of.items():
        target = rows.get(str(said.get("event_id", "")).replace("-", "").lower(), NONE)
        gone = bool(said.get("removed"))
        about[row], removes[row] = target, gone
        kind, new = int(events.kind[row]), int(events.new_value[row])
        if kind == EventKind.TAGGED and new >= 0 and values[new] == FOLLOWED:
            _put(followers, int(events.actor[row]), gone)
        elif target == NONE:
            continue
        elif kind == EventKind.PINNED:
            pinned[target] = not gone
        elif kind == EventKind.TAGGED and new >= 0:
            same = [code for code in tags.get(target, ()) if values[code] == values[new]]
            _put(tags.setdefault(target, []), same[0] if same else new, gone)
        elif kind == EventKind.COMMENT_ADDED:
            comments.setdefault(target, []).append(row)
    return EventNotes(about, removes, pinned, _frozen(tags), _frozen(comments), tuple(followers))


def _put(into: list[int], code: int, gone: bool) -> None:
    if gone and code in into:
        into.remove(code)
    elif not gone and code not in into:
        into.append(code)


def _frozen(lists: dict[int, list[int]]) -> dict[int, tuple[int, ...]]:
    return {row: tuple(found) for row, found in lists.items() if found}
