"""From texts in a run of UTF-8 to a TextGrid, a part at a time, so that little stands beside what stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.grid_block import EVERYWHERE, Band, TextGrid, fold, is_small
from bpo_desk.models.ids import NONE
from bpo_desk.models.texts_block import PackedTexts

FEW: Final = 512
"""Fewer texts than these are not worth a band."""
ENOUGH: Final = 1 << 15  # texts of a band that takes in no other lengths any more
_LONGER: Final = 1.25  # and by so much, and eight bytes, the longest text may be longer than the shortest
_PART: Final = 1 << 19  # bytes in work at a time

Numbers = NDArray[np.signedinteger]


def grid_of(texts: Sequence[str], few: int = FEW) -> TextGrid:
    """The grid of a list of texts; fewer than `few` of like length stand one by one."""
    if len(texts) < few:
        return _nothing_else(len(texts), np.arange(len(texts), dtype=np.int32), list(texts))
    raw = [text.encode("utf-8") for text in texts]
    length = np.fromiter(map(len, raw), np.int64, len(raw))
    return grid_of_run(b"".join(raw), np.cumsum(length) - length, length, few)


def grid_of_run(
    data: bytes | bytearray, begin: Numbers, length: Numbers, few: int = FEW, enough: int = ENOUGH
) -> TextGrid:
    """The grid of texts in a run of UTF-8: text i is `data[begin[i]:begin[i] + length[i]]`. So many are `enough` for a
    band of their lengths alone."""
    raw = np.frombuffer(data, dtype=np.uint8)
    folded = _otherwise_folded(data, raw, begin, length)
    lengths = length.astype(np.int32)
    for row, text in folded.items():
        lengths[row] = len(text)
    alone = np.zeros(len(lengths), dtype=bool)
    alone[_rows_with(raw == 0, begin, length) if b"\0" in data else []] = True
    bands, alone_rows = [], [np.flatnonzero(alone).astype(np.int32)]
    for rows in _bands(lengths, np.flatnonzero(~alone).astype(np.int32), enough):
        if len(rows) < few:
            alone_rows.append(rows)
        else:
            bands.append(_Work(raw, begin, length, folded, lengths, rows).band())
    few_rows = np.sort(np.concatenate(alone_rows))

    def written(rows: Numbers) -> list[str]:
        return [
            data[at : at + size].decode("utf-8")
            for at, size in zip(begin[rows].tolist(), length[rows].tolist(), strict=True)
        ]

    odd_rows = np.setdiff1d(np.array(sorted(folded), np.int32), few_rows)
    odd = [text.encode("utf-8") for text in written(odd_rows)]
    kept = PackedTexts(b"".join(odd), np.cumsum([0, *map(len, odd)]))
    return TextGrid(len(lengths), bands, (few_rows, written(few_rows)), (odd_rows, kept))


def by_band(length: Numbers) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The texts of some lengths in an order in which those of a band follow each other; and where in it the numbers of
    the texts begin to rise anew."""
    runs = [*_bands(length.astype(np.int32), np.arange(len(length), dtype=np.int32))]
    if not runs:
        return np.empty(0, np.int32), np.zeros(1, np.int64)
    return np.concatenate(runs), np.cumsum([0, *map(len, runs)])


def _nothing_else(many: int, rows: NDArray[np.int32], few: list[str]) -> TextGrid:
    return TextGrid(many, [], (rows, few), (np.empty(0, np.int32), PackedTexts(b"", np.zeros(1, np.int64))))


def _rows_with(marked: NDArray[np.bool_], begin: Numbers, length: Numbers) -> NDArray[np.int64]:
    """The texts in which a byte of the run is marked."""
    found = [np.empty(0, np.int64)]
    order = np.argsort(begin, kind="stable")
    starts = begin[order]
    for first in range(0, len(marked) if len(begin) else 0, _PART):
        at = np.flatnonzero(marked[first : first + _PART]) + first
        place = np.searchsorted(starts, at, side="right") - 1
        rows = order[place]
        inside = (place >= 0) & (at < begin[rows] + length[rows])
        found.append(np.unique(rows[inside]))
    return np.unique(np.concatenate(found))


