"""`states` over 1M events in 100k cases, and over one case of 200 events. Floor: one sort of the case column.

python -m benchmarks.states [events]
"""

from __future__ import annotations

import sys
import time

import numpy as np

from benchmarks.measure import exit_with, interleaved, report
from bpo_desk.models.capability import Capability
from bpo_desk.models.case_columns import SlaState
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.sides import Side
from bpo_desk.state import StateContext, states, work_items

ALL = Capability((1 << 18) - 1)
DUE = "2026-03-{:02d}T{:02d}:{:02d}:00Z"


def dictionaries(dues: int) -> Dictionaries:
    """Four hundred people, forty queues, thirty steps, and `dues` due dates as values."""
    sides = [Side.PROVIDER, Side.PROVIDER, Side.PROVIDER, Side.CLIENT]
    return Dictionaries(
        persons=[Person(""), *(Person(f"person {i}", sides[i % 4]) for i in range(1, 400))],
        queues=[Queue(""), *(Queue(f"queue {i}", Side.PROVIDER) for i in range(1, 40))],
        steps=[Step(""), *(Step(f"step {i}") for i in range(1, 30))],
        fields=[Field(""), *(Field(role.value, role) for role in FieldRole)],
        sources=[Source(""), Source("system", ALL), Source("export", ALL & ~Capability.SCHEDULES)],
        values=[
            "",
            *(state.word for state in SlaState),
            *(DUE.format(i % 28 + 1, i // 28 % 24, i // 672 % 60) for i in range(dues)),
        ],
    )


def a_world(events: int, cases: int, seed: int = 1) -> tuple[EventColumns, Dictionaries]:
    """Cases of ten events or so: opened, fields set, items scheduled, assigned, started, completed, overlapping."""
    random = np.random.default_rng(seed)
    case = np.sort(random.integers(1, cases + 1, events)).astype(np.int32)
    place = np.arange(events) - np.searchsorted(case, case)
    script = np.array([1, 2, 4, 20, 21, 23, 40, 26, 20, 21, 22, 23, 24, 25, 26, 2, 50, 5, 6, 41], dtype=np.int16)
    kind = script[place % len(script)]
    kind[random.random(events) < 0.05] = EventKind.COMMENT_ADDED
    work = (kind >= 20) & (kind <= 30)
    hand = np.isin(kind, (20, 21, 22))
    some = random.integers(1, 400, events)
    values = max(events // 20, 30)
    field = np.where(kind == EventKind.FIELD_CHANGED, random.integers(1, 10, events), NONE)
    sla = field == 1 + list(FieldRole).index(FieldRole.SLA)
    columns = EventColumns.of(
        {
            "case": case,
            "occurred_at": 1_770_000_000_000_000 + place * 3_600_000_000 + random.integers(0, 9, events),
            "id_hi": random.integers(0, 1 << 62, events),
            "id_lo": random.integers(0, 1 << 62, events),
            "source_seq": np.arange(events),
            "kind": kind,
            "side": random.integers(0, 6, events),
            "actor": random.integers(1, 400, events),
            "holder": np.where(hand & (some % 3 > 0), some, NONE),
            "queue": np.where(hand, some % 39 + 1, NONE),
            "step": np.where(work, random.integers(1, 30, events), NONE),
            "work_item": np.where(work, place // 6 + 1 + random.integers(0, 2, events), NONE),
            "ad_hoc": random.random(events) < 0.02,
            "field": field,
            "new_value": np.where(
                work, NONE, np.where(sla, random.integers(1, 6, events), random.integers(6, values, events))
            ),
            "source": random.integers(1, 3, events),
        }
    )
    return columns.ordered(), dictionaries(values)


def main() -> None:
    """Print the figures; exit 1 when one misses its limit."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    events, words = a_world(size, size // 10)
    context = StateContext.of(words)
    before = time.process_time()
    result = states(events, context)
    cold = time.process_time() - before
    one, one_words = a_world(200, 1)
    one_context = StateContext.of(one_words)
    shuffled = np.random.default_rng(2).permutation(events.case)
    spent = interleaved(
        {
            "floor": lambda: np.sort(shuffled, kind="stable"),
            "states": lambda: states(events, context),
            "fresh": lambda: states(events, StateContext.of(words)),
            "items": lambda: work_items(events, context),
        }
    )
    small = interleaved({"case": lambda: states(one, one_context), "order": one.is_ordered}, runs=201)
    scale = size / 1_000_000
    floor = spent["floor"].cpu
    results = [
        report("states.first", cold * 1000, "ms cpu", at_most=400 * scale, cases=len(result)),
        report("states.fresh", spent["fresh"].cpu * 1000, "ms cpu", at_most=400 * scale),
        report(
            "states", spent["states"].cpu * 1000, "ms cpu", at_most=400 * scale, over_floor=spent["states"].cpu / floor
        ),
        report("work_items", spent["items"].cpu * 1000, "ms cpu", at_most=400 * scale),
        report("states.one_case", small["case"].cpu * 1000, "ms cpu", at_most=2, events=len(one)),
        report("is_ordered.one_case", small["order"].cpu * 1000, "ms cpu"),
    ]
    exit_with(results)


if __name__ == "__main__":
    main()
