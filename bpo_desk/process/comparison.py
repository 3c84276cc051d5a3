"""Two groups of cases of a process side by side: steps, what follows what, and flows, with counts and median times.

    compared = compare(visits, cases, elements, a, b, definition)      a, b: bool[m], such as two periods of opening

Whether a difference matters is for the reader; conformance is `conformance`'s business.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.case_groups import Cases, Visits, grouped
from bpo_desk.process.distinct import distinct
from bpo_desk.process.replay import Replayed, completions, replay_of
from bpo_desk.process.tokens import Net, places
from bpo_desk.process.versions import VersionRead, version_read

_SECONDS = 2.0

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """One group's figures: how often, in how many cases, and the median time in microseconds over the times known
    (None where none is)."""

    times: int
    cases: int
    median: int | None


@dataclass(frozen=True, slots=True)
class StepCompared:
    """A step in both groups. `element` is its element id ("" where the definition lacks it), `step` its code. The
    median is the time from reaching it until the case reached its next step."""

    element: str
    step: int
    a: Side
    b: Side


@dataclass(frozen=True, slots=True)
class FollowsCompared:
    """One step right after another in both groups, by step code. The median is the time from one to the other."""

    source: int
    target: int
    a: Side
    b: Side


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two groups of `cases_a` and `cases_b` cases. `flows` says for each flow of the definition
    how many cases of each took it, `takers` which ones (places among all cases), `flow_times` the median time of both
    from reaching the step that the token came from until reaching the one it went to (microseconds; None where neither
    end, or no time, is known); `read_a` and `read_b` are the cases that were followed on it, fewer where time ran out.
    Steps come by code, pairs by from and to."""

    cases_a: int
    cases_b: int
    steps: tuple[StepCompared, ...]
    follows: tuple[FollowsCompared, ...]
    flows: Mapping[str, tuple[int, int]]
    flow_times: Mapping[str, tuple[int | None, int | None]]
    read_a: int
    read_b: int
    takers: Mapping[str, Ints]


def compare(
    visits: Visits,
    cases: Cases,
    elements: Mapping[int, str],
    a: NDArray[np.bool_],
    b: NDArray[np.bool_],
    definition: ProcessDefinition | None = None,
    *,
    versions: Sequence[tuple[VersionRead, NDArray[np.bool_]]] = (),
    clock: Callable[[], float] = time.monotonic,
) -> Comparison:
    """Compare the cases of two masks over `cases` (bool[m] each; a case may be in both).

    With a definition the variants of both are followed on it, the most frequent first, for at most 2 seconds; by
    `versions` instead those of each (bool[m]) on their own, and told of on the definition.
    """
    sides = [_OneSide.of(visits, cases, mask) for mask in (a, b)]
    told = _Flows((a, b))
    until = clock() + _SECONDS
    if versions:
        for own, mask in versions:
            told.read(visits, _part(cases, mask), own, until, clock, np.flatnonzero(mask))
    elif definition is not None:
        told.read(visits, cases, version_read(definition, definition, elements), until, clock, np.arange(len(a)))
    by_step = [side.by_step() for side in sides]
    by_pair = [side.by_pair() for side in sides]
    none = Side(0, 0, None)
    steps = tuple(
        StepCompared(elements.get(code, ""), code, by_step[0].get((code,), none), by_step[1].get((code,), none))
        for (code,) in sorted({*by_step[0], *by_step[1]})
    )
    pairs = tuple(
        FollowsCompared(source, target, by_pair[0].get((source, target), none), by_pair[1].get((source, target), none))
        for source, target in sorted({*by_pair[0], *by_pair[1]})
    )
    one, other = told.followed
    return Comparison(
        int(a.sum()), int(b.sum()), steps, pairs, told.cases, told.medians(), one, other, told.rows()
    )  # fmt: skip


def _part(cases: Cases, mask: NDArray[np.bool_]) -> Cases:
    return Cases(cases.key[mask], cases.opened_at[mask], cases.over[mask])


@dataclass(frozen=True, slots=True)
class _OneSide:
    """The visits of one group: rank of the case, step, and time until the next visit (TIME_UNKNOWN: not known)."""

    case: Ints
    step: Ints
    until_next: Ints
    stays: NDArray[np.bool_]

    @classmethod
    def of(cls, visits: Visits, cases: Cases, mask: NDArray[np.bool_]) -> _OneSide:
        rows = np.flatnonzero(np.isin(visits.case, cases.key[mask]))
        case, step, at = visits.case[rows], visits.step[rows].astype(np.int64), visits.at[rows]
        stays = np.zeros(len(rows), np.bool_)
        stays[:-1] = case[1:] == case[:-1]
        until_next = np.full(len(rows), TIME_UNKNOWN, np.int64)
        known = np.flatnonzero(stays)
        known = known[(at[known] != TIME_UNKNOWN) & (at[known + 1] != TIME_UNKNOWN)]
        until_next[known] = at[known + 1] - at[known]
        rank = np.cumsum(np.concatenate(([0], case[1:] != case[:-1]))) if len(case) else np.empty(0, np.int64)
        return cls(rank.astype(np.int64), step, until_next, stays)

    def by_step(self) -> dict[tuple[int, ...], Side]:
        return _sides((self.step,), self.case, self.until_next)

    def by_pair(self) -> dict[tuple[int, ...], Side]:
        rows = np.flatnonzero(self.stays)
        return _sides((self.step[rows], self.step[rows + 1]), self.case[rows], self.until_next[rows])


