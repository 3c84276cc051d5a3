"""The rows of the queue while their cases change: each is renewed in its place, order and selection stay until somebody
asks for what waits. What a changed row looks like for a while is in `row_marks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.ui.queue.listed import Listed
from bpo_desk.ui.queue.queue_view import Question, QueueView

if TYPE_CHECKING:
    from bpo_desk.cache.queue_changes import QueueChange

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
_COMPARED: Final = 2_000
"""More changed rows are not looked for in the order: that they have changed is said of all of them."""
_NOWHERE: Final = -1


class Waiting(NamedTuple):
    """How many cases a new listing would bring in, and how many it would put elsewhere or leave out."""

    new: int = 0
    moved: int = 0


class Listing:
    """What the table lists: `listed` of the rows of a queue of so many cases, as a question was answered. `changed`:
    rows that were renewed since then, ascending."""

    def __init__(self, question: Question, listed: Listed, cases: int) -> None:
        self.question, self.listed, self.cases = question, listed, cases
        self.changed: Rows = np.empty(0, np.int64)

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """int32 a row: its place in the table, -1 where it is not listed. In any thread."""
        rows = self.listed.all()
        places = np.full(self.cases, _NOWHERE, np.int32)
        places[rows] = np.arange(len(rows), dtype=np.int32)
        return places

    @cached_property
    def mask(self) -> Mask:
        """bool a row: whether it is listed."""
        found: Mask = self.places != _NOWHERE
        return found

    def compared(self, view: QueueView, changed: Rows) -> Waiting:
        """What differs from what a view would list now, where the rows of `changed` (ascending) are renewed."""
        wanted = view.wanted(self.question)
        new = ~self.mask if wanted is None else wanted & ~self.mask
        here = changed[self.mask[changed]]
        gone = 0
        if wanted is not None:
            gone, here = int(np.count_nonzero(self.mask & ~wanted)), here[wanted[here]]
        return Waiting(int(np.count_nonzero(new)), gone + self._moved(view, here))

    def _moved(self, view: QueueView, here: Rows) -> int:
        """How many of the changed rows no longer stand between their nearest neighbours that are as they were."""
        if not len(here) or len(here) > _COMPARED:
            return len(here)
        listed, changed = self.listed.all(), set(self.places[here].tolist())
        runs = list(_runs(sorted(changed)))
        beside = {place for first, last in runs for place in (first - 1, last + 1) if 0 <= place < len(listed)}
        rows = np.sort(np.concatenate((here, listed[np.array(sorted(beside), np.int64)])))
        rank = {int(row): place for place, row in enumerate(view.order_of(self.question.sort, rows).tolist())}
        moved = 0
        for first, last in runs:
            low = rank[int(listed[first - 1])] if first else -1
            high = rank[int(listed[last + 1])] if last + 1 < len(listed) else len(rows)
            for place in range(first, last + 1):
                here_now = rank[int(listed[place])]
                if low < here_now < high:
                    low = here_now
                else:
                    moved += 1
        return moved


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to stand in the table: `view`, with `rows` that are others than before (ascending). It is made for the
    listing `listed`, which is `kept` in its rows, and of the view `before` (None: it was read as a whole)."""

    view: QueueView
    rows: Rows
    before: QueueView | None
    listed: Listing
    kept: Listing
    waiting: Waiting
    others: bool = False


def renewed(
    view: QueueView, listing: Listing, read: Callable[[QueueColumns], QueueChange | None]
) -> Changes | None:  # fmt: skip
    """The view with the cases that `read` gives put in, `others` where there are more that it cannot give; None where
    the queue must be read whole. In any thread."""
    change = read(view.queue)
    if change is None:
        return None
    after = view.patched(change.queue, change.rows)
    waiting = listing.compared(after, np.union1d(listing.changed, change.rows))
    return Changes(after, change.rows, view, listing, listing, waiting, change.others)


def read_again(before: QueueView, view: QueueView, listing: Listing) -> Changes:
    """A view of the same engagement that was read as a whole, with the order of a listing kept. In any thread."""
    kept, rows = kept_listing(before, view, listing)
    return Changes(view, rows, None, listing, kept, kept.compared(view, kept.changed))


def kept_listing(before: QueueView, view: QueueView, listing: Listing) -> tuple[Listing, Rows]:
    """The listing in the rows of another view of the same engagement: who is still there stands in the same order. And
    the rows of that view, ascending, whose cases are not as they were (new ones are not among them)."""
    old, new = before.queue.cases["case"], view.queue.cases["case"]
    at = np.minimum(np.searchsorted(new, old), max(len(new) - 1, 0))
    there = new[at] == old if len(new) else np.zeros(len(old), dtype=bool)
    rows = listing.listed.all()
    kept = Listing(listing.question, Listed(at[rows[there[rows]]]), len(new))
    changed = np.zeros(len(new), dtype=bool)
    for name, column in before.queue.cases.columns.items():
        changed[at[there]] |= view.queue.cases[name][at[there]] != column[there]
    found = np.flatnonzero(changed)
    still = np.zeros(len(new), dtype=bool)
    still[at[listing.changed[there[listing.changed]]]] = True
    kept.changed = np.flatnonzero(changed | still)
    return kept, found


def _runs(places: Iterable[int]) -> Iterable[tuple[int, int]]:
    """First and last of each run of neighbouring places."""
    first = last = None
    for place in places:
        if last is not None and place == last + 1:
            last = place
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = place
    if first is not None and last is not None:
        yield first, last
