"""Which cases a filter keeps, the slow way: row by row, text by text. Shares no code with bpo_desk.state."""

from __future__ import annotations

from typing import Any

from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, WaitingFor
from bpo_desk.models.filters import And, Chip, Compare, FieldIn, FieldIs, Filter, Moment, Not, Or, Word
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.sides import Side

HOUR = 3_600_000_000
TEXT_COLUMNS = {"title", "client", "reference", "priority", "outcome"}
TIMES = {"due": "due_at", "opened": "opened_at", "closed": "closed_at", "since": "holder_since"}
TIMES |= {"last": "last_activity_at", "age": "opened_at"}
COUNTS = {"exits": "exits", "adhoc": "ad_hoc_open", "contacts": "contacts"}
COUNTS |= {"handovers": "handovers", "reopened": "reopenings"}


class Row:
    """One case of a queue."""

    def __init__(self, queue: QueueColumns, row: int, now: int) -> None:
        self.queue, self.row, self.now = queue, row, now

    def get(self, column: str) -> int:
        return int(self.queue.cases[column][self.row])

    def members(self, name: str) -> list[dict[str, int]]:
        found: dict[str, Any] = self.queue.cases.sets[name].of(self.row)
        return [{column: int(values[i]) for column, values in found.items()} for i in range(len(found["since"]))]

    def holders(self) -> list[str]:
        d = self.queue.dictionaries
        hands = self.members("hands")
        persons = [d.persons[hand["person"]].name for hand in hands if hand["kind"] == HolderKind.PERSON]
        return persons + [d.queues[hand["queue"]].name for hand in hands if hand["kind"] == HolderKind.QUEUE]

    def queues(self) -> list[str]:
        return [self.queue.dictionaries.queues[h["queue"]].name for h in self.members("hands") if h["queue"] > 0]

    def steps(self) -> list[str]:
        return [self.queue.dictionaries.steps[s["step"]].name for s in self.members("steps") if s["step"] > 0]

    def value(self, column: str) -> list[str]:
        code = self.get(column)
        return [self.queue.dictionaries.values[code]] if code >= 0 else []

    def process(self) -> list[str]:
        index = int(self.queue.process[self.row])
        return [self.queue.process_keys[index]] if index >= 0 else []

    def version(self) -> list[str]:
        index = int(self.queue.definition[self.row])
        return [self.queue.versions[index].version] if index >= 0 else []

    def number(self) -> list[str]:
        return [self.queue.numbers.text(self.row)]

    def texts(self, field: str) -> list[str]:
        if field in TEXT_COLUMNS:
            return self.value(field)
        of = {"number": self.number, "process": self.process, "version": self.version, "step": self.steps}
        return (of | {"holder": self.holders, "queue": self.queues})[field]()

    def keeps(self, wanted: Filter) -> bool:
        if isinstance(wanted, And):
            return all(self.keeps(part) for part in wanted.parts)
        if isinstance(wanted, Or):
            return any(self.keeps(part) for part in wanted.parts)
        if isinstance(wanted, Not):
            return not self.keeps(wanted.part)
        if isinstance(wanted, Word):
            fields = ("number", "title", "client", "reference", "step", "holder")
            return any(wanted.text.casefold() in text.casefold() for field in fields for text in self.texts(field))
        if isinstance(wanted, FieldIn):
            return any(self.keeps(FieldIs(wanted.field, value, wanted.exact)) for value in wanted.values)
        if isinstance(wanted, Compare):
            return self.compares(wanted)
        return self.is_so(wanted.field, wanted.value, wanted.exact)

    def is_so(self, field: str, value: str, exact: bool) -> bool:
        if field == "is":
            return self.in_chip(Chip(value))
        words: dict[str, tuple[str, Any]] = {"status": ("status", CaseStatus), "side": ("holder_side", Side)}
        words |= {"waiting": ("waiting_for", WaitingFor), "sla": ("sla", SlaState)}
        if field in words:
            column, codes = words[field]
            return bool(codes(self.get(column)).word.replace(" ", "_") == value)
        if field in TIMES:
            time = self.get(TIMES[field])
            day = self.now - self.now % (24 * HOUR)
            known = time != TIME_UNKNOWN
            return {"none": not known, "any": known, "today": known and day <= time < day + 24 * HOUR}[value]
        if field in COUNTS:
            count = self.get(COUNTS[field])
            return count < 0 if value == "unknown" else count == int(value)
        if not exact and value in {"none", "unknown", "any"}:
            return self.presence(field) == value
        texts = [text.casefold() for text in self.texts(field)]
        return any(value.casefold() == text if exact else value.casefold() in text for text in texts)

    def presence(self, field: str) -> str:
        if field == "holder":
            return {HolderKind.NOBODY: "none", HolderKind.UNKNOWN: "unknown"}.get(
                HolderKind(self.get("holder_kind")), "any"
            )
        if field in {"step", "queue"}:
            code = self.get({"step": "step", "queue": "holder_queue"}[field])
            return "none" if code < 0 else "unknown" if code == 0 else "any"
        texts = self.texts(field)
        return "none" if not texts else "unknown" if texts == [""] else "any"

    def compares(self, wanted: Compare) -> bool:
        if isinstance(wanted.value, int):
            left, right = self.get(COUNTS[wanted.field]), wanted.value
            if left < 0:
                return False
        else:
            time = self.get(TIMES[wanted.field])
            if time == TIME_UNKNOWN:
                return False
            if isinstance(wanted.value, Moment):
                left, right = time, wanted.value.micros
            else:
                ended = self.get("closed_at")
                until = ended if wanted.field == "age" and ended != TIME_UNKNOWN else self.now
                left = time - self.now if wanted.field == "due" else until - time
                right = wanted.value.seconds * 1_000_000
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[wanted.op]

    def in_chip(self, chip: Chip) -> bool:
        due, last = self.get("due_at"), self.get("last_activity_at")
        day = self.now - self.now % (24 * HOUR)
        if self.get("status") in {CaseStatus.CLOSED, CaseStatus.CANCELLED}:
            return False
        return {
            Chip.UNASSIGNED: self.get("holder_kind") in {HolderKind.NOBODY, HolderKind.QUEUE},
            Chip.OVERDUE: due != TIME_UNKNOWN and due < self.now,
            Chip.DUE_TODAY: day <= due < day + 24 * HOUR,
            Chip.AT_RISK: self.get("sla") == SlaState.AT_RISK,
            Chip.NO_MOVEMENT: last != TIME_UNKNOWN and self.now - last > 24 * HOUR,
            Chip.WITH_CLIENT: self.get("waiting_for") == WaitingFor.CLIENT,
            Chip.WITH_CUSTOMER: self.get("waiting_for") == WaitingFor.CUSTOMER,
            Chip.IN_EXCEPTION: self.get("exits_open") > 0,
            Chip.REPEAT_CONTACT: self.get("repeat_contacts") > 0,
            Chip.REOPENED: self.get("reopenings") > 0,
            Chip.ADHOC_OPEN: self.get("ad_hoc_open") > 0,
            Chip.HOLDER_ABSENT: False,  # no source records it
        }[chip]


def kept(wanted: Filter, queue: QueueColumns, now: int) -> list[bool]:
    """Whether the filter keeps each row."""
    return [Row(queue, row, now).keeps(wanted) for row in range(len(queue))]
