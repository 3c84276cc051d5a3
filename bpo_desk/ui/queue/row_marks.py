"""Marks on rows that have just changed: each flashes once and keeps a small corner for a few seconds.

Where less motion is wanted nothing fades: the corner stands for as long, and goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from bpo_desk.ui.queue.cell_pen import Mark
from bpo_desk.ui.queue.queue_table import QueueTable

FLASH_MS: Final = 1_200
STANDS_MS: Final = 6_000
_FADES_MS: Final = 1_000
_TICK_MS: Final = 100
_STANDS_TICK: Final = 500
_STRONGEST: Final = 0.2
"""Of the tint: the text under it stays readable in both themes."""


class RowMarks(QObject):
    """Keeps the marks of a table by place; `still`: without motion."""

    def __init__(self, table: QueueTable, *, still: bool) -> None:
        super().__init__(table)
        self._table, self._still = table, still
        self._since: dict[int, int] = {}  # place -> when it changed, on the clock
        self._clock = QElapsedTimer()
        self._clock.start()
        self._ticks = QTimer(self, interval=_STANDS_TICK if still else _TICK_MS)
        self._ticks.timeout.connect(self._tick)

    def mark(self, places: Iterable[int]) -> None:
        """These rows have changed now."""
        now = self._clock.elapsed()
        self._since.update(dict.fromkeys(places, now))
        self._show(now)

    def clear(self) -> None:
        """No row has changed: others stand there."""
        self._since.clear()
        self._table.marks = {}
        self._ticks.stop()

    def _tick(self) -> None:
        now, before = self._clock.elapsed(), self._table.marks
        self._since = {place: since for place, since in self._since.items() if now - since < STANDS_MS}
        self._show(now)
        after = self._table.marks
        for place in self._table.visible_rows():
            if before.get(place) != after.get(place):
                self._table.update_row(place)

    def _show(self, now: int) -> None:
        self._table.marks = {place: self._look(now - since) for place, since in self._since.items()}
        if not self._since:
            self._ticks.stop()
        elif not self._ticks.isActive():
            self._ticks.start()

    def _look(self, age: int) -> Mark:
        if self._still:
            return Mark(0.0, 1.0)
        return Mark(_STRONGEST * max(0.0, 1 - age / FLASH_MS), min(1.0, max(0.0, (STANDS_MS - age) / _FADES_MS)))
