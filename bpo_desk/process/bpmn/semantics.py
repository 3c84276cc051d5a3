"""What the elements of a BPMN file mean: nodes, flows, lanes and participants in file order. Knows no drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bpo_desk.models.process import (
    SUB_PROCESS_KINDS,
    Direction,
    Family,
    Flow,
    FlowKind,
    Lane,
    Node,
    NodeKind,
    Participant,
    Repetition,
    Trigger,
)
from bpo_desk.process.bpmn.xml import BPMN, BPMNDI, Element, reference, truth

_NODE_KINDS = {BPMN + kind.value: kind for kind in NodeKind if kind.family is not Family.SWIMLANE}
_NODE_KINDS[BPMN + "event"] = NodeKind.CATCH_EVENT
del _NODE_KINDS[BPMN + NodeKind.OTHER.value]
_GLOBAL_TASKS = {
    BPMN + "globalTask": NodeKind.TASK,
    BPMN + "globalUserTask": NodeKind.USER_TASK,
    BPMN + "globalManualTask": NodeKind.MANUAL_TASK,
    BPMN + "globalScriptTask": NodeKind.SCRIPT_TASK,
    BPMN + "globalBusinessRuleTask": NodeKind.RULE_TASK,
}
_FLOW_KINDS = {BPMN + kind.value: kind for kind in FlowKind}
_TRIGGERS = {BPMN + trigger.value + "EventDefinition": trigger for trigger in Trigger}
_PLAIN_CHILDREN = frozenset({BPMN + "incoming", BPMN + "outgoing", BPMN + "documentation", BPMN + "extensionElements"})
_PLAIN_WORDS = frozenset({"id", "name"})
_DRAWN = ("http://www.omg.org/spec/DD", BPMNDI)
_DIRECTIONS = {direction.value: direction for direction in Direction}
_CONDITION = BPMN + "conditionExpression"
_DATA_ASSOCIATIONS = frozenset({BPMN + "dataInputAssociation", BPMN + "dataOutputAssociation"})


_HOLDS_NODES = frozenset({*SUB_PROCESS_KINDS, NodeKind.SUB_CHOREOGRAPHY})
_HAS_DATA = frozenset({Family.ACTIVITY, Family.EVENT})
_UNDIRECTED = Direction.NONE


@dataclass(slots=True)
class Semantics:
    """Everything read so far, by id in file order, and every element that has an id."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    participants: dict[str, Participant] = field(default_factory=dict)
    processes: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)

    def resolve(self, written: str) -> str:
        """The id that a reference means: as written, else without its namespace prefix; empty when nothing has it."""
        if written in self.elements:
            return written
        bare = written.rpartition(":")[2]
        return bare if bare in self.elements else ""


Warn = Callable[[int, str, str], None]


def read_semantics(root: Element, warn: Warn) -> Semantics:
    """Read every element of the BPMN model namespace below `root`.

    `warn(line, element_id, reason)` is told of each element that was passed over.
    """
    found = Semantics()
    elements = found.elements
    _index(root, elements, warn)
    for top in root.inside:
        for element in top.walk():
            _index(element, elements, warn)
    for child in root.inside:
        _read_top(child, found)
    _name_groups(found)
    for flow in found.flows.values():
        for end in (flow.source, flow.target):
            if not end or end not in found.elements:
                warn(flow.line, flow.id, f"one end names “{end}”, which the file does not hold")
    return found


def _index(element: Element, elements: dict[str, Element], warn: Warn) -> None:
    written = element.said.get("id")
    if written is None or element.tag.startswith(_DRAWN):
        return
    if elements.setdefault(written, element) is not element and element.tag.startswith(BPMN):
        warn(element.line, written, "a second element with the same id; the first one counts")


def _read_top(child: Element, found: Semantics) -> None:
    if child.tag == BPMN + "process":
        process_id = child.said.get("id", "")
        found.processes[process_id] = child.said.get("name", "")
        _read_container(child, process_id, None, found)
    elif child.tag in (BPMN + "collaboration", BPMN + "choreography", BPMN + "globalConversation"):
        _read_collaboration(child, found)
        # A choreography has a flow of its own, as a process has.
        own = child.said.get("id", "") if child.tag == BPMN + "choreography" else ""
        _read_container(child, own, None, found)
    elif child.tag in _NODE_KINDS:
        _add_node(child, "", None, found)


