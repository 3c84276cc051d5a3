"""TextSearch: which of many texts have some bytes in them, which are equal, and their order: in a TextGrid.

Where a text stands in a queue is not here (filter_lookup.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.grid_block import Band, TextGrid, fold
from bpo_desk.models.grid_making_block import grid_of
from bpo_desk.models.ids import NONE
from bpo_desk.state.case_rows import places_where

Mask = NDArray[np.bool_]
_TEXTS_AT_A_TIME: Final = 1 << 14
"""Texts looked at in one go: what is made of their bytes stays in the processor's cache."""
_SAMPLE: Final = 256
_TELLING: Final = 3
"""So many of the sought bytes, the rarest, leave few texts as a rule."""
_FEW: Final = 4
"""Where one text in so many is left, these are looked at by themselves."""


class TextSearch:
    """n texts, asked whatever the letter case."""

    def __init__(self, grid: TextGrid) -> None:
        self.grid = grid
        self._has: dict[tuple[int, int], bool] = {}

    @classmethod
    def of(cls, texts: Sequence[str]) -> TextSearch:
        """The texts of a list."""
        return cls(grid_of(texts))

    def __len__(self) -> int:
        return len(self.grid)

    def prepare(self) -> None:
        """Count the bytes now."""
        _ = self._often

    @cached_property
    def _often(self) -> NDArray[np.int64]:
        """About how often each byte is in the texts."""
        found = np.zeros(256, np.int64)
        for band in self.grid.bands:
            found += np.bincount(band.columns[:, :: max(band.many // _SAMPLE, 1)].ravel(), minlength=256)
        return found

    def contains(self, text: str) -> Mask:
        """bool[n]: which texts have this one in them."""
        sought = fold(text)
        if not sought:
            return np.ones(len(self), dtype=bool)
        out = np.zeros(len(self), dtype=bool)
        out[self.grid.few_rows] = [sought in folded for folded in self.grid.few_folded]
        if 0 in sought:  # which only few have
            return out
        order = np.argsort(self._often[np.frombuffer(sought, np.uint8)], kind="stable").tolist()
        look = _Look(sought, order, max((len(band.columns) for band in self.grid.bands), default=0))
        for place, band in enumerate(self.grid.bands):
            if len(sought) > band.width or not self._is_in(place, band, sought[order[0]]):
                continue
            if band.rows is None:
                look.mark(band, out[band.span])
            else:
                found = np.zeros(band.many, dtype=bool)
                look.mark(band, found)
                out[band.rows] = found
        return out

    def _is_in(self, place: int, band: Band, byte: int) -> bool:
        """Whether any text of a band has a byte; remembered, the letters of words are in no case number."""
        found = self._has.get((place, byte))
        if found is None:
            blocks = range(0, band.many, _TEXTS_AT_A_TIME) if len(band.columns) else ()
            found = byte in band.same[band.at == NONE].tolist() or any(
                bool((band.columns[:, first : first + _TEXTS_AT_A_TIME] == np.uint8(byte)).any()) for first in blocks
            )
            self._has[place, byte] = found
        return found

    def equals(self, text: str) -> Mask:
        """bool[n]: which texts are this one."""
        sought = fold(text)
        out = np.zeros(len(self), dtype=bool)
        out[self.grid.few_rows] = [sought == folded for folded in self.grid.few_folded]
        for band in self.grid.bands:
            if band.least <= len(sought) <= band.width and 0 not in sought:
                found = _equal(band, sought)
                out[found + band.first if band.rows is None else band.rows[found]] = True
        return out

    def empty(self) -> Mask:
        """bool[n]: which texts are empty."""
        return self.equals("")

    def ranks(self) -> NDArray[np.int32]:
        """int32[n]: how many texts stand before each one in order (by folded code point); equal texts are equal."""
        longest = max([*(band.width for band in self.grid.bands), *map(len, self.grid.few_folded)], default=0)
        return ranks_of(len(self), longest, self._words)

    def _words(self, at: int, rows: NDArray[np.int32]) -> NDArray[np.uint64]:
        """The eight bytes from a place on of some texts, as one number each that sorts as they do."""
        found = np.zeros(len(self), np.uint64)
        asked = np.zeros(len(self), dtype=bool)
        asked[rows] = True
        for band in self.grid.bands:
            mine = places_where(asked[band.span] if band.rows is None else asked[band.rows])
            word = np.zeros(len(mine), np.uint64)
            for place in range(at, min(at + 8, band.width)):
                column = band.columns[band.at[place]][mine] if band.at[place] != NONE else band.same[place]
                word |= column.astype(np.uint64) << np.uint64(56 - 8 * (place - at))
            found[mine + band.first if band.rows is None else band.rows[mine]] = word
        few = [int.from_bytes(folded[at : at + 8].ljust(8, b"\0"), "big") for folded in self.grid.few_folded]
        found[self.grid.few_rows] = np.array(few, np.uint64)
        return found[rows]


def ranks_of(
    many: int, longest: int, words: Callable[[int, NDArray[np.int32]], NDArray[np.uint64]]
) -> NDArray[np.int32]:
    """int32[many]: how many of so many texts stand before each one in order. `words` gives the eight bytes from a place
    on of some of them, as one number each that sorts as they do.

    Sorts by eight bytes at a time and goes on only with the texts that are still equal.
    """
    rank = np.zeros(many, dtype=np.int32)
    active = np.arange(many, dtype=np.int32)
    for at in range(0, longest, 8):
        order, same = _sorted_by(words(at, active), rank[active])
        active = active[order]
        begins = np.flatnonzero(~same)
        sizes = np.append(begins[1:], len(active)) - begins
        base = rank[active]
        group = np.concatenate(([True], base[1:] != base[:-1]))
        group_begin = np.maximum.accumulate(np.where(group, np.arange(len(active)), 0))
        rank[active] = base + np.repeat(begins, sizes) - group_begin
        active = active[np.repeat(sizes, sizes) > 1]
        if not len(active):
            break
    return rank


class _Look:
    """One search for some bytes in bands: `order` their places, the rarest first.

    Compares all texts at once, byte by byte: nothing branches on a text, and no hit reaches into another one.
    """

    def __init__(self, sought: bytes, order: list[int], widest: int) -> None:
        self._sought, self._order = sought, order
        room = max(widest - len(sought) + 1, 0) * _TEXTS_AT_A_TIME
        self._kept = np.empty(room, dtype=bool), np.empty(room, dtype=bool)  # worked in again and again

    def mark(self, band: Band, out: Mask) -> None:
        """Mark the texts of a band that have the bytes."""
        starts = band.width - len(self._sought) + 1
        fits, varies = np.ones(starts, dtype=bool), np.zeros(starts, dtype=bool)
        for place, byte in enumerate(self._sought):
            here = band.at[place : place + starts] != NONE
            fits &= here | (band.same[place : place + starts] == byte)
            varies |= here
        if (fits & ~varies).any():  # where all texts have the same
            out[:] = True
            return
        asked: list[list[tuple[int, int]]] = []
        runs: list[tuple[int, int]] = []
        at, last = band.at.tolist(), len(self._sought) - 1
        for start in np.flatnonzero(fits).tolist():
            row = at[start]
            if row == NONE or at[start + last] - row != last:
                rows = [(at[start + place], self._sought[place]) for place in self._order]
                asked.append([each for each in rows if each[0] != NONE])
            elif runs and runs[-1][1] == row:
                runs[-1] = runs[-1][0], row + 1
            else:
                runs.append((row, row + 1))
        for first in range(0, band.many, _TEXTS_AT_A_TIME):
            block = band.columns[:, first : first + _TEXTS_AT_A_TIME]
            some = out[first : first + _TEXTS_AT_A_TIME]
            for rows_from, rows_to in runs:
                self._along(block, rows_from, rows_to, some)
            for one in asked:
                _at_places(block, one, some)

    def _along(self, block: NDArray[np.uint8], first: int, end: int, out: Mask, telling: int = _TELLING) -> None:
        """Mark the columns of a block that have the bytes one below the other from one of some rows on."""
        found, other = (kept[: (end - first) * len(out)].reshape(-1, len(out)) for kept in self._kept)
        for count, place in enumerate(self._order):
            here = block[first + place : end + place]
            np.equal(here, np.uint8(self._sought[place]), out=other if count else found)
            if count:
                np.logical_and(found, other, out=found)
            if count < telling and not found.any():
                return
            if count + 1 == telling < len(self._order) - 1:
                left = places_where(np.logical_or.reduce(found, axis=0))
                if len(left) * _FEW < len(out):
                    some = np.zeros(len(left), dtype=bool)
                    self._along(block[first : end + len(self._sought) - 1].take(left, axis=1), 0, end - first, some, 0)
                    out[left[places_where(some)]] = True
                    return
        np.logical_or(out, np.logical_or.reduce(found, axis=0), out=out)


def _at_places(block: NDArray[np.uint8], asked: list[tuple[int, int]], out: Mask) -> None:
    """Mark the columns of a block that have each of the bytes in its row."""
    found: Mask | None = None
    for row, byte in asked:
        same = block[row] == np.uint8(byte)
        found = same if found is None else np.logical_and(found, same, out=found)
        if not found.any():
            return
    if found is not None:
        np.logical_or(out, found, out=out)


def _equal(band: Band, sought: bytes) -> NDArray[np.signedinteger]:
    """The texts of a band that are the sought bytes, ascending."""
    padded = sought.ljust(band.width, b"\0")
    if any(band.same[place] != byte for place, byte in enumerate(padded) if band.at[place] == NONE):
        return np.empty(0, np.int64)
    found: NDArray[np.signedinteger] | None = None
    for place, byte in enumerate(padded):
        if band.at[place] != NONE:
            column = band.columns[band.at[place]]
            found = places_where(column == byte) if found is None else found[places_where(column[found] == byte)]
    return np.arange(band.many) if found is None else found


def _sorted_by(key: NDArray[np.uint64], group: NDArray[np.int32]) -> tuple[NDArray[np.int64], Mask]:
    """The order by group, then key; and which entry in that order equals the one before."""
    order = np.argsort(key) if not group.any() else np.lexsort((key, group))
    key, group = key[order], group[order]
    same = np.zeros(len(order), dtype=bool)
    same[1:] = (key[1:] == key[:-1]) & (group[1:] == group[:-1])
    return order, same
