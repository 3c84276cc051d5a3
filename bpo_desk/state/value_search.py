"""ValueSearch: the texts of the value codes that a queue's columns hold, asked at once; answers are by code.

Texts by row of a queue's columns: filter_lookup.py.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.grid_block import TextGrid, fold
from bpo_desk.models.used_texts_block import UsedTexts
from bpo_desk.models.word_grid_block import WordGrid
from bpo_desk.state.merged_ranks import with_more
from bpo_desk.state.text_search import Mask, TextSearch
from bpo_desk.state.word_search import WordSearch

_FEW: Final = 8
_MANY_MORE: Final = 100
_LONG: Final = 1_000
"""Codes in a row that ascend; in what is shorter codes are looked for one by one."""


class ValueSearch:
    """`codes` are those that are searched, of so `many` as the dictionary has. `held`: columns of value codes; those in
    them are searched where the dictionary itself does not say which are used."""

    def __init__(self, dictionaries: Dictionaries, held: list[NDArray[Any]]) -> None:
        values = dictionaries.values
        self.many = len(values)
        self.codes: NDArray[np.int32]
        self.texts: TextSearch | WordSearch
        self._so_far: NDArray[np.int32] | None = None
        if isinstance(values, UsedTexts):
            codes, texts = values.later()
            self.codes = np.concatenate((values.codes, codes)) if len(codes) else values.codes
            self.texts = _search_in(values.grid.and_more(texts) if len(codes) else values.grid)
            ends = [*values.runs, *range(len(values.codes) + 1, len(self.codes) + 1)]
        else:
            self.codes = np.unique(np.concatenate([codes[codes >= 0] for codes in held])).astype(np.int32)
            self.texts = TextSearch.of([values[code] for code in self.codes.tolist()])
            ends = [0, len(self.codes)]
        self._runs = [(first, end) for first, end in pairwise(ends) if first < end]  # in which the codes ascend

    def after(self, before: ValueSearch) -> ValueSearch:
        """This search, which finds the order of its texts from that of another one, where it has the same and a few
        more."""
        known, ranks = len(before.codes), before.__dict__.get("ranks")
        same = self.texts.grid.bands is before.texts.grid.bands and len(self.codes) - known in range(_MANY_MORE)
        if ranks is not None and same and np.array_equal(self.codes[:known], before.codes):
            self._so_far = np.maximum(ranks.take(before.codes), 0)  # of the empty text: it is the first one
        return self

    def _merged(self, so_far: NDArray[np.int32]) -> NDArray[np.int32]:
        self._so_far = None
        more = self.texts.grid.texts(np.arange(len(so_far), len(self.codes)))
        return with_more(so_far, lambda row: fold(self.texts.grid.text(row)), [fold(text) for text in more])

    def prepare(self) -> None:
        """Make every table now."""
        self.texts.prepare()
        _ = self.ranks

    def knows(self, codes: NDArray[np.integer]) -> bool:
        """Whether each of some codes >= 0 is searched."""
        left = np.unique(codes).astype(self.codes.dtype)  # of one kind, or the millions would be made of the other
        for first, end in self._runs:
            if len(left) and end - first > _LONG:
                run = self.codes[first:end]
                left = left[run[np.minimum(np.searchsorted(run, left), len(run) - 1)] != left]
        return not len(left) or int(np.isin(self.codes, left).sum()) == len(left)

    def contains(self, text: str) -> Mask:
        """bool a code, and False at the end, for NONE: whether its text has this one in it."""
        return self._by_code(self.texts.contains(text))

    def equals(self, text: str) -> Mask:
        """The same: whether its text is this one."""
        return self._by_code(self.texts.equals(text))

    @cached_property
    def blank(self) -> Mask:
        """The same: whether its text is empty: the source left it unknown."""
        return self.equals("")

    @cached_property
    def ranks(self) -> NDArray[np.int32]:
        """int32 a code: its place in the order of the texts; the smallest number for the empty text, and at the end,
        for NONE."""
        unknown = np.iinfo(np.int32).min
        found = np.full(self.many + 1, unknown, np.int32)
        found[self.codes] = self.texts.ranks() if self._so_far is None else self._merged(self._so_far)
        if self.blank.any():
            found[self.blank] = unknown
        return found

    def _by_code(self, found: Mask) -> Mask:
        out = np.zeros(self.many + 1, dtype=bool)
        some = np.count_nonzero(found)
        if some * _FEW > len(found):
            for first, end in self._runs:
                low, high = int(self.codes[first]), int(self.codes[end - 1]) + 1
                if high - low == end - first:
                    out[low:high] = found[first:end]
                else:
                    out[self.codes[first:end]] = found[first:end]
        elif some:
            out[self.codes[found.nonzero()[0]]] = True
        return out


def _search_in(grid: TextGrid | WordGrid) -> TextSearch | WordSearch:
    return TextSearch(grid) if isinstance(grid, TextGrid) else WordSearch(grid)
