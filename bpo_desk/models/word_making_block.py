"""From texts in a run of UTF-8 to a WordGrid, a part at a time. When that is better than a TextGrid: `as_words`.

A piece begins where a text does and where a run of letters (or bytes beyond ASCII) or of digits begins; long runs are
cut. Any way to cut would do: searches look across the borders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.grid_block import fold
from bpo_desk.models.grid_making_block import ENOUGH, FEW, Numbers, by_band, grid_of_run
from bpo_desk.models.ids import NONE
from bpo_desk.models.word_grid_block import Pieces, Run, WordBand, WordGrid

MOST: Final = 1 << 16  # codes of two bytes
_SHORT: Final = 16  # bytes of the longest piece: two numbers
_CUT: Final = 12  # so many bytes of a longer run, and what is left of the letter there
_DIGITS: Final = 4
_PART: Final = 1 << 20  # bytes in work at a time
_LEAST: Final = 1 << 15  # texts; fewer are looked through in no time as they are
_SAMPLE: Final = 1 << 14
_WORTH: Final = 0.8
"""Words are taken where they need at most so much of what a TextGrid needs."""
_OWN: Final = 0.25
"""Of the pieces of a sample so many may be different ones; else the texts are not made of words."""
_RARE: Final = 3  # letters of what the words are cut into for which no code is left
_SPELLED: Final = 1 << 14  # codes for these, at most
_MOST_DIFFERENT: Final = 1 << 19

Words = NDArray[np.uint64]
Ids = NDArray[np.int32]
Codes = NDArray[np.unsignedinteger]
_DIGIT: Final = np.uint8(3)
_KINDS: Final = bytes(
    3 if 48 <= byte < 58 else int(byte > 127 or 65 <= byte < 91 or 97 <= byte < 123) for byte in range(256)
)
"""Of each byte: 1 in letters, 3 a digit, 0 what parts them."""
_KEPT: Final = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)


@dataclass(frozen=True, slots=True)
class Coded:
    """n texts in the order of a WordGrid: `order` says which of them stands where, ascending between `runs`."""

    order: NDArray[np.int32]
    runs: NDArray[np.int64]
    grid: WordGrid


def as_words(data: bytes | bytearray, begin: Numbers, length: Numbers) -> Coded | None:
    """The texts `data[begin[i]:begin[i] + length[i]]` as codes of their pieces; None where a TextGrid is smaller or
    they are not made of words."""
    if len(begin) < _LEAST:
        return None
    some = np.linspace(0, len(begin) - 1, _SAMPLE).astype(np.int64)
    known = _Known()
    pieces = sum(len(ids) for ids, _many in _cut(data, begin[some], length[some], known))
    if known.many > _OWN * pieces:
        return None
    share = _SAMPLE / len(begin)  # so that the bands of the sample are those of all
    grid = grid_of_run(data, begin[some], length[some], int(FEW * share), int(ENOUGH * share))
    in_bands = sum(band.columns.nbytes + band.big.nbytes for band in grid.bands)
    if 2 * pieces > _WORTH * (in_bands + sum(map(len, grid.few_folded))):
        return None
    return words_of_run(data, begin, length)


def words_of_run(
    data: bytes | bytearray, begin: Numbers, length: Numbers, few: int = FEW, most: int = MOST
) -> Coded | None:
    """The same whatever it takes; None where there are more different pieces than codes. Fewer than `few` texts of like
    numbers of pieces stand one by one."""
    known = _Known()
    all_ids: list[Codes] = []
    sizes = np.zeros(len(begin), np.int32)
    first = 0
    for ids, many in _cut(data, begin, length, known):
        if known.many > _MOST_DIFFERENT:
            return None
        all_ids.append(ids.astype(np.uint16 if known.many < MOST else np.uint32))
        sizes[first : first + len(many)] = many
        first += len(many)
    spelled = _spelled(known.texts(), all_ids, most)
    del known
    if spelled is None:
        return None
    pieces, codes_of, longer = spelled
    flat: Codes = np.empty(sum(map(len, all_ids)), np.uint32 if longer is not None else np.uint16)
    at = 0
    for some in all_ids:
        flat[at : at + len(some)] = some if longer is not None else codes_of.take(some)
        at += len(some)
    all_ids.clear()
    if longer is not None:
        flat, sizes = _respelled(flat, sizes, codes_of, longer)
    return _banded(data, (begin, length), flat, sizes, pieces, few)


def _banded(
    data: bytes | bytearray,
    texts: tuple[Numbers, Numbers],
    flat: Codes,
    sizes: NDArray[np.int32],
    pieces: Pieces,
    few: int,
) -> Coded:
    """The texts by their numbers of pieces."""
    begin, length = texts
    order, runs = by_band(sizes)
    starts = np.cumsum(sizes, dtype=np.int32) - sizes
    bands, few_rows = [], [np.empty(0, np.int32)]
    for first, end in zip(runs[:-1].tolist(), runs[1:].tolist(), strict=True):
        rows = order[first:end]
        width = int(sizes[rows].max())
        if end - first < few or not width:
            few_rows.append(np.arange(first, end, dtype=np.int32))
            continue
        columns = np.zeros((width, end - first), np.uint16)
        at, size = starts[rows], sizes[rows]
        for place, column in enumerate(columns):
            np.multiply(flat.take(at + np.int32(place), mode="clip"), size > place, out=column)
        bands.append(WordBand(first, columns))
    alone = np.concatenate(few_rows)
    written = [
        bytes(data[at : at + size]).decode("utf-8")
        for at, size in zip(begin[order[alone]].tolist(), length[order[alone]].tolist(), strict=True)
    ]
    return Coded(order, runs, WordGrid(len(begin), pieces, bands, (alone, written)))


def _cut(
    data: bytes | bytearray, begin: Numbers, length: Numbers, known: _Known
) -> Iterator[tuple[Ids, NDArray[np.int32]]]:
    """The pieces of some texts after the other as `known` numbers them, and how many each text has: none where a zero
    is in it."""
    raw = np.frombuffer(data, np.uint8)
    ends = np.cumsum(length, dtype=np.int64)
    first = 0
    while first < len(begin):
        before = int(ends[first - 1]) if first else 0
        end = max(int(np.searchsorted(ends, before + _PART)), first + 1)
        begins, lengths = begin[first:end].astype(np.int64), length[first:end].astype(np.int32)
        own = np.cumsum(lengths) - lengths
        total = int(own[-1] + lengths[-1])
        if int(begins[-1] + lengths[-1] - begins[0]) == total and (np.diff(begins) == lengths[:-1]).all():
            part = raw[begins[0] : begins[0] + total]
        else:
            part = raw.take(np.repeat(begins - own, lengths) + np.arange(total))
        starts, size, many = _pieces(part, own, lengths)
        yield known.ids(*_keys(part, starts, size)), many
        first = end


def _pieces(part: NDArray[np.uint8], own: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers, NDArray[np.int32]]:
    """Where the pieces of texts that follow each other begin, ascending, their bytes, and how many each text has; see
    `_cut`."""
    kind = np.frombuffer(part.tobytes().translate(_KINDS), np.uint8)
    begins = np.zeros(len(part), dtype=bool)
    np.not_equal(kind[1:], kind[:-1], out=begins[1:])
    begins &= kind != 0
    begins[own[lengths > 0]] = True
    starts = np.flatnonzero(begins)
    size = np.diff(starts, append=len(part))
    digits = _further(starts, size, kind.take(starts) == _DIGIT, _DIGITS)
    begins[digits[kind.take(digits) == _DIGIT]] = True
    cuts = _further(starts, size, size > _SHORT, _CUT)
    for _byte in range(3):  # of a letter of four bytes
        cuts = cuts + ((part.take(cuts, mode="clip") & np.uint8(0xC0)) == 0x80)
    begins[cuts[cuts < len(part)]] = True
    starts = np.flatnonzero(begins)
    size = np.diff(starts, append=len(part))
    zeros = np.flatnonzero(part == 0)
    if len(zeros):
        for text in np.unique(np.searchsorted(own + lengths, zeros, side="right")).tolist():
            begins[own[text] : own[text] + lengths[text]] = False
        here = begins[starts]
        starts, size = starts[here], size[here]
    upto = np.searchsorted(starts, np.append(own, len(part))).astype(np.int32)
    return starts, size, np.diff(upto)


def _further(starts: Numbers, size: Numbers, which: NDArray[np.bool_], step: int) -> Numbers:
    """The places `step`, twice as much and so on behind some starts, within their size."""
    of = np.flatnonzero(which & (size > step))
    many = (size[of] - 1) // step
    at = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(starts[of], many) + (at + 1) * step


def _keys(part: NDArray[np.uint8], starts: Numbers, size: Numbers) -> tuple[Words, Words]:
    """The bytes of pieces as two numbers each."""
    padded = np.zeros(len(part) // 8 * 8 + 32, np.uint8)
    padded[: len(part)] = part
    words = padded.view("<u8")
    place, shift = starts >> 3, ((starts & 7) << 3).astype(np.uint64)
    one, two, three = words.take(place), words.take(place + 1), words.take(place + 2)
    rest = np.uint64(63) - shift  # a shift by 64 has no answer
    first = one >> shift | two << np.uint64(1) << rest
    second = two >> shift | three << np.uint64(1) << rest
    return first & _KEPT.take(np.minimum(size, 8)), second & _KEPT.take(np.maximum(size - 8, 0))


@dataclass(slots=True)
class _Known:
    """Different pieces, numbered as they come, and a table to look them up: open addresses, at most half full."""

    many: int = 0
    found: list[tuple[Words, Words]] = field(default_factory=list)
    slots: int = 1 << 12
    keys: tuple[Words, Words] = field(default_factory=lambda: _no_keys(1 << 12))
    held: Ids = field(default_factory=lambda: np.full(1 << 12, NONE, np.int32))

    def ids(self, first: Words, second: Words) -> Ids:
        """The numbers of some pieces; those that are new get the next ones."""
        out = self._look(first, second)
        new = np.flatnonzero(out < 0)
        if len(new):
            order = new[np.lexsort((second[new], first[new]))]
            one, two = first[order], second[order]
            differs = np.concatenate(([True], (one[1:] != one[:-1]) | (two[1:] != two[:-1])))
            out[order] = self.many + np.cumsum(differs, dtype=np.int32) - 1
            self.found.append((one[differs], two[differs]))
            before, self.many = self.many, self.many + int(differs.sum())
            if 2 * self.many > self.slots:
                self._grow()
            else:
                self._put(one[differs], two[differs], before)
        return out

    def texts(self) -> list[bytes]:
        """The pieces by number."""
        if not self.found:
            return []
        both = np.stack([np.concatenate([part[which] for part in self.found]) for which in (0, 1)], axis=1)
        data = both.astype("<u8").tobytes()
        return [data[at : at + _SHORT].rstrip(b"\0") for at in range(0, len(data), _SHORT)]

    def _slot(self, first: Words, second: Words) -> NDArray[np.int64]:
        mixed = (first ^ (second >> np.uint64(29)) ^ second * np.uint64(0xD6E8FEB86659FD93)) * np.uint64(
            0x9E3779B97F4A7C15
        )
        slot: NDArray[np.int64] = (mixed >> np.uint64(64 - self.slots.bit_length() + 1)).astype(np.int64)
        return slot

    def _look(self, first: Words, second: Words) -> Ids:
        at = self._slot(first, second)
        out = self.held.take(at)
        left = np.flatnonzero((out >= 0) & ((self.keys[0].take(at) != first) | (self.keys[1].take(at) != second)))
        while len(left):
            at[left] = (at[left] + 1) & (self.slots - 1)
            here = at[left]
            out[left] = self.held[here]
            wrong = (self.keys[0][here] != first[left]) | (self.keys[1][here] != second[left])
            left = left[(out[left] >= 0) & wrong]
        return out

    def _put(self, first: Words, second: Words, number: int) -> None:
        at, left = self._slot(first, second), np.arange(len(first))
        while len(left):
            here = at[left]
            free = left[self.held[here] < 0]
            self.held[at[free]] = number + free  # of those that want one place the last one gets it
            won = free[self.held[at[free]] == number + free]
            self.keys[0][at[won]], self.keys[1][at[won]] = first[won], second[won]
            left = np.setdiff1d(left, won, assume_unique=True)
            at[left] = (at[left] + 1) & (self.slots - 1)

    def _grow(self) -> None:
        while 2 * self.many > self.slots // 2:
            self.slots *= 2
        self.keys = _no_keys(self.slots)
        self.held = np.full(self.slots, NONE, np.int32)
        number = 0
        for first, second in self.found:
            self._put(first, second, number)
            number += len(first)


def _no_keys(slots: int) -> tuple[Words, Words]:
    return np.zeros(slots, np.uint64), np.zeros(slots, np.uint64)


def _spelled(
    texts: list[bytes], all_ids: list[Codes], most: int
) -> tuple[Pieces, NDArray[np.uint16], list[list[int]] | None] | None:
    """The pieces for some texts by number; the code of each number, and where there are more of them than codes, of
    each number its codes: what is seldom said is cut into a few letters each. None where that does not help."""
    chosen = texts
    cut: dict[int, list[bytes]] = {}
    if len(texts) >= most:
        often = np.zeros(len(texts), np.int64)
        for ids in all_ids:
            often += np.bincount(ids, minlength=len(texts))
        order = np.argsort(-often, kind="stable")
        kept = max(most - 1 - min(_SPELLED, most // 2), 1)
        cut = {number: _letters(texts[number]) for number in order[kept:].tolist()}
        letters = {one for some in cut.values() for one in some}
        chosen = list(letters | {texts[number] for number in order[:kept].tolist()})
        if len(chosen) >= most:
            return None
    written = sorted([b"", *chosen], key=lambda text: (fold(text.decode("utf-8")), text))
    folded = [fold(text.decode("utf-8")) for text in written]
    by_end = sorted(range(len(written)), key=lambda code: folded[code][::-1])
    pieces = Pieces(Run(written), Run(folded, 8), np.array(by_end, np.uint16))
    places = {text: code for code, text in enumerate(written)}
    if not cut:
        return pieces, np.array([places[text] for text in texts], np.uint16), None
    longer = [[places[one] for one in cut.get(number, (text,))] for number, text in enumerate(texts)]
    return pieces, np.array([len(codes) for codes in longer], np.uint16), longer


def _letters(text: bytes) -> list[bytes]:
    """A piece cut into a few letters each."""
    letters = text.decode("utf-8")
    return [letters[first : first + _RARE].encode("utf-8") for first in range(0, len(letters), _RARE)]


def _respelled(
    flat: Codes, sizes: NDArray[np.int32], many: NDArray[np.uint16], longer: list[list[int]]
) -> tuple[NDArray[np.uint16], NDArray[np.int32]]:
    """Numbers of pieces put as their codes, of which each number has so `many`; and the new sizes of the texts."""
    codes = np.array([code for some in longer for code in some], np.uint16)
    first = np.cumsum(many, dtype=np.int32) - many.astype(np.int32)
    each = many.take(flat).astype(np.int32)
    upto = np.concatenate((np.zeros(1, np.int32), np.cumsum(each, dtype=np.int32)))
    ends = np.cumsum(sizes)
    longer_sizes = upto[ends] - upto[ends - sizes]
    at = np.repeat(first.take(flat) - upto[:-1], each) + np.arange(int(upto[-1]), dtype=np.int32)
    return codes.take(at), longer_sizes
