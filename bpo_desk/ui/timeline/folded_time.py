"""Time with stretches folded away: closed hours, or long gaps in which nothing happened. Pure numpy.

A place on the folded axis is an instant less all that is folded before it, in microseconds, so lengths on the axis are
the time that is left: business time, where the closed hours are folded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bpo_desk.ui.timeline.handovers import Handovers
from bpo_desk.ui.timeline.lane_layout import Gaps, TimelineLayout

Micros = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FoldedTime:
    """An axis from which k stretches are taken: `start`, `end` instants in order without overlap (end > start), `at`
    where on the axis each fold stands, `before` what is folded up to and with the one before: int64[k + 1]."""

    start: Micros
    end: Micros
    at: Micros
    before: Micros

    @classmethod
    def of(cls, start: Micros, end: Micros) -> FoldedTime:
        """The axis without the given stretches; without any it is the calendar's own."""
        before = np.concatenate(([0], np.cumsum(end - start))).astype(np.int64)
        return cls(start, end, start - before[:-1], before)

    def places(self, micros: Micros) -> Micros:
        """Where instants stand on the axis; those within a fold stand at it."""
        if not self:
            return micros
        fold = np.searchsorted(self.start, micros, side="right")
        inside = np.zeros_like(micros)
        within = fold > 0
        inside[within] = np.maximum(self.end[fold[within] - 1] - micros[within], 0)
        return micros - self.before[fold] + inside

    def place(self, micros: float) -> float:
        """Where one instant stands."""
        if not self:
            return float(int(micros))
        return float(self.places(np.array([int(micros)], dtype=np.int64))[0])

    def instant(self, place: float) -> float:
        """The instant at a place of the axis; at a fold, its end."""
        return place + float(self.before[np.searchsorted(self.at, int(place), side="right")])

    def __bool__(self) -> bool:
        return len(self.start) > 0


PLAIN = FoldedTime.of(np.zeros(0, np.int64), np.zeros(0, np.int64))
"""The calendar's own time."""


def long_gaps(gaps: Gaps, longest: int, kept: int) -> FoldedTime:
    """An axis without the middle of all gaps longer than `longest` microseconds; half of `kept` stays on both sides."""
    long = np.flatnonzero(gaps.end - gaps.start > max(longest, kept))
    return FoldedTime.of(gaps.start[long] + kept // 2, gaps.end[long] - kept // 2)


def on_axis(layout: TimelineLayout, axis: FoldedTime) -> TimelineLayout:
    """The same timeline with places on the axis for its times; waits are those on the axis too."""
    if not axis:
        return layout
    spans, pauses = layout.spans, layout.pauses
    first, last = (int(axis.place(at)) for at in (layout.first, layout.last))
    return replace(
        layout,
        spans=replace(spans, start=axis.places(spans.start), end=axis.places(spans.end)),
        marks=replace(layout.marks, time=axis.places(layout.marks.time)),
        pauses=replace(pauses, start=axis.places(pauses.start), end=axis.places(pauses.end)),
        find_handovers=cache(lambda: _handovers_on(layout.handovers, axis)),
        gaps=Gaps(axis.places(layout.gaps.start), axis.places(layout.gaps.end)),
        first=first,
        last=max(last, first + 60_000_000),
        now=int(axis.place(layout.now)),
    )


def _handovers_on(hand: Handovers, axis: FoldedTime) -> Handovers:
    begun = np.where(hand.wait >= 0, hand.start + hand.wait, hand.start)
    start = axis.places(hand.start)
    return replace(
        hand,
        start=start,
        end=axis.places(hand.end),
        wait=np.where(hand.wait >= 0, axis.places(begun) - start, hand.wait),
    )
