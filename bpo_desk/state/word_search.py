"""WordSearch: which of many texts have some bytes in them, which are equal, and their order: in a WordGrid.

What is sought is looked for in the pieces first, then their codes in the texts. Texts side by side byte by byte:
text_search.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.grid_block import fold
from bpo_desk.models.word_grid_block import WordBand, WordGrid
from bpo_desk.state.case_rows import places_where
from bpo_desk.state.text_search import Mask, ranks_of

_LONGEST: Final = 63
"""Bytes sought at once: a bit for each place between two of them."""
_COMPARED: Final = 4
"""Up to so many runs of codes are compared one by one faster than looked up."""
_FEW: Final = 4
"""Where one in so many is left, these are looked at by themselves."""
_SELDOM: Final = 4
"""Where one piece in so many is around the codes, these are looked up for those pieces alone."""
_LOOK_UP: Final = 4  # comparisons that it takes as long as
_EACH_FOUND: Final = 128  # and to look at what is beside one that was found
_AT_A_TIME: Final = 1 << 16  # codes: what is made of them stays in the processor's cache
_RANKED_AT_A_TIME: Final = 1 << 13
_READ_AT_A_TIME: Final = 1 << 12
_AFTER_ALL: Final = b"\xff"  # no byte of UTF-8

Codes = tuple[int, int]
"""From one code to before another one."""
Bits = NDArray[np.uint64]


class WordSearch:
    """n texts, asked whatever the letter case."""

    def __init__(self, grid: WordGrid) -> None:
        self.grid = grid

    def __len__(self) -> int:
        return len(self.grid)

    def prepare(self) -> None:
        """Nothing is to be made."""

    def contains(self, text: str) -> Mask:
        """bool[n]: which texts have this one in them."""
        sought = fold(text)
        if not sought:
            return np.ones(len(self), dtype=bool)
        out = np.zeros(len(self), dtype=bool)
        if 0 not in sought:  # which only few have
            if len(sought) > _LONGEST:
                return self._contains_all_of(sought)
            self._within_pieces(sought, out)
            if len(sought) > 1:
                self._across_pieces(sought, out)
        out[self.grid.few_rows] = [sought in folded for folded in self.grid.few_folded]
        return out

    def equals(self, text: str) -> Mask:
        """bool[n]: which texts are this one."""
        sought = fold(text)
        out = np.zeros(len(self), dtype=bool)
        if sought and 0 not in sought:
            parts = self._parts(sought, [0])
            for band in self.grid.bands:
                self._equal(band, len(sought), parts, out[band.span])
        out[self.grid.few_rows] = [sought == folded for folded in self.grid.few_folded]
        return out

    def empty(self) -> Mask:
        """bool[n]: which texts are empty."""
        return self.equals("")

    def ranks(self) -> NDArray[np.int32]:
        """int32[n]: how many texts stand before each one in order (by folded code point); equal texts are equal."""
        longest = max(map(len, self.grid.few_folded), default=0)
        for band in self.grid.bands:
            longest = max(longest, int(self._lengths.take(band.columns).sum(axis=0).max()))
        return ranks_of(len(self), longest, self._words)

    def _contains_all_of(self, sought: bytes) -> Mask:
        """`contains` of what is long: its beginning is looked for, and what has that is read."""
        beginning = sought[:_LONGEST].decode("utf-8", "ignore")
        out = self.contains(beginning)
        left = places_where(out)
        for first in range(0, len(left), _READ_AT_A_TIME):
            rows = left[first : first + _READ_AT_A_TIME]
            out[rows] = [sought in fold(text) for text in self.grid.texts(rows)]
        return out

    def _within_pieces(self, sought: bytes, out: Mask) -> None:
        """Mark the texts of which a piece has the bytes."""
        folded = self.grid.pieces.folded
        data = np.frombuffer(folded.data, np.uint8)
        starts = len(data) - len(sought) + 1
        if starts <= 0:
            return
        here = data[:starts] == sought[0]
        for place in range(1, len(sought)):
            here &= data[place : place + starts] == sought[place]
        found = np.logical_or.reduceat(np.append(here, np.zeros(len(sought) - 1, dtype=bool)), folded.ends[:-1])
        if not found.any():
            return
        wanted = self._wanted(found)
        for band in self.grid.bands:
            some = out[band.span]
            for first in range(0, len(some), _AT_A_TIME):
                marked = some[first : first + _AT_A_TIME]
                block = band.columns[:, first : first + _AT_A_TIME]
                if wanted.runs:
                    for column in block:
                        marked |= _among(column, wanted.runs)
                elif wanted.around:
                    for column in block:
                        marked[wanted.places(column)] = True
                else:
                    _looked_up(block, found, marked)

    def _wanted(self, table: Mask) -> _Wanted:
        """The codes that a table (bool a code) has, of which there is one at least, and how to look for them."""
        edges = np.diff(table.view(np.int8), prepend=0, append=0)
        runs = [*zip(places_where(edges > 0).tolist(), places_where(edges < 0).tolist(), strict=True)]
        low, high = runs[0][0], runs[-1][1]
        total = int(self.grid.upto[-1])
        often = int(np.diff(self.grid.upto)[table].sum())
        scan = len(runs) if len(runs) <= _COMPARED else _LOOK_UP
        cost = scan * total + _EACH_FOUND * often
        if len(runs) <= _COMPARED:
            return _Wanted(table, runs, None, scan, cost)
        seldom = (self.grid.upto[high] - self.grid.upto[low]) * _SELDOM < total
        return _Wanted(table, [], (low, high) if seldom else None, scan, cost)

    def _across_pieces(self, sought: bytes, out: Mask) -> None:
        """Mark the texts in which the bytes begin in one piece and end in a later one. Place p of what is sought is
        between its bytes p - 1 and p."""
        ends = self._ends(sought)
        parts = self._parts(sought, [*ends])
        inner = [(place, end, codes) for place, end, codes in parts if end < len(sought)]
        rests = {place: self._beginning(sought[place:]) for place in {*ends, *(end for _place, end, _codes in inner)}}
        leads = {place for place, (low, high) in rests.items() if low < high}
        for place, end, _codes in reversed(inner):  # by place: what begins later is known already
            if end in leads:
                leads.add(place)
        inner = [(place, end, codes) for place, end, codes in inner if place in leads and end in leads]
        first, last = np.zeros((2, len(self.grid.pieces)), np.uint64)
        for place in leads:
            low, high = rests[place]
            last[low:high] |= _bit(place)
            low, high = ends.get(place, (0, 0))
            first[self.grid.pieces.by_end[low:high]] |= _bit(place)
        if not first.any() or not last.any():
            return
        onwards, backwards = self._wanted(first != 0), self._wanted(last != 0)
        pairs = [(self._wanted(first & _bit(place) != 0), rests[place]) for place in sorted(leads & {*ends})]
        pairs = [(before, codes) for before, codes in pairs if codes[0] < codes[1]]
        between = np.zeros(len(first), dtype=bool)
        for _place, _end, (low, high) in inner:
            between[low:high] = True
        through = self._wanted(between) if inner else None
        side_by_side = sum(before.scan + 2 for before, _codes in pairs) * int(self.grid.upto[-1])
        side_by_side += 0 if through is None else through.cost
        for band in self.grid.bands:
            some = out[band.span]
            if side_by_side < min(onwards.cost, backwards.cost):
                for before, codes in pairs:
                    _mark_pairs(band, before, codes, some)
                if through is not None:
                    _go_through(band, through, (first, last), inner, some)
            elif onwards.cost < backwards.cost:
                _follow(band, onwards, (first, last), inner, 1, some)
            else:
                turned = [(end, place, codes) for place, end, codes in inner]
                _follow(band, backwards, (last, first), turned, -1, some)

    def _ends(self, sought: bytes) -> dict[int, Codes]:
        """The pieces that end with the bytes up to a place, by place: where in `by_end`."""
        pieces = self.grid.pieces
        backwards = _Backwards(pieces.folded, pieces.by_end)
        found = {}
        for place in range(1, len(sought)):
            end = sought[:place][::-1]
            low = bisect_left(backwards, end)
            high = bisect_left(backwards, end + _AFTER_ALL, low)
            if low < high:
                found[place] = low, high
        return found

    def _beginning(self, with_bytes: bytes) -> Codes:
        """The pieces that begin with some bytes."""
        folded = self.grid.pieces.folded
        low = bisect_left(folded, with_bytes)
        return low, bisect_left(folded, with_bytes + _AFTER_ALL, low)

    def _parts(self, sought: bytes, places: list[int]) -> list[tuple[int, int, Codes]]:
        """The pieces that are the bytes from one of some places to a later one, and from there on again; by place."""
        folded = self.grid.pieces.folded
        longest = int(self._lengths.max())
        found, reached = [], {*places}
        for place in range(len(sought)):
            if place not in reached:
                continue
            for end in range(place + 1, min(place + longest, len(sought)) + 1):
                part = sought[place:end]
                low = bisect_left(folded, part)
                if low == len(folded) or not folded[low].startswith(part):
                    break  # nor is there a longer one
                high = bisect_left(folded, part + b"\0", low)
                if low < high:
                    found.append((place, end, (low, high)))
                    reached.add(end)
        return found

    def _equal(self, band: WordBand, size: int, parts: list[tuple[int, int, Codes]], out: Mask) -> None:
        """Mark the texts of a band that are put together from the parts, from the first place to the last."""
        at: dict[int, NDArray[np.signedinteger]] = {}
        for number, column in enumerate(band.columns):
            reached: dict[int, list[NDArray[np.signedinteger]]] = {}
            for place, end, codes in parts:
                if number and place in at:
                    reached.setdefault(end, []).append(at[place][_among(column[at[place]], [codes])])
                elif not number and not place:
                    reached.setdefault(end, []).append(places_where(_among(column, [codes])))
            at = {place: np.concatenate(rows) for place, rows in reached.items()}
            if size in at:
                whole = at.pop(size)
                last = number + 1 == len(band.columns)
                out[whole if last else whole[band.columns[number + 1][whole] == 0]] = True

    @cached_property
    def _lengths(self) -> NDArray[np.int32]:
        """int32 a piece: its folded bytes."""
        return self.grid.pieces.folded.lengths()

    @cached_property
    def _loads(self) -> Bits:
        """The eight bytes from each place of the folded pieces on as one number that sorts as they do; pieces have
        eight zeros behind them."""
        data = np.frombuffer(self.grid.pieces.folded.data + b"\0" * 8, np.uint8)
        found = np.zeros(len(data) - 8, np.uint64)
        for place in range(8):
            found |= data[place : place + len(found)].astype(np.uint64) << np.uint64(56 - 8 * place)
        return found

    def _words(self, at: int, rows: NDArray[np.int32]) -> Bits:
        """The eight bytes from a place on of some texts, as one number each that sorts as they do."""
        found = np.zeros(len(self), np.uint64)
        asked = np.zeros(len(self), dtype=bool)
        asked[rows] = True
        for band in self.grid.bands:
            mine = places_where(asked[band.span])
            for first in range(0, len(mine), _RANKED_AT_A_TIME):
                some = mine[first : first + _RANKED_AT_A_TIME]
                found[some + band.first] = self._eight_bytes(at, band.columns[:, some])
        few = [int.from_bytes(folded[at : at + 8].ljust(8, b"\0"), "big") for folded in self.grid.few_folded]
        found[self.grid.few_rows] = np.array(few, np.uint64)
        return found[rows]

    def _eight_bytes(self, at: int, columns: NDArray[np.uint16]) -> Bits:
        """The same of texts given by their codes, (w, m)."""
        word = np.zeros(columns.shape[1], np.uint64)
        begins = self.grid.pieces.folded.ends
        ahead = np.full(columns.shape[1], at, np.int32)  # bytes from where the next piece begins to the sought ones
        for column in columns:
            size = self._lengths.take(column)
            within = np.minimum(np.maximum(ahead, 0), size)
            load = self._loads.take(begins.take(column) + within)
            later = np.minimum(np.maximum(-ahead, 0), 8).astype(np.uint64) << np.uint64(2)
            word |= load >> later >> later
            ahead -= size
            if (ahead <= -8).all():
                break
        return word


class _Backwards(Sequence[bytes]):
    """Pieces in the order of `by_end`, their bytes from the last one to the first."""

    def __init__(self, folded: Sequence[bytes], by_end: NDArray[np.uint16]) -> None:
        self._folded, self._by_end = folded, by_end

    def __len__(self) -> int:
        return len(self._by_end)

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]  # nobody asks for slices
        return self._folded[int(self._by_end[place])][::-1]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Codes to look for: a `table` of them (bool a code); where they are few `runs`, these; where few pieces are
    `around` them, the codes from the first to the last one. In comparisons of a code: `scan`, to look at one, and
    `cost`, to find all and look at what is beside them."""

    table: Mask
    runs: list[Codes]
    around: Codes | None
    scan: int
    cost: int

    def among(self, column: NDArray[np.uint16]) -> Mask:
        """Which codes are among them."""
        return _among(column, self.runs) if self.runs else self.table.take(column, mode="clip")

    def places(self, column: NDArray[np.uint16]) -> NDArray[np.signedinteger]:
        """Where they are."""
        if self.runs:
            return places_where(_among(column, self.runs))
        if self.around is None:
            return places_where(self.table.take(column, mode="clip"))
        at = places_where(_among(column, [self.around]))
        return at[self.table.take(column.take(at))]


