"""Which flows very many paths took on a definition: what paths have in common is worked out once.

The same reading as `replay` gives of each path; the markings that it keeps after some steps are remembered, and what
each next step makes of them, so that a path is a look-up a step. Times and places of steps are `replay`'s business.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.replay import Layer, Past, Replay, StepEvent, replay_of
from bpo_desk.process.tokens import SKIP, Phase, Way

_KEPT = 6
_MOST_STEPS = 100_000


@dataclass(slots=True, eq=False)
class _Markings:
    """What `replay` keeps after some steps: markings in its order, with what each costs more than the cheapest.
    `astray`: the cheapest leaves out a step already. `ends` by whether the path is over: the marking that is taken, and
    the flows on the way to the end."""

    markings: tuple[int, ...]
    dearer: tuple[int, ...]
    astray: bool
    onward: dict[str, _Onward] = field(default_factory=dict)
    ends: dict[bool, tuple[int, int]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Onward:
    """One more step: what it costs at least, the markings after it, and for each of them the place of the one before
    it and the flows taken (places of the net). `after` by whether that is astray, as far as it was asked for."""

    cost: int
    markings: tuple[int, ...]
    dearer: tuple[int, ...]
    before: tuple[int, ...]
    taken: tuple[int, ...]
    after: dict[bool, _Markings] = field(default_factory=dict)


class Following:
    """Follows paths on one definition."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._flows = sum(replay.net.flow_of)
        self._known: dict[tuple[tuple[int, ...], tuple[int, ...], bool], _Markings] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._made = 0

    def names(self, flows: int) -> tuple[str, ...]:
        """The ids of the flows that `flows_of` gave."""
        found = self._names.get(flows)
        if found is None:
            found = self._names[flows] = tuple(self._replay.net.flows(flows))
        return found

    def flows_of(self, visited: Sequence[str], *, over: bool) -> int:
        """The sequence flows, as places of the net, that a case took which did some steps (element ids) in this order
        and is `over` or not."""
        if self._made > _MOST_STEPS:
            self._known.clear()
            self._made = 0
        at = self._markings((self._replay.net.start,), (0,), False)
        cost = 0
        way: list[_Onward] = []
        for node in visited:
            step = at.onward.get(node)
            if step is None:
                step = at.onward[node] = self._onward(at, node)
            cost += step.cost
            astray = cost >= SKIP
            known = step.after.get(astray)
            if known is None:
                known = step.after[astray] = self._markings(step.markings, step.dearer, astray)
            at = known
            way.append(step)
        place, flows = at.ends[over] if over in at.ends else self._ending(at, over)
        for step in reversed(way):
            flows |= step.taken[place]
            place = step.before[place]
        return flows

    def _markings(self, markings: tuple[int, ...], dearer: tuple[int, ...], astray: bool) -> _Markings:
        found = self._known.get((markings, dearer, astray))
        if found is None:
            found = self._known[markings, dearer, astray] = _Markings(markings, dearer, astray)
        return found

    def _layer(self, at: _Markings) -> tuple[Layer, dict[int, int]]:
        """The markings as `replay` has them, and the place of each beginning by its identity."""
        base = SKIP if at.astray else 0
        begun = [Past(None, (), None) for _ in at.markings]
        layer: Layer = {
            marking: (base + dearer, past) for marking, dearer, past in zip(at.markings, at.dearer, begun, strict=True)
        }
        return layer, {id(past): place for place, past in enumerate(begun)}

    def _onward(self, at: _Markings, node: str) -> _Onward:
        layer, begun = self._layer(at)
        least = min(cost for cost, _ in layer.values())
        for phase in Phase:
            layer = self._replay.advanced(layer, StepEvent(node, phase))
        before, taken = [], []
        for _, reached in layer.values():
            flows, past = 0, reached
            while past.before is not None:
                flows |= self._taken(past.way)
                past = past.before
            before.append(begun[id(past)])
            taken.append(flows)
        cheapest = min(cost for cost, _ in layer.values())
        markings, dearer = tuple(layer), tuple([cost - cheapest for cost, _ in layer.values()])
        self._made += 1
        return _Onward(cheapest - least, markings, dearer, tuple(before), tuple(taken))

    def _ending(self, at: _Markings, over: bool) -> tuple[int, int]:
        layer, _ = self._layer(at)
        marking, last, _ = self._replay.taken_end(layer, closed=over)
        found = at.ends[over] = at.markings.index(marking), self._taken(last)
        return found

    def _taken(self, way: Way) -> int:
        flows = 0
        for move in way:
            flows |= move.taken
        return flows & self._flows


_followings: OrderedDict[tuple[str, frozenset[str]], Following] = OrderedDict()


def following_of(definition: ProcessDefinition, recorded: frozenset[str]) -> Following:
    """What follows paths on a definition, the one used before where there is one (same digest); `recorded` are all
    elements that the log can name."""
    key = definition.digest, recorded
    found = _followings.get(key) if definition.digest else None
    if found is None:
        found = Following(replay_of(definition, recorded, starts=False))
        if definition.digest:
            _followings[key] = found
            while len(_followings) > _KEPT:
                _followings.popitem(last=False)
    return found
