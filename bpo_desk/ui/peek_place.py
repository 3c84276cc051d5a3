"""The peek: Space in the queue shows the current case at a glance beside the rows and follows the cursor; Space or
Esc closes it. Reads through `background`; how it looks is `peek_pane`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    from bpo_desk.ui.case.case_view import CaseView
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.peek_pane import PeekPane

_CURSOR_MS: Final = 60  # a cursor that runs down the rows asks once, where it stops


class PeekPlace(QObject):
    """Belongs to the queue screen for as long as that lives."""

    def __init__(
        self, desk: Desk, background: Background, queue: QueueScreen, engagement: Callable[[], int | None]
    ) -> None:
        super().__init__(queue)
        self._desk, self._background, self._queue, self._engagement = desk, background, queue, engagement
        self._pane: PeekPane | None = None
        self._moved = QTimer(self, singleShot=True, interval=_CURSOR_MS)
        self._moved.timeout.connect(self._ask)
        queue.table.peek_asked.connect(self.toggle)
        queue.table.selectionModel().currentRowChanged.connect(self._follow)
        queue.state_changed.connect(self._follow)

    @property
    def is_open(self) -> bool:
        """Whether the peek is shown."""
        return self._pane is not None and not self._pane.isHidden()

    def toggle(self) -> None:
        """Show the current case, or close."""
        if not self.close():
            pane = self._made()
            pane.show()
            self._ask()

    def close(self) -> bool:
        """Close; says whether it was open."""
        if self._pane is None or self._pane.isHidden():
            return False
        self._background.drop("peek")
        self._pane.hide()
        return True

    def _made(self) -> PeekPane:
        if self._pane is None:
            from bpo_desk.ui.peek_pane import PeekPane  # with the parts of the case screen

            self._pane = PeekPane(self._queue)
            self._pane.closed.connect(self.close)
            width = min(self._pane.usual_width(), self._queue.width() * 3 // 5)
            self._queue.sides.put_beside(self._pane, width)
        return self._pane

    def _follow(self, *_where: object) -> None:
        if self.is_open:
            self._moved.start()

    def _ask(self) -> None:
        table, engagement, desk = self._queue.table, self._engagement(), self._desk
        index = table.currentIndex()
        if engagement is None or not index.isValid() or self._pane is None:
            if self._pane is not None:
                self._pane.say(self.tr("No row is chosen."))
            return
        case, as_of = table.queue_model.rows.case(index.row()), self._queue.as_of
        self._background.ask("peek", lambda: _prepared(desk, engagement, case, as_of), self._show, self._fail)

    def _show(self, view: CaseView) -> None:
        if self._pane is not None:
            self._pane.show_view(view)

    def _fail(self, error: Exception) -> None:
        if self._pane is not None:
            self._pane.say("\n".join(words_for(error)))


def _prepared(desk: Desk, engagement: int, case: int, as_of: int | None) -> CaseView:
    from bpo_desk.ui.case.case_view import prepare_case

    file = desk.open_case(engagement, case) if as_of is None else desk.open_case(engagement, case, as_of)
    return prepare_case(file, now=as_of, zone=display_zone(desk.settings.time_zone))
