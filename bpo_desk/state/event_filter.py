"""Which events of a log a person wants to see: a filter as data, and the mask that follows from it. Pure numpy.

Names and texts are searched in the dictionaries, not event by event.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import WORK_KINDS, EventKind, kind_word
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.sides import Side

Mask = NDArray[np.bool_]


class Topic(StrEnum):
    """What an event is about."""

    CASE = "case"
    WORK = "work"
    FIELD = "field"
    CONTACT = "contact"
    COMMENT = "comment"
    FEEDBACK = "feedback"
    EXIT = "exit"
    QUALITY = "quality"
    RECORD = "record"  # views, exports, corrections, pins, tags, and kinds of a newer program


class LaneOf(StrEnum):
    """What kind of lane a timeline has an event on."""

    CLOCK = "clock"  # pauses and resumptions
    PERSON = "person"
    QUEUE = "queue"
    NOBODY = "nobody"  # nobody is named
    UNKNOWN = "unknown"  # the source left the name blank


_K = EventKind
_KINDS: Final[dict[Topic, Iterable[int]]] = {
    Topic.CASE: (_K.OPENED, _K.CLOCK_PAUSED, _K.CLOCK_RESUMED, _K.CLOSED, _K.REOPENED, _K.CANCELLED, _K.LINKED),
    Topic.WORK: WORK_KINDS,
    Topic.FIELD: (_K.FIELD_CHANGED, _K.PRIORITY_CHANGED, _K.DUE_CHANGED),
    Topic.CONTACT: (_K.CONTACT_RECEIVED,),
    Topic.COMMENT: (_K.COMMENT_ADDED, _K.DOCUMENT_ADDED, _K.REQUESTED, _K.REQUEST_WITHDRAWN),
    Topic.FEEDBACK: (_K.FEEDBACK_RECEIVED, _K.FEEDBACK_ANSWERED),
    Topic.EXIT: (_K.EXIT_RECORDED, _K.EXIT_ACCEPTED),
    Topic.QUALITY: (_K.SAMPLE_DRAWN, _K.REVIEW_SUBMITTED, _K.REVIEW_REVISED, _K.DISPUTE_RAISED, _K.DISPUTE_SETTLED),
}
_TOPICS: Final = tuple(Topic)
_MOST_KIND: Final = 127
_TOPIC_OF_KIND = np.full(_MOST_KIND + 1, _TOPICS.index(Topic.RECORD), dtype=np.int8)
for _topic, _kinds in _KINDS.items():
    _TOPIC_OF_KIND[list(_kinds)] = _TOPICS.index(_topic)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """An event is a hit where every given condition holds; empty sets and None are no condition.

    `topics`, `lanes`, `sides`, `persons` (actor, holder or on whose behalf), `queues`, `steps`: keys. `text`: every
    word of it stands, in any case, in a name, a value, a reason or the kind of the event. `business`: without what
    systems and readers leave behind (changes of fields by systems, notes of engines, views, exports, pins, tags).
    `after`, `before`: instants in microseconds UTC, both included. `pinned`: only pinned events. `around`: so many
    events of the case before and after each hit are shown with it.
    """

    topics: frozenset[Topic] = frozenset()
    lanes: frozenset[LaneOf] = frozenset()
    sides: frozenset[Side] = frozenset()
    persons: frozenset[int] = frozenset()
    queues: frozenset[int] = frozenset()
    steps: frozenset[int] = frozenset()
    text: str = ""
    business: bool = False
    after: int | None = None
    before: int | None = None
    pinned: bool = False
    around: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether it keeps every event."""
        return self == EventFilter(around=self.around)


