"""StepMapping: which element of a process version the steps of a log stand for, where a person has said so.

Steps that nobody spoke about are matched by id and name (`process/position.py`). How it is stored and sent is said
here too, because the desk and the shared database must agree: one row of the table of mappings a process version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from bpo_desk.models.event_data import data_object

AUTOMATIC: Final = ""
"""Nobody has spoken about the step: its id or name decides."""
NOWHERE: Final = "-"
"""A person said that the diagram has no such step. No id of BPMN is this (an XML name never begins with a dash)."""


@dataclass(frozen=True, slots=True)
class MappedStep:
    """What a person said about one step: `element` is an id or NOWHERE, `at` microseconds UTC of the server."""

    element: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class StepMapping:
    """What people said about the steps of a version of a process, by name of the step. `row_ver` is the version of the
    stored row, 0 where there is none; `pending` are the steps whose last word is not acknowledged yet."""

    process: str
    version: str
    steps: Mapping[str, MappedStep] = field(default_factory=dict)
    row_ver: int = 0
    pending: frozenset[str] = frozenset()

    @property
    def elements(self) -> dict[str, str]:
        """Element by name of the step, NOWHERE where the diagram has none."""
        return {name: each.element for name, each in self.steps.items()}

    def element(self, step: str) -> str:
        """What was said about a step; AUTOMATIC where nothing was."""
        said = self.steps.get(step)
        return AUTOMATIC if said is None else said.element

    def with_step(self, step: str, said: MappedStep) -> StepMapping:
        """The mapping after somebody spoke about a step; AUTOMATIC takes away what was said before."""
        kept = {name: each for name, each in self.steps.items() if name != step}
        if said.element != AUTOMATIC:
            kept[step] = said
        return replace(self, steps=kept)

    def content(self) -> str:
        """The stored row as JSON."""
        steps = {name: {"element": each.element, "by": each.by, "at": each.at} for name, each in self.steps.items()}
        whole = {"process": self.process, "version": self.version, "steps": steps}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


NO_STEPS: Final[Mapping[str, str]] = MappingProxyType({})
"""Nobody has spoken about any step."""


def mapping_name(process: str, version: str) -> str:
    """The name of the row; no two processes or versions share one."""
    return "steps " + json.dumps([process, version], ensure_ascii=False, separators=(",", ":"))


def mapping_of(process: str, version: str, content: str, row_ver: int) -> StepMapping:
    """The mapping from its stored row. What a newer program added, and what is no mapping, is passed over."""
    kept = data_object(content).get("steps")
    steps = (
        {name: _mapped(said) for name, said in kept.items() if isinstance(said, dict)} if isinstance(kept, dict) else {}
    )
    return StepMapping(process, version, steps, row_ver)


def _mapped(said: dict[str, Any]) -> MappedStep:
    at = said.get("at", 0)
    known = type(at) is int and 0 <= at < 2**63
    return MappedStep(str(said.get("element", NOWHERE)), str(said.get("by", "")), at if known else 0)
