"""Stored definitions as the Process screen reads them: drawn or why not, and which elements the steps are. Pure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bpo_desk.errors import RefusedFile
from bpo_desk.models.dictionaries import Step
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.models.step_mapping import StepMapping
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.position import map_steps

translate = QCoreApplication.translate


def elements_of(definition: ProcessDefinition, steps: list[Step], said: StepMapping) -> dict[int, str]:
    """Element id by step code, for the steps that the definition has."""
    named = [(code, entry.name, entry.element or None) for code, entry in enumerate(steps) if code]
    return map_steps(definition, named, said.elements)[0]


def read_or_why_not(xml: bytes | None, process: str) -> tuple[ProcessDefinition | None, str]:
    """A definition with its name, or None and why there is none."""
    if xml is None:
        return None, translate("process", "There is no process definition, and no log to discover a map from.")
    try:
        definition, _ = read_definition(xml, process)
    except RefusedFile as refused:
        return None, translate("process", "The process definition cannot be drawn. {why}").format(why=refused)
    return definition, definition.name or process
