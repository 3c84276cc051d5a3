"""Mapping: what the columns of one kind of source mean. Read from TOML; docs/guide/import.md tells how to write one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bpo_desk.errors import WrongUsage
from bpo_desk.intake.time_reading import TimeReading
from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import FieldRole
from bpo_desk.models.event import OF_DESKS, EventKind
from bpo_desk.models.sides import Side

PLACEHOLDERS: Final = ("", "?", "-", "unknown", "missing")
"""What sources write where they do not know, compared without case and outer blanks; a mapping can add more."""

STANDARD_LIFECYCLE: Final[dict[str, EventKind]] = {
    "schedule": EventKind.SCHEDULED,
    "assign": EventKind.ASSIGNED,
    "reassign": EventKind.REASSIGNED,
    "start": EventKind.STARTED,
    "suspend": EventKind.SUSPENDED,
    "resume": EventKind.RESUMED,
    "complete": EventKind.COMPLETED,
    "autoskip": EventKind.SKIPPED,
    "manualskip": EventKind.SKIPPED,
    "withdraw": EventKind.WITHDRAWN,
    "ate_abort": EventKind.ABORTED,
    "pi_abort": EventKind.ABORTED,
}
"""IEEE 1849-2023 section 7.2; compared without case."""

_NO_CAPABILITY: Final = Capability(0)
FLOW_STATES: Final = ("ready", "in_progress", "suspended", "closed", "cancelled")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (CSV) or attribute key (XES) holds what; "" = the source has none. `actor` is who acted, `holder`
    who has the work afterwards; `start` and `ready` are further instants of the same record."""

    case: str = ""
    activity: str = "concept:name"
    time: str = "time:timestamp"
    lifecycle: str = "lifecycle:transition"
    actor: str = "org:resource"
    holder: str = ""
    queue: str = "org:group"
    role: str = "org:role"
    instance: str = "concept:instance"
    record_id: str = ""
    start: str = ""
    ready: str = ""

    def named(self) -> dict[str, str]:
        """Part -> column, for the parts that have one."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A column that becomes a field of the case. `when`: "opening" (its first value, known from the start), "change"
    (whenever it differs from the record before), or "at" (known only from the instant in column `at`)."""

    column: str
    name: str
    role: FieldRole | None = None
    when: str = "opening"
    at: str = ""
    values: Table[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MomentRule:
    """A column with an instant at which something happened to the case, told once and not known before it."""

    column: str
    kind: EventKind
    value: str = ""  # column of the outcome, channel, ...
    only_if: Table[str, tuple[str, ...]] = field(default_factory=dict)  # column -> values one of which a record has


@dataclass(frozen=True, slots=True)
class MarkRule:
    """A record that also tells something of the case: closed, reopened, a contact, ..."""

    kind: EventKind
    when: Table[str, tuple[str, ...]]  # column -> patterns; all columns must fit
    value: str = ""  # column of new_value
    instead: bool = False  # the record is only this, no work item


@dataclass(frozen=True, slots=True)
class CounterRule:
    """A column that counts; each step up is an event of `kind`."""

    column: str
    kind: EventKind


@dataclass(frozen=True, slots=True)
class FlowRule:
    """The records are states that a case is in, one after the other: a row-change log. `states` gives each value of
    `by` one of FLOW_STATES; a change of the activity ends one work item and begins the next."""

    by: str
    states: Table[str, str]
    waiting: Table[str, Side] = field(default_factory=dict)  # value of `by` -> whom a suspended case waits for
    queue_only: tuple[str, ...] = ()  # values in which no person holds the work
    closes: bool = False  # entering a closed state closes the case, leaving it reopens
    default: str = "in_progress"


@dataclass(frozen=True, slots=True)
class Fits:
    """What a file must have for this mapping to be the ready-made one for it."""

    format: str = ""
    columns: tuple[str, ...] = ()
    text: tuple[str, ...] = ()  # texts that stand in the head of the file (source_file.HEAD)
    absent: tuple[str, ...] = ()  # columns that must not be there


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that is said about one kind of source. The default is an XES log by the standard's own keys."""

    name: str = ""
    source: str = ""
    description: str = ""
    process: str = ""
    zone: str = ""
    date_format: str = ""
    columns: Columns = field(default_factory=Columns)
    lifecycle: Table[str, EventKind] = field(default_factory=dict)
    activity: tuple[tuple[str, EventKind], ...] = ()
    fields: tuple[FieldRule, ...] = ()
    moments: tuple[MomentRule, ...] = ()
    marks: tuple[MarkRule, ...] = ()
    counters: tuple[CounterRule, ...] = ()
    flow: FlowRule | None = None
    person_sides: tuple[tuple[str, Side], ...] = ()
    queue_sides: tuple[tuple[str, Side], ...] = ()
    role_sides: tuple[tuple[str, Side], ...] = ()
    placeholders: tuple[str, ...] = PLACEHOLDERS
    anonymous: tuple[str, ...] = ()  # names in the actor column that stand for anybody ("STAFF MEMBER")
    ignore: tuple[str, ...] = ()  # columns that carry nothing of their own (row numbers, copies)
    adds: Capability = _NO_CAPABILITY
    lacks: Capability = _NO_CAPABILITY
    fits: Fits = field(default_factory=Fits)

    def times(self) -> TimeReading:
        """How the time of a record is read."""
        return TimeReading(self.columns.time, self.date_format, ZoneInfo(self.zone or "UTC"), bool(self.zone))

    def is_placeholder(self, text: str) -> bool:
        """Whether the source says "unknown" by this text."""
        return text.strip().lower() in self.placeholders

    def final_columns(self) -> frozenset[str]:
        """Columns that the source fills in later, in all records: no part of what makes a record itself."""
        late = {rule.column for rule in self.fields if rule.when == "at"} | {rule.at for rule in self.fields if rule.at}
        return frozenset(late | {m.column for m in self.moments} | {m.value for m in self.moments if m.value})


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file. Raises WrongUsage naming the file and the entry that is wrong."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise WrongUsage(f"The mapping {path.name} cannot be read: {error.strerror}.", "Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUsage(f"The mapping {path.name} is not valid TOML: {error}.", "Correct it and try again.") from error
    try:
        return parse_mapping(path.stem, table)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = error.args[0] if error.args else error
        raise WrongUsage(
            f"The mapping {path.name} is wrong: {what}.", "docs/guide/import.md describes every entry."
        ) from error


_ABOUT: Final = ("source", "description", "process", "zone", "date_format", "placeholders", "anonymous", "ignore")
_RULES: Final = ("columns", "kinds", "field", "moment", "mark", "counter", "flow", "sides", "capability", "fits")


def parse_mapping(name: str, table: Table[str, object]) -> Mapping:
    """The mapping of a parsed TOML table. Raises KeyError, TypeError or ValueError with what is wrong in words."""
    strange = sorted(set(table).difference(_ABOUT, _RULES))
    if strange:
        raise ValueError(f"no such entry: {', '.join(strange)}")
    given = {key: _text(table, key) for key in ("source", "description", "process", "zone", "date_format")}
    if given["zone"]:
        try:
            ZoneInfo(given["zone"])
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"there is no time zone {given['zone']!r}") from error
    kinds, sides, capability = _table(table, "kinds"), _table(table, "sides"), _table(table, "capability")
    extra = tuple(text.strip().lower() for text in _texts(table, "placeholders"))
    return Mapping(
        name=name,
        **given,
        columns=_columns(_table(table, "columns")),
        lifecycle={key.lower(): _kind(word) for key, word in _table(kinds, "lifecycle").items()},
        activity=tuple((pattern, _kind(word)) for pattern, word in _table(kinds, "activity").items()),
        fields=tuple(_field(entry) for entry in _tables(table, "field")),
        moments=tuple(
            MomentRule(_need(e, "column"), _kind(e["kind"]), _text(e, "value"), _values(_table(e, "only_if")))
            for e in _tables(table, "moment")
        ),
        marks=tuple(
            MarkRule(_kind(e["kind"]), _values(_table(e, "when")), _text(e, "value"), bool(e.get("instead", False)))
            for e in _tables(table, "mark")
        ),
        counters=tuple(CounterRule(_need(e, "column"), _kind(e["kind"])) for e in _tables(table, "counter")),
        flow=_flow(_table(table, "flow")) if "flow" in table else None,
        person_sides=_sides(sides, "person"),
        queue_sides=_sides(sides, "queue"),
        role_sides=_sides(sides, "role"),
        placeholders=(*PLACEHOLDERS, *extra),
        anonymous=_texts(table, "anonymous"),
        ignore=_texts(table, "ignore"),
        adds=_capability(_texts(capability, "adds")),
        lacks=_capability(_texts(capability, "lacks")),
        fits=_fits(_table(table, "fits")),
    )


