"""Exact counts of marks at each pixel of each row, in the same time for ten million marks as for a million. Pure numpy.

Colours and images are density.py's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.integer]

BLOCK: Final = 64
"""Marks between two kept rows of running counts, at least."""
_BAR_BLOCKS: Final = 32
"""How many times longer blocks of bars are: a frame looks up one kept row of them, not one a pixel."""
FEW: Final = 1 << 17
"""Marks in view up to which every one is counted; of so few in all no running counts are kept."""
_MOST_CELLS: Final = 1 << 24
"""Running counts that are kept at most (32 MB; bars 64 MB); beyond, blocks are longer."""
_WRAPS: Final = 1 << 16
"""Running counts of marks are kept modulo this: a difference of two is exact while it is smaller."""
_SORTED_UP_TO: Final = 20_000
"""Changes of bars in view up to which sorting them is cheaper than to sum up all cells."""
_STRIP: Final = 128
_FELT_OUT: Final = 64
"""Places to either side of one that are looked at one by one."""
_PIECE: Final = 1 << 16
"""Values that are worked on at a time: they stay in the processor's cache, and no other thread waits long."""


def stable_order(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """The permutation that sorts integers and keeps equals in their order, as a stable argsort; many times faster
    because value and place are sorted as one integer."""
    return in_order(keys)[1]


def in_order(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Integers sorted, and their stable order. Values too far apart to fit one integer with their place are sorted by
    their leading bits first, and then those that these do not tell apart."""
    n = len(keys)
    if n < 2 or bool((keys[1:] >= keys[:-1]).all()):
        return keys, np.arange(n)
    low, high, bits = int(keys.min()), int(keys.max()), n.bit_length()
    if high - low >= 1 << 63:
        order = np.argsort(keys, kind="stable")
        return keys[order], order
    unsaid = max((high - low).bit_length() + bits - 63, 0)  # bits of a value that find no room beside its place
    order = keys - low
    order >>= unsaid
    order <<= bits
    order |= np.arange(n)
    order.sort()
    if not unsaid:
        found = order >> bits
        found += low
        order &= (1 << bits) - 1
        return found, order
    order &= (1 << bits) - 1
    found = keys.take(order)
    _settle(found, order, low, unsaid)
    return found, order


def _labels_in_order(
    keys: NDArray[np.int64], labels: NDArray[np.int32], bits: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Integers sorted, with the labels (0 <= label < 2**bits) that they carry; equals in any order."""
    low, high = int(keys.min(initial=0)), int(keys.max(initial=0))
    if (high - low).bit_length() + bits > 63:
        order = np.argsort(keys)
        return keys[order], labels[order]
    both = keys - low
    both <<= bits
    both |= labels
    both.sort()
    label = (both & ((1 << bits) - 1)).astype(np.int32)
    both >>= bits
    both += low
    return both, label


def _settle(found: NDArray[np.int64], order: NDArray[np.int64], low: int, unsaid: int) -> None:
    """Sort, in place, those that were not told apart by all but the last `unsaid` bits and stand in a wrong order."""
    behind = np.flatnonzero(found[1:] < found[:-1])
    if not len(behind):
        return
    begin, end = _groups_around(found, behind, low, unsaid)
    lengths = end - begin
    group = np.arange(len(begin))
    at = np.repeat(begin - (np.cumsum(lengths) - lengths), lengths) + np.arange(int(lengths.sum()))
    wrong = np.lexsort((found[at], np.repeat(group, lengths)))
    found[at], order[at] = found[at][wrong], order[at][wrong]


def _groups_around(
    found: NDArray[np.int64], behind: NDArray[np.int64], low: int, unsaid: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the stretches begin and end of which all but the last `unsaid` bits are the same, that hold some places.
    Mostly few short ones: they are felt out place by place before all values are looked through."""
    leading = (found[behind] - low) >> unsaid
    kept = np.append(True, leading[1:] != leading[:-1])
    leading, begin, end = leading[kept], behind[kept], behind[kept] + 1
    for _ in range(_FELT_OUT):
        earlier = (begin > 0) & ((found[begin - 1] - low) >> unsaid == leading)
        later = (end < len(found)) & ((found[np.minimum(end, len(found) - 1)] - low) >> unsaid == leading)
        if not (earlier.any() or later.any()):
            return begin, end
        begin, end = begin - earlier, end + later
    every = (found - low) >> unsaid
    return np.searchsorted(every, leading, side="left"), np.searchsorted(every, leading, side="right")


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
        before = np.zeros((n // block + 1, rows), dtype=np.uint16)
        _add_in_blocks(before, line[: n // block * block], np.ones(1, np.uint16), block)
        _accumulate(before)
        return cls(time, line, rows, block, before)

    def rank(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many marks stand before each of m ascending edges, in the unit of `time`: what `cells` takes."""
        return np.searchsorted(self.time, edges, side="left")

    def cells(self, rank: NDArray[np.int64]) -> Counts:
        """How many marks stand in each pixel of each row: [rows, m - 1]. A pixel reaches from its edge up to, but not
        including, the next."""
        pixels, seen = len(rank) - 1, int(rank[-1] - rank[0])
        if int((rank[1:] - rank[:-1]).max(initial=0)) >= _WRAPS:
            cells = _cells(self.line, rank, pixels, 0)
            return np.bincount(cells, minlength=self.rows * pixels).reshape(self.rows, pixels)
        counts = np.zeros((self.rows, pixels), dtype=np.uint16)
        if seen <= FEW or not len(self.before):
            np.add.at(counts.reshape(-1), _cells(self.line, rank, pixels, 0), np.uint16(1))
            return counts
        step = max(_PIECE // self.rows, 1)
        for begin in range(0, pixels, step):
            end = min(begin + step, pixels)
            upto = self._upto(rank[begin : end + 1])
            np.subtract(upto[1:], upto[:-1], out=upto[:-1])
            counts[:, begin:end] = upto[:-1].T
        return counts

    def stacks(self, rank: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The same for few marks in view: the pixels that hold one, ascending places in the flattened [rows, m - 1],
        and how many each holds."""
        cells = _cells(self.line, rank, len(rank) - 1, 0)
        cells.sort()
        begins = np.flatnonzero(np.append(True, cells[1:] != cells[:-1])[: len(cells)])
        return cells.take(begins), np.diff(begins, append=len(cells))

    def _upto(self, rank: NDArray[np.int64]) -> NDArray[np.uint16]:
        """How many marks of each row stand before each edge, modulo _WRAPS: uint16[m, rows]."""
        kept = rank // self.block
        rest = rank - kept * self.block
        starts = np.cumsum(rest) - rest
        places = np.arange(int(rest.sum())) + np.repeat(kept * self.block - starts, rest)
        cells = np.repeat(np.arange(len(rank)) * self.rows, rest)
        cells += self.line.take(places)
        upto = self.before.take(kept, axis=0)
        np.add.at(upto.reshape(-1), cells, np.uint16(1))
        return upto


@dataclass(frozen=True, slots=True)
class RunningBars:
    """How many bars of each row run at any instant: their starts (+1) and ends (-1) in order of time, `change` the
    row, `sign`, and the number running before every `block`-th of them, [blocks, rows]: modulo _WRAPS where never as
    many run at once, because half the memory is worked through in less time. Only zero and not zero are told apart."""

    time: NDArray[np.int64]
    change: NDArray[np.int32]
    sign: NDArray[np.uint16] | NDArray[np.int32]
    rows: int
    block: int
    before: NDArray[np.uint16] | NDArray[np.int32]

    @classmethod
    def of(cls, start: NDArray[np.int64], end: NDArray[np.int64], line: NDArray[np.int32], rows: int) -> RunningBars:
        """The bars in any order."""
        n, rows = len(start), max(rows, 1)
        change = np.concatenate((line * np.int32(2) + np.int32(1), line * np.int32(2)))
        time, change = _labels_in_order(np.concatenate((start, end)), change, (2 * rows).bit_length())
        sign = (change & np.int32(1)) * np.int32(2) - np.int32(1)
        change >>= 1
        block = BLOCK * _BAR_BLOCKS
        while (2 * n // block + 1) * rows > _MOST_CELLS:
            block *= 2
        before = np.zeros((2 * n // block + 1, rows), dtype=np.int32)
        whole = 2 * n // block * block
        _add_in_blocks(before, change[:whole], sign[:whole], block)
        _accumulate(before)
        if int(before.max()) + block < _WRAPS:
            return cls(time, change, sign.astype(np.uint16), rows, block, before.astype(np.uint16))
        return cls(time, change, sign, rows, block, before)

    def rank(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many changes stand before each of m ascending edges: what cover takes."""
        return np.searchsorted(self.time, edges, side="left")

    def cover(self, rank: NDArray[np.int64], code: int = 1) -> NDArray[np.uint8]:
        """A code where a bar runs at the beginning or at the end of a pixel, else 0: uint8[rows, m - 1]. Looks at every
        change in view."""
        first, last = int(rank[0]), int(rank[-1])
        kept = first // self.block
        since = slice(kept * self.block, first)
        running = self.before[kept].copy()
        np.add.at(running, self.change[since], self.sign[since])
        signs = self.sign[first:last]
        if last - first <= _SORTED_UP_TO:
            return self._sorted(rank, running, signs, code)
        at_edge = self._summed(rank, running, signs)
        covered = at_edge[:, 1:] | at_edge[:, :-1]
        return covered.view(np.uint8) * np.uint8(code)

    def _sorted(
        self, rank: NDArray[np.int64], running: NDArray[np.integer], signs: NDArray[np.integer], code: int
    ) -> NDArray[np.uint8]:
        """The pixels from the changes in order of row, edge and sign: one number a change; each row begins with what
        runs at the first edge. Only the result is as large as the picture."""
        edges = len(rank)
        signs, running = signs.astype(np.int16), running.astype(np.int32)  # -1 is -1 again
        after = running.copy()
        np.add.at(after, self.change[int(rank[0]) : int(rank[-1])], signs.astype(np.int32))
        begins = np.arange(self.rows, dtype=np.int32) * np.int32(2 * edges)
        changes = _cells(self.change, rank, edges, 1) * np.int32(2) + (signs > 0)
        order = np.concatenate((begins, changes))
        order.sort()
        step = (order & 1) * np.int32(2) - np.int32(1)
        step[np.searchsorted(order, begins)] = running - np.concatenate(([0], after[:-1]))
        order >>= 1
        last = np.append(order[1:] != order[:-1], True)  # of the changes at one edge of a row
        place, runs = order[last], (np.cumsum(step, dtype=np.int32) > 0)[last]
        row = place // edges
        # A row has one edge more than pixels. What runs from an edge on is seen in the pixel before it too.
        starts = place - row - (runs & (place > row * edges))
        return _laid_out(starts, runs.view(np.uint8) * np.uint8(code), self.rows * (edges - 1)).reshape(self.rows, -1)

    def _summed(
        self, rank: NDArray[np.int64], running: NDArray[np.integer], signs: NDArray[np.integer]
    ) -> NDArray[np.bool_]:
        """Where a bar runs at each edge, bool[rows, m], from all cells: in the same time for any number of changes but
        for their counting."""
        edges = len(rank)
        table = np.zeros((edges, self.rows), dtype=running.dtype)
        table[0] = running
        cells = np.repeat(np.arange(1, edges) * self.rows, rank[1:] - rank[:-1])
        cells += self.change[int(rank[0]) : int(rank[-1])]
        np.add.at(table.reshape(-1), cells, signs)
        _accumulate(table)
        return turned(table != 0)


_N = TypeVar("_N", np.uint16, np.int32)
_T = TypeVar("_T", bound=np.generic)


def _laid_out(starts: NDArray[np.int32], values: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Values from their ascending starts (the first is 0) up to the next: uint8[size]. Those without length and those
    that say what the one before said are left out first, because each costs more than many places."""
    kept = np.append(starts[1:] > starts[:-1], starts[-1:] < size)
    starts, values = starts[kept], values[kept]
    kept = np.append(True, values[1:] != values[:-1])
    starts, values = starts[kept], values[kept]
    return np.repeat(values, np.diff(starts, append=np.int32(size)))


def _add_in_blocks(before: NDArray[_N], line: NDArray[np.int32], what: NDArray[_N], block: int) -> None:
    """Add to each row but the first what the marks of the block before it say, `what` the same of all (one value) or
    one a mark; whole blocks."""
    flat, rows = before[1:].reshape(-1), before.shape[1]
    step = max(_PIECE // block, 1) * block
    offsets = np.repeat(np.arange(step // block) * rows, block)
    for at in range(0, len(line), step):
        end = min(at + step, len(line))
        piece = flat[at // block * rows : end // block * rows]
        np.add.at(piece, offsets[: end - at] + line[at:end], what if len(what) == 1 else what[at:end])


def _accumulate(table: NDArray[_N]) -> None:
    """Running sums down the rows, in place: in stretches of many rows side by side, several times faster than
    numpy's, which goes value by value."""
    n = len(table)
    stretch = max(int(np.sqrt(n)), 1)
    whole = n // stretch * stretch
    side_by_side = table[:whole].reshape(-1, stretch, table.shape[1])
    for i in range(1, stretch):
        side_by_side[:, i] += side_by_side[:, i - 1]
    side_by_side[1:] += np.cumsum(side_by_side[:-1, -1:], axis=0, dtype=table.dtype)
    for i in range(max(whole, 1), n):
        table[i] += table[i - 1]


def turned(table: NDArray[_T]) -> NDArray[_T]:
    """The transposed table as a new one, in strips that fit the processor's nearest cache."""
    out = np.empty(table.shape[::-1], dtype=table.dtype)
    for begin in range(0, len(table), _STRIP):
        out[:, begin : begin + _STRIP] = table[begin : begin + _STRIP].T
    return out


def _cells(line: NDArray[np.int32], rank: NDArray[np.int64], width: int, shift: int) -> NDArray[np.int32]:
    """The place of each mark between the first and the last rank in a flattened [rows, width]; `shift` pixels on."""
    cells = np.repeat(np.arange(shift, shift + len(rank) - 1, dtype=np.int32), rank[1:] - rank[:-1])
    cells += line[int(rank[0]) : int(rank[-1])] * np.int32(width)
    return cells


def pixel_edges(first: float, last: float, width: int) -> NDArray[np.int64]:
    """The instants at which `width` pixels between two instants begin, and the end of the last one: int64[width + 1].

    A mark on the very last instant stands in the last pixel.
    """
    edges: NDArray[np.int64] = np.ceil(first + np.arange(width + 1) * ((last - first) / width)).astype(np.int64)
    edges[-1] = int(np.floor(last)) + 1
    return edges
