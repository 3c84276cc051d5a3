"""The whole of a timeline on one strip, with the part in view as a brush: dragged, resized, or moved by keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpo_desk.ui.timeline.density import density_codes, strongest_of_rows
from bpo_desk.ui.timeline.raster import pixel_edges
from bpo_desk.ui.timeline.timeline_canvas import TimelineCanvas
from bpo_desk.ui.timeline.timeline_colours import TimelineColours, mixed

_HANDLE: Final = 6  # pixels on either side of an edge of the brush that take hold of it
_LEAST: Final = 4.0  # pixels of a drag that means a new part


class OverviewStrip(QWidget):
    """Shows all that a timeline may show. Dragging beside the brush chooses a new part, dragging it moves it, dragging
    an edge resizes it, the wheel zooms at the pointer. Left/Right move, Shift+Left/Right resize, 0 fits."""

    part_wanted = Signal(float, float)  # places of the axis
    whole_wanted = Signal()

    def __init__(self, canvas: TimelineCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._image: QImage | None = None
        self._image_key: tuple[object, ...] = ()
        self._drag = ""  # "new", "move", "left", "right"
        self._from = 0.0  # place where the drag began
        self._part = (0.0, 1.0)  # the part in view when it began
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Overview: the part of the timeline in view"))
        canvas.view_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As high as a line of text and a half."""
        return QSize(200, round(self.fontMetrics().height() * 1.5))

    def _left(self) -> float:
        return self._canvas.geometry_now().left

    def _width(self) -> float:
        return max(self._canvas.geometry_now().width, 1.0)

    def _x(self, place: float) -> float:
        low, high = self._canvas.bounds
        return self._left() + (place - low) / (high - low) * self._width()

    def _place(self, x: float) -> float:
        low, high = self._canvas.bounds
        return low + (high - low) * min(max((x - self._left()) / self._width(), 0.0), 1.0)

    def _show(self, first: float, last: float) -> None:
        low, high = self._canvas.bounds
        self.part_wanted.emit(max(min(first, last), low), min(max(first, last), high))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The density of all lanes; what is out of view steps back."""
        painter = QPainter(self)
        colours = TimelineColours.of(self.palette())
        painter.fillRect(self.rect(), colours.base)
        if self._canvas.drawn is None:
            return
        left, width, height = self._left(), self._width(), float(self.height())
        image = self._strip(colours)
        if image is not None:
            painter.drawImage(QRectF(left, 3, width, height - 6), image)
        first, last = (self._x(place) for place in self._canvas.view)
        veil = QColor(colours.base)
        veil.setAlphaF(0.6)
        painter.fillRect(QRectF(left, 0, first - left, height), veil)
        painter.fillRect(QRectF(last, 0, left + width - last, height), veil)
        ink = colours.accent if self.hasFocus() else mixed(colours.base, colours.text, 0.5)
        painter.setPen(QPen(ink, 2.0 if self.hasFocus() else 1.0))
        painter.drawRect(QRectF(first, 1, max(last - first, 2.0), height - 2))
        for x in (first, last):
            painter.fillRect(QRectF(x - 2, height * 0.25, 4, height * 0.5), ink)
        painter.setPen(colours.muted)
        painter.drawText(
            QRectF(8, 0, left - 16, height),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            self.tr("overview"),
        )

    def _strip(self, colours: TimelineColours) -> QImage | None:
        """One row of pixels: the strongest of all lanes at each."""
        canvas = self._canvas
        key = (id(canvas.drawn), canvas.bounds, int(self._width()), colours.key)
        if key != self._image_key:
            low, high = canvas.bounds
            codes, _ = density_codes(canvas.density, pixel_edges(low, high, int(self._width())))
            pixels = strongest_of_rows(codes, colours)
            self._image_key = key
            self._image = QImage(pixels.data, len(pixels), 1, len(pixels) * 4, QImage.Format.Format_RGB32).copy()
        return self._image

    def _grip(self, x: float) -> str:
        first, last = (self._x(place) for place in self._canvas.view)
        if abs(x - first) <= _HANDLE:
            return "left"
        if abs(x - last) <= _HANDLE:
            return "right"
        whole = self._canvas.view == self._canvas.bounds
        return "move" if first < x < last and not whole else "new"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the brush, or begin a new one."""
        if event.button() is Qt.MouseButton.LeftButton and self._canvas.drawn is not None:
            x = event.position().x()
            self._drag, self._from, self._part = self._grip(x), self._place(x), self._canvas.view

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held; else show what can be held here."""
        x = event.position().x()
        if not self._drag:
            grip = self._grip(x) if self._canvas.drawn is not None else "new"
            shapes = {"left": Qt.CursorShape.SizeHorCursor, "right": Qt.CursorShape.SizeHorCursor,
                      "move": Qt.CursorShape.OpenHandCursor, "new": Qt.CursorShape.CrossCursor}  # fmt: skip
            self.setCursor(shapes[grip])
            return
        place, (first, last) = self._place(x), self._part
        if self._drag == "left":
            self._show(min(place, last), last)
        elif self._drag == "right":
            self._show(first, max(place, first))
        elif self._drag == "move":
            moved = place - self._from
            self.part_wanted.emit(first + moved, last + moved)
        elif abs(x - self._x(self._from)) >= _LEAST:
            self._show(self._from, place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click that dragged nothing centres the view there."""
        if self._drag == "new" and abs(event.position().x() - self._x(self._from)) < _LEAST:
            half = (self._part[1] - self._part[0]) / 2
            self.part_wanted.emit(self._from - half, self._from + half)
        self._drag = ""

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """All of it."""
        self.whole_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        if self._canvas.drawn is not None:
            self._canvas.zoom(1.25 ** (event.angleDelta().y() / 120), self._place(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and resize without a mouse."""
        first, last = self._canvas.view
        step = (last - first) / 10 * {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_0 and not event.modifiers():
            self.whole_wanted.emit()
        elif step and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._show(first, last + step)
        elif step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.part_wanted.emit(first + step, last + step)
        else:
            super().keyPressEvent(event)