def _columns(table: Table[str, object]) -> Columns:
    strange = sorted(set(table) - set(Columns.__slots__))
    if strange:
        raise ValueError(f"[columns] has no part {', '.join(strange)}")
    # A mapping that names columns names all of them: what it leaves out, the source does not have.
    return Columns(**{part: _text(table, part) for part in Columns.__slots__}) if table else Columns()


def _field(entry: Table[str, object]) -> FieldRule:
    column, when = _need(entry, "column"), _text(entry, "when") or ("at" if "at" in entry else "opening")
    if when not in ("opening", "change", "at") or (when == "at") != bool(_text(entry, "at")):
        raise ValueError(f"field {column!r}: when is opening, change, or at with a column `at`")
    role = FieldRole(_text(entry, "role")) if "role" in entry else None
    values = {key: str(value) for key, value in _table(entry, "values").items()}
    return FieldRule(column, _text(entry, "name") or column, role, when, _text(entry, "at"), values)


def _flow(table: Table[str, object]) -> FlowRule:
    states = {key: str(state) for key, state in _table(table, "states").items()}
    wrong = sorted(set(states.values()) - set(FLOW_STATES))
    if wrong:
        raise ValueError(f"[flow] knows the states {', '.join(FLOW_STATES)}, not {', '.join(wrong)}")
    waiting = {key: Side.of_word(str(side)) for key, side in _table(table, "waiting").items()}
    default = _text(table, "default") or "in_progress"
    return FlowRule(
        _need(table, "by"), states, waiting, _texts(table, "queue_only"), bool(table.get("closes", False)), default
    )


