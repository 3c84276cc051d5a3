"""What the elements of a BPMN file mean: nodes, flows, lanes and participants in file order. Knows no drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

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
from bpo_desk.process.bpmn.xml import BPMN, BPMNDI, children, line_of, reference, truth

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
_DRAWN = ("{http://www.omg.org/spec/DD", BPMNDI)
_DIRECTIONS = {direction.value: direction for direction in Direction}
_CONDITION = BPMN + "conditionExpression"
_DATA_ASSOCIATIONS = frozenset({BPMN + "dataInputAssociation", BPMN + "dataOutputAssociation"})


@dataclass(slots=True)
class Semantics:
    """Everything read so far, by id in file order, and every element that has an id."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    participants: dict[str, Participant] = field(default_factory=dict)
    processes: dict[str, str] = field(default_factory=dict)
    elements: dict[str, etree._Element] = field(default_factory=dict)

    def resolve(self, written: str) -> str:
        """The id that a reference means: as written, else without its namespace prefix; empty when nothing has it."""
        if written in self.elements:
            return written
        bare = written.rpartition(":")[2]
        return bare if bare in self.elements else ""


Warn = Callable[[int, str, str], None]


def read_semantics(root: etree._Element, warn: Warn) -> Semantics:
    """Read every element of the BPMN model namespace below `root`.

    `warn(line, element_id, reason)` is told of each element that was passed over.
    """
    found = Semantics()
    elements = found.elements
    for top in (root, *root):
        if isinstance(top.tag, str) and not top.tag.startswith(_DRAWN):
            for element in (root,) if top is root else top.iter(etree.Element):
                written = element.get("id")
                if written is None:
                    continue
                tag = element.tag
                drawn = tag.startswith(_DRAWN)
                if not drawn and elements.setdefault(written, element) is not element and tag.startswith(BPMN):
                    warn(line_of(element), written, "a second element with the same id; the first one counts")
    for child in root:
        _read_top(child, found)
    _name_groups(root, found)
    for flow in found.flows.values():
        for end in (flow.source, flow.target):
            if not end or end not in found.elements:
                warn(flow.line, flow.id, f"one end names “{end}”, which the file does not hold")
    return found


def _read_top(child: etree._Element, found: Semantics) -> None:
    if child.tag == BPMN + "process":
        process_id = child.get("id", "")
        found.processes[process_id] = child.get("name", "")
        _read_container(child, process_id, None, found)
    elif child.tag in (BPMN + "collaboration", BPMN + "choreography", BPMN + "globalConversation"):
        _read_collaboration(child, found)
        _read_container(child, "", None, found)
    elif child.tag in _NODE_KINDS:
        _add_node(child, "", None, found)


def _read_collaboration(element: etree._Element, found: Semantics) -> None:
    for child in children(element, BPMN + "participant"):
        participant = Participant(
            id=child.get("id", ""),
            name=child.get("name", ""),
            process_id=found.resolve(reference(child.get("processRef"))),
            multiple=child.find(BPMN + "participantMultiplicity") is not None,
            line=line_of(child),
        )
        found.participants.setdefault(participant.id, participant)


def _read_container(element: etree._Element, process_id: str, parent: str | None, found: Semantics) -> None:
    """Children of a process, sub-process or collaboration; sub-processes are entered with their own id as parent."""
    defaults = {reference(child.get("default")) for child in element if child.get("default")}
    for child in element:
        tag = child.tag
        if tag in _NODE_KINDS:
            node = _add_node(child, process_id, parent, found)
            if node.kind in SUB_PROCESS_KINDS or node.kind is NodeKind.SUB_CHOREOGRAPHY:
                _read_container(child, process_id, node.id, found)
            elif node.kind.family in (Family.ACTIVITY, Family.EVENT):
                _read_data_associations(child, process_id, found)
        elif tag in _FLOW_KINDS:
            _add_flow(child, _FLOW_KINDS[tag], process_id, defaults, found)
        elif tag == BPMN + "laneSet":
            _read_lanes(child, process_id, None, found)
        elif tag == BPMN + "ioSpecification":
            _read_inputs(child, process_id, parent, found)
    if parent is not None:
        _read_data_associations(element, process_id, found)


def _read_inputs(element: etree._Element, process_id: str, parent: str | None, found: Semantics) -> None:
    for child in children(element, BPMN + "dataInput", BPMN + "dataOutput"):
        _add_node(child, process_id, parent, found)


def _add_node(element: etree._Element, process_id: str, parent: str | None, found: Semantics) -> Node:
    kind = _NODE_KINDS[element.tag]
    # Asked for by the dozen: a mapping of our own answers sooner than the tree does.
    said = dict(element.items())
    inside = {child.tag: child for child in element if child.tag not in _PLAIN_CHILDREN}
    node_id = said.get("id") or f"line-{line_of(element)}"
    if not inside and said.keys() <= _PLAIN_WORDS:
        plain = Node(node_id, kind, said.get("name", ""), process_id, parent, line=line_of(element))
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
        line=line_of(element),
    )
    return found.nodes.setdefault(node_id, node)