def _read_collaboration(element: Element, found: Semantics) -> None:
    for child in element.children(BPMN + "participant"):
        participant = Participant(
            id=child.said.get("id", ""),
            name=child.said.get("name", ""),
            process_id=found.resolve(reference(child.said.get("processRef"))),
            multiple=child.child(BPMN + "participantMultiplicity") is not None,
            line=child.line,
        )
        found.participants.setdefault(participant.id, participant)


def _read_container(element: Element, process_id: str, parent: str | None, found: Semantics) -> None:
    """Children of a process, sub-process or collaboration; sub-processes are entered with their own id as parent."""
    defaults = {reference(child.said.get("default")) for child in element.inside if child.said.get("default")}
    for child in element.inside:
        tag = child.tag
        if tag in _NODE_KINDS:
            node = _add_node(child, process_id, parent, found)
            if not child.inside:
                continue
            if node.kind in _HOLDS_NODES:
                _read_container(child, process_id, node.id, found)
            elif node.kind.family in _HAS_DATA:
                _read_data_associations(child, process_id, found)
        elif tag in _FLOW_KINDS:
            _add_flow(child, _FLOW_KINDS[tag], process_id, defaults, found)
        elif tag == BPMN + "laneSet":
            _read_lanes(child, process_id, None, found)
        elif tag == BPMN + "ioSpecification":
            _read_inputs(child, process_id, parent, found)
    if parent is not None:
        _read_data_associations(element, process_id, found)


def _read_inputs(element: Element, process_id: str, parent: str | None, found: Semantics) -> None:
    for child in element.children(BPMN + "dataInput", BPMN + "dataOutput"):
        _add_node(child, process_id, parent, found)


def _add_node(element: Element, process_id: str, parent: str | None, found: Semantics) -> Node:
    kind = _NODE_KINDS[element.tag]
    said = element.said
    inside = {child.tag: child for child in element.inside if child.tag not in _PLAIN_CHILDREN}
    node_id = said.get("id") or f"line-{element.line}"
    if not inside and said.keys() <= _PLAIN_WORDS:
        plain = Node(node_id, kind, said.get("name", ""), process_id, parent, line=element.line)
        return found.nodes.setdefault(node_id, plain)
    node = Node(
        id=node_id,
        kind=kind,
        name=_name(element, kind),
        process_id=process_id,
        parent=parent,
        trigger=_trigger(element) if inside else Trigger.NONE,
        interrupting=truth(said.get("cancelActivity" if kind is NodeKind.BOUNDARY_EVENT else "isInterrupting"))
        is not False,
        attached_to=found.resolve(reference(said.get("attachedToRef"))) or None,
        repetition=_repetition(inside) if inside else Repetition.NONE,
        compensation=bool(truth(said.get("isForCompensation"))),
        event_sub_process=bool(truth(said.get("triggeredByEvent"))),
        instantiate=bool(truth(said.get("instantiate"))),
        parallel_events=said.get("eventGatewayType") == "Parallel",
        collection=_is_collection(said, found),
        data_state=_data_state(inside.get(BPMN + "dataState")),
        called=reference(said.get("calledElement")),
        called_task=_called_task(said.get("calledElement"), found),
        line=element.line,
    )
    return found.nodes.setdefault(node_id, node)


def _name(element: Element, kind: NodeKind) -> str:
    if kind is NodeKind.ANNOTATION:
        text = element.child(BPMN + "text")
        return text.text if text is not None else ""
    return str(element.said.get("name", ""))


def _trigger(element: Element) -> Trigger:
    found = [_TRIGGERS[child.tag] for child in element.inside if child.tag in _TRIGGERS]
    found += [Trigger.MULTIPLE for _ in element.children(BPMN + "eventDefinitionRef")]
    if not found:
        return Trigger.NONE
    if len(found) == 1 and found[0] is not Trigger.MULTIPLE:
        return found[0]
    return Trigger.PARALLEL_MULTIPLE if truth(element.said.get("parallelMultiple")) else Trigger.MULTIPLE


