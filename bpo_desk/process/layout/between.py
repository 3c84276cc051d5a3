"""Searches a way at right angles between boxes: a grid through the gaps, shortest way with few bends (Dijkstra)."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.process import Bounds, Point
from bpo_desk.process.layout.routes import straightened

_CLEAR = 10.0
_BEND = 60.0


@dataclass(frozen=True, slots=True)
class _Grid:
    """Lines of the grid and, between neighbouring crossings, which pieces run through a box.

    `level[j, i]` is the piece from xs[i] to xs[i + 1] at ys[j]; `upright[i, j]` from ys[j] to ys[j + 1] at xs[i].
    """

    xs: list[float]
    ys: list[float]
    level: NDArray[np.bool_]
    upright: NDArray[np.bool_]


def found_between(source: Bounds, target: Bounds, others: list[Bounds]) -> tuple[Point, ...]:
    """The best way from a side of `source` to a side of `target` that crosses no box; empty when there is none."""
    grid = _grid(source, target, [*others, source, target])
    starts, ends = _sides(source), _sides(target)
    goal = {_crossing(grid, point) for point in ends}
    heap: list[tuple[float, int, int, int]] = []
    best: dict[tuple[int, int, int], float] = {}
    came: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    for point in starts:
        i, j = _crossing(grid, point)
        for way in (0, 1):
            best[i, j, way] = 0.0
            heapq.heappush(heap, (0.0, i, j, way))
    while heap:
        cost, i, j, way = heapq.heappop(heap)
        if cost > best[i, j, way]:
            continue
        if (i, j) in goal:
            return _walked(grid, came, (i, j, way))
        for ni, nj, new_way in _open_pieces(grid, i, j):
            length = abs(grid.xs[ni] - grid.xs[i]) + abs(grid.ys[nj] - grid.ys[j])
            total = cost + length + (_BEND if new_way != way else 0.0)
            if total < best.get((ni, nj, new_way), float("inf")):
                best[ni, nj, new_way] = total
                came[ni, nj, new_way] = i, j, way
                heapq.heappush(heap, (total, ni, nj, new_way))
    return ()


def _sides(box: Bounds) -> list[Point]:
    x, y = box.centre
    return [(box.right, y), (box.x, y), (x, box.bottom), (x, box.y)]


def _grid(source: Bounds, target: Bounds, boxes: list[Bounds]) -> _Grid:
    across = {x for box in boxes for x in (box.x - _CLEAR, box.right + _CLEAR)}
    down = {y for box in boxes for y in (box.y - _CLEAR, box.bottom + _CLEAR)}
    for x, y in _sides(source) + _sides(target):
        across.add(x)
        down.add(y)
    xs, ys = sorted(across), sorted(down)
    level = np.zeros((len(ys), max(len(xs) - 1, 0)), np.bool_)
    upright = np.zeros((len(xs), max(len(ys) - 1, 0)), np.bool_)
    for box in boxes:
        # Lines strictly inside the box, pieces that overlap it.
        i0, i1 = bisect_right(xs, box.x + 0.5), bisect_left(xs, box.right - 0.5)
        j0, j1 = bisect_right(ys, box.y + 0.5), bisect_left(ys, box.bottom - 0.5)
        level[j0:j1, max(i0 - 1, 0) : i1] = True
        upright[i0:i1, max(j0 - 1, 0) : j1] = True
    return _Grid(xs, ys, level, upright)


def _crossing(grid: _Grid, point: Point) -> tuple[int, int]:
    return bisect_left(grid.xs, point[0]), bisect_left(grid.ys, point[1])


def _open_pieces(grid: _Grid, i: int, j: int) -> list[tuple[int, int, int]]:
    """Neighbouring crossings that can be reached, with 0 for a level and 1 for an upright piece."""
    found = []
    if i + 1 < len(grid.xs) and not grid.level[j, i]:
        found.append((i + 1, j, 0))
    if i > 0 and not grid.level[j, i - 1]:
        found.append((i - 1, j, 0))
    if j + 1 < len(grid.ys) and not grid.upright[i, j]:
        found.append((i, j + 1, 1))
    if j > 0 and not grid.upright[i, j - 1]:
        found.append((i, j - 1, 1))
    return found


def _walked(
    grid: _Grid, came: dict[tuple[int, int, int], tuple[int, int, int]], at: tuple[int, int, int]
) -> tuple[Point, ...]:
    points = [(grid.xs[at[0]], grid.ys[at[1]])]
    while at in came:
        at = came[at]
        points.append((grid.xs[at[0]], grid.ys[at[1]]))
    return straightened(points[::-1])
