"""Members: a set of codes a row of a queue as filters and groups ask for it, seen in the set itself.

Which sets a queue has is in models/case_columns.py, which of their codes are sought in filter_mask.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import NONE
from bpo_desk.state.case_rows import chosen, places_where, taken

_AT_A_TIME: Final = 1 << 15  # rows: what is made of them stays in the processor's cache
_FEW: Final = 24
"""Of so many rows, one that is hit may be looked for by itself."""
_MANY_MORE: Final = 4
_COMPARED: Final = 3
"""Up to so many runs of codes are looked for faster one by one than in a table."""
_LONG: Final = 8  # members of a row that is looked through by itself
_MANY_LONG: Final = 1_000

Mask = NDArray[np.bool_]
Offset = NDArray[np.signedinteger]
Places = NDArray[np.signedinteger]


@dataclass(frozen=True, slots=True)
class Beside:
    """Few rows have more than one member: of the members behind the first one their `rows` and `places`, int32."""

    rows: NDArray[np.int32]
    places: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ends:
    """Many rows have more than one: whether a member is the `last` of its row, whether a row has `any`, as bits; how
    many members the longest row has that is not among the `long` ones."""

    last: NDArray[np.uint8]
    any: NDArray[np.uint8]
    longest: int
    long: NDArray[np.int32]


Further = Beside | Ends


def further_of(offset: Offset) -> Further:
    """The members behind the first one of their row, in the way that finds them sooner."""
    many = np.diff(offset)
    behind = many - 1
    if np.maximum(behind, 0).sum() <= len(behind) // _MANY_MORE:
        rows = places_where(behind > 0).astype(np.int32)
        each = behind[rows]
        begin = np.repeat(offset[rows] + 1 - (np.cumsum(each) - each), each)
        return Beside(np.repeat(rows, each), (begin + np.arange(len(begin))).astype(np.int32))
    last = np.zeros(int(offset[-1]) + 1, dtype=bool)
    last[offset[1:] - 1] = True  # what is before the first member of all is behind the last one
    usual = many <= _LONG
    longest = int(many[usual].max(initial=0))
    long = places_where(~usual).astype(np.int32)
    return Ends(np.packbits(last[:-1]), np.packbits(many > 0), longest, long)


@dataclass(frozen=True, slots=True)
class MemberCodes:
    """What the members of a set say: flat `codes` (see CaseSet), negative for none, of so `many`; where there are
    `kinds` beside them, only those of members `of_kind` count."""

    codes: NDArray[Any]
    many: int
    kinds: NDArray[Any] | None = None
    of_kind: int = 0

    def saying(self, found: Mask, out: Mask) -> None:
        """Mark the members that say one of the found codes (bool a code)."""
        edges = np.diff(found.view(np.int8), prepend=0, append=0)
        runs = [*zip(places_where(edges > 0).tolist(), (places_where(edges < 0) - 1).tolist(), strict=True)]
        if len(runs) > _COMPARED and self.codes.itemsize == 1:
            here = taken(np.append(found, False), self.codes)
            out |= here if self.kinds is None else here & (self.kinds == self.kinds.dtype.type(self.of_kind))
            return
        table = _table(found, self.codes.dtype) if len(runs) > _COMPARED else None
        for first in range(0, len(out), _AT_A_TIME):
            part = slice(first, first + _AT_A_TIME)
            codes = self.codes[part].view(f"u{self.codes.itemsize}")  # none is the largest number
            here = _among(codes, runs) if table is None else table.take(codes, mode="clip")
            if self.kinds is not None:
                here &= self.kinds[part] == self.kinds.dtype.type(self.of_kind)
            out[part] |= here


@dataclass(frozen=True, slots=True)
class Members:
    """`offset` of the rows (see CaseSet), and what their members say, the codes of each of `said` counted on from those
    before it; `further` as `further_of` says it."""

    offset: Offset
    said: tuple[MemberCodes, ...]
    further: Further

    def among(self, found: Mask) -> Mask:
        """bool a row: whether one of its codes is among the found ones (bool a code)."""
        rows = len(self.offset) - 1
        if not found.any():
            return np.zeros(rows, dtype=bool)
        hits = self._hits(found)
        if isinstance(self.further, Beside) and not len(self.further.rows) and len(hits) - 1 == rows:
            return hits[:-1]  # each row has one
        out = np.zeros(rows, dtype=bool)
        many = np.count_nonzero(hits)
        if many < rows // _FEW:
            out[self._rows_of(places_where(hits))] = True
        elif len(hits) - 1 - many < rows // _FEW:
            self._but_for(places_where(~hits[:-1]), out)
        elif isinstance(self.further, Ends):
            self._seen_ahead(hits, self.further, out)
        else:
            self._taken(hits, self.further, out)
        return out

    def at(self, rows: Places, found: Mask) -> Mask:
        """The same for some rows alone."""
        many = self.offset[rows + 1] - self.offset[rows]
        ends = np.cumsum(many)
        places = np.repeat(self.offset[rows] - (ends - many), many) + np.arange(int(many.sum()))
        hits = np.zeros(len(places), dtype=bool)
        first = 0
        for said in self.said:
            mine = MemberCodes(
                said.codes[places], said.many, None if said.kinds is None else said.kinds[places], said.of_kind
            )
            mine.saying(found[first : first + said.many], hits)
            first += said.many
        upto = np.concatenate((np.zeros(1, np.int64), np.cumsum(hits)))
        out: Mask = upto[ends] > upto[ends - many]
        return out

    def _rows_of(self, places: Places) -> Places:
        """The rows of some members."""
        at = places.astype(self.offset.dtype)  # of another type the whole offset would be copied
        return np.searchsorted(self.offset, at, side="right") - 1

    def _but_for(self, missed: Places, out: Mask) -> None:
        """Into `out` where all members are hits but for a few, ascending."""
        np.greater(self.offset[1:], self.offset[:-1], out=out)
        rows = self._rows_of(missed)
        begins = np.flatnonzero(np.diff(rows, prepend=NONE))
        rows, many = rows[begins], np.diff(begins, append=len(rows))
        out[rows[many == self.offset[rows + 1] - self.offset[rows]]] = False

    def _seen_ahead(self, hits: Mask, further: Ends, out: Mask) -> None:
        """Into `out`: a member is a hit where the next one of its row is, as often as rows have members. Where many are
        long the hits up to each row are counted."""
        if len(further.long) > _MANY_LONG:
            upto = np.cumsum(hits, dtype=np.int32)
            upto -= hits
            counts = upto.take(self.offset)
            np.not_equal(counts[1:], counts[:-1], out=out)
            return
        rows, members = len(out), len(hits) - 1
        goes_on = ~np.unpackbits(further.last, count=members).view(np.bool_)
        ahead = hits.copy()
        for _member in range(further.longest - 1):
            ahead[: members - 1] |= ahead[1:members] & goes_on[:-1]
        for first in range(0, rows, _AT_A_TIME):
            ahead.take(
                self.offset[first : min(first + _AT_A_TIME, rows)], out=out[first : first + _AT_A_TIME], mode="clip"
            )
        out &= np.unpackbits(further.any, count=rows).view(np.bool_)
        for row in further.long.tolist():
            out[row] = hits[self.offset[row] : self.offset[row + 1]].any()

    def _taken(self, hits: Mask, further: Beside, out: Mask) -> None:
        """Into `out`, from the first member of each row and from the further ones."""
        for first in range(0, len(out), _AT_A_TIME):
            edges = self.offset[first : first + _AT_A_TIME + 1]
            part = out[first : first + _AT_A_TIME]
            part |= hits.take(edges[:-1])
            part &= edges[1:] > edges[:-1]
        out[further.rows[places_where(hits.take(further.places))]] = True

    def _hits(self, found: Mask) -> Mask:
        """bool a member, and False at the end: whether it says one of the found codes."""
        hits = np.zeros(int(self.offset[-1]) + 1, dtype=bool)
        first = 0
        for said in self.said:
            mine = found[first : first + said.many]
            first += said.many
            if mine.any():
                said.saying(mine, hits[:-1])
        return hits

    def codes(self) -> NDArray[np.int32]:
        """int32 a member: what each says, NONE where that is nothing."""
        found = np.full(int(self.offset[-1]), NONE, np.int32)
        upto = 0
        for said in self.said:
            says = said.codes >= 0
            if said.kinds is not None:
                says &= said.kinds == said.kinds.dtype.type(said.of_kind)
            found = chosen(says, said.codes.astype(np.int32) + np.int32(upto), found)
            upto += said.many
        return found

    def rows(self) -> NDArray[np.int32]:
        """int32 a member: its row."""
        return np.repeat(np.arange(len(self.offset) - 1, dtype=np.int32), np.diff(self.offset))


def _table(found: Mask, dtype: np.dtype[Any]) -> Mask:
    """The found codes to be looked up by codes without a sign: those of two bytes are all in it, which spares a branch
    that is guessed wrong. None is the largest number, never found: narrow codes do not hold every code there is."""
    largest = np.iinfo(f"u{dtype.itemsize}").max
    table = np.zeros(largest + 1 if dtype.itemsize <= 2 else len(found) + 1, dtype=bool)
    table[: min(len(found), largest)] = found[:largest]
    return table


def _among(codes: NDArray[Any], runs: list[tuple[int, int]]) -> Mask:
    """bool a code of some, which are unsigned: whether it is in one of the runs, from first to last."""
    largest = np.iinfo(codes.dtype).max  # which is none
    out = np.zeros(len(codes), dtype=bool)
    for first, last in runs:
        if first < largest:
            out |= codes - codes.dtype.type(first) <= codes.dtype.type(min(last, largest - 1) - first)
    return out
