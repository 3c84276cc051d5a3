"""The line below a timeline that says what its signs mean; only those that it uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bpo_desk.ui.timeline.density import CLOSED_SHARE
from bpo_desk.ui.timeline.glyphs import draw_mark
from bpo_desk.ui.timeline.lane_layout import MarkKind
from bpo_desk.ui.timeline.note_signs import draw_pending, draw_pinned
from bpo_desk.ui.timeline.timeline_colours import mixed
from bpo_desk.ui.timeline.timeline_paint import Scene, is_dense
from bpo_desk.ui.timeline.work_spans import SpanKind

translate = QCoreApplication.translate

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_BAR: Final = 1.6  # width of a bar, in sizes of a sign
MARK_WORDS: Final = {
    MarkKind.CASE: "opened, closed",
    MarkKind.DONE: "done",
    MarkKind.DROPPED: "dropped",
    MarkKind.CONTACT: "contact",
    MarkKind.COMMENT: "comment",
    MarkKind.DOCUMENT: "document",
    MarkKind.FEEDBACK: "feedback",
    MarkKind.EXIT: "exit",
    MarkKind.REVIEW: "review",
    MarkKind.QUIET: "field change, note",
}


class _Line:
    """Where the next sign stands; one for which there is no room is left out."""

    def __init__(self, painter: QPainter, scene: Scene, top: float) -> None:
        self._painter, self._metrics, self._muted = painter, scene.metrics, scene.colours.muted
        self._top = top
        self.height = scene.metrics.height()
        self.size = max(7.0, self.height * 0.6)
        self.middle = top + self.height / 2
        self._x = 8.0
        self._gap = self.height * 0.35
        self._right = scene.geometry.left + scene.geometry.width

    def add(self, text: str, width: float = 0.0, sign: Callable[[float], object] | None = None) -> None:
        """A sign `width` pixels wide, drawn by `sign(left)`, and its meaning."""
        room = self._metrics.horizontalAdvance(text)
        before = width + self._gap if sign is not None else 0.0
        if self._x + before + room > self._right:
            return
        if sign is not None:
            sign(self._x)
        self._painter.setPen(self._muted)
        self._painter.drawText(QRectF(self._x + before, self._top, room + 2, self.height), _LEFT, text)
        self._x += before + room + 2.4 * self._gap


def paint_legend(painter: QPainter, scene: Scene, top: float) -> None:
    """What the signs in this timeline mean, in one line."""
    line = _Line(painter, scene, top)
    if is_dense(scene):
        _dense(painter, scene, line)
    else:
        _spans(painter, scene, line)
        _marks(painter, scene, line)
    if len(scene.closed[0]):
        shade = mixed(scene.colours.base, scene.colours.text, 2 * CLOSED_SHARE)
        box = QSizeF(_BAR * line.size, line.height - 2)
        line.add(
            translate("timeline", "closed hours"), box.width(),
            lambda x: painter.fillRect(QRectF(QPointF(x, line.middle - box.height() / 2), box), shade),
        )  # fmt: skip
    if scene.layout.without_time:
        words = translate("timeline", "{n} without a time: in the table only")
        line.add(words.format(n=scene.layout.without_time))


def _spans(painter: QPainter, scene: Scene, line: _Line) -> None:
    colours = scene.colours
    width = _BAR * line.size
    used = set(scene.layout.span_kinds) | ({int(SpanKind.SUSPENDED)} if len(scene.layout.pauses) else set())

    def work(x: float) -> None:
        ink = mixed(colours.base, colours.done, 0.55)
        painter.fillRect(QRectF(x, line.middle - line.size / 2, width, line.size), ink)

    def waiting(x: float) -> None:
        painter.setPen(QPen(colours.muted, 1.6))
        painter.drawLine(QLineF(x, line.middle, x + width, line.middle))

    def paused(x: float) -> None:
        painter.setPen(QPen(colours.waiting, 1.0))
        painter.setBrush(Qt.BrushStyle.BDiagPattern)
        painter.drawRect(QRectF(x, line.middle - line.size / 2, width, line.size))

    for kind, text, sign in (
        (SpanKind.WORK, translate("timeline", "work"), work),
        (SpanKind.WAITING, translate("timeline", "assigned, waiting"), waiting),
        (SpanKind.SUSPENDED, translate("timeline", "paused"), paused),
    ):
        if kind in used:
            line.add(text, width, sign)


def _marks(painter: QPainter, scene: Scene, line: _Line) -> None:
    colours, size = scene.colours, line.size

    def mark(x: float, kind: MarkKind) -> None:
        draw_mark(painter, kind, x + size / 2, line.middle, size, colours)

    for kind, text in MARK_WORDS.items():
        if kind in scene.layout.mark_kinds:
            line.add(translate("timeline", text), size, lambda x, kind=kind: mark(x, kind))  # type: ignore[misc]
    for rows, text, sign in (
        (scene.pending, translate("timeline", "pending"), draw_pending),
        (scene.pinned, translate("timeline", "pinned"), draw_pinned),
    ):
        if len(rows):
            line.add(text, 1.6 * size, lambda x, sign=sign: _noted(painter, scene, line, x, sign))  # type: ignore[misc]


def _noted(painter: QPainter, scene: Scene, line: _Line, x: float, sign: Callable[..., None]) -> None:
    small, middle = line.size * 0.7, line.middle + (line.size * 0.2 if sign is draw_pinned else 0)
    draw_mark(painter, MarkKind.DONE, x + line.size * 0.7, middle, small, scene.colours)
    sign(painter, x + line.size * 0.7, middle, small, scene.colours)


def _dense(painter: QPainter, scene: Scene, line: _Line) -> None:
    """What the colours mean where many events stand at one pixel."""
    colours, size = scene.colours, line.size

    def squares(x: float, inks: tuple[QColor, ...]) -> None:
        for place, ink in enumerate(inks):
            painter.fillRect(QRectF(x + place * size, line.middle - size / 2, size, size), ink)

    for inks, text in (
        ((mixed(colours.base, colours.current, 0.45), colours.current), translate("timeline", "events: few, many")),
        ((colours.exited,), translate("timeline", "exit, feedback or review")),
        ((mixed(colours.base, colours.done, 0.3),), translate("timeline", "work")),
    ):
        line.add(text, len(inks) * size, lambda x, inks=inks: squares(x, inks))  # type: ignore[misc]
    line.add(translate("timeline", "Zoom in for single events"))
