"""Samples in their place in the window: the panel that draws, and the walk through the cases that were drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.frame import Frame
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    from bpo_desk.models.engagement import Engagement
    from bpo_desk.quality.frames import Drawn
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.sample.sample_panel import SamplePanel
    from bpo_desk.ui.sample.walk_bar import WalkBar
    from bpo_desk.workspace.samples import KeptSample


class SamplePlace(QObject):
    """`said(words)`, `written()` when something more waits to be sent, `failed(exception)`."""

    said = Signal(str)
    written = Signal()
    failed = Signal(object)

    def __init__(
        self, desk: Desk, background: Background, queue: QueueScreen, places: Navigation, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._desk, self._background, self._window = desk, background, window
        self._queue, self._places = queue, places
        self._panel: SamplePanel | None = None
        self._bar: WalkBar | None = None
        self._walked: KeptSample | None = None
        self._numbers: dict[int, str] = {}
        self._noted: set[int] = set()
        self._notes = 0
        places.moved.connect(self._show_place)

    @property
    def panel(self) -> SamplePanel:
        """The panel; made when it is first wanted."""
        if self._panel is None:
            from bpo_desk.ui.sample.sample_panel import SamplePanel  # not before the first paint

            self._panel = SamplePanel(display_zone(self._desk.settings.time_zone), self._window)
            self._panel.freeze_wanted.connect(self._freeze)
            self._panel.keep_wanted.connect(self._keep)
            self._panel.walk_wanted.connect(self.walk)
        return self._panel

    def begin(self) -> None:
        """Offer to draw from the cases that the queue's filter keeps."""
        engagement = self._engagement()
        where = self._queue.filter_as_text()
        if engagement is None or where is None:
            words = self.tr(
                "A pasted list or the past is no filter: show the queue of now by chips and filter, then draw."
            )
            self.said.emit(words)
            return
        self.panel.begin(engagement.code, where)
        desk, found = self._desk, engagement
        self._background.ask("samples", lambda: desk.samples.kept(found), self.panel.show_kept, self._fail)

    def walk(self, kept: KeptSample) -> None:
        """List the cases of a sample and open the first of them that has no note yet."""
        engagement, desk = self._engagement(), self._desk
        if engagement is not None:
            found = engagement
            self._background.ask(
                "walk sample",
                lambda: desk.samples.noted(found, kept),
                lambda noted: self._begin(kept, noted),
                self._fail,
            )

    def _begin(self, kept: KeptSample, noted: frozenset[int]) -> None:
        self._walked, self._noted = kept, set(noted)
        pairs = zip(kept.cases, (pick.number for pick in kept.drawn.picks), strict=False)
        self._numbers = dict(pairs)
        sample = kept.drawn.statement.sample
        self._places.list_cases(self.tr("Sample {name}").format(name=sample[:8]), kept.cases)
        if self._panel is not None:
            self._panel.close()
        order = self._order(kept)
        left = next((place for place, case in enumerate(order) if case not in self._noted), 0)
        first = self._queue.step(left - self._queue.table.currentIndex().row())
        if first is not None:
            self._places.open_case(first)
        if kept.missing:
            words = self.tr("{n} of the drawn cases are not in the local copy (any more).")
            self.said.emit(words.format(n=kept.missing))

    def leave(self) -> None:
        """Walk no longer; the list stays until its chip is clicked."""
        self._walked = None
        if self._bar is not None:
            self._bar.hide()

    def _engagement(self) -> Engagement | None:
        from bpo_desk.ui.queue.queue_rows import QueueRows

        rows = self._queue.table.queue_model.rows
        return rows.queue.engagement if isinstance(rows, QueueRows) else None

    def _freeze(self, where: str) -> None:
        engagement, desk = self._engagement(), self._desk
        if engagement is not None:
            self._background.ask(
                "freeze", lambda: desk.samples.freeze(engagement, where), self.panel.show_frame, self._fail
            )

    def _keep(self, drawn: Drawn) -> None:
        engagement, desk = self._engagement(), self._desk
        if engagement is None:
            return

        def work() -> list[KeptSample]:
            desk.samples.keep(drawn)
            return desk.samples.kept(engagement)

        def done(kept: list[KeptSample]) -> None:
            self.written.emit()
            self.panel.show_kept(kept)
            for each in kept:
                if each.drawn.statement == drawn.statement:
                    self.walk(each)

        self.panel.keep.setEnabled(False)  # the same draw is kept once
        self._background.ask("keep sample", work, done, self._fail, always=True)

    def _show_place(self) -> None:
        walked = self._walked
        if walked is None or not self._places.at_case:
            if self._bar is not None:
                self._bar.hide()
            return
        bar = self._made_bar()
        case = self._places.case_shown
        order = self._order(walked)
        at = order.index(case) + 1 if case in order else 0
        bar.show_place(at, len(order), len(self._noted), walked.drawn.statement.sample)
        bar.show()

    def _order(self, walked: KeptSample) -> list[int]:
        """The cases of the sample as the rows stand, for that is how J and K walk them."""
        rows = self._queue.table.queue_model.rows
        listed = [rows.case(row) for row in range(min(len(rows), len(walked.cases)))]
        return listed if set(listed) == set(walked.cases) else list(walked.cases)

    def _made_bar(self) -> WalkBar:
        if self._bar is None:
            from bpo_desk.ui.sample.walk_bar import WalkBar

            self._bar = WalkBar(self._window)
            self._bar.step_wanted.connect(self._places.walk)
            self._bar.left.connect(self.leave)
            self._bar.noted.connect(self._note)
            cast(Frame, self._window.centralWidget()).add_bar(self._bar)
        return self._bar

    def _note(self, text: str) -> None:
        """Each note is a question of its own key: none is dropped for a later one."""
        from bpo_desk.models.sample_payloads import SampleNoted

        engagement, case, walked, desk = self._engagement(), self._places.case_shown, self._walked, self._desk
        number = self._numbers.get(case, "") if case is not None else ""
        if engagement is None or walked is None or case is None or not number:
            return
        code, payload = engagement.code, SampleNoted(walked.drawn.statement.sample, text)
        self._notes += 1
        self._background.ask(
            f"sample note {self._notes}", lambda: desk.write(desk.new_mutation(code, number, payload)),
            lambda _none: self._note_kept(case), self._note_failed, always=True,
        )  # fmt: skip

    def _note_kept(self, case: int) -> None:
        self._made_bar().kept()
        self._noted.add(case)
        self._show_place()
        self.written.emit()
        self._places.read_again()

    def _note_failed(self, error: Exception) -> None:
        self._made_bar().not_kept()
        self.failed.emit(error)

    def _fail(self, error: Exception) -> None:
        self.panel.show_failure("\n".join(words_for(error)))


def sample_actions(place: Callable[[], SamplePlace]) -> dict[str, Callable[[], object]]:
    """What the actions about samples do, by name."""
    return {"sample": lambda: place().begin()}
