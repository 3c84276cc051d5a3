"""What a timeline is given to show: a layout with the events behind it and the words for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.visible_text import visible
from bpo_desk.ui.timeline.lane_layout import TimelineLayout
from bpo_desk.ui.timeline.local_time import LocalTime

Names = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Choices:
    """The persons, queues and steps that events name: key and name, by name."""

    persons: Names
    queues: Names
    steps: Names


def choices_of(events: EventColumns, names: Dictionaries) -> Choices:
    """Whom and what a filter can name; of many events to be found off the UI thread."""
    named = (
        [(k, visible(names.persons[k].name)) for k in _used(events.actor, events.holder, events.on_behalf_of)],
        [(k, visible(names.queues[k].name)) for k in _used(events.queue)],
        [(k, visible(names.steps[k].name)) for k in _used(events.step)],
    )
    return Choices(*(sorted(entries, key=lambda entry: entry[1].casefold()) for entries in named))


def _used(*columns: NDArray[np.int32]) -> list[int]:
    """The keys that stand in columns, ascending; counted, because sorting a million of them would take a while."""
    most = max((int(column.max(initial=0)) for column in columns), default=0)
    used = np.zeros(most + 1, dtype=bool)
    for column in columns:
        used[column[column > 0]] = True
    return [int(key) for key in np.flatnonzero(used)]


@dataclass(frozen=True, slots=True)
class Told:
    """What a timeline tells of: `layout` of the `events` (ordered), what their codes mean, how times and an event row
    are put in words, which events are pinned, `title` for pictures. `within` says which events lie in the period that
    the layout is of (None: all); the others only begin its bars, and are not counted. `pending`: rows that the shared
    database has not acknowledged yet. `choices`: whom and what a filter can name, where that is known already."""

    layout: TimelineLayout
    events: EventColumns
    names: Dictionaries
    time: LocalTime
    describe: Callable[[int], str]
    pinned: NDArray[np.bool_]
    title: str = ""
    within: NDArray[np.bool_] | None = None
    pending: frozenset[int] = frozenset()
    choices: Choices | None = None

    @property
    def every(self) -> int:
        """How many events there are to show."""
        return len(self.events) if self.within is None else int(self.within.sum())

    def count(self, shown: NDArray[np.bool_] | None) -> int:
        """How many of them a mask over the events shows, None: all."""
        if shown is None:
            return self.every
        return int(shown.sum()) if self.within is None else int((shown & self.within).sum())
