"""Which lanes a timeline has, and on which of them an event or a bar stands. Pure numpy.

Lanes stand in a fixed order: the clock, then by side, in a side persons, queues and what names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.sides import Side
from bpo_desk.models.visible_text import visible

SIDE_ORDER: Final = (Side.PROVIDER, Side.CLIENT, Side.CUSTOMER, Side.THIRD_PARTY, Side.SYSTEM, Side.UNKNOWN)


class LaneKind(IntEnum):
    """What a lane stands for."""

    CLOCK = 0  # pauses of the clock
    PERSON = 1
    QUEUE = 2
    UNNAMED = 3  # events and work of a side of which nobody is named
    UNKNOWN = 4  # the source left the name blank


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its first row of rows among all lanes and how many rows it takes; `code` is the key of the person or
    queue, 0 where nobody is named."""

    kind: LaneKind
    side: Side
    code: int
    name: str
    top: int
    rows: int = 1


_SIDE_RANK = np.zeros(len(Side), dtype=np.int64)
for _rank, _side in enumerate(SIDE_ORDER):
    _SIDE_RANK[_side] = _rank


class LaneKeys:
    """Lane keys: side, kind of lane and code (one of `codes`) in one small integer, with the side that the
    dictionaries or the event name."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        self.person = np.array([p.side for p in dictionaries.persons], dtype=np.int64)
        self.queue = np.array([q.side for q in dictionaries.queues], dtype=np.int64)
        self.codes = max(len(self.person), len(self.queue), 1)
        # The key of each person by code; none for the unknown one (0) and for nobody (-1, the last).
        codes = np.arange(len(self.person))
        self.key_of_person = np.append(self._key(LaneKind.PERSON, np.maximum(self.person, 0), codes), -1).astype("i4")
        self.key_of_person[0] = -1

    def _key(self, kind: LaneKind, side: NDArray[np.int64], code: NDArray[np.signedinteger] | int) -> NDArray[np.int64]:
        keys: NDArray[np.int64] = ((_SIDE_RANK[side] << 4) | int(kind)) * self.codes + code
        return keys

    def keys(self, person: NDArray[np.int32], queue: NDArray[np.int32], side: NDArray[np.int8]) -> NDArray[np.int32]:
        """Lane key of each (person, queue, side): person if named, else queue, else the unknown one, else the side."""
        keys = self.key_of_person.take(person, mode="wrap")  # nobody is -1
        unnamed = np.flatnonzero(keys < 0)
        if len(unnamed):
            keys[unnamed] = self._without_person(person[unnamed], queue[unnamed], side[unnamed].astype(np.int64))
        return keys

    def of_lanes(self, lanes: tuple[Lane, ...]) -> NDArray[np.int32]:
        """The key of each lane, all but the clock's."""
        keys = [self._key(lane.kind, np.array(lane.side), lane.code) for lane in lanes]
        return np.array(keys, dtype=np.int32)

    def _without_person(
        self, person: NDArray[np.int32], queue: NDArray[np.int32], said: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        queue_side = self.queue[np.maximum(queue, 0)]
        return np.select(
            [queue > 0, (person == 0) | (queue == 0)],
            [self._key(LaneKind.QUEUE, queue_side, queue), self._key(LaneKind.UNKNOWN, said, 0)],
            self._key(LaneKind.UNNAMED, said, 0),
        )


def event_keys(events: EventColumns, rows: slice, keys: LaneKeys) -> NDArray[np.int32]:
    """The lane of each event among some rows: of the hand that it puts work into, else of its actor."""
    item, holder, queue, actor = (getattr(events, name)[rows] for name in ("work_item", "holder", "queue", "actor"))
    # Who takes work in hand is its actor: the same lane whether as hand or as actor.
    is_hand = (item > 0) & ((holder > 0) | (queue > 0))
    person = np.where(is_hand, holder, actor)
    queue = np.where(is_hand | (actor <= 0), queue, np.int32(-1))
    return keys.keys(person, queue, events.side[rows])


def lanes_of(
    keys: tuple[NDArray[np.int32], ...], codes: int, dictionaries: Dictionaries, with_clock: bool
) -> tuple[list[Lane], NDArray[np.int64]]:
    """The lanes that keys need, in their fixed order, and the lane of each key that is used: by key, 0 for others."""
    # Keys are small: they are looked up in a table, not sorted.
    is_used = np.zeros(max(int(part.max(initial=0)) for part in keys) + 1, dtype=bool)
    for part in keys:
        is_used[part] = True
    used = np.flatnonzero(is_used)
    lanes = []
    for key in used.tolist():
        side_and_kind, code = divmod(key, codes)
        side, kind = SIDE_ORDER[side_and_kind >> 4], LaneKind(side_and_kind & 15)
        name = ""
        if kind is LaneKind.PERSON:
            name = visible(dictionaries.persons[code].name)
        elif kind is LaneKind.QUEUE:
            name = visible(dictionaries.queues[code].name)
        lanes.append(Lane(kind, side, code, name, 0))
    order = sorted(range(len(lanes)), key=lambda i: (used[i] // codes, lanes[i].name.casefold(), lanes[i].code))
    place = np.zeros(len(is_used), dtype=np.int64)
    place[used[order]] = np.arange(len(lanes)) + int(with_clock)
    sorted_lanes = [lanes[i] for i in order]
    if with_clock:
        sorted_lanes.insert(0, Lane(LaneKind.CLOCK, Side.UNKNOWN, 0, "", 0))
    return sorted_lanes, place


def stacked(lanes: list[Lane], sub_rows: NDArray[np.int64]) -> list[Lane]:
    """The lanes one below the other, each with as many rows as it is given."""
    tops = np.concatenate(([0], np.cumsum(sub_rows)))
    return [
        Lane(lane.kind, lane.side, lane.code, lane.name, int(tops[i]), int(sub_rows[i])) for i, lane in enumerate(lanes)
    ]


def used_lanes(lanes: tuple[Lane, ...], used: NDArray[np.bool_]) -> tuple[tuple[Lane, ...], NDArray[np.int32]]:
    """The lanes of which a row is used (one value a row of all lanes, and one more), stacked anew, and the new row of
    each old one."""
    kept: list[Lane] = []
    line_of, top = np.zeros(len(used), dtype=np.int32), 0
    for lane in lanes:
        lines = np.flatnonzero(used[lane.top : lane.top + lane.rows]) + lane.top
        if len(lines):
            kept.append(replace(lane, top=top, rows=len(lines)))
            line_of[lines] = np.arange(top, top + len(lines))
            top += len(lines)
    return tuple(kept), line_of
