"""Hypothesis strategies for event sets as bad as sources make them: equal and unknown times, unknown holders,
contradictory transitions, several sources of different capability, kinds of a newer program."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import LAYOUT, EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.sides import Side

HOUR = 3_600_000_000

C = Capability
DICTIONARIES = Dictionaries(
    persons=[Person(""), *(Person(f"p{side.word}", side) for side in Side)],
    queues=[Queue(""), Queue("first line", Side.PROVIDER), Queue("client desk", Side.CLIENT), Queue("somewhere")],
    steps=[Step(""), Step("Check"), Step("Decide"), Step("Tell")],
    fields=[Field(""), Field("note"), *(Field(role.value, role) for role in FieldRole)],
    sources=[
        Source(""),
        Source("complete only", C.TIMES | C.RESOURCES),
        Source("everything", C((1 << 18) - 1)),
        Source("no schedules", C.START_TIMES | C.SUSPENSIONS | C.CASE_END),
        Source("no resources", C.SCHEDULES | C.START_TIMES),
        Source("hand-offs", C.HAND_OFFS | C.QUEUES | C.CASE_END | C.OLD_VALUES),
    ],
    values=["", "At_Risk", "2024-05-01T10:00:00Z", "2024-05-01 12:00+02:00", "?", "2024-13-01T10:00:00Z", "met", "P1"],
)

WORK = [int(kind) for kind in EventKind if 20 <= kind <= 30]
CASE = [int(kind) for kind in EventKind if kind < 20]
KINDS = st.one_of(
    st.sampled_from(WORK), st.sampled_from([int(k) for k in EventKind]), st.sampled_from([11, 35, 55, 97])
)
TIMES = st.one_of(st.just(TIME_UNKNOWN), st.integers(0, 6).map(lambda hours: hours * HOUR))


def code(count: int) -> st.SearchStrategy[int]:
    """A dictionary code, UNKNOWN and NONE included."""
    return st.integers(NONE, count - 1)


@st.composite
def event(draw: st.DrawFn, cases: int, sources: list[int]) -> dict[str, int]:
    """One event; its id is given by `nasty_events`."""
    d = DICTIONARIES
    return {
        "case": draw(st.integers(1, cases)) * 7,
        "occurred_at": draw(TIMES),
        "recorded_at": draw(TIMES),
        "source_seq": draw(st.integers(0, 3)),
        "kind": draw(KINDS),
        "side": draw(st.sampled_from([*map(int, Side), 9])),
        "actor": draw(code(len(d.persons))),
        "holder": draw(st.one_of(st.just(NONE), code(len(d.persons)))),
        "queue": draw(st.one_of(st.just(NONE), code(len(d.queues)))),
        "step": draw(code(len(d.steps))),
        "work_item": draw(st.sampled_from([NONE, 1, 1, 2, 3, 2_000_000_000])),
        "ad_hoc": draw(st.sampled_from([0, 0, 0, 1])),
        "field": draw(code(len(d.fields))),
        "old_value": draw(code(len(d.values))),
        "new_value": draw(code(len(d.values))),
        "reason": draw(code(len(d.values))),
        "source": draw(st.sampled_from(sources)),
    }


@st.composite
def nasty_events(draw: st.DrawFn, cases: int = 3) -> list[dict[str, int]]:
    """Up to 40 events of a few cases, in any order, ids all different."""
    sources = draw(st.lists(st.integers(0, len(DICTIONARIES.sources) - 1), min_size=1, max_size=3))
    events = draw(st.lists(event(cases, sources), max_size=40))
    for index, one in enumerate(events):
        one["id_hi"], one["id_lo"] = index % 3, index
    return events


def columns(events: list[dict[str, int]]) -> EventColumns:
    """The events as columns, in the order of the list."""
    if not events:
        return EventColumns.empty()
    return EventColumns.of({name: [e[name] for e in events] for name in LAYOUT if name in events[0]})


def busy_events(seed: int) -> list[dict[str, int]]:
    """Up to 60 events with few people and items, so that equal hands, reopened and handed-over items are common.

    Drawn by a plain generator from a seed: denser than what hypothesis makes event by event, but not shrinkable."""
    random = Random(seed)
    sources = random.choices(range(len(DICTIONARIES.sources)), k=random.randint(1, 3))
    kinds = random.choice([WORK, WORK + CASE, [*CASE, *range(20, 25)], [*range(21, 27), 30], list(range(100))])
    people = random.choice([[NONE, 1, 2], [NONE, 0, 1, 2, 3, 4, 5], [2, 2, 2, 3]])
    hours, cases, items = random.choice([2, 8, 50]), random.choice([1, 1, 2, 6]), random.choice([1, 2, 5])
    unknown_time, ad_hoc, silent = random.choice([0, 0, 0.2]), random.choice([0, 0.1, 0.6]), random.random()
    events = []
    for index in range(random.randint(1, 60)):
        said = random.random() > silent
        item = random.randint(1, items)
        events.append(
            {
                "case": random.randint(1, cases),
                "occurred_at": TIME_UNKNOWN if random.random() < unknown_time else random.randint(0, hours) * HOUR,
                "recorded_at": random.randint(0, hours) * HOUR,
                "source_seq": random.randint(0, 5),
                "id_hi": index % 3,
                "id_lo": index,
                "kind": random.choice(kinds),
                "side": random.choice([0, 1, 2, 3, 4, 5, 5, 77]),
                "actor": random.choice(people),
                "holder": random.choice(people) if said else NONE,
                "queue": random.choice([NONE, NONE, 0, 1, 2, 3]) if said else NONE,
                "step": random.choice([NONE, 0, 1, 2, 3]),
                "work_item": NONE if random.random() < 0.1 else item,
                "ad_hoc": int(random.random() < ad_hoc),
                "field": random.randint(NONE, len(DICTIONARIES.fields) - 1),
                "new_value": random.randint(NONE, len(DICTIONARIES.values) - 1),
                "reason": random.choice([NONE, 0, 4]),
                "source": random.choice(sources),
            }
        )
    return events


any_events = st.one_of(nasty_events(), st.integers(0, 2**32).map(busy_events), st.integers(0, 2**32).map(busy_events))
