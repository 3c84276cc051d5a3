"""TextBlob: many texts as one run of bytes, letter case folded: search and order without a Python object a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BLOCK_BITS: Final = 4
_LETTERS: Final = b"abcdefghijklmnopqrstuvwxyz0123456789"
_LETTER_BITS: Final = np.zeros(256, dtype=np.uint64)
_LETTER_BITS[np.frombuffer(_LETTERS, dtype=np.uint8)] = np.uint64(1) << np.arange(len(_LETTERS), dtype=np.uint64)
_AT_A_TIME: Final = 1 << 20
_SEARCHED_AT_A_TIME: Final = 1 << 18
"""Bytes whose hits, also where every text has one, stay in the processor's cache."""


class TextBlob:
    """n texts in UTF-8, folded: text i is `data[offset[i]:offset[i + 1]]`, offset int64[n + 1]."""

    def __init__(self, data: bytes, offset: NDArray[np.int64]) -> None:
        self.data = data
        self.offset = offset

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

    @cached_property
    def letters(self) -> NDArray[np.uint64]:
        """One bit a letter or digit (_LETTERS) that each text has in it."""
        out = np.zeros(len(self), dtype=np.uint64)
        array = np.frombuffer(self.data, dtype=np.uint8)
        rows = np.flatnonzero(np.diff(self.offset))  # reduceat cannot tell an empty text
        for first in range(0, len(rows), _AT_A_TIME >> 4):
            some = rows[first : first + (_AT_A_TIME >> 4)]
            begin, end = self.offset[some[0]], self.offset[some[-1] + 1]
            bits = _LETTER_BITS[array[begin:end]]
            out[some] = np.bitwise_or.reduceat(bits, self.offset[some] - begin)
        return out

    @cached_property
    def byte_counts(self) -> NDArray[np.int64]:
        """How often each byte is in the data."""
        array = np.frombuffer(self.data, dtype=np.uint8)
        out = np.zeros(256, dtype=np.int64)
        for first in range(0, len(array), _AT_A_TIME):
            out += np.bincount(array[first : first + _AT_A_TIME], minlength=256)
        return out

    @cached_property
    def row_of_block(self) -> NDArray[np.int32]:
        """The row that the first byte of every block of 16 bytes belongs to."""
        begins = np.arange(0, len(self.data), 1 << _BLOCK_BITS)
        rows: NDArray[np.int64] = np.searchsorted(self.offset, begins, side="right") - 1
        return rows.astype(np.int32)

    def prepare(self) -> None:
        """Make the tables of the search now."""
        _ = (self.letters, self.byte_counts, self.row_of_block)

    def contains(self, text: str) -> NDArray[np.bool_]:
        """bool[n]: which texts have this one in them, whatever the letter case."""
        sought = fold(text)
        if not sought:
            return np.ones(len(self), dtype=bool)
        if len(sought) == 1 and sought in _LETTERS:
            found: NDArray[np.bool_] = (self.letters & _LETTER_BITS[sought[0]]) != 0
            return found
        out = np.zeros(len(self), dtype=bool)
        counts = self.byte_counts[np.frombuffer(sought, dtype=np.uint8)]
        if counts.min() and len(sought) <= len(self.data):
            rarest_first = np.argsort(counts, kind="stable").tolist()
            for first in range(0, len(self.data) - len(sought) + 1, _SEARCHED_AT_A_TIME):
                hits = self._hits(sought, rarest_first, first)
                if len(hits):
                    out[self._rows(hits, len(sought))] = True
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

    def _hits(self, sought: bytes, order: list[int], first: int) -> NDArray[np.int64]:
        """Where the sought bytes begin from `first` on, ascending, as far as is searched at a time. `order`: the places
        of the sought bytes, the rarest first: the first two are looked for everywhere, the others where these are."""
        array = np.frombuffer(self.data, dtype=np.uint8)
        end = min(first + _SEARCHED_AT_A_TIME, len(self.data) - len(sought) + 1)
        same = array[first + order[0] : end + order[0]] == sought[order[0]]
        if len(order) > 1:
            same &= array[first + order[1] : end + order[1]] == sought[order[1]]
        hits = np.flatnonzero(same)
        for place in order[2:]:
            if not len(hits):
                break
            same = array[first + place : end + place][hits] == sought[place]
            if not same.all():
                hits = hits[same]
        hits += first
        return hits

    def _rows(self, hits: NDArray[np.int64], length: int) -> NDArray[np.int32]:
        """The rows of hits of so many bytes; without the hits that reach over into the next text."""
        row = self.row_of_block[hits >> _BLOCK_BITS]
        ends = self.offset[1:]
        end = ends[row]
        while (behind := end <= hits).any():  # the row begins within the block: hardly ever more than two steps
            row += behind
            end = ends[row]
        inside = end - hits >= length
        rows: NDArray[np.int32] = row if inside.all() else row[inside]
        return rows

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
