"""The table of the queue while cases change: renews rows in their places, marks them, and says what waits to be listed.

Which rows those are is found in `live_rows.py`, in the background; this is the part on the screen.
"""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
from PySide6.QtCore import QObject

from bpo_desk.ui.queue.live_rows import Changes, Listing, Waiting
from bpo_desk.ui.queue.queue_rows import QueueRows
from bpo_desk.ui.queue.queue_table import QueueTable
from bpo_desk.ui.queue.queue_view import QueueView
from bpo_desk.ui.queue.row_marks import RowMarks
from bpo_desk.ui.queue.row_selection import select_rows, selected_cases
from bpo_desk.ui.queue.waiting_chip import WaitingChip

_MARKED: Final = 1_000


class Shown(Protocol):
    """What shows the rows: the queue screen."""

    @property
    def view(self) -> QueueView | None:
        """The view that is shown."""
        ...

    @property
    def rows(self) -> QueueRows | None:
        """The rows in the table."""
        ...

    def ask(self) -> None:
        """List anew."""
        ...

    def renew(self, view: QueueView, rows: QueueRows) -> None:
        """Have another view of the same rows."""
        ...


class LiveQueue(QObject):
    """Keeps the table of a queue up to date; `still`: without motion. The chip is for who lays out to place."""

    def __init__(self, screen: Shown, table: QueueTable, *, still: bool) -> None:
        super().__init__(table)
        self._screen, self._table = screen, table
        self.marks = RowMarks(table, still=still)
        self.chip = WaitingChip()
        self.chip.clicked.connect(self.show_waiting)
        self.listing: Listing | None = None

    def take(self, changes: Changes) -> bool:
        """Show changed cases where they stand. Says whether it could: not where something else is listed by now."""
        view, rows = self._screen.view, self._screen.rows
        if changes.listed is not self.listing or changes.before not in (None, view) or view is None or rows is None:
            return False
        after = changes.view
        after.catch_up(view)
        if changes.before is None:
            rows = QueueRows(after.queue, changes.kept.listed, rows.seen, after.asked_words)
        else:
            rows = rows.renewed(after.queue, changes.rows, after.asked_words)
        self._renew(changes, rows)
        self._screen.renew(after, rows)
        return True

    def show_waiting(self) -> None:
        """List anew, with what has come in and what stands elsewhere by now."""
        before = self.listing
        if self._screen.view is not None:
            self._screen.view.forget_told()
        self._screen.ask()
        self._mark_new(before)

    def begin(self, listing: Listing) -> None:
        """The table lists this, asked for just now: nothing waits."""
        self.listing = listing
        self.marks.clear()
        self.chip.say(*Waiting())

    def _renew(self, changes: Changes, rows: QueueRows) -> None:
        listing = changes.kept
        table, model = self._table, self._table.queue_model
        same = len(rows) == model.rowCount()
        places = listing.places[changes.rows]
        places = places[places >= 0]
        if same:
            seen = table.visible_rows()
            model.renew_rows(rows, places[(places >= seen.start) & (places < seen.stop)].tolist())
        else:
            self._put(rows, listing)
        self.listing = listing
        listing.changed = np.union1d(listing.changed, changes.rows)
        self.marks.mark(places[:_MARKED].tolist())
        self.chip.say(*changes.waiting)

    def _mark_new(self, before: Listing | None) -> None:
        """Mark the rows that the listing before this one did not have."""
        after = self.listing
        if before is not None and after is not None and before.cases == after.cases:
            new = np.flatnonzero(after.mask & ~before.mask)[:_MARKED]
            self.marks.mark(after.places[new].tolist())

    def _put(self, rows: QueueRows, listing: Listing) -> None:
        """Rows have gone: what is selected, the current row and the scrolling stay at their cases."""
        table = self._table
        model, index, top = table.queue_model, table.currentIndex(), table.verticalScrollBar().value()
        current = [model.rows.case(index.row())] if index.isValid() else []
        selected = selected_cases(table)
        self.marks.clear()
        table.show_rows(rows)
        place = {rows.case(place): place for place in sorted(self._found(rows, listing, {*selected, *current}))}
        select_rows(table, [place[case] for case in selected if case in place], [])
        if current and current[0] in place:
            chosen = table.selectionModel()
            chosen.setCurrentIndex(model.index(place[current[0]], 0), chosen.SelectionFlag.NoUpdate)
        table.verticalScrollBar().setValue(top)

    def _found(self, rows: QueueRows, listing: Listing, cases: set[int]) -> list[int]:
        keys = rows.queue.cases["case"]
        wanted = np.array(sorted(cases), keys.dtype)  # of another type all keys would be copied
        at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        places = listing.places[at[keys[at] == wanted]]
        return [int(place) for place in places if place >= 0]
