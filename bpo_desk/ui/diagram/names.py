"""The elements of a diagram in words, for screen readers and for the table beside the drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.process import FLOW_NODE_FAMILIES, Family, FlowKind, Node, NodeKind, ProcessDefinition, Trigger
from bpo_desk.models.visible_text import visible
from bpo_desk.process.display_list import DisplayList, ShapeItem
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.process.outline import Outline
from bpo_desk.ui.diagram.badges import path_text

if TYPE_CHECKING:
    from bpo_desk.process.surroundings import Around

translate = QCoreApplication.translate


def kind_name(shape: ShapeItem | Node) -> str:
    """The kind of an element in words, with its trigger."""
    word = translate("Diagram", _KINDS[shape.kind])
    if shape.trigger is Trigger.NONE:
        return word
    return translate("Diagram", "{kind} ({trigger})").format(
        kind=word, trigger=translate("Diagram", _TRIGGERS[shape.trigger])
    )


def state_name(state: MarkerState) -> str:
    """A state in words."""
    return translate("Diagram", _STATES[state])


def state_words(marker: Marker) -> str:
    """The state of a marker in words, and whether it is a conclusion."""
    state = state_name(marker.state)
    return translate("Diagram", "{state}, inferred").format(state=state) if marker.inferred else state


def full_state(marker: Marker) -> str:
    """The state with how the case left the process there."""
    if not marker.detour:
        return state_words(marker)
    return translate("Diagram", "{state}; left the process: {how}").format(state=state_words(marker), how=marker.detour)


def element_name(shape: ShapeItem, marker: Marker | None, placed: str = "") -> str:
    """One element in words: kind, name, state, how many, at which place of the path. `placed`: what it is called where
    it has no name."""
    parts = [f"{kind_name(shape)}: {visible(shape.name.strip())}" if shape.name.strip() else placed or kind_name(shape)]
    if marker is not None:
        parts.append(state_words(marker))
        if marker.tokens > 1:
            parts.append(translate("Diagram", "{count} open").format(count=marker.tokens))
        if marker.times > 1:
            parts.append(translate("Diagram", "{count} times").format(count=marker.times))
        if marker.path:
            parts.append(translate("Diagram", "visit {numbers}").format(numbers=path_text(marker.path)))
        parts += [text for text in (marker.badge, marker.alert) if text]
        if marker.detour:
            parts.append(translate("Diagram", "left the process: {how}").format(how=marker.detour))
    return ", ".join(parts)


def element_names(shown: DisplayList, markers: Mapping[str, Marker]) -> list[tuple[str, str]]:
    """Id and words of every flow node in the order of the flow."""
    placed = placed_names(shown)
    return [
        (each, element_name(shown.shapes[each], markers.get(each), placed.get(each, ""))) for each in shown.flow_order
    ]


def end_name(shown: DisplayList, element_id: str) -> str:
    """The name of an element, else its kind and what stands around it, "" for what is not drawn."""
    shape = shown.shapes.get(element_id)
    if shape is None:
        return ""
    return visible(shape.name.strip()) or placed_names(shown).get(element_id) or kind_name(shape)


_MOST_KEPT = 8
_placed_of: list[tuple[DisplayList, dict[str, str]]] = []


def placed_names(shown: DisplayList) -> dict[str, str]:
    """By id what the flow nodes without a name are called: "Parallel gateway after Check claim". Kept for the drawings
    last asked about."""
    for kept, words in _placed_of:
        if kept is shown:
            return words
    nodes = {i: shape for i, shape in shown.shapes.items() if shape.kind.family in FLOW_NODE_FAMILIES}
    ways = [(edge.source, edge.target) for edge in shown.edges.values() if edge.kind is FlowKind.SEQUENCE]
    found = _placed(nodes, ways, {i: _seat(shape, nodes) for i, shape in nodes.items() if _may_sit(shape)})
    _placed_of.insert(0, (shown, found))
    del _placed_of[_MOST_KEPT:]
    return found


def node_names(definition: ProcessDefinition) -> dict[str, str]:
    """By id the name of every flow node of a definition, else what it is called for want of one."""
    nodes = {node.id: node for node in definition.nodes if node.kind.family in FLOW_NODE_FAMILIES}
    ways = [(flow.source, flow.target) for flow in definition.flows if flow.kind is FlowKind.SEQUENCE]
    on = {node.id: node.attached_to for node in nodes.values() if node.attached_to}
    placed = _placed(nodes, ways, on)
    return {i: " ".join(node.name.split()) or placed[i] for i, node in nodes.items()}


def _may_sit(shape: ShapeItem) -> bool:
    return shape.kind is NodeKind.BOUNDARY_EVENT and not shape.name.strip()


def _seat(event: ShapeItem, nodes: Mapping[str, ShapeItem]) -> str:
    """The smallest activity whose rim or inside a boundary event's middle touches, "" without one."""
    (x, y), found, least = event.bounds.centre, "", float("inf")
    rim = event.bounds.width / 2
    for element_id, shape in nodes.items():
        left, top, width, height = shape.bounds
        near = left - rim <= x <= left + width + rim and top - rim <= y <= top + height + rim
        if near and shape.kind.family is Family.ACTIVITY and width * height < least:
            found, least = element_id, width * height
    return found


