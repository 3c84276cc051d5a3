"""Whether traces fit a definition, yes or no, for many variants at once: an automaton over sets of markings.

Its states are made as traces need them and are kept. What a trace that does not fit lacks is `alignments`' business,
which flows a case took `replay`'s.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.alignment_search import Labels, Searcher, Ticking, TimeIsUpError
from bpo_desk.process.alignments import aligner_of

Markings = tuple[int, ...]

FITS, FITS_NOT, NOT_KNOWN = 1, 0, -1


@dataclass(slots=True)
class Automaton:
    """The sets of markings that a net can be in after some steps."""

    searcher: Searcher
    alike: dict[str, tuple[str, ...]]
    after: dict[tuple[Markings, str], Markings] = field(default_factory=dict)
    ends: dict[Markings, bool] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)

    def fits(self, trace: Sequence[str], prefix: bool, clock: Ticking) -> bool:
        """Whether a trace is a run, or the beginning of one."""
        now: Markings = (self.searcher.net.start,)
        for node in trace:
            following = self.after.get((now, node))
            if following is None:
                following = self.after[now, node] = self._step(now, node, clock)
            now = following
            if not now:
                return False
        if prefix:
            return True
        known = self.ends.get(now)
        if known is None:
            known = self.ends[now] = any(self.searcher.spread(m, None).at(0, clock) for m in now)
        return known

    def _step(self, now: Markings, node: str, clock: Ticking) -> Markings:
        clock.tick()
        label = self.labels.get(node)
        if label is None:
            label = self.labels[node] = self.searcher.labels((node, *self.alike.get(node, ())))
        if not label:
            return ()
        found: dict[int, None] = {}
        for marking in now:
            for after, _, _ in self.searcher.spread(marking, label).at(0, clock) or ():
                found[after] = None
        return tuple(sorted(found))


def verdicts(
    definition: ProcessDefinition,
    traces: Sequence[Sequence[str]],
    *,
    prefix: Sequence[bool] | bool = False,
    recorded: frozenset[str] = frozenset(),
    seconds: float = 10.0,
    clock: Callable[[], float] = time.monotonic,
) -> NDArray[np.int8]:
    """FITS or FITS_NOT for each trace (element ids in order), int8[n]; NOT_KNOWN for those that came after the time was
    up. A trace with a step that the definition lacks does not fit. `prefix` and `recorded` as in `alignments`.
    """
    aligner = aligner_of(definition, recorded)
    automaton = Automaton(aligner.searcher, aligner.alike)
    open_ended = [bool(prefix)] * len(traces) if isinstance(prefix, bool) else list(prefix)
    found = np.full(len(traces), NOT_KNOWN, np.int8)
    ticking = Ticking(clock() + seconds, clock)
    try:
        for number, (trace, is_prefix) in enumerate(zip(traces, open_ended, strict=True)):
            found[number] = automaton.fits(trace, is_prefix, ticking)
    except TimeIsUpError:
        pass
    return found
