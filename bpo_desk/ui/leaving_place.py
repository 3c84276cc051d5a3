"""Copies and pictures of cases in their place in the window: each is noted in the access log, then it leaves. The same
one again within a minute is one.

Text that a person marks by hand is put on the clipboard by Qt itself, from any widget; it is noted when the clipboard
says that it has it, and taken off again where it cannot be noted.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from bpo_desk.ui.background import Background
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.widgets.leaving import Leaving, LeavingNoted
from bpo_desk.ui.widgets.marked_text import copied_from, told_of

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
        self._window, self._acting = window, False
        self._case_screen: QWidget | None = None
        self.wanted.connect(self._note)
        places.case_screen_made.connect(self._know_screen)
        QGuiApplication.clipboard().dataChanged.connect(self._look)

    def _know_screen(self, screen: QWidget) -> None:
        self._case_screen = screen

    def _look(self) -> None:
        """Something is on the clipboard: note it where a person has marked it in what tells of a case."""
        clipboard = QGuiApplication.clipboard()
        if self._acting or QGuiApplication.focusWindow() is None:  # what other programs copy is theirs
            return
        source = copied_from(self._window, clipboard.text)
        whose = told_of(source)
        if source is None or (whose is None and not self._in_case(source)):
            return
        engagement, number = whose or ("", "")
        numbers = None if whose is None else (number,)
        self._note(Leaving("marked text", _already, numbers=numbers, content=clipboard.text(), engagement=engagement))

    def _in_case(self, source: QWidget) -> bool:
        return self._places.at_case and self._case_screen is not None and self._case_screen.isAncestorOf(source)

    def _act(self, leaving: Leaving) -> None:
        self._acting = True
        leaving.act()
        self._acting = False

    def _note(self, leaving: Leaving) -> None:
        rows = self._rows()
        chosen, code, as_of = leaving.numbers, leaving.engagement, None
        if rows is not None:
            chosen = self._in_front(rows) if chosen is None else chosen
            code, as_of = code or rows.queue.engagement.code, rows.queue.data_as_of
        if not code or (chosen is None and (rows is None or self._places.at_process)):
            self._act(leaving)  # nothing of a case is in it
            return
        digest = hashlib.sha256(f"{leaving.what} {leaving.form} {chosen} {leaving.content}".encode()).hexdigest()
        before, at = self._last
        if digest == before and time.monotonic() - at < _ONE_COPY:
            self._act(leaving)
            return
        self._number += 1
        desk, filter_ = self._desk, self._queue.filter_as_text() or ""

        def work() -> None:
            numbers = chosen if chosen is not None else _numbers(rows) if rows is not None else ()
            desk.note_copy(code, numbers, leaving.form, leaving.what, digest, filter_, as_of)

        def done(_none: None) -> None:
            self._last = digest, time.monotonic()
            self._act(leaving)
            self.noted.emit()

        def failed(error: Exception) -> None:
            if leaving.act is _already:
                QGuiApplication.clipboard().clear()
            self.failed.emit(error)

        self._background.ask(f"leaving {self._number}", work, done, failed, always=True)

    def _in_front(self, rows: QueueRows) -> tuple[str, ...] | None:
        """The number of the case in front; None where the place in front shows all rows of the queue."""
        shown = self._places.case_shown
        place = rows.queue.cases.row_of(shown) if self._places.at_case and shown is not None else None
        return None if place is None else (rows.queue.numbers.text(place),)

    def _rows(self) -> QueueRows | None:
        from bpo_desk.ui.queue.queue_rows import QueueRows

        rows = self._queue.table.queue_model.rows
        return rows if isinstance(rows, QueueRows) else None


def _already() -> None:
    """What was marked by hand is on the clipboard before it can be noted."""


def _numbers(rows: QueueRows) -> Sequence[str]:
    return [rows.queue.numbers.text(int(row)) for row in rows.rows]
