"""A flow of the diagram, or of a discovered map, in words: what it leads from and to. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.process import NodeKind, ProcessDefinition
from bpo_desk.ui.diagram.names import name_beside, node_names
from bpo_desk.ui.process.process_view import ProcessView

translate = QCoreApplication.translate


def flow_words(view: ProcessView, level: int, flow: str) -> str:
    """From where to where a flow of what is shown at a level leads; "" for what is no flow."""
    if view.definition is not None:
        return definition_flow_words(view.definition, flow)
    drawing = view.levels[level].drawing
    edge = drawing.edges.get(flow) if drawing is not None else None
    if drawing is None or edge is None:
        return ""
    ends = [drawing.shapes.get(end or "") for end in (edge.source, edge.target)]
    names = [shape.name.strip() if shape is not None else "" for shape in ends]
    if ends[0] is not None and ends[0].kind is NodeKind.START_EVENT:
        return translate("process", "{step} was first").format(step=names[1])
    if ends[1] is not None and ends[1].kind is NodeKind.END_EVENT:
        return translate("process", "{step} was last so far").format(step=names[0])
    return from_to_words(*names)


def definition_flow_words(definition: ProcessDefinition, flow: str, names: Mapping[str, str] | None = None) -> str:
    """From where to where a flow of a definition leads, with its own name where it has one. `names`: of the nodes,
    where they are at hand (`node_names`)."""
    found = next((each for each in definition.flows if each.id == flow), None)
    if found is None:
        return ""
    names = node_names(definition) if names is None else names
    nodes = {node.id: node for node in definition.nodes if node.id in (found.source, found.target)}
    source, target = (names.get(end, end) for end in (found.source, found.target))
    ends = nodes.get(found.source), nodes.get(found.target)
    words = from_to_words(name_beside(ends[0], source, target, ends[1]), name_beside(ends[1], target, source))
    return f"{words} ({' '.join(found.name.split())})" if found.name.strip() else words


def from_to_words(source: str, target: str) -> str:
    """A way between two steps."""
    return translate("process", "from {a} to {b}").format(a=source, b=target)
