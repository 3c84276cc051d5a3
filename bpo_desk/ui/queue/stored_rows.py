"""Rows as they were stored the last time: what is painted before the data themselves are read. No numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from bpo_desk.ui.queue.cell import Cell
from bpo_desk.ui.queue.queue_cells import Facts, Moment, cells, tip


class StoredRows:
    """A few rows of facts with their case keys."""

    def __init__(self, cases: Sequence[int], facts: Sequence[Facts], seen: Moment) -> None:
        self._cases = cases
        self._facts = facts
        self._seen = seen
        self._cells: dict[int, Sequence[Cell]] = {}  # of the rows that were painted

    def __len__(self) -> int:
        return len(self._facts)

    def case(self, row: int) -> int:
        """The case key of a row."""
        return self._cases[row]

    def cells(self, row: int) -> Sequence[Cell]:
        """The cells of a row."""
        found = self._cells.get(row)
        if found is None:
            found = self._cells[row] = cells(self._facts[row], self._seen)
        return found

    def several(self, rows: Sequence[int]) -> Callable[[], Iterable[Sequence[Cell]]]:
        """What makes the cells of some rows."""
        return lambda: [self.cells(row) for row in rows]

    def tip(self, row: int, column: int) -> str:
        """More about one cell."""
        return tip(self._facts[row], column, self.cells(row)[column], self._seen)


NO_ROWS: Final = StoredRows((), (), Moment(0, 0))
