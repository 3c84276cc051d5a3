"""The events of many cases that a period needs: those of every shown case that was touched, or worked on, in it.

Reads whole segments, without their long texts; what is drawn of them is decided by who asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks, read, records, segments, tail
from bpo_desk.cache.dictionaries import localise, read_texts
from bpo_desk.cache.store import Cache
from bpo_desk.cache.whole_log import with_late
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.engagement import StoredCalendar
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN

_NEVER: Final = np.iinfo(np.int64).max
_READ: Final = ("case", "occurred_at")


@dataclass(frozen=True, slots=True)
class PeriodEvents:
    """`events` (ordered) with what their codes mean. `before`, `after`: the nearest instants (microseconds UTC) outside
    of the period at which a shown case has an event, None where there is none. `untimed`: how many events of
    the shown cases have no known time, so that they lie in no period. `calendar`: the business calendar of the
    engagement where it has one that is for every case, else None. `pinned`, `pending`: rows of the events that are
    pinned, and that wait in the outbox (cache/period_notes.py finds both)."""

    events: EventColumns
    dictionaries: Dictionaries
    before: int | None
    after: int | None
    untimed: int
    calendar: StoredCalendar | None = None
    pinned: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    pending: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: of the cases `shown` (sorted keys, int64[n]) from `start` up to but without `end`, and only what
    had occurred at `as_of` (microseconds UTC, None: all). `going_on` bool[n]: which of the cases are not over."""

    shown: NDArray[np.int64]
    going_on: NDArray[np.bool_]
    start: int
    end: int
    as_of: int | None = None


def period_events(cache: Cache, engagement_id: int, wanted: Wanted) -> PeriodEvents:
    """All events of those shown cases that have one in the period, or that may have been worked on through it: with
    some before, and some after or not over. Raises NotFound."""
    with cache.read() as connection:
        bookmarks.engagement(cache, engagement_id)
        late = tail.read(connection, engagement_id).events.ordered()
        places = segments.places_of_cases(segments.places(connection, engagement_id), wanted.shown)
        seen = _Seen(wanted)
        for place in places:
            columns = segments.read_columns(connection, place, _READ)
            seen.look_at(columns["case"].astype(np.int64), columns["occurred_at"].astype(np.int64))
        seen.look_at(late.case.astype(np.int64), late.occurred_at)
        keys = wanted.shown[seen.needed()]
        events = EventColumns.concat(_settled(connection, places, keys))
        events = with_late(events, late.take(segments.among(late.case, keys))).ordered()
        if wanted.as_of is not None:
            events = events.as_of(wanted.as_of)
        events, used = localise(events)
        texts = read_texts(connection, engagement_id, used)
        words = replace(records.dictionaries(connection, engagement_id, [""]), values=texts)
        stored = read.calendars(connection, engagement_id)
    every = stored[0] if len(stored) == 1 and "applies" not in stored[0].rules else None
    return PeriodEvents(events, words, seen.before, seen.after, seen.untimed, every)


def _settled(connection: Any, places: list[segments.SegmentPlace], keys: NDArray[np.int64]) -> Iterator[EventColumns]:
    """The settled events of the cases, a segment at a time: what is not wanted is let go before the next is read."""
    for place in segments.places_of_cases(places, keys):
        events = segments.read_segment(connection, place, with_texts=False).events
        mine = segments.among(events.case, keys)
        yield events if bool(mine.all()) else events.take(np.flatnonzero(mine))


class _Seen:
    """When the shown cases had events: first, last, and whether in the period."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        n = len(wanted.shown)
        self._first = np.full(n, _NEVER, np.int64)
        self._last = np.full(n, TIME_UNKNOWN, np.int64)
        self._inside = np.zeros(n, bool)
        self.before: int | None = None
        self.after: int | None = None
        self.untimed = 0

    def look_at(self, case: NDArray[np.int64], occurred_at: NDArray[np.int64]) -> None:
        """Take note of events sorted by case."""
        wanted = self._wanted
        if not len(wanted.shown):
            return
        at = np.minimum(np.searchsorted(wanted.shown, case), len(wanted.shown) - 1)
        mine = wanted.shown[at] == case
        timed = occurred_at != TIME_UNKNOWN
        self.untimed += int((mine & ~timed).sum())
        mine &= timed
        if wanted.as_of is not None:
            mine &= occurred_at <= wanted.as_of
        at, times = at[mine], occurred_at[mine]
        if not len(at):
            return
        begins = np.flatnonzero(np.append(True, at[1:] != at[:-1]))
        of = at[begins]
        self._first[of] = np.minimum(self._first[of], np.minimum.reduceat(times, begins))
        self._last[of] = np.maximum(self._last[of], np.maximum.reduceat(times, begins))
        inside = (times >= wanted.start) & (times < wanted.end)
        self._inside[of] |= np.logical_or.reduceat(inside, begins)
        earlier, later = times[times < wanted.start], times[times >= wanted.end]
        if len(earlier):
            self.before = max(self.before if self.before is not None else TIME_UNKNOWN, int(earlier.max()))
        if len(later):
            self.after = min(self.after if self.after is not None else _NEVER, int(later.min()))

    def needed(self) -> NDArray[np.bool_]:
        """Which of the shown cases have to be read."""
        wanted = self._wanted
        through = (self._first < wanted.start) & ((self._last >= wanted.end) | wanted.going_on)
        needed: NDArray[np.bool_] = self._inside | through
        return needed
