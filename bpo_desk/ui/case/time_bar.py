"""The bar of explained time: one segment a part, with its word and figure beneath. Shows what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bpo_desk.measures.explained_time import Cause
from bpo_desk.models.sides import Side
from bpo_desk.state.case_time import CaseTime
from bpo_desk.ui import theme
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.time_words import basis_words, cause_words, part_tip, share_words, short_basis, why_unknown
from bpo_desk.ui.case.words import tooltip
from bpo_desk.ui.theme import Status
from bpo_desk.ui.time_words import span
from bpo_desk.ui.timeline.timeline_colours import mixed

_LEAST: Final = 3  # pixels of the smallest part: what is there is seen
_BETWEEN: Final = 14  # pixels between entries of the legend
_HATCH: Final = {
    Cause.NOBODY: Qt.BrushStyle.DiagCrossPattern,
    Cause.UNKNOWN: Qt.BrushStyle.Dense6Pattern,
    Cause.SIDE_UNKNOWN: Qt.BrushStyle.FDiagPattern,
    Cause.CLOSED_HOURS: Qt.BrushStyle.Dense7Pattern,
    Cause.OVER: Qt.BrushStyle.HorPattern,
}
_STATUS: Final = {
    Cause.NOBODY: Status.AT_RISK,
    Cause.UNKNOWN: Status.UNKNOWN,
    Cause.SIDE_UNKNOWN: Status.UNKNOWN,
    Cause.CLOSED_HOURS: Status.UNKNOWN,
    Cause.OVER: Status.DONE,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One part: its segment of the bar and its place in the legend."""

    cause: Cause
    amount: int
    segment: QRect
    legend: QRect
    words: str