def _name(element: etree._Element, kind: NodeKind) -> str:
    if kind is NodeKind.ANNOTATION:
        text = element.find(BPMN + "text")
        return "".join(text.itertext()) if text is not None else ""
    return str(element.get("name", ""))


def _trigger(element: etree._Element) -> Trigger:
    found = [_TRIGGERS[child.tag] for child in element if child.tag in _TRIGGERS]
    found += [Trigger.MULTIPLE for _ in children(element, BPMN + "eventDefinitionRef")]
    if not found:
        return Trigger.NONE
    if len(found) == 1 and found[0] is not Trigger.MULTIPLE:
        return found[0]
    return Trigger.PARALLEL_MULTIPLE if truth(element.get("parallelMultiple")) else Trigger.MULTIPLE


def _repetition(inside: Mapping[str, etree._Element]) -> Repetition:
    if BPMN + "standardLoopCharacteristics" in inside:
        return Repetition.LOOP
    several = inside.get(BPMN + "multiInstanceLoopCharacteristics")
    if several is None:
        return Repetition.NONE
    return Repetition.SEQUENTIAL if truth(several.get("isSequential")) else Repetition.PARALLEL


def _is_collection(said: Mapping[str, str], found: Semantics) -> bool:
    collection = truth(said.get("isCollection"))
    if collection is None and said.get("dataObjectRef"):
        behind = found.elements.get(found.resolve(reference(said["dataObjectRef"])))
        collection = truth(behind.get("isCollection")) if behind is not None else None
    return bool(collection)


def _data_state(state: etree._Element | None) -> str:
    return str(state.get("name", "")) if state is not None else ""


def _called_task(written: str | None, found: Semantics) -> NodeKind | None:
    called = found.elements.get(found.resolve(reference(written))) if written else None
    return _GLOBAL_TASKS.get(called.tag) if called is not None and isinstance(called.tag, str) else None


def _add_flow(element: etree._Element, kind: FlowKind, process_id: str, defaults: set[str], found: Semantics) -> None:
    said = dict(element.items())
    flow_id = said.get("id") or f"line-{line_of(element)}"
    flow = Flow(
        id=flow_id,
        kind=kind,
        source=_end(said.get("sourceRef"), found),
        target=_end(said.get("targetRef"), found),
        name=said.get("name", ""),
        process_id=process_id,
        conditional=len(element) > 0 and any(child.tag == _CONDITION for child in element),
        default=flow_id in defaults,
        direction=_DIRECTIONS.get(said.get("associationDirection", ""), Direction.NONE),
        line=line_of(element),
    )
    found.flows.setdefault(flow_id, flow)


def _end(written: str | None, found: Semantics) -> str:
    if written is not None and written in found.elements:
        return written
    return found.resolve(reference(written)) or reference(written)


def _read_data_associations(activity: etree._Element, process_id: str, found: Semantics) -> None:
    """Data associations hang below their activity or event; the inner end is often one of its own inputs."""
    for element in activity:
        if element.tag not in _DATA_ASSOCIATIONS:
            continue
        flow_id = element.get("id") or f"line-{line_of(element)}"
        incoming = element.tag == BPMN + "dataInputAssociation"
        source, target = element.find(BPMN + "sourceRef"), element.find(BPMN + "targetRef")
        outer = source if incoming else target
        outer_id = _end(outer.text if outer is not None else None, found)
        activity_id = activity.get("id", "")
        found.flows.setdefault(
            flow_id,
            Flow(
                id=flow_id,
                kind=FlowKind.DATA,
                source=outer_id if incoming else activity_id,
                target=activity_id if incoming else outer_id,
                process_id=process_id,
                direction=Direction.ONE,
                line=line_of(element),
            ),
        )


def _read_lanes(element: etree._Element, process_id: str, parent: str | None, found: Semantics) -> None:
    for child in children(element, BPMN + "lane"):
        lane_id = child.get("id") or f"line-{line_of(child)}"
        refs = (found.resolve(reference(ref.text)) for ref in children(child, BPMN + "flowNodeRef"))
        lane = Lane(
            id=lane_id,
            name=child.get("name", ""),
            process_id=process_id,
            node_ids=tuple(ref for ref in refs if ref),
            parent=parent,
            line=line_of(child),
        )
        found.lanes.setdefault(lane_id, lane)
        for inner in children(child, BPMN + "childLaneSet"):
            _read_lanes(inner, process_id, lane_id, found)


def _name_groups(root: etree._Element, found: Semantics) -> None:
    """A group is called by the category value that it refers to."""
    for element in root.iter(BPMN + "group"):
        node = found.nodes.get(element.get("id", ""))
        value = found.elements.get(found.resolve(reference(element.get("categoryValueRef"))))
        if node is not None and value is not None and not node.name:
            found.nodes[node.id] = Node(
                id=node.id,
                kind=node.kind,
                name=value.get("value", ""),
                process_id=node.process_id,
                parent=node.parent,
                line=node.line,
            )
