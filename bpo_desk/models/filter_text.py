"""The text form of filters, both ways: `holder:ann step:"Verify identity" due<2d side:client -status:closed`.

words and "quoted words"     field:part  field="exactly this"  field:one,two   -not this   (a OR b) c
due<2d  age>36h  opened<2026-05-01  exits>=2           units: w d h m s; dates without a zone are UTC
age:1d..3d  opened:2026-05-01..2026-05-07  exits:1..3  from and to, both included: says >= and <=
text:"wrong addr"  text="a phrase"  followed:me        what somebody said about a case; the cases that I follow
asked:pending  asked:done,taken_back                   how what was asked of the source system stands
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from bpo_desk.models.filters import (
    ANY,
    ASKED,
    CHOICES,
    FIELDS,
    LEFT_UNKNOWN,
    ME,
    NOTHING,
    TODAY,
    And,
    Compare,
    FieldIn,
    FieldIs,
    FieldKind,
    Filter,
    FilterError,
    Moment,
    Not,
    Or,
    Span,
    Word,
    choice_word,
)
from bpo_desk.models.times import to_iso, to_micros

_UNITS: Final = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_FIELD: Final = re.compile(r"([^\W\d]\w*)(<=|>=|[:<>=])")
_BARE_WORD: Final = re.compile(r'[^\s"()]+')
_BARE_VALUE: Final = re.compile(r'[^\s"(),]+')
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_SPAN: Final = re.compile(r"-?\d{1,9}[wdhms]")
_COUNT: Final = re.compile(r"\d{1,9}", re.ASCII)
_PLAIN: Final = re.compile(r"\w[\w.@/#+'-]*")
_RANGE: Final = ".."
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LAST_DAY: Final = "9999-12-31"
_DEEPEST: Final = 40
_TIME_WORDS: Final = (ANY, NOTHING, TODAY)


def parse(text: str) -> Filter:
    """The filter that a text says; EVERYTHING for an empty one. Raises FilterError with the position of the fault."""
    reader = _Reader(text)
    found = reader.alternatives(0)
    if reader.at < len(text):
        raise FilterError("There is a closing bracket too many.", "Take it out.", position=reader.at)
    return found


class _Reader:
    """Reads one text from left to right; `at` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def alternatives(self, depth: int) -> Filter:
        if depth > _DEEPEST:
            raise FilterError("The brackets are nested too deeply.", "Write it flatter.", position=self.at)
        parts = [self.all_parts(depth)]
        while self._take_or():
            parts.append(self.all_parts(depth))
        if len(parts) > 1 and And() in parts:
            raise FilterError("One side of OR is empty.", "Write a word or a field there.", position=self.at)
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all_parts(self, depth: int) -> Filter:
        parts: list[Filter] = []
        while not self._ends():
            parts.append(self.part(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def part(self, depth: int) -> Filter:
        start = self.at
        if self._take("-"):
            if depth > _DEEPEST:
                raise FilterError("There are too many minus signs.", "One is enough.", position=start)
            if self.at >= len(self.text) or self.text[self.at].isspace() or self.text[self.at] == ")":
                raise FilterError("Nothing follows the minus.", "Write what to leave out after it.", position=start)
            return Not(self.part(depth + 1))
        if self._take("("):
            inside = self.alternatives(depth + 1)
            if not self._take(")"):
                raise FilterError("A bracket is not closed.", 'Add ")".', position=start)
            return inside
        field = _FIELD.match(self.text, self.at)
        if field:
            return self.field(field[1], field[2])
        return Word(self.value(_BARE_WORD))

    def field(self, name: str, op: str) -> Filter:
        start, field = self.at, name.lower()
        if field not in FIELDS:
            known = ", ".join(FIELDS)
            raise FilterError(f'There is no field "{name}".', f"Fields: {known}. Or quote the word.", position=start)
        self.at += len(name) + len(op)
        kind, exact = FIELDS[field], op == "="
        where = self.at
        values = [self.value(_BARE_VALUE)]
        while self._take(","):
            values.append(self.value(_BARE_VALUE))
        if op not in {":", "="}:
            if len(values) > 1:
                raise FilterError(f"{field}{op} takes one value.", "Leave one.", position=where)
            return Compare(field, op, _compared(field, kind, values[0], where))
        if kind in (FieldKind.TIME, FieldKind.COUNT) and any(_RANGE in value for value in values):
            if len(values) > 1:
                raise FilterError(f"{field} takes one range.", "Use OR between several.", position=where)
            return _between(field, kind, values[0], where)
        values = [_checked(field, kind, value, where) for value in values]
        exact = exact and kind in (FieldKind.TEXT, FieldKind.SAID)
        return FieldIs(field, values[0], exact) if len(values) == 1 else FieldIn(field, tuple(values), exact)

    def value(self, bare: re.Pattern[str]) -> str:
        quoted = _QUOTED.match(self.text, self.at)
        if quoted:
            self.at = quoted.end()
            return re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL)
        if self.text.startswith('"', self.at):
            raise FilterError("A quotation mark is not closed.", 'Add " at the end.', position=self.at)
        found = bare.match(self.text, self.at)
        if not found:
            raise FilterError("A value is missing.", "Write what to look for.", position=self.at)
        self.at = found.end()
        return found[0]

    def _ends(self) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at >= len(self.text) or self.text[self.at] == ")" or self._stands_or()

    def _stands_or(self) -> bool:
        found = _BARE_WORD.match(self.text, self.at)
        return found is not None and found[0] == "OR"

    def _take_or(self) -> bool:
        return self._stands_or() and self._take("OR")

    def _take(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True


def _checked(field: str, kind: FieldKind, value: str, position: int) -> str:
    """The value in the form that the tree holds. Raises FilterError where the field has no such value."""
    if kind in (FieldKind.TEXT, FieldKind.SAID):
        return value
    word = choice_word(value)
    if kind is FieldKind.FOLLOWED:
        if word != ME:
            raise FilterError(f'{field} is never "{value}".', f"Use {field}:{ME}.", position=position)
    elif kind in (FieldKind.CHOICE, FieldKind.REQUESTS):
        known = ASKED if kind is FieldKind.REQUESTS else CHOICES[field]
        if word not in known:
            words = ", ".join(known)
            raise FilterError(f'{field} is never "{value}".', f"Use one of: {words}.", position=position)
    elif kind is FieldKind.TIME:
        if word not in _TIME_WORDS:
            step = f"Use {field}<2d, {field}>2026-05-01 or one of: {', '.join(_TIME_WORDS)}."
            raise FilterError(f'{field} cannot be compared with "{value}" like this.', step, position=position)
    elif word != LEFT_UNKNOWN and not _COUNT.fullmatch(word):
        step = f"Use a whole number, or {LEFT_UNKNOWN}."
        raise FilterError(f'{field} is a number, not "{value}".', step, position=position)
    return str(int(word)) if _COUNT.fullmatch(word) else word


def _between(field: str, kind: FieldKind, value: str, position: int) -> Filter:
    """What lies in a range, its ends included; a day without a time is the whole of it."""
    first, _, last = value.partition(_RANGE)
    if not first or not last:
        step = f"Use {field}{'>=' if first else '<='}{first or last or 'value'}."
        raise FilterError("A range needs a begin and an end.", step, position=position)
    begin, end = (_compared(field, kind, each, position) for each in (first, last))
    if type(begin) is not type(end):
        raise FilterError("A range is between two of a kind.", "Use two times, or two dates.", position=position)
    upto = "<="
    if isinstance(end, Moment) and _DAY.fullmatch(last) and last < _LAST_DAY:
        upto, end = "<", Moment(end.micros + _UNITS["d"] * 1_000_000)
    if _size(begin) > _size(end):
        raise FilterError("The range ends before it begins.", f"Use {last}{_RANGE}{first}.", position=position)
    return And((Compare(field, ">=", begin), Compare(field, upto, end)))


def _size(value: Span | Moment | int) -> int:
    return value if isinstance(value, int) else value.micros if isinstance(value, Moment) else value.seconds


def _compared(field: str, kind: FieldKind, value: str, position: int) -> Span | Moment | int:
    if kind is FieldKind.COUNT:
        if not _COUNT.fullmatch(value):
            raise FilterError(f'{field} is a number, not "{value}".', "Use a whole number.", position=position)
        return int(value)
    if kind is not FieldKind.TIME:
        raise FilterError(f"{field} has no order.", f"Use {field}:value.", position=position)
    if _SPAN.fullmatch(value):
        return Span(int(value[:-1]) * _UNITS[value[-1]])
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        step = "Use a time like 90m, 36h, 2d, 1w or a date like 2026-05-01."
        raise FilterError(f'"{value}" is no time.', step, position=position) from None
    if field == "age":
        raise FilterError("age is a length of time, not a date.", "Use age>5d, or opened<date.", position=position)
    try:
        return Moment(to_micros(moment if moment.tzinfo else moment.replace(tzinfo=UTC)))
    except OverflowError:
        raise FilterError(f'"{value}" is no time.', "Use a date like 2026-05-01.", position=position) from None


def to_text(given: Filter) -> str:
    """The text of a filter: `parse(to_text(f)) == f` for every filter that `parse` can give."""
    if isinstance(given, Or):
        return " OR ".join(_inside(part, (Or, And)) if _is_group(part) else to_text(part) for part in given.parts)
    if isinstance(given, And):
        return " ".join(_inside(part, (Or, And)) for part in given.parts)
    if isinstance(given, Not):
        return "-" + _inside(given.part, (Or, And))
    if isinstance(given, Word):
        return _quoted(given.text, bare=given.text != "OR")
    if isinstance(given, Compare):
        return f"{given.field}{given.op}{_value_text(given.value)}"
    mark = "=" if given.exact else ":"
    values = (given.value,) if isinstance(given, FieldIs) else given.values
    return f"{given.field}{mark}{','.join(_quoted(value) for value in values)}"


def _is_group(part: Filter) -> bool:
    return isinstance(part, Or) or (isinstance(part, And) and not part.parts)


def _inside(part: Filter, groups: tuple[type, ...]) -> str:
    return f"({to_text(part)})" if isinstance(part, groups) else to_text(part)


def _quoted(text: str, *, bare: bool = True) -> str:
    if bare and _PLAIN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _value_text(value: Span | Moment | int) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Moment):
        return to_iso(value.micros) or ""
    unit = next(name for name, seconds in _UNITS.items() if value.seconds % seconds == 0 or name == "s")
    return f"{value.seconds // _UNITS[unit]}{unit}"
