"""How refused writes are worded: why, whose, what by field, what was decided. Pure; no widgets."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.cache.outbox_decisions import Decision, What
from bpo_desk.models.mutation import Mutation, Refusal
from bpo_desk.models.refused import Held, said, typed
from bpo_desk.ui.number_words import counted
from bpo_desk.ui.sync_words import entry_words
from bpo_desk.ui.time_words import local, span
from bpo_desk.workspace.attention import Refused, Tray

translate = QCoreApplication.translate

_FIELDS: Final = {
    "text": "Text",
    "reason": "Reason",
    "score": "Score",
    "findings": "Findings",
    "state": "State",
    "role": "Default view of",
    "visibility": "Seen by",
    "tag": "Tag",
    "step": "Step",
    "element": "Element",
    "to": "To",
    "what": "What",
    "system": "System",
    "holder": "Person",
    "queue": "Group",
    "due": "Due",
    "until": "Until",
    "ended": "Ended as",
    "removed": "Taken away",
    "pinned": "Pinned",
    "content": "View",
}
_DECIDED: Final = {
    What.LEFT: "theirs stays",
    What.SENT_AGAIN: "sent again",
    What.EDITED: "edited and sent again",
}
_NEXT: Final = {
    Refusal.PERMISSION: "Ask whoever runs the engagement for the right, then send it again.",
    Refusal.VALIDATION: "Edit it, or let it be; the text can be copied.",
    Refusal.ERASED: "It cannot be sent: nothing may be said about what was erased.",
}


class Line(NamedTuple):
    """One field: its name, what I wrote, what is there ("" where nothing is), whether the two differ."""

    name: str
    mine: str
    theirs: str
    differs: bool


def heading_words(tray: Tray) -> str:
    """How many need attention; why there is none where none does."""
    count = len(tray.refused)
    if not count:
        return translate(
            "attention",
            "Nothing needs attention: all that was written here was taken, or waits to be sent. What the shared"
            " database refuses, or somebody else was faster with, is listed here with its text.",
        )
    return counted(
        count, translate("attention", "write needs attention"), translate("attention", "writes need attention")
    )


def field_words(name: str) -> str:
    """The label of a field of a payload; fields of a view keep their own words."""
    if name.startswith("view "):
        return translate("attention", "View: {part}").format(part=name[5:].replace("_", " "))
    known = _FIELDS.get(name)
    return translate("attention", known) if known else name.replace("_", " ")


def lines(refused: Refused) -> list[Line]:
    """Mine and theirs, field by field: those that differ first, and none that is empty on both sides."""
    mine, held = said(refused.entry.mutation.payload), refused.held
    theirs = {} if held is None else held.fields
    found = []
    for name in [*mine, *(name for name in theirs if name not in mine)]:
        here, there = mine.get(name, ""), theirs.get(name, "")
        if here or there:
            found.append(Line(field_words(name), here, there, name in theirs and here != there))
    return sorted(found, key=lambda line: not line.differs)


def mine_heading(entry: Entry, now: int, zone: tzinfo) -> str:
    """Whose and of when the left side is."""
    at = entry.mutation.created_at
    form = translate("attention", "Mine: {who}\n{when}, {age} ago")
    return form.format(who=entry.mutation.actor.name, when=local(at, zone), age=span(max(now - at, 0)))


def theirs_heading(held: Held | None, now: int, zone: tzinfo) -> str:
    """Whose and of when the right side is."""
    if held is None:
        return translate("attention", "Theirs: nothing is there instead")
    who = held.who or translate("attention", "somebody")
    if held.at is None:
        return translate("attention", "Theirs: {who}\nat a time that is not known").format(who=who)
    form = translate("attention", "Theirs: {who}\n{when}, {age} ago")
    return form.format(who=who, when=local(held.at, zone), age=span(max(now - held.at, 0)))


def why_words(refused: Refused) -> str:
    """Why it was not taken, in the words of the shared database, and what can be done."""
    entry = refused.entry
    parts = [entry.words or translate("attention", "The shared database did not say why.")]
    if entry.state is EntryState.CONFLICT:
        if refused.may_send:
            parts.append(translate("attention", "Keep theirs, or send yours again on top of it."))
        else:
            parts.append(translate("attention", "It can be done only once: theirs counts. Your text can be copied."))
    elif entry.refusal in _NEXT:
        parts.append(translate("attention", _NEXT[Refusal(entry.refusal)]))
    return " ".join(parts)


def what_words(mutation: Mutation) -> str:
    """What was written, in one line."""
    return " ".join(entry_words(mutation).split())


def leave_words(refused: Refused) -> str:
    """What the button says that lets mine go."""
    if refused.held is not None:
        return translate("attention", "Keep &theirs")
    return translate("attention", "&Take note, let it go")


def decided_words(decision: Decision, entry: Entry, zone: tzinfo) -> tuple[str, str, str, str]:
    """When what was decided about which case, and what had been written."""
    return (
        local(decision.at, zone), translate("attention", _DECIDED[decision.what]), entry.mutation.case,
        what_words(entry.mutation),
    )  # fmt: skip


def plain_text(refused: Refused) -> str:
    """What a person typed of mine, as text for the clipboard: bare where it is one field, else a field a line."""
    payload = refused.entry.mutation.payload
    filled = {name: text for name, text in said(payload).items() if text and name in typed(payload)}
    if len(filled) < 2:
        return next(iter(filled.values()), "") or what_words(refused.entry.mutation)
    return "\n".join(f"{field_words(name)}: {text}" for name, text in filled.items())
