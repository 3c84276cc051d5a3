"""Which moves need to be tried at a marking: strong stubborn sets (Valmari 1991; Wehrle and Helmert 2012, for plans).

Of moves that do not disturb each other one order stands for all, so branches that run in parallel are gone through one
after the other and not in every interleaving. Costs and searching are `alignment_search`'s business.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bpo_desk.process.tokens import Net, Transition, places

Moves = list[tuple[Transition, bool]]
"""Transitions, each with whether it is silent."""


@dataclass(slots=True)
class MoveTable:
    """All transitions of a net by number, and which of them do what to a place. Sets of transitions are ints with one
    bit each. `free` are those that may be made without the log (silent or left out), `silent` those without cost."""

    every: Sequence[Transition]
    silent: int
    free: int
    producers: Mapping[int, int] = field(init=False)
    takers: Mapping[int, int] = field(init=False)
    disturbed: dict[int, int] = field(default_factory=dict)
    require: Sequence[int] = field(init=False)
    _needing: Mapping[int, int] = field(init=False)
    _taking: Mapping[int, int] = field(init=False)
    _filling: Mapping[int, int] = field(init=False)
    _forbidding: Mapping[int, int] = field(init=False)
    _clearing: Mapping[int, int] = field(init=False)

    def __post_init__(self) -> None:
        every = self.every
        self.require = [t.require for t in every]
        self.producers = _by_place([t.produce & ~t.consume for t in every])
        self.takers = _by_place([(t.consume | t.clear) & ~t.produce for t in every])
        self._needing = _by_place([_needed(t) for t in every])
        self._taking = _by_place([t.consume | t.clear for t in every])
        self._filling = _by_place([t.produce for t in every])
        self._forbidding = _by_place([_forbidden(t) for t in every])
        self._clearing = _by_place([t.clear for t in every])

    def members(self, chosen: int) -> Iterator[int]:
        """The numbers in a set, ascending."""
        for bit in places(chosen):
            yield bit.bit_length() - 1

    def upstream(self, wanted: int) -> int:
        """The free moves that bring a token which the wanted transitions need, or take one away that stands in their
        way, directly or not."""
        found, fresh = 0, wanted
        while fresh:
            more = 0
            for number in self.members(fresh):
                transition = self.every[number]
                more |= _union(self._filling, _needed(transition))
                more |= _union(self._taking, _forbidden(transition))
            fresh = more & self.free & ~found
            found |= fresh
        return found

    def disturbing(self, number: int) -> int:
        """The transitions whose order with this one matters: one hinders the other, or clears what the other puts."""
        known = self.disturbed.get(number)
        if known is None:
            one = self.every[number]
            known = _union(self._needing, one.consume | one.clear) | _union(self._taking, _needed(one))
            known |= _union(self._forbidding, one.produce) | _union(self._filling, _forbidden(one))
            known |= _union(self._filling, one.clear) | _union(self._clearing, one.produce)
            known = self.disturbed[number] = known & ~(1 << number)
        return known


class Toward(ABC):
    """The moves of a table that can help toward a goal."""

    def __init__(self, table: MoveTable, helpful: int) -> None:
        self.table, self.helpful = table, helpful
        self.known: dict[int, Moves] = {}

    @abstractmethod
    def goals(self, marking: int) -> list[tuple[int, str]]:
        """The goals at a marking: the marking after each, and its element."""

    @abstractmethod
    def _first(self, marking: int) -> int:
        """Transitions one of which is in every way to a goal."""

    def moves(self, marking: int) -> Moves:
        """The enabled moves that need to be tried at a marking."""
        known = self.known.get(marking)
        if known is None:
            known = self.known[marking] = self._chosen(marking)
        return known

    def _chosen(self, marking: int) -> Moves:
        table, helpful = self.table, self.helpful
        every, disturbed = table.every, table.disturbed
        producers, missing_of = table.producers, table.require
        chosen, enabled = 0, 0
        waiting = self._first(marking)
        while waiting:
            bit = waiting & -waiting
            chosen |= bit
            number = bit.bit_length() - 1
            missing = missing_of[number] & ~marking
            if missing and not missing & (missing - 1):  # by far the most frequent
                more = producers.get(missing, 0)
            elif not missing and every[number].enabled(marking):
                enabled |= bit
                more = disturbed[number] if number in disturbed else table.disturbing(number)
            else:
                more = self._enabling(every[number], marking, chosen | waiting)
            waiting = (waiting | more & helpful) & ~chosen
        return [(every[n], bool(table.silent >> n & 1)) for n in table.members(enabled & helpful)]

    def _enabling(self, transition: Transition, marking: int, chosen: int) -> int:
        """Moves one of which must come before a transition that is not enabled."""
        missing = transition.require & ~marking
        if missing:
            return self._fewest(self.table.producers, missing, chosen)
        blocking = transition.inhibit & marking
        if blocking:
            return self._fewest(self.table.takers, blocking, chosen)
        if transition.any_of and not transition.any_of & marking:
            return _union(self.table.producers, transition.any_of)
        return self.helpful  # an inclusive join that waits

    def _fewest(self, by_place: Mapping[int, int], missing: int, chosen: int) -> int:
        """For the place that asks for the fewest further moves, those moves."""
        if not missing & (missing - 1):
            return by_place.get(missing, 0)
        new = self.helpful & ~chosen
        return min((by_place.get(place, 0) for place in places(missing)), key=lambda moves: (moves & new).bit_count())


class TowardStep(Toward):
    """Toward one of several transitions of a step: (number in the table, element)."""

    def __init__(self, table: MoveTable, wanted: Sequence[tuple[int, str]]) -> None:
        self.seed = sum(1 << number for number, _ in wanted)
        super().__init__(table, table.upstream(self.seed))
        self.wanted = [(table.every[number], node) for number, node in wanted]

    def goals(self, marking: int) -> list[tuple[int, str]]:
        return [(t.fired(marking), node) for t, node in self.wanted if t.enabled(marking)]

    def _first(self, marking: int) -> int:
        return self.seed


class TowardEnd(Toward):
    """Toward an end of all processes that began, one of which did."""

    def __init__(self, table: MoveTable, net: Net) -> None:
        super().__init__(table, table.free)
        self.net = net

    def goals(self, marking: int) -> list[tuple[int, str]]:
        return [(marking, "")] if self.net.has_ended(marking) else []

    def _first(self, marking: int) -> int:
        if self.net.has_ended(marking):
            return 0
        for place in places(marking & ~self.net.idle):
            return self.table.takers.get(place, 0) & self.helpful
        begun = [marking & entry for entry in self.net.entries if marking & entry != entry]
        left = begun or [marking & entry for entry in self.net.entries]
        return _union(self.table.takers, sum(left)) & self.helpful


def _needed(transition: Transition) -> int:
    """The places whose tokens it may need."""
    found = transition.require | transition.consume | transition.any_of
    for place, _ in transition.join:
        found |= place
    return found


def _forbidden(transition: Transition) -> int:
    """The places whose tokens may stand in its way."""
    found = transition.inhibit
    for place, before in transition.join:
        found |= before & ~place
    return found


def _by_place(tokens: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for number, marked in enumerate(tokens):
        for place in places(marked):
            found[place] |= 1 << number
    return dict(found)


def _union(by_place: Mapping[int, int], tokens: int) -> int:
    found = 0
    for place in places(tokens):
        found |= by_place.get(place, 0)
    return found
