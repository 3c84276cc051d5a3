"""The paths that cases took, and how many took each flow of a definition: from the most common path to all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.discovery import Variants
from bpo_desk.process.replay import completions, replay_of

_STOPS = (0.5, 0.8, 0.9, 0.95, 0.99, 1.0)
_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Path:
    """One variant: the step codes in order, how many cases took it, and whether they are over (else under way)."""

    steps: tuple[int, ...]
    cases: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """The `paths` most common paths, which `cases` of all cases took. `flows` says how many of those took each flow of
    the definition (by element id); `read` how many of the paths were followed on it, fewer where time ran out.
    `takers` has the numbers of all paths that took a flow, also of those beyond this level; on a discovered map also
    of those that reached a step."""

    paths: int
    cases: int
    flows: Mapping[str, int]
    read: int
    takers: Mapping[str, Sequence[int] | NDArray[np.int64]] = field(default_factory=dict)


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
) -> list[Level]:
    """Levels from the most common path alone to all: those that first reach 50, 80, 90, 95, 99 and 100 % of the cases.

    With a definition each path is followed by its tokens, the most common first, for at most two seconds; a flow that a
    case took more than once counts once. Steps that are no element are passed over.
    """
    whole = sum(path.cases for path in paths)
    stops = stop_numbers(paths, whole)
    until = clock() + _SECONDS
    flows: dict[str, int] = {}
    takers: dict[str, list[int]] = {}
    made: list[Level] = []
    cases = read = 0
    for number, path in enumerate(paths, start=1):
        cases += path.cases
        if definition is not None and (number == 1 or clock() < until):
            read += 1
            visited = [elements[code] for code in path.steps if code in elements]
            for flow in flows_of(definition, visited, frozenset(elements.values()), over=path.over):
                flows[flow] = flows.get(flow, 0) + path.cases
                takers.setdefault(flow, []).append(number - 1)
        if number in stops:
            made.append(Level(number, cases, dict(flows), read, takers))
    return made


def stop_numbers(paths: Sequence[Path], whole: int) -> set[int]:
    """The numbers of paths at which a level ends, from 1; `whole` is how many cases there are."""
    if not paths:
        return set()
    reached = np.cumsum([path.cases for path in paths])
    numbers = {int(np.searchsorted(reached, share * whole - 1e-9)) + 1 for share in _STOPS}
    return {1, len(paths), *(number for number in numbers if number <= len(paths))}


def flows_of(definition: ProcessDefinition, visited: list[str], recorded: frozenset[str], *, over: bool) -> list[str]:
    """The flows that a case took that visited some elements in this order; `recorded` are all that a log can name."""
    if not visited:
        return []
    replay = replay_of(definition, recorded, starts=False)
    replay.follow(completions(visited))
    return list(replay.likeliest(closed=over).flows)
