"""Which rows a queue lists, in order, found as far as they are asked for: a page of a million rows needs no more.

Which rows a question wants is decided in queue_view.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.state.packed_order import Order

Rows = NDArray[np.signedinteger]
Mask = NDArray[np.bool_]
_LOOKED_AT: Final = 1 << 15
"""Places of the order that are looked at in one go."""
_FEW: Final = 2_048
"""So many rows are sorted as a whole as fast as a page of them is found."""


class Listed:
    """Rows (positions in the case columns) in order: `order` all rows; `wanted` bool a row, None for all of them.
    `sort` puts some rows (ascending) in that order; asked only where few rows are wanted."""

    def __init__(
        self,
        order: Order | NDArray[np.integer],
        wanted: Mask | None = None,
        count: int | None = None,
        sort: Callable[[NDArray[np.int32]], Rows] | None = None,
    ) -> None:
        self._order = order if isinstance(order, Order) else Order(order)
        self._wanted, self._sort = wanted, sort
        self._count = len(order) if wanted is None else int(np.count_nonzero(wanted)) if count is None else count
        self._is_all = self._count == len(order)
        self._found: Rows | None = None
        self._first: Rows = np.empty(0, np.int32)
        self._looked = 0  # places of the order that `_first` covers

    def __len__(self) -> int:
        return self._count

    def all(self) -> Rows:
        """Every row."""
        if self._is_all:
            return self._order.whole()
        if self._found is None:
            self._found = self._find()
        return self._found

    def between(self, first: int, end: int) -> Rows:
        """The rows from one place of the list up to another, or to its end."""
        end = min(end, self._count)
        if self._is_all:
            return self._order.up_to(end)[first:end]
        if self._found is None and (self._count <= _FEW or end > max(4 * len(self._first), _FEW)):
            self.all()
        if self._found is not None:
            return self._found[first:end]
        while len(self._first) < end:
            self._look_further(2 * end * len(self._order) // self._count)
        return self._first[first:end]

    def _look_further(self, as_a_rule: int) -> None:
        """As far as is enough as a rule, and twice as far each time, so that what was found before is not copied over
        and over."""
        assert self._wanted is not None
        end = self._looked + max(min(_LOOKED_AT, as_a_rule), self._looked, 1)
        part = self._order.up_to(end)[self._looked : end]
        self._looked = end
        self._first = np.concatenate((self._first, part[np.flatnonzero(self._wanted[part])]))

    def _find(self) -> Rows:
        assert self._wanted is not None
        if self._sort is not None and self._count * 8 <= len(self._order):
            return self._sort(np.flatnonzero(self._wanted).astype(np.int32))
        order = self._order.whole()
        pieces = [order[:0]]
        for first in range(0, len(order), _LOOKED_AT):
            part = order[first : first + _LOOKED_AT]
            pieces.append(part[np.flatnonzero(self._wanted[part])])  # a mask would cost three times as much
        return np.concatenate(pieces)
