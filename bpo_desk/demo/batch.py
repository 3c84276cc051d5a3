"""Demo cases as an EventBatch: names coded, ids made from the seed, the whole ordered as the desk wants it."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable
from typing import Final, TypeVar

import numpy as np

from bpo_desk.demo.people import CUSTOMERS, SUPPLIERS, TEAMS
from bpo_desk.demo.story import Row
from bpo_desk.demo.world import DemoCase
from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.sides import Side

SOURCE: Final = Source(
    "Demo case system",
    Capability.TIMES | Capability.RESOURCES | Capability.HAND_OFFS | Capability.QUEUES | Capability.SCHEDULES
    | Capability.START_TIMES | Capability.SUSPENSIONS | Capability.CASE_END | Capability.OLD_VALUES
    | Capability.DUE_DATES | Capability.SLA_STATE | Capability.PAUSES | Capability.CONTACTS
    | Capability.AD_HOC_TASKS | Capability.EXITS | Capability.SIDES | Capability.FEEDBACK | Capability.OUTCOMES,
    "A made-up case system that records everything",
)  # fmt: skip

_Entry = TypeVar("_Entry")

_ROLES: Final = {
    "Title": FieldRole.TITLE,
    "Priority": FieldRole.PRIORITY,
    "Client reference": FieldRole.REFERENCE,
    "SLA": FieldRole.SLA,
    "Status": FieldRole.STATUS,
}


class _Codes:
    """Codes of one batch, given out in the order of first use."""

    def __init__(self) -> None:
        self._values = [""]
        self.dictionaries = Dictionaries(sources=[Source(""), SOURCE], values=self._values)
        self._known: dict[Hashable, int] = {}
        self._people = _known_people()

    def person(self, name: str | None) -> int:
        entry = self._people.get(name or "") or Person(name or "", Side.SYSTEM, "System")
        return self._code(self.dictionaries.persons, "person", name, entry)

    def queue(self, name: str | None) -> int:
        sides = {team.queue: team.side for team in TEAMS.values()}
        return self._code(
            self.dictionaries.queues, "queue", name, Queue(name or "", sides.get(name or "", Side.UNKNOWN))
        )

    def step(self, row: Row) -> int:
        name = row.step.name if row.step else None
        return self._code(self.dictionaries.steps, "step", name, Step(name or "", row.step.element if row.step else ""))

    def field(self, name: str | None) -> int:
        return self._code(self.dictionaries.fields, "field", name, Field(name or "", _ROLES.get(name or "")))

    def value(self, text: str | None) -> int:
        return self._code(self._values, "value", text, text or "")

    def _code(self, entries: list[_Entry], kind: str, name: str | None, entry: _Entry) -> int:
        if name is None:
            return NONE
        known = self._known.get((kind, name))
        if known is None:
            known = self._known[kind, name] = len(entries)
            entries.append(entry)
        return known


def _known_people() -> dict[str, Person]:
    people = {name: Person(name, team.side, team.role) for team in TEAMS.values() for name in team.members}
    people.update({name: Person(name, Side.CUSTOMER, "Policyholder or card holder") for name in CUSTOMERS})
    people.update({name: Person(name, Side.THIRD_PARTY, "Supplier") for name in SUPPLIERS})
    return people


def batch(cases: Iterable[DemoCase], engagement_code: str) -> EventBatch:
    """The cases as one batch; event ids follow from engagement, case and position, so making it again adds nothing."""
    codes = _Codes()
    columns: dict[str, list[int]] = {name: [] for name in _COLUMNS}
    numbers, processes = [], []
    for index, case in enumerate(cases):
        numbers.append(case.number)
        processes.append(case.process.key)
        for position, row in enumerate(case.rows):
            high, low = event_id(row.at, f"{engagement_code}/{case.number}/{position}")
            values = (index, position, high, low, *_row_values(codes, row))
            for column, value in zip(_COLUMNS, values, strict=True):
                columns[column].append(value)
    events = EventColumns.of(columns, len(columns["case"]))
    return EventBatch(events.ordered(), codes.dictionaries, numbers, case_process=processes)


_COLUMNS: Final = (
    "case", "source_seq", "id_hi", "id_lo", "occurred_at", "recorded_at", "kind", "side", "actor", "holder", "queue",
    "step", "work_item", "ad_hoc", "field", "old_value", "new_value", "reason", "visibility", "source",
)  # fmt: skip


def _row_values(codes: _Codes, row: Row) -> tuple[int, ...]:
    return (
        row.at, row.at, int(row.kind), int(row.side), codes.person(row.actor), codes.person(row.holder),
        codes.queue(row.queue), codes.step(row), row.item, int(row.ad_hoc), codes.field(row.field),
        codes.value(row.old), codes.value(row.new), codes.value(row.reason), int(row.visibility), 1,
    )  # fmt: skip


def event_id(at: int, name: str) -> tuple[int, int]:
    """The two halves of a UUIDv7-shaped id: 48 bits of milliseconds, the rest from a hash of the name."""
    digest = int.from_bytes(hashlib.blake2b(name.encode("utf-8"), digest_size=10).digest(), "big")
    high = ((at // 1000) & (2**48 - 1)) << 16 | 0x7000 | (digest >> 64) & 0x0FFF
    low = 0x8000_0000_0000_0000 | digest & (2**62 - 1)
    return high, low


def repeated(base: EventBatch, times: int, step_micros: int) -> EventBatch:
    """The batch replayed `times` times with own case numbers and ids, each copy `step_micros` earlier: millions of
    events for benchmarks without living each case."""
    events, cases = base.columns, len(base.case_numbers)
    parts, numbers = [], []
    for copy in range(times):
        shifted = {name: getattr(events, name) for name in _COLUMNS}
        for name in ("occurred_at", "recorded_at"):
            shifted[name] = shifted[name] - copy * step_micros
        shifted["case"] = events.case + np.int32(copy * cases)
        shifted["id_lo"] = events.id_lo ^ np.uint64(copy)
        parts.append(EventColumns.of(shifted))
        numbers += base.case_numbers if copy == 0 else [f"{number}-{copy:04d}" for number in base.case_numbers]
    return EventBatch(EventColumns.concat(parts), base.dictionaries, numbers, case_process=base.case_process * times)
