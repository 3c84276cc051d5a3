"""What the timeline widget shows: a layout, filtered, on a calendar or folded axis, at a place and zoom; and its
painting. Pointer and keyboard are timeline_view.py's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from bpo_desk.measures.open_hours import OpenHours
from bpo_desk.ui.timeline.axis_kinds import AxisKind, amount_words, axis_words
from bpo_desk.ui.timeline.backdrop import Backdrop
from bpo_desk.ui.timeline.content import Content, content_of
from bpo_desk.ui.timeline.density import Density, density_of
from bpo_desk.ui.timeline.folded_time import FoldedTime
from bpo_desk.ui.timeline.geometry import SHORTEST_VIEW, Geometry, active_view, view_bounds
from bpo_desk.ui.timeline.lane_layout import TimelineLayout
from bpo_desk.ui.timeline.local_time import LocalTime
from bpo_desk.ui.timeline.picture import paint_frame
from bpo_desk.ui.timeline.timeline_colours import TimelineColours
from bpo_desk.ui.timeline.timeline_paint import NO_HOURS, NO_ROWS, Scene, lane_width

_BAR_UNITS = 10_000
_LEAST_LINE = 3.0  # pixels of a squeezed row


class TimelineCanvas(QAbstractScrollArea):
    """Lanes, bars and marks over time. Times of the layout that is painted are places on the axis (folded_time.py)."""

    view_changed = Signal()
    zero_changed = Signal(object)  # microseconds UTC that times are told from, None: local time

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = Content()
        self._zero: int | None = None
        self._time = LocalTime(UTC)
        self._describe: Callable[[int], str] = str
        self._selected = -1
        self._signs = (NO_ROWS, NO_ROWS)  # event rows that are pending, and pinned
        self._moment: int | None = None
        self._view = (0.0, 1.0)  # microseconds at the left and right edge
        self._fits = True
        self._widest = -1.0  # pixels of the widest lane's names, -1 = not measured
        self._squeezed = False
        self._backdrop = Backdrop()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # every frame covers all of it
        self.setAccessibleName(self.tr("Timeline"))
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled_in_time)

    # What is shown

    def show_case(self, layout: TimelineLayout, time: LocalTime, describe: Callable[[int], str]) -> None:
        """Show a layout whole, live, on the calendar's axis and with nothing selected. `describe` gives an event row
        in words."""
        self._zero = None
        self.know(time, describe)
        self._selected, self._moment = -1, None
        self._take(content_of(layout))
        self.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(
            self.tr("{n} events in {lanes} lanes").format(n=layout.events, lanes=len(layout.lanes))
        )
        self.fit()

    def know(self, time: LocalTime, describe: Callable[[int], str]) -> None:
        """How times and events are put in words from now on."""
        self._time, self._describe = time, describe

    def show_only(self, shown: NDArray[np.bool_] | None) -> None:
        """Show the events of a mask only (one value an event row); None shows all."""
        now = self._content
        if shown is not None or now.shown is not None:
            self.show_content(content_of(now.whole, shown, now.kind, now.hours))

    def show_content(self, content: Content) -> None:
        """Show what was worked out before; the times in view stay in view."""
        first, last = (self.axis.instant(place) for place in self._view)
        self._take(content)
        if self._fits or self.drawn is None:
            self.fit()
        else:
            self.show_between(first, last)

    def show_signs(self, pending: NDArray[np.int64], pinned: NDArray[np.int64]) -> None:
        """Mark the events of some rows as not acknowledged yet, and as pinned."""
        self._signs = (pending, pinned)
        self.viewport().update()

    def show_hours(self, hours: OpenHours | None) -> None:
        """Shade closed hours; None where every hour counts. The hours must be compiled for the years of the case."""
        if hours is not self._content.hours:
            now = self._content
            self.show_content(content_of(now.whole, now.shown, now.kind, hours))

    def show_axis(self, kind: AxisKind) -> None:
        """Show calendar time, business time (closed hours folded away) or time with long gaps folded away."""
        now = self._content
        self.show_content(content_of(now.whole, now.shown, kind, now.hours))

    def tell_from(self, micros: int | None) -> None:
        """Tell times from an instant (microseconds UTC: T+3 h); None tells local time again."""
        self._zero = micros
        self.viewport().update()
        self.zero_changed.emit(micros)

    @property
    def content(self) -> Content:
        """Which events are drawn, and on which axis."""
        return self._content

    @property
    def axis_kind(self) -> AxisKind:
        """Which axis is shown."""
        return self._content.kind

    @property
    def axis(self) -> FoldedTime:
        """What the places of what is drawn are measured on."""
        return self._content.axis

    @property
    def has_hours(self) -> bool:
        """Whether there are business hours to show."""
        return self._content.hours is not None

    @property
    def zero(self) -> int | None:
        """The instant that times are told from, None: local time."""
        return self._zero

    @property
    def drawn(self) -> TimelineLayout | None:
        """The layout that is painted: filtered, its times places on the axis."""
        return self._content.drawn

    def _take(self, content: Content) -> None:
        self._content, self._widest = content, -1.0

    def clear(self) -> None:
        """Show nothing."""
        self._take(content_of(None, None, self.axis_kind, self._content.hours))
        self._selected, self._moment = -1, None
        self.fit()

    def select(self, row: int, *, reveal: bool = True) -> None:
        """Mark an event row (-1 = none) and, with `reveal`, bring it into view. Does not signal."""
        self._selected = row
        mark = self._mark(row)
        if self.drawn is not None and mark >= 0:
            if reveal:
                self._bring_into_view(int(self.drawn.marks.time[mark]), int(self.drawn.marks.line[mark]))
            self.setAccessibleDescription(self._describe(row))
        self.viewport().update()

    def show_moment(self, micros: int | None) -> None:
        """Draw the as-of cursor at an instant (microseconds UTC) and let what is later step back; None = live."""
        self._moment = micros
        self.viewport().update()

    @property
    def selected(self) -> int:
        """The selected event row, -1 for none."""
        return self._selected

    @property
    def view(self) -> tuple[float, float]:
        """Microseconds UTC at the left and the right edge of the lanes."""
        return self._view

    def fit(self) -> None:
        """Show the time in which the case was active and keep it whole while the widget is resized."""
        self._fits = True
        self._view = self._fitted()
        self._update_bars()
        self.viewport().update()

    def show_between(self, first: float, last: float) -> None:
        """Show the time between two instants (microseconds UTC, first < last), as far as there is something."""
        begin, end = self.axis.place(first), self.axis.place(last)
        self.show_places(begin, max(end, begin + SHORTEST_VIEW))

    def show_places(self, first: float, last: float) -> None:
        """Show the time between two places of the axis (first < last)."""
        self._show(self.geometry_now().placed(first, last - first, self._bounds()))

    def fit_lanes(self, fits: bool) -> None:
        """Squeeze the rows until all of them stand in the window (at least three pixels each), or give them the
        height of a line of text again."""
        self._squeezed = fits
        self._update_bars()
        self.viewport().update()

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Zoom by a factor around an instant (microseconds UTC), by default the selected event or the middle."""
        if self.drawn is None:
            return
        geometry = self.geometry_now()
        mark = self._mark(self._selected)
        if at is None:
            at = float(self.drawn.marks.time[mark]) if mark >= 0 else (geometry.first + geometry.last) / 2
        self._show(geometry.zoomed(factor, at, self._bounds()))

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        rows = min(self.drawn.rows, 8) if self.drawn is not None else 5
        return QSize(line * 40, int(line * 4 + rows * self._line_height()))

    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 16, int(line * 4 + 2 * self._line_height()))

    # Geometry

    def _line_height(self) -> float:
        line = float(round(self.fontMetrics().height() * 1.35) + 2)
        if not self._squeezed or self.drawn is None:
            return line
        return max(min(line, self._lanes_height() / max(self.drawn.rows, 1)), _LEAST_LINE)

    def _top(self) -> int:
        height = QFontMetricsF(self.font()).height()
        return round(height * 2) + 4 + (round(height) if self.drawn and len(self.drawn.gaps.start) else 0)

    def _lanes_height(self) -> float:
        return max(self.viewport().height() - self._top() - QFontMetricsF(self.font()).height() - 4, 1.0)

    def _names_width(self) -> float:
        if self.drawn is None:
            return 0.0
        if self._widest < 0:
            metrics = QFontMetricsF(self.font())
            least = metrics.height() * 8
            self._widest = max([least, *(lane_width(lane, metrics) for lane in self.drawn.lanes)])
        return min(self._widest, self.viewport().width() * 0.28)

    def geometry_now(self) -> Geometry:
        """Where things stand in the viewport now."""
        left = round(self._names_width())
        return Geometry(
            left=left,
            top=self._top(),
            width=max(self.viewport().width() - left - 1, 1),
            height=self._lanes_height(),
            line=self._line_height(),
            scroll=self.verticalScrollBar().value(),
            first=self._view[0],
            last=self._view[1],
        )

    @property
    def density(self) -> Density:
        """What the layout's density is counted from."""
        assert self.drawn is not None, "nothing is counted without a layout"
        return density_of(self.drawn)

    def _bounds(self) -> tuple[float, float]:
        """The times that may be shown."""
        return view_bounds(self.drawn) if self.drawn is not None else (0.0, 1.0)

    def _fitted(self) -> tuple[float, float]:
        """The times that are shown at first."""
        return active_view(self.drawn) if self.drawn is not None else (0.0, 1.0)

    @property
    def bounds(self) -> tuple[float, float]:
        """The places of the axis that may be shown."""
        return self._bounds()

    def _show(self, geometry: Geometry) -> None:
        self._view = (geometry.first, geometry.last)
        self._fits = self._view == self._fitted()
        self._update_bars()
        self.viewport().update()

    def _update_bars(self) -> None:
        geometry = self.geometry_now()
        rows = 0 if self.drawn is None else self.drawn.rows
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(int(rows * geometry.line - geometry.height) + 1, 0))
        vertical.setSingleStep(int(geometry.line))
        vertical.setPageStep(int(geometry.height))
        low, high = self._bounds()
        share = (self._view[1] - self._view[0]) / (high - low)
        page = max(round(share * _BAR_UNITS), 1)
        horizontal.blockSignals(True)
        horizontal.setRange(0, max(_BAR_UNITS - page, 0))
        horizontal.setPageStep(page)
        horizontal.setSingleStep(max(page // 10, 1))
        horizontal.setValue(round((self._view[0] - low) / (high - low) * _BAR_UNITS))
        horizontal.blockSignals(False)
        self.view_changed.emit()

    def _scrolled_in_time(self, value: int) -> None:
        low, high = self._bounds()
        length = self._view[1] - self._view[0]
        moved = self.geometry_now().placed(low + (high - low) * value / _BAR_UNITS, length, (low, high))
        self._view = (moved.first, moved.last)
        self.view_changed.emit()
        self.viewport().update()

    def _bring_into_view(self, micros: int, line: int) -> None:
        geometry = self.geometry_now()
        length = geometry.last - geometry.first
        if not geometry.first + length * 0.02 <= micros <= geometry.last - length * 0.02 and not self._fits:
            self._show(geometry.placed(micros - length / 2, length, self._bounds()))
        top, bar = line * geometry.line, self.verticalScrollBar()
        if top < bar.value():
            bar.setValue(int(top))
        elif top + geometry.line > bar.value() + geometry.height:
            bar.setValue(int(top + geometry.line - geometry.height) + 1)

    def _mark(self, row: int) -> int:
        if self.drawn is None or not 0 <= row < self.drawn.events:
            return -1
        return int(self.drawn.mark_of_row[row])

    # Painting

    def scene(self) -> Scene:
        """What the next frame shows."""
        assert self.drawn is not None, "there is no scene without a layout"
        shaded = self._content.closed if self.axis_kind is not AxisKind.BUSINESS else NO_HOURS
        return Scene(
            layout=self.drawn,
            density=lambda: self.density,
            geometry=self.geometry_now(),
            colours=TimelineColours.of(self.palette()),
            time=self._time,
            font=self.font(),
            selected=self._selected,
            moment=None if self._moment is None else self.axis.place(self._moment),
            axis=self.axis,
            axis_words=axis_words(self.axis_kind),
            amount=amount_words(self.axis_kind),
            zero=self._zero,
            closed=(self.axis.places(shaded[0]), self.axis.places(shaded[1])),
            pending=self._signs[0],
            pinned=self._signs[1],
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = TimelineColours.of(self.palette())
        if self.drawn is None or not len(self.drawn.marks):
            painter.fillRect(self.viewport().rect(), colours.base)
        if self.drawn is None:
            return
        if not len(self.drawn.marks):
            painter.setPen(colours.muted)
            words = self.tr("No event of this case has a known time. The table below lists all of them.")
            if self._content.shown is not None:
                words = self.tr("The filter hides every event that has a time.")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)
            return
        paint_frame(painter, self.scene(), self._backdrop, self.viewport())
        if self.hasFocus():
            width, height = self.viewport().width(), self.viewport().height()
            for edge in ((0, 0, width, 1), (0, height - 1, width, 1), (0, 0, 1, height), (width - 1, 0, 1, height)):
                painter.fillRect(*edge, colours.accent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self._view = self._fitted()
        self._update_bars()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._widest = -1.0
            self._update_bars()
            self.viewport().update()
