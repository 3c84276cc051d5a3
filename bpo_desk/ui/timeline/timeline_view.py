"""The timeline widget: shows a layout, follows pointer and keyboard, tells which event or moment was chosen.

Queries nothing and decides nothing about cases.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from html import escape

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from bpo_desk.ui.timeline.backdrop import Backdrop
from bpo_desk.ui.timeline.density import Density
from bpo_desk.ui.timeline.frame_paint import paint_axis, paint_gaps
from bpo_desk.ui.timeline.geometry import Geometry, active_view, hit, view_bounds
from bpo_desk.ui.timeline.lane_layout import TimelineLayout
from bpo_desk.ui.timeline.local_time import LocalTime
from bpo_desk.ui.timeline.time_field import TimeField
from bpo_desk.ui.timeline.timeline_colours import TimelineColours
from bpo_desk.ui.timeline.timeline_paint import Scene, is_dense, lane_width, lane_words, paint_lanes, side_words
from bpo_desk.ui.timeline.walk import lane_at, mark_beside, nearest_mark

_STEP = 1.25
_CLICK = 4
_BAR_UNITS = 10_000
_LEAST_LINE = 3.0  # pixels of a squeezed row


class TimelineView(QAbstractScrollArea):
    """Lanes, bars and marks of a case over time.

    Ctrl+wheel zooms at the pointer, Shift+wheel or dragging pans, the wheel scrolls lanes. Left/Right go to the
    previous and next event, Ctrl+Left/Right to the previous and next handover, Home/End to the ends, +/- zoom, 0 fits,
    G asks for a time to go to. A click on the axis chooses the moment.
    """

    event_chosen = Signal(int)  # event row
    moment_chosen = Signal(object)  # microseconds UTC; object, because a C++ int holds 32 bits

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout: TimelineLayout | None = None
        self._density: Density | None = None  # of the layout, made with the first frame that needs it
        self._time = LocalTime(UTC)
        self._describe: Callable[[int], str] = str
        self._selected = -1
        self._moment: int | None = None
        self._view = (0.0, 1.0)  # microseconds at the left and right edge
        self._fits = True
        self._widest = -1.0  # pixels of the widest lane's names, -1 = not measured
        self._squeezed = False
        self._backdrop = Backdrop()
        self._pressed: QPointF | None = None
        self._panned = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Timeline"))
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled_in_time)
        self._go_to = TimeField(self.viewport())
        self._go_to.time_chosen.connect(self.go_to)
        self._go_to.left.connect(self.setFocus)

    # What is shown

    def show_case(self, layout: TimelineLayout, time: LocalTime, describe: Callable[[int], str]) -> None:
        """Show a layout whole, live and with nothing selected. `describe` gives an event row in words."""
        self._layout, self._time, self._describe, self._widest = layout, time, describe, -1.0
        self._density = None
        self._selected, self._moment = -1, None
        self.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(
            self.tr("{n} events in {lanes} lanes").format(n=len(layout.mark_of_row), lanes=len(layout.lanes))
        )
        self.fit()

    def refresh_case(self, layout: TimelineLayout, time: LocalTime, describe: Callable[[int], str]) -> None:
        """Show a changed form of the same case; zoom stays unless the whole case was in view."""
        self._layout, self._time, self._describe, self._widest = layout, time, describe, -1.0
        self._density = None
        if self._fits:
            self.fit()
            return
        geometry = self.geometry_now()
        self._show(geometry.placed(geometry.first, geometry.last - geometry.first, self._bounds()))

    def clear(self) -> None:
        """Show nothing."""
        self._layout = self._density = None
        self._selected, self._moment = -1, None
        self.fit()

    def select(self, row: int, *, reveal: bool = True) -> None:
        """Mark an event row (-1 = none) and, with `reveal`, bring it into view. Does not signal."""
        self._selected = row
        mark = self._mark(row)
        if self._layout is not None and mark >= 0:
            if reveal:
                self._bring_into_view(int(self._layout.marks.time[mark]), int(self._layout.marks.line[mark]))
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
        self._show(self.geometry_now().placed(first, last - first, self._bounds()))

    def fit_lanes(self, fits: bool) -> None:
        """Squeeze the rows until all of them stand in the window (at least three pixels each), or give them the
        height of a line of text again."""
        self._squeezed = fits
        self._update_bars()
        self.viewport().update()

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Zoom by a factor around an instant (microseconds UTC), by default the selected event or the middle."""
        if self._layout is None:
            return
        geometry = self.geometry_now()
        mark = self._mark(self._selected)
        if at is None:
            at = float(self._layout.marks.time[mark]) if mark >= 0 else (geometry.first + geometry.last) / 2
        self._show(geometry.zoomed(factor, at, self._bounds()))

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        rows = min(self._layout.rows, 8) if self._layout is not None else 5
        return QSize(line * 40, int(line * 4 + rows * self._line_height()))

    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 16, int(line * 4 + 2 * self._line_height()))

    # Geometry

    def _line_height(self) -> float:
        line = float(round(self.fontMetrics().height() * 1.35) + 2)
        if not self._squeezed or self._layout is None:
            return line
        return max(min(line, self._lanes_height() / max(self._layout.rows, 1)), _LEAST_LINE)

    def _top(self) -> int:
        height = QFontMetricsF(self.font()).height()
        has_gaps = self._layout is not None and len(self._layout.gaps.start) > 0
        return round(height * 2) + 4 + (round(height) if has_gaps else 0)

    def _lanes_height(self) -> float:
        return max(self.viewport().height() - self._top() - QFontMetricsF(self.font()).height() - 4, 1.0)

    def _names_width(self) -> float:
        if self._layout is None:
            return 0.0
        if self._widest < 0:
            metrics = QFontMetricsF(self.font())
            least = metrics.height() * 8
            self._widest = max([least, *(lane_width(lane, metrics) for lane in self._layout.lanes)])
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

    def _counted(self) -> Density:
        assert self._layout is not None, "nothing is counted without a layout"
        if self._density is None:
            self._density = Density.of(self._layout)
        return self._density

    def _bounds(self) -> tuple[float, float]:
        """The times that may be shown."""
        return view_bounds(self._layout) if self._layout is not None else (0.0, 1.0)

    def _fitted(self) -> tuple[float, float]:
        """The times that are shown at first."""
        return active_view(self._layout) if self._layout is not None else (0.0, 1.0)

    def _show(self, geometry: Geometry) -> None:
        self._view = (geometry.first, geometry.last)
        self._fits = self._view == self._fitted()
        self._update_bars()
        self.viewport().update()

    def _update_bars(self) -> None:
        geometry = self.geometry_now()
        rows = 0 if self._layout is None else self._layout.rows
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

    def _scrolled_in_time(self, value: int) -> None:
        low, high = self._bounds()
        length = self._view[1] - self._view[0]
        moved = self.geometry_now().placed(low + (high - low) * value / _BAR_UNITS, length, (low, high))
        self._view = (moved.first, moved.last)
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
        if self._layout is None or not 0 <= row < len(self._layout.mark_of_row):
            return -1
        return int(self._layout.mark_of_row[row])

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = TimelineColours.of(self.palette())
        if self._layout is None or not len(self._layout.marks):
            painter.fillRect(self.viewport().rect(), colours.base)
        if self._layout is None:
            return
        if not len(self._layout.marks):
            painter.setPen(colours.muted)
            words = self.tr("No event of this case has a known time. The table below lists all of them.")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)
            return
        geometry = self.geometry_now()
        height = QFontMetricsF(self.font()).height()
        scene = Scene(
            layout=self._layout,
            density=self._counted,
            geometry=geometry,
            colours=colours,
            time=self._time,
            font=self.font(),
            selected=self._selected,
            moment=self._moment,
        )
        self._backdrop.paint(painter, scene, self.viewport(), names_only=is_dense(scene))
        paint_axis(painter, scene, 2)
        paint_lanes(painter, scene)
        if len(self._layout.gaps.start):
            paint_gaps(painter, scene, geometry.top - height - 1)
        below = geometry.top + geometry.height
        painter.setPen(QPen(colours.line, 1.0))
        painter.drawLine(QPointF(geometry.left - 0.5, 0), QPointF(geometry.left - 0.5, below))
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

    # Pointer

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._layout is None:
            return
        turn = event.angleDelta()
        geometry = self.geometry_now()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP ** (turn.y() / 120), geometry.micros(event.position().x()))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            delta = turn.x() if abs(turn.x()) > abs(turn.y()) else turn.y()
            self._show(geometry.panned(-delta / geometry.scale, self._bounds()))
        else:
            super().wheelEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._panned = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        geometry = self.geometry_now()
        if self._pressed is None:
            on_axis = event.position().y() < geometry.top and event.position().x() > geometry.left
            shape = Qt.CursorShape.PointingHandCursor if on_axis else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        moved = event.position() - self._pressed
        if not self._panned and moved.manhattanLength() < _CLICK:
            return
        self._panned = True
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - round(moved.y()))
        self._show(geometry.panned(-moved.x() / geometry.scale, self._bounds()))
        self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, panned = self._pressed, self._panned
        self._pressed, self._panned = None, False
        self.viewport().unsetCursor()
        if pressed is None or panned or self._layout is None:
            return
        at, geometry = event.position(), self.geometry_now()
        if at.y() < geometry.top and at.x() >= geometry.left:
            self.moment_chosen.emit(round(geometry.micros(at.x())))
            return
        row = hit(self._layout, geometry, at.x(), at.y())
        if row is not None:
            self.choose(row)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._layout is not None:
            geometry = self.geometry_now()
            row = hit(self._layout, geometry, event.pos().x(), event.pos().y())
            words = (
                self._describe(row) if row is not None else self._lane_tip(event.pos().x(), event.pos().y(), geometry)
            )
            # Escaped: a tool tip would take a name with angle brackets for rich text.
            QToolTip.showText(event.globalPos(), f"<qt>{escape(words)}</qt>" if words else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def _lane_tip(self, x: float, y: float, geometry: Geometry) -> str:
        if self._layout is None or x >= geometry.left or y < geometry.top:
            return ""
        lane = lane_at(self._layout, geometry, y)
        return "" if lane is None else f"{lane_words(lane)} ({side_words(lane.side)})"

    def choose(self, row: int) -> None:
        """Select an event row and tell it."""
        self.select(row)
        self.event_chosen.emit(row)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._layout is None:
            super().keyPressEvent(event)
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Right:
                self._go(1, handovers=control)
            case Qt.Key.Key_Left:
                self._go(-1, handovers=control)
            case Qt.Key.Key_Home:
                self._choose_mark(0)
            case Qt.Key.Key_End:
                self._choose_mark(len(self._layout.marks) - 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if not control:
                self.zoom(_STEP**2)
            case Qt.Key.Key_Minus if not control:
                self.zoom(_STEP**-2)
            case Qt.Key.Key_0 if not control:
                self.fit()
            case Qt.Key.Key_G if not event.modifiers():
                self._go_to.ask(self._time, round(self.geometry_now().left) + 4, 2)
            case _:
                super().keyPressEvent(event)

    def _go(self, step: int, *, handovers: bool) -> None:
        """Choose the next or previous event in time, of handovers only if so asked; from nowhere, the first."""
        if self._layout is not None:
            mark = mark_beside(self._layout, self._mark(self._selected), step, handovers=handovers)
            if mark is not None:
                self._choose_mark(mark)

    def _choose_mark(self, mark: int) -> None:
        if self._layout is not None and 0 <= mark < len(self._layout.marks):
            self.choose(int(self._layout.marks.row[mark]))

    def go_to(self, micros: int) -> None:
        """Choose the event nearest to an instant (microseconds UTC)."""
        self.setFocus()
        mark = None if self._layout is None else nearest_mark(self._layout, micros)
        if mark is not None:
            self._choose_mark(mark)