def _repetition(inside: Mapping[str, Element]) -> Repetition:
    if BPMN + "standardLoopCharacteristics" in inside:
        return Repetition.LOOP
    several = inside.get(BPMN + "multiInstanceLoopCharacteristics")
    if several is None:
        return Repetition.NONE
    return Repetition.SEQUENTIAL if truth(several.said.get("isSequential")) else Repetition.PARALLEL


def _is_collection(said: Mapping[str, str], found: Semantics) -> bool:
    collection = truth(said.get("isCollection"))
    if collection is None and said.get("dataObjectRef"):
        behind = found.elements.get(found.resolve(reference(said["dataObjectRef"])))
        collection = truth(behind.said.get("isCollection")) if behind is not None else None
    return bool(collection)


def _data_state(state: Element | None) -> str:
    return str(state.said.get("name", "")) if state is not None else ""


def _called_task(written: str | None, found: Semantics) -> NodeKind | None:
    called = found.elements.get(found.resolve(reference(written))) if written else None
    return _GLOBAL_TASKS.get(called.tag) if called is not None else None


def _add_flow(element: Element, kind: FlowKind, process_id: str, defaults: set[str], found: Semantics) -> None:
    said = element.said
    flow_id = said.get("id") or f"line-{element.line}"
    direction = said.get("associationDirection")
    flow = Flow(
        flow_id,
        kind,
        _end(said.get("sourceRef"), found),
        _end(said.get("targetRef"), found),
        said.get("name", ""),
        process_id,
        bool(element.inside) and any(child.tag == _CONDITION for child in element.inside),
        flow_id in defaults,
        _DIRECTIONS.get(direction, _UNDIRECTED) if direction else _UNDIRECTED,
        line=element.line,
    )
    found.flows.setdefault(flow_id, flow)


def _end(written: str | None, found: Semantics) -> str:
    if written is not None and written in found.elements:
        return written
    return found.resolve(reference(written)) or reference(written)


def _read_data_associations(activity: Element, process_id: str, found: Semantics) -> None:
    """Data associations hang below their activity or event; the inner end is often one of its own inputs."""
    for element in activity.inside:
        if element.tag not in _DATA_ASSOCIATIONS:
            continue
        flow_id = element.said.get("id") or f"line-{element.line}"
        incoming = element.tag == BPMN + "dataInputAssociation"
        source, target = element.child(BPMN + "sourceRef"), element.child(BPMN + "targetRef")
        outer = source if incoming else target
        outer_id = _end(outer.text if outer is not None else None, found)
        activity_id = activity.said.get("id", "")
        found.flows.setdefault(
            flow_id,
            Flow(
                id=flow_id,
                kind=FlowKind.DATA,
                source=outer_id if incoming else activity_id,
                target=activity_id if incoming else outer_id,
                process_id=process_id,
                direction=Direction.ONE,
                line=element.line,
            ),
        )


def _read_lanes(element: Element, process_id: str, parent: str | None, found: Semantics) -> None:
    for child in element.children(BPMN + "lane"):
        lane_id = child.said.get("id") or f"line-{child.line}"
        refs = (found.resolve(reference(ref.text)) for ref in child.children(BPMN + "flowNodeRef"))
        lane = Lane(
            id=lane_id,
            name=child.said.get("name", ""),
            process_id=process_id,
            node_ids=tuple(ref for ref in refs if ref),
            parent=parent,
            line=child.line,
        )
        found.lanes.setdefault(lane_id, lane)
        for inner in child.children(BPMN + "childLaneSet"):
            _read_lanes(inner, process_id, lane_id, found)


def _name_groups(found: Semantics) -> None:
    """A group is called by the category value that it refers to."""
    for node in [each for each in found.nodes.values() if each.kind is NodeKind.GROUP and not each.name]:
        element = found.elements.get(node.id)
        written = element.said.get("categoryValueRef") if element is not None else None
        value = found.elements.get(found.resolve(reference(written)))
        if value is not None:
            found.nodes[node.id] = replace(node, name=value.said.get("value", ""))
