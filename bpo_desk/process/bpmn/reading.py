"""Read one BPMN file: semantics and diagram interchange joined by id, with a note for everything passed over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bpo_desk.errors import RefusedFile
from bpo_desk.models.process import Diagram, Flow, FlowKind, Node, NodeKind, ProcessDefinition
from bpo_desk.process.bpmn.interchange import DrawnParts
from bpo_desk.process.bpmn.semantics import Semantics, read_semantics
from bpo_desk.process.bpmn.xml import BPMN, Element, parse


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """One element of a file that was not taken as written: line (0 unknown), element id and the reason in words."""

    line: int
    element_id: str
    reason: str


def read_definition(data: bytes, name: str) -> tuple[ProcessDefinition, list[ReadingNote]]:
    """Read a BPMN file called `name` (used in messages and, without a process name, as the definition's name).

    Raises RefusedFile when the file is not well-formed, declares a document type or is not BPMN; a problem with one
    element is a note and the rest is read.
    """
    drawn = DrawnParts()
    root = parse(data, name, drawn)
    if root.tag != BPMN + "definitions":
        raise RefusedFile(
            f"{name}, line {root.line}: the file starts with <{root.local_name}>, not with BPMN 2.0 definitions.",
            "Choose a BPMN 2.0 file (.bpmn or .bpmn20.xml).",
        )
    notes: list[ReadingNote] = []

    def warn(line: int, element_id: str, reason: str) -> None:
        notes.append(ReadingNote(line, element_id, reason))

    found = read_semantics(root, warn)
    diagrams = drawn.diagrams(found.resolve, warn)
    _take_drawn_others(found, diagrams)
    notes.sort(key=lambda note: note.line)
    key, title = _head(root, found, name)
    definition = ProcessDefinition(
        key=key,
        version=_version(root, key, found),
        name=title,
        nodes=tuple(found.nodes.values()),
        flows=tuple(found.flows.values()),
        lanes=tuple(found.lanes.values()),
        participants=tuple(found.participants.values()),
        diagrams=tuple(diagrams),
        digest=hashlib.sha256(data).hexdigest(),
    )
    return definition, notes


def _take_drawn_others(found: Semantics, diagrams: list[Diagram]) -> None:
    """What a file draws without being a kind that we know becomes a plain labelled shape or line."""
    known = found.nodes.keys() | found.lanes.keys() | found.participants.keys()
    for diagram in diagrams:
        for shape in diagram.shapes:
            if shape.element_id not in known and shape.element_id not in found.nodes:
                element = found.elements[shape.element_id]
                found.nodes[shape.element_id] = Node(
                    id=shape.element_id,
                    kind=NodeKind.OTHER,
                    name=element.said.get("name", ""),
                    line=element.line,
                )
        for edge in diagram.edges:
            if edge.element_id not in found.flows:
                element = found.elements[edge.element_id]
                found.flows[edge.element_id] = Flow(
                    id=edge.element_id,
                    kind=FlowKind.OTHER,
                    source="",
                    target="",
                    name=element.said.get("name", ""),
                    line=element.line,
                )


def _head(root: Element, found: Semantics, name: str) -> tuple[str, str]:
    """Key and title: of the process with most nodes (the first of equals), else of the file."""
    sizes = dict.fromkeys(found.processes, 0)
    for node in found.nodes.values():
        if node.process_id in sizes:
            sizes[node.process_id] += 1
    if not sizes:
        return root.said.get("id") or name, root.said.get("name") or name
    key = max(sizes, key=lambda process_id: sizes[process_id])
    pool = next((pool.name for pool in found.participants.values() if pool.process_id == key), "")
    return key, found.processes[key] or pool or name


def _version(root: Element, key: str, found: Semantics) -> str:
    """The version that a modelling tool wrote beside the process, empty when none did."""
    element = found.elements.get(key, root)
    for attribute, value in element.said.items():
        if attribute.rpartition("}")[2] == "versionTag":
            return value
    return ""
