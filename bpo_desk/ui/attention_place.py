"""What needs attention, in its place in the window: reading the tray, deciding and sending again in the background.

What the tray shows is the panel's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    from bpo_desk.ui.attention.attention_panel import AttentionPanel
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.sync_watch import SyncWatch


class AttentionPlace(QObject):
    """`case_wanted(engagement code, case number)`, `written()` when something more waits or has left the tray."""

    case_wanted = Signal(str, str)
    written = Signal()

    def __init__(
        self, desk: Desk, background: Background, watch: SyncWatch, clock: Callable[[], int], window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk, self._background, self._clock, self._window = desk, background, clock, window
        self._panel: AttentionPanel | None = None
        watch.moved.connect(self._refresh)
        self.written.connect(watch.read_outbox)

    @property
    def panel(self) -> AttentionPanel:
        """The panel; made when it is first wanted."""
        if self._panel is None:
            from bpo_desk.ui.attention.attention_panel import AttentionPanel

            zone = display_zone(self._desk.settings.time_zone)
            self._panel = panel = AttentionPanel(zone, self._clock, self._window)
            panel.leave_wanted.connect(self._leave)
            panel.send_wanted.connect(self._send)
            panel.case_wanted.connect(self.case_wanted)
        return self._panel

    def begin(self) -> None:
        """Open the tray."""
        self.panel.begin()
        self._read()

    def _refresh(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            self._read()

    def _read(self) -> None:
        desk = self._desk
        self._background.ask("attention", lambda: desk.attention.tray(), self.panel.show_tray, self._failed)

    def _leave(self, mutation_id: str) -> None:
        desk = self._desk
        self._decide(mutation_id, lambda: desk.attention.keep_theirs(mutation_id))

    def _send(self, mutation_id: str, texts: dict[str, str]) -> None:
        desk = self._desk
        self._decide(mutation_id, lambda: desk.attention.send_again(mutation_id, texts))

    def _decide(self, mutation_id: str, work: Callable[[], object]) -> None:
        def done(_found: object) -> None:
            self._read()
            self.written.emit()

        self._background.ask(f"decide {mutation_id}", work, done, self._failed, always=True)

    def _failed(self, error: Exception) -> None:
        self.panel.show_failure("\n".join(words_for(error)))
