"""Chips: the named filters of the queue, with their counts. Closed and cancelled cases are in none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, WaitingFor
from bpo_desk.models.filters import NO_MOVEMENT_HOURS, Chip
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.state.filter_lookup import FilterLookup

_HOUR: Final = 3_600_000_000
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _At:
    """What chips are computed from: the queue, the instant (microseconds UTC), and when "no movement" begins."""

    lookup: FilterLookup
    now: int
    hours: float


def _overdue(at: _At) -> Mask:
    due = at.lookup.times("due_at")
    found: Mask = (due < at.now) & (due != TIME_UNKNOWN)
    return found


def _due_today(at: _At) -> Mask:
    due = at.lookup.times("due_at")
    begin, end = at.lookup.day(at.now)
    return (due >= begin) & (due < end)


def _no_movement(at: _At) -> Mask:
    last = at.lookup.times("last_activity_at")
    found: Mask = (last < at.now - int(at.hours * _HOUR)) & (last != TIME_UNKNOWN)
    return found


def _is(column: str, code: int) -> Callable[[_At], Mask]:
    return lambda at: at.lookup.cases[column] == np.int8(code)


def _some(column: str) -> Callable[[_At], Mask]:
    return lambda at: at.lookup.cases[column].astype(np.int32, copy=False) > 0


_RULES: Final[dict[Chip, Callable[[_At], Mask]]] = {
    Chip.UNASSIGNED: lambda at: at.lookup.held(HolderKind.NOBODY) | at.lookup.held(HolderKind.QUEUE),
    Chip.OVERDUE: _overdue,
    Chip.DUE_TODAY: _due_today,
    Chip.AT_RISK: _is("sla", SlaState.AT_RISK),
    Chip.NO_MOVEMENT: _no_movement,
    Chip.WITH_CLIENT: _is("waiting_for", WaitingFor.CLIENT),
    Chip.WITH_CUSTOMER: _is("waiting_for", WaitingFor.CUSTOMER),
    Chip.IN_EXCEPTION: _some("exits_open"),
    Chip.REPEAT_CONTACT: _some("repeat_contacts"),
    Chip.REOPENED: _some("reopenings"),
    Chip.ADHOC_OPEN: _some("ad_hoc_open"),
    Chip.HOLDER_ABSENT: lambda at: np.zeros(len(at.lookup), dtype=bool),
}


def not_over(lookup: FilterLookup) -> Mask:
    """bool[n]: cases neither closed nor cancelled (those of unknown status are among them)."""
    return lookup.cases["status"].astype(np.int8, copy=False) < CaseStatus.CLOSED


def chip_mask(chip: Chip, lookup: FilterLookup, now: int, hours: float = NO_MOVEMENT_HOURS) -> Mask:
    """bool[n]: the cases of one chip at an instant; "no movement" for longer than `hours` of calendar time."""
    return _RULES[chip](_At(lookup, now, hours)) & not_over(lookup)


def chip_counts(
    lookup: FilterLookup, now: int, hours: float = NO_MOVEMENT_HOURS, within: Mask | None = None
) -> dict[Chip, int]:
    """How many cases each chip would show at an instant, among those of `within` (bool[n]) where it is given."""
    at = _At(lookup, now, hours)
    counted = not_over(lookup) if within is None else not_over(lookup) & within
    return {chip: int(np.count_nonzero(rule(at) & counted)) for chip, rule in _RULES.items()}
