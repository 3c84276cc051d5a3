"""A FilterLookup for a queue of which only some rows are others: keeps every table that still holds.

Which rows changed is found in `cache/queue_changes.py`; what the tables are, in `state/filter_lookup.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.state.filter_lookup import VALUE_COLUMNS, Codes, FilterLookup, Members

Rows = NDArray[np.int64]
_OF_NUMBERS: Final = ("numbers", "number_tails", "by_tail", "number_ranks")
_OF_NAMES: Final = (
    "persons", "queues", "steps", "processes", "process_names", "versions", "holder_ranks", "queue_ranks",
    "step_ranks", "process_ranks",
)  # fmt: skip
"""Tables by code; the dictionaries behind them are the same."""
_OF_VALUES: Final = ("used_values", "values", "value_places", "value_ranges", "blank_values", "value_ranks")
_OF_ROWS: Final = ("holder_names", "holder_queues", "current_steps")


def part_of(lookup: FilterLookup, rows: Rows) -> FilterLookup:
    """A lookup of some rows (ascending) alone, which answers for them what the whole one answers."""
    part = FilterLookup(lookup.queue.take(rows))
    made = _made(lookup)
    _hand_on(made, part, (*_OF_NAMES, "value_ranks"))
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
    part = FilterLookup(queue.take(rows))
    _hand_on(made, part, _OF_NAMES)
    _keep_values(before, after, made, rows)
    for name in _OF_ROWS:
        if name in made:
            after.__dict__[name] = _members(made[name], getattr(part, name), rows)
    if "holder_keys" in made:
        after.__dict__["holder_keys"] = _with(made["holder_keys"], rows, part.holder_keys)
    return after


def _made(lookup: FilterLookup) -> dict[str, Any]:
    """The tables that are there; another thread may be making one."""
    return dict(lookup.__dict__)


def _hand_on(made: dict[str, Any], to: FilterLookup, names: Iterable[str]) -> None:
    to.__dict__.update({name: made[name] for name in names if name in made})


def _keep_values(before: FilterLookup, after: FilterLookup, made: dict[str, Any], rows: Rows) -> None:
    """The tables about values hold as long as no row says a text that none said before."""
    changed = [name for name in VALUE_COLUMNS if after.cases[name] is not before.cases[name]]
    if not changed:
        _hand_on(made, after, _OF_VALUES)
        return
    if not {"used_values", "value_places", "value_ranges"} <= made.keys():
        return
    used, places, ranges = made["used_values"], dict(made["value_places"]), dict(made["value_ranges"])
    for name in changed:
        codes = after.codes(name)[rows]
        at = np.minimum(np.searchsorted(used, codes), max(len(used) - 1, 0))
        said = codes >= 0
        if name not in places or not len(used) or (used[at[said]] != codes[said]).any():
            return
        at[~said] = len(used)
        places[name] = _with(places[name], rows, at)
        if said.any():
            low, high = ranges[name]
            ranges[name] = min(low, int(at[said].min())), max(high, int(at[said].max()))
    _hand_on(made, after, _OF_VALUES)
    after.__dict__.update(value_places=places, value_ranges=ranges)


def _members(before: Members, part: Members, rows: Rows) -> Members:
    first: Codes = _with(before.first, rows, part.first)
    keep = ~np.isin(before.more_rows, rows)
    if keep.all() and not len(part.more):
        return Members(first, before.more, before.more_rows)
    more_rows = np.concatenate((before.more_rows[keep], rows[part.more_rows]))
    order = np.argsort(more_rows, kind="stable")
    return Members(first, np.concatenate((before.more[keep], part.more))[order], more_rows[order])


def _with(column: NDArray[Any], rows: Rows, values: NDArray[Any]) -> NDArray[Any]:
    """The column where it says the same in these rows, else a copy with other values in them."""
    if np.array_equal(column[rows], values):
        return column
    out = column.copy()
    out[rows] = values
    return out
