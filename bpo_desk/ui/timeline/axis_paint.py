"""Painting the axis of a timeline: ticks of local or relative time, marks of what is folded away, closed hours."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QStaticText, QTransform

from bpo_desk.ui.timeline.density import CLOSED_SHARE
from bpo_desk.ui.timeline.geometry import Geometry
from bpo_desk.ui.timeline.time_axis import Tick, Ticks, relative_ticks, time_ticks
from bpo_desk.ui.timeline.timeline_colours import mixed
from bpo_desk.ui.timeline.timeline_paint import Scene, is_dense

translate = QCoreApplication.translate

_MOST_STRETCH: Final = 8.0
_LEAST_FOLDS: Final = 9.0  # pixels between two marks of folds
_LEAST_SHADE: Final = 2.0  # pixels of the narrowest closed hours that are shaded


def paint_axis(painter: QPainter, scene: Scene, top: float) -> None:
    """Two lines of ticks above the lanes and a faint line down at each; what the axis shows, in the corner."""
    geometry, colours = scene.geometry, scene.colours
    metrics = scene.metrics
    height = metrics.height()
    font = scene.font.key()
    found = ticks_of(scene, _width(font, "00:00") * 1.9)
    right = geometry.left + geometry.width
    bottom = geometry.top + (0 if is_dense(scene) else geometry.height)
    majors = [tick for tick in found.ticks if tick.major]
    lines: dict[bool, list[QLineF]] = {False: [], True: []}
    for tick in found.ticks:
        x = round(geometry.x(tick.micros)) + 0.5
        lines[tick.major].append(QLineF(x, geometry.top - (height if tick.major else 4), x, bottom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # upright lines are as sharp, and much faster
    for major, ink in ((False, colours.line), (True, mixed(colours.base, colours.text, 0.28))):
        painter.setPen(QPen(ink, 1.0))
        painter.drawLines(lines[major])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colours.muted)
    for tick, line in zip((tick for tick in found.ticks if not tick.major), lines[False], strict=True):
        width = _width(font, tick.text)
        if line.x1() - width / 2 - 2 >= geometry.left and line.x1() + width / 2 + 2 <= right:
            painter.drawStaticText(QPointF(line.x1() - width / 2, top + height), _text(font, tick.text))
    places = [geometry.left, *(geometry.x(tick.micros) for tick in majors), right]
    texts = [found.context, *(tick.text for tick in majors)]
    painter.setPen(colours.text)
    for i, text in enumerate(texts):
        room = places[i + 1] - places[i] - 8
        # Where there is no room for "Mon 19 Oct 2026", "Mon 19" says which day it is.
        fitting = next((words for words in (text, " ".join(text.split()[:2])) if room >= _width(font, words)), "")
        if fitting:
            painter.drawStaticText(QPointF(places[i] + 4, top), _text(font, fitting))
    painter.setPen(colours.muted)
    room = geometry.left - 16
    for words, y in ((found.zone, top + height), (scene.axis_words, top)):
        if words:
            laid_out = _text(font, _elided(font, words, room))
            painter.drawStaticText(QPointF(8 + room - laid_out.size().width(), y), laid_out)


@lru_cache(maxsize=2_048)
def _text(font: str, words: str) -> QStaticText:
    """Words laid out once in a font (its key): a frame writes much of what the frame before wrote."""
    text = QStaticText(words)
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.prepare(QTransform(), _font(font))
    return text


@lru_cache(maxsize=2_048)
def _width(font: str, words: str) -> float:
    """Pixels that words take in a font (its key)."""
    return QFontMetricsF(_font(font)).horizontalAdvance(words)


@lru_cache(maxsize=64)
def _elided(font: str, words: str, room: float) -> str:
    """Words, cut where they take more room."""
    return QFontMetricsF(_font(font)).elidedText(words, Qt.TextElideMode.ElideRight, room)


def _font(key: str) -> QFont:
    font = QFont()
    font.fromString(key)
    return font


def ticks_of(scene: Scene, least: float) -> Ticks:
    """The ticks in view, `least` pixels apart, their instants as places on the axis."""
    geometry, axis = scene.geometry, scene.axis
    first, last = geometry.first, geometry.last
    if scene.zero is not None:
        zero = int(axis.place(scene.zero))
        word = translate("timeline", "T0 = {time}").format(time=scene.time.minute(scene.zero))
        return relative_ticks(int(first), int(last), geometry.width, zero, word, least * 1.2, scene.amount)
    if not axis:
        return time_ticks(int(first), int(last), geometry.width, scene.time.zone, least)
    begin, end = axis.instant(first), axis.instant(last)
    stretch = min((end - begin) / (last - first), _MOST_STRETCH)
    found = time_ticks(int(begin), int(end), geometry.width * stretch, scene.time.zone, least)
    kept: list[Tick] = []
    for tick in found.ticks:
        place = int(axis.place(tick.micros))
        folded = int(axis.instant(place)) != tick.micros
        if folded and not tick.major:
            continue
        if tick.major and kept and kept[-1].micros == place:
            kept.pop()
        kept.append(Tick(place, tick.text, tick.major))
    return Ticks(kept, found.context, found.zone)


def paint_folds(painter: QPainter, scene: Scene) -> None:
    """A zigzag on the axis and a dotted line down where time is folded away; of folds that stand too close together
    every second, fourth, ... is marked."""
    geometry, axis, colours = scene.geometry, scene.axis, scene.colours
    if not axis:
        return
    low, high = np.searchsorted(axis.at, [int(geometry.first), int(geometry.last) + 1])
    if high == low:
        return
    apart = geometry.width / (high - low)
    every = max(1 << int(np.ceil(np.log2(max(_LEAST_FOLDS / apart, 1.0)))), 1)
    painter.save()
    painter.setClipRect(QRectF(geometry.left, 0, geometry.width, geometry.top + geometry.height))
    for fold in range(int(low) + (-int(low)) % every, int(high), every):
        x = round(geometry.x(int(axis.at[fold]))) + 0.5
        y = geometry.top
        painter.setPen(QPen(colours.waiting, 1.0, Qt.PenStyle.DotLine))
        if not is_dense(scene):
            painter.drawLine(QLineF(x, y, x, y + geometry.height))
        painter.setPen(QPen(colours.waiting, 1.4))
        painter.drawPolyline([QPointF(x, y - 9), QPointF(x - 3, y - 6), QPointF(x + 3, y - 3), QPointF(x, y)])
    painter.restore()


def paint_closed(painter: QPainter, scene: Scene) -> None:
    """The shade of closed hours behind the lanes; of hours too short to be seen at this zoom none."""
    geometry = scene.geometry
    start, end = closed_in_view(scene.closed, geometry)
    shade = mixed(scene.colours.base, scene.colours.text, CLOSED_SHARE)
    shade.setAlphaF(0.8)
    area = QRectF(geometry.left, geometry.top, geometry.width, geometry.height)
    for left, right in zip(geometry.xs(start).tolist(), geometry.xs(end).tolist(), strict=True):
        painter.fillRect(QRectF(left, geometry.top, right - left, geometry.height).intersected(area), shade)


def closed_in_view(
    closed: tuple[NDArray[np.int64], NDArray[np.int64]], geometry: Geometry
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The closed hours of which something is seen: their starts and ends."""
    start, end = closed
    seen = (end > int(geometry.first)) & (start < int(geometry.last))
    seen &= (end - start) * geometry.scale >= _LEAST_SHADE
    return start[seen], end[seen]


def closed_columns(scene: Scene) -> NDArray[np.bool_]:
    """Which columns of pixels in view are shaded: bool[width]."""
    geometry = scene.geometry
    start, end = closed_in_view(scene.closed, geometry)
    columns = np.zeros(int(geometry.width) + 1, dtype=np.int32)
    last = len(columns) - 1
    np.add.at(columns, np.clip(geometry.xs(start) - geometry.left, 0, last).astype(np.int64), 1)
    np.add.at(columns, np.clip(geometry.xs(end) - geometry.left, 0, last).astype(np.int64), -1)
    return np.cumsum(columns)[:last] > 0
