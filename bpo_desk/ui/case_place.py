"""The case screen's place in the window: takes what a person writes on it to the outbox, and does its menu's actions.

What the screen shows is the screen's; which case is in front is navigation's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    from bpo_desk.models.engagement import Engagement
    from bpo_desk.state.case_time import CaseTime
    from bpo_desk.ui.case.case_moment import CaseMoment
    from bpo_desk.ui.case.case_notes import CaseNotes, Wish
    from bpo_desk.ui.case.case_screen import CaseScreen
    from bpo_desk.ui.case.case_view import CaseView
    from bpo_desk.ui.case.field_panel import SameValue
    from bpo_desk.ui.case.write_pane import Drafts
    from bpo_desk.ui.desk import Desk

ON_A_CASE: Final = ("note", "comment", "pin", "tag", "follow", "copy_time", "mark", "unmask")
"""Actions that need a case in front."""


class CasePlace(QObject):
    """`written()` when something is safe in the outbox, `cases_found(words, case keys)` when cases like the one in
    front were looked for, `failed(exception)` when either did not go well."""

    written = Signal()
    cases_found = Signal(str, object)
    failed = Signal(object)

    def __init__(self, desk: Desk, background: Background, places: Navigation) -> None:
        super().__init__(places)
        self._desk, self._background = desk, background
        self._screen: CaseScreen | None = None
        self._number = 0
        self._warned: list[str] = []
        self._waiting: Drafts = {}
        places.case_screen_made.connect(self.serve)
        self.written.connect(places.read_again)
        self.cases_found.connect(places.list_cases)

    def serve(self, screen: QWidget) -> None:
        """Keep from now on what is written on the case screen."""
        self._screen = cast("CaseScreen", screen)
        self._screen.notes.wanted.connect(self._keep)
        self.give_drafts(self._waiting)
        self._screen.failed.connect(self.failed)
        self._screen.time_wanted.connect(self._explain)
        self._screen.other_wanted.connect(self._find_other)
        self._screen.same_wanted.connect(self._find_same)
        self._background.ask("writer", self._desk.writer_name, self._know_writer, self.failed.emit)

    def does(self) -> dict[str, Callable[[], object]]:
        """What the actions of the case menu do, by name."""
        return {
            "note": lambda: self._on_screen(lambda screen: screen.notes.note()),
            "comment": lambda: self._on_screen(lambda screen: screen.notes.comment()),
            "pin": lambda: self._on_screen(lambda screen: screen.notes.pin()),
            "tag": lambda: self._on_screen(lambda screen: screen.notes.tag()),
            "follow": lambda: self._on_screen(lambda screen: screen.notes.follow()),
            "copy_time": lambda: self._on_screen(lambda screen: screen.copy_time()),
            "mark": lambda: self._on_screen(lambda screen: screen.mark_moment()),
        }

    def unkept(self) -> list[str]:
        """The numbers of the cases with something typed and not kept, unless the same were named a moment ago: who
        closes twice means it."""
        found = self._notes.unkept() if self._notes is not None else []
        known, self._warned = self._warned, found
        return [] if found == known else found

    def take_drafts(self) -> Drafts:
        """What is typed and not kept, taken away from the screen."""
        return {} if self._notes is None else self._notes.take_drafts()

    def give_drafts(self, drafts: Drafts) -> None:
        """Put what was taken on the screen, now or when there is one."""
        self._waiting = drafts
        if self._notes is not None:
            self._notes.give_drafts(drafts)
            self._waiting = {}

    @property
    def _notes(self) -> CaseNotes | None:
        return None if self._screen is None else self._screen.notes

    def _on_screen(self, act: Callable[[CaseScreen], object]) -> None:
        if self._screen is not None and self._screen.isVisible():
            act(self._screen)

    def _explain(self, view: CaseView, moment: CaseMoment) -> None:
        """Calendars are compiled when they are first asked: off the UI thread, the latest moment wins."""
        screen = self._screen
        if screen is not None:
            self._background.ask(
                "case time",
                lambda: view.explained(moment),
                lambda time: screen.show_time(moment, time),
                self.failed.emit,
            )

    def _find_other(self, engagement: Engagement, number: str) -> None:
        """Read and prepare another case of an engagement, to be shown beside the one in front."""
        screen, desk = self._screen, self._desk
        if screen is not None:
            self._background.ask(
                "other case",
                lambda: _other(desk, int(engagement.engagement_id), number),
                lambda found: screen.show_other(*found),
                lambda error: screen.show_no_other("\n".join(words_for(error))),
            )

    def _find_same(self, same: SameValue) -> None:
        """Which cases have the same value of a field now."""
        desk = self._desk
        self._background.ask(
            "same value",
            lambda: desk.cases_with_value(same.engagement, same.key.kind, same.key.field, same.value),
            lambda cases: self.cases_found.emit(same.words, cases),
            self.failed.emit,
        )

    def _know_writer(self, name: str) -> None:
        if self._screen is not None:
            self._screen.know_writer(name)

    def _keep(self, wish: Wish) -> None:
        """Each write is a question of its own key: none is dropped for a later one, nor by the end of the desk."""
        self._number += 1
        desk = self._desk

        def kept(_none: None) -> None:
            if self._notes is not None:
                self._notes.kept(wish)
            self.written.emit()

        def failed(error: Exception) -> None:
            if self._notes is not None and wish.subject is not None:
                self._notes.not_kept(wish, "\n".join(words_for(error)))
            else:
                self.failed.emit(error)

        self._background.ask(
            f"write {self._number}",
            lambda: desk.write(desk.new_mutation(wish.engagement, wish.case, wish.payload)),
            kept,
            failed,
            always=True,
        )


def _other(desk: Desk, engagement_id: int, number: str) -> tuple[CaseView, CaseTime]:
    """Another case, prepared, with its explained time."""
    from bpo_desk.ui.case.case_view import prepare_case

    file = desk.open_case(engagement_id, desk.find_case(engagement_id, number))
    view = prepare_case(file, zone=display_zone(desk.settings.time_zone))
    return view, view.explained(view.live)
