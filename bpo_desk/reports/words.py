"""How a report says people, events, values, times and spans; the words are those of the case screen. No Qt.

Unknown is said as unknown. What a report says of a whole case is put together elsewhere.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bpo_desk.models.capability import Capability
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.event import KINDS_WITH_TEXT, VALUE_CHANGES, EventKind, Visibility, kind_word
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_datetime, to_micros
from bpo_desk.models.visible_text import visible
from bpo_desk.state.requests import request_at

UNKNOWN_WORD: Final = "unknown"
NOT_RECORDED: Final = "not recorded"
SIDE_WORDS: Final = {
    Side.UNKNOWN: "Side unknown",
    Side.PROVIDER: "Provider",
    Side.CLIENT: "Client",
    Side.CUSTOMER: "Customer",
    Side.THIRD_PARTY: "Third party",
    Side.SYSTEM: "System",
}
_KIND: Final = {
    EventKind.FIELD_CHANGED: "field changed",
    EventKind.PRIORITY_CHANGED: "priority changed",
    EventKind.DUE_CHANGED: "due date changed",
    EventKind.REOPENED: "re-opened",
    EventKind.REQUEST_WITHDRAWN: "request taken back",
    EventKind.LINKED: "linked to",
    EventKind.COMMENT_ADDED: "comment",
    EventKind.EXIT_RECORDED: "left the process",
}
_IN_COMMENT: Final = (*KINDS_WITH_TEXT, EventKind.TAGGED)
_NAMES_HAND: Final = (EventKind.ASSIGNED, EventKind.REASSIGNED, EventKind.SCHEDULED, EventKind.OPENED)
_SECOND: Final = 1_000_000


def zone_named(name: str) -> tzinfo:
    """The IANA zone of that name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def span(micros: int) -> str:
    """A length of time, exact to the second: "0:04:09", "2 d 4:10:00"; "unknown" for TIME_UNKNOWN."""
    if micros == TIME_UNKNOWN:
        return UNKNOWN_WORD
    sign, seconds = ("-", -micros // _SECOND) if micros < 0 else ("", micros // _SECOND)
    days, rest = divmod(seconds, 86_400)
    clock = f"{rest // 3600}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{sign}{days} d {clock}" if days else sign + clock


def one_line(text: str) -> str:
    """A text without line breaks."""
    return visible(" ".join(text.split()))


class Times:
    """Writes instants (microseconds UTC) in one zone."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    @property
    def name(self) -> str:
        """The IANA name of the zone; "UTC" where it has none."""
        return getattr(self.zone, "key", "UTC")

    def second(self, micros: int) -> str:
        """ "21 Nov 2026 14:05:09", without zone: for columns under a heading that names it."""
        moment = to_datetime(micros)
        if moment is None:
            return "time unknown"
        wall = moment.astimezone(self.zone)
        return f"{wall.day:02} {wall:%b %Y %H:%M:%S}"

    def zoned(self, micros: int) -> str:
        """ "21 Nov 2026 14:05:09 CET"."""
        moment = to_datetime(micros)
        if moment is None:
            return "time unknown"
        return f"{self.second(micros)} {moment.astimezone(self.zone):%Z}".rstrip()

    def of_text(self, text: str) -> str:
        """An ISO instant in the zone, to the minute with its zone; any other text as it is."""
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return text
        there = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        wall = to_datetime(to_micros(there))
        return text if wall is None else f"{wall.astimezone(self.zone):%d %b %Y %H:%M %Z}"


class EventWords:
    """Says the events of one case file, row by row."""

    def __init__(self, file: CaseFile, times: Times) -> None:
        self.file = file
        self.times = times

    def at(self, row: int) -> int:
        """When it happened, microseconds UTC."""
        return int(self.file.events.occurred_at[row])

    def who(self, row: int) -> str:
        """Who acted, and for whom."""
        events = self.file.events
        actor, other = int(events.actor[row]), int(events.on_behalf_of[row])
        words = self.named("persons", actor)
        if other > 0 and other != actor:
            return f"{words or UNKNOWN_WORD} for {self.named('persons', other)}"
        return words

    def side(self, row: int) -> str:
        """The side of who acted, "" where neither side nor actor is known."""
        events = self.file.events
        said, actor = int(events.side[row]), int(events.actor[row])
        if events.kind[row] == EventKind.CLOCK_PAUSED or said == Side.UNKNOWN:
            # A pause names the side that the clock waits for, not the one who paused it.
            said = int(self.file.dictionaries.persons[actor].side) if actor > 0 else Side.UNKNOWN
        if said == Side.UNKNOWN:
            return UNKNOWN_WORD if actor != NONE else ""
        return SIDE_WORDS[Side(said)]

    def what(self, row: int) -> str:
        """What happened, with the hand, the field or the side that it is about."""
        events = self.file.events
        kind = int(events.kind[row])
        words = kind_words(kind)
        if kind == EventKind.FIELD_CHANGED:
            return f"{self.named('fields', max(int(events.field[row]), 0))} changed"
        if kind in _NAMES_HAND:
            holder, queue = int(events.holder[row]), int(events.queue[row])
            hand = self.named("persons", holder) or self.named("queues", queue)
            if holder == UNKNOWN and queue > UNKNOWN:
                hand = f"{self.named('queues', queue)}, person unknown"
            if hand:
                return f"{words} {'in' if kind == EventKind.OPENED else 'to'} {hand}"
        if kind == EventKind.CLOCK_PAUSED and events.side[row] != Side.UNKNOWN:
            return f"{words} for {SIDE_WORDS[Side(int(events.side[row]))].lower()}"
        if kind == EventKind.REQUESTED:
            asked = request_at(self.file.events, self.file.data, self.file.dictionaries, row)
            return f"asked {asked.system or UNKNOWN_WORD} to {asked.what} to {asked.to}"
        return words

    def step(self, row: int) -> str:
        """The step that it happened at, "" where the event is about the case."""
        return self.named("steps", int(self.file.events.step[row]))

    def old(self, row: int) -> str:
        """The value before: its text, "unknown", or "not recorded" where the source cannot tell."""
        code = int(self.file.events.old_value[row])
        if code != NONE:
            return self._value(row, code)
        source = max(int(self.file.events.source[row]), 0)
        can_tell = self.file.dictionaries.sources[source].capability & Capability.OLD_VALUES
        return "nothing" if can_tell else NOT_RECORDED

    def new(self, row: int) -> str:
        """The value after, as `old`."""
        code = int(self.file.events.new_value[row])
        return "nothing" if code == NONE else self._value(row, code)

    def change(self, row: int) -> str:
        """ "old → new" of a change, "" for any other event."""
        if int(self.file.events.kind[row]) not in VALUE_CHANGES:
            return ""
        return f"{one_line(self.old(row))} → {one_line(self.new(row))}"

    def comment(self, row: int) -> str:
        """The text that came with the event: a comment, a channel, an outcome; and its reason."""
        events = self.file.events
        parts = []
        if int(events.kind[row]) in _IN_COMMENT:
            parts.append(self.text(int(events.new_value[row])))
        parts.append(self.text(int(events.reason[row])))
        return " - ".join(part for part in parts if part)

    def visibility(self, row: int) -> str:
        """Who may see the event."""
        return "internal" if self.file.events.visibility[row] == Visibility.INTERNAL else "both sides"

    def named(self, part: str, code: int) -> str:
        """The name of a person, queue, step or field; "" where none was said, "unknown" where it was left blank."""
        if code == NONE:
            return ""
        entries: list[Any] = getattr(self.file.dictionaries, part)
        return visible(str(entries[code].name)) if code != UNKNOWN else UNKNOWN_WORD

    def text(self, code: int) -> str:
        """The text of a value, as `named`; the mark of models/withheld.py where its reader may not have it."""
        return "" if code == NONE else visible(self.file.dictionaries.values[code]) or UNKNOWN_WORD

    def _value(self, row: int, code: int) -> str:
        text = self.text(code)
        return self.times.of_text(text) if self.file.events.kind[row] == EventKind.DUE_CHANGED else text


def kind_words(code: int) -> str:
    """What happened, for a stored kind code ("kind 97" for one of a newer program)."""
    if code in _KIND:
        return _KIND[EventKind(code)]
    return kind_word(code).replace("_", " ")


def event_id(file: CaseFile, row: int) -> str:
    """The id of an event as 32 hex digits."""
    return f"{int(file.events.id_hi[row]):016x}{int(file.events.id_lo[row]):016x}"
