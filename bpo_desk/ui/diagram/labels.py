"""Texts of a diagram: wrapped at word ends, broken inside a word only when it cannot fit, never cut off."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from bpo_desk.models.process import Bounds
from bpo_desk.models.visible_text import visible
from bpo_desk.process.display_list import LabelItem
from bpo_desk.process.labels import LabelPlace
from bpo_desk.ui.diagram.brush import Brush, colour_of

TEXT = 11
_SMALLEST = 7
_SAID_ROOM = 18.0
# Beside a shape a single word may stick out this far; longer ones, such as ids, are broken.
_LONGEST_WORD = 150.0

_MOST_KEPT = 16_384
_MOST_LETTERS = 512  # of a line, in pieces of a word

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
    for paragraph in visible(text).split("\n"):
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
            if break_words and across > width and len(line) > 1:
                *pieces, line = _broken(line, width, widths)
                lines += [(piece, widths[piece]) for piece in pieces]
                across = widths[line]
        lines.append((line, across))
    return lines


def _broken(word: str, width: float, widths: _Widths) -> list[str]:
    """The pieces of a word that is too wide. Measures no more of it than a line may hold: names can have a million
    letters."""
    pieces, at = [], 0
    while at < len(word):
        rest = word[at : at + _MOST_LETTERS]
        last = at + len(rest) == len(word) and widths[rest] <= width
        piece = rest if last else rest[: _fitting(rest, width, widths)]
        pieces.append(piece)
        at += len(piece)
    return pieces


def _fitting(word: str, width: float, widths: _Widths) -> int:
    """How many letters of a word that is too wide fit, at least one; up to a mark within it where there is one."""
    low, high = 1, 2
    while high < len(word) and widths[word[:high]] <= width:
        low, high = high, high * 2
    high = min(high, len(word))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if widths[word[:middle]] <= width else (low, middle)
    return next((at for at in range(low, 1, -1) if word[at - 1] in "-_/."), low)


def elided(text: str, width: float, metrics: QFontMetricsF) -> str:
    """A badge's text shortened in the middle; the full text stays in the accessible name."""
    return metrics.elidedText(visible(text), Qt.TextElideMode.ElideMiddle, width)
