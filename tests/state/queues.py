"""Small queues with every awkward value in them, for the tests of filters, chips and orders."""

from __future__ import annotations

from random import Random

import numpy as np

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.ids import EngagementId
from bpo_desk.models.queue_columns import CaseNumbers, ProcessVersion, QueueColumns
from bpo_desk.state import FilterLookup, StateContext, states
from tests.state.nasty_events import DICTIONARIES, HOUR, busy_events, columns

NOW = 30 * HOUR
PREFIXES = ["INC", "inc-", "ÄND/", "", "2024/"]


def a_queue(seed: int, zone: str = "UTC") -> QueueColumns:
    """A queue of a few dozen cases from busy events; numbers, processes and due values drawn from the seed."""
    random = Random(seed)
    events = []
    for part in range(8):
        for event in busy_events(seed * 8 + part):
            events.append({**event, "case": event["case"] + 10 * part, "id_lo": len(events)})
    d = DICTIONARIES
    soon = [f"1970-01-02T{hour:02d}:00:00Z" for hour in range(24)]
    words = Dictionaries(d.persons, d.queues, d.steps, d.fields, d.sources, [*d.values[:2], *soon, *d.values[2:]])
    cases = states(columns(events).ordered(), StateContext.of(words))
    prefix = random.choice(PREFIXES)
    numbers = [f"{prefix if random.random() < 0.9 else 'X'}{key}" for key in cases["case"].tolist()]
    process = np.array([random.choice([-1, 0, 1]) for _ in numbers], dtype=np.int32)
    engagement = Engagement(EngagementId(1), "acme", "Acme", zone=zone)
    versions = [ProcessVersion(3, "claims", "1"), ProcessVersion(4, "claims", "2024"), ProcessVersion(9, "Refunds", "")]
    definition = np.array([random.choice([-1, 0, 1, 2]) for _ in numbers], dtype=np.int32)
    return QueueColumns(
        engagement, cases, CaseNumbers.of(numbers), process, ["claims", "Refunds"], words,
        definition=definition, versions=versions,
    )  # fmt: skip


def a_lookup(seed: int) -> FilterLookup:
    """A lookup over `a_queue`."""
    return FilterLookup(a_queue(seed))
