"""TextBlob: many texts as one run of bytes, letter case folded: search and order without a Python object a text.

How bytes are found in it is in byte_scan.py; which rows of a queue a filter keeps, in filter_mask.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.state.byte_scan import BLOCK_BITS, blocks_with, goes_on_at, have_at, sample_of, usual_place
from bpo_desk.state.case_rows import places_where

_LETTERS: Final = b"abcdefghijklmnopqrstuvwxyz0123456789"
_LETTER_BITS: Final = np.zeros(256, dtype=np.uint64)
_LETTER_BITS[np.frombuffer(_LETTERS, dtype=np.uint8)] = np.uint64(1) << np.arange(len(_LETTERS), dtype=np.uint64)
_ROWS_AT_A_TIME: Final = 1 << 15
_TESTED_AT_A_TIME: Final = 1 << 14
_NO_PAIR: Final = 100
_PAIR_BITS: Final = np.zeros((101, 2), dtype=np.uint64)
_PAIR_BITS[np.arange(100), np.arange(100) // 64] = np.uint64(1) << (np.arange(100) % 64).astype(np.uint64)
_PAIR: Final = re.compile(rb"(?=([0-9]{2}))")
_REMEMBERED: Final = 2
"""Answers (a byte a text each) that are kept: of the word that is being typed."""
_FEW: Final = 0.125
"""Looking through this share of the texts by themselves costs as much as looking through all of them."""


class TextBlob:
    """n texts in UTF-8, folded, each in blocks of its own (see byte_scan.BLOCK) that are filled up with zeros: text i
    is `data[begin[i]:begin[i] + length[i]]`; begin int64[n + 1], length int32[n], in bytes."""

    def __init__(self, data: bytes, lengths: NDArray[np.int64], begin: NDArray[np.int64] | None = None) -> None:
        """Of texts that are folded already: where each begins in the data; without it they follow each other without
        anything in between."""
        self.length = lengths.astype(np.int32)
        self.begin = _ends((lengths >> BLOCK_BITS) + 1) << BLOCK_BITS
        self.data = np.zeros(int(self.begin[-1]), dtype=np.uint8)
        self._remembered: dict[bytes, NDArray[np.bool_]] = {}
        self._at_place: tuple[bytes, tuple[int, int], NDArray[np.bool_]] | None = None
        source = np.frombuffer(data, dtype=np.uint8)
        at = _ends(lengths)[:-1] if begin is None else begin
        for first in range(0, len(self), _ROWS_AT_A_TIME):
            some = slice(first, first + _ROWS_AT_A_TIME)
            within = np.arange(int(lengths[some].sum()))
            within -= np.repeat(_ends(lengths[some])[:-1], lengths[some])
            to = np.repeat(self.begin[:-1][some], lengths[some])
            to += within
            within += np.repeat(at[some], lengths[some])
            self.data[to] = source[within]

    def __len__(self) -> int:
        return len(self.length)

    @classmethod
    def of(cls, texts: Sequence[str]) -> TextBlob:
        """The texts of a list, in its order."""
        joined = "".join(texts)
        if joined.isascii():
            return cls(joined.lower().encode("ascii"), np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)))
        raw = [fold(text) for text in texts]
        return cls(b"".join(raw), np.fromiter(map(len, raw), dtype=np.int64, count=len(raw)))

    @classmethod
    def of_bytes(cls, data: bytes, begin: NDArray[np.int64], lengths: NDArray[np.int64]) -> TextBlob:
        """The same of texts that lie in one run of UTF-8 already: text i is `data[begin[i]:begin[i] + lengths[i]]`."""
        if data.isascii():
            return cls(data.lower(), lengths, begin)
        folded, sizes = bytearray(), np.empty(len(lengths), dtype=np.int64)
        for first in range(0, len(lengths), _ROWS_AT_A_TIME):
            some = slice(first, first + _ROWS_AT_A_TIME)
            spans = zip(begin[some].tolist(), (begin[some] + lengths[some]).tolist(), strict=True)
            raw = [fold(data[start:end].decode("utf-8")) for start, end in spans]
            sizes[some] = np.fromiter(map(len, raw), dtype=np.int64, count=len(raw))
            folded += b"".join(raw)
        return cls(bytes(folded), sizes)

    def text(self, row: int) -> bytes:
        """One folded text."""
        begin = int(self.begin[row])
        return self.data[begin : begin + int(self.length[row])].tobytes()

    @cached_property
    def letters(self) -> NDArray[np.uint64]:
        """One bit a letter or digit (_LETTERS) that each text has in it."""
        out = np.zeros(len(self), dtype=np.uint64)
        for first in range(0, len(self), _ROWS_AT_A_TIME):
            begin = self.begin[first : first + _ROWS_AT_A_TIME + 1]
            bits = _LETTER_BITS[self.data[begin[0] : begin[-1]]]
            out[first : first + _ROWS_AT_A_TIME] = np.bitwise_or.reduceat(bits, begin[:-1] - begin[0])
        return out

    @cached_property
    def digit_pairs(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """One bit for each of 00 .. 63 and of 64 .. 99 that a text has as two neighbouring digits: 16 bytes a text."""
        low, high = np.zeros(len(self), dtype=np.uint64), np.zeros(len(self), dtype=np.uint64)
        for first in range(0, len(self), _ROWS_AT_A_TIME):
            begin = self.begin[first : first + _ROWS_AT_A_TIME + 1]
            digits = self.data[begin[0] : begin[-1]] - np.uint8(ord("0"))  # all else wraps around to ten or more
            pair = digits.copy()
            pair[:-1] *= np.uint8(10)
            pair[:-1] += digits[1:]
            is_pair = digits < 10
            is_pair[:-1] &= digits[1:] < 10
            is_pair[-1] = False
            pair[~is_pair] = _NO_PAIR
            for out, column in ((low, 0), (high, 1)):
                out[first : first + _ROWS_AT_A_TIME] = np.bitwise_or.reduceat(
                    _PAIR_BITS[pair, column], begin[:-1] - begin[0]
                )
        return low, high

    @cached_property
    def byte_counts(self) -> NDArray[np.int64]:
        """How often each byte is in the data."""
        out = np.zeros(256, dtype=np.int64)
        for first in range(0, len(self.data), _ROWS_AT_A_TIME << BLOCK_BITS):
            out += np.bincount(self.data[first : first + (_ROWS_AT_A_TIME << BLOCK_BITS)], minlength=256)
        return out

    @cached_property
    def row_of_block(self) -> NDArray[np.int32]:
        """The row that every block belongs to."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.begin) >> BLOCK_BITS)

    def prepare(self, *, numbers: bool = False) -> None:
        """Make the tables of the search now; those of digits too where the texts are numbers."""
        _ = (self.letters, self.byte_counts, self.row_of_block, numbers and self.digit_pairs)

    def contains(self, text: str) -> NDArray[np.bool_]:
        """bool[n]: which texts have this one in them, whatever the letter case. The caller may change the answer.

        The last answers are remembered: a longer text is looked for only where the shorter one was found.
        """
        sought = fold(text)
        if not sought:
            return np.ones(len(self), dtype=bool)
        if len(sought) == 1 and sought in _LETTERS:
            return _have_all(self.letters, _LETTER_BITS[sought[0]])
        if 0 in sought:  # zeros fill the blocks up
            return np.fromiter((sought in self.text(row) for row in range(len(self))), dtype=bool, count=len(self))
        if not self.byte_counts[np.frombuffer(sought, dtype=np.uint8)].all():
            return np.zeros(len(self), dtype=bool)
        before = self._remembered
        out = before[sought] if sought in before else self._found(sought)
        others = [(other, kept) for other, kept in before.items() if other != sought]
        self._remembered = dict([*others[1 - _REMEMBERED :], (sought, out)])
        return out.copy()

    def forget(self) -> None:
        """Drop what was remembered, as if nothing had been looked for yet."""
        self._remembered = {}
        self._at_place = None

    def equals(self, text: str) -> NDArray[np.bool_]:
        """bool[n]: which texts are this one, whatever the letter case."""
        sought = fold(text)
        found = places_where(self.length == len(sought))
        for place, byte in enumerate(sought):
            found = found[places_where(self.data[self.begin[found] + place] == byte)]
        out = np.zeros(len(self), dtype=bool)
        out[found] = True
        return out

    def _found(self, sought: bytes) -> NDArray[np.bool_]:
        """`contains`, looked for: first in the texts that have all letters, where most of them have it; then in those
        that are left."""
        open_rows = self._worth_a_look(sought)
        if open_rows is not None and len(sought) == 2 and sought.isdigit() and "digit_pairs" in self.__dict__:
            return open_rows  # to have the pair is to have the text
        out = np.zeros(len(self), dtype=bool)
        sample = sample_of(len(self))
        place = usual_place([self.text(row) for row in sample], sought)
        if place is not None:
            out = self._have_at(sought, place)
            open_rows = ~out if open_rows is None else open_rows & ~out
        rows = None if open_rows is None else places_where(open_rows)
        order = np.argsort(self.byte_counts[np.frombuffer(sought, dtype=np.uint8)], kind="stable").tolist()
        if rows is None or len(rows) > _FEW * len(self):
            out[self.row_of_block[places_where(blocks_with(self.data, sought, order))]] = True
        elif len(rows):
            data, row_of_block = self._blocks_of(rows)
            out[row_of_block[places_where(blocks_with(data, sought, order))]] = True
        return out

    def _have_at(self, sought: bytes, place: tuple[int, int]) -> NDArray[np.bool_]:
        """Texts that have the sought bytes at this place. While somebody types, only the new byte is compared."""
        before, here = self._at_place, (self.data, self.begin[:-1], self.length, sought, place)
        found = (
            goes_on_at(*here, before[2])
            if before is not None and before[0] == sought[:-1] and before[1] == place
            else have_at(*here)
        )
        self._at_place = sought, place, found
        return found.copy()

    def _worth_a_look(self, sought: bytes) -> NDArray[np.bool_] | None:
        """Texts that may have the sought bytes: that have all of its letters, and had what was looked for before and is
        part of it. None: all of them."""
        shorter = [kept for part, kept in self._remembered.items() if part in sought]
        fewest = min(shorter, key=np.count_nonzero, default=None)
        tests = [(self.letters, np.bitwise_or.reduce(_LETTER_BITS[np.frombuffer(sought, dtype=np.uint8)]))]
        if "digit_pairs" in self.__dict__:
            pairs = [int(pair) for pair in _PAIR.findall(sought)]
            needs = np.bitwise_or.reduce(_PAIR_BITS[pairs], axis=0) if pairs else np.zeros(2, np.uint64)
            tests += [(bits, need) for bits, need in zip(self.digit_pairs, needs, strict=True) if need]
        told = tests[1:] if len(tests) > 1 and sought.isdigit() else self._telling(tests)
        for bits, need in told:
            having = _have_all(bits, need)
            fewest = having if fewest is None else having & fewest
        return fewest

    def _telling(self, tests: list[tuple[NDArray[np.uint64], np.uint64]]) -> list[tuple[NDArray[np.uint64], np.uint64]]:
        """Those of the tests that few texts pass, by a sample."""
        step = max(len(self) >> 10, 1)
        return [
            (bits, need)
            for bits, need in tests
            if np.count_nonzero((bits[::step] & need) == need) < _FEW * len(bits[::step])
        ]

    def _blocks_of(self, rows: NDArray[np.integer]) -> tuple[NDArray[np.uint8], NDArray[np.integer]]:
        """The blocks of some rows as data of their own, and the row of each."""
        first = self.begin[rows] >> BLOCK_BITS
        count = (self.begin[rows + 1] >> BLOCK_BITS) - first
        ends = np.cumsum(count)
        block = np.repeat(first - ends + count, count)
        block += np.arange(len(block))
        data = self.data.view(np.complex128)[block].view(np.uint8)  # a type of 16 bytes: a block is copied at once
        return data, np.repeat(rows, count)

    def ranks(self) -> NDArray[np.int64]:
        """int64[n]: how many texts stand before each one in order (by folded code point); equal texts are equal.

        Sorts by eight bytes at a time and goes on only with the texts that are still equal.
        """
        words = self.data.view(">u8")
        rank = np.zeros(len(self), dtype=np.int64)
        active = np.arange(len(self))
        at = 0
        while len(active):
            eight = words[(self.begin[active] + at) >> 3].astype(np.uint64)
            order, same = _sorted_by(eight, rank[active])
            active = active[order]
            begins = np.flatnonzero(~same)
            sizes = np.append(begins[1:], len(active)) - begins
            base = rank[active]
            group = np.concatenate(([True], base[1:] != base[:-1]))
            group_begin = np.maximum.accumulate(np.where(group, np.arange(len(active)), 0))
            rank[active] = base + np.repeat(begins, sizes) - group_begin
            at += 8
            longer = self.length[active] > at
            active = active[(np.repeat(sizes, sizes) > 1) & longer]
        return rank


def fold(text: str) -> bytes:
    """The folded bytes of a text, as TextBlob holds them."""
    return text.casefold().encode("utf-8")


def _have_all(bits: NDArray[np.uint64], need: np.uint64) -> NDArray[np.bool_]:
    """bool[n]: whether all needed bits are set; in pieces that stay in the processor's cache."""
    out = np.empty(len(bits), dtype=bool)
    kept = np.empty(_TESTED_AT_A_TIME, dtype=np.uint64)
    for first in range(0, len(bits), _TESTED_AT_A_TIME):
        some = bits[first : first + _TESTED_AT_A_TIME]
        np.bitwise_and(some, need, out=kept[: len(some)])
        np.equal(kept[: len(some)], need, out=out[first : first + _TESTED_AT_A_TIME])
    return out


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
