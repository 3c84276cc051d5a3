"""The events of a mutation as a batch for `append`: names become codes of dictionaries made for the occasion."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from bpo_desk.models.dictionaries import Dictionaries, Person, Queue, Source, Step
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.mutation import Mutation
from bpo_desk.models.mutation_effects import Effect, effects
from bpo_desk.models.sides import Side


def batch_of(mutation: Mutation, side: Side, recorded_at: int) -> EventBatch:
    """The effects of a mutation as a batch. A desk whose clock is ahead does not write into the future: what it
    claims is kept in `data`."""
    found = effects(mutation)
    words = Dictionaries(persons=[Person(""), Person(mutation.actor.name, side)])
    ahead = mutation.created_at > recorded_at
    rows: dict[str, list[int]] = {
        "case": [0] * len(found),
        "occurred_at": [min(mutation.created_at, recorded_at)] * len(found),
        "source_seq": list(range(len(found))),
        "kind": [int(each.kind) for each in found],
        "side": [int(side)] * len(found),
        "actor": [1] * len(found),
        "holder": [_code(words.persons, each.holder, Person) for each in found],
        "queue": [_code(words.queues, each.queue, Queue) for each in found],
        "step": [_code(words.steps, each.step, Step) for each in found],
        "source": [_code_of_entry(words.sources, each.source) for each in found],
        "work_item": [NONE if each.work_item is None else each.work_item for each in found],
        "ad_hoc": [int(each.ad_hoc) for each in found],
        "new_value": [_value(words, each.new_value) for each in found],
        "reason": [_value(words, each.reason) for each in found],
        "visibility": [int(each.visibility) for each in found],
    }
    ids = {
        "id_hi": np.array([int(each.event_id[:16], 16) for each in found], dtype=np.uint64),
        "id_lo": np.array([int(each.event_id[16:], 16) for each in found], dtype=np.uint64),
    }
    return EventBatch(
        EventColumns.of({**rows, **ids}),
        words,
        [mutation.case],
        data=[_data(each, mutation.created_at if ahead else None) for each in found],
        source_record=[mutation.mutation_id] * len(found),
    )


def _data(effect: Effect, desk_clock: int | None) -> str:
    if desk_clock is None:
        return effect.data
    return json.dumps({**json.loads(effect.data), "desk_clock": desk_clock}, ensure_ascii=False, sort_keys=True)


def _code(entries: list[Any], name: str | None, make: Any) -> int:
    if name is None:
        return NONE
    for code, entry in enumerate(entries):
        if entry.name == name:
            return code
    entries.append(make(name))
    return len(entries) - 1


def _code_of_entry(entries: list[Source], entry: Source) -> int:
    if entry not in entries:
        entries.append(entry)
    return entries.index(entry)


def _value(words: Dictionaries, value: str | None) -> int:
    if value is None:
        return NONE
    words.values.append(value)
    return len(words.values) - 1
