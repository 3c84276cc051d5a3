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
    are put in words, which events are pinned, and `title` for pictures."""

    layout: TimelineLayout
    events: EventColumns
    names: Dictionaries
    time: LocalTime
    describe: Callable[[int], str]
    pinned: NDArray[np.bool_]
    title: str = ""
