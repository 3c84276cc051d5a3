"""The rows of a queue in an order: takes the facts of the visible rows out of the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.state.queue_facts import fact_lists, facts_of_rows
from bpo_desk.ui.queue.cell import Cell
from bpo_desk.ui.queue.listed import Listed
from bpo_desk.ui.queue.queue_cells import NEEDED_FACTS, Fact, Moment, cells_of_lists, tip

_MOST_KEPT: Final = 512
_Asked = Callable[[NDArray[np.int64]], list[Fact]]
_AHEAD: Final = 40
"""Rows whose facts are taken out of the columns at a time: about a page."""


class QueueRows:
    """The rows of a listing: positions in the case columns, in the order of the table."""

    def __init__(
        self,
        queue: QueueColumns,
        listed: Listed | NDArray[np.int64],
        seen: Moment,
        asked: _Asked | None = None,
    ) -> None:
        """`asked`: how what was asked about the cases at some positions stands, where somebody can tell."""
        self.queue = queue
        self._asked = asked
        self.seen = seen
        self._listed = Listed(listed) if isinstance(listed, np.ndarray) else listed
        self._column = queue.cases.columns
        self._facts: dict[int, dict[str, Fact]] = {}
        self._kept: dict[int, tuple[Cell, ...]] = {}

    @property
    def rows(self) -> NDArray[np.signedinteger]:
        """Positions of all rows in the case columns, in the order of the table."""
        return self._listed.all()

    def __len__(self) -> int:
        return len(self._listed)

    def case(self, row: int) -> int:
        """The case key of a row."""
        return int(self._column["case"][self._listed.between(row, row + 1)[0]])

    def cells(self, row: int) -> Sequence[Cell]:
        """The cells of a row; kept for the rows that were asked for last, those of the rows after it along with it."""
        kept = self._kept.get(row)
        if kept is None:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            several = self.cells_at(self._listed.between(row, row + _AHEAD))
            self._kept.update(zip(range(row, row + len(several)), several, strict=True))
            kept = several[0]
        return kept

    def cells_at(self, places: NDArray[np.int64]) -> list[tuple[Cell, ...]]:
        """The cells of the rows at some positions in the case columns; in any thread."""
        lists = fact_lists(self.queue, places, NEEDED_FACTS)
        lists["asked"] = [None] * len(places) if self._asked is None else self._asked(places)
        return cells_of_lists(lists, self.seen)

    def several(self, rows: Sequence[int]) -> Callable[[], Iterable[Sequence[Cell]]]:
        """What makes the cells of some rows, one after the other; it may be called in any thread."""
        places = self._listed.all()[np.asarray(rows, np.int64)]
        return lambda: (
            shown
            for first in range(0, len(places), _MOST_KEPT)
            for shown in self.cells_at(places[first : first + _MOST_KEPT])
        )

    def look_at(self, seen: Moment) -> None:
        """See the same rows at another instant."""
        self.seen = seen
        self._kept.clear()

    def renewed(self, queue: QueueColumns, changed: NDArray[np.int64], asked: _Asked | None = None) -> QueueRows:
        """The same rows of a queue in which those of `changed` (ascending) are others."""
        after = QueueRows(queue, self._listed, self.seen, asked)
        if self._kept or self._facts:
            places = sorted({*self._kept, *self._facts})
            rows = self._listed.between(places[0], places[-1] + 1)[np.array(places) - places[0]]
            same = {place for place, other in zip(places, np.isin(rows, changed).tolist(), strict=True) if not other}
            after._kept = {place: cells for place, cells in self._kept.items() if place in same}
            after._facts = {place: facts for place, facts in self._facts.items() if place in same}
        return after

    def tip(self, row: int, column: int) -> str:
        """More about one cell."""
        return tip(self.facts(row), column, self.cells(row)[column], self.seen)

    def facts(self, row: int) -> dict[str, Fact]:
        """What a row says, by name, as `queue_facts` has it; those of the rows after it are taken along."""
        found = self._facts.get(row)
        if found is None:
            if len(self._facts) > _MOST_KEPT:
                self._facts.clear()
            several = facts_of_rows(self.queue, self._listed.between(row, row + _AHEAD))
            self._facts.update(zip(range(row, row + len(several)), several, strict=True))
            found = several[0]
        return found
