"""TextGrid: many texts side by side, letter case folded: the first byte of each, then the second one of each, ...

Texts of about the same length are a band; a byte that all texts of a band have in one place is kept once. How a grid is
made is in grid_making_block.py, how it is searched in state/text_search.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import NONE
from bpo_desk.models.texts_block import PackedTexts

EVERYWHERE: Final = -2
"""In `Band.big_at`: every letter that stands in this place is a capital."""
_CAPITAL: Final = np.uint8(32)  # by so much a capital of ASCII comes before the small letter


def fold(text: str) -> bytes:
    """The bytes of a text as a grid holds them: UTF-8, letter case folded."""
    return text.casefold().encode("utf-8")


def is_small(folded: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """bool a byte: whether it is one of a to z."""
    return (folded - np.uint8(ord("a"))) < 26


@dataclass(frozen=True, slots=True)
class Band:
    """m texts of `least` to w bytes, none of them zero: `rows` says which, ascending (None: text i is row first + i).
    Byte p of text i is `columns[at[p], i]`, or `same[p]` where at[p] is NONE; zeros follow its end. It was a capital
    where bit i of `big[big_at[p]]` says so: nowhere where big_at[p] is NONE, see also EVERYWHERE."""

    rows: NDArray[np.int32] | None
    first: int
    many: int
    least: int
    at: NDArray[np.int32]
    same: NDArray[np.uint8]
    columns: NDArray[np.uint8]
    big: NDArray[np.uint8]
    big_at: NDArray[np.int32]

    @property
    def span(self) -> slice:
        """The rows of the texts, where these follow each other."""
        return slice(self.first, self.first + self.many)

    @property
    def width(self) -> int:
        """w: bytes of the longest text."""
        return len(self.at)

    def folded(self, of: NDArray[np.integer]) -> NDArray[np.uint8]:
        """(k, w) bytes of some texts of the band."""
        found = np.repeat(self.same[None, :], len(of), axis=0)
        found[:, self.at != NONE] = self.columns[:, of].T
        return found

    def as_written(self, of: NDArray[np.integer]) -> NDArray[np.uint8]:
        """The same with their capitals."""
        found = self.folded(of)
        of_all = np.flatnonzero(self.big_at == EVERYWHERE)
        found[:, of_all] -= is_small(found[:, of_all]) * _CAPITAL
        some = np.flatnonzero(self.big_at >= 0)
        found[:, some] -= (self.big[:, of >> 3] >> (of & 7).astype(np.uint8) & np.uint8(1)).T * _CAPITAL
        return found

    def lengths(self) -> NDArray[np.int32]:
        """Bytes of each text."""
        found = np.full(self.many, self.least, np.int32)
        for place in range(self.least, self.width):
            column = self.columns[self.at[place]] if self.at[place] != NONE else self.same[place]
            found += column != 0
        return found


class TextGrid:
    """n texts. `bands` hold those of lengths that many have; `few_rows` (ascending) says which stand in `few`, one by
    one: of lengths that few have, or with a zero in them. What is not to be had back from its folded bytes is kept as
    written too: `odd_rows`, ascending, in `odd`."""

    def __init__(
        self,
        many: int,
        bands: list[Band],
        few: tuple[NDArray[np.int32], list[str]],
        odd: tuple[NDArray[np.int32], PackedTexts],
    ) -> None:
        self._many, self.bands = many, bands
        self.few_rows, self.few = few
        self.few_folded = [fold(text) for text in self.few]
        self.odd_rows, self.odd = odd
        spans = sorted((band.first, band.many, place) for place, band in enumerate(bands) if band.rows is None)
        self._starts = np.array([first for first, _many, _place in spans], np.int64)
        # Before the first start, and where a text stands in no band, there is none.
        self._ends = np.array([0, *(first + size for first, size, _place in spans)], np.int64)
        self._spanning = np.array([NONE, *(place for _first, _many, place in spans)], np.int16)
        scattered = [(place, band.rows) for place, band in enumerate(bands) if band.rows is not None]
        self._band_of = np.full(many if scattered else 0, NONE, np.int16)
        for place, rows in scattered:
            self._band_of[rows] = place

    def __len__(self) -> int:
        return self._many

    def and_more(self, texts: Sequence[str]) -> TextGrid:
        """These texts, their bytes shared, and some more behind them."""
        more = np.arange(self._many, self._many + len(texts), dtype=np.int32)
        few = np.concatenate((self.few_rows, more)), [*self.few, *texts]
        return TextGrid(self._many + len(texts), self.bands, few, (self.odd_rows, self.odd))

    def text(self, row: int) -> str:
        """One text as it was written."""
        return self.texts(np.array([row]))[0]

    def texts(self, rows: NDArray[np.integer]) -> list[str]:
        """Some texts as they were written."""
        found = [""] * len(rows)
        for places, band, of in self._by_band(rows):
            for place, raw in zip(places, _rows_of(band.as_written(of)), strict=True):
                found[place] = raw.decode("utf-8", "replace")  # of those that are odd the bytes may be none
        for place, few in self._among_few(rows):
            found[place] = self.few[few]
        if len(self.odd_rows):
            at = np.minimum(np.searchsorted(self.odd_rows, rows), len(self.odd_rows) - 1)
            for place in np.flatnonzero(self.odd_rows[at] == rows).tolist():
                found[place] = self.odd[int(at[place])]
        return found

    def folded(self, rows: NDArray[np.integer]) -> list[bytes]:
        """The folded bytes of some texts."""
        found = [b""] * len(rows)
        for places, band, of in self._by_band(rows):
            for place, raw in zip(places, _rows_of(band.folded(of)), strict=True):
                found[place] = raw
        for place, few in self._among_few(rows):
            found[place] = self.few_folded[few]
        return found

    def _by_band(self, rows: NDArray[np.integer]) -> Iterable[tuple[list[int], Band, NDArray[np.integer]]]:
        """Places in `rows`, their band, and which of its texts they are."""
        at = np.searchsorted(self._starts, rows, side="right")
        bands = np.where(rows < self._ends[at], self._spanning[at], NONE)
        if len(self._band_of):
            bands = np.maximum(bands, self._band_of[rows])
        for number in sorted({*bands.tolist()} - {NONE}):
            band, places = self.bands[number], np.flatnonzero(bands == number)
            of = rows[places]
            yield places.tolist(), band, of - band.first if band.rows is None else np.searchsorted(band.rows, of)

    def _among_few(self, rows: NDArray[np.integer]) -> Iterable[tuple[int, int]]:
        """Places in `rows` and in `few`."""
        if not self.few or not len(rows):
            return []
        at = np.minimum(np.searchsorted(self.few_rows, rows), len(self.few) - 1)
        here = np.flatnonzero(self.few_rows[at] == rows)
        return zip(here.tolist(), at[here].tolist(), strict=True)


def _rows_of(matrix: NDArray[np.uint8]) -> list[bytes]:
    """The rows of a matrix up to the zeros at their end."""
    width, data = matrix.shape[1], matrix.tobytes()
    if not width:
        return [b""] * len(matrix)
    return [data[first : first + width].rstrip(b"\0") for first in range(0, len(data), width)]