def events_kept(wanted: EventFilter, events: EventColumns, names: Dictionaries, pinned: Mask | None = None) -> Mask:
    """The events (ordered) that a filter shows: bool[n]. `pinned` says of each event whether it is pinned."""
    keep = np.ones(len(events), dtype=bool)
    topic = _TOPIC_OF_KIND[np.clip(events.kind, 0, _MOST_KIND)]
    topic = np.where((events.kind < 0) | (events.kind > _MOST_KIND), _TOPICS.index(Topic.RECORD), topic)
    if wanted.topics:
        keep &= np.isin(topic, [_TOPICS.index(each) for each in wanted.topics])
    if wanted.lanes:
        keep &= np.isin(lane_kinds(events), [_LANES.index(each) for each in wanted.lanes])
    if wanted.sides:
        keep &= np.isin(_side(events, names), list(wanted.sides))
    if wanted.persons or wanted.queues:
        persons = list(wanted.persons)
        about = np.isin(events.actor, persons) | np.isin(events.holder, persons)
        keep &= about | np.isin(events.on_behalf_of, persons) | np.isin(events.queue, list(wanted.queues))
    if wanted.steps:
        keep &= np.isin(events.step, list(wanted.steps))
    if wanted.business:
        by_system = (topic == _TOPICS.index(Topic.FIELD)) & (_side(events, names) == Side.SYSTEM)
        keep &= ~by_system & (topic != _TOPICS.index(Topic.RECORD)) & (events.kind != EventKind.NOTED)
    known = events.occurred_at != TIME_UNKNOWN
    if wanted.after is not None:
        keep &= known & (events.occurred_at >= wanted.after)
    if wanted.before is not None:
        keep &= known & (events.occurred_at <= wanted.before)
    if wanted.pinned:
        keep &= np.zeros(len(events), dtype=bool) if pinned is None else pinned
    for word in wanted.text.casefold().split():
        keep &= _says(word, events, names)
    return with_neighbours(keep, events.case, wanted.around) if wanted.around else keep


_LANES: Final = tuple(LaneOf)
_OF_CLOCK: Final = (EventKind.CLOCK_PAUSED, EventKind.CLOCK_RESUMED)


def lane_kinds(events: EventColumns) -> NDArray[np.int8]:
    """The kind of lane of each event, as places in LaneOf: of the hand that it puts work into, else of its actor."""
    is_hand = (events.work_item > 0) & ((events.holder > 0) | (events.queue > 0))
    person = np.where(is_hand, events.holder, events.actor)
    queue = np.where(is_hand | (events.actor <= 0), events.queue, np.int32(-1))
    kinds: NDArray[np.int8] = np.select(
        [np.isin(events.kind, _OF_CLOCK), person > 0, queue > 0, (person == 0) | (queue == 0)],
        [_LANES.index(each) for each in (LaneOf.CLOCK, LaneOf.PERSON, LaneOf.QUEUE, LaneOf.UNKNOWN)],
        _LANES.index(LaneOf.NOBODY),
    ).astype(np.int8)
    return kinds


def with_neighbours(hits: Mask, case: NDArray[np.int32], around: int) -> Mask:
    """The hits and up to `around` events of the same case on either side of each."""
    places = np.arange(len(hits))
    begins = np.ones(len(hits), dtype=bool)
    begins[1:] = case[1:] != case[:-1]
    last = np.maximum.accumulate(np.where(hits, places, -1 - around)) if len(hits) else places
    first_of_case = np.maximum.accumulate(np.where(begins, places, 0)) if len(hits) else places
    forward = (places - last <= around) & (last >= first_of_case)
    following = np.minimum.accumulate(np.where(hits, places, len(hits) + around)[::-1])[::-1] if len(hits) else places
    ends = np.append(begins[1:], True)
    last_of_case = np.minimum.accumulate(np.where(ends, places, len(hits))[::-1])[::-1] if len(hits) else places
    backward = (following - places <= around) & (following <= last_of_case)
    return forward | backward


def _side(events: EventColumns, names: Dictionaries) -> NDArray[np.int8]:
    """The side of who acted: the person's own where it is known, else what the event says."""
    own = np.array([person.side for person in names.persons], dtype=np.int8)[np.clip(events.actor, 0, None)]
    return np.where((events.actor > 0) & (own != Side.UNKNOWN), own, events.side).astype(np.int8)


def _says(word: str, events: EventColumns, names: Dictionaries) -> Mask:
    """Where a casefolded word stands in what an event says."""

    def coded(texts: Iterable[str], *columns: NDArray[np.int32]) -> Mask:
        table = np.array([bool(text) and word in text.casefold() for text in texts], dtype=bool)
        found = np.zeros(len(events), dtype=bool)
        if table.any():
            for column in columns:
                found |= (column > 0) & table[np.clip(column, 0, len(table) - 1)]
        return found

    found = coded((p.name for p in names.persons), events.actor, events.holder, events.on_behalf_of)
    found |= coded((q.name for q in names.queues), events.queue)
    found |= coded((s.name for s in names.steps), events.step)
    found |= coded((f.name for f in names.fields), events.field)
    found |= coded((text or "" for text in names.values), events.old_value, events.new_value, events.reason)
    kinds = np.unique(events.kind)
    return found | np.isin(events.kind, [k for k in kinds.tolist() if word in kind_word(k).replace("_", " ")])
