"""The place of the timeline of many cases in the window: asked for what the queue shows, prepared in the background.

It stays as it was left until the queue is asked for again; where the copy changes, it is read anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpo_desk.ui.background import Background
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.time_words import display_zone, now_micros

if TYPE_CHECKING:
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.team.period import Period, PeriodKind
    from bpo_desk.ui.team.team_screen import TeamScreen
    from bpo_desk.ui.team.team_view import TeamScope, TeamView


class TeamPlace(QObject):
    """`ready(widget)` when the screen can be shown, `event_opened(case key, id_hi, id_lo)`, `cases_chosen(words, case
    keys)` for the queue, `back_wanted()`, `failed(exception)`."""

    ready = Signal(QWidget)
    event_opened = Signal(int, object, object)
    cases_chosen = Signal(str, object)
    back_wanted = Signal()
    failed = Signal(object)

    def __init__(
        self, desk: Desk, background: Background, queue: QueueScreen, clock: Callable[[], int] = now_micros
    ) -> None:
        super().__init__(queue)
        self._desk, self._background, self._queue, self._clock = desk, background, queue, clock
        self._scope: TeamScope | None = None
        self._kind: PeriodKind | None = None  # None: a month
        self._period: Period | None = None  # None: the one with the last activity
        self._before = ""
        self.screen: TeamScreen | None = None

    def remember(self, before: str) -> None:
        """What `memory` said when the desk was closed."""
        self._before = before

    def memory(self) -> str:
        """How long the periods are: "day", "week", "month"; "" where that has never been chosen."""
        return self._before if self._kind is None else self._kind.value

    def take_queue(self) -> bool:
        """Look at what the queue shows from now on; False where it shows nothing yet."""
        scope = self._scope_now()
        if scope is None:
            return False
        if self._scope is None or scope.words != self._scope.words or scope.as_of != self._scope.as_of:
            self._period = None
        self._scope = scope
        return True

    def come_back(self) -> None:
        """Show what was shown before, with what was read since; `ready` follows."""
        self._queue_read_again()
        if self.screen is not None and self.screen.view is not None and self.screen.view.scope is self._scope:
            self.ready.emit(self.screen)
        else:
            self.ask()

    def follow_queue(self) -> None:
        """Read again where the queue has been read again and still shows the same question."""
        if self._queue_read_again():
            self.ask()

    def _queue_read_again(self) -> bool:
        now, before = self._scope_now(), self._scope
        if now is None or before is None or now.queue is before.queue or now.words != before.words:
            return False
        self._scope = now
        return True

    def forget(self) -> None:
        """Another engagement is shown."""
        self._scope = self._period = None

    def ask(self) -> None:
        """Prepare the screen; `ready` follows."""
        from bpo_desk.ui.team.period import PeriodKind

        scope, desk, period, now = self._scope, self._desk, self._period, self._clock()
        known = self._before if self._before in list(PeriodKind) else PeriodKind.MONTH
        kind = self._kind or PeriodKind(known)
        if scope is not None:
            self._background.ask(
                "team", lambda: _prepared(desk, scope, kind, period, now), self._show, self.failed.emit
            )  # fmt: skip

    def _scope_now(self) -> TeamScope | None:
        import numpy as np

        from bpo_desk.ui.team.team_view import TeamScope

        shown = self._queue.shown()
        if shown is None:
            return None
        return TeamScope(shown.rows.queue, np.sort(shown.rows.rows), shown.filter, self._queue.as_of)

    def _show(self, view: TeamView) -> None:
        if self.screen is None:
            self.screen = self._made()
        self._period, self._kind = view.period, view.period.kind
        before = self.screen.view
        # What is read again stays with its bars until the new ones are there.
        stays = before is not None and before.rest is None and view.rest is not None and _same(before, view)
        if not stays:
            self.screen.show_view(view)
        self.ready.emit(self.screen)
        if view.rest is not None:
            shown = self.screen.view
            self._background.ask("team rest", view.rest, lambda whole: self._complete(shown, whole), self.failed.emit)

    def _complete(self, shown: TeamView | None, whole: TeamView) -> None:
        if self.screen is not None and self.screen.view is shown:
            self.screen.show_view(whole)

    def _made(self) -> TeamScreen:
        from bpo_desk.ui.team.team_screen import TeamScreen  # with the first one, not before

        screen = TeamScreen()
        screen.period_wanted.connect(self._choose)
        screen.kind_wanted.connect(self._choose_kind)
        screen.event_opened.connect(self.event_opened)
        screen.cases_chosen.connect(self.cases_chosen)
        screen.back_wanted.connect(self.back_wanted)
        screen.failed.connect(self.failed)
        screen.panel.elsewhere = lambda work, done: self._background.ask("team filter", work, done, self.failed.emit)
        return screen

    def _choose(self, period: Period) -> None:
        self._period = period
        self.ask()

    def _choose_kind(self, kind: PeriodKind) -> None:
        """Another length: the period of it that holds the middle of what is in view."""
        from bpo_desk.ui.team.period import Period

        view = None if self.screen is None else self.screen.view
        if self.screen is not None and view is not None and kind is not view.period.kind:
            first, last = self.screen.time_in_view()
            self._kind, self._period = kind, Period.around(kind, (first + last) // 2, view.time.zone)
            self.ask()


def _same(view: TeamView, other: TeamView) -> bool:
    return (view.period, view.scope.words) == (other.period, other.scope.words)


def _prepared(desk: Desk, scope: TeamScope, kind: PeriodKind, period: Period | None, now: int) -> TeamView:
    from bpo_desk.ui.team.team_view import prepare_team

    engagement = int(scope.queue.engagement.engagement_id)
    zone = display_zone(desk.settings.time_zone)
    return prepare_team(scope, kind, period, lambda wanted: desk.period_events(engagement, wanted), zone, now)
