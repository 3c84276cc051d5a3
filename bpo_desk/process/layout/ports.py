"""At which height a line leaves and enters a node: the straightest in the middle, the others in order around it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bpo_desk.process.layout.layers import Columns, Slot

PARALLEL = 6.0
_STEP = 13.0
_PART = 0.38
_NEAR = 40.0
_CLEAR = 4.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to draw between two nodes.

    `detour` is how far below the source's middle it runs when it leaves from beneath it (a boundary event); `number`
    counts lines between the same two nodes from 0.
    """

    source: int
    target: int
    detour: float = 0.0
    number: int = 0


def port_heights(
    layered: Columns, sizes: Sequence[tuple[float, float]], spread: Sequence[bool], wanted: Sequence[Wanted]
) -> list[tuple[float, float]]:
    """Offsets from the middle of source and target, by wanted line."""
    straighten(layered, wanted)
    leaving: dict[int, list[tuple[float, int]]] = {}
    entering: dict[int, list[tuple[float, int]]] = {}
    for number, line in enumerate(wanted):
        chain = layered.chains.get((line.source, line.target))
        if not line.detour:
            leaving.setdefault(line.source, []).append((chain[1].y if chain else -math.inf, number))
        entering.setdefault(line.target, []).append((chain[-2].y if chain else -math.inf, number))
    leave = _spread(leaving, layered, sizes, spread)
    enter = _spread(entering, layered, sizes, spread)
    return [(line.detour or leave.get(number, 0.0), enter.get(number, 0.0)) for number, line in enumerate(wanted)]


def straighten(layered: Columns, wanted: Sequence[Wanted]) -> None:
    """Let pass-through slots take the height of the slot before or after them where there is room."""
    for line in wanted:
        chain = layered.chains.get((line.source, line.target), [])
        for ordered in (chain, chain[::-1]):
            for before, slot in pairwise(ordered[:-1]):
                if 0 < abs(before.y - slot.y) < _NEAR and _has_room(layered.columns[slot.column], slot, before.y):
                    slot.y = before.y


def _has_room(column: list[Slot], slot: Slot, y: float) -> bool:
    place = column.index(slot)
    above = column[place - 1] if place else None
    below = column[place + 1] if place + 1 < len(column) else None
    return (above is None or y - slot.up - _CLEAR >= above.y + above.down) and (
        below is None or y + slot.down + _CLEAR <= below.y - below.up
    )


def _spread(
    lines: dict[int, list[tuple[float, int]]],
    layered: Columns,
    sizes: Sequence[tuple[float, float]],
    spread: Sequence[bool],
) -> dict[int, float]:
    offsets: dict[int, float] = {}
    for node, ends in lines.items():
        if not spread[node] or len(ends) < 2:
            continue
        ends.sort()
        y = layered.nodes[node].y
        middle = min(range(len(ends)), key=lambda place: abs(ends[place][0] - y))
        most = max(middle, len(ends) - 1 - middle)
        step = min(_STEP, sizes[node][1] * _PART / most)
        for place, (_, number) in enumerate(ends):
            offsets[number] = (place - middle) * step
    return offsets
