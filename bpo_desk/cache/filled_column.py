"""A column that is read piece by piece, in the memory that it will take and no more."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.narrow_columns import width_of

_MORE: Final = 1.5


class FilledColumn:
    """Collects arrays one after the other as values of numpy type `kind`; `expected` is about how many there will be.

    A column that only ever holds one value costs no memory: it is that value, seen as many times (read only). A
    `narrow` one is of the narrowest type that holds what comes, up to `kind`; times stay as wide as they are.
    """

    def __init__(self, kind: str, expected: int, *, narrow: bool = False) -> None:
        self._narrow = narrow and kind != "i8"
        self._kind = np.dtype("i1" if self._narrow else kind)
        self._expected = max(expected, 1)
        self._count = 0
        self._values: NDArray[np.generic] | None = None  # None while all values are `_same`
        self._same = np.zeros(1, self._kind)

    def add(self, piece: NDArray[np.generic]) -> None:
        """Put some values behind the others."""
        if not len(piece):
            return
        stop = self._count + len(piece)
        if self._narrow:
            self._widen(width_of(piece, self._kind))
        if self._values is None:
            if not self._count:
                self._same[:] = piece[0]
            if (piece == self._same[0]).all():
                self._count = stop
                return
            # What is not written yet takes no memory.
            self._values = np.empty(max(self._expected, stop), self._kind)
            self._values[: self._count] = self._same[0]
        if stop > len(self._values):
            longer = np.empty(max(int(_MORE * len(self._values)), stop), self._kind)
            longer[: self._count] = self._values[: self._count]
            self._values = longer
        self._values[self._count : stop] = piece
        self._count = stop

    def _widen(self, kind: np.dtype[Any]) -> None:
        if kind == self._kind:
            return
        self._kind, self._same = kind, self._same.astype(kind)
        if self._values is not None:
            wider = np.empty(len(self._values), kind)
            wider[: self._count] = self._values[: self._count]
            self._values = wider

    def array(self) -> NDArray[np.generic]:
        """All values."""
        if self._values is None:
            return np.broadcast_to(self._same, self._count)
        return self._values[: self._count]
