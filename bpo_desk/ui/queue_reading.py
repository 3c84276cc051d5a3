"""Brings the cases of one engagement onto the queue screen: reads in the background, stores the first page for the
next start. What the rows look like is the screen's.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.queue.queue_state import QueueState
from bpo_desk.ui.top_bar import TopBar

if TYPE_CHECKING:
    from bpo_desk.models.engagement import Engagement
    from bpo_desk.models.filters import FieldIs
    from bpo_desk.ui.desk import Desk, FirstPage
    from bpo_desk.ui.queue.live_rows import Changes
    from bpo_desk.ui.queue.queue_view import Grouped, QueueView
    from bpo_desk.workspace.finding import Told

_SETTLED_MS: Final = 1_000  # a view that stays that long is stored for the next start
_LONG_MS: Final = 100  # a whole reading after a change that takes that long is followed by a rest
_RESTS: Final = 4  # times as long as it took
_TOLD_MS: Final = 2_000  # after a change, what no column of a case answers is asked anew where it is shown,
_TOLD_RESTS: Final = 10  # and not again before so many times as long as it took
_MOST_ROWS: Final = 2_000
"""More changed cases than these are read with the whole queue."""


class QueueReading(QObject):
    """`entered(engagement id)` when another engagement is shown, `read()` when its queue has come onto the screen,
    `nothing_here()` when the local copy has no engagement, `failed(exception)` when something else went wrong."""

    entered = Signal(int)
    read = Signal()
    nothing_here = Signal()
    failed = Signal(object)
    _progress = Signal(int)

    def __init__(self, desk: Desk, background: Background, queue: QueueScreen, top: TopBar) -> None:
        super().__init__(queue)
        self._desk, self._background = desk, background
        self._queue, self._top = queue, top
        self.engagement: int | None = None
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._save_first_page)
        self._as_of: int | None = None
        self._changed: set[int] = set()  # cases that are to be read again
        self._asked: set[int] = set()  # those that are being read
        self._since: set[int] = set()  # those that changed since the whole queue was asked for
        self._whole = False  # whether the whole queue is to be read again
        self._took = QElapsedTimer()
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._catch_up)
        self._old = QTimer(self, singleShot=True, interval=_TOLD_MS)
        self._old.timeout.connect(self._renew_told)
        self._telling = QElapsedTimer()
        self.remembers = True  # whether the next start is to begin with what is shown here
        queue.state_changed.connect(self._settled.start)
        queue.state_changed.connect(self._finish_order)
        queue.moment_wanted.connect(self.show_moment)
        self._progress.connect(queue.sides.tell_progress)
        queue.groups_wanted.connect(self._count_groups)
        queue.elsewhere_wanted.connect(self._ask_elsewhere)
        queue.copy_wanted.connect(lambda work: background.ask("copy", work, queue.put_copied, self.failed.emit))
        top.engagement_chosen.connect(self.choose)

    def show_stored(self, page: FirstPage | None) -> None:
        """Show what was stored of the last view, unless another engagement was looked at last."""
        if page is not None and self.engagement in (None, page.engagement_id):
            self.engagement = page.engagement_id
            self._queue.show_stored(page.cases, page.rows)

    def start(self) -> None:
        """Read which engagements there are, then the queue of the last one, else of the first."""
        self._background.ask("engagements", self._desk.engagements, self._show_engagements, self.failed.emit)

    def stop(self) -> None:
        """Store nothing and read nothing any more."""
        self._settled.stop()
        self._rest.stop()
        self._old.stop()

    def choose(self, engagement_id: int) -> None:
        """Show the cases of an engagement."""
        self.engagement, self._as_of = engagement_id, None
        self._background.drop("queue rows")
        self._changed, self._asked, self._whole = set(), set(), False
        self._top.mark(engagement_id)
        self.entered.emit(engagement_id)
        self.read_again()

    def read_again(self) -> None:
        """Read the queue again and list it anew; view and selection stay. Where there was no engagement, look whether
        there is now."""
        engagement, view_of, as_of = self.engagement, self._queue.prepared_view, self._as_of
        if engagement is None:
            self.start()
            return
        self._begin_whole()
        wanted = [engagement]  # until another question takes the place of this one

        def told(events: int, of: int) -> bool:
            self._progress.emit(100 * events // max(of, 1))
            return bool(wanted)

        def work() -> QueueView:
            queue = self._desk.queue(engagement) if as_of is None else self._desk.queue(engagement, as_of, told=told)
            return view_of(queue, as_of)

        self._background.ask("queue", work, self._show_queue, self._show_failure, wanted.clear)

    def _begin_whole(self) -> None:
        self._whole, self._since = False, set(self._asked)
        self._took.restart()

    def read_changes(self, cases: Iterable[int] | None = None) -> None:
        """Cases (keys; None: any) have changed: read them, and renew them where they stand. The queue of a past moment
        stays until it is asked for."""
        if self._as_of is not None:
            return
        if self.engagement is None:
            self.start()
            return
        if cases is None:
            self._whole = True
        else:
            self._changed.update(cases)
        self._catch_up()

    def _catch_up(self) -> None:
        """Ask for what is to be read, unless it is being read already: an answer that is not awaited helps nobody."""
        view, busy = self._queue.view, self._background.is_busy
        if view is None or self._as_of is not None or self._background.is_closed:
            return
        if len(self._changed) > _MOST_ROWS:
            self._changed, self._whole = set(), True
        if self._changed and not busy("queue rows"):
            self._ask_rows(view)
        if self._whole and not busy("queue") and not self._rest.isActive():
            self._ask_whole(view)

    def _ask_rows(self, view: QueueView) -> None:
        from bpo_desk.ui.queue.live_rows import renewed

        listing = self._queue.live.listing
        if listing is None:
            return
        self._asked, self._changed = self._changed, set()
        self._since |= self._asked
        cases, desk = frozenset(self._asked), self._desk
        self._background.ask(
            "queue rows",
            lambda: renewed(view, listing, lambda queue: desk.changed_queue(queue, cases)),
            self._show_rows,
            self._read_whole_instead,
        )

    def _show_rows(self, changes: Changes | None) -> None:
        asked, self._asked = self._asked, set()
        if changes is None or changes.others:
            self._whole = True
        if changes is not None and not self._queue.live.take(changes):
            self._changed |= asked  # something else is listed by now
        if not self._old.isActive():
            self._old.start()
        self._catch_up()

    def _read_whole_instead(self, _error: Exception) -> None:
        """If it fails as well, it says why."""
        self._asked, self._whole = set(), True
        self._catch_up()

    def _ask_whole(self, view: QueueView) -> None:
        """As a person who looks at it wants it after a change: in the order that it has."""
        from bpo_desk.ui.queue.live_rows import read_again

        listing, engagement = self._queue.live.listing, self.engagement
        if listing is None or engagement is None or view.queue.partial or not len(listing.listed):
            self.read_again()
            return
        self._begin_whole()
        view_of, desk = self._queue.prepared_view, self._desk
        self._background.ask(
            "queue",
            lambda: read_again(view, view_of(desk.queue(engagement)), listing),
            self._show_kept,
            self._show_failure,
        )

    def _show_kept(self, changes: Changes) -> None:
        if not self._queue.live.take(changes):
            self._queue.show_view(changes.view)
        self._was_read()

    def show_moment(self, moment: int | None) -> None:
        """Show the queue as it was at a moment (microseconds UTC), None: as it is now."""
        self._as_of = moment
        self.read_again()

    def _count_groups(self, work: Callable[[], Grouped]) -> None:
        self._background.ask("groups", work, self._queue.sides.show_groups, self.failed.emit)

    def _finish_order(self) -> None:
        """The first rows of an order are enough for a picture; the others are sorted while somebody looks at it."""
        view = self._queue.view
        if view is not None and not view.is_finished:
            self._background.ask("order", view.finish, lambda _none: None, self.failed.emit)

    def _ask_elsewhere(self, asked: list[FieldIs]) -> None:
        engagement = self.engagement
        if engagement is not None:
            self._telling.restart()
            self._background.ask(
                "elsewhere",
                lambda: self._desk.cases_that_answer(engagement, asked),
                self._take_told,
                self.failed.emit,
            )

    def _take_told(self, told: list[Told]) -> None:
        from bpo_desk.ui.queue import told_rows  # not before the first paint

        self._old.setInterval(max(_TOLD_MS, _TOLD_RESTS * int(self._telling.elapsed())))
        told_rows.take(self._queue, told)

    def _renew_told(self) -> None:
        """What others asked of the source systems comes as events, which change the cases and not these answers."""
        from bpo_desk.ui.queue import told_rows

        if self._as_of is None and not self._background.is_closed:
            told_rows.renew_column(self._queue)

    def show_sync_failure(self, message: str, next_step: str) -> None:
        """Say why the sync failed where there is nothing else to show; elsewhere the status bar says it."""
        if self.engagement is None:
            self._queue.show_failure(message, next_step)

    def _show_engagements(self, engagements: list[Engagement]) -> None:
        ids = [int(each.engagement_id) for each in engagements]
        if not ids:
            self._queue.show_no_engagement()
            self.nothing_here.emit()
            return
        chosen = self.engagement if self.engagement in ids else ids[0]
        if self.engagement not in (None, chosen):  # what was filtered by is of an engagement that is gone
            self._queue.restore(QueueState())
        self._top.show_engagements(engagements, chosen)
        self.choose(chosen)

    def _show_queue(self, view: QueueView) -> None:
        self._queue.show_view(view)
        self._was_read()

    def _was_read(self) -> None:
        self._changed |= self._since
        self._since = set()
        if self._took.elapsed() > _LONG_MS:
            self._rest.start(_RESTS * int(self._took.elapsed()))
        gc.freeze()  # a million texts that stay: looking through them for rubbish takes longer than a page to paint
        self._save_first_page()
        self.read.emit()
        self._catch_up()

    def _show_failure(self, error: Exception) -> None:
        self._queue.show_failure(*words_for(error))

    def _save_first_page(self) -> None:
        engagement, state, rows = self.engagement, self._queue.state().to_json(), self._queue.first_facts()
        if self.remembers and engagement is not None and self._queue.is_read and self._as_of is None:
            self._background.ask(
                "first page",
                lambda: self._desk.save_first_page(engagement, state, rows),
                lambda _none: None,
                self.failed.emit,
            )
