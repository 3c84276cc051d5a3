"""Sort orders of the queue: for every column a permutation of the rows, stable, unknown last in both directions."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import NONE
from bpo_desk.state.asked import asked_codes
from bpo_desk.state.filter_lookup import FilterLookup, ages, ranked

Keys = NDArray[np.signedinteger]
Order = NDArray[np.int64]


class SortColumn(StrEnum):
    """What the queue can be sorted by."""

    NUMBER = "number"
    TITLE = "title"
    CLIENT = "client"
    REFERENCE = "reference"
    PROCESS = "process"
    STEP = "step"
    HOLDER = "holder"  # by the name shown: person, else queue, else side
    QUEUE = "queue"
    SIDE = "side"
    SINCE = "since"
    WAITING = "waiting"
    DUE = "due"
    SLA = "sla"  # breached, at risk, on track, met
    EXITS = "exits"
    ADHOC = "adhoc"
    LAST = "last"
    AGE = "age"
    OPENED = "opened"
    CLOSED = "closed"
    PRIORITY = "priority"
    STATUS = "status"
    SOURCE_STATUS = "source_status"
    OUTCOME = "outcome"
    HANDOVERS = "handovers"
    CONTACTS = "contacts"
    REOPENED = "reopened"
    EVENTS = "events"
    ASKED = "asked"  # pending, done, over, taken back; unknown before somebody has told


_TIMES: Final = {
    SortColumn.SINCE: "holder_since",
    SortColumn.DUE: "due_at",
    SortColumn.LAST: "last_activity_at",
    SortColumn.OPENED: "opened_at",
    SortColumn.CLOSED: "closed_at",
}
_VALUES: Final = {
    SortColumn.TITLE: "title",
    SortColumn.CLIENT: "client",
    SortColumn.REFERENCE: "reference",
    SortColumn.PRIORITY: "priority",
    SortColumn.SOURCE_STATUS: "source_status",
    SortColumn.OUTCOME: "outcome",
}
_COUNTS: Final = {
    SortColumn.EXITS: "exits",
    SortColumn.ADHOC: "ad_hoc_open",
    SortColumn.HANDOVERS: "handovers",
    SortColumn.CONTACTS: "contacts",
    SortColumn.REOPENED: "reopenings",
    SortColumn.EVENTS: "events",
}
_CODES: Final[dict[SortColumn, tuple[str, tuple[int, ...]]]] = {
    SortColumn.STATUS: ("status", (NONE, 0, 1, 2)),
    SortColumn.SIDE: ("holder_side", (NONE, 0, 1, 2, 3, 4)),
    SortColumn.WAITING: ("waiting_for", (6, 0, 1, 2, 3, 4, 5, NONE)),
    SortColumn.SLA: ("sla", (NONE, 2, 1, 0, 3)),
}
"""Column of small codes, and the place of each code; NONE for unknown."""


_WIDEST: Final = 1 << 61
"""Keys that lie further apart cannot be put behind others by adding to them: that needs twice their distance."""


def sort_permutation(
    lookup: FilterLookup,
    column: SortColumn,
    now: int,
    *,
    descending: bool = False,
    within: Order | None = None,
    last: NDArray[np.bool_] | None = None,
) -> Order:
    """int64[n]: the rows in the order of a column. `within` is the order before, a permutation of all rows or of some
    of them (as a filter leaves them): its rows are sorted, and those that are equal keep its order (without it: row
    order). Rows of unknown value come last in both directions; behind them, in the same order, the rows of `last`
    (bool[n]). `now`: microseconds UTC, for ages."""
    keys = sort_keys(lookup, column, now)
    if within is not None:
        keys, last = keys[within], None if last is None else last[within]
    order = ordered(keys, descending=descending, last=last)
    return order if within is None else within[order]


def sort_keys(lookup: FilterLookup, column: SortColumn, now: int) -> Keys:
    """One integer a row, smaller is earlier; the smallest number of its type is unknown."""
    if column in _TIMES:
        return lookup.times(_TIMES[column])
    if column is SortColumn.AGE:
        return ages(lookup, now)
    if column in _VALUES:
        ranks: Keys = lookup.values.ranks[lookup.whole(_VALUES[column])]
        return ranks
    if column in _COUNTS:
        return _negative_unknown(lookup.whole(_COUNTS[column]))
    if column in _CODES:
        name, places = _CODES[column]
        return _negative_unknown(np.array(places, dtype=np.int16)[lookup.whole(name)])
    return _TEXTS[column](lookup)


def ordered(keys: Keys, *, descending: bool, last: NDArray[np.bool_] | None = None) -> Order:
    """The stable permutation that sorts integers; the smallest number of their type is unknown and comes behind the
    others, and behind that those of `last`.

    Small ranges go through a radix sort of 16-bit numbers. Else key and place share one 64-bit integer, which sorts
    several times faster than a stable sort by keys; where both do not fit, the low bits of the key are left out and the
    few runs that this leaves unsorted are put right.
    """
    n = len(keys)
    if keys.itemsize <= 2 and last is None:
        return _radix(keys.astype(np.int16, copy=False), descending=descending)
    if not n:
        return np.arange(0)
    place, spread = _places(keys, descending=descending)
    if last is not None and spread >= _WIDEST:
        order = ordered(keys, descending=descending)
        behind = last[order]
        return np.concatenate((order[~behind], order[behind]))
    if last is not None:
        place += last * np.int64(spread + 2)
        spread = 2 * spread + 2
    if spread + 1 < 1 << 16:
        return np.argsort(place.astype(np.uint8 if spread + 1 < 1 << 8 else np.uint16), kind="stable")
    place_bits = n.bit_length()
    left_out = max(0, (spread + 1).bit_length() + place_bits - 63)
    packed = place >> left_out
    packed <<= place_bits
    packed |= np.arange(n)
    packed.sort()
    order = packed & ((1 << place_bits) - 1)
    return _put_right(order, place, packed >> place_bits) if left_out else order


def _places(keys: Keys, *, descending: bool) -> tuple[Order, int]:
    """Keys as whole numbers from 0 in the wanted order, and the largest of the known ones; unknown is one more."""
    unknown = np.iinfo(keys.dtype).min
    high = int(keys.max())
    if high == unknown:
        return np.zeros(len(keys), np.int64), 0
    wide = keys.astype(np.int64)
    if unknown != np.iinfo(np.int64).min:  # to the smallest number of all, by arithmetic: no guessing at masks
        wide += (keys == unknown) * np.int64(np.iinfo(np.int64).min - unknown)
    low = int((wide - 1).min()) + 1  # by one less the smallest number wraps around to the largest
    spread = high - low
    # All numbers are taken without their signs, so that what wraps around is large: unknown is cut down to its place.
    away = (np.int64(high) - wide if descending else wide - np.int64(low)).view(np.uint64)
    return np.minimum(away, np.uint64(spread + 1)).view(np.int64), spread


def _radix(keys: NDArray[np.int16], *, descending: bool) -> Order:
    """`ordered` for 16-bit keys, without leaving 16 bits; 8 where they are enough."""
    if not len(keys):
        return np.arange(0)
    smallest_first = keys.view(np.uint16) ^ np.uint16(1 << 15)  # unknown is 0
    last = np.uint16((1 << 16) - 1)
    place = last - smallest_first if descending else smallest_first - np.uint16(1)  # unknown is the last, by wrapping
    lowest = place.min()
    unknown = last - lowest
    place -= lowest
    if ((place < 255) | (place == unknown)).all():
        return np.argsort(np.minimum(place, np.uint16(255)).astype(np.uint8), kind="stable")
    return np.argsort(place, kind="stable")


def _put_right(order: Order, place: Order, rough: Order) -> Order:
    """Sort the runs that are equal in the rough key and not yet in the order of the full one."""
    full = place[order]
    wrong = np.flatnonzero((full[1:] < full[:-1]) & (rough[1:] == rough[:-1]))
    if len(wrong):
        groups = np.isin(rough, rough[wrong])
        at = np.flatnonzero(groups)
        order[at] = order[at][np.lexsort((order[at], full[at], rough[at]))]
    return order


def _asked_codes(lookup: FilterLookup) -> Keys:
    codes = asked_codes(lookup)
    return np.full(len(lookup), NONE, np.int16) if codes is None else codes.astype(np.int16)


def _negative_unknown(keys: Keys) -> Keys:
    """Negative numbers turned into the smallest number of the type."""
    return np.where(keys < 0, np.iinfo(keys.dtype).min, keys)


_TEXTS: Final[dict[SortColumn, Callable[[FilterLookup], Keys]]] = {
    SortColumn.NUMBER: lambda lookup: lookup.number_ranks,
    SortColumn.PROCESS: lambda lookup: ranked(lookup.process_ranks, lookup.queue.process),
    SortColumn.STEP: lambda lookup: ranked(lookup.step_ranks, lookup.codes("step"), first_known=1),
    SortColumn.QUEUE: lambda lookup: ranked(lookup.queue_ranks, lookup.codes("holder_queue"), first_known=1),
    SortColumn.HOLDER: lambda lookup: lookup.holder_keys,
    SortColumn.ASKED: lambda lookup: _negative_unknown(_asked_codes(lookup)),
}
