"""The rows of a queue in an order: takes the facts of the visible rows out of the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, StepRelation, WaitingFor
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.sides import Side
from bpo_desk.ui.queue.cell import Cell
from bpo_desk.ui.queue.queue_cells import Fact, Moment, cells, tip

_WORDS: Final[dict[str, dict[int, str]]] = {
    "status": {int(each): each.word for each in CaseStatus},
    "step_relation": {int(each): each.word for each in StepRelation},
    "holder_kind": {int(each): each.word for each in HolderKind},
    "holder_side": {int(each): each.word for each in Side},
    "waiting_for": {int(each): each.word for each in WaitingFor},
    "sla": {int(each): each.word for each in SlaState},
}
_MOMENTS: Final = ("opened_at", "closed_at", "last_activity_at", "holder_since", "due_at")
_VALUES: Final = ("title", "client", "priority")
_NUMBERS: Final = ("holders", "exits", "exits_open", "ad_hoc_open", "ad_hoc_total", "capability")
_MOST_KEPT: Final = 512


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class QueueRows:
    """`rows`: int64 positions in the case columns, in the order of the table."""

    def __init__(self, queue: QueueColumns, rows: NDArray[np.int64], seen: Moment) -> None:
        self.queue = queue
        self.rows = rows
        self._seen = seen
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
            kept = self._kept[row] = cells(self.facts(row), self._seen)
        return kept

    def tip(self, row: int, column: int) -> str:
        """More about one cell."""
        return tip(self.facts(row), column, self.cells(row)[column])

    def facts(self, row: int) -> dict[str, Fact]:
        """What a row says: times in microseconds, None = unknown; texts as they are, "" = unknown, None = not said."""
        at, column, known = int(self.rows[row]), self._column, self.queue.dictionaries
        found: dict[str, Fact] = {name: words[int(column[name][at])] for name, words in _WORDS.items()}
        for name in _MOMENTS:
            moment = int(column[name][at])
            found[name] = None if moment == TIME_UNKNOWN else moment
        for name in _VALUES:
            found[name] = known.value(int(column[name][at]))
        for name in _NUMBERS:
            found[name] = int(column[name][at])
        process = int(self.queue.process[at])
        found["number"] = self.queue.numbers.text(at)
        found["process"] = self.queue.process_keys[process] if process >= 0 else None
        found["step"] = _name(known.steps, int(column["step"][at]))
        found["holder"] = _name(known.persons, int(column["holder"][at]))
        found["holder_queue"] = _name(known.queues, int(column["holder_queue"][at]))
        self._add_steps(found, at)
        return found

    def _add_steps(self, found: dict[str, Fact], at: int) -> None:
        steps = self.queue.cases.sets["steps"]
        first, end = int(steps.offset[at]), int(steps.offset[at + 1])
        found["steps"] = end - first
        if end - first > 1:
            names = [_name(self.queue.dictionaries.steps, int(code)) for code in steps.flat["step"][first:end]]
            found["all_steps"] = "\n".join(name or "unknown step" for name in names)


def _name(entries: Sequence[_Named], code: int) -> str | None:
    return entries[code].name if 0 <= code < len(entries) else None
