"""A flow of the diagram, or of a discovered map, in words: what it leads from and to. Pure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.process import NodeKind, ProcessDefinition
from bpo_desk.ui.diagram.names import kind_name
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


def definition_flow_words(definition: ProcessDefinition, flow: str) -> str:
    """From where to where a flow of a definition leads, with its own name where it has one."""
    found = next((each for each in definition.flows if each.id == flow), None)
    if found is None:
        return ""
    words = from_to_words(_end_words(definition, found.source), _end_words(definition, found.target))
    return f"{words} ({found.name.strip()})" if found.name.strip() else words


def _end_words(definition: ProcessDefinition, element: str) -> str:
    """A node by its name, else by its kind, with its id where others are of that kind and without a name too."""
    node = next((each for each in definition.nodes if each.id == element), None)
    if node is None or node.name.strip():
        return element if node is None else node.name.strip()
    alike = [each for each in definition.nodes if each.kind is node.kind and not each.name.strip()]
    return kind_name(node) if len(alike) == 1 else f"{kind_name(node)} {node.id}"


def from_to_words(source: str, target: str) -> str:
    """A way between two steps."""
    return translate("process", "from {a} to {b}").format(a=source, b=target)
