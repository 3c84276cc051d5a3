"""The words of a process definition: nodes, flows, lanes, participants and where a file drew them.

No XML and no layout here (process/), no colours of states (ui/).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bpo_desk.models.quick_init import quick_init


class Word(StrEnum):
    """Words of which a drawing looks up thousands; the hash of an enum is a call in Python, that of a text is not."""

    __hash__ = str.__hash__


class Family(Word):
    """Shape families: what is drawn by one module and behaves alike."""

    EVENT = "event"
    ACTIVITY = "activity"
    GATEWAY = "gateway"
    DATA = "data"
    ARTIFACT = "artifact"
    SWIMLANE = "swimlane"
    OTHER = "other"


class NodeKind(Word):
    """Element kinds of BPMN 2.0 by their XML names, and OTHER for what has only a plain labelled shape."""

    START_EVENT = "startEvent"
    CATCH_EVENT = "intermediateCatchEvent"
    THROW_EVENT = "intermediateThrowEvent"
    BOUNDARY_EVENT = "boundaryEvent"
    END_EVENT = "endEvent"
    TASK = "task"
    USER_TASK = "userTask"
    MANUAL_TASK = "manualTask"
    SERVICE_TASK = "serviceTask"
    SEND_TASK = "sendTask"
    RECEIVE_TASK = "receiveTask"
    SCRIPT_TASK = "scriptTask"
    RULE_TASK = "businessRuleTask"
    CALL_ACTIVITY = "callActivity"
    SUB_PROCESS = "subProcess"
    AD_HOC_SUB_PROCESS = "adHocSubProcess"
    TRANSACTION = "transaction"
    EXCLUSIVE_GATEWAY = "exclusiveGateway"
    INCLUSIVE_GATEWAY = "inclusiveGateway"
    PARALLEL_GATEWAY = "parallelGateway"
    COMPLEX_GATEWAY = "complexGateway"
    EVENT_GATEWAY = "eventBasedGateway"
    DATA_OBJECT = "dataObject"
    DATA_OBJECT_REFERENCE = "dataObjectReference"
    DATA_STORE = "dataStore"
    DATA_STORE_REFERENCE = "dataStoreReference"
    DATA_INPUT = "dataInput"
    DATA_OUTPUT = "dataOutput"
    MESSAGE = "message"
    ANNOTATION = "textAnnotation"
    GROUP = "group"
    PARTICIPANT = "participant"
    LANE = "lane"
    CHOREOGRAPHY_TASK = "choreographyTask"
    SUB_CHOREOGRAPHY = "subChoreography"
    CALL_CHOREOGRAPHY = "callChoreography"
    CONVERSATION = "conversation"
    SUB_CONVERSATION = "subConversation"
    CALL_CONVERSATION = "callConversation"
    OTHER = "other"

    family: Family
    """The shape family of this kind."""


_FAMILY: dict[NodeKind, Family] = {
    **dict.fromkeys(
        (
            NodeKind.START_EVENT,
            NodeKind.CATCH_EVENT,
            NodeKind.THROW_EVENT,
            NodeKind.BOUNDARY_EVENT,
            NodeKind.END_EVENT,
        ),
        Family.EVENT,
    ),
    **dict.fromkeys(
        (
            NodeKind.TASK,
            NodeKind.USER_TASK,
            NodeKind.MANUAL_TASK,
            NodeKind.SERVICE_TASK,
            NodeKind.SEND_TASK,
            NodeKind.RECEIVE_TASK,
            NodeKind.SCRIPT_TASK,
            NodeKind.RULE_TASK,
            NodeKind.CALL_ACTIVITY,
            NodeKind.SUB_PROCESS,
            NodeKind.AD_HOC_SUB_PROCESS,
            NodeKind.TRANSACTION,
        ),
        Family.ACTIVITY,
    ),
    **dict.fromkeys(
        (
            NodeKind.EXCLUSIVE_GATEWAY,
            NodeKind.INCLUSIVE_GATEWAY,
            NodeKind.PARALLEL_GATEWAY,
            NodeKind.COMPLEX_GATEWAY,
            NodeKind.EVENT_GATEWAY,
        ),
        Family.GATEWAY,
    ),
    **dict.fromkeys(
        (
            NodeKind.DATA_OBJECT,
            NodeKind.DATA_OBJECT_REFERENCE,
            NodeKind.DATA_STORE,
            NodeKind.DATA_STORE_REFERENCE,
            NodeKind.DATA_INPUT,
            NodeKind.DATA_OUTPUT,
            NodeKind.MESSAGE,
        ),
        Family.DATA,
    ),
    NodeKind.ANNOTATION: Family.ARTIFACT,
    NodeKind.GROUP: Family.ARTIFACT,
    NodeKind.PARTICIPANT: Family.SWIMLANE,
    NodeKind.LANE: Family.SWIMLANE,
}
for _kind in NodeKind:
    _kind.family = _FAMILY.get(_kind, Family.OTHER)

SUB_PROCESS_KINDS = frozenset({NodeKind.SUB_PROCESS, NodeKind.AD_HOC_SUB_PROCESS, NodeKind.TRANSACTION})
FLOW_NODE_FAMILIES = frozenset({Family.EVENT, Family.ACTIVITY, Family.GATEWAY})


class Trigger(Word):
    """Event definitions of BPMN 2.0, by their XML names without "EventDefinition"."""

    NONE = "none"
    MESSAGE = "message"
    TIMER = "timer"
    ERROR = "error"
    ESCALATION = "escalation"
    CANCEL = "cancel"
    COMPENSATION = "compensate"
    CONDITIONAL = "conditional"
    LINK = "link"
    SIGNAL = "signal"
    TERMINATE = "terminate"
    MULTIPLE = "multiple"
    PARALLEL_MULTIPLE = "parallelMultiple"


class Repetition(Word):
    """How an activity repeats inside itself."""

    NONE = "none"
    LOOP = "loop"
    PARALLEL = "parallel"
    SEQUENTIAL = "sequential"


class FlowKind(Word):
    """Kinds of connecting lines."""

    SEQUENCE = "sequenceFlow"
    MESSAGE = "messageFlow"
    ASSOCIATION = "association"
    DATA = "dataAssociation"
    CONVERSATION = "conversationLink"
    OTHER = "other"


class Direction(Word):
    """Which ends of an association carry an arrowhead."""

    NONE = "None"
    ONE = "One"
    BOTH = "Both"


class Bounds(NamedTuple):
    """A rectangle in diagram units (one unit is one pixel at 100 %), y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


