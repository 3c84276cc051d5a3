"""What the Process screen says about the elements of its diagram: markers with counts, ages and heat. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.process import FLOW_NODE_FAMILIES, FlowKind
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.process_view import ProcessLevel, ProcessView
from bpo_desk.ui.process.step_figures import StepFigures
from bpo_desk.ui.time_words import span

translate = QCoreApplication.translate


class HeatBy(StrEnum):
    """What the warmth of a step stands for."""

    COUNT = "count"
    AGE = "age"
    OVERDUE = "overdue"


def process_markers(view: ProcessView, level: ProcessLevel, heat: HeatBy, late_word: str) -> dict[str, Marker]:
    """Markers by element id: steps with open cases, and flows with the share of the level's cases that took them.

    On a definition flows tell the share of the cases that were followed; flows and steps that none of these cases took
    are dimmed, once all were. Steps where open cases stand never are.
    """
    markers: dict[str, Marker] = {}
    if view.definition is not None and level.level.read:
        markers |= _flow_markers(view, level)
    most = max((_value(each, heat) for each in view.figures), default=0)
    for each in (*view.folded, *view.figures):
        if each.element:
            markers[each.element] = Marker(
                MarkerState.OVERDUE if heat is HeatBy.OVERDUE and each.overdue else MarkerState.CURRENT,
                tokens=each.cases,
                badge=span(each.median_age) if each.median_age is not None else "",
                alert=late_word.format(n=each.overdue) if each.overdue else "",
                heat=min(_value(each, heat) / most, 1.0) if most else 0.0,
            )
    return markers


def heat_words(figures: Sequence[StepFigures], heat: HeatBy) -> str:
    """What the warmth of the steps means, and how warm the warmest is; "" where no step is warm."""
    if not figures:
        return translate("process", "No open case stands at a step")
    if heat is HeatBy.OVERDUE and not any(each.with_due for each in figures):
        return translate("process", "No open case has a due date")
    warmest = max(figures, key=lambda each: _value(each, heat), default=None)
    if warmest is None or not _value(warmest, heat):
        return translate("process", "No step is overdue") if heat is HeatBy.OVERDUE else ""
    name = warmest.name or translate("process", "unknown")
    if heat is HeatBy.AGE and warmest.median_age is not None:
        words = translate("process", "The stronger the colour, the longer cases stand there: {step} has median {n}")
        return words.format(step=name, n=span(warmest.median_age))
    if heat is HeatBy.OVERDUE:
        words = translate("process", "The stronger the colour, the more cases are overdue: {step} has {n}")
        return words.format(step=name, n=number(warmest.overdue))
    words = translate("process", "The stronger the colour, the more open cases: {step} has {n}")
    return words.format(step=name, n=number(warmest.cases))


def _value(figures: StepFigures, heat: HeatBy) -> int:
    if heat is HeatBy.COUNT:
        return figures.cases
    if heat is HeatBy.AGE:
        return max(figures.median_age or 0, 0)
    return figures.overdue


def _flow_markers(view: ProcessView, level: ProcessLevel) -> dict[str, Marker]:
    assert view.definition is not None
    markers: dict[str, Marker] = {}
    touched: set[str] = set()
    whole = level.level.read == level.level.paths
    for flow in view.definition.flows:
        taken = level.level.flows.get(flow.id, 0)
        if taken:
            share = min(taken / max(level.level.followed, 1), 1.0)
            markers[flow.id] = Marker(MarkerState.DONE, badge=percent(share), heat=share)
            touched |= {flow.source, flow.target}
        elif not whole:
            continue
        elif flow.kind is FlowKind.SEQUENCE:
            markers[flow.id] = Marker(MarkerState.NOT_REACHED)
    entered = {node.parent for node in view.definition.nodes if node.id in touched}
    for node in view.definition.nodes:
        if whole and node.kind.family in FLOW_NODE_FAMILIES and node.id not in touched and node.id not in entered:
            markers[node.id] = Marker(MarkerState.NOT_REACHED)
    return markers


def percent(share: float) -> str:
    """A share (0..1) as text; what is not nothing is never "0 %", what is not all never "100 %"."""
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{share:.0%}".replace("%", " %")