def _fits(table: Table[str, object]) -> Fits:
    return Fits(_text(table, "format"), _texts(table, "columns"), _texts(table, "text"), _texts(table, "absent"))


def _kind(word: object) -> EventKind:
    try:
        kind = EventKind[str(word).upper()]
    except KeyError:
        raise ValueError(f"there is no event kind {word!r}") from None
    if kind in OF_DESKS:
        raise ValueError(f"{word!r} is what people do at their desks, and no source brings it")
    return kind


def _capability(words: tuple[str, ...]) -> Capability:
    total = Capability(0)
    for word in words:
        if word.upper() not in Capability.__members__:
            raise ValueError(f"there is no capability {word!r}")
        total |= Capability[word.upper()]
    return total


def _sides(table: Table[str, object], part: str) -> tuple[tuple[str, Side], ...]:
    return tuple((pattern, Side.of_word(str(side))) for pattern, side in _table(table, part).items())


def _values(table: Table[str, object]) -> dict[str, tuple[str, ...]]:
    return {key: _texts(table, key) for key in table}


def _need(table: Table[str, object], key: str) -> str:
    if not _text(table, key):
        raise ValueError(f"{key!r} is missing from an entry")
    return _text(table, key)


def _text(table: Table[str, object], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise TypeError(f"{key!r} must be a text")
    return value


def _texts(table: Table[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError(f"{key!r} must be a list of texts")
    return tuple(value)


def _table(table: Table[str, object], key: str) -> Table[str, object]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise TypeError(f"{key!r} must be a table")
    return value


def _tables(table: Table[str, object], key: str) -> list[Table[str, object]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise TypeError(f"{key!r} must be written as [[{key}]]")
    return value