Point = tuple[float, float]


@quick_init
@dataclass(frozen=True, slots=True)
class Node:
    """Anything with a shape, other than a lane or participant.

    `parent` is the enclosing sub-process, `process_id` the process, `count` how many recorded events
    stand behind it (discovered maps only), `called_task` the kind of the global task that a call activity
    calls, `line` its line in the file (0: not from a file).
    """

    id: str
    kind: NodeKind
    name: str = ""
    process_id: str = ""
    parent: str | None = None
    trigger: Trigger = Trigger.NONE
    interrupting: bool = True
    attached_to: str | None = None
    repetition: Repetition = Repetition.NONE
    compensation: bool = False
    event_sub_process: bool = False
    instantiate: bool = False
    parallel_events: bool = False
    collection: bool = False
    data_state: str = ""
    called: str = ""
    called_task: NodeKind | None = None
    count: int | None = None
    line: int = 0


@quick_init
@dataclass(frozen=True, slots=True)
class Flow:
    """A connecting line. `source` and `target` are element ids and may name what the file does not hold.

    `count` is how often it was taken in a log (discovered maps only).
    """

    id: str
    kind: FlowKind
    source: str
    target: str
    name: str = ""
    process_id: str = ""
    conditional: bool = False
    default: bool = False
    direction: Direction = Direction.NONE
    count: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with the flow nodes that it names; `parent` is the lane around it."""

    id: str
    name: str
    process_id: str
    node_ids: tuple[str, ...] = ()
    parent: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Participant:
    """A pool; `process_id` is empty for a black box."""

    id: str
    name: str
    process_id: str = ""
    multiple: bool = False
    line: int = 0


@quick_init
@dataclass(frozen=True, slots=True)
class DrawnShape:
    """Where a file drew an element. None means that the file does not say. Colours as the file writes them; `band`
    which band of a choreography activity a participant is ("top_initiating", BPMN 2.0.2 table 12.3), "" for a pool."""

    element_id: str
    bounds: Bounds
    label: Bounds | None = None
    horizontal: bool | None = None
    expanded: bool | None = None
    marker_visible: bool | None = None
    message_visible: bool | None = None
    fill: str = ""
    stroke: str = ""
    line: int = 0
    band: str = ""


@quick_init
@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """Where a file drew a flow: two or more waypoints."""

    element_id: str
    waypoints: tuple[Point, ...]
    label: Bounds | None = None
    message_visible: str = ""
    stroke: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Diagram:
    """One plane of a file: what it is about and what is drawn on it, in file order."""

    id: str
    name: str
    element_id: str
    shapes: tuple[DrawnShape, ...] = ()
    edges: tuple[DrawnEdge, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessDefinition:
    """One version of a process as read from a file or discovered from a log.

    `digest` is the SHA-256 of its source in hex and stands for the whole content: equal digests, equal drawing.
    """

    key: str
    version: str
    name: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...] = ()
    participants: tuple[Participant, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    digest: str = ""
