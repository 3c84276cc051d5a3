"""Small logs for the tests of sync."""

import random
from typing import Any

from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.sides import Side

VALUES = ["", "high", "low", "waiting for parts", "Größe geändert", "2026-01-02T03:04:05Z", "solved"]


def words(capability: Capability = Capability.TIMES | Capability.HAND_OFFS) -> Dictionaries:
    return Dictionaries(
        persons=[Person(""), Person("Ada", Side.PROVIDER), Person("Bo", Side.CLIENT), Person("Cy")],
        queues=[Queue(""), Queue("Intake", Side.PROVIDER)],
        steps=[Step(""), Step("Check"), Step("Repair"), Step("Bill")],
        fields=[Field(""), Field("priority", FieldRole.PRIORITY), Field("title", FieldRole.TITLE)],
        sources=[Source(""), Source("log", capability)],
        values=list(VALUES),
    )


def log(events: int, cases: int, seed: int = 0, *, offset: int = 0, **given: Any) -> EventBatch:
    """Random events of so many cases in the order of time, with ids from `offset`."""
    chance = random.Random(seed)
    columns: dict[str, list[int]] = {name: [] for name in EventColumns.__dataclass_fields__}
    for number in range(events):
        kind = chance.choice(
            [EventKind.FIELD_CHANGED, EventKind.ASSIGNED, EventKind.STARTED, EventKind.COMPLETED, EventKind.CLOSED]
        )
        work = EventKind.SCHEDULED <= kind <= EventKind.NOTED
        row = {
            "case": chance.randrange(cases), "occurred_at": 10**15 + (offset + number) * 60_000_000,
            "recorded_at": 10**15, "id_hi": offset + number + 1, "id_lo": chance.getrandbits(63),
            "source_seq": offset + number, "kind": kind, "side": chance.randrange(3), "actor": chance.randint(-1, 3),
            "holder": chance.randint(1, 3) if kind == EventKind.ASSIGNED else -1, "on_behalf_of": -1, "queue": -1,
            "step": chance.randint(1, 3) if work else -1, "work_item": chance.randint(1, 4) if work else -1,
            "ad_hoc": 0, "field": chance.randint(1, 2) if kind == EventKind.FIELD_CHANGED else -1,
            "old_value": -1, "new_value": -1 if work else chance.randrange(len(VALUES)), "reason": -1,
            "visibility": 1, "source": 1, "row_ver": 1,
        }  # fmt: skip
        for name, value in row.items():
            columns[name].append(value)
    numbers = [f"N-{case:04d}" for case in range(cases)]
    data = [f'{{"row": {offset + n}}}' if n % 3 else None for n in range(events)]
    return EventBatch(EventColumns.of(columns), given.pop("dictionaries", None) or words(), numbers, data, **given)
