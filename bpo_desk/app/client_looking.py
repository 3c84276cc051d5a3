"""Shows what the client sees, or a case that left the copy: a window of its own, over a copy of its own, in the place
of the desk's window.

The desk's window is hidden meanwhile and as it was when one comes back. Nothing that it holds is in the other one, so
nothing can show there by mistake; what it would say by itself (notices) is kept back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from bpo_desk.app.taking_down import take_down
from bpo_desk.ui.client_view.band import ClientBand

if TYPE_CHECKING:
    from bpo_desk.ui.background import Background
    from bpo_desk.ui.desk import ClientDesk
    from bpo_desk.ui.history import Place
    from bpo_desk.ui.main_window import MainWindow


class ClientLooking(QObject):
    """One look, from the moment it is made until `leave`. `left()`: the desk's own window is back."""

    left = Signal()

    def __init__(self, own: MainWindow, desk: ClientDesk, made: tuple[MainWindow, Background]) -> None:
        super().__init__()
        self._own, self._desk = own, desk
        self.window, self._background = made
        self._place: Place | None = own.places.history.current
        self._raise_notice, own.overlays.notices.raise_notice = own.overlays.notices.raise_notice, _keep_back
        self.band = ClientBand(desk.client_view, self.window, desk.one_case)
        self._leaving = False
        self._show()

    def _show(self) -> None:
        window, own = self.window, self._own
        number, client = self._desk.one_case, self._desk.client_view
        title = self.tr("bpo_desk - {number}, only read") if number else self.tr("bpo_desk - what {client} sees")
        window.setWindowTitle(title.format(client=client, number=number))
        window.add_band(self.band)
        if not number:
            window.queue.restore(own.queue.state())
        window.setGeometry(own.geometry())
        # by a timer: the window must not be taken down while one of its own keys or buttons is being dealt with
        for wanted in (self.band.back_wanted, window.overlays.client.back_wanted):
            wanted.connect(lambda: QTimer.singleShot(0, self, self.leave))
        window.overlays.client.hide_writing()
        if not number:
            window.reading.read.connect(self._go_where_one_was)
        window.installEventFilter(self)
        window.showMaximized() if own.isMaximized() else window.show()
        own.hide()
        window.start(number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing the window leads back too."""
        if event.type() == QEvent.Type.Close and not self._leaving:
            event.ignore()
            QTimer.singleShot(0, self, self.leave)
            return True
        return False

    def _go_where_one_was(self) -> None:
        self.window.reading.read.disconnect(self._go_where_one_was)
        place, self._place = self._place, None
        if place is not None:
            self.window.places.go_to(place)

    def leave(self, *, back: bool = True) -> None:
        """Take the window and its copy away; `back`: show the desk's own window again."""
        if self._leaving:
            return
        self._leaving = True
        self._own.overlays.notices.raise_notice = self._raise_notice
        if back:
            self._own.showMaximized() if self.window.isMaximized() else self._own.show()
        self.window.case.take_drafts()  # nothing that was typed here could be kept
        self.window.close()
        self._background.shutdown()
        take_down(self.window, self._background)
        self._desk.leave()
        self.left.emit()


def _keep_back(_title: str, _text: str) -> None:
    """What the desk's own window would raise on the desktop names cases as they are."""
