"""Which rows of a queue are shown and in what order: one question, one answer, no Qt.

Keeps what is costly to find again: the permutation of each sort and the mask of each filter text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.settings import Settings

Sort = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked for: filter text, chips that are on, sort as (column key, descending), first one first,
    and the only case keys that may be shown (None: all)."""

    text: str = ""
    chips: frozenset[str] = frozenset()
    sort: Sort = (("due", False),)
    limit: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`rows`: int64 positions in the case columns, in order. `counts`: per chip, None where no source can tell."""

    rows: NDArray[np.int64]
    counts: dict[str, int | None] = field(default_factory=dict)


class QueueView:
    """Answers questions about one queue at the instant `now` (microseconds UTC)."""

    def __init__(self, queue: QueueColumns, now: int, settings: Settings) -> None:
        self.queue = queue
        self.now = now
        self._settings = settings
        self._orders: dict[Sort, NDArray[np.int64]] = {}

    def answer(self, question: Question) -> Answer:
        """Rows and counts of a question."""
        rows = self.order(question.sort)
        wanted = np.ones(len(self.queue), dtype=bool)
        if question.limit is not None:
            wanted &= np.isin(self.queue.cases["case"], np.fromiter(question.limit, np.int64))
        return Answer(rows[wanted[rows]])

    def case_of_number(self, text: str) -> int | None:
        """The case of this number."""
        found = self.cases_of_numbers([text])
        return found[0][0] if len(found[0]) == 1 else None

    def cases_of_numbers(self, numbers: Sequence[str]) -> tuple[list[int], list[str]]:
        """The cases of these numbers, and the numbers that no case has."""
        wanted = {number.casefold() for number in numbers}
        found = {}
        for row in range(len(self.queue)):
            text = self.queue.numbers.text(row).casefold()
            if text in wanted:
                found[text] = int(self.queue.cases["case"][row])
        return list(found.values()), [number for number in numbers if number.casefold() not in found]

    def order(self, sort: Sort) -> NDArray[np.int64]:
        """The permutation of all rows for a sort; kept."""
        kept = self._orders.get(sort)
        if kept is None:
            due = self.queue.cases["due_at"].astype(np.int64)
            kept = np.argsort(np.where(due == TIME_UNKNOWN, np.iinfo(np.int64).max, due), kind="stable")
            self._orders[sort] = kept
        return kept

    def places(self, rows: NDArray[np.int64], cases: tuple[int, ...]) -> list[int]:
        """Where in `rows` the given cases stand, ascending; cases that are not there are left out."""
        if not cases:
            return []
        keys = self.queue.cases["case"]
        at = np.searchsorted(keys, np.asarray(cases))
        here = at < len(keys)
        at, wanted = at[here], np.asarray(cases)[here]
        marked = np.zeros(len(keys), dtype=bool)
        marked[at[keys[at] == wanted]] = True
        return [int(place) for place in np.flatnonzero(marked[rows])]
