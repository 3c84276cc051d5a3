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
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.sides import Side
from bpo_desk.state.case_rows import CaseRows, Positions, chosen, places_where
from bpo_desk.state.context import StateContext, has_any, side_of
from bpo_desk.state.items import Items

TAKES: Final = (EventKind.STARTED, EventKind.RESUMED, EventKind.COMPLETED)
"""Who does one of these without any holder or queue being named has the item in hand."""

UNKNOWN_KEY: Final = 0
NOBODY_KEY: Final = -1
_KINDS: Final = np.array([HolderKind.UNKNOWN, HolderKind.QUEUE, HolderKind.PERSON, HolderKind.NOBODY], dtype=np.int8)
"""By UNKNOWN_KEY, 1 for an odd key, 2 for an even one; NOBODY_KEY reads the last."""


@dataclass(frozen=True, slots=True)
class Hands:
    """One row a work item: person and queue as said by its last hand event, `since` in microseconds UTC.
    `key` is equal for equal hands: NOBODY_KEY, UNKNOWN_KEY, or even for a person, odd for a queue."""

    key: NDArray[np.int32]
    person: NDArray[np.int32]
    queue: NDArray[np.int32]
    since: NDArray[np.int64]

    @property
    def kind(self) -> NDArray[np.int8]:
        """HolderKind: PERSON, QUEUE, UNKNOWN or NOBODY."""
        return kind_of(self.key)

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
    return chosen(side == Side.UNKNOWN, side_of(context.queue_side, queue), side)


def hand_key(person: NDArray[np.int32], queue: NDArray[np.int32]) -> NDArray[np.int32]:
    """One integer a hand: person if known, else queue if known, else UNKNOWN_KEY. Codes are below 2**30."""
    of_queue = person <= 0
    code = chosen(of_queue, queue, person)
    key = code << 1
    key |= of_queue
    return chosen(code > 0, key, np.int32(UNKNOWN_KEY))


def kind_of(key: NDArray[np.int32]) -> NDArray[np.int8]:
    """The HolderKind of hand keys."""
    kind: NDArray[np.int8] = _KINDS[np.minimum(key, 2 - (key & 1))]
    return kind


@dataclass(frozen=True, slots=True)
class NamedHands:
    """What every event of WORK_KINDS says of hands: `work` their positions; person (whom the event names, else its
    actor), queue and key of each; `said` whether it names a holder or a queue, be it as unknown."""

    work: Positions
    person: NDArray[np.int32]
    queue: NDArray[np.int32]
    key: NDArray[np.int32]
    said: NDArray[np.bool_]

    @classmethod
    def of(cls, events: EventColumns, work: Positions) -> NamedHands:
        """The hands that the events at the given positions, those of WORK_KINDS, name."""
        holder, queue = events.holder[work], events.queue[work]
        said = (holder != NONE) | (queue != NONE)
        person = chosen(said, holder, events.actor[work])
        return cls(work, person, queue, hand_key(person, queue), said)

    def hand_events(self, events: EventColumns) -> Positions:
        """Places in `work` of the events that put a work item into a hand."""
        kind = events.kind[self.work]
        takes = (kind == TAKES[0]) | (kind == TAKES[1]) | (kind == TAKES[2])
        return places_where((self.said | (takes & (self.person > 0))) & (events.work_item[self.work] > 0))


def hands_of(events: EventColumns, rows: CaseRows, items: Items, named: NamedHands, context: StateContext) -> Hands:
    """Who has each item: its last hand event decides. An item without any is in NOBODY's hands if the source of its
    last event can record hand-offs or resources, else in UNKNOWN ones; since the start of the item."""
    places = named.hand_events(events)
    at_event = named.work[places]
    key = named.key[places]
    every = len(named.work) == len(items.events)
    item = items.of[places if every else np.searchsorted(items.events, at_event)]
    begin = _run_starts(events, rows, items, at_event=at_event, item=item, key=key)
    last = np.full(len(items), NONE, dtype=np.int64)
    last[item] = np.arange(len(places))
    can_tell = has_any(context.capability, Capability.HAND_OFFS | Capability.RESOURCES)[events.source[items.last]]
    result = Hands(
        key=can_tell * np.int32(NOBODY_KEY - UNKNOWN_KEY) + np.int32(UNKNOWN_KEY),
        person=np.full(len(items), NONE, dtype=np.int32),
        queue=np.full(len(items), NONE, dtype=np.int32),
        since=events.occurred_at[items.start],
    )
    heard = places_where(last >= 0)
    last = last[heard]
    result.key[heard] = key[last]
    result.person[heard] = named.person[places[last]]
    result.queue[heard] = named.queue[places[last]]
    result.since[heard] = events.occurred_at[at_event[begin[last]]]
    return result


def _run_starts(
    events: EventColumns,
    rows: CaseRows,
    items: Items,
    *,
    at_event: Positions,
    item: Positions,
    key: NDArray[np.int32],
) -> Positions:
    """For each hand event (its position, item row and hand), the place of the one since which the hand has been the
    same without interruption: over the hand events of the case, as long as the hand is equal and the item before was
    not closed earlier than the next hand event."""
    row = rows.row[at_event]
    unbroken = (item[1:] == item[:-1]) | (items.closed_at[item[:-1]] >= events.occurred_at[at_event[1:]])
    begins = np.arange(len(at_event))
    begins[1:] *= ~((key[1:] == key[:-1]) & (row[1:] == row[:-1]) & unbroken)
    return np.maximum.accumulate(begins)


def handovers_of(rows: CaseRows, named: NamedHands) -> NDArray[np.int64]:
    """Changes between consecutive known hands of each case; NONE where none is known. Every event of WORK_KINDS shows
    a hand here: whom it names, else its actor."""
    known = places_where(named.key > UNKNOWN_KEY)
    key, row = named.key[known], rows.row[named.work[known]]
    changed = (key[1:] != key[:-1]) & (row[1:] == row[:-1])
    count = np.full(len(rows), NONE)
    count[row] = 0
    count += np.bincount(row[1:][places_where(changed)], minlength=len(rows))
    return count
