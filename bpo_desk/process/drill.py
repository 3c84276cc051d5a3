"""What is inside a collapsed sub-process, or a process that is called: the file's own diagram of it, else a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpo_desk.models.process import SUB_PROCESS_KINDS, Node, NodeKind, ProcessDefinition
from bpo_desk.process.display_list import DisplayList, display_list


def can_open(definition: ProcessDefinition, element_id: str) -> bool:
    """Whether an element is a sub-process with something in it, or calls a process of the same file."""
    node = next((node for node in definition.nodes if node.id == element_id), None)
    if node is None:
        return False
    if node.kind is NodeKind.CALL_ACTIVITY:
        return bool(called_id(definition, node))
    holds = node.kind in SUB_PROCESS_KINDS or node.kind is NodeKind.SUB_CHOREOGRAPHY
    return holds and any(each.parent == element_id for each in definition.nodes)


def opened(definition: ProcessDefinition, element_id: str) -> DisplayList:
    """The drawing of the inside of a sub-process or of the process that is called: the file's own plane for it, else
    laid out.

    Raises KeyError for an element that `can_open` refuses.
    """
    if not can_open(definition, element_id):
        raise KeyError(element_id)
    node = next(node for node in definition.nodes if node.id == element_id)
    called = node.kind is NodeKind.CALL_ACTIVITY
    for number, diagram in enumerate(definition.diagrams):
        if diagram.element_id == (called_id(definition, node) if called else element_id) and diagram.shapes:
            return display_list(definition, number)
    return display_list(called_process(definition, node) if called else inside(definition, element_id))


def called_id(definition: ProcessDefinition, call: Node) -> str:
    """The id of the process of the same file that an element calls, whatever prefix its name was written with; "" where
    there is none."""
    if call.kind is not NodeKind.CALL_ACTIVITY or not call.called:
        return ""
    bare = call.called.rpartition(":")[2]
    return next((node.process_id for node in definition.nodes if node.process_id in (call.called, bare)), "")


def surroundings(definition: ProcessDefinition) -> dict[str, str | None]:
    """What each node is inside of: its sub-process, else the first call activity that calls its process."""
    callers: dict[str, str] = {}
    for node in definition.nodes:
        called = called_id(definition, node)
        if called and called != node.process_id:
            callers.setdefault(called, node.id)
    return {node.id: node.parent or callers.get(node.process_id) for node in definition.nodes}


def called_process(definition: ProcessDefinition, call: Node) -> ProcessDefinition:
    """The process that an element calls as a definition of its own without drawing; element ids stay."""
    called = called_id(definition, call)
    nodes = {node.id: node for node in definition.nodes if called and node.process_id == called}
    return _without_drawing(definition, call.id, call.name, nodes)


def inside(definition: ProcessDefinition, element_id: str) -> ProcessDefinition:
    """The content of a sub-process as a definition of its own without drawing; element ids stay."""
    kept: dict[str, Node] = {}
    waiting = [element_id]
    while waiting:
        parent = waiting.pop()
        for node in definition.nodes:
            if node.parent == parent and node.id not in kept:
                kept[node.id] = replace(node, parent=None) if parent == element_id else node
                waiting.append(node.id)
    name = next((node.name for node in definition.nodes if node.id == element_id), "")
    return _without_drawing(definition, element_id, name, kept)


def _without_drawing(
    definition: ProcessDefinition, element_id: str, name: str, kept: Mapping[str, Node]
) -> ProcessDefinition:
    return replace(
        definition,
        name=name or element_id,
        nodes=tuple(kept[node.id] for node in definition.nodes if node.id in kept),
        flows=tuple(flow for flow in definition.flows if flow.source in kept and flow.target in kept),
        lanes=(),
        participants=(),
        diagrams=(),
        digest=f"{definition.digest} in {element_id}" if definition.digest else "",
    )
