"""A diagram with the state of a case as a picture: image, SVG, and PDF on one or many sheets. No widget is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from bpo_desk.models.process import Bounds
from bpo_desk.process.display_list import DisplayList, LabelItem
from bpo_desk.process.markers import Marker
from bpo_desk.ui.diagram.base_layer import paint_items
from bpo_desk.ui.diagram.brush import Brush
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.labels import is_beside_shapes, label_rectangle
from bpo_desk.ui.diagram.overlay import Overlay

MARGIN = 12.0
_BESIDE = 4.0
_MOST_PIXELS = 100_000_000
_OVERLAP_MM = 10.0
_SHEET_MARGIN_MM = 10.0
_MM_PER_UNIT = 0.19
"""On paper 100 diagram units (the width of a task) are 19 mm, which makes names 2.1 mm high."""


def reach(shown: DisplayList) -> Bounds:
    """The extent of a picture in diagram units: the drawing and a margin."""
    x, y, width, height = shown.bounds
    return Bounds(x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)


def reach_with_texts(shown: DisplayList, font: QFont) -> Bounds:
    """The same, and wide enough for every text that sticks out of the drawing: no picture or sheet cuts one."""
    area = QRectF(*reach(shown))
    for item in shown.items:
        if isinstance(item, LabelItem) and is_beside_shapes(item):
            area = area.united(label_rectangle(item, font.family()).adjusted(-_BESIDE, -_BESIDE, _BESIDE, _BESIDE))
    return Bounds(area.x(), area.y(), area.width(), area.height())


def paint_picture(
    painter: QPainter,
    shown: DisplayList,
    markers: Mapping[str, Marker],
    colours: DiagramColours,
    font: QFont,
    region: QRectF | None = None,
) -> None:
    """Paint drawing and state in diagram units with the painter as it stands; only what touches `region`, if given."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush = Brush(painter, colours, font)
    paint_items(brush, shown.items, region)
    Overlay(shown, markers).paint(brush, region)


def image_of(
    shown: DisplayList,
    markers: Mapping[str, Marker],
    colours: DiagramColours,
    font: QFont,
    scale: float = 1.0,
    area: Bounds | None = None,
) -> QImage:
    """The whole diagram at `scale` pixels per diagram unit; a smaller scale where that would be over 100 megapixels.

    `area` is what to show in diagram units; without it, everything with its texts.
    """
    area = area or reach_with_texts(shown, font)
    scale = min(scale, math.sqrt(_MOST_PIXELS / max(area.width * area.height, 1.0)))
    image = QImage(
        max(math.ceil(area.width * scale), 1), max(math.ceil(area.height * scale), 1), QImage.Format.Format_RGB32
    )
    image.fill(QColor(colours.paper))
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-area.x, -area.y)
    paint_picture(painter, shown, markers, colours, font)
    painter.end()
    return image


def write_svg(
    path: Path, shown: DisplayList, markers: Mapping[str, Marker], colours: DiagramColours, font: QFont, title: str
) -> bool:
    """Write the whole diagram as SVG, one user unit a diagram unit; False where the file cannot be written."""
    if not _can_write(path):
        return False
    from PySide6.QtSvg import QSvgGenerator  # with the first export: the desk starts without it

    area = reach_with_texts(shown, font)
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setResolution(96)
    generator.setSize(QSize(math.ceil(area.width), math.ceil(area.height)))
    generator.setViewBox(QRectF(0, 0, area.width, area.height))
    generator.setTitle(title)
    painter = QPainter()
    if not painter.begin(generator):
        return False
    painter.fillRect(QRectF(0, 0, area.width, area.height), QColor(colours.paper))
    painter.translate(-area.x, -area.y)
    paint_picture(painter, shown, markers, colours, font)
    painter.end()
    return path.is_file()


def _can_write(path: Path) -> bool:
    """Whether a file can be opened for writing; asked first because Qt's writers only warn."""
    try:
        path.open("ab").close()
    except OSError:
        return False
    return True


def sheets(area: Bounds, paper_mm: QSizeF) -> list[QRectF]:
    """The pieces of `area`, row by row, that fit on sheets with `paper_mm` of printable room; neighbours overlap by
    10 mm. Diagrams that are only a little too large are made smaller (down to 70 %) to fit on one sheet."""
    width, height = paper_mm.width() / _MM_PER_UNIT, paper_mm.height() / _MM_PER_UNIT
    if area.width <= width / 0.7 and area.height <= height / 0.7:
        return [QRectF(*area)]
    overlap = _OVERLAP_MM / _MM_PER_UNIT
    across = max(math.ceil((area.width - overlap) / (width - overlap)), 1)
    down = max(math.ceil((area.height - overlap) / (height - overlap)), 1)
    return [
        QRectF(area.x + column * (width - overlap), area.y + row * (height - overlap), width, height)
        for row in range(down)
        for column in range(across)
    ]


def write_pdf(
    path: Path,
    diagrams: Sequence[tuple[str, DisplayList, Mapping[str, Marker]]],
    font: QFont,
    page: QPageSize.PageSizeId = QPageSize.PageSizeId.A4,
) -> bool:
    """Write diagrams (title, drawing, markers) as one PDF in light colours, landscape; False where that is impossible.

    Large diagrams go over several sheets that overlap.
    """
    if not _can_write(path):
        return False
    writer = QPdfWriter(str(path))
    writer.setPageLayout(
        QPageLayout(
            QPageSize(page),
            QPageLayout.Orientation.Landscape,
            QMarginsF(*([_SHEET_MARGIN_MM] * 4)),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setTitle(diagrams[0][0] if diagrams else "")
    writer.setCreator("bpo_desk")
    writer.setResolution(600)
    painter = QPainter()
    if not painter.begin(writer):
        return False
    room = writer.pageLayout().paintRect(QPageLayout.Unit.Millimeter)
    head = 7.0
    fresh = True
    for title, shown, markers in diagrams:
        area = reach_with_texts(shown, font)
        pieces = sheets(area, QSizeF(room.width(), room.height() - head))
        for number, piece in enumerate(pieces, start=1):
            if not fresh:
                writer.newPage()
            fresh = False
            name = title if len(pieces) == 1 else f"{title}  ({number}/{len(pieces)})"
            _paint_sheet(painter, writer, piece, head, name, shown, markers, font)
    painter.end()
    return path.is_file()


def _paint_sheet(
    painter: QPainter,
    writer: QPdfWriter,
    piece: QRectF,
    head_mm: float,
    title: str,
    shown: DisplayList,
    markers: Mapping[str, Marker],
    font: QFont,
) -> None:
    colours = DiagramColours.light()
    dots_per_mm = writer.resolution() / 25.4
    room = QRectF(0, head_mm * dots_per_mm, writer.width(), writer.height() - head_mm * dots_per_mm)
    painter.save()
    heading = QFont(font)
    heading.setPixelSize(round(3.4 * dots_per_mm))
    painter.setFont(heading)
    painter.setPen(QColor(colours.ink))
    painter.drawText(QPointF(0, 4.2 * dots_per_mm), title)
    painter.setClipRect(room, Qt.ClipOperation.ReplaceClip)
    scale = min(room.width() / piece.width(), room.height() / piece.height(), _MM_PER_UNIT * dots_per_mm)
    painter.translate(room.topLeft())
    painter.scale(scale, scale)
    painter.translate(-piece.x(), -piece.y())
    paint_picture(painter, shown, markers, colours, font, piece)
    painter.restore()
