"""Shows what waits in the outbox as events of its case, until the events themselves have come with the feed.

An event that the copy holds is never shown twice: ids decide, whatever the outbox says.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bpo_desk.cache.outbox import Entry
from bpo_desk.models.dictionaries import Dictionaries, Person, Queue, Step
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.mutation import Mutation
from bpo_desk.models.mutation_effects import Effect, effects

Waiting = tuple[Mutation, int, Effect]
"""A mutation, the place of an effect among its effects, and that effect."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """The events of a case with what waits among them, in order; texts one an event; `pending` the ids (32 hex
    digits) of the events that are not in the copy."""

    events: EventColumns
    data: list[str | None]
    source_record: list[str | None]
    dictionaries: Dictionaries
    pending: frozenset[str]


def with_pending(
    case: int, stored: Overlay, entries: Sequence[Entry], held: set[tuple[int, int]], *, as_of: int | None
) -> Overlay:
    """What the copy holds of a case, and beside it the effects of entries whose ids are not among those `held`.

    Events written after `as_of` (microseconds UTC) are left out. `recorded_at` is unknown: no database has them yet.
    """
    shown = not_held(entries, held, as_of=as_of)
    if not shown:
        return stored
    words = own_words(stored.dictionaries)
    events = EventColumns.concat((stored.events, waiting_columns(case, shown, words)))
    order = events.order()
    data = [*stored.data, *(effect.data for *_, effect in shown)]
    records = [*stored.source_record, *(mutation.mutation_id for mutation, *_ in shown)]
    return Overlay(
        events.take(order),
        [data[row] for row in order.tolist()],
        [records[row] for row in order.tolist()],
        words,
        frozenset(effect.event_id for *_, effect in shown),
    )


def not_held(entries: Sequence[Entry], held: Container[tuple[int, int]], *, as_of: int | None = None) -> list[Waiting]:
    """The effects of entries that no event of the copy stands for."""
    return [
        (entry.mutation, index, effect)
        for entry in entries
        if as_of is None or entry.mutation.created_at <= as_of
        for index, effect in enumerate(effects(entry.mutation))
        if id_halves(effect.event_id) not in held
    ]


def own_words(words: Dictionaries) -> Dictionaries:
    """A copy that may grow: the reader keeps the dictionaries for the next case."""
    return replace(
        words, persons=list(words.persons), queues=list(words.queues), steps=list(words.steps),
        sources=list(words.sources), values=list(words.values),
    )  # fmt: skip


def waiting_columns(case: int | Sequence[int], shown: Sequence[Waiting], words: Dictionaries) -> EventColumns:
    """Effects as events of a case, or each of the case that is named for it; their names are put into `words` (see
    own_words)."""
    found = [effect for *_, effect in shown]
    persons, queues, steps = (_codes(each) for each in (words.persons, words.queues, words.steps))
    sources, own_sources = _codes(words.sources), {each.source.name: each.source for each in found}
    actors = [persons(mutation.actor.name, Person) for mutation, *_ in shown]
    rows: dict[str, list[int]] = {
        "case": [case] * len(found) if isinstance(case, int) else list(case),
        "occurred_at": [mutation.created_at for mutation, *_ in shown],
        "recorded_at": [TIME_UNKNOWN] * len(found),
        "source_seq": [index for _, index, _ in shown],
        "kind": [int(each.kind) for each in found],
        "side": [int(words.persons[actor].side) for actor in actors],
        "actor": actors,
        "holder": [persons(each.holder, Person) for each in found],
        "queue": [queues(each.queue, Queue) for each in found],
        "step": [steps(each.step, Step) for each in found],
        "work_item": [NONE if each.work_item is None else each.work_item for each in found],
        "ad_hoc": [int(each.ad_hoc) for each in found],
        "new_value": [_value(words, each.new_value) for each in found],
        "reason": [_value(words, each.reason) for each in found],
        "visibility": [int(each.visibility) for each in found],
        "source": [sources(each.source.name, own_sources.__getitem__) for each in found],
        "row_ver": [0] * len(found),
    }
    halves = [id_halves(each.event_id) for each in found]
    ids = {
        "id_hi": np.array([hi for hi, _ in halves], dtype=np.uint64),
        "id_lo": np.array([lo for _, lo in halves], dtype=np.uint64),
    }
    return EventColumns.of({**rows, **ids})


def _codes(entries: list[Any]) -> Callable[[str | None, Callable[[str], Any]], int]:
    """What gives the code of a name among entries, of which the first of a name counts; a new one is made."""
    known = {entries[code].name: code for code in range(len(entries) - 1, 0, -1)}

    def code(name: str | None, make: Callable[[str], Any]) -> int:
        if name is None:
            return NONE
        if name not in known:
            entries.append(make(name))
            known[name] = len(entries) - 1
        return known[name]

    return code


def _value(words: Dictionaries, value: str | None) -> int:
    if value is None:
        return NONE
    words.values.append(value)
    return len(words.values) - 1


def id_halves(event_id: str) -> tuple[int, int]:
    """The two halves of an event id of 32 hex digits."""
    return int(event_id[:16], 16), int(event_id[16:], 16)
