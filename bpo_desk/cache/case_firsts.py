"""The first event of each of many cases, and which source recorded what happened last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import records, segments, tail
from bpo_desk.models.mutation_effects import NOTES, TASKS

_READ: Final = ("case", "occurred_at", "source_seq", "source", "id_hi", "id_lo")


@dataclass(frozen=True, slots=True)
class CaseFirst:
    """The id of the first event of a case (32 hex digits), and the system that owns the case: the source of its last
    event that no desk wrote, "" where only desks did."""

    event_id: str
    source: str


def case_firsts(
    connection: Any,
    engagement_id: int,
    cases: NDArray[np.integer],
    told: Callable[[float], object] = lambda _share: None,
) -> dict[int, CaseFirst]:
    """By case key, of the sorted keys; a case without events is left out. `told` hears the share that is done, 0 to
    1."""
    late = tail.read_cases(connection, engagement_id, cases).events
    parts = [_of_cases({name: getattr(late, name) for name in _READ}, cases)]
    places = segments.places_of_cases(segments.places(connection, engagement_id), cases)
    for done, place in enumerate(places, 1):
        parts.append(_of_cases(segments.read_columns(connection, place, _READ), cases))
        told(done / len(places))
    found = {name: np.concatenate([part[name] for part in parts]) for name in _READ}
    sources = {
        int(key): str(row["name"] or "") for key, row in records.read(connection, engagement_id, "source").items()
    }
    desks = [code for code, name in sources.items() if name in (NOTES.name, TASKS.name)]
    order = np.lexsort((found["id_lo"], found["id_hi"], found["source_seq"], found["occurred_at"], found["case"]))
    case, source = found["case"][order], found["source"][order]
    first = np.flatnonzero(np.append(True, case[1:] != case[:-1])[: len(case)])
    foreign = np.flatnonzero(~np.isin(source, desks))
    owner = dict(zip(case[foreign].tolist(), source[foreign].tolist(), strict=True))  # the last one of each case stays
    answer = {}
    for row in first.tolist():
        at, key = order[row], int(case[row])
        event_id = f"{int(found['id_hi'][at]):016x}{int(found['id_lo'][at]):016x}"
        answer[key] = CaseFirst(event_id, sources.get(owner.get(key, 0), ""))
    return answer


def _of_cases(part: Mapping[str, NDArray[Any]], cases: NDArray[np.integer]) -> dict[str, NDArray[Any]]:
    rows = np.flatnonzero(segments.among(part["case"], cases))
    return {name: part[name][rows].astype(np.uint64 if name.startswith("id_") else np.int64) for name in _READ}
