"""Lines at right angles: level through columns, upright only in the channels between them, loops above everything.

Channels hold no nodes, so no line runs through one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bpo_desk.models.process import Bounds, Point
from bpo_desk.process.layout.layers import Columns, Slot
from bpo_desk.process.layout.ports import PARALLEL, Wanted, port_heights

TRACK = 12.0
LOOP_ROOM = 18.0
_BESIDE = 20.0
_SAME = 0.5


@dataclass(slots=True)
class _Upright:
    """An upright piece of a line in channel `channel` (the one right of column `channel`) between two heights."""

    channel: int
    start: float
    end: float
    key: tuple[str, int]
    x: float = 0.0


@dataclass(slots=True)
class _Line:
    """A line being built: heights at which it leaves and enters (None: on top), and its upright pieces in order."""

    wanted: Wanted
    leave: float | None
    enter: float | None
    loop_height: float = 0.0
    uprights: list[_Upright] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Routed:
    """Boxes of the nodes by number, waypoints by wanted line, and the width of it all."""

    boxes: list[Bounds]
    lines: list[tuple[Point, ...]]
    width: float


def loop_levels(layered: Columns) -> dict[tuple[int, int], int]:
    """Which of the levels above the drawing each back edge takes; short ones lie lowest."""
    levels: dict[tuple[int, int], int] = {}
    taken: list[list[tuple[int, int]]] = []
    spans = []
    for u, v in layered.back:
        left, right = sorted((layered.nodes[u].column, layered.nodes[v].column))
        spans.append((right - left, left, u, v, right))
    for _, left, u, v, right in sorted(spans):
        for level, row in enumerate(taken):
            if all(right < other_left or other_right < left for other_left, other_right in row):
                row.append((left, right))
                levels[u, v] = level
                break
        else:
            levels[u, v] = len(taken)
            taken.append([(left, right)])
    return levels


def route(
    layered: Columns,
    sizes: Sequence[tuple[float, float]],
    spread: Sequence[bool],
    wanted: Sequence[Wanted],
    *,
    top: float,
    gap: float,
) -> Routed:
    """Place the columns and draw every wanted line; self-loops are not for here.

    `sizes` are width and height by node, `spread` says which nodes let lines leave and enter at several heights;
    `top` is the height above which nothing stands, `gap` the least distance between columns.
    """
    ports = port_heights(layered, sizes, spread, wanted)
    levels = loop_levels(layered)
    lines = []
    for number, want in enumerate(wanted):
        if (want.source, want.target) in levels:
            height = top - LOOP_ROOM * (levels[want.source, want.target] + 1)
            lines.append(_backward(layered, want, number, height, ports[number]))
        else:
            lines.append(_forward(layered, want, number, ports[number], spread=spread[want.source]))
    tracks = _assign_tracks([piece for line in lines for piece in line.uprights], len(layered.columns))
    lefts, rights = _columns_x(layered, sizes, tracks, gap)
    for line in lines:
        for piece in line.uprights:
            first = rights[piece.channel] if piece.channel >= 0 else lefts[0] - _channel(tracks.get(-1, 0), gap)
            piece.x += first + _BESIDE
    boxes = []
    for node, slot in enumerate(layered.nodes):
        width, height = sizes[node]
        middle = (lefts[slot.column] + rights[slot.column]) / 2
        boxes.append(Bounds(middle - width / 2, slot.y - height / 2, width, height))
    drawn = [_points(line, boxes) for line in lines]
    return Routed(boxes, drawn, (rights[-1] if rights else 0.0) + _channel(tracks.get(len(rights) - 1, 0), gap))


def _forward(layered: Columns, line: Wanted, number: int, ports: tuple[float, float], *, spread: bool) -> _Line:
    chain = layered.chains[line.source, line.target]
    shift = PARALLEL * line.number
    heights = [chain[0].y + ports[0], *(slot.y + shift for slot in chain[1:-1]), chain[-1].y + ports[1]]
    for place in range(1, len(heights)):
        if abs(heights[place] - heights[place - 1]) <= _SAME:
            heights[place] = heights[place - 1]
    made = _Line(line, heights[0], heights[-1])
    shared = not spread and not line.detour
    for left, start, end in zip(chain, heights, heights[1:], strict=False):
        if start != end:
            key = ("from", line.source) if shared and left is chain[0] else ("line", number)
            made.uprights.append(_Upright(left.column, start, end, key))
    return made


def _backward(layered: Columns, line: Wanted, number: int, height: float, ports: tuple[float, float]) -> _Line:
    source, target = layered.nodes[line.source], layered.nodes[line.target]
    height -= PARALLEL * line.number
    made = _Line(line, None, None, loop_height=height)
    if line.detour or not _is_highest(layered, source):
        made.leave = source.y + ports[0]
        made.uprights.append(_Upright(source.column, made.leave, height, ("line", number)))
    if not _is_highest(layered, target):
        made.enter = target.y + ports[1]
        made.uprights.append(_Upright(target.column - 1, height, made.enter, ("line", number)))
    return made


def _is_highest(layered: Columns, slot: Slot) -> bool:
    return all(other is slot or other.y > slot.y for other in layered.columns[slot.column])


def _assign_tracks(pieces: list[_Upright], columns: int) -> dict[int, int]:
    """Give every upright piece a track (its x, counted from the channel's first track); return tracks per channel."""
    counts: dict[int, int] = {}
    for channel in range(-1, columns):
        groups: dict[tuple[str, int], list[_Upright]] = {}
        for piece in pieces:
            if piece.channel == channel:
                groups.setdefault(piece.key, []).append(piece)
        tracks: list[list[tuple[float, float]]] = []
        # Falling lines from low sources keep left, rising ones from high sources too: fewer crossings.
        for group in sorted(groups.values(), key=_track_order):
            low = min(min(piece.start, piece.end) for piece in group)
            high = max(max(piece.start, piece.end) for piece in group)
            free = (n for n, track in enumerate(tracks) if all(high + 4 < a or b + 4 < low for a, b in track))
            number = next(free, len(tracks))
            if number == len(tracks):
                tracks.append([])
            tracks[number].append((low, high))
            for piece in group:
                piece.x = number * TRACK
        counts[channel] = len(tracks)
    return counts


def _track_order(group: list[_Upright]) -> tuple[int, float, tuple[str, int]]:
    first = group[0]
    falling = sum(piece.end - piece.start for piece in group) > 0
    return (0, -first.start, first.key) if falling else (1, first.start, first.key)


def _channel(tracks: int, gap: float) -> float:
    return max(gap, 2 * _BESIDE + TRACK * max(tracks - 1, 0))


def _columns_x(
    layered: Columns, sizes: Sequence[tuple[float, float]], tracks: dict[int, int], gap: float
) -> tuple[list[float], list[float]]:
    lefts, rights = [], []
    x = _channel(tracks[-1], gap) if tracks.get(-1) else 0.0
    for number, column in enumerate(layered.columns):
        width = max((sizes[slot.node][0] for slot in column if slot.node >= 0), default=0.0)
        lefts.append(x)
        rights.append(x + width)
        x += width + _channel(tracks.get(number, 0), gap)
    return lefts, rights


def _points(line: _Line, boxes: list[Bounds]) -> tuple[Point, ...]:
    source, target = boxes[line.wanted.source], boxes[line.wanted.target]
    points: list[Point] = []
    if line.leave is None:
        points += [(source.centre[0], source.y), (source.centre[0], line.loop_height)]
    else:
        points.append((source.right, line.leave))
    for piece in line.uprights:
        points += [(piece.x, piece.start), (piece.x, piece.end)]
    if line.enter is None:
        points += [(target.centre[0], line.loop_height), (target.centre[0], target.y)]
    else:
        points.append((target.x, line.enter))
    return straightened(points)


def straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """The same line without repeated points and points on a straight piece."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.01 and abs(kept[-1][1] - point[1]) < 0.01:
            continue
        if len(kept) >= 2 and _in_line(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return (abs(a[0] - b[0]) < 0.01 and abs(b[0] - c[0]) < 0.01) or (
        abs(a[1] - b[1]) < 0.01 and abs(b[1] - c[1]) < 0.01
    )
