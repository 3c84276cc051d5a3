"""One's own review of a case, in its place in the window: read, kept and submitted in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    from bpo_desk.models.engagement import Engagement
    from bpo_desk.models.review import Review, ReviewKept
    from bpo_desk.models.row_seen import RowSeen
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.review.review_panel import ReviewPanel
    from bpo_desk.ui.work_place import WorkPlace


class ReviewPlace(QObject):
    """`said(words)` for the status bar, `written()` when something more waits to be sent, `failed(exception)`."""

    said = Signal(str)
    written = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, background: Background, work: WorkPlace, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._background, self._work, self._window = desk, background, work, window
        self._panel: ReviewPanel | None = None
        self._about: tuple[Engagement, int, str] | None = None
        self._rounds = 0

    @property
    def panel(self) -> ReviewPanel:
        """The panel; made when it is first wanted."""
        if self._panel is None:
            from bpo_desk.ui.review.review_panel import ReviewPanel

            self._panel = ReviewPanel(display_zone(self._desk.settings.time_zone), self._window)
            self._panel.keep_wanted.connect(self._keep)
        return self._panel

    def begin(self) -> None:
        """Open the review of the case in front, else of the one selected row of the queue."""
        found = self._work.chosen()
        if found is None or len(found[1]) != 1:
            self.said.emit(self.tr("Open a case, or select one row of the queue, to review it."))
            return
        queue, row = found[0], int(found[1][0])
        self._about = queue.engagement, int(queue.cases["case"][row]), queue.numbers.text(row)
        self._read(shown=False)

    def _read(self, *, shown: bool) -> None:
        if self._about is None:
            return
        desk, (engagement, case, number) = self._desk, self._about

        def show(review: Review) -> None:
            if shown:
                self.panel.show_kept(review)
            else:
                self.panel.show_review(number, review)

        self._background.ask("review", lambda: desk.own_review(engagement, case, number), show, self.failed.emit)

    def _keep(self, kept: ReviewKept, seen: RowSeen) -> None:
        if self._about is None:
            return
        desk, (engagement, _case, number) = self._desk, self._about

        def work() -> None:
            desk.write(desk.new_mutation(engagement.code, number, kept, seen))

        def done(_none: None) -> None:
            self._read(shown=True)
            self.written.emit()

        def failed(error: Exception) -> None:
            self.panel.show_failure("\n".join(words_for(error)))

        self._rounds += 1
        self._background.ask(f"keep review {self._rounds}", work, done, failed, always=True)
