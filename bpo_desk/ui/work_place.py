"""Work on what is selected, in its place in the window: which cases are meant, asking and writing in the background.

What the panel shows is the panel's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bpo_desk.cache.outbox import Entry
    from bpo_desk.models.mutation import Mutation
    from bpo_desk.models.queue_columns import QueueColumns
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.sync_watch import SyncWatch
    from bpo_desk.ui.work.work_panel import WorkPanel
    from bpo_desk.workspace.selected_work import Basis, Plan

DEEDS: Final = ("note", "follow", "unfollow", "flag", "unflag", "task", "reassign", "escalate", "withdraw")
"""Deeds by the word of models.deeds.DeedKind; each is the action "work_<word>"."""


class WorkPlace(QObject):
    """`said(words)` for the status bar, `case_wanted(engagement code, case number)`."""

    said = Signal(str)
    case_wanted = Signal(str, str)
    _progress = Signal(object)
    _looked = Signal(int)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        queue: QueueScreen,
        places: Navigation,
        watch: SyncWatch,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._desk, self._background, self._watch, self._window = desk, background, watch, window
        self._queue, self._places = queue, places
        self._panel: WorkPanel | None = None
        self._written: list[Mutation] = []
        self._moved = False
        self._stopped = False
        self._rounds = 0
        self._progress.connect(self._take_progress)
        watch.moved.connect(self._read_entries)

    @property
    def panel(self) -> WorkPanel:
        """The panel; made when it is first wanted."""
        if self._panel is None:
            from bpo_desk.ui.work.work_panel import WorkPanel  # not before the first paint

            self._panel = WorkPanel(display_zone(self._desk.settings.time_zone), self._window)
            self._panel.wanted.connect(self._write)
            self._panel.stop_wanted.connect(self._stop)
            self._panel.case_wanted.connect(self.case_wanted)
            self._panel.left.connect(lambda: self._background.drop("work basis"))
            self._looked.connect(self._panel.show_looked)
        return self._panel

    def begin(self, deed: str) -> None:
        """Offer a deed for the case in front, else for the selected rows of the queue."""
        from bpo_desk.models.deeds import DeedKind
        from bpo_desk.workspace.selected_work import MOST_CASES

        found = self.chosen()
        if found is None or not len(found[1]):
            self.said.emit(self.tr("No case is chosen: open one, or select rows of the queue."))
            return
        queue, rows = found
        self.panel.begin(DeedKind(deed), len(rows))
        if len(rows) <= MOST_CASES and not self.panel.is_writing:
            desk, wanted = self._desk, [True]  # until the panel is closed, or asked about other cases

            def told(share: float) -> bool:  # in the thread that looks
                self._looked.emit(int(100 * share))
                return bool(wanted)

            self._background.ask(
                "work basis",
                lambda: desk.work_basis(queue, rows, told),
                self.panel.show_basis,
                self._failed,
                wanted.clear,
            )

    def chosen(self) -> tuple[QueueColumns, NDArray[np.int64]] | None:
        """The queue and the rows of it that are meant; None before it is read."""
        import numpy as np

        from bpo_desk.ui.queue.queue_rows import QueueRows

        shown = self._queue.table.queue_model.rows
        if not isinstance(shown, QueueRows):
            return None
        if self._places.at_case and self._places.case_shown is not None:
            keys = shown.queue.cases["case"]
            at = int(np.searchsorted(keys, self._places.case_shown))
            here = at < len(keys) and int(keys[at]) == self._places.case_shown
            return shown.queue, np.array([at] if here else [], dtype=np.int64)
        spans = self._queue.table.selected_spans()
        rows = [shown.rows[top : bottom + 1] for top, bottom in spans]
        return shown.queue, np.concatenate(rows) if rows else np.empty(0, np.int64)

    def _write(self, basis: Basis, wanted: Plan) -> None:
        self._written, self._stopped = [], False
        self._rounds += 1
        desk = self._desk

        def told(batch: Sequence[Mutation]) -> bool:  # in the thread that writes
            self._progress.emit(batch)
            return not self._stopped

        self._background.ask(
            f"work {self._rounds}", lambda: desk.write_work(basis, wanted, told), self._done, self._failed, always=True
        )

    def _stop(self) -> None:
        self._stopped = True

    def _take_progress(self, batch: Sequence[Mutation]) -> None:
        self._written += batch
        self.panel.show_written(batch)

    def _done(self, _none: None) -> None:
        self.panel.end_writing()
        self._read_entries()
        self._watch.read_outbox()
        self._places.read_again()
        self.tell_queue()

    def tell_queue(self) -> None:
        """Something was written: who follows what, and what was asked for, is another."""
        from bpo_desk.ui.queue import told_rows  # not before the first paint

        told_rows.written(self._queue)

    def _failed(self, error: Exception) -> None:
        self.panel.show_failure("\n".join(words_for(error)))
        self._read_entries()
        self._watch.read_outbox()

    def _read_entries(self) -> None:
        """One reading at a time: of very many it takes longer than from one answer of the sync to the next."""
        if not self._written or self._panel is None or not self._panel.isVisible() or self._panel.is_writing:
            return
        self._moved = self._background.is_busy("work entries")
        if not self._moved:
            desk, written = self._desk, list(self._written)
            self._background.ask("work entries", lambda: desk.entries_of(written), self._show_entries, self._failed)

    def _show_entries(self, entries: list[Entry]) -> None:
        if entries and self._panel is not None:
            self._panel.show_entries(entries)
        if self._moved:
            self._read_entries()


def work_actions(place: Callable[[], WorkPlace]) -> dict[str, Callable[[], object]]:
    """What the actions of the work menu do, by name."""
    return {f"work_{deed}": lambda deed=deed: place().begin(deed) for deed in DEEDS}  # type: ignore[misc]
