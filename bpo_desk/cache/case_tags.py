"""Which cases somebody follows, and which are flagged: the tags on the events of many cases, or of all, in one pass.

What tags on the events of one case mean in detail is said in `state/event_notes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import records, segments, tail
from bpo_desk.cache.dictionaries import read_texts
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.segments import EventRows
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_data import data_object
from bpo_desk.models.mutation import FLAG, FOLLOWED, EventTagged
from bpo_desk.models.mutation_effects import effect_id


@dataclass(frozen=True, slots=True)
class TaggedCases:
    """Case keys: those that the writer follows, and those of which any event is flagged; `flags` by case the ids (32
    hex digits) of its flagged events."""

    followed: frozenset[int]
    flagged: frozenset[int]
    flags: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Tag:
    """One tagging: `order` is its place in the log of its case."""

    case: int
    order: tuple[int, int, str]
    who: str
    tag: str
    about: str
    removed: bool


_WANTED: Final = (FOLLOWED, FLAG)


def tagged_cases(
    connection: Any,
    engagement_id: int,
    who: str,
    cases: NDArray[np.integer] | None,
    outbox: Outbox | None,
    code: str,
    keys: Mapping[str, int],
    known: dict[object, tuple[int, Any]] | None = None,
) -> TaggedCases:
    """The tags as they stand now, of the sorted case keys (None: of all). `who` is the writer's name; what waits in the
    `outbox` about cases of the engagement `code` whose number is among `keys` (number -> key) counts as well.
    `known`: what is remembered of segments, see `segments.places_with_kinds`."""
    found = list(_stored(connection, engagement_id, cases, {} if known is None else known))
    if outbox is not None:
        found += _waiting(outbox, code, keys, {tag.order[2] for tag in found})
    followed: set[int] = set()
    flagged: dict[int, set[str]] = {}
    for tag in sorted(found, key=lambda each: each.order):
        if tag.tag == FOLLOWED:
            if tag.who == who:
                (followed.discard if tag.removed else followed.add)(tag.case)
        else:
            on = flagged.setdefault(tag.case, set())
            (on.discard if tag.removed else on.add)(tag.about)
    flags = {case: tuple(sorted(on)) for case, on in flagged.items() if on}
    return TaggedCases(frozenset(followed), frozenset(flags), flags)


def _stored(
    connection: Any, engagement_id: int, cases: NDArray[np.integer] | None, known: dict[object, tuple[int, Any]]
) -> Iterator[_Tag]:
    persons = {
        int(key): str(row["name"] or "") for key, row in records.read(connection, engagement_id, "person").items()
    }
    places = segments.places(connection, engagement_id)
    near = places if cases is None else segments.places_of_cases(places, cases)
    for place in segments.places_with_kinds(connection, near, (int(EventKind.TAGGED),), known):
        yield from _tags(connection, engagement_id, segments.read_segment(connection, place), cases, persons)
    late = tail.read(connection, engagement_id, "kind = ?", (int(EventKind.TAGGED),))
    yield from _tags(connection, engagement_id, late, cases, persons)


def _tags(
    connection: Any,
    engagement_id: int,
    rows: EventRows,
    cases: NDArray[np.integer] | None,
    persons: Mapping[int, str],
) -> Iterator[_Tag]:
    mask = rows.events.kind == EventKind.TAGGED
    if cases is not None:
        mask &= segments.among(rows.events.case, cases)
    tags = rows.take(np.flatnonzero(mask))
    codes = np.unique(tags.events.new_value[tags.events.new_value >= 0]).astype(np.int64)
    texts = dict(zip(codes.tolist(), read_texts(connection, engagement_id, codes), strict=True))
    events = tags.events
    for row, data in enumerate(tags.texts["data"].texts()):
        text = texts.get(int(events.new_value[row]), "")
        if text in _WANTED:
            said = data_object(data)
            yield _Tag(
                case=int(events.case[row]),
                order=(
                    int(events.occurred_at[row]),
                    int(events.source_seq[row]),
                    f"{int(events.id_hi[row]):016x}{int(events.id_lo[row]):016x}",
                ),
                who=persons.get(int(events.actor[row]), ""),
                tag=text,
                about=str(said.get("event_id", "")),
                removed=bool(said.get("removed")),
            )


def _waiting(outbox: Outbox, code: str, keys: Mapping[str, int], held: set[str]) -> Iterator[_Tag]:
    for entry in outbox.tags_shown(code):
        mutation, said = entry.mutation, entry.mutation.payload
        own = effect_id(mutation.mutation_id, 0)
        if isinstance(said, EventTagged) and mutation.case in keys and own not in held:
            order = (mutation.created_at, 0, own)
            yield _Tag(keys[mutation.case], order, mutation.actor.name, said.tag, said.event_id, said.removed)
