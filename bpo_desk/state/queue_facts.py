"""What one row of the queue says, in plain values by name: for the screen, for the stored first page and for JSON.

One function for all of them, so that a first page that sync wrote says the same as the live rows. Words on the screen
are made of these facts in `ui/queue/queue_cells.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, StepRelation, WaitingFor
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.sides import Side
from bpo_desk.models.used_texts_block import said

Fact = str | int | None
_Maker = Callable[[QueueColumns, NDArray[np.integer]], list[Fact]]

_WORDS: Final[dict[str, dict[int, str]]] = {
    "status": {int(each): each.word for each in CaseStatus},
    "step_relation": {int(each): each.word for each in StepRelation},
    "holder_kind": {int(each): each.word for each in HolderKind},
    "holder_side": {int(each): each.word for each in Side},
    "waiting_for": {int(each): each.word for each in WaitingFor},
    "sla": {int(each): each.word for each in SlaState},
}
_MOMENTS: Final = ("opened_at", "closed_at", "last_activity_at", "holder_since", "due_at")
_VALUES: Final = ("title", "client", "reference", "priority", "source_status", "pause_reason")
_NUMBERS: Final = (
    "case", "holders", "exits", "exits_open", "ad_hoc_open", "ad_hoc_total", "feedback_open", "contacts",
    "repeat_contacts", "reopenings", "capability",
)  # fmt: skip


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def queue_facts(queue: QueueColumns, row: int) -> dict[str, Fact]:
    """The facts of a row of the columns; see `facts_of_rows`."""
    return facts_of_rows(queue, np.array([row]))[0]


def facts_of_rows(queue: QueueColumns, rows: NDArray[np.integer]) -> list[dict[str, Fact]]:
    """The facts of some rows of the columns. Times are microseconds UTC, None = unknown; texts are as the source has
    them, "" = unknown, None = nothing said; `all_steps` is there where there is more than one, a line each."""
    lists = fact_lists(queue, rows)
    several = lists.pop("all_steps")
    found = [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]
    for facts, steps in zip(found, several, strict=True):
        if steps is not None:
            facts["all_steps"] = steps
    return found


def fact_lists(
    queue: QueueColumns, rows: NDArray[np.integer], names: Collection[str] | None = None
) -> dict[str, list[Fact]]:
    """The same by name, a list of as many as there are rows; those of some names only (None: all)."""
    return {name: _MAKERS[name](queue, rows) for name in (_MAKERS if names is None else names)}


def _coded(name: str, words: dict[int, str]) -> _Maker:
    return lambda queue, rows: [words[code] for code in queue.cases.columns[name][rows].tolist()]


def _moments(name: str) -> _Maker:
    return lambda queue, rows: [
        None if moment == TIME_UNKNOWN else moment for moment in queue.cases.columns[name][rows].tolist()
    ]


def _values(name: str) -> _Maker:
    def make(queue: QueueColumns, rows: NDArray[np.integer]) -> list[Fact]:
        return [*said(queue.dictionaries.values, queue.cases.columns[name][rows])]

    return make


def _numbers(name: str) -> _Maker:
    return lambda queue, rows: queue.cases.columns[name][rows].tolist()


def _names(name: str, entries_of: Callable[[Dictionaries], Sequence[_Named]]) -> _Maker:
    def make(queue: QueueColumns, rows: NDArray[np.integer]) -> list[Fact]:
        entries = entries_of(queue.dictionaries)
        return [_name(entries, code) for code in queue.cases.columns[name][rows].tolist()]

    return make


def _handovers(queue: QueueColumns, rows: NDArray[np.integer]) -> list[Fact]:
    return [None if count == NONE else count for count in queue.cases.columns["handovers"][rows].tolist()]


def _case_numbers(queue: QueueColumns, rows: NDArray[np.integer]) -> list[Fact]:
    return [*queue.numbers.texts(rows)]


def _processes(queue: QueueColumns, rows: NDArray[np.integer]) -> list[Fact]:
    return [queue.process_keys[place] if place >= 0 else None for place in queue.process[rows].tolist()]


def _process_names(queue: QueueColumns, rows: NDArray[np.integer]) -> list[Fact]:
    keys = queue.process[rows].tolist()
    names: dict[int, Fact] = {place: queue.process_name(queue.process_keys[place]) for place in {*keys} if place >= 0}
    return [names.get(place) for place in keys]


def _step_counts(queue: QueueColumns, rows: NDArray[np.integer]) -> list[Fact]:
    offset = queue.cases.sets["steps"].offset
    counts: list[Fact] = (offset[rows + 1] - offset[rows]).tolist()
    return counts


def _step_since(queue: QueueColumns, rows: NDArray[np.integer]) -> list[Fact]:
    """Since when a case stands at its primary step, which is the first one."""
    offset, since = queue.cases.sets["steps"].offset, queue.cases.sets["steps"].flat["since"]
    spans = zip(offset[rows].tolist(), offset[rows + 1].tolist(), strict=True)
    said = [int(since[first]) if first < end else TIME_UNKNOWN for first, end in spans]
    return [None if moment == TIME_UNKNOWN else moment for moment in said]


def _all_steps(queue: QueueColumns, rows: NDArray[np.integer]) -> list[Fact]:
    steps, known = queue.cases.sets["steps"], queue.dictionaries.steps
    first, end = steps.offset[rows], steps.offset[rows + 1]
    found: list[Fact] = [None] * len(rows)
    for place in np.flatnonzero(end - first > 1).tolist():
        names = [_name(known, code) for code in steps.flat["step"][first[place] : end[place]].tolist()]
        found[place] = "\n".join(name or "unknown step" for name in names)
    return found


def _name(entries: Sequence[_Named], code: int) -> str | None:
    return entries[code].name if 0 <= code < len(entries) else None


_MAKERS: Final[dict[str, _Maker]] = {
    **{name: _coded(name, words) for name, words in _WORDS.items()},
    **{name: _moments(name) for name in _MOMENTS},
    **{name: _values(name) for name in _VALUES},
    **{name: _numbers(name) for name in _NUMBERS},
    "handovers": _handovers,
    "number": _case_numbers,
    "process": _processes,
    "process_name": _process_names,
    "step": _names("step", lambda known: known.steps),
    "holder": _names("holder", lambda known: known.persons),
    "holder_queue": _names("holder_queue", lambda known: known.queues),
    "step_since": _step_since,
    "steps": _step_counts,
    "all_steps": _all_steps,
}
