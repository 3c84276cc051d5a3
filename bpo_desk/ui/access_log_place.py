"""The access log in its place over the window: read when it is opened, and again when cases change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from bpo_desk.ui.background import Background
from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    from bpo_desk.ui.access_log_panel import AccessLogPanel
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.sync_watch import SyncWatch


class AccessLogPlace(QObject):
    """`case_wanted(engagement code, case number)`, `failed(error)`."""

    case_wanted = Signal(str, str)
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        watch: SyncWatch,
        engagement: Callable[[], tuple[int, str] | None],
        window: QMainWindow,
    ) -> None:
        """`engagement` says key and code of the one in front."""
        super().__init__(window)
        self._desk, self._background, self._engagement, self._window = desk, background, engagement, window
        self._panel: AccessLogPanel | None = None
        watch.gathered.connect(self._read_if_open)

    def show_log(self) -> AccessLogPanel:
        """Open it."""
        if self._panel is None:
            from bpo_desk.ui.access_log_panel import AccessLogPanel  # with its first use

            self._panel = AccessLogPanel(display_zone(self._desk.settings.time_zone), self._window)
            self._panel.case_wanted.connect(self._go)
        self._panel.show()
        self._panel.raise_()
        self._read()
        return self._panel

    def _go(self, number: str) -> None:
        found = self._engagement()
        if found is not None:
            self.case_wanted.emit(found[1], number)

    def _read_if_open(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            self._read()

    def _read(self) -> None:
        found, panel = self._engagement(), self._panel
        if found is not None and panel is not None:
            one = found[0]
            self._background.ask("access log", lambda: self._desk.access_log(one), panel.show_log, self.failed.emit)
