"""The figures inside events: one function a trigger, drawn around a centre in a square of side 2r."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPolygonF

from bpo_desk.models.process import Point, Trigger
from bpo_desk.ui.diagram.brush import Brush, polygon


class Spot(NamedTuple):
    """Where and how a figure is drawn: its centre, half its side, the throwing (filled) form or not, its ink."""

    x: float
    y: float
    r: float
    filled: bool
    ink: QColor


def paint_trigger(brush: Brush, trigger: Trigger, at: Spot) -> None:
    """Paint the figure of `trigger`; nothing for an event without one."""
    icon = _ICONS.get(trigger)
    if icon is not None:
        brush.use(brush.pen(at.ink, max(at.r / 8, 0.9)), at.ink if at.filled else None)
        icon(brush, at)


ENVELOPE_HIGH = 1.15


def envelope(brush: Brush, at: Spot) -> None:
    """A message: hollow when it is received, filled when it is sent."""
    x, y, r = at.x, at.y, at.r
    width, height = r * 1.7, r * ENVELOPE_HIGH
    left, top = x - width / 2, y - height / 2
    brush.painter.drawRect(QRectF(left, top, width, height))
    if at.filled:
        brush.painter.setPen(brush.pen(brush.colours.shape, max(r / 8, 0.9)))
    brush.lines([(left, top), (x, y + height * 0.12), (left + width, top)])


def _clock(brush: Brush, at: Spot) -> None:
    x, y, r = at.x, at.y, at.r
    brush.use(brush.pen(at.ink, max(r / 8, 0.9)), None)
    brush.painter.translate(x, y)
    brush.painter.drawEllipse(QPointF(0, 0), r, r)
    marks, hands = _dial(r)
    brush.painter.drawLines(marks)
    brush.painter.drawPolyline(hands)
    brush.painter.translate(-x, -y)


@lru_cache(maxsize=64)
def _dial(r: float) -> tuple[list[QLineF], QPolygonF]:
    """Marks of the hours and hands of a clock around the origin; not to be changed by who gets them."""
    angles = [hour * math.pi / 6 for hour in range(12)]
    directions = [(math.sin(angle) * r, math.cos(angle) * r) for angle in angles]
    marks = [QLineF(dx * 0.82, dy * 0.82, dx, dy) for dx, dy in directions]
    return marks, polygon([(r * 0.2, -r * 0.7), (0, 0), (r * 0.5, r * 0.12)])


def _shape(points: tuple[Point, ...]) -> Callable[[Brush, Spot], None]:
    @lru_cache(maxsize=64)
    def sized(r: float) -> QPolygonF:
        return polygon((dx * r, dy * r) for dx, dy in points)

    def paint(brush: Brush, at: Spot) -> None:
        brush.painter.translate(at.x, at.y)
        brush.painter.drawPolygon(sized(at.r))
        brush.painter.translate(-at.x, -at.y)

    return paint


def rewind(brush: Brush, at: Spot) -> None:
    """Compensation: two triangles to the left."""
    x, y, r = at.x, at.y, at.r
    for left in (x - r * 0.95, x - r * 0.1):
        brush.painter.drawPolygon(
            polygon([(left, y), (left + r * 0.85, y - r * 0.65), (left + r * 0.85, y + r * 0.65)])
        )


def _page(brush: Brush, at: Spot) -> None:
    x, y, r = at.x, at.y, at.r
    left, top, width, height = x - r * 0.65, y - r * 0.8, r * 1.3, r * 1.6
    brush.painter.drawRect(QRectF(left, top, width, height))
    if at.filled:
        brush.painter.setPen(brush.pen(brush.colours.shape, max(r / 8, 0.9)))
    for part in (0.2, 0.4, 0.6, 0.8):
        brush.lines([(left + r * 0.2, top + height * part), (left + width - r * 0.2, top + height * part)])


def _disc(brush: Brush, at: Spot) -> None:
    x, y, r = at.x, at.y, at.r
    brush.use(None, at.ink)
    brush.painter.drawEllipse(QPointF(x, y), r * 0.95, r * 0.95)


def _regular(corners: int, radius: float) -> tuple[Point, ...]:
    angles = [2 * math.pi * corner / corners for corner in range(corners)]
    return tuple((math.sin(angle) * radius, -math.cos(angle) * radius) for angle in angles)


def _cross(arm: float, half: float) -> tuple[Point, ...]:
    return (
        (-half, -arm),
        (half, -arm),
        (half, -half),
        (arm, -half),
        (arm, half),
        (half, half),
        (half, arm),
        (-half, arm),
        (-half, half),
        (-arm, half),
        (-arm, -half),
        (-half, -half),
    )


def _turned(points: tuple[Point, ...]) -> tuple[Point, ...]:
    part = math.sqrt(0.5)
    return tuple(((x - y) * part, (x + y) * part) for x, y in points)


PENTAGON = _regular(5, 0.95)

_ICONS: dict[Trigger, Callable[[Brush, Spot], None]] = {
    Trigger.MESSAGE: envelope,
    Trigger.TIMER: _clock,
    Trigger.ERROR: _shape(
        ((-0.85, 0.8), (-0.3, -0.65), (0.25, 0.1), (0.85, -0.8), (0.3, 0.75), (-0.25, -0.05)),
    ),
    Trigger.ESCALATION: _shape(((0, -0.95), (0.7, 0.75), (0, 0.1), (-0.7, 0.75))),
    Trigger.CANCEL: _shape(_turned(_cross(0.95, 0.24))),
    Trigger.COMPENSATION: rewind,
    Trigger.CONDITIONAL: _page,
    Trigger.LINK: _shape(
        ((-0.9, -0.35), (0.2, -0.35), (0.2, -0.75), (0.95, 0), (0.2, 0.75), (0.2, 0.35), (-0.9, 0.35)),
    ),
    Trigger.SIGNAL: _shape(_regular(3, 0.95)),
    Trigger.TERMINATE: _disc,
    Trigger.MULTIPLE: _shape(PENTAGON),
    Trigger.PARALLEL_MULTIPLE: _shape(_cross(0.9, 0.26)),
}