class TimeBar(QWidget):
    """Left and Right go from part to part, Enter or a click asks for the stretches behind it. A tool tip says them."""

    part_chosen = Signal(int)  # Cause

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        self._time: CaseTime | None = None
        self._entries: list[_Entry] = []
        self._at = 0
        self._said = ""  # what stands beside or instead of the legend
        self._said_at = QRect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Explained time"))
        self._place()

    @property
    def shown_time(self) -> CaseTime | None:
        """The time that is shown; None while it is being worked out."""
        return self._time

    def show_time(self, view: CaseView | None, time: CaseTime | None) -> None:
        """Show the parts of a case at a moment; without a time, that it is being worked out."""
        self._view, self._time = view, time
        self._at = 0
        self._place()
        self.setAccessibleDescription(self._sentence())

    def _sentence(self) -> str:
        return ", ".join([*(entry.words for entry in self._entries), self._said])

    def _place(self) -> None:
        """Segments and legend for this width, and the height that they need."""
        self._entries = []
        time, metrics = self._time, self.fontMetrics()
        if time is None:
            self._said = self.tr("Explaining the time ...") if self._view is not None else ""
        elif not time.known:
            self._said = why_unknown()
        else:
            self._said = self.tr("of {elapsed}; {basis}").format(elapsed=span(time.elapsed), basis=short_basis(time))
        left, top, line = theme.GAP, theme.SMALL_GAP, metrics.height()
        width = max(self.width() - 2 * theme.GAP, 1)
        if time is not None and time.known:
            under = top + self._bar_height() + theme.SMALL_GAP
            segments = _segments([amount for _, amount in time.parts], width)
            x, y = left, under
            for (cause, amount), (start, wide) in zip(time.parts, segments, strict=True):
                words = f"{cause_words(cause)} {span(amount)}"
                taken = min(self._swatch() + 5 + metrics.horizontalAdvance(words) + 3, width)
                if x > left and x + taken > left + width:
                    x, y = left, y + line
                segment = QRect(left + start, top, wide, self._bar_height())
                self._entries.append(_Entry(cause, amount, segment, QRect(x, y, taken, line), words))
                x += taken + _BETWEEN
            if x > left and x + min(metrics.horizontalAdvance(self._said), width // 3) > left + width:
                x, y = left, y + line
            self._said_at = QRect(x, y, left + width - x, line)
        else:
            self._said_at = QRect(left, top, width, line)
        height = self._said_at.bottom() + theme.SMALL_GAP
        if time is None and self._view is not None:
            # What stands beneath does not jump up for the moment that the next case takes, and down again.
            height = max(height, self.maximumHeight())
        if height != self.maximumHeight():
            self.setFixedHeight(height)
        self.update()

    def _bar_height(self) -> int:
        return self.fontMetrics().height()

    def _swatch(self) -> int:
        return self.fontMetrics().ascent()

    def sizeHint(self) -> QSize:
        return QSize(60 * self.fontMetrics().averageCharWidth(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Window))
        for place, entry in enumerate(self._entries):
            _fill(painter, entry.segment, entry.cause, palette)
            swatch = self._swatch()
            top = entry.legend.top() + (entry.legend.height() - swatch) // 2
            _fill(painter, QRect(entry.legend.left(), top, swatch, swatch), entry.cause, palette)
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            text = self.fontMetrics().elidedText(
                entry.words, Qt.TextElideMode.ElideRight, entry.legend.width() - swatch - 5
            )
            painter.drawText(entry.legend.adjusted(swatch + 5, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
            if self.hasFocus() and place == self._at:
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(entry.segment.adjusted(1, 1, -1, -1))
                painter.drawLine(entry.legend.bottomLeft(), entry.legend.bottomRight())
        painter.setPen(theme.muted(palette))
        text = self.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, self._said_at.width())
        painter.drawText(self._said_at, Qt.AlignmentFlag.AlignVCenter, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place()

    def event(self, event: QEvent) -> bool:
        """The tool tip of the part under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._part_at(event.pos().x(), event.pos().y())
            words = self._whole() if place is None else self._tip(place)
            QToolTip.showText(event.globalPos(), tooltip(words), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QToolTip.hideText()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._part_at(int(event.position().x()), int(event.position().y()))
        if place is not None:
            self._at = place
            self.update()
            self.part_chosen.emit(int(self._entries[place].cause))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._entries) - 1
        keys = {
            Qt.Key.Key_Left: max(self._at - 1, 0),
            Qt.Key.Key_Right: min(self._at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if last >= 0 and event.key() in keys:
            self._at = keys[Qt.Key(event.key())]
            self._tell()
        elif last >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.part_chosen.emit(int(self._entries[self._at].cause))
        else:
            super().keyPressEvent(event)

    def _whole(self) -> str:
        """The whole time and which hours count."""
        time = self._time
        return self._said if time is None or not time.known else f"{self._said}\n{basis_words(time)}"

    def _tell(self) -> None:
        """Say the current part as hovering does."""
        words = self._tip(self._at)
        self.setAccessibleDescription(words)
        QToolTip.showText(self.mapToGlobal(self._entries[self._at].segment.bottomLeft()), tooltip(words), self)
        self.update()

    def _tip(self, place: int) -> str:
        entry = self._entries[place]
        if self._view is None or self._time is None:
            return entry.words
        return part_tip(self._view, self._time, entry.cause, entry.amount)

    def _part_at(self, x: int, y: int) -> int | None:
        for place, entry in enumerate(self._entries):
            if entry.segment.contains(x, y) or entry.legend.contains(x, y):
                return place
        return None

    def legend(self) -> list[str]:
        """The words of the parts, for whoever checks what is shown."""
        time = self._time
        if time is None:
            return []
        return [f"{entry.words} ({share_words(entry.amount, time.elapsed)})" for entry in self._entries]


def _segments(amounts: list[int], width: int) -> list[tuple[int, int]]:
    """Start and width in pixels of each part; none narrower than _LEAST while there is room, and no gap between."""
    if not amounts:
        return []
    least = min(_LEAST, max(width // len(amounts), 1))
    free, whole = width - least * len(amounts), sum(amounts)
    ends, so_far = [], 0
    for place, amount in enumerate(amounts):
        so_far += amount
        ends.append(least * (place + 1) + (free * so_far // whole if whole else 0))
    return [(start, end - start) for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def cause_colour(cause: Cause, palette: QPalette) -> QColor:
    """The colour of a part."""
    if cause.is_pause:
        return theme.look(Status.WAITING, palette).colour
    if cause in _STATUS:
        return theme.look(_STATUS[cause], palette).colour
    return theme.side_colour(Side(cause), palette)


def _fill(painter: QPainter, place: QRect, cause: Cause, palette: QPalette) -> None:
    """A tint of the colour, its hatching, and a thin frame in the colour itself."""
    colour, base = cause_colour(cause, palette), palette.color(QPalette.ColorRole.Base)
    hatch = Qt.BrushStyle.BDiagPattern if cause.is_pause else _HATCH.get(cause)
    painter.fillRect(place, base if hatch is not None else mixed(base, colour, 0.62))
    if hatch is not None:
        painter.fillRect(place, QBrush(colour, hatch))
    painter.setPen(colour)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(0, 0, -1, -1))
