"""Sort orders of the queue: for every column a permutation of the rows, stable, unknown last in both directions."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import NONE
from bpo_desk.state.asked import asked_codes
from bpo_desk.state.filter_lookup import FilterLookup, ages_between
from bpo_desk.state.packed_order import Keys, Order, Whole, known_range, ordered

_FEW_VALUES: Final = 1 << 16


class SortColumn(StrEnum):
    """What the queue can be sorted by."""

    NUMBER = "number"
    TITLE = "title"
    CLIENT = "client"
    REFERENCE = "reference"
    PROCESS = "process"
    STEP = "step"
    HOLDER = "holder"  # by the name shown: person, else queue, else side
    QUEUE = "queue"
    SIDE = "side"
    SINCE = "since"
    WAITING = "waiting"
    DUE = "due"
    SLA = "sla"  # breached, at risk, on track, met
    EXITS = "exits"
    ADHOC = "adhoc"
    LAST = "last"
    AGE = "age"
    OPENED = "opened"
    CLOSED = "closed"
    PRIORITY = "priority"
    STATUS = "status"
    SOURCE_STATUS = "source_status"
    OUTCOME = "outcome"
    HANDOVERS = "handovers"
    CONTACTS = "contacts"
    REOPENED = "reopened"
    EVENTS = "events"
    ASKED = "asked"  # pending, done, over, taken back; unknown before somebody has told


_TIMES: Final = {
    SortColumn.SINCE: "holder_since",
    SortColumn.DUE: "due_at",
    SortColumn.LAST: "last_activity_at",
    SortColumn.OPENED: "opened_at",
    SortColumn.CLOSED: "closed_at",
}
_VALUES: Final = {
    SortColumn.TITLE: "title",
    SortColumn.CLIENT: "client",
    SortColumn.REFERENCE: "reference",
    SortColumn.PRIORITY: "priority",
    SortColumn.SOURCE_STATUS: "source_status",
    SortColumn.OUTCOME: "outcome",
}
_COUNTS: Final = {
    SortColumn.EXITS: "exits",
    SortColumn.ADHOC: "ad_hoc_open",
    SortColumn.HANDOVERS: "handovers",
    SortColumn.CONTACTS: "contacts",
    SortColumn.REOPENED: "reopenings",
    SortColumn.EVENTS: "events",
}
_CODES: Final[dict[SortColumn, tuple[str, tuple[int, ...]]]] = {
    SortColumn.STATUS: ("status", (NONE, 0, 1, 2)),
    SortColumn.SIDE: ("holder_side", (NONE, 0, 1, 2, 3, 4)),
    SortColumn.WAITING: ("waiting_for", (6, 0, 1, 2, 3, 4, 5, NONE)),
    SortColumn.SLA: ("sla", (NONE, 2, 1, 0, 3)),
}
"""Column of small codes, and the place of each code; NONE for unknown."""


def sort_permutation(
    lookup: FilterLookup,
    column: SortColumn,
    now: int,
    *,
    descending: bool = False,
    within: NDArray[np.integer] | None = None,
    last: NDArray[np.bool_] | None = None,
) -> NDArray[np.int32]:
    """int32[n]: the rows in the order of a column. `within` is the order before, a permutation of all rows or of some
    of them (as a filter leaves them): its rows are sorted, and those that are equal keep its order (without it: row
    order). Rows of unknown value come last in both directions; behind them, in the same order, the rows of `last`
    (bool[n]). `now`: microseconds UTC, for ages."""
    return begun_sort(lookup, column, now, descending=descending, within=within, last=last).whole()


def begun_sort(
    lookup: FilterLookup,
    column: SortColumn,
    now: int,
    *,
    descending: bool = False,
    within: NDArray[np.integer] | None = None,
    last: NDArray[np.bool_] | None = None,
) -> Order:
    """The same, of which so far only the first rows are sorted."""
    return ordered(sort_keys(lookup, column, now), descending=descending, within=within, last=last)


def sort_keys(lookup: FilterLookup, column: SortColumn, now: int) -> Keys:
    """What the rows are sorted by."""
    if column in _TIMES:
        return Keys.of_column(lookup.times(_TIMES[column]))
    if column is SortColumn.AGE:
        opened, ended = lookup.times("opened_at"), lookup.times("closed_at")
        return Keys.made(len(lookup), lambda rows: ages_between(opened[rows], ended[rows], now))
    if column in _VALUES:
        return _values(lookup, _VALUES[column])
    if column in _COUNTS:
        return _counts(lookup.cases[_COUNTS[column]])
    if column in _CODES:
        name, places = _CODES[column]
        return _ranked(np.array(places, dtype=np.int32), lookup.cases[name])
    return _TEXTS[column](lookup)


def _values(lookup: FilterLookup, column: str) -> Keys:
    """By the order of the texts of values; of a column that holds few of them, of these alone."""
    ranks, codes = lookup.values.ranks, lookup.cases[column]
    first, last = lookup.value_ranges.get(column, (0, -1))
    if last - first < _FEW_VALUES:
        return Keys.of_table(np.append(ranks[first : last + 1], ranks[-1]), codes, first)
    return Keys.of_table(ranks, codes)


def _counts(counts: Whole) -> Keys:
    """Negative numbers are unknown."""
    unknown = counts.dtype.type(np.iinfo(counts.dtype).min)
    high = known_range(counts)[1]
    return Keys(len(counts), lambda rows: np.where(counts[rows] < 0, unknown, counts[rows]), 0, high)


def _ranked(ranks: NDArray[np.int32], codes: Whole, first_known: int = 0) -> Keys:
    """By the rank of codes; unknown for those before `first_known`, for ranks that are NONE and for NONE."""
    unknown = np.iinfo(np.int32).min
    table = np.append(np.where(ranks < 0, unknown, ranks), unknown).astype(np.int32)
    table[:first_known] = unknown
    return Keys.of_table(table, codes)


def _asked(lookup: FilterLookup) -> Keys:
    codes = asked_codes(lookup)
    if codes is None:
        return Keys.of_column(np.broadcast_to(np.int16(np.iinfo(np.int16).min), len(lookup)))
    return _counts(codes.astype(np.int16))


_TEXTS: Final[dict[SortColumn, Callable[[FilterLookup], Keys]]] = {
    SortColumn.NUMBER: lambda lookup: Keys.of_column(lookup.number_ranks),
    SortColumn.PROCESS: lambda lookup: _ranked(lookup.process_ranks, lookup.queue.process),
    SortColumn.STEP: lambda lookup: _ranked(lookup.step_ranks, lookup.cases["step"], 1),
    SortColumn.QUEUE: lambda lookup: _ranked(lookup.queue_ranks, lookup.cases["holder_queue"], 1),
    SortColumn.HOLDER: lambda lookup: Keys.of_column(lookup.holder_keys),
    SortColumn.ASKED: _asked,
}
