"""What a collapsed sub-process shows of what happens inside it. Pure, no widgets.

Which sub-process stands for an element that is not drawn is told here too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bpo_desk.models.process import SUB_PROCESS_KINDS, Node, ProcessDefinition
from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.drill import surroundings
from bpo_desk.process.markers import Marker, MarkerState

# What must not be missed first: one failed step inside makes the whole failed to the eye.
_FIRST_SEEN = (
    MarkerState.FAILED,
    MarkerState.OVERDUE,
    MarkerState.CURRENT,
    MarkerState.WAITING,
    MarkerState.EXITED,
    MarkerState.NEXT,
    MarkerState.DONE,
    MarkerState.NOT_REACHED,
)


def drawn_for(definition: ProcessDefinition | None, shown: DisplayList | None, element_id: str) -> str:
    """The element itself where it is drawn, else the innermost drawn sub-process around it; "" where there is none."""
    if shown is None:
        return ""
    if element_id in shown.shapes or element_id in shown.edges or definition is None:
        return element_id if element_id in shown.shapes or element_id in shown.edges else ""
    return _standing_for(element_id, surroundings(definition), shown)


def _standing_for(element_id: str, parents: Mapping[str, str | None], shown: DisplayList) -> str:
    at, seen = parents.get(element_id), {element_id}
    while at is not None and at not in seen:
        if at in shown.shapes:
            return at
        seen.add(at)
        at = parents.get(at)
    return ""


def inside_of(definition: ProcessDefinition, element_id: str) -> frozenset[str]:
    """The flow nodes at any depth inside a sub-process or a process that a call activity calls."""
    children: dict[str | None, list[str]] = defaultdict(list)
    for each, around in surroundings(definition).items():
        children[around].append(each)
    found: set[str] = set()
    waiting = [element_id]
    while waiting:
        new = [each for each in children[waiting.pop()] if each not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def collapsed(definition: ProcessDefinition | None, shown: DisplayList | None) -> tuple[Node, ...]:
    """The sub-processes of a definition whose inside a drawing does not show."""
    if definition is None or shown is None:
        return ()
    boxes = ((node, shown.shapes.get(node.id)) for node in definition.nodes if node.kind in SUB_PROCESS_KINDS)
    return tuple(node for node, shape in boxes if shape is None or shape.opens)


def folded_markers(
    definition: ProcessDefinition | None, shown: DisplayList | None, markers: Mapping[str, Marker]
) -> Mapping[str, Marker]:
    """The markers with those of collapsed sub-processes told from the nodes that they hide."""
    closed = {each.element_id for each in shown.shapes.values() if each.opens} if shown is not None else set()
    if definition is None or shown is None or not closed or not markers:
        return markers
    parents = surroundings(definition)
    inside: dict[str, list[Marker]] = defaultdict(list)
    for node in definition.nodes:
        if node.id in markers and node.id not in shown.shapes:
            around = _standing_for(node.id, parents, shown)
            if around in closed:
                inside[around].append(markers[node.id])
    return {**markers, **{each: _together(markers.get(each), inner) for each, inner in inside.items()}}


def _together(own: Marker | None, inner: Sequence[Marker]) -> Marker:
    """One marker for a sub-process: the state seen first, open work items added up, visits in the case's order."""
    if own is not None and own.heat is not None:
        return own  # its figures count each case once, whatever it does inside
    every = [*inner, own] if own is not None else list(inner)
    state = min((each.state for each in every), key=_FIRST_SEEN.index)
    badges = list(dict.fromkeys(each.badge for each in every if each.badge))
    heats = [each.heat for each in every if each.heat is not None]
    return Marker(
        state,
        tokens=sum(each.tokens for each in every),
        times=own.times if own is not None else 0,
        path=own.path if own is not None and own.path else tuple(sorted({n for each in inner for n in each.path})),
        inferred=all(each.inferred for each in every if each.state is state),
        # One figure speaks for the whole only where it is the only one.
        badge=badges[0] if len(badges) == 1 else "",
        alert=" + ".join(dict.fromkeys(each.alert for each in every if each.alert)),
        heat=max(heats) if heats else None,
        detour=" + ".join(dict.fromkeys(each.detour for each in every if each.detour)),
        returned=any(each.returned for each in every) and all(each.returned for each in every if each.detour),
    )
