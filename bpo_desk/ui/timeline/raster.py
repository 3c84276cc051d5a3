"""Exact counts of marks at each pixel of each row, in the same time for ten million marks as for a million. Pure numpy.

Colours and images are density.py's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.signedinteger]

BLOCK: Final = 64
"""Marks between two kept rows of running counts, at least."""
FEW: Final = 4_096
"""Marks up to which no running counts are kept: they are counted one by one."""
SPARSE: Final = 30_000
"""Marks up to which only the cells that hold one are looked at."""
_MOST_CELLS: Final = 1 << 24
"""Running counts that are kept at most (64 MB); beyond, blocks are longer."""


def stable_order(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """The permutation that sorts integers and keeps equals in their order, as a stable argsort; several times faster
    where value and place fit one integer, because those sort as plain numbers."""
    n = len(keys)
    if n < 2:
        return np.arange(n)
    low = int(keys.min())
    bits = n.bit_length()
    if (int(keys.max()) - low) >> (63 - bits):
        return np.argsort(keys, kind="stable")
    packed = ((keys - low) << bits) | np.arange(n)
    packed.sort()
    packed &= (1 << bits) - 1
    return packed


@dataclass(frozen=True, slots=True)
class RunningCounts:
    """Marks in order of time with the number of marks of each row before every `block`-th one.

    `time` int64[n] ascending, `line` int[n] the row of each, `before` int32[blocks, rows]. The count of a row before
    any instant is one kept row and the few marks since: exact, whatever the zoom.
    """

    time: NDArray[np.int64]
    line: NDArray[np.int32]
    rows: int
    block: int
    before: NDArray[np.int32]

    @classmethod
    def of(cls, time: NDArray[np.int64], line: NDArray[np.int32], rows: int) -> RunningCounts:
        """Running counts of marks that stand in order of time."""
        n, rows = len(time), max(rows, 1)
        block = BLOCK
        while (n // block + 1) * rows > _MOST_CELLS:
            block *= 2
        if n <= FEW:
            return cls(time, line, rows, block, np.zeros((0, rows), np.int32))
        blocks = n // block + 1
        before = np.zeros((blocks, rows), dtype=np.int32)
        whole = (blocks - 1) * block
        step = max((1 << 22) // rows, 1) * block  # marks at a time, so that nothing large lies beside the result
        for at in range(0, whole, step):
            end = min(at + step, whole)
            cells = np.repeat(np.arange((end - at) // block) * rows, block) + line[at:end]
            counted = np.bincount(cells, minlength=(end - at) // block * rows)
            before[at // block + 1 : end // block + 1] = counted.reshape(-1, rows)
        np.cumsum(before, axis=0, out=before)
        return cls(time, line, rows, block, before)

    def rank(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many marks stand before each of m ascending edges, in the unit of `time`: what `cells` takes."""
        return np.searchsorted(self.time, edges, side="left")

    def cells(self, rank: NDArray[np.int64]) -> Counts:
        """How many marks stand in each pixel of each row: int[m - 1, rows]. A pixel reaches from its edge up to, but
        not including, the next."""
        if not len(self.before) or int(rank[-1] - rank[0]) <= len(rank) * self.block:
            return self._direct(rank)
        upto = self._upto(rank)
        return upto[1:] - upto[:-1]

    def lit(self, rank: NDArray[np.int64]) -> tuple[NDArray[np.int64], Counts]:
        """The cells that hold a mark, as places in the flattened [m - 1, rows], and how many each holds: cheaper than
        `cells` for up to SPARSE marks in view."""
        cells = np.repeat(np.arange(len(rank) - 1) * self.rows, np.diff(rank))
        cells += self.line[int(rank[0]) : int(rank[-1])]
        return _counted(cells)

    def _upto(self, rank: NDArray[np.int64]) -> Counts:
        """How many marks of each row stand before each edge: int[m, rows]."""
        kept = rank // self.block
        rest = rank - kept * self.block
        starts = np.cumsum(rest) - rest
        places = np.arange(int(rest.sum())) + np.repeat(kept * self.block - starts, rest)
        cells = np.repeat(np.arange(len(rank)) * self.rows, rest)
        cells += self.line[places]
        since = np.bincount(cells, minlength=len(rank) * self.rows).reshape(len(rank), self.rows)
        since += self.before[kept]
        return since

    def _direct(self, rank: NDArray[np.int64]) -> Counts:
        """The cells between ranks, every mark counted."""
        pixels = len(rank) - 1
        cells = np.repeat(np.arange(pixels) * self.rows, np.diff(rank))
        cells += self.line[int(rank[0]) : int(rank[-1])]
        return np.bincount(cells, minlength=self.rows * pixels).reshape(pixels, self.rows)


