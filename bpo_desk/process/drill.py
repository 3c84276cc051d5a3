"""What is inside a collapsed sub-process: its own diagram in the file, else a drawing of its content."""

from __future__ import annotations

from dataclasses import replace

from bpo_desk.models.process import SUB_PROCESS_KINDS, Node, ProcessDefinition
from bpo_desk.process.display_list import DisplayList, display_list


def can_open(definition: ProcessDefinition, element_id: str) -> bool:
    """Whether an element is a sub-process with something in it."""
    return any(node.parent == element_id for node in definition.nodes) and any(
        node.id == element_id and node.kind in SUB_PROCESS_KINDS for node in definition.nodes
    )


def opened(definition: ProcessDefinition, element_id: str) -> DisplayList:
    """The drawing of the inside of a sub-process: the file's own plane for it, else laid out.

    Raises KeyError for an element that `can_open` refuses.
    """
    if not can_open(definition, element_id):
        raise KeyError(element_id)
    for number, diagram in enumerate(definition.diagrams):
        if diagram.element_id == element_id and diagram.shapes:
            return display_list(definition, number)
    return display_list(inside(definition, element_id))


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
