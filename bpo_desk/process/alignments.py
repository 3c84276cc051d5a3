"""Optimal alignments: the cheapest way to read a list of steps as a run of a definition (Adriansyah, 2014).

The standard cost function: a step that log and process do together costs 0, a silent move 0, a step of the log that the
process does not allow there (log move) 1, a step that the process needs and the log lacks (model move) 1. Open cases
are aligned as prefixes: what is not yet done costs nothing. What the figures mean for a set of cases is
`conformance`'s business.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.process import Family, ProcessDefinition
from bpo_desk.process.alignment_layers import Layers
from bpo_desk.process.alignment_search import Aligned, Labels, OutOfTime, Searcher, Ticking
from bpo_desk.process.replay import same_named
from bpo_desk.process.token_net import token_net

_KEPT = 6
_WINDOWS = 1, 3
"""How wide layers are, the narrow ones first: most traces cost little."""
_SHORTEST = 1.0
_MOST_KNOWN = 100_000


class MoveKind(IntEnum):
    """Who makes a move: both, only the log (an extra step), only the process (a step left out)."""

    SYNCHRONOUS = 0
    LOG = 1
    MODEL = 2


@dataclass(frozen=True, slots=True)
class AlignedMove:
    """One move. `node` is the element id, for a log move as the trace has it; `position` the place in the trace, for a
    model move that of the step before which it is missing (the length of the trace: at its end)."""

    kind: MoveKind
    node: str
    position: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The reading of one trace.

    Where `exact` is false the time ran out: the optimal cost is at least `cost` and at most `at_most` (None: not known
    either), and there are no moves. Silent moves are not listed. Of several optimal readings the same one is given each
    time; it is one way to see the deviation, not the only one.
    """

    cost: int
    exact: bool
    at_most: int | None
    moves: tuple[AlignedMove, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds for all traces together and for each of them."""

    total: float = 10.0
    each: float = 1.0


@dataclass(frozen=True, slots=True)
class Alignments:
    """Readings of n traces, in their order. `cost` int32[n] is optimal where `exact` bool[n], else a lower bound;
    `worst` int32[n] is what doing nothing together costs: the length of the trace and, unless it is a prefix, the
    shortest run of the process (at least; where a second did not find it)."""

    cost: NDArray[np.int32]
    exact: NDArray[np.bool_]
    worst: NDArray[np.int32]
    readings: tuple[Alignment, ...]

    def fitness(self) -> NDArray[np.float64]:
        """1 - cost / worst for each trace (1 where worst is 0); an upper bound where not exact. float64[n]."""
        return 1.0 - self.cost / np.maximum(self.worst, 1)


Trace = Sequence[str]


@dataclass(slots=True)
class Aligner:
    """Aligns traces on one definition; what was aligned once is not searched again.

    `searcher` and `layers` keep what they learned about the net, so that later traces cost less than the first.
    """

    searcher: Searcher
    alike: dict[str, tuple[str, ...]]
    known: dict[tuple[tuple[str, ...], bool], tuple[float, Alignment]] = field(default_factory=dict)
    shortest: Alignment | None = None
    meanings: dict[str, Labels] = field(default_factory=dict)
    moves: dict[_MoveKey, AlignedMove] = field(default_factory=dict)
    layers: Sequence[Layers] = field(init=False)

    def __post_init__(self) -> None:
        self.layers = tuple(Layers(self.searcher, window) for window in _WINDOWS)

    def align(
        self,
        traces: Sequence[Trace],
        *,
        prefix: Sequence[bool] | NDArray[np.bool_] | bool = False,
        budget: Budget | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> Alignments:
        """Align traces (element ids in order; ids that no flow node has are log moves), each different one once.

        `prefix` tells for each trace, or for all, that its case is still open. Put the most frequent first: when the
        time for all is used up, the rest gets the lower bound that needs no search.
        """
        budget = budget or Budget()
        until = clock() + budget.total
        open_ended = [bool(prefix)] * len(traces) if isinstance(prefix, bool) else [bool(p) for p in prefix]
        made = []
        for trace, is_prefix in zip(traces, open_ended, strict=True):
            seconds = max(0.0, min(budget.each, until - clock()))
            made.append(self._one(tuple(trace), is_prefix, seconds, clock))
        shortest = self.shortest_run().cost
        worst = [len(t) + (0 if p else shortest) for t, p in zip(traces, open_ended, strict=True)]
        return Alignments(
            np.array([each.cost for each in made], np.int32),
            np.array([each.exact for each in made], np.bool_),
            np.array(worst, np.int32),
            tuple(made),
        )

    def shortest_run(self) -> Alignment:
        """The reading of nothing at all: its cost is how many steps the shortest run of the process has. Searched once,
        for at most a second."""
        if self.shortest is None:
            found = self.searcher.search((), closed=True, until=time.monotonic() + _SHORTEST, clock=time.monotonic)
            if isinstance(found, OutOfTime):
                self.shortest = Alignment(found.at_least, False, None)
            else:
                self.shortest = Alignment(found.cost, True, found.cost, _told((), [], found, self.moves))
        return self.shortest

    def _one(self, trace: tuple[str, ...], prefix: bool, seconds: float, clock: Callable[[], float]) -> Alignment:
        given, found = self.known.get((trace, prefix), (-1.0, None))
        if found is None or (not found.exact and seconds > given):
            found = self._searched(trace, prefix, seconds, clock)
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            self.known[trace, prefix] = seconds, found
        return found

    def _meaning(self, node: str) -> Labels:
        found = self.meanings.get(node)
        if found is None:
            found = self.meanings[node] = self.searcher.labels((node, *self.alike.get(node, ())))
        return found

    def _searched(self, trace: tuple[str, ...], prefix: bool, seconds: float, clock: Callable[[], float]) -> Alignment:
        """Steps that no transition bears are log moves in every reading, and need no search."""
        meant = [self._meaning(node) for node in trace]
        strange = meant.count(())
        found: Aligned | OutOfTime = OutOfTime(0)
        if seconds > 0:
            bearing = tuple([each for each in meant if each])
            until = clock() + seconds
            ticking = Ticking(until, clock)
            read = (each.read(bearing, closed=not prefix, clock=ticking) for each in self.layers)
            sure = next((each for each in read if each is not None), None)
            found = sure or self.searcher.search(bearing, closed=not prefix, until=until, clock=clock)
        if isinstance(found, OutOfTime):
            shortest = 0 if prefix else self.shortest_run().at_most
            at_most = None if shortest is None else len(trace) + shortest
            return Alignment(strange + found.at_least, False, at_most)
        moves = _told(trace, [bool(each) for each in meant], found, self.moves)
        return Alignment(strange + found.cost, True, strange + found.cost, moves)


_MoveKey = tuple[MoveKind, str, int]


def _told(
    trace: tuple[str, ...], bears: list[bool], found: Aligned, known: dict[_MoveKey, AlignedMove]
) -> tuple[AlignedMove, ...]:
    """The moves with the steps that were left out of the search put back in their places. Equal moves of different
    traces are one (`known`): there are few of them, and very many traces."""
    keys: list[_MoveKey] = []
    at, length = 0, len(trace)
    while at < length and not bears[at]:
        keys.append((MoveKind.LOG, trace[at], at))
        at += 1
    for in_log, node in found.moves:
        if not in_log:
            keys.append((MoveKind.MODEL, node, at))
            continue
        keys.append((MoveKind.SYNCHRONOUS, node, at) if node else (MoveKind.LOG, trace[at], at))
        at += 1
        while at < length and not bears[at]:
            keys.append((MoveKind.LOG, trace[at], at))
            at += 1
    for key in keys:
        if key not in known:
            known[key] = AlignedMove(*key)
    return tuple([known[key] for key in keys])


_aligners: OrderedDict[tuple[str, frozenset[str], frozenset[str]], Aligner] = OrderedDict()


def aligner_of(
    definition: ProcessDefinition, recorded: frozenset[str] = frozenset(), unrecorded: frozenset[str] = frozenset()
) -> Aligner:
    """The aligner of a definition, the one used before where there is one (same digest).

    All activities are steps, of events and gateways those in `recorded`; `unrecorded` are activities that the log
    cannot show, passed silently.
    """
    activities = {node.id for node in definition.nodes if node.kind.family is Family.ACTIVITY}
    key = definition.digest, recorded - activities, unrecorded
    found = _aligners.get(key) if definition.digest else None
    if found is None:
        net = token_net(definition, key[1], starts=False)
        found = Aligner(Searcher.of(net, unrecorded), same_named(definition))
        if definition.digest:
            _aligners[key] = found
            while len(_aligners) > _KEPT:
                _aligners.popitem(last=False)
    else:
        _aligners.move_to_end(key)
    return found


def align(
    definition: ProcessDefinition,
    traces: Sequence[Trace],
    *,
    prefix: Sequence[bool] | NDArray[np.bool_] | bool = False,
    recorded: frozenset[str] = frozenset(),
    budget: Budget | None = None,
) -> Alignments:
    """Align traces on a definition; see `Aligner.align` and `aligner_of`."""
    return aligner_of(definition, recorded).align(traces, prefix=prefix, budget=budget)
