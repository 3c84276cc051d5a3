"""Hands: who has each work item, since when; and how often a case changed hands.

A hand is a person where one is known, else a queue, else unknown. The holders of a case, a set, are in holders.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.capability import Capability
from bpo_desk.models.case_columns import HolderKind
from bpo_desk.models.event import WORK_KINDS, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.sides import Side
from bpo_desk.state.case_rows import CaseRows, Positions, codes_at
from bpo_desk.state.context import StateContext, has_any, side_of
from bpo_desk.state.items import Items

TAKES: Final = (EventKind.STARTED, EventKind.RESUMED, EventKind.COMPLETED)
"""Who does one of these without any holder or queue being named has the item in hand."""

UNKNOWN_KEY: Final = 0
NOBODY_KEY: Final = -1


@dataclass(frozen=True, slots=True)
class Hands:
    """One row a work item: HolderKind, person and queue as said by its last hand event, `since` in microseconds UTC.
    `key` is equal for equal hands: NOBODY_KEY, UNKNOWN_KEY, or even for a person, odd for a queue."""

    kind: NDArray[np.int8]
    key: NDArray[np.int64]
    person: NDArray[np.int32]
    queue: NDArray[np.int32]
    since: NDArray[np.int64]

    def columns(self, context: StateContext) -> dict[str, NDArray[np.generic]]:
        """The columns of WorkItemColumns that tell of the hand."""
        return {
            "hand_kind": self.kind,
            "person": self.person,
            "queue": self.queue,
            "side": hand_side(self.person, self.queue, context),
            "hand_since": self.since,
        }


def hand_side(person: NDArray[np.int32], queue: NDArray[np.int32], context: StateContext) -> NDArray[np.int8]:
    """The side of the person; where that is unknown, the side of the queue."""
    side = side_of(context.person_side, person)
    return np.where(side == Side.UNKNOWN, side_of(context.queue_side, queue), side)


def hand_key(person: NDArray[np.int32], queue: NDArray[np.int32]) -> NDArray[np.int64]:
    """One integer a hand: person if known, else queue if known, else UNKNOWN_KEY."""
    code = np.where(person > 0, person, queue).astype(np.int64)
    return np.where(code > 0, code * 2 + (person <= 0), UNKNOWN_KEY)


def hands_of(events: EventColumns, rows: CaseRows, items: Items, context: StateContext) -> Hands:
    """Who has each item: its last hand event decides. An item without any is in NOBODY's hands if the source of its
    last event can record hand-offs or resources, else in UNKNOWN ones; since the start of the item."""
    places, person, queue = _hand_events(events, items)
    key = hand_key(person, queue)
    since = _run_starts(events, rows, items, places, key)
    last = np.full(len(items), NONE, dtype=np.int64)
    last[items.of[places]] = np.arange(len(places))
    can_tell = has_any(context.capability[events.source[items.last]], Capability.HAND_OFFS | Capability.RESOURCES)
    without_key = np.where(can_tell, NOBODY_KEY, UNKNOWN_KEY)
    item_key = np.where(last >= 0, _at_or(key, last, UNKNOWN_KEY), without_key)
    return Hands(
        kind=_kind_of(item_key),
        key=item_key,
        person=codes_at(person, last) if len(places) else np.full(len(items), NONE, np.int32),
        queue=codes_at(queue, last) if len(places) else np.full(len(items), NONE, np.int32),
        since=np.where(last >= 0, _at_or(since, last, 0), events.occurred_at[items.start]),
    )


def _at_or(column: NDArray[np.int64], positions: Positions, otherwise: int) -> NDArray[np.int64]:
    if not len(column):
        return np.full(len(positions), otherwise, dtype=np.int64)
    return column[np.maximum(positions, 0)]


def _kind_of(key: NDArray[np.int64]) -> NDArray[np.int8]:
    known = np.where(key & 1, np.int8(HolderKind.QUEUE), np.int8(HolderKind.PERSON))
    rest = np.where(key == UNKNOWN_KEY, np.int8(HolderKind.UNKNOWN), np.int8(HolderKind.NOBODY))
    return np.where(key > 0, known, rest)


def _hand_events(events: EventColumns, items: Items) -> tuple[Positions, NDArray[np.int32], NDArray[np.int32]]:
    """Places in `items.events` of the hand events, with the person and the queue of each."""
    work = items.events
    holder, queue, actor, kind = events.holder[work], events.queue[work], events.actor[work], events.kind[work]
    said = (holder != NONE) | (queue != NONE)
    takes = (kind == TAKES[0]) | (kind == TAKES[1]) | (kind == TAKES[2])
    places = np.flatnonzero(said | (takes & (actor > 0)))
    return places, np.where(said, holder, actor)[places], queue[places]


def _run_starts(
    events: EventColumns, rows: CaseRows, items: Items, places: Positions, key: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The time since when each hand event's hand has been the same without interruption: over the hand events of the
    case, as long as the hand is equal and the item before was not closed earlier than the next hand event."""
    time = events.occurred_at[items.events[places]]
    row = rows.row[items.events[places]]
    item = items.of[places]
    goes_on = np.zeros(len(places), dtype=bool)
    unbroken = (item[1:] == item[:-1]) | (items.closed_at[item[:-1]] >= time[1:])
    goes_on[1:] = (key[1:] == key[:-1]) & (row[1:] == row[:-1]) & unbroken
    begin = np.maximum.accumulate(np.where(goes_on, 0, np.arange(len(places))))
    return time[begin]


def handovers_of(events: EventColumns, rows: CaseRows) -> NDArray[np.int64]:
    """Changes between consecutive known hands of each case; NONE where none is known. Every event of WORK_KINDS shows
    a hand here: whom it names, else its actor."""
    work = np.flatnonzero((events.kind >= WORK_KINDS.start) & (events.kind < WORK_KINDS.stop))
    holder, queue = events.holder[work], events.queue[work]
    person = np.where((holder == NONE) & (queue == NONE), events.actor[work], holder)
    key = hand_key(person, queue)
    known = np.flatnonzero(key > UNKNOWN_KEY)
    key, row = key[known], rows.row[work[known]]
    changed = (key[1:] != key[:-1]) & (row[1:] == row[:-1])
    count = np.bincount(row[1:][changed], minlength=len(rows))
    shown = np.zeros(len(rows), dtype=bool)
    shown[row] = True
    return np.where(shown, count, NONE)