def _placed(
    nodes: Mapping[str, ShapeItem | Node], ways: Iterable[tuple[str, str]], on: Mapping[str, str]
) -> dict[str, str]:
    """Kind and one side; both sides where that is said of several, and the id where that is too."""
    from bpo_desk.process.surroundings import surroundings  # with the first nameless element that is told of

    around = surroundings({i: " ".join(node.name.split()) for i, node in nodes.items()}, ways, on)
    words = {i: _one_side(kind_name(nodes[i]), each) for i, each in around.items()}
    for further in (_both_sides, _with_id):
        times = Counter(words.values())
        for i, said in words.items():
            if times[said] > 1:
                words[i] = further(kind_name(nodes[i]), around[i], i, said)
    return words


def _one_side(kind: str, around: Around) -> str:
    if around.on:
        return translate("Diagram", "{kind} on {name}").format(kind=kind, name=around.on)
    if around.before:
        return translate("Diagram", "{kind} after {names}").format(kind=kind, names=_few(around.before))
    return (
        translate("Diagram", "{kind} before {names}").format(kind=kind, names=_few(around.behind))
        if around.behind
        else kind
    )


def name_beside(
    shape: ShapeItem | Node | None, name: str, other: str, other_shape: ShapeItem | Node | None = None
) -> str:
    """What one end of a flow is called beside the other, without what only repeats what the other is called: no flow
    leads from "Start event before Register" to "Register". With `other_shape`, a place that is said of both is said of
    that one only."""
    if shape is None or shape.name.strip() or not other:
        return name
    kind = kind_name(shape)
    repeated = [
        form.format(kind=kind, names=other)
        for form in (translate("Diagram", "{kind} after {names}"), translate("Diagram", "{kind} before {names}"))
    ]
    if other_shape is not None and not other_shape.name.strip():
        repeated.append(kind + other.removeprefix(kind_name(other_shape)))
    return kind if name in repeated else name


def _both_sides(kind: str, around: Around, _element_id: str, said: str) -> str:
    if around.on or not around.before or not around.behind:
        return said
    words = translate("Diagram", "{kind} after {names}, before {others}")
    return words.format(kind=kind, names=_few(around.before), others=_few(around.behind))


def _with_id(_kind: str, _around: Around, element_id: str, said: str) -> str:
    return f"{said} ({element_id})"


def _few(names: Sequence[str]) -> str:
    """One name, two, or two and how many more."""
    if len(names) > _NAMED:
        return translate("Diagram", "{names} and {n} more").format(
            names=", ".join(names[:_NAMED]), n=len(names) - _NAMED
        )
    return translate("Diagram", " and ").join(names)


_NAMED = 2


def flow_names(shown: DisplayList, flows: Sequence[str], *, incoming: bool) -> list[str]:
    """The other ends of flows in words, with a flow's own name: "Check claim (yes)"; flows that end nowhere drawn are
    left out."""
    words = []
    for flow in flows:
        edge = shown.edges[flow]
        there, here = (edge.source, edge.target) if incoming else (edge.target, edge.source)
        own = shown.shapes.get(here)
        end = name_beside(shown.shapes.get(there), end_name(shown, there), own.name.strip() if own is not None else "")
        if end:
            named = " ".join(edge.name.split())
            words.append(translate("Diagram", "{name} ({flow})").format(name=end, flow=named) if named else end)
    return words


