"""Cases as visits of steps: the same ones grouped, and re-opened ones taken apart. Nothing is judged here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.process.discovery import variants

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Visits:
    """n visits of steps, rows of a case together and in order: case key and step code int32[n], time int64[n]
    (microseconds UTC, TIME_UNKNOWN where not known). No rows for ends of cases. `run` int32[n] says how often the case
    had been re-opened before (`visits.run_numbers`); None: not said."""

    case: NDArray[np.int32]
    step: NDArray[np.int32]
    at: NDArray[np.int64]
    run: NDArray[np.int32] | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    """m cases: keys int32[m] ascending, when opened int64[m], and whether over bool[m]. Only cases known to have been
    closed in the ordinary way are over; all others are judged as far as they have come."""

    key: NDArray[np.int32]
    opened_at: NDArray[np.int64]
    over: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Group:
    """Cases with the same steps that are all over or all open: `members` are places among the cases with visits."""

    steps: tuple[int, ...]
    over: bool
    members: Rows


def grouped(visits: Visits, cases: Cases) -> tuple[Rows, Rows, list[Group]]:
    """For the cases with visits their row and first visit, and the groups of them, the largest first."""
    wanted = np.flatnonzero(np.isin(visits.case, cases.key))
    case, step = visits.case[wanted], visits.step[wanted]
    if not len(case):
        return np.empty(0, np.int64), np.empty(0, np.int64), []
    begins = np.concatenate(([True], case[1:] != case[:-1]))
    rows = np.searchsorted(cases.key, case[begins]).astype(np.int64)
    found = variants(case, step)
    key = found.of_case.astype(np.int64) * 2 + cases.over[rows]
    codes, of, counts = np.unique(key, return_inverse=True, return_counts=True)
    order = np.argsort(of, kind="stable")
    members = np.split(order, np.cumsum(counts)[:-1])
    groups = []
    for code, inside in zip(codes.tolist(), members, strict=True):
        at, length = int(found.first_row[code // 2]), int(found.lengths[code // 2])
        groups.append(Group(tuple(step[at : at + length].tolist()), bool(code % 2), inside))
    groups.sort(key=lambda group: -len(group.members))
    return rows, wanted[np.flatnonzero(begins)], groups


@dataclass(frozen=True, slots=True)
class Runs:
    """Re-opened cases taken apart: `visits` of p runs as if each were a case, `cases` of them (key: their number),
    `row` int64[p] the case of each, `visit` the row in the visits that they were taken from."""

    visits: Visits
    cases: Cases
    row: Rows
    visit: Rows


def runs_of(visits: Visits, cases: Cases) -> Runs | None:
    """The runs of the cases that visited steps after they were re-opened, None where there is no such case.

    All runs but the last of a case have come to their end, since the case was closed.
    """
    if visits.run is None or not (visits.run > 0).any():
        return None
    several = np.isin(visits.case, visits.case[visits.run > 0]) & np.isin(visits.case, cases.key)
    visit = np.flatnonzero(several)
    if not len(visit):
        return None
    case, run = visits.case[visit], visits.run[visit]
    begins = np.concatenate(([True], (case[1:] != case[:-1]) | (run[1:] != run[:-1])))
    number = (np.cumsum(begins) - 1).astype(np.int32)
    row = np.searchsorted(cases.key, case[begins]).astype(np.int64)
    last = np.concatenate((row[1:] != row[:-1], [True]))
    return Runs(
        Visits(number, visits.step[visit], visits.at[visit]),
        Cases(np.arange(len(row), dtype=np.int32), cases.opened_at[row], ~last | cases.over[row]),
        row,
        visit,
    )
