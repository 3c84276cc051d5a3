"""The glyph of each kind of mark: a shape of its own, so that colour is never the only sign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from bpo_desk.ui.timeline.lane_layout import MarkKind
from bpo_desk.ui.timeline.timeline_colours import TimelineColours


def mark_colour(kind: MarkKind, colours: TimelineColours) -> QColor:
    """The colour that a kind of mark is drawn in."""
    return {
        MarkKind.QUIET: colours.unknown,
        MarkKind.CASE: colours.text,
        MarkKind.CLOCK: colours.waiting,
        MarkKind.WORK: colours.text,
        MarkKind.DONE: colours.done,
        MarkKind.DROPPED: colours.failed,
        MarkKind.CONTACT: colours.current,
        MarkKind.COMMENT: colours.current,
        MarkKind.DOCUMENT: colours.current,
        MarkKind.FEEDBACK: colours.exited,
        MarkKind.EXIT: colours.exited,
        MarkKind.REVIEW: colours.text,
    }[kind]


def draw_mark(painter: QPainter, kind: MarkKind, x: float, y: float, size: float, colours: TimelineColours) -> None:
    """Draw the glyph of a kind around (x, y), about `size` pixels across."""
    take_ink(painter, kind, colours)
    GLYPHS[kind](painter, x, y, size / 2)


def take_ink(painter: QPainter, kind: MarkKind, colours: TimelineColours) -> None:
    """Set pen and brush for the glyphs of one kind, drawn one after the other with GLYPHS."""
    colour = mark_colour(kind, colours)
    if kind in _STROKES:
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(QBrush(colours.base))
    else:
        painter.setPen(QPen(colours.base, 1.0))
        painter.setBrush(QBrush(colour))


def _quiet(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawLine(QPointF(x, y - r * 0.6), QPointF(x, y + r * 0.6))


def _work(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawLine(QPointF(x, y - r), QPointF(x, y + r))


def _circle(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawEllipse(QPointF(x, y), r * 0.87, r * 0.87)


def _ring(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawEllipse(QPointF(x, y), r * 1.2, r * 1.2)  # wide enough to show around a mark at the same instant


def _clock(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawRect(QRectF(x - r * 0.75, y - r * 0.9, r * 0.55, r * 1.8))
    painter.drawRect(QRectF(x + r * 0.2, y - r * 0.9, r * 0.55, r * 1.8))


def _cross(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawLine(QPointF(x - r * 0.7, y - r * 0.7), QPointF(x + r * 0.7, y + r * 0.7))
    painter.drawLine(QPointF(x - r * 0.7, y + r * 0.7), QPointF(x + r * 0.7, y - r * 0.7))


def _diamond(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawPolygon(_points((x, y - r * 1.15), (x + r * 1.15, y), (x, y + r * 1.15), (x - r * 1.15, y)))


def _down(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawPolygon(_points((x - r, y - r * 0.8), (x + r, y - r * 0.8), (x, y + r)))


def _up(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawPolygon(_points((x - r, y + r * 0.8), (x + r, y + r * 0.8), (x, y - r)))


def _bubble(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(x - r, y - r * 0.9, 2 * r, r * 1.3), 2, 2)
    painter.drawPolygon(_points((x - r * 0.5, y + r * 0.3), (x + r * 0.2, y + r * 0.3), (x - r * 0.5, y + r)))


def _sheet(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.drawRect(QRectF(x - r * 0.65, y - r * 0.9, r * 1.3, r * 1.8))
    for at in (-0.3, 0.2):
        painter.drawLine(QPointF(x - r * 0.35, y + r * at), QPointF(x + r * 0.35, y + r * at))


def _tick(painter: QPainter, x: float, y: float, r: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(_points((x - r * 0.8, y), (x - r * 0.2, y + r * 0.7), (x + r * 0.9, y - r * 0.8)))


def _points(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


_STROKES: Final = frozenset(
    {MarkKind.QUIET, MarkKind.WORK, MarkKind.CASE, MarkKind.DROPPED, MarkKind.DOCUMENT, MarkKind.REVIEW}
)
GLYPHS: Final[dict[MarkKind, Callable[[QPainter, float, float, float], None]]] = {
    MarkKind.QUIET: _quiet,
    MarkKind.CASE: _ring,
    MarkKind.CLOCK: _clock,
    MarkKind.WORK: _work,
    MarkKind.DONE: _circle,
    MarkKind.DROPPED: _cross,
    MarkKind.CONTACT: _down,
    MarkKind.COMMENT: _bubble,
    MarkKind.DOCUMENT: _sheet,
    MarkKind.FEEDBACK: _up,
    MarkKind.EXIT: _diamond,
    MarkKind.REVIEW: _tick,
}
"""Draws one glyph around (x, y) with radius r, in the ink that `take_ink` set for its kind."""
