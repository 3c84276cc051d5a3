"""Painting a timeline: lanes, bars, marks, handovers and the cursor. Keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from bpo_desk.models.sides import Side
from bpo_desk.ui.time_words import span
from bpo_desk.ui.timeline.density import MARKS_DRAWN_SINGLY, Density, density_image
from bpo_desk.ui.timeline.folded_time import PLAIN, FoldedTime
from bpo_desk.ui.timeline.geometry import Geometry
from bpo_desk.ui.timeline.glyphs import draw_mark
from bpo_desk.ui.timeline.lane_layout import MarkKind, TimelineLayout
from bpo_desk.ui.timeline.lanes import Lane, LaneKind
from bpo_desk.ui.timeline.local_time import LocalTime
from bpo_desk.ui.timeline.mark_paint import bar_rect, hatched, mark_size, paint_bars, paint_marks
from bpo_desk.ui.timeline.timeline_colours import TimelineColours

translate = QCoreApplication.translate

_MOST_ARROWS: Final = 400
SMALL_LINE: Final = 9.0
"""Pixels of a row below which nothing is drawn singly."""
_LOOKED_THROUGH: Final = 4 * MARKS_DRAWN_SINGLY
"""Marks in the time in view up to which those on rows in view are counted; of more, enough are."""
_SHORTEST_WAIT: Final = 60_000_000  # microseconds
SIDE_WORDS: Final = {
    Side.PROVIDER: "Provider",
    Side.CLIENT: "Client",
    Side.CUSTOMER: "Customer",
    Side.THIRD_PARTY: "Third party",
    Side.SYSTEM: "System",
    Side.UNKNOWN: "Side unknown",
}
SIDE_INSIDE: Final = {side: words.lower() for side, words in SIDE_WORDS.items()}


NO_ROWS: Final = np.zeros(0, np.int64)
NO_HOURS: Final = (NO_ROWS, NO_ROWS)


@dataclass(frozen=True, slots=True)
class Scene:
    """What one frame shows: `selected` the event row (-1 none), `moment` the as-of place (None = live). `density` is
    asked for where more stands in view than is drawn one by one. `axis` is what the layout's times are places on,
    `axis_words` says so, `amount` says lengths on it; `zero` the instant that times are told from (None: local time);
    `closed` starts and ends of closed hours as places, `pending` and `pinned` the event rows that bear such a sign."""

    layout: TimelineLayout
    density: Callable[[], Density]
    geometry: Geometry
    colours: TimelineColours
    time: LocalTime
    font: QFont
    selected: int
    moment: float | None
    axis: FoldedTime = PLAIN
    axis_words: str = ""
    amount: Callable[[int], str] = span
    zero: int | None = None
    closed: tuple[NDArray[np.int64], NDArray[np.int64]] = NO_HOURS
    pending: NDArray[np.int64] = field(default_factory=lambda: NO_ROWS)
    pinned: NDArray[np.int64] = field(default_factory=lambda: NO_ROWS)

    @property
    def metrics(self) -> QFontMetricsF:
        """Metrics of the scene's font."""
        return QFontMetricsF(self.font)


def lane_words(lane: Lane) -> str:
    """What a lane is called."""
    if lane.kind is LaneKind.CLOCK:
        return translate("timeline", "Clock")
    if lane.kind is LaneKind.UNNAMED:
        return translate("timeline", "nobody named")
    if lane.kind is LaneKind.UNKNOWN:
        return translate("timeline", "unknown")
    return lane.name


def side_words(side: Side) -> str:
    """What a side is called on screens."""
    return translate("timeline", SIDE_WORDS[side])


def side_inside(side: Side) -> str:
    """The same within a sentence."""
    return translate("timeline", SIDE_INSIDE[side])


def lane_width(lane: Lane, metrics: QFontMetricsF) -> float:
    """Pixels that the icon of a lane, its name and its side want."""
    names = metrics.horizontalAdvance(lane_words(lane)) + metrics.horizontalAdvance(side_words(lane.side))
    return names + metrics.height() + 32


