"""Painting what stands around the lanes of a timeline: their names and the gaps. The axis is axis_paint's."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from bpo_desk.models.sides import Side
from bpo_desk.ui.icons import draw
from bpo_desk.ui.timeline.lanes import Lane, LaneKind
from bpo_desk.ui.timeline.timeline_paint import Scene, lane_words, side_words

translate = QCoreApplication.translate

_ELIDE = Qt.TextElideMode.ElideRight
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LANE_ICONS: Final = {
    LaneKind.CLOCK: "player-pause",
    LaneKind.QUEUE: "users-group",
    LaneKind.UNNAMED: "circle-dashed",
    LaneKind.UNKNOWN: "question-mark",
}


def paint_gaps(painter: QPainter, scene: Scene, top: float) -> None:
    """Brackets over the times in which nobody worked and nothing happened, with their length where there is room."""
    geometry, colours, gaps = scene.geometry, scene.colours, scene.layout.gaps
    metrics = scene.metrics
    middle = round(top + metrics.height() / 2) + 0.5
    painter.save()
    painter.setClipRect(QRectF(geometry.left, top, geometry.width, metrics.height()))
    right_edge = geometry.left + geometry.width
    wide = gaps.end - gaps.start >= 12 / geometry.scale
    seen = np.flatnonzero(wide & (gaps.end >= geometry.first) & (gaps.start <= geometry.last))
    for start, end in zip(gaps.start[seen].tolist(), gaps.end[seen].tolist(), strict=True):
        left, right = geometry.x(start), geometry.x(end)
        painter.setPen(QPen(colours.strong_line, 1.0))
        painter.drawLine(QLineF(left + 1, middle, right - 1, middle))
        for x in (left + 1, right - 1):
            painter.drawLine(QLineF(x, middle - 3, x, middle + 3))
        words = scene.amount(end - start)
        width = metrics.horizontalAdvance(words) + 6
        seen_left, seen_right = max(left, geometry.left), min(right, right_edge)
        if seen_right - seen_left > width + 8:
            box = QRectF((seen_left + seen_right - width) / 2, top, width, metrics.height())
            painter.fillRect(box, colours.base)
            painter.setPen(colours.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
    if len(seen):
        painter.setPen(colours.muted)
        words = metrics.elidedText(translate("timeline", "nothing recorded"), _ELIDE, geometry.left - 16)
        painter.drawText(QRectF(8, top, geometry.left - 16, metrics.height()), _RIGHT, words)


def lane_icon(lane: Lane) -> str:
    """The icon that tells persons, systems and queues apart."""
    if lane.kind is LaneKind.PERSON:
        return "robot" if lane.side is Side.SYSTEM else "user"
    return _LANE_ICONS[lane.kind]


def paint_lane_names(painter: QPainter, scene: Scene) -> None:
    """The names at the left: the side once a group, then who."""
    geometry, colours, metrics = scene.geometry, scene.colours, scene.metrics
    painter.save()
    painter.setClipRect(QRectF(0, geometry.top, geometry.left, geometry.height))
    bold = QFont(scene.font)
    bold.setBold(True)
    before: Side | None = None
    free = geometry.top  # where the next name finds room among squeezed lanes
    for i, lane in enumerate(scene.layout.lanes):
        y = geometry.y(lane.top)
        if y + lane.rows * geometry.line < geometry.top or y > geometry.top + geometry.height:
            before = before if lane.kind is LaneKind.CLOCK else lane.side
            continue
        rect = QRectF(0, y, geometry.left, lane.rows * geometry.line)
        if i % 2 and geometry.line >= metrics.height() * 0.9:
            painter.fillRect(rect, colours.alternate)
        new_side = lane.kind is not LaneKind.CLOCK and lane.side is not before
        if geometry.line < metrics.height() * 0.9:
            squeezed = geometry.y(lane.top + lane.rows / 2) - metrics.height() / 2
            squeezed = max(squeezed, geometry.top) if free == geometry.top else squeezed
            if squeezed >= free and squeezed + metrics.height() <= geometry.top + geometry.height:
                painter.setPen(colours.text)
                words = metrics.elidedText(lane_words(lane), _ELIDE, geometry.left - 16)
                painter.drawText(QRectF(8, squeezed, geometry.left - 16, metrics.height()), _LEFT, words)
                free = squeezed + metrics.height() * 1.1
            before = lane.side
            continue
        painter.setPen(QPen(colours.strong_line if new_side and before is not None else colours.line, 1.0))
        painter.drawLine(QLineF(0, round(y) + 0.5, geometry.left, round(y) + 0.5))
        size = round(metrics.height() * 0.85)
        named = lane.kind in (LaneKind.PERSON, LaneKind.QUEUE, LaneKind.CLOCK)
        ink = colours.text if named else colours.muted
        draw(painter, lane_icon(lane), ink, 8, round(y + (geometry.line - size) / 2), size)
        room = geometry.left - size - 20
        side_width = 0.0
        if new_side:
            words = side_words(lane.side)
            left_over = room - metrics.horizontalAdvance(lane_words(lane)) - 8
            side_width = min(metrics.horizontalAdvance(words), max(left_over, room * 0.35))
            painter.setPen(colours.muted)
            painter.drawText(
                QRectF(size + 12, y, room, geometry.line), _RIGHT, metrics.elidedText(words, _ELIDE, side_width)
            )
        painter.setPen(ink)
        painter.drawText(
            QRectF(size + 12, y, room, geometry.line),
            _LEFT,
            metrics.elidedText(lane_words(lane), _ELIDE, room - side_width - (8 if side_width else 0)),
        )
        if lane.kind is not LaneKind.CLOCK:
            before = lane.side
    painter.restore()
