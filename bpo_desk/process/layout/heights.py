"""How high everything stands: slots of a column drawn towards their neighbours, kept apart, each in its lane."""

from __future__ import annotations

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
    for sweep in range(_SWEEPS):
        if sweep == _SWEEPS - 1:
            for stack in stacks:
                _settle(stack, band, both=True, forward=True)
        elif sweep % 2 == 0:
            for stack in stacks:
                _settle(stack, band, both=sweep > _SWEEPS // 2, forward=True)
        else:
            for stack in reversed(stacks):
                _settle(stack, band, both=sweep > _SWEEPS // 2, forward=False)


def _settle(stack: list[Slot], band: int, *, both: bool, forward: bool) -> None:
    """Move one stack to where its neighbours want it, as near as the distances allow (least squares)."""
    if not stack:
        return
    wanted, weights, apart, total = [], [], [], 0.0
    for number, slot in enumerate(stack):
        if number:
            total += stack[number - 1].down + slot.up + _APART
        near = slot.before + slot.after if both else slot.before if forward else slot.after
        near = [other for other in near if other.band == band]
        passing = slot.node < 0
        heavy = [_PASSING if passing and other.node < 0 else 1.0 for other in near]
        want = sum(o.y * w for o, w in zip(near, heavy, strict=True)) / sum(heavy) if near else slot.y
        wanted.append(want - total)
        weights.append(sum(heavy) if near else 0.1)
        apart.append(total)
    for slot, y, offset in zip(stack, _rising(wanted, weights), apart, strict=True):
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