def flow_words(shown: DisplayList, way: Outline, element_id: str) -> str:
    """Where the flows of an element come from and go to, as a sentence."""
    come = flow_names(shown, way.incoming.get(element_id, ()), incoming=True)
    go = flow_names(shown, way.outgoing.get(element_id, ()), incoming=False)
    parts = []
    if come:
        parts.append(translate("Diagram", "from {names}").format(names=", ".join(come)))
    if go:
        parts.append(translate("Diagram", "to {names}").format(names=", ".join(go)))
    return "; ".join(parts)


_KINDS: dict[NodeKind, str] = {
    NodeKind.START_EVENT: "Start event",
    NodeKind.CATCH_EVENT: "Intermediate event",
    NodeKind.THROW_EVENT: "Throwing event",
    NodeKind.BOUNDARY_EVENT: "Boundary event",
    NodeKind.END_EVENT: "End event",
    NodeKind.TASK: "Task",
    NodeKind.USER_TASK: "User task",
    NodeKind.MANUAL_TASK: "Manual task",
    NodeKind.SERVICE_TASK: "Service task",
    NodeKind.SEND_TASK: "Send task",
    NodeKind.RECEIVE_TASK: "Receive task",
    NodeKind.SCRIPT_TASK: "Script task",
    NodeKind.RULE_TASK: "Business rule task",
    NodeKind.CALL_ACTIVITY: "Call activity",
    NodeKind.SUB_PROCESS: "Sub-process",
    NodeKind.AD_HOC_SUB_PROCESS: "Ad-hoc sub-process",
    NodeKind.TRANSACTION: "Transaction",
    NodeKind.EXCLUSIVE_GATEWAY: "Exclusive gateway",
    NodeKind.INCLUSIVE_GATEWAY: "Inclusive gateway",
    NodeKind.PARALLEL_GATEWAY: "Parallel gateway",
    NodeKind.COMPLEX_GATEWAY: "Complex gateway",
    NodeKind.EVENT_GATEWAY: "Event-based gateway",
    NodeKind.DATA_OBJECT: "Data object",
    NodeKind.DATA_OBJECT_REFERENCE: "Data object",
    NodeKind.DATA_STORE: "Data store",
    NodeKind.DATA_STORE_REFERENCE: "Data store",
    NodeKind.DATA_INPUT: "Data input",
    NodeKind.DATA_OUTPUT: "Data output",
    NodeKind.MESSAGE: "Message",
    NodeKind.ANNOTATION: "Annotation",
    NodeKind.GROUP: "Group",
    NodeKind.PARTICIPANT: "Pool",
    NodeKind.LANE: "Lane",
    NodeKind.CHOREOGRAPHY_TASK: "Choreography task",
    NodeKind.SUB_CHOREOGRAPHY: "Sub-choreography",
    NodeKind.CALL_CHOREOGRAPHY: "Call choreography",
    NodeKind.CONVERSATION: "Conversation",
    NodeKind.SUB_CONVERSATION: "Sub-conversation",
    NodeKind.CALL_CONVERSATION: "Call conversation",
    NodeKind.OTHER: "Element",
}
_TRIGGERS: dict[Trigger, str] = {
    Trigger.MESSAGE: "message",
    Trigger.TIMER: "timer",
    Trigger.ERROR: "error",
    Trigger.ESCALATION: "escalation",
    Trigger.CANCEL: "cancel",
    Trigger.COMPENSATION: "compensation",
    Trigger.CONDITIONAL: "condition",
    Trigger.LINK: "link",
    Trigger.SIGNAL: "signal",
    Trigger.TERMINATE: "terminate",
    Trigger.MULTIPLE: "multiple",
    Trigger.PARALLEL_MULTIPLE: "parallel multiple",
}
_STATES: dict[MarkerState, str] = {
    MarkerState.CURRENT: "current",
    MarkerState.WAITING: "waiting",
    MarkerState.DONE: "done",
    MarkerState.NEXT: "next",
    MarkerState.OVERDUE: "overdue",
    MarkerState.EXITED: "exited",
    MarkerState.FAILED: "failed",
    MarkerState.NOT_REACHED: "not reached",
}
