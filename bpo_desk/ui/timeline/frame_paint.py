"""Painting what stands around the lanes of a timeline: lane names, gap labels, legend. The axis is axis_paint's."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from bpo_desk.models.sides import Side
from bpo_desk.ui.icons import draw
from bpo_desk.ui.time_words import span
from bpo_desk.ui.timeline.glyphs import draw_mark
from bpo_desk.ui.timeline.lane_layout import Lane, LaneKind, MarkKind
from bpo_desk.ui.timeline.timeline_colours import mixed
from bpo_desk.ui.timeline.timeline_paint import Scene, is_dense, lane_words, side_words
from bpo_desk.ui.timeline.work_spans import SpanKind

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
        words = span(end - start)
        width = metrics.horizontalAdvance(words) + 6
        seen_left, seen_right = max(left, geometry.left), min(right, right_edge)
        if seen_right - seen_left > width + 8:
            box = QRectF((seen_left + seen_right - width) / 2, top, width, metrics.height())
            painter.fillRect(box, colours.base)
            painter.setPen(colours.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
    painter.setPen(colours.muted)
    painter.drawText(
        QRectF(8, top, geometry.left - 16, metrics.height()), _RIGHT, translate("timeline", "nothing recorded")
    )


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


def paint_legend(painter: QPainter, scene: Scene, top: float) -> None:
    """What the signs in this timeline mean; only those that it uses."""
    if is_dense(scene):
        _dense_legend(painter, scene, top)
        return
    colours, metrics = scene.colours, scene.metrics
    layout = scene.layout
    height = metrics.height()
    size = max(7.0, height * 0.6)
    x, middle = 8.0, top + height / 2
    right = scene.geometry.left + scene.geometry.width
    used_spans = set(layout.span_kinds)
    if len(layout.pauses):
        used_spans.add(SpanKind.SUSPENDED)
    used_marks = [kind for kind in MARK_WORDS if kind in layout.mark_kinds]

    def word(text: str) -> None:
        nonlocal x
        painter.setPen(colours.muted)
        width = metrics.horizontalAdvance(text)
        painter.drawText(QRectF(x, top, width + 2, height), _LEFT, text)
        x += width + 14

    for kind, text in (
        (SpanKind.WORK, translate("timeline", "work")),
        (SpanKind.WAITING, translate("timeline", "assigned, waiting")),
        (SpanKind.SUSPENDED, translate("timeline", "paused")),
    ):
        if kind not in used_spans or x + 24 + metrics.horizontalAdvance(text) > right:
            continue
        bar = QRectF(x, middle - size / 2, 18, size)
        if kind is SpanKind.WORK:
            painter.fillRect(bar, mixed(colours.base, colours.done, 0.55))
        elif kind is SpanKind.WAITING:
            painter.setPen(QPen(colours.muted, 1.6))
            painter.drawLine(QLineF(x, middle, x + 18, middle))
        else:
            painter.setPen(QPen(colours.waiting, 1.0))
            painter.setBrush(Qt.BrushStyle.BDiagPattern)
            painter.drawRect(bar)
        x += 23
        word(text)
    for mark in used_marks:
        text = translate("timeline", MARK_WORDS[mark])
        if x + size + 5 + metrics.horizontalAdvance(text) > right:
            break
        draw_mark(painter, mark, x + size / 2, middle, size, colours)
        x += size + 5
        word(text)
    if layout.without_time:
        words = translate("timeline", "{n} without a time: in the table only").format(n=layout.without_time)
        if x + metrics.horizontalAdvance(words) <= right:
            word(words)


def _dense_legend(painter: QPainter, scene: Scene, top: float) -> None:
    """What the colours mean where many events stand at one pixel."""
    colours, metrics = scene.colours, scene.metrics
    height = metrics.height()
    size, x = max(7.0, height * 0.6), 8.0
    right = scene.geometry.left + scene.geometry.width
    for inks, text in (
        ((mixed(colours.base, colours.current, 0.45), colours.current), translate("timeline", "events: few, many")),
        ((colours.exited,), translate("timeline", "exit, feedback or review")),
        ((mixed(colours.base, colours.done, 0.3),), translate("timeline", "work")),
        ((), translate("timeline", "Zoom in for single events")),
    ):
        width = metrics.horizontalAdvance(text)
        if x + len(inks) * size + 5 + width > right:
            break
        for ink in inks:
            painter.fillRect(QRectF(x, top + (height - size) / 2, size, size), ink)
            x += size
        x += 5 if inks else 0
        painter.setPen(colours.muted)
        painter.drawText(QRectF(x, top, width + 2, height), _LEFT, text)
        x += width + 14