def paint_lanes(painter: QPainter, scene: Scene, shaded: NDArray[np.bool_] | None = None) -> None:
    """Everything that stands on the lanes; `shaded` columns of pixels where it is painted as density."""
    area = QRectF(scene.geometry.left, scene.geometry.top, scene.geometry.width, scene.geometry.height)
    painter.save()
    painter.setClipRect(area)
    if is_dense(scene):
        _density(painter, scene, shaded)
    else:
        _pauses(painter, scene)
        layout, geometry, colours = scene.layout, scene.geometry, scene.colours
        paint_bars(painter, geometry, colours, layout, spans_in_view(layout, geometry))
        _handovers(painter, scene)
        paint_marks(painter, geometry, colours, layout.marks, marks_in_view(layout, geometry))
        _waits(painter, scene)
    _later(painter, scene)
    _selection(painter, scene)
    painter.restore()


def is_dense(scene: Scene) -> bool:
    """Whether more stands in view than is drawn one by one."""
    if scene.geometry.line < SMALL_LINE:
        return True
    begin, end = _marks_between(scene.layout, scene.geometry)
    if not MARKS_DRAWN_SINGLY < end - begin <= _LOOKED_THROUGH:
        return end - begin > MARKS_DRAWN_SINGLY
    return len(marks_in_view(scene.layout, scene.geometry)) > MARKS_DRAWN_SINGLY


def marks_in_view(layout: TimelineLayout, geometry: Geometry) -> NDArray[np.int64]:
    """Positions of the marks in view, with a glyph's width to either side, on rows in view."""
    begin, end = _marks_between(layout, geometry)
    low, high = _lines_in_view(geometry)
    line = layout.marks.line[begin:end]
    return np.flatnonzero((line >= low) & (line <= high)) + begin


def _lines_in_view(geometry: Geometry) -> tuple[int, int]:
    """First and last row of which something may be seen, a glyph's or label's height above and below included."""
    return geometry.line_at(geometry.top) - 1, geometry.line_at(geometry.top + geometry.height) + 1


def _marks_between(layout: TimelineLayout, geometry: Geometry) -> tuple[int, int]:
    reach = 12 / geometry.scale
    # Whole numbers: a float to look for would make a float of every time there is.
    begin = np.searchsorted(layout.marks.time, int(geometry.first - reach))
    return int(begin), int(np.searchsorted(layout.marks.time, int(geometry.last + reach), side="right"))


def spans_in_view(layout: TimelineLayout, geometry: Geometry) -> NDArray[np.int64]:
    """Positions of the bars that stand in view, on rows in view."""
    line = layout.span_line
    low, high = geometry.line_at(geometry.top), geometry.line_at(geometry.top + geometry.height)
    seen = (layout.spans.end >= int(geometry.first)) & (layout.spans.start <= int(geometry.last))
    return np.flatnonzero(seen & (line >= low) & (line <= high))


def paint_grounds(painter: QPainter, scene: Scene) -> None:
    """Grounds and separators of the lanes."""
    painter.save()
    painter.setClipRect(QRectF(scene.geometry.left, scene.geometry.top, scene.geometry.width, scene.geometry.height))
    geometry, colours = scene.geometry, scene.colours
    right = geometry.left + geometry.width
    before: Side | None = None
    for i, lane in enumerate(scene.layout.lanes):
        y = geometry.y(lane.top)
        if y + lane.rows * geometry.line < geometry.top or y > geometry.top + geometry.height:
            before = lane.side
            continue
        if i % 2:
            painter.fillRect(QRectF(geometry.left, y, geometry.width, lane.rows * geometry.line), colours.alternate)
        strong = before is not None and lane.side is not before
        before = lane.side
        if not strong and geometry.line < SMALL_LINE:
            continue
        painter.setPen(QPen(colours.strong_line if strong else colours.line, 1.0))
        painter.drawLine(QLineF(geometry.left, round(y) + 0.5, right, round(y) + 0.5))
    y = round(geometry.y(scene.layout.rows)) + 0.5
    painter.setPen(QPen(colours.line, 1.0))
    painter.drawLine(QLineF(geometry.left, y, right, y))
    painter.restore()


def _pauses(painter: QPainter, scene: Scene) -> None:
    """A faint band over all lanes while the clock stands still, hatched and named in the clock's own lane."""
    geometry, colours, pauses = scene.geometry, scene.colours, scene.layout.pauses
    for start, end, side in zip(pauses.start.tolist(), pauses.end.tolist(), pauses.side.tolist(), strict=True):
        left = max(geometry.x(start), geometry.left - 4)
        right = min(geometry.x(end), geometry.left + geometry.width + 4)
        if right < geometry.left or left > geometry.left + geometry.width:
            continue
        faint = QColor(colours.waiting)
        faint.setAlphaF(0.07)
        painter.fillRect(QRectF(left, geometry.top, right - left, geometry.height), faint)
        bar = bar_rect(geometry, 0, left, right, 0.62)
        hatched(painter, bar, colours.waiting, colours.base)
        words = translate("timeline", "paused for {side}").format(side=side_inside(Side(side)))
        _label_in(painter, scene, bar, words)


