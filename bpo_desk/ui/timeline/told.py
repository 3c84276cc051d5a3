"""What a timeline is given to show: a layout with the events behind it and the words for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.ui.timeline.lane_layout import TimelineLayout
from bpo_desk.ui.timeline.local_time import LocalTime


@dataclass(frozen=True, slots=True)
class Told:
    """What a timeline tells of: `layout` of the `events` (ordered), what their codes mean, how times and an event row
    are put in words, which events are pinned, `title` for pictures. `within` says which events lie in the period that
    the layout is of (None: all); the others only begin its bars, and are not counted. `pending`: rows that the shared
    database has not acknowledged yet."""

    layout: TimelineLayout
    events: EventColumns
    names: Dictionaries
    time: LocalTime
    describe: Callable[[int], str]
    pinned: NDArray[np.bool_]
    title: str = ""
    within: NDArray[np.bool_] | None = None
    pending: frozenset[int] = frozenset()

    @property
    def every(self) -> int:
        """How many events there are to show."""
        return len(self.events) if self.within is None else int(self.within.sum())

    def count(self, shown: NDArray[np.bool_] | None) -> int:
        """How many of them a mask over the events shows, None: all."""
        if shown is None:
            return self.every
        return int(shown.sum()) if self.within is None else int((shown & self.within).sum())
