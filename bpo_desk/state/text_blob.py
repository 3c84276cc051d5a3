"""TextBlob: many texts as one run of bytes, letter case folded: search and order without a Python object a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

_FEW: Final = 2_000
"""Up to so many hits are looked up one by one; more are found by comparing whole columns of bytes."""


@dataclass(frozen=True, slots=True)
class TextBlob:
    """n texts in UTF-8, folded: text i is `data[offset[i]:offset[i + 1]]`, offset int64[n + 1]."""

    data: bytes
    offset: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offset) - 1

    @classmethod
    def of(cls, texts: Sequence[str]) -> TextBlob:
        """The texts of a list, in its order."""
        joined = "".join(texts)
        if joined.isascii():
            lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
            return cls(joined.lower().encode("ascii"), _ends(lengths))
        raw = [fold(text) for text in texts]
        return cls(b"".join(raw), _ends(np.fromiter(map(len, raw), dtype=np.int64, count=len(raw))))

    @classmethod
    def of_bytes(cls, data: bytes, offset: NDArray[np.int64]) -> TextBlob:
        """The same of texts that are one run of UTF-8 already."""
        if data.isascii():
            return cls(data.lower(), offset)
        bounds = offset.tolist()
        return cls.of([data[a:b].decode("utf-8") for a, b in pairwise(bounds)])

    def text(self, row: int) -> bytes:
        """One folded text."""
        return self.data[int(self.offset[row]) : int(self.offset[row + 1])]

    def contains(self, text: str) -> NDArray[np.bool_]:
        """bool[n]: which texts have this one in them, whatever the letter case."""
        out = np.zeros(len(self), dtype=bool)
        sought = fold(text)
        if not sought:
            out[:] = True
            return out
        hits = self._hits(sought)
        if len(hits):
            row = self._rows(hits)
            out[row[hits + len(sought) <= self.offset[row + 1]]] = True  # no hit reaches over into the next text
        return out

    def equals(self, text: str) -> NDArray[np.bool_]:
        """bool[n]: which texts are this one, whatever the letter case."""
        sought = fold(text)
        lengths = self.offset[1:] - self.offset[:-1]
        found = np.flatnonzero(lengths == len(sought))
        array = np.frombuffer(self.data, dtype=np.uint8)
        for place, byte in enumerate(sought):
            found = found[array[self.offset[found] + place] == byte]
        out = np.zeros(len(self), dtype=bool)
        out[found] = True
        return out

    def _hits(self, sought: bytes) -> NDArray[np.int64]:
        """Where the sought bytes begin, ascending."""
        few: list[int] = []
        at = self.data.find(sought)
        while at >= 0 and len(few) < _FEW:
            few.append(at)
            at = self.data.find(sought, at + 1)
        if at < 0:
            return np.array(few, dtype=np.int64)
        array = np.frombuffer(self.data, dtype=np.uint8)[at:]
        last = len(array) - len(sought) + 1
        matches = array[:last] == sought[0]
        if len(sought) > 1:
            matches &= array[1 : last + 1] == sought[1]
        found = np.flatnonzero(matches)
        for place in range(2, len(sought)):
            found = found[array[found + place] == sought[place]]
        return np.concatenate((np.array(few, dtype=np.int64), found + at))

    def _rows(self, hits: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each byte position."""
        width = int(self.offset[1])
        if width and int(self.offset[-1]) == width * len(self) and (np.diff(self.offset) == width).all():
            return hits // width
        return np.searchsorted(self.offset, hits, side="right") - 1

    def ranks(self) -> NDArray[np.int64]:
        """int64[n]: how many texts stand before each one in order (by folded code point); equal texts are equal.

        Sorts by eight bytes at a time and goes on only with the texts that are still equal.
        """
        rank = np.zeros(len(self), dtype=np.int64)
        active = np.arange(len(self))
        at = 0
        while len(active):
            order, same = _sorted_by(self._eight_bytes(active, at), rank[active])
            active = active[order]
            begins = np.flatnonzero(~same)
            sizes = np.append(begins[1:], len(active)) - begins
            base = rank[active]
            group = np.concatenate(([True], base[1:] != base[:-1]))
            group_begin = np.maximum.accumulate(np.where(group, np.arange(len(active)), 0))
            rank[active] = base + np.repeat(begins, sizes) - group_begin
            at += 8
            longer = self.offset[active + 1] - self.offset[active] > at
            active = active[(np.repeat(sizes, sizes) > 1) & longer]
        return rank

    def _eight_bytes(self, rows: NDArray[np.int64], at: int) -> NDArray[np.uint64]:
        """The bytes at..at+8 of each text as one big-endian number; zeros beyond its end."""
        array = np.frombuffer(self.data + b"\0", dtype=np.uint8)
        begin, end = self.offset[rows] + at, self.offset[rows + 1]
        key = np.zeros(len(rows), dtype=np.uint64)
        for place in range(8):
            where = begin + place
            key <<= np.uint64(8)
            key |= np.where(where < end, array[np.minimum(where, len(array) - 1)], 0).astype(np.uint64)
        return key


def fold(text: str) -> bytes:
    """The folded bytes of a text, as TextBlob holds them."""
    return text.casefold().encode("utf-8")


def _ends(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    offset = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offset[1:])
    return offset


def _sorted_by(key: NDArray[np.uint64], group: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The order by group, then key; and which entry in that order equals the one before."""
    order = np.argsort(key) if not group.any() else np.lexsort((key, group))
    key, group = key[order], group[order]
    same = np.zeros(len(order), dtype=bool)
    same[1:] = (key[1:] == key[:-1]) & (group[1:] == group[:-1])
    return order, same
