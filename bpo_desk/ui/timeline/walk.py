"""Which mark of a timeline comes next, and which lane lies at a pixel. Pure."""

from __future__ import annotations

from enum import Enum

import numpy as np

from bpo_desk.ui.timeline.geometry import Geometry
from bpo_desk.ui.timeline.lane_layout import MarkKind, TimelineLayout
from bpo_desk.ui.timeline.lanes import Lane


class Stops(Enum):
    """At which marks a walk stops."""

    ALL = "all"
    HANDOVERS = "handovers"
    EXITS = "exits"


def mark_beside(layout: TimelineLayout, mark: int, step: int, stops: Stops = Stops.ALL) -> int | None:
    """The mark after (`step` 1) or before (-1) a mark in time at which the walk stops; -1 stands before the first one.
    None where there is none."""
    marks = np.arange(len(layout.marks))
    if stops is Stops.HANDOVERS:
        marks = np.unique(layout.mark_of_row[layout.handovers.to_row])
    elif stops is Stops.EXITS:
        marks = np.flatnonzero(layout.marks.kind == MarkKind.EXIT)
    at = int(np.searchsorted(marks, mark, side="right" if step > 0 else "left")) - (step < 0)
    return int(marks[at]) if 0 <= at < len(marks) else None


def nearest_mark(layout: TimelineLayout, micros: int) -> int | None:
    """The mark nearest to an instant (microseconds UTC), None where there is none."""
    if not len(layout.marks):
        return None
    return int(np.argmin(np.abs(layout.marks.time - micros)))


def lane_at(layout: TimelineLayout, geometry: Geometry, y: float) -> Lane | None:
    """The lane at a pixel of the lanes' area."""
    line = geometry.line_at(y)
    return next((lane for lane in layout.lanes if lane.top <= line < lane.top + lane.rows), None)
