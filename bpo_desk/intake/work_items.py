"""Which records belong to one work item: by the instance the source names, else first in, first out per activity."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import NONE

_READY, _ASSIGNED, _WORKING, _SUSPENDED = range(4)
_ENDS: Final = frozenset({EventKind.COMPLETED, EventKind.SKIPPED, EventKind.WITHDRAWN, EventKind.ABORTED})
_STATE: Final = {
    EventKind.SCHEDULED: _READY,
    EventKind.ASSIGNED: _ASSIGNED,
    EventKind.REASSIGNED: _ASSIGNED,
    EventKind.STARTED: _WORKING,
    EventKind.RESUMED: _WORKING,
    EventKind.SUSPENDED: _SUSPENDED,
}
# Which state of an open item each kind of record looks for, best first; none of them: it begins an item.
_LOOKS_FOR: Final[dict[EventKind, tuple[int, ...]]] = {
    EventKind.SCHEDULED: (),
    EventKind.ASSIGNED: (_READY, _ASSIGNED, _SUSPENDED, _WORKING),
    EventKind.REASSIGNED: (_ASSIGNED, _READY, _SUSPENDED, _WORKING),
    EventKind.STARTED: (_ASSIGNED, _READY),
    EventKind.SUSPENDED: (_WORKING, _ASSIGNED, _READY),
    EventKind.RESUMED: (_SUSPENDED,),
    EventKind.COMPLETED: (_WORKING, _SUSPENDED, _ASSIGNED, _READY),
    EventKind.SKIPPED: (_READY, _ASSIGNED, _SUSPENDED, _WORKING),
    EventKind.WITHDRAWN: (_READY, _ASSIGNED, _SUSPENDED, _WORKING),
    EventKind.ABORTED: (_SUSPENDED, _WORKING, _ASSIGNED, _READY),
    EventKind.NOTED: (_WORKING, _SUSPENDED, _ASSIGNED, _READY),
}


class _Item:
    __slots__ = ("hand", "number", "state")

    def __init__(self, number: int, hand: int) -> None:
        self.number, self.hand, self.state = number, hand, _READY


def number_work_items(
    *,
    order: NDArray[np.int64],
    case: NDArray[np.int32],
    activity: NDArray[np.int32],
    instance: NDArray[np.int32],
    hand: NDArray[np.int32],
    kind: NDArray[np.int16],
) -> NDArray[np.int32]:
    """The work item of each record, numbered from 1 in each case; NONE where `kind` is no work kind.

    All arrays are by record; `order` sorts them by case and time. instance: NONE where the source names none.
    Ends look first for an item in the same hand; among equals the oldest item is taken.
    """
    out = np.full(len(case), NONE, np.int32)
    work = order[(kind[order] >= EventKind.SCHEDULED) & (kind[order] <= EventKind.NOTED)]
    if not len(work):
        return out
    cases = case[work]
    if np.all(kind[work] == EventKind.COMPLETED):  # every record is an item of its own
        begins = np.concatenate(([True], cases[1:] != cases[:-1]))
        position = np.arange(len(work))
        out[work] = position - np.maximum.accumulate(np.where(begins, position, 0)) + 1
        return out
    numbers: list[int] = []
    current, last = -1, 0
    open_items: dict[tuple[int, int], list[_Item]] = {}
    kinds = {int(one): one for one in EventKind}
    columns = (cases, activity[work], instance[work], hand[work], kind[work])
    for one_case, one_activity, one_instance, one_hand, code in zip(*(c.tolist() for c in columns), strict=True):
        if one_case != current:
            current, last = one_case, 0
            open_items.clear()
        what = kinds[code]
        waiting = open_items.get((one_activity, one_instance))
        item = _pick(waiting, what, one_hand, one_instance) if waiting else None
        if item is None:
            last += 1
            numbers.append(last)
            if what in _STATE:
                item = _Item(last, one_hand)
                item.state = _STATE[what]
                open_items.setdefault((one_activity, one_instance), []).append(item)
            continue
        numbers.append(item.number)
        if what in _ENDS:
            assert waiting is not None
            waiting.remove(item)
        elif what in _STATE:
            item.state, item.hand = _STATE[what], one_hand
    out[work] = numbers
    return out


def _pick(waiting: list[_Item], what: EventKind, hand: int, instance: int) -> _Item | None:
    """The open item that a record of this kind continues."""
    if instance >= 0:
        return waiting[0]
    for state in _LOOKS_FOR[what]:
        there = [item for item in waiting if item.state == state]
        if there:
            return next((item for item in there if item.hand == hand), there[0])
    return None
