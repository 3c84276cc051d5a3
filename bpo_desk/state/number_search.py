"""Finding cases by number: exact look-up of many numbers at once, however prefix, zeros and separators are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.grid_block import Band, fold
from bpo_desk.models.ids import NONE
from bpo_desk.state.text_search import TextSearch

_DIGIT_BYTES: Final = b"0123456789"
_DIGITS: Final = 18  # of the largest number that int64 holds whatever the digits are
_SEPARATORS: Final = re.compile(rb"[\s\-_/.#:]+")
_LOOKED_AT: Final = 1_000  # numbers without digits at their end that are compared one by one
_PARTS: Final = re.compile(rb"(.*?)(\d*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tails:
    """The numbers at the end of case numbers, ascending, and the row of each (None: they ascend by row)."""

    ordered: NDArray[np.signedinteger]
    rows: NDArray[np.int32] | None

    @classmethod
    def of(cls, tails: NDArray[np.signedinteger]) -> Tails:
        """Of those of all rows; NONE where a case number has none."""
        if (tails[1:] >= tails[:-1]).all():
            return cls(tails, None)
        order = np.argsort(tails, kind="stable").astype(np.int32)
        return cls(tails[order], order)

    def rows_with(self, wanted: Sequence[int]) -> list[int]:
        """The rows of some numbers: by number, then by row."""
        most = np.iinfo(self.ordered.dtype).max
        sought = np.array([each for each in wanted if each <= most], self.ordered.dtype)
        low = np.searchsorted(self.ordered, sought, side="left").tolist()
        high = np.searchsorted(self.ordered, sought, side="right").tolist()
        found: list[int] = []
        for first, end in zip(low, high, strict=True):
            found += list(range(first, end)) if self.rows is None else self.rows[first:end].tolist()
        return found


class Numbered(Protocol):
    """What numbers are looked up in: see FilterLookup, which is one."""

    @property
    def numbers(self) -> TextSearch: ...
    @property
    def number_tails(self) -> NDArray[np.signedinteger]: ...
    @property
    def tails(self) -> Tails: ...


def trailing_numbers(numbers: TextSearch) -> NDArray[np.int64]:
    """int64 a text: the digits at its end as a number (the last 18 of them); NONE where it ends otherwise."""
    found = np.full(len(numbers), NONE, dtype=np.int64)
    for row, text in zip(numbers.grid.few_rows.tolist(), numbers.grid.few_folded, strict=True):
        tail = number_parts(text)[1]
        found[row] = int(tail[-_DIGITS:]) if tail else NONE
    for band in numbers.grid.bands:
        lengths = band.lengths()
        for length in range(max(band.least, 1), band.width + 1):
            mine = None if band.least == band.width else np.flatnonzero(lengths == length)
            tails = _tails(band, length, mine)
            if band.rows is None:
                found[band.span if mine is None else mine + band.first] = tails
            else:
                found[band.rows if mine is None else band.rows[mine]] = tails
    return found


def _tails(band: Band, length: int, mine: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """Those of some texts of a band (None: all) that are of one length."""
    many = band.many if mine is None else len(mine)
    value, going = np.zeros(many, dtype=np.int64), np.ones(many, dtype=bool)
    for place in range(min(_DIGITS, length)):
        digit = _column(band, length - 1 - place, mine) - np.uint8(ord("0"))  # all else wraps around to ten or more
        going &= digit < 10
        if not place:
            value -= ~going
        if not going.any():
            break
        value += going * digit.astype(np.int64) * 10**place
    return value


def _column(band: Band, place: int, mine: NDArray[np.int64] | None) -> NDArray[np.uint8]:
    """The bytes of some texts of a band (None: all) in one place."""
    if band.at[place] == NONE:
        return np.broadcast_to(band.same[place], band.many if mine is None else len(mine))
    column: NDArray[np.uint8] = band.columns[band.at[place]]
    return column if mine is None else column[mine]


def same_before_digits(numbers: TextSearch) -> bool:
    """Whether all texts, of which each ends in a digit, are equal before the digits at their end, of which there are no
    more than 18."""
    first = numbers.grid.folded(np.zeros(1, np.int64))[0].rstrip(_DIGIT_BYTES)
    for text in numbers.grid.few_folded:
        if not text.startswith(first) or text[len(first) :].rstrip(_DIGIT_BYTES) or len(text) - len(first) > _DIGITS:
            return False
    for band in numbers.grid.bands:
        if band.least <= len(first) or band.width - len(first) > _DIGITS:
            return False
        for place in range(band.width):
            column = _column(band, place, None)
            if place < len(first):
                if (column != first[place]).any():
                    return False
            elif ((column - np.uint8(ord("0")) > 9) & (column != 0)).any():  # zeros are behind the end
                return False
    return True


def find_numbers(lookup: Numbered, asked: Sequence[str]) -> list[list[int]]:
    """For each asked number the rows that it names, ascending; none where it is not found.

    The number as written (letter case aside) comes first: if a case has exactly it, only that is the answer. Else
    separators and leading zeros do not count ("inc-45" finds "INC0000045"). Else digits alone find a number that ends
    in them, whatever stands before ("45" finds "INC0000045").
    """
    sought = [fold(text.strip()) for text in asked]
    tails = [number_parts(each)[1] if each else b"" for each in sought]
    ending = [lookup.tails.rows_with([int(tail[-_DIGITS:])]) if tail else [] for tail in tails]
    every = [row for rows in ending for row in rows]
    folded = dict(_folded(lookup, every))
    return [
        _among(folded, rows, each) if tail else _without_digits(lookup, text.strip(), each)
        for text, each, tail, rows in zip(asked, sought, tails, ending, strict=True)
    ]


def _without_digits(lookup: Numbered, text: str, sought: bytes) -> list[int]:
    if not sought:
        return []
    rows: list[int] = np.flatnonzero(lookup.numbers.equals(text)).tolist()
    alike = lookup.numbers.contains(text) & (lookup.number_tails == NONE)  # equal to it only without digits too
    return rows or _bare_equal(dict(_folded(lookup, np.flatnonzero(alike)[:_LOOKED_AT].tolist())), sought)


def _among(folded: dict[int, bytes], rows: list[int], sought: bytes) -> list[int]:
    """Of some rows whose numbers end in the sought digits, the ones that are named."""
    exact = [row for row in rows if folded[row] == sought]
    head = number_parts(sought)[0]
    return exact or _bare_equal({row: folded[row] for row in rows}, sought) or ([] if head else rows)


def _bare_equal(folded: dict[int, bytes], sought: bytes) -> list[int]:
    wanted = _bare(sought)
    return [row for row, text in folded.items() if _bare(text) == wanted]


def _folded(lookup: Numbered, rows: list[int]) -> Iterable[tuple[int, bytes]]:
    return zip(rows, lookup.numbers.grid.folded(np.array(rows, np.int64)), strict=True)


def number_parts(number: bytes) -> tuple[bytes, bytes]:
    """What stands before the digits at the end, without separators; and these digits."""
    found = _PARTS.fullmatch(number)
    head, tail = (found[1], found[2]) if found else (number, b"")
    return _SEPARATORS.sub(b"", head), tail


def _bare(number: bytes) -> tuple[bytes, bytes]:
    """The number without separators and leading zeros."""
    head, tail = number_parts(number)
    return head, tail.lstrip(b"0")
