"""Filters over cases: the tree that saved views, the filter line, the command line and samples share, and its fields.

The text form is in filter_text.py; which cases a filter keeps is decided in state/filter_mask.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias

from bpo_desk.errors import WrongUsage
from bpo_desk.models.case_columns import CaseStatus, SlaState, WaitingFor
from bpo_desk.models.sides import Side


class FilterError(WrongUsage):
    """A filter that cannot be read: the message says what, `position` where (characters from the start, 0 = first)."""

    default_code: ClassVar[str] = "bad_filter"

    def __init__(self, message: str, next_step: str = "", *, position: int = 0) -> None:
        super().__init__(message, next_step)
        self.position = position


class FieldKind(StrEnum):
    """What can be asked of a field."""

    SAID = "said"  # words that somebody said (text:"wrong addr"), a phrase (text="wrong address")
    FOLLOWED = "followed"  # by whom
    REQUESTS = "requests"  # how what was asked of the source systems stands: one of ASKED
    TEXT = "text"  # contains (field:ann), is exactly (field="Ann B"); none, unknown, any
    CHOICE = "choice"  # one of CHOICES
    TIME = "time"  # < > against an instant or a distance from now; none, any, today
    COUNT = "count"  # = < > against a whole number; unknown


FIELDS: Final[dict[str, FieldKind]] = {
    "number": FieldKind.TEXT,
    "title": FieldKind.TEXT,
    "client": FieldKind.TEXT,
    "reference": FieldKind.TEXT,
    "process": FieldKind.TEXT,
    "version": FieldKind.TEXT,  # of the process, that the case is drawn on
    "step": FieldKind.TEXT,  # any of the current steps
    "holder": FieldKind.TEXT,  # any of the holders: person, else queue
    "queue": FieldKind.TEXT,  # queue of any of the holders
    "priority": FieldKind.TEXT,
    "outcome": FieldKind.TEXT,
    "text": FieldKind.SAID,  # in titles, comments, names of documents and values of fields, also those of the past
    "followed": FieldKind.FOLLOWED,  # by me
    "asked": FieldKind.REQUESTS,  # for reassignment or escalation: pending as long as one request is
    "status": FieldKind.CHOICE,
    "side": FieldKind.CHOICE,  # of the first holder
    "waiting": FieldKind.CHOICE,
    "sla": FieldKind.CHOICE,
    "is": FieldKind.CHOICE,  # the chips
    "due": FieldKind.TIME,  # due<2d: less than two days left
    "opened": FieldKind.TIME,  # opened>2d: more than two days ago; so do the other times
    "closed": FieldKind.TIME,
    "since": FieldKind.TIME,  # since when the first holder has it
    "last": FieldKind.TIME,  # last activity
    "age": FieldKind.TIME,  # time from opening to now, to the end where it is over
    "exits": FieldKind.COUNT,
    "adhoc": FieldKind.COUNT,  # open ad-hoc items
    "contacts": FieldKind.COUNT,
    "handovers": FieldKind.COUNT,
    "reopened": FieldKind.COUNT,
}
"""Field name -> what can be asked of it."""


class Chip(StrEnum):
    """The named filters of the queue; the value is the word after `is:`. Closed and cancelled cases are in none."""

    UNASSIGNED = "unassigned"  # no person has it: it lies in a queue, or nobody holds it
    OVERDUE = "overdue"
    DUE_TODAY = "due_today"  # the day of the engagement's zone
    AT_RISK = "at_risk"  # as the source says
    NO_MOVEMENT = "no_movement"  # no activity for longer than a number of hours
    WITH_CLIENT = "with_client"  # waiting for the client
    WITH_CUSTOMER = "with_customer"
    IN_EXCEPTION = "in_exception"  # an exit that nobody has accepted
    REPEAT_CONTACT = "repeat_contact"
    REOPENED = "reopened"
    ADHOC_OPEN = "adhoc_open"
    HOLDER_ABSENT = "holder_absent"  # who has it is away; no source can record that yet


TIMED_CHIPS: Final = (Chip.OVERDUE, Chip.DUE_TODAY, Chip.NO_MOVEMENT)
"""Chips whose cases change with the clock."""

NO_MOVEMENT_HOURS: Final = 24
"""After how many hours "no movement" begins, where nothing else is set."""


def choice_word(word: str) -> str:
    """The form in which a choice is written in filters ("third_party")."""
    return word.strip().lower().replace(" ", "_").replace("-", "_")


CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "status": tuple(choice_word(status.word) for status in CaseStatus),
    "side": tuple(choice_word(side.word) for side in Side),
    "waiting": tuple(choice_word(waiting.word) for waiting in WaitingFor),
    "sla": tuple(choice_word(sla.word) for sla in SlaState),
    "is": tuple(chip.value for chip in Chip),
}
"""Field -> the words it can be compared with, in the order of their codes."""

ANY: Final = "any"
"""Something known is there."""
NOTHING: Final = "none"
"""Nothing was said."""
LEFT_UNKNOWN: Final = "unknown"
"""The source said something, and it was blank."""
TODAY: Final = "today"
ME: Final = "me"
"""Who uses this desk."""
ASKED: Final = ("pending", "done", "over", "taken_back")
"""How what was asked about a case may stand (see state/requests.py); a case that nobody asked for is none of them."""
ELSEWHERE: Final = (FieldKind.SAID, FieldKind.FOLLOWED, FieldKind.REQUESTS)
"""Kinds of fields that no column of a case answers."""


@dataclass(frozen=True, slots=True)
class Span:
    """A distance from now in seconds: time left for `due`, time passed for every other field."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in microseconds UTC."""

    micros: int


