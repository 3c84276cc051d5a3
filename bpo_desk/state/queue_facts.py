"""What one row of the queue says, in plain values by name: for the screen, for the stored first page and for JSON.

One function for all of them, so that a first page that sync wrote says the same as the live rows. Words on the screen
are made of these facts in `ui/queue/queue_cells.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, StepRelation, WaitingFor
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.sides import Side

Fact = str | int | None

_WORDS: Final[dict[str, dict[int, str]]] = {
    "status": {int(each): each.word for each in CaseStatus},
    "step_relation": {int(each): each.word for each in StepRelation},
    "holder_kind": {int(each): each.word for each in HolderKind},
    "holder_side": {int(each): each.word for each in Side},
    "waiting_for": {int(each): each.word for each in WaitingFor},
    "sla": {int(each): each.word for each in SlaState},
}
_MOMENTS: Final = ("opened_at", "closed_at", "last_activity_at", "holder_since", "step_since", "due_at")
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
    column, known = queue.cases.columns, queue.dictionaries
    by_name: dict[str, list[Fact]] = {}
    for name, words in _WORDS.items():
        by_name[name] = [words[code] for code in column[name][rows].tolist()]
    for name in _MOMENTS:
        by_name[name] = [None if moment == TIME_UNKNOWN else moment for moment in column[name][rows].tolist()]
    for name in _VALUES:
        by_name[name] = [known.value(code) for code in column[name][rows].tolist()]
    for name in _NUMBERS:
        by_name[name] = column[name][rows].tolist()
    by_name["handovers"] = [None if count == NONE else count for count in column["handovers"][rows].tolist()]
    by_name["number"] = [queue.numbers.text(row) for row in rows.tolist()]
    keys = [queue.process_keys[place] if place >= 0 else None for place in queue.process[rows].tolist()]
    names = {key: queue.process_name(key) for key in {*keys} if key is not None}
    by_name["process"] = list(keys)
    by_name["process_name"] = [None if key is None else names[key] for key in keys]
    for name, code_of, entries in (
        ("step", "step", known.steps),
        ("holder", "holder", known.persons),
        ("holder_queue", "holder_queue", known.queues),
    ):
        by_name[name] = [_name(entries, code) for code in column[code_of][rows].tolist()]
    steps = queue.cases.sets["steps"]
    counts = (steps.offset[rows + 1] - steps.offset[rows]).tolist()
    by_name["steps"] = counts
    found = [dict(zip(by_name, values, strict=True)) for values in zip(*by_name.values(), strict=True)]
    for facts, row, count in zip(found, rows.tolist(), counts, strict=True):
        if count > 1:
            first = int(steps.offset[row])
            said = [_name(known.steps, code) for code in steps.flat["step"][first : first + count].tolist()]
            facts["all_steps"] = "\n".join(name or "unknown step" for name in said)
    return found


def _name(entries: Sequence[_Named], code: int) -> str | None:
    return entries[code].name if 0 <= code < len(entries) else None
