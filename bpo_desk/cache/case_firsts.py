"""The first event of each of many cases, and which source recorded what happened last."""

from __future__ import annotations

from collections.abc import Mapping
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


def case_firsts(connection: Any, engagement_id: int, cases: NDArray[np.integer]) -> dict[int, CaseFirst]:
    """By case key, of the sorted keys; a case without events is left out."""
    late = tail.read_cases(connection, engagement_id, cases).events
    parts = [{name: getattr(late, name) for name in _READ}]
    for place in segments.places_of_cases(segments.places(connection, engagement_id), cases):
        parts.append(segments.read_columns(connection, place, _READ))
    found = _joined(parts, cases)
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


def _joined(parts: list[Any], cases: NDArray[np.integer]) -> Mapping[str, NDArray[Any]]:
    kept: dict[str, list[NDArray[Any]]] = {name: [] for name in _READ}
    for part in parts:
        rows = np.flatnonzero(segments.among(part["case"], cases))
        for name in _READ:
            kind = np.uint64 if name.startswith("id_") else np.int64
            kept[name].append(part[name][rows].astype(kind))
    return {name: np.concatenate(found) for name, found in kept.items()}
