"""CaseRows: which events belong to which case, and the first and last event of a kind in each."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import WORK_KINDS, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN

Positions: TypeAlias = NDArray[np.signedinteger]
"""Positions of events, or rows of cases or items; NONE = there is none."""


Columns: TypeAlias = dict[str, NDArray[Any]]
"""Column name -> array, while a row of results is put together; the types of the layouts hold from `states` on."""

_TAKEN_AT_A_TIME: Final = 1 << 15
_BY_TWOS: Final = 1 << 17
"""More places than these are worth a table of pairs."""

_MOST: Final = np.int64(np.iinfo(np.int16).max)

Whole = TypeVar("Whole", np.int8, np.int16, np.int32, np.int64)


@dataclass(frozen=True, slots=True)
class CaseRows:
    """n events of m cases: `start` int64[m] first position of each case, `end` the position after its last one,
    `row` int64[n] the case row of each event (the width that indexes without being converted)."""

    start: Positions
    end: Positions
    row: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def of(cls, case: NDArray[np.int32]) -> CaseRows:
        """The rows of a sorted column of case keys."""
        changes = places_where(case[1:] != case[:-1]) + 1
        start = np.concatenate((np.zeros(min(len(case), 1), np.int64), changes))
        end = np.append(start[1:], len(case))[: len(start)]
        return cls(start, end, np.repeat(np.arange(len(start)), end - start))

    def last(self, positions: Positions) -> NDArray[np.int64]:
        """The last of the given ascending positions in each case, NONE where a case has none."""
        out = np.full(len(self), NONE, dtype=np.int64)
        out[self.row[positions]] = positions  # of equal indices the last assignment stays
        return out

    def first(self, positions: Positions) -> NDArray[np.int64]:
        """The first of the given ascending positions in each case, NONE where a case has none."""
        return self.last(positions[::-1])

    def count(self, positions: Positions) -> NDArray[np.int64]:
        """How many of the given positions each case has."""
        return np.bincount(self.row[positions], minlength=len(self))


def chosen(mask: NDArray[np.bool_], yes: NDArray[Whole] | Whole, no: NDArray[Whole] | Whole) -> NDArray[Whole]:
    """`np.where(mask, yes, no)` for whole numbers of one width, by arithmetic that wraps around: where a mask has no
    pattern, branches guessed wrong make `where`, `x[mask]` and `x[mask] = y` several times slower than this."""
    out = yes - no
    out *= mask
    out += no
    return out


def places_where(mask: NDArray[np.bool_]) -> Positions:
    """Where a mask holds, ascending."""
    return mask.nonzero()[0]


def first_places(mask: NDArray[np.bool_], most: int) -> list[int]:
    """Where a mask holds first, at most so many places."""
    found: list[int] = []
    start = 0
    while len(found) < most and start < len(mask):
        at = start + int(mask[start:].argmax())
        if not mask[at]:
            break
        found.append(at)
        start = at + 1
    return found


def taken(table: NDArray[np.bool_], places: NDArray[Any]) -> NDArray[np.bool_]:
    """`table.take(places)`, negative ones from its end: a part at a time, so that what numpy makes of narrow places
    stays in the processor's cache; places of one byte by twos."""
    out = np.empty(len(places), dtype=bool)
    if places.itemsize > 1 or len(places) < _BY_TWOS or not places.flags.c_contiguous or sys.byteorder != "little":
        _take(table, places, out)
        return out
    each = table.take(np.arange(1 << 8, dtype=np.uint8).view(places.dtype), mode="wrap")
    pairs = np.stack(np.broadcast_arrays(each, each[:, None]), axis=-1).reshape(-1)  # the first one changes fastest
    even = len(places) & ~1
    _take(pairs.view(np.uint16), places[:even].view(np.uint16), out[:even].view(np.uint16))
    out[even:] = each[places[even:].view(np.uint8)]
    return out


def _take(table: NDArray[Any], places: NDArray[Any], out: NDArray[Any]) -> None:
    for first in range(0, len(places), _TAKEN_AT_A_TIME):
        some = places[first : first + _TAKEN_AT_A_TIME]
        table.take(some, out=out[first : first + _TAKEN_AT_A_TIME], mode="wrap")


def at(column: NDArray[np.int64], positions: Positions) -> NDArray[np.int64]:
    """The times at the given positions, TIME_UNKNOWN where there is none."""
    out = column[positions]  # NONE reads the last one, put right below
    out[places_where(positions < 0)] = TIME_UNKNOWN
    return out


def codes_at(column: NDArray[np.int32], positions: Positions) -> NDArray[np.int32]:
    """The codes at the given positions, NONE where there is none."""
    out = column[positions]  # NONE reads the last one, put right below
    out[places_where(positions < 0)] = NONE
    return out


def work_mask(events: EventColumns) -> NDArray[np.bool_]:
    """Which events tell of work on a step (WORK_KINDS)."""
    mask: NDArray[np.bool_] = events.kind >= WORK_KINDS.start
    mask &= events.kind < WORK_KINDS.stop
    return mask


def due_of_tasks(events: EventColumns) -> Positions:
    """Positions of the events that say when an ad-hoc task is due, and nothing of the case (models/event.py)."""
    said = places_where(events.kind == np.int16(EventKind.DUE_CHANGED))
    found: Positions = said[places_where((events.ad_hoc[said] == 1) & (events.work_item[said] > 0))]
    return found


def grouping(rows: Positions, codes: Positions) -> Positions:
    """The stable permutation that sorts by row, then code; `rows` (from 0) must be sorted, codes are NONE or more.

    One integer holds row, code and place where 63 bits are enough: plain integers sort several times faster than keys.
    """
    place_bits = len(rows).bit_length()
    code_bits = (int(codes.max(initial=NONE)) + 1).bit_length()
    row_bits = int(rows[-1]).bit_length() if len(rows) else 0
    if place_bits + code_bits + row_bits > 63:
        return np.lexsort((codes, rows))
    key = rows.astype(np.int64)
    key <<= code_bits
    key += codes
    key += 1
    key <<= place_bits
    key += np.arange(len(rows))
    key.sort()
    key &= (1 << place_bits) - 1
    return key


def first_of_each(rows: Positions, codes: Positions) -> NDArray[np.bool_]:
    """True for the first entry of each pair (row, code), in the order given; `rows` must be sorted."""
    keep = np.ones(len(rows), dtype=bool)
    alone = np.ones(len(rows), dtype=bool)
    same = rows[1:] == rows[:-1]
    alone[1:] &= ~same
    alone[:-1] &= ~same
    shared = places_where(~alone)
    if len(shared):
        order = shared[grouping(rows[shared], codes[shared])]
        repeated = (rows[order[1:]] == rows[order[:-1]]) & (codes[order[1:]] == codes[order[:-1]])
        keep[order[1:][repeated]] = False
    return keep


def offsets(rows: Positions, cases: int) -> NDArray[np.int64]:
    """int64[cases + 1]: where the members of each case begin in a flat column sorted by case row."""
    out = np.zeros(cases + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=cases), out=out[1:])
    return out


def narrow(counts: NDArray[np.int64]) -> NDArray[np.int16]:
    """Counts as int16; a count beyond its range stays at the largest one."""
    return np.minimum(counts, _MOST).astype(np.int16)
