"""How high everything stands: slots of a column drawn towards their neighbours, kept apart, each in its lane."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from bpo_desk.process.layout.layers import Columns, Slot

_APART = 20.0
_SWEEPS = 16
_LANE_ROOM = 16.0
_LEAST_LANE = 100.0
_PASSING = 4.0


def set_heights(layered: Columns, bands: int, room_above: float) -> list[tuple[float, float]]:
    """Set `y` of every slot; return top and bottom of each of `bands` lanes, the first one with `room_above` on top."""
    for band in range(bands):
        stacks = [[slot for slot in column if slot.band == band] for column in layered.columns]
        _level(stacks, band)
    spans = []
    top = 0.0
    least = _LEAST_LANE if bands > 1 else 0.0
    for band in range(bands):
        inside = [slot for column in layered.columns for slot in column if slot.band == band]
        above = _LANE_ROOM + (room_above if band == 0 else 0.0)
        if not inside:
            spans.append((top, top + above + least))
            top += above + least
            continue
        highest = min(slot.y - slot.up for slot in inside)
        lowest = max(slot.y + slot.down for slot in inside)
        short = max(least - (lowest - highest), 0.0) / 2
        for slot in inside:
            slot.y += top + above + short - highest
        bottom = top + above + short * 2 + lowest - highest + _LANE_ROOM
        spans.append((top, bottom))
        top = bottom
    return spans


def _level(stacks: list[list[Slot]], band: int) -> None:
    for stack in stacks:
        y = 0.0
        for number, slot in enumerate(stack):
            y += slot.up + (stack[number - 1].down + _APART if number else 0.0)
            slot.y = y
        middle = (stack[0].y + stack[-1].y) / 2 if stack else 0.0
        for slot in stack:
            slot.y -= middle
    forward, back, both = ([_Pulled.of(stack, band, way) for stack in stacks if stack] for way in _Way)
    for sweep in range(_SWEEPS):
        if sweep == _SWEEPS - 1:
            order = both
        elif sweep % 2 == 0:
            order = both if sweep > _SWEEPS // 2 else forward
        else:
            order = (both if sweep > _SWEEPS // 2 else back)[::-1]
        for pulled in order:
            pulled.settle()


class _Way(IntEnum):
    """Towards which neighbours a sweep draws."""

    FORWARD = 0
    BACK = 1
    BOTH = 2


@dataclass(frozen=True, slots=True)
class _Pulled:
    """One stack with what draws at it, which stays the same from sweep to sweep: for each slot its neighbours with
    their weights, the sum of these, and how far below the first slot it stands at least."""

    slots: list[Slot]
    near: list[list[tuple[Slot, float]]]
    weights: list[float]
    apart: list[float]

    @classmethod
    def of(cls, stack: list[Slot], band: int, way: _Way) -> Self:
        near, weights, apart, total = [], [], [], 0.0
        for number, slot in enumerate(stack):
            if number:
                total += stack[number - 1].down + slot.up + _APART
            others = (
                slot.before if way is _Way.FORWARD else slot.after if way is _Way.BACK else slot.before + slot.after
            )
            passing = slot.node < 0
            pulls = [(o, _PASSING if passing and o.node < 0 else 1.0) for o in others if o.band == band]
            near.append(pulls)
            weights.append(sum(weight for _, weight in pulls) if pulls else 0.1)
            apart.append(total)
        return cls(stack, near, weights, apart)

    def settle(self) -> None:
        """Move the stack to where its neighbours want it, as near as the distances allow (least squares)."""
        wanted = []
        for slot, near, weight, offset in zip(self.slots, self.near, self.weights, self.apart, strict=True):
            want = sum([other.y * pull for other, pull in near]) / weight if near else slot.y
            wanted.append(want - offset)
        for slot, y, offset in zip(self.slots, _rising(wanted, self.weights), self.apart, strict=True):
            slot.y = y + offset


def _rising(wanted: list[float], weights: list[float]) -> list[float]:
    """The nearest never-falling values in weighted least squares (pool adjacent violators)."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(wanted, weights, strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            last = blocks.pop()
            joint = last[1] + block[1]
            block = ((last[0] * last[1] + block[0] * block[1]) / joint, joint, last[2] + block[2])
        blocks.append(block)
    return [value for value, _, length in blocks for _ in range(length)]
