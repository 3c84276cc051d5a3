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