@dataclass(frozen=True, slots=True)
class RunningBars:
    """How many bars of each row run at any instant: their starts (+1) and ends (-1) in order of time, `change` the
    row, `sign` float64, and the number running before every `block`-th of them, int16[blocks, rows]."""

    time: NDArray[np.int64]
    change: NDArray[np.int32]
    sign: NDArray[np.float64]
    rows: int
    block: int
    before: NDArray[np.int16]

    @classmethod
    def of(cls, start: NDArray[np.int64], end: NDArray[np.int64], line: NDArray[np.int32], rows: int) -> RunningBars:
        """The bars in any order."""
        n, rows = len(start), max(rows, 1)
        time = np.concatenate((start, end))
        order = stable_order(time)
        sign = np.where(order < n, 1.0, -1.0)
        change = line[np.where(order < n, order, order - n)].astype(np.int32)
        block = BLOCK
        while (2 * n // block + 1) * rows > _MOST_CELLS:
            block *= 2
        blocks = 2 * n // block + 1
        before = np.zeros((blocks, rows), dtype=np.int16)
        whole = (blocks - 1) * block
        step = max((1 << 22) // rows, 1) * block
        for at in range(0, whole, step):
            until = min(at + step, whole)
            cells = np.repeat(np.arange((until - at) // block) * rows, block) + change[at:until]
            counted = np.bincount(cells, sign[at:until], minlength=(until - at) // block * rows)
            before[at // block + 1 : until // block + 1] = counted.reshape(-1, rows)
        np.cumsum(before, axis=0, out=before)
        return cls(time[order], change, sign, rows, block, before)

    def rank(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many changes stand before each of m ascending edges: what cover takes."""
        return np.searchsorted(self.time, edges, side="left")

    def cover(self, rank: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Where a bar runs at the beginning or at the end of a pixel: bool[m - 1, rows]."""
        kept = rank // self.block
        rest = rank - kept * self.block
        starts = np.cumsum(rest) - rest
        places = np.arange(int(rest.sum())) + np.repeat(kept * self.block - starts, rest)
        cells = np.repeat(np.arange(len(rank)) * self.rows, rest)
        cells += self.change[places]
        since = np.bincount(cells, self.sign[places], minlength=len(rank) * self.rows)
        runs = since.reshape(len(rank), self.rows) + self.before[kept] > 0
        cover: NDArray[np.bool_] = runs[1:] | runs[:-1]
        return cover

    def cover_of_few(self, rank: NDArray[np.int64]) -> NDArray[np.bool_]:
        """The same from the changes between the edges one by one: cheaper than `cover` for up to SPARSE of them."""
        first, last = int(rank[0]), int(rank[-1])
        kept = first // self.block
        before = slice(kept * self.block, first)
        change = np.zeros((len(rank), self.rows), dtype=np.int16)
        change[0] = self.before[kept]
        change[0] += np.bincount(self.change[before], self.sign[before], minlength=self.rows).astype(np.int16)
        cells = np.repeat(np.arange(1, len(rank)) * self.rows, np.diff(rank))
        cells += self.change[first:last]
        for sign, here in ((1, self.sign[first:last] > 0), (-1, self.sign[first:last] < 0)):
            at, count = _counted(cells[here])
            change.reshape(-1)[at] += (sign * count).astype(np.int16)
        runs = np.cumsum(change, axis=0, dtype=np.int16, out=change) > 0
        cover: NDArray[np.bool_] = runs[1:] | runs[:-1]
        return cover


def _counted(cells: NDArray[np.int64]) -> tuple[NDArray[np.int64], Counts]:
    """Distinct numbers and how often each stands there."""
    cells.sort()
    first = np.flatnonzero(np.diff(cells, prepend=-1))
    return cells[first], np.diff(first, append=len(cells))


def pixel_edges(first: float, last: float, width: int) -> NDArray[np.int64]:
    """The instants at which `width` pixels between two instants begin, and the end of the last one: int64[width + 1].

    A mark on the very last instant stands in the last pixel.
    """
    edges: NDArray[np.int64] = np.ceil(first + np.arange(width + 1) * ((last - first) / width)).astype(np.int64)
    edges[-1] = int(np.floor(last)) + 1
    return edges
