"""Durations of groups: how many, how many unknown, median, p90, range; and ages in buckets. Vectorised, exact.

Percentiles are nearest-rank: always a duration that a real case had, never one in between. Figures against a target
are kpi.py's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bpo_desk.models.ids import TIME_UNKNOWN

Micros = NDArray[np.int64]

PERCENTILES: Final = (50, 90)


@dataclass(frozen=True, slots=True)
class Durations:
    """One row a group, 0..groups-1. `n` durations known, `unknown` not, `censored` how many of the n are still growing
    (open cases: every percentile is then a lower bound). `percentiles` int64[groups, len(asked)], `lowest`, `highest`,
    `total`: in the unit of the input; TIME_UNKNOWN where a group has none."""

    n: NDArray[np.int64]
    unknown: NDArray[np.int64]
    censored: NDArray[np.int64]
    asked: tuple[int, ...]
    percentiles: Micros
    lowest: Micros
    highest: Micros
    total: Micros

    def __len__(self) -> int:
        return len(self.n)

    def percentile(self, percent: int) -> Micros:
        """One of the percentiles that were asked for; ValueError for another."""
        return self.percentiles[:, self.asked.index(percent)]

    def mean(self) -> NDArray[np.float64]:
        """The mean of each group, NaN where it has none. To be shown only beside n and a percentile."""
        some = self.n > 0
        return np.where(some, np.where(some, self.total, 0) / np.maximum(self.n, 1), np.nan)


def durations(
    amount: ArrayLike,
    group: NDArray[np.integer] | None = None,
    groups: int = 1,
    *,
    growing: NDArray[np.bool_] | None = None,
    percents: tuple[int, ...] = PERCENTILES,
) -> Durations:
    """The durations of each group. `amount`: int64, TIME_UNKNOWN where not known; `group`: 0..groups-1 each, all in
    group 0 without it; `growing`: which are still going on. Raises ValueError for percentiles outside 1..100."""
    if any(not 1 <= percent <= 100 for percent in percents):
        raise ValueError("percentiles are whole numbers from 1 to 100")
    values = np.asarray(amount, dtype=np.int64)
    of = np.zeros(len(values), dtype=np.int64) if group is None else np.asarray(group, dtype=np.int64)
    known = values != TIME_UNKNOWN
    order = np.lexsort((values[known], of[known]))
    ranked = values[known][order]
    n = np.bincount(of[known], minlength=groups)
    begin = np.cumsum(n) - n
    table = np.full((groups, len(percents)), TIME_UNKNOWN, dtype=np.int64)
    lowest, highest, total = (np.full(groups, TIME_UNKNOWN, dtype=np.int64) for _ in range(3))
    some = np.flatnonzero(n)
    for column, percent in enumerate(percents):
        table[some, column] = ranked[begin[some] + nearest_rank(n[some], percent)]
    if len(some):
        lowest[some], highest[some] = ranked[begin[some]], ranked[begin[some] + n[some] - 1]
        total[some] = np.add.reduceat(ranked, begin[some])
    still = np.zeros(len(values), dtype=bool) if growing is None else growing
    return Durations(
        n=n,
        unknown=np.bincount(of[~known], minlength=groups),
        censored=np.bincount(of[known & still], minlength=groups),
        asked=percents,
        percentiles=table,
        lowest=lowest,
        highest=highest,
        total=total,
    )


def nearest_rank(n: NDArray[np.int64], percent: int) -> NDArray[np.int64]:
    """The place, from 0, of a percentile among n > 0 sorted values: the smallest with at least `percent` per cent of
    them at or below it. Whole numbers only: 0.7 * 10 is more than 7 in binary fractions."""
    return -(-n * percent // 100) - 1


@dataclass(frozen=True, slots=True)
class Ageing:
    """How many ages are in each bucket: `counts[i]` of [edges[i], edges[i + 1]), the last one without an end; `unknown`
    beside them. The counts and `unknown` sum to the number of ages."""

    edges: tuple[int, ...]
    counts: NDArray[np.int64]
    unknown: int


def ageing(age: ArrayLike, edges: tuple[int, ...]) -> Ageing:
    """Ages in half-open buckets. `edges` ascend from 0; an age below 0 counts in the first bucket (it is opened after
    the instant of the question). Raises ValueError for other edges."""
    if not edges or edges[0] != 0 or list(edges) != sorted(set(edges)):
        raise ValueError("the edges of ageing buckets ascend from 0")
    values = np.asarray(age, dtype=np.int64)
    known = values[values != TIME_UNKNOWN]
    bucket = np.maximum(np.searchsorted(np.array(edges), known, side="right") - 1, 0)
    return Ageing(edges, np.bincount(bucket, minlength=len(edges)), len(values) - len(known))
