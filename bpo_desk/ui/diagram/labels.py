"""Texts of a diagram: wrapped at word ends, broken inside a word only when it cannot fit, never cut off."""

from __future__ import annotations

from collections.abc import Iterable
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

_MOST_KEPT = 16_384

_ON_LINES = frozenset({LabelPlace.TOP, LabelPlace.BELOW, LabelPlace.ABOVE, LabelPlace.BESIDE})
_INSIDE = frozenset({LabelPlace.CENTRE, LabelPlace.BAND_TOP, LabelPlace.NOTE})
_FROM_LEFT = frozenset({LabelPlace.NOTE, LabelPlace.TITLE, LabelPlace.BESIDE})
_FROM_TOP = frozenset({LabelPlace.TOP, LabelPlace.BELOW, LabelPlace.TITLE, LabelPlace.NOTE})
_ABOVE, _TURNED = LabelPlace.ABOVE, LabelPlace.BAND_LEFT


@lru_cache(maxsize=64)
def sized(family: str, pixels: int, bold: bool = False) -> tuple[QFont, QFontMetricsF]:
    """A font of the family at a size in diagram units, with its metrics; unhinted, so that it scales evenly."""
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font, QFontMetricsF(font)


class _Widths(dict[str, float]):
    """How wide texts are in one font, in diagram units; kept, because asking the font takes longer than painting."""

    def __init__(self, metrics: QFontMetricsF) -> None:
        super().__init__()
        self._metrics = metrics

    def __missing__(self, text: str) -> float:
        if len(self) > _MOST_KEPT:
            self.clear()
        width = self[text] = self._metrics.horizontalAdvance(text)
        return width


@lru_cache(maxsize=64)
def _widths(family: str, pixels: int, bold: bool = False) -> _Widths:
    return _Widths(sized(family, pixels, bold)[1])


def advance(text: str, family: str, pixels: int, bold: bool = False) -> float:
    """How wide a text is, in diagram units."""
    return _widths(family, pixels, bold)[text]


def is_beside_shapes(label: LabelItem) -> bool:
    """Whether a text stands outside its shape, where lines may run."""
    return label.place in _ON_LINES


def label_rectangle(label: LabelItem, family: str) -> QRectF:
    """Where the text really lies, in diagram units."""
    return QRectF(*_placed(label.text, label.bounds, label.place, family)[2])


def paint_labels(brush: Brush, labels: Iterable[LabelItem], ink: str) -> None:
    """Paint texts in `ink`; the font is set where it changes, which takes as long as a text."""
    painter, family = brush.painter, brush.family
    painter.setPen(colour_of(ink))
    now = 0
    for label in labels:
        if label.place is _TURNED:
            _paint_turned(brush, label, ink)
            continue
        lines, pixels, _ = _placed(label.text, label.bounds, label.place, family)
        if pixels != now:
            painter.setFont(sized(family, pixels)[0])
            now = pixels
        for line, left, top, _, ascent in lines:
            painter.drawText(QPointF(left, top + ascent), line)


def paint_veils(brush: Brush, labels: Iterable[LabelItem]) -> None:
    """Fade the lines under texts that stand outside their shapes, line by line: no more than the text covers."""
    veil, fill = _veil_of(brush.colours.paper), brush.painter.fillRect
    for label in labels:
        if label.place not in _ON_LINES:
            continue
        lines, pixels, _ = _placed(label.text, label.bounds, label.place, brush.family)
        step = sized(brush.family, pixels)[1].lineSpacing()
        for _, left, top, width, _ in lines:
            fill(QRectF(left, top, width, step), veil)


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
    paint_labels(brush, (LabelItem(label.element_id, label.text, turned, LabelPlace.CENTRE),), ink)
    brush.painter.restore()


Placed = tuple[str, float, float, float, float]
"""A line of a text: left, top and width of the room that it takes, and how far beneath its top the base line lies."""
Box = tuple[float, float, float, float]
Line = tuple[str, float]
"""A line and how wide it is."""


