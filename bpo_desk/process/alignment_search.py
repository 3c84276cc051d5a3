"""The search behind alignments: the cheapest path through log and net together, in levels of cost.

Before a step of the log only moves that can help it are made; all others can as well be made later, which spares the
interleavings of parallel branches. Names of elements, budgets and figures are `alignments`' business.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bpo_desk.process.stubborn import MoveTable, Toward, TowardEnd, TowardStep
from bpo_desk.process.tokens import Net, Phase, Transition

_LOOK_AT_CLOCK = 32
_MOST_KEPT = 50_000

Labels = tuple[str, ...]
"""The elements that one step of the log may mean (several of one name)."""

Came = tuple[int, Transition] | None

Goal = tuple[int, int, str]
"""A step taken together with the process: the marking after it, the one before it, and the element."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A cheapest reading: its cost, and its moves in order as (takes a step of the log, element or "").

    ("" with a step of the log: a log move.)
    """

    cost: int
    moves: tuple[tuple[bool, str], ...]


@dataclass(frozen=True, slots=True)
class OutOfTime:
    """No reading was found in time; every one costs at least so much."""

    at_least: int


class TimeIsUpError(Exception):
    """The time of a search is used up; it ends with what it has."""


@dataclass(slots=True)
class Ticking:
    """Looks at the time now and then; raises when it is up."""

    until: float
    now: Callable[[], float]
    left: int = _LOOK_AT_CLOCK

    def tick(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.left = _LOOK_AT_CLOCK
            if self.now() >= self.until:
                raise TimeIsUpError


@dataclass(slots=True)
class Spread:
    """Markings around a first one by the number of model moves to them, worked out level by level as asked for.

    `came` says whence and by which transition a marking is first (cheapest) reached; `found[c]` are the goals at
    level c: (marking after it, marking before it, element). `border` are the markings with which the next level begins.
    """

    toward: Toward
    border: dict[int, Came]
    came: dict[int, Came] = field(default_factory=dict)
    found: list[list[Goal]] = field(default_factory=list)
    reached: set[int] = field(default_factory=set)
    ways: dict[int, tuple[tuple[bool, str], ...]] = field(default_factory=dict)

    def goes_beyond(self, level: int) -> bool:
        """Whether there may be goals with more model moves than this many."""
        return bool(self.border) or len(self.found) > level + 1

    def at(self, level: int, clock: Ticking) -> list[Goal] | None:
        """The goals with exactly so many model moves, cheapest silent way first; None when there can be no more."""
        while len(self.found) <= level:
            if not self.border:
                return None
            self._next_level(clock)
        return self.found[level]

    def _next_level(self, clock: Ticking) -> None:
        """Dijkstra over silent moves; nothing is kept of a level that time cut short."""
        came = dict(self.border)
        settled: dict[int, Came] = {}
        onward: dict[int, Came] = {}
        found: dict[int, Goal] = {}
        cost = dict.fromkeys(came, 0)
        heap = [(0, number, marking) for number, marking in enumerate(came)]
        pushed = len(heap)
        while heap:
            clock.tick()
            spent, _, at = heapq.heappop(heap)
            if at in settled:
                continue
            settled[at] = came[at]
            for after, node in self.toward.goals(at):
                if after not in self.reached:
                    found.setdefault(after, (after, at, node))
            for transition, silent in self.toward.moves(at):
                after = transition.fired(at)
                if not silent:
                    onward.setdefault(after, (at, transition))
                    continue
                further = spent + transition.cost
                if after not in settled and after not in self.came and further < cost.get(after, further + 1):
                    cost[after], came[after] = further, (at, transition)
                    pushed += 1
                    heapq.heappush(heap, (further, pushed, after))
        self.came |= settled
        self.reached.update(found)
        self.found.append(list(found.values()))
        self.border = {marking: how for marking, how in onward.items() if marking not in self.came}

    def way(self, marking: int) -> list[Transition]:
        """The transitions from the first marking to one that was reached."""
        made: list[Transition] = []
        while (step := self.came[marking]) is not None:
            marking, transition = step
            made.append(transition)
        return made[::-1]


State = tuple[int, int]
"""How many steps of the trace are read, and the marking."""


_Reached = tuple[State, Spread | None, int, str]
"""How a state was reached: the state before, and the goal (marking, element) of a spread that led on (None: a log
move)."""


@dataclass(slots=True)
class Searcher:
    """A net made ready for alignments, with what earlier searches learned about it."""

    net: Net
    table: MoveTable
    steps: Mapping[str, Sequence[int]]
    element: Mapping[int, str]
    spreads: dict[tuple[int, Labels | None], Spread] = field(default_factory=dict)
    towards: dict[Labels | None, Toward] = field(default_factory=dict)

    @classmethod
    def of(cls, net: Net, unrecorded: frozenset[str] = frozenset()) -> Searcher:
        """A searcher over the net of a log that only records completions; `unrecorded` steps pass silently."""
        every = list(net.silent)
        silent = free = (1 << len(every)) - 1
        steps: dict[str, list[int]] = {}
        element: dict[int, str] = {}
        for node in dict.fromkeys(node for node, _ in net.steps):
            for transition in as_one(net, node):
                bit = 1 << len(every)
                if node in unrecorded:
                    silent |= bit
                else:
                    steps.setdefault(node, []).append(len(every))
                    element[id(transition)] = node
                # What takes no token (an event that names its sub-process) is never missing.
                free |= bit if transition.consume else 0
                every.append(transition)
        return cls(net, MoveTable(every, silent, free), steps, element)

    def labels(self, nodes: Iterable[str]) -> Labels:
        """Those of the elements that some transition bears."""
        return tuple(node for node in nodes if node in self.steps)

    def search(
        self, trace: Sequence[Labels], *, closed: bool, until: float, clock: Callable[[], float]
    ) -> Aligned | OutOfTime:
        """The cheapest reading of a trace, when `closed` to an end of the process; where no run of the process ever
        ends, as if it were not closed."""
        if len(self.spreads) > _MOST_KEPT:
            self.spreads.clear()
            self.towards.clear()
        return _Search(self, trace, closed, Ticking(until, clock)).run()

    def spread(self, marking: int, label: Labels | None) -> Spread:
        """What can be reached from a marking toward a step (None: toward an end)."""
        known = self.spreads.get((marking, label))
        if known is None:
            known = self.spreads[marking, label] = Spread(self._toward(label), {marking: None})
        return known

    def model_moves(self, spread: Spread, marking: int) -> tuple[tuple[bool, str], ...]:
        """The model moves on the way to a marking that was reached, last first, as `Aligned` tells them."""
        known = spread.ways.get(marking)
        if known is None:
            element = self.element
            way = reversed(spread.way(marking))
            known = spread.ways[marking] = tuple([(False, element[id(t)]) for t in way if id(t) in element])
        return known

    def _toward(self, label: Labels | None) -> Toward:
        known = self.towards.get(label)
        if known is None:
            if label is None:
                known = TowardEnd(self.table, self.net)
            else:
                known = TowardStep(self.table, [(number, node) for node in label for number in self.steps[node]])
            self.towards[label] = known
        return known


class _Search:
    """One search: uniform cost over states, level by level; among equal costs synchronous moves first."""

    def __init__(self, searcher: Searcher, trace: Sequence[Labels], closed: bool, clock: Ticking) -> None:
        self.searcher, self.trace, self.closed, self.clock = searcher, trace, closed, clock
        start = 0, searcher.net.start
        self.came: dict[State, _Reached] = {}
        self.best: dict[State, int] = {start: 0}
        # By cost: states to look at, with what they cost themselves; the rest is for model moves after them.
        self.levels: list[list[tuple[State, int]]] = [[(start, 0)]]
        self.spreads = searcher.spreads

    def run(self) -> Aligned | OutOfTime:
        cost = 0
        try:
            while cost < len(self.levels):
                waiting = self.levels[cost]
                if waiting:
                    self.levels.append([])  # one level above the dearest state is always there
                while waiting:
                    self.clock.tick()
                    state, spent = waiting.pop()
                    if self.best[state] == spent and self._expand(state, spent, cost):
                        return Aligned(cost, self._moves(state, cost - spent))
                cost += 1
        except TimeIsUpError:
            return OutOfTime(cost)
        self.closed = False
        done = max(self.best, key=lambda state: (state[0], -self.best[state]))
        return Aligned(self.best[done], self._moves(done, 0))

    def _expand(self, state: State, spent: int, cost: int) -> bool:
        """Push what follows a state with `cost - spent` model moves; true when the reading is whole."""
        done, marking = state
        level = cost - spent
        if done == len(self.trace):
            if not self.closed:
                return True
            spread, label = self.searcher.spread(marking, None), None
        else:
            label = self.trace[done]
            spread = self.spreads.get((marking, label)) or self.searcher.spread(marking, label)
        goals = spread.found[level] if level < len(spread.found) else spread.at(level, self.clock)
        if label is None and goals:
            return True
        if goals is not None:
            self.levels[cost + 1].append((state, spent))
        if label is None:
            return False
        best, came = self.best, self.came
        if level == 0:
            self._reach((done + 1, marking), spent + 1, (state, None, 0, ""))
        for after, via, node in reversed(goals or ()):
            reached = done + 1, after
            if cost < best.get(reached, cost + 1):
                best[reached] = cost
                came[reached] = state, spread, via, node
                self.levels[cost].append((reached, cost))
        return False

    def _reach(self, state: State, cost: int, how: _Reached) -> None:
        if cost < self.best.get(state, cost + 1):
            self.best[state] = cost
            self.came[state] = how
            self.levels[cost].append((state, cost))

    def _moves(self, state: State, level: int) -> tuple[tuple[bool, str], ...]:
        """The moves to a state, and from it to an end when the trace is closed."""
        made: list[tuple[bool, str]] = []
        if self.closed:
            spread = self.searcher.spread(state[1], None)
            _, via, _ = spread.found[level][0]
            made += self.searcher.model_moves(spread, via)
        while state in self.came:
            before, spread_on, via_on, node = self.came[state]
            made.append((True, node))
            if spread_on is not None:
                made += self.searcher.model_moves(spread_on, via_on)
            state = before
        return tuple(reversed(made))


def as_one(net: Net, node: str) -> list[Transition]:
    """Beginning and end of a step as one transition each, for logs that only record that it was done."""
    begins, ends = net.steps.get((node, Phase.START), ()), net.steps.get((node, Phase.COMPLETE), ())
    if not begins or not ends[0].consume:
        return list(ends)
    made = []
    for begin in begins:
        for end in ends:
            if begin.produce & end.consume and not begin.require & begin.produce:
                active = begin.produce & end.consume
                made.append(
                    Transition(
                        end.nodes,
                        begin.require | end.require & ~active,
                        begin.consume | end.consume & ~active,
                        end.produce,
                        any_of=begin.any_of,
                        inhibit=begin.inhibit | end.inhibit,
                        clear=begin.clear | end.clear,
                        cost=max(begin.cost, end.cost),
                        join=begin.join,
                    )
                )
    return made
