"""Signs over marks: a broken ring around an event that the shared database does not have yet, a pin on a pinned one."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from bpo_desk.ui.timeline.mark_paint import mark_size
from bpo_desk.ui.timeline.timeline_colours import TimelineColours
from bpo_desk.ui.timeline.timeline_paint import Scene

_MOST: Final = 400  # signs in view beyond which they would cover each other
_RING: Final = 0.95  # radius of a ring, in sizes of a mark


def signs_in_view(scene: Scene, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The marks in view of some event rows."""
    layout, geometry = scene.layout, scene.geometry
    marks = layout.mark_of_row[rows[rows < layout.events]]
    marks = marks[marks >= 0]
    xs = geometry.xs(layout.marks.time[marks])
    seen = marks[(xs >= geometry.left - 12) & (xs <= geometry.left + geometry.width + 12)]
    return seen[:_MOST]


def paint_notes(painter: QPainter, scene: Scene) -> None:
    """The signs of what is pending and pinned, over the marks."""
    if not len(scene.pending) and not len(scene.pinned):
        return
    geometry, marks = scene.geometry, scene.layout.marks
    size = mark_size(geometry)
    painter.save()
    painter.setClipRect(round(geometry.left), round(geometry.top), round(geometry.width), round(geometry.height))
    for rows, sign in ((scene.pending, draw_pending), (scene.pinned, draw_pinned)):
        for mark in signs_in_view(scene, rows).tolist():
            x, y = geometry.x(int(marks.time[mark])), geometry.y(int(marks.line[mark]) + 0.5)
            sign(painter, x, y, size, scene.colours)
    painter.restore()


def draw_pending(painter: QPainter, x: float, y: float, size: float, colours: TimelineColours) -> None:
    """A broken ring around a mark of some size at (x, y)."""
    pen = QPen(colours.waiting, 1.6)
    pen.setDashPattern([1.6, 1.6])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(x, y), size * _RING, size * _RING)


def draw_pinned(painter: QPainter, x: float, y: float, size: float, colours: TimelineColours) -> None:
    """A pin stuck into a mark of some size at (x, y): a needle to the upper right with a round head."""
    painter.setPen(QPen(colours.text, 1.4))
    painter.drawLine(QPointF(x + size * 0.1, y - size * 0.1), QPointF(x + size * 0.6, y - size * 0.75))
    painter.setPen(QPen(colours.base, 1.0))
    painter.setBrush(colours.current)
    painter.drawEllipse(QPointF(x + size * 0.68, y - size * 0.85), size * 0.36, size * 0.36)
