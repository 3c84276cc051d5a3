"""Which moves need to be tried at a marking: strong stubborn sets (Valmari 1991; Wehrle and Helmert 2012, for plans).

Of moves that do not disturb each other one order stands for all, so branches that run in parallel are gone through one
after the other and not in every interleaving. Costs and searching are `alignment_search`'s business.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from bpo_desk.process.tokens import Net, Transition, places

Moves = list[tuple[Transition, bool]]
"""Transitions, each with whether it is silent."""


class Toward(ABC):
    """The moves that can help toward a goal. Sets of moves are ints with one bit a move."""

    def __init__(self, moves: Moves, goals: Sequence[Transition]) -> None:
        self.made = moves
        self.every = [t for t, _ in moves] + list(goals)
        self.all_moves = (1 << len(moves)) - 1
        self.first_goal = len(moves)
        self.producers: dict[int, int] = {}
        self.takers: dict[int, int] = {}
        for number, (transition, _) in enumerate(moves):
            for place in places(transition.produce & ~transition.consume):
                self.producers[place] = self.producers.get(place, 0) | 1 << number
            for place in places((transition.consume | transition.clear) & ~transition.produce):
                self.takers[place] = self.takers.get(place, 0) | 1 << number
        self.disturbed: dict[int, int] = {}
        self.known: dict[int, Moves] = {}

    @abstractmethod
    def goals(self, marking: int) -> list[tuple[int, str]]:
        """The goals at a marking: the marking after each, and its element."""

    @abstractmethod
    def _first(self, marking: int) -> int:
        """Moves one of which is in every way to a goal from a marking that is none."""

    def moves(self, marking: int) -> Moves:
        """The enabled moves that need to be tried at a marking."""
        known = self.known.get(marking)
        if known is None:
            known = self.known[marking] = self._chosen(marking)
        return known

    def _chosen(self, marking: int) -> Moves:
        chosen, waiting = 0, self._first(marking)
        enabled: list[int] = []
        while waiting:
            bit = waiting & -waiting
            waiting ^= bit
            chosen |= bit
            number = bit.bit_length() - 1
            transition = self.every[number]
            if transition.enabled(marking):
                if number < self.first_goal:
                    enabled.append(number)
                more = self._disturbing(number)
            else:
                more = self._enabling(transition, marking, chosen | waiting)
            waiting |= more & ~chosen
        return [self.made[number] for number in sorted(enabled)]

    def _enabling(self, transition: Transition, marking: int, chosen: int) -> int:
        """Moves one of which must come before a transition that is not enabled."""
        missing = transition.require & ~marking
        if missing:
            choices = [self.producers.get(place, 0) for place in places(missing)]
            return min(choices, key=lambda moves: (moves & ~chosen).bit_count())
        blocking = transition.inhibit & marking
        if blocking:
            choices = [self.takers.get(place, 0) for place in places(blocking)]
            return min(choices, key=lambda moves: (moves & ~chosen).bit_count())
        if transition.any_of and not transition.any_of & marking:
            found = 0
            for place in places(transition.any_of):
                found |= self.producers.get(place, 0)
            return found
        return self.all_moves  # an inclusive join that waits

    def _disturbing(self, number: int) -> int:
        """Moves whose order with this one matters."""
        known = self.disturbed.get(number)
        if known is None:
            known = 0
            for other, (transition, _) in enumerate(self.made):
                if other != number and _disturb(self.every[number], transition):
                    known |= 1 << other
            self.disturbed[number] = known
        return known


class TowardStep(Toward):
    """Toward one of several transitions of a step."""

    def __init__(self, moves: Moves, wanted: Sequence[tuple[Transition, str]]) -> None:
        super().__init__(moves, [t for t, _ in wanted])
        self.wanted = wanted
        self.seed = ((1 << len(wanted)) - 1) << len(moves)

    def goals(self, marking: int) -> list[tuple[int, str]]:
        return [(t.fired(marking), node) for t, node in self.wanted if t.enabled(marking)]

    def _first(self, marking: int) -> int:
        return self.seed


class TowardEnd(Toward):
    """Toward an end of all processes that began, one of which did."""

    def __init__(self, moves: Moves, net: Net) -> None:
        super().__init__(moves, ())
        self.net = net

    def goals(self, marking: int) -> list[tuple[int, str]]:
        return [(marking, "")] if self.net.has_ended(marking) else []

    def _first(self, marking: int) -> int:
        if self.net.has_ended(marking):
            return 0
        for place in places(marking & ~self.net.idle):
            return self.takers.get(place, 0)
        found = 0
        for entry in self.net.entries:
            if marking & entry != entry or self.net.is_over(marking):
                for place in places(marking & entry):
                    found |= self.takers.get(place, 0)
        return found


def _disturb(one: Transition, other: Transition) -> bool:
    return _hinders(one, other) or _hinders(other, one) or bool(one.clear & other.produce or other.clear & one.produce)


def _hinders(one: Transition, other: Transition) -> bool:
    """Whether firing one can make the other impossible, or take what it would take."""
    needed = other.require | other.consume | other.any_of
    forbidden = other.inhibit
    for place, before in other.join:
        needed |= place
        forbidden |= before
    return bool((one.consume | one.clear) & needed or one.produce & forbidden)
