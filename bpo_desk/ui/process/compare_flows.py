"""The flows of a process in two periods: how many cases took each, and how long that took. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from bpo_desk.process.comparison import Comparison, Side
from bpo_desk.process.discovery import map_flow
from bpo_desk.ui.diagram.names import node_names
from bpo_desk.ui.process.case_log import CaseLog, Mask
from bpo_desk.ui.process.flow_words import definition_flow_words, from_to_words

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class FlowCompared:
    """A flow in both periods. `element` is its id on the diagram, `words` from where to where it leads; the medians
    are from reaching the step before it until reaching the one behind. `pair` are the step codes of both ends where the
    map was discovered, None where `element` is a flow of the definition."""

    element: str
    words: str
    a: Side
    b: Side
    pair: tuple[int, int] | None = None


def flows_compared(log: CaseLog, found: Comparison) -> tuple[FlowCompared, ...]:
    """The flows that some case of either period took, the most frequent first."""
    made = _of_map(log, found) if log.definition is None else _of_definition(log, found)
    return tuple(sorted(made, key=lambda each: (-max(each.a.cases, each.b.cases), each.words)))


def _of_definition(log: CaseLog, found: Comparison) -> list[FlowCompared]:
    assert log.definition is not None
    made = []
    names = node_names(log.definition)
    for flow in log.definition.flows:
        counts = found.flows.get(flow.id, (0, 0))
        if any(counts):
            times = found.flow_times.get(flow.id, (None, None))
            a, b = (Side(count, count, time) for count, time in zip(counts, times, strict=True))
            made.append(FlowCompared(flow.id, definition_flow_words(log.definition, flow.id, names), a, b))
    return made


def _of_map(log: CaseLog, found: Comparison) -> list[FlowCompared]:
    unknown = translate("process", "unknown")
    return [
        FlowCompared(
            map_flow(each.source, each.target),
            from_to_words(log.names[each.source] or unknown, log.names[each.target] or unknown),
            each.a,
            each.b,
            (each.source, each.target),
        )
        for each in found.follows
    ]


def keys_of_flow(log: CaseLog, found: Comparison, each: FlowCompared, mask: Mask) -> NDArray[np.int32]:
    """The keys of those cases of a mask that took a flow."""
    if each.pair is not None:
        return log.keys_with_pair(*each.pair, mask)
    taken = np.zeros(len(log.cases.key), np.bool_)
    taken[found.takers.get(each.element, ())] = True
    own: NDArray[np.int32] = log.cases.key[taken & mask]
    return own
