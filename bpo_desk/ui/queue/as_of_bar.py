"""The banner above a queue that is not of now: the moment it is as of, to be changed here, and the way back to now."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QLabel, QPushButton, QWidget

from bpo_desk.models.times import to_datetime, to_micros
from bpo_desk.ui import icons, theme
from bpo_desk.ui.time_words import local


class AsOfBar(QWidget):
    """`wanted(microseconds UTC)` when a moment is asked for, `now_wanted()` for the queue of now."""

    wanted = Signal(object)
    now_wanted = Signal()

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._making: int | None = None  # the moment whose queue is being made
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        font = self._words.font()
        font.setBold(True)
        self._words.setFont(font)
        self.edit = QDateTimeEdit(self)
        self.edit.setDisplayFormat(self.tr("d MMM yyyy HH:mm"))
        self.edit.setCalendarPopup(True)
        self.edit.setAccessibleName(self.tr("Moment that the queue is shown as of"))
        self.edit.setToolTip(self.tr("Times in {zone}").format(zone=str(zone).removeprefix("Etc/")))
        self.go = QPushButton(icons.icon("history"), self.tr("Show the queue of then"), self)
        self.back = QPushButton(self.tr("Back to now"), self)
        self.go.clicked.connect(lambda: self.wanted.emit(self.moment()))
        self.back.clicked.connect(self.now_wanted)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP * 5, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._words)
        layout.addStretch(1)
        layout.addWidget(self.edit)
        layout.addWidget(self.go)
        layout.addWidget(self.back)
        self.setFocusProxy(self.edit)

    def moment(self) -> int:
        """The moment in the field, microseconds UTC."""
        day, time = self.edit.date(), self.edit.time()
        there = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=self._zone)
        return to_micros(there.astimezone(UTC))

    def set_moment(self, micros: int) -> None:
        """Put a moment into the field, to the minute."""
        there = to_datetime(micros)
        if there is not None:
            here = there.astimezone(self._zone)
            self.edit.setDateTime(QDateTime(QDate(here.year, here.month, here.day), QTime(here.hour, here.minute)))

    def ask(self) -> None:
        """Say that a moment can be chosen, while the queue is still of now."""
        self._words.setText(self.tr("The queue as it was at"))

    def read(self, micros: int, percent: int = 0) -> None:
        """Say that the queue of a moment is being made, and how far it is. The way back to now ends it."""
        self._making = micros
        words = self.tr("Making the queue as of {when} ...").format(when=local(micros, self._zone))
        self._words.setText(f"{words} {percent} %" if percent else words)

    def tell_progress(self, percent: int) -> None:
        """Say how far it is, if it is being made."""
        if self._making is not None:
            self.read(self._making, percent)

    def tell(self, micros: int) -> None:
        """Say that the rows are those of a moment."""
        self._making = None
        self._words.setText(self.tr("As of {when}, from the events up to then").format(when=local(micros, self._zone)))

    def words(self) -> str:
        """What the banner says."""
        return self._words.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A coloured edge and icon to the left, a line below."""
        painter = QPainter(self)
        palette, side = self.palette(), self.fontMetrics().height()
        shown = theme.look(theme.Status.AT_RISK, palette)
        painter.fillRect(0, 0, 4, self.height(), shown.colour)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line(palette))
        icons.draw(painter, "history", shown.colour, 2 * theme.GAP, (self.height() - side) // 2, side)
        painter.end()
