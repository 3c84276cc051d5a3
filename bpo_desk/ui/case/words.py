"""How the case screen says people, events and values. Unknown is said as unknown; nothing here makes a widget."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.capability import CANNOT_TELL, Capability
from bpo_desk.models.case_columns import CaseStatus, HolderKind, WaitingFor
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import KINDS_WITH_TEXT, VALUE_CHANGES, EventKind, Visibility, kind_word
from bpo_desk.models.ids import NONE, UNKNOWN
from bpo_desk.models.mutation import FLAG, FOLLOWED
from bpo_desk.models.sides import Side
from bpo_desk.models.visible_text import visible
from bpo_desk.models.withheld import is_withheld
from bpo_desk.state.event_notes import event_ids, event_notes
from bpo_desk.state.requests import request_at
from bpo_desk.ui.timeline.local_time import LocalTime
from bpo_desk.ui.timeline.timeline_paint import side_inside, side_words

translate = QCoreApplication.translate

SIDE_ICONS: Final = {
    Side.UNKNOWN: "question-mark",
    Side.PROVIDER: "building-factory",
    Side.CLIENT: "building",
    Side.CUSTOMER: "user-circle",
    Side.THIRD_PARTY: "heart-handshake",
    Side.SYSTEM: "robot",
}
_STATUS: Final = {
    CaseStatus.UNKNOWN: "Status unknown",
    CaseStatus.OPEN: "Open",
    CaseStatus.CLOSED: "Closed",
    CaseStatus.CANCELLED: "Cancelled",
}
_WAITING: Final = {
    WaitingFor.NOTHING: "nothing",
    WaitingFor.WORK: "work",
    WaitingFor.CLIENT: "the client",
    WaitingFor.CUSTOMER: "the customer",
    WaitingFor.THIRD_PARTY: "a third party",
    WaitingFor.TIMER: "a timer",
    WaitingFor.NOBODY: "somebody to take it",
    WaitingFor.UNKNOWN: "unknown",
}
_KIND: Final = {
    **{kind: kind.word.replace("_", " ") for kind in EventKind},
    EventKind.FIELD_CHANGED: "field changed",
    EventKind.PRIORITY_CHANGED: "priority changed",
    EventKind.DUE_CHANGED: "due date changed",
    EventKind.CLOCK_PAUSED: "clock paused",
    EventKind.CLOCK_RESUMED: "clock resumed",
    EventKind.REOPENED: "re-opened",
    EventKind.REQUEST_WITHDRAWN: "request taken back",
    EventKind.LINKED: "linked to",
    EventKind.CONTACT_RECEIVED: "contact received",
    EventKind.COMMENT_ADDED: "comment",
    EventKind.DOCUMENT_ADDED: "document added",
    EventKind.FEEDBACK_RECEIVED: "feedback received",
    EventKind.FEEDBACK_ANSWERED: "feedback answered",
    EventKind.EXIT_RECORDED: "left the process",
    EventKind.EXIT_ACCEPTED: "exit accepted",
}
_CANNOT_TELL: Final = {**CANNOT_TELL, Capability.EXITS: "exits"}


def unknown() -> str:
    """The word for what the source left blank or cannot tell."""
    return translate("case", "unknown")


def pending_words() -> str:
    """The word for what was written here and has not come back from the shared database."""
    return translate("case", "pending")


def tag_words(tag: str) -> str:
    """A tag as it is shown: "#late"."""
    return f"#{one_line(tag)}"


def one_line(text: str) -> str:
    """A text without line breaks, for a cell or a label."""
    return visible(" ".join(text.split()))


def tooltip(text: str) -> str:
    """A text from data as a tool tip that is never taken for markup."""
    return f"<qt>{escape(visible(text)).replace(chr(10), '<br>')}</qt>" if text else ""


def status_words(status: CaseStatus) -> str:
    """The status of a case."""
    return translate("case", _STATUS[status])


def waiting_words(waiting: WaitingFor) -> str:
    """What a case waits for."""
    return translate("case", _WAITING[waiting])


def kind_words(code: int) -> str:
    """What happened, for a stored kind code ("kind 97" for one of a newer program)."""
    try:
        kind = EventKind(code)
    except ValueError:
        return kind_word(code)
    return translate("case", _KIND[kind])


def person_words(dictionaries: Dictionaries, code: int) -> str:
    """The name of a person; "" where nobody was said, "unknown" where the source left it blank."""
    if code == NONE:
        return ""
    return visible(dictionaries.persons[code].name) if code != UNKNOWN else unknown()


def queue_words(dictionaries: Dictionaries, code: int) -> str:
    """The name of a queue, as person_words."""
    if code == NONE:
        return ""
    return visible(dictionaries.queues[code].name) if code != UNKNOWN else unknown()


def step_words(dictionaries: Dictionaries, code: int) -> str:
    """The name of a step, as person_words."""
    if code == NONE:
        return ""
    return visible(dictionaries.steps[code].name) if code != UNKNOWN else unknown()


def value_words(dictionaries: Dictionaries, code: int) -> str:
    """The text of a value; "" where nothing was said, "unknown" where the source left it blank."""
    if code == NONE:
        return ""
    return visible(dictionaries.values[code]) or unknown()


def hand_words(dictionaries: Dictionaries, kind: int, person: int, queue: int, side: int) -> str:
    """In whose hands: "Ann Berger", "Claims team", "the client", "nobody", "unknown"."""
    match HolderKind(kind):
        case HolderKind.PERSON:
            return person_words(dictionaries, person) or unknown()
        case HolderKind.QUEUE:
            return queue_words(dictionaries, queue) or unknown()
        case HolderKind.SIDE:
            return side_words(Side(side))
        case HolderKind.NOBODY:
            return translate("case", "nobody")
    return unknown()


def cannot_tell_words(bit: Capability) -> str:
    """ "The source does not record ..." for a fact that a source cannot record."""
    return translate("case", "The source does not record {what}.").format(what=translate("case", _CANNOT_TELL[bit]))


class EventWords:
    """Says the events of one case file, row by row, in the zone of the view. Keeps no texts. `notes` is what people
    noted about the events; `pending` the rows that the shared database has not acknowledged yet."""

    def __init__(self, file: CaseFile, time: LocalTime) -> None:
        self.file = file
        self.time = time
        self.notes = event_notes(file.events, file.data, file.dictionaries.values)
        unsent = {each.replace("-", "") for each in file.pending}
        self.pending = (
            frozenset(row for row, name in enumerate(event_ids(file.events)) if name in unsent)
            if unsent
            else frozenset[int]()
        )

    def when(self, row: int) -> str:
        """Local time to the second, without the zone."""
        return self.time.second(int(self.file.events.occurred_at[row]))

    def who(self, row: int) -> str:
        """Who acted, and for whom."""
        events, names = self.file.events, self.file.dictionaries
        actor, other = int(events.actor[row]), int(events.on_behalf_of[row])
        words = person_words(names, actor)
        if other > 0 and other != actor:
            words = translate("case", "{who} for {whom}").format(
                who=words or unknown(), whom=person_words(names, other)
            )
        return words

    def side(self, row: int) -> Side:
        """The side of who acted: what the event says, else the person's own."""
        # Whole numbers first: to compare one of numpy's with a word of an enum takes longer than all the rest.
        kind, said = int(self.file.events.kind[row]), int(self.file.events.side[row])
        if kind == EventKind.CLOCK_PAUSED or said == Side.UNKNOWN:
            actor = int(self.file.events.actor[row])
            # A pause names the side that the clock waits for, not the one who paused it.
            return self.file.dictionaries.persons[actor].side if actor > 0 else Side.UNKNOWN
        return Side(said)

    def side_words(self, row: int) -> str:
        """The side in words, "" where neither side nor actor is known."""
        side = self.side(row)
        if side is Side.UNKNOWN:
            return unknown() if int(self.file.events.actor[row]) != NONE else ""
        return side_words(side)

    def what(self, row: int) -> str:
        """What happened, with the hand, the field or the side that it is about."""
        events, names = self.file.events, self.file.dictionaries
        kind = int(events.kind[row])
        words = kind_words(kind)
        if kind == EventKind.FIELD_CHANGED:
            field = int(events.field[row])
            name = visible(names.fields[field].name) if field > 0 else unknown()
            return translate("case", "{field} changed").format(field=name)
        if kind in (EventKind.ASSIGNED, EventKind.REASSIGNED, EventKind.SCHEDULED, EventKind.OPENED):
            holder, queue = int(events.holder[row]), int(events.queue[row])
            hand = person_words(names, holder) or queue_words(names, queue)
            if holder == UNKNOWN and queue > UNKNOWN:
                hand = translate("case", "{queue}, person unknown").format(queue=queue_words(names, queue))
            if hand:
                to = translate("case", "{what} in {hand}" if kind == EventKind.OPENED else "{what} to {hand}")
                return to.format(what=words, hand=hand)
        if kind == EventKind.CLOCK_PAUSED and events.side[row] != Side.UNKNOWN:
            side = side_inside(Side(int(events.side[row])))
            return translate("case", "{what} for {side}").format(what=words, side=side)
        if kind == EventKind.REQUESTED:
            return self._asked(row)
        return self._noted(row, kind, words)

    def _asked(self, row: int) -> str:
        """What was asked of the system that owns the case."""
        asked = request_at(self.file.events, self.file.data, self.file.dictionaries, row)
        words = translate("case", "asked {system} to {what} to {to}")
        return words.format(system=asked.system or unknown(), what=asked.what, to=asked.to)

    def _noted(self, row: int, kind: int, words: str) -> str:
        """A note with the event that it is about."""
        gone = bool(self.notes.removes[row])
        if kind == EventKind.TAGGED:
            tag = value_words(self.file.dictionaries, int(self.file.events.new_value[row]))
            if tag == FOLLOWED:
                return translate("case", "follows the case no longer" if gone else "follows the case")
            form = translate("case", "tag {tag} taken away" if gone else "flagged" if tag == FLAG else "tagged {tag}")
            words = form.format(tag=tag_words(tag))
        elif kind == EventKind.PINNED and gone:
            words = translate("case", "pin taken away")
        elif kind not in (EventKind.PINNED, EventKind.COMMENT_ADDED):
            return words
        about = int(self.notes.about[row])
        if about in (NONE, row):
            return words
        return translate("case", "{note} on: {what}").format(note=words, what=self._plainly(about))

    def _plainly(self, row: int) -> str:
        """What a noted event was, without the notes that it may itself be about."""
        if int(self.notes.about[row]) != NONE:
            return kind_words(int(self.file.events.kind[row]))
        return self.what(row)

    def marks(self, row: int) -> str:
        """Tags of an event and how many comments are on it: "#late #fraud, 2 comments"; "" where there are none."""
        if row not in self.notes.tags and row not in self.notes.comments:
            return ""
        values = self.file.dictionaries.values
        tags = " ".join(tag_words(values[code]) for code in self.notes.tags.get(row, ()))
        count = len(self.notes.comments.get(row, ()))
        form = translate("case", "1 comment") if count == 1 else translate("case", "{n} comments").format(n=count)
        return ", ".join(part for part in (tags, form if count else "") if part)

    def step(self, row: int) -> str:
        """The step that it happened at, "" where the event is about the case."""
        return step_words(self.file.dictionaries, int(self.file.events.step[row]))

    def old(self, row: int) -> str:
        """The value before: its text, "unknown", or "not recorded" where the source cannot tell."""
        return self._value(row, int(self.file.events.old_value[row]), is_old=True)

    def new(self, row: int) -> str:
        """The value after, as `old`."""
        return self._value(row, int(self.file.events.new_value[row]), is_old=False)

    def _value(self, row: int, code: int, *, is_old: bool) -> str:
        if code != NONE:
            text = value_words(self.file.dictionaries, code)
            if self.file.events.kind[row] == EventKind.DUE_CHANGED:
                micros = self.time.micros_of(text)
                return text if micros is None else self.time.zoned_minute(micros)
            return text
        source = max(int(self.file.events.source[row]), 0)
        capability = self.file.dictionaries.sources[source].capability
        if is_old and not capability & Capability.OLD_VALUES:
            return translate("case", "not recorded")
        return translate("case", "nothing")

    def change(self, row: int) -> str:
        """ "old → new" of a change, "" for any other event."""
        if int(self.file.events.kind[row]) not in VALUE_CHANGES:
            return ""
        return f"{one_line(self.old(row))} → {one_line(self.new(row))}"

    def comment(self, row: int) -> str:
        """The text that came with the event: a comment, a channel, an outcome, else its reason."""
        events, names = self.file.events, self.file.dictionaries
        parts = []
        if int(events.kind[row]) in KINDS_WITH_TEXT:
            parts.append(value_words(names, int(events.new_value[row])))
        parts.append(value_words(names, int(events.reason[row])))
        return " - ".join(part for part in parts if part)

    def withheld(self, row: int) -> str:
        """Which of its texts are withheld, and why; "" where none is."""
        found = [words for _what, words in self.covered(row)]
        form = translate("case", "{what}: masked for clients of the engagement")
        if self.file.covers:
            form = translate("case", "{what}: covered until it is unmasked (Ctrl+Shift+X)")
        return form.format(what=", ".join(found)) if found else ""

    def covered(self, row: int) -> list[tuple[str, str]]:
        """Which of its texts are withheld (old, new, reason), each with its words."""
        events, values = self.file.events, self.file.dictionaries.values
        parts = (
            (events.old_value[row], "old", translate("case", "the old value")),
            (events.new_value[row], "new", translate("case", "the new value")),
            (events.reason[row], "reason", translate("case", "the reason")),
        )
        return [(what, words) for code, what, words in parts if code >= 0 and is_withheld(values[code])]

    def visibility(self, row: int) -> str:
        """Who may see the event."""
        if self.file.events.visibility[row] == Visibility.INTERNAL:
            return translate("case", "internal: never leaves the side that wrote it")
        return translate("case", "both sides")

    def sentence(self, row: int) -> str:
        """The whole event in one line, for tool tips and screen readers."""
        parts = [
            pending_words() if row in self.pending else "",
            self.time.zoned(int(self.file.events.occurred_at[row])),
            " ".join(p for p in (self.who(row), f"({self.side_words(row)})" if self.side_words(row) else "") if p),
            self.what(row),
            self.step(row),
            self.change(row),
            one_line(self.comment(row)),
            translate("case", "pinned") if self.notes.pinned[row] else "",
            self.marks(row),
        ]
        return ", ".join(part for part in parts if part)