def _otherwise_folded(
    data: bytes | bytearray, raw: NDArray[np.uint8], begin: Numbers, length: Numbers
) -> dict[int, bytes]:
    """The texts of which folding changes more than capitals of ASCII, as they are folded."""
    if data.isascii():
        return {}
    found = {}
    for row in _rows_with(raw > 127, begin, length).tolist():
        written = data[int(begin[row]) : int(begin[row] + length[row])]
        folded = fold(written.decode("utf-8"))
        if folded != written.lower():
            found[row] = folded
    return found


def _bands(lengths: NDArray[np.int32], rows: NDArray[np.int32], enough: int = ENOUGH) -> Iterator[NDArray[np.int32]]:
    """The rows in bands of like lengths, each ascending."""
    order = rows[np.argsort(lengths[rows], kind="stable")]
    many = np.bincount(lengths[rows]) if len(rows) else np.empty(0, np.int64)
    first = end = 0
    least = 0
    for length in np.flatnonzero(many).tolist():
        if end > first and (end - first >= enough or not least or length > _LONGER * least + 8):
            yield np.sort(order[first:end])
            first = end
        least = length if first == end else least
        end += int(many[length])
    if end > first:
        yield np.sort(order[first:end])


class _Work:
    """A band in the making: `rows` of the texts (see grid_of_run), some of them `folded` already; `lengths` folded."""

    def __init__(
        self,
        raw: NDArray[np.uint8],
        begin: Numbers,
        length: Numbers,
        folded: dict[int, bytes],
        lengths: NDArray[np.int32],
        rows: NDArray[np.int32],
    ) -> None:
        self._raw, self._begin, self._length, self._rows = raw, begin, length, rows
        self._folded = folded
        self._odd = np.array(sorted(folded), np.int32)
        self._least, self._width = int(lengths[rows].min()), int(lengths[rows].max())

    def band(self) -> Band:
        """The band: once through the texts to see what they have in common, once to write down the rest."""
        first: NDArray[np.uint8] = np.empty(0, np.uint8)
        varies, some = np.zeros(self._width, bool), np.zeros(self._width, bool)
        all_big = np.ones(self._width, bool)
        for part, bytes_of, big in self._parts():
            if not part.start:
                first = bytes_of[0].copy()
            varies |= (bytes_of != first).any(axis=0)
            some |= big.any(axis=0)
            all_big &= (big | ~is_small(bytes_of)).all(axis=0)
        bits = some & ~all_big
        columns = np.empty((int(varies.sum()), len(self._rows)), np.uint8)
        packed = np.empty((int(bits.sum()), -(-len(self._rows) // 8)), np.uint8)
        for part, bytes_of, big in self._parts():
            columns[:, part] = bytes_of[:, varies].T
            packed[:, part.start >> 3 : -(-part.stop // 8)] = np.packbits(big[:, bits].T, axis=1, bitorder="little")
        at, big_at = (np.where(held, np.cumsum(held) - 1, NONE).astype(np.int32) for held in (varies, bits))
        big_at[some & all_big] = EVERYWHERE
        start, many = int(self._rows[0]), len(self._rows)
        rows = None if self._rows[-1] - start == many - 1 else self._rows
        return Band(rows, start, many, self._least, at, first, columns, packed, big_at)

    def _parts(self) -> Iterator[tuple[slice, NDArray[np.uint8], NDArray[np.bool_]]]:
        """A part of the rows after the other: their folded bytes (k, w), and which of them were capitals."""
        size = max(_PART // max(self._width, 1), 1) + 7 & ~7  # bits of rows are packed by eight
        places = np.arange(self._width)
        for first in range(0, len(self._rows), size):
            rows = self._rows[first : first + size]
            within = places < self._length[rows][:, None]
            at = self._begin[rows][:, None] + places
            found = self._raw.take(at, mode="clip")
            found *= within
            big = (found - np.uint8(ord("A"))) < 26
            found |= big.view(np.uint8) << np.uint8(5)
            for row in rows[np.isin(rows, self._odd)].tolist() if len(self._odd) else ():
                place, folded = int(np.searchsorted(rows, row)), self._folded[row]
                found[place], big[place] = 0, False
                found[place, : len(folded)] = np.frombuffer(folded, np.uint8)
            yield slice(first, first + len(rows)), found, big
