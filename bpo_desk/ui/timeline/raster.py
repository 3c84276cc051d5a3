"""Exact counts of marks at each pixel of each row, in the same time for ten million marks as for a million. Pure numpy.

Colours and images are density.py's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.integer]

BLOCK: Final = 64
"""Marks between two kept rows of running counts, at least."""
_BAR_BLOCKS: Final = 32
"""How many times longer blocks of bars are: a frame looks up one kept row of them, not one a pixel."""
FEW: Final = 4_096
"""Marks up to which no running counts are kept: they are counted one by one."""
SPARSE: Final = 50_000
"""Marks up to which only the cells that hold one are looked at: beyond, sorting them costs more than all cells."""
_MOST_CELLS: Final = 1 << 24
"""Running counts that are kept at most (32 MB; bars 64 MB); beyond, blocks are longer."""
_WRAPS: Final = 1 << 16
"""Running counts of marks are kept modulo this: a difference of two is exact while it is smaller."""


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

    `time` int64[n] ascending, `line` int[n] the row of each, `before` uint16[blocks, rows], modulo _WRAPS.
    The count of a row before any instant is one kept row and the few marks since: exact, whatever the zoom.
    """

    time: NDArray[np.int64]
    line: NDArray[np.int32]
    rows: int
    block: int
    before: NDArray[np.uint16]

    @classmethod
    def of(cls, time: NDArray[np.int64], line: NDArray[np.int32], rows: int) -> RunningCounts:
        """Running counts of marks that stand in order of time."""
        n, rows = len(time), max(rows, 1)
        block = BLOCK
        while (n // block + 1) * rows > _MOST_CELLS:
            block *= 2
        if n <= FEW:
            return cls(time, line, rows, block, np.zeros((0, rows), np.uint16))
        blocks = n // block + 1
        before = np.zeros((blocks, rows), dtype=np.uint16)
        whole = (blocks - 1) * block
        step = max((1 << 22) // rows, 1) * block  # marks at a time, so that nothing large lies beside the result
        for at in range(0, whole, step):
            end = min(at + step, whole)
            cells = np.repeat(np.arange((end - at) // block) * rows, block) + line[at:end]
            counted = np.bincount(cells, minlength=(end - at) // block * rows)
            before[at // block + 1 : end // block + 1] = counted.reshape(-1, rows)
        np.cumsum(before, axis=0, dtype=np.uint16, out=before)
        return cls(time, line, rows, block, before)

    def rank(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many marks stand before each of m ascending edges, in the unit of `time`: what `cells` takes."""
        return np.searchsorted(self.time, edges, side="left")

    def cells(self, rank: NDArray[np.int64]) -> Counts:
        """How many marks stand in each pixel of each row: int[m - 1, rows]. A pixel reaches from its edge up to, but
        not including, the next."""
        seen = int(rank[-1] - rank[0])
        if not len(self.before) or seen <= len(rank) * self.block or int((rank[1:] - rank[:-1]).max()) >= _WRAPS:
            return self._direct(rank)
        upto = self._upto(rank)
        return upto[1:] - upto[:-1]

    def lit(self, rank: NDArray[np.int64]) -> tuple[NDArray[np.int32], Counts]:
        """The cells that hold a mark, as places in the flattened [rows, m - 1], and how many each holds: cheaper than
        `cells` for up to SPARSE marks in view."""
        cells = _cells(self.line, rank, len(rank) - 1, 0)
        cells.sort()
        first = np.flatnonzero(np.diff(cells, prepend=-1))
        return cells[first], np.diff(first, append=len(cells))

    def _upto(self, rank: NDArray[np.int64]) -> NDArray[np.uint16]:
        """How many marks of each row stand before each edge, modulo _WRAPS: uint16[m, rows]."""
        kept = rank // self.block
        rest = rank - kept * self.block
        starts = np.cumsum(rest) - rest
        places = np.arange(int(rest.sum())) + np.repeat(kept * self.block - starts, rest)
        cells = np.repeat(np.arange(len(rank)) * self.rows, rest)
        cells += self.line[places]
        since = np.bincount(cells, minlength=len(rank) * self.rows).astype(np.uint16).reshape(len(rank), self.rows)
        since += self.before.take(kept, axis=0)
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
    row, `sign` float64, and the number running before every `block`-th of them, int32[blocks, rows]."""

    time: NDArray[np.int64]
    change: NDArray[np.int32]
    sign: NDArray[np.float64]
    rows: int
    block: int
    before: NDArray[np.int32]

    @classmethod
    def of(cls, start: NDArray[np.int64], end: NDArray[np.int64], line: NDArray[np.int32], rows: int) -> RunningBars:
        """The bars in any order."""
        n, rows = len(start), max(rows, 1)
        time = np.concatenate((start, end))
        order = stable_order(time)
        sign = np.where(order < n, 1.0, -1.0)
        change = line[np.where(order < n, order, order - n)].astype(np.int32)
        block = BLOCK * _BAR_BLOCKS
        while (2 * n // block + 1) * rows > _MOST_CELLS:
            block *= 2
        blocks = 2 * n // block + 1
        before = np.zeros((blocks, rows), dtype=np.int32)
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

    def cover(self, rank: NDArray[np.int64]) -> NDArray[np.uint8]:
        """1 where a bar runs at the beginning or at the end of a pixel, else 0: uint8[rows, m - 1]. Looks at every
        change in view."""
        edges, first, last = len(rank), int(rank[0]), int(rank[-1])
        kept = first // self.block
        since, seen = slice(kept * self.block, first), slice(first, last)
        running = self.before[kept] + np.bincount(self.change[since], self.sign[since], minlength=self.rows)
        after = running + np.bincount(self.change[seen], self.sign[seen], minlength=self.rows)
        # One number a change, in order of row, edge and sign; each row begins with what runs at the first edge.
        begins = np.arange(self.rows, dtype=np.int32) * np.int32(2 * edges)
        changes = _cells(self.change, rank, edges, 1) * np.int32(2) + (self.sign[seen] > 0)
        order = np.concatenate((begins, changes.astype(np.int32)))
        order.sort()
        step = (order & 1) * np.int32(2) - np.int32(1)
        step[np.searchsorted(order, begins)] = running - np.concatenate(([0.0], after[:-1]))
        runs = np.cumsum(step, dtype=np.int32) > 0
        lengths = np.diff(order >> 1, append=np.int32(self.rows * edges))
        at_edge = np.repeat(runs.view(np.uint8), lengths).reshape(self.rows, edges)
        cover: NDArray[np.uint8] = at_edge[:, 1:] | at_edge[:, :-1]
        return cover


def _cells(line: NDArray[np.int32], rank: NDArray[np.int64], width: int, shift: int) -> NDArray[np.int32]:
    """The place of each mark between the first and the last rank in a flattened [rows, width]; `shift` pixels on."""
    cells = np.repeat(np.arange(shift, shift + len(rank) - 1, dtype=np.int32), np.diff(rank))
    cells += line[int(rank[0]) : int(rank[-1])] * np.int32(width)
    return cells


def pixel_edges(first: float, last: float, width: int) -> NDArray[np.int64]:
    """The instants at which `width` pixels between two instants begin, and the end of the last one: int64[width + 1].

    A mark on the very last instant stands in the last pixel.
    """
    edges: NDArray[np.int64] = np.ceil(first + np.arange(width + 1) * ((last - first) / width)).astype(np.int64)
    edges[-1] = int(np.floor(last)) + 1
    return edges
