"""The bar under the screens: what the screen shows, what waits to be sent, what the sync does, whose key."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from bpo_desk.models.times import to_datetime
from bpo_desk.ui import icons, theme
from bpo_desk.ui.number_words import counted, number
from bpo_desk.ui.time_words import both, local

if TYPE_CHECKING:
    from bpo_desk.cache.outbox import OutboxStatus
translate = QCoreApplication.translate


class DeskStatusBar(QStatusBar):
    """Plain text only, five places; the two about sync are buttons that ask for the sync panel, that of what was
    refused asks for the tray."""

    sync_wanted = Signal()
    attention_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen, self._key = (QLabel(self) for _place in range(2))
        self._attention, self._outbox, self._sync = (QToolButton(self) for _place in range(3))
        for label in (self._screen, self._key):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for button in (self._attention, self._outbox, self._sync):
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.clicked.connect(self.attention_wanted if button is self._attention else self.sync_wanted)
        self._screen.setContentsMargins(theme.GAP, 0, 0, 0)
        self._key.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        self.setSizeGripEnabled(False)
        self.addWidget(self._screen, 1)
        for place in (self._attention, self._outbox, self._sync, self._key):
            self.addPermanentWidget(place)
        self._attention.hide()
        self._outbox.hide()
        self._sync.hide()
        self._key.hide()

    def show_screen(self, text: str) -> None:
        """What the screen shows: counts and order."""
        self._screen.setText(text)

    def show_outbox(self, status: OutboxStatus, now: int, zone: tzinfo) -> None:
        """What waits to be sent, since when, and what needs attention; nothing where nothing does."""
        words, side = outbox_words(status, now, zone), self.fontMetrics().height()
        for button in (self._outbox, self._attention):
            button.setIconSize(QSize(side, side))
        self._outbox.setVisible(bool(words))
        self._outbox.setText(words)
        self._outbox.setIcon(icons.icon("hourglass"))
        oldest = "" if status.oldest is None else self.tr("oldest of {when}").format(when=both(status.oldest, zone))
        refused = attention_words(status)
        self._attention.setVisible(bool(refused))
        self._attention.setText(refused)
        self._attention.setIcon(icons.icon("alert-triangle"))
        self._attention.setToolTip(self.tr("What was refused, with theirs and yours (Ctrl+Shift+U)"))
        self._outbox.setToolTip("\n".join(part for part in (oldest, status.last_error) if part))

    def show_sync(self, text: str, tip: str = "") -> None:
        """What the sync does or did last."""
        self._sync.setVisible(bool(text))
        self._sync.setText(text)
        self._sync.setToolTip(tip)

    def show_key(self, note: str) -> None:
        """Where the key of the local copy came from; "" says nothing."""
        self._key.setText(translate("key", note) if note else "")
        self._key.setVisible(bool(note))

    def words(self) -> str:
        """All that is said, left to right."""
        places = (self._screen, self._attention, self._outbox, self._sync, self._key)
        return "  ".join(place.text() for place in places if place.text())


def outbox_words(status: OutboxStatus, now: int, zone: tzinfo) -> str:
    """ "3 waiting since 14:05"; "" where nothing waits."""
    if not status.unsent:
        return ""
    if status.oldest is None:
        return translate("sync", "{n} waiting").format(n=number(status.unsent))
    since = _short(status.oldest, now, zone)
    return translate("sync", "{n} waiting since {when}").format(n=number(status.unsent), when=since)


def attention_words(status: OutboxStatus) -> str:
    """ "1 needs attention"; "" where nothing does."""
    return (
        counted(status.attention, translate("sync", "needs attention"), translate("sync", "need attention"))
        if status.attention
        else ""
    )


def _short(moment: int, now: int, zone: tzinfo) -> str:
    """The time of day for today, else the date as well."""
    there, today = to_datetime(moment), to_datetime(now)
    if there is None or today is None or there.astimezone(zone).date() != today.astimezone(zone).date():
        return local(moment, zone)
    return f"{there.astimezone(zone):%H:%M}"