@lru_cache(maxsize=8192)
def _placed(text: str, bounds: Bounds, place: LabelPlace, family: str) -> tuple[list[Placed], int, Box]:
    """Lines, size in pixels and the rectangle (left, top, width, height) that they take; not to be changed by who gets
    them."""
    x, y, wide, high = bounds
    lines, pixels = _laid_out(text, wide, high, place, family)
    _, step, ascent = _font_heights(family, pixels)
    height = step * len(lines)
    across = max([width for _, width in lines], default=0.0)
    from_left = place in _FROM_LEFT
    left = x if from_left else x + (wide - across) / 2
    if place is _ABOVE:
        top = y + high - height
    elif place in _FROM_TOP:
        top = y
    else:
        top = y + (high - height) / 2
    placed = []
    for number, (line, width) in enumerate(lines):
        placed.append((line, left if from_left else left + (across - width) / 2, top + number * step, width, ascent))
    return placed, pixels, (left, top, across, height)


@lru_cache(maxsize=64)
def _font_heights(family: str, pixels: int) -> tuple[_Widths, float, float]:
    """Widths, line spacing and ascent of a font."""
    metrics = sized(family, pixels)[1]
    return _widths(family, pixels), metrics.lineSpacing(), metrics.ascent()


def _laid_out(text: str, width: float, height: float, place: LabelPlace, family: str) -> tuple[list[Line], int]:
    """Lines and their size in pixels."""
    pixels = TEXT
    if place in _INSIDE:
        return _shrunk(text, width, height, family)
    if place is LabelPlace.TOP:
        width += _SAID_ROOM
    lines = _wrapped(text, width, family, pixels, break_words=False)
    longest = max(width, _LONGEST_WORD)
    if any(across > longest for _, across in lines):
        lines = _wrapped(text, longest, family, pixels, break_words=True)
    return lines, pixels


def _shrunk(text: str, width: float, height: float, family: str) -> tuple[list[Line], int]:
    """The largest size at which a text fits into its shape, down to the smallest that can be read."""
    pixels = TEXT
    lines = _wrapped(text, width, family, pixels, break_words=True)
    while pixels > _SMALLEST and _font_heights(family, pixels)[1] * len(lines) > height:
        pixels -= 1
        lines = _wrapped(text, width, family, pixels, break_words=True)
    return lines, pixels


def wrapped(text: str, width: float, family: str, pixels: int, *, break_words: bool) -> tuple[str, ...]:
    """Lines no wider than `width`; a single longer word is broken when `break_words`, else left to stick out."""
    return tuple(line for line, _ in _wrapped(text, width, family, pixels, break_words=break_words))


def _wrapped(text: str, width: float, family: str, pixels: int, *, break_words: bool) -> list[Line]:
    """Lines with their widths, told from their words: these recur, and asking the font takes longer than painting."""
    widths = _font_heights(family, pixels)[0]
    blank = widths[" "]
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        line, across = "", 0.0
        for word in paragraph.split(" "):
            wide = widths[word]
            tried = across + blank + wide if line else wide
            if tried <= width:
                line, across = (f"{line} {word}" if line else word), tried
                continue
            if line:
                lines.append((line, across))
            line, across = word, wide
            while break_words and across > width and len(line) > 1:
                cut = _fitting(line, width, widths)
                lines.append((line[:cut], widths[line[:cut]]))
                line = line[cut:]
                across = widths[line]
        lines.append((line, across))
    return lines


def _fitting(word: str, width: float, widths: _Widths) -> int:
    for at in range(len(word) - 1, 1, -1):
        if word[at - 1] in "-_/." and widths[word[:at]] <= width:
            return at
    for at in range(len(word) - 1, 1, -1):
        if widths[word[:at]] <= width:
            return at
    return 1


def elided(text: str, width: float, metrics: QFontMetricsF) -> str:
    """A badge's text shortened in the middle; the full text stays in the accessible name."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
