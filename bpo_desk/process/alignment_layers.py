"""Alignments of very many traces: what traces have in common is worked out once, and then is a look-up a step.

A layer holds the markings in which the process can be after some steps, with what each costs more than the cheapest, up
to a window; layers and what leads from one to the next are kept (the determinisation of a weighted automaton, made as
traces need it: Mohri 1997). What the window leaves out costs more than a reading that is certain; where none is, the
trace is for `alignment_search`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bpo_desk.process.alignment_search import Aligned, Goal, Labels, OutOfTime, Searcher, Spread, Ticking, TimeIsUpError

_WIDEST = 192
_MOST_KEPT = 200_000


@dataclass(slots=True, eq=False)
class _Layer:
    """Markings, the cheapest first, and what each costs more than that."""

    markings: tuple[int, ...]
    dearer: tuple[int, ...]
    onward: dict[Labels, _Step | None] = field(default_factory=dict)
    ending: _Ending | None = None
    asked_for_end: bool = False


@dataclass(slots=True, eq=False)
class _Step:
    """A step of the log: what it costs at least, the layer after it, and for each marking there the place of the one
    before it and how it is reached: by a goal of a spread, without spread by a log move. `cut`: the window left out
    something."""

    cost: int
    layer: _Layer
    cut: bool
    before: tuple[int, ...]
    spreads: tuple[Spread | None, ...]
    goals: tuple[Goal | None, ...]


@dataclass(slots=True, eq=False)
class _Ending:
    """The cheapest way from a layer to an end of the process."""

    cost: int
    place: int
    spread: Spread
    goal: Goal


class Layers:
    """Readings of traces on the net of a searcher; `window` is how much dearer than the cheapest a marking may be."""

    def __init__(self, searcher: Searcher, window: int) -> None:
        self.searcher, self.window = searcher, window
        self._known: dict[tuple[tuple[int, ...], tuple[int, ...]], _Layer] = {}
        self._made = 0

    def read(self, trace: Sequence[Labels], *, closed: bool, clock: Ticking) -> Aligned | OutOfTime | None:
        """The cheapest reading of a trace, when `closed` to an end of the process; None where it is not certain to be
        the cheapest, or no end can be reached."""
        if self._made > _MOST_KEPT:
            self._known.clear()
            self._made = 0
        layer = self._layer((self.searcher.net.start,), (0,))
        taken: list[_Step] = []
        cost, certain = 0, None
        try:
            for label in trace:
                step = layer.onward[label] if label in layer.onward else self._onward(layer, label, clock)
                if step is None:
                    return None
                cost += step.cost
                if step.cut and certain is None:
                    certain = cost + self.window + 1  # costs only grow: the first cut leaves out the cheapest
                taken.append(step)
                layer = step.layer
            ending = self._ending(layer, clock) if closed else None
        except TimeIsUpError:
            return OutOfTime(cost)
        if closed:
            if ending is None:
                return None
            cost += ending.cost
        return Aligned(cost, self._moves(taken, ending)) if certain is None or cost <= certain else None

    def _layer(self, markings: tuple[int, ...], dearer: tuple[int, ...]) -> _Layer:
        layer = self._known.get((markings, dearer))
        if layer is None:
            layer = self._known[markings, dearer] = _Layer(markings, dearer)
        return layer

    def _onward(self, layer: _Layer, label: Labels, clock: Ticking) -> _Step | None:
        """What a step leads to; None where that is too wide. Nothing is kept of what time cut short."""
        spreads = [self.searcher.spread(marking, label) for marking in layer.markings]
        reached: dict[int, tuple[int, int, Spread | None, Goal | None]] = {}
        least, total = 0, 0
        while total <= least + self.window:
            for place, dearer in enumerate(layer.dearer):
                if dearer > total:
                    break
                for goal in spreads[place].at(total - dearer, clock) or ():
                    reached.setdefault(goal[0], (total, place, spreads[place], goal))
            for place, (marking, dearer) in enumerate(zip(layer.markings, layer.dearer, strict=True)):
                if dearer + 1 == total:
                    reached.setdefault(marking, (total, place, None, None))
            if not reached:
                least = total + 1
            total += 1
        made = self._step(layer, reached, least, spreads) if len(reached) <= _WIDEST else None
        layer.onward[label] = made
        self._made += 1
        return made

    def _step(
        self,
        layer: _Layer,
        reached: dict[int, tuple[int, int, Spread | None, Goal | None]],
        least: int,
        spreads: list[Spread],
    ) -> _Step:
        most = least + self.window
        cut = any(dearer + 1 > most or spread.goes_beyond(most - dearer)
                  for dearer, spread in zip(layer.dearer, spreads, strict=True))  # fmt: skip
        markings = tuple(sorted(reached, key=lambda marking: (reached[marking][0], marking)))
        costs, before, by, goals = zip(*(reached[marking] for marking in markings), strict=True)
        after = self._layer(markings, tuple(cost - least for cost in costs))
        return _Step(least, after, cut, before, by, goals)

    def _ending(self, layer: _Layer, clock: Ticking) -> _Ending | None:
        if layer.asked_for_end:
            return layer.ending
        spreads = [self.searcher.spread(marking, None) for marking in layer.markings]
        total, more = 0, True
        while more and layer.ending is None:
            more = False
            for place, (dearer, spread) in enumerate(zip(layer.dearer, spreads, strict=True)):
                if dearer > total:
                    more = True
                    break
                found = spread.at(total - dearer, clock)
                more = more or found is not None
                if found:
                    layer.ending = _Ending(total, place, spread, found[0])
                    break
            total += 1
        layer.asked_for_end = True
        return layer.ending

    def _moves(self, taken: list[_Step], ending: _Ending | None) -> tuple[tuple[bool, str], ...]:
        """The moves in order, as `Aligned` tells them."""
        made: list[tuple[bool, str]] = []
        place = 0
        if ending is not None:
            place = ending.place
            made += self.searcher.model_moves(ending.spread, ending.goal[1])
        for step in reversed(taken):
            spread, goal = step.spreads[place], step.goals[place]
            if spread is None or goal is None:
                made.append((True, ""))
            else:
                made.append((True, goal[2]))
                made += self.searcher.model_moves(spread, goal[1])
            place = step.before[place]
        made.reverse()
        return tuple(made)
