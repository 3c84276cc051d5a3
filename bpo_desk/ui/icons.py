"""The desk's icons: outlines from resources/icons, drawn in the colour that palette and state ask for.

Drawn through Qt's image reader, so that no further Qt module is loaded before the first paint; those of the first paint
are kept as images for the next start, because to draw them takes a fifth of building and painting the window. Which
icon stands for what is written in resources/icons/README.md and, for states, in `theme`.
"""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QImage, QImageReader, QPainter, QPalette, QPixmap

from bpo_desk.errors import MachineLacks
from bpo_desk.resources_path import resource

_FORMAT: Final = QImage.Format.Format_ARGB32_Premultiplied


class _FirstPaint:
    """What is known of the first paint: images of the one before, by look; those of this one, until they are kept."""

    before: ClassVar[dict[str, str]] = {}
    painted: ClassVar[dict[str, QImage] | None] = {}
    drawn = 0


@lru_cache(maxsize=256)
def _file(name: str) -> tuple[Path, str]:
    """Where an icon lies, and what is another text when it is another. Raises MachineLacks where there is none."""
    path = resource("icons", f"{name}.svg")
    stat = path.stat()
    return path, f"{name} {stat.st_size} {stat.st_mtime_ns}"


@lru_cache(maxsize=1024)
def _image(name: str, rgba: int, pixels: int) -> QImage:
    look = f"{_file(name)[1]} {rgba:x} {pixels}"
    kept = _bytes(_FirstPaint.before.pop(look, ""))
    if len(kept) == 4 * pixels * pixels:
        image = QImage(kept, pixels, pixels, _FORMAT).copy()
    else:
        image = _draw(name, rgba, pixels)
        _FirstPaint.drawn += 1
    if _FirstPaint.painted is not None:
        _FirstPaint.painted[look] = image
    return image


def _bytes(text: str) -> bytes:
    try:
        return a2b_base64(text)
    except ValueError:  # whoever wrote that, it was not `keep`
        return b""


def _draw(name: str, rgba: int, pixels: int) -> QImage:
    colour = QColor.fromRgba(rgba)
    text = _file(name)[0].read_bytes().replace(b"currentColor", colour.name().encode())
    buffer = QBuffer()
    buffer.setData(QByteArray(text))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(pixels, pixels))
    image = reader.read()
    if image.isNull():
        raise MachineLacks(f"The icon {name} cannot be drawn: {reader.errorString()}.", "Install the program again.")
    return image.convertToFormat(_FORMAT)


def take(file: Path) -> None:
    """Take the images that `keep` wrote; those of icons that are others by now are left."""
    try:
        found = json.loads(file.read_text("ascii"))
    except (OSError, ValueError):
        return
    if isinstance(found, dict):
        _FirstPaint.before.update((str(look), image) for look, image in found.items() if isinstance(image, str))


def keep(file: Path) -> int:
    """Keep what was painted so far for the next start, unless all of it came from there; once, after the first paint.
    Returns how many images had to be drawn."""
    painted, _FirstPaint.painted = _FirstPaint.painted or {}, None
    _FirstPaint.before.clear()
    if _FirstPaint.drawn:
        kept = {look: b2a_base64(image.constBits(), newline=False).decode("ascii") for look, image in painted.items()}
        beside = file.with_suffix(".part")
        try:
            beside.write_text(json.dumps(kept), "ascii")
            beside.replace(file)
        except OSError:
            pass  # the next start draws them again
    return _FirstPaint.drawn


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon in one colour, `size` device-independent pixels square on a screen of the given pixel ratio.

    Raises MachineLacks where the installation carries no such icon or cannot read SVG.
    """
    made = QPixmap.fromImage(_image(name, colour.rgba(), max(1, round(size * ratio))))
    made.setDevicePixelRatio(ratio)
    return made


class _PaletteEngine(QIconEngine):
    """Draws one icon in the text colour of the application's palette, so that it follows light and dark."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        ratio = painter.deviceTransform().m11()
        left = rect.left() + (rect.width() - side) // 2
        top = rect.top() + (rect.height() - side) // 2
        painter.drawPixmap(left, top, pixmap(self._name, self._colour(mode), side, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return pixmap(self._name, self._colour(mode), min(size.width(), size.height()))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        made = pixmap(self._name, self._colour(mode), min(size.width(), size.height()))
        made.setDevicePixelRatio(scale)
        return made

    def clone(self) -> QIconEngine:
        return _PaletteEngine(self._name)

    def key(self) -> str:
        return f"bpo-desk-{self._name}"

    def _colour(self, mode: QIcon.Mode) -> QColor:
        palette = QGuiApplication.palette()
        group = QPalette.ColorGroup.Disabled if mode is QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        return palette.color(group, QPalette.ColorRole.ButtonText)


def icon(name: str) -> QIcon:
    """An icon for buttons, menus and fields, which follows the palette. Raises MachineLacks for an unknown name."""
    _file(name)
    return QIcon(_PaletteEngine(name))


def draw(painter: QPainter, name: str, colour: QColor, left: int, top: int, size: int) -> None:
    """Paint an icon in one colour at a place in the painter's coordinates."""
    # The transform, not the device: to hand out the device the binding would look through every widget class.
    image = _image(name, colour.rgba(), max(1, round(size * painter.deviceTransform().m11())))
    painter.drawImage(QRect(left, top, size, size), image)
