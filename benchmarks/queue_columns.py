"""Filters, chips, sort orders and number look-up over a queue of 1M cases, without Qt. Floors: a stable argsort of the
due column (sorting) and one `bytes.find` through the case numbers (searching). Filters are given to three queues that
differ in their titles: each its own from one template, natural ones (benchmarks/desk_titles.py), and natural ones of so
many words that not each has a code of its own.

    python -m benchmarks.queue_columns [cases]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.desk_titles import natural
from benchmarks.measure import exit_with, interleaved, report
from bpo_desk.cache.used_texts import used_of_all
from bpo_desk.models.case_columns import LAYOUT, SETS, CaseColumns, CaseSet, HolderKind
from bpo_desk.models.dictionaries import Dictionaries, Person, Queue, Source, Step
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.filter_text import parse
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, EngagementId
from bpo_desk.models.queue_columns import CaseNumbers, QueueColumns
from bpo_desk.models.sides import Side
from bpo_desk.models.texts_block import PackedTexts
from bpo_desk.models.used_texts_block import UsedTexts
from bpo_desk.models.word_grid_block import WordGrid
from bpo_desk.state import FilterLookup, SortColumn, chip_counts, filter_mask, find_numbers, sort_permutation

NOW = 1_772_000_000_000_000
DAY = 86_400_000_000
FILTERS = (
    "holder:person 17", "INC0042", "7", "card", "title:wrong", 'step:"step 3" due<2d side:client -status:closed',
    'title:"wrong address"', "is:overdue", "is:no_movement", "age>5d -is:unassigned", "client=acme OR queue:9",
    "no such words",
)  # fmt: skip


NATURAL = (
    "eindi", "title:eindi", "verkear", "stag", "regenel", "e", "x", "ei", "31", "29956", "o'brien", "müller", "nosuch",
    "zzz", '"eindi verkear"', 'title:"verkear stagener"', 'title:"g e"', 'title:", k"', "the",
)  # fmt: skip
"""A word that nearly half the rows have, those that fewer and fewer have, one letter, digits, what nobody says, two
words, and what crosses the border of two."""


def rare_words(count: int) -> list[str]:
    """Natural titles, of which one in four ends with a word that no other has."""
    titles = natural(count)
    return [f"{title} {place * 2_654_435_761 % (1 << 32):07o}x".translate(_LETTERS) if not place % 4 else title
            for place, title in enumerate(titles)]  # fmt: skip


_LETTERS = str.maketrans("01234567", "abcdefgh")


def used(texts: Sequence[str]) -> UsedTexts:
    """Texts as a queue reads them from a copy."""
    raw = [text.encode() for text in texts]
    packed = PackedTexts(b"".join(raw), np.cumsum([0, *map(len, raw)], dtype=np.int64))
    return used_of_all(packed, np.arange(len(raw), dtype=np.int32))


def with_titles(queue: QueueColumns, titles: Sequence[str]) -> QueueColumns:
    """The same cases with other titles."""
    own = {title: place for place, title in enumerate(dict.fromkeys(["", *titles]))}
    more = [queue.dictionaries.values[code] for code in range(len(queue) + 1, len(queue) + 51)]
    columns = dict(queue.cases.columns)
    columns["title"] = np.fromiter((own[title] for title in titles), np.int32, len(titles))
    columns["client"] = columns["priority"] = columns["client"] - len(queue) - 1 + len(own)
    words = replace(queue.dictionaries, values=used([*own, *more]))
    return replace(queue, cases=CaseColumns(columns, queue.cases.sets), dictionaries=words)


def a_queue(cases: int) -> QueueColumns:
    """Cases with a title each, 4 in 5 with a due date, 400 people, 40 queues, 30 steps."""
    random = np.random.default_rng(3)
    columns = {name: np.full(cases, NONE, dtype=kind) for name, kind in LAYOUT.items()}
    columns["case"] = np.arange(1, cases + 1, dtype=np.int32)
    for name in ("opened_at", "last_activity_at", "holder_since"):
        columns[name] = NOW - random.integers(0, 90 * DAY, cases)
    columns["due_at"] = np.where(random.random(cases) < 0.8, NOW + random.integers(-DAY, 30 * DAY, cases), TIME_UNKNOWN)
    columns["closed_at"] = np.full(cases, TIME_UNKNOWN)
    top = {"status": 4, "holder_side": 6, "waiting_for": 8, "sla": 5, "exits": 3, "exits_open": 2, "contacts": 4}
    top |= {"ad_hoc_open": 3, "reopenings": 2, "repeat_contacts": 3, "events": 200, "handovers": 9}
    for name, high in top.items():
        columns[name] = random.integers(0, high, cases).astype(LAYOUT[name])
    columns["holder_kind"] = random.choice([HolderKind.PERSON, HolderKind.QUEUE, HolderKind.NOBODY], cases).astype("i1")
    columns["holder"], columns["holder_queue"] = random.integers(1, 400, cases), random.integers(1, 40, cases)
    columns["step"] = random.integers(1, 30, cases).astype(np.int32)
    columns["title"] = np.arange(1, cases + 1, dtype=np.int32)
    columns["client"] = random.integers(cases + 1, cases + 50, cases).astype(np.int32)
    columns["priority"] = columns["client"]
    columns = {name: column.astype(LAYOUT[name], copy=False) for name, column in columns.items()}
    offset = np.arange(cases + 1)
    hands = {"kind": columns["holder_kind"], "person": columns["holder"], "queue": columns["holder_queue"]}
    flat = {"hands": hands, "steps": {"step": columns["step"]}}
    sets = {
        name: CaseSet(offset, {c: flat[name].get(c, np.zeros(cases)).astype(kind) for c, kind in layout.items()})
        for name, layout in SETS.items()
    }
    words = Dictionaries(
        persons=[Person(""), *(Person(f"Person {i}", Side.PROVIDER) for i in range(1, 400))],
        queues=[Queue(""), *(Queue(f"Queue {i}") for i in range(1, 40))],
        steps=[Step(""), *(Step(f"Step {i}") for i in range(1, 30))],
        sources=[Source("")],
        values=["", *(f"Card {i} to wrong address" for i in range(cases)), *(f"Acme {i}" for i in range(50))],
    )
    numbers = CaseNumbers.of([f"INC{i:07d}" for i in range(cases)])
    engagement = Engagement(EngagementId(1), "acme", "Acme", zone="Europe/Berlin")
    return QueueColumns(
        engagement, CaseColumns(columns, sets), numbers, random.integers(0, 2, cases), ["a", "b"], words
    )


TYPED = "card 17 wrong address"
TYPED_NATURAL = "eindi stagener 2995 mül"


def filtered(text: str, lookup: FilterLookup) -> Callable[[], object]:
    """A filter given at once, by a queue that remembers no search."""
    wanted = parse(text)

    def run() -> object:
        lookup.forget()
        return filter_mask(wanted, lookup, NOW)

    return run


def slowest_key(name: str, typed: str, lookup: FilterLookup, limit: float, rounds: int = 5) -> bool:
    """A filter line typed key by key: the key that takes longest, by the median of the rounds."""
    spent: dict[str, list[float]] = {}
    for _ in range(rounds):
        lookup.forget()
        for end in range(1, len(typed) + 1):
            wanted = parse(typed[:end])
            before = time.process_time()
            filter_mask(wanted, lookup, NOW)
            spent.setdefault(typed[:end], []).append(time.process_time() - before)
    medians = {text: statistics.median(times) for text, times in spent.items()}
    slowest = max(medians, key=lambda text: medians[text])
    middle = statistics.median(medians.values()) * 1000
    return report(name, medians[slowest] * 1000, "ms cpu", at_most=limit, key=slowest, median_of_keys=middle)


def natural_titles(queue: QueueColumns, limit: float) -> list[bool]:
    """Filters and a typed line in queues whose titles people wrote; twice the limit where a quarter of them has a word
    that no other has."""
    results = []
    for name, made, most in (("natural", natural, limit), ("natural, rare words", rare_words, 2 * limit)):
        titles = made(len(queue))
        before = time.process_time()
        said = with_titles(queue, titles)
        del titles
        lookup = FilterLookup(said)
        lookup.prepare()
        spent = interleaved({text: filtered(text, lookup) for text in NATURAL}, runs=5)
        grid, taken = said.dictionaries.values, time.process_time() - before
        assert isinstance(grid, UsedTexts)
        held = grid.grid.nbytes / len(grid) if isinstance(grid.grid, WordGrid) else None
        results.append(report(f"{name}: made", taken * 1000, "ms cpu", bytes_a_title=held, also="the filters"))
        for text, one in spent.items():
            results.append(report(f"{name}: filter {text}", one.cpu * 1000, "ms cpu", at_most=most))
        results.append(slowest_key(f"{name}: typed", TYPED_NATURAL, lookup, most))
    return results


def cold_tables(queue: QueueColumns) -> bool:
    """How long the tables take that a lookup makes once, in the background, after a queue is loaded."""
    before = time.process_time()
    FilterLookup(queue).prepare()
    return report("lookup.prepare", (time.process_time() - before) * 1000, "ms cpu", once="per load, in the background")


def main() -> None:
    """Print the figures; exit 1 when one misses its limit."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    queue = a_queue(cases)
    lookup = FilterLookup(queue)
    results = [cold_tables(queue)]
    lookup.prepare()
    due, plain = lookup.times("due_at"), "".join(queue.numbers.each(np.arange(cases))).encode()
    spent = interleaved(
        {
            "floor.sort": lambda: np.argsort(due, kind="stable"),
            "floor.find": lambda: plain.find(b"no such number"),
            "chips": lambda: chip_counts(lookup, NOW),
            "paste": lambda: find_numbers(lookup, [str(i * 37) for i in range(200)]),
            **{f"sort {c.value}": lambda c=c: sort_permutation(lookup, c, NOW) for c in SortColumn},
            "sort due descending": lambda: sort_permutation(lookup, SortColumn.DUE, NOW, descending=True),
            **{f"filter {text}": filtered(text, lookup) for text in FILTERS},
        },
        runs=5,
    )
    for name, one in spent.items():
        limit = None if name.startswith("floor") else (50 if name.startswith("sort") else 25) * cases / 1_000_000
        floor = spent["floor.sort" if name.startswith("sort") else "floor.find"].cpu
        also = {} if limit is None else {"over_floor": one.cpu / max(floor, 1e-6)}
        results.append(report(name, one.cpu * 1000, "ms cpu", at_most=limit, **also))
    limit = 25 * cases / 1_000_000
    results.append(slowest_key("typed", TYPED, lookup, limit))
    results += natural_titles(queue, limit)
    exit_with(results)


if __name__ == "__main__":
    main()
