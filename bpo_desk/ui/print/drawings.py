"""Diagrams and bars on pages, and diagrams as SVG for the HTML report. Shapes are painted by ui/diagram."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from bpo_desk.reports.document import Bar, Drawing
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.picture import paint_picture, reach
from bpo_desk.ui.diagram.picture import sheets as pieces_of
from bpo_desk.ui.print.sheet import INK, MM, POINT, SOFT, Op, Sheets, face, filled, laid
from bpo_desk.ui.print.tables import put_text

_LARGEST_MM_PER_UNIT: Final = 0.19
_HEADING: Final = 30 * POINT
NOTE: Final = 16 * POINT
"""Room for a heading above a diagram, and for the line below it."""
_BAR_COLOURS: Final = ("#9cc7e6", "#f2b48c", "#8fd3bd", "#d3b5cf", "#c9ced4", "#e2cf8c", "#b9b9e4", "#e4b9b9")


def pieces(room: QRectF, drawing: Drawing) -> list[tuple[QRectF, float]]:
    """The pieces of a diagram that go on a page each, in diagram units, and the twips a unit of each takes; of one that
    does not fit a page first the whole, however small."""
    if drawing.display is None:
        return []
    height = room.height() - _HEADING - NOTE
    whole = reach(drawing.display)
    parts = pieces_of(whole, QSizeF(room.width() / MM, height / MM))
    return [
        (piece, min(room.width() / piece.width(), height / piece.height(), _LARGEST_MM_PER_UNIT * MM))
        for piece in ([QRectF(*whole)] if len(parts) > 1 else []) + parts
    ]


def put_drawing(sheets: Sheets, drawing: Drawing) -> None:
    """Put a diagram: on this page where it fits, else on pages of its own that overlap where it is large."""
    parts = pieces(sheets.room, drawing)
    if not parts:
        put_text(sheets, drawing.note or "There is no diagram.", 8.5, SOFT)
    for number, (piece, scale) in enumerate(parts):
        height = piece.height() * scale
        sheets.want(height + NOTE)
        sheets.put(_painted(drawing, piece, QRectF(sheets.room.left(), sheets.y, piece.width() * scale, height)))
        sheets.y += height + 2 * POINT
        part = f" (part {number} of {len(parts) - 1}; the parts overlap)" if number else ""
        if len(parts) > 1 and not number:
            part = f" (the whole; {len(parts) - 1} larger parts follow)"
        put_text(sheets, f"{drawing.note}{part}".strip(), 7.0, SOFT)
    sheets.y += 4 * POINT


def _painted(drawing: Drawing, piece: QRectF, target: QRectF) -> Op:
    def paint(painter: QPainter) -> None:
        assert drawing.display is not None
        painter.save()
        painter.setClipRect(target, Qt.ClipOperation.ReplaceClip)
        painter.translate(target.topLeft())
        scale = target.width() / piece.width()
        painter.scale(scale, scale)
        painter.translate(-piece.x(), -piece.y())
        paint_picture(painter, drawing.display, drawing.markers, DiagramColours.light(), _diagram_font(), piece)
        painter.restore()

    return paint


def _diagram_font() -> QFont:
    font = QFont(face(8))
    font.setPointSizeF(9.0)
    return font


def put_bar(sheets: Sheets, bar: Bar) -> None:
    """Put parts of a whole as one stacked bar; a part is named in it where its name fits."""
    whole = sum(share.micros for share in bar.shares)
    if whole <= 0:
        return
    height, left = 16 * POINT, sheets.room.left()
    sheets.want(height + 30 * POINT)
    for at, share in enumerate(bar.shares):
        width = sheets.room.width() * share.micros / whole
        area = QRectF(left, sheets.y, width, height)
        sheets.put(filled(area, _BAR_COLOURS[at % len(_BAR_COLOURS)], "#ffffff"))
        name = laid(share.label, face(7.0), sheets.room.width())
        if name.layout.lineAt(0).naturalTextWidth() + 6 * POINT < width:
            sheets.put(name.painted(left + 3 * POINT, sheets.y + (height - name.height) / 2, INK))
        left += width
    sheets.y += height + 6 * POINT


def svg_pictures(drawing: Drawing) -> tuple[str, str]:
    """A diagram as SVG elements, in light and in dark colours."""
    return _svg(drawing, DiagramColours.light()), _svg(drawing, DiagramColours.dark())


def _svg(drawing: Drawing, colours: DiagramColours) -> str:
    from PySide6.QtSvg import QSvgGenerator  # with the first export: the desk starts without it

    if drawing.display is None:
        return ""
    area = reach(drawing.display)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(QSize(math.ceil(area.width), math.ceil(area.height)))
    generator.setViewBox(QRectF(0, 0, area.width, area.height))
    generator.setTitle(drawing.note)
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, area.width, area.height), QColor(colours.paper))
    painter.translate(-area.x, -area.y)
    paint_picture(painter, drawing.display, drawing.markers, colours, _diagram_font())
    painter.end()
    buffer.close()
    text = bytes(data.data()).decode("utf-8")
    return text[text.index("<svg") :].strip()