@dataclass(frozen=True, slots=True)
class Word:
    """Cases with this text in number, title, client, reference, current steps or holders, whatever the letter case."""

    text: str


@dataclass(frozen=True, slots=True)
class FieldIs:
    """Cases whose field contains the value (`exact`: is the value); letter case does not count. For texts NOTHING,
    LEFT_UNKNOWN and ANY, not exact, ask what is there at all."""

    field: str
    value: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class FieldIn:
    """Cases for which FieldIs holds with one of at least two values."""

    field: str
    values: tuple[str, ...]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Compare:
    """Cases whose field is known and `op` ("<", "<=", ">", ">=") the value: Span or Moment of times, int of counts."""

    field: str
    op: str
    value: Span | Moment | int


@dataclass(frozen=True, slots=True)
class Not:
    """Cases that the part does not keep; among them those for which the field is unknown."""

    part: Filter


@dataclass(frozen=True, slots=True)
class And:
    """Cases that every part keeps. None: every case. Never one part alone."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Cases that at least one of two or more parts keeps."""

    parts: tuple[Filter, ...]


Filter: TypeAlias = Word | FieldIs | FieldIn | Compare | Not | And | Or

EVERYTHING: Final = And()
"""The filter that keeps every case; its text is empty."""


def parts_of(given: Filter) -> Iterator[Filter]:
    """The filter and every filter in it."""
    yield given
    inner = given.parts if isinstance(given, (And, Or)) else (given.part,) if isinstance(given, Not) else ()
    for part in inner:
        yield from parts_of(part)


def asked_elsewhere(given: Filter) -> list[FieldIs]:
    """The questions in a filter that no column of a case answers: words that somebody said, who follows it, and how
    what was asked of its source system stands."""
    found: dict[FieldIs, None] = {}
    for part in parts_of(given):
        if isinstance(part, (FieldIs, FieldIn)) and FIELDS.get(part.field) in ELSEWHERE:
            values = (part.value,) if isinstance(part, FieldIs) else part.values
            found |= {FieldIs(part.field, value, part.exact): None for value in values}
    return list(found)


def all_of(*parts: Filter) -> Filter:
    """One filter of several: a flat And; the part itself where there is one; EVERYTHING where there is none."""
    flat: list[Filter] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(*parts: Filter) -> Filter:
    """At least one of the given filters; the part itself where there is one. Raises ValueError for none."""
    if not parts:
        raise ValueError("a choice between no filters keeps nothing and cannot be written")
    return parts[0] if len(parts) == 1 else Or(parts)


def depends_on_clock(given: Filter) -> bool:
    """Whether a filter may keep other cases a minute later, though no case has changed."""
    for part in parts_of(given):
        if isinstance(part, Compare) and (isinstance(part.value, Span) or part.field == "age"):
            return True
        if isinstance(part, (FieldIs, FieldIn)):
            values = (part.value,) if isinstance(part, FieldIs) else part.values
            if TODAY in values or (part.field == "is" and any(value in TIMED_CHIPS for value in values)):
                return True
    return False
