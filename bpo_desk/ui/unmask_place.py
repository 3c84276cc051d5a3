"""Unmasking one value of the chosen event, in its place in the window: asked why, written down, then shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from bpo_desk.ui.background import Background
from bpo_desk.ui.navigation import Navigation

if TYPE_CHECKING:
    from bpo_desk.models.case_file import CaseFile
    from bpo_desk.ui.case.case_screen import CaseScreen
    from bpo_desk.ui.case.unmask_dialog import UnmaskDialog
    from bpo_desk.ui.desk import Desk


class UnmaskPlace(QObject):
    """`said(words)` where there is nothing to unmask, `written()` when it is safe in the outbox, `failed(error)`."""

    said = Signal(str)
    written = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, background: Background, places: Navigation, window: QMainWindow) -> None:
        super().__init__(window)
        self._desk, self._background, self._window = desk, background, window
        self._screen: CaseScreen | None = None
        self._number = 0
        places.case_screen_made.connect(self.serve)
        self.written.connect(places.read_again)

    def serve(self, screen: QWidget) -> None:
        """Unmask from now on on this case screen, when it is in front."""
        self._screen = cast("CaseScreen", screen)
        self._screen.notes.unmask_wanted.connect(self.begin)

    def begin(self) -> UnmaskDialog | None:
        """Ask which value of the chosen event, and why; None where it has none that may be shown here."""
        screen = self._screen
        if screen is None or not screen.isVisible() or screen.view is None:
            return None
        view, row = screen.view, screen.selection.row
        covered = view.words.covered(row) if row >= 0 else []
        if not covered:
            self.said.emit(self.tr("Nothing of the chosen event is withheld: choose one that is."))
            return None
        if not view.file.covers:
            self.said.emit(self.tr("Values withheld here were never given to this desk: nobody can unmask them."))
            return None
        from bpo_desk.state.event_notes import event_ids
        from bpo_desk.ui.case.unmask_dialog import UnmaskDialog

        event_id = event_ids(view.file.events.take(slice(row, row + 1)))[0]
        dialog = UnmaskDialog(view.words.sentence(row), covered, self._window)
        dialog.wanted.connect(lambda what, reason: self._unmask(view.file, event_id, what, reason))
        dialog.open()
        return dialog

    def _unmask(self, file: CaseFile, event_id: str, what: str, reason: str) -> None:
        self._number += 1
        desk, one, case = self._desk, int(file.engagement.engagement_id), file.case
        self._background.ask(
            f"unmask {self._number}",
            lambda: desk.unmask(one, case, event_id, what, reason),
            lambda _none: self.written.emit(),
            self.failed.emit,
            always=True,
        )
