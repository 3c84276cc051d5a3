"""Pages in the making: what stands where on each page, and how much room is left. One unit is a twip (1/1440 inch).

What a report says, and how blocks are laid out, is not here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPen, QTextLayout, QTextOption

from bpo_desk.resources_path import resource

TWIPS_PER_INCH: Final = 1440
POINT: Final = 20.0
MM: Final = TWIPS_PER_INCH / 25.4
INK, SOFT, LINE, BAND = "#1b2027", "#5b6570", "#c4cad1", "#eef1f4"
_NEW_LINE: Final = "\N{LINE SEPARATOR}"

Op = Callable[[QPainter], None]
"""Paints one thing at its place on a page."""


@cache
def _families() -> tuple[str, ...]:
    """The bundled faces, loaded once: they are embedded into every file."""
    found = []
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        found += QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        )  # fmt: skip
    return tuple(dict.fromkeys(found))


@cache
def face(points: float, bold: bool = False) -> QFont:
    """The font of a size in points."""
    font = QFont(list(_families()))
    font.setPixelSize(round(points * POINT))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setBold(bold)
    for ligatures in ("liga", "clig", "dlig"):  # "ff" of a digest must be found and copied as two letters
        font.setFeature(QFont.Tag(ligatures), 0)
    return font


@dataclass(frozen=True, slots=True)
class Laid:
    """A text broken into lines of a width. `tops` are where its lines begin, with the end of the last one."""

    layout: QTextLayout
    tops: tuple[float, ...]

    @property
    def height(self) -> float:
        """Twips of all lines."""
        return self.tops[-1]

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.tops) - 1

    def painted(self, x: float, y: float, colour: str, first: int = 0, last: int | None = None) -> Op:
        """Paints the lines from `first` to before `last`, the first of them at (x, y)."""
        end = self.lines if last is None else last

        def paint(painter: QPainter) -> None:
            painter.setPen(QColor(colour))
            if first == 0 and end == self.lines:
                self.layout.draw(painter, QPointF(x, y))
                return
            for number in range(first, end):
                self.layout.lineAt(number).draw(painter, QPointF(x, y - self.tops[first]))

        return paint


def laid(text: str, font: QFont, width: float, *, right: bool = False) -> Laid:
    """Break a text into lines at words, or anywhere where a word is wider than the line."""
    layout = QTextLayout(text.replace("\r\n", "\n").replace("\n", _NEW_LINE), font)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    tops, y = [0.0], 0.0
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0.0, y))
        y += line.height()
        tops.append(y)
    layout.endLayout()
    return Laid(layout, tuple(tops))


def filled(area: QRectF, colour: str, edge: str = "") -> Op:
    """Paints a rectangle, with an outline where `edge` is a colour."""

    def paint(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(edge), 8) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRect(area)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    return paint


def ruled(x: float, y: float, width: float) -> Op:
    """Paints a thin level line."""

    def paint(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(LINE), 8))
        painter.drawLine(QPointF(x, y), QPointF(x + width, y))

    return paint


@dataclass(slots=True)
class Sheets:
    """The pages so far; `room` is the part of each that blocks may fill, `y` how far the last one is filled."""

    room: QRectF
    pages: list[list[Op]] = field(default_factory=list)
    y: float = 0.0

    def new_page(self) -> None:
        """Begin another page."""
        self.pages.append([])
        self.y = self.room.top()

    @property
    def left(self) -> float:
        """How much height is left on the page."""
        return self.room.bottom() - self.y

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y <= self.room.top()

    def want(self, height: float) -> None:
        """Begin another page where less than this height is left, unless the page is still empty."""
        if height > self.left and not self.is_fresh:
            self.new_page()

    def put(self, *ops: Op) -> None:
        """Put something on the page; the caller moves `y`."""
        self.pages[-1].extend(ops)
