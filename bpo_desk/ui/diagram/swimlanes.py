"""Pools and lanes: a frame and the band that carries the title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from bpo_desk.models.process import NodeKind, Repetition
from bpo_desk.process.display_list import ENVELOPE_REACH, ShapeItem
from bpo_desk.process.labels import BAND
from bpo_desk.ui.diagram.brush import ROUNDED, THIN, Brush, rectangle
from bpo_desk.ui.diagram.colours import mixed
from bpo_desk.ui.diagram.event_icons import ENVELOPE_HIGH, Spot, envelope
from bpo_desk.ui.diagram.task_icons import bars

ENVELOPE = 11.0


def paint_swimlane(brush: Brush, item: ShapeItem) -> None:
    """A pool has a tinted title band, left when it lies, on top when it stands; a black box has none."""
    if item.band:
        _paint_band(brush, item)
        return
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


def _paint_band(brush: Brush, item: ShapeItem) -> None:
    """A party of a choreography activity, at its top, its bottom or within; who begins is not shaded."""
    box, radius = rectangle(item.bounds), ROUNDED / 2
    top, bottom = item.band.startswith("top"), item.band.startswith("bottom")
    begins = item.band.endswith("_initiating") and not item.band.endswith("non_initiating")
    colours = brush.colours
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(box, radius, radius)
    half = box.height() / 2
    if not top:
        path.addRect(box.adjusted(0, 0, 0, -half))
    if not bottom:
        path.addRect(box.adjusted(0, half, 0, 0))
    base = colours.shape if begins else mixed(colours.band, colours.line, 0.12).name()
    fill = mixed(base, item.fill, colours.file_fill_strength)
    brush.use(brush.pen(brush.stroke_of(item.stroke), THIN), fill)
    brush.painter.drawPath(path.simplified())
    if item.repetition is not Repetition.NONE:
        bars(brush, box.center().x(), box.bottom() - 6, brush.stroke_of(item.stroke))
    if item.envelope and (top or bottom):
        _paint_message(brush, item, box.center().x(), box.top() if top else box.bottom(), begins)


def _paint_message(brush: Brush, item: ShapeItem, x: float, rim: float, begins: bool) -> None:
    """The envelope of what a party sends, tied to the outer rim of its band; shaded unless it begins."""
    ink, away = brush.stroke_of(item.stroke), -1.0 if item.band.startswith("top") else 1.0
    half = ENVELOPE * ENVELOPE_HIGH / 2
    brush.use(brush.pen(ink, THIN, Qt.PenStyle.DotLine), None)
    brush.lines([(x, rim), (x, rim + away * (ENVELOPE_REACH - 2 * half - 1))])
    brush.use(brush.pen(ink, THIN), brush.colours.shape if begins else brush.colours.faint)
    envelope(brush, Spot(x, rim + away * (ENVELOPE_REACH - half - 1), ENVELOPE, not begins, ink))