def _sides(keys: tuple[Ints, ...], case: Ints, lasted: Ints) -> dict[tuple[int, ...], Side]:
    """Figures by key: one sort by key and time."""
    if not len(case):
        return {}
    unknown = lasted == TIME_UNKNOWN
    order = np.lexsort((lasted, unknown, *reversed(keys)))
    ordered = [key[order] for key in keys]
    new = np.concatenate(([True], np.any([key[1:] != key[:-1] for key in ordered], axis=0)))
    starts = np.flatnonzero(new)
    group = np.cumsum(new) - 1
    times = np.diff(np.concatenate((starts, [len(order)])))
    known = np.add.reduceat((~unknown[order]).astype(np.int64), starts)
    width = int(case.max()) + 1
    cases = np.bincount(distinct(group * width + case[order]) // width, minlength=len(starts))
    sorted_times = lasted[order]
    low, high = starts + np.maximum(known - 1, 0) // 2, starts + known // 2
    high = np.minimum(high, len(order) - 1)
    middle = sorted_times[low] // 2 + sorted_times[high] // 2 + (sorted_times[low] % 2 + sorted_times[high] % 2) // 2
    return {
        tuple(int(key[start]) for key in ordered): Side(
            int(times[number]), int(cases[number]), int(middle[number]) if known[number] else None
        )
        for number, start in enumerate(starts.tolist())
    }


class _Flows:
    """Cases and times of two masks by flow of the definition."""

    def __init__(self, masks: tuple[NDArray[np.bool_], NDArray[np.bool_]]) -> None:
        self.masks = masks
        self.followed = [0, 0]
        self.cases: dict[str, tuple[int, int]] = {}
        self.times: dict[str, tuple[list[Ints], list[Ints]]] = {}
        self.taken: dict[str, list[Ints]] = {}

    def read(
        self,
        visits: Visits,
        cases: Cases,
        own: VersionRead,
        until: float,
        clock: Callable[[], float],
        places_of: Ints,
    ) -> None:
        """Follow cases on a definition, the most frequent variants first, while there is time; `places_of` are the
        places of these cases among all."""
        definition, elements = own.definition, own.elements
        rows, first, groups = grouped(visits, cases)
        rows = places_of[rows]
        recorded = frozenset(elements.values())
        for group in groups:
            sides = [mask[rows[group.members]] for mask in self.masks]
            if not any(side.any() for side in sides):
                continue
            if clock() >= until:
                return
            self.followed = [n + int(side.sum()) for n, side in zip(self.followed, sides, strict=True)]
            places = [place for place, code in enumerate(group.steps) if code in elements]
            if not places:
                continue
            replay = replay_of(definition, recorded, starts=False)
            replay.follow(completions([elements[group.steps[place]] for place in places]))
            told = replay.likeliest(closed=group.over)
            for flow in dict.fromkeys(own.drawn_flows[each] for each in told.flows if each in own.drawn_flows):
                before = self.cases.get(flow, (0, 0))
                self.cases[flow] = before[0] + int(sides[0].sum()), before[1] + int(sides[1].sum())
                self.taken.setdefault(flow, []).append(rows[group.members])
            for name, source, target in _spans(replay.net, told):
                if name not in own.drawn_flows:
                    continue
                flow = own.drawn_flows[name]
                at = first[group.members]
                begin, end = visits.at[at + places[source]], visits.at[at + places[target]]
                known = (begin != TIME_UNKNOWN) & (end != TIME_UNKNOWN)
                for kept, side in zip(self.times.setdefault(flow, ([], [])), sides, strict=True):
                    kept.append((end - begin)[known & side])

    def rows(self) -> dict[str, Ints]:
        """The places among the cases of those, of either mask or none, that took each flow."""
        return {flow: np.concatenate(parts) for flow, parts in self.taken.items()}

    def medians(self) -> dict[str, tuple[int | None, int | None]]:
        """The median of each flow's times, of both masks."""
        return {flow: (_median(a), _median(b)) for flow, (a, b) in self.times.items()}


def _spans(net: Net, told: Replayed) -> Iterator[tuple[str, int, int]]:
    """(flow, visit that its token came from, visit that it went to) for each token that passed between two visits.

    A token that passed silent nodes still comes from the step before them; two events of the log are a visit.
    """
    born: dict[int, int] = {}
    for event, way in enumerate(told.ways[:-1]):
        for number, move in enumerate(way, start=1):
            for place in places(move.taken):
                if place in net.flow_of and born.get(place, -1) >= 0:
                    yield net.flow_of[place], born[place] // 2, event // 2
            origin = max((born.get(place, -1) for place in places(move.taken)), default=-1)
            recorded = number == len(way) and told.placed[event] is not None
            for place in places(move.transition.produce):
                born[place] = event if recorded else origin


def _median(times: list[Ints]) -> int | None:
    every = np.concatenate(times) if times else np.empty(0, np.int64)
    return int(np.median(every)) if len(every) else None
