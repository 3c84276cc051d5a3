"""Places in the order of many texts when a few more come: found for these alone, the others moved on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.int32]


class _InOrder(Sequence[bytes]):
    """Texts by rank, read when asked for; of equal ones one stands for all."""

    def __init__(self, ranks: Ranks, text: Callable[[int], bytes]) -> None:
        at = np.full(len(ranks), -1, np.int32)
        at[ranks] = np.arange(len(ranks), dtype=np.int32)
        filled = np.maximum.accumulate(np.where(at >= 0, np.arange(len(ranks), dtype=np.int32), 0))
        self._at, self._text = at[filled], text

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, rank: int) -> bytes:  # type: ignore[override]  # nobody asks for slices
        return self._text(int(self._at[rank]))


def with_more(ranks: Ranks, text: Callable[[int], bytes], more: Sequence[bytes]) -> Ranks:
    """How many of all texts stand before each one: of those that have `ranks` so far, and of some `more` behind them.
    `text` gives those so far, as they are compared."""
    so_far = _InOrder(ranks, text)
    before = [bisect_left(so_far, each) for each in more]
    equal = [at < len(so_far) and so_far[at] == each for at, each in zip(before, more, strict=True)]
    # A text stands before the one of a rank where it comes earlier, or there without being equal.
    keys = np.sort(np.array([2 * at + (1 if same else -1) for at, same in zip(before, equal, strict=True)], np.int32))
    moved = ranks + np.searchsorted(keys, 2 * ranks).astype(np.int32)
    among = sorted(more)
    own = [at + bisect_left(among, each) for at, each in zip(before, more, strict=True)]
    return np.concatenate((moved, np.array(own, np.int32)))