def _bit(place: int) -> np.uint64:
    return np.uint64(1 << place)


def _among(codes: NDArray[np.uint16], runs: list[Codes]) -> Mask:
    """Which codes are in one of some runs."""
    found: Mask | None = None
    for low, high in runs:
        one: Mask = codes == low if high - low == 1 else codes - np.uint16(low) < high - low
        found = one if found is None else np.logical_or(found, one, out=found)
    return np.zeros(len(codes), dtype=bool) if found is None else found


def _looked_up(block: NDArray[np.uint16], found: Mask, out: Mask) -> None:
    """Mark the texts of which a piece is found (bool a code); where most are, only the others are looked at further."""
    for place, column in enumerate(block):
        out |= found.take(column, mode="clip")
        left = len(out) - np.count_nonzero(out)
        if left * _FEW < len(out):
            at = places_where(~out)
            for later in block[place + 1 :]:
                out[at] |= found.take(later.take(at))
            return


def _mark_pairs(band: WordBand, before: _Wanted, codes: Codes, out: Mask) -> None:
    """Mark the texts of a band in which one of some codes stands behind a wanted one."""
    for column, behind in pairwise(band.columns):
        here = _among(behind, [codes])
        here &= before.among(column)
        out |= here


def _follow(
    band: WordBand,
    wanted: _Wanted,
    bits: tuple[Bits, Bits],
    inner: list[tuple[int, int, Codes]],
    step: int,
    out: Mask,
) -> None:
    """Mark the texts of a band in which what is sought begins at the end of a piece, goes on in whole pieces, the
    `inner` ones, and ends where a piece begins; from the first piece on (`step` 1), or from the last one back (-1).
    `bits`: of each code the places at which it leaves what is sought, as the piece to start from and as that to end
    with; `inner`: from a place to another one, by codes."""
    start, stop = bits
    for number, column in enumerate(band.columns):
        if 0 <= number + step < len(band.columns):
            rows = wanted.places(column)
            _go_on(band, number + step, rows, start.take(column.take(rows)), stop, inner, step, out)


