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
Order = NDArray[np.int32]
Rows = slice | NDArray[np.integer]

_BLOCK: Final = 1 << 15
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


def ordered(
    keys: Keys, *, descending: bool, within: NDArray[np.integer] | None = None, last: NDArray[np.bool_] | None = None
) -> Order:
    """int32: the stable permutation that sorts numbers, or those of the rows `within` in their order: unknown ones come
    behind the others, and behind that those of `last` (bool a row).

    Where key and place do not fit into 64 bits, the low bits of the key are left out and the few runs that this leaves
    unsorted are put right.
    """
    many = keys.many if within is None else len(within)
    packing = _Packing.of(keys, many, descending=descending, halves=1 if last is None else 2)
    packed = packing.packed(within, last)
    if _climbs(packed):
        return np.arange(many, dtype=np.int32)
    if _climbs(packed[::-1]):  # the places climb: no two keys are the same
        return np.arange(many - 1, -1, -1, dtype=np.int32)
    packed.sort()
    order = _places(packed, packing.place_bits)
    if packing.left_out:
        _put_right(order, packed, packing, within)
    return order


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


def _places(packed: NDArray[Any], place_bits: int) -> Order:
    """The places in packed integers, which are used up where they are as wide."""
    mask = packed.dtype.type((1 << place_bits) - 1)
    if packed.itemsize == 4:
        packed &= mask
        return packed.view(np.int32)
    order = np.empty(len(packed), np.int32)
    for part in _parts(len(packed)):
        np.bitwise_and(packed[part], mask, out=order[part], casting="unsafe")
    return order


def _put_right(order: Order, packed: NDArray[np.uint64], packing: _Packing, within: NDArray[np.integer] | None) -> None:
    """Sort the runs that are equal in what of the keys was packed by the whole of them."""
    rough = packed >> np.uint64(packing.place_bits)
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
