"""The rows of a queue in an order: takes the facts of the visible rows out of the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.state.queue_facts import queue_facts
from bpo_desk.ui.queue.cell import Cell
from bpo_desk.ui.queue.queue_cells import Fact, Moment, cells, tip

_MOST_KEPT: Final = 512


class QueueRows:
    """`rows`: int64 positions in the case columns, in the order of the table."""

    def __init__(self, queue: QueueColumns, rows: NDArray[np.int64], seen: Moment) -> None:
        self.queue = queue
        self.rows = rows
        self.seen = seen
        self._column = queue.cases.columns
        self._kept: dict[int, tuple[Cell, ...]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def case(self, row: int) -> int:
        """The case key of a row."""
        return int(self._column["case"][self.rows[row]])

    def cells(self, row: int) -> Sequence[Cell]:
        """The cells of a row; kept for the rows that were asked for last."""
        kept = self._kept.get(row)
        if kept is None:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[row] = cells(self.facts(row), self.seen)
        return kept

    def tip(self, row: int, column: int) -> str:
        """More about one cell."""
        return tip(self.facts(row), column, self.cells(row)[column], self.seen)

    def facts(self, row: int) -> dict[str, Fact]:
        """What a row says, by name, as `queue_facts` has it."""
        return queue_facts(self.queue, int(self.rows[row]))
