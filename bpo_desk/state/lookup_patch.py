"""A FilterLookup for a queue of which only some rows are others: keeps every table that still holds.

Which rows changed is found in `cache/queue_changes.py`; what the tables are, in `state/filter_lookup.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import VALUE_COLUMNS
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.value_search import ValueSearch

Rows = NDArray[np.int64]
_OF_NUMBERS: Final = ("numbers", "number_tails", "tails", "number_ranks")
_OF_NAMES: Final = (
    "persons", "queues", "steps", "processes", "process_names", "versions", "holder_ranks", "queue_ranks",
    "step_ranks", "process_ranks",
)  # fmt: skip
"""Tables by code; the dictionaries behind them are the same."""


def part_of(lookup: FilterLookup, rows: Rows) -> FilterLookup:
    """A lookup of some rows (ascending) alone, which answers for them what the whole one answers."""
    part = FilterLookup(lookup.queue.take(rows))
    made = _made(lookup)
    _hand_on(made, part, (*_OF_NAMES, "values"))
    # By text or by number, as the whole queue is: a few numbers may be alike where all of them are not.
    part.__dict__["number_ranks"] = lookup.number_ranks[rows]
    part._told.update({asked: told[rows] for asked, told in dict(lookup._told).items()})
    return part


def patched_lookup(before: FilterLookup, queue: QueueColumns, rows: Rows) -> FilterLookup:
    """A lookup of `queue`, which is that of `before` but for the cases in some rows (ascending). Tables that no longer
    hold are left to be made when they are asked for."""
    after = FilterLookup(queue)
    made = _made(before)
    after._told.update(before._told)
    _hand_on(made, after, (*_OF_NUMBERS, *_OF_NAMES))
    for name in ("hands", "steps"):
        if queue.cases.sets[name].offset is before.cases.sets[name].offset:
            _hand_on(made, after, (f"more_{name}",))
    part = FilterLookup(queue.take(rows))
    _hand_on(made, part, _OF_NAMES)
    _keep_values(after, made, rows)
    if "value_ranges" in made:
        after.__dict__["value_ranges"] = _widened(made["value_ranges"], part.value_ranges)
    if "holder_keys" in made:
        after.__dict__["holder_keys"] = _with(made["holder_keys"], rows, part.holder_keys)
    return after


def _made(lookup: FilterLookup) -> dict[str, Any]:
    """The tables that are there; another thread may be making one."""
    return dict(lookup.__dict__)


def _hand_on(made: dict[str, Any], to: FilterLookup, names: Iterable[str]) -> None:
    to.__dict__.update({name: made[name] for name in names if name in made})


def _keep_values(after: FilterLookup, made: dict[str, Any], rows: Rows) -> None:
    """The texts of values hold as long as no row says one that none said before; their order is found from that of
    those before."""
    values: ValueSearch | None = made.get("values")
    held = [after.cases[name][rows].astype(np.int32) for name in VALUE_COLUMNS]
    if values is not None and values.knows(np.concatenate([codes[codes >= 0] for codes in held])):
        after.__dict__["values"] = values
    elif values is not None:
        after.__dict__["values"] = after.values.after(values)


def _widened(before: dict[str, tuple[int, int]], part: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Ranges that hold the codes of both; those of rows that are others now may be wider than they need."""
    both = dict(before)
    for name, (first, last) in part.items():
        low, high = before.get(name, (first, last))
        both[name] = (min(low, first), max(high, last))
    return both


def _with(column: NDArray[Any], rows: Rows, values: NDArray[Any]) -> NDArray[Any]:
    """The column where it says the same in these rows, else a copy with other values in them."""
    if np.array_equal(column[rows], values):
        return column
    out = column.copy()
    out[rows] = values
    return out
