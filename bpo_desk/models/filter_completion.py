"""What may come next in a filter that is being typed: field names, their values, and what each means. No look at data.

The language itself is in filter_text.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bpo_desk.models.filters import ANY, ASKED, CHOICES, FIELDS, LEFT_UNKNOWN, ME, NOTHING, TODAY, FieldKind

_FIELD: Final = re.compile(r"([^\W\d]\w*)(<=|>=|[:<>=])")
_PLAIN: Final = re.compile(r"\w[\w.@/#+'-]*")
_MOST: Final = 12

MEANINGS: Final[dict[str, str]] = {
    "number": "case number", "title": "title", "client": "client", "reference": "reference of the client",
    "process": "process, by name or key", "version": "version of the process", "step": "any current step",
    "holder": "person or queue that has it", "queue": "queue that holds it", "priority": "priority",
    "outcome": "outcome", "text": "words that somebody said", "followed": "cases that I follow",
    "asked": "how what was asked of the source system stands",
    "status": "open, closed or cancelled", "side": "side of who has it", "waiting": "what it waits for",
    "sla": "state of the SLA", "is": "the chips", "due": "time left, or due date", "opened": "since the opening",
    "closed": "since the end", "since": "since when the holder has it", "last": "since the last activity",
    "age": "from opening to now or to the end", "exits": "exits from the process", "adhoc": "open ad-hoc tasks",
    "contacts": "contacts of the customer", "handovers": "hand-overs", "reopened": "times re-opened",
}  # fmt: skip
"""Field -> what it is about, in words."""

_TIMES: Final = {
    "<2d": "less than two days", ">36h": "more than 36 hours", "<2026-05-01": "before a date",
    f":{TODAY}": "on this day", f":{NOTHING}": "not known", f":{ANY}": "known",
    ":1d..3d": "from one length of time to another", ":2026-05-01..2026-05-07": "from one day to another",
}  # fmt: skip
_COUNTS: Final = {
    ">0": "at least one", ":1..3": "from one number to another", ":0": "none",
    f":{LEFT_UNKNOWN}": "the source cannot tell",
}  # fmt: skip
_ME: Final = "who uses this desk"
_SPECIAL: Final = {ANY: "something known", NOTHING: "nothing said", LEFT_UNKNOWN: "left blank by the source"}


ALL_MEANINGS: Final = (*MEANINGS.values(), *_TIMES.values(), *_COUNTS.values(), *_SPECIAL.values(), _ME)


@dataclass(frozen=True, slots=True)
class Completion:
    """`text[start:end]` of the line becomes `text`; `meaning` says what that is, "" where it says it itself."""

    start: int
    end: int
    text: str
    meaning: str = ""


def completions(text: str, cursor: int, values: Callable[[str, str], Sequence[str]]) -> list[Completion]:
    """What may stand where the cursor is. `values(field, typed)`: values of a text field that have the typed text."""
    start = _word_start(text, cursor)
    word = text[start:cursor]
    found = _FIELD.match(word)
    if found is None:
        return _fields(start, cursor, word)
    field = found[1].lower()
    kind = FIELDS.get(field)
    if kind is None:
        return []
    if kind in (FieldKind.TIME, FieldKind.COUNT):
        ways = _TIMES if kind is FieldKind.TIME else _COUNTS
        rest = word[len(found[1]) :]
        ends = [end for end in ways if end.startswith(rest) and end != rest]
        return [Completion(start, cursor, field + end, ways[end]) for end in ends if field != "age" or "-" not in end]
    begin = start + found.end() + _last_comma(word[found.end() :])
    typed = text[begin:cursor].lstrip('"')
    if kind in (FieldKind.CHOICE, FieldKind.REQUESTS):
        known = ASKED if kind is FieldKind.REQUESTS else CHOICES[field]
        words = [word for word in known if word.startswith(typed.lower()) and word != typed.lower()]
        return [Completion(begin, cursor, word) for word in words]
    if kind is FieldKind.FOLLOWED:
        return [] if typed == ME else [Completion(begin, cursor, ME, _ME)]
    if kind is FieldKind.SAID:
        return []
    offered = [Completion(begin, cursor, _quoted(value)) for value in values(field, typed)[:_MOST] if value != typed]
    if found[2] == ":":
        special = [word for word in _SPECIAL if word.startswith(typed) and word != typed]
        offered += [Completion(begin, cursor, word, _SPECIAL[word]) for word in special]
    return offered


def _fields(start: int, cursor: int, word: str) -> list[Completion]:
    if not word or word.startswith('"'):
        return []
    names = [name for name in FIELDS if name.startswith(word.lower())]
    return [
        Completion(
            start, cursor, name if FIELDS[name] in (FieldKind.TIME, FieldKind.COUNT) else f"{name}:", MEANINGS[name]
        )
        for name in names
        if len(word) > 1 or len(names) <= _MOST
    ]


def _word_start(text: str, cursor: int) -> int:
    """Where the word begins that the cursor stands in: behind blanks and brackets outside of quotes, and its minus."""
    start, quoted, at = 0, False, 0
    while at < cursor:
        sign = text[at]
        if sign == "\\" and quoted:
            at += 1
        elif sign == '"':
            quoted = not quoted
        elif not quoted and (sign.isspace() or sign in "()"):
            start = at + 1
        at += 1
    while start < cursor and text[start] == "-":
        start += 1
    return start


def _last_comma(values: str) -> int:
    """Where the value after the last comma outside of quotes begins."""
    begin, quoted = 0, False
    for at, sign in enumerate(values):
        quoted ^= sign == '"'
        if sign == "," and not quoted:
            begin = at + 1
    return begin


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
