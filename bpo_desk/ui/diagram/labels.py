"""Texts of a diagram: wrapped at word ends, broken inside a word only when it cannot fit, never cut off."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from bpo_desk.models.process import Bounds
from bpo_desk.process.display_list import LabelItem
from bpo_desk.process.labels import LabelPlace
from bpo_desk.ui.diagram.brush import Brush, colour_of

TEXT = 11
_SMALLEST = 7
_SAID_ROOM = 18.0
# Beside a shape a single word may stick out this far; longer ones, such as ids, are broken.
_LONGEST_WORD = 150.0

_ON_LINES = frozenset({LabelPlace.TOP, LabelPlace.BELOW, LabelPlace.ABOVE, LabelPlace.BESIDE})


@lru_cache(maxsize=64)
def sized(family: str, pixels: int, bold: bool = False) -> tuple[QFont, QFontMetricsF]:
    """A font of the family at a size in diagram units, with its metrics; unhinted, so that it scales evenly."""
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font, QFontMetricsF(font)


@lru_cache(maxsize=16_384)
def advance(text: str, family: str, pixels: int, bold: bool = False) -> float:
    """How wide a text is, in diagram units; kept, because asking the font takes longer than painting a line."""
    return sized(family, pixels, bold)[1].horizontalAdvance(text)


@lru_cache(maxsize=16_384)
def _across(line: str, family: str, pixels: int) -> float:
    """How wide a line is, told from its words: they recur, and asking the font takes longer than painting."""
    words = line.split(" ")
    return sum(advance(word, family, pixels) for word in words if word) + (len(words) - 1) * advance(
        " ", family, pixels
    )


def is_beside_shapes(label: LabelItem) -> bool:
    """Whether a text stands outside its shape, where lines may run."""
    return label.place in _ON_LINES


def label_rectangle(label: LabelItem, family: str) -> QRectF:
    """Where the text really lies, in diagram units."""
    return _placed(label.text, label.bounds, label.place, family)[2]


def paint_label(brush: Brush, label: LabelItem, ink: str) -> None:
    """Paint one text in `ink`."""
    painter = brush.painter
    family = brush.font.family()
    if label.place is LabelPlace.BAND_LEFT:
        _paint_turned(brush, label, ink)
        return
    lines, pixels, _ = _placed(label.text, label.bounds, label.place, family)
    painter.setFont(sized(family, pixels)[0])
    painter.setPen(colour_of(ink))
    for line, start, _ in lines:
        painter.drawText(start, line)


def paint_veil(brush: Brush, label: LabelItem) -> None:
    """Fade the lines under a text that stands outside its shape, line by line: no more than the text covers."""
    if label.place not in _ON_LINES:
        return
    veil = _veil_of(brush.colours.paper)
    for _, _, room in _placed(label.text, label.bounds, label.place, brush.font.family())[0]:
        brush.painter.fillRect(room, veil)


@lru_cache(maxsize=8)
def _veil_of(paper: str) -> QColor:
    veil = QColor(paper)
    veil.setAlpha(200)
    return veil


def _paint_turned(brush: Brush, label: LabelItem, ink: str) -> None:
    bounds = label.bounds
    x, y = bounds.centre
    turned = Bounds(-bounds.height / 2 + 3, -bounds.width / 2, max(bounds.height - 6, 1), bounds.width)
    brush.painter.save()
    brush.painter.translate(x, y)
    brush.painter.rotate(-90)
    paint_label(brush, LabelItem(label.element_id, label.text, turned, LabelPlace.CENTRE), ink)
    brush.painter.restore()


Placed = tuple[str, QPointF, QRectF]
"""A line of a text, where its base line begins, and the room that it takes."""


@lru_cache(maxsize=8192)
def _placed(text: str, bounds: Bounds, place: LabelPlace, family: str) -> tuple[list[Placed], int, QRectF]:
    """Lines, size in pixels and the rectangle that they take; not to be changed by who gets them."""
    lines, pixels, box = _laid_out(text, bounds, place, family)
    metrics = sized(family, pixels)[1]
    step, ascent = metrics.lineSpacing(), metrics.ascent()
    from_left = place in (LabelPlace.NOTE, LabelPlace.TITLE, LabelPlace.BESIDE)
    placed = []
    for number, line in enumerate(lines):
        width, top = _across(line, family, pixels), box.top() + number * step
        left = box.left() if from_left else box.center().x() - width / 2
        placed.append((line, QPointF(left, top + ascent), QRectF(left, top, width, step)))
    return placed, pixels, box


def _laid_out(text: str, bounds: Bounds, place: LabelPlace, family: str) -> tuple[tuple[str, ...], int, QRectF]:
    """Lines, size in pixels and the rectangle that they take."""
    pixels = TEXT
    inside = place in (LabelPlace.CENTRE, LabelPlace.BAND_TOP, LabelPlace.NOTE)
    width = bounds.width + (_SAID_ROOM if place is LabelPlace.TOP else 0)
    lines = wrapped(text, width, family, pixels, break_words=inside)
    longest = max(width, _LONGEST_WORD)
    if not inside and any(_across(line, family, pixels) > longest for line in lines):
        lines = wrapped(text, longest, family, pixels, break_words=True)
    while inside and pixels > _SMALLEST and _height(lines, family, pixels) > bounds.height:
        pixels -= 1
        lines = wrapped(text, width, family, pixels, break_words=True)
    height = _height(lines, family, pixels)
    across = max((_across(line, family, pixels) for line in lines), default=0.0)
    x, y = bounds.centre
    left = bounds.x if place in (LabelPlace.NOTE, LabelPlace.TITLE, LabelPlace.BESIDE) else x - across / 2
    if place is LabelPlace.ABOVE:
        top = bounds.bottom - height
    elif place in (LabelPlace.TOP, LabelPlace.BELOW, LabelPlace.TITLE, LabelPlace.NOTE):
        top = bounds.y
    else:
        top = y - height / 2
    return lines, pixels, QRectF(left, top, across, height)


def _height(lines: tuple[str, ...], family: str, pixels: int) -> float:
    return sized(family, pixels)[1].lineSpacing() * len(lines)


@lru_cache(maxsize=8192)
def wrapped(text: str, width: float, family: str, pixels: int, *, break_words: bool) -> tuple[str, ...]:
    """Lines no wider than `width`; a single longer word is broken when `break_words`, else left to stick out."""
    metrics = sized(family, pixels)[1]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            tried = f"{line} {word}" if line else word
            if _across(tried, family, pixels) <= width:
                line = tried
                continue
            if line:
                lines.append(line)
            line = word
            while break_words and len(line) > 1 and _across(line, family, pixels) > width:
                cut = _fitting(line, width, metrics)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return tuple(lines)


def _fitting(word: str, width: float, metrics: QFontMetricsF) -> int:
    for at in range(len(word) - 1, 1, -1):
        if word[at - 1] in "-_/." and metrics.horizontalAdvance(word[:at]) <= width:
            return at
    for at in range(len(word) - 1, 1, -1):
        if metrics.horizontalAdvance(word[:at]) <= width:
            return at
    return 1


def elided(text: str, width: float, metrics: QFontMetricsF) -> str:
    """A badge's text shortened in the middle; the full text stays in the accessible name."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
