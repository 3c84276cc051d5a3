"""UsedTexts: those of a dictionary's texts that a queue says, by code, in a grid; the others are not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.grid_block import TextGrid
from bpo_desk.models.ids import NONE
from bpo_desk.models.texts_block import PackedTexts
from bpo_desk.models.word_grid_block import WordGrid


class UsedTexts(Sequence[str]):
    """Texts by code, of a dictionary of `many` codes: text i of `grid` has `codes[i]`, int32; a few that came later are
    beside them. The codes ascend from each place in `runs` to the next one."""

    def __init__(self, codes: NDArray[np.int32], runs: NDArray[np.int64], grid: TextGrid | WordGrid, many: int) -> None:
        self.codes, self.grid = codes, grid
        self.runs: list[int] = runs.tolist()
        self._many = many
        self._later: dict[int, str] = {}

    def __len__(self) -> int:
        return self._many

    @overload
    def __getitem__(self, code: int) -> str: ...
    @overload
    def __getitem__(self, code: slice) -> list[str]: ...
    def __getitem__(self, code: int | slice) -> str | list[str]:
        if isinstance(code, slice):
            return [self[each] for each in range(*code.indices(len(self)))]
        return self.texts(np.array([code]))[0]

    def texts(self, codes: NDArray[np.integer]) -> list[str]:
        """Some texts. Raises IndexError for a code of which the text is not here."""
        at = self._places(codes)
        here = at >= 0
        if here.all():
            return self.grid.texts(at)
        found = [""] * len(codes)
        places = np.flatnonzero(here).tolist()
        for place, text in zip(places, self.grid.texts(at[here]), strict=True):
            found[place] = text
        for place in np.flatnonzero(~here).tolist():
            if int(codes[place]) not in self._later:
                raise IndexError(int(codes[place]))
            found[place] = self._later[int(codes[place])]
        return found

    def _places(self, codes: NDArray[np.integer]) -> NDArray[np.int64]:
        """Where some codes stand, NONE where they do not."""
        found = np.full(len(codes), NONE, np.int64)
        for first, end in pairwise(self.runs):
            run = self.codes[first:end]
            at = np.minimum(np.searchsorted(run, codes), end - first - 1)
            here = np.flatnonzero(run[at] == codes)
            found[here] = at[here] + first
        return found

    def later(self) -> tuple[NDArray[np.int32], list[str]]:
        """The codes and texts beside those of the grid."""
        kept = dict(self._later)
        return np.fromiter(kept, np.int32, len(kept)), list(kept.values())

    def missing(self, codes: NDArray[np.integer]) -> NDArray[np.int64]:
        """Those of some codes >= 0, each once and ascending, of which the text is not here."""
        asked = np.unique(codes[codes >= 0].astype(np.int64))
        asked = asked[self._places(asked) < 0]
        return np.array([code for code in asked.tolist() if code not in self._later], np.int64)

    def and_one_more(self, text: str) -> UsedTexts:
        """These texts, those of the grid shared, and one more behind all codes."""
        longer = UsedTexts(self.codes, np.array(self.runs), self.grid, self._many + 1)
        longer._later = {**self._later, self._many: text}
        return longer

    def append(self, text: str) -> None:
        """Give a text the next code."""
        self.learn([self._many], [text], self._many + 1)

    def learn(self, codes: Iterable[int], texts: Iterable[str], many: int) -> None:
        """Put some texts beside the others, for all who share these; the dictionary has so `many` codes now."""
        self._later.update(zip(codes, texts, strict=True))
        self._many = max(self._many, many)


def with_one_more(values: list[str] | PackedTexts | UsedTexts, text: str) -> list[str] | PackedTexts | UsedTexts:
    """These texts, which stay as they are, and one more with the next code."""
    return [*values, text] if isinstance(values, list) else values.and_one_more(text)


def said(values: list[str] | PackedTexts | UsedTexts, codes: NDArray[np.generic]) -> list[str | None]:
    """What each of some codes says: None where nothing was said, "" where the source left it unknown."""
    if not isinstance(values, UsedTexts):
        return [values[code] if code >= 0 else None for code in codes.tolist()]
    texts = values.texts(np.maximum(codes.astype(np.int64), 0))
    return [text if code >= 0 else None for text, code in zip(texts, codes.tolist(), strict=True)]