def _label_in(painter: QPainter, scene: Scene, rect: QRectF, words: str) -> None:
    if rect.width() < rect.height():
        return  # no word is that short
    width = scene.metrics.horizontalAdvance(words) + 8
    area = QRectF(scene.geometry.left, scene.geometry.top, scene.geometry.width, scene.geometry.height)
    seen = rect.intersected(area)
    if seen.width() < width:
        return
    box = QRectF(seen.center().x() - width / 2, rect.top(), width, rect.height())
    ground = QColor(scene.colours.base)
    ground.setAlphaF(0.85)
    painter.fillRect(box, ground)
    painter.setPen(scene.colours.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _handovers(painter: QPainter, scene: Scene) -> None:
    """From the last event of one hand along its lane, then down or up to the hand that took over, with the wait."""
    layout, geometry, colours = scene.layout, scene.geometry, scene.colours
    hand = layout.handovers
    if not len(hand):
        return
    seen = _handovers_in_view(scene, hand.end)
    if len(seen) > _MOST_ARROWS:
        return
    right = geometry.left + geometry.width
    size = mark_size(geometry)
    left = layout.marks.line[layout.mark_of_row[hand.from_row[seen]]]
    reached = layout.marks.line[layout.mark_of_row[hand.to_row[seen]]]
    low, high = _lines_in_view(geometry)
    crosses = (np.maximum(left, reached) >= low) & (np.minimum(left, reached) <= high)
    starts, ends = geometry.xs(hand.start[seen[crosses]]).tolist(), geometry.xs(hand.end[seen[crosses]]).tolist()
    from_lines, to_lines = left[crosses].tolist(), reached[crosses].tolist()
    before, over, heads = [], QPainterPath(), []
    for start, end, from_line, to_line in zip(starts, ends, from_lines, to_lines, strict=True):
        y0, y1 = geometry.y(from_line + 0.5), geometry.y(to_line + 0.5)
        down = 1.0 if y1 > y0 else -1.0
        tip, back = y1 - down * size * 0.45, y1 - down * (size * 0.45 + 5)
        over.moveTo(end, y0)
        over.lineTo(end, tip)
        if low <= from_line <= high:
            before.append(QLineF(max(start, geometry.left - 2), y0, min(end, right + 2), y0))
        if low <= to_line <= high:
            heads.append(QPolygonF((QPointF(end, tip), QPointF(end - 3, back), QPointF(end + 3, back))))
    painter.setPen(QPen(colours.muted, 1.0, Qt.PenStyle.DotLine))
    if before:
        painter.drawLines(before)
    painter.setPen(QPen(colours.muted, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(over)
    painter.setBrush(colours.muted)
    for head in heads:
        painter.drawPolygon(head)


def _handovers_in_view(scene: Scene, until: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of the handovers of which a part between their start and `until` stands in view."""
    hand, geometry = scene.layout.handovers, scene.geometry
    reach = 8 / geometry.scale
    return np.flatnonzero((until >= int(geometry.first - reach)) & (hand.start <= int(geometry.last + reach)))


def _waits(painter: QPainter, scene: Scene) -> None:
    """The waits that handovers took, where there is room: the last one first, then the longest.

    A wait is written over the longer of its two parts: before the work was handed over (on the lane it left), or from
    then until work began (on the lane it came to). The last one is written beside its arrow if there is no room.
    """
    hand, metrics = scene.layout.handovers, scene.metrics
    last = len(hand) - 1 if scene.layout.one_case else -1
    seen = _handovers_in_view(scene, np.maximum(hand.end, hand.start + hand.wait))
    known = seen[(hand.wait[seen] >= _SHORTEST_WAIT) | ((seen == last) & (hand.wait[seen] >= 0))]
    if len(known) > _MOST_ARROWS:
        return
    known = known[_may_be_seen(scene, known)]
    taken: list[QRectF] = []
    for i in sorted(known.tolist(), key=lambda i: (i != last, -int(hand.wait[i]))):
        words = scene.amount(int(hand.wait[i]))
        if hand.at_most[i]:
            words = translate("timeline", "up to {wait}").format(wait=words)
        box = _wait_box(scene, i, metrics.horizontalAdvance(words) + 4, beside=i == last)
        if box is None or any(box.intersects(other) for other in taken):
            continue
        taken.append(box)
        ground = QColor(scene.colours.base)
        ground.setAlphaF(0.85)
        painter.fillRect(box, ground)
        painter.setPen(scene.colours.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _may_be_seen(scene: Scene, handovers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which handovers leave or reach a row in view."""
    layout, hand = scene.layout, scene.layout.handovers
    low, high = _lines_in_view(scene.geometry)
    lines = [layout.marks.line[layout.mark_of_row[rows[handovers]]] for rows in (hand.from_row, hand.to_row)]
    return np.logical_or(*((line >= low) & (line <= high) for line in lines))


def _wait_box(scene: Scene, handover: int, width: float, *, beside: bool) -> QRectF | None:
    """A place of the given width for the wait of a handover that covers no mark; with `beside` also next to it."""
    hand, geometry, layout = scene.layout.handovers, scene.geometry, scene.layout
    rows = (hand.from_row[handover], hand.to_row[handover], hand.work_row[handover])
    from_mark, to_mark, work_mark = (int(layout.mark_of_row[row]) for row in rows)
    from_x, to_x, work_x = (geometry.x(int(layout.marks.time[mark])) for mark in (from_mark, to_mark, work_mark))
    right_edge = geometry.left + geometry.width
    after = work_x - to_x > to_x - from_x
    begin, end = (to_x, work_x) if after else (from_x, to_x)
    begin, end = max(begin, geometry.left), min(end, right_edge)
    line = int(layout.marks.line[to_mark if after else from_mark])
    size = mark_size(geometry)
    lefts = [(begin + end - width) / 2] if end - begin >= width + size else []
    if beside and geometry.left <= to_x <= right_edge:
        lefts += [end + size, begin - size - width]
    height = scene.metrics.height()
    for left in lefts:
        box = QRectF(left, geometry.y(line + 0.5) - height / 2, width, height - 1)
        if geometry.left <= left and box.right() <= right_edge and not _has_mark(scene, line, box, size / 2):
            return box
    return None


def _has_mark(scene: Scene, line: int, box: QRectF, reach: float) -> bool:
    """Whether a mark stands in a box on a row."""
    marks, geometry = scene.layout.marks, scene.geometry
    low = np.searchsorted(marks.time, int(geometry.micros(box.left() - reach)))
    high = np.searchsorted(marks.time, int(geometry.micros(box.right() + reach)), side="right")
    return bool((marks.line[low:high] == line).any())


def _density(painter: QPainter, scene: Scene, shaded: NDArray[np.bool_] | None) -> None:
    geometry = scene.geometry
    image = density_image(scene.density(), geometry, scene.colours, shaded)
    painter.drawImage(QPointF(geometry.left, geometry.top), image)


def _later(painter: QPainter, scene: Scene) -> None:
    """What came after the as-of moment steps back; the cursor stands at the moment."""
    if scene.moment is None:
        return
    geometry = scene.geometry
    x = min(max(geometry.x(scene.moment), geometry.left - 4), geometry.left + geometry.width + 4)
    veil = QColor(scene.colours.base)
    veil.setAlphaF(0.72)
    painter.fillRect(QRectF(x, geometry.top, geometry.left + geometry.width - x + 1, geometry.height), veil)
    painter.setPen(QPen(scene.colours.current, 2.0))
    painter.drawLine(QLineF(x, geometry.top, x, geometry.top + geometry.height))


def _selection(painter: QPainter, scene: Scene) -> None:
    layout, geometry = scene.layout, scene.geometry
    if not 0 <= scene.selected < layout.events:
        return
    mark = int(layout.mark_of_row[scene.selected])
    if mark < 0:
        return
    x = geometry.x(int(layout.marks.time[mark]))
    y = geometry.y(int(layout.marks.line[mark]) + 0.5)
    painter.setPen(QPen(scene.colours.accent, 1.0, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(x, geometry.top, x, geometry.top + geometry.height))
    radius = mark_size(geometry) * 0.72
    painter.setBrush(scene.colours.base)
    painter.setPen(QPen(scene.colours.accent, 2.4))
    painter.drawEllipse(QPointF(x, y), radius, radius)
    draw_mark(painter, MarkKind(int(layout.marks.kind[mark])), x, y, mark_size(geometry) * 0.8, scene.colours)
