"""Tokens on a process definition: markings, and the transitions that move tokens (BPMN 2.0.2, chapter 13).

A marking is an int with one bit a place; a second token on a place merges with the first. How a definition becomes a
net is `token_net`'s business, what a log does to it `replay`'s.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

_MOST_CLOSED = 4_000

USUAL, RARE, SKIP = 1, 40, 1_000
"""What a silent move costs: an ordinary one, an exception (boundary event, event sub-process), leaving out a step."""


class Phase(IntEnum):
    """What an event says of a step: that it began, that it ended (for events: that it happened)."""

    START = 0
    COMPLETE = 1


Label = tuple[str, Phase]


@dataclass(frozen=True, slots=True)
class Transition:
    """Moves tokens: needs all of `require`, one of `any_of` (0: nothing) and none of `inhibit`; takes `consume` and
    `clear` away and puts `produce`. An inclusive join gives its incoming places in `join`, each with all places that
    lie before it. `nodes` are the elements that it passes."""

    nodes: tuple[str, ...]
    require: int
    consume: int
    produce: int
    any_of: int = 0
    inhibit: int = 0
    clear: int = 0
    cost: int = USUAL
    join: tuple[tuple[int, int], ...] = ()

    def enabled(self, marking: int) -> bool:
        """Whether it can fire."""
        if marking & self.require != self.require or marking & self.inhibit:
            return False
        if self.any_of and not marking & self.any_of:
            return False
        return not self.join or not self._has_to_wait(marking)

    def _has_to_wait(self, marking: int) -> bool:
        """Whether an inclusive join may still get a token where it has none (BPMN 2.0.2, 13.4.3).

        So it is when a token lies before an empty incoming flow and before none that has its token.
        """
        before_empty = before_full = 0
        for place, upstream in self.join:
            if marking & place:
                before_full |= upstream
            else:
                before_empty |= upstream
        return bool(marking & before_empty & ~before_full)

    def fired(self, marking: int) -> int:
        """The marking after it fired."""
        return (marking & ~(self.consume | self.clear)) | self.produce


@dataclass(frozen=True, slots=True)
class Move:
    """A transition that fired, and the tokens that it took."""

    transition: Transition
    taken: int


Way = tuple[Move, ...]


@dataclass(slots=True)
class Net:
    """The places and transitions of a definition. `flow_of` names the sequence flow of a place, `node_of` the activity
    that is at work while its place is marked, `idle` are the places of processes that have not begun, each process
    with its own in `entries`."""

    start: int
    idle: int
    entries: Sequence[int]
    flow_of: Mapping[int, str]
    node_of: Mapping[int, str]
    silent: Sequence[Transition]
    skips: Sequence[Transition]
    steps: Mapping[Label, Sequence[Transition]]
    closed: dict[tuple[int, int, Label | None], dict[int, tuple[int, Way]]] = field(default_factory=dict)
    onward: dict[int, list[Transition]] = field(default_factory=dict)
    helpful: dict[Label | None, dict[int, list[Transition]]] = field(default_factory=dict)

    def flows(self, tokens: int) -> Iterator[str]:
        """The sequence flows among some places."""
        for place in places(tokens):
            if place in self.flow_of:
                yield self.flow_of[place]

    def is_over(self, marking: int) -> bool:
        """Whether every process that began has come to its end."""
        return not marking & ~self.idle and all(marking & entry in (0, entry) for entry in self.entries)

    def has_ended(self, marking: int) -> bool:
        """Whether it is over and at least one process has begun."""
        return self.is_over(marking) and any(not marking & entry for entry in self.entries)

    def closure(self, marking: int, dearest: int = RARE, toward: Label | None = None) -> dict[int, tuple[int, Way]]:
        """Markings reached by silent moves that cost at most `dearest` each, with cost and cheapest way; the marking
        itself is among them. With `toward` only moves that can help that step to begin are made (the others can be
        made later as well, which spares going through the states of parallel branches). At most 4,000 are looked at."""
        key = marking, dearest, toward
        known = self.closed.get(key)
        if known is None:
            known = self.closed[key] = dict(self._spread(marking, dearest, self._helpful(toward)))
        return known

    def _helpful(self, label: Label | None) -> dict[int, list[Transition]]:
        """The silent transitions that can help a step to begin (all without one), by the lowest place they need."""
        known = self.helpful.get(label)
        if known is None:
            chosen = list(self.silent) if label is None else upstream(self.silent, self.steps.get(label, ()))
            known = self.helpful[label] = {}
            for transition in chosen:
                known.setdefault(transition.require & -transition.require, []).append(transition)
        return known

    def nearest(self, marking: int, wanted: Transition) -> tuple[int, Way] | None:
        """The cheapest way of a single token to a place that `wanted` takes from, leaving out steps where need be.

        Tokens that a transition on the way lacks (another branch that has not come to its join) are taken as given; so
        is what may not be marked. None when no token can come there.
        """
        goals = wanted.consume or wanted.require
        came: dict[int, tuple[int, Transition]] = {}
        heap = [(0, place) for place in places(marking)]
        cost: dict[int, int] = {place: 0 for _, place in heap}
        while heap:
            spent, at = heapq.heappop(heap)
            if at & goals:
                return spent, self._walked(marking, at, came)
            if spent > cost[at]:
                continue
            for transition in self._leading_on(at):
                for after in places(transition.produce):
                    further = spent + transition.cost
                    if further < cost.get(after, further + 1):
                        cost[after] = further
                        came[after] = at, transition
                        heapq.heappush(heap, (further, after))
        return None

    def _walked(self, marking: int, at: int, came: Mapping[int, tuple[int, Transition]]) -> Way:
        steps = []
        while at in came:
            at, transition = came[at]
            steps.append(transition)
        way = []
        for transition in reversed(steps):
            way.append(Move(transition, transition.consume if not transition.join else marking & transition.consume))
            marking = transition.fired(marking)
        return tuple(way)

    def _leading_on(self, place: int) -> list[Transition]:
        """Transitions that take from or need a place, steps among them only as left out."""
        if not self.onward:
            for transition in (*self.silent, *self.skips):
                for each in places(transition.consume | transition.require):
                    self.onward.setdefault(each, []).append(transition)
        return self.onward.get(place, [])

    def _spread(
        self, marking: int, dearest: int, moves: Mapping[int, Sequence[Transition]]
    ) -> Iterator[tuple[int, tuple[int, Way]]]:
        """Markings with cost and way, cheapest first (Dijkstra)."""
        done: set[int] = set()
        heap: list[tuple[int, int, int, Way]] = [(0, 0, marking, ())]
        pushed = 0
        while heap and len(done) < _MOST_CLOSED:
            cost, _, at, way = heapq.heappop(heap)
            if at in done:
                continue
            done.add(at)
            yield at, (cost, way)
            for place in (0, *places(at)):
                for transition in moves.get(place, ()):
                    if transition.cost <= dearest and transition.enabled(at):
                        after = transition.fired(at)
                        if after not in done:
                            pushed += 1
                            move = Move(transition, at & transition.consume)
                            heapq.heappush(heap, (cost + transition.cost, pushed, after, (*way, move)))


def places(tokens: int) -> Iterator[int]:
    """The single places of a marking, lowest first."""
    while tokens:
        lowest = tokens & -tokens
        yield lowest
        tokens ^= lowest


def upstream(moves: Sequence[Transition], wanted: Sequence[Transition]) -> list[Transition]:
    """Those of the moves that bring a token which the wanted ones need, or take one away that stands in their way,
    directly or not."""
    needed = gone = 0
    chosen: list[Transition] = []
    fresh: list[Transition] = list(wanted)
    left = list(moves)
    while fresh:
        for transition in fresh:
            needed |= transition.require | transition.any_of | transition.consume
            gone |= transition.inhibit
            for place, before in transition.join:
                gone |= before & ~place
        fresh = [t for t in left if t.produce & needed or (t.consume | t.clear) & gone]
        left = [t for t in left if not (t.produce & needed or (t.consume | t.clear) & gone)]
        chosen += fresh
    return chosen
