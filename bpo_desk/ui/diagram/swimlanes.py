"""Pools and lanes: a frame and the band that carries the title."""

from __future__ import annotations

from PySide6.QtCore import Qt

from bpo_desk.models.process import NodeKind, Repetition
from bpo_desk.process.display_list import ShapeItem
from bpo_desk.process.labels import BAND
from bpo_desk.ui.diagram.brush import THIN, Brush, rectangle
from bpo_desk.ui.diagram.colours import mixed
from bpo_desk.ui.diagram.task_icons import bars


def paint_swimlane(brush: Brush, item: ShapeItem) -> None:
    """A pool has a tinted title band, left when it lies, on top when it stands; a black box has none."""
    ink = brush.stroke_of(item.stroke)
    colours = brush.colours
    pool = item.kind is NodeKind.PARTICIPANT
    strength = colours.file_fill_strength * 0.6
    fill = mixed(colours.paper, item.fill, strength) if item.fill else None
    left, top, width, height = item.bounds
    style = Qt.PenStyle.DashLine if item.ad_hoc else Qt.PenStyle.SolidLine
    # Without a fill of its own the paper shows, which costs no painting.
    brush.rounded(rectangle(item.bounds), 0.0, brush.pen(ink, THIN, style), fill)
    brush.use(brush.pen(ink, THIN, style), None)
    if not item.black_box:
        band = rectangle(item.bounds)
        if item.horizontal:
            band.setWidth(min(BAND, width))
        else:
            band.setHeight(min(BAND, height))
        if pool:
            brush.painter.fillRect(band.adjusted(0.7, 0.7, -0.7, -0.7), mixed(colours.band, item.fill, strength))
            edge = [(band.right(), top), (band.right(), top + height)]
            brush.lines(edge if item.horizontal else [(left, band.bottom()), (left + width, band.bottom())])
    if item.repetition is not Repetition.NONE:
        bars(brush, left + width / 2, top + height - 9, ink)
