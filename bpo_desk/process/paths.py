"""The paths that cases took, and how many took each flow of a definition: from the most common path to all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.discovery import Variants
from bpo_desk.process.following import following_of

_STOPS = (0.5, 0.8, 0.9, 0.95, 0.99, 1.0)
SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Path:
    """One variant: the step codes in order, how many cases took it, and whether they are over (else under way)."""

    steps: tuple[int, ...]
    cases: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """The `paths` most common paths, which `cases` of all cases took. `flows` says how many of those took each flow of
    the definition (by element id); `read` how many of the paths were followed on it, fewer where time ran out, and
    `followed` how many cases took those.
    `takers` has the numbers of all paths that took a flow, also of those beyond this level; on a discovered map also
    of those that reached a step."""

    paths: int
    cases: int
    flows: Mapping[str, int]
    read: int
    takers: Mapping[str, Sequence[int] | NDArray[np.int64]] = field(default_factory=dict)
    followed: int = 0


def with_ends(
    case: NDArray[np.int32], step: NDArray[np.int32], over: NDArray[np.integer], end: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The visits (case and step, rows of a case together and in order) with a last row of the code `end` for each case
    in `over`, so that a path that has ended is told from one that is under way; cases ascending."""
    ended = np.unique(case[np.isin(case, over)])
    every = np.concatenate((case, ended)).astype(np.int32)
    order = np.argsort(every, kind="stable")
    return every[order], np.concatenate((step, np.full(len(ended), end))).astype(np.int32)[order]


def paths_of(found: Variants, step: NDArray[np.int32], end: int) -> list[Path]:
    """The variants as paths, most common first; `step` int32[n] are the rows that they were made of."""
    made = []
    for row, length, count in zip(found.first_row, found.lengths, found.counts, strict=True):
        codes = step[int(row) : int(row) + int(length)].tolist()
        over = codes[-1] == end
        made.append(Path(tuple(codes[:-1] if over else codes), int(count), over))
    return made


def levels_of(
    paths: Sequence[Path],
    definition: ProcessDefinition | None,
    elements: Mapping[int, str],
    clock: Callable[[], float] = time.monotonic,
    seconds: float = SECONDS,
) -> list[Level]:
    """Levels from the most common path alone to all: those that first reach 50, 80, 90, 95, 99 and 100 % of the cases.

    With a definition each path is followed by its tokens, the most common first, for at most so many seconds; a flow
    that a case took more than once counts once. Steps that are no element are passed over.
    """
    until = clock() + seconds
    told = FlowsTold()
    if definition is not None:
        following = following_of(definition, frozenset(elements.values()))
        for number, path in enumerate(paths):
            if number and clock() >= until:
                break
            visited = [elements[code] for code in path.steps if code in elements]
            flows = following.flows_of(visited, over=path.over) if visited else 0
            told.add(number, path.cases, following.names(flows))
            told.read = number + 1
    return levels_told(paths, told)


class FlowsTold:
    """Which paths took which flows: `add` a taker (the number of a path, or of a path on a version) with its cases and
    the flows that it took. `read` paths were followed."""

    def __init__(self) -> None:
        self.read = 0
        self._kinds: dict[tuple[str, ...], int] = {}
        self._taker: list[int] = []
        self._cases: list[int] = []
        self._kind: list[int] = []

    def add(self, taker: int, cases: int, flows: tuple[str, ...]) -> None:
        """Tell of one taker; takers ascending."""
        self._taker.append(taker)
        self._cases.append(cases)
        self._kind.append(self._kinds.setdefault(flows, len(self._kinds)))

    def kinds(self) -> tuple[tuple[str, ...], NDArray[np.bool_]]:
        """The flows, and which of them each kind of taker took, bool[kinds, flows]."""
        flows = tuple(dict.fromkeys(flow for kind in self._kinds for flow in kind))
        place = {flow: number for number, flow in enumerate(flows)}
        took = np.zeros((len(self._kinds), len(flows)), np.bool_)
        for number, kind in enumerate(self._kinds):
            took[number, [place[flow] for flow in kind]] = True
        return flows, took

    def takers(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Taker, cases and kind of each."""
        return np.array(self._taker, np.int64), np.array(self._cases, np.int64), np.array(self._kind, np.int64)


def levels_told(paths: Sequence[Path], told: FlowsTold, many: int = 1) -> list[Level]:
    """The levels of paths whose flows are told; there are `many` takers a path."""
    flows, took = told.kinds()
    taker, cases, kind = told.takers()
    takers = {flow: taker[took[kind, number]] for number, flow in enumerate(flows)}
    reached = np.cumsum([path.cases for path in paths]).tolist()
    made = []
    for number in sorted(stop_numbers(paths, reached[-1] if reached else 0)):
        inside = int(np.searchsorted(taker, number * many))
        counts = np.bincount(kind[:inside], cases[:inside], len(took)).astype(np.int64) @ took
        counted = {flow: count for flow, count in zip(flows, counts.tolist(), strict=True) if count}
        read = min(told.read, number)
        made.append(Level(number, reached[number - 1], counted, read, takers, reached[read - 1] if read else 0))
    return made


def stop_numbers(paths: Sequence[Path], whole: int) -> set[int]:
    """The numbers of paths at which a level ends, from 1; `whole` is how many cases there are."""
    if not paths:
        return set()
    reached = np.cumsum([path.cases for path in paths])
    numbers = {int(np.searchsorted(reached, share * whole - 1e-9)) + 1 for share in _STOPS}
    return {1, len(paths), *(number for number in numbers if number <= len(paths))}
