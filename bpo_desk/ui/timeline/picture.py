"""A whole frame of a timeline: on its widget, as an image, as SVG."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from bpo_desk.ui.timeline.axis_paint import closed_columns, paint_axis, paint_closed, paint_folds
from bpo_desk.ui.timeline.backdrop import Backdrop
from bpo_desk.ui.timeline.frame_paint import paint_gaps, paint_lane_names
from bpo_desk.ui.timeline.legend import paint_legend
from bpo_desk.ui.timeline.note_signs import paint_notes
from bpo_desk.ui.timeline.timeline_paint import Scene, is_dense, paint_grounds, paint_lanes


def paint_frame(painter: QPainter, scene: Scene, backdrop: Backdrop, widget: QWidget) -> None:
    """Paint a frame on its widget, with what stands still kept from the one before."""
    dense = is_dense(scene)
    backdrop.paint(painter, scene, widget, names_only=dense)
    _paint_moving(painter, scene, dense=dense)


def _paint_moving(painter: QPainter, scene: Scene, *, dense: bool) -> None:
    geometry = scene.geometry
    if not dense:
        paint_closed(painter, scene)
    paint_axis(painter, scene, 2)
    paint_lanes(painter, scene, closed_columns(scene) if dense and len(scene.closed[0]) else None)
    paint_notes(painter, scene)
    paint_folds(painter, scene)
    if len(scene.layout.gaps.start):
        paint_gaps(painter, scene, geometry.top - scene.metrics.height() - 1)
    painter.setPen(QPen(scene.colours.line, 1.0))
    x = geometry.left - 0.5
    painter.drawLine(QPointF(x, 0), QPointF(x, geometry.top + geometry.height))


def paint_picture(painter: QPainter, scene: Scene, size: QSize, caption: str) -> None:
    """Paint a frame of its own, everything as shapes and text, with a line above that says what it shows."""
    height = scene.metrics.height()
    painter.setFont(scene.font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, size.width(), size.height() + height + 8), scene.colours.base)
    painter.setPen(scene.colours.text)
    painter.drawText(QRectF(8, 4, size.width() - 16, height), caption)
    painter.translate(0, height + 8)
    paint_grounds(painter, scene)
    paint_lane_names(painter, scene)
    paint_legend(painter, scene, scene.geometry.top + scene.geometry.height + 3)
    _paint_moving(painter, scene, dense=is_dense(scene))


def image_of(scene: Scene, size: QSize, caption: str, scale: float = 2.0) -> QImage:
    """The frame at `scale` pixels a logical pixel, so that it can be printed."""
    height = size.height() + scene.metrics.height() + 8
    image = QImage(round(size.width() * scale), round(height * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    paint_picture(painter, scene, size, caption)
    painter.end()
    return image


def write_svg(path: Path, scene: Scene, size: QSize, caption: str) -> bool:
    """Write the frame as SVG; False where the file cannot be written."""
    from PySide6.QtSvg import QSvgGenerator  # with the first export: the desk starts without it

    try:
        path.open("ab").close()  # asked first because Qt's writer only warns
    except OSError:
        return False
    height = round(size.height() + scene.metrics.height() + 8)
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setResolution(96)
    generator.setSize(QSize(size.width(), height))
    generator.setViewBox(QRectF(0, 0, size.width(), height))
    generator.setTitle(caption)
    painter = QPainter()
    if not painter.begin(generator):
        return False
    paint_picture(painter, scene, size, caption)
    painter.end()
    return path.is_file()
