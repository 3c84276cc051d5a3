"""The stable order of whole numbers: key and place share one unsigned integer, and plain integers sort fastest.

All is done a block at a time, so that what is between the columns and the packed integers stays in the processor's
cache. Which numbers the columns of a queue are sorted by is in sort_order.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[Any]  # of whole numbers with signs, of any width
Places = NDArray[np.int32]
Rows = slice | NDArray[np.integer]

_BLOCK: Final = 1 << 15
_FIRST: Final = 1 << 15
"""Rows that are sorted before the others: some hundred pages, and as many as a filter looks at in one go."""
_NARROW, _WIDE = 32, 64
_DENSE: Final = 1 << 16
"""Tables of so many entries are worth having their numbers counted through."""


@dataclass(frozen=True, slots=True)
class Keys:
    """One whole number for each of `many` rows, smaller is earlier, made for some rows at a time; the smallest number
    of its type is unknown. `low` and `high` are bounds of the known ones (high < low: none is known)."""

    many: int
    of: Callable[[Rows], Whole]
    low: int
    high: int

    @classmethod
    def of_column(cls, column: Whole) -> Keys:
        """Those of a column."""
        return cls(len(column), column.__getitem__, *known_range(column))

    @classmethod
    def made(cls, many: int, of: Callable[[Rows], Whole]) -> Keys:
        """Those that have to be computed."""
        ranges = [known_range(of(part)) for part in _parts(many)]
        known = [(low, high) for low, high in ranges if low <= high]
        low, high = min((low for low, _high in known), default=0), max((high for _low, high in known), default=-1)
        return cls(many, of, low, high)

    @classmethod
    def of_table(cls, table: Whole, codes: Whole, first: int = 0) -> Keys:
        """The entries of a table for codes; its first one is for the code `first`, its last one for all codes that it
        has no place for. Few of them are counted through: the smaller the numbers, the faster they sort."""
        if len(table) <= _DENSE:
            unknown = np.iinfo(table.dtype).min
            known, table = np.unique(table, return_inverse=True)
            table = table.astype(np.int32) - np.int32(known[0] == unknown)
            table[table < 0] = np.iinfo(np.int32).min
        if not first:
            return cls(len(codes), lambda rows: table[codes[rows]], *known_range(table))
        last, unsigned = len(table) - 1, np.dtype(f"u{codes.dtype.itemsize}")

        def of(rows: Rows) -> Whole:
            away = (codes[rows] - codes.dtype.type(first)).view(unsigned)  # NONE wraps around
            entries: Whole = table[np.minimum(away, unsigned.type(last))]
            return entries

        return cls(len(codes), of, *known_range(table))


def known_range(keys: Whole) -> tuple[int, int]:
    """The smallest and the largest of the known numbers; (0, -1) where there is none."""
    unknown = np.iinfo(keys.dtype).min
    low, high = int(keys.min(initial=np.iinfo(keys.dtype).max)), int(keys.max(initial=unknown))
    if high == unknown:
        return 0, -1
    if low == unknown:  # by one less it wraps around to the largest
        low = min(int((keys[part] - keys.dtype.type(1)).min()) for part in _parts(len(keys))) + 1
    return low, high


class Order:
    """Rows in order: the first ones are known at once, all of them when they are asked for, in any thread."""

    def __init__(self, whole: NDArray[np.integer] | None, begun: _Begun | None = None) -> None:
        self._whole: Any = whole
        self._begun = begun
        self._many = len(whole) if whole is not None else 0 if begun is None else len(begun.packed)

    def __len__(self) -> int:
        return self._many

    @property
    def is_whole(self) -> bool:
        """Whether all rows are known."""
        return self._whole is not None

    def up_to(self, end: int) -> Places:
        """The rows up to a place of the order, or more of them."""
        begun = self._begun
        return begun.first if begun is not None and end <= len(begun.first) else self.whole()

    def whole(self) -> Places:
        """All rows. Two threads that ask at once both find them, and the same."""
        begun = self._begun
        if begun is not None:
            self._whole = begun.whole()
            self._begun = None
        whole: Places = self._whole
        return whole


def ordered(
    keys: Keys, *, descending: bool, within: NDArray[np.integer] | None = None, last: NDArray[np.bool_] | None = None
) -> Order:
    """The rows, or those `within` in their order, stably sorted by their numbers: unknown ones come behind the others,
    and behind that those of `last` (bool a row).

    Where key and place do not fit into 64 bits, the low bits of the key are left out and the few runs that this leaves
    unsorted are put right. Of many rows the first ones are sorted, which takes a tenth of the time; the others when
    they are asked for.
    """
    many = keys.many if within is None else len(within)
    packing = _Packing.of(keys, many, descending=descending, halves=1 if last is None else 2)
    packed = packing.packed(within, last)
    if not packing.left_out and _climbs(packed):
        return Order(_rows_at(np.arange(many, dtype=np.int32), within))
    if not packing.left_out and _climbs(packed[::-1]):  # the places climb: no two keys are the same
        return Order(_rows_at(np.arange(many - 1, -1, -1, dtype=np.int32), within))
    sorts_first = min(_FIRST, many)
    if sorts_first < many:
        packed.partition(sorts_first - 1)
    packed[:sorts_first].sort()
    begun = _Begun(packing, packed, sorts_first, within)
    return Order(begun.first if sorts_first == many else None, None if sorts_first == many else begun)


class _Begun:
    """Packed integers of which so many are the smallest, sorted; the others are not. Nothing is changed in them."""

    def __init__(
        self, packing: _Packing, packed: NDArray[Any], sorted_first: int, within: NDArray[np.integer] | None
    ) -> None:
        self.packed = packed
        self._packing, self._sorted, self._within = packing, sorted_first, within
        first = packed[:sorted_first]
        if packing.left_out and sorted_first < len(packed):  # the run that the last one is of may go on
            first = first[: np.searchsorted(first, first[-1] >> packing.place_bits << packing.place_bits)]
        self.first = self._rows(first.copy())

    def whole(self) -> Places:
        """All rows."""
        packed = self.packed.copy()
        packed[self._sorted :].sort()
        return self._rows(packed)

    def _rows(self, packed: NDArray[Any]) -> Places:
        """The rows of sorted integers, which are used up."""
        packing, within = self._packing, self._within
        rough = packed >> packing.place_bits if packing.left_out else packed
        order = _places(packed, packing.place_bits)
        if packing.left_out:
            _put_right(order, rough, packing, within)
        return _rows_at(order, within)


def _rows_at(order: Places, within: NDArray[np.integer] | None) -> Places:
    return order if within is None else within[order].astype(np.int32, copy=False)


@dataclass(frozen=True, slots=True)
class _Packing:
    """How keys become unsigned integers of `bits`: the distance from the first one without its lowest `left_out` bits,
    `unknown` for what is unknown, above `place_bits` for the place."""

    keys: Keys
    many: int
    descending: bool
    unknown: int
    left_out: int
    place_bits: int
    bits: int

    @classmethod
    def of(cls, keys: Keys, many: int, *, descending: bool, halves: int) -> _Packing:
        """The packing of so many rows, in one half or in two, one behind the other."""
        spread, place_bits, left_out = max(keys.high - keys.low, -1), (max(many, 2) - 1).bit_length(), 0
        while (halves * ((spread >> left_out) + 2) - 1).bit_length() + place_bits > _WIDE:
            left_out += 1
        unknown = (spread >> left_out) + 1
        bits = _NARROW if (halves * (unknown + 1) - 1).bit_length() + place_bits <= _NARROW else _WIDE
        return cls(keys, many, descending, unknown, left_out, place_bits, bits)

    def packed(self, within: NDArray[np.integer] | None, last: NDArray[np.bool_] | None) -> NDArray[Any]:
        """The integers, by place."""
        of = self.keys.of
        found = np.empty(self.many, np.dtype(f"u{self.bits // 8}"))
        places = np.arange(min(self.many, _BLOCK), dtype=found.dtype)
        work = np.empty(len(places), np.int64)
        for part in _parts(self.many):
            rows = part if within is None else within[part]
            away = self._away(of(rows), work)
            if last is not None:
                away += last[rows] * away.dtype.type(self.unknown + 1)
            away <<= away.dtype.type(self.place_bits)
            np.bitwise_or(away, places[: len(away)], out=found[part], casting="unsafe")
            places += places.dtype.type(_BLOCK)
        return found

    def _away(self, keys: Whole, work: NDArray[np.int64]) -> NDArray[Any]:
        """How far some keys are from the first one. All numbers are taken without their signs, so that what wraps
        around is large: unknown is cut down to its place."""
        width = 4 if self.bits == _NARROW and keys.itemsize <= 4 else 8
        signed: NDArray[Any] = work.view(f"i{width}")[: len(keys)]
        if self.descending:
            np.subtract(signed.dtype.type(self.keys.high), keys, out=signed, dtype=signed.dtype)
        else:
            np.subtract(keys, signed.dtype.type(self.keys.low), out=signed, dtype=signed.dtype)
        away: NDArray[Any] = signed.view(f"u{width}")
        if self.left_out:
            away |= (keys == np.iinfo(keys.dtype).min) * np.uint64(np.iinfo(np.uint64).max)
            away >>= np.uint64(self.left_out)
        np.minimum(away, away.dtype.type(self.unknown), out=away)
        return away


def _parts(many: int) -> list[slice]:
    return [slice(first, min(first + _BLOCK, many)) for first in range(0, many, _BLOCK)]


def _climbs(packed: NDArray[Any]) -> bool:
    """Whether each integer is larger than the one before; as a rule the first block says no."""
    return all(
        bool(
            (
                packed[part.start + 1 : part.stop + 1] > packed[part.start : part.stop][: len(packed) - part.start - 1]
            ).all()
        )
        for part in _parts(len(packed))
    )


def _places(packed: NDArray[Any], place_bits: int) -> Places:
    """The places in packed integers, which are used up where they are as wide."""
    mask = packed.dtype.type((1 << place_bits) - 1)
    if packed.itemsize == 4:
        packed &= mask
        return packed.view(np.int32)
    order = np.empty(len(packed), np.int32)
    for part in _parts(len(packed)):
        np.bitwise_and(packed[part], mask, out=order[part], casting="unsafe")
    return order


def _put_right(order: Places, rough: NDArray[Any], packing: _Packing, within: NDArray[np.integer] | None) -> None:
    """Sort the runs that are equal in what of the keys was packed by the whole of them."""
    same = rough[1:] == rough[:-1]
    several = np.zeros(len(order), dtype=bool)
    several[1:] = same
    several[:-1] |= same
    several &= rough % np.uint64(packing.unknown + 1) != packing.unknown
    at = several.nonzero()[0]
    if len(at):
        places = order[at]
        full = packing.keys.of(places if within is None else within[places])
        order[at] = places[np.lexsort((places, ~full if packing.descending else full, rough[at]))]
