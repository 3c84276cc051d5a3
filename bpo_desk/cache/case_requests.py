"""Where the requests of many cases stand, or of all, in one pass: what can be taken back, what the queue says of it.

What the events of one case say about a request is found in `state/requests.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import records, segments, tail
from bpo_desk.cache.dictionaries import localise, read_texts
from bpo_desk.cache.outbox import Entry, Outbox
from bpo_desk.cache.outbox_overlay import not_held, own_words, waiting_columns
from bpo_desk.cache.read import case_rows
from bpo_desk.cache.store import Cache
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import LIFECYCLE_KINDS, EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.mutation_kinds import MutationKind
from bpo_desk.state.event_notes import event_ids
from bpo_desk.state.requests import RequestState, requests, standing

_OWN: Final = (EventKind.REQUESTED, EventKind.REQUEST_WITHDRAWN)
_DECIDING: Final = np.array([*_OWN, EventKind.CLOSED, EventKind.CANCELLED, *LIFECYCLE_KINDS])
"""Kinds that say how a request stands."""
_AT_ONCE: Final = 5_000
"""Cases whose events are held at a time."""

Found = dict[int, tuple[RequestState, tuple[str, ...]]]


def requests_of_cases(
    cache: Cache,
    engagement_id: int,
    cases: NDArray[np.integer] | None,
    outbox: Outbox | None,
    code: str,
    numbers: Mapping[str, int],
    told: Callable[[float], object] = lambda _share: None,
) -> Found:
    """How what was asked about a case stands, and the ids (32 hex digits) of the requests that are pending, by case
    that was ever asked for; of the sorted case keys (None: of all).

    What waits in the `outbox` about cases of the engagement `code` whose number is among `numbers` (number -> key)
    counts as well. `told` hears the share that is done, 0 to 1."""
    waiting = _waiting(outbox, code, numbers)
    found: Found = {}
    with cache.read() as connection:
        asked, any_withdrawn = _asked(connection, engagement_id, cases, cache.remembered)
        keys = np.array(sorted(asked | waiting.keys()), dtype=np.int64)
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            waits = {key: waiting[key] for key in some.tolist() if key in waiting}
            found |= _found(*_events(connection, engagement_id, some, waits, with_data=any_withdrawn))
            told((start + len(some)) / len(keys))
    return found


def _found(events: EventColumns, data: Sequence[str | None], names: Dictionaries) -> Found:
    """How the requests of each case among ordered events stand."""
    if not len(events):
        return {}
    own = events.kind == int(EventKind.REQUESTED)
    starts = np.flatnonzero(np.append(True, events.case[1:] != events.case[:-1]))
    place = np.arange(len(events))
    first = np.minimum.reduceat(np.where(own, place, len(events)), starts)
    last_other = np.maximum.reduceat(np.where(own, -1, place), starts)
    ends = np.append(starts[1:], len(events))
    ids = dict(zip(np.flatnonzero(own).tolist(), event_ids(events.take(np.flatnonzero(own))), strict=True))
    found: Found = {}
    for start, end, asked, other in zip(*(each.tolist() for each in (starts, ends, first, last_other)), strict=True):
        case = int(events.case[start])
        if asked >= end:
            continue  # nobody asked: the case was only near
        if other < asked:  # nothing has happened since, which is so of most: no need to look at each event
            found[case] = RequestState.PENDING, tuple(ids[row] for row in range(asked, end))
            continue
        said = requests(events.take(slice(start, end)), data[start:end], names)
        pending = tuple(ids[start + each.row] for each in said if each.state is RequestState.PENDING)
        found[case] = standing(said), pending
    return found


def _asked(
    connection: Any, engagement_id: int, cases: NDArray[np.integer] | None, known: dict[object, tuple[int, Any]]
) -> tuple[set[int], bool]:
    """Keys of the cases with a request, and whether any was taken back."""
    late = tail.read(connection, engagement_id, "kind in (?, ?)", tuple(int(kind) for kind in _OWN)).events
    parts: list[Mapping[str, NDArray[np.generic]]] = [{"kind": late.kind, "case": late.case}]
    places = segments.places(connection, engagement_id)
    near = places if cases is None else segments.places_of_cases(places, cases)
    for place in segments.places_with_kinds(connection, near, [int(kind) for kind in _OWN], known):
        parts.append(segments.read_columns(connection, place, ("kind", "case")))
    asked: set[int] = set()
    any_withdrawn = False
    for part in parts:
        own = part["case"][part["kind"] == int(EventKind.REQUESTED)]
        asked.update((own if cases is None else own[segments.among(own, cases)]).tolist())
        any_withdrawn = any_withdrawn or bool((part["kind"] == int(EventKind.REQUEST_WITHDRAWN)).any())
    return asked, any_withdrawn


def _waiting(outbox: Outbox | None, code: str, numbers: Mapping[str, int]) -> dict[int, list[Entry]]:
    """What waits about cases, by key, in the order of writing."""
    found: dict[int, list[Entry]] = {}
    entries: Iterable[Entry] = ()
    if outbox is not None:
        kinds = (MutationKind.REQUESTED, MutationKind.REQUEST_WITHDRAWN)
        entries = (entry for kind in kinds for entry in outbox.of_kind_shown(code, kind))
    for entry in entries:
        if entry.mutation.case in numbers:
            found.setdefault(numbers[entry.mutation.case], []).append(entry)
    return found


def _events(
    connection: Any,
    engagement_id: int,
    keys: NDArray[np.int64],
    waiting: Mapping[int, list[Entry]],
    *,
    with_data: bool,
) -> tuple[EventColumns, list[str | None], Dictionaries]:
    """The ordered events of cases that decide about its requests, what waits among them, with their data and names."""
    rows = case_rows(connection, engagement_id, keys, with_texts=with_data)
    rows = rows.take(np.isin(rows.events.kind, _DECIDING))
    events, used = localise(rows.events)
    names = own_words(records.dictionaries(connection, engagement_id, read_texts(connection, engagement_id, used)))
    data = rows.texts["data"].texts()
    held = set(zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True))
    shown = [(case, each) for case, entries in waiting.items() for each in not_held(entries, held)]
    if shown:
        waits = waiting_columns([case for case, _each in shown], [each for _case, each in shown], names)
        data += [effect.data for _case, (*_, effect) in shown]
        events = EventColumns.concat((events, waits))
        order = events.order()
        events, data = events.take(order), [data[row] for row in order.tolist()]
    return events, data, names
