"""What one row of the queue says, in plain values by name: for the screen, for the stored first page and for JSON.

One function for all of them, so that a first page that sync wrote says the same as the live rows. Words on the screen
are made of these facts in `ui/queue/queue_cells.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

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
_VALUES: Final = ("title", "client", "reference", "priority", "source_status")
_NUMBERS: Final = (
    "case", "holders", "exits", "exits_open", "ad_hoc_open", "ad_hoc_total", "feedback_open", "capability",
)  # fmt: skip


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def queue_facts(queue: QueueColumns, row: int) -> dict[str, Fact]:
    """The facts of a row of the columns. Times are microseconds UTC, None = unknown; texts are as the source has them,
    "" = unknown, None = nothing said; `all_steps` is there where there is more than one, a line each."""
    column, known = queue.cases.columns, queue.dictionaries
    found: dict[str, Fact] = {name: words[int(column[name][row])] for name, words in _WORDS.items()}
    for name in _MOMENTS:
        moment = int(column[name][row])
        found[name] = None if moment == TIME_UNKNOWN else moment
    for name in _VALUES:
        found[name] = known.value(int(column[name][row]))
    for name in _NUMBERS:
        found[name] = int(column[name][row])
    handovers, process = int(column["handovers"][row]), int(queue.process[row])
    found["handovers"] = None if handovers == NONE else handovers
    found["number"] = queue.numbers.text(row)
    key = found["process"] = queue.process_keys[process] if process >= 0 else None
    found["process_name"] = None if key is None else queue.process_name(key)
    found["step"] = _name(known.steps, int(column["step"][row]))
    found["holder"] = _name(known.persons, int(column["holder"][row]))
    found["holder_queue"] = _name(known.queues, int(column["holder_queue"][row]))
    steps = queue.cases.sets["steps"]
    first, end = int(steps.offset[row]), int(steps.offset[row + 1])
    found["steps"] = end - first
    if end - first > 1:
        names = [_name(known.steps, int(code)) for code in steps.flat["step"][first:end]]
        found["all_steps"] = "\n".join(name or "unknown step" for name in names)
    return found


def _name(entries: Sequence[_Named], code: int) -> str | None:
    return entries[code].name if 0 <= code < len(entries) else None
