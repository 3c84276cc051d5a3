"""The timeline widget under pointer and keyboard: tells which event or moment was chosen.

Queries nothing and decides nothing about cases. What it shows is timeline_canvas.py's.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from bpo_desk.ui.timeline.accessible import offer_to_screen_readers, say_selected
from bpo_desk.ui.timeline.geometry import Geometry, hit
from bpo_desk.ui.timeline.time_field import TimeField
from bpo_desk.ui.timeline.timeline_canvas import TimelineCanvas
from bpo_desk.ui.timeline.timeline_paint import lane_words, side_words
from bpo_desk.ui.timeline.walk import Stops, lane_at, mark_beside, nearest_mark

_STEP = 1.25
_CLICK = 4


class TimelineView(TimelineCanvas):
    """Lanes, bars and marks of a case over time.

    The wheel over the axis, or Ctrl+wheel, zooms at the pointer; Shift+wheel or dragging pans, the wheel scrolls
    lanes. Left/Right go to the previous and next event, Ctrl+Left/Right to the previous and next handover, Shift+X and
    X to the previous and next exit, Home/End to the ends, +/- zoom, 0 fits, G asks for a time to go to, R tells times
    from the selected event, Enter opens it. A click on the axis chooses the moment.
    """

    event_chosen = Signal(int)  # event row
    event_clicked = Signal(int, float)  # event row, and the place of the axis under the pointer
    event_opened = Signal(int)  # event row, by Enter
    moment_chosen = Signal(object)  # microseconds UTC; object, because a C++ int holds 32 bits

    def __init__(self, parent: QWidget | None = None) -> None:
        offer_to_screen_readers()  # before Qt asks for the first time and settles for a plain widget
        super().__init__(parent)
        self._step_of: Callable[[int], str] = lambda _row: ""
        self._pressed: QPointF | None = None
        self._panned = False
        self._go_to = TimeField(self.viewport())
        self._go_to.time_chosen.connect(self.go_to)
        self._go_to.left.connect(self.setFocus)

    # Words

    def know_steps(self, step_of: Callable[[int], str]) -> None:
        """How the step of an event row is called, "" where it has none."""
        self._step_of = step_of

    def event_words(self, row: int) -> str:
        """An event in one line."""
        return self._describe(row)

    def step_words(self, row: int) -> str:
        """The step of an event, "" for none."""
        return self._step_of(row)

    def time_words(self, place: float) -> str:
        """The time at a place of the axis, to the minute."""
        return self._time.minute(self.instant(place))

    def select(self, row: int, *, reveal: bool = True) -> None:
        """Mark an event row (-1 = none); who listens is told."""
        super().select(row, reveal=reveal)
        say_selected(self)

    # Pointer

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.drawn is None:
            return
        turn = event.angleDelta()
        geometry = self.geometry_now()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or (
            not event.modifiers() and event.position().y() < geometry.top
        ):
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
        if pressed is None or panned or self.drawn is None:
            return
        at, geometry = event.position(), self.geometry_now()
        if at.y() < geometry.top and at.x() >= geometry.left:
            self.moment_chosen.emit(round(self.axis.instant(geometry.micros(at.x()))))
            return
        row = hit(self.drawn, geometry, at.x(), at.y())
        if row is not None:
            self.choose(row)
            self.event_clicked.emit(row, geometry.micros(at.x()))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.drawn is not None:
            geometry = self.geometry_now()
            row = hit(self.drawn, geometry, event.pos().x(), event.pos().y())
            words = (
                self._describe(row) if row is not None else self._lane_tip(event.pos().x(), event.pos().y(), geometry)
            )
            # Escaped: a tool tip would take a name with angle brackets for rich text.
            QToolTip.showText(event.globalPos(), f"<qt>{escape(words)}</qt>" if words else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def _lane_tip(self, x: float, y: float, geometry: Geometry) -> str:
        if self.drawn is None or x >= geometry.left or y < geometry.top:
            return ""
        lane = lane_at(self.drawn, geometry, y)
        return "" if lane is None else f"{lane_words(lane)} ({side_words(lane.side)})"

    def choose(self, row: int) -> None:
        """Select an event row and tell it."""
        self.select(row)
        self.event_chosen.emit(row)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.drawn is None:
            super().keyPressEvent(event)
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Right:
                self._go(1, Stops.HANDOVERS if control else Stops.ALL)
            case Qt.Key.Key_Left:
                self._go(-1, Stops.HANDOVERS if control else Stops.ALL)
            case Qt.Key.Key_Home | Qt.Key.Key_End as key:
                self._choose_mark(0 if key == Qt.Key.Key_Home else len(self.drawn.marks) - 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if not control:
                self.zoom(_STEP**2)
            case Qt.Key.Key_Minus if not control:
                self.zoom(_STEP**-2)
            case Qt.Key.Key_0 if not control:
                self.fit()
            case Qt.Key.Key_X if not control:
                self._go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, Stops.EXITS)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._mark(self._selected) >= 0:
                self.event_opened.emit(self._selected)
            case Qt.Key.Key_R if not event.modifiers():
                self.tell_from_selected()
            case Qt.Key.Key_G if not event.modifiers():
                self._go_to.ask(self._time, round(self.geometry_now().left) + 4, 2)
            case _:
                super().keyPressEvent(event)

    def tell_from_selected(self) -> None:
        """Tell times from the selected event on; again, or with nothing selected, local time."""
        mark = self._mark(self._selected)
        whole = self.content.whole
        if mark < 0 or whole is None:
            self.tell_from(None)
            return
        instant = int(whole.marks.time[whole.mark_of_row[self._selected]])
        self.tell_from(None if self._zero == instant else instant)

    def _go(self, step: int, stops: Stops) -> None:
        """Choose the next or previous event in time at which the walk stops; from nowhere, the first."""
        if self.drawn is not None:
            mark = mark_beside(self.drawn, self._mark(self._selected), step, stops)
            if mark is not None:
                self._choose_mark(mark)

    def _choose_mark(self, mark: int) -> None:
        if self.drawn is not None and 0 <= mark < len(self.drawn.marks):
            self.choose(int(self.drawn.marks.row[mark]))

    def instant(self, place: float) -> int:
        """The instant (microseconds UTC) at a place of the axis."""
        return round(self.axis.instant(place))

    def go_to(self, micros: int) -> None:
        """Choose the event nearest to an instant (microseconds UTC)."""
        self.setFocus()
        mark = None if self.drawn is None else nearest_mark(self.drawn, int(self.axis.place(micros)))
        if mark is not None:
            self._choose_mark(mark)
