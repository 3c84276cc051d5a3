"""How the timeline of many cases says an event: its case first. Makes no widget, keeps no texts."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import KINDS_WITH_TEXT, VALUE_CHANGES, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, UNKNOWN
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.sides import Side
from bpo_desk.ui.kind_words import plain_kind
from bpo_desk.ui.timeline.local_time import LocalTime
from bpo_desk.ui.timeline.timeline_paint import side_words

translate = QCoreApplication.translate

_TO_A_HAND: Final = (EventKind.SCHEDULED, EventKind.ASSIGNED, EventKind.REASSIGNED)


class TeamWords:
    """Says `events` of the cases of a queue, whose codes `names` explains, in one zone."""

    def __init__(self, queue: QueueColumns, events: EventColumns, names: Dictionaries, time: LocalTime) -> None:
        self.events = events
        self.time = time
        self._queue, self._names = queue, names

    def number(self, row: int) -> str:
        """The number of the case."""
        keys, case = self._queue.cases["case"], self.events.case[row]
        at = int(np.searchsorted(keys, case))
        known = at < len(keys) and keys[at] == case
        return self._queue.numbers.text(at) if known else translate("team", "unknown")

    def when(self, row: int) -> str:
        """Local time to the second, without the zone."""
        return self.time.second(int(self.events.occurred_at[row]))

    def who(self, row: int) -> str:
        """Who acted; "" where nobody was said."""
        return self._name(self._names.persons, int(self.events.actor[row]))

    def side(self, row: int) -> str:
        """The side of who acted: the person's own where it is known, else what the event says; "" for neither."""
        actor = int(self.events.actor[row])
        own = self._names.persons[actor].side if actor > 0 else Side.UNKNOWN
        side = own if own is not Side.UNKNOWN else Side(int(self.events.side[row]))
        return "" if side is Side.UNKNOWN else side_words(side)

    def what(self, row: int) -> str:
        """What happened, with the field or the hand that it is about."""
        kind = int(self.events.kind[row])
        words = plain_kind(kind)
        if kind == EventKind.FIELD_CHANGED:
            field = self._name(self._names.fields, int(self.events.field[row])) or translate("team", "field")
            return translate("team", "{field} changed").format(field=field)
        if kind in _TO_A_HAND and (hand := self._hand(row)):
            return translate("team", "{what} to {hand}").format(what=words, hand=hand)
        return words

    def step(self, row: int) -> str:
        """The step that it happened at, "" where it is about the case."""
        return self._name(self._names.steps, int(self.events.step[row]))

    def text(self, row: int) -> str:
        """What came with it: old and new value, a comment, else the reason."""
        events, kind = self.events, int(self.events.kind[row])
        reason = self._value(int(events.reason[row]))
        if kind in VALUE_CHANGES:
            said = self._due if kind == EventKind.DUE_CHANGED else self._value
            change = f"{said(int(events.old_value[row]))} → {said(int(events.new_value[row]))}"
            return " - ".join(part for part in (change, reason) if part)
        came = self._value(int(events.new_value[row])) if kind in KINDS_WITH_TEXT else ""
        return " - ".join(part for part in (came, reason) if part)

    def sentence(self, row: int) -> str:
        """The whole event in one line, for tool tips and screen readers."""
        when = self.time.zoned(int(self.events.occurred_at[row]))
        side = self.side(row)
        who = " ".join(part for part in (self.who(row), f"({side})" if side else "") if part)
        parts = (self.number(row), when, who, self.what(row), self.step(row), self.text(row))
        return ", ".join(part for part in parts if part)

    def _hand(self, row: int) -> str:
        holder, code = int(self.events.holder[row]), int(self.events.queue[row])
        person, queue = self._name(self._names.persons, holder), self._name(self._names.queues, code)
        if holder == UNKNOWN and code > UNKNOWN:
            return translate("team", "{queue}, person unknown").format(queue=queue)
        return person or queue

    def _name(self, entries: list, code: int) -> str:  # type: ignore[type-arg]  # persons, queues, steps or fields
        if code == NONE:
            return ""
        return translate("team", "unknown") if code == UNKNOWN else " ".join(entries[code].name.split())

    def _value(self, code: int) -> str:
        if code == NONE:
            return ""
        return " ".join(self._names.values[code].split()) or translate("team", "unknown")

    def _due(self, code: int) -> str:
        """A due date is written as an instant; it is shown as every other time is."""
        text = self._value(code)
        micros = self.time.micros_of(text) if text else None
        return text if micros is None else self.time.zoned_minute(micros)
