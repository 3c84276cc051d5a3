"""Where in the window one is: queue or case, back and forward, one level up, from case to case.

Opens cases through `background`. The case screen is made when the desk has nothing else to do after its start, at the
latest with the first case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from bpo_desk.ui.background import Background
from bpo_desk.ui.history import History, Place
from bpo_desk.ui.peek_place import PeekPlace
from bpo_desk.ui.process_place import ProcessPlace
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.team_place import TeamPlace
from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    from bpo_desk.ui.case.case_view import CaseView
    from bpo_desk.ui.desk import Desk


class CaseScreen(Protocol):
    """What is needed of the case screen, which is a QWidget."""

    back_wanted: SignalInstance

    def show_view(self, view: CaseView) -> None:
        """Show a case that has been prepared."""
        ...

    def choose_event_of_id(self, id_hi: int, id_lo: int) -> None:
        """Select the event with this id, if the case has it."""
        ...


class Navigation(QObject):
    """`moved()` when another place is shown, `failed(exception)` when a case cannot be opened,
    `case_screen_made(widget)` once."""

    moved = Signal()
    case_screen_made = Signal(QWidget)
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        queue: QueueScreen,
        screens: QStackedWidget,
        new_case_screen: Callable[[], QWidget],
        process: ProcessPlace,
    ) -> None:
        super().__init__(screens)
        self._desk, self._background = desk, background
        self._queue, self._screens = queue, screens
        self._new_case_screen = new_case_screen
        self._case_screen: QWidget | None = None
        self._got_ready = False
        self._engagement: int | None = None
        self.history = History(Place())
        self.case_shown: int | None = None
        self._process = process
        self.peek = PeekPlace(desk, background, queue, lambda: self._engagement)
        self.team = TeamPlace(desk, background, queue)
        self._event: tuple[int, int, int] | None = None  # case, and the id of the event that it is opened at
        self.team.ready.connect(self._show_team)
        self.team.event_opened.connect(self.open_at)
        self.team.cases_chosen.connect(self.list_cases)
        self.team.back_wanted.connect(self.show_queue)
        self.team.failed.connect(self.failed)
        queue.sides.timeline_wanted.connect(self._show_group)
        queue.status_changed.connect(lambda _words: self.team.follow_queue() if self.at_team else None)
        queue.narrowed.connect(self._narrowed)
        process.ready.connect(self._show_process)
        process.failed.connect(self.failed)
        process.step_chosen.connect(self._filter_queue)
        process.cases_chosen.connect(self.list_cases)

    @property
    def at_process(self) -> bool:
        """Whether the process is in front."""
        return self._process.screen is not None and self._screens.currentWidget() is self._process.screen

    @property
    def at_case(self) -> bool:
        """Whether a case is in front."""
        return self._case_screen is not None and self._screens.currentWidget() is self._case_screen

    @property
    def at_team(self) -> bool:
        """Whether the timeline of what the queue shows is in front."""
        return self.team.screen is not None and self._screens.currentWidget() is self.team.screen

    @property
    def name(self) -> str:
        """The action that names the place in front: "case", "process" or "queue", whose timeline is a view of it."""
        return "case" if self.at_case else "process" if self.at_process else "queue"

    def get_ready(self) -> None:
        """Load what the first case needs and make its screen, once, in steps between which the window lives: so the
        first click costs no more than the others."""
        if not self._got_ready:
            self._got_ready = True
            from bpo_desk.ui.case_parts import import_without_qt

            self._background.ask("case parts", import_without_qt, lambda _none: self._next_part(0), self.failed.emit)

    def _next_part(self, part: int) -> None:
        from bpo_desk.ui.case_parts import PARTS

        if self._case_screen is not None:
            return
        if part == len(PARTS):
            self._made_case_screen()
            return
        import_module(PARTS[part])
        QTimer.singleShot(0, self, lambda: self._next_part(part + 1))

    def _made_case_screen(self) -> QWidget:
        if self._case_screen is None:
            self._case_screen = self._new_case_screen()
            self._screens.addWidget(self._case_screen)
            cast(CaseScreen, self._case_screen).back_wanted.connect(self.show_queue)
            self.case_screen_made.emit(self._case_screen)
        return self._case_screen

    def enter(self, engagement_id: int) -> None:
        """Begin in the queue of an engagement; places in another one are forgotten."""
        if engagement_id != self._engagement:
            self._engagement = engagement_id
            self.history = History(Place())
            self.case_shown = None
            self.team.forget()
        self._show(self._queue)

    def show_queue(self) -> None:
        """Go to the queue."""
        self._go(self.history.current if self.history.current.is_queue else Place())

    def open_case(self, case: int) -> None:
        """Go to a case."""
        self._go(Place(case))

    def show_last_case(self) -> None:
        """Go to the case that was open last, else to the current row's."""
        if self.case_shown is not None:
            self.open_case(self.case_shown)
        else:
            self._queue.open_current()
            self.moved.emit()  # where there is no row to open we are still where we were

    def open_at(self, case: int, id_hi: int, id_lo: int) -> None:
        """Go to a case, at one of its events."""
        self._event = (case, id_hi, id_lo)
        self._go(Place(case))

    def show_team(self) -> None:
        """Go to the timeline of what the queue shows."""
        if self.team.take_queue():
            self._go(Place(team=True))

    def _show_group(self, group: object) -> None:
        """A group of the queue on a timeline: its cases are listed first, so that Back leads to them."""
        self._queue.sides.group_chosen.emit(group)
        self.show_team()

    def go_to(self, place: Place) -> None:
        """Go to a place of another window over the same cases; its queue is where one is already."""
        if place.case is not None:
            self.open_case(place.case)
        elif place.process:
            self.show_process()
        elif place.team:
            self.show_team()

    def show_process(self) -> None:
        """Go to the process."""
        self._go(Place(process=True))

    def back(self) -> None:
        """Go one place back."""
        self._turn(self.history.back)

    def forward(self) -> None:
        """Go one place forward."""
        self._turn(self.history.forward)

    def _turn(self, move: Callable[[], Place]) -> None:
        """Between two queues the filter is what differs; a filter changed since the way into a case stays."""
        before = self.history.current
        place = move()
        if place.is_queue and before.is_queue and place != before:
            self._queue.filter_by(place.filter)
        self._come_to(place)

    def _narrowed(self, before: str, after: str) -> None:
        """A group was chosen: Back shows what was listed before."""
        self.history.remember(Place(filter=before))
        self._go(Place(filter=after))

    def up(self) -> None:
        """From a case to the queue; in the queue, close the peek, else take away the last filter."""
        if self.at_case or self.at_process or self.at_team:
            self.show_queue()
        elif not self.peek.close():
            self._queue.step_back()

    def walk(self, by: int) -> None:
        """To another row of the queue, and, where a case is in front, into its case."""
        case = self._queue.step(by)
        if case is not None and self.at_case:
            self.open_case(case)

    def read_again(self, changed: Collection[int] | None = None) -> None:
        """Read the case or the process in front again, if one is; a case only if it changed (None: any may have)."""
        if self.at_case and self.case_shown is not None and (changed is None or self.case_shown in changed):
            self._ask_for(self.case_shown)
        self._process.hear(changed)
        if self.at_process and self._engagement is not None:
            self._process.ask(self._engagement)

    def _go(self, place: Place) -> None:
        if self._engagement is None and not place.is_queue:
            self.moved.emit()  # there is nothing to go to; whoever asked shows where we still are
            return
        self.history.go(place)
        self._come_to(place)

    def _come_to(self, place: Place) -> None:
        for other in ("case", "process", "team"):
            self._background.drop(other)
        if place.case is not None:
            self._ask_for(place.case)
        elif place.team:
            self.team.come_back()
        elif not place.process:
            self._show(self._queue)
        elif self._engagement is not None:
            self._process.ask(self._engagement)

    def _ask_for(self, case: int) -> None:
        engagement = self._engagement
        if engagement is not None:
            self._background.ask(
                "case", lambda: _prepared(self._desk, engagement, case), self._show_case, self.failed.emit
            )

    def _show_case(self, view: CaseView) -> None:
        screen = self._made_case_screen()
        cast(CaseScreen, screen).show_view(view)
        self.case_shown = view.file.case
        self._show(screen)
        at, self._event = self._event, None
        if at is not None and at[0] == view.file.case:
            cast(CaseScreen, screen).choose_event_of_id(*at[1:])

    def _show_team(self, screen: QWidget) -> None:
        if self._screens.indexOf(screen) < 0:
            self._screens.addWidget(screen)
        if self.history.current.team:
            self._show(screen)

    def _show_process(self, screen: QWidget) -> None:
        if self._screens.indexOf(screen) < 0:
            self._screens.addWidget(screen)
        if self.history.current.process:
            self._show(screen)

    def _filter_queue(self, text: str) -> None:
        self._queue.clear_filter()  # a chip that is on would leave fewer rows than the figure says
        self._queue.filter_by(text)
        self.show_queue()

    def list_cases(self, words: str, cases: Iterable[int]) -> None:
        """Go to the queue and list cases (keys); the words say what they are."""
        self._queue.list_cases(words, cases)
        self.show_queue()

    def _show(self, screen: QWidget) -> None:
        self._screens.setCurrentWidget(screen)
        screen.setFocus()
        self.moved.emit()


def _prepared(desk: Desk, engagement: int, case: int) -> CaseView:
    """What the case screen shows of a case; parses the drawing and lays out the lanes, so not for the UI thread."""
    from bpo_desk.ui.case.case_view import prepare_case  # with the first case, not before the first paint

    return prepare_case(desk.open_case(engagement, case), zone=display_zone(desk.settings.time_zone))
