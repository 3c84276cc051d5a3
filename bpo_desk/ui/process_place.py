"""The Process screen's place in the window: made when it is first asked for, prepared in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpo_desk.ui.background import Background

if TYPE_CHECKING:
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.process.process_screen import ProcessScreen
    from bpo_desk.ui.process.process_view import ProcessView


class ProcessPlace(QObject):
    """`ready(widget)` when the screen can be shown, `step_chosen(filter)` for the queue, `failed(exception)`."""

    ready = Signal(QWidget)
    step_chosen = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk, background: Background, clock: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._clock = desk, background, clock
        self._engagement: int | None = None
        self._process: str | None = None  # None: the one with most cases
        self.screen: ProcessScreen | None = None

    def ask(self, engagement_id: int) -> None:
        """Prepare the screen for an engagement; `ready` follows."""
        if engagement_id != self._engagement:
            self._engagement, self._process = engagement_id, None
        desk, process, now = self._desk, self._process, self._clock()
        self._background.ask(
            "process", lambda: _prepared(desk, engagement_id, process, now), self._show, self.failed.emit
        )

    def _choose(self, process: str) -> None:
        if self._engagement is not None and process != self._process:
            self._process = process
            self.ask(self._engagement)

    def _show(self, view: ProcessView) -> None:
        if self.screen is None:
            from bpo_desk.ui.process.process_screen import ProcessScreen  # with the first process, not before

            self.screen = ProcessScreen()
            self.screen.step_chosen.connect(self.step_chosen)
            self.screen.process_chosen.connect(self._choose)
        self._process = view.process
        self.screen.show_view(view)
        self.ready.emit(self.screen)


def _prepared(desk: Desk, engagement: int, process: str | None, now: int) -> ProcessView:
    import numpy as np

    from bpo_desk.ui.process.process_view import prepare_process

    queue = desk.queue(engagement)
    if process is None:
        runs = queue.process[queue.process >= 0]
        process = queue.process_keys[int(np.bincount(runs).argmax())] if len(runs) else ""
    drawing = desk.process_drawing(engagement, process) if process else None
    events = desk.events
    return prepare_process(queue, lambda: events(engagement), process=process, definition_xml=drawing, now=now)
