"""Copies and pictures of cases in their place in the window: each is noted in the access log, then it leaves. The same
one again within a minute is one."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow

from bpo_desk.ui.background import Background
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.widgets.leaving import Leaving, LeavingNoted

if TYPE_CHECKING:
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.queue.queue_rows import QueueRows

_ONE_COPY: Final = 60.0  # seconds


class LeavingPlace(LeavingNoted):
    """`noted()` when it is safe in the outbox, `failed(error)` when it is not: then nothing leaves."""

    noted = Signal()
    failed = Signal(object)

    def __init__(
        self, desk: Desk, background: Background, queue: QueueScreen, places: Navigation, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._desk, self._background, self._queue, self._places = desk, background, queue, places
        self._number = 0
        self._last: tuple[str, float] = "", 0.0
        self.wanted.connect(self._note)

    def _note(self, leaving: Leaving) -> None:
        rows = self._rows()
        if rows is None or (leaving.numbers is None and self._places.at_process):
            leaving.act()  # nothing of a case is in it
            return
        chosen = self._in_front(rows) if leaving.numbers is None else leaving.numbers
        digest = hashlib.sha256(f"{leaving.what} {leaving.form} {chosen} {leaving.content}".encode()).hexdigest()
        before, at = self._last
        if digest == before and time.monotonic() - at < _ONE_COPY:
            leaving.act()
            return
        self._number += 1
        desk, filter_ = self._desk, self._queue.filter_as_text() or ""
        code, as_of = rows.queue.engagement.code, rows.queue.data_as_of

        def work() -> None:
            numbers = _numbers(rows) if chosen is None else chosen
            desk.note_copy(code, numbers, leaving.form, leaving.what, digest, filter_, as_of)

        def done(_none: None) -> None:
            self._last = digest, time.monotonic()
            leaving.act()
            self.noted.emit()

        self._background.ask(f"leaving {self._number}", work, done, self.failed.emit, always=True)

    def _in_front(self, rows: QueueRows) -> tuple[str, ...] | None:
        """The number of the case in front; None where the place in front shows all rows of the queue."""
        shown = self._places.case_shown
        place = rows.queue.cases.row_of(shown) if self._places.at_case and shown is not None else None
        return None if place is None else (rows.queue.numbers.text(place),)

    def _rows(self) -> QueueRows | None:
        from bpo_desk.ui.queue.queue_rows import QueueRows

        rows = self._queue.table.queue_model.rows
        return rows if isinstance(rows, QueueRows) else None


def _numbers(rows: QueueRows) -> Sequence[str]:
    return [rows.queue.numbers.text(int(row)) for row in rows.rows]