def _go_through(
    band: WordBand, between: _Wanted, bits: tuple[Bits, Bits], inner: list[tuple[int, int, Codes]], out: Mask
) -> None:
    """The same from the first of the whole pieces on, where there is one."""
    first, last = bits
    for number in range(1, len(band.columns) - 1):
        column = band.columns[number]
        rows = between.places(column)
        here = _moved(column.take(rows), first.take(band.columns[number - 1].take(rows)), inner)
        on = places_where(here != 0)
        _go_on(band, number + 1, rows[on], here[on], last, inner, 1, out)


def _go_on(
    band: WordBand,
    at: int,
    rows: NDArray[np.signedinteger],
    here: Bits,
    stop: Bits,
    inner: list[tuple[int, int, Codes]],
    step: int,
    out: Mask,
) -> None:
    """Mark those of some texts that go on from piece `at`; `here`: the places in what is sought that they are at."""
    while len(rows):
        codes = band.columns[at].take(rows)
        out[rows[(stop.take(codes) & here) != 0]] = True
        at += step
        if not inner or not 0 <= at < len(band.columns):
            break
        further = _moved(codes, here, inner)
        on = places_where(further != 0)
        rows, here = rows[on], further[on]


def _moved(codes: NDArray[np.uint16], here: Bits, inner: list[tuple[int, int, Codes]]) -> Bits:
    """The places that whole pieces lead to."""
    found = np.zeros(len(codes), np.uint64)
    for place, other, one in inner:
        found |= np.where(_among(codes, [one]) & (here & _bit(place) != 0), _bit(other), np.uint64(0))
    return found
