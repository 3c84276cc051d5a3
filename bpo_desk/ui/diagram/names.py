"""The elements of a diagram in words, for screen readers and for the table beside the drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.process import Node, NodeKind, Trigger
from bpo_desk.process.display_list import DisplayList, ShapeItem
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.process.outline import Outline
from bpo_desk.ui.diagram.badges import path_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


def kind_name(shape: ShapeItem | Node) -> str:
    """The kind of an element in words, with its trigger."""
    word = _tr(_KINDS[shape.kind])
    if shape.trigger is Trigger.NONE:
        return word
    return _tr("{kind} ({trigger})").format(kind=word, trigger=_tr(_TRIGGERS[shape.trigger]))


def state_name(state: MarkerState) -> str:
    """A state in words."""
    return _tr(_STATES[state])


def state_words(marker: Marker) -> str:
    """The state of a marker in words, and whether it is a conclusion."""
    state = state_name(marker.state)
    return _tr("{state}, inferred").format(state=state) if marker.inferred else state


def full_state(marker: Marker) -> str:
    """The state with how the case left the process there."""
    if not marker.detour:
        return state_words(marker)
    return _tr("{state}; left the process: {how}").format(state=state_words(marker), how=marker.detour)


def element_name(shape: ShapeItem, marker: Marker | None) -> str:
    """One element in words: kind, name, state, how many, at which place of the path."""
    parts = [f"{kind_name(shape)}: {shape.name.strip()}" if shape.name.strip() else kind_name(shape)]
    if marker is not None:
        parts.append(state_words(marker))
        if marker.tokens > 1:
            parts.append(_tr("{count} open").format(count=marker.tokens))
        if marker.times > 1:
            parts.append(_tr("{count} times").format(count=marker.times))
        if marker.path:
            parts.append(_tr("visit {numbers}").format(numbers=path_text(marker.path)))
        parts += [text for text in (marker.badge, marker.alert) if text]
        if marker.detour:
            parts.append(_tr("left the process: {how}").format(how=marker.detour))
    return ", ".join(parts)


def element_names(shown: DisplayList, markers: Mapping[str, Marker]) -> list[tuple[str, str]]:
    """Id and words of every flow node in the order of the flow."""
    return [
        (element_id, element_name(shown.shapes[element_id], markers.get(element_id))) for element_id in shown.flow_order
    ]


def end_name(shown: DisplayList, element_id: str) -> str:
    """The name of an element, else its kind, "" for what is not drawn."""
    shape = shown.shapes.get(element_id)
    return (shape.name.strip() or kind_name(shape)) if shape is not None else ""


def flow_names(shown: DisplayList, flows: Sequence[str], *, incoming: bool) -> list[str]:
    """The other ends of flows in words, with a flow's own name: "Check claim (yes)"; flows that end nowhere drawn are
    left out."""
    words = []
    for flow in flows:
        edge = shown.edges[flow]
        end = end_name(shown, edge.source if incoming else edge.target)
        if end:
            named = " ".join(edge.name.split())
            words.append(_tr("{name} ({flow})").format(name=end, flow=named) if named else end)
    return words


def flow_words(shown: DisplayList, way: Outline, element_id: str) -> str:
    """Where the flows of an element come from and go to, as a sentence."""
    come = flow_names(shown, way.incoming.get(element_id, ()), incoming=True)
    go = flow_names(shown, way.outgoing.get(element_id, ()), incoming=False)
    parts = []
    if come:
        parts.append(_tr("from {names}").format(names=", ".join(come)))
    if go:
        parts.append(_tr("to {names}").format(names=", ".join(go)))
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
