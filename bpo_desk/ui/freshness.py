"""How fresh the data are: "as of 14:05 CET, live", amber after the agreed time, red after twice that."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpo_desk.models.times import to_datetime
from bpo_desk.ui import icons, theme
from bpo_desk.ui.time_words import DAY, MINUTE, both, display_zone, local, span


class Freshness(QWidget):
    """Word, icon and colour, always visible."""

    def __init__(self, stale_after_minutes: int, parent: QWidget | None = None, zone: str = "") -> None:
        """`zone`: the one that the settings name."""
        super().__init__(parent)
        self._zone_name = zone
        self._stale_after = stale_after_minutes * MINUTE
        self._text, self._icon = "", "cloud"
        self._status: theme.Status | None = theme.Status.UNKNOWN
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.show_time(None, False, 0)

    @property
    def words(self) -> str:
        """What is shown."""
        return self._text

    @property
    def status(self) -> theme.Status | None:
        """In which status colour it is shown; None: plain."""
        return self._status

    def show_time(self, data_as_of: int | None, partial: bool, now: int, problem: str = "") -> None:
        """Show the instant up to which the data are complete (microseconds UTC; None: unknown), seen at `now`."""
        if data_as_of is None:
            self._say(self.tr("never synced"), "cloud-off", theme.Status.UNKNOWN)
            tip = self.tr("The local copy has never agreed with the shared database.")
        else:
            age, zone = now - data_as_of, display_zone(self._zone_name)
            when = _short(data_as_of, age, zone)
            tip = self.tr("Data as of {when}").format(when=both(data_as_of, zone))
            if partial:
                self._say(self.tr("partial, as of {when}").format(when=when), "download", theme.Status.WAITING)
                tip += "\n" + self.tr("The first load is still running.")
            elif age > 2 * self._stale_after:
                self._say(
                    self.tr("as of {when}, {age} old").format(when=when, age=span(age)),
                    "cloud-off",
                    theme.Status.FAILED,
                )
            elif age > self._stale_after:
                self._say(
                    self.tr("as of {when}, {age} old").format(when=when, age=span(age)), "clock", theme.Status.AT_RISK
                )
            elif problem:
                self._say(self.tr("as of {when}, sync failed").format(when=when), "cloud-off", theme.Status.AT_RISK)
            else:
                self._say(self.tr("as of {when}, live").format(when=when), "cloud-check", theme.Status.DONE)
        self.setToolTip(f"{tip}\n{problem}" if problem else tip)

    def _say(self, text: str, icon: str, status: theme.Status | None) -> None:
        self._text, self._icon, self._status = text, icon, status
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon and text."""
        metrics = self.fontMetrics()
        return QSize(metrics.height() + 6 + metrics.horizontalAdvance(self._text), metrics.height() + theme.GAP)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon in the colour of the status, text plain unless it asks for attention."""
        painter = QPainter(self)
        palette, side = self.palette(), self.fontMetrics().height()
        plain = palette.windowText().color()
        colour = plain if self._status is None else theme.look(self._status, palette).colour
        icons.draw(painter, self._icon, colour, 0, (self.height() - side) // 2, side)
        calm = self._status in (None, theme.Status.DONE, theme.Status.WAITING)
        painter.setPen(plain if calm else colour)
        painter.drawText(self.rect().adjusted(side + 6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()


def _short(moment: int, age: int, zone: tzinfo) -> str:
    there = to_datetime(moment)
    if there is None or not 0 <= age < DAY:
        return local(moment, zone)
    return f"{there.astimezone(zone):%H:%M %Z}"
