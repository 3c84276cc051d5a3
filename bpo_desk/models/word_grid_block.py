"""WordGrid: many texts as codes of their pieces, a piece being a word with what parts it from the next one.

How texts are cut and coded is in word_making_block.py, how they are searched in state/word_search.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.grid_block import fold
from bpo_desk.models.ids import NONE


class Run(Sequence[bytes]):
    """n byte strings in one: string i is `data[ends[i]:ends[i + 1] - gap]`, with `gap` zeros behind each one."""

    def __init__(self, texts: Sequence[bytes], gap: int = 0) -> None:
        self._gap = gap
        self.data = b"".join(text + b"\0" * gap for text in texts)
        self.ends: NDArray[np.int32] = np.cumsum([0, *(len(text) + gap for text in texts)], dtype=np.int32)

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]  # nobody asks for slices
        if place >= len(self):
            raise IndexError(place)
        return self.data[self.ends[place] : self.ends[place + 1] - self._gap]

    def lengths(self) -> NDArray[np.int32]:
        """int32[n]: bytes of each."""
        return np.diff(self.ends) - np.int32(self._gap)


@dataclass(frozen=True, slots=True)
class Pieces:
    """What texts are put together from, UTF-8, by code: `written`, and `folded` (see `fold`), by which they ascend. The
    first one is empty. `by_end`: their codes by their folded bytes read backwards."""

    written: Run
    folded: Run
    by_end: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.written)

    @property
    def nbytes(self) -> int:
        """Bytes that they take."""
        runs = sum(len(run.data) + run.ends.nbytes for run in (self.written, self.folded))
        return runs + self.by_end.nbytes


@dataclass(frozen=True, slots=True)
class WordBand:
    """m texts of up to w pieces: piece p of text `first` + i is `columns[p, i]`, uint16; zeros follow the last one."""

    first: int
    columns: NDArray[np.uint16]

    @property
    def span(self) -> slice:
        """The texts of the band."""
        return slice(self.first, self.first + self.columns.shape[1])


class WordGrid:
    """n texts. `bands`, ascending, hold those of numbers of pieces that many have; `few_rows` (ascending) says which
    stand in `few`, one by one: of numbers that few have, empty, or with a zero in them. `upto`, int64 a piece and one
    more: how many pieces of the texts in bands have a smaller code."""

    def __init__(
        self,
        many: int,
        pieces: Pieces,
        bands: list[WordBand],
        few: tuple[NDArray[np.int32], list[str]],
        upto: NDArray[np.int64] | None = None,
    ) -> None:
        self._many, self.pieces, self.bands = many, pieces, bands
        self.upto = _counted_up(bands, len(pieces)) if upto is None else upto
        self.few_rows, self.few = few
        self.few_folded = [fold(text) for text in self.few]
        self._starts = np.array([band.first for band in bands], np.int64)

    def __len__(self) -> int:
        return self._many

    @property
    def nbytes(self) -> int:
        """Bytes of what stands in bands, and of the pieces."""
        return self.pieces.nbytes + sum(band.columns.nbytes for band in self.bands)

    def and_more(self, texts: Sequence[str]) -> WordGrid:
        """These texts, their pieces shared, and some more behind them."""
        more = np.arange(self._many, self._many + len(texts), dtype=np.int32)
        few = np.concatenate((self.few_rows, more)), [*self.few, *texts]
        return WordGrid(self._many + len(texts), self.pieces, self.bands, few, self.upto)

    def text(self, row: int) -> str:
        """One text as it was written."""
        return self.texts(np.array([row]))[0]

    def texts(self, rows: NDArray[np.integer]) -> list[str]:
        """Some texts as they were written."""
        found = [""] * len(rows)
        said: dict[int, bytes] = {0: b""}
        written = self.pieces.written
        of = np.searchsorted(self._starts, rows, side="right") - 1
        for number in sorted({*of.tolist()} - {NONE}):
            band, places = self.bands[number], np.flatnonzero(of == number)
            places = places[rows[places] < band.span.stop]
            each = band.columns[:, rows[places] - band.first].T.tolist()
            for place, codes in zip(places.tolist(), each, strict=True):
                for code in codes:
                    if code not in said:
                        said[code] = written[code]
                found[place] = b"".join([said[code] for code in codes]).decode("utf-8")
        if self.few and len(rows):
            at = np.minimum(np.searchsorted(self.few_rows, rows), len(self.few) - 1)
            for place in np.flatnonzero(self.few_rows[at] == rows).tolist():
                found[place] = self.few[int(at[place])]
        return found


def _counted_up(bands: list[WordBand], pieces: int) -> NDArray[np.int64]:
    often = np.zeros(pieces, np.int64)
    for band in bands:
        for column in band.columns:
            often += np.bincount(column, minlength=pieces)
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(often)))
