"""KPIs from counts and durations, as exact fractions, with target, actual and variance.

Which cases are counted is the caller's; every rate keeps its numerator and denominator, so that both can be shown.
Formulas: the field's usual ones, each said where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import prod

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import TIME_UNKNOWN


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"


class Unit(StrEnum):
    """How a figure varies: rates differ by percentage points, amounts by per cent."""

    RATE = "rate"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Ratio:
    """`part` of `whole`; without a whole there is no rate, which is not the same as 0."""

    part: Fraction | int
    whole: Fraction | int

    @property
    def value(self) -> Fraction | None:
        """The exact rate, None where there is nothing to measure."""
        return Fraction(self.part) / Fraction(self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One figure against its target. `actual` None: unknown, and so is everything that follows from it. `n`: how many
    it rests on, `unknown`: how many could not be counted."""

    name: str
    target: Fraction
    actual: Fraction | None
    better: Better
    unit: Unit
    n: int
    unknown: int = 0

    @property
    def variance(self) -> Fraction | None:
        """Actual - target, in the unit of both (for a rate: 0.01 is one percentage point)."""
        return None if self.actual is None else self.actual - self.target

    @property
    def variance_points(self) -> Fraction | None:
        """The variance in percentage points, None for amounts."""
        return None if self.variance is None or self.unit is Unit.AMOUNT else self.variance * 100

    @property
    def variance_relative(self) -> Fraction | None:
        """The variance as a part of the target, None where the target is 0."""
        return None if self.variance is None or not self.target else self.variance / self.target

    @property
    def met(self) -> bool | None:
        """Whether the target is reached, by the unrounded figure; None where that is unknown."""
        if self.actual is None:
            return None
        return self.actual >= self.target if self.better is Better.HIGHER else self.actual <= self.target

    @property
    def favourable(self) -> bool | None:
        """Whether the variance goes the good way (a target met exactly has none); None where it is unknown."""
        if self.variance is None:
            return None
        return self.variance > 0 if self.better is Better.HIGHER else self.variance < 0


@dataclass(frozen=True, slots=True)
class SlaAdherence:
    """`due`: met of all that fell due in the period, the open ones past due included; that is the figure. `closed`: met
    of the closed ones only, which hides what is late and still open. `unknown`: cases whose due date is not known."""

    due: Ratio
    closed: Ratio
    unknown: int


def sla_adherence(
    due_at: NDArray[np.int64], ended_at: NDArray[np.int64], first: int, after: int, now: int
) -> SlaAdherence:
    """Adherence in the period [first, after), microseconds UTC, as of `now`; ended_at TIME_UNKNOWN: still open.

    Met: ended at the due instant or before. Due basis: cases that fell due in the period and before `now` or were met;
    closed basis: cases ended in the period with a due date.
    """
    known, ended = due_at != TIME_UNKNOWN, (ended_at != TIME_UNKNOWN) & (ended_at <= now)
    met = known & ended & (ended_at <= due_at)
    in_period = known & (due_at >= first) & (due_at < after)
    decided = in_period & (met | (due_at < now))
    closed = known & ended & (ended_at >= first) & (ended_at < after)
    return SlaAdherence(
        due=Ratio(int((decided & met).sum()), int(decided.sum())),
        closed=Ratio(int((closed & met).sum()), int(closed.sum())),
        unknown=int((~known).sum()),
    )


@dataclass(frozen=True, slots=True)
class FirstContacts:
    """First-contact resolution: `rate` over mature first contacts; `immature` ones are too young to tell."""

    rate: Ratio
    immature: int


def first_contact_resolution(key: NDArray[np.integer], at: NDArray[np.int64], window: int, as_of: int) -> FirstContacts:
    """First contacts (no contact with the same key in the `window` before) without a repeat inside the window, of those
    whose window is over by `as_of` (at + window <= as_of). Contacts after `as_of` do not count; a repeat exactly at
    the end of the window is outside it."""
    told = at <= as_of
    key, at = key[told], at[told]
    order = np.lexsort((at, key))
    key, at = key[order], at[order]
    near = (key[1:] == key[:-1]) & (at[1:] - at[:-1] < window)
    first = np.append(True, ~near)[: len(key)]
    repeated = np.append(near, False)[: len(key)]
    mature = first & (at + window <= as_of)
    return FirstContacts(Ratio(int((mature & ~repeated).sum()), int(mature.sum())), int((first & ~mature).sum()))


def average_handling_time(talk: Sequence[int], hold: Sequence[int], after: Sequence[int]) -> Ratio:
    """Sum of talk, hold and after-work over contacts handled: weighted by volume, never a mean of daily means."""
    return Ratio(sum(talk) + sum(hold) + sum(after), len(talk))


def rolled_yield(steps: Iterable[Fraction]) -> Fraction:
    """The product of the yields of the steps: what passes all of them the first time."""
    return prod(steps, start=Fraction(1))


@dataclass(frozen=True, slots=True)
class Backlog:
    """The cases of one period."""

    opening: int
    received: int
    reopened: int
    completed: int
    cancelled: int

    @property
    def closing(self) -> int:
        """Opening + received + reopened - completed - cancelled: must equal the open cases counted at the end."""
        return self.opening + self.received + self.reopened - self.completed - self.cancelled


def lead_time(in_process: Fraction | int, throughput: Fraction | int) -> Fraction | None:
    """Little's law: mean lead time = work in process / throughput, in the time unit of the throughput. It holds for a
    stable process only. None without throughput."""
    return Ratio(in_process, throughput).value
