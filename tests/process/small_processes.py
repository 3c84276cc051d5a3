"""Processes of a few nodes, written as "a-b" pairs."""

from bpo_desk.models.process import Flow, FlowKind, Node, NodeKind, ProcessDefinition, Repetition, Trigger

S, E = NodeKind.START_EVENT, NodeKind.END_EVENT


def process(*parts: str, nodes: tuple[Node, ...] = (), **kinds: NodeKind) -> ProcessDefinition:
    """Nodes and flows from "a-b" pairs; a name is a task unless `kinds` says otherwise or `nodes` has it."""
    ids = dict.fromkeys(end for part in parts for end in part.split("-"))
    given_nodes = {node.id for node in nodes}
    made = [Node(i, kinds.get(i, NodeKind.TASK), i, "p") for i in ids if i not in given_nodes]
    flows = [Flow(part, FlowKind.SEQUENCE, part.split("-")[0], part.split("-")[1], process_id="p") for part in parts]
    return ProcessDefinition("p", "", "p", (*nodes, *made), tuple(flows))


def activity(
    node_id: str, *, name: str = "", parent: str | None = None, repetition: Repetition = Repetition.NONE
) -> Node:
    """A task."""
    return Node(node_id, NodeKind.TASK, name or node_id, "p", parent=parent, repetition=repetition)


def boundary(
    node_id: str,
    host: str,
    *,
    interrupting: bool = True,
    trigger: Trigger = Trigger.TIMER,
    name: str = "",
    parent: str | None = None,
) -> Node:
    """A boundary event."""
    return Node(node_id, NodeKind.BOUNDARY_EVENT, name, "p", trigger=trigger, attached_to=host,
                interrupting=interrupting, parent=parent)  # fmt: skip


def scope(node_id: str, kind: NodeKind = NodeKind.SUB_PROCESS, *, event: bool = False, name: str = "") -> Node:
    """A sub-process."""
    return Node(node_id, kind, name or node_id, "p", event_sub_process=event)


def event(
    node_id: str,
    kind: NodeKind,
    *,
    parent: str | None = None,
    trigger: Trigger = Trigger.NONE,
    interrupting: bool = True,
) -> Node:
    """An event."""
    return Node(node_id, kind, "", "p", parent=parent, trigger=trigger, interrupting=interrupting)


def _inside(*names: str) -> tuple[Node, ...]:
    return tuple(activity(name, parent="sub") for name in names)


X, A, OR, G, C = (
    NodeKind.EXCLUSIVE_GATEWAY,
    NodeKind.PARALLEL_GATEWAY,
    NodeKind.INCLUSIVE_GATEWAY,
    NodeKind.EVENT_GATEWAY,
    NodeKind.CATCH_EVENT,
)

SITUATIONS: dict[str, tuple[ProcessDefinition, frozenset[str]]] = {
    "interrupting timer": (
        process("s-a", "a-b", "b-e", "t-c", "c-f", nodes=(boundary("t", "a"),), s=S, e=E, f=E), frozenset()
    ),
    "reminder that interrupts nothing, recorded": (
        process("s-a", "a-b", "b-e", "t-c", "c-f", nodes=(boundary("t", "a", interrupting=False),), s=S, e=E, f=E),
        frozenset({"t"}),
    ),
    "two branches in a sub-process, left by an error": (
        process(
            "s-sub", "i-p", "p-a", "p-b", "a-q", "b-q", "q-k", "b2-z", "p-b2", "sub-c", "c-e", "caught-d", "d-f",
            nodes=(scope("sub"), event("i", S, parent="sub"), *_inside("a", "b", "b2"),
                   Node("p", A, "", "p", parent="sub"), Node("q", A, "", "p", parent="sub"),
                   event("k", E, parent="sub"), event("z", E, parent="sub", trigger=Trigger.ERROR),
                   boundary("caught", "sub", trigger=Trigger.ERROR)),
            s=S, e=E, f=E,
        ),
        frozenset(),
    ),
    "complaint while the process runs": (
        process(
            "s-a", "a-b", "b-e", "i-c", "c-k",
            nodes=(scope("sub", event=True), event("i", S, parent="sub", trigger=Trigger.MESSAGE, interrupting=False),
                   *_inside("c"), event("k", E, parent="sub")),
            s=S, e=E,
        ),
        frozenset(),
    ),
    "cancelling event sub-process": (
        process(
            "s-p", "p-a", "p-b", "a-q", "b-q", "q-d", "d-e", "i-c", "c-k",
            nodes=(scope("sub", event=True), event("i", S, parent="sub", trigger=Trigger.MESSAGE), *_inside("c"),
                   event("k", E, parent="sub")),
            s=S, e=E, p=A, q=A,
        ),
        frozenset(),
    ),
    "wait for an answer or for the time": (
        process("s-a", "a-g", "g-m", "g-w", "m-b", "w-c", "b-y", "c-y", "y-e", s=S, e=E, g=G, m=C, w=C, y=X),
        frozenset({"m"}),
    ),
    "inclusive branches in a loop": (
        process("s-l", "l-o", "o-a", "o-b", "o-c", "a-j", "b-j", "c-j", "j-x", "x-l", "x-d", "d-e",
                s=S, e=E, l=X, o=OR, j=OR, x=X),
        frozenset(),
    ),
    "several instances and a loop": (
        process("s-a", "a-b", "b-c", "c-e",
                nodes=(activity("a", repetition=Repetition.PARALLEL), activity("b", repetition=Repetition.LOOP)),
                s=S, e=E),
        frozenset(),
    ),
    "ad-hoc sub-process": (
        process("s-sub", "sub-c", "c-e", nodes=(scope("sub", NodeKind.AD_HOC_SUB_PROCESS), *_inside("a", "b")),
                s=S, e=E),
        frozenset(),
    ),
    "branches, one of which terminates": (
        process("s-p", "p-a", "p-b", "b-c", "a-z", "c-e", nodes=(event("z", E, trigger=Trigger.TERMINATE),),
                s=S, e=E, p=A),
        frozenset(),
    ),
    "two processes that talk": (
        ProcessDefinition(
            "two", "", "two",
            (Node("s", S, "", "p"), Node("a", NodeKind.TASK, "a", "p"), Node("e", E, "", "p"),
             Node("b", NodeKind.TASK, "b", "q"), Node("c", NodeKind.TASK, "c", "q")),
            (Flow("s-a", FlowKind.SEQUENCE, "s", "a", process_id="p"),
             Flow("a-e", FlowKind.SEQUENCE, "a", "e", process_id="p")),
        ),
        frozenset(),
    ),
}  # fmt: skip
"""Each kind of element as small as it can be, with the events among them that the log records."""
